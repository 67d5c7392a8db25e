"""The field table described as plain values, for whatever lets people fill it in.

Forms, the scaffolder, the field reference and the form editor are all made from this,
so that none of them can differ from the validator.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import StringConstraints
from pydantic.fields import FieldInfo

from .fields import Address, Choice, Date, Id, Markup, Record, Reference, Shaped
from .vocabulary import Kind, Word

# `Shape` has a field that is called `type`.
RecordType = type[Record]
_DATE_MARK = get_args(Date)[1]
_ID_MARK = get_args(Id)[1]


@dataclass(frozen=True)
class Shape:
    """What one value may be.

    `type` is one of text, line (inline Markdown), prose (paragraphs), id, date, address,
    number, choice, reference, record, any. `limit` is the most signs a text may have; `words`
    gives a choice's words by value; `kinds` what a reference may lead to (none: anything);
    `fields` what a record holds, `record` its model, and `short` the field a bare
    text stands for.
    """

    type: str
    limit: int | None = None
    pattern: str | None = None
    words: tuple[tuple[str, Word | Kind], ...] = ()
    kinds: tuple[str, ...] = ()
    fields: tuple["Described", ...] = ()
    record: RecordType | None = None
    short: str | None = None

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What may be chosen: each value with its label."""
        return tuple((value, word.label) for value, word in self.words)


@dataclass(frozen=True)
class Described:
    """One field: its name in the data, its words, and what it may hold."""

    name: str
    title: str
    description: str
    example: Any
    required: bool
    nullable: bool
    many: bool
    shape: Shape


@cache
def describe(model: type[Record]) -> tuple[Described, ...]:
    """The fields of a model, in its order."""
    return tuple(_described(name, field) for name, field in model.model_fields.items())


def _described(name: str, field: FieldInfo) -> Described:
    annotation, nullable = _without_none(field.annotation)
    many = get_origin(annotation) is tuple
    inner = get_args(annotation)[0] if many else annotation
    return Described(
        name=name,
        title=field.title or name,
        description=field.description or "",
        example=(field.examples or [None])[0],
        required=field.is_required(),
        nullable=nullable,
        many=many,
        shape=_shape(inner, () if many else tuple(field.metadata)),
    )


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, UnionType):
        rest = [one for one in get_args(annotation) if one is not type(None)]
        return rest[0], len(rest) < len(get_args(annotation))
    return annotation, False


def _shape(annotation: Any, marks: tuple[Any, ...]) -> Shape:
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        marks = (*more, *marks)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return Shape(
            "record", fields=describe(annotation), record=annotation, short=annotation.SHORT
        )
    if annotation is int:
        return Shape("number")
    if annotation is Any:
        return Shape("any")
    return _text_shape(marks)


def _text_shape(marks: tuple[Any, ...]) -> Shape:
    limits = next((mark for mark in marks if isinstance(mark, StringConstraints)), None)
    limit = limits.max_length if limits else None
    pattern = str(limits.pattern) if limits and limits.pattern else None
    plain = {_DATE_MARK: Shape("date"), _ID_MARK: Shape("id", limit, pattern)}
    for mark in marks:
        if type(mark) in _BY_MARK:
            return _BY_MARK[type(mark)](mark, limit, pattern)
        for known, shape in plain.items():
            if mark == known:
                return shape
    return Shape("text", limit, pattern)


def _choice(mark: Choice, limit: int | None, pattern: str | None) -> Shape:
    del limit, pattern
    return Shape("choice", words=tuple(mark.vocabulary.items()))


_BY_MARK: dict[type, Callable[[Any, int | None, str | None], Shape]] = {
    Choice: _choice,
    Reference: lambda mark, _limit, _pattern: Shape("reference", kinds=mark.kinds),
    Markup: lambda mark, limit, pattern: Shape("prose" if mark.blocks else "line", limit, pattern),
    Address: lambda _mark, limit, _pattern: Shape("address", limit),
    Shaped: lambda mark, limit, _pattern: Shape("text", limit, f"^(?:{mark.pattern})$"),
}
