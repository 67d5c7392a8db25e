"""Rules about entries: ids, references, sources, and what makes sense."""

import re
from collections.abc import Iterator
from typing import Any

from . import aids_model, entry_model, model
from .danish import count, date, did_you_mean, join, nearest, slug
from .entry_model import Entry
from .examples import as_yaml
from .fields import STRAY, Address, Reference
from .finding import Checked, Finding
from .kinds import kind_of, kinds_in, parts, raw_parts, statements
from .load import Raw
from .misfit import shown
from .own_folder import CHANGES, DATA
from .problem import Trail
from .vocabulary import KINDS

# --- Ids and references -------------------------------------------------------


def unique_ids(checked: Checked) -> Iterator[Finding]:
    """Every id is used once; broken entries still count, so that links to them hold."""
    # The copy of a file is at fault, and not the one that is named after its entry.
    found = sorted(every_id(checked), key=lambda one: _is_misnamed(one[0]))
    taken = {identifier for _, _, identifier, _ in found}
    for raw, path, identifier, kind in found:
        if identifier in checked.places:
            file, first = checked.places[identifier]
            file, first = checked.loaded.written(file, first)
            line = checked.loaded.locate(file, first).line
            message = f"Id'et »{identifier}« er brugt før, i {file}:{line}."
            hint = "Vælg et andet id. Et id må kun bruges ét sted i hele samlingen."
            if raw.file.startswith(DATA) and not file.startswith(DATA):
                hint = f"Er det den samme post, så slet jeres: Vores ændrer I i {CHANGES}."
                hint += " Ellers vælg et andet id."
            elif _is_misnamed(raw):
                hint = "Er filen en kopi, så slet den. Ellers vælg et andet id, og kald filen det."
            number = 2
            while f"{identifier}-{number}" in taken:
                number += 1
            example = f"id: {identifier}-{number}"
            yield Finding(raw, path, message, hint, "duplicate-id", example=example)
        else:
            checked.places[identifier] = (raw.file, (*raw.path, *path))
            checked.kinds[identifier] = kind


def _is_misnamed(raw: Raw) -> bool:
    """Whether a file of one entry is named after something else."""
    given = raw.data.get("id") if isinstance(raw.data, dict) else None
    return not raw.path and not raw.file.endswith(f"/{given}.yaml")


def every_id(checked: Checked) -> Iterator[tuple[Raw, Trail, str, str]]:
    """Each id with the entry it is in, the way to it, and its kind."""
    valid = {id(placed.raw): placed.entry for placed in checked.entries}
    for raw in checked.loaded.entries:
        entry = valid.get(id(raw))
        for found in _ids(entry) if entry else _ids_of_broken(raw):
            yield (raw, *found)


def _ids(entry: Entry) -> Iterator[tuple[Trail, str, str]]:
    for path, part in parts(entry):
        yield (*path, "id"), part.id, kind_of(part, entry)


def _ids_of_broken(raw: Raw) -> Iterator[tuple[Trail, str, str]]:
    """The ids that can still be read from an entry with other faults."""
    if not isinstance(raw.data, dict):
        return
    kinds = kinds_in(raw.collection.model)
    if isinstance(raw.data.get("id"), str):
        yield ("id",), raw.data["id"], kinds.pop() if len(kinds) == 1 else ""
    for path, _, part in raw_parts(raw.collection.model, raw.data):
        if path and isinstance(part, dict) and isinstance(part.get("id"), str):
            yield (*path, "id"), part["id"], ""


