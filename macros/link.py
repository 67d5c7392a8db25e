"""Valid entries to a frozen Site: every entry by id, every link in both directions.

All links follow from what is typed once: references in fields, relations with their
reasons, links in prose and citations. The other end is derived here and nowhere else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from . import aids_model, model
from .danish import sort_key
from .entry_model import Entry
from .fields import REFERENCE, Markup, Reference
from .finding import Placed
from .kinds import kind_of, parts
from .overlay import HIDEABLE
from .overlay_model import NOTHING, Changed, Overlay
from .own_folder import DATA
from .problem import Trail
from .vocabulary import KINDS

P = ParamSpec("P")
T = TypeVar("T")

# Kinds whose entries follow each other by title; the others stand in the order of the data.
ALPHABETICAL = ("case", "municipality", "source")


@dataclass(frozen=True)
class Node:
    """An entry in its place: its kind, the entry it is part of, and where it is written.

    `line` counts from 1 in `file`. `origin` says whose it is: "" for ours, "kommune" for a
    municipality's; `changed` which fields of ours it has changed, and `hidden` that it shows
    the entry in no list. `listed` is false for these, and for what has moved or is retired.
    """

    id: str
    kind: str
    title: str
    entry: Entry
    parent: str | None
    file: str
    line: int
    origin: str = ""
    changed: tuple[Changed, ...] = ()
    hidden: bool = False
    listed: bool = True


class Link(NamedTuple):
    """A typed link from one entry to another; `why` is its reason, when it has one.

    `path` is the way to where it is typed in the entry it comes from.
    """

    source: str
    target: str
    type: str
    why: str | None = None
    path: Trail = ()


@dataclass(frozen=True, eq=False)
class Site:
    """All entries and links. Nothing in it changes after it is made; it equals only itself."""

    nodes: dict[str, Node]
    links: tuple[Link, ...]
    overlay: Overlay = NOTHING
    _derived: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False)

    @cached_property
    def _ends(self) -> tuple[dict[str, list[Link]], dict[str, list[Link]]]:
        """The links by both ends: hidden ends are shown to what is hidden alone.

        What stands in no list comes from nowhere, but still leads on.
        """
        outgoing, incoming = defaultdict(list), defaultdict(list)
        hidden, unlisted = self.overlay.hidden, self.unlisted
        for link in self.links:
            if link.target not in hidden or link.source in hidden:
                outgoing[link.source].append(link)
            if link.source not in unlisted or link.target in unlisted:
                incoming[link.target].append(link)
        return outgoing, incoming

    def __getitem__(self, identifier: str) -> Node:
        """The node with this id; KeyError when there is none."""
        return self.nodes[identifier]

    @cached_property
    def shown_links(self) -> tuple[Link, ...]:
        """The links that an overview may show: those whose ends are both listed."""
        unlisted = self.unlisted
        if not unlisted:
            return self.links
        return tuple(one for one in self.links if unlisted.isdisjoint((one.source, one.target)))

    @cached_property
    def unlisted(self) -> frozenset[str]:
        """The entries that stand in no list: hidden ones, and those that only keep an address."""
        return frozenset(node.id for node in self.nodes.values() if not node.listed)

    def outgoing(self, identifier: str, *types: str) -> list[Link]:
        """Links from an entry, of the given types (none given: all)."""
        return _of_types(self._ends[0].get(identifier, []), types)

    def incoming(self, identifier: str, *types: str) -> list[Link]:
        """Links to an entry, of the given types (none given: all)."""
        return _of_types(self._ends[1].get(identifier, []), types)

    def of_kind(self, *kinds: str) -> list[Node]:
        """Every entry of these kinds that is listed, in the order of the data."""
        return [node for kind in kinds for node in self._by_kind.get(kind, [])]

    @cached_property
    def _by_kind(self) -> dict[str, list[Node]]:
        kinds = defaultdict(list)
        for node in self.nodes.values():
            if node.listed:
                kinds[node.kind].append(node)
        return dict(kinds)

    @cached_property
    def theirs(self) -> tuple[Node, ...]:
        """The entries that a municipality has added, changed or hidden."""
        return tuple(n for n in self.nodes.values() if n.origin or n.changed or n.hidden)

    def label(self, node: Node) -> str:
        """What an entry is, in lower case: "princip", "artikelpunkt 2016" …."""
        parent = self.nodes[node.parent].entry if node.parent else None
        if isinstance(parent, model.Charter):
            return parent.clause_name
        return KINDS[node.kind].label.lower()

    def parts(self, identifier: str) -> list[Node]:
        """The entries inside an entry, in their order."""
        return [self.nodes[link.source] for link in self.incoming(identifier, "part_of")]

    def siblings(self, identifier: str) -> tuple[Node | None, Node | None]:
        """The entry before and the one after, within its set or its kind."""
        return self._siblings.get(identifier, (None, None))

    @cached_property
    def _siblings(self) -> dict[str, tuple[Node | None, Node | None]]:
        wholes = {node.parent: None for node in self.nodes.values() if node.parent}
        rows = [self.parts(identifier) for identifier in wholes]
        for kind, nodes in self._by_kind.items():
            alone = [node for node in nodes if node.parent is None]
            rows.append(self.by_title(alone) if kind in ALPHABETICAL else alone)
        return {
            node.id: (before, after)
            for row in rows
            for before, node, after in zip([None, *row], row, [*row[1:], None], strict=False)
        }

    def by_title(self, nodes: Iterable[Node]) -> list[Node]:
        """Nodes in Danish alphabetical order."""
        return sorted(nodes, key=lambda node: sort_key(node.title))

    def derive(self, made: Callable[..., Any], given: tuple[Any, ...]) -> Any:
        """The value of a `derived` function, made the first time it is asked for."""
        key = (made, given)
        if key not in self._derived:
            self._derived[key] = made.__wrapped__(self, *given)  # type: ignore[attr-defined]
        return self._derived[key]

    def follow(self, made: Callable[..., Any], given: tuple[Any, ...]) -> Any:
        """The value of a `followed` function."""
        return made.__wrapped__(self, *given)  # type: ignore[attr-defined]


def derived(make: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """A function of a Site whose value is made once for each Site and what else it is given.

    What it is given is plain values. The preview makes the value again when what it was made
    of has changed, and what was made of the value only when that became another.
    """

    @wraps(make)
    def value(site: Site, /, *given: P.args, **none: P.kwargs) -> T:
        del none
        return site.derive(value, given)  # type: ignore[no-any-return]

    return value


def followed(make: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """The same for a value that is asked for once, and kept by the preview alone."""

    @wraps(make)
    def value(site: Site, /, *given: P.args, **none: P.kwargs) -> T:
        del none
        return site.follow(value, given)  # type: ignore[no-any-return]

    return value


def _of_types(links: list[Link], types: tuple[str, ...]) -> list[Link]:
    return [link for link in links if link.type in types] if types else links


@dataclass(frozen=True)
class Piece:
    """What one entry adds to a Site: itself and its parts, and the links that are typed in it."""

    placed: Placed
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


def link(entries: Iterable[Placed], overlay: Overlay = NOTHING) -> Site:
    """Join valid entries into a Site; they must have passed the checks."""
    return join(pieces(entries, overlay), overlay)


def pieces(
    entries: Iterable[Placed], overlay: Overlay, before: Iterable[Piece] = ()
) -> list[Piece]:
    """Each entry by itself; `before` holds those of the same overlay that need not be made anew."""
    known = {id(piece.placed): piece for piece in before}
    return [
        known.get(id(placed))
        or Piece(placed, tuple(_nodes(placed, overlay)), tuple(_links(placed)))
        for placed in entries
    ]


def join(found: Iterable[Piece], overlay: Overlay, before: Site | None = None) -> Site:
    """A Site of its pieces; what texts mention without its being there is no link.

    Links that are those of the Site `before` need not be put by their ends again.
    """
    found = list(found)
    nodes = {node.id: node for piece in found for node in piece.nodes}
    there = [
        one
        for piece in found
        for one in piece.links
        if one.type != "mentions" or one.target in nodes
    ]
    site = Site(nodes, tuple(there), overlay)
    same = before and overlay == before.overlay and site.unlisted == before.unlisted
    same = same and before and site.links == before.links
    vars(site)["_ends"] = (before if before and same else site)._ends  # noqa: SLF001
    return site


def _nodes(placed: Placed, overlay: Overlay) -> Iterator[Node]:
    whole, raw = placed.entry, placed.raw
    gone = _is_gone(whole, kind_of(whole))
    for _, part in parts(whole):
        inside = part is not whole
        kind = kind_of(part, whole if inside else None)
        yield Node(
            id=part.id,
            kind=kind,
            title=title_of(part),
            entry=part,
            parent=whole.id if inside else None,
            file=raw.file,
            line=placed.lines[part.id],
            origin="kommune" if raw.file.startswith(f"{DATA}/") else "",
            changed=overlay.changed.get(part.id, ()),
            hidden=part.id in overlay.hidden,
            listed=part.id not in overlay.hidden and not (gone or _is_gone(part, kind)),
        )


def _is_gone(entry: Entry, kind: str) -> bool:
    """Whether only its page is kept; without one, it stays in the list its address leads to."""
    return entry.status != "active" and kind in HIDEABLE


def title_of(entry: Entry) -> str:
    """What an entry is called in a list."""
    if isinstance(entry, model.Municipality | model.Region):
        return entry.name
    if isinstance(
        entry, aids_model.Item | model.Milestone | aids_model.Question | aids_model.Assertion
    ):
        return entry.text
    title: str = getattr(entry, "title", entry.id)
    return title


def _links(placed: Placed) -> Iterator[Link]:
    whole = placed.entry
    for _, part in parts(whole):
        if part is not whole:
            yield Link(part.id, whole.id, "part_of")
    for here, found in placed.raw.marked:
        if isinstance(found.mark, Reference):
            # A relation says itself what type of link it is.
            named = found.record.get("type") if found.path[-1] == "to" else None
            type_ = named or found.mark.link
            yield Link(here, found.value, type_, found.record.get("why"), found.path)
        elif isinstance(found.mark, Markup) and "[" in found.value:
            for match in REFERENCE.finditer(found.value):
                if match[2] != here:
                    yield Link(here, match[2], "mentions", None, found.path)
