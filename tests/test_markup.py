"""Nothing in data gets out of its text: one nasty list against every way to write it."""

import html
import json
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
    assert said == 'Se <a href="../known/">INSP!</a> og [x][y] og [insp].'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a [b](https://b.dk) c](https://d.dk)",
         '[a <a href="https://b.dk" rel="external noopener">b</a> c](https://d.dk)'),
        ("Se [*a* [b][insp] c][insp]",
         'Se [<em>a</em> <a href="../known/">b</a> c][insp]'),
    ],
)  # fmt: skip
def test_a_link_holds_no_other(text: str, said: str) -> None:
    known = {"insp": "../known/"}
    assert markup.line(text, known.get) == said
    assert markup.prose(text, known.get) == f"<p>{said}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "[insp] er ny",
        "»De […] kom«",
        "[insp][]",
        "[insp][] og",
        "[insp](i byen)",
        "[insp][]([insp][])",
    ],
)
def test_words_in_brackets_alone_are_no_link(text: str) -> None:
    """Such a link would be in no list of links, and quotes would lose the brackets of editors."""
    assert markup.line(text, {"insp": "../known/"}.get) == text
    assert markup.plain(text) == text
    assert markup.targets(text) == []


def test_plain_drops_the_markdown() -> None:
    text = "Se *her* [INSP!][insp],\n[nu](https://x.dk)."
    assert markup.plain(text) == "Se her INSP!, nu."
    assert markup.targets(text) == ["insp", "https://x.dk"]


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
        ("cases/y/#a", "cases/z/", "../y/#a"),
        ("cases/", "cases/y.html", "./"),
        ("cases/#a", "cases/y.html", "./#a"),
        ("cases/x/", "cases/x/y/z/", "../../"),
        ("cases/x", "cases/x/y/", "../../x"),
    ],
)
def test_addresses_are_seen_from_the_page(target: str, page: str, seen: str) -> None:
    assert markup.relative(target, page) == seen


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("  To   ord ", "To ord"),
        ("Én linje\nog én til", "Én linje og én til"),
        ("Et\\\nbrud", "Et brud"),
        ("**Fed [med *link*](https://x.dk)** til sidst", "Fed med link til sidst"),
    ],
)
def test_plain_is_what_a_reader_sees(text: str, read: str) -> None:
    assert markup.plain(text) == read


@pytest.mark.parametrize(
    ("text", "block", "inline"),
    [
        ("Almindelig tekst", "<p>Almindelig tekst</p>", "Almindelig tekst"),
        ("Et < tegn", "<p>Et &lt; tegn</p>", "Et &lt; tegn"),
        ("- et\n- to", "<ul>\n<li>et</li>\n<li>to</li>\n</ul>", "- et\n- to"),
        ("+ et", "<ul>\n<li>et</li>\n</ul>", "+ et"),
        ("1. et", "<ol>\n<li>et</li>\n</ol>", "1. et"),
        ("2011 og 2012", "<p>2011 og 2012</p>", "2011 og 2012"),
        ("et\n\nto", "<p>et</p>\n<p>to</p>", "et\n\nto"),
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>", "<em>a</em> <strong>b</strong>"),
        (r"\*a\*", "<p>*a*</p>", "*a*"),
        ("# a", "<p># a</p>", "# a"),
        ("    a", "<p>a</p>", "    a"),
        ("a  \nb", "<p>a<br>\nb</p>", "a<br>\nb"),
        ('"a" -- b', "<p>&#34;a&#34; -- b</p>", "&#34;a&#34; -- b"),
        ('*"a"* -- b', "<p><em>&quot;a&quot;</em> -- b</p>", "<em>&quot;a&quot;</em> -- b"),
        ("*https://x.dk*", "<p><em>https://x.dk</em></p>", "<em>https://x.dk</em>"),
    ],
)
def test_prose_is_paragraphs_and_lists(text: str, block: str, inline: str) -> None:
    assert markup.prose(text, lambda _: None) == block
    assert markup.line(text, lambda _: None) == inline


def test_links_out_of_the_site_are_marked() -> None:
    def written(address: str) -> str:
        return markup.line(f"[a]({address})", lambda _: None)

    rel = ' rel="external noopener"'
    assert written("https://x.dk") == f'<a href="https://x.dk"{rel}>a</a>'
    assert written("http://x.dk") == f'<a href="http://x.dk"{rel}>a</a>'
    assert written("mailto:a@x.dk") == '<a href="mailto:a@x.dk">a</a>'


def test_markdown_text_is_one_line_and_no_markup() -> None:
    assert markup.markdown_text("a  b\nc_d") == r"a b c\_d"
    assert markup.markdown_text("<b> & [c]") == r"&#60;b\> &#38; \[c\]"


def test_a_block_of_html_is_a_block_to_markdown() -> None:
    block = markup.untouched(markup.Markup("<svg><title>a *b* c</title></svg>"))
    assert block == '<div class="block">\n<svg><title>a *b* c</title></svg>\n</div>'
    assert "<title>a *b* c</title>" in markdown.markdown(block, extensions=["md_in_html"])


def test_nothing_ends_the_script_that_data_stands_in() -> None:
    written = markup.data_block({"æ": ["</script><!-- & X \u2028\u2029", 1]})
    signs = r"\u003c/script\u003e\u003c!-- \u0026 X \u2028\u2029"
    assert written == f'{{"æ":["{signs}",1]}}'
    assert json.loads(written) == {"æ": ["</script><!-- & X \u2028\u2029", 1]}
    assert written.__html__() == written


@pytest.mark.parametrize(
    ("given", "kept"),
    [("https://x.dk/", "https://x.dk/"), ("javascript:x", ""), ("", ""), (None, "")],
)
def test_only_safe_addresses_are_written(given: str | None, kept: str) -> None:
    assert markup.address(given) == kept


def test_the_parser_reads_nothing_but_what_prose_may_hold() -> None:
    """A parser made anew: the one in use was made when the module was read."""
    parser = markup._parser()  # noqa: SLF001
    assert not parser.options["html"]
    assert parser.validateLink is markup._is_safe  # noqa: SLF001
    assert parser.get_active_rules() == {
        "core": ["normalize", "block", "inline", "text_join"],
        "block": ["list", "paragraph"],
        "inline": ["text", "newline", "escape", "emphasis", "link"],
        "inline2": ["balance_pairs", "emphasis", "fragments_join"],
    }


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


def test_a_link_and_the_marks_of_notes_hold_what_they_are_given() -> None:
    assert markup.link('a/"b', "x <y> & z") == '<a href="a/&#34;b">x &lt;y&gt; &amp; z</a>'
    assert markup.note_marks([]) == ""
    first, second = (f'<a href="#kilde-{n}" aria-label="Kilde {n}">{n}</a>' for n in (1, 12))
    assert markup.note_marks([1, 12]) == f'<sup class="notes">{first}, {second}</sup>'
    assert markup.note_marks([1]).__html__() == markup.note_marks([1])
