"""The real site, built by the real command: every page, link, anchor and id in it."""

import gzip
import json
import re
import shutil
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from markdown import markdown
from mkdocs.config import load_config
from program import program

from macros import assets, cli
from macros.addresses import address, has_page
from macros.link import Site

ROOT = Path(__file__).parent.parent
# Few enough that an empty collection or a lost file is noticed at once.
AT_LEAST = {
    "principle": 6, "way": 10, "trait": 4, "step": 4, "set": 4, "phase": 3, "concept": 84,
    "case": 78, "municipality": 98, "source": 250, "critique": 45, "checklist": 14, "charter": 4,
    "draft": 1, "draft_clause": 14, "tour": 8, "index": 12, "sheet": 106, "workshop_sheet": 38,
    "handbook": 1, "guide": 1, "assessment": 1,
}  # fmt: skip
LINKS_AT_LEAST = {
    "shows": 290, "in_phase": 100, "in_municipality": 75, "in_region": 98, "part_of": 100,
    "cites": 900, "origin": 100, "checks": 9, "supports": 53, "tension": 15, "challenges": 10,
    "elaborates": 14, "mentions": 150, "related": 50, "concerns": 20, "answers": 4, "via": 10,
    "leads_to": 77, "advises": 90, "assesses": 24,
}  # fmt: skip
# HTML of one page, the contract of the project, and the few pages that may be longer. None of
# them grows with the number of cases.
PAGE_BYTES = 60_000
LONGER = {
    # Every word at its own place on one page: links and explanations all over the site lead there.
    "ordliste/": 85_000,
    # All points of all checklists, so that a choice among them works from a folder and on paper.
    "tjeklister/min-tjekliste/": 85_000,
    # The whole circle, and beside it each relation in words for those who cannot see it.
    "overblik/forbindelser/": 85_000,
    # Every field of every collection, to be searched in with the browser.
    "bidrag/felter/": 90_000,
}
# The whole site on one page; it is there to be printed.
BOOK, BOOK_BYTES = "haandbog/", 500_000
# What a link may lead to that is no page.
FILES = (".pdf", ".zip", ".json", ".csv", ".jsonld", ".ttl", ".xml")


