"""Made-up entries of every collection, each field of them filled, made from the field table.

Whatever the table holds is filled in, so a new field or collection is in it by itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from macros.describe import Described, Shape, describe
from macros.fields import Record
from macros.kinds import COLLECTIONS, MODEL_KINDS, Collection, raw_parts

TEXTUAL = ("text", "line", "prose")
# The patterns that ask only for a beginning or for one line.
_ANY = (None, r"^\S", r"^\S[^\n]*$")
# Must be the address of a page.
_PAGE = ("tours", "steps", "page")
# The way to a field from its collection or file, without the places in lists.
Field = tuple[str, ...]


@dataclass(frozen=True)
class Leaf:
    """One field that holds a value of its own: the way to it, and what it may be."""

    field: Field
    shape: Shape

    @property
    def free(self) -> bool:
        """Whether it takes any text, as opposed to a text of a certain shape."""
        return self.shape.type in TEXTUAL and self.shape.pattern in _ANY and self.field != _PAGE


def leaves(model: type[Record], above: Field) -> Iterator[Leaf]:
    """Every field of a model that holds a value, those of the records in it included."""
    for one in describe(model):
        way = (*above, one.name)
        if one.shape.record:
            yield from leaves(one.shape.record, way)
        else:
            yield Leaf(way, one.shape)


# What a value must be for the rest of an entry to make sense, by the end of the way to it.
_FIXED: dict[Field, Any] = {
    ("status",): "active",
    ("sets", "entries", "number"): 1,
    ("workshops", "minutes"): 20,
    ("workshops", "steps", "minutes"): 10,
    ("tours", "minutes"): 2,
    ("municipalities", "tile", "col"): 3,
}
# Fields left out, since they would say that the entry is elsewhere.
_LEFT_OUT = ("see", "succeeded_by")
_TWO = {("guides", "questions", "answers"), ("assessments", "scale"), ("workshops", "steps"),
        ("tours", "steps")}  # fmt: skip

# What the second of two things says, since no list has the same thing twice.
OTHER = "Et andet ord."

Text = Callable[[Leaf], str]


class Maker:
    """Makes entries; `text` gives what stands in a field that takes a text.

    `known` gives the ids that references may lead to, by kind.
    """

    def __init__(self, text: Text, known: dict[str, list[str]]) -> None:
        self.text, self.known = text, known

    def entry(self, collection: Collection, number: int) -> dict[str, Any]:
        """The data of one entry, every field filled."""
        self.number, self.name = number, f"{collection.name}-{number}"
        made = self._record(collection.model, (collection.name,), self.name)
        if fit := _FITTED.get(collection.name):
            fit(made)
        return made

    def _record(self, model: type[Record], way: Field, name: str) -> dict[str, Any]:
        return {
            one.name: self._value(one, (*way, one.name), name)
            for one in describe(model)
            if one.many or one.name not in _LEFT_OUT
        }

    def _value(self, one: Described, way: Field, name: str) -> Any:
        if not one.many:
            return self._one(one.shape, way, name)
        amount = 2 if way in _TWO else 1
        inner = (f"{name}-{one.name.replace('_', '-')}-{at}" for at in range(amount))
        return [self._one(one.shape, way, each) for each in inner]

    def _one(self, shape: Shape, way: Field, name: str) -> Any:
        for length in range(len(way)):
            if way[length:] in _FIXED:
                return _FIXED[way[length:]]
        if shape.record:
            return self._record(shape.record, way, name)
        leaf = Leaf(way, shape)
        if leaf.free:
            return self.text(leaf)
        return self._closed(shape, way, name)

    def _closed(self, shape: Shape, way: Field, name: str) -> Any:
        """A right value of a field that takes no free text."""
        if shape.type == "reference":
            kinds = shape.kinds or ("concept",)
            some = [one for kind in kinds for one in self.known.get(kind, ())]
            return some[(self.number + 1) % len(some)] if some else "endnu-ikke-kendt"
        values = {
            "id": name, "date": "2020", "number": 1, "address": "https://eksempel.dk/x",
            "choice": shape.choices and shape.choices[self.number % len(shape.choices)][0],
            "text": {
                "code": f"{5000 + self.number}", "abbreviation": "ÆØÅ", "page": "om/",
            }.get(way[-1]),
        }  # fmt: skip
        return values[shape.type]


def _fit_guide(made: dict[str, Any]) -> None:
    for answer in made["questions"][0]["answers"]:
        answer["next"] = made["outcomes"][0]["id"]
    made["questions"][0]["answers"][1]["text"] = OTHER


def _fit_assessment(made: dict[str, Any]) -> None:
    made["advice"][0]["about"] = made["items"][0]["about"]
    made["scale"][1]["description"] = OTHER


def _fit_tour(made: dict[str, Any]) -> None:
    """The first step leads to an entry, the second to a page."""
    first, second = made["steps"]
    del first["page"], second["to"]


def _fit_workshop(made: dict[str, Any]) -> None:
    made["steps"][1]["text"] = OTHER


_FITTED: dict[str, Callable[[dict[str, Any]], None]] = {
    "guides": _fit_guide, "assessments": _fit_assessment, "tours": _fit_tour,
    "workshops": _fit_workshop,
}  # fmt: skip


def ids(entries: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """The ids of made entries and of the entries in them, by kind."""
    found = defaultdict(list)
    for collection in COLLECTIONS:
        for data in entries.get(collection.name, ()):
            for _, model, part in raw_parts(collection.model, data):
                kind = data["kind"] if model.__name__ == "Principle" else MODEL_KINDS[model]
                kind = "phase" if part.get("kind") == "phase" else kind
                found[kind].append(part["id"])
    return dict(found)
