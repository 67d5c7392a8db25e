"""All rules about the data: every problem in one run, each with its place and a way out.

A rule is a generator of problems. Shapes and values of single fields are the field
table's; the rules here look across fields, entries and pages.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from . import model
from .danish import date, did_you_mean, join
from .explain import explain, shown
from .load import Loaded, Raw
from .fields import REFERENCE, Found, Markup, Reference, safe_url, walk
from .model import Entry, kind_of, parts, statements
from .problem import Problem, Trail
from .read import Mark
from .vocabulary import KINDS

_INLINE_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_BLOCK = re.compile(r"(?m)^ {0,3}(#{1,6} |```|~~~|> |\|)|!\[")
# Links to the pages themselves and to headings on them are allowed in hand-written pages only.
_DEFINITION = re.compile(r"(?m)^ {0,3}\[([^\]]+)\]:")
_CODE = re.compile(r"(?s)```.*?```|`[^`\n]*`|\{\{.*?\}\}|\{%.*?%\}")


@dataclass(frozen=True)
class Placed:
    """A valid entry and where it was read; `lines` holds where it and its parts begin."""

    entry: Entry
    raw: Raw
    lines: dict[str, int]


@dataclass
class Checked:
    """What the rules look at: valid entries, and the ids known and where each first stood."""

    loaded: Loaded
    entries: list[Placed]
    kinds: dict[str, str]
    places: dict[str, tuple[str, Trail]]

    def problem(
        self,
        raw: Raw,
        path: Trail,
        message: str,
        hint: str = "",
        rule: str = "data",
        key: bool = False,
    ) -> Problem:
        """A problem at a place in an entry."""
        mark = self.loaded.locate(raw.file, (*raw.path, *path), key)
        return Problem(raw.file, mark.line, mark.column, message, hint, rule)


def check(loaded: Loaded) -> tuple[list[Placed], list[Problem]]:
    """The valid entries, and every problem sorted by file, line and column."""
    problems = list(loaded.problems)
    entries = []
    for raw in loaded.entries:
        try:
            entry = raw.collection.model.model_validate(raw.data)
            entries.append(Placed(entry, raw, _lines(loaded, raw, entry)))
        except ValidationError as error:
            problems += [explain(loaded, raw, details) for details in error.errors()]
    checked = Checked(loaded, entries, {}, {})
    problems += _register(checked)
    for rule in RULES:
        problems += rule(checked)
    return entries, sorted(set(problems))


def _lines(loaded: Loaded, raw: Raw, entry: Entry) -> dict[str, int]:
    return {
        part.id: loaded.locate(raw.file, (*raw.path, *path)).line if path else raw.line
        for path, part in parts(entry)
    }


# --- Ids ----------------------------------------------------------------------


def _register(checked: Checked) -> Iterator[Problem]:
    """Every id is used once; broken entries still count, so that links to them hold."""
    valid = {id(placed.raw): placed for placed in checked.entries}
    for raw in checked.loaded.entries:
        placed = valid.get(id(raw))
        found = _ids(placed.entry) if placed else _raw_ids(raw)
        for path, identifier, kind in found:
            if identifier in checked.places:
                file, first = checked.places[identifier]
                mark = checked.loaded.locate(file, first)
                message = f"Id'et »{identifier}« er brugt før, i {file}:{mark.line}."
                hint = "Vælg et andet id. Et id må kun bruges ét sted i hele samlingen."
                yield checked.problem(raw, path, message, hint, "duplicate-id")
            else:
                checked.places[identifier] = (raw.file, (*raw.path, *path))
                checked.kinds[identifier] = kind


def _ids(entry: Entry) -> Iterator[tuple[Trail, str, str]]:
    for path, part in parts(entry):
        yield (*path, "id"), part.id, kind_of(part, None if part is entry else entry)


def _raw_ids(raw: Raw) -> Iterator[tuple[Trail, str, str]]:
    """The ids of an entry that is otherwise broken; its kind may be unknown ("")."""
    if not isinstance(raw.data, dict):
        return
    if isinstance(raw.data.get("id"), str):
        kind = model.KINDS[raw.collection.model]
        yield ("id",), raw.data["id"], "" if kind == "concept" else kind
    for name in raw.collection.model.PARTS:
        for index, part in enumerate(raw.data.get(name) or ()):
            if isinstance(part, dict) and isinstance(part.get("id"), str):
                yield (name, index, "id"), part["id"], ""


# --- Rules --------------------------------------------------------------------


def _references(checked: Checked) -> Iterator[Problem]:
    """Every reference names an entry that exists and is of the right kind."""
    blind = _unreadable_kinds(checked)
    for raw, found in _walk_all(checked):
        if not isinstance(found.mark, Reference):
            continue
        kinds = found.mark.kinds
        kind = checked.kinds.get(found.value)
        if kind is None:
            if blind and (not kinds or blind & set(kinds)):
                continue
            known = [i for i, k in checked.kinds.items() if not kinds or k in kinds]
            what = _kinds_in_words(kinds)
            message = f"»{found.path[_name(found.path)]}« skal være id på {what}, men »{found.value}« findes ikke."
            hint = did_you_mean(found.value, known) or "Ret id'et, eller opret posten først."
            yield checked.problem(raw, found.path, message, hint, "reference")
        elif kinds and kind and kind not in kinds:
            what = _kinds_in_words(kinds)
            is_a = KINDS[kind].label.lower()
            message = f"»{found.path[_name(found.path)]}« skal være id på {what}, men »{found.value}« er: {is_a}."
            yield checked.problem(raw, found.path, message, "Vælg et andet id.", "reference")


def _name(path: Trail) -> int:
    """The index of the last key in a path."""
    return max(index for index, step in enumerate(path) if isinstance(step, str))


_ARTICLES = {"municipality": "en kommune", "source": "en kilde", "case": "en case", "phase": "en fase",
             "region": "en region", "principle": "et princip", "way": "en vej", "trait": "et kendetegn",
             "step": "et trin", "charter": "et charter"}  # fmt: skip


def _kinds_in_words(kinds: tuple[str, ...]) -> str:
    return join((_ARTICLES[kind] for kind in kinds), "eller") if kinds else "noget, der findes"


def _unreadable_kinds(checked: Checked) -> set[str]:
    """Kinds whose file could not be read, so that missing ids prove nothing."""
    kinds = set()
    for collection in model.COLLECTIONS:
        if collection.name in checked.loaded.unreadable:
            kinds.add(model.KINDS[collection.model])
            if collection.model is model.PrincipleSet:
                kinds |= {"principle", "way", "trait", "step"}
            if collection.model is model.Concept:
                kinds.add("phase")
    return kinds


def _markdown(checked: Checked) -> Iterator[Problem]:
    """Prose holds only what it may: text, emphasis, lists, safe links and known references."""
    blind = bool(_unreadable_kinds(checked))
    for raw, found in _walk_all(checked):
        if not isinstance(found.mark, Markup):
            continue
        text = found.value
        if "[" in text:
            for match in REFERENCE.finditer(text):
                if match[2] not in checked.kinds and not blind:
                    yield _inside(checked, raw, found, f"[{match[2]}]", *_broken(match[2], checked))
            for match in _INLINE_LINK.finditer(text):
                if not _safe(match[1]):
                    message = f"Et link skal have en hel og sikker adresse, men er »{match[1]}«."
                    hint = "Brug https://…, eller [tekst][id] til en post her på sitet."
                    yield _inside(checked, raw, found, match[1], message, hint)
        if "<" in text and (tag := _HTML.search(text)):
            message = f"HTML virker ikke i teksten: {tag[0]}"
            yield _inside(checked, raw, found, tag[0], message, "Skriv det med almindelige ord.")
        if block := _BLOCK.search(text):
            sign = block[0].strip()
            message = f"Overskrifter, kode, tabeller og billeder kan ikke stå her: »{sign}«."
            hint = "Brug kun afsnit, lister, *kursiv*, **fed** og links."
            yield _inside(checked, raw, found, sign, message, hint)


def _inside(
    checked: Checked, raw: Raw, found: Found, needle: str, message: str, hint: str
) -> Problem:
    mark = checked.loaded.find_within(raw.file, (*raw.path, *found.path), needle)
    return Problem(raw.file, mark.line, mark.column, message, hint, "markdown")


def _broken(identifier: str, checked: Checked) -> tuple[str, str]:
    hint = did_you_mean(identifier, checked.kinds) or "Ret id'et, eller fjern linket."
    return f"Linket peger på »{identifier}«, som ikke findes.", hint


def _safe(address: str) -> bool:
    try:
        return bool(safe_url(address))
    except ValueError:
        return False


def _pages(checked: Checked) -> Iterator[Problem]:
    """References in hand-written pages name entries that exist."""
    if _unreadable_kinds(checked):
        return
    for name, text in checked.loaded.pages.items():
        plain = _CODE.sub(lambda match: " " * len(match[0]), text)
        own = {match[1].lower() for match in _DEFINITION.finditer(plain)}
        for match in REFERENCE.finditer(plain):
            if match[2] not in checked.kinds and match[2].lower() not in own:
                start = match.start(2)
                mark = Mark(plain.count("\n", 0, start) + 1, start - plain.rfind("\n", 0, start))
                yield Problem(
                    name, mark.line, mark.column, *_broken(match[2], checked), "reference"
                )


def _sourced(checked: Checked) -> Iterator[Problem]:
    """No statement without a source: its own, or its entry's."""
    for placed in checked.entries:
        whole = getattr(placed.entry, "sources", ())
        for path, part in parts(placed.entry):
            inherited = getattr(part, "sources", ()) or whole
            for place, statement in statements(part):
                if not (statement.sources or inherited or statement.certainty == "not_found"):
                    text = shown(statement.text)
                    message = f"En påstand skal have en kilde, men her er ingen: {text}."
                    hint = "Skriv kildens id under »sources:« her eller for hele posten."
                    yield checked.problem(placed.raw, (*path, *place), message, hint, "unsourced")
            sought = getattr(part, "certainty", None) == "not_found"
            if isinstance(part, _CLAIMS) and not (inherited or sought or _cites(part)):
                message = f"En post skal have mindst én kilde, men »{part.id}« har ingen."
                hint = "Tilføj »sources:« med id på en kilde."
                yield checked.problem(placed.raw, path, message, hint, "unsourced")


