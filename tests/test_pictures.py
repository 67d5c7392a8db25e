"""The pictures: what they count, what they leave out, and that nothing lies over anything."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import combinations
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from macros import chords, knowledge, neighbours
from macros import vocabulary as words
from macros.lettering import width, wrap
from macros.link import Site
from macros.matrix import UNKNOWN, matrix
from macros.neighbours import Box, Picture, arranged, neighbourhood
from macros.pictures import level
from macros.relations import all_relations, related_to_whole
from macros.shortlist import MOST_EACH

ROOT = Path(__file__).parent.parent
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
PHONE = {"width": 390, "height": 844}
READABLE = 12  # px
CODE_SIZE = 13  # px: the letters in the dots of the circle, as the style sheet has them
MATRICES = {"principle": "principper-og-cases", "way": "veje-og-cases"}


def _svg(html: str, class_: str) -> ET.Element:
    found = re.search(rf'<svg class="{class_}\b.*?</svg>', html, re.DOTALL)
    assert found, class_
    return ET.fromstring(found[0])  # noqa: S314 - our own page


def _numbers(svg: ET.Element, class_: str = "") -> list[int]:
    """The amounts written in a picture's links."""
    texts = [text for link in svg.iter("a") for text in link.iter("text")]
    said = [text.text or "" for text in texts if text.get("class", "") == class_]
    return [int(one) for one in said if one.isdigit()]


@pytest.fixture(scope="module")
def overview(built: Path) -> dict[str, str]:
    """The pages of pictures, by name."""
    return {
        name: (built / "overblik" / name / "index.html").read_text("utf-8")
        for name in ("", *MATRICES.values(), "forbindelser")
    }


# Lettering


def test_text_breaks_into_lines_that_fit(site: Site) -> None:
    for node in site.nodes.values():
        for room in (60, 104, 140, 224):
            lines = wrap(node.title, room, 13)
            assert all(width(line, 13) <= room for line in lines), (node.id, lines)
            joined = "".join(lines).replace("-", "").replace(" ", "")
            assert joined == re.sub(r"[-\s]", "", node.title)


def test_long_words_break_where_danes_would() -> None:
    assert wrap("Samskabelsescharteret 2016", 110, 13) == ("Samskabelses-", "charteret 2016")
    assert wrap("", 100, 13) == ()
    assert wrap("i x", 1, 13) == ("i", "x")


# The picture around an entry


def _overlap(a: Box, b: Box) -> bool:
    across = a.x < b.x + b.width and b.x < a.x + a.width
    return across and a.y < b.y + b.height and b.y < a.y + a.height


def _is_in_order(picture: Picture) -> None:
    """No boxes over each other, all text inside its box, every line alone in its lane."""
    boxes = [picture.centre, *(one.box for one in picture.neighbours)]
    assert not any(_overlap(a, b) for a, b in combinations(boxes, 2))
    for box in boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= neighbours.WIDTH
        assert box.y + box.height <= picture.height
        bold = box is picture.centre
        size = neighbours.CENTRE_SIZE if bold else neighbours.TITLE_SIZE
        assert box.title
        for lines, letters in ((box.label, neighbours.LABEL_SIZE), (box.title, size)):
            for text, y in lines:
                assert width(text, letters, bold=bold) <= box.width - 2 * neighbours.PADDING
                assert box.y + letters <= y <= box.y + box.height - 4
    lanes = [re.match(r"M(\S+) (\S+?)V", one.path) for one in picture.neighbours]
    assert all(lanes)
    assert len({lane.groups() for lane in lanes if lane}) == len(lanes)


def test_every_entry_with_enough_relations_has_a_picture_in_order(site: Site) -> None:
    drawn = 0
    for node in site.nodes.values():
        relations = [one for group in related_to_whole(site, node.id) for one in group.relations]
        picture = neighbourhood(site, node.id)
        assert bool(picture) == (len(relations) >= neighbours.FEWEST)
        if picture and len(relations) <= neighbours.MOST:
            assert Counter(one.id for one in picture.neighbours) == Counter(
                one.node.id for one in relations
            )
            _is_in_order(picture)
            drawn += 1
    assert drawn >= 15


