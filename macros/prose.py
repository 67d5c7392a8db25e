"""Rules about texts: what Markdown they may hold, where links lead, how plainly they read."""

import html
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from . import plain
from .danish import nearest
from .examples import as_yaml
from .excerpt import blank, place_of
from .fields import REFERENCE, STRAY, safe_url
from .finding import Checked, Finding
from .load import Raw
from .misfit import shown
from .problem import Problem, Trail
from .vocabulary import JARGON

_INLINE_LINK = re.compile(r"(?:\[[^\[\]]*)?\]\(\s*<?([^)\s>]*)")
_HTML = re.compile(r"</?(?!https?:|mailto:|www\.)[A-Za-z][^<>]*>|<!--")
_BOLD, _ITALIC = re.compile(r"</?(?:b|strong)>"), re.compile(r"</?(?:i|em)>")
_BLOCK = re.compile(r"(?m)^ {0,3}(#{1,6} |```|~~~|> |\|)|!\[")
BLOCKS = (
    ("#", "Overskrifter"),
    ("```", "Kode"),
    ("~~~", "Kode"),
    (">", "Indrykkede citater"),
    ("|", "Tabeller"),
    ("![", "Billeder"),
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,4});", re.IGNORECASE)


class Crooked(NamedTuple):
    """What Markdown does not see as it was meant: what must hold, what is right, what to do."""

    pattern: re.Pattern[str]
    message: str
    right: str
    hint: str = "Skriv det som vist."


# Links that Markdown does not see, with what they lack.
CROOKED_IN_PAGES = (
    Crooked(
        re.compile(r"\[[^\[\]]+\] +\((?:https?:|www\.)[^)\s]*\)"),
        "Der må ikke være mellemrum midt i et link",
        "[tekst](https://www.eksempel.dk)",
    ),
    Crooked(
        re.compile(r"\([^()]+\)\[(?:https?:|www\.)[^\]\s]*\]"),
        "Parenteserne i linket er byttet om",
        "[tekst](https://www.eksempel.dk)",
    ),
    Crooked(
        re.compile(r"\]\((?:https?:|www\.)[^)\s]*(?:\s[^)]*)?$"),
        "Linket mangler sin slutparentes",
        "[tekst](https://www.eksempel.dk)",
    ),
    Crooked(
        re.compile(r"\[\[[^\[\]]+\]\]"),
        "Et link til en post har tekst og id",
        "[tekst][id-paa-en-post]",
    ),
    Crooked(re.compile(r"\[[^\[\]]+\]\[\]"), "Linket mangler sit id", "[tekst][id-paa-en-post]"),
    Crooked(
        re.compile(r"\]\((?:https?:|www\.)[^)\s]*[ \t]+(?![\s\"'(])[^)\n]*\)"),
        "En adresse må ikke have mellemrum",
        "[tekst](https://www.eksempel.dk/en%20side)",
    ),
)
# A word with no star after it in its paragraph; it is looked at whole or not at all, and only to
# the next star, so that a long text takes no longer than it is.
_UNENDED = r"[^\s*]+(?=\s|$)(?!(?:(?!\n\s*\n)[^*])*\*)"
_BULLETS = "•●▪◦‣"  # what Word puts before a point
# In texts of the data these besides; in hand-written pages they are as they should be.
CROOKED = (
    *CROOKED_IN_PAGES,
    Crooked(
        re.compile(r"<(?:https?:|mailto:|www\.)[^<>\s]*>"),
        "Et link skal have en tekst",
        "[tekst](https://www.eksempel.dk)",
    ),
    Crooked(
        re.compile(r"\[\^[^\[\]\s]+\]"), "Fodnoter kan ikke stå her", "[kilden][id-paa-en-kilde]"
    ),
    Crooked(
        re.compile(r"(?<!\])\[\d{1,3}\](?![(\[:])"),
        "Tal, der henviser til noter, kan ikke stå her",
        "[kilden][id-paa-en-kilde]",
    ),
    Crooked(
        re.compile(rf"(?m)^[{_BULLETS}](?=[ \t])"),
        "Punkter skal begynde med »- «",
        "- Et punkt",
        "Skriv en bindestreg og et mellemrum i stedet, og en tom linje før det første punkt.",
    ),
    Crooked(
        re.compile(rf"(?<![*\w\\])\*\*{_UNENDED}"),
        "Fed skrift har to stjerner på hver side",
        "**fed**",
        r"Skriv også to efter det, der skal være fed, eller \*\* for stjerner, der skal ses.",
    ),
    Crooked(
        re.compile(rf"(?<![*\w\\])\*{_UNENDED}"),
        "Kursiv har en stjerne på hver side",
        "*kursiv*",
        r"Skriv også en efter det, der skal være kursiv, eller \* for en stjerne, der skal ses.",
    ),
)
# Most texts hold none of these signs, and looking for a sign is cheap.
_MAY_BE_CROOKED = re.compile(rf"[\]<*{_BULLETS}]")
# In hand-written pages: their own link definitions, and code and macros, which are no links.
_DEFINITION = re.compile(r"(?m)^ {0,3}\[([^\]]+)\]:")
_CODE = re.compile(r"(?s)```.*?```|`[^`\n]*`|\{\{.*?\}\}|\{%.*?%\}")
# What people write where a text is to come.
_UNFILLED = re.compile(
    r"(?is)\[(?:indsæt|udfyld|skriv)\b[^\]]*\]\.?|x{3,10}|(?-i:TODO\b).*|to-?do[:.!]*|tbd\.?"
    r"|lorem ipsum\b.*|[.…?]+"
)
_JARGON = re.compile(rf"(?<![\w-])(?:{'|'.join(JARGON)})[\w-]*", re.IGNORECASE)
_SOME_JARGON = re.compile("|".join(JARGON))
# What the browser looks for as well, by the names it uses.
PATTERNS = {
    "reference": REFERENCE, "link": _INLINE_LINK, "html": _HTML, "entity": _ENTITY,
    "block": _BLOCK, "jargon": _JARGON, "bold": _BOLD, "italic": _ITALIC,
}  # fmt: skip


