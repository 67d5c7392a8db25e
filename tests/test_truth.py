"""The traps already found: what must never be said, and what must be said exactly."""

import re
from collections import Counter
from pathlib import Path

import pytest

from macros import bodies, entry_model, overview, pages
from macros.addresses import has_page
from macros.citations import citing, source_uses
from macros.kinds import statements
from macros.link import Link, Node, Site

TESTS = Path(__file__).parent

# Frivilligrådet, COK and Væksthus for Ledelse, word for word as their texts have them.
OFFICIAL = {
    "fp-1": "Samskabelse er nyskabende og har som mål at skabe ny velfærd i en lokal kontekst.",
    "fp-2": "Samskabelse skaber nye kvaliteter gennem kombinationer af forskellige ressourcer og "
    "kompetencer.",
    "fp-3": "Samskabelse er en dialogbaseret proces, hvor man sammen definerer fx problem og "
    "handling.",
    "fp-4": "Samskabelse udbreder initiativret og deltagelsesret.",
    "fp-5": "Samskabelse rummer bevidsthed om gensidig afhængighed.",
    "fp-6": "Samskabelse forudsætter åbenhed og risikovillighed.",
    "vej-1": "Lad uenighed opstå",
    "vej-2": "Hav ingen svar parat",
    "vej-3": "Prøv ikke at forenkle",
    "vej-4": "Start ikke et nyt projekt",
    "vej-5": "Gør ikke noget for dine borgere",
    "vej-6": "Skynd dig ikke",
    "vej-7": "Stol ikke på din viden",
    "vej-8": "Slip magten",
    "vej-9": "Fokuser ikke på løsningen",
    "vej-10": "Samskab ikke alt",
    "trin-1": "Engagér de relevante aktører og definér problemet",
    "trin-2": "Skab spillereglerne",
    "trin-3": "Oprethold reglerne",
    "trin-4": "Levering af de nye innovative løsninger",
    "fase-1": "Samskabelse omkring kerneopgaven",
    "fase-2": "Samskabelse omkring udvikling af løsninger",
    "fase-3": "Samskabelse omkring udførelsen",
}

# Nobody has shown that the charter of 2016 became the manifesto, nor that its meeting was held.
FORBIDDEN = [
    r"charter\w* (?:fra 2016 )?(?:blev|er blevet) til ",
    r"manifest\w* (?:er|blev|var) (?:en |et |resultatet|det færdige|fortsættelsen|udløber)",
    r"(?:førte|mundede) (?:til|ud i) manifest",
    r"samskabelsescharter\w* (?:blev )?(?:vedtog|vedtaget|underskrevet|offentliggjort)",
    r"charter(?:et)?s (?:artikler|paragraffer)",
    r"co-creation (?:betyder|er det samme som|oversættes til) samskabelse",
    r"co-production (?:betyder|er det samme som|oversættes til) samproduktion",
    r"arbejdet fortsatte (?:på|hos) INSP",
    r"bevægelsen (?:er|blev) nedlagt",
    r"Co-asses\b|Particinatorisk|forhandlingslede\b",
]

# How many concepts each system has.
SYSTEMS = {
    "gain": 4, "democracy": 3, "guideline": 5, "reason": 13, "paradigm": 3, "feature": 7,
    "form": 4, "level": 3, "co": 4, "requirement": 8, "step": 9, "competence": 9,
    "possibility": 5, "challenge": 5, "leadership": 3,
}  # fmt: skip


@pytest.mark.parametrize("identifier", OFFICIAL)
def test_official_wordings_are_exact(site: Site, identifier: str) -> None:
    quote = site[identifier].entry.quote
    assert quote.text == OFFICIAL[identifier]
    assert quote.sources


def test_the_traits_are_quoted_in_full(site: Site) -> None:
    openings = [
        "I samskabelse ejes problemstillingen af aktørerne i fællesskab.",
        "Samskabelse handler om at skabe ny værdi:",
        "Samskabelse er en dialogbaseret proces, der foregår i en dynamisk ramme,",
        "Samskabelse kræver, at alle parter er bevidste om, at I er gensidigt afhængige af",
    ]
    for number, opening in enumerate(openings, 1):
        assert site[f"kend-{number}"].entry.quote.text.startswith(opening)


