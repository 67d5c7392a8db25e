"""A Site that notes what is asked of it, and knows who has asked for what an edit changes.

Whoever makes something of it asks in the ordinary way. It gives nodes that note which of
their fields are read, and always tell what the data says now, so that even a value that
holds nodes is only another when it holds others.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from .entry_model import Entry
from .link import Link, Node, Site
from .overlay_model import Overlay
from .site_difference import WHOLE, Key, differences

_NONE = object()
# Of more users than these of one key, one that asks no more is not taken out: finding it takes
# long, and it is soon seen that it is not old.
_MANY = 200


def _noted(name: str) -> property:
    """A field of a node as the data has it now."""
    return property(lambda one: one.site.field(one.id, name))


class _WatchedNode(Node):
    """A node that notes what is read of it. There is one for each id, for good."""

    def __init__(self, site: "WatchedSite", identifier: str) -> None:
        entry = _WatchedEntry(site, identifier)
        self.__dict__.update(site=site, id=identifier, _entry=entry)

    @property
    def entry(self) -> Entry:
        """The entry as the data has it now."""
        return self.__dict__["_entry"]  # type: ignore[no-any-return]

    kind, title, parent = map(_noted, ("kind", "title", "parent"))
    file, line, origin = map(_noted, ("file", "line", "origin"))
    changed, hidden, listed = map(_noted, ("changed", "hidden", "listed"))
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class _WatchedEntry:
    """An entry that notes which of its fields are read; there is one for each id."""

    def __init__(self, site: "WatchedSite", identifier: str) -> None:
        self.__dict__.update(_site=site, _id=identifier)

    @property  # type: ignore[misc]
    def __class__(self) -> type[Entry]:  # type: ignore[override]
        # So that it is taken for what it stands for.
        return self._site.entry(self._id, "__class__")  # type: ignore[no-any-return]

    def __getattr__(self, name: str) -> Any:
        return self._site.entry(self._id, name)


class _WatchedNodes(Mapping[str, Node]):
    """All nodes by id."""

    def __init__(self, site: "WatchedSite") -> None:
        self._site = site

    def __getitem__(self, identifier: str) -> Node:
        self._site.note(("has", identifier))
        return self._site[identifier]

    def __iter__(self) -> Iterator[str]:
        self._site.note(("all",))
        return iter(self._site.now.nodes)

    def __len__(self) -> int:
        self._site.note(("all",))
        return len(self._site.now.nodes)


class _WatchedOverlay(Overlay):
    """What a municipality has made of the collection, noting which part of it is read."""

    def __init__(self, site: "WatchedSite") -> None:
        self.__dict__["site"] = site

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("_"):
            return super().__getattribute__(name)
        site: WatchedSite = self.__dict__["site"]
        site.note(("overlay", name))
        return getattr(site.now.overlay, name)


class WatchedSite(Site):
    """A Site that others can take the place of: `now` is the one there is."""

    def __init__(self, now: Site) -> None:
        """Begin with a Site, of which nobody has asked anything yet."""
        self.now = now
        self._nodes, self._overlay = _WatchedNodes(self), _WatchedOverlay(self)
        self._proxies: dict[str, Node] = {}
        self._lists: dict[str, list[Node]] = {}
        self._asking: list[set[Key]] = []
        self._types: set[tuple[str, ...]] = set()
        # Who asked for what, both ways, with one object for each key: there are millions.
        self._keys: dict[Key, Key] = {}
        self._asked: dict[str | Key, tuple[Key, ...]] = {}
        self._users: defaultdict[Key, list[str | Key]] = defaultdict(list)
        # Values, and those of them that may no longer be right.
        self._values: dict[Key, Any] = {}
        self._doubtful: set[Key] = set()
        # The turn is how often another Site has taken the place: when something was last
        # another, and when who asked was last known to be right.
        self._turn = 0
        self._changed: dict[Key, int] = {}
        self._seen: dict[str | Key, int] = {}

    # --- What can be asked ---

    @property
    def nodes(self) -> Mapping[str, Node]:  # type: ignore[override]
        """Every node by id."""
        return self._nodes

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link."""
        self.note(("links",))
        return self.now.links

    @property
    def shown_links(self) -> tuple[Link, ...]:
        """The links that an overview may show."""
        self.note(("shown_links",))
        return self.now.shown_links

    @property
    def unlisted(self) -> frozenset[str]:
        """The entries that stand in no list."""
        self.note(("unlisted",))
        return self.now.unlisted

    @property
    def overlay(self) -> Overlay:
        """What a municipality has made of the collection."""
        return self._overlay

    @property
    def theirs(self) -> tuple[Node, ...]:
        """The entries that a municipality has added, changed or hidden."""
        self.note(("theirs",))
        return tuple(self[node.id] for node in self.now.theirs)

    def __getitem__(self, identifier: str) -> Node:
        if identifier not in self.now.nodes:
            self.note(("has", identifier))
            raise KeyError(identifier)
        if identifier not in self._proxies:
            self._proxies[identifier] = _WatchedNode(self, identifier)
        return self._proxies[identifier]

    def field(self, identifier: str, name: str) -> Any:
        """A field of a node; KeyError when it is there no longer."""
        self.note((name, identifier))
        return getattr(self.now.nodes[identifier], name)

    def entry(self, identifier: str, name: str) -> Any:
        """A field of an entry, or what takes all of it; KeyError when it is there no longer."""
        entry = self.now.nodes[identifier].entry
        one = name == "__class__" or name in entry.__class__.model_fields
        self.note(("entry", identifier, name if one else WHOLE))
        return getattr(entry, name)

    def outgoing(self, identifier: str, *types: str) -> list[Link]:
        """Links from an entry, of the given types (none given: all)."""
        self._note_links("outgoing", identifier, types)
        return self.now.outgoing(identifier, *types)

    def incoming(self, identifier: str, *types: str) -> list[Link]:
        """Links to an entry, of the given types (none given: all)."""
        self._note_links("incoming", identifier, types)
        return self.now.incoming(identifier, *types)

    def of_kind(self, *kinds: str) -> list[Node]:
        """Every entry of these kinds that is listed, in the order of the data."""
        for kind in kinds:
            self.note(("of_kind", kind))
        return [node for kind in kinds for node in self._listed(kind)]

    def _listed(self, kind: str) -> list[Node]:
        if kind not in self._lists:
            self._lists[kind] = [self[node.id] for node in self.now.of_kind(kind)]
        return self._lists[kind]

    def siblings(self, identifier: str) -> tuple[Node | None, Node | None]:
        """The entry before and the one after, within its set or its kind."""
        self.note(("siblings", identifier))
        before, after = self.now.siblings(identifier)
        return before and self[before.id], after and self[after.id]

    def derive(self, made: Callable[..., Any], given: tuple[Any, ...]) -> Any:
        """The value of a `derived` function, kept until what it was made of changes."""
        key = (made, given)
        if self._asking:
            self._asking[-1].add(key)
        value = self._values.get(key, _NONE)
        return self._value(key) if value is _NONE or key in self._doubtful else value

    follow = derive

    # --- Who has asked ---

    def note(self, key: Key) -> None:
        """Note that something was asked for, if someone is making something of it."""
        if self._asking:
            self._asking[-1].add(key)

    def _note_links(self, way: str, identifier: str, types: tuple[str, ...]) -> None:
        self._types.add(types)
        self.note((way, identifier, types))

    @contextmanager
    def asked_by(self, name: str) -> Iterator[None]:
        """Note what is asked while the block runs as asked by `name`."""
        with self._noting(name):
            yield

    @contextmanager
    def _noting(self, user: str | Key) -> Iterator[None]:
        asked: set[Key] = set()
        self._asking.append(asked)
        try:
            yield
        finally:
            self._asking.pop()
            self._seen[user] = self._turn
            before = self._asked.get(user, ())
            if len(before) != len(asked) or not asked.issuperset(before):
                self._note_all(user, asked)

    def _note_all(self, user: str | Key, asked: set[Key]) -> None:
        """Note all that someone asks for now, and for what no more."""
        before = self._asked.get(user, ())
        for key in asked.difference(before):
            self._users[self._keys.setdefault(key, key)].append(user)
        self._asked[user] = tuple(map(self._keys.__getitem__, asked))
        for key in set(before) - asked:
            self._leave(key, user)

    def _leave(self, key: Key, user: str | Key) -> None:
        """Note that a user asks for something no more; a value that nobody asks for is dropped."""
        users = self._users[key]
        if len(users) > _MANY:
            return
        users.remove(user)
        asking = users or any(key in asked for asked in self._asking)
        if key in self._asked and not asking:
            self._values.pop(key, None)
            self._doubtful.discard(key)
            for other in self._asked.pop(key):
                self._leave(other, key)

    def forget(self, name: str) -> None:
        """Drop what was noted of someone."""
        for key in self._asked.pop(name, ()):
            self._leave(key, name)

    # --- What has changed ---

    def become(self, after: Site) -> set[str]:
        """Let another Site take the place; who asked for what changed, or for what it may change.

        Which of those it does change is found out when someone wants to know: `is_old`.
        """
        self._turn += 1
        changed = list(differences(self.now, after, self._types))
        self._changed |= dict.fromkeys(changed, self._turn)
        self.now = after
        self._lists.clear()
        return set(self._reached(changed))

    def _reached(self, keys: list[Key]) -> Iterator[str]:
        """Who asked for some keys or for a value made of them, which is in doubt from now on."""
        met = set(keys)
        for key in keys:
            for user in self._users.get(key, ()):
                if isinstance(user, str):
                    yield user
                elif user not in met:
                    met.add(user)
                    keys.append(user)
                    self._doubtful.add(user)

    def is_old(self, user: str | Key) -> bool:
        """Whether anything that a user asked for is another now, or it never asked at all."""
        if user not in self._asked:
            return True
        since, asked = self._seen[user], self._asked[user]
        for key in self._doubtful.intersection(asked):
            self._settle(key)
        return any(self._changed[key] > since for key in self._changed.keys() & asked)

    def _settle(self, key: Key) -> None:
        """Find out whether a value has changed; one that cannot be made any more has."""
        try:
            self._value(key)
        except Exception:  # noqa: BLE001 - whoever still needs it will be told
            self._changed[key] = self._turn

    def _value(self, key: Key) -> Any:
        if key not in self._values or (key in self._doubtful and self.is_old(key)):
            self._make(key)
        elif key in self._doubtful:
            self._doubtful.remove(key)
            self._seen[key] = self._turn
        return self._values[key]

    def _make(self, key: Key) -> None:
        """Make a value; when it is equal the old object stays: comparing what holds it is fast."""
        known, before = key in self._values, self._values.pop(key, None)
        self._doubtful.discard(key)
        made, given = key
        with self._noting(key):
            after = made.__wrapped__(self, *given)
        same = known and before == after
        self._values[key] = before if same else after
        if self._users.get(key) and not same:
            self._changed[key] = self._turn
