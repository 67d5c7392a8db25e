"""The built site in a real browser: search, filter, menu, keyboard, accessibility."""

import base64
import json
import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import docx
import pytest
from axe import faults
from conftest import ending
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from screens import DESK, NARROW, PHONE, in_thirds

from macros.link import Site

ROOT = Path(__file__).parent.parent
BOOK = "haandbog/"
BUILDER = "charter/byg-jeres-eget/"
MANIFEST = "Manifest for National Bevægelse for Samskabelse"
# What would be code, a list and a heading in Markdown.
NO_FORM = "Først\n\n    indrykket\n\n\tlangt\n\n  12. nej\n\n   ## heller ikke"
# What a citizen types, and the title that must be among the first few results.
SEARCHES = [
    ("kommunerne", "Kommune 3.0", 10),
    ("roskilde", "Roskilde Kommune", 5),
    ("frivilligt", "Lundebjerggård – drevet af frivillige", 5),
    ("samskabelsens", "Hvad er samskabelse?", 3),
    ("borgernes", "Gør ikke noget for dine borgere", 5),
    ("ældre", "Cykling uden alder", 5),
    ("aeldre", "Cykling uden alder", 5),
    ("inddragelse", "Borgerinddragelse", 3),
    ("borgerinddragelse", "Borgerinddragelse", 3),
    ("co-creation", "Co-creation", 3),
    ("npm", "New Public Management", 3),
    ("samskablse", "Hvad er samskabelse?", 5),
    ("demokarti", "Demokratisk samskabelse", 8),
    ("frivlligrådet", "Frivilligrådets 6 principper", 8),
    ("aeroe", "Ærø Kommune", 3),
    ("a\u030arhus", "Aarhus Kommune", 5),  # as a Mac writes å in the names of files, and many a PDF
    ("århus", "Aarhus Kommune", 5),
    ("slip magten", "Slip magten", 3),
    ("klimaborgersamling", "Klimaborgersamling i Gentofte", 5),
    ("klimaets", "Klimaborgersamling i Gentofte", 5),  # which no page has, but »klima«
    ("kilder og sikkerhed", "Kilder og sikkerhed", 1),  # others have the words more often
]


def _results(page: Page) -> list[str]:
    page.wait_for_selector("[data-results], [data-no-results]")
    return page.locator("ol[data-results] > li > a").all_inner_texts()


@pytest.mark.parametrize(("typed", "title", "within"), SEARCHES)
def test_search_finds_danish(page: Page, typed: str, title: str, within: int) -> None:
    page.goto(f"soeg/?q={typed}")
    found = _results(page)
    assert title in found[:within], found


def test_search_takes_no_letters_within_a_word_for_a_part_of_it(page: Page) -> None:
    """One page has »Domsogns«, and none has »sogn«; `test_search` holds the parts there are."""
    page.goto("soeg/?q=sogn")
    assert _results(page) == []


def test_search_says_what_was_found_and_how_it_was_mended(page: Page) -> None:
    page.goto("soeg/?q=samskablse")
    _results(page)
    expect(page.locator("[data-message]")).to_contain_text("for »samskabelse«")
    expect(page).to_have_title("samskablse – Søg – Samskabelse")
    first = page.locator("ol[data-results] > li").first
    assert first.locator(".tag").inner_text()


@pytest.mark.parametrize("typed", ["co-creation", "peer-to-peer", "§ 17, stk. 4", "kommunernes"])
def test_search_mends_nothing_that_is_right(page: Page, typed: str) -> None:
    page.goto(f"soeg/?q={typed}")
    assert _results(page)
    expect(page.locator("[data-message]")).not_to_contain_text("Ingen fund")


def test_search_says_when_there_is_nothing(page: Page) -> None:
    page.goto("soeg/?q=xyzzyqwv")
    assert _results(page) == []
    expect(page.locator("[data-no-results]")).to_contain_text("et andet ord")
    # A screen reader hears it, as it hears how many were found.
    expect(page.locator("[data-message][role=status]")).to_have_text(
        "Vi fandt ikke noget om »xyzzyqwv«."
    )


LESS = [
    ("xyzzyqwv kompost", r"Ingen fund på »{}«\. Her er \d+ resultat(er)? for »kompost«\.",
     "UrbanPlanten i Remiseparken"),
    ("xyzzyqwv for kompost", r"Ingen fund på »{}«\. Her er \d+ resultat(er)? for »kompost«\.",
     "UrbanPlanten i Remiseparken"),
    ("hvad koster det at holde borgermøde",
     r"Ingen sider har alle ordene i »{}«\. Her er \d+ resultater med nogle af dem\.",
     "Skal vi samskabe, og hvornår?"),
    ("naboskap og tilid",
     r"Ingen sider har alle ordene i »naboskab og tillid«\. Her er \d+ resultater .*",
     "Tillid, engagement og afhængighed"),
    # »trives« is right, though no page has it: »drives« is another word.
    ("unge der ikke trives", r"Ingen fund på »{}«\. Her er \d+ resultater for »unge«\.",
     "Ung_Indflydelse i fem kommuner"),
    ("må frivillige overtage kommunens arbejde",
     r"\d+ resultater\. De \d første har alle ordene, resten nogle af dem\.",
     "Det frivillige Danmark og det offentlige"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "told", "title"), LESS)
def test_a_word_that_no_page_has_does_not_empty_a_search(
    page: Page, typed: str, told: str, title: str
) -> None:
    """Citizens type sentences, and words of their own."""
    page.goto(f"soeg/?q={typed}")
    assert title in _results(page)[:3]
    message = page.locator("[data-message]").inner_text()
    assert re.match(told.format(typed), message), message


