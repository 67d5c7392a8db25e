"""Where an entry or a key in the wrong place belongs."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from .entry_model import Entry
from .fields import Record, record_in
from .kinds import COLLECTIONS, Collection
from .problem import Trail

_QUOTES = "\"'“”„‟‘’‚»« \t\u00a0-"
# Fields that most kinds of entries have, so they tell little.
_COMMON = {"id", "status", "see", "updated", "title", "summary", "sources", "certainty"}
# What the entry around has already, so nothing is to be moved out there.
_NAMING = {"id", "title"}
_ENOUGH = 3  # fields known by one collection alone before we dare to say so


def bare_key(key: str) -> str:
    """A key without the quotes, dashes, colons and hard spaces that slipped into it."""
    return re.sub(r"[:\s]+$", "", key.strip(_QUOTES)).strip(_QUOTES)


def looks_like(data: Any, than: type[Entry] | None = None) -> Collection | None:
    """The collection whose fields an entry has, when it is clearly another one than `than`."""
    if not isinstance(data, dict):
        return None
    keys = {key for key in data if isinstance(key, str)} - _COMMON

    def known(model: type[Entry]) -> int:
        return len(keys & set(model.model_fields))

    best = max(COLLECTIONS, key=lambda collection: known(collection.model))
    here = known(than) if than else 0
    clearly = known(best.model) - here >= _ENOUGH and here <= len(keys) / 2
    return best if clearly and known(best.model) >= len(keys) / 2 else None


def right_way(model: type[Record], where: Trail) -> Trail | None:
    """Where a field belongs that stands too far in or too far out, if that can be told."""
    key = bare_key(str(where[-1]))
    *outer, (_, owner) = _records(model, where[:-1])
    if key in owner.model_fields:
        return None
    for way, record in reversed(outer):
        if key in record.model_fields and key not in _NAMING:
            return (*way, key)
    held = {name: record_in(field.annotation) for name, field in owner.model_fields.items()}
    holders = [name for name, inner in held.items() if inner and key in inner.model_fields]
    return (*where[:-1], holders[0], key) if len(holders) == 1 else None


def _records(model: type[Record], way: Trail) -> Iterator[tuple[Trail, type[Record]]]:
    """The records that hold what stands at `way`, each with the way to it, the outermost first."""
    ends = [at for at, step in enumerate(way) if isinstance(step, str)] + [len(way)]
    yield way[: ends[0]], model
    for at, after in pairwise(ends):
        field = model.model_fields.get(str(way[at]))
        inner = field and record_in(field.annotation)
        if not inner:
            return
        model = inner
        yield way[:after], model
