"""The ways in: tours, cases like ours, cases side by side, and the call for more."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from axe import faults
from conftest import ending
from playwright.sync_api import Browser, Locator, Page, Route, expect
from screens import PHONE, in_pairings

from macros import check, comparison, knowledge, load, model
from macros.addresses import CASE_FORM, address
from macros.link import Site
from macros.shortlist import MOST_EACH
from macros.sizes import SIZES, size_of
from macros.vocabulary import ACTIONS

ROOT = Path(__file__).parent.parent

# --- Tours --------------------------------------------------------------------

# Words a minute that a reader can keep up with; most read faster.
READING_SPEED = 250
_ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
_NOT_READ = re.compile(
    r'<(nav|sup|aside)\b.*?</\1>|<section class="(?:part sources|words|part related)".*?</section>',
    re.DOTALL,
)


def _words(built: Path, place: str) -> int:
    article = _ARTICLE.search((built / place / "index.html").read_text("utf-8"))
    assert article, place
    return len(unescape(re.sub(r"<[^>]*>", " ", _NOT_READ.sub(" ", article[0]))).split())


def test_a_tour_can_be_read_in_its_time(site: Site, built: Path) -> None:
    """What is to be read takes no more time than the step gives; skimming and doing may."""
    read = 0
    for node in site.of_kind("tour"):
        for step in node.entry.steps:
            if step.do == "laes":
                place = address(site, step.to) if step.to else step.page
                assert _words(built, place) <= step.minutes * READING_SPEED, (node.id, place)
                read += 1
    assert read > 30


def test_tours_call_pages_what_they_are_called(site: Site) -> None:
    for node in site.of_kind("tour"):
        for step in node.entry.steps:
            if step.page:
                text = (ROOT / "docs" / f"{step.page.rstrip('/')}.md").read_text("utf-8")
                assert f"\n# {step.title}\n" in text, (node.id, step.page)


@pytest.mark.parametrize(("minutes", "promised"), [(6, "6 minutter"), (1, "1 minut")])
def test_a_tour_whose_minutes_do_not_add_up_is_told(
    tmp_path: Path, minutes: int, promised: str
) -> None:
    (tmp_path / "data").mkdir()
    text = (ROOT / "data" / "tours.yaml").read_text("utf-8")
    text = text.replace("    minutes: 5\n", f"    minutes: {minutes}\n", 1)
    (tmp_path / "data" / "tours.yaml").write_text(text, "utf-8")
    _, problems = check.check(load.load(tmp_path))
    said = [problem.message for problem in problems if "Trinnene" in problem.message]
    assert said == [f"Trinnene skal give {promised}, men giver 5."]


def test_every_role_has_a_tour(site: Site) -> None:
    tours = {(node.entry.audience, node.entry.minutes) for node in site.of_kind("tour")}
    assert tours >= {
        ("politiker", 10), ("leder", 20), ("leder", 60), ("medarbejder", 30), ("forening", 15),
        ("alle", 5), ("skeptiker", 20),
    }  # fmt: skip


def test_a_tour_says_what_to_do_and_for_how_long(page: Page, site: Site) -> None:
    page.goto("ruter/leder-20/")
    stops = page.locator("ol.tour > li")
    steps = site["leder-20"].entry.steps
    expect(stops).to_have_count(len(steps))
    for stop, step in zip(stops.all(), steps, strict=True):
        expect(stop).to_contain_text(f"{ACTIONS[step.do].label}:")
        expect(stop).to_contain_text(f"{step.minutes} min.")
    stops.first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/tjeklister/foer-i-begynder/$"))


def test_a_tour_is_found_by_role_and_time(page: Page) -> None:
    page.goto("ruter/")
    tours = page.locator("[data-minutes]:visible")
    everything = tours.count()
    page.get_by_label("Jeg er").select_option("leder")
    page.get_by_label("og har").select_option("20")
    expect(tours.get_by_role("link")).to_have_text(
        ["Hvad er det? Fem minutter", "Leder: tyve minutter"]
    )
    expect(page.get_by_role("status")).to_have_text("2 ruter")
    expect(page).to_have_url(ending("ruter/?rolle=leder&tid=20"))
    page.reload()
    expect(tours).to_have_count(2)
    page.goto("ruter/?rolle=leder&tid=5")
    expect(page.locator("[data-no-tours]")).to_be_visible()
    # A link to what the choice hides takes the choice away.
    page.evaluate("location.hash = 'skeptiker'")
    expect(tours).to_have_count(everything)
    expect(page).to_have_url(ending("ruter/#skeptiker"))
    page.goto("ruter/?rolle=%3Cb%3E&tid=99999&__proto__=x")
    expect(tours).to_have_count(everything)


@pytest.mark.parametrize("place", ["ruter/", "cases/som-vores/"])
def test_what_an_address_asks_for_is_told_once(page: Page, place: str) -> None:
    page.goto(place)
    page.evaluate("new Promise((done) => setTimeout(done, 200))")
    times = page.evaluate(
        """() => new Promise((done) => {
        let times = 0;
        new MutationObserver(() => { times += 1; })
            .observe(document.querySelector("[data-count]"), { childList: true });
        dispatchEvent(new PopStateEvent("popstate"));
        setTimeout(() => done(times), 200); })"""
    )
    assert times == 1


# --- Cases like ours ----------------------------------------------------------

# Area, phase, municipality, and the case that must come first.
CHOICES = [
    ("klima-miljoe", "fase-2", "greve", "greve-klimaborgersamling"),
    ("aeldre", "fase-3", "frederikssund", "frederikssund-lundebjerggaard"),
    ("by-land", "fase-1", "samsoe", "syddjurs-ebeltoft-i-udvikling"),
]


def _choose(page: Page, chosen: dict[str, str]) -> list[Locator]:
    page.goto("cases/som-vores/")
    expect(page.locator("[data-nearest]")).to_be_hidden()
    for name, value in chosen.items():
        page.locator(f"[name={name}]").select_option(value)
    expect(page.locator("[data-nearest]")).to_have_attribute("aria-busy", "false")
    return page.locator("[data-like]").all()


def _tiles(site: Site, one: str, other: str) -> float:
    tiles = [site[identifier].entry.tile for identifier in (one, other)]
    return math.dist(*((tile.col, tile.row) for tile in tiles))


def _truth(site: Site, case: model.Case, chosen: dict[str, str]) -> dict[str, bool]:
    """What a case has in common with a choice, by the words the page uses for it."""
    own = site[chosen["kommune"]]
    places = [site[identifier] for identifier in case.municipalities]
    near = [_tiles(site, place.id, own.id) <= 3 for place in places]
    return {
        "samme område": case.area == chosen["omraade"],
        "samme fase": chosen["fase"] in case.phases,
        "samme størrelse": any(size_of(place) == size_of(own) for place in places),
        "samme region": any(place.entry.region == own.entry.region for place in places),
        "jeres egen kommune": own in places,
        "tæt på jer": any(near) and own not in places,
    }


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice[-1])
def test_the_nearest_cases_come_with_true_reasons(
    page: Page, site: Site, choice: tuple[str, ...]
) -> None:
    *values, first = choice
    chosen = dict(zip(("omraade", "fase", "kommune"), values, strict=True))
    found = _choose(page, chosen)
    assert len(found) == 6
    shown = [str(item.get_attribute("data-like")) for item in found]
    assert shown[0] == first
    for item, identifier in zip(found, shown, strict=True):
        said = item.locator("[data-reasons]").inner_text().lower()
        for reason, holds in _truth(site, site[identifier].entry, chosen).items():
            assert (reason in said) == holds, (identifier, reason, said)

    def theme(identifier: str) -> tuple[bool, bool]:
        truth = _truth(site, site[identifier].entry, chosen)
        return truth["samme område"], truth["samme fase"]

    others = [theme(node.id) for node in site.of_kind("case") if node.id not in shown]
    ranks = [theme(identifier) for identifier in shown]
    assert ranks == sorted(ranks, reverse=True)
    assert max(others) <= ranks[-1]


def test_a_choice_of_cases_can_be_shared(page: Page, browser: Browser) -> None:
    _choose(page, {"omraade": "klima-miljoe", "kommune": "lejre"})
    expect(page.get_by_label("Indbyggere i kommunen")).to_have_value("m")
    expect(page.get_by_label("Region")).to_have_value("region-sjaelland")
    shown = page.locator("[data-like]").evaluate_all("all => all.map(one => one.dataset.like)")
    fresh = browser.new_context().new_page()
    fresh.goto(page.url)
    expect(fresh).to_have_url(re.compile("omraade=klima-miljoe&kommune=lejre"))
    expect(fresh.locator("[data-like]")).to_have_count(len(shown))
    again = fresh.locator("[data-like]").evaluate_all("all => all.map(one => one.dataset.like)")
    assert again == shown
    fresh.get_by_role("link", name="Se de øverste side om side").click()
    expect(fresh.locator("[data-heads] th")).to_have_count(4)
    fresh.context.close()


@pytest.mark.parametrize(
    ("query", "place"),
    [("omraade=demokrati", None), ("omraade=demokrati&kommune=faaborg-midtfyn", "faaborg-midtfyn")],
    ids=["more-than-shown", "neighbours"],
)
def test_it_says_how_many_fit_all_that_is_chosen(
    page: Page, site: Site, query: str, place: str | None
) -> None:
    """Those not shown count, too; those from another municipality than the chosen do not."""
    cases = [node.entry for node in site.of_kind("case") if node.entry.area == "demokrati"]
    fits = sum(place is None or place in one.municipalities for one in cases)
    page.goto(f"cases/som-vores/?{query}")
    told = page.locator("[data-similar] [data-count]")
    expect(told).to_have_text(f"6 cases vist. {fits} passer på hele jeres valg.")
    elsewhere = page.locator("[data-like]", has_text="en anden kommune")
    expect(elsewhere).to_have_count(6 - fits if place else 0)


def test_a_gap_asks_for_a_case_and_any_address_is_borne(page: Page) -> None:
    _choose(page, {"omraade": "bolig", "fase": "fase-1"})
    call = page.locator("[data-gap] a")
    expect(call).to_be_visible()
    page.locator("[name=fase]").select_option("fase-3")
    expect(call).to_be_hidden()
    page.get_by_role("button", name="Nulstil").click()
    expect(page.locator("[data-nearest]")).to_be_hidden()
    expect(page).to_have_url(ending("cases/som-vores/"))
    page.goto("cases/som-vores/?omraade=%3Cimg%3E&fase=__proto__&kommune=&x=1&region=constructor")
    expect(page.locator("[data-nearest]")).to_be_hidden()


def test_the_populations_are_those_of_the_whole_country(site: Site) -> None:
    """The 98 and Christiansø (87) make what Danmarks Statistik gives for 1 July 2020."""
    entries = [node.entry for node in site.of_kind("municipality")]
    assert {entry.population.dated for entry in entries} == {"2020-07-01"}
    assert sum(entry.population.count for entry in entries) + 87 == 5_825_337
    assert [size.below for size in SIZES] == sorted(size.below for size in SIZES)
    assert {size_of(site[one]).id for one in ("samsoe", "lejre", "greve", "aarhus")} == {
        "s", "m", "l", "xxl",
    }  # fmt: skip


# --- Side by side -------------------------------------------------------------

COMPARE = "cases/sammenlign/"
FOUR = ["insp-roskilde", "cykling-uden-alder", "kaerlig-kommune", "gentofte-opgaveudvalg"]


def _pick(page: Page, typed: str) -> None:
    page.get_by_label("Find en case").fill(typed)
    page.locator("[data-suggestions] button").first.click()


def test_cases_are_picked_by_typing_and_shown_side_by_side(page: Page, site: Site) -> None:
    page.goto(COMPARE)
    expect(page.locator("[data-chosen]")).to_be_hidden()
    _pick(page, "insp!")
    _pick(page, "cykling")
    heads = page.locator("[data-heads] th")
    expect(heads).to_have_text([site[one].title for one in FOUR[:2]])
    for row, label in comparison.ROWS.items():
        cells = page.locator(f"[data-row={row}]")
        expect(cells.locator("th")).to_have_text(label)
        expect(cells.locator("td")).to_have_count(2)
    case = site["insp-roskilde"].entry
    told = page.locator("[data-row=hvordan] td").first
    for one in case.how:
        expect(told).to_contain_text(one.text)
    expect(page.locator("[data-row=periode] td").first).to_contain_text("2011 – slut ikke oplyst")
    page.locator("[data-row=kommune] a").first.click()
    expect(page).to_have_url(re.compile("/kommuner/roskilde/$"))


def test_what_a_case_lacks_is_told_for_what_it_is(page: Page, site: Site) -> None:
    """What the sources do not say, and what the editors have not read into the case."""
    case = next(
        node for node in site.of_kind("case")
        if not (node.entry.municipalities or node.entry.learning or node.entry.principles)
    )  # fmt: skip
    page.goto(f"{COMPARE}?c={case.id}")
    for row, said in {
        "laering": "Ikke oplyst i de kilder, vi har set.",
        "kommune": "Ingen bestemt kommune i kilderne.",
        "principper": "Redaktionen har ikke valgt nogen.",
    }.items():
        expect(page.locator(f"[data-row={row}] td p")).to_have_text(said)


def test_a_fifth_case_is_refused_kindly(page: Page, browser: Browser) -> None:
    page.goto(f"{COMPARE}?{'&'.join(f'c={one}' for one in FOUR)}")
    heads = page.locator("[data-heads] th")
    expect(heads).to_have_count(4)
    _pick(page, "knabstrup")
    expect(page.locator("[data-said]")).to_contain_text("Der er plads til 4 cases")
    expect(heads).to_have_count(4)
    fresh = browser.new_context().new_page()
    fresh.goto(page.url + "&c=holbaek-knabstrup")
    expect(fresh.locator("[data-heads] th")).to_have_count(4)
    expect(fresh.locator("[data-said]")).to_contain_text("kun de første er med")
    fresh.context.close()
    page.get_by_role("button", name="Fjern Cykling uden alder").click()
    expect(heads).to_have_count(3)
    expect(page).not_to_have_url(re.compile("cykling"))
    page.get_by_role("button", name="Begynd forfra").click()
    expect(page.locator("[data-chosen]")).to_be_hidden()
    expect(page).to_have_url(ending(COMPARE))


def test_a_keyboard_stays_where_a_case_was_taken_away(page: Page, site: Site) -> None:
    page.goto(f"{COMPARE}?{'&'.join(f'c={one}' for one in FOUR[:3])}")
    for gone, after in ((0, 1), (1, 2)):
        page.get_by_role("button", name=f"Fjern {site[FOUR[gone]].title}").press("Enter")
        following = page.get_by_role("button", name=f"Fjern {site[FOUR[after]].title}")
        expect(following).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Find en case")).to_be_focused()


def test_a_case_page_and_the_list_lead_to_the_comparison(page: Page) -> None:
    page.goto("cases/insp-roskilde/")
    page.get_by_role("link", name="Sammenlign med andre").click()
    expect(page.locator("[data-heads] th")).to_have_count(1)
    expect(page.locator("[data-said]")).to_contain_text("Vælg mindst én til")
    page.goto("cases/?ord=andre+sammenlign")
    expect(page.locator("[data-no-cases] .call a")).to_be_visible()


@pytest.mark.parametrize(
    "query",
    ["c=%3Cimg%20src=x%20onerror=alert(1)%3E", "c=../../om", "c=__proto__&c=constructor", "c=&c"],
)
def test_an_address_to_the_comparison_may_be_anything(page: Page, query: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{COMPARE}?{query}")
    page.get_by_label("Find en case").fill("<img src=x>")
    expect(page.locator("[data-said]")).to_contain_text("Ingen cases passer")
    expect(page.locator("[data-chosen]")).to_be_hidden()
    assert not [url for url in asked if url.endswith(comparison.FILE)]


def test_a_repeated_case_is_shown_once(page: Page) -> None:
    page.goto(f"{COMPARE}?c=insp-roskilde&c=insp-roskilde&c=findes-ikke")
    expect(page.locator("[data-heads] th")).to_have_count(1)
    expect(page.locator("[data-said]")).to_have_text(
        "1 case i linket findes ikke her. 1 case valgt. Vælg mindst én til."
    )


def _hold(page: Page, files: str) -> list[Route]:
    """What is asked for of some files, and not answered until the test does."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(files, hold)
    return held


