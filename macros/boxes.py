"""What a form asks of each kind of entry: the field table as boxes with Danish labels.

The forms on the forge show these boxes, and the reader of a filled form knows by them
where each text goes and how it is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from . import entry_model, model
from .describe import Described, describe
from .entry_model import Entry
from .kinds import COLLECTIONS
from .link import Site
from .vocabulary import Word

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
# How the text of a field is read, by the record it holds or the type it is of.
_RECORDS = {
    entry_model.CitationRecord: "citations",
    entry_model.StatementRecord: "statements",
    entry_model.Relation: "relations",
}
_TYPES = ("line", "prose", "date", "choice")
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
    asked = [field for field in describe(model_of(kind)) if field.name not in _LEFT_OUT]
    asked.sort(key=lambda field: field.name == "id")
    return [box for field in asked for box in _boxes(field, site)]


def model_of(kind: str) -> type[Entry]:
    """The model of what a form makes."""
    return next(c.model for c in COLLECTIONS if c.name == FORMS[kind])


def _boxes(field: Described, site: Site) -> Iterator[Box]:
    record = field.shape.record
    if field.name == "id":
        text = f"Må stå tomt: så laves det af titlen. {field.description}"
        yield Box(("id",), "Id", text, "input", example=_example(field))
    elif record is model.Period:
        for part in field.shape.fields:
            text = f"År eller dato. {_help(part, 'date')}".strip()
            label, way = f"{field.title}: {part.title.lower()}", (field.name, part.name)
            yield Box(way, label, text, "date", nullable=True, kept=True, example=_example(part))
    elif record in (model.PrincipleReading, model.WayReading):
        yield from _reading_boxes(field, site)
    else:
        yield _box(field, site)


def _reading_boxes(field: Described, site: Site) -> Iterator[Box]:
    """A choice, and a box for the reason of each one chosen."""
    chosen, why = field.shape.fields
    nodes = site.of_kind(*chosen.shape.kinds)
    options = tuple(Option(f"{node.id} {node.title}", node.id) for node in nodes)
    label, way = field.title, (field.name,)
    yield Box(way, label, field.description, "choices", kept=True, options=options)
    example = f"{chosen.example or 'id'}: {why.description}"
    text = f"Én linje for hver, du har valgt: `id: grund`. {why.description}"
    yield Box((*way, "why"), f"{label}: hvorfor", text, "reasons", example=example)


def _box(field: Described, site: Site) -> Box:
    reading, kinds = _reading(field), field.shape.kinds
    return Box(
        (field.name,), field.title, _help(field, reading), reading,
        required=field.required and not field.nullable and not field.many,
        nullable=field.nullable, kept=field.required, kinds=kinds,
        options=_options(field, reading, site), example=_EXAMPLES.get(reading) or _example(field),
    )  # fmt: skip


def _reading(field: Described) -> str:
    """How the text of a field is read; told from its shape alone."""
    shape = field.shape
    if shape.record:
        reading = _RECORDS[shape.record]
        return reading if field.many else reading.removesuffix("s")
    if shape.type == "reference":
        return "choices" if shape.kinds and _LISTED.issuperset(shape.kinds) else "ids"
    if field.many:
        return "lines"
    return shape.type if shape.type in _TYPES else "input"


def _options(field: Described, reading: str, site: Site) -> tuple[Option, ...]:
    if reading != "choices":
        return tuple(Option(label, value) for value, label in field.shape.choices)
    nodes = site.of_kind(*field.shape.kinds)
    nodes = site.by_title(nodes) if field.shape.kinds == ("municipality",) else nodes
    return tuple(Option(node.title, node.id) for node in nodes)


def _help(field: Described, reading: str) -> str:
    said = [_EMPTY.sub("Lad stå tomt:", field.description), _HELP.get(reading, "")]
    if reading == "choices":
        said[0] = _BY_ID.sub("", said[0])
    words = [word for _, word in field.shape.words if isinstance(word, Word)]
    if len(words) <= _MANY_DESCRIBED:
        said += [f"»{word.label}«: {word.description}" for word in words if word.description]
    return " ".join(one for one in said if one)


def _example(field: Described) -> str:
    example = field.example
    return "\n".join(map(str, example)) if isinstance(example, list) else str(example or "")
