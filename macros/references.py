"""Rules about ids: each is used once, and what leads to one leads to an entry of the right kind."""

from collections.abc import Iterator

from . import model
from .danish import nearest
from .entry_model import Entry
from .fields import Reference
from .finding import Checked, Finding
from .kinds import kind_of, kinds_in, parts, raw_parts
from .load import Raw
from .misfit import shown
from .own_folder import CHANGES, DATA
from .problem import Trail
from .reference_advice import as_written, beside_key, kinds_in_words, more_than_an_id, some_id
from .vocabulary import KINDS


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
    return not raw.path and not raw.file.endswith(f"/{raw.data['id']}.yaml")


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


def lead_right(checked: Checked) -> Iterator[Finding]:
    """Every reference names an entry that exists and is of the right kind."""
    wrong = {end for end in checked.ends if not _leads_right(checked, *end)}
    for raw, found, mark in checked.references_to(wrong):
        kinds, kind = mark.kinds, checked.kinds.get(found.value)
        way = as_written(raw.data, found.path)
        key = next(step for step in reversed(way) if isinstance(step, str))
        must = f"»{key}« skal være id på {kinds_in_words(kinds)}, men {shown(found.value)}"
        if kind is None:
            known = [i for i, k in checked.kinds.items() if not (kinds and k) or k in kinds]
            match = checked.renamed.get(found.value) or nearest(found.value, known)
            hint = f"Mente du »{match}«?" if match else "Ret id'et, eller opret posten først."
            if "://" in found.value:
                match = _source_at(checked, found.value) if "source" in kinds else None
                hint = "Skriv id'et på kilden i stedet for dens adresse."
                hint += f" Det er »{match}«." if match else " Er kilden ny, så opret den først."
            example = beside_key(raw.data, way, match or some_id(*kinds))
            if more := more_than_an_id(key, found.value, known, kinds):
                hint, example = more
            message = f"{must} findes ikke."
            yield Finding(raw, found.path, message, hint, "reference", example=example)
        else:
            message = f"{must} er: {KINDS[kind].label.lower()}."
            example, hint = beside_key(raw.data, way, some_id(*kinds)), "Vælg et andet id."
            if kind in _READINGS and found.path[0] in _READINGS.values():
                hint = f"Flyt punktet til »{_READINGS[kind]}:«."
                example = f"{_READINGS[kind]}:\n  - id: {found.value}"
            yield Finding(raw, found.path, message, hint, "reference", example=example)


def _source_at(checked: Checked, address: str) -> str | None:
    """The source that is found at an address."""
    sources = (one.entry for one in checked.entries if isinstance(one.entry, model.Source))
    found = {one.url.rstrip("/"): one.id for one in sources if one.url}
    return found.get(address.rstrip("/"))


def _leads_right(checked: Checked, value: str, mark: Reference) -> bool:
    """Whether a reference leads to an entry of the right kind, as far as can be told."""
    kinds, kind = mark.kinds, checked.kinds.get(value)
    if kind is None:
        return bool(checked.blind) and (not kinds or bool(checked.blind & set(kinds)))
    return not kind or not kinds or kind in kinds


# Where a case says which principles and which ways it shows.
_READINGS = {"principle": "principles", "trait": "principles", "step": "principles", "way": "ways"}
