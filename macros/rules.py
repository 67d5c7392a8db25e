"""Rules about entries: ids, references, sources, and what makes sense."""

from collections.abc import Iterator

from . import model
from .danish import date, did_you_mean, join
from .explain import shown
from .fields import Reference
from .finding import Checked, Finding
from .load import Raw
from .model import Entry, kind_of, parts, raw_parts, statements
from .problem import Trail
from .vocabulary import KINDS

# --- Ids and references -------------------------------------------------------


def unique_ids(checked: Checked) -> Iterator[Finding]:
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


def references(checked: Checked) -> Iterator[Finding]:
    """Every reference names an entry that exists and is of the right kind."""
    for raw, found in checked.found:
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
    "case": "en case",
    "checklist": "en tjekliste",
    "question": "et spørgsmål",
    "outcome": "en anbefaling",
}


def _kinds_in_words(kinds: tuple[str, ...]) -> str:
    return join((_ARTICLES[kind] for kind in kinds), "eller") if kinds else "noget, der findes"


# --- Sources ------------------------------------------------------------------

_CLAIMS = (model.LinkedEntry, model.Case, model.Milestone)


def sourced(checked: Checked) -> Iterator[Finding]:
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


def uncited(checked: Checked) -> Iterator[Finding]:
    """A source nobody cites is a slip or a leftover; one known only through another is not."""
    if checked.blind:
        return
    cited = {
        found.value
        for _, found in checked.found
        if isinstance(found.mark, Reference) and found.mark.link in ("cites", "via")
    }
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, model.Source) and not entry.via and entry.id not in cited:
            message = f"Ingen henviser til kilden »{entry.id}«."
            hint = "Brug den under »sources:«, eller slet den."
            yield Finding(placed.raw, ("id",), message, hint, "uncited", severity="warning")


# --- Sense --------------------------------------------------------------------


def periods(checked: Checked) -> Iterator[Finding]:
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


def moved(checked: Checked) -> Iterator[Finding]:
    """A moved entry says where to."""
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            if part.status == "moved" and not part.see:
                message = f"En flyttet post skal sige hvorhen, men »{part.id}« har intet »see:«."
                hint = "Skriv id'et på den nye post under »see:«."
                yield Finding(placed.raw, (*path, "status"), message, hint, "moved")


def relations(checked: Checked) -> Iterator[Finding]:
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


def numbers(checked: Checked) -> Iterator[Finding]:
    """The entries of a set are numbered 1, 2, 3 …."""
    for placed in checked.entries:
        if isinstance(placed.entry, model.PrincipleSet):
            for index, part in enumerate(placed.entry.entries):
                if part.number != index + 1:
                    message = f"Et sæt nummereres 1, 2, 3 …, men »{part.id}« har {part.number}."
                    path = ("entries", index, "number")
                    yield Finding(placed.raw, path, message, f"Skriv {index + 1}.", "number")


def codes(checked: Checked) -> Iterator[Finding]:
    """A municipality code belongs to one municipality."""
    codes: dict[str, str] = {}
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, model.Municipality):
            other = codes.setdefault(entry.code, entry.id)
            if other != entry.id:
                message = f"En kommunekode skal være entydig, men {entry.code} er også »{other}«."
                yield Finding(placed.raw, ("code",), message, "Ret koden.", "number")
