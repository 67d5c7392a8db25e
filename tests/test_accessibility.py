"""All pages held against WCAG: axe, narrow screens, big text, keyboard, forced colours."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import faults
from criteria import BY_AXE, FIFTEEN, held
from playwright.sync_api import Browser, Page, expect
from screens import DESK, NARROW, PHONE, in_thirds
from test_browser import BOOK, KINDS

from macros.addresses import address
from macros.link import Site

ROOT = Path(__file__).parent.parent

# The sweep of all pages, in parts that the processes can share.
PARTS = 8
# Two thirds of the time goes to contrast, measured text by text. It is measured on each page
# that has a kind of text (an element and all those around it, with their classes) which no
# page before it had, and never for the whole book: a minute, for what the entries' pages have.
KINDS_OF_TEXT = """() => {
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim()) continue;
    const chain = [];
    for (let one = texts.currentNode.parentElement; one !== document.body; one = one.parentElement)
      chain.push(`${one.tagName}.${one.getAttribute('class')}`);
    found.add(chain.join(' '));
  }
  return [...found];
}"""


def _places(built: Path) -> list[str]:
    """The address of every page."""
    found = (path.relative_to(built).as_posix() for path in sorted(built.rglob("*.html")))
    # What only leads on is gone before it can be looked at.
    return [place.removesuffix("index.html") for place in found if place != "was/index.html"]


@pytest.mark.slow
@pytest.mark.wcag(*BY_AXE)
@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_page(
    browser: Browser, served: str, built: Path, part: int
) -> None:
    """Every page in both widths and both schemes, and no wider than the narrowest screen.

    320 is also what 1280 becomes when it is enlarged to 400 %.
    """
    context = browser.new_context(base_url=served, viewport=NARROW)
    page = context.new_page()
    measured: set[str] = set()
    found, places = {}, _places(built)[part::PARTS]
    assert len(places) > 60
    for place in places:
        page.set_viewport_size(NARROW)
        page.goto(place)
        width = page.evaluate("document.documentElement.scrollWidth")
        found[place] = [f"is {width} wide"] if width > NARROW["width"] else []
        kinds = set(page.evaluate(KINDS_OF_TEXT))
        known = place == BOOK or kinds <= measured
        measured |= kinds
        for size, scheme in ((PHONE, "light"), (DESK, "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            without = ("color-contrast",) if known else ()
            found[place] += faults(page, without=without, each_text=True)
    context.close()
    assert {place: said for place, said in found.items() if said} == {}


def test_axe_sees_what_cannot_be_read_among_many(browser: Browser) -> None:
    """Contrast is measured on one text of each kind: of three alike, one that differs is found."""
    page = browser.new_page()
    page.set_content(
        """<!doctype html><html lang="da"><title>Prøve</title><main><h1>Prøve</h1>
        <p>Den ene.</p><p>Den anden.</p><p id="bleg">Den blege.</p>
        <p hidden>Den skjulte.</p></main></html>"""
    )
    assert faults(page) == []
    page.evaluate("document.querySelector('#bleg').style.color = '#ccc'")
    (fault,) = faults(page)
    assert fault.startswith("color-contrast (serious) × 1: #bleg")
    page.close()


@pytest.fixture
def desk(browser: Browser, served: str) -> Iterator[Page]:
    """A page on a desk, without motion."""
    context = browser.new_context(base_url=served, viewport=DESK, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_the_fifteen_criteria_are_all_held(desk: Page, request: pytest.FixtureRequest) -> None:
    """Each by a rule of axe's that is on by itself, or by a test here that says so."""
    desk.goto("")
    faults(desk)
    rules = desk.evaluate("axe.getRules().flatMap(rule => rule.tags)")
    for criterion in BY_AXE:
        assert f"wcag{criterion.replace('.', '')}" in rules, criterion
    tests = {one for item in request.session.items for one in held(item)}
    assert set(FIFTEEN) <= {*tests, *BY_AXE}
    assert len(FIFTEEN) == 15