def markdown(checked: Checked) -> Iterator[Finding]:
    """Prose holds only what it may: text, emphasis, lists and safe links."""
    for raw, found in checked.texts:
        for fault in _faults(found.value, checked):
            yield _broken(raw, found.path, fault)


def mentions(checked: Checked) -> Iterator[Finding]:
    """References in prose name entries that exist."""
    if checked.blind:
        return
    linking = ((raw, found) for raw in checked.loaded.entries for found in raw.linking)
    for raw, found in linking:
        for match in REFERENCE.finditer(found.value):
            if match[2] not in checked.kinds:
                fault = _Fault(f"[{match[2]}]", *_broken_link(match[1], match[2], checked))
                yield _broken(raw, found.path, fault)


def _broken(raw: Raw, path: Trail, fault: "_Fault") -> Finding:
    return Finding(raw, path, fault.message, fault.hint, "markdown", fault.needle, fault.example)


class _Fault(NamedTuple):
    """What is wrong in a text: the words to point at, what must hold, what to do."""

    needle: str | None
    message: str
    hint: str
    example: str


def _faults(text: str, checked: Checked) -> Iterator[_Fault]:
    if _MAY_BE_CROOKED.search(text):
        yield from _link_faults(text, checked)
    if "<" in text and (tag := _HTML.search(text)):
        right = _without_tags(text[tag.start() :])
        hint = "Skriv det med almindelige ord, *kursiv* eller **fed**."
        yield _Fault(tag[0], f"HTML virker ikke i teksten: {tag[0]}.", hint, right)
    if "&" in text and (entity := _ENTITY.search(text)):
        right = html.unescape(entity[0]).replace("\u00a0", " ")
        message = f"HTML-koder virker ikke i teksten: {entity[0]}."
        hint = f"Skriv tegnet selv: »{right}«." if right.strip() else "Skriv et mellemrum."
        yield _Fault(entity[0], message, hint, right.strip() or "a b")
    if block := _BLOCK.search(text):
        sign = block[0].strip()
        what = next(word for start, word in BLOCKS if sign.startswith(start))
        message = f"{what} kan ikke stå her: »{sign}«."
        hint = "Brug kun afsnit, lister, *kursiv*, **fed** og links."
        yield _Fault(sign, message, hint, "Et almindeligt afsnit med **fed** skrift.")


def _without_tags(text: str) -> str:
    """The first element of a text, with Markdown for bold and italics."""
    end = text.find("</")
    whole = text[: text.find(">", end) + 1] if end >= 0 else text
    marked = _ITALIC.sub("*", _BOLD.sub("**", whole))
    return " ".join(_HTML.sub("", marked).split())[:60] or "Almindelige ord."


def _link_faults(text: str, checked: Checked) -> Iterator[_Fault]:
    for match in _INLINE_LINK.finditer(text):
        if not _is_safe(match[1]):
            words, known = match[0].split("]")[0].strip("["), match[1].strip("/") in checked.kinds
            right = (
                f"[{words}][{match[1].strip('/')}]" if known else "[tekst](https://www.eksempel.dk)"
            )
            message = f"Et link skal have en hel og sikker adresse, men er »{match[1]}«."
            hint = "Brug https://…, eller [tekst][id] til en post på sitet."
            yield _Fault(match[1], message, f"Skriv {right}." if known else hint, right)
        elif match[1].endswith(STRAY):
            message = f"En adresse skal slutte uden tegn efter sig, men er »{match[1]}«."
            right = match[1].rstrip("".join(STRAY))
            yield _Fault(match[1], message, f"Slet »{match[1][-1]}« sidst.", f"[tekst]({right})")
    for pattern, message, right, hint in CROOKED:
        if crooked := pattern.search(text):
            yield _Fault(crooked[0], f"{message}: »{crooked[0]}«.", hint, right)


