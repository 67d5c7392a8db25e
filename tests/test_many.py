"""More cases than one page can hold: what grows, what does not, and the list in a real browser."""

import gzip
import json
import random
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ending, serve
from markupsafe import Markup
from playwright.sync_api import Browser, Page, Route, expect

from macros import assets, bodies, case_files, feeds, knowledge, pages, search, takeaway, write
from macros.link import Site
from macros.render import View, render
from macros.shell import Document, Shell
from macros.shortlist import MOST

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
COUNT = 402
PHONE = {"width": 390, "height": 844}
PAGE_BYTES = 60_000
AREAS = ("by-land", "aeldre", "klima-miljoe", None)
CERTAINTIES = ("confirmed", "single_source", "inferred", "uncertain")
# What only one case has.
RARE = "Fællessangskor"


def _cases() -> Iterator[dict]:
    """Made cases, the same every time."""
    draw = random.Random(7)  # noqa: S311 - nothing secret
    for number in range(3, COUNT + 1):
        rare = f"{RARE} " if number == 77 else ""
        start = f"{1990 + draw.randrange(35)}" if draw.random() < 0.9 else None
        yield {
            "id": f"sag-{number}",
            "title": f"{draw.choice(['Æhave', 'Bhus', 'Øvej', 'Aavej'])} {rare}nr. {number}",
            "municipalities": draw.choice([["aeblestad"], ["nabo"], ["nabo", "fjern"], []]),
            "period": {"start": start, "end": None},
            "area": draw.choice(AREAS),
            "phases": ["fase-1"] if number % 4 else [],
            "form": "begge",
            "actors": ["Borgerne"],
            "summary": f"Nogle af dem gjorde noget sammen, gang {number}.",
            "what": "De gjorde noget sammen.",
            "how": None,
            "outcome": None,
            "learning": None,
            "principles": [{"id": "fp-1", "why": f"Grund {number}."}] if number % 3 else [],
            "ways": [],
            "sources": ["kilde-a" if number % 10 == 0 else "kilde-b"],
            "certainty": draw.choice(CERTAINTIES),
        }


@dataclass(frozen=True)
class Many:
    """The made collection, and the folder with the pages a test needs."""

    site: Site
    folder: Path


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Many:
    """The small collection with hundreds of made cases, as few of its pages as will do."""
    root = tmp_path_factory.mktemp("mange")
    shutil.copytree(TESTS / "small" / "data", root / "data")
    (root / "data" / "cases").mkdir()
    for case in _cases():
        (root / "data" / "cases" / f"{case['id']}.yaml").write_text(write.entry(case, {}), "utf-8")
    found = knowledge.read(root)
    assert found.errors == []
    _write(found.site, root / "site")
    return Many(found.site, root / "site")


def _write(site: Site, folder: Path) -> None:
    files = assets.contents(ROOT / "theme")
    assets.write(files, folder)
    shell = Shell("Mange", "", "/", [("Cases", "cases/")], assets.names(files))
    for page in pages.all_pages(site).values():
        if page.kind in ("case", "sheet", "workshop_sheet"):
            continue
        _page(shell, folder, page.address, bodies.body(site, page.kind, page.id), page.scripts)
    for place, block, script in (
        ("cases/sammenlign/", "case-table", "casesammenligning"),
        ("cases/som-vores/", "similar", "caselighed"),
    ):
        html = render(f"block-{block}", View(site, place))
        _page(shell, folder, place, Markup("<h1>Cases</h1>") + html, (script,))
    _page(shell, folder, "", Markup("<h1>Forside</h1>"), ())
    case_files.write(folder, site)


def _page(shell: Shell, folder: Path, place: str, html: Markup, scripts: tuple[str, ...]) -> None:
    document = Document(place, place, place, html, scripts=scripts)
    (folder / place).mkdir(parents=True, exist_ok=True)
    (folder / place / "index.html").write_text(shell.whole(document), "utf-8")


@pytest.fixture
def tab(browser: Browser, many: Many) -> Iterator[Page]:
    """A fresh profile on the made site; an error in a script fails."""
    with serve(many.folder) as address:
        context = browser.new_context(base_url=address, locale="da-DK")
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
        context.close()
        assert not faults


# --- What grows, and what does not ---------------------------------------------


