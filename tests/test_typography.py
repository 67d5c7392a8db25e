"""Of the theme's style sheet only what our pages can use is sent, and they look the same."""

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from macros import assets
from macros.typography import typography

ROOT = Path(__file__).parent.parent
OURS = "\n".join(path.read_text("utf-8") for path in (ROOT / "theme" / "assets").glob("*.css"))
SHEET = (assets._material() / assets._SHEET).read_text("utf-8")  # noqa: SLF001
SENT = typography(SHEET, OURS)
# Pages with most kinds of text: tables, quotes, code, lists, controls, boxes that fold.
PLACES = ("cases/insp-roskilde/", "data/", "tjeklister/tjekliste-fp-1/")
# With what comes from the whole sheet in place of the one that is sent: what looks otherwise.
DIFFERENT = """async (address) => {
  const looks = () => [...document.querySelectorAll("body *")].map((one) =>
    ["", "::before", "::after"].map((part) => {
      const look = getComputedStyle(one, part);
      const names = [...look].filter((name) => !name.startsWith("--"));
      return names.map((name) => `${one.localName}${part} ${name}: ${look.getPropertyValue(name)}`);
    }));
  const sent = document.querySelector("link[href*='/samskabelse.']");
  const whole = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  const before = looks();
  sent.before(whole);
  await new Promise((loaded) => whole.addEventListener("load", loaded));
  sent.disabled = true;
  const found = new Set();
  looks().forEach((parts, at) => parts.forEach((names, part) => names.forEach((said, name) => {
    if (said !== before[at][part][name]) found.add(said);
  })));
  return [before.length, [...found].sort()];
}"""
# What the whole sheet does that it should not: it hides focus for want of a script of its own, and
# styles what has a class or an attribute of ours that it has for something else.
BETTER = re.compile(r"[\w:]+ (-webkit-tap-highlight-color|outline-\w+|vertical-align|border-\S+):")


def test_what_is_sent_is_a_fraction() -> None:
    whole, sent = (len(gzip.compress(text.encode(), 6)) for text in (SHEET, SENT))
    print(f"style of the theme: {sent} of {whole} bytes, compressed")
    assert 2_000 < sent < whole / 5


def test_rules_are_kept_for_elements_of_text() -> None:
    sheet = """@charset "utf-8";
    @keyframes turn { to { top: 0 } }
    @page { margin: 25mm }
    :root { --a: var(--b); --b: red; --c: url("data:image/svg+xml;charset=utf-8,<svg/>"); --d: 1 }
    .md-header, .md-typeset a:not(.md-button, [data-md-x]), #id, p { color: var(--a) }
    .md-typeset ol:not([hidden]), [dir=rtl] b, .md-typeset .tabbed-set { top: 0 !important }
    @media print { @media (width > 1em) { td, .note { color: var(--e, blue) } } }
    @media screen { .md-nav { color: var(--d) } }"""
    assert typography(sheet, "b { mask: var(--c) }").split("\n") == [
        "@page{margin: 25mm }",
        ':root {--a: var(--b);--b: red;--c: url("data:image/svg+xml;charset=utf-8,<svg/>")}',
        " p {color: var(--a) }",
        ".md-typeset ol:not([hidden]){top: 0 !important}",
        "@media print {@media (width > 1em) {td{color: var(--e, blue) }}}",
    ]


def test_every_variable_of_the_theme_that_is_used_is_set() -> None:
    css = f"{SENT}\n{OURS}"
    used = set(re.findall(r"var\((--md-[\w-]+)\)", css))
    assert len(used) > 10
    assert {name for name in used if not re.search(rf"[{{;\s]{name}\s*:", css)} == set()


@pytest.mark.parametrize("place", PLACES)
def test_pages_look_as_with_the_whole_sheet(page: Page, place: str) -> None:
    ours = (ROOT / "theme" / "assets" / assets.STYLE).read_text("utf-8")
    page.route("**/hele.css", lambda one: one.fulfill(content_type="text/css", body=SHEET + ours))
    page.emulate_media(reduced_motion="reduce")
    page.goto(place)
    elements, differ = page.evaluate(DIFFERENT, "/hele.css")
    assert elements > 100
    assert [said for said in differ if not BETTER.match(said)] == []
