"""The collections of the field table, their kinds, and the entries inside entries."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from . import vocabulary as words
from .aids_model import (
    Assertion,
    Assessment,
    Checklist,
    Guide,
    Item,
    Outcome,
    Question,
    Tour,
    Workshop,
)
from .entry_model import Entry, Event, StatementRecord
from .fields import record_in
from .model import (
    Aspect,
    Case,
    Charter,
    Clause,
    Concept,
    Critique,
    Draft,
    DraftClause,
    Milestone,
    Municipality,
    Principle,
    PrincipleSet,
    Region,
    Source,
    Term,
)
from .problem import Trail


def parts(entry: Entry) -> Iterator[tuple[Trail, Entry]]:
    """An entry and the entries inside it (a set's principles, a charter's clauses …)."""
    yield (), entry
    for name in entry.PARTS:
        for index, part in enumerate(getattr(entry, name)):
            yield (name, index), part


def raw_parts(model: type[Entry], data: Any) -> Iterator[tuple[Trail, type[Entry], Any]]:
    """An entry as read, and the entries inside it, whatever is wrong with them."""
    yield (), model, data
    for name in model.PARTS:
        inner = data.get(name) if isinstance(data, dict) else None
        part = record_in(model.model_fields[name].annotation)
        for index, one in enumerate(inner if isinstance(inner, list) else ()):
            if part and issubclass(part, Entry):
                yield (name, index), part, one


def statements(part: Entry) -> Iterator[tuple[Trail, "StatementRecord | Event"]]:
    """The statements and events of an entry, with the way to each."""
    for name in _telling(part.__class__):
        value = getattr(part, name)
        for index, one in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            place: Trail = (name,) if index is None else (name, index)
            if isinstance(one, StatementRecord | Event):
                yield place, one
            elif isinstance(one, Aspect):
                for number, point in enumerate(one.points):
                    yield (*place, "points", number), point


@cache
def _telling(model: type[Entry]) -> tuple[str, ...]:
    """The fields of an entry that may hold statements or events."""
    telling = (StatementRecord, Event, Aspect)
    inner = {name: record_in(field.annotation) for name, field in model.model_fields.items()}
    return tuple(
        name
        for name, record in inner.items()
        if name not in model.PARTS and record and issubclass(record, telling)
    )


@dataclass(frozen=True)
class Collection:
    """A kind of knowledge: its name, its file under data/ and its model."""

    name: str
    file: str
    model: type[Entry]


COLLECTIONS = (
    Collection("sources", "sources", Source),
    Collection("regions", "municipalities", Region),
    Collection("municipalities", "municipalities", Municipality),
    Collection("sets", "principles", PrincipleSet),
    Collection("concepts", "concepts", Concept),
    Collection("cases", "cases", Case),
    Collection("charters", "charters", Charter),
    Collection("drafts", "charters", Draft),
    Collection("milestones", "charters", Milestone),
    Collection("critique", "critique", Critique),
    Collection("checklists", "checklists", Checklist),
    Collection("workshops", "workshops", Workshop),
    Collection("guides", "guides", Guide),
    Collection("assessments", "assessments", Assessment),
    Collection("glossary", "glossary", Term),
    Collection("tours", "tours", Tour),
)


def kinds_in(model: type[Entry]) -> set[str]:
    """The kinds that the entries of a collection, and the entries in them, may have."""
    if model is PrincipleSet:
        return {"set", *words.SET_KINDS}
    if model is Concept:
        return {"concept", "phase"}
    parts = {
        Charter: {"clause"}, Draft: {"draft_clause"}, Checklist: {"item"},
        Guide: {"question", "outcome"}, Assessment: {"assertion"},
    }  # fmt: skip
    return {MODEL_KINDS[model]} | parts.get(model, set())


def kind_of(entry: Entry, parent: Entry | None = None) -> str:
    """What an entry is called in links, pages and filters, such as `case` or `phase`."""
    if isinstance(entry, Principle) and isinstance(parent, PrincipleSet):
        return parent.kind
    if isinstance(entry, Concept) and entry.kind == "phase":
        return "phase"
    return MODEL_KINDS[type(entry)]


MODEL_KINDS: dict[type[Entry], str] = {
    PrincipleSet: "set",
    Concept: "concept",
    Case: "case",
    Charter: "charter",
    Clause: "clause",
    Draft: "draft",
    DraftClause: "draft_clause",
    Milestone: "milestone",
    Critique: "critique",
    Checklist: "checklist",
    Tour: "tour",
    Item: "item",
    Workshop: "workshop",
    Guide: "guide",
    Question: "question",
    Outcome: "outcome",
    Assessment: "assessment",
    Assertion: "assertion",
    Term: "term",
    Source: "source",
    Region: "region",
    Municipality: "municipality",
}
