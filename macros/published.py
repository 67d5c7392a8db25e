"""What the open data holds: its collections and addresses, and each entry as a record.

Addresses run from the site's root, and are whole when the site's own address is known.
Texts are published as they are written, Markdown and references included.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote

import orjson

from . import vocabulary as words
from .addresses import address
from .danish import join
from .entry_model import Entry
from .fields import Record, record_in
from .kinds import COLLECTIONS, MODEL_KINDS
from .link import Node, Site, derived, followed
from .model import Principle

# Readers' programs depend on it: a change that breaks them gets a new version and folder.
VERSION = "1"
ROOT = f"api/v{VERSION}"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Where a municipality's own entries come from when nothing says which it is.
SOME_MUNICIPALITY = "kommune"
# The fields whose texts belong to those who are quoted, and not to the licence.
QUOTED = ("quote", "variants")
# Entries and links in one run of very many.
RUN = 100
_COMMIT = re.compile(r"[0-9a-f]{7,64}")

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class About:
    """Whose site it is, and of which state of the files; "" for what is not known.

    It equals only itself: the preview looks values up by it a hundred thousand times.
    `base` is the site's own address with a slash at the end; `published` the day that
    whoever publishes has set; `owner` the municipality's id, if it is told which it is, and
    `publisher` what it is called.
    """

    name: str
    description: str
    base: str = ""
    contact: str = ""
    commit: str = ""
    published: str = ""
    owner: str = SOME_MUNICIPALITY
    publisher: str = ""

    def to(self, place: str) -> str:
        """An address from the site's root, whole when the site's own is known."""
        return f"{self.base}{place}"

    def page(self, place: str) -> str:
        """The same of a page that may be called anything, as addresses are written."""
        return self.to(quote(place, safe="/#"))


def about(config: Mapping[str, Any], environment: Mapping[str, str]) -> About:
    """Whose site it is, by its configuration and by what whoever builds it has set.

    The commit and the day are given by the environment: a build asks neither git nor the clock.
    """
    commit = environment.get("SOURCE_COMMIT", "").strip().lower()
    extra = config.get("extra") or {}
    return About(
        name=str(config["site_name"]),
        description=" ".join(str(config.get("site_description") or "").split()),
        base=str(config.get("site_url") or ""),
        contact=str(extra.get("contact") or ""),
        commit=commit if _COMMIT.fullmatch(commit) else "",
        published=day_of_publishing(environment),
        owner=str(extra.get("municipality") or SOME_MUNICIPALITY),
        publisher=str(extra.get("publisher") or ""),
    )


def day_of_publishing(environment: Mapping[str, str]) -> str:
    """The day that whoever publishes has set, such as `2026-11-22`; "" when it is none."""
    seconds = environment.get("SOURCE_DATE_EPOCH", "")
    if not seconds.isdecimal():
        return ""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):  # after the year 9999
        return ""


@dataclass(frozen=True)
class Published:
    """One published collection: its name in addresses, its model, and its Danish name."""

    name: str
    model: type[Entry]
    title: str

    @property
    def whole(self) -> str:
        """The address of the file that holds all its entries."""
        return f"{ROOT}/{self.name}.json"

    @property
    def table(self) -> str:
        """The address of the entries as a table."""
        return f"{ROOT}/{self.name}.csv"

    @property
    def schema(self) -> str:
        """The address of the schema of `whole`."""
        return f"{ROOT}/schema/{self.name}.json"

    @property
    def entry_schema(self) -> str:
        """The address of the schema of one entry's file."""
        return f"{ROOT}/schema/entry/{self.name}.json"

    def one(self, identifier: str) -> str:
        """The address of one entry's file."""
        return f"{ROOT}/{self.name}/{identifier}.json"


@cache
def collections() -> tuple[Published, ...]:
    """The collections of the data, and one for each kind of entry inside others."""
    whole = [Published(one.name, one.model, _title(one.model)) for one in COLLECTIONS]
    inside = [
        Published(f"{MODEL_KINDS.get(part, 'principle')}s", part, _title(part))
        for one in COLLECTIONS
        for name in one.model.PARTS
        if (part := record_in(one.model.model_fields[name].annotation)) and issubclass(part, Entry)
    ]
    return tuple(sorted([*whole, *inside], key=lambda one: one.name))


def _title(model: type[Entry]) -> str:
    """What the entries of a model are called; a set's entries have a name for each kind."""
    if model is Principle:
        return join(words.KINDS[kind].plural for kind in words.SET_KINDS)
    return words.KINDS[MODEL_KINDS[model]].plural


