"""Words: explained where first used, compared between versions, counted for length."""

import re
from dataclasses import replace

import pytest

from macros import plain
from macros.gloss import gloss
from macros.link import Site
from macros.wording import word_diff, wording_at


def _terms(html: str) -> list[tuple[str, str]]:
    return re.findall(
        r'<button type="button" class="term" popovertarget="([^"]*)">[^<]*<u>([^<]*)<', html
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [("Škola møde", "škola mødet"), ("§ 83-aftale", "§ 83-aftalen"), ("Δ-skema", "Δ-skemaets")],
)
def test_names_of_any_letters_are_found(site: Site, name: str, said: str) -> None:
    known = site.of_kind("term")[0]
    entry = known.entry.model_copy(update={"title": name, "synonyms": ()})
    alone = Site({known.id: replace(known, entry=entry)}, ())
    assert _terms(gloss(f"<p>»{said}« og – x{said}</p>", alone, "")) == [(f"ord-{known.id}", said)]


def test_the_first_use_is_explained_and_only_that(site: Site) -> None:
    html = gloss("<p>Ejerskabet og ejerskab, medejerskab.</p><p>Ejerskab</p>", site, "faser/")
    assert _terms(html) == [("ord-ejerskab", "Ejerskabet")]
    assert html.count('<div popover id="ord-ejerskab">') == 1
    assert 'href="../ordliste/#ejerskab"' in html


@pytest.mark.parametrize(
    "html",
    [
        "<a href='x'>ejerskab</a>",
        "<h2>Ejerskab</h2>",
        "<blockquote><p>ejerskab</p></blockquote>",
        '<p title="ejerskab">x</p>',
        "<figcaption>a <sup>b</sup> ejerskab</figcaption>",
        "<p>&lt;ejerskab-test</p>",
        '<span aria-hidden="true"><span>x</span> ejerskab</span>',
        "<nav><a href='x'>x</a> ejerskab</nav>",
    ],
)
def test_links_headings_quotes_and_attributes_are_left_alone(site: Site, html: str) -> None:
    assert gloss(html, site, "") == html


def test_a_definition_tells_which_word_of_the_page_it_is_of(site: Site) -> None:
    """A reader of »udførelsen« sees why there is a word called Opgavevaretagelse."""
    html = gloss("<p>Udførelsen kræver deltagelse.</p>", site, "")
    assert "<strong>Opgavevaretagelse</strong> (her: Udførelsen) At føre" in html
    assert "<strong>Borgerdeltagelse</strong> Borgeren er" in html


@pytest.mark.parametrize(
    ("text", "button"),
    [
        ("Om (ejerskab).", "(<u>ejerskab</u>)."),
        ("»Ja til ejerskab«, siger de.", "<u>ejerskab</u>«,"),
        ("»New Public Management«", "»<u>New Public Management</u>«"),
        ("De har ejerskab – nu", "<u>ejerskab</u>"),
    ],
)
def test_no_sign_stands_alone_on_a_line(site: Site, text: str, button: str) -> None:
    """Browsers break lines before and after a button, even between a word and its full stop."""
    html = gloss(f"<p>{text}</p>", site, "")
    shown, _, defined = html.partition("<section")
    assert re.sub(r"</?(button|u)\b[^>]*>", "", shown) == f"<p>{text}</p>"
    assert re.findall(r"<button[^>]*>(.*)</button>", shown) == [button]
    assert "«" not in defined


def test_the_fullest_name_wins(site: Site) -> None:
    found = _terms(gloss("<p>New Public Management og NPM</p>", site, ""))
    assert found == [("ord-new-public-management", "New Public Management")]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("a b c", "a b c", [("same", "a b c")]),
        ("a b c", "a x c", [("same", "a"), ("old", "b"), ("new", "x"), ("same", "c")]),
        ("", "a", [("new", "a")]),
        ("a b", "", [("old", "a b")]),
        ("fire uger.", "to uger. Ja.", [("old", "fire"), ("new", "to"), ("same", "uger."),
                                        ("new", "Ja.")]),
    ],
)  # fmt: skip
def test_versions_differ_word_by_word(old: str, new: str, changes: list) -> None:
    found = [(change.kind, change.text) for change in word_diff(old, new)]
    assert found == changes


def test_the_diff_rebuilds_both_versions(site: Site) -> None:
    compared = 0
    for node in site.of_kind("draft_clause"):
        first, last = wording_at(node.entry, 1), wording_at(node.entry, 2)
        old, new = (one.text or "" if one else "" for one in (first, last))
        changes = word_diff(old, new)
        kept = {kind: " ".join(c.text for c in changes if c.kind in ("same", kind))
                for kind in ("old", "new")}  # fmt: skip
        assert kept == {"old": " ".join(old.split()), "new": " ".join(new.split())}
        compared += old != new
    assert compared >= 8


def test_sentences_are_told_apart() -> None:
    text = "Det var ca. 5 pct. den 3. maj 2016. Så kom § 17, stk. 4. »Ja!« Nej?\n\n- Et\n- To"
    assert plain.sentences(text) == [
        "Det var ca. 5 pct. den 3. maj 2016.",
        "Så kom § 17, stk. 4.",
        "»Ja!«",
        "Nej?",
        "Et",
        "To",
    ]


def test_lix_follows_its_definition() -> None:
    assert plain.lix("") == 0
    assert plain.lix("Vi er her. Du er der.") == 3
    assert plain.lix("Kommunerne samarbejder med borgerne.") == 4 + 75
