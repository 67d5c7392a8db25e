"""Nothing in data gets out of its text: one nasty list against every way to write it."""

import html
import re
from urllib.parse import urljoin

import markdown
import pytest

from macros import markup

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<b>)",
    "[x](//evil.example/)",
    "![x](https://evil.example/x.png)",
    "<https://evil.example/>",
    "{{ 7*7 }} {% raw %}",
    "# overskrift",
    "*x* _y_ `z` ~~w~~",
    "a\n\n<div>\n\nb",
    "[x]: javascript:alert(1)",
    "&lt;script&gt; &amp; &#60;b&#62;",
    "\\<b\\>",
    "{: onclick=alert(1) }",
    "Titel {#id onclick=alert(1)}",
    "<!-- -->",
    "x' onmouseover='alert(1)",
]


def _no_live_markup(written: str) -> None:
    allowed = (
        r"</?(?:p|em|strong|ul|ol|li|br|h1)>|<h1 id=\"titel\">"
        r"|</?a(?: href=\"[^\"<>]*\")?(?: rel=\"[^\"]*\")?>"
    )
    left = re.sub(allowed, "", written)
    assert not re.search(r"<[a-zA-Z/!]", left)
    for address in re.findall(r'href="([^"]*)"', written):
        assert re.match(r"https?:|mailto:|tel:|\.\./known/$", html.unescape(address))


@pytest.mark.parametrize("text", NASTY)
def test_prose_and_lines_hold_it(text: str) -> None:
    for write in (markup.prose, markup.line):
        _no_live_markup(write(text, lambda _: None))


@pytest.mark.parametrize("text", NASTY)
def test_a_heading_reads_as_exactly_the_text(text: str) -> None:
    written = markdown.markdown(
        f"# {markup.markdown_text(text)} {{: #titel }}",
        extensions=["attr_list", "tables", "md_in_html", "abbr"],
    )
    _no_live_markup(written)
    if "{" not in text:
        said = html.unescape(re.sub(r"</?h1[^>]*>", "", written))
        assert said == " ".join(text.split())


def test_references_become_links_and_unknown_ones_stay_text() -> None:
    known = {"insp": "../known/"}
    said = markup.line("Se [INSP!][insp] og [x][y] og [insp].", known.get)
    assert said == 'Se <a href="../known/">INSP!</a> og [x][y] og <a href="../known/">insp</a>.'


def test_plain_drops_the_markdown() -> None:
    assert markup.plain("Se *her* [INSP!][insp],\n[nu](https://x.dk).") == "Se her INSP!, nu."


@pytest.mark.parametrize(
    ("target", "page", "seen"),
    [
        ("cases/x/", "cases/y/", "../x/"),
        ("cases/", "cases/y/", "../"),
        ("", "cases/y/", "../../"),
        ("cases/y/", "cases/y/", "./"),
        ("cases/y/#a", "cases/y/", "#a"),
        ("ordliste/#a", "", "ordliste/#a"),
        ("", "", "./"),
    ],
)
def test_addresses_are_seen_from_the_page(target: str, page: str, seen: str) -> None:
    assert markup.relative(target, page) == seen


def test_addresses_lead_from_any_page_where_a_browser_goes() -> None:
    pages = ("", "x/", "cases/", "cases/y/", "cases/y/z/", "cases/yy/", "404.html", "*/")
    targets = (*pages, "cases/y/fil.js", "cases/y/#a", "cases/#a", "ark/y/", "api/v1/cases.json")
    for page in pages:
        for target in targets:
            seen = markup.relative(target, page)
            assert urljoin(f"https://x.dk/{page}", seen) == f"https://x.dk/{target}", (page, seen)


def test_links_and_marks_escape_what_they_are_given() -> None:
    assert markup.link('"><b>', "<i>") == '<a href="&#34;&gt;&lt;b&gt;">&lt;i&gt;</a>'
    assert markup.note_marks(()) == ""
    assert re.findall(r'href="#kilde-(\d+)"', markup.note_marks((2, 11))) == ["2", "11"]
