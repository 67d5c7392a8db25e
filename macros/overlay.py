"""A municipality's changes put into the common entries, before anything is checked or linked."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from . import entry_model, model
from .danish import did_you_mean, join, nearest
from .describe import Described, describe
from .differences import difference, texts
from .examples import as_yaml
from .explain import explain_record
from .kinds import MODEL_KINDS, raw_parts
from .load import Loaded, Raw
from .misfit import shown
from .overlay_model import Change, Changed, Changes, Order, Overlay
from .own_files import partials
from .own_folder import CHANGES, DATA, FOLDER
from .problem import Problem, Severity, Trail
from .vocabulary import KINDS, SET_KINDS

# Kinds whose entries have pages of their own, so that a hidden one is still where it was.
HIDEABLE = (
    "set", *SET_KINDS, "phase", "concept", "case", "charter", "draft", "critique", "checklist",
    "tour", "guide", "assessment", "source", "municipality",
)  # fmt: skip
# Kinds that stand in the order of the data; all others stand by title.
ORDERABLE = (
    "set", "phase", "concept", "charter", "draft", "critique", "checklist", "workshop", "guide",
    "assessment", "tour", "milestone",
)  # fmt: skip
_FIXED = {
    "id": "Andre henviser til id'et, så det ændres aldrig.",
    "kind": "Slagsen hører til kilden. Skriv hellere en post, der er jeres egen.",
    "number": "Nummeret er udgiverens. Rækkefølgen kan I ændre under »order:«.",
    "quote": "Et citat er udgiverens egne ord. Skriv jeres egne et andet sted, fx i »summary«.",
}
_GONE = "Se id'et i filen under data/. Er posten slettet hos os, så slet det, I skrev om den."
# Rules that do not stop a build.
_WARNINGS = ("outdated", "same")


@dataclass(frozen=True)
class _Home:
    """Where an entry is found: in which of the entries as read, and the way in it."""

    index: int
    path: Trail
    model: type[entry_model.Entry]
    data: dict[str, Any]
    kind: str
    file: str


def overlaid(loaded: Loaded) -> Loaded:
    """What was read, with the municipality's changes in it and the problems they make.

    Without a folder of the municipality's it comes back as it was.
    """
    if not (loaded.root / FOLDER).is_dir():
        return loaded
    merging = _Merging(loaded)
    changes = merging.valid()
    for index, order in changes.order:
        merging.order(index, order)
    for index, change in changes.changes:
        merging.change(index, change)
    for index, identifier in changes.hide:
        merging.hide(index, identifier)
    return replace(
        loaded,
        entries=merging.entries,
        problems=[*loaded.problems, *merging.problems],
        moved=merging.moved,
        overlay=Overlay(
            changed={identifier: tuple(found) for identifier, found in merging.changed.items()},
            hidden=frozenset(merging.hidden),
            ordered=frozenset(merging.ordered),
            partials=partials(loaded.root),
        ),
    )


@dataclass(frozen=True)
class _Valid:
    """The changes that have the right shape, each with its place in its list."""

    changes: list[tuple[int, Change]]
    hide: list[tuple[int, str]]
    order: list[tuple[int, Order]]


class _Merging:
    """The entries on their way to what the municipality makes of them."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.entries = list(loaded.entries)
        self.problems: list[Problem] = []
        self.moved: dict[tuple[str, Trail], tuple[str, Trail]] = {}
        self.changed: defaultdict[str, list[Changed]] = defaultdict(list)
        self.hidden: set[str] = set()
        self.ordered: set[str] = set()
        self.find()

    def find(self) -> None:
        """Note where every entry is; the first with an id has it."""
        self.homes: dict[str, _Home] = {}
        for index, raw in enumerate(self.entries):
            for path, part, data in raw_parts(raw.collection.model, raw.data):
                if isinstance(data, dict) and isinstance(data.get("id"), str):
                    home = _Home(index, path, part, data, _kind(part, data, raw), raw.file)
                    self.homes.setdefault(data["id"], home)

    def tell(
        self, path: Trail, message: str, hint: str, rule: str = "overlay", *, example: str
    ) -> None:
        """Note a problem at a place in the file of changes."""
        mark = self.loaded.locate(CHANGES, path)
        severity: Severity = "warning" if rule in _WARNINGS else "error"
        self.problems.append(
            Problem(CHANGES, mark.line, mark.column, message, hint, rule, severity, example)
        )

    def valid(self) -> _Valid:
        """What the file of changes holds; faults of shape are told and left out."""
        data, wrong = self.loaded.changes, set()
        if data is None:
            return _Valid([], [], [])
        try:
            Changes.model_validate(data)
        except ValidationError as error:
            self.problems += explain_record(self.loaded, Changes, (CHANGES, ()), error)
            wrong = {one["loc"][:2] for one in error.errors()}

        def right(key: str) -> Iterator[tuple[int, Any]]:
            given = data.get(key) if isinstance(data, dict) and (key,) not in wrong else None
            for index, one in enumerate(given if isinstance(given, list) else ()):
                if (key, index) not in wrong:
                    yield index, one

        return _Valid(
            [(index, Change.model_validate(one)) for index, one in right("changes")],
            list(right("hide")),
            [(index, Order.model_validate(one)) for index, one in right("order")],
        )

    # --- Changes ---

    def change(self, index: int, change: Change) -> None:
        """Put one changed field into the entry it belongs to."""
        home = self._target(("changes", index, "id"), change.id, "Ret den dér.")
        field = self._field(("changes", index, "field"), change, home) if home else None
        if home is None or field is None:
            return
        at = ("changes", index)
        hint = "Flyt jeres ændring dertil, hvis den også passer der: skriv »{see}« under »id:«."
        self._replaced((*at, "id"), home, hint, "id: {see}")
        ours, theirs = home.data.get(change.field), texts(field, change.now)
        if texts(field, change.was) != texts(field, ours):
            self._outdated((*at, "was"), change, field, ours)
        if theirs == texts(field, ours):
            message = f"Jeres tekst i »{change.id}« er den samme som vores: »{change.field}«."
            hint = "Slet ændringen. Så følger feltet med, når vores bliver bedre."
            self.tell((*at, "now"), message, hint, "same", example="changes: []")
            return
        raw = self.entries[home.index]
        data = _with(raw.data, (*home.path, change.field), change.now)
        self.entries[home.index] = replace(raw, data=data, digest="")
        self.moved[raw.file, (*raw.path, *home.path, change.field)] = (CHANGES, (*at, "now"))
        line = self.loaded.locate(CHANGES, at).line
        self.changed[change.id].append(
            Changed(
                change.field, field.title, texts(field, ours), theirs, change.why, CHANGES, line
            )
        )

    def _target(self, path: Trail, identifier: str, own: str) -> _Home | None:
        """The common entry with an id, or None and a problem; `own` is said of one of theirs."""
        home = self.homes.get(identifier)
        if home is None:
            message = f"Der skal stå id på en post, der findes, men {shown(identifier)} gør ikke."
            near = nearest(identifier, self._ours())
            hint = f"Mente du »{near}«?" if near else _GONE
            key = "id: {}" if path[-1] == "id" else "hide: [{}]"
            right = near or next(iter(self._ours()), "id-paa-en-post")
            self.tell(path, message, hint, "reference", example=key.format(right))
        elif home.file.startswith(f"{DATA}/"):
            message = f"»{identifier}« er jeres egen post i {home.file}."
            self.tell(path, message, own, example="id: id-paa-en-af-vores")
            return None
        return home

    def _ours(self) -> list[str]:
        return [one for one, home in self.homes.items() if not home.file.startswith(f"{DATA}/")]

    def _field(self, path: Trail, change: Change, home: _Home) -> Described | None:
        """The field that a change is about, or None and a problem."""
        fields = {field.name: field for field in describe(home.model)}
        label = KINDS[home.kind].label.lower()
        free = [name for name in fields if name not in _FIXED and name not in home.model.PARTS]
        why = _FIXED.get(change.field)
        if change.field in home.model.PARTS:
            why = "Det er poster med hver sit id. Ret dem én for én."
        same = (*self.entries[home.index].path, *home.path, change.field)
        earlier = self.moved.get((home.file, same))
        if change.field not in fields:
            message = f"»{change.field}« er ikke et felt i »{change.id}« ({label})."
            near = nearest(change.field, free)
            hint = f"Mente du »{near}«?" if near else f"Felterne er {join(free)}."
            self.tell(path, message, hint, "unknown", example=f"field: {near or free[0]}")
        elif why:
            message = f"Feltet »{change.field}« i »{change.id}« kan ikke ændres."
            self.tell(path, message, why, example="field: summary")
        elif earlier:
            line = self.loaded.locate(CHANGES, earlier[1][:2]).line
            message = f"»{change.field}« i »{change.id}« er ændret før, i linje {line}."
            self.tell(path, message, "Behold kun den ene.", example="field: et-andet-felt")
        else:
            return fields[change.field]
        return None

    def _replaced(self, path: Trail, home: _Home, hint: str, example: str) -> None:
        """Tell of an entry whose place another has taken; both texts may name it as {see}."""
        see = home.data.get("see")
        if isinstance(see, str) and see in self.homes:
            message = f"»{home.data['id']}« er afløst af »{see}« hos os."
            hint, example = (text.format(see=see) for text in (hint, example))
            self.tell(path, message, hint, "outdated", example=example)

    def _outdated(self, path: Trail, change: Change, field: Described, ours: Any) -> None:
        name = f"»{change.field}« ({field.title})"
        message = f"Jeres {name} i »{change.id}« bygger på en ældre udgave af vores."
        before, now = (" ".join(texts(field, one)) for one in (change.was, ours))
        hint = f"Nyt hos os: {difference(before, now)}.".replace(".«.", ".«")
        hint += " Ret jeres tekst, hvis der er grund til det, og skriv vores nye under »was:«."
        example = as_yaml("was", ours)
        self.tell(path, message, hint, "outdated", example=example)

    # --- Hiding and order ---

    def hide(self, index: int, identifier: str) -> None:
        """Take an entry, and what is part of it, out of lists and search."""
        path = ("hide", index)
        home = self._target(path, identifier, "Slet den i stedet.")
        if home is None:
            return
        if home.kind not in HIDEABLE:
            label = KINDS[home.kind].label.lower()
            message = f"»{identifier}« ({label}) har ingen side og kan ikke skjules alene."
            hint = "Skjul den post, den er en del af, eller ret dens tekst under »changes:«."
            self.tell(path, message, hint, example="hide: [id-paa-en-post-med-en-side]")
            return
        moved = home.data.get("status") == "moved"
        if moved and home.data.get("see") not in self.loaded.changes["hide"]:
            hint = f"Skal den også skjules, så skriv den med. Ellers slet »{identifier}«."
            self._replaced(path, home, hint, f"hide: [{identifier}, {{see}}]")
        self.hidden.add(identifier)
        parts = raw_parts(home.model, home.data)
        self.hidden |= {str(part.get("id")) for _, _, part in parts if isinstance(part, dict)}

    def order(self, index: int, order: Order) -> None:
        """Put the entries of a set or a kind in another order."""
        if order.of in KINDS:
            self._order_kind(("order", index), order)
        elif home := self.homes.get(order.of):
            if home.data.get("status") == "moved":
                at = ("order", index, "of")
                self._replaced(at, home, "Skriv »{see}« i stedet.", "of: {see}")
            self._order_parts(("order", index), order, home)
        else:
            message = f"»of« skal være id på et sæt eller en slags, men er {shown(order.of)}."
            sets = [one for one, home in self.homes.items() if home.model.PARTS]
            hint = did_you_mean(order.of, [*ORDERABLE, *sets])
            hint = hint or f"Slagsene er {join(ORDERABLE)}."
            self.tell(("order", index, "of"), message, hint, "reference", example="of: phase")

    def _order_kind(self, path: Trail, order: Order) -> None:
        if order.of not in ORDERABLE:
            label = KINDS[order.of].plural
            message = f"{label.capitalize()} står efter titel og kan ikke ordnes."
            hint = f"Det kan {join(ORDERABLE)}."
            self.tell((*path, "of"), message, hint, example="of: phase")
            return
        places = {
            identifier: home.index
            for identifier, home in self.homes.items()
            if home.kind == order.of and not home.path
        }
        if self._known(path, order, list(places)):
            wanted = _first(order.ids, list(places))
            moved = [self.entries[places[one]] for one in wanted]
            for place, raw in zip(places.values(), moved, strict=True):
                self.entries[place] = raw
            self.find()

    def _order_parts(self, path: Trail, order: Order, home: _Home) -> None:
        lists = {name: _ids(home.data.get(name)) for name in home.model.PARTS}
        name = next((one for one, ids in lists.items() if set(order.ids) & set(ids)), "")
        if not self._known(
            path, order, lists.get(name) or [one for ids in lists.values() for one in ids]
        ):
            return
        raw, before = self.entries[home.index], lists[name]
        wanted = _first(order.ids, before)
        parts = [home.data[name][before.index(one)] for one in wanted]
        within = (*raw.path, *home.path, name)
        for new, one in enumerate(wanted):
            self.moved[raw.file, (*within, new)] = (raw.file, (*within, before.index(one)))
        data = _with(raw.data, (*home.path, name), parts)
        self.entries[home.index] = replace(raw, data=data, digest="")
        self.ordered.add(order.of)
        self.find()

    def _known(self, path: Trail, order: Order, ids: Sequence[str]) -> bool:
        """Whether an order names entries of its own list, each once; tells when not."""
        right = True
        for place, one in enumerate(order.ids):
            where = (*path, "ids", place)
            if one not in ids:
                message = f"»{one}« hører ikke til »{order.of}«."
                hint = did_you_mean(one, ids) or "Slet id'et."
                example = as_yaml("ids", list(ids[:3]))
                self.tell(where, message, hint, "reference", example=example)
            elif one in order.ids[:place]:
                message = f"»{one}« står to gange i rækkefølgen."
                self.tell(where, message, "Slet det ene.", example=as_yaml("ids", list(ids[:3])))
            else:
                self._moved_in(where, order, self.homes[one])
                continue
            right = False
        return right

    def _moved_in(self, path: Trail, order: Order, home: _Home) -> None:
        """Tell of an entry in an order that stands in no list now, since another has its place."""
        if home.data.get("status") == "moved":
            one, see = home.data["id"], home.data.get("see")
            there = see in order.ids
            hint = f"Slet »{one}«." if there else "Skriv »{see}« i stedet."
            right = [see if each == one else each for each in order.ids if each != one or not there]
            self._replaced(path, home, hint, as_yaml("ids", right))


def _kind(part: type[entry_model.Entry], data: dict[str, Any], raw: Raw) -> str:
    """The kind of an entry as read; broken ones get the kind of most of their sort."""
    if part is model.Principle:
        kind = raw.data.get("kind")
        return kind if isinstance(kind, str) and kind in SET_KINDS else "principle"
    if part is model.Concept and data.get("kind") == "phase":
        return "phase"
    return MODEL_KINDS[part]


def _ids(entries: Any) -> list[str]:
    if not isinstance(entries, list):
        return []
    return [str(one.get("id")) if isinstance(one, dict) else "" for one in entries]


def _first(ids: Sequence[str], rest: Sequence[str]) -> list[str]:
    """The ids of an order, and after them the rest as they stood."""
    return [*ids, *(one for one in rest if one not in ids)]


def _with(data: Any, path: Trail, value: Any) -> Any:
    """The data with another value at `path`; what was read stays as it is."""
    if not path:
        return value
    step, *rest = path
    changed = data.copy()
    if isinstance(changed, dict):
        changed[step] = _with(changed.get(step), tuple(rest), value)
    else:
        changed[int(step)] = _with(changed[int(step)], tuple(rest), value)
    return changed