@cache
def _by_model() -> dict[type[Entry], Published]:
    return {one.model: one for one in collections()}


def collection_of(node: Node) -> Published:
    """The collection that an entry is published in."""
    return _by_model()[node.entry.__class__]


def in_runs(items: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """Very many in runs, so that what is made of those that stay the same can be kept."""
    return (tuple(items[at : at + RUN]) for at in range(0, len(items), RUN))


def entries_of(site: Site, published: Published) -> list[Node]:
    """The entries of a collection by id, without those that are hidden, as in every list."""
    return _by_collection(site).get(published.name, [])


@derived
def _by_collection(site: Site) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for identifier in sorted(one for one, node in site.nodes.items() if not node.hidden):
        found.setdefault(_collection(site, identifier), []).append(site[identifier])
    return found


@derived
def _collection(site: Site, identifier: str) -> str:
    """The name of the collection that an entry is published in."""
    return collection_of(site[identifier]).name


@derived
def _reference(site: Site, identifier: str, base: str) -> dict[str, str]:
    """What an entry is called and where it is found."""
    node = site[identifier]
    return {
        "id": identifier,
        "kind": node.kind,
        "title": node.title,
        "page": f"{base}{address(site, identifier)}",
        "data": f"{base}{ROOT}/{_collection(site, identifier)}/{identifier}.json",
    }


# A link as seen from one end: its type, the other end, and the reason for it.
_End = tuple[str, str, str]


def _linked(site: Site, ends: Iterable[_End], base: str) -> list[dict[str, Any]]:
    """The other ends of links, each with what it is called and where it is found."""
    return [
        {"type": type_, "why": why or None, **_reference(site, other, base)}
        for type_, other, why in ends
    ]


@followed
def _linked_run(site: Site, ends: tuple[_End, ...], base: str) -> bytes:
    """The same as JSON, without what stands around a list."""
    return orjson.dumps(_linked(site, ends, base))[1:-1]


class Records:
    """Every entry of a site as it is published."""

    def __init__(self, site: Site, about: About) -> None:
        """Records of a site, with addresses that are whole when the site's own is known."""
        self.site = site
        self.about = about

    def _reference(self, identifier: str) -> dict[str, str]:
        return _reference(self.site, identifier, self.about.base)

    def record(self, node: Node) -> dict[str, Any]:
        """One entry: what it is, where it is found, its data, and its links both ways."""
        entry = node.entry.model_dump(mode="json")
        outgoing, incoming = self.site.outgoing(node.id), self.site.incoming(node.id)
        return {
            **self._reference(node.id),
            "collection": _collection(self.site, node.id),
            "origin": origin(node, self.about),
            "changed": sorted({one.field for one in node.changed}),
            "licence": LICENCE,
            "quoted": sorted(_quoted(entry)) if _may_quote(node.entry.__class__) else [],
            "part_of": self._reference(node.parent) if node.parent else None,
            "entry": entry,
            "links": self._linked((one.type, one.target, one.why or "") for one in outgoing),
            "backlinks": self._linked((one.type, one.source, one.why or "") for one in incoming),
        }

    def _linked(self, ends: Iterable[_End]) -> list[dict[str, Any]] | orjson.Fragment:
        """The other ends of some links, each told once and in order; very many as they are sent."""
        told = sorted(set(ends))
        if len(told) <= RUN:
            return _linked(self.site, told, self.about.base)
        runs = [_linked_run(self.site, run, self.about.base) for run in in_runs(told)]
        return orjson.Fragment(b"[" + b",".join(runs) + b"]")


def origin(node: Node, about: About) -> str:
    """Who an entry comes from: "" for this project, else the municipality that added it."""
    return about.owner if node.origin else ""


@cache
def _may_quote(model: type[Record]) -> bool:
    """Whether a record of a model can hold others' words."""
    fields = model.model_fields
    inner = filter(None, (record_in(one.annotation) for one in fields.values()))
    return not fields.keys().isdisjoint(QUOTED) or any(map(_may_quote, inner))


def _quoted(value: Any, name: str = "") -> set[str]:
    """The names of the fields that hold others' words."""
    if isinstance(value, dict):
        return {found for key, one in value.items() for found in _quoted(one, key)} | (
            {name} if name in QUOTED else set()
        )
    if isinstance(value, list) and value:
        inner = {found for one in value for found in _quoted(one)}
        return inner | ({name} if name in QUOTED else set())
    return set()
