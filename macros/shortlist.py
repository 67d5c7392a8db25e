"""The first of many: what a page shows of a list that grows with the number of cases."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from . import vocabulary as words
from .danish import sort_key
from .link import Node, Site, derived, followed

T = TypeVar("T")

# Longer lists are cut to their first, and lead to the case index.
MOST = 16
# The same for a page with a list for each of many areas.
MOST_EACH = 5
# A list of bare titles may be this long.
MOST_TITLES = 100
# A copy of the site for a folder holds the cases' own pages up to this many.
MOST_TAKEN = 500
_ORDER = {certainty: rank for rank, certainty in enumerate(words.CERTAINTIES)}


def surest(nodes: Iterable[Node], most: int = MOST) -> list[Node]:
    """Nodes by title; of more than `most`, the surest, by title among equals."""
    return [node for node, _ in surest_pairs([(node, None) for node in nodes], most)]


def surest_pairs(pairs: Sequence[tuple[Node, T]], most: int = MOST) -> list[tuple[Node, T]]:
    """The same for nodes that each have something with them."""

    def order(pair: tuple[Node, T]) -> tuple[int, tuple[tuple[int, ...], str]]:
        certainty = getattr(pair[0].entry, "certainty", None)
        rank = _ORDER.get(certainty or "", len(_ORDER)) if len(pairs) > most else 0
        return rank, sort_key(pair[0].title)

    return sorted(pairs, key=order)[:most]


@derived
def surest_by_area(site: Site) -> dict[str | None, tuple[int, list[Node]]]:
    """How many cases there are of each area, None for an unknown one, and the surest of them."""
    found: dict[str | None, list[Node]] = {}
    for node in site.of_kind("case"):
        found.setdefault(_area(site, node.id), []).append(node)
    return {area: (len(some), surest(some, MOST_EACH)) for area, some in found.items()}


@followed
def _area(site: Site, identifier: str) -> str | None:
    return getattr(site[identifier].entry, "area", None)
