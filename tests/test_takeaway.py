"""The zip of the whole site: unpacked, opened from the folder in a real browser."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ending
from playwright.sync_api import Browser, Page, expect

from macros import search, takeaway
from macros.link import Site


@pytest.fixture(scope="module")
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked copy."""
    target = tmp_path_factory.mktemp("taget med æøå")
    with zipfile.ZipFile(built / takeaway.ADDRESS) as archive:
        archive.extractall(target)
    assert [path.name for path in target.iterdir()] == ["samskabelse"]
    return target / "samskabelse"


@pytest.fixture
def tab(browser: Browser, folder: Path) -> Iterator[Page]:
    """A fresh profile; any error, and any request but to a file of the copy, fails."""
    context = browser.new_context(locale="da-DK")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(folder.as_uri()) else faults.append(asked.url),
    )
    # What is given up because the reader goes on to another page has not failed.
    page.on(
        "requestfailed",
        lambda asked: (
            None
            if asked.failure == "net::ERR_ABORTED"
            else faults.append(f"failed: {asked.url}: {asked.failure}")
        ),
    )
    page.goto((folder / "index.html").as_uri())
    yield page
    context.close()
    assert not faults


def _found(tab: Page) -> list[str]:
    tab.wait_for_selector("[data-results], [data-no-results]")
    return tab.locator("ol[data-results] > li > a").all_inner_texts()


def test_it_can_be_walked(tab: Page, folder: Path, cases: int) -> None:
    tab.get_by_role("navigation", name="Hovedmenu").get_by_role("link", name="Cases").click()
    tab.get_by_label("Område").select_option(label="Klima, energi og miljø")
    expect(tab.locator("[data-count]")).to_have_text(re.compile(f"af {cases} cases"))
    shown = tab.locator("[data-cases] > li:visible")
    assert 0 < shown.count() < 30
    expect(tab).to_have_url(ending("cases/index.html?omraade=klima-miljoe"))
    shown.first.get_by_role("link").first.click()
    expect(tab.locator("article")).to_have_attribute("data-kind", "case")
    tab.get_by_role("navigation", name="Hovedmenu").get_by_role("link", name="Tjeklister").click()
    tab.get_by_role("link", name="Før I overhovedet begynder").click()
    expect(tab.locator("ol.checklist > li")).to_have_count(4)
    expect(tab).to_have_url((folder / "tjeklister/foer-i-begynder/index.html").as_uri())


# What the search finds on the server, and the copy must find too.
@pytest.mark.parametrize(
    ("typed", "title", "within"),
    [
        ("samskablse", "Hvad er samskabelse?", 5),
        ("aeldre", "Cykling uden alder", 8),
        ("frivilligt", "Lundebjerggård – drevet af frivillige", 10),
        ("slip magten", "Slip magten", 3),
        ("npm", "New Public Management", 3),
        ("århus", "Aarhus Kommune", 5),
        ("co-creation", "Co-creation", 3),
        ("borgerinddragelse", "Borgerinddragelse", 3),
    ],
)
def test_it_can_be_searched(tab: Page, typed: str, title: str, within: int) -> None:
    tab.get_by_role("searchbox", name="Søg på sitet").fill(typed)
    tab.keyboard.press("Enter")
    found = _found(tab)
    assert title in found[:within], found
    tab.locator("ol[data-results] > li > a").filter(has_text=title).first.click()
    expect(tab.locator("h1")).to_be_visible()


def test_a_mended_typo_is_said_and_nothing_is_said_plainly(tab: Page, folder: Path) -> None:
    tab.goto((folder / "soeg/index.html").as_uri() + "?q=samskablse")
    assert _found(tab)
    expect(tab.locator("[data-message]")).to_contain_text("for »samskabelse«")
    tab.get_by_role("searchbox", name="Hvad søger du?").fill("xyzzyqwv __proto__ <img src=x>")
    expect(tab.locator("[data-message]")).to_contain_text("xyzzyqwv")
    expect(tab.locator("[data-no-results]")).to_be_visible()
    assert tab.locator("[data-output] img").count() == 0


def test_every_link_in_it_leads_to_a_file(folder: Path) -> None:
    followed = 0
    for page in folder.rglob("*.html"):
        html = page.read_text("utf-8")
        assert "soeg-fil" not in html
        for link in re.findall(r'\b(?:href|src|action)="([^"#?]*)', html):
            if link and not re.match(r"[a-z]+:", link):
                assert (page.parent / link).is_file(), (page, link)
                followed += 1
    assert followed > 15_000
    assert not (folder / "404.html").exists()


def test_only_links_to_what_the_site_alone_has_are_words_in_it() -> None:
    """Others have feeds as well."""
    theirs = '<a href="https://x.dk/feeds/nyt.xml">nyt</a> <a href="../rssfeeds/om.pdf">om</a>'
    html = f'{theirs} <a class="x" href="../feeds/cases.xml">feed</a> <a href="hent/">hent</a>'
    html += ' <a href="samskabelse.zip" download>zip</a>'
    assert takeaway.local(html) == f'{theirs} feed <a href="hent/index.html">hent</a> zip'


def test_its_pages_may_load_files_and_say_nothing_of_an_address(folder: Path) -> None:
    """Not every browser takes a file beside the page for the page's own."""
    for name in ("index.html", "cases/index.html"):
        html = (folder / name).read_text("utf-8")
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', html)
        assert policy
        for loaded in ("script", "style", "img"):
            assert f"{loaded}-src 'self' file:" in policy[1]
        assert not re.search('<link rel="(?:canonical|alternate)"', html)
    html = '<head><link rel="canonical" href="https://x.dk/">\n<title>x</title>'
    assert takeaway.local(html) == "<head><title>x</title>"


def test_the_same_site_gives_the_same_zip(built: Path, site: Site, tmp_path: Path) -> None:
    records = [search.Record("", "Side", "Forside", "", "velfærd"), *search.term_records(site)]
    zips = []
    for _ in range(2):
        for name in ("index.html", "hent/index.html", "om/index.html"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes((built / name).read_bytes())
        takeaway.write(tmp_path, site, records)
        zips.append((tmp_path / takeaway.ADDRESS).read_bytes())
    assert zips[0] == zips[1]
    with zipfile.ZipFile(tmp_path / takeaway.ADDRESS) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_page_that_offers_it_says_how_big_it_is(built: Path) -> None:
    html = (built / "hent" / "index.html").read_text("utf-8")
    size = (built / takeaway.ADDRESS).stat().st_size / 1e6
    assert f"zip-fil, {size:.1f} MB".replace(".", ",") in html
    assert size < 10