# What is typed, a page that is among the first three, and one that is not among those shown.
RIGHT = [
    ("grønne områder", "Låsby Søpark – klimasikring som mødested", "Brønderslev Kommune"),
    ("charter 2013", "Charter for samspil 2013", "Charter for samspil 2001"),
    ("2013", "Charter for samspil 2013", "Brønderslev Kommune"),
    ("10 veje", "COK's 10 veje til samskabelse", "Start ikke et nyt projekt"),
    ("6 principper", "Frivilligrådets 6 principper", "Gensidig afhængighed"),
]


@pytest.mark.parametrize(("typed", "title", "other"), RIGHT)
def test_a_search_finds_inflected_words_and_years_and_no_mere_neighbours(
    page: Page, typed: str, title: str, other: str
) -> None:
    page.goto(f"soeg/?q={typed}")
    found = _results(page)
    assert title in found[:3]
    assert other not in found[:3]
    expect(page.locator("[data-message]")).not_to_contain_text("Ingen fund")


# What citizens ask in words of every day, a page that is to be among the first few, and one that
# only has the small words of the question, or that nobody has adopted.
ASKED = [
    ("tillid", "Tillid, engagement og afhængighed", "Tillid"),
    ("hvordan inddrager vi borgere", "Borgerinddragelse", "Kerneopgaven"),
    ("hvad er samskabelse", "Samskabelse", "Drift"),
    ("hvad er co-creation", "Co-creation", "Kilder og sikkerhed"),
    ("hvad koster det", "Det koster kræfter og giver ingen garanti", "Drift"),
    ("hvem bestemmer", "Sammen om velfærden", "Bidrag til sitet"),
    ("hvordan kommer vi i gang", "Kom i gang", "Få jeres egen udgave"),
    (
        "for frivillige",
        "Lundebjerggård – drevet af frivillige",
        "Frivilligt arbejde er et supplement",
    ),
    ("penge", "Satspulje", "Tid og penge på bordet"),
    ("klima", "Borgerbudget og klimatilpasning i Buddinge", "Åbne data"),
    ("nabo", "Byhave og byrum på Sundholm", "Bidrag til sitet"),
    ("kan foreninger være med", "Kommuner rekrutterer uden om foreningerne", "Kom i gang"),
    ("hvornår skal man ikke samskabe", "Samskab ikke alt", "Udførelsen"),
    (
        "medborgerskab",
        "Medborgerskabsudvalget og Medborgerskabspolitikken i Aarhus",
        "Kilder og sikkerhed",
    ),
]


@pytest.mark.parametrize(("typed", "title", "other"), ASKED)
def test_a_question_is_about_its_words_that_say_something(
    page: Page, typed: str, title: str, other: str
) -> None:
    page.goto(f"soeg/?q={typed}")
    found = _results(page)
    assert title in found[:5]
    assert other not in found[: found.index(title)]


@pytest.mark.parametrize(("typed", "marked"), [("for frivillige", "frivillig"), ("hvem", "hvem")])
def test_small_words_are_marked_only_where_nothing_else_is_sought(
    page: Page, typed: str, marked: str
) -> None:
    page.goto(f"soeg/?q={typed}")
    _results(page)
    found = page.locator("[data-results] mark").all_inner_texts()
    assert len(found) > 10
    assert [one for one in found if not one.lower().startswith(marked)] == []


# Words that no page has, and what is searched for instead.
OWN = [
    ("demens", "ældre", "Cykling uden alder"),
    ("ensomme ældre", "fællesskaber ældre", "Fællesskabsformidlerne i Roskilde"),
    ("vindmøllerne", "energi", "Klimaborgersamling i Gentofte"),
    ("idrætsforeningerne", "foreningerne", "Kommuner rekrutterer uden om foreningerne"),
]


@pytest.mark.parametrize(("typed", "instead", "title"), OWN)
def test_readers_own_words_find_what_the_site_calls_by_others(
    page: Page, typed: str, instead: str, title: str
) -> None:
    page.goto(f"soeg/?q={typed}")
    assert title in _results(page)[:5]
    message = page.locator("[data-message]").inner_text()
    assert re.match(rf"Ingen fund på »{typed}«\. Her er \d+ resultater for »{instead}«", message)


@pytest.mark.parametrize("typed", ["havn", "cykelsti"])
def test_a_short_word_is_not_taken_for_its_neighbour(page: Page, typed: str) -> None:
    """»havn« is no misspelt »have«, and nothing on the site."""
    page.goto(f"soeg/?q={typed}")
    assert _results(page) == []


def test_a_search_that_finds_nothing_leads_on(page: Page) -> None:
    page.goto("soeg/?q=xyzzyqwv")
    assert _results(page) == []
    page.locator("[data-no-results] a", has_text="ordlisten").click()
    expect(page).to_have_url(re.compile("/ordliste/$"))


@pytest.mark.parametrize(
    "answer",
    [lambda one: one.abort(), lambda one: one.fulfill(body="<!doctype html><p>Log på nettet")],
    ids=["none", "something else"],
)
def test_an_index_that_cannot_be_fetched_is_no_empty_search(
    profile: BrowserContext, answer: Callable[[Route], None]
) -> None:
    with profile.new_page() as tab:  # not `page`, on which no error may be told
        tab.goto("soeg/?q=kommunerne")
        expect(tab.locator("[data-results] li").first).to_be_visible()
        tab.route("**/soeg/indeks/r*.js*", answer)
        tab.get_by_role("searchbox", name="Hvad søger du?").fill("tillid")
        expect(tab.locator("[data-message]")).to_contain_text("kunne ikke hentes")
        expect(tab.locator("[data-output] > *")).to_have_count(0)


