"""Feeds of new and changed cases, as Atom and JSON Feed: all, per municipality, per principle.

Dates come from the entries' `updated` alone. A case that has none stands last; Atom demands a
date of it, so it is given one that no reader takes for news, and JSON Feed says none.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

# Only ever writes: nothing is parsed here.
from xml.etree import ElementTree as ET

from . import markup, model
from . import vocabulary as words
from .addresses import SET_ENTRIES, address
from .link import Node, Site, derived, followed
from .published import LICENCE, About, origin

FOLDER = "feeds"
ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
UNDATED = "1970-01-01"
# A feed tells what is new; a longer one is slow to fetch, every day, for everyone who follows it.
NEWEST = 100


@dataclass(frozen=True)
class Feed:
    """One feed: its address without the ending, its title, the page it follows, its cases."""

    place: str
    title: str
    page: str
    cases: tuple[Node, ...]

    @property
    def of(self) -> str:
        """The id of the entry whose cases it has; "" for those of all."""
        return self.place.removeprefix(f"{FOLDER}/").partition("/")[2]

    @property
    def atom(self) -> str:
        """The address of the Atom feed."""
        return f"{self.place}.xml"

    @property
    def json(self) -> str:
        """The address of the JSON feed."""
        return f"{self.place}.json"


_ALL = Feed(f"{FOLDER}/cases", "Cases om samskabelse", "cases/", ())


def all_feeds(site: Site) -> Iterator[Feed]:
    """Every feed there is something in."""
    yield _of_all(site)
    for node in _followed_by_feeds(site):
        feed = feed_of(site, node.id)
        if feed:
            yield feed


def feed_of(site: Site, identifier: str) -> Feed | None:
    """The feed of a municipality or a principle, None when it has no cases; of all for ""."""
    return _of(site, identifier) if identifier else _of_all(site)


@followed
def feed_at(site: Site, page: str) -> Feed | None:
    """The feed that follows the page at an address, without its cases."""
    return _by_page(site).get(page)


@derived
def _by_page(site: Site) -> dict[str, Feed]:
    heads = (_head(site, node.id) for node in _followed_by_feeds(site))
    return {feed.page: feed for feed in (_ALL, *filter(None, heads))}


def _followed_by_feeds(site: Site) -> list[Node]:
    return site.of_kind("municipality", *SET_ENTRIES)


@derived
def _of_all(site: Site) -> Feed:
    return replace(_ALL, cases=_newest(site, site.of_kind("case")))


@derived
def _of(site: Site, identifier: str) -> Feed | None:
    head = _head(site, identifier)
    return head and replace(head, cases=_newest(site, _sources(site, identifier).values()))


@derived
def _head(site: Site, identifier: str) -> Feed | None:
    """The feed of a municipality or a principle, without its cases; None when it has none."""
    if not _sources(site, identifier):
        return None
    node = site[identifier]
    folder, title = (
        ("kommuner", "Cases fra {}")
        if node.kind == "municipality"
        else ("principper", "Cases, der viser »{}«")
    )
    name = title.format(getattr(node.entry, "official_name", node.title))
    return Feed(f"{FOLDER}/{folder}/{identifier}", name, address(site, identifier), ())


def _sources(site: Site, identifier: str) -> dict[str, Node]:
    """What is from a municipality, or shows a principle."""
    link = "in_municipality" if site[identifier].kind == "municipality" else "shows"
    return {one.source: site[one.source] for one in site.incoming(identifier, link)}


@followed
def _day(site: Site, identifier: str) -> str:
    return site[identifier].entry.updated or ""


def _newest(site: Site, cases: Iterable[Node]) -> tuple[Node, ...]:
    """The newest first, and those without a date last, by id; at most `NEWEST`."""
    by_id = sorted((one for one in cases if one.kind == "case"), key=lambda node: node.id)
    newest = sorted(by_id, key=lambda node: _day(site, node.id), reverse=True)
    return tuple(newest[:NEWEST])


def _moment(date: str | None) -> str:
    """A date as a moment; of a year or a month alone, its first."""
    year, month, day = [*(date or UNDATED).split("-"), "01", "01"][:3]
    return f"{year}-{month}-{day}T00:00:00Z"


def _name(*parts: str) -> str:
    """A name that stays: a case's wherever the site is moved to, a feed's at its address."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(["samskabelse", *parts])).urn


def _seen_from(feed: Feed, about: About, place: str) -> str:
    """An address as the feed can give it: whole, or else from where the feed lies."""
    return about.to(place) if about.base else markup.relative(place, feed.place)


def _case(node: Node) -> model.Case:
    if not isinstance(node.entry, model.Case):
        raise TypeError(node.kind)
    return node.entry


def json_feed(site: Site, feed: Feed, about: About) -> dict[str, Any]:
    """A feed as JSON Feed 1.1."""
    return {
        "version": JSON_FEED,
        "title": f"{feed.title} – {about.name}",
        "home_page_url": _seen_from(feed, about, feed.page),
        "feed_url": _seen_from(feed, about, feed.json),
        "language": "da",
        "authors": [{"name": about.name}],
        "items": [_item(site, feed, about, node) for node in feed.cases],
    }


def _item(site: Site, feed: Feed, about: About, node: Node) -> dict[str, Any]:
    case = _case(node)
    dated = {"date_modified": _moment(case.updated)} if case.updated else {}
    return {
        "id": _name("case", origin(node, about), node.id),
        "url": _seen_from(feed, about, address(site, node.id)),
        "title": case.title,
        "content_text": markup.plain(case.summary),
        **dated,
        "tags": _tags(site, case),
    }


def _tags(site: Site, case: model.Case) -> list[str]:
    area = [words.AREAS[case.area].label] if case.area else []
    return [*area, *(site[one].title for one in case.municipalities)]


def atom(site: Site, feed: Feed, about: About) -> str:
    """A feed as Atom (RFC 4287)."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "da"})
    _add(root, "title", f"{feed.title} – {about.name}")
    _add(root, "id", _name(about.base, feed.place))
    _add(root, "updated", _moment(feed.cases[0].entry.updated if feed.cases else None))
    _add(root, "link", rel="self", type="application/atom+xml",
         href=_seen_from(feed, about, feed.atom))  # fmt: skip
    _add(root, "link", rel="alternate", type="text/html",
         href=_seen_from(feed, about, feed.page))  # fmt: skip
    _add(_add(root, "author"), "name", about.name)
    _add(root, "rights", f"CC BY 4.0: {LICENCE}")
    for node in feed.cases:
        _entry(root, site, feed, about, node)
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _entry(root: ET.Element, site: Site, feed: Feed, about: About, node: Node) -> None:
    case = _case(node)
    entry = _add(root, "entry")
    _add(entry, "title", case.title)
    _add(entry, "id", _name("case", origin(node, about), node.id))
    _add(entry, "updated", _moment(case.updated))
    href = _seen_from(feed, about, address(site, node.id))
    _add(entry, "link", rel="alternate", type="text/html", href=href)
    _add(entry, "summary", markup.plain(case.summary), type="text")
    for tag in _tags(site, case):
        _add(entry, "category", term=tag)


def _add(above: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    one = ET.SubElement(above, name, attributes)
    one.text = text
    return one