def references(checked: Checked) -> Iterator[Finding]:
    """Every reference names an entry that exists and is of the right kind."""
    wrong = {end for end in checked.ends if not _leads_right(checked, *end)}
    for raw, found, mark in checked.references_to(wrong):
        kinds, kind = mark.kinds, checked.kinds.get(found.value)
        way = _as_written(raw.data, found.path)
        key = next(step for step in reversed(way) if isinstance(step, str))
        must = f"»{key}« skal være id på {_kinds_in_words(kinds)}, men {shown(found.value)}"
        if kind is None:
            known = [i for i, k in checked.kinds.items() if not (kinds and k) or k in kinds]
            match = checked.renamed.get(found.value) or nearest(found.value, known)
            hint = f"Mente du »{match}«?" if match else "Ret id'et, eller opret posten først."
            if "://" in found.value:
                match = _source_at(checked, found.value) if "source" in kinds else None
                hint = "Skriv id'et på kilden i stedet for dens adresse."
                hint += f" Det er »{match}«." if match else " Er kilden ny, så opret den først."
            example = _beside_key(raw.data, way, match or _some_id(*kinds))
            message = f"{must} findes ikke."
            yield Finding(raw, found.path, message, hint, "reference", example=example)
        else:
            message = f"{must} er: {KINDS[kind].label.lower()}."
            example, hint = _beside_key(raw.data, way, _some_id(*kinds)), "Vælg et andet id."
            if kind in _READINGS and found.path[0] in _READINGS.values():
                hint = f"Flyt punktet til »{_READINGS[kind]}:«."
                example = f"{_READINGS[kind]}:\n  - id: {found.value}"
            yield Finding(raw, found.path, message, hint, "reference", example=example)


def _source_at(checked: Checked, address: str) -> str | None:
    """The source that is found at an address."""
    sources = (one.entry for one in checked.entries if isinstance(one.entry, model.Source))
    same = (one.id for one in sources if (one.url or "").rstrip("/") == address.rstrip("/"))
    return next(same, None)


def _leads_right(checked: Checked, value: str, mark: Reference) -> bool:
    """Whether a reference leads to an entry of the right kind, as far as can be told."""
    kinds, kind = mark.kinds, checked.kinds.get(value)
    if kind is None:
        return bool(checked.blind) and (not kinds or bool(checked.blind & set(kinds)))
    return not kind or not kinds or kind in kinds


# Where a case says which principles and which ways it shows.
_READINGS = {"principle": "principles", "trait": "principles", "step": "principles", "way": "ways"}


def _as_written(data: Any, path: Trail) -> Trail:
    """The way to a value, without the key that its short form leaves out."""
    for step in path[:-1]:
        data = data[step]
    return path[:-1] if isinstance(data, str) else path


def _beside_key(data: Any, path: Trail, value: str) -> str:
    """An id as it would stand under its key, with those beside it: they are copied as well."""
    key = next(step for step in reversed(path) if isinstance(step, str))
    if not isinstance(path[-1], int):
        return f"{key}: {value}"
    for step in path[:-1]:
        data = data[step]
    if len(data) > _MOST_SHOWN or not all(isinstance(one, str) for one in data):
        return f"- {value}"
    whole = [*data[: path[-1]], value, *data[path[-1] + 1 :]]
    return as_yaml(key, list(dict.fromkeys(whole)))


_MOST_SHOWN = 30  # ids in a list


def _some_id(*kinds: str) -> str:
    """Words in the form of an id: one that only happens to be known leads astray when copied."""
    return f"id-paa-{slug(_ARTICLES.get(kinds[0], 'en post') if kinds else 'en post')}"