def test_a_search_is_no_longer_than_a_reader_would_type(page: Page) -> None:
    """A link with ten thousand words would fetch the whole index, and mend each of them."""
    page.goto(f"soeg/?q={'+'.join(f'{one}ord' for one in 'abcdefghijklmnopqrstuvwxyz' * 40)}")
    page.wait_for_selector("[data-results], [data-no-results]")
    assert len(page.get_by_role("searchbox", name="Hvad søger du?").input_value()) == 200


def test_a_search_is_not_answered_by_its_small_words(page: Page) -> None:
    page.goto("soeg/?q=xyzzyqwv for os")
    assert _results(page) == []
    expect(page.locator("[data-message]")).to_have_text("Vi fandt ikke noget om »xyzzyqwv for os«.")


def test_a_search_waits_for_no_style(page: Page) -> None:
    """On a slow line the answer is on its way while the style is."""
    held: list[Route] = []
    page.route("**/*.css", lambda one: held.append(one))  # noqa: PLW0108 - it must be a function
    page.goto("soeg/?q=tillid", wait_until="commit")
    expect(page.locator("[data-first-results] > li").first).to_be_attached()
    assert held
    for one in held:
        one.continue_()
    page.wait_for_load_state()
    expect(page.locator("[data-results]")).to_be_visible()


def test_a_reader_at_the_first_results_stays_there_when_the_rest_comes(page: Page) -> None:
    asked = count()
    page.route("**/soeg/indeks/p*.js*", lambda one: next(asked) < 5 and one.continue_())
    page.goto("soeg/?q=tillid")
    first = page.locator("[data-first-results] > li > a").first
    first.focus()
    place = first.get_attribute("href")
    page.unroute("**/soeg/indeks/p*.js*")
    expect(page.locator("ol[data-results] > li")).to_have_count(20)
    assert page.evaluate("document.activeElement.getAttribute('href')") == place


@pytest.mark.parametrize("chapter", ["faser", "kritik", "kilder"])
def test_a_link_into_the_handbook_ends_at_its_chapter(page: Page, chapter: str) -> None:
    """However little of the long page the browser has laid out when it is followed."""
    page.goto(BOOK)
    page.locator(f".book-contents a[href='#{chapter}']").click()
    heading = page.locator(f"h2#{chapter}")
    expect(heading).to_be_in_viewport()
    page.wait_for_timeout(300)
    expect(heading).to_be_in_viewport()
    page.goto("about:blank")
    page.goto(f"{BOOK}#{chapter}")
    expect(heading).to_be_in_viewport()


# The text at the top of the window.
READ = """() => [...document.querySelectorAll(".chapter :is(h2, h3, h4, p, li)")]
  .find((one) => one.getBoundingClientRect().bottom > 5).textContent"""
LEFT = "Math.round(document.documentElement.scrollHeight - innerHeight - scrollY)"


def _comes_to(page: Page, asked: str, answer: int) -> None:
    """Waits for the answer, which the policy forbids the page to be asked for from within."""
    for _ in range(50):
        if page.evaluate(asked) == answer:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{asked} is {page.evaluate(asked)}, not {answer}")


def test_a_reader_keeps_the_place_in_the_handbook(page: Page) -> None:
    """Reloaded, as a phone does with tabs it has dropped, or come back to; and End is the end."""
    page.goto(BOOK)
    for _ in range(20):
        page.mouse.wheel(0, 1500)
        page.wait_for_timeout(30)
    _comes_to(page, "scrollY", 30_000)
    read = page.evaluate(READ)
    page.reload()
    _comes_to(page, "scrollY", 30_000)
    assert page.evaluate(READ) == read
    page.goto("om/")
    page.go_back()
    _comes_to(page, "scrollY", 30_000)
    assert page.evaluate(READ) == read
    page.keyboard.press("End")
    page.wait_for_timeout(1_000)
    _comes_to(page, LEFT, 0)


TWO_SEARCHES = """
const line = (said) => Object.assign(document.createElement("p"), { textContent: said });
window.samskabelse.searchPage(async (query) => ({
  total: 20, mended: "", has: () => query === "to",
  first: async (many) => (query === "en" && many === 20
    ? new Promise(() => {})
    : [...Array(many).keys()].map((at) => (
      { title: `${at}`, kind: "", place: `${at}/`, line: line(query) }))),
}), new URL("..", location.href));
"""


def test_results_of_the_search_before_do_not_stay(page: Page) -> None:
    """The same pages first, but found by other words; the rest of the first never came."""
    scripts = [ROOT / "theme" / "assets" / name for name in ("element.js", "soegeside.js")]
    body = "\n".join([*(one.read_text("utf-8") for one in scripts), TWO_SEARCHES])
    page.route("**/assets/soegning.*.js", lambda one: one.fulfill(body=body))
    page.goto("soeg/?q=en")
    expect(page.locator("[data-first-results] p")).to_have_text(["en"] * 5)
    page.get_by_role("searchbox", name="Hvad søger du?").fill("to")
    expect(page.locator("[data-results] p")).to_have_text(["to"] * 20)