def test_nothing_forbidden_is_said(site: Site) -> None:
    texts = [bodies.body(site, page.kind, page.id) for page in pages.all_pages(site).values()]
    texts += [path.read_text("utf-8") for path in (TESTS.parent / "docs").rglob("*.md")]
    assert len(texts) > 600
    for body in texts:
        plain = " ".join(re.sub(r"<[^>]*>", "", body).split())
        for said in FORBIDDEN:
            found = re.search(said, plain, re.IGNORECASE)
            assert not found, plain[max(0, found.start() - 80) : found.end() + 80]


WOULD_BE_FOUND = [
    "Charteret fra 2016 blev til manifestet.", "Manifestet er fortsættelsen.",
    "Møderne mundede ud i manifestet.", "Samskabelsescharteret blev vedtaget.",
    "Charterets artikler.", "Co-creation betyder samskabelse.",
    "Co-production oversættes til samproduktion.", "Arbejdet fortsatte hos INSP!",
    "Bevægelsen er nedlagt.", "Co-asses",
]  # fmt: skip


@pytest.mark.parametrize(("said", "example"), list(zip(FORBIDDEN, WOULD_BE_FOUND, strict=True)))
def test_the_forbidden_would_be_found(said: str, example: str) -> None:
    assert re.search(said, example, re.IGNORECASE)


def test_the_charter_of_2016_has_no_clauses_of_its_own(site: Site) -> None:
    charter = site["charter-2016"].entry
    assert charter.clauses_title == (
        "Hvad Eva Sørensen skrev om samskabelse, da charteret var på vej"
    )
    assert charter.text_found == "none"
    assert charter.status_of_text == "unknown"
    assert {site.label(node) for node in site.parts("charter-2016")} == {"artikelpunkt 2016"}
    assert site["t-18"].entry.certainty != "confirmed"


def test_the_five_steps_are_known_by_title_only(site: Site) -> None:
    assert site["soerensen-torfing-fem-trin"].entry.access == "mention"
    said = [
        one.certainty
        for node, links in source_uses(site, "soerensen-torfing-fem-trin")
        for one in citing(node, links)
    ]
    assert set(said) == {"not_found"}


def test_the_working_draft_says_what_it_is(site: Site) -> None:
    for node in site.of_kind("draft", "draft_clause"):
        body = bodies.body(site, node.kind, node.id)
        assert "<strong>Arbejdsudkast.</strong>" in body
    assert len(site.of_kind("draft_clause")) >= 12


def test_every_researched_coupling_is_there(site: Site) -> None:
    have = {(link.source, link.target, link.type) for link in site.links}
    pairs = [line.split() for line in (TESTS / "mapping.txt").read_text("utf-8").splitlines()[1:]]
    assert len(pairs) == 97
    missing = [
        (one, other, type_)
        for one, other, type_ in pairs
        if not {(one, other, type_), (other, one, type_)} & have
    ]
    assert missing == []


def test_every_system_has_its_pages(site: Site) -> None:
    found = Counter(node.entry.kind for node in site.of_kind("concept"))
    assert found == SYSTEMS


def test_every_statement_on_a_page_has_its_note(site: Site) -> None:
    """Notes lead to a source in the list at the foot, and every source there is noted."""
    followed = 0
    for page in pages.all_pages(site).values():
        body = bodies.body(site, page.kind, page.id)
        wanted = set(re.findall(r'href="#(kilde-\d+)"', body))
        given = re.findall(r'<li id="(kilde-\d+)">', body)
        assert wanted <= set(given), page.path
        assert len(given) == len(set(given)), page.path
        followed += len(wanted)
    assert followed > 650


def test_every_summary_has_its_notes(site: Site) -> None:
    for node in site.nodes.values():
        if has_page(node) and getattr(node.entry, "sources", ()):
            summary = re.search(
                r'<p class="summary">.*?</p>', bodies.body(site, node.kind, node.id), re.DOTALL
            )
            assert summary, node.id
            assert 'href="#kilder"' in summary[0], node.id


def test_every_note_says_where_in_its_source(site: Site) -> None:
    """By a locator, or by how much was read; what was read whole is mostly located.

    The handbook numbers the sources of a whole book, and a sheet has no room.
    """
    for page in pages.all_pages(site).values():
        if page.kind in ("handbook", "sheet", "workshop_sheet"):
            continue
        for note in re.findall(
            r'<li id="kilde-\d+">.*?</li>', bodies.body(site, page.kind, page.id)
        ):
            said = note.partition("</a>")[2].partition("<span")[0]
            assert said.count(", ") >= 2, note  # publisher, year, and the place
    located = {True: 0, False: 0}
    for link in site.links:
        if link.type == "cites" and site[link.target].entry.access == "full":
            located[bool(_citation(site[link.source], link).locator)] += 1
    print("of sources read whole:", located)
    assert located[True] > 20 * located[False]


