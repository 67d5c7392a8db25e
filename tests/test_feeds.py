"""The feeds of new and changed cases."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest

from macros import feeds
from macros.addresses import SET_ENTRIES, address
from macros.link import Site
from macros.published import About

ATOM = "{http://www.w3.org/2005/Atom}"
HERE = About("Samskabelse", "En vidensside.")
THERE = About("Samskabelse", "En vidensside.", base="https://samskabelse.example/")
NASTY = "</title><script>alert(1)</script>&amp;]]> {{ 7*7 }}"


def _parsed(text: str | bytes) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own


def _dated(site: Site, dates: dict[str, str], title: str = "") -> Site:
    """The site with days on these of its cases alone."""
    none = {"updated": None}
    nodes = site.nodes | {
        one.id: replace(one, entry=one.entry.model_copy(update=none))
        for one in site.of_kind("case")
    }
    for identifier, day in dates.items():
        node = nodes[identifier]
        change = {"updated": day} | ({"title": title} if title else {})
        nodes[identifier] = replace(node, entry=node.entry.model_copy(update=change))
    return Site(nodes, site.links)


def test_there_is_a_feed_for_each_place_with_cases(built: Path, site: Site, cases: int) -> None:
    found = {feed.page: feed for feed in feeds.all_feeds(site)}
    assert set(found) == {
        "cases/",
        *(address(site, n.id) for n in site.of_kind("municipality")
          if site.incoming(n.id, "in_municipality")),
        *(address(site, n.id) for n in site.of_kind(*SET_ENTRIES) if site.incoming(n.id, "shows")),
    }  # fmt: skip
    assert len(found) > 40
    assert len(found["cases/"].cases) == min(cases, feeds.NEWEST)
    for path in built.rglob("index.html"):
        place = path.relative_to(built).as_posix().removesuffix("index.html")
        links = re.findall(
            r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">',
            path.read_text("utf-8"),
        )
        assert bool(links) == (place in found), place
        if links:
            assert [kind for kind, _ in links] == ["application/atom+xml", "application/feed+json"]
            targets = [urljoin(f"https://x/{place}", link)[10:] for _, link in links]
            assert targets == [found[place].atom, found[place].json]
            assert all((built / one).is_file() for one in targets)


@pytest.mark.parametrize("about", [HERE, THERE], ids=["from a folder", "with an address"])
def test_the_newest_come_first_and_the_undated_last(site: Site, about: About) -> None:
    dates = {"insp-roskilde": "2026-11-20", "cykling-uden-alder": "2026-12"}
    given = _dated(site, dates)
    feed = next(feeds.all_feeds(given))
    assert [node.id for node in feed.cases[:2]] == ["cykling-uden-alder", "insp-roskilde"]
    rest = [node.id for node in feed.cases[2:]]
    assert rest == sorted(rest)
    root = _parsed(feeds.atom(given, feed, about))
    assert root.findtext(f"{ATOM}updated") == "2026-12-01T00:00:00Z"
    entries = root.findall(f"{ATOM}entry")
    days = [one.findtext(f"{ATOM}updated") for one in entries]
    assert days[:3] == ["2026-12-01T00:00:00Z", "2026-11-20T00:00:00Z", "1970-01-01T00:00:00Z"]
    items = feeds.json_feed(given, feed, about)["items"]
    assert [item.get("date_modified") for item in items] == [*days[:2], *[None] * len(rest)]


def test_what_each_kind_of_feed_demands_is_there(built: Path, site: Site) -> None:
    for feed in feeds.all_feeds(site):
        root = _parsed((built / feed.atom).read_bytes())
        assert root.tag == f"{ATOM}feed"
        for one in [root, *root.findall(f"{ATOM}entry")]:
            for name in ("id", "title", "updated"):
                assert one.findtext(f"{ATOM}{name}"), (feed.place, name)
        assert root.find(f"{ATOM}author/{ATOM}name") is not None
        other: Any = json.loads((built / feed.json).read_text("utf-8"))
        assert other["version"] == "https://jsonfeed.org/version/1.1"
        ids = [one.findtext(f"{ATOM}id") for one in root.findall(f"{ATOM}entry")]
        assert ids == [item["id"] for item in other["items"]]
        assert len(set(ids)) == len(ids) == len(feed.cases)
        assert all(item["content_text"] and item["title"] for item in other["items"])
        for item in other["items"]:
            target = urljoin(f"https://x/{feed.json}", item["url"])[10:]
            assert (built / target / "index.html").is_file(), item["url"]


def test_both_kinds_say_the_same_of_a_case_and_of_themselves(site: Site) -> None:
    node = site["insp-roskilde"]
    change = {"updated": "2026-11-20", "summary": "De *mødtes* om [noget nyt][fp-1]."}
    entry = node.entry.model_copy(update=change)
    given = Site(site.nodes | {node.id: replace(node, entry=entry)}, site.links)
    feed = feeds.feed_of(given, "roskilde")
    assert feed
    root, other = _parsed(feeds.atom(given, feed, THERE)), feeds.json_feed(given, feed, THERE)
    (item,) = (one for one in other["items"] if one["title"] == node.title)
    (told,) = (one for one in root.findall(f"{ATOM}entry") if one[0].text == node.title)
    assert told.findtext(f"{ATOM}summary") == item["content_text"] == "De mødtes om noget nyt."
    tags = [one.get("term") for one in told.findall(f"{ATOM}category")]
    assert tags == item["tags"] == ["Socialområdet", "Roskilde"]
    links = {one.get("rel"): one.get("href") for one in root.findall(f"{ATOM}link")}
    assert links == {"self": f"{THERE.base}{feed.atom}", "alternate": f"{THERE.base}{feed.page}"}
    assert other["feed_url"] == f"{THERE.base}{feed.json}"
    assert other["home_page_url"] == links["alternate"]
    assert "creativecommons.org/licenses/by/4.0/" in (root.findtext(f"{ATOM}rights") or "")


def test_a_case_keeps_its_name_wherever_the_site_is(site: Site) -> None:
    feed = next(feeds.all_feeds(site))
    here, there = (feeds.json_feed(site, feed, about)["items"] for about in (HERE, THERE))
    assert [one["id"] for one in here] == [one["id"] for one in there]
    assert there[0]["url"].startswith(THERE.base)
    assert here[0]["url"].startswith("../cases/")


def test_hostile_text_stays_text(site: Site) -> None:
    given = _dated(site, {"insp-roskilde": "2026-11-20"}, NASTY)
    feed = next(feeds.all_feeds(given))
    root = _parsed(feeds.atom(given, feed, HERE))
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == NASTY
    assert root.find(".//script") is None