def test_what_is_searched_for_stays_text(page: Page) -> None:
    page.goto("soeg/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    _results(page)
    assert page.locator("[data-output] img").count() == 0


def test_the_header_leads_to_the_search_by_keyboard(page: Page) -> None:
    page.goto("cases/insp-roskilde/")
    page.get_by_role("searchbox", name="Søg på sitet").focus()
    page.keyboard.type("tillid")
    page.keyboard.press("Enter")
    page.wait_for_url("**/soeg/?q=tillid")
    assert _results(page)
    page.keyboard.press("Tab")
    page.get_by_role("searchbox", name="Hvad søger du?").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-results]') !== null")
    page.keyboard.press("Enter")
    page.wait_for_selector("article h1")


def test_filters_narrow_the_list_and_keep_the_choice_in_the_address(page: Page, cases: int) -> None:
    page.goto("cases/")
    shown = page.locator("[data-cases] > li:visible")
    expect(shown).to_have_count(50)
    expect(page.locator("[data-count]")).to_have_text(f"{cases} cases")
    page.get_by_label("Område").select_option(label="Klima, energi og miljø")
    page.get_by_label("Fase").select_option("fase-1")
    expect(page.locator("[data-count]")).to_have_text(re.compile(rf"^\d+ af {cases} cases$"))
    expect(shown).not_to_have_count(50)
    some = shown.count()
    assert 0 < some < 20
    expect(page.locator("[data-count]")).to_have_text(f"{some} af {cases} cases")
    expect(page).to_have_url(ending("cases/?omraade=klima-miljoe&fase=fase-1"))
    page.reload()
    expect(shown).to_have_count(some)
    page.get_by_role("button", name="Nulstil").click()
    expect(shown).to_have_count(50)
    expect(page.locator("[data-count]")).to_have_text(f"{cases} cases")
    expect(page).to_have_url(ending("cases/"))


def test_filters_say_when_nothing_fits_and_bear_any_address(page: Page) -> None:
    page.goto("cases/?ord=findesikke&omraade=%3Cb%3E&ukendt=1&sorter=x")
    expect(page.locator("[data-no-cases]")).to_be_visible()
    expect(page.get_by_label("Område")).to_have_value("")


def test_a_word_that_no_case_has_in_its_summary_leads_to_the_search(page: Page) -> None:
    page.goto("cases/?ord=demens %26 <b>pleje")
    elsewhere = page.locator("[data-elsewhere] a")
    expect(elsewhere).to_have_text("Søg efter »demens & <b>pleje« på hele sitet")
    page.get_by_label("Ord i titel og resumé").fill("demens")
    expect(elsewhere).to_have_text("Søg efter »demens« på hele sitet")
    elsewhere.click()
    assert "Cykling uden alder" in _results(page)[:3]
    page.goto("cases/?omraade=integration&kommune=gentofte")
    expect(page.locator("[data-no-cases]")).to_be_visible()
    expect(page.locator("[data-elsewhere]")).to_be_hidden()


def _newest(site: Site) -> str:
    return max(node.entry.period.start or "" for node in site.of_kind("case"))[:4]


def _first_place(site: Site) -> str:
    places = {one.target for one in site.links if one.type == "in_municipality"}
    return site.by_title(site[one] for one in places)[0].title


@pytest.mark.parametrize(
    ("order", "first"),
    [("start", _newest), ("kommune", _first_place), ("sikkerhed", lambda _: "bekræftet")],
    ids=["start", "kommune", "sikkerhed"],
)
def test_cases_can_be_sorted(
    page: Page, order: str, first: Callable[[Site], str], site: Site, cases: int
) -> None:
    page.goto(f"cases/?sorter={order}")
    expect(page.locator("[data-more]")).to_be_visible()
    expect(page.locator("[data-cases] > li").first.locator(".meta")).to_contain_text(first(site))
    expect(page.locator("[data-count]")).to_have_text(f"{cases} cases")
    more = page.get_by_role("button", name="Vis flere")
    while more.is_visible():
        before = page.locator("[data-cases] > li").count()
        more.click()
        expect(page.locator("[data-cases] > li")).not_to_have_count(before)
    titles = page.locator("[data-cases] h2").all_inner_texts()
    assert len(set(titles)) == cases


def test_a_place_on_the_page_changes_nothing_in_the_list(page: Page) -> None:
    page.goto("cases/?sorter=start")
    page.get_by_role("button", name="Vis flere").click()
    rows = page.locator("[data-cases] > li")
    expect(rows).to_have_count(50)
    expect(rows.nth(25).get_by_role("link").first).to_be_focused()
    page.evaluate("location.hash = 'filter-ord'")
    page.evaluate("new Promise((done) => setTimeout(done, 200))")
    expect(rows).to_have_count(50)


# Browsers take only so many changes of an address in a short time.
TOO_MANY = """(() => { const real = history.replaceState.bind(history); let left = 3;
    history.replaceState = (...given) => {
        if ((left -= 1) >= 0) throw new DOMException('for mange', 'SecurityError');
        real(...given); }; })()"""


def test_an_address_that_the_browser_refuses_does_not_stop_the_list(page: Page, cases: int) -> None:
    page.add_init_script(TOO_MANY)
    page.goto("cases/")
    page.get_by_label("Ord i titel og resumé").fill("cykling")
    expect(page.locator("[data-count]")).to_have_text(re.compile(rf"^\d+ af {cases} cases$"))
    expect(page).to_have_url(ending("cases/?ord=cykling"))


# As Safari does with pages in a folder, for all but what stands after #.
REFUSED = """history.replaceState = () => {
    throw new DOMException("Paths and fragments must match", "SecurityError"); }"""


