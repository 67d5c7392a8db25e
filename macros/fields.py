"""What a field in the data can be: its types, limits and marks.

Texts come in three widths: `Text` is plain, `Line` takes inline Markdown
(emphasis, links, references), `Prose` takes paragraphs and lists as well.
References, Markdown and addresses carry a mark, so that `walk` finds every one of
them in any entry.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, ClassVar, NamedTuple, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from . import vocabulary as words
from .problem import Trail
from .uri import can_be_split

# Long enough for what is on the site today with room to spare, short enough that
# a pasted web page is caught.
TITLE_LIMIT = 140
TEXT_LIMIT = 300
LINE_LIMIT = 900
PROSE_LIMIT = 4000
QUOTE_LIMIT = 400
GUIDE_LIMIT = 40  # questions, and recommendations: more is no longer a guide
ID_LIMIT = 80
YEARS = range(1800, 2101)

ALLOWED_SCHEMES = ("https", "http", "mailto", "tel")
# A link to an entry in Markdown: [visible text][entry-id].
REFERENCE = re.compile(r"\[([^\[\]]+)\]\[([^\[\]]+)\]")
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CODE_PATTERN = r"^\d{4}$"
ABBREVIATION_PATTERN = r"^[A-ZÆØÅ]{3}$"


@dataclass(frozen=True)
class Reference:
    """Marks an id field: what the link is called, and the kinds it may name (empty: any)."""

    link: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Address:
    """Marks an address on the web."""


class Choice:
    """Marks a text that must be one of a vocabulary's values."""

    def __init__(self, vocabulary: Mapping[str, words.Word | words.Kind]) -> None:
        self.vocabulary = vocabulary

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.literal_schema(list(self.vocabulary))


@dataclass(frozen=True)
class Shaped:
    """Marks a text of a certain shape: what it must be in Danish, and what else must hold."""

    pattern: str
    what: str
    hint: str
    holds: Callable[[str], bool] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def fits(self, value: str) -> bool:
        """Whether a text has the shape."""
        return bool(re.fullmatch(self.pattern, value)) and (not self.holds or self.holds(value))

    def _checked(self, value: str) -> str:
        if not self.fits(value):
            raise PydanticCustomError("shape", "{what}", {"what": self.what, "hint": self.hint})
        return value


@dataclass(frozen=True)
class Markup:
    """Marks a text that takes Markdown; `blocks` allows paragraphs and lists."""

    blocks: bool


# What follows an address in a text, and comes along when it is copied.
STRAY = (",", ";")


def date_text(value: Any) -> str:
    """A year, month or day (`2013`, `2013-07`, `2013-07-01`) as text, or a problem."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise PydanticCustomError("date", "en rigtig dato")
    text = str(value)
    parts = text.split("-")
    try:
        if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
            raise ValueError
        date(*map(int, parts + ["1"] * (3 - len(parts))))
    except ValueError:
        raise PydanticCustomError("date", "en rigtig dato") from None
    if int(parts[0]) not in YEARS:
        raise PydanticCustomError("date", "en rigtig dato")
    return text


def safe_url(value: str) -> str:
    """`value` if it is a whole address with an allowed scheme, a host and no white space.

    Raises `ValueError` (a `PydanticCustomError`) for anything else.
    """
    scheme, separator, rest = value.partition(":")
    plain = rest and not re.search(r"[\s<>\"\\^`{|}\x00-\x1f]", rest)
    web = scheme in ("http", "https")
    if not separator or scheme not in ALLOWED_SCHEMES or not plain:
        raise PydanticCustomError("url", "en sikker adresse")
    if (web and not re.match(r"//[^/?#@]+(?:[/?#]|$)", rest)) or not can_be_split(value):
        raise PydanticCustomError("url", "en sikker adresse")
    return value


Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=ID_LIMIT)]
Title = Annotated[
    str, StringConstraints(min_length=1, max_length=TITLE_LIMIT, pattern=r"^\S[^\n]*$")
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LIMIT, pattern=r"^\S")]
Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LINE_LIMIT, pattern=r"^\S"),
    Markup(blocks=False),
]
Prose = Annotated[
    str,
    StringConstraints(min_length=1, max_length=PROSE_LIMIT, pattern=r"^\S"),
    Markup(blocks=True),
]
Date = Annotated[str, BeforeValidator(date_text, json_schema_input_type=int | str)]
Url = Annotated[str, StringConstraints(max_length=2000), AfterValidator(safe_url), Address()]


@cache
def _shared(names: frozenset[str]) -> set[str]:
    return set(names)


class Record(BaseModel):
    """A mapping in the data: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # The fields that hold entries of their own.
    PARTS: ClassVar[tuple[str, ...]] = ()
    # The field that a plain text in place of the whole record stands for.
    SHORT: ClassVar[str | None] = None

    def model_post_init(self, _: object, /) -> None:
        """Share the names of the fields that were given, which thousands of records have alike."""
        given = self.model_fields_set
        object.__setattr__(self, "__pydantic_fields_set__", _shared(frozenset(given)))


