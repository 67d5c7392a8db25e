"""What is handed out on paper: sheets that fit, plans that add up, a handbook to page through."""

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from macros import bodies, check, handbook, load, typeset
from macros.addresses import SHEET_KINDS, WORKSHOP_KINDS, sheet_address
from macros.link import Site
from macros.qr import qr_code
from macros.sheet import Part, Point, fit, sheet
from macros.workshop import timed

# A4 less the margins of the sheets' style, in the browser's pixels.
WIDTH, HEIGHT = (round(mm / 25.4 * 96) for mm in (210 - 26, 297 - 24))
# Typefaces differ from machine to machine, so a sheet must fit with room to spare.
FULLEST = 0.95
TITLE = "Samskabelse: håndbogen"


@pytest.fixture(scope="module")
def paper(browser: Browser, served: str) -> Iterator[Page]:
    """A page as wide as the paper, shown as it prints."""
    context = browser.new_context(base_url=served, viewport={"width": WIDTH, "height": 900})
    tab = context.new_page()
    tab.emulate_media(media="print")
    yield tab
    context.close()


def _height(paper: Page, place: str) -> float:
    paper.goto(place, wait_until="load")
    return paper.evaluate("document.querySelector('main').getBoundingClientRect().height") / HEIGHT


@pytest.mark.slow
def test_every_sheet_fits_on_one_page(paper: Page, site: Site) -> None:
    began = time.monotonic()
    heights = {
        node.id: _height(paper, sheet_address(node.id)) for node in site.of_kind(*SHEET_KINDS)
    }
    fullest = sorted(heights.items(), key=lambda one: -one[1])[:3]
    print("sheets:", len(heights), "fullest:", fullest, "seconds:", time.monotonic() - began)
    assert len(heights) >= 106
    assert {name: height for name, height in heights.items() if not 0.3 < height < FULLEST} == {}
    for name, _ in [*fullest, ("vej-1", 0)]:
        paper.goto(sheet_address(name))
        assert _pages(paper) == 1, name


@pytest.mark.slow
def test_every_workshop_fits_on_two_pages(paper: Page, site: Site) -> None:
    heights = {
        (node.id, plan.id): _height(paper, sheet_address(node.id, plan.id))
        for node in site.of_kind(*WORKSHOP_KINDS)
        for plan in site.of_kind("workshop")
    }
    assert len(heights) >= 2 * 19
    for one in sorted(heights, key=lambda one: heights[one])[-4:]:
        paper.goto(sheet_address(*one))
        assert _pages(paper) <= 2, one
    assert max(heights.values()) < 2 * FULLEST


def _read(paper: Page) -> list[str]:
    """The text of each page as it is printed."""
    pdf = io.BytesIO(paper.pdf(prefer_css_page_size=True))
    return [page.extract_text() for page in pypdf.PdfReader(pdf).pages]


def _pages(paper: Page) -> int:
    return len(pypdf.PdfReader(io.BytesIO(paper.pdf(prefer_css_page_size=True))).pages)


# Lists whose numbers begin left of the text, where a printer draws nothing.
WITHOUT_ROOM = """() => {
  const pen = document.createElement('canvas').getContext('2d');
  const left = document.querySelector('article').getBoundingClientRect().left;
  return [...document.querySelectorAll('ol')].flatMap((list) => {
    const last = list.lastElementChild, style = getComputedStyle(last);
    if (style.listStyleType !== 'decimal' || !last.checkVisibility()) return [];
    pen.font = `${style.fontSize} ${style.fontFamily}`;
    const needs = pen.measureText(`${list.children.length}. `).width;
    return last.getBoundingClientRect().left - left < needs ? [list.className || 'ol'] : [];
  });
}"""


def test_long_numbers_have_room_on_paper(paper: Page) -> None:
    """A note of the handbook is found by all of its digits."""
    places = ("haandbog/", "charter/charter-2013/", "overblik/veje-og-cases/", "faser/")
    found = {}
    for place in places:
        paper.goto(place, wait_until="load")
        found[place] = paper.evaluate(WITHOUT_ROOM)
    assert {place: said for place, said in found.items() if said} == {}