def test_choices_count_where_the_address_cannot_tell_of_them(page: Page) -> None:
    page.add_init_script(REFUSED)
    page.goto("ruter/")
    page.locator("[name=rolle]").select_option("leder")
    expect(page.locator("[data-role=politiker]")).to_be_hidden()
    page.goto("charter/sammenlign/")
    page.get_by_label("Første dokument").select_option("charter-2001")
    page.get_by_label("Andet dokument").select_option("manifest-2017")
    expect(page.locator("thead th:visible")).to_have_count(2)
    page.goto("cases/som-vores/")
    page.locator("[name=omraade]").select_option("aeldre")
    expect(page.locator("[data-like]")).not_to_have_count(0)
    page.goto("cases/sammenlign/")
    page.get_by_label("Find en case").fill("cykling uden alder")
    page.locator("[data-suggestions] button").first.click()
    expect(page.locator("[data-heads] th:visible")).not_to_have_count(0)
    page.goto("tjeklister/min-tjekliste/")
    page.get_by_role("checkbox").first.check()
    expect(page.locator("[data-points]")).to_contain_text("på jeres liste")
    page.get_by_role("button", name="Tag alle punkter med").click()
    expect(page.locator(".checklist > li:not(:visible)")).to_have_count(0)


def test_two_documents_can_be_compared(page: Page) -> None:
    page.goto("charter/sammenlign/")
    heads = page.locator("thead th:visible")
    expect(heads).to_have_count(4)
    page.get_by_label("Første dokument").select_option("charter-2001")
    page.get_by_label("Andet dokument").select_option("manifest-2017")
    expect(heads).to_have_count(2)
    page.reload()
    expect(heads).to_have_text(["Charter for samspil 2001", MANIFEST])
    rows = page.locator("tr[data-theme]:visible")
    expect(rows).not_to_have_count(0)
    expect(rows.filter(has_not=page.locator("td li:visible"))).to_have_count(0)
    page.goto("charter/sammenlign/?a=charter-2001&b=%3Cb%3E")
    expect(heads).to_have_count(4)


def test_a_word_is_explained_by_keyboard_hover_and_tap(page: Page) -> None:
    page.goto("principper/frivilligraadet/fp-1/")
    word = page.locator("button.term").first
    definition = page.locator(f"#{word.get_attribute('popovertarget')}")
    page.locator(".contents a").last.focus()
    page.keyboard.press("Tab")
    expect(word).to_be_focused()
    expect(definition).to_be_visible()
    page.keyboard.press("Escape")
    expect(definition).to_be_hidden()
    page.keyboard.press("Enter")
    expect(definition).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    word.hover()
    expect(definition).to_be_visible()
    page.mouse.move(0, 0)
    expect(definition).to_be_hidden()
    page.emulate_media(media="print")
    expect(definition).to_be_visible()


def test_a_definition_waits_for_the_pointer_and_stays_when_asked(page: Page) -> None:
    """It stands at the foot of the window: whoever wants its link has some way to go."""
    page.goto("principper/frivilligraadet/fp-1/")
    word = page.locator("button.term").first
    definition = page.locator(f"#{word.get_attribute('popovertarget')}")
    word.hover()
    expect(definition).to_be_visible()
    page.mouse.move(0, 0)
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    definition.hover()
    page.evaluate("new Promise((done) => setTimeout(done, 1200))")
    expect(definition).to_be_visible()
    page.mouse.move(0, 0)
    expect(definition).to_be_hidden()
    word.click()
    expect(definition).to_be_visible()
    page.mouse.move(0, 0)
    page.evaluate("new Promise((done) => setTimeout(done, 1200))")
    expect(definition).to_be_visible()
    word.click()
    expect(definition).to_be_hidden()


def test_a_note_stands_on_the_line_of_what_it_is_for(page: Page) -> None:
    """Also after a word that is a button, and after one so long that it takes several lines."""
    seen = 0
    for place in ("charter/manifest-2017/", "begreber/krav-5/", "principper/frivilligraadet/fp-4/"):
        page.goto(place)
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            for one in page.locator(".noted").all():
                said, note = (one.locator(part).bounding_box() for part in (".term", ".notes"))
                assert said
                assert note
                assert note["y"] < said["y"] + said["height"] - 5, (place, width)
                assert note["x"] + note["width"] <= width, (place, width)
                seen += 1
    assert seen >= 12


def test_a_word_is_explained_by_a_tap_without_javascript(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served, viewport=PHONE)
    page = context.new_page()
    page.goto("principper/frivilligraadet/fp-1/")
    word = page.locator("button.term").first
    word.click()
    expect(page.locator(f"#{word.get_attribute('popovertarget')}")).to_be_visible()
    context.close()


def _build_a_charter(page: Page) -> str:
    """Five clauses, one of them edited; gives the link that carries the choice."""
    page.goto(BUILDER)
    page.get_by_label("Hvad skal jeres charter hedde?").fill("Vores <charter> & aftale")
    for title in ("Et bord uden bordende", "Alle må begynde"):
        page.get_by_role("checkbox", name=title).check()
    for identifier in ("ud-3", "ud-4", "m-6"):
        page.locator(f"input[value={identifier}]").check()
    page.locator("#tekst-ud-2").fill('=Vi giver alle ret til *alt* & <b>"mere"</b>.')
    expect(page.locator("[data-said]")).to_have_text("5 punkter valgt.")
    expect(page.locator("[data-chosen] ins").first).to_be_visible()
    page.get_by_role("button", name="Se jeres charter").click()
    expect(page.locator("[data-chosen] textarea").first).to_be_focused()
    return page.url


