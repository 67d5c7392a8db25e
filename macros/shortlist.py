"""The first of many: what a page shows of a list that grows with the number of cases."""

import heapq
from collections.abc import Iterable, Sequence
from typing import TypeVar

from . import vocabulary as words
from .danish import SortKey, sort_key
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


@derived
def by_title(site: Site, *kinds: str) -> tuple[Node, ...]:
    """Every entry of these kinds that is listed, in Danish alphabetical order."""
    return tuple(site.by_title(site.of_kind(*kinds)))


def surest(site: Site, nodes: Iterable[Node], most: int = MOST) -> list[Node]:
    """Nodes by title; of more than `most`, the surest, by title among equals."""
    return [node for node, _ in surest_pairs(site, [(node, None) for node in nodes], most)]


def surest_pairs(
    site: Site, pairs: Sequence[tuple[Node, T]], most: int = MOST
) -> list[tuple[Node, T]]:
    """The same for nodes that each have something with them."""
    chosen = _surest(site, tuple(node.id for node, _ in pairs), most)
    return [pairs[at] for at in chosen]


# So that a page asks no more of the entries that it does not show.
@followed
def _surest(site: Site, identifiers: tuple[str, ...], most: int) -> tuple[int, ...]:
    """Which of some entries those are, by their places among them."""
    standing = [_standing(site, one) for one in identifiers]
    if len(standing) <= most:
        standing = [(0, key) for _, key in standing]
    return tuple(heapq.nsmallest(most, range(len(standing)), key=standing.__getitem__))


@derived
def _standing(site: Site, identifier: str) -> tuple[int, SortKey]:
    """How sure an entry is, the surest lowest, and its place in the alphabet."""
    node = site[identifier]
    certainty = getattr(node.entry, "certainty", None)
    return _ORDER.get(certainty or "", len(_ORDER)), sort_key(node.title)


@derived
def surest_by_area(site: Site) -> dict[str | None, tuple[int, list[Node]]]:
    """How many cases there are of each area, None for an unknown one, and the surest of them."""
    found: dict[str | None, list[Node]] = {}
    for node in site.of_kind("case"):
        found.setdefault(_area(site, node.id), []).append(node)
    return {area: (len(some), surest(site, some, MOST_EACH)) for area, some in found.items()}


@followed
def _area(site: Site, identifier: str) -> str | None:
    return getattr(site[identifier].entry, "area", None)