class Reader(HTMLParser):
    """What the tests need to know of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.later: list[str] = []  # pictures that a reader may never come to
        self.ids: list[str] = []
        self.tags: Counter[str] = Counter()
        self.meta: dict[str, str] = {}
        self.article: dict[str, str | None] = {}
        self.lang = ""
        self.title = ""
        self.text: list[str] = []
        self.unsafe: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self._within.append(tag)
        self.unsafe += [name for name in given if name.startswith("on") or name == "style"]
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag in ("script", "img", "iframe") and given.get("src"):
            (self.later if given.get("loading") == "lazy" else self.loaded).append(
                str(given["src"])
            )
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload"):
            self.loaded.append(str(given["href"]))
        if tag == "form" and given.get("action"):
            self.links.append(str(given["action"]))
        if tag == "meta" and given.get("name"):
            self.meta[str(given["name"])] = given.get("content") or ""
        if tag == "html":
            self.lang = given.get("lang") or ""
        if tag == "article":
            self.article = given

    def handle_endtag(self, tag: str) -> None:
        while self._within and self._within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "title" in self._within:
            self.title += data
        elif "script" not in self._within:
            self.text.append(data)


@pytest.fixture(scope="module")
def read(built: Path) -> dict[str, Reader]:
    """Every page by its address from the root."""
    pages = {}
    for path in sorted(built.rglob("*.html")):
        reader = Reader()
        reader.feed(path.read_text("utf-8"))
        pages[path.relative_to(built).as_posix().removesuffix("index.html")] = reader
    return pages


def test_there_is_a_page_for_everything(read: dict[str, Reader], site: Site) -> None:
    kinds = Counter(page.article.get("data-kind") for page in read.values())
    print("pages:", dict(kinds))
    assert {kind: kinds[kind] for kind in AT_LEAST if kinds[kind] < AT_LEAST[kind]} == {}
    for node in site.nodes.values():
        if has_page(node):
            page = read[address(site, node.id)]
            assert page.article["data-id"] == node.id
            assert page.article["data-kind"] == node.kind


def test_there_are_links_of_every_kind(site: Site) -> None:
    kinds = Counter(link.type for link in site.links)
    print("links:", dict(kinds))
    few = {kind: kinds[kind] for kind, least in LINKS_AT_LEAST.items() if kinds[kind] < least}
    assert few == {}


def test_every_page_is_whole(read: dict[str, Reader]) -> None:
    for place, page in read.items():
        assert page.lang == "da", place
        assert page.tags["h1"] == 1, place
        assert page.tags["main"] == 1, place
        assert len(page.title) > 10, place
        assert len(page.meta["description"]) > 20, place
        assert Counter(page.ids).most_common(1)[0][1] == 1, (place, page.ids)
        assert page.unsafe == [], place


def test_titles_tell_pages_apart(read: dict[str, Reader]) -> None:
    titles = Counter(page.title for page in read.values())
    assert [title for title, count in titles.items() if count > 1] == []


def test_descriptions_tell_pages_apart(read: dict[str, Reader]) -> None:
    said = Counter(page.meta["description"] for page in read.values())
    assert [text for text, count in said.items() if count > 1] == []


def test_no_page_is_an_orphan(read: dict[str, Reader]) -> None:
    """From some other page a link leads to it; only a web server leads to the page for none."""
    led_to = {
        target
        for place, page in read.items()
        for link in page.links
        if not urlsplit(link).scheme
        and (target := _resolve(place, unquote(urlsplit(link).path))) != place
    }
    assert set(read) - led_to == {"404.html"}


def test_the_way_down_to_a_page_by_hand_is_told(read: dict[str, Reader], built: Path) -> None:
    """Each page whose address its own begins with; a made page may stand under another."""
    deep = [place for place in read if place.count("/") > 1 and not read[place].article]
    assert len(deep) > 15
    for place in deep:
        html = (built / place / "index.html").read_text("utf-8")
        crumbs = html.partition('<nav class="crumbs"')[2].partition("</nav>")[0]
        led_to = [_resolve(place, way) for way in re.findall(r'href="([^"]*)', crumbs)]
        parts = place.split("/")[:-1]
        above = ["/".join([*parts[:many], ""]) for many in range(len(parts))]
        assert led_to == [one for one in above if one in read], place


def test_nothing_unrendered_is_left(read: dict[str, Reader]) -> None:
    for place, page in read.items():
        text = " ".join(page.text)
        for stray in ("{{", "}}", "{%", "][", "Macro Rendering Error", "None", "MANGLER"):
            # The page on open data holds lines of code to copy.
            assert stray not in text or (place, stray) == ("data/", "]["), (place, stray)
        assert "Midlertidig " not in page.title


def test_no_english_is_left_in_the_interface(read: dict[str, Reader]) -> None:
    english = re.compile(r"\b(Search|Skip to|Previous|Next|Back to top|Not found|Table of)\b")
    for place in ("", "soeg/", "404.html", "cases/", "kommuner/aarhus/"):
        assert not english.search(" ".join(read[place].text)), place


def test_what_markdown_adds_to_own_pages_is_danish() -> None:
    """The common pages have no footnotes, but a municipality's may."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    named, given = ["footnotes"], {"footnotes": config.mdx_configs["footnotes"]}
    html = markdown("Vi har talt.[^1]\n\n[^1]: I maj.", extensions=named, extension_configs=given)
    assert 'title="Tilbage til note 1 i teksten"' in html


def test_every_internal_link_leads_somewhere(read: dict[str, Reader], built: Path) -> None:
    followed = 0
    for place, page in read.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https", "mailto", "tel"), (place, link)
                continue
            target = _resolve(place, unquote(parts.path))
            if target.endswith(FILES):
                assert (built / target).is_file(), (place, link)
                continue
            assert target in read, (place, link)
            if parts.fragment:
                assert unquote(parts.fragment) in read[target].ids, (place, link)
            followed += 1
        for link in (*page.loaded, *page.later):
            assert not urlsplit(link).scheme, (place, link)
            assert not urlsplit(link).netloc, (place, link)
            assert (built / _resolve(place, link)).is_file(), (place, link)
    print("internal links followed:", followed)
    assert followed > 15_000


def _resolve(place: str, path: str) -> str:
    """A link's target from the root, as a browser finds it."""
    return urlsplit(urljoin(f"https://x/{place}", path)).path.removeprefix("/")


def test_pages_are_light(read: dict[str, Reader], built: Path) -> None:
    for place in read:
        limit = BOOK_BYTES if place == BOOK else LONGER.get(place, PAGE_BYTES)
        assert _file(built, place).stat().st_size <= limit, place


@pytest.mark.parametrize(
    ("place", "limit"), [("", 130_000), ("cases/insp-roskilde/", 90_000), ("faser/fase-1/", 90_000)]
)
def test_a_first_visit_is_light(
    read: dict[str, Reader], built: Path, place: str, limit: int
) -> None:
    """Everything a page loads, compressed: the project's budgets."""
    loaded = {_file(built, place), *(built / _resolve(place, one) for one in read[place].loaded)}
    assert len(loaded) >= 4
    assert sum(len(gzip.compress(path.read_bytes())) for path in loaded) <= limit


