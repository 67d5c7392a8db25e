"""The guide "Skal vi samskabe, og hvornår?": its tree, and the way through it in a browser."""

import re
from pathlib import Path

import pytest
from axe import faults
from conftest import ending
from playwright.sync_api import Browser, Page, expect
from screens import PHONE, in_pairings

from macros import aids_model, knowledge
from macros import vocabulary as words
from macros.link import Site

GUIDE = "guide/skal-vi-samskabe/"
# The answers given, by number, and the recommendation they lead to: one of every kind and phase.
WALKS = [
    ([1, 2, 1, 1, 1], "raad-kerneopgave", "Samskab"),
    ([1, 1, 1, 2, 1], "raad-loesning", "Samskab"),
    ([1, 1, 1, 2, 2, 1], "raad-udfoerelse", "Samskab"),
    ([1, 1, 2], "raad-vent-kraefter", "Vent"),
    ([3], "raad-vent-kend-sagen", "Vent"),
    ([2, 1], "raad-goer-det-selv", "Lad være"),
    ([1, 3], "raad-lad-vaere", "Lad være"),
    ([2, 2], "raad-spoerg", "Brug noget andet"),
    ([1, 1, 1, 3, 2], "raad-partnerskab", "Brug noget andet"),
    ([2, 4], "raad-udbud", "Brug noget andet"),
]
STATES = ["", "#sti=sp-sammensat.1/sp-formaal.1", "#sti=sp-sammensat.1/sp-formaal.3", "#hele"]


def _guide(site: Site) -> aids_model.Guide:
    guide = site["skal-vi-samskabe"].entry
    assert isinstance(guide, aids_model.Guide)
    return guide


def _answer(page: Page, number: int) -> None:
    """Give an answer by keyboard alone, from wherever the focus is."""
    answer = page.locator(".question:visible a.answer").nth(number - 1)
    text = answer.inner_text()
    asked = page.locator(f"#{page.locator('.question:visible').get_attribute('id')}")
    for _ in range(40):
        page.keyboard.press("Tab")
        if answer.evaluate("link => link === document.activeElement"):
            page.keyboard.press("Enter")
            # The next question comes a moment later; until then this one would be answered again.
            expect(asked).to_be_hidden()
            return
    pytest.fail(f"not reached by Tab: {text}")


def test_the_tree_has_every_kind_of_advice(site: Site) -> None:
    guide = _guide(site)
    assert 5 <= len(guide.questions) <= 8
    assert 7 <= len(guide.outcomes) <= 10
    assert {outcome.advice for outcome in guide.outcomes} == set(words.ADVICE)
    assert {outcome.id for outcome in guide.outcomes} == {end for _, end, _ in WALKS}
    assert {outcome.phase for outcome in guide.outcomes} >= {"fase-1", "fase-2", "fase-3"}


def test_every_reason_has_its_source(site: Site) -> None:
    for outcome in _guide(site).outcomes:
        assert all(reason.sources for reason in outcome.reasons), outcome.id


def test_a_guide_may_not_grow_without_end(tmp_path: Path) -> None:
    """A file with thousands of questions in a row is refused plainly, without a traceback."""
    rows = "\n".join(
        f"- {{id: s-{n}, text: Hm?, why: Ja., origin: [s-0], answers: ["
        f"{{text: Ja, why: Ja., origin: [s-0], next: s-{n + 1}}}]}}"
        for n in range(3000)
    )
    (tmp_path / "data" / "guides").mkdir(parents=True)
    text = f"id: lang\ntitle: Lang\nsummary: Lang.\nquestions:\n{rows}\noutcomes: []\n"
    (tmp_path / "data" / "guides" / "lang.yaml").write_text(text, "utf-8")
    problems = knowledge.read(tmp_path).problems
    assert any("må højst have 40 punkter, men har 3000" in one.message for one in problems)


# One way to each advice on any day, and every way in CI.
DAILY = {advice: end for _, end, advice in WALKS}.values()