def _citation(node: Node, link: Link) -> entry_model.CitationRecord:
    value = node.entry
    for step in (link.path[2:] if node.parent else link.path)[:-1]:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def test_case_statements_name_their_own_sources(site: Site) -> None:
    """Where a case has several sources, its statements say which of them says so."""
    left = [
        (node.id, path)
        for node in site.of_kind("case")
        if len(node.entry.sources) > 1
        for path, statement in statements(node.entry)
        if not statement.sources
    ]
    assert len(left) <= 3, left


def test_the_report_counts_what_is_there(site: Site, cases: int) -> None:
    counts = overview.certainties(site)
    assert sum(counts.values()) > 1_100
    assert min(counts[value] for value in ("confirmed", "single_source", "inferred")) > 300
    said = overview.overview(site)
    assert f"{cases} cases" in said
    assert re.search(r"^ +1 guide$", said, re.MULTILINE)
    assert "De længste sætninger:" in said
    assert "0 sider, LIX i midten ukendt" in overview.overview(Site({}, ()))


def test_only_what_was_not_found_goes_without_a_source(site: Site) -> None:
    for node in site.nodes.values():
        whole = getattr(node.entry, "sources", ())
        for _, statement in statements(node.entry):
            assert statement.sources or whole or statement.certainty == "not_found", node.id


def test_the_map_has_every_municipality_and_leads_to_those_with_cases(site: Site) -> None:
    body = bodies.body(site, "index", "kommuner")
    with_cases = {link.target for link in site.links if link.type == "in_municipality"}
    assert body.count("<rect ") == 98 + 4
    assert body.count('<a class="on-') == len(with_cases) > 40


def test_spans_of_numbers_have_a_dash(site: Site) -> None:
    """From one to another is a dash everywhere: 6.–7. maj, 2012–2013, 4–16 deltagere."""
    for node in site.nodes.values():
        whole = [getattr(node.entry, name, None) or "" for name in ("when_text", "group")]
        said = [one.text or "" for _, one in statements(node.entry)]
        for text in whole + said:
            assert not re.search(r"(?<![\w-])\d+\.?-\d+(?![\w-])", text), (node.id, text)


def test_a_source_is_told_of_without_saying_a_thing_twice(site: Site) -> None:
    for node in site.of_kind("source"):
        one = node.entry
        assert not (one.publisher or "").endswith(f", {one.year}"), node.id
        assert one.title not in [f"{by.split()[-1]} {one.year}" for by in one.authors], node.id


def test_a_title_that_asks_or_exclaims_gets_no_full_stop_too(site: Site) -> None:
    found = pages.all_pages(site).values()
    said = [page.description for page in found if page.kind == "source"]
    said += [bodies.body(site, "index", "kilder"), bodies.body(site, "concept", "led-1")]
    plain = " ".join(re.sub(r"<[^>]*>", "", "\n".join(said)).split())
    assert "Kongen er død, længe leve samskaberen! DenOffentlige" in plain
    assert not re.search(r".{40}[?!]\.", plain)
    # Nor does a sentence begin with a small letter where the year is not known.
    assert not re.search(r".{40}\. uden år", plain)


def test_what_stands_first_on_a_line_has_a_capital(site: Site) -> None:
    """A month that is said of no more than it, as the words that stand for other dates."""
    html = bodies.body(site, "index", "charter")
    when = re.findall(r'<span class="when">(?:<time[^>]*>)?(.)', html)
    assert len(when) == len(site.of_kind("milestone"))
    assert not [sign for sign in when if sign.islower()]


def test_what_comes_of_a_point_is_named_once(site: Site) -> None:
    for node in site.of_kind("charter"):
        html = bodies.body(site, "charter", node.id)
        for line in re.findall(r"Ophav til: (.*?)</p>", html):
            led = re.findall(r'href="([^"]+)"', line)
            assert len(led) == len(set(led)), line


def test_words_of_one_name_can_be_told_apart(site: Site) -> None:
    """A term and a concept may have the same title: a reader is told which link is which."""
    html = bodies.body(site, "index", "ordliste")
    lines = re.findall(r"Se også: (.*?)</p>", html)
    assert len(lines) > 40
    for line in lines:
        names = re.sub(r"<[^>]*>", "", line).split(" · ")
        assert len(names) == len(set(names)), names
