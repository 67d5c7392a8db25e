"""What a form asks of each kind of entry: the field table as boxes with Danish labels.

The forms on the forge show these boxes, and the reader of a filled form knows by them
where each text goes and how it is read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, get_args, get_origin

from pydantic.fields import FieldInfo

from . import model
from .fields import Date, Markup, Reference, mark_in, record_in, vocabulary_of
from .link import Site
from .model import Entry

# What a person outside the project sends in: the kind, its collection and its name.
FORMS = {"case": "cases", "source": "sources", "term": "glossary"}
NAMES = {"case": "Ny case", "source": "Ny kilde", "term": "Nyt ord"}

# A form makes new entries: the life of old ones is the editors' business.
_LEFT_OUT = ("status", "see", "updated")
# Kinds with few and lasting entries, so that a form can show them all.
_LISTED = {"municipality", "phase", "principle", "trait", "step", "way"}
_MANY_DESCRIBED = 6  # more values than these are not explained one by one

# How the field table says to leave a field empty in YAML, and that an id is wanted where
# a form shows names to choose from.
_EMPTY = re.compile(r"null:|Tom liste:")
_BY_ID = re.compile(r"^\w+ id\. ")

_CITATION = "kildens-id | s. 24"
_HELP = {
    "citations": f"Én pr. linje: kildens id eller adresse og gerne stedet, fx `{_CITATION}`.",
    "statements": "Én påstand pr. linje. Skriv kilden på linjen under: `kilde: id | sted`.",
    "statement": "Skriv kilden på linjen under: `kilde: id | sted`.",
    "relations": "Én pr. linje: `id | slags | hvorfor`.",
    "ids": "Ét id pr. linje.",
    "lines": "Én pr. linje.",
}
_EXAMPLES = {
    "citations": _CITATION,
    "statements": f"Borgerne var med fra begyndelsen\nkilde: {_CITATION}",
    "statement": f"Forklaringen i egne ord\nkilde: {_CITATION}",
}

# Promises that whoever sends a form must tick.
PROMISES = "Før du sender"
PROMISED = (
    "Teksten er skrevet i egne ord, og oplysningerne står i kilderne.",
    "Her er ingen personoplysninger om borgere, heller ikke noget, man kan kende dem på.",
    "Teksten må bruges af alle under CC BY 4.0.",
)


class Option(NamedTuple):
    """A value that can be chosen: what the reader sees, and what is written."""

    label: str
    value: str


@dataclass(frozen=True)
class Box:
    """One box of a form. `way` is where its value goes; `reading` is how its text is read."""

    way: tuple[str, ...]
    label: str
    help: str
    reading: str
    required: bool = False
    nullable: bool = False
    kept: bool = False  # written even when empty
    options: tuple[Option, ...] = ()
    kinds: tuple[str, ...] = ()
    example: str = ""


def boxes(kind: str, site: Site) -> list[Box]:
    """The boxes of the form for a new case, source or term, in the order of the field table.

    The id comes last, since most will leave it to be made from the title.
    """
    entry = model_of(kind)
    names = [name for name in entry.model_fields if name not in (*_LEFT_OUT, "id")]
    return [box for name in [*names, "id"] for box in _boxes(name, entry.model_fields[name], site)]


def model_of(kind: str) -> type[Entry]:
    """The model of what a form makes."""
    return next(c.model for c in model.COLLECTIONS if c.name == FORMS[kind])


def _boxes(name: str, info: FieldInfo, site: Site) -> Iterator[Box]:
    record = record_in(info.annotation)
    if name == "id":
        text = f"Må stå tomt: så laves det af titlen. {info.description}"
        yield Box(("id",), "Id", text, "input", example=_example(info))
    elif record is model.Period:
        for inner, sub in record.model_fields.items():
            label = f"{info.title}: {(sub.title or inner).lower()}"
            text = f"År eller dato. {_help(info, 'date', {})}".strip()
            yield Box(
                (name, inner), label, text, "date", nullable=True, kept=True, example=_example(sub)
            )
    elif record in (model.PrincipleReading, model.WayReading):
        yield from _reading_boxes(name, info, record, site)
    else:
        yield _box(name, info, site)


def _reading_boxes(name: str, info: FieldInfo, record: Any, site: Site) -> Iterator[Box]:
    """A choice, and a box for the reason of each one chosen."""
    inner = record.model_fields["id"]
    mark: Reference = mark_in(inner.annotation, inner.metadata)
    nodes = site.of_kind(*mark.kinds)
    options = tuple(Option(f"{node.id} {node.title}", node.id) for node in nodes)
    label, why = f"{info.title}", record.model_fields["why"]
    yield Box((name,), label, info.description or "", "choices", kept=True, options=options)
    example = f"{(inner.examples or ['id'])[0]}: {why.description}"
    text = f"Én linje for hver, du har valgt: `id: grund`. {why.description}"
    yield Box((name, "why"), f"{label}: hvorfor", text, "reasons", example=example)


def _box(name: str, info: FieldInfo, site: Site) -> Box:
    mark = mark_in(info.annotation, info.metadata)
    kinds = mark.kinds if isinstance(mark, Reference) else ()
    reading = _reading(info, mark)
    words = vocabulary_of(info.annotation, info.metadata) if reading == "choice" else {}
    options = tuple(Option(word.label, value) for value, word in words.items())
    if reading == "choices":
        nodes = site.of_kind(*kinds)
        nodes = site.by_title(nodes) if kinds == ("municipality",) else nodes
        options = tuple(Option(node.title, node.id) for node in nodes)
    nullable = type(None) in get_args(info.annotation)
    return Box(
        (name,), info.title or name, _help(info, reading, words), reading,
        required=info.is_required() and not nullable and not _is_many(info),
        nullable=nullable, kept=info.is_required(), options=options, kinds=kinds,
        example=_EXAMPLES.get(reading) or _example(info),
    )  # fmt: skip


def _reading(info: FieldInfo, mark: Any) -> str:
    """How the text of a field is read; told from its type and marks alone."""
    record, many = record_in(info.annotation), _is_many(info)
    if record:
        return {
            model.CitationRecord: "citations",
            model.StatementRecord: "statements" if many else "statement",
            model.Relation: "relations",
        }[record]
    if isinstance(mark, Reference):
        return "choices" if mark.kinds and _LISTED.issuperset(mark.kinds) else "ids"
    if isinstance(mark, Markup):
        return "prose" if mark.blocks else "line"
    if many:
        return "lines"
    if _is_date(info):
        return "date"
    return "choice" if vocabulary_of(info.annotation, info.metadata) else "input"


def _is_many(info: FieldInfo) -> bool:
    annotations = (info.annotation, *get_args(info.annotation))
    return any(get_origin(annotation) is tuple for annotation in annotations)


def _is_date(info: FieldInfo) -> bool:
    validators = get_args(Date)[1:]
    inner = [one for part in get_args(info.annotation) for one in get_args(part)[1:]]
    return any(mark in validators for mark in (*info.metadata, *inner))


def _help(info: FieldInfo, reading: str, words: Mapping[str, Any]) -> str:
    said = [_EMPTY.sub("Lad stå tomt:", info.description or ""), _HELP.get(reading, "")]
    if reading == "choices":
        said[0] = _BY_ID.sub("", said[0])
    if 0 < len(words) <= _MANY_DESCRIBED:
        said += [f"»{w.label}«: {w.description}" for w in words.values() if w.description]
    return " ".join(one for one in said if one)


def _example(info: FieldInfo) -> str:
    example = (info.examples or [""])[0]
    return "\n".join(map(str, example)) if isinstance(example, list) else str(example)