def test_enter_picks_what_was_typed_however_slow_the_line(page: Page, site: Site) -> None:
    held = _hold(page, "**/liste/ord.js*")
    page.goto(COMPARE)
    find = page.get_by_label("Find en case")
    find.fill("cykling")
    find.press("Enter")
    page.evaluate("new Promise((done) => setTimeout(done, 100))")
    (route,) = held
    route.continue_()
    expect(page.locator("[data-heads] th")).to_have_text([site[FOUR[1]].title])


def test_what_is_picked_before_a_link_is_read_stands_beside_it(page: Page) -> None:
    held = _hold(page, "**/liste/id.js*")
    page.goto(f"{COMPARE}?c={FOUR[0]}", wait_until="domcontentloaded")
    find = page.get_by_label("Find en case")
    find.fill("cykling")
    find.press("Enter")
    heads = page.locator("[data-heads] th")
    expect(heads).to_have_count(1)
    (route,) = held
    route.continue_()
    expect(heads).to_have_count(2)
    expect(page).to_have_url(ending(f"?c={FOUR[0]}&c={FOUR[1]}"))


def test_the_comparison_works_from_a_folder(browser: Browser, built: Path) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{(built / COMPARE / 'index.html').as_uri()}?c={FOUR[0]}&c={FOUR[1]}")
    expect(page.locator("[data-heads] th")).to_have_count(2)
    expect(page.locator("[data-row=parter] td").first).to_contain_text("INSP!")
    page.goto(f"{(built / 'cases/som-vores/index.html').as_uri()}?omraade=demokrati")
    page.get_by_role("link", name="Se de øverste side om side").click()
    expect(page.locator("[data-heads] th")).to_have_count(4)
    page.evaluate("navigator.clipboard.writeText = async () => {}")
    page.get_by_role("button", name="Kopiér et link til valget").click()
    expect(page.locator("[data-said]")).to_contain_text("virker kun på denne computer")
    assert faults == []
    page.close()