def record_in(annotation: Any) -> type[Record] | None:
    """The record class inside an annotation such as `tuple[Statement, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next(filter(None, map(record_in, get_args(annotation))), None)


def vocabulary_of(
    annotation: Any, metadata: Sequence[Any]
) -> Mapping[str, words.Word | words.Kind]:
    """The vocabulary a field's value must come from; empty when it has none."""
    marks = [mark for mark in metadata if isinstance(mark, Choice)]
    if marks:
        return marks[0].vocabulary
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return vocabulary_of(inner, more)
    return next(filter(None, (vocabulary_of(a, ()) for a in get_args(annotation))), {})


class Found(NamedTuple):
    """One marked value in an entry: its path, the value, its mark and the record it is in."""

    path: Trail
    value: str
    mark: Reference | Markup | Address
    record: dict[str, Any]


class _Slot(NamedTuple):
    name: str
    many: bool
    mark: Reference | Markup | Address | None
    model: type[Record] | None


@cache
def _slots(model: type[Record]) -> tuple[_Slot, ...]:
    """The fields of a model that hold marked values, directly or in records below.

    Entries inside an entry are left out: they are walked on their own.
    """
    slots = []
    for name, info in model.model_fields.items():
        many = get_origin(info.annotation) is tuple or any(
            get_origin(inner) is tuple for inner in get_args(info.annotation)
        )
        mark, inner = mark_in(info.annotation, info.metadata), record_in(info.annotation)
        if name not in model.PARTS and (mark or inner):
            slots.append(_Slot(name, many, mark, None if mark else inner))
    return tuple(slots)


def mark_in(
    annotation: Any, metadata: Sequence[Any] = (), sort: Any = Reference | Markup | Address
) -> Any:
    """The mark of an annotation such as `tuple[SourceRef, ...] | None`, if it has one."""
    for mark in metadata:
        if isinstance(mark, sort):
            return mark
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return mark_in(inner, more, sort)
    return next(filter(None, (mark_in(one, (), sort) for one in get_args(annotation))), None)


def shape_of(field: Any) -> Shaped | None:
    """The shape that a field's text must have, if it must have one."""
    return mark_in(field.annotation, field.metadata, Shaped) if field else None


def walk(model: type[Record], data: Any, path: Trail = ()) -> list[Found]:
    """Every reference, Markdown text and address in an entry as read, field by field.

    Whatever has the wrong shape is passed over: other checks tell of it.
    """
    found: list[Found] = []
    _walk(model, data, path, found)
    return found


def _walk(model: type[Record], data: Any, path: Trail, found: list[Found]) -> None:
    if isinstance(data, str) and model.SHORT:
        data = {model.SHORT: data}
    if not isinstance(data, dict):
        return
    for slot in _slots(model):
        content, place = data.get(slot.name), (*path, slot.name)
        if not slot.many:
            _take(slot, content, place, data, found)
        elif isinstance(content, list):
            for index, value in enumerate(content):
                _take(slot, value, (*place, index), data, found)


def _take(slot: _Slot, value: Any, path: Trail, data: dict[str, Any], found: list[Found]) -> None:
    if slot.model:
        _walk(slot.model, value, path, found)
    elif slot.mark and isinstance(value, str):
        found.append(Found(path, value, slot.mark, data))
