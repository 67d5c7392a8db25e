"""All rules about the data: every problem in one run, each with its place and a way out.

A rule is a generator of findings. Shapes and values of single fields are the field
table's; the rules here look across fields, entries and pages.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from . import model, plain
from .danish import date, did_you_mean, join
from .explain import explain, shown
from .fields import REFERENCE, Found, Markup, Reference, safe_url, walk
from .load import Loaded, Raw
from .model import Entry, kind_of, parts, raw_parts, statements
from .problem import Problem, Severity, Trail
from .vocabulary import JARGON, KINDS

_INLINE_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_BLOCK = re.compile(r"(?m)^ {0,3}(#{1,6} |```|~~~|> |\|)|!\[")
# In hand-written pages: their own link definitions, and code and macros, which are no links.
_DEFINITION = re.compile(r"(?m)^ {0,3}\[([^\]]+)\]:")
_CODE = re.compile(r"(?s)```.*?```|`[^`\n]*`|\{\{.*?\}\}|\{%.*?%\}")


@dataclass(frozen=True)
class Placed:
    """A valid entry and where it was read; `lines` holds where it and its parts begin."""

    entry: Entry
    raw: Raw
    lines: dict[str, int]


@dataclass(frozen=True)
class Finding:
    """What a rule found at a place in an entry; `needle` is the text in it to point at."""

    raw: Raw
    path: Trail
    message: str
    hint: str
    rule: str
    needle: str | None = None
    severity: Severity = "error"


@dataclass
class Checked:
    """What the rules look at.

    `kinds` gives the kind of every known id ("" when its entry is too broken to tell),
    `places` where each first stood, and `blind` the kinds whose file could not be read,
    so that a missing id of that kind proves nothing.
    """

    loaded: Loaded
    entries: list[Placed]
    blind: set[str]
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, Trail]] = field(default_factory=dict)


def check(loaded: Loaded) -> tuple[list[Placed], list[Problem]]:
    """The valid entries, and every problem sorted by file, line and column."""
    problems = list(loaded.problems)
    entries = []
    for raw in loaded.entries:
        try:
            entry = raw.collection.model.model_validate(raw.data)
            entries.append(Placed(entry, raw, _lines(loaded, raw, entry)))
        except ValidationError as error:
            problems += explain(loaded, raw, error)
    checked = Checked(loaded, entries, _blind_kinds(loaded))
    for rule in RULES:
        problems += [_place(loaded, finding) for finding in rule(checked)]
    problems += _broken_in_pages(checked)
    return entries, sorted(set(problems))


def _lines(loaded: Loaded, raw: Raw, entry: Entry) -> dict[str, int]:
    return {
        part.id: loaded.locate(raw.file, (*raw.path, *path)).line if path else raw.line
        for path, part in parts(entry)
    }


def _blind_kinds(loaded: Loaded) -> set[str]:
    kinds = set()
    for collection in model.COLLECTIONS:
        if collection.name in loaded.unreadable:
            kinds |= model.kinds_in(collection.model)
    return kinds


def _place(loaded: Loaded, finding: Finding) -> Problem:
    raw, path = finding.raw, (*finding.raw.path, *finding.path)
    if finding.needle is None:
        mark = loaded.locate(raw.file, path)
    else:
        mark = loaded.find_within(raw.file, path, finding.needle)
    return Problem(
        raw.file, mark.line, mark.column, finding.message, finding.hint, finding.rule,
        finding.severity,
    )  # fmt: skip


# --- Ids and references -------------------------------------------------------


def _unique_ids(checked: Checked) -> Iterator[Finding]:
    """Every id is used once; broken entries still count, so that links to them hold."""
    valid = {id(placed.raw): placed.entry for placed in checked.entries}
    for raw in checked.loaded.entries:
        entry = valid.get(id(raw))
        for path, identifier, kind in _ids(entry) if entry else _ids_of_broken(raw):
            if identifier in checked.places:
                file, first = checked.places[identifier]
                line = checked.loaded.locate(file, first).line
                message = f"Id'et »{identifier}« er brugt før, i {file}:{line}."
                hint = "Vælg et andet id. Et id må kun bruges ét sted i hele samlingen."
                yield Finding(raw, path, message, hint, "duplicate-id")
            else:
                checked.places[identifier] = (raw.file, (*raw.path, *path))
                checked.kinds[identifier] = kind


def _ids(entry: Entry) -> Iterator[tuple[Trail, str, str]]:
    for path, part in parts(entry):
        yield (*path, "id"), part.id, kind_of(part, None if part is entry else entry)


def _ids_of_broken(raw: Raw) -> Iterator[tuple[Trail, str, str]]:
    """The ids that can still be read from an entry with other faults."""
    if not isinstance(raw.data, dict):
        return
    kinds = model.kinds_in(raw.collection.model)
    if isinstance(raw.data.get("id"), str):
        yield ("id",), raw.data["id"], kinds.pop() if len(kinds) == 1 else ""
    for path, _, part in raw_parts(raw.collection.model, raw.data):
        if path and isinstance(part, dict) and isinstance(part.get("id"), str):
            yield (*path, "id"), part["id"], ""


def _references(checked: Checked) -> Iterator[Finding]:
    """Every reference names an entry that exists and is of the right kind."""
    for raw, found in _walk_all(checked):
        if not isinstance(found.mark, Reference):
            continue
        kinds, kind = found.mark.kinds, checked.kinds.get(found.value)
        if kind is None and checked.blind and (not kinds or checked.blind & set(kinds)):
            continue
        key = next(step for step in reversed(found.path) if isinstance(step, str))
        must = f"»{key}« skal være id på {_kinds_in_words(kinds)}, men »{found.value}«"
        if kind is None:
            known = [i for i, k in checked.kinds.items() if not (kinds and k) or k in kinds]
            hint = did_you_mean(found.value, known) or "Ret id'et, eller opret posten først."
            yield Finding(raw, found.path, f"{must} findes ikke.", hint, "reference")
        elif kind and kinds and kind not in kinds:
            message = f"{must} er: {KINDS[kind].label.lower()}."
            yield Finding(raw, found.path, message, "Vælg et andet id.", "reference")


_ARTICLES = {
    "municipality": "en kommune",
    "region": "en region",
    "source": "en kilde",
    "phase": "en fase",
    "principle": "et princip",
    "way": "en vej",
    "trait": "et kendetegn",
    "step": "et trin",
    "charter": "et charter",
}


def _kinds_in_words(kinds: tuple[str, ...]) -> str:
    return join((_ARTICLES[kind] for kind in kinds), "eller") if kinds else "noget, der findes"


# --- Markdown -----------------------------------------------------------------


def _markdown(checked: Checked) -> Iterator[Finding]:
    """Prose holds only what it may: text, emphasis, lists, safe links and known references."""
    for raw, found in _walk_all(checked):
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


def _broken_in_pages(checked: Checked) -> Iterator[Problem]:
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


# --- Sources ------------------------------------------------------------------

_CLAIMS = (model.LinkedEntry, model.Case, model.Milestone)


def _sourced(checked: Checked) -> Iterator[Finding]:
    """No statement without a source: its own, or its entry's. What was not found needs none."""
    for placed in checked.entries:
        whole = getattr(placed.entry, "sources", ())
        for path, part in parts(placed.entry):
            inherited = getattr(part, "sources", ()) or whole
            for place, one in statements(part):
                if not (one.sources or inherited or one.certainty == "not_found"):
                    message = f"En påstand skal have en kilde, men her er ingen: {shown(one.text)}."
                    hint = "Skriv kildens id under »sources:« her eller for hele posten."
                    yield Finding(placed.raw, (*path, *place), message, hint, "unsourced")
            sought = getattr(part, "certainty", None) == "not_found"
            if isinstance(part, _CLAIMS) and not (inherited or sought or _has_source(part)):
                message = f"En post skal have mindst én kilde, men »{part.id}« har ingen."
                hint = "Tilføj »sources:« med id på en kilde."
                yield Finding(placed.raw, path, message, hint, "unsourced")