def _broken_link(words: str, identifier: str, checked: Checked) -> tuple[str, str, str]:
    match = checked.renamed.get(identifier) or nearest(identifier, checked.kinds)
    hint = f"Mente du »{match}«?" if match else "Ret id'et, eller fjern linket."
    example = f"[{words}][{match}]" if match else words
    return f"Linket peger på »{identifier}«, som ikke findes.", hint, example


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
        plain = _CODE.sub(blank, text)
        own = {match[1].lower() for match in _DEFINITION.finditer(plain)}
        for match in REFERENCE.finditer(plain):
            if match[2] not in checked.kinds and match[2].lower() not in own:
                line, column = place_of(plain, match.start(2))
                message, hint, right = _broken_link(match[1], match[2], checked)
                yield Problem(name, line, column, message, hint, "reference", example=right)
        yield from _crooked_in(name, plain, own)


def _crooked_in(name: str, plain: str, own: Collection[str]) -> Iterator[Problem]:
    """The links of a page that Markdown does not see; `own` are those that it defines."""
    for pattern, message, right, hint in CROOKED_IN_PAGES:
        for crooked in pattern.finditer(plain):
            if crooked[0].removesuffix("[]").strip("[]").lower() not in own:
                line, column = place_of(plain, crooked.start())
                said = f"{message}: »{crooked[0]}«."
                yield Problem(name, line, column, said, hint, "markdown", example=right)


def unfilled(checked: Checked) -> Iterator[Finding]:
    """No text is what somebody left to be written later."""
    for raw in checked.loaded.entries:
        texts = [(one.path, one.value) for one in raw.texts]
        title = raw.data.get("title") if isinstance(raw.data, dict) else None
        for path, value in (*texts, (("title",), title)):
            if isinstance(value, str) and _UNFILLED.fullmatch(value.strip()):
                key = next((str(one) for one in reversed(path) if isinstance(one, str)), "")
                message = f"Her skal stå en tekst, men her står kun {shown(value)}."
                example = as_yaml(key, "Nogle få ord")
                yield Finding(raw, path, message, "Skriv den.", "unfilled", example=example)


def plain_language(checked: Checked) -> Iterator[Finding]:
    """Sentences are short, and words of the trade are explained in the glossary."""
    known = checked.explained
    for raw, found in checked.texts:
        if found.path[-1] == "summary" and len(plain.sentences(found.value)) > 1:
            message = f"Et resumé skal være én sætning: {shown(found.value)}."
            hint = "Behold den vigtigste, og flyt resten til forklaringen."
            example = as_yaml("summary", shown(plain.sentences(found.value)[0]).strip("»«"))
            yield _hard_to_read(raw, found.path, _Fault(None, message, hint, example))
        for sentence in _long_sentences(found.value):
            length = len(plain.words(sentence))
            message = (
                f"En sætning bør højst have {plain.LONGEST_SENTENCE} ord, men her er {length}."
            )
            hint = f"Del den i to: {shown(sentence)}"
            example = "Den første sætning siger ét. Den næste siger resten."
            yield _hard_to_read(raw, found.path, _Fault(None, message, hint, example))
        for match in () if "term" in checked.blind else _jargon(found.value):
            if not match[0].lower().startswith(known):
                message = f"Fagordet »{match[0]}« er ikke forklaret i ordlisten."
                hint = "Skriv et almindeligt ord, eller forklar det i data/glossary.yaml."
                example = f"glossary:  # i data/glossary.yaml\n  - title: {match[0].lower()}"
                yield _hard_to_read(raw, found.path, _Fault(match[0], message, hint, example))


def _jargon(text: str) -> Iterator[re.Match[str]]:
    """The words of the trade in a text. Most hold none, and that is soon seen."""
    return _JARGON.finditer(text) if _SOME_JARGON.search(text.lower()) else iter(())


def _hard_to_read(raw: Raw, path: Trail, fault: _Fault) -> Finding:
    return Finding(
        raw, path, fault.message, fault.hint, "plain", fault.needle, fault.example, "warning"
    )


def _long_sentences(text: str) -> Iterator[str]:
    if text.count(" ") >= plain.LONGEST_SENTENCE:
        for sentence in plain.sentences(text):
            if len(plain.words(sentence)) > plain.LONGEST_SENTENCE:
                yield sentence