def test_without_javascript_the_ways_in_are_there(
    browser: Browser, served: str, site: Site
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served, viewport=PHONE)
    page = context.new_page()
    page.goto(COMPARE)
    assert "åbne to cases i hver sin fane" in page.locator("article").inner_text()
    expect(page.locator("[data-case]:visible")).to_have_count(len(site.of_kind("case")))
    expect(page.locator("[data-pick]")).to_be_hidden()
    page.goto("cases/som-vores/")
    areas = Counter(node.entry.area for node in site.of_kind("case"))
    expect(page.locator("[data-case]:visible")).to_have_count(
        sum(min(count, MOST_EACH) for count in areas.values())
    )
    expect(page.locator("[data-similar]")).to_be_hidden()
    page.goto("ruter/?rolle=leder")
    expect(page.locator("[data-minutes]:visible")).to_have_count(len(site.of_kind("tour")))
    context.close()


NASTY = "</script><img src=x onerror=alert(1)> {{ 7*7 }} \u2028\" ' <!-- &amp;"


@pytest.fixture
def hostile(tmp_path: Path) -> Site:
    """The small collection, with a case whose texts are all hostile."""
    small = Path(__file__).parent / "small"
    for file in (small / "data").iterdir():
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data" / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "data" / "cases.yaml"
    nasty = json.dumps(NASTY.replace("\u2028", ""))
    text = path.read_text("utf-8").replace("id: bakken", "id: insp-roskilde")
    text = text.replace("Bakken i Æblestad", nasty).replace("[Borgerne, Kommunen]", f"[{nasty}]")
    path.write_text(text, "utf-8")
    found = knowledge.read(tmp_path)
    assert found.errors == []
    return found.site


