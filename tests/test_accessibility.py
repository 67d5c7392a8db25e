"""All pages held against WCAG: axe, narrow screens, big text, keyboard, forced colours."""

from pathlib import Path

import pytest
from axe import faults
from playwright.sync_api import Browser
from screens import DESK, NARROW, PHONE

# The sweep of all pages, in parts that the processes can share.
PARTS = 8
# Two thirds of the time goes to contrast, measured text by text. It is measured on each page
# that has a kind of text (an element and all those around it, with their classes) which no
# page before it had, and never for the whole book: a minute, for what the entries' pages have.
BOOK = "haandbog/"
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
            found[place] += faults(page, without=("color-contrast",) if known else ())
    context.close()
    assert {place: said for place, said in found.items() if said} == {}