_CLAIMS = (model.LinkedEntry, model.Case, model.Milestone)


def _cites(part: Entry) -> bool:
    return any(isinstance(f.mark, Reference) and f.mark.link == "cites" for f in walk(part))


def _uncited(checked: Checked) -> Iterator[Problem]:
    """A source nobody cites is a slip or a leftover."""
    if _unreadable_kinds(checked):
        return
    cited = {
        found.value
        for _, found in _walk_all(checked)
        if isinstance(found.mark, Reference) and found.mark.link in ("cites", "via")
    }
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, model.Source) and not entry.via and entry.id not in cited:
            mark = checked.loaded.locate(placed.raw.file, (*placed.raw.path, "id"))
            message = f"Ingen henviser til kilden »{placed.entry.id}«."
            hint = "Brug den under »sources:«, eller slet den."
            yield Problem(
                placed.raw.file, mark.line, mark.column, message, hint, "uncited", "warning"
            )


_PERIOD_END: Trail = ("period", "end")
_VALID_TO: Trail = ("valid_to",)


def _periods(checked: Checked) -> Iterator[Problem]:
    """A period ends after it begins."""
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, model.Case):
            start, end, path = entry.period.start, entry.period.end, _PERIOD_END
        elif isinstance(entry, model.Region):
            start, end, path = entry.valid_from, entry.valid_to, _VALID_TO
        else:
            continue
        if start and end and end < start[: len(end)]:
            message = (
                f"Perioden skal slutte efter sin start {date(start)}, men slutter {date(end)}."
            )
            yield checked.problem(
                placed.raw, path, message, "Byt om, eller ret årstallene.", "period"
            )