@pytest.mark.wcag("2.5.3", "1.3.4")
@in_thirds(today=0)
def test_what_is_seen_is_in_the_name_and_the_screen_may_be_turned(desk: Page, third: int) -> None:
    """Rules axe still calls experimental, and leaves out unless they are asked for."""
    rules = ("label-content-name-mismatch", "css-orientation-lock")
    found = {}
    for place in KINDS[third::3]:
        desk.goto(place)
        found[place] = faults(desk, only=rules)
    assert {place: said for place, said in found.items() if said} == {}


# Texts that are cut off: what is hidden on purpose is a point in size, or closed.
CUT = """() => [...document.querySelectorAll('body *')].filter((one) => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (box.width < 2 || box.height < 2 || one.closest('svg, select, textarea')) return false;
  const cut = (value) => value === 'hidden' || value === 'clip';
  return one.textContent.trim() && (
    (cut(style.overflowX) && one.scrollWidth > one.clientWidth + 1) ||
    (cut(style.overflowY) && one.scrollHeight > one.clientHeight + 1));
}).map((one) => one.outerHTML.slice(0, 120))"""
WIDER = "document.documentElement.scrollWidth > innerWidth"
SPREAD = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet]; }"""
GROW = """() => {
  const texts = [...document.querySelectorAll('body *:not(svg *)')].filter((one) =>
    [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const sizes = () => texts.map((one) => parseFloat(getComputedStyle(one).fontSize));
  const before = sizes();
  document.documentElement.style.fontSize = '200%';
  const after = sizes();
  return texts.filter((_, at) => after[at] < before[at] * 1.99)
    .map((one) => one.outerHTML.slice(0, 80));
}"""


@pytest.mark.wcag("1.4.12")
@in_thirds(today=1)
def test_text_may_be_spread_out(browser: Browser, served: str, third: int) -> None:
    """Lines, letters and words as far apart as WCAG 1.4.12 lets a reader set them."""
    context = browser.new_context(base_url=served, viewport=PHONE)
    page, found = context.new_page(), {}
    for place in KINDS[third::3]:
        page.goto(place)
        page.evaluate(SPREAD)
        found[place] = [*page.evaluate(CUT), *(["wider"] if page.evaluate(WIDER) else [])]
    context.close()
    assert {place: said for place, said in found.items() if said} == {}


@pytest.mark.wcag("1.4.4")
@in_thirds(today=2)
def test_text_may_be_twice_as_big(desk: Page, third: int) -> None:
    """All of it grows with the reader's own size of text, and none is cut off or lost."""
    found = {}
    for place in KINDS[third::3]:
        desk.goto(place)
        grown = desk.evaluate(GROW)
        wider = ["wider"] if desk.evaluate(WIDER) else []
        found[place] = [*grown[:3], *desk.evaluate(CUT), *wider]
    assert {place: said for place, said in found.items() if said} == {}


@pytest.mark.wcag("1.4.4")
@in_thirds(today=0)
def test_text_may_be_twice_as_big_on_a_phone(browser: Browser, served: str, third: int) -> None:
    """Long words are parted, so that no page is read by pushing it to and fro."""
    context = browser.new_context(base_url=served, viewport=PHONE)
    page, found = context.new_page(), {}
    others = ("charter/manifest-2017/", "kritik/kr-b1/", "ark/fase-2/vaerksted-90/")
    page.goto("404.html")
    sizes = {"fontSizes": {"standard": 32}}
    context.new_cdp_session(page).send("Page.setFontSizes", sizes)
    for place in (*KINDS, *others)[third::3]:
        page.goto(place)
        found[place] = [*page.evaluate(CUT), *(["wider"] if page.evaluate(WIDER) else [])]
    context.close()
    assert {place: said for place, said in found.items() if said} == {}


# What a reader with a keyboard must be able to reach, one by one in the order it stands.
REACHABLE = """() => {
  const all = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  const radios = new Set();
  const first = (one) => one.type !== 'radio' || (!radios.has(one.name) && radios.add(one.name));
  const shown = (one) => one.checkVisibility({ visibilityProperty: true })
    && one.getClientRects().length;
  const seen = all.filter((one) => !one.disabled && one.tabIndex >= 0 && shown(one) && first(one));
  seen.forEach((one, number) => { one.dataset.walk = number; });
  return seen.length;
}"""
HERE = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return [one.dataset?.walk ?? null, one === document.body ? 'body' : one.outerHTML.slice(0, 100),
    (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) ||
      getComputedStyle(one.closest('label') ?? one).outlineStyle !== 'none',
    box.bottom > 0 && box.top < innerHeight];
}"""
WALKS = [
    "", "soeg/?q=tillid", "principper/frivilligraadet/fp-3/", "tjeklister/tjekliste-fp-1/",
    "guide/skal-vi-samskabe/",
]  # fmt: skip
LONG_WALKS = [
    "faser/fase-1/", "kommuner/aarhus/", "charter/sammenlign/", "ark/vej-1/", "hent/",
    "overblik/forbindelser/", "cases/som-vores/?fase=fase-1",
]  # fmt: skip


@pytest.mark.wcag("2.1.1")
@pytest.mark.parametrize(
    "place",
    [*WALKS, *(pytest.param(place, marks=pytest.mark.slow) for place in LONG_WALKS)],
    ids=lambda place: place or "forside",
)
def test_a_page_is_walked_by_tab_alone(desk: Page, place: str) -> None:
    """Everything is reached in the order it stands, seen when it is, and left again."""
    desk.goto(place)
    if place.startswith("soeg"):
        expect(desk.locator("ol[data-results] > li").first).to_be_visible()
    amount = desk.evaluate(REACHABLE)
    assert amount > 10
    reached, wrong = [], []
    for _ in range(2 * amount):  # explanations open on the way, with links of their own
        desk.keyboard.press("Tab")
        number, what, marked, inside = desk.evaluate(HERE)
        if what == "body":
            break
        reached.append(int(number or -1))
        if not (marked and inside):
            wrong.append((what, marked, inside))
    else:
        pytest.fail("the walk never ends")
    assert wrong == []
    assert [number for number in range(amount) if number not in reached] == []
    known = [number for number in reached if number >= 0]
    assert known == sorted(known)


# What is reached in the page's head, row by row and from left to right, by `REACHABLE`'s numbers.
AS_SEEN = """() => [...document.querySelectorAll('.bar [data-walk], .site-nav [data-walk]')]
  .map((one) => [one, one.getBoundingClientRect()])
  .sort(([, one], [, other]) => one.bottom <= other.top ? -1 : other.bottom <= one.top ? 1
    : one.left - other.left)
  .map(([one]) => Number(one.dataset.walk))"""


@pytest.mark.parametrize("width", [320, 390, 540, 700, 1280])
def test_the_head_is_walked_in_the_order_it_is_seen(desk: Page, width: int) -> None:
    """Also where the menu folds away behind its button."""
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto("kilder/")
    folded = desk.get_by_role("button", name="Menu")
    if folded.is_visible():
        folded.click()
    desk.evaluate(REACHABLE)
    seen = desk.evaluate(AS_SEEN)
    assert len(seen) > 10
    assert seen == sorted(seen)


def _waits(script: str) -> list[int]:
    """How long each `setTimeout` of a script waits, in milliseconds."""
    call = re.compile(r"setTimeout\((?:\(\) => )?[\w.]+(?:\(\w*\))?(?:, (\w+)(?:, \w+)*)?\)")
    named = dict(re.findall(r"\bconst (\w+) = (\d+)", script))
    return [int(named.get(wait, wait) or 0) for wait in call.findall(script)]


@pytest.mark.wcag("2.2.1")
def test_nothing_is_a_matter_of_time(built: Path) -> None:
    """No page leads on after a while, and scripts wait only for a blink or the last key."""
    for path in built.rglob("*.html"):
        for asked in re.findall(r'http-equiv="refresh" content="(\d+)', path.read_text("utf-8")):
            assert asked == "0", path
    scripts = list((ROOT / "theme").rglob("*.js"))
    assert len(scripts) > 20
    found: list[int] = []
    for script in scripts:
        text = script.read_text("utf-8")
        assert "setInterval" not in text, script
        waits = _waits(text)
        assert len(waits) == text.count("setTimeout"), script
        assert max(waits, default=0) <= 1000, script
        found += waits
    assert {0, 1000} < set(found), "the test sees how long scripts wait"


@pytest.mark.wcag("3.1.2")
def test_titles_in_other_languages_are_marked(site: Site, desk: Page) -> None:
    foreign = [node for node in site.of_kind("source") if node.entry.language != "da"]
    assert len(foreign) > 10
    for node in foreign[:6]:
        desk.goto(address(site, node.id))
        assert desk.locator("h1").evaluate("one => one.closest('[lang]').lang") != "da", node.id


@pytest.mark.wcag("1.3.5")
def test_nothing_asks_who_the_reader_is(built: Path) -> None:
    """A field for the reader's own name or address would need `autocomplete`; there is none."""
    asked = re.compile(r'type="(email|tel|password)"|autocomplete="(?!off)')
    for path in built.rglob("*.html"):
        assert not asked.search(path.read_text("utf-8")), path


def test_there_is_no_motion_for_those_who_want_none(desk: Page) -> None:
    moving = """() => [...document.querySelectorAll('*')].filter((one) => {
      const style = getComputedStyle(one);
      return parseFloat(style.transitionDuration) || style.animationName !== 'none'
        || style.scrollBehavior === 'smooth';
    }).map((one) => one.outerHTML.slice(0, 80))"""
    for place in ("", "soeg/?q=tillid", "tjeklister/tjekliste-fp-1/", "guide/skal-vi-samskabe/"):
        desk.goto(place)
        assert desk.evaluate(moving) == [], place
    desk.emulate_media(reduced_motion="no-preference")
    assert desk.evaluate(moving) != [], "the test sees motion"


@pytest.mark.parametrize(
    "place", ["begreber/form-co-production/", "cases/insp-roskilde/", "faser/fase-3/"]
)
def test_no_definition_covers_what_the_keyboard_has_come_to(
    browser: Browser, served: str, place: str
) -> None:
    context = browser.new_context(base_url=served, viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(place)
    covers = """() => {
      const open = document.querySelector(':popover-open'), one = document.activeElement;
      if (!open || open.contains(one)) return !!open && 'within';
      const [above, own] = [open, one].map((part) => part.getBoundingClientRect());
      return own.bottom > above.top && one.outerHTML;
    }"""
    page.locator("main a").first.focus()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(covers))
    context.close()
    assert "within" in seen  # from a word, one comes to the link of its definition
    assert {*seen} == {False, "within"}


def test_forced_colours_tell_where_in_the_menu_one_is(browser: Browser, served: str) -> None:
    context = browser.new_context(base_url=served, viewport=DESK, forced_colors="active")
    page = context.new_page()
    page.goto("overblik/")
    underlined = page.locator(".site-nav a").evaluate_all(
        """(all) => all.filter((one) => getComputedStyle(one).borderBottomColor
          !== getComputedStyle(document.body).backgroundColor).map((one) => one.textContent)"""
    )
    context.close()
    assert underlined == ["Overblik"]


@in_thirds(today=0)
def test_forced_colours_leave_edges_and_focus(browser: Browser, served: str, third: int) -> None:
    """Where backgrounds are taken away, what one presses still has an edge."""
    context = browser.new_context(base_url=served, viewport=PHONE, forced_colors="active")
    page, found = context.new_page(), {}
    bare = """() => [...document.querySelectorAll(
        '.button, article button:not(.term), input:not([type=checkbox], [type=radio]), select, '
        + '.tag')]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 2)
      .filter((one) => parseFloat(getComputedStyle(one).borderTopWidth) < 1
        && parseFloat(getComputedStyle(one).outlineWidth) < 1 && !one.closest('label'))
      .map((one) => one.outerHTML.slice(0, 100))"""
    for place in KINDS[third::3]:
        page.goto(place)
        found[place] = page.evaluate(bare)
        page.keyboard.press("Tab")
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(outline) != "none", place
    context.close()
    assert {place: said for place, said in found.items() if said} == {}
