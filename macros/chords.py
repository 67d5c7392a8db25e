"""Where things go in the picture of all relations: a circle of places with chords between.

Principles, ways, traits, steps and phases have a place each. Everything else is taken
together: clauses by charter, critique by group, and the rest by kind.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from . import vocabulary as words
from .addresses import SET_ENTRIES, address
from .lettering import wrap
from .link import Link, Node, Site, derived
from .model import Critique
from .pictures import on_circle
from .relations import all_relations

ALONE = (*SET_ENTRIES, "phase")
# The letter each kind of place is known by where there is no room for its name.
LETTERS = {
    "principle": "P", "way": "V", "trait": "K", "step": "T", "phase": "F", "charter": "C",
    "draft": "U", "critique": "I", "concept": "B",
}  # fmt: skip
OTHER = "A"
DOT = 13
APART = 27.5  # from dot to dot along the circle
LABEL_ROOM, LABEL_SIZE, LABEL_LINE = 178, 11, 12.5
LABEL_LINES = 2  # as many as there is room for between two dots
# How far towards the middle a chord bends, by its type: all of the way is 0.
_BEND = {"supports": 0.32, "elaborates": 0.22, "tension": 0.12, "challenges": 0.02}


@dataclass(frozen=True)
class Place:
    """A dot on the circle: an entry, or entries taken together.

    `address` runs from the site's root; `turn` is the label's angle in degrees, and
    `flipped` says that it reads towards the middle; `chords` are numbers of chords.
    """

    key: str
    kind: str
    code: str
    title: str
    address: str
    x: float
    y: float
    turn: float
    flipped: bool
    lines: tuple[str, ...]
    chords: tuple[int, ...]
    amount: int


@dataclass(frozen=True)
class Chord:
    """All relations of one type between two places."""

    number: int
    ends: tuple[str, str]
    type: str
    amount: int
    path: str


@dataclass(frozen=True)
class Whole:
    """The circle: its radius, its places clockwise from the top, and its chords.

    `inside` are the relations within one place, which have no chord.
    """

    radius: float
    places: tuple[Place, ...]
    chords: tuple[Chord, ...]
    inside: tuple[Link, ...]


@dataclass(frozen=True)
class _Group:
    key: str
    kind: str
    title: str
    address: str


@derived
def whole(site: Site) -> Whole:
    """The picture of every typed relation."""
    relations = all_relations(site)
    ends = [(_group(site, site[one.source]), _group(site, site[one.target])) for one in relations]
    groups = _in_order({group.key: group for pair in ends for group in pair}.values(), site)
    radius = round(max(120.0, len(groups) * APART / (2 * math.pi)), 1)
    spots = {group.key: on_circle(index, len(groups), radius) for index, group in enumerate(groups)}
    order = {group.key: index for index, group in enumerate(groups)}
    counted = Counter(
        (*sorted((a.key, b.key), key=order.__getitem__), one.type)
        for one, (a, b) in zip(relations, ends, strict=True)
        if a.key != b.key
    )
    chords = []
    for number, ((a, b, type_), amount) in enumerate(
        sorted(counted.items(), key=lambda one: (order[one[0][0]], order[one[0][1]], one[0][2])), 1
    ):
        path = _chord((spots[a].x, spots[a].y), (spots[b].x, spots[b].y), radius, _BEND[type_])
        chords.append(Chord(number, (a, b), type_, amount, path))
    inside = [one for one, (a, b) in zip(relations, ends, strict=True) if a.key == b.key]
    return Whole(radius, tuple(_places(groups, radius, chords)), tuple(chords), tuple(inside))


def _group(site: Site, node: Node) -> _Group:
    """The place an entry belongs to."""
    if node.kind in ALONE:
        return _Group(node.id, node.kind, node.title, address(site, node.id))
    if node.parent:
        parent = site[node.parent]
        return _Group(parent.id, parent.kind, parent.title, address(site, parent.id))
    if isinstance(node.entry, Critique):
        group = node.entry.group
        title = f"Kritik: {words.CRITIQUE_GROUPS[group].label}"
        return _Group(f"kritik-{group}", "critique", title, f"kritik/#{group}")
    folder = address(site, node.id).split("/")[0]
    return _Group(
        f"alle-{node.kind}", node.kind, words.KINDS[node.kind].plural.capitalize(), f"{folder}/"
    )


def _in_order(groups: Iterable[_Group], site: Site) -> list[_Group]:
    """Kind by kind, and within a kind in the order of the data."""
    entries = {identifier: index for index, identifier in enumerate(site.nodes)}
    critique = {f"kritik-{group}": index for index, group in enumerate(words.CRITIQUE_GROUPS)}
    kinds = [*LETTERS, *(kind for kind in words.KINDS if kind not in LETTERS)]
    places = critique | entries
    return sorted(groups, key=lambda one: (kinds.index(one.kind), places.get(one.key, 0)))


def _places(groups: list[_Group], radius: float, chords: list[Chord]) -> Iterable[Place]:
    letters = [LETTERS.get(group.kind, OTHER) for group in groups]
    seen: Counter[str] = Counter()
    for index, group in enumerate(groups):
        letter = letters[index]
        seen[letter] += 1
        code = f"{letter}{seen[letter]}" if letters.count(letter) > 1 else letter
        spot = on_circle(index, len(groups), radius)
        angle = spot.turn - 90
        flipped = spot.x < 0
        mine = [chord for chord in chords if group.key in chord.ends]
        yield Place(
            group.key, group.kind, code, group.title, group.address, spot.x, spot.y,
            round(angle + (180 if flipped else 0), 1), flipped,
            _label(group.title), tuple(chord.number for chord in mine),
            sum(chord.amount for chord in mine),
        )  # fmt: skip


def _label(title: str) -> tuple[str, ...]:
    """A title in as many lines as there is room for."""
    lines = wrap(title, LABEL_ROOM, LABEL_SIZE)
    if len(lines) <= LABEL_LINES:
        return lines
    last = lines[LABEL_LINES - 1].rpartition(" ")[0] or lines[LABEL_LINES - 1][:-2]
    return (*lines[: LABEL_LINES - 1], f"{last} …")


def _chord(a: tuple[float, float], b: tuple[float, float], radius: float, bend: float) -> str:
    """A curve from dot to dot, bent towards the middle; it begins and ends inside the ring."""
    inner = (radius - DOT) / radius
    (ax, ay), (bx, by) = ((x * inner, y * inner) for x, y in (a, b))
    cx, cy = (ax + bx) / 2 * bend, (ay + by) / 2 * bend
    return f"M{ax:.0f} {ay:.0f}Q{cx:.0f} {cy:.0f} {bx:.0f} {by:.0f}"
