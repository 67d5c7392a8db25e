"""Right examples: what a field can look like, as YAML to copy."""

from collections.abc import Sequence
from typing import Annotated, Any, get_args, get_origin

import annotated_types
from pydantic import StringConstraints

from . import fields
from . import vocabulary as words
from .danish import slug
from .fields import Record, Reference
from .write import entry

_PATTERNS = {
    fields.ID_PATTERN: "et-kort-navn",
    fields.CODE_PATTERN: "0265",
    fields.ABBREVIATION_PATTERN: "ROS",
}
_TEXTS = {
    "title": "En kort titel",
    "text": "En hel sætning i egne ord.",
    "summary": "Én sætning, der kan stå alene.",
    "name": "Et navn",
    "why": "Grunden i én sætning.",
}
_DEPTH = 3  # records within records that an example shows


def as_yaml(name: str, value: Any) -> str:
    """A field and its value as YAML."""
    return entry({name: value}, {}).rstrip("\n")


def of_field(name: str, field: Any) -> str:
    """A right example of a field: the field table's own, or one made from its type."""
    return as_yaml(name, value_of(name, field))


def value_of(name: str, field: Any, depth: int = 0) -> Any:
    """A value the field can have."""
    if field.examples:
        return field.examples[0]
    made = _made(name, field.annotation, field.metadata, depth)
    for mark in field.metadata:
        if isinstance(mark, annotated_types.Ge) and isinstance(made, int):
            made = max(made, int(str(mark.ge)))
        if isinstance(mark, annotated_types.MinLen) and isinstance(made, list):
            made *= mark.min_length
    return made


def of_record(record: type[Record], depth: int = 0) -> Any:
    """The fields a record must have, each with a value it can have."""
    needed = {name: info for name, info in record.model_fields.items() if info.is_required()}
    if depth >= _DEPTH or not needed:
        needed = dict(list(record.model_fields.items())[:1])
    made = {name: value_of(name, info, depth + 1) for name, info in needed.items()}
    return made[record.SHORT] if record.SHORT and list(made) == [record.SHORT] else made


def _made(name: str, annotation: Any, metadata: Sequence[Any], depth: int) -> Any:
    """A value made from a field's type and marks."""
    marked = next(filter(None, map(_by_mark, metadata)), None)
    origin, inner = get_origin(annotation), get_args(annotation)
    if marked or not inner:
        return marked or _by_type(name, annotation, depth)
    if origin is Annotated:
        return _made(name, inner[0], inner[1:], depth)
    if origin is tuple:
        return [_made(name, inner[0], (), depth)]
    return _made(name, next(one for one in inner if one is not type(None)), metadata, depth)


def _by_mark(mark: Any) -> str | None:
    """A value that a mark or limit asks for, if it asks for anything of its own."""
    if isinstance(mark, fields.Choice):
        return next(iter(mark.vocabulary))
    if isinstance(mark, Reference):
        return _reference(mark)
    if isinstance(mark, fields.Address):
        return "https://www.eksempel.dk/en-side"
    if isinstance(mark, StringConstraints):
        return _PATTERNS.get(str(mark.pattern))
    return "2013-07-01" if getattr(mark, "func", None) is fields.date_text else None


def _by_type(name: str, annotation: Any, depth: int) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return of_record(annotation, depth)
    return 1 if annotation is int else _TEXTS.get(name, "Nogle få ord")


def _reference(mark: Reference) -> str:
    """Words that say which entry's id belongs here."""
    if not mark.kinds:
        return "id-paa-en-post"
    return f"id-paa-{slug(words.KINDS[mark.kinds[0]].label)}"