@pytest.mark.parametrize(
    ("answers", "end", "advice"),
    [
        pytest.param(*walk, id=walk[1], marks=() if walk[1] in DAILY else pytest.mark.slow)
        for walk in WALKS
    ],
)
def test_the_guide_is_walked_by_keyboard(
    page: Page, answers: list[int], end: str, advice: str
) -> None:
    page.goto(GUIDE)
    for number, answer in enumerate(answers, 1):
        expect(page.locator("[data-node]:visible")).to_have_count(1)
        _answer(page, answer)
        expect(page.locator("[data-answers] > li")).to_have_count(number)
        expect(page.locator("[data-node]:visible h2")).to_be_focused()
    outcome = page.locator("[data-node]:visible")
    assert outcome.get_attribute("id") == end
    expect(outcome.locator(".advice")).to_contain_text(advice)
    assert outcome.locator(".statements li").count() >= 2


def test_a_path_can_be_shared_and_taken_back(page: Page, browser: Browser) -> None:
    page.goto(GUIDE)
    for answer in (1, 1, 2):
        _answer(page, answer)
    expect(page.locator("#raad-vent-kraefter")).to_be_visible()
    expect(page).to_have_url(ending("#sti=sp-sammensat.1/sp-formaal.1/sp-kraefter.2"))
    fresh = browser.new_context()
    tab = fresh.new_page()
    tab.goto(page.url)
    expect(tab.locator("#raad-vent-kraefter h2")).to_be_visible()
    expect(tab.locator("[data-answers] > li")).to_have_count(3)
    expect(tab.locator("[data-answers]")).to_contain_text("Ikke endnu, men vi kan skaffe det.")
    assert fresh.storage_state() == {"cookies": [], "origins": []}
    fresh.close()
    page.go_back()
    expect(page.locator("#sp-kraefter")).to_be_visible()
    expect(page.locator("[data-answers] > li")).to_have_count(2)
    page.get_by_role("link", name="Tilbage").click()
    expect(page.locator("#sp-formaal")).to_be_visible()
    page.get_by_role("link", name="Ret svaret på »Er sagen").click()
    expect(page.locator("#sp-sammensat")).to_be_visible()
    expect(page.locator("[data-path]")).to_be_hidden()


def test_one_can_begin_again_and_see_it_all(page: Page) -> None:
    page.goto(f"{GUIDE}#sti=sp-sammensat.2/sp-andet.2")
    page.get_by_role("link", name="Begynd forfra").click()
    expect(page.locator("#sp-sammensat")).to_be_visible()
    page.get_by_role("link", name="Se hele guiden").click()
    everything = page.locator("[data-node]:visible")
    expect(everything).to_have_count(18)
    page.locator("#sp-formaal a.answer").first.click()
    expect(everything).to_have_count(18)
    page.get_by_role("link", name="ét spørgsmål ad gangen").click()
    expect(everything).to_have_count(1)


def test_a_note_or_the_skip_link_does_not_lose_the_path(page: Page) -> None:
    page.goto(f"{GUIDE}#sti=sp-sammensat.2/sp-andet.2")
    page.locator("#raad-spoerg .notes a").first.click()
    expect(page.locator("#raad-spoerg")).to_be_visible()
    expect(page.locator("[data-answers] > li")).to_have_count(2)


@pytest.mark.parametrize(
    ("fragment", "shown", "steps"),
    [
        ("#sti=", "sp-sammensat", 0),
        ("#sti=sp-sammensat.9/sp-formaal.1", "sp-sammensat", 0),
        ("#sti=sp-sammensat.1/sp-andet.1", "sp-formaal", 1),
        ("#sti=__proto__.1/constructor.1", "sp-sammensat", 0),
        ("#sti=<img src=x onerror=alert(1)>.1", "sp-sammensat", 0),
        ("#sti=sp-sammensat.1e0", "sp-sammensat", 0),
        ("#sti=" + "sp-sammensat.1/" * 5000, "sp-formaal", 1),
        ("#sp-aabent", "sp-aabent", 0),
        ("#toString", "sp-sammensat", 0),
    ],
)
def test_a_hostile_path_is_followed_only_as_far_as_it_goes(
    page: Page, fragment: str, shown: str, steps: int
) -> None:
    page.goto(GUIDE + fragment)
    expect(page.locator("[data-node]:visible")).to_have_count(1)
    expect(page.locator(f"#{shown}")).to_be_visible()
    expect(page.locator("[data-answers] > li")).to_have_count(steps)
    assert page.locator("article img").count() == 0
    told = "Resten af vejen i linket findes ikke i guiden, som den er nu."
    said = page.locator("[data-said]")
    if fragment.startswith("#sti=") and fragment != "#sti=":
        expect(said).to_contain_text(told)
        _answer(page, 1)
    expect(said).not_to_contain_text(told)