def _has_source(part: Entry) -> bool:
    """Whether a statement, an event or the quote of an entry has a source of its own."""
    quoted = getattr(part, "quote", None)
    return bool(quoted) or any(one.sources for _, one in statements(part))


def _uncited(checked: Checked) -> Iterator[Finding]:
    """A source nobody cites is a slip or a leftover; one known only through another is not."""
    if checked.blind:
        return
    cited = {
        found.value
        for _, found in _walk_all(checked)
        if isinstance(found.mark, Reference) and found.mark.link in ("cites", "via")
    }
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, model.Source) and not entry.via and entry.id not in cited:
            message = f"Ingen henviser til kilden »{entry.id}«."
            hint = "Brug den under »sources:«, eller slet den."
            yield Finding(placed.raw, ("id",), message, hint, "uncited", severity="warning")


# --- Plain language -----------------------------------------------------------

_JARGON = re.compile(rf"(?<![\w-])(?:{'|'.join(JARGON)})[\w-]*", re.IGNORECASE)


def _plain(checked: Checked) -> Iterator[Finding]:
    """Sentences are short, and words of the trade are explained in the glossary."""
    known = _explained(checked)
    for raw, found in _walk_all(checked):
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


def _explained(checked: Checked) -> set[str]:
    """The words the glossary explains, cut so that their other endings are known too."""
    names: set[str] = set()
    for placed in checked.entries:
        if isinstance(placed.entry, model.Term):
            entry = placed.entry
            for name in (entry.title, *entry.synonyms, *entry.english):
                names |= {word.lower() for word in plain.words(name)}
    return {name[:-1] if len(name) > 6 else name for name in names if len(name) > 2}