_ARTICLES = {
    "municipality": "en kommune",
    "critique": "et kritikpunkt",
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

_CLAIMS = (entry_model.LinkedEntry, model.Case, model.Milestone)


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
                    yield Finding(
                        placed.raw, (*path, *place), message, hint, "unsourced",
                        example=f"sources: [{_some_id('source')}]",
                    )  # fmt: skip
            sought = getattr(part, "certainty", None) == "not_found"
            if isinstance(part, _CLAIMS) and not (inherited or sought or _has_source(part)):
                message = f"En post skal have mindst én kilde, men »{part.id}« har ingen."
                hint = "Tilføj »sources:« med id på en kilde."
                example = f"sources: [{_some_id('source')}]"
                yield Finding(placed.raw, path, message, hint, "unsourced", example=example)


def _has_source(part: Entry) -> bool:
    """Whether something in an entry has a source; a tour leans on those it leads to."""
    if isinstance(part, aids_model.Tour):
        return True
    quoted = getattr(part, "quote", None)
    return bool(quoted) or any(one.sources for _, one in statements(part))


def uncited(checked: Checked) -> Iterator[Finding]:
    """A source nobody cites is a slip or a leftover; one known only through another is not."""
    if checked.blind:
        return
    cited = {value for value, mark in checked.ends if mark.link in ("cites", "via")}
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, model.Source) and not entry.via and entry.id not in cited:
            message = f"Ingen henviser til kilden »{entry.id}«."
            hint = "Brug den under »sources:«, eller slet den."
            sought = next((old for old, new in checked.renamed.items() if new == entry.id), None)
            if sought:
                hint = f"Er det den, der henvises til som »{sought}«, så ret id'et dér."
            yield Finding(
                placed.raw, ("id",), message, hint, "uncited",
                example=f"sources: [{entry.id}]", severity="warning",
            )  # fmt: skip


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
            hint, first = "Byt om, eller ret årstallene.", ("start", "end")
            keys = first if isinstance(entry, model.Case) else ("valid_from", "valid_to")
            example = f'{keys[0]}: "{end}"\n{keys[1]}: "{start}"'
            yield Finding(placed.raw, path, message, hint, "period", example=example)


def moved(checked: Checked) -> Iterator[Finding]:
    """A moved entry says where to."""
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            if part.status == "moved" and not part.see:
                message = f"En flyttet post skal sige hvorhen, men »{part.id}« har intet »see:«."
                hint = "Skriv id'et på den nye post under »see:«."
                kind = kind_of(part, placed.entry)
                where, example = (*path, "status"), f"see: {_some_id(kind)}"
                yield Finding(placed.raw, where, message, hint, "moved", example=example)


def relations(checked: Checked) -> Iterator[Finding]:
    """A relation goes to another entry, and is typed once."""
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            seen: set[tuple[str, str]] = set()
            for index, relation in enumerate(getattr(part, "relations", ())):
                where = (*path, "relations", index)
                if relation.to == part.id:
                    message = f"En forbindelse skal gå til noget andet, men går til »{part.id}«."
                    yield _unrelated(placed.raw, where, message, "Slet den.")
                if (relation.to, relation.type) in seen:
                    message = f"En forbindelse skal kun stå én gang, men »{relation.to}« står to."
                    yield _unrelated(placed.raw, where, message, "Slet den ene.")
                seen.add((relation.to, relation.type))


def _unrelated(raw: Raw, where: Trail, message: str, hint: str) -> Finding:
    example = "relations:\n  - to: id-paa-en-anden-post\n    type: supports\n    why: Grunden."
    return Finding(raw, where, message, hint, "relation", example=example)


def numbers(checked: Checked) -> Iterator[Finding]:
    """The entries of a set are numbered 1, 2, 3 …, in whichever order they are shown."""
    for placed in checked.entries:
        if isinstance(placed.entry, model.PrincipleSet):
            if placed.entry.id in checked.loaded.overlay.ordered:
                continue
            for index, part in enumerate(placed.entry.entries):
                if part.number != index + 1:
                    message = f"Et sæt nummereres 1, 2, 3 …, men »{part.id}« har {part.number}."
                    path = ("entries", index, "number")
                    hint, example = f"Skriv {index + 1}.", f"number: {index + 1}"
                    yield Finding(placed.raw, path, message, hint, "number", example=example)


def tours(checked: Checked) -> Iterator[Finding]:
    """A tour's minutes add up, and each step leads to one place that exists."""
    for placed in checked.entries:
        tour = placed.entry
        if not isinstance(tour, aids_model.Tour):
            continue
        total = sum(step.minutes for step in tour.steps)
        if total != tour.minutes:
            promised = count(tour.minutes, "minut", "minutter")
            message = f"Trinnene skal give {promised}, men giver {total}."
            hint = f"Skriv {total} under »minutes:«, eller ret trinnene."
            example = f"minutes: {total}"
            yield Finding(placed.raw, ("minutes",), message, hint, "tour", example=example)
        for index, step in enumerate(tour.steps):
            yield from _place_of_step(checked, placed.raw, index, step)