def test_every_first_visit_is_light(read: dict[str, Reader], built: Path) -> None:
    """The same for every page but the handbook, which is there to be printed."""

    @cache
    def size(path: Path) -> int:
        return len(gzip.compress(path.read_bytes(), 6))

    heavy = {}
    # A form brings the whole check along, so that it works without a server.
    forms = ("bidrag/case/", "bidrag/kilde/", "bidrag/ord/")
    for place, page in read.items():
        loaded = {_file(built, place), *(built / _resolve(place, one) for one in page.loaded)}
        total = sum(map(size, loaded))
        if total > (100_000 if place in forms else 90_000) and place != BOOK:
            heavy[place] = total
    assert heavy == {}


def _file(built: Path, place: str) -> Path:
    return built / place if place.endswith(".html") else built / place / "index.html"


def test_a_page_waits_for_few_files(read: dict[str, Reader]) -> None:
    """One style and what its kind adds; of scripts the menu's, the words' and one of its own.

    Where its own are several they come as one, the menu's among them, and each comes once.
    """
    met = Counter[str]()
    for place, page in read.items():
        found = re.findall(r"/([\w-]+)\.\w{8}\.(js|css)", " ".join(page.loaded))
        scripts = [name for name, kind in found if kind == "js"]
        parts = Counter(part for name in scripts for part in assets.TOGETHER.get(name, (name,)))
        own = set(scripts) - {assets.MENU, assets.TERMS}
        assert len(own) <= 1, (place, scripts)
        assert parts[assets.MENU] == 1, (place, scripts)
        assert max(parts.values()) == 1, (place, scripts)
        assert len(found) - len(scripts) <= 2, (place, found)
        met.update(scripts)
    print("scripts:", dict(met))
    own = {"udskriv", "ruter", "sammenlign"}
    assert set(met) == {*assets.TOGETHER, assets.MENU, assets.TERMS, *own}


def test_style_asks_nobody_else(built: Path) -> None:
    for path in built.rglob("*.css"):
        for asked in re.findall(r"url\(([^)]*)\)|@import", path.read_text("utf-8")):
            assert asked.strip("\"'").startswith("data:"), path


def test_entry_pages_say_where_they_are_written(read: dict[str, Reader], site: Site) -> None:
    for identifier in ("insp-roskilde", "fp-3", "roskilde", "vej-10"):
        node = site[identifier]
        line = (ROOT / node.file).read_text("utf-8").splitlines()[node.line - 1]
        assert line.strip() == f"- id: {identifier}"
        assert any(
            link.endswith(f"/{node.file}#L{node.line}")
            for link in read[address(site, identifier)].links
        )


def test_a_failed_build_leaves_the_old_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "site"
    (target / "soeg").mkdir(parents=True)
    for name in ("index.html", "soeg/index.html"):
        (target / name).write_text("gammel", "utf-8")
    root = Path(__file__).parent / "awful"
    assert cli.main(["--root", str(root), "build", "--site-dir", str(target)]) == 1
    assert (target / "index.html").read_text("utf-8") == "gammel"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    count = (root / "expected.txt").read_text("utf-8").splitlines()[-1]
    assert count in capsys.readouterr().err


NASTY = "<img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} \"' [x](javascript:alert(1)) *a* # &amp;"


@pytest.mark.slow
def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """A case whose plain texts are all hostile, through the whole real build."""
    program(tmp_path)
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    nasty = json.dumps(NASTY)
    entry = f"""id: ond-case
title: {nasty}
municipalities: [roskilde]
period: {{start: null, end: null}}
area: null
phases: [fase-1]
form: uklart
actors: [{nasty}]
summary: Nærmest {{{{ 7*7 }}}} *intet*.
what: Intet.
how: null
outcome: null
learning: null
principles: [{{id: fp-1, why: "Se {{{{ 7*7 }}}}."}}]
ways: []
sources: [cok-10-veje]
certainty: uncertain
"""
    (tmp_path / "data" / "cases").mkdir(exist_ok=True)
    (tmp_path / "data" / "cases" / "ond-case.yaml").write_text(entry, "utf-8")
    assert cli.main(["--root", str(tmp_path), "build"]) == 0
    said = 0
    for path in (tmp_path / "site").rglob("*.html"):
        reader = Reader()
        reader.feed(path.read_text("utf-8"))
        assert reader.unsafe == [], path
        assert "x" not in reader.loaded, path
        assert not any(link.startswith("javascript") for link in reader.links), path
        said += NASTY in " ".join(" ".join(reader.text).split()) or NASTY in reader.title
    assert said >= 4  # its own page, the case list, its municipality, its neighbours