def test_no_page_grows_with_the_cases(many: Many) -> None:
    for path in many.folder.rglob("index.html"):
        place = path.parent.relative_to(many.folder).as_posix()
        if place != "haandbog":
            assert path.stat().st_size <= PAGE_BYTES, place


@pytest.mark.parametrize(
    ("place", "query"),
    [
        ("principper/frivilligraadet/fp-1", "princip=fp-1"),
        ("faser/fase-1", "fase=fase-1"),
        ("kommuner/nabo", "kommune=nabo"),
        ("kilder/kilde-b", "kilde=kilde-b"),
    ],
)
def test_a_cut_list_leads_to_all_of_it(many: Many, tab: Page, place: str, query: str) -> None:
    """It shows the surest, says how many there are, and the list it leads to has as many."""
    tab.goto(f"{place}/")
    link = tab.locator(".all-of-them a")
    said = int(re.sub(r"\D", "", link.inner_text()))
    assert said > 100
    shown = tab.locator("article a[href*='cases/sag-'], article a[href*='cases/bakken'], "
                        "article a[href*='cases/ukendt']")  # fmt: skip
    ids = [href.split("/")[-2] for href in shown.evaluate_all("all => all.map(a => a.href)")]
    listed = list(dict.fromkeys(ids))[:MOST]
    assert len(listed) == MOST
    assert {many.site[one].entry.certainty for one in listed} == {"confirmed"}
    link.click()
    tab.wait_for_url(f"**/cases/?{query}")
    expect(tab.locator("[data-count]")).to_have_text(f"{said} af {COUNT} cases")


def test_the_pages_of_the_list_hold_every_case_once(many: Many) -> None:
    place, found = "cases/", []
    while place:
        html = (many.folder / place / "index.html").read_text("utf-8")
        found += re.findall(r'<h2 class="card-title"><a href="[./]*(?:cases/)?([\w-]+)/"', html)
        after = re.search(r'<a rel="next" href="([^"]+)"', html)
        place = urljoin(f"https://x/{place}", after[1])[10:] if after else ""
    assert found == [case.id for case in many.site.by_title(many.site.of_kind("case"))]
    assert len(found) == COUNT


def test_feeds_hold_the_newest(many: Many) -> None:
    assert max(len(feed.cases) for feed in feeds.all_feeds(many.site)) == feeds.NEWEST


def test_what_a_filter_loads_is_small(many: Many) -> None:
    """The codes: a few bytes for each case, so that ten thousand are a small file too."""
    codes = (many.folder / case_files.FOLDER / "koder.js").read_bytes()
    assert len(gzip.compress(codes)) < 12 * COUNT
    for path in (many.folder / case_files.FOLDER).glob("*.js"):
        assert len(gzip.compress(path.read_bytes())) < 20_000, path
        assert not re.search("[<>&\u2028\u2029]", path.read_text("utf-8"))


