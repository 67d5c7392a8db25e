"""Typed relations between entries, as a reader meets them at either end."""

from collections.abc import Iterable
from dataclasses import dataclass

from . import vocabulary as words
from .link import Link, Node, Site, derived

_KIND_ORDER = tuple(words.KINDS)


@dataclass(frozen=True)
class Related:
    """The other end of a relation, as seen from one of its ends."""

    node: Node
    type: str
    label: str
    why: str | None


@dataclass(frozen=True)
class RelatedGroup:
    """Relations to entries of one kind."""

    kind: str
    label: str
    relations: tuple[Related, ...]


# What helps a reader use the knowledge, and is none itself.
TOOLS = {"guide", "assessment"}


@derived
def all_relations(site: Site) -> list[Link]:
    """Every typed relation between pieces of knowledge, in the order of the data."""
    return [
        one
        for one in site.shown_links
        if one.type in words.RELATION_TYPES
        and not {site[one.source].kind, site[one.target].kind} & TOOLS
    ]


def related(site: Site, identifier: str) -> list[RelatedGroup]:
    """Typed relations both ways, grouped by the kind of the other end."""
    return _grouped(_both_ways(site, identifier))


def related_to_whole(site: Site, identifier: str) -> list[RelatedGroup]:
    """The relations of an entry and of the entries inside it, to entries outside it.

    The same other end is given once for each type of relation.
    """
    inside = [identifier, *(part.id for part in site.parts(identifier))]
    found = [one for part in inside for one in _both_ways(site, part)]
    outside = {(one.node.id, one.type): one for one in found if one.node.id not in inside}
    return _grouped(outside.values())


def _both_ways(site: Site, identifier: str) -> list[Related]:
    both = [(one, one.target) for one in site.outgoing(identifier, *words.RELATION_TYPES)]
    both += [(one, one.source) for one in site.incoming(identifier, *words.RELATION_TYPES)]
    return [
        Related(site[other], one.type, words.RELATION_TYPES[one.type].label, one.why)
        for one, other in both
    ]


def _grouped(relations: Iterable[Related]) -> list[RelatedGroup]:
    kinds: dict[str, list[Related]] = {}
    for one in relations:
        kinds.setdefault(one.node.kind, []).append(one)
    return [
        RelatedGroup(kind, words.KINDS[kind].plural, tuple(kinds[kind]))
        for kind in sorted(kinds, key=_KIND_ORDER.index)
    ]
