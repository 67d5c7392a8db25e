"""What a municipality changes in the common collection: as it is written, and as it is used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import Field

from .fields import Record, Text

# What the pages call the municipality until its brand gives it a name.
NAMELESS = "kommunen"


class Change(Record):
    """One field of one of the common entries, with other words."""

    id: Text = Field(
        title="Id", description="Id på den post, I ændrer.", examples=["frivilligraadet"]
    )
    field: Text = Field(title="Felt", description="Det felt, I ændrer.", examples=["summary"])
    was: Any = Field(
        title="Vores tekst",
        description="Feltet, som det stod hos os, da I ændrede det.",
        examples=["Den tekst, der stod hos os."],
    )
    now: Any = Field(
        title="Jeres tekst",
        description="Feltet, som det skal stå hos jer.",
        examples=["Den tekst, der skal stå hos jer."],
    )
    why: Text | None = Field(None, title="Hvorfor", description="Vises ved jeres tekst.")


class Order(Record):
    """In which order the entries of a set, or of a kind, stand."""

    of: Text = Field(
        title="Hvad", description="Id på et sæt, eller navnet på en slags.", examples=["phase"]
    )
    ids: tuple[Text, ...] = Field(
        title="Rækkefølge",
        description="Resten følger efter som før.",
        min_length=1,
        examples=[["fase-2", "fase-1"]],
    )


class Changes(Record):
    """The whole of `kommune/data/changes.yaml`."""

    changes: tuple[Change, ...] = Field((), title="Ændringer")
    hide: tuple[Text, ...] = Field((), title="Skjulte poster")
    order: tuple[Order, ...] = Field((), title="Rækkefølger")


@dataclass(frozen=True)
class Changed:
    """A changed field: its name in Danish, both texts point by point, and where it is written.

    `line` counts from 1 in `file`.
    """

    field: str
    title: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    why: str | None
    file: str
    line: int


@dataclass(frozen=True)
class Overlay:
    """What a municipality has made of the common collection, by the ids of the entries.

    `ordered` are the sets whose entries it has put in an order of its own; `partials` is the
    folder with its own templates.
    """

    who: str = NAMELESS
    changed: Mapping[str, tuple[Changed, ...]] = field(default_factory=lambda: MappingProxyType({}))
    hidden: frozenset[str] = frozenset()
    ordered: frozenset[str] = frozenset()
    partials: Path | None = None


NOTHING = Overlay()