def test_a_charter_can_be_built_and_shared(page: Page, browser: Browser) -> None:
    link = _build_a_charter(page)
    assert "#c=" in link
    on_paper = page.locator("li:has(#tekst-ud-2) .print-only")
    expect(on_paper).to_have_text('=Vi giver alle ret til *alt* & <b>"mere"</b>.')
    fresh = browser.new_context().new_page()
    fresh.goto(link)
    expect(fresh.locator("[data-chosen] > li")).to_have_count(5)
    expect(fresh.locator("#tekst-ud-2")).to_have_value(
        '=Vi giver alle ret til *alt* & <b>"mere"</b>.'
    )
    expect(fresh.get_by_label("Hvad skal jeres charter hedde?")).to_have_value(
        "Vores <charter> & aftale"
    )
    fresh.get_by_role("button", name="Begynd forfra").click()
    expect(fresh.locator("[data-result]")).to_be_hidden()
    expect(fresh).not_to_have_url(re.compile("#"))
    fresh.context.close()


def test_a_charter_stays_when_one_goes_elsewhere_on_the_page(page: Page) -> None:
    link = _build_a_charter(page)
    skip = page.get_by_role("link", name="Gå til indholdet")
    skip.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(link)
    expect(page.locator("#tekst-ud-2")).to_have_value(re.compile("^=Vi giver alle"))
    page.get_by_role("button", name="Begynd forfra").click()
    page.go_back()
    expect(page.locator("[data-chosen] > li")).to_have_count(5)


def test_a_charter_keeps_what_was_written_after_a_note_when_one_goes_back(page: Page) -> None:
    _build_a_charter(page)
    skip = page.get_by_role("link", name="Gå til indholdet")
    skip.focus()
    page.keyboard.press("Enter")
    page.locator("#tekst-ud-2").fill("Skrevet efter noten.")
    page.go_back()
    expect(page.locator("#tekst-ud-2")).to_have_value("Skrevet efter noten.")
    page.reload()
    expect(page.locator("#tekst-ud-2")).to_have_value("Skrevet efter noten.")
    expect(page.locator("[data-chosen] > li")).to_have_count(5)


def test_of_a_text_only_what_was_changed_is_marked(page: Page) -> None:
    page.goto(BUILDER)
    script = """([old, now]) => {
      const target = document.createElement('p');
      samskabelse.showDiff(target, old, now);
      return target.textContent.trim();
    }"""
    assert page.evaluate(script, ["b c d", "a b x d"]) == "[nyt: a] b [udgår: c] [nyt: x] d"
    assert page.evaluate(script, ["a b c", "b  c\nd"]) == "[udgår: a] b c [nyt: d]"


def test_a_clause_that_is_chosen_again_has_its_own_words_again(page: Page) -> None:
    _build_a_charter(page)
    clause, words = page.locator("input[value=ud-2]"), page.locator("#tekst-ud-2")
    clause.uncheck()
    expect(words).to_have_count(0)
    clause.check()
    expect(words).to_have_value(re.compile("^=Vi giver alle"))
    page.reload()
    expect(words).to_have_value(re.compile("^=Vi giver alle"))
    page.get_by_role("button", name="Begynd forfra").click()
    clause.check()
    expect(words).not_to_have_value(re.compile("^=Vi giver alle"))


@pytest.mark.parametrize("kind", ["txt", "md", "docx"])
def test_a_charter_can_be_taken_away(page: Page, tmp_path: Path, kind: str) -> None:
    _build_a_charter(page)
    with page.expect_download() as waiting:
        page.locator(f"[data-take={kind}]").click()
    file = tmp_path / f"charter.{kind}"
    waiting.value.save_as(file)
    if kind == "docx":
        document = docx.Document(str(file))
        lines = [paragraph.text for paragraph in document.paragraphs]
        assert document.paragraphs[0].style.name == "Title"
    else:
        lines = file.read_text("utf-8").splitlines()
    said = "\n".join(lines).replace("\\", "")
    assert "Vores <charter> & aftale" in lines[0].replace("\\", "")
    assert '=Vi giver alle ret til *alt* & <b>"mere"</b>.' in said
    assert said.count("Arbejdsudkastet, version 2") == 4
    assert "gengivet i redaktionens ord" in said


def test_words_of_ones_own_are_no_form_in_markdown(page: Page, tmp_path: Path) -> None:
    page.goto(f"{BUILDER}#c={_code({'n': 'Os', 'c': [['ud-1', NO_FORM]]})}")
    with page.expect_download() as waiting:
        page.locator("[data-take=md]").click()
    waiting.value.save_as(tmp_path / "charter.md")
    html = MarkdownIt("commonmark").render((tmp_path / "charter.md").read_text("utf-8"))
    assert set(re.findall(r"<([a-z0-9]+)", html)) == {"h1", "h2", "p", "em"}


@pytest.mark.parametrize(
    "code", ["", "x", "bm9u", "eyJuIjoxLCJjIjpbMSxudWxsLFsiX19wcm90b19fIiwieCJdLFsidWQtMSIsMl1dfQ"]
)
def test_a_link_to_a_charter_may_be_anything(page: Page, code: str) -> None:
    """The last one is {"n":1,"c":[1,null,["__proto__","x"],["ud-1",2]]}."""
    page.goto(f"{BUILDER}#c={code}")
    expect(page.locator("[data-chosen] > li")).to_have_count(1 if len(code) > 10 else 0)