def test_what_stands_side_by_side_has_room_on_paper(paper: Page) -> None:
    """With the margins that browsers set, and with wider ones, where columns are folded."""
    places = [
        "charter/sammenlign/", "begreber/paradigmer/", "overblik/veje-og-cases/",
        "cases/sammenlign/?c=insp-roskilde&c=gentofte-opgaveudvalg",
    ]  # fmt: skip
    for width in (718, WIDTH):
        paper.set_viewport_size({"width": width, "height": 900})
        for place in places:
            paper.goto(place, wait_until="networkidle" if "?" in place else "load")
            assert paper.evaluate("document.documentElement.scrollWidth") <= width, (place, width)


def test_a_page_ends_with_no_heading_alone(paper: Page) -> None:
    paper.goto("selvvurdering/seks-principper/")
    pages = _read(paper)
    assert len(pages) > 4
    last = [text.strip().splitlines()[-1] for text in pages]
    assert [line for line in last if line.startswith("Ligger I")] == []


def test_the_words_explained_stand_under_their_heading(paper: Page) -> None:
    """However high the paper is, and so wherever its pages end."""
    paper.goto("principper/vaeksthus-trin/trin-4/")
    for height in range(180, 280, 8):
        pdf = io.BytesIO(paper.pdf(width="210mm", height=f"{height}mm"))
        pages = [page.extract_text().strip() for page in pypdf.PdfReader(pdf).pages]
        assert any("Ord på siden" in page for page in pages)
        assert [page for page in pages if page.endswith("Ord på siden")] == [], height


def test_the_foot_seldom_needs_a_sheet_of_its_own(paper: Page) -> None:
    """Three lines about the site follow close upon the text."""
    for place in ("cases/", "overblik/", "charter/manifest-2017/"):
        paper.goto(place)
        height = """() => document.querySelector('.site-footer').getBoundingClientRect().bottom
          - document.querySelector('article').getBoundingClientRect().bottom"""
        assert paper.evaluate(height) < 130, place


def test_what_fills_one_page_takes_one_sheet(paper: Page) -> None:
    """On screen room is held for what a script will draw."""
    for place in ("cases/sammenlign/", "soeg/"):
        paper.goto(place)
        assert _pages(paper) == 1, place


def test_a_printed_list_says_that_it_goes_on(paper: Page) -> None:
    """»78 cases« stands above the first fifty of them."""
    goes_on = paper.get_by_text("Listen fortsætter på sitet.").locator("visible=true")
    for place in ("cases/", "kilder/", "cases/?sorter=start"):
        paper.goto(place)
        expect(goes_on).to_have_count(1)
        expect(paper.get_by_role("link", name="Sammenlign ")).to_have_count(0)
        expect(paper.get_by_role("button", name="Vis flere")).to_have_count(0)
    for place in ("cases/side/2/", "cases/?fase=fase-3&omraade=socialomraadet"):
        paper.goto(place)
        expect(goes_on).to_have_count(0)


def test_a_table_behind_a_fold_is_printed_as_wide_as_there_is_room(paper: Page) -> None:
    paper.goto("overblik/veje-og-cases/")
    fold, row = (paper.locator(one) for one in ("details:has(.amounts)", ".amounts tbody tr"))
    width = "one => one.getBoundingClientRect().width"
    assert row.first.evaluate(width) > 0.9 * fold.evaluate(width)


def test_a_sheet_holds_what_the_meeting_needs(page: Page) -> None:
    page.goto("principper/cok/vej-1/")
    page.get_by_role("link", name="Ét ark til mødet").click()
    expect(page.locator("h1")).to_have_text("Lad uenighed opstå")
    expect(page.locator("figure.quote")).to_contain_text("ordret citat (bekræftet)")
    for heading in ("Hvad det betyder", "I praksis", "Faldgruber", "Spørgsmål at stille"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.locator(".sheet-foot")).to_contain_text("Redaktionens slutning")
    # Without an address of its own the site has none for a code to lead to.
    expect(page.locator("svg.qr")).to_have_count(0)
    expect(page.locator(".sheet-address")).to_contain_text("/principper/cok/vej-1/")
    page.evaluate("window.print = () => { document.title = 'skrevet ud' }")
    page.get_by_role("button", name="Skriv ud").click()
    expect(page).to_have_title("skrevet ud")
    page.get_by_role("link", name="Tilbage til").click()
    page.get_by_role("link", name="Værksted på 60 minutter").click()
    expect(page.locator("ol.plan > li")).to_have_count(6)
    expect(page.locator(".plan .minutes").last).to_have_text("55–60")


