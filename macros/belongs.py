"""Where an entry or a key in the wrong place belongs."""

import re
from typing import Any

from .entry_model import Entry
from .kinds import COLLECTIONS, Collection

_QUOTES = "\"'“”„‟‘’‚»« \t\u00a0-"
# Fields that most kinds of entries have, so they tell little.
_COMMON = {"id", "status", "see", "updated", "title", "summary", "sources", "certainty"}
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
