"""What to tell of a reference that leads nowhere: which words, and what would be right."""

import re
from collections.abc import Collection
from typing import Any

from .danish import join, slug
from .examples import as_yaml
from .problem import Trail


def more_than_an_id(
    key: str, value: str, known: Collection[str], kinds: tuple[str, ...]
) -> tuple[str, str] | None:
    """What to do with several ids in one text, or one with the place in the source."""
    first, *rest = re.split(r"\s+og\s+|[\s,;/]+", value)
    if not rest or first not in known:
        return None
    if all(one in known for one in rest):
        return "Sæt komma mellem dem.", as_yaml(key, [first, *rest][:_MOST_SHOWN])
    place = value.removeprefix(first).strip(" ,;/")
    right = f"- source: {first}\n  locator: {place}"
    return ("Skriv stedet i kilden under »locator:«.", right) if kinds == ("source",) else None


def as_written(data: Any, path: Trail) -> Trail:
    """The way to a value, without the key that its short form leaves out."""
    for step in path[:-1]:
        data = data[step]
    return path[:-1] if isinstance(data, str) else path


def beside_key(data: Any, path: Trail, value: str) -> str:
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


def some_id(*kinds: str) -> str:
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


def kinds_in_words(kinds: tuple[str, ...]) -> str:
    """What something must be an id of."""
    return join((_ARTICLES[kind] for kind in kinds), "eller") if kinds else "noget, der findes"