def _place_of_step(
    checked: Checked, raw: Raw, index: int, step: aids_model.TourStep
) -> Iterator[Finding]:
    path: Trail = ("steps", index)
    if (step.to is None) == (step.page is None):
        found = "intet af dem" if step.to is None else "dem begge"
        message = f"Et trin skal have enten »to:« eller »page:«, men har {found}."
        hint = "Skriv id'et på en post, eller adressen på en skrevet side."
        example = f"to: {_some_id()}"
        yield Finding(raw, path, message, hint, "tour", example=example)
    if step.page is not None and step.title is None:
        hint = "Skriv sidens overskrift under »title:«."
        message, example = "Et trin til en side skal have sidens titel.", "title: Sidens overskrift"
        yield Finding(raw, path, message, hint, "tour", example=example)
    pages = {_address_of(name) for name in checked.loaded.pages}
    if step.page is not None and step.page not in pages:
        message = f"»page« skal være adressen på en skrevet side, men er {shown(step.page)}."
        hint = did_you_mean(step.page, pages) or "Fx »hvad-er-samskabelse/«."
        example = f"page: {nearest(step.page, pages) or 'hvad-er-samskabelse/'}"
        yield Finding(raw, (*path, "page"), message, hint, "tour", example=example)


def _address_of(name: str) -> str:
    """The address of a hand-written page: `docs/om.md` is found at `om/`."""
    return name.removeprefix("docs/").removesuffix(".md").removesuffix("index").rstrip("/") + "/"


def codes(checked: Checked) -> Iterator[Finding]:
    """A municipality code belongs to one municipality."""
    codes: dict[str, str] = {}
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, model.Municipality):
            other = codes.setdefault(entry.code, entry.id)
            if other != entry.id:
                message = f"En kommunekode skal være entydig, men {entry.code} er også »{other}«."
                hint = "Slå kommunens egen kode op, og ret den."
                yield Finding(
                    placed.raw, ("code",), message, hint, "number", example='code: "0265"'
                )


def addresses(checked: Checked) -> Iterator[Finding]:
    """An address ends where it ends, and not with the sign that followed it in a text."""
    for placed in checked.entries:
        for _, found in placed.raw.marked:
            if isinstance(found.mark, Address) and found.value.endswith(STRAY):
                key = next(step for step in reversed(found.path) if isinstance(step, str))
                right = found.value.rstrip("".join(STRAY))
                message = f"En adresse skal slutte uden tegn efter sig, men er »{found.value}«."
                hint = f"Slet »{found.value[-1]}« sidst."
                example = as_yaml(key, right)
                yield Finding(placed.raw, found.path, message, hint, "url", example=example)


_QUOTED = re.compile(r"""(?s)["'“”„»«‘’](.*)["'“”„»«‘’]""")
_SIGNS = re.compile('["“”„»«]')


def quote_marks(checked: Checked) -> Iterator[Finding]:
    """A quote stands without quotation marks round it: the site sets them."""
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            quote = getattr(part, "quote", None)
            match = _QUOTED.fullmatch(quote.text.strip()) if quote else None
            if match and not _SIGNS.search(match[1]):
                message = "Et citat skrives uden citationstegn om; dem sætter sitet selv."
                example = as_yaml("text", shown(match[1]).strip("»«"))
                hint = "Slet tegnene først og sidst."
                where = (*path, "quote", "text")
                yield Finding(placed.raw, where, message, hint, "quote-marks", example=example)


def workshop_minutes(checked: Checked) -> Iterator[Finding]:
    """The steps of a workshop take the time it says it takes."""
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, aids_model.Workshop):
            total = sum(step.minutes for step in entry.steps)
            if total != entry.minutes:
                message = f"Trinnene skal tage {entry.minutes} minutter i alt, men tager {total}."
                hint = "Ret tiden i et trin, eller ret »minutes« for hele værkstedet."
                example = f"minutes: {total}"
                yield Finding(placed.raw, ("minutes",), message, hint, "number", example=example)
