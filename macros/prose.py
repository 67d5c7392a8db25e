"""Rules about texts: what Markdown they may hold, where links lead, how plainly they read."""

import re
from collections.abc import Iterable, Iterator

from . import model, plain
from .danish import did_you_mean
from .explain import shown
from .fields import REFERENCE, Markup, safe_url
from .finding import Checked, Finding
from .problem import Problem
from .vocabulary import JARGON

_INLINE_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_BLOCK = re.compile(r"(?m)^ {0,3}(#{1,6} |```|~~~|> |\|)|!\[")
# In hand-written pages: their own link definitions, and code and macros, which are no links.
_DEFINITION = re.compile(r"(?m)^ {0,3}\[([^\]]+)\]:")
_CODE = re.compile(r"(?s)```.*?```|`[^`\n]*`|\{\{.*?\}\}|\{%.*?%\}")


def markdown(checked: Checked) -> Iterator[Finding]:
    """Prose holds only what it may: text, emphasis, lists, safe links and known references."""
    for raw, found in checked.found:
        if isinstance(found.mark, Markup):
            for needle, message, hint in _faults(found.value, checked):
                yield Finding(raw, found.path, message, hint, "markdown", needle)


def _faults(text: str, checked: Checked) -> Iterator[tuple[str, str, str]]:
    """What is wrong in a text: the words to point at, what must hold, what to do."""
    for match in REFERENCE.finditer(text):
        if match[2] not in checked.kinds and not checked.blind:
            yield f"[{match[2]}]", *_broken_link(match[2], checked)
    for match in _INLINE_LINK.finditer(text):
        if not _is_safe(match[1]):
            message = f"Et link skal have en hel og sikker adresse, men er »{match[1]}«."
            yield match[1], message, "Brug https://…, eller [tekst][id] til en post på sitet."
    if tag := _HTML.search(text):
        yield tag[0], f"HTML virker ikke i teksten: {tag[0]}", "Skriv det med almindelige ord."
    if block := _BLOCK.search(text):
        sign = block[0].strip()
        message = f"Overskrifter, kode, tabeller og billeder kan ikke stå her: »{sign}«."
        yield sign, message, "Brug kun afsnit, lister, *kursiv*, **fed** og links."


def _broken_link(identifier: str, checked: Checked) -> tuple[str, str]:
    hint = did_you_mean(identifier, checked.kinds) or "Ret id'et, eller fjern linket."
    return f"Linket peger på »{identifier}«, som ikke findes.", hint


def _is_safe(address: str) -> bool:
    try:
        return bool(safe_url(address))
    except ValueError:
        return False


def broken_in_pages(checked: Checked) -> Iterator[Problem]:
    """References in hand-written pages name entries that exist."""
    if checked.blind:
        return
    for name, text in checked.loaded.pages.items():
        plain = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        own = {match[1].lower() for match in _DEFINITION.finditer(plain)}
        for match in REFERENCE.finditer(plain):
            if match[2] not in checked.kinds and match[2].lower() not in own:
                start = match.start(2)
                line = plain.count("\n", 0, start) + 1
                column = start - plain.rfind("\n", 0, start)
                message, hint = _broken_link(match[2], checked)
                yield Problem(name, line, column, message, hint, "reference")


_JARGON = re.compile(rf"(?<![\w-])(?:{'|'.join(JARGON)})[\w-]*", re.IGNORECASE)


def plain_language(checked: Checked) -> Iterator[Finding]:
    """Sentences are short, and words of the trade are explained in the glossary."""
    known = explained(one.entry for one in checked.entries if isinstance(one.entry, model.Term))
    for raw, found in checked.found:
        if not isinstance(found.mark, Markup):
            continue
        if found.path[-1] == "summary" and len(plain.sentences(found.value)) > 1:
            message = f"Et resumé skal være én sætning: {shown(found.value)}."
            hint = "Behold den vigtigste, og flyt resten til forklaringen."
            yield Finding(raw, found.path, message, hint, "plain", severity="warning")
        for sentence in _long_sentences(found.value):
            length = len(plain.words(sentence))
            message = (
                f"En sætning bør højst have {plain.LONGEST_SENTENCE} ord, men her er {length}."
            )
            hint = f"Del den i to: {shown(sentence)}"
            yield Finding(raw, found.path, message, hint, "plain", severity="warning")
        for match in _JARGON.finditer(found.value) if "term" not in checked.blind else ():
            if not any(match[0].lower().startswith(word) for word in known):
                message = f"Fagordet »{match[0]}« er ikke forklaret i ordlisten."
                hint = "Skriv et almindeligt ord, eller forklar det i data/glossary.yaml."
                yield Finding(raw, found.path, message, hint, "plain", match[0], severity="warning")


def explained(terms: Iterable[model.Term]) -> set[str]:
    """The words the glossary explains, cut so that their other endings are known too."""
    names: set[str] = set()
    for term in terms:
        for name in (term.title, *term.synonyms, *term.english):
            names |= {word.lower() for word in plain.words(name)}
    return {name[:-1] if len(name) > 6 else name for name in names if len(name) > 2}


def _long_sentences(text: str) -> Iterator[str]:
    if text.count(" ") >= plain.LONGEST_SENTENCE:
        for sentence in plain.sentences(text):
            if len(plain.words(sentence)) > plain.LONGEST_SENTENCE:
                yield sentence