def test_hostile_text_in_a_case_stays_text(page: Page, hostile: Site) -> None:
    script = comparison.script(hostile, hostile["insp-roskilde"])
    assert not re.search("[<>&\u2028\u2029]", script)
    page.route("**/insp-roskilde/sammenlign.js", lambda route: route.fulfill(body=script))
    page.goto(f"{COMPARE}?c=insp-roskilde")
    said = NASTY.replace("\u2028", "")
    expect(page.locator("[data-heads] a")).to_have_text(said)
    expect(page.locator("[data-row=parter] td")).to_contain_text(said)
    assert page.locator("[data-chosen] img").count() == 0


def test_line_separators_cannot_end_a_script(hostile: Site) -> None:
    node = hostile["insp-roskilde"]
    entry = node.entry.model_copy(update={"actors": (NASTY,)})
    script = comparison.script(hostile, type(node)(**{**vars(node), "entry": entry}))
    assert not re.search("[<>&\u2028\u2029]", script)
    told = json.loads(script.removeprefix("samskabelse.caseData(").removesuffix(");\n"))
    assert told["rows"]["parter"] == [[NASTY, None]]


def test_every_case_has_a_small_script(built: Path, site: Site) -> None:
    cases = site.of_kind("case")
    for node in cases:
        file = built / address(site, node.id) / comparison.FILE
        assert file.stat().st_size < 10_000
        assert (
            json.loads(file.read_text("utf-8")[len("samskabelse.caseData(") : -3])["id"] == node.id
        )
    assert len(cases) >= 78