def _retired(checked: Checked) -> Iterator[Problem]:
    """A moved entry says where to."""
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            if part.status == "moved" and not part.see:
                message = f"En flyttet post skal sige hvorhen, men »{part.id}« har intet »see:«."
                hint = "Skriv id'et på den nye post under »see:«."
                yield checked.problem(placed.raw, (*path, "status"), message, hint, "moved")


def _relations(checked: Checked) -> Iterator[Problem]:
    """A relation goes to another entry, and is typed once."""
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            seen: set[tuple[str, str]] = set()
            for index, relation in enumerate(getattr(part, "relations", ())):
                where = (*path, "relations", index)
                if relation.to == part.id:
                    message = f"En forbindelse skal gå til noget andet, men »{part.id}« peger på sig selv."
                    yield checked.problem(placed.raw, where, message, "Slet den.", "relation")
                if (relation.to, relation.type) in seen:
                    message = f"Forbindelsen til »{relation.to}« står to gange."
                    yield checked.problem(placed.raw, where, message, "Slet den ene.", "relation")
                seen.add((relation.to, relation.type))


def _numbers(checked: Checked) -> Iterator[Problem]:
    """The entries of a set are numbered 1, 2, 3 … and municipality codes are used once."""
    codes: dict[str, str] = {}
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, model.PrincipleSet):
            for index, part in enumerate(entry.entries):
                if part.number != index + 1:
                    message = f"Numrene i et sæt skal gå fra 1 og opefter, men »{part.id}« har {part.number}."
                    path = ("entries", index, "number")
                    yield checked.problem(
                        placed.raw, path, message, f"Skriv {index + 1}.", "number"
                    )
        if isinstance(entry, model.Municipality):
            other = codes.setdefault(entry.code, entry.id)
            if other != entry.id:
                message = (
                    f"En kommunekode bruges kun én gang, men »{entry.code}« er også »{other}«."
                )
                yield checked.problem(placed.raw, ("code",), message, "Ret koden.", "number")


def _walk_all(checked: Checked) -> Iterator[tuple[Raw, Found]]:
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            for found in walk(part, path):
                yield placed.raw, found


RULES: tuple[Callable[[Checked], Iterator[Problem]], ...] = (
    _references,
    _markdown,
    _pages,
    _sourced,
    _uncited,
    _periods,
    _retired,
    _relations,
    _numbers,
)
