"""Where things go in a picture: plain geometry for the SVG templates."""

import math
import re
from dataclasses import dataclass
from itertools import groupby

from .link import Node, Site
from .model import Milestone


@dataclass(frozen=True)
class Spot:
    """A point on a circle around the origin, and the direction of travel there in degrees."""

    x: float
    y: float
    turn: float


def on_circle(index: float, count: int, radius: float) -> Spot:
    """The place of number `index` of `count` on a circle, clockwise from the top."""
    angle = 2 * math.pi * index / count - math.pi / 2
    return Spot(
        round(radius * math.cos(angle), 1),
        round(radius * math.sin(angle), 1),
        round(math.degrees(angle) + 90, 1),
    )


def level(amount: int) -> int:
    """How dark to shade an amount: 0 for none, 1 for one, 2 for two or three, 3 for more."""
    return 3 if amount > 3 else (amount + 2) // 2 if amount else 0


@dataclass(frozen=True)
class Dot:
    """One event on the timeline: its number, its entry, and the shown documents it concerns."""

    number: int
    node: Node
    charters: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """The events of one year, in the order of the data; the year is "" when unknown."""

    year: str
    dots: tuple[Dot, ...]


def timeline(site: Site) -> list[Column]:
    """The charter story year by year, in the order of the data."""
    dots: list[tuple[str, Dot]] = []
    year = ""
    for number, node in enumerate(site.of_kind("milestone"), 1):
        if isinstance(node.entry, Milestone):
            year = _year(node.entry, after=year)
            shown = tuple(one for one in node.entry.charters if site[one].listed)
            dots.append((year, Dot(number, node, shown)))
    return [
        Column(year, tuple(dot for _, dot in group))
        for year, group in groupby(dots, key=lambda pair: pair[0])
    ]


def _year(entry: Milestone, after: str) -> str:
    """The first year named in an event's date that does not go back in time."""
    named = re.findall(r"\b\d{4}\b", f"{entry.when or ''} {entry.when_text or ''}")
    return next((year for year in named if year >= after), named[-1] if named else "")