def _choice(page: Page) -> Any:
    """What the address says of a charter."""
    code = page.url.split("#c=")[1]
    return json.loads(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)))


def _code(choice: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(choice).encode()).decode().rstrip("=")


def test_a_link_to_a_charter_of_another_edition_says_what_is_not_the_same(page: Page) -> None:
    """A reworded clause, one that is gone, and one that is gone but has the writer's own words."""
    _build_a_charter(page)
    told = page.get_by_role("alert")
    choice = _choice(page)
    page.reload()
    expect(page.locator("[data-chosen] > li")).to_have_count(5)
    expect(told).to_have_count(0)
    (other,) = [one for one in choice["c"] if one[0] == "ud-3"]
    other[1] += 1
    choice["c"] += [["ud-99", 7], ["ud-98", "Vi <b>spiser</b> sammen."]]
    page.goto(f"{BUILDER}#c={_code(choice)}")
    page.reload()
    expect(told).to_contain_text("1 punkt i linket står ikke længere på siden og er ikke med.")
    expect(told).to_contain_text("Ordlyden er en anden, end da linket blev lavet: »")
    expect(page.locator("[data-chosen] > li")).to_have_count(6)
    expect(page.locator("#tekst-ud-98")).to_have_value("Vi <b>spiser</b> sammen.")
    page.locator("#tekst-ud-98").fill("Vi spiser sammen hver måned.")
    page.reload()
    expect(page.locator("#tekst-ud-98")).to_have_value("Vi spiser sammen hver måned.")
    expect(told).to_have_count(0)
    page.get_by_role("button", name="Fjern punktet").click()
    expect(page.locator("[data-chosen] > li")).to_have_count(5)
    expect(page.locator("[data-chosen] textarea").last).to_be_focused()


def test_a_link_to_a_charter_that_was_cut_off_is_told_of(page: Page) -> None:
    page.goto(f"{BUILDER}#c={_code({'n': 'Os', 'c': [['ud-1']]})[:-9]}")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Linket kan ikke læses.")
    page.get_by_role("checkbox", name="Alle må begynde").check()
    expect(told).to_have_count(0)
    # An address of a place on the page is no such link.
    page.goto("about:blank")
    page.goto(f"{BUILDER}#indhold")
    expect(page.locator("#indhold")).to_be_focused()
    expect(told).to_have_count(0)


def test_back_from_a_charter_brings_no_name_along(page: Page) -> None:
    page.goto(BUILDER)
    page.evaluate("(code) => { location.hash = `c=${code}`; }", _code({"n": "Os", "c": [["ud-1"]]}))
    name = page.get_by_label("Hvad skal jeres charter hedde?")
    expect(name).to_have_value("Os")
    page.go_back()
    expect(page.locator("[data-result]")).to_be_hidden()
    expect(name).to_have_value("")


def test_without_javascript_everything_is_there(browser: Browser, served: str, cases: int) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served, viewport=PHONE)
    page = context.new_page()
    page.goto("cases/")
    titles = page.locator("[data-cases] > li:visible h2").all_inner_texts()
    assert not page.locator("[data-filters]").is_visible()
    page.get_by_role("navigation", name="Sider med cases").get_by_role("link", name="Næste").click()
    expect(page).to_have_url(ending("cases/side/2/"))
    titles += page.locator("[data-cases] > li:visible h2").all_inner_texts()
    assert len(set(titles)) == cases
    assert page.get_by_role("navigation", name="Hovedmenu").is_visible()
    page.goto("soeg/")
    assert "Søgningen kræver JavaScript" in page.locator("article").inner_text()
    context.close()


def test_the_marks_of_a_few_notes_stay_on_one_line(page: Page) -> None:
    page.set_viewport_size(PHONE)
    for place in ("principper/cok/vej-1/", "faser/fase-1/", "charter/manifest-2017/"):
        page.goto(place)
        parted = """all => all.filter((one) => one.children.length < 4
          && new Set([...one.getClientRects()].map((line) => line.top)).size > 1)
          .map((one) => one.textContent)"""
        assert page.locator(".notes").evaluate_all(parted) == [], place


