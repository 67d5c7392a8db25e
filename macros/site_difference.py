"""What can be asked of a Site, and the answers that are not the same of two of them."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from .entry_model import Entry
from .link import Node, Site
from .overlay_model import Overlay
from .vocabulary import KINDS

# What can be asked for, such as ("title", "fp-1"); a derived value by its function.
Key = tuple[Any, ...]
WHOLE = "*"  # of an entry: all its fields
_FIELDS = tuple(one.name for one in fields(Node) if one.name not in ("id", "entry"))
_WAYS = ("outgoing", "incoming")


def differences(before: Site, after: Site, types: set[tuple[str, ...]]) -> Iterator[Key]:
    """What can be asked for of two Sites and is not the same; links by the types asked for."""
    identifiers = before.nodes.keys() | after.nodes.keys()
    pairs = ((one, before.nodes.get(one), after.nodes.get(one)) for one in identifiers)
    old_lists, new_lists = _lists(before), _lists(after)
    found = [key for key, value in new_lists.items() if value != old_lists[key]]
    found += [key for one, old, new in pairs if old is not new for key in _of_node(one, old, new)]
    yield from found
    kinds = {key[0] for key in found}
    linked = not kinds.isdisjoint(("links", "unlisted"))
    for identifier in identifiers if linked else ():
        for way in _WAYS:
            yield from _of_links(way, identifier, before, after, types)
    # They follow each other by kind, by title and by what they are part of.
    for identifier in identifiers if linked or kinds & {"of_kind", "title"} else ():
        old, new = before.siblings(identifier), after.siblings(identifier)
        if old != new and _ids(old) != _ids(new):
            yield "siblings", identifier


def _lists(site: Site) -> dict[Key, Any]:
    """What is not asked for by an id."""
    return {
        **{("of_kind", kind): _ids(site.of_kind(kind)) for kind in KINDS},
        ("all",): list(site.nodes),
        ("theirs",): _ids(site.theirs),
        ("links",): site.links,
        ("shown_links",): site.shown_links,
        ("unlisted",): site.unlisted,
        **{("overlay", one.name): getattr(site.overlay, one.name) for one in fields(Overlay)},
    }


def _of_node(identifier: str, old: Node | None, new: Node | None) -> Iterator[Key]:
    if old is None or new is None:
        yield "has", identifier
    for name in _FIELDS:
        if old is None or new is None or getattr(old, name) != getattr(new, name):
            yield name, identifier
    before, after = (one.entry if one else None for one in (old, new))
    if before != after:
        yield "entry", identifier, WHOLE
        for name in {"__class__", *_fields(before), *_fields(after)}:
            if getattr(before, name, None) != getattr(after, name, None):
                yield "entry", identifier, name


def _fields(entry: Entry | None) -> Iterable[str]:
    return entry.__class__.model_fields if entry else ()


def _of_links(
    way: str, identifier: str, before: Site, after: Site, types: set[tuple[str, ...]]
) -> Iterator[Key]:
    old, new = getattr(before, way)(identifier), getattr(after, way)(identifier)
    if old != new:
        for some in types:
            if getattr(before, way)(identifier, *some) != getattr(after, way)(identifier, *some):
                yield way, identifier, some


def _ids(nodes: Any) -> list[str | None]:
    return [node and node.id for node in nodes]
