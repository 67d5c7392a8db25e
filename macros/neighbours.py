"""Where things go in the picture of one entry and what it is related to.

The entry stands in the middle and the others in two columns, above and below it. Each
has a line of its own down the lane between the columns, so that no lines cross.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .addresses import SET_ENTRIES
from .lettering import wrap
from .link import Node, Site
from .relations import Related, RelatedGroup, related_to_whole

# Kinds whose entries are known by their numbers.
NUMBERED = (*SET_ENTRIES, "phase")
# Fewer relations than this need no picture; with more, each kind is shown as one.
FEWEST, MOST = 3, 14
# Wide enough for a phone at about its own size.
WIDTH = 352
COLUMN = 156
CENTRE = 240
PADDING = 8
BETWEEN = 12
AROUND_CENTRE = 26
LABEL_SIZE, LABEL_LINE = 12, 15
TITLE_SIZE, TITLE_LINE = 13, 17
CENTRE_SIZE, CENTRE_LINE = 15, 20
BEND = 8


@dataclass(frozen=True)
class Box:
    """A box and its text: the lines of its label, then those of its title, each with its y."""

    x: float
    y: float
    width: float
    height: float
    label: tuple[tuple[str, float], ...]
    title: tuple[tuple[str, float], ...]

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Neighbour:
    """A related entry, or a kind of them: its box, its line and what the line means.

    `id` is None for a kind; `type` is "" where the line stands for several types.
    """

    id: str | None
    name: str
    type: str
    box: Box
    path: str


@dataclass(frozen=True)
class Picture:
    """An entry and its neighbours, from the top of the left column to the end of the right."""

    height: float
    centre: Box
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True)
class Said:
    """What a neighbour says, before it has a place."""

    id: str | None
    type: str
    label: tuple[str, ...]
    title: tuple[str, ...]
    name: str

    @property
    def height(self) -> float:
        """How high its box must be."""
        return 2 * PADDING + len(self.label) * LABEL_LINE + len(self.title) * TITLE_LINE


def neighbourhood(site: Site, identifier: str) -> Picture | None:
    """The picture around an entry, or None if it has too few relations."""
    groups = related_to_whole(site, identifier)
    amount = sum(len(group.relations) for group in groups)
    if amount < FEWEST:
        return None
    if amount > MOST:
        return arranged(site[identifier].title, [_kind(group) for group in groups])
    all_related = [one for group in groups for one in group.relations]
    return arranged(site[identifier].title, [_entry(site, one) for one in all_related])


def what(site: Site, node: Node) -> str:
    """What an entry is, with its number if readers know it by one: "vej 8"."""
    label = site.label(node)
    return f"{label} {node.entry.number}" if node.kind in NUMBERED else label  # type: ignore[attr-defined]


def _entry(site: Site, one: Related) -> Said:
    label = f"{what(site, one.node)} · {one.label}"
    return said(one.node.id, one.type, label, one.node.title)


def _kind(group: RelatedGroup) -> Said:
    labels = list(dict.fromkeys(one.label for one in group.relations))
    types = {one.type for one in group.relations}
    type_ = types.pop() if len(types) == 1 else ""
    return said(None, type_, ", ".join(labels), f"{len(group.relations)} {group.label}")


def said(identifier: str | None, type_: str, label: str, title: str) -> Said:
    """A neighbour's label and title in lines that fit its box."""
    room = COLUMN - 2 * PADDING
    return Said(
        identifier,
        type_,
        wrap(label, room, LABEL_SIZE),
        wrap(title, room, TITLE_SIZE),
        f"{label} {title}",  # in the order it is seen
    )


def arranged(title: str, texts: Sequence[Said]) -> Picture:
    """Places for an entry's title and its neighbours, in their order."""
    half = (len(texts) + 1) // 2
    columns = (texts[:half], texts[half:])
    above = [column[: (len(column) + 1) // 2] for column in columns]
    below = [column[(len(column) + 1) // 2 :] for column in columns]
    lines = wrap(title, CENTRE - 2 * PADDING, CENTRE_SIZE, bold=True)
    top = max(_stack(column) for column in above) + AROUND_CENTRE
    centre = _box(((WIDTH - CENTRE) / 2, top), CENTRE, (), lines, (CENTRE_LINE, CENTRE_SIZE))
    bottom = centre.y + centre.height
    start = bottom + AROUND_CENTRE
    placed = []
    for side in (0, 1):
        first = top - AROUND_CENTRE - _stack(above[side])
        placed += _column(above[side], side, first, centre.y, upwards=True)
        placed += _column(below[side], side, start, bottom, upwards=False)
    height = start + max(_stack(column) for column in below) if any(below) else bottom
    return Picture(height, centre, tuple(placed))


def _stack(texts: Sequence[Said]) -> float:
    """How high some boxes are, one above the other."""
    return sum(text.height for text in texts) + BETWEEN * max(len(texts) - 1, 0)


def _column(
    texts: Sequence[Said], side: int, y: float, start: float, *, upwards: bool
) -> list[Neighbour]:
    """Neighbours on one side of the lane, `y` and down; their lines begin at `start`."""
    placed = []
    for index, text in enumerate(texts):
        x = side * (WIDTH - COLUMN)
        box = _box((x, y), COLUMN, text.label, text.title, (TITLE_LINE, TITLE_SIZE))
        # The farther away, the closer its line is to the middle.
        nearness = index if upwards else len(texts) - 1 - index
        path = _line(box, side, start, nearness, len(texts))
        placed.append(Neighbour(text.id, text.name, text.type, box, path))
        y += box.height + BETWEEN
    return placed


def _line(box: Box, side: int, start: float, nearness: int, amount: int) -> str:
    """From the entry in the middle along the lane, round the bend and to the box."""
    out = -1 if side == 0 else 1
    lane = (WIDTH - 2 * COLUMN) / 2
    from_middle = (nearness + 0.5) / amount * (lane - BEND)
    x = WIDTH / 2 + out * from_middle
    edge = box.x + (box.width if side == 0 else 0)
    before = box.middle + (BEND if start > box.middle else -BEND)
    return (
        f"M{x:.1f} {start:.1f}V{before:.1f}"
        f"Q{x:.1f} {box.middle:.1f} {x + out * BEND:.1f} {box.middle:.1f}H{edge:.1f}"
    )


def _box(
    at: tuple[float, float], width: float, label: Sequence[str], title: Sequence[str],
    line: tuple[int, int],
) -> Box:  # fmt: skip
    """A box as high as its lines need, with its corner at `at`.

    `line` is the height of the title's lines and the size of its letters.
    """
    (x, y), (height, size) = at, line
    labels = [(text, y + PADDING + LABEL_SIZE + i * LABEL_LINE) for i, text in enumerate(label)]
    under = y + PADDING + len(label) * LABEL_LINE
    titles = [(text, under + size + i * height) for i, text in enumerate(title)]
    whole = 2 * PADDING + len(label) * LABEL_LINE + len(title) * height
    return Box(x, y, width, whole, tuple(labels), tuple(titles))