def test_sheets_are_not_for_search_engines(built: Path) -> None:
    for place in ("ark/vej-1/", "ark/vej-1/vaerksted-60/", "haandbog/"):
        html = (built / place / "index.html").read_text("utf-8")
        assert '<meta name="robots" content="noindex">' in html
        assert "data-unsearched" in html


def test_with_an_address_the_sheet_has_a_code_that_says_what_it_is(site: Site) -> None:
    html = bodies.body(site, "sheet", "vej-1", "https://eksempel.dk/")
    assert 'role="img" aria-label="QR-kode, der fører til siden »Lad uenighed opstå«"' in html
    assert "eksempel.dk/principper/cok/vej-1/" in html
    code = qr_code("https://eksempel.dk/principper/cok/vej-1/")
    assert code.path in html
    # The corner that readers look for: seven dark modules after four white ones.
    assert all(f"M{x} 4h1v1h-1z" in code.path for x in range(4, 11))
    assert "M3 4h" not in code.path


def test_nothing_is_cut_in_the_middle(site: Site) -> None:
    for node in site.of_kind(*SHEET_KINDS):
        data = node.entry.model_dump_json()
        for part in sheet(site, node).parts:
            for point in part.points:
                if point.node is None and not point.tag and part.id != "hvad":
                    said = point.text.replace('"', '\\"')
                    assert said in data or point.text.startswith("Ikke oplyst"), point


def test_the_longest_goes_first_and_the_least_stays() -> None:
    short, long_, longest = (Point("ord " * count) for count in (5, 50, 90))
    parts = (Part("a", "A", (longest, short), 1), Part("b", "B", (short, long_), 2))
    kept = fit(parts, 15)
    assert [part.points for part in kept] == [(short,), (short, long_)]
    assert fit(parts, 1) == (Part("a", "A", (short,), 1),)


def test_plans_are_filled_in_and_add_up(site: Site) -> None:
    plans = site.of_kind("workshop")
    assert {plan.entry.minutes for plan in plans} == {60, 90}
    for plan in plans:
        for node in site.of_kind(*WORKSHOP_KINDS):
            steps = timed(site, node, plan.entry)
            assert steps[-1].end == plan.entry.minutes
            shown = {one.name: one.points for step in steps for one in step.shown}
            assert {"quote", "questions"} <= set(shown), (node.id, plan.id)
            assert all(point.text for points in shown.values() for point in points)


def test_minutes_that_do_not_add_up_are_a_problem(tmp_path: Path) -> None:
    source = Path(__file__).parent.parent / "data" / "workshops.yaml"
    (tmp_path / "data").mkdir()
    text = source.read_text("utf-8").replace("minutes: 60\n", "minutes: 61\n", 1)
    (tmp_path / "data" / "workshops.yaml").write_text(text, "utf-8")
    _, problems = check.check(load.load(tmp_path))
    said = [problem.message for problem in problems if "minutter" in problem.message]
    assert said == ["Trinnene skal tage 61 minutter i alt, men tager 60."]


# --- The handbook -------------------------------------------------------------


@pytest.fixture(scope="module")
def book(built: Path) -> pypdf.PdfReader:
    """The handbook as it is downloaded."""
    return pypdf.PdfReader(built / handbook.PDF)


@pytest.fixture(scope="module")
def leaves(book: pypdf.PdfReader) -> list[str]:
    """The text of every page, white space as one."""
    return [" ".join(leaf.extract_text().split()) for leaf in book.pages]


def test_the_handbook_is_whole_and_says_what_it_is(
    book: pypdf.PdfReader, leaves: list[str], site: Site
) -> None:
    print("handbook:", len(leaves), "pages")
    assert 50 < len(leaves) < 200
    assert book.metadata
    assert book.metadata.title == TITLE
    assert book.root_object["/Lang"] == "da"
    assert book.root_object["/MarkInfo"]["/Marked"]
    assert [number for number, text in enumerate(leaves, 1) if len(text) < 100] == []
    whole = re.sub(r"[\s\u00ad\u2010-]", "", "".join(leaves))
    for kind in ("principle", "way", "trait", "step", "phase", "case", "critique", "term"):
        for node in site.of_kind(kind):
            assert re.sub(r"[\s-]", "", node.title) in whole, node.id
    for broken in ("None", "{{", "}}", "�"):
        assert broken not in whole