def _long_sentences(text: str) -> Iterator[str]:
    if text.count(" ") >= plain.LONGEST_SENTENCE:
        for sentence in plain.sentences(text):
            if len(plain.words(sentence)) > plain.LONGEST_SENTENCE:
                yield sentence


# --- Sense --------------------------------------------------------------------


def _periods(checked: Checked) -> Iterator[Finding]:
    """A period ends after it begins."""
    for placed in checked.entries:
        entry = placed.entry
        path: Trail
        if isinstance(entry, model.Case):
            start, end, path = entry.period.start, entry.period.end, ("period", "end")
        elif isinstance(entry, model.Region):
            start, end, path = entry.valid_from, entry.valid_to, ("valid_to",)
        else:
            continue
        if start and end and end < start[: len(end)]:
            message = (
                f"Perioden skal slutte efter sin start {date(start)}, men slutter {date(end)}."
            )
            yield Finding(placed.raw, path, message, "Byt om, eller ret årstallene.", "period")


def _moved(checked: Checked) -> Iterator[Finding]:
    """A moved entry says where to."""
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            if part.status == "moved" and not part.see:
                message = f"En flyttet post skal sige hvorhen, men »{part.id}« har intet »see:«."
                hint = "Skriv id'et på den nye post under »see:«."
                yield Finding(placed.raw, (*path, "status"), message, hint, "moved")


def _relations(checked: Checked) -> Iterator[Finding]:
    """A relation goes to another entry, and is typed once."""
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            seen: set[tuple[str, str]] = set()
            for index, relation in enumerate(getattr(part, "relations", ())):
                where = (*path, "relations", index)
                if relation.to == part.id:
                    message = f"En forbindelse skal gå til noget andet, men går til »{part.id}«."
                    yield Finding(placed.raw, where, message, "Slet den.", "relation")
                if (relation.to, relation.type) in seen:
                    message = f"En forbindelse skal kun stå én gang, men »{relation.to}« står to."
                    yield Finding(placed.raw, where, message, "Slet den ene.", "relation")
                seen.add((relation.to, relation.type))


def _numbers(checked: Checked) -> Iterator[Finding]:
    """The entries of a set are numbered 1, 2, 3 …."""
    for placed in checked.entries:
        if isinstance(placed.entry, model.PrincipleSet):
            for index, part in enumerate(placed.entry.entries):
                if part.number != index + 1:
                    message = f"Et sæt nummereres 1, 2, 3 …, men »{part.id}« har {part.number}."
                    path = ("entries", index, "number")
                    yield Finding(placed.raw, path, message, f"Skriv {index + 1}.", "number")


def _codes(checked: Checked) -> Iterator[Finding]:
    """A municipality code belongs to one municipality."""
    codes: dict[str, str] = {}
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, model.Municipality):
            other = codes.setdefault(entry.code, entry.id)
            if other != entry.id:
                message = f"En kommunekode skal være entydig, men {entry.code} er også »{other}«."
                yield Finding(placed.raw, ("code",), message, "Ret koden.", "number")


def _walk_all(checked: Checked) -> Iterator[tuple[Raw, Found]]:
    """Every marked value of every entry, valid or not."""
    for raw in checked.loaded.entries:
        for path, part, data in raw_parts(raw.collection.model, raw.data):
            for found in walk(part, data, path):
                yield raw, found


# The first rule fills `kinds` and `places`, which the others read.
RULES: tuple[Callable[[Checked], Iterator[Finding]], ...] = (
    _unique_ids,
    _references,
    _markdown,
    _sourced,
    _uncited,
    _plain,
    _periods,
    _moved,
    _relations,
    _numbers,
    _codes,
)