def test_the_menu_on_a_phone_works_by_keyboard(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("")
    menu = page.get_by_role("navigation", name="Hovedmenu")
    button = page.get_by_role("button", name="Menu")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_the_first_tab_leads_past_the_header(page: Page) -> None:
    page.goto("principper/frivilligraadet/fp-3/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


KINDS = [
    "", "soeg/?q=tillid", "hvad-er-samskabelse/", "om/", "kilder-og-sikkerhed/", "404.html",
    "principper/", "principper/cok/", "principper/frivilligraadet/fp-3/",
    "principper/vaeksthus-trin/trin-1/", "faser/", "faser/fase-1/", "begreber/",
    "begreber/par-2/", "begreber/paradigmer/", "begreber/de-fire-coer/", "cases/",
    "cases/side/2/", "cases/?omraade=unge-skole&kommune=aarhus", "kilder/side/2/",
    "cases/insp-roskilde/", "kommuner/", "kommuner/aarhus/", "kommuner/samsoe/", "kritik/",
    "kritik/kr-b1/", "charter/", "charter/charter-2013/", "charter/sammenlign/",
    "charter/arbejdsudkast/", "charter/arbejdsudkast/ud-2/", BUILDER, "tjeklister/",
    "tjeklister/tjekliste-fp-1/", "ordliste/", "kilder/", "kilder/cok-10-veje/", "overblik/",
    "overblik/principper-og-cases/", "overblik/veje-og-cases/", "overblik/forbindelser/",
    "ark/", "ark/vej-1/", "ark/insp-roskilde/", "ark/fase-1/vaerksted-90/", BOOK, "hent/",
    "kom-i-gang/", "ruter/", "ruter/leder-60/", "cases/som-vores/?fase=fase-1&kommune=greve",
    "cases/sammenlign/", "cases/sammenlign/?c=insp-roskilde&c=cykling-uden-alder",
    "guide/skal-vi-samskabe/", "selvvurdering/seks-principper/",
    "tjeklister/min-tjekliste/", "bidrag/", "bidrag/case/", "bidrag/kilde/", "bidrag/ord/",
    "bidrag/felter/",
    "data/",
    "ombrand/", "ombrand/egne-ord/", "ombrand/drift/", "ombrand/foer-aabning/",
    "tilgaengelighed/", "privatliv/", "ombrand/brand/",
]  # fmt: skip


@in_thirds(today=1)
def test_no_page_is_wider_than_the_screen_or_keeps_anything(page: Page, third: int) -> None:
    wide = {}
    for place in KINDS[third::3]:
        page.goto(place)
        for size in (NARROW, PHONE, DESK):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                wide[place, size["width"]] = width
    assert wide == {}
    assert page.context.storage_state() == {"cookies": [], "origins": []}


# Pages that scripts put most of what is seen into.
DRAWN = (
    "bidrag/case/", "bidrag/kilde/", "bidrag/ord/", BUILDER, "soeg/?q=tillid",
    "cases/?omraade=demokrati", "cases/som-vores/?fase=fase-1&kommune=greve", "cases/sammenlign/",
    "cases/sammenlign/?c=insp-roskilde&c=cykling-uden-alder", "guide/skal-vi-samskabe/",
    "selvvurdering/seks-principper/", "tjeklister/tjekliste-fp-1/", "tjeklister/min-tjekliste/",
)  # fmt: skip
SHIFTS = """new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (moved += one.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 300);
})"""


@in_thirds(today=0)
def test_scripts_move_nothing_that_is_seen(page: Page, third: int) -> None:
    """As browsers count it, from 0 to 1; our budget is 0.02."""
    page.set_viewport_size(PHONE)
    moved = {}
    for place in DRAWN[third::3]:
        page.goto(place, wait_until="networkidle")
        if (much := page.evaluate(SHIFTS)) >= 0.02:
            moved[place] = much
    assert moved == {}


@in_thirds(today=0)
@pytest.mark.parametrize(("size", "scheme", "first"), [(PHONE, "light", 0), (DESK, "dark", 1)])
def test_axe_finds_nothing(
    browser: Browser, served: str, size: dict, scheme: str, first: int, third: int
) -> None:
    """A page of each kind; test_accessibility.py does all pages, and the book's thousand words."""
    places = [place for place in KINDS if place != BOOK]
    context = browser.new_context(base_url=served, color_scheme=scheme, viewport=size)
    page = context.new_page()
    found = {}
    for place in places[first::2][third::3]:
        page.goto(place)
        if place.startswith("soeg"):
            _results(page)
        found[place] = faults(page)
    context.close()
    assert {place: said for place, said in found.items() if said} == {}


def test_a_visit_asks_the_site_alone(browser: Browser, served: str) -> None:
    """`page` holds it everywhere; a profile that has fetched nothing before shows that it sees."""
    context = browser.new_context(base_url=served)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for place in ("", "soeg/?q=tillid", BUILDER):
        page.goto(place)
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith(served)] == []
    context.close()


def test_paper_tells_which_cases_were_chosen_and_what_was_searched_for(
    page: Page, cases: int
) -> None:
    """A list of four is not taken for all that there are."""
    page.emulate_media(media="print")
    page.goto("cases/?omraade=aeldre&fase=fase-3")
    status = page.locator("[data-count]")
    expect(status).to_have_text(re.compile(rf"^\d+ af {cases} cases$"))
    expect(status).to_be_visible()
    fields = page.locator("[data-filters] .field:visible label")
    expect(fields).to_have_text(["Område", "Fase"])
    page.goto("cases/?ord=klima")
    expect(fields).to_have_text(["Ord i titel og resumé"])
    assert page.locator("[data-filters] .button:visible").count() == 0
    page.goto("soeg/?q=tillid")
    _results(page)
    expect(page.locator("#soeg-q")).to_be_visible()
    expect(page.get_by_role("button", name="Søg", exact=True)).to_have_count(0)


@pytest.mark.parametrize("width", [600, 1000])
def test_a_comparison_on_paper_asks_for_nothing(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("cases/sammenlign/?c=insp-roskilde&c=cykling-uden-alder")
    for shown in ("Tag ud", "Vælg to, tre eller fire cases"):
        expect(page.get_by_text(shown)).to_be_visible()
        page.emulate_media(media="print")
        expect(page.get_by_text(shown)).to_be_hidden()
        page.emulate_media(media="screen")


def test_print_leaves_out_what_paper_cannot_use(page: Page) -> None:
    page.goto("principper/frivilligraadet/fp-3/")
    page.emulate_media(media="print")
    hidden: Callable[[str], bool] = page.is_hidden
    assert hidden(".site-header")
    assert hidden(".siblings")
    assert page.is_visible("figure.quote")
    assert page.is_visible(".sources")


def test_screenshots_for_people(page: Page, tmp_path: Path) -> None:
    """The pictures a person looks at are at least not blank."""
    page.goto("")
    shot = page.screenshot(path=tmp_path / "front.png")
    assert len(shot) > 20_000