def test_without_javascript_the_whole_tree_is_one_page(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served, viewport=PHONE)
    page = context.new_page()
    page.goto(GUIDE)
    assert page.locator("[data-node]:visible").count() == 18
    assert page.locator(".question .number:visible").count() == 8
    assert page.locator("[data-tools]:visible").count() == 0
    targets = [link.get_attribute("href") for link in page.locator("a.answer").all()]
    assert len(targets) == 28
    assert all(page.locator(str(target)).is_visible() for target in targets)
    assert "Gå til spørgsmål 3." in page.locator("#sp-sammensat").inner_text()
    page.locator("a.answer").nth(2).click()
    expect(page).to_have_url(ending("#raad-vent-kend-sagen"))
    context.close()


def test_paper_gets_the_result_with_the_path(page: Page) -> None:
    page.goto(f"{GUIDE}#sti=sp-sammensat.2/sp-andet.3")
    page.emulate_media(media="print")
    assert page.is_visible("#raad-partnerskab")
    assert page.is_visible("[data-path]")
    assert page.locator("[data-node]:visible").count() == 1
    assert page.locator(".guide .actions:visible").count() == 0


@pytest.mark.parametrize("answers", ["", "#sti=sp-sammensat.2/sp-andet.2", "#hele"])
def test_paper_gets_the_sources_and_words_of_what_is_shown(page: Page, answers: str) -> None:
    page.goto(f"{GUIDE}{answers}")
    on_screen = page.locator(".sources li").count()
    page.emulate_media(media="print")
    links = page.locator(".notes a:visible").evaluate_all("all => all.map((one) => one.ariaLabel)")
    noted = {number for link in links for number in _numbers(link)}
    numbers = page.locator(".sources li:visible").evaluate_all("all => all.map((one) => one.value)")
    assert set(numbers) == noted
    assert (len(numbers) == on_screen) == (answers == "#hele")
    used = "all => all.map((one) => one.getAttribute('popovertarget'))"
    defined = page.locator(".words [popover]:visible").evaluate_all("all => all.map(({id}) => id)")
    assert defined == page.locator(".term:visible").evaluate_all(used)


def _numbers(label: str) -> range:
    """The notes that a link is to: »Kilder 1–7« or »Kilde 8«."""
    found = [int(number) for number in re.findall(r"\d+", label)]
    return range(found[0], found[-1] + 1)


def test_the_guide_is_found_where_one_looks(page: Page) -> None:
    page.goto("")
    page.get_by_role("link", name="Skal vi?").click()
    expect(page.locator("#sp-sammensat")).to_be_visible()
    page.get_by_role("link", name="Tjeklister").first.click()
    page.locator(".card").get_by_role("link", name="Skal vi samskabe").click()
    page.goto("principper/cok/vej-10/")
    assert re.search("Skal vi samskabe", page.locator(".related").first.inner_text())


@in_pairings(today="390-light")
def test_axe_finds_nothing_on_the_way(
    browser: Browser, served: str, scheme: str, size: dict
) -> None:
    context = browser.new_context(base_url=served, color_scheme=scheme, viewport=size)
    for state in STATES:
        page = context.new_page()
        page.goto(GUIDE + state)
        assert faults(page) == [], state
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.close()
    context.close()