def test_a_copy_leaves_out_the_pages_of_very_many_cases(
    many: Many, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert takeaway.cases_left_out(many.site) == frozenset()
    monkeypatch.setattr(takeaway, "MOST_TAKEN", 100)
    left = takeaway.cases_left_out(many.site)
    assert {"cases/sag-3/", "ark/sag-3/"} <= left
    html = '<p><a href="../sag-3/">En <b>sag</b></a> og <a class="x" href="../../om/">om</a></p>'
    said = takeaway.outward(html, "cases/bakken/", left, "")
    assert said == '<p>En <b>sag</b> og <a class="x" href="../../om/">om</a></p>'
    said = takeaway.outward(html, "cases/bakken/", left, "https://x.dk/")
    assert '<a href="https://x.dk/cases/sag-3/">En <b>sag</b></a>' in said
    page = (many.folder / "cases" / "side" / "2" / "index.html").read_text("utf-8")
    kept = re.findall(r'href="([^"#?]*)"', takeaway.outward(page, "cases/side/2/", left, ""))
    assert not [one for one in kept if urljoin("https://x/cases/side/2/", one)[10:] in left]
    whole = tmp_path / "site"
    shutil.copytree(many.folder, whole)
    (whole / "cases" / "sag-3").mkdir()
    (whole / "cases" / "sag-3" / "index.html").write_text("<h1>Sag 3</h1>", "utf-8")
    found = [search.Record(place, "Case", place, "", RARE) for place in ("cases/sag-3/", "cases/")]
    takeaway.write(whole, many.site, found)
    with zipfile.ZipFile(whole / takeaway.ADDRESS) as archive:
        held = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert "samskabelse/cases/index.html" in held
    assert "samskabelse/cases/sag-3/index.html" not in held
    assert '"at":null' in held[f"samskabelse/{case_files.FOLDER}/{case_files.CODES}.js"]
    index = "".join(text for name, text in held.items() if f"/{search.FOLDER}/" in name)
    assert "cases/" in index
    assert "sag-3" not in index


# --- In a browser ---------------------------------------------------------------


def test_it_loads_nothing_before_it_is_asked(tab: Page) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto("cases/")
    expect(tab.locator("[data-cases] > li")).to_have_count(50)
    assert not [url for url in asked if "/liste/" in url]
    tab.get_by_label("Kommune", exact=True).select_option("fjern")
    expect(tab.locator("[data-count]")).to_contain_text(f"af {COUNT} cases")
    loaded = {url.rpartition("/")[2].partition("?")[0] for url in asked if "/liste/" in url}
    assert "koder.js" in loaded
    assert not loaded & {"ord.js", "kilder.js", "id.js"}


def test_a_second_press_shows_what_comes_after_the_first(tab: Page) -> None:
    tab.goto("cases/?sorter=kommune")
    shown = tab.locator("[data-cases] > li")
    expect(shown).to_have_count(25)
    tab.get_by_role("button", name="Vis flere").evaluate("one => { one.click(); one.click(); }")
    expect(shown).to_have_count(75)
    places = shown.locator("h2 a").evaluate_all("all => all.map((one) => one.pathname)")
    assert len(set(places)) == 75


def test_a_filter_reaches_all_pages_and_the_address_keeps_it(many: Many, tab: Page) -> None:
    tab.goto("cases/")
    tab.get_by_label("Område").select_option("aeldre")
    tab.get_by_label("Sortér efter").select_option("start")
    cases = [case.entry for case in many.site.of_kind("case") if case.entry.area == "aeldre"]
    expect(tab.locator("[data-count]")).to_have_text(f"{len(cases)} af {COUNT} cases")
    expect(tab.locator("[data-pager]")).to_be_hidden()
    shown = tab.locator("[data-cases] > li")
    expect(shown).to_have_count(25)
    more = tab.get_by_role("button", name="Vis flere")
    more.focus()
    tab.keyboard.press("Enter")
    expect(shown).to_have_count(50)
    expect(shown.nth(25).get_by_role("link").first).to_be_focused()
    while more.is_visible():
        before = shown.count()
        more.click()
        expect(shown).not_to_have_count(before)
    years = [re.findall(r"fra (\d{4})", text) for text in shown.all_inner_texts()]
    known = [int(one[0]) for one in years if one]
    assert known == sorted(known, reverse=True)
    assert not any(years[len(known) :])
    assert len(years) == len(cases)
    expect(tab).to_have_url(ending("cases/?omraade=aeldre&sorter=start"))
    tab.reload()
    expect(tab.locator("[data-count]")).to_have_text(f"{len(cases)} af {COUNT} cases")
    tab.get_by_role("button", name="Nulstil").click()
    expect(shown).to_have_count(50)
    expect(tab.locator("[data-pager]")).to_be_visible()
    expect(tab.locator("[data-more]")).to_be_hidden()


def test_words_are_found_anywhere_in_all_cases(many: Many, tab: Page) -> None:
    tab.goto("cases/")
    tab.get_by_label("Ord i titel og resumé").fill("sangSkor gjorde")
    expect(tab.locator("[data-count]")).to_have_text(f"1 af {COUNT} cases")
    found = tab.locator("[data-cases] > li h2 a")
    expect(found).to_contain_text(RARE)
    assert found.evaluate("link => link.href").endswith("/cases/sag-77/")
    tab.get_by_label("Ord i titel og resumé").fill("xyzzyqwv")
    expect(tab.locator("[data-no-cases]")).to_be_visible()
    tab.get_by_label("Ord i titel og resumé").fill("æblestad")
    from_there = [c for c in many.site.of_kind("case") if "aeblestad" in c.entry.municipalities]
    expect(tab.locator("[data-count]")).to_have_text(f"{len(from_there)} af {COUNT} cases")
    # Quoted by a Dane, by a phone, and inside another quote: as the words in the files are bared.
    quoted = "”sangskor” »›gjorde‹«, „noget“ ‘sammen’?"
    tab.get_by_label("Ord i titel og resumé").fill(quoted)
    expect(found).to_contain_text(RARE)
    expect(tab.locator("[data-count]")).to_have_text(f"1 af {COUNT} cases")


def test_the_order_is_the_servers_until_another_is_chosen(many: Many, tab: Page) -> None:
    tab.goto("cases/?sikkerhed=inferred")
    titles = tab.locator("[data-cases] > li h2")
    expect(titles).to_have_count(25)
    some = [c for c in many.site.of_kind("case") if c.entry.certainty == "inferred"]
    assert titles.all_inner_texts() == [c.title for c in many.site.by_title(some)[:25]]


def test_a_source_in_the_address_can_be_taken_away(tab: Page) -> None:
    tab.goto("cases/?kilde=kilde-a&omraade=by-land")
    expect(tab.locator("[data-of-source]")).to_contain_text("»Rådets bog«")
    tab.get_by_role("button", name="Fjern kilden").click()
    expect(tab.locator("[data-of-source]")).to_be_hidden()
    expect(tab).to_have_url(ending("cases/?omraade=by-land"))


@pytest.mark.parametrize(
    "query",
    [
        "kilde=__proto__",
        "kilde=%3Cimg%20src=x%3E&princip=constructor",
        f"ord={'x' * 5000}",
        "kommune=../../om&sorter=__proto__",
    ],
)
def test_an_address_may_be_anything(tab: Page, query: str) -> None:
    tab.goto(f"cases/?{query}")
    expect(tab.locator("[data-cases] > li")).to_have_count(50)
    assert tab.locator("[data-cases] img").count() == 0


def test_without_javascript_the_list_goes_on_page_by_page(browser: Browser, many: Many) -> None:
    with serve(many.folder) as address:
        context = browser.new_context(java_script_enabled=False, base_url=address, viewport=PHONE)
        page = context.new_page()
        page.goto("cases/?omraade=aeldre")
        expect(page.locator("[data-cases] > li")).to_have_count(50)
        page.get_by_role("link", name="Side 9", exact=True).click()
        expect(page).to_have_url(ending("cases/side/9/"))
        expect(page.locator("[data-cases] > li")).to_have_count(COUNT - 400)
        page.get_by_role("link", name="Forrige").first.click()
        expect(page).to_have_url(ending("cases/side/8/"))
        context.close()


def test_the_list_can_be_used_by_keyboard(tab: Page) -> None:
    tab.set_viewport_size(PHONE)
    tab.goto("cases/side/4/")
    pager = tab.get_by_role("navigation", name="Sider med cases")
    for link in pager.get_by_role("link").all():
        box = link.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    pager.get_by_role("link", name="Næste").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/cases/side/5/")
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not Axe().run(tab).violations_count


def test_cases_are_found_and_compared_among_all(tab: Page, many: Many) -> None:
    tab.goto("cases/sammenlign/")
    tab.get_by_label("Find en case").fill(RARE[:6].lower())
    expect(tab.locator("[data-suggestions] button")).to_have_text(many.site["sag-77"].title)
    tab.goto("cases/som-vores/")
    tab.locator("[name=omraade]").select_option("klima-miljoe")
    tab.locator("[name=kommune]").select_option("fjern")
    expect(tab.locator("[data-like]")).to_have_count(6)
    for item in tab.locator("[data-like]").all():
        case = many.site[str(item.get_attribute("data-like"))].entry
        assert case.area == "klima-miljoe"
        assert "fjern" in case.municipalities


def test_a_case_of_no_municipality_is_not_called_of_another_size(tab: Page, many: Many) -> None:
    tab.goto("cases/som-vores/?omraade=by-land&stoerrelse=xl")
    shown = tab.locator("[data-like]")
    expect(shown).to_have_count(6)
    told = set()
    for one in shown.all():
        placed = many.site[str(one.get_attribute("data-like"))].entry.municipalities
        lacks = "en anden størrelse" if placed else "ingen bestemt kommune"
        expect(one.locator("> .meta")).to_have_text(f"Til forskel: {lacks}.")
        told.add(lacks)
    assert len(told) == 2


# --- What cannot be fetched -------------------------------------------------------

AGAIN = "Prøv at genindlæse siden."


def _stop(asked: Route) -> None:
    asked.abort()


def _file(name: str) -> re.Pattern[str]:
    """A file of the list, or those that a pattern names."""
    return re.compile(rf"/liste/{name}\.js")


@pytest.mark.parametrize(
    ("place", "lost"),
    [
        ("cases/?ord=sag", "ord"),
        ("cases/?ord=nogle", r"ord-\d+"),
        ("cases/?kilde=kilde-a", "kilder"),
        ("cases/?omraade=by-land", "koder"),
        ("cases/?omraade=by-land", r"\d+"),
        ("cases/som-vores/?omraade=by-land", "koder"),
        ("cases/som-vores/?omraade=by-land", r"\d+"),
    ],
)
def test_a_file_that_is_lost_is_no_answer(tab: Page, place: str, lost: str) -> None:
    tab.route(_file(lost), _stop)
    tab.goto(place)
    whose = "Casene" if "som-vores" in place else "De valgte cases"
    expect(tab.locator("[data-count]")).to_have_text(f"{whose} kunne ikke hentes. {AGAIN}")
    wrong = "[data-no-cases]:visible, [data-nearest]:visible, [aria-busy=true]"
    expect(tab.locator(wrong)).to_have_count(0)
    expect(tab).to_have_url(ending(place))


def test_more_that_is_lost_can_be_asked_for_again(tab: Page) -> None:
    tab.route(_file("2"), _stop)
    tab.goto("cases/?omraade=aeldre&princip=fp-1")
    shown, told = tab.locator("[data-cases] > li"), tab.locator("[data-count]")
    expect(shown).to_have_count(25)
    found = told.inner_text()
    more = tab.get_by_role("button", name="Vis flere")
    more.click()
    expect(told).to_have_text(f"Flere cases kunne ikke hentes. {AGAIN}")
    expect(shown).to_have_count(25)
    tab.unroute(_file("2"))
    more.click()
    expect(shown).to_have_count(50)
    expect(told).to_have_text(found)


@pytest.mark.parametrize("lost", ["ord", "koder"])
def test_suggestions_that_are_lost_are_no_answer(tab: Page, lost: str) -> None:
    tab.route(_file(lost), _stop)
    tab.goto("cases/sammenlign/")
    tab.get_by_label("Find en case").fill("nogle")
    expect(tab.locator("[data-said]")).to_have_text(f"Casene kunne ikke hentes. {AGAIN}")


def test_a_shared_comparison_stays_in_the_address_when_it_cannot_be_shown(tab: Page) -> None:
    tab.route(_file("id"), _stop)
    tab.goto("cases/sammenlign/?c=sag-3&c=sag-4&c=sag-5")
    expect(tab.locator("[data-said]")).to_have_text(f"Casene kunne ikke hentes. {AGAIN}")
    expect(tab).to_have_url(ending("cases/sammenlign/?c=sag-3&c=sag-4&c=sag-5"))


def test_it_works_from_a_folder(browser: Browser, many: Many) -> None:
    page = browser.new_page()
    page.goto((many.folder / "cases" / "index.html").as_uri() + "?omraade=by-land")
    expect(page.locator("[data-count]")).to_contain_text(f"af {COUNT} cases")
    link = page.locator("[data-cases] > li h2 a").first
    assert link.evaluate("link => link.href").endswith("/index.html")
    page.close()


def test_hostile_text_stays_text(many: Many) -> None:
    node = many.site["sag-77"]
    nasty = "</script><img src=x onerror=alert(1)>\u2028"
    entry = node.entry.model_copy(update={"summary": nasty})
    site = Site({**many.site.nodes, "sag-77": type(node)(**{**vars(node), "entry": entry})}, ())
    for script in case_files.files(site).values():
        assert not re.search("[<>&\u2028\u2029]", script)
        name, _, data = script.removeprefix("samskabelse.told(").removesuffix(");\n").partition(",")
        assert json.loads(name) is not None
        assert json.loads(data) is not None