def test_the_contents_tell_the_right_pages(book: pypdf.PdfReader, leaves: list[str]) -> None:
    """Each bookmark's page is what the contents say, and its heading stands there."""
    first = next(number for number, text in enumerate(leaves) if text.startswith("Indhold"))
    contents = " ".join(leaves[first : first + 3])
    chapters = [one for one in book.outline if not isinstance(one, list)]
    assert len(chapters) >= 12
    flat = [*chapters, *(one for some in book.outline if isinstance(some, list) for one in some)]
    assert len(flat) > 80
    for mark in flat:
        page = book.get_destination_page_number(mark) + 1
        title = " ".join(str(mark.title).split())
        assert title in leaves[page - 1], (title, page)
        assert re.search(rf"{re.escape(title)}[ .\u2060]*{page}\b", contents), (title, page)
        assert leaves[page - 1].rstrip().endswith(str(page)), page


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder of its own for what is kept between runs."""
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path))
    yield
    typeset._kept.cache_clear()  # noqa: SLF001


def _as_in_a_new_process(html: str, title: str) -> bytes:
    typeset._kept.cache_clear()  # noqa: SLF001
    return typeset.pdf(html, title)


def test_the_handbook_is_the_same_each_time_and_text_stays_text(
    site: Site, tmp_path: Path, kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del kept
    html, made = str(handbook.handbook(site)), set()
    for folder in ("one", "other"):
        monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path / folder))
        made.add(_as_in_a_new_process(html, TITLE))
    assert len(made) == 1
    nasty = '#panic("x") $ @a <b> *x* _y_ \\ `raw` [] {} // ok'
    heading = f'<h2 id="x">{nasty.replace("<", "&lt;")}</h2>'
    made = typeset.pdf(f"<section>{heading}<p>æøå</p></section>", nasty)
    read = pypdf.PdfReader(io.BytesIO(made))
    assert read.metadata
    assert read.metadata.title == nasty
    assert nasty.replace(" ", "") in read.pages[-1].extract_text().replace(" ", "")


def test_a_book_is_typeset_once(kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same book is taken from what is kept; another, or one of another title, is not."""
    del kept
    made = _as_in_a_new_process("<p>æøå</p>", TITLE)
    monkeypatch.setattr(typeset, "_compiled", lambda *_: b"another")
    assert _as_in_a_new_process("<p>æøå</p>", TITLE) == made
    assert _as_in_a_new_process("<p>æøåæ</p>", TITLE) == b"another"
    assert _as_in_a_new_process("<p>æøå</p>", f"{TITLE}, 2") == b"another"


def test_links_in_the_book_lead_somewhere() -> None:
    """Within the book, out on the web, or to the site where its address is known."""
    html = '<p><a href="#a">x</a> <a href="../b/">y</a> <a href="#c">z</a></p><p id="a">æ</p>'
    alone, known = (typeset.tree(html, page) for page in ("", "https://e.dk/haandbog/"))
    assert [one.get("to", one.get("url")) for one in _links(alone)] == ["a", None, None]
    assert [one.get("to", one.get("url")) for one in _links(known)] == [
        "a",
        "https://e.dk/b/",
        None,
    ]


def _links(tree: dict) -> list[dict]:
    return [one for one in tree["children"][0]["children"] if isinstance(one, dict)]


def test_with_very_many_cases_the_book_lists_their_titles(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = str(handbook.handbook(site))
    monkeypatch.setattr(handbook, "MOST_CASES", 50)
    short = str(handbook.handbook(Site(site.nodes, site.links, site.overlay)))
    assert len(short) < len(whole)
    assert "<strong>Roskilde:</strong>" in short
    assert "INSP! og socialpsykiatrien i Roskilde" in short


def test_the_handbook_page_leads_to_the_pdf(page: Page) -> None:
    page.goto("haandbog/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Hent håndbogen som PDF").click()
    assert waiting.value.suggested_filename == "samskabelse.pdf"
    expect(page.locator("section.chapter")).to_have_count(13)