@pytest.mark.parametrize("amount", range(1, neighbours.MOST + 1))
def test_any_number_of_neighbours_fits(site: Site, amount: int) -> None:
    """Also with the longest titles there are."""
    longest = sorted(site.nodes.values(), key=lambda node: -len(node.title))[:amount]
    texts = [
        neighbours.said(node.id, "tension", "punkt i arbejdsudkast · spænding", node.title)
        for node in longest
    ]
    _is_in_order(arranged("Ordet »samskabelsesparathedsvurderingsredskab« " * 3, texts))


def test_with_too_many_relations_the_kinds_are_counted(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "MOST", 12)
    picture = neighbourhood(site, "fp-3")
    assert picture
    assert {one.id for one in picture.neighbours} == {None}
    amounts = [int(re.search(r"\d+", one.name)[0]) for one in picture.neighbours]
    groups = related_to_whole(site, "fp-3")
    assert amounts == [len(group.relations) for group in groups]
    assert sum(amounts) > 12
    _is_in_order(picture)


# The circle of everything


def test_the_circle_has_every_relation_once(site: Site, overview: dict[str, str]) -> None:
    whole, relations = chords.whole(site), all_relations(site)
    assert sum(chord.amount for chord in whole.chords) + len(whole.inside) == len(relations) > 90
    types = Counter(one.type for one in relations) - Counter(one.type for one in whole.inside)
    drawn: Counter[str] = Counter()
    for chord in whole.chords:
        drawn[chord.type] += chord.amount
        assert chord.ends[0] != chord.ends[1]
    assert drawn == types
    alone = {node.id for node in site.of_kind(*chords.ALONE)} & {
        end for one in relations for end in (one.source, one.target)
    }
    assert alone <= {place.key for place in whole.places}
    html = overview["forbindelser"]
    listed = re.findall(r'<li data-from="([^"]+)" data-to="([^"]+)">', html)
    assert Counter(listed) == Counter((one.source, one.target) for one in relations)
    svg = _svg(html, "whole")
    assert len(list(svg.iter("a"))) == len(whole.places)
    used = Counter(str(use.get("href")) for use in svg.iter("use"))
    assert used == {f"#korde-{chord.number}": 2 for chord in whole.chords}