# --- The call for cases, and the pages as a whole --------------------------------


def _gaps(site: Site) -> Iterator[str]:
    """Pages of municipalities without a case, and of principles and ways with few."""
    for node in site.of_kind("municipality"):
        if not site.incoming(node.id, "in_municipality"):
            yield address(site, node.id)
    for node in site.of_kind("principle", "way"):
        if len(site.incoming(node.id, "shows")) < 3:
            yield address(site, node.id)


def test_every_gap_asks_for_a_case(built: Path, site: Site) -> None:
    gaps = list(_gaps(site))
    assert len(gaps) > 30
    for place in [*gaps, "kommuner/", "cases/", "cases/som-vores/", "kom-i-gang/"]:
        html = (built / place / "index.html").read_text("utf-8")
        assert re.search(rf'class="call">.*?href="[./]*{re.escape(CASE_FORM)}"', html), place
    full = (built / "kommuner/roskilde/index.html").read_text("utf-8")
    assert 'class="call"' not in full


def test_the_front_page_leads_each_role_to_its_tours(page: Page) -> None:
    for role in ("politiker", "leder", "medarbejder", "fra en forening"):
        page.goto("")
        page.locator(".by-role").get_by_role("link", name=role).click()
        page.wait_for_url("**/ruter/#*")
        section = page.locator(f"section:has({page.url[page.url.index('#') :]})")
        expect(section.locator("[data-minutes]").first).to_be_visible()


def _suggest(page: Page) -> None:
    page.goto(COMPARE)
    page.get_by_label("Find en case").fill("kommune")
    expect(page.locator("[data-suggestions] button")).to_have_count(8)


@in_pairings(today="1280-dark")
def test_axe_finds_nothing_while_they_are_used(
    browser: Browser, served: str, scheme: str, size: dict
) -> None:
    context = browser.new_context(base_url=served, color_scheme=scheme, viewport=size)
    page = context.new_page()
    page.goto(f"{COMPARE}?{'&'.join(f'c={one}' for one in FOUR)}")
    expect(page.locator("[data-heads] th")).to_have_count(4)
    for prepare in (
        lambda: None,
        lambda: _suggest(page),
        lambda: _choose(page, {"kommune": "greve"}),
    ):
        prepare()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert faults(page) == []
    context.close()