def test_the_circle_has_room_for_its_dots_and_names(site: Site) -> None:
    whole = chords.whole(site)
    for a, b in combinations(whole.places, 2):
        assert ((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 >= 2 * chords.DOT
        assert a.code != b.code
        assert a.key != b.key
    for place in whole.places:
        assert width(place.code, CODE_SIZE) <= 2 * chords.DOT
        assert 1 <= len(place.lines) <= chords.LABEL_LINES
        assert len(place.lines) * chords.LABEL_LINE <= chords.APART
        assert all(width(line, chords.LABEL_SIZE) <= chords.LABEL_ROOM for line in place.lines)


# Cases against principles and ways


@pytest.mark.parametrize("kind", MATRICES)
def test_matrices_count_what_the_data_says(site: Site, overview: dict[str, str], kind: str) -> None:
    cases = [node.entry for node in site.of_kind("case")]
    field = {"principle": "principles", "way": "ways"}[kind]
    ids = [node.id for node in site.of_kind(kind)]
    said = Counter(
        (case.area or UNKNOWN, one.id)  # type: ignore[attr-defined]
        for case in cases
        for one in getattr(case, field)
        if one.id in ids
    )
    made = matrix(site, kind)
    assert {
        (row.area, cell.column.id): cell.amount
        for row in made.rows
        for cell in row.cells
        if cell.amount
    } == said
    html = overview[MATRICES[kind]]
    assert sum(_numbers(_svg(html, "areas"))) == sum(said.values())
    table = re.search(r'<table class="amounts">.*?</table>', html, re.DOTALL)
    assert table
    assert sum(map(int, re.findall(r"<td>(\d+)</td>", table[0]))) == sum(said.values())
    listed = re.findall(r'<th scope="row"><a href="\.\./\.\./cases/([\w-]+)/', html)
    areas = Counter(case.area for case in cases)  # type: ignore[attr-defined]
    assert len(set(listed)) == len(listed) == sum(min(count, MOST_EACH) for count in areas.values())
    shown = [one.id for case in listed for one in getattr(site[case].entry, field)]
    assert html.count('<td class="yes">') == sum(one in ids for one in shown)


@pytest.mark.parametrize("kind", MATRICES)
def test_gaps_are_exactly_the_pairs_without_a_case(
    site: Site, overview: dict[str, str], kind: str
) -> None:
    shown = {
        (site[one.source].entry.area, one.target)  # type: ignore[attr-defined]
        for one in site.links
        if one.type == "shows"
    }
    gaps = {
        (area, node.id)
        for area in words.AREAS
        for node in site.of_kind(kind)
        if (area, node.id) not in shown
    }
    html = overview[MATRICES[kind]]
    listed = [
        (area, gap)
        for area, row in re.findall(r'<li data-area="([^"]+)">(.*?)</li>', html, re.DOTALL)
        for gap in re.findall(r'data-gap="([^"]+)"', row)
    ]
    assert Counter(listed) == Counter(gaps)
    # "mangler princip 1 og 4", as one says it, and never "principper 1 og 4".
    assert f"</strong> mangler {words.KINDS[kind].label.lower()} <a" in html
    assert f"mangler {words.KINDS[kind].plural}" not in html
    calls = [link for link in _svg(html, "areas").iter("a") if link.get("class") == "gap"]
    assert len(calls) == len(gaps) > 10
    assert all("Har I en case?" in str(link.get("aria-label")) for link in calls)


# The map


@pytest.mark.parametrize("place", ["kommuner/index.html", "overblik/index.html"])
def test_the_map_counts_what_the_data_says(site: Site, built: Path, place: str) -> None:
    html = (built / place).read_text("utf-8")
    amounts = Counter(
        municipality
        for case in site.of_kind("case")
        for municipality in case.entry.municipalities  # type: ignore[attr-defined]
    )
    svg = _svg(html, "tiles")
    assert sorted(_numbers(svg, "amount")) == sorted(amounts.values())
    assert len(list(svg.iter("rect"))) == len(site.of_kind("municipality")) == 98
    for link in svg.iter("a"):
        assert amounts[str(link.get("href")).strip("/").split("/")[-1]] == _numbers_in(link)
    if place.startswith("kommuner"):
        listed = re.findall(r'</a> <span class="tag">(\d+) cases?</span>', html)
        assert sorted(map(int, listed)) == sorted(amounts.values())


def _numbers_in(link: ET.Element) -> int:
    return next(int(t.text or 0) for t in link.iter("text") if t.get("class") == "amount")


def test_shades_have_steps() -> None:
    assert [level(amount) for amount in range(7)] == [0, 1, 2, 2, 3, 3, 3]


# All of them


def test_every_picture_is_well_formed_and_its_links_lead_somewhere(built: Path) -> None:
    pictures = 0
    for path in built.rglob("*.html"):
        place = path.relative_to(built).as_posix()
        html = path.read_text("utf-8")
        for found in SVG.finditer(html):
            svg = ET.fromstring(found[0])  # noqa: S314 - our own page
            pictures += 1
            hidden = svg.get("aria-hidden") == "true"
            links = list(svg.iter("a"))
            assert hidden != bool(links), place
            for link in links:
                target = urlsplit(urljoin(f"https://x/{place}", str(link.get("href"))))
                file = built / unquote(target.path).removeprefix("/")
                file = file / "index.html" if file.is_dir() else file
                assert file.is_file(), (place, link.get("href"))
                if target.fragment:
                    assert f'id="{target.fragment}"' in file.read_text("utf-8"), place
                named = link.get("aria-label") or "".join(link.itertext()).strip()
                assert len(named) > 3, (place, link.attrib)
    assert pictures > 50


def test_pictures_are_the_same_every_time(site: Site) -> None:
    again = knowledge.read(ROOT).site
    assert again is not site
    assert chords.whole(site).places == chords.whole(again).places
    assert chords.whole(site).chords == chords.whole(again).chords
    for identifier in ("fp-3", "vej-8", "manifest-2017"):
        assert neighbourhood(site, identifier) == neighbourhood(again, identifier)


# In a browser

SIZES = """() => [...document.querySelectorAll('article svg text')]
  .filter(text => text.getClientRects().length && getComputedStyle(text).display !== 'none')
  .map(text => [text.textContent,
    parseFloat(getComputedStyle(text).fontSize) * Math.hypot(...['a', 'b'].map(
      key => text.getScreenCTM()[key]))])"""
OUTSIDE = """() => [...document.querySelectorAll('.neighbours a, .neighbours .middle')]
  .flatMap(group => { const box = group.querySelector('rect').getBBox();
    return [...group.querySelectorAll('text')].filter(text => { const at = text.getBBox();
      return at.x < box.x || at.x + at.width > box.x + box.width || at.y < box.y
        || at.y + at.height > box.y + box.height; }).map(text => text.textContent); })"""
PLACES = [
    "overblik/", "overblik/principper-og-cases/", "overblik/veje-og-cases/",
    "overblik/forbindelser/", "kommuner/", "charter/", "begreber/de-fire-coer/",
    "principper/frivilligraadet/fp-3/", "charter/manifest-2017/", "faser/fase-3/",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_text_in_pictures_can_be_read_on_a_phone(page: Page, place: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(place)
    sizes = page.evaluate(SIZES)
    assert len(sizes) >= 4
    assert [one for one in sizes if one[1] < READABLE - 0.1] == []
    assert page.evaluate(OUTSIDE) == []


def test_links_in_pictures_are_reached_by_keyboard_and_light_up(page: Page) -> None:
    page.goto("overblik/forbindelser/")
    page.locator(".crumbs a").last.focus()
    page.keyboard.press("Tab")
    first = page.locator("svg.whole a").first
    expect(first).to_be_focused()
    expect(first.locator(".lit")).to_have_css("visibility", "visible")
    expect(page.locator("svg.whole .chords")).to_have_css("opacity", "0.12")
    other = page.locator("svg.whole a").nth(3)
    expect(other.locator(".lit")).to_have_css("visibility", "hidden")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fp-1/")


def test_a_cell_leads_to_the_cases_it_counts(page: Page) -> None:
    page.goto("overblik/principper-og-cases/")
    cell = page.locator("svg.areas a.on-3").first
    amount = cell.locator("text").inner_html()
    cell.click()
    expect(page.locator("[data-cases] > li:visible")).to_have_count(int(amount))


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_paper_gets_whole_pictures(browser: Browser, served: str, scheme: str) -> None:
    """Nothing is wider than A4, and names stand beside the numbers."""
    context = browser.new_context(base_url=served, color_scheme=scheme, viewport=PHONE)
    page = context.new_page()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})
    for place in PLACES:
        page.goto(place)
        for svg in page.locator("article svg").all():
            box = svg.bounding_box()
            assert box is None or box["x"] + box["width"] <= 680, place
    page.goto("kommuner/")
    expect(page.locator("svg.tiles .name").first).to_be_visible()
    page.goto("overblik/forbindelser/")
    expect(page.locator("svg.whole .name").first).to_be_visible()
    context.close()
