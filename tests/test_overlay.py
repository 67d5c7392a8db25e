"""What a municipality has in kommune/: read over ours, explained when wrong, shown as its own."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from axe import faults
from conftest import serve
from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_TESTS
from playwright.sync_api import Browser, expect
from program import program
from publishers import CHANGED, folder_of
from test_brand import _dead
from test_check import golden

from macros import (
    bodies,
    cli,
    edit_server,
    jsonld,
    knowledge,
    migrate,
    own_files,
    page_links,
    pages,
    publication,
    published,
    render,
    search,
    written,
)
from macros.addresses import has_page
from macros.aids_model import Item
from macros.changes import changes
from macros.differences import difference
from macros.entry_files import Entries
from macros.entry_model import Entry
from macros.gloss import gloss
from macros.link import Site
from macros.load import load
from macros.migrate import Migration, migrated, pending, renamed
from macros.model import Case, Principle
from macros.overlay import HIDEABLE, overlaid
from macros.pages import INDEXES
from macros.pictures import timeline
from macros.press import Edition
from macros.repository import forge, upstream
from macros.settings import SettingsError
from macros.shell import Shell

TESTS = Path(__file__).parent
# What a brand must hold besides its name.
COLOURS = 'colours:\n  primary: "#0f4f49"\n'
BRAND = f"publisher: Æblestad Kommune\n{COLOURS}"
Write = Callable[[str, str], Path]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small collection in a folder of its own."""
    root = tmp_path / "small"
    shutil.copytree(TESTS / "small", root)
    return root


@pytest.fixture
def write(small: Path) -> Write:
    """Writes a file in the small collection's kommune/."""

    def written(name: str, text: str) -> Path:
        path = small / "kommune" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return small

    return written


def own_case(identifier: str) -> str:
    """The small collection's case as one of their own."""
    text = (TESTS / "small" / "data" / "cases.yaml").read_text("utf-8")
    entry = text.split("  - id: ukendt")[0].split("\n", 1)[1]
    lines = "\n".join(line[4:] for line in entry.splitlines())
    return lines.replace("id: bakken", f"id: {identifier}")


def test_every_mistake_in_the_folder_has_its_message(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(TESTS / "awful-kommune" / "kommune", small / "kommune")
    assert cli.main(["--root", str(small), "check"]) == 1
    # The sums of our templates change with them.
    sums = r"(?:(?<=bygger på )|(?<=og skriv ))[0-9a-f]{8}"
    said = re.sub(sums, "…", capsys.readouterr().out)
    golden(said, TESTS / "awful-kommune" / "expected.txt")


def test_without_the_folder_nothing_is_merged(small: Path) -> None:
    loaded = load(small)
    assert overlaid(loaded) is loaded


def test_their_entries_and_changes_join_ours(write: Write) -> None:
    write("data/cases/vores.yaml", own_case("vores"))
    root = write("data/changes.yaml", CHANGED)
    found = knowledge.read(root)
    assert found.problems == []
    site = found.site
    assert (site["vores"].origin, site["bakken"].origin) == ("kommune", "")
    assert site["vores"].file == "kommune/data/cases/vores.yaml"
    assert site["fp-1"].file == "data/principles.yaml"
    assert site["fp-1"].entry.summary == "Det nye skal passe i Æblestad."
    assert [change.field for change in site["fp-1"].changed] == ["summary"]
    assert {link.source for link in site.incoming("fp-1", "shows")} == {"bakken", "vores"}
    assert {node.id for node in site.theirs} == {"vores", "fp-1"}
    alone = knowledge.common(root)
    assert "vores" not in alone.nodes
    assert alone["fp-1"].changed == ()


def test_a_fault_in_a_changed_text_is_told_where_they_wrote_it(small: Path, write: Write) -> None:
    """Also in a list they gave anew, and in an entry that is a file of its own."""
    text = CHANGED.replace("i Æblestad.", "i [Æblestad][aeblestd].")
    (problem,) = knowledge.read(write("data/changes.yaml", text)).problems
    assert (problem.file, problem.line) == ("kommune/data/changes.yaml", 5)
    assert "Mente du »aeblestad«?" in problem.hint
    (small / "data" / "cases").mkdir()
    (small / "data" / "cases" / "egen.yaml").write_text(own_case("egen"), "utf-8")
    text = (
        "changes:\n"
        "  - {id: bakken, field: how, was: [De mødtes], now: [Se <b>her</b>], why: Fordi.}\n"
        "  - {id: egen, field: summary, was: Borgerne passer bakken., now: <b>Ny</b>., why: x}\n"
    )
    problems = knowledge.read(write("data/changes.yaml", text)).problems
    assert [(one.file, one.line, one.rule) for one in problems] == [
        ("kommune/data/changes.yaml", 2, "markdown"),
        ("kommune/data/changes.yaml", 3, "markdown"),
    ]


@pytest.mark.parametrize(
    ("before", "now", "place"),
    [
        ("changes: []\n", CHANGED, "kommune/data/changes.yaml:2"),
        (CHANGED, CHANGED.replace("i Æblestad", "på Bakken"), "kommune/data/changes.yaml:2"),
        (CHANGED, "changes: []\n", "kommune/data/changes.yaml:2"),
        (CHANGED, f"{CHANGED}hide: [fp-1]\n", "kommune/data/changes.yaml"),
        (f"{CHANGED}hide: [fp-1]\n", CHANGED, "kommune/data/changes.yaml"),
    ],
)
def test_the_difference_leads_to_the_file_that_was_changed(
    before: str, now: str, place: str, small: Path, write: Write
) -> None:
    write("data/changes.yaml", before)
    earlier = knowledge.read(small).site
    write("data/changes.yaml", now)
    (change,) = changes(earlier, knowledge.read(small).site)
    assert (change.id, change.place) == ("fp-1", place)


def test_the_difference_leads_to_our_file_where_we_changed_what_they_had_not(
    small: Path, write: Write
) -> None:
    write("data/changes.yaml", CHANGED)
    earlier = knowledge.read(small).site
    principles = small / "data" / "principles.yaml"
    text = principles.read_text("utf-8")
    principles.write_text(text.replace(earlier["fp-1"].title, "Noget andet"), "utf-8")
    now = knowledge.read(small).site
    (change,) = changes(earlier, now)
    assert change.place == f"data/principles.yaml:{now['fp-1'].line}"


def test_a_text_that_has_changed_since_is_told_in_words(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write("data/changes.yaml", CHANGED.replace("skal passe *her*.", "skal kun passe *her*."))
    assert cli.main(["--root", str(root), "check"]) == 0
    assert "Nyt hos os: »kun« er væk. Ret jeres tekst" in capsys.readouterr().out
    assert cli.main(["--root", str(root), "report"]) == 0
    said = capsys.readouterr().out
    assert "0 tilføjet, 1 ændret, 0 skjult" in said
    assert "kommune/data/changes.yaml:4:10: Jeres »summary«" in said


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("a b c", "a x c", "»b« er blevet til »x«"),
        ("a b", "a b c", "»c« er kommet til"),
        ("a b c", "a c", "»b« er væk"),
        ("a b c d", "x b y d", "»a« er blevet til »x« og »c« er blevet til »y«"),
        ("a", "a", ""),
        (
            "a x b x c x d x e",
            "1 x 2 x 3 x 4 x 5",
            ", ".join(
                f"»{old}« er blevet til »{new}«" for old, new in zip("abc", "123", strict=True)
            )
            + ", »d« er blevet til »4« og 1 sted til",
        ),
    ],
)
def test_the_difference_is_said_in_words(before: str, now: str, said: str) -> None:
    assert difference(before, now) == said


@pytest.mark.parametrize(
    ("hidden", "kind", "page"),
    [("kr-b1", "tour", "alle-5"), ("kr-b1", "index", "ordliste"),
     ("fase-2", "case", "insp-roskilde"), ("fp-3", "guide", "skal-vi-samskabe"),
     ("kr-b4", "assessment", "seks-principper")],
)  # fmt: skip
def test_a_page_that_needs_a_hidden_entry_says_so_beside_it(
    site: Site, hidden: str, kind: str, page: str
) -> None:
    """Steps must add up and facts be whole, so it cannot be left out of what is made of it."""
    without = Site(site.nodes | {hidden: replace(site[hidden], hidden=True)}, site.links)
    marked = rf'/{hidden}/">[^<]+</a> <span class="tag whose-tag">ikke valgt her</span>'
    assert not re.search(marked, bodies.body(site, kind, page))
    assert re.search(marked, bodies.body(without, kind, page))


@pytest.mark.parametrize(
    ("theirs", "places"),
    [
        ("changes: [{id: gammel, field: title, was: Titlen, now: Vores titel}]\n", [(1, 16)]),
        ("hide: [gammel]\n", [(1, 8)]),
        ("hide: [gammel, bakken]\n", []),
        ("hide: [sidst]\n", []),
    ],
)
def test_what_they_say_of_an_entry_that_is_replaced_is_told(
    small: Path, write: Write, theirs: str, places: list[tuple[int, int]]
) -> None:
    """Their words would be left on the old page, and what they hid stand there by a new name."""
    for name, status in (("gammel", "moved"), ("sidst", "retired")):
        path = small / "data" / "cases" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{own_case(name)}\nstatus: {status}\nsee: bakken\n", "utf-8")
    text = theirs.replace("Titlen", knowledge.read(small).site["gammel"].title)
    found = knowledge.read(write("data/changes.yaml", text))
    assert found.errors == []
    assert [(one.line, one.column) for one in found.problems] == places
    assert all("»bakken«" in one.said for one in found.problems)


@pytest.mark.parametrize(
    ("ids", "hint", "right"),
    [
        ("[fase-2, fase-1]", "Skriv »fase-3« i stedet.", "ids: [fase-3, fase-1]"),
        ("[fase-2, fase-1, fase-3]", "Slet »fase-2«.", "ids: [fase-1, fase-3]"),
        ("[fase-3, fase-1]", "", ""),
    ],
)
def test_an_order_with_an_entry_that_is_replaced_is_told(
    small: Path, write: Write, ids: str, hint: str, right: str
) -> None:
    """It stands in no list, so its place in the order is nobody's."""
    path = small / "data" / "concepts.yaml"
    first = path.read_text("utf-8")
    entry = first.split("\n", 1)[1]
    more = [
        entry.replace("fase-1", f"fase-{n}").replace("number: 1", f"number: {n}") for n in (2, 3)
    ]
    path.write_text(f"{first}{more[0]}    status: moved\n    see: fase-3\n{more[1]}", "utf-8")
    found = knowledge.read(write("data/changes.yaml", f"order:\n  - of: phase\n    ids: {ids}\n"))
    assert found.errors == []
    told = [(one.line, one.column, one.hint, one.example) for one in found.problems]
    assert told == ([(3, 11, hint, right)] if hint else [])
    if not hint:
        assert [node.id for node in found.site.of_kind("phase")] == ["fase-3", "fase-1"]


def test_an_order_of_a_set_that_is_replaced_is_told(small: Path, write: Write) -> None:
    path = small / "data" / "principles.yaml"
    text = path.read_text("utf-8").split("\n", 1)[1]
    other = re.sub(r"id: (frivilligraadet|fp-[12])", r"id: ny-\1", text).replace(
        "fp-2]", "ny-fp-2]"
    )
    old = text.replace(
        "title: Et lille", "status: moved\n    see: ny-frivilligraadet\n    title: Et"
    )
    path.write_text(f"sets:\n{old}\n{other}", "utf-8")
    theirs = "order:\n  - of: frivilligraadet\n    ids: [fp-2, fp-1]\n"
    (only,) = knowledge.read(write("data/changes.yaml", theirs)).problems
    assert (only.line, only.column, only.example) == (2, 9, "of: ny-frivilligraadet")
    assert only.said.endswith("Skriv »ny-frivilligraadet« i stedet.")


def test_hidden_entries_leave_lists_but_keep_their_page(write: Write) -> None:
    site = knowledge.read(write("data/changes.yaml", "hide: [bakken, fp-2]\n")).site
    assert [node.id for node in site.of_kind("case")] == ["ukendt"]
    assert [node.id for node in site.parts("frivilligraadet")] == ["fp-1"]
    assert site.incoming("fp-1", "shows") == []
    made = pages.all_pages(site)
    assert not made["cases/bakken.md"].searched
    assert "Ikke valgt her." in bodies.body(site, "case", "bakken")
    for index in ("cases", "principper", "kommuner"):
        said = bodies.body(site, "index", index)
        assert "bakken" not in said
        assert "fp-2/" not in said
    page, about = made["principper/frivilligraadet.md"], published.about({"site_name": "S"}, {})
    assert '"url":"fp-1/"' in jsonld.of_page(site, page, about)
    assert "fp-2/" not in jsonld.of_page(site, page, about)


def test_what_only_keeps_an_address_is_in_no_list_and_leads_on(small: Path) -> None:
    """A case that was renamed stood twice in every list, and a retired one among those in use."""
    path = small / "data" / "cases" / "foer.yaml"
    path.parent.mkdir(exist_ok=True)
    for status in ("retired", "moved"):
        path.write_text(f"{own_case('foer')}\nstatus: {status}\nsee: bakken\n", "utf-8")
        site = knowledge.read(small).site
        assert site["foer"] not in site.of_kind("case")
        assert not pages.all_pages(site)["cases/foer.md"].searched
        named = [one.source for one in site.links if one.target == "aeblestad"]
        seen = [one.source for one in site.incoming("aeblestad")]
        assert ("foer" in named, "foer" in seen) == (True, False)
        assert site.outgoing("foer")
        assert '"foer/"' not in bodies.body(site, "index", "cases")
        said = bodies.body(site, "case", "foer")
        assert ("Flyttet." in said, "Udgået." in said) == (status == "moved", status == "retired")
        assert "bakken/" in said


def _retired(site: Site, *identifiers: str) -> Site:
    """The same with some entries retired, as `link` would have them."""
    gone = {
        one: replace(
            site[one],
            entry=site[one].entry.model_copy(update={"status": "retired"}),
            listed=site[one].kind not in HIDEABLE,
        )
        for one in identifiers
    }
    return Site({**site.nodes, **gone}, site.links)


def test_what_is_retired_says_so_wherever_it_stands(site: Site) -> None:
    """On its own page, at links from what builds on it, and in the list that it stays in."""
    first = {node.kind: node.id for node in reversed(site.nodes.values()) if has_page(node)}
    gone = _retired(site, *first.values(), "fp-2", "samskabelse", "m-1")
    for kind in HIDEABLE:
        assert "<strong>Udgået.</strong>" in bodies.body(gone, kind, first[kind]), kind
    marked = '</a> <span class="tag">udgået</span>'
    assert marked not in bodies.body(site, "case", "insp-roskilde")
    shown = next(one.source for one in site.incoming("fp-2", "shows"))
    assert marked in bodies.body(gone, "case", shown)
    assert "<strong>Udgået.</strong>" in bodies.body(gone, "sheet", "fp-2")
    for kind, page in (("index", "ordliste"), ("charter", "manifest-2017")):
        assert bodies.body(gone, kind, page).count("<strong>Udgået.</strong>") == 1, page
    assert "ord-samskabelse" not in gloss("<p>Samskabelse</p>", gone, "")
    gone = _retired(site, "fp-2", *(first[kind] for kind in ("case", "phase", "critique")))
    book = bodies.body(gone, "handbook", "haandbog")
    places = set(re.findall(r'id="([^"]+)"', book))
    assert [one for one in re.findall(r'href="#([^"]+)"', book) if one not in places] == []


def test_a_part_that_is_retired_leaves_the_list_of_its_set(small: Path) -> None:
    path = small / "data" / "principles.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("- id: fp-2\n", "- id: fp-2\n        status: retired\n"), "utf-8")
    site = knowledge.read(small).site
    assert [node.id for node in site.parts("frivilligraadet")] == ["fp-1"]
    assert "fp-2/" not in bodies.body(site, "index", "principper")


def test_a_hidden_page_says_all_that_is_true_of_it(write: Write) -> None:
    """It is hidden from others, and they are not hidden from it."""
    site = knowledge.read(write("data/changes.yaml", "hide: [aeblestad]\n")).site
    assert site.outgoing("bakken", "in_municipality") == []
    assert [one.source for one in site.incoming("aeblestad", "in_municipality")] == ["bakken"]
    assert "Bakken i Æblestad" in bodies.body(site, "municipality", "aeblestad")
    site = knowledge.read(write("data/changes.yaml", "hide: [aeblestad, bakken, fp-1]\n")).site
    assert [one.target for one in site.outgoing("bakken", "shows")] == ["fp-1"]
    hidden = site.overlay.hidden
    assert all(hidden.isdisjoint((one.source, one.target)) for one in site.shown_links)


def test_what_is_part_of_a_hidden_entry_is_hidden_with_it(write: Write) -> None:
    site = knowledge.read(write("data/changes.yaml", "hide: [frivilligraadet]\n")).site
    assert list(site.of_kind("set", "principle")) == []
    assert not pages.all_pages(site)["principper/frivilligraadet/fp-1.md"].searched


def test_a_text_of_ours_may_be_broken_into_other_lines(write: Write) -> None:
    broken = CHANGED.replace("was: Det nye skal passe", "was: |\n      Det nye skal\n      passe")
    assert broken != CHANGED
    assert knowledge.read(write("data/changes.yaml", broken)).problems == []


def test_a_text_that_is_the_same_as_ours_is_no_change(write: Write) -> None:
    found = knowledge.read(write("data/changes.yaml", CHANGED.replace("i Æblestad.", "*her*.")))
    assert [one.rule for one in found.problems] == ["same"]
    assert found.site["fp-1"].changed == ()


def test_what_can_be_hidden_has_a_page(site: object) -> None:
    nodes = site.nodes.values()  # type: ignore[attr-defined]
    paged = {node.kind for node in nodes if has_page(node)}
    assert paged - {"draft_clause"} == set(HIDEABLE)


def test_entries_stand_in_their_order(write: Write) -> None:
    text = "order:\n  - {of: frivilligraadet, ids: [fp-2]}\n" + CHANGED.replace("fp-1", "fp-2")
    found = knowledge.read(write("data/changes.yaml", text.replace("nye", "kendte")))
    assert found.errors == []
    parts = found.site.parts("frivilligraadet")
    assert [(node.id, node.entry.number) for node in parts] == [("fp-2", 2), ("fp-1", 1)]
    lines = (TESTS / "small" / "data" / "principles.yaml").read_text("utf-8").splitlines()
    for node in parts:
        assert lines[node.line - 1] == f"      - id: {node.id}"


def test_a_kind_stands_in_its_order(write: Write) -> None:
    text = (TESTS / "small" / "data" / "concepts.yaml").read_text("utf-8").split("\n", 1)[1]
    alone = "\n".join(line[4:] for line in text.splitlines()).replace("fase-1", "fase-2")
    write("data/concepts/fase-2.yaml", alone.replace("number: 1", "number: 2"))
    found = knowledge.read(write("data/changes.yaml", "order:\n  - {of: phase, ids: [fase-2]}\n"))
    assert found.errors == []
    assert [node.id for node in found.site.of_kind("phase")] == ["fase-2", "fase-1"]
    text = "order:\n  - {of: phase, ids: [fase-2, fase-3, fase-2]}\n"
    found = knowledge.read(write("data/changes.yaml", text))
    assert [one.message for one in found.errors] == [
        "»fase-3« hører ikke til »phase«.",
        "»fase-2« står to gange i rækkefølgen.",
    ]


def test_a_changed_page_shows_both_texts(write: Write) -> None:
    write("brand.yaml", f"name: Sammen i Æblestad\n{BRAND}")
    site = knowledge.read(write("data/changes.yaml", CHANGED)).site
    upstream = forge({"repo_url": "https://github.com/samskabelse/samskabelse"})
    said = bodies.body(site, "principle", "fp-1", upstream=upstream)
    golden(said, TESTS / "golden" / "kommune-fp-1.html")
    assert "ændret af Æblestad Kommune" in bodies.body(site, "index", "principper")
    assert "Teksten er ændret af Æblestad Kommune" in bodies.body(site, "sheet", "fp-1")


def test_hostile_texts_do_nothing(write: Write) -> None:
    nasty = "<script>alert(1)</script>{{ 7*7 }}"
    write("brand.yaml", f'name: Æblestad\npublisher: "{nasty}"\n{COLOURS}')
    text = CHANGED.replace("Sådan siger vi det.", f'"{nasty}"')
    said = bodies.body(knowledge.read(write("data/changes.yaml", text)).site, "principle", "fp-1")
    assert said.count("&lt;script&gt;") >= 3
    assert "<script" not in said


def test_their_templates_stand_in_for_ours_in_the_sandbox(write: Write) -> None:
    root = write("partials/case.html", "<p>Vores {{ node.title }}</p>")
    (problem,) = knowledge.read(root).problems
    right = f"{problem.example}\n<p>Vores {{{{ node.title }}}}</p>"
    site = knowledge.read(write("partials/case.html", right)).site
    assert knowledge.current(root).problems == []
    assert "<p>Vores Bakken" in bodies.body(site, "case", "bakken")
    escape = "{{ ''.__class__.__mro__ }}"
    site = knowledge.read(write("partials/case.html", escape)).site
    with pytest.raises(Exception, match="unsafe"):
        bodies.body(site, "case", "bakken")


def test_ours_are_filled_in_the_sandbox_as_outside_it(site: Site, tmp_path: Path) -> None:
    """A municipality with one template of its own has all of ours in the sandbox."""
    sandboxed = Site(site.nodes, site.links, replace(site.overlay, partials=tmp_path))
    kinds = {
        f"{page.kind} {page.id if page.kind == 'index' else ''}": page
        for page in pages.all_pages(site).values()
    }
    assert len(kinds) > 25
    for page in kinds.values():
        body = partial(bodies.body, identifier=page.id, kind=page.kind)
        assert body(sandboxed) == body(site), page.address


def test_a_page_in_place_of_ours_says_when_ours_has_changed(small: Path, write: Write) -> None:
    (small / "docs").mkdir(exist_ok=True)
    (small / "docs" / "om.md").write_text("# Om\n", "utf-8")
    (missing,) = knowledge.read(write("docs/om.md", "# Om os\n")).problems
    assert "hvilken udgave af docs/om.md" in missing.message
    assert knowledge.read(write("docs/om.md", f"{missing.example}\n\n# Om os\n")).problems == []
    write("docs/om.md", "---\nmenu: Om os\n---\n\n# Om os\n")
    (missing,) = knowledge.read(small).problems
    assert "under den anden linje med ---" in missing.hint
    sign = str(missing.example)
    (above,) = knowledge.read(write("docs/om.md", f"{sign}\n---\nmenu: Om os\n---\n")).problems
    assert "skal stå allerførst" in above.message
    assert knowledge.read(write("docs/om.md", str(above.example))).problems == []
    (small / "docs" / "om.md").write_bytes(b"# Om\r\n")
    assert knowledge.read(small).problems == [], "as git puts it on Windows"
    (small / "docs" / "om.md").write_text("# Om det hele\n", "utf-8")
    (outdated,) = knowledge.read(small).problems
    assert "bygger på en ældre udgave" in outdated.message
    assert outdated.severity == "warning"


@pytest.mark.parametrize(
    ("said", "line", "message"),
    [
        ("menu: Vores indsats: børn", 2, "Et kolon mere, end YAML kan læse"),
        ("- menu", 2, "skal der stå felter"),
        ("description: Godt\ntitle: [a]", 3, "»title« skal være en tekst"),
        ("menu: true", 2, "»menu« skal være en tekst"),
        ("scripts: hent", 2, "»scripts« skal være en liste"),
        ("noindex: nej", 2, "»noindex« skal være true eller false"),
        ("title: Ny\nunsearched:", 3, "»unsearched« skal være true eller false"),
    ],
)
def test_what_a_page_says_of_itself_can_be_read(
    write: Write, said: str, line: int, message: str
) -> None:
    """What cannot would stand on the page as a heading, or be left out, and nobody be told."""
    (found,) = knowledge.read(write("docs/ny.md", f"---\n{said}\n---\n\n# Ny\n")).problems
    assert (found.file, found.line) == ("kommune/docs/ny.md", line)
    assert message in found.message
    right = str(found.example)
    assert knowledge.read(write("docs/ny.md", f"---\n{right}\n---\n\n# Ny\n")).problems == []


def test_a_page_that_engines_call_differently_is_told(write: Write) -> None:
    root = write("docs/vejledning/README.md", "# Hej\n")
    write("docs/readme-foerst.md", "# Hej\n")
    write("README.md", "Til os selv.\n")
    (found,) = own_files.problems(root)
    assert found.file == "kommune/docs/vejledning/README.md"
    assert found.example == "kommune/docs/vejledning/index.md"


def test_a_template_says_in_any_comment_what_it_was_made_from(write: Write) -> None:
    (missing,) = knowledge.read(write("partials/case.html", "<p>Hej</p>\n")).problems
    sign = str(missing.example)
    for said in (sign, sign.replace("{# ", "{#- ").replace(" #}", " -#}")):
        assert knowledge.read(write("partials/case.html", f"{said}\n<p>Hej</p>\n")).problems == []


def test_nothing_that_only_leads_to_another_file_is_published(write: Write, tmp_path: Path) -> None:
    """It could lead anywhere on the machine that builds."""
    root = write("docs/ny.md", "# Ny\n")
    write("assets/a.svg", "")
    (tmp_path / "hemmelig").write_text("x", "utf-8")
    for name in ("docs/led.md", "assets/led.svg"):
        (root / "kommune" / name).symlink_to(tmp_path / "hemmelig")
    assert set(own_files.pages(root)) == {"ny.md"}
    assert set(own_files.assets(root)) == {"assets/kommune/a.svg"}


@pytest.mark.parametrize(
    ("name", "sign", "right"),
    [
        ("50% mere", "%", "50-mere"),
        ("Nyt/C# på Ærø", "#", "Nyt/c-paa-aeroe"),
        ("Åh/Hvad nu?", "?", "Åh/hvad-nu"),
        ("kl. 12:30", ":", "kl-12-30"),
        ("Hvad er 100%/index", "%", "hvad-er-100/index"),
        ("%", "%", "siden"),
    ],
)
def test_a_page_whose_name_is_no_address_is_told(
    write: Write, name: str, sign: str, right: str
) -> None:
    root = write(f"docs/{name}.md", "# Hej\n")
    for fine in ("Vores Ø-side & mere", "it's", "v1.2 (kladde)", "index"):
        write(f"docs/{fine}.md", "# Hej\n")
    write("docs/billeder/50%.png", "")
    wrong = [one for one in own_files.problems(root) if one.severity == "error"]
    assert [(one.file, one.example) for one in wrong] == [
        (f"kommune/docs/{name}.md", f"kommune/docs/{right}.md")
    ]
    assert f"»{sign}«" in wrong[0].message


def test_a_number_is_a_title_in_the_menu(write: Write) -> None:
    root = write("docs/aar.md", "---\nmenu: 2025\n---\n\n# Året\n")
    assert knowledge.read(root).problems == []
    assert ("2025", "aar/") in written.menu(root, {})


def test_a_page_in_place_of_ours_stands_once_in_the_menu(write: Write) -> None:
    """Under their title, where ours stood; pages that are new come after."""
    write("docs/ny.md", "---\nmenu: Nyt\n---\n\n# Nyt\n")
    root = write("docs/om.md", "---\nmenu: Om os\n---\n\n# Om os\n")
    nav = {"nav": [{"Om": "om.md"}, {"Cases": "cases/index.md"}]}
    assert written.menu(root, nav) == [("Om os", "om/"), ("Cases", "cases/"), ("Nyt", "ny/")]
    (page,) = written.by_hand(root, nav, {"om.md": '<h1 id="os">Om os i Æblestad</h1>'})
    assert page.title == "Om os i Æblestad"


def test_a_page_knows_the_pages_above_it_by_their_own_titles(write: Write) -> None:
    write("docs/os/index.md", "# Om os\n")
    root = write("docs/os/hvem.md", "# Hvem vi er\n")
    made = {"os/hvem.md": "<h1>Hvem vi er</h1>", "os/index.md": "<h1>Om <em>os</em></h1>"}
    found = {page.path: list(page.above) for page in written.by_hand(root, {}, made)}
    assert found == {"os/hvem.md": [("Om os", "os/")], "os/index.md": []}


def test_the_templates_they_may_replace_exist() -> None:
    for name in own_files.PARTIALS:
        assert (own_files.TEMPLATES / f"{name}.html").is_file()


def test_new_entries_are_theirs_in_their_copy(write: Write) -> None:
    root = write("data/changes.yaml", CHANGED)
    answers = ["id=ny", "title=Vores rapport", "kind=rapport", "access=full"]
    given = [part for one in answers for part in ("--set", one)]
    assert cli.main(["--root", str(root), "new", "source", *given]) == 0
    text = (root / "kommune" / "data" / "sources" / "ny.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../../schema/entry/source.json\n")


def test_a_filled_form_is_theirs_in_their_copy(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write("data/changes.yaml", CHANGED)
    filled = root / "issue.md"
    filled.write_text(
        "### Titel\n\nVores rapport\n\n### Udgiver\n\nÆblestad Kommune\n\n"
        "### Slags\n\nrapport\n\n### Hvor meget er læst\n\nlæst i uddrag\n",
        "utf-8",
    )
    assert cli.main(["--root", str(root), "issue", str(filled), "--write"]) == 0
    assert capsys.readouterr().out == "kommune/data/sources/vores-rapport.yaml\n"
    text = (root / "kommune" / "data" / "sources" / "vores-rapport.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../../schema/entry/source.json\n")
    assert knowledge.read(root).site["vores-rapport"].origin == "kommune"


def test_the_form_editor_writes_what_is_theirs_and_leaves_ours(write: Write) -> None:
    root = write("data/cases/vores.yaml", own_case("vores"))
    ours = {path: path.read_bytes() for path in (root / "data").rglob("*.yaml")}
    entries = Entries(root)
    assert entries.listed("data/cases") == []
    (shown,) = entries.listed("kommune/data/cases")
    assert shown["file"]["path"] == "kommune/data/cases/vores.yaml"
    named = shown["data"].replace("id: vores\n", "id: nyt\n")
    assert entries.save("kommune/data/cases/nyt.yaml", named) == []
    for path in ("data/cases/bakken.yaml", "kommune/cases/x.yaml", "kommune/data/../data/x.yaml"):
        with pytest.raises(KeyError):
            entries.save(path, "id: x\n")
    assert knowledge.read(root).site["nyt"].origin == "kommune"
    assert {path: path.read_bytes() for path in (root / "data").rglob("*.yaml")} == ours


def test_the_open_data_alone_is_published_in_their_name(write: Write, tmp_path: Path) -> None:
    root = write("brand.yaml", f"name: Vores\n{BRAND}url: https://vores.example/\n")
    shutil.copy(TESTS.parent / "mkdocs.yml", root)
    assert cli.main(["--root", str(root), "export", str(tmp_path / "ud")]) == 0
    index = json.loads((tmp_path / "ud" / "api" / "v1" / "index.json").read_text("utf-8"))
    assert (index["name"], index["site"]) == ("Vores", "https://vores.example/")


def test_the_form_editor_on_the_web_saves_where_their_files_are(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = "repository: {url: 'https://gitlab.com/aeblestad/vores', branch: hoved}\n"
    root = write("brand.yaml", f"name: Æblestad Kommune\n{BRAND}{where}")
    monkeypatch.setattr(edit_server, "script", lambda _: root / "kommune" / "brand.yaml")
    shutil.copy(TESTS.parent / "mkdocs.yml", root)
    assert cli.main(["--root", str(root), "edit", "--static", str(root / "ud")]) == 0
    said = (root / "ud" / "config.js").read_text("utf-8")
    assert '"repo": "aeblestad/vores", "branch": "hoved"' in said
    assert '"folder": "kommune/data/cases"' in said
    assert '"folder": "data/' not in said
    assert '"media_folder": "kommune/docs/billeder"' in said


def test_the_fixer_keeps_what_they_wrote(write: Write) -> None:
    """Canonical form, the same meaning; a list of ids stays a list without gaps."""
    root = write("data/changes.yaml", f"# Vores.\n{CHANGED}hide: [ukendt, bakken]\n")
    before = knowledge.read(root).site.overlay
    cli.main(["--root", str(root), "fix", str(root / "kommune" / "data" / "changes.yaml")])
    text = (root / "kommune" / "data" / "changes.yaml").read_text("utf-8")
    assert text.endswith("hide:\n  - ukendt\n  - bakken\n")
    assert text.startswith("# Vores.\n")
    assert knowledge.read(root).site.overlay == before


def test_the_fixer_leaves_ours_in_their_copy(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of ours in another form than in the next release would be a conflict then."""
    root = write("data/changes.yaml", "hide: [ukendt, bakken]\n")
    ours = root / "data" / "concepts.yaml"
    text = f"# Vores\n\n\n{ours.read_text('utf-8')}"
    ours.write_text(text, "utf-8")
    assert cli.main(["--root", str(root), "fix"]) == 0
    assert capsys.readouterr().out == "Rettet: kommune/data/changes.yaml\n"
    assert ours.read_text("utf-8") == text
    assert cli.main(["--root", str(root), "fix", str(ours)]) == 0
    assert ours.read_text("utf-8") != text


NASTY = ["7", "[]", "{}", "null", "[[1]]", '{"a": [1]}', "text", "true", "[fp-1]", '{"id": [fp-1]}',
         '{"id": {"a": 1}, "kind": [x], "entries": [1, {"id": [2]}]}', '"\\e[2J"']  # fmt: skip


@pytest.mark.parametrize("value", NASTY)
def test_no_change_makes_a_traceback(write: Write, value: str) -> None:
    """Whatever stands where, there are problems and no exceptions."""
    for text in (
        f"{value}\n",
        *(f"{key}: {value}\n" for key in ("changes", "hide", "order")),
        *(f"{key}: [{value}]\n" for key in ("changes", "hide", "order")),
        *(
            f"changes: [{{id: {one}, field: {name}, was: {value}, now: {value}}}]\n"
            for one, name in (
                ("fp-1", "summary"), ("fp-1", "explanation"), ("bakken", "period"),
                ("bakken", "area"), ("bakken", "principles"), (value, "summary"), ("fp-1", value),
            )
        ),
        f"order: [{{of: {value}, ids: {value}}}]\n",
        f"order: [{{of: frivilligraadet, ids: {value}}}]\n",
    ):  # fmt: skip
        found = knowledge.read(write("data/changes.yaml", text))
        assert all("\x1b" not in problem.said for problem in found.problems)
    write("data/changes.yaml", "hide: [vores]\norder: [{of: vores, ids: [a]}]\n")
    knowledge.read(write("data/principles.yaml", f"sets: [{value}]\n"))


# --- Migrations ---------------------------------------------------------------

# Cases were once to say what they taught under »lessons«.
OLD = Migration(1, "»lessons« hedder »learning«", renamed(Case, "lessons", "learning"))


def test_a_migration_renames_and_keeps_comments_and_order() -> None:
    before = (
        "# Øverst.\ncases:\n  - id: a\n    # Om titlen.\n    title: A\n    # Om læringen.\n"
        "    lessons: null\n    ways: []  # Om vejene.\n# Nederst.\n"
    )
    after, used = migrated("data/cases.yaml", before, {}, [OLD])
    assert used == [OLD]
    assert after.replace("learning", "lessons").splitlines()[:7] == before.splitlines()[:7]
    assert "# Om vejene." in after
    assert after.endswith("# Nederst.\n")
    assert migrated("data/cases.yaml", after, {}, [OLD]) == (after, [])


def test_a_migration_loses_no_comment_and_writes_nothing_over() -> None:
    def without_ways(model: type[Entry], data: dict[str, Any]) -> dict[str, Any]:
        return {key: one for key, one in data.items() if model is Case and key != "ways"}

    before = (
        "cases:\n  - id: a\n    title: A\n  # Om den anden.\n  - id: b\n    ways:\n"
        "      # Om vejen.\n      - vej-1\n    title: B\n"
    )
    after, _ = migrated("data/cases.yaml", before, {}, [Migration(1, "x", without_ways)])
    assert "vej-1" not in after
    assert after.index("title: A") < after.index("# Om den anden.") < after.index("id: b")
    assert after.index("id: a") < after.index("# Om vejen.") < after.index("title: B")
    both = "cases:\n  - id: a\n    lessons: null\n    learning: [Vi lærte det.]\n"
    assert migrated("data/cases.yaml", both, {}, [OLD]) == (both, [])


def test_migrations_reach_parts_single_files_and_changes() -> None:
    steps = [
        Migration(1, "x", renamed(Item, "question", "text")),
        Migration(2, "y", renamed(Principle, "advice", "practice")),
    ]
    lists = "checklists:\n  - id: t\n    items:\n      - {id: t-1, question: Er det?}\n"
    assert "text: Er det?" in migrated("data/checklists.yaml", lists, {}, steps)[0]
    alone = "id: a\nlessons: null\n"
    assert "learning: null" in migrated("kommune/data/cases/a.yaml", alone, {}, [OLD])[0]
    changes = (
        "changes:\n  - id: fp-1\n    # Hvorfor vi gør det.\n    field: advice\n"
        "    was: [A]\n    now: [B]\n  - {id: ukendt, field: advice}\nhide: [x, y]\n"
    )
    name, models = "kommune/data/changes.yaml", {"fp-1": Principle, "x": Case}
    after, used = migrated(name, changes, models, steps)
    assert [one.number for one in used] == [2]
    assert "field: practice" in after
    assert "field: advice" in after, "nobody knows what the unknown is"
    assert "# Hvorfor vi gør det." in after


def test_the_command_migrates_and_the_check_tells_to(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(migrate, "pending", partial(pending, migrations=[OLD]))
    name = "kommune/data/cases/vores.yaml"
    root = write("data/cases/vores.yaml", own_case("vores").replace("learning:", "lessons:"))

    def run(*command: str) -> tuple[int, str]:
        return cli.main(["--root", str(root), *command]), capsys.readouterr().out

    done, said = run("check")
    assert (done, said.rstrip().splitlines()[-1]) == (
        1, "Nogle data er i en ældre form. Kør »samskabelse migrate«, og tjek igen.",
    )  # fmt: skip
    assert run("migrate", "--check") == (
        1, f"Skal rettes: {name} (0001: »lessons« hedder »learning«)\n",
    )  # fmt: skip
    assert "lessons:" in (root / name).read_text("utf-8")
    assert run("migrate") == (0, f"Rettet: {name} (0001: »lessons« hedder »learning«)\n")
    assert "learning:" in (root / name).read_text("utf-8")
    assert run("migrate") == (0, "Alle data er i den nyeste form.\n")


def test_a_file_that_cannot_be_read_is_left_alone(write: Write) -> None:
    root = write("data/cases.yaml", "cases: [\n")
    assert list(pending(root, [OLD])) == []
    assert not list(pending(root))


# --- The built site -----------------------------------------------------------


# Of other sorts than those to Markdown files, and what only looks like links.
RIGHT_LINKS = """
[a](../cases/) [b](../cases/bakken/#kilder) [c](../api/v1/index.json) [d](#en-ny-side)
[e](../haandbog/samskabelse.pdf) [f](../hent/samskabelse.zip) [g](../assets/kommune/a.svg)
[h](om.md#om-os) [i](cases/index.md) [j](//x.dk/a) [k](mailto:a@b.dk) [l](../cases/index.html)
[m][ref] <a href="../ny/">n</a> <img alt="" src="../assets/kommune/a.svg"> [o](.)
`[p](nej.md)` <!-- [q](nej.md) --> \\[r](nej.md) [s](om.md?a=b) [t](../cases/#vej=a)

[ref]: <om.md> "Om os"
[ubrugt]: nej.md

```
[u](nej.md)
```

    [v](nej.md)

[y](<vores side/æble.md>) [z](vejledning/index.md) [æ](../vejledning/)

| år | kr. |
|----|----:|
| 25 | 100 |

{% set to = "om.md" %}[w]({{ to }}) {# [x](nej.md) #}
"""
RIGHT_NAMES = """---
menu: Hos os
scripts: [kendt, kommune/eget, vejviser]
styles: [ark]
---"""
OWN_FILES = "https://github.com/aeblestad/vores"
OWN_PLACES = f"url: https://samskabelse.aeblestad.dk/\nrepository: {{url: '{OWN_FILES}'}}\n"


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A municipality's whole site on the small collection, built by the real command."""
    root = tmp_path_factory.mktemp("own") / "repo"
    shutil.copytree(TESTS / "small" / "data", root / "data")
    program(root)
    config = (TESTS.parent / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(config.split("\nnav:\n")[0], "utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text("# Samskabelse\n\nVores forside.\n", "utf-8")
    (root / "docs" / "om.md").write_text("# Om\n\nVores om.\n", "utf-8")
    own = {
        "brand.yaml": f"name: Æblestad Kommune\n{BRAND}{OWN_PLACES}",
        "data/changes.yaml": CHANGED,
        "data/cases/vores.yaml": own_case("vores"),
        "docs/om.md": "# Om os\n\nDe skriver selv. ![](assets/kommune/a.svg)\n",
        "docs/ny.md": f"{RIGHT_NAMES}\n\n# En ny side\n\n[Sagen][vores].\n{RIGHT_LINKS}",
        "docs/vejledning/index.md": "---\nnoindex: true\noverview: true\n---\n# Sådan gør I\n",
        "docs/vores side/æble.md": "# Æbler\n",
        "style.css": ".site-footer { border-top-color: rebeccapurple }\n",
        "assets/eget.js": "",
        "assets/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    }
    for name, text in own.items():
        path = root / "kommune" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert cli.main(["--root", str(root), "build"]) == 0
    return root / "site"


@pytest.fixture
def own_served(own_site: Path) -> Iterator[str]:
    with serve(own_site) as address:
        yield address


def test_their_files_are_on_the_site(own_site: Path) -> None:
    def read(name: str) -> str:
        return (own_site / name).read_text("utf-8")

    assert "De skriver selv." in read("om/index.html")
    assert "Vores om." not in read("om/index.html")
    assert 'href="../cases/vores/"' in read("ny/index.html")
    assert '<td align="right">100</td>' in read("ny/index.html")
    assert " style=" not in read("ny/index.html"), "the policy would stop it"
    assert f"{OWN_FILES}/edit/main/kommune/docs/om.md" in read("om/index.html")
    assert '<a href="../../../ny/">Hos os</a>' in read("principper/frivilligraadet/fp-1/index.html")
    assert (own_site / "assets" / "kommune" / "a.svg").is_file()
    head = read("index.html").split("</head>")[0]
    assert head.rindex("assets/kommune.") > head.rindex("assets/samskabelse.")
    assert "kommune/data/changes.yaml#L2" in read("principper/frivilligraadet/fp-1/index.html")
    for address in ("../vores%20side/%C3%A6ble/", "../vejledning/"):
        assert f'href="{address}"' in read("ny/index.html")
        assert (own_site / "ny" / unquote(address) / "index.html").is_file()


def test_an_address_of_theirs_has_no_sign_that_addresses_cannot_have(own_site: Path) -> None:
    """Where it stands whole, for programs; browsers mend the others themselves."""
    html = (own_site / "vores side" / "æble" / "index.html").read_text("utf-8")
    whole = "https://samskabelse.aeblestad.dk/vores%20side/%C3%A6ble/"
    assert f"<loc>{whole}</loc>" in (own_site / "sitemap.xml").read_text("utf-8")
    assert f'<link rel="canonical" href="{whole}">' in html
    assert f'"item":"{whole}"' in html


def test_the_search_says_what_sort_of_page_one_is(own_site: Path) -> None:
    told = [path.read_text("utf-8") for path in (own_site / search.FOLDER).glob("p*.js")]
    for sort in ('"Oversigt","vejledning/"', '"Side","om/"'):
        assert any(sort in one for one in told), sort


def test_what_search_engines_may_not_list_is_not_on_their_map(own_site: Path) -> None:
    places = re.findall(
        "<loc>https://[^/]+/(.*?)</loc>", (own_site / "sitemap.xml").read_text("utf-8")
    )
    listed = {
        quote(path.parent.relative_to(own_site).as_posix()).removeprefix(".")
        for path in own_site.rglob("index.html")
        if '<meta name="robots" content="noindex">' not in path.read_text("utf-8")
    }
    assert "vejledning" not in listed
    assert {place.removesuffix("/") for place in places} == listed
    assert len(places) > 15


@pytest.mark.parametrize("brand", ["", f"name: Æblestad Kommune\n{BRAND}"])
@pytest.mark.parametrize("where", ["", OWN_FILES])
def test_what_is_theirs_is_edited_where_their_files_are_and_nowhere_else(
    write: Write, monkeypatch: pytest.MonkeyPatch, brand: str, where: str
) -> None:
    root = write("data/changes.yaml", CHANGED)
    if brand:
        write("brand.yaml", brand)
    shutil.copy(TESTS.parent / "mkdocs.yml", root)
    monkeypatch.setenv("REPO_URL", where or "https://github.com/samskabelse/samskabelse")
    said, found = publication.settings(root), knowledge.current(root)
    shell = Shell("", "", "/", [], {}, identity=found.identity)
    edition = Edition(found.site, shell, published.about(said, {}), forge(said), upstream(said))
    changed = edition.document(pages.all_pages(found.site)["principper/frivilligraadet/fp-1.md"])
    theirs = f"{where}/edit/main/kommune/" if where else ""
    assert edition.edit("kommune/docs/om.md") == (theirs and f"{theirs}docs/om.md")
    assert changed.edit == (theirs and f"{theirs}data/changes.yaml#L2")
    assert edition.forge.data == ("kommune/data" if where else "data")
    # The form proposes changes of what is common, which their own repository does not hold.
    case = edition.document(pages.all_pages(found.site)["cases/bakken.md"])
    assert case.form == ("" if where else "bidrag/case/")
    common = "https://github.com/samskabelse/samskabelse/edit/main/docs/om.md"
    assert edition.edit("docs/om.md") == common


BROKEN_PAGE = """# Hej

{{ blok("front") }} og {{ block("fornt") }}

{{ page.title | uper }} {% if page is dfined %}x{% endif %}
"""
DEAD_LINKS = """---
scripts: [hent, formlar, kommune/egt]
first: soegnin
---

# Hej

Se [om](omm.md), [igen](index.md#samskabelsen) og `[her](omm.md)`. ![Et hus](hus.png)

    [om](omm.md)

[kk](www.kk.dk) [ord](cass/index.md)

- [Sagen](cases/vores.md), [alle](../case/), [bogen](haandbog/samskabelse.pdf)

    <a href="ny.md">ny</a>, [fra roden](/cases/) og [en][ref]

[ref]: <../ny/#ret> "Ny"
"""
TOLD_OF_PAGES = """\
kommune/docs/cases/bakken.md:1:1: Adressen /cases/bakken/ har en side, der bliver lavet af data. \
Giv filen et andet navn. Er det siden, I vil ændre, så brug kommune/data/changes.yaml eller jeres \
egen skabelon.
kommune/docs/hej.md:3:4: Ingen makro hedder »blok«. Mente du »block«?
kommune/docs/hej.md:3:34: Ingen blok hedder »fornt«. Mente du »front«?
kommune/docs/hej.md:5:17: Filteret »uper« findes ikke. Mente du »upper«?
kommune/docs/hej.md:5:39: Prøven »dfined« findes ikke. Mente du »defined«?
kommune/docs/id.md:3:7: Med {# begynder en kommentar, og den skal lukkes. Er det et id til en \
overskrift, så skriv et mellemrum: { #saadan }.
kommune/docs/link.md:2:17: Et script skal findes, men intet hedder »formlar«. Mente du »formular«?
kommune/docs/link.md:2:26: Et script skal findes, men intet hedder »kommune/egt«. Mente du \
»kommune/eget«?
kommune/docs/link.md:3:8: Et script skal findes, men intet hedder »soegnin«. Mente du »soegning«?
kommune/docs/link.md:8:9: Et link skal føre til noget, der findes, men er »omm.md«. Mente du \
»om.md«?
kommune/docs/link.md:8:25: Et link skal føre til et sted, der findes på siden, men er \
»index.md#samskabelsen«. Mente du »index.md#samskabelse«?
kommune/docs/link.md:8:78: Et billede skal ligge, hvor siden henter det, men er »hus.png«. Læg \
billedet der, eller ret navnet.
kommune/docs/link.md:12:6: Et link skal føre til noget, der findes, men er »www.kk.dk«. Mente du \
»https://www.kk.dk«?
kommune/docs/link.md:12:23: Et link skal føre til noget, der findes, men er »cass/index.md«. \
Mente du »cases/index.md«?
kommune/docs/link.md:14:11: Et link skal føre til noget, der findes, men er »cases/vores.md«. \
Mente du »[tekst][vores]«?
kommune/docs/link.md:14:35: Et link skal føre til noget, der findes, men er »../case/«. Mente du \
»../cases/«?
kommune/docs/link.md:14:54: Et link skal føre til noget, der findes, men er \
»haandbog/samskabelse.pdf«. Mente du »../haandbog/samskabelse.pdf«?
kommune/docs/link.md:16:14: Et link skal føre til noget, der findes, men er »ny.md«. Mente du \
»../ny/«?
kommune/docs/link.md:16:41: Et link inden for sitet skal gå ud fra siden selv, men er »/cases/«. \
Mente du »../cases/«?
kommune/docs/om/index.md:1:1: Adressen /om/ har også filen om.md. Giv den ene et andet navn. Skal \
jeres stå i stedet for vores, så kald den det samme.
kommune/docs/paren.md:1:1: Siden har for mange parenteser inden i hinanden. Del makroerne op.
kommune/docs/robots.txt:1:1: Adressen /robots.txt har en fil, som sitet selv laver, så jeres \
bliver ikke brugt. Slet den, eller giv den et andet navn.
kommune/docs/uluk.md:3:4: En makro kan ikke læses: ingen makro hedder »af«. Luk hver {{ og hver \
{%. Skal tegnene stå på siden, så skriv dem mellem {% raw %} og {% endraw %}.
Sitet er ikke bygget: 23 fejl i siderne.
"""
HIDDEN_LINKS = """# Hej

{{ page.title }}{% set to = "omm.md" %}
[om]({{ to }}) [her](#nede)
"""
TOLD_OF_HIDDEN = """\
kommune/docs/link.md:3:30: Et link skal føre til noget, der findes, men er »omm.md«. Mente du \
»om.md«?
kommune/docs/link.md:4:22: Et link skal føre til et sted, der findes på siden, men er »#nede«. Ret \
det, der står efter #, eller slet det.
Sitet er ikke bygget: 2 fejl i siderne.
"""


def test_faults_in_pages_and_templates_are_told_with_their_place(
    own_site: Path, tmp_path: Path
) -> None:
    """All of them at once, and no traceback; the rest of a page may name what it defines."""
    root = tmp_path / "repo"
    shutil.copytree(own_site.parent, root, symlinks=True, ignore=shutil.ignore_patterns("site"))

    def build() -> tuple[int, str]:
        command = [sys.executable, "-m", "macros", "build"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    (root / "kommune" / "docs" / "om.md").unlink()
    clashing = [root / "kommune" / "docs" / name for name in ("cases/bakken.md", "om/index.md")]
    for path in clashing:
        path.parent.mkdir()
        path.write_text("# Ses ikke\n", "utf-8")
    clashing.append(root / "kommune" / "docs" / "robots.txt")
    clashing[-1].write_text("User-agent: *\nDisallow: /\n", "utf-8")
    (root / "kommune" / "docs" / "hej.md").write_text(BROKEN_PAGE, "utf-8")
    (root / "kommune" / "docs" / "id.md").write_text("# Et\n\n## To {#to}\n", "utf-8")
    (root / "kommune" / "docs" / "uluk.md").write_text("# Et\n\n50 {% af alle\n", "utf-8")
    deep = f"{{{{ {'(' * 3000}1{')' * 3000} }}}}\n"
    (root / "kommune" / "docs" / "paren.md").write_text(deep, "utf-8")
    (root / "kommune" / "docs" / "link.md").write_text(DEAD_LINKS, "utf-8")
    right = "---\nhvem: os\nmenu: X\n---\n\n# Ret\n\n{% set a = hvem %}{{ a }}\n"
    (root / "kommune" / "docs" / "ny.md").write_text(right, "utf-8")
    assert build() == (1, TOLD_OF_PAGES)
    for path in clashing:
        path.unlink()
    (root / "kommune" / "docs" / "hej.md").unlink()
    (root / "kommune" / "docs" / "id.md").unlink()
    (root / "kommune" / "docs" / "uluk.md").unlink()
    (root / "kommune" / "docs" / "paren.md").unlink()
    (root / "kommune" / "docs" / "link.md").write_text(HIDDEN_LINKS, "utf-8")
    assert build() == (1, TOLD_OF_HIDDEN)
    (root / "kommune" / "docs" / "link.md").unlink()
    (root / "kommune" / "partials").mkdir()
    told = "kommune/partials/{}.html:2: Skabelonen kan ikke bruges: {}«.\n"
    for template, wrong, why in (
        ("case", "nej.hej", "»'nej' is undefined"),
        ("block-download", 'v.node("ingen").title', "»ingen post hedder ingen"),
    ):
        path = root / "kommune" / "partials" / f"{template}.html"
        path.write_text(f"<p>\n{{{{ {wrong} }}}}</p>", "utf-8")
        (root / "docs" / "hent.md").write_text('# Hent\n\n{{ block("download") }}\n', "utf-8")
        code, said = build()
        assert code == 1
        assert said.endswith(told.format(template, why))
        assert "Traceback" not in said
        path.unlink()
    assert not (root / "site").exists()


STOPPED_PAGE = """# Hej

![Kort](https://x.dk/kort.png) ![Prik](data:image/png;base64,iVBO) `<script>` [film](https://x.dk/)

<img alt="" src="//x.dk/a.png"> &lt;iframe>

```html
<iframe src="https://x.dk/"></iframe>
```

    <script>

<!-- <style> -->

<p><iframe title="Film" src="https://x.dk/film"></iframe></p>

<script src="https://x.dk/a.js"></script>

<script type="application/ld+json">{}</script>
<script src="../assets/kommune/eget.js"></script>
<style>p { color: red }</style>
<video src="../assets/kommune/film.mp4"></video>
"""
TOLD_OF_STOPPED = [
    (3, 9, "Et billede skal ligge på sitet selv, men er »https://x.dk/kort.png«."),
    (5, 18, "Et billede skal ligge på sitet selv, men er »//x.dk/a.png«."),
    (15, 4, "Siden kan ikke have <iframe>: Sitets sikkerhedsregler tillader det ikke."),
    (17, 1, "Siden kan ikke have <script>: Sitets sikkerhedsregler tillader det ikke."),
    (21, 1, "Siden kan ikke have <style>: Sitets sikkerhedsregler tillader det ikke."),
    (22, 1, "Siden kan ikke have <video>: Sitets sikkerhedsregler tillader det ikke."),
]


def test_what_browsers_would_stop_on_a_page_is_told(write: Write) -> None:
    """The policy that each page carries lets nothing in from others, and would say so to nobody."""
    root = program(write("docs/ny.md", STOPPED_PAGE))
    shutil.copy(TESTS.parent / "mkdocs.yml", root)
    found = page_links.Links(root, knowledge.current(root).site).faults()
    told = [(one.line, one.column, one.message) for one in found if one.file.endswith("/ny.md")]
    assert told == TOLD_OF_STOPPED


@pytest.mark.parametrize("script", ["<script>a()</script>", '<script type="module">a()</script>'])
def test_a_script_on_a_page_of_its_own_is_told(write: Write, script: str) -> None:
    root = program(write("docs/ny.md", f"# Hej\n\n{script}\n"))
    shutil.copy(TESTS.parent / "mkdocs.yml", root)
    (found,) = page_links.Links(root, knowledge.current(root).site).faults()
    assert (found.line, found.hint[:31]) == (3, "Læg det i kommune/assets/, og n")


def test_a_style_that_asks_others_is_told(write: Write) -> None:
    root = write(
        "style.css",
        "@namespace svg url(http://www.w3.org/2000/svg);\n/* url(https://x.dk/nej.png) */\n"
        "@import url('https://x.dk/a.css');\n@import \"//x.dk/b.css\";\n@import 'egen.css';\n"
        ".a { background: url(kommune/a.svg) }\n.b::after { content: 'url(https' }\n"
        '.c { background: url( "HTTP://x.dk/c.png" ), url(data:image/svg+xml,http://x) }\n',
    )
    told = [(one.line, one.column, one.severity) for one in own_files.problems(root)]
    assert told == [(3, 14, "warning"), (4, 10, "warning"), (8, 24, "warning")]


def test_a_page_in_place_of_ours_has_the_places_that_ours_lead_to(write: Write) -> None:
    """Ours is not theirs to mend, and what leads nowhere in their own page still is."""
    root = program(write("docs/om.md", "# Om os\n\n## Kontakt os\n\n[her](#nede)\n"))
    shutil.copy(TESTS.parent / "mkdocs.yml", root)
    (root / "docs" / "om.md").write_text("# Om\n\n## Kontakt\n", "utf-8")
    (root / "docs" / "index.md").write_text("# Hej\n\n[os](om.md#kontakt)\n", "utf-8")
    links = page_links.Links(root, knowledge.current(root).site)
    hidden = links.said("index.md", "om.md#kontakt", anchor=True)
    told = {(one.line, one.column, one.message, one.hint) for one in [*links.faults(), *hidden]}
    assert {one.file for one in links.faults()} == {"kommune/docs/om.md"}
    assert told == {
        (1, 1, "Siden skal have et sted, der hedder »kontakt«: docs/index.md fører dertil.",
         "Skriv { #kontakt } efter den overskrift, der passer bedst."),
        (5, 7, "Et link skal føre til et sted, der findes på siden, men er »#nede«.",
         "Ret det, der står efter #, eller slet det."),
    }  # fmt: skip


@pytest.mark.slow
def test_a_site_with_everything_hidden_is_whole(site: Site, tmp_path: Path) -> None:
    """Each index stays where the menu and the texts lead to it, and says that it shows none."""
    root = folder_of("vandhuse", tmp_path / "root")
    hidden = [node.id for node in site.nodes.values() if node.kind in HIDEABLE]
    changes = root / "kommune" / "data" / "changes.yaml"
    changes.parent.mkdir(exist_ok=True)
    changes.write_text("".join(["hide:\n", *(f"  - {one}\n" for one in hidden)]), "utf-8")
    assert cli.main(["--root", str(root), "build"]) == 0
    said = [
        index.id
        for index in INDEXES.values()
        if "for sådan har" in (root / "site" / index.id / "index.html").read_text("utf-8")
    ]
    assert set(INDEXES) - set(said) == {"ordliste", "ark"}, "words and plans cannot be hidden"
    assert _dead(root / "site")[1] == set()


def test_a_charter_that_is_in_no_list_leaves_the_timeline(site: Site) -> None:
    """Hidden or retired: the picture has no colour for it."""
    hidden = replace(site["charter-2001"], hidden=True, listed=False)
    for gone in (Site({**site.nodes, hidden.id: hidden}, site.links), _retired(site, hidden.id)):
        dots = [dot for column in timeline(gone) for dot in column.dots]
        shown = {node.id for node in site.of_kind("charter")} - {hidden.id}
        assert {one for dot in dots for one in dot.charters} == shown
        assert "timeline-picture" in bodies.body(gone, "index", "charter")


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_their_words_are_shown_as_theirs(browser: Browser, own_served: str, scheme: str) -> None:
    for width in (320, 1280):
        size = {"width": width, "height": 900}
        context = browser.new_context(base_url=own_served, color_scheme=scheme, viewport=size)
        page = context.new_page()
        page.goto("principper/frivilligraadet/fp-1/")
        expect(page.get_by_text("Ændret af Æblestad Kommune.")).to_be_visible()
        page.get_by_text("Se forskellen: resumé").press("Enter")
        expect(page.locator(".whose del")).to_contain_text("her")
        expect(page.locator(".whose ins")).to_contain_text("i Æblestad.")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(page) == []
        page.goto("cases/")
        expect(page.locator(".whose-tag")).to_have_text(["fra Æblestad Kommune"])
        context.close()
    colour = "getComputedStyle(document.querySelector('.site-footer')).borderTopColor"
    page = browser.new_page()
    page.goto(own_served)
    assert page.evaluate(colour) == "rgb(102, 51, 153)"
    page.close()


def test_a_template_too_deep_for_jinja_is_told(write: Write) -> None:
    deep = "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}"
    loops = "{% for a in b %}" * 30 + "{% endfor %}" * 30
    minus = "{{ " + "-(" * 300 + "1" + ")" * 300 + " }}"
    for text in (deep, loops, minus):
        (found,) = knowledge.read(write("partials/case.html", text)).errors
        said = "Skabelonen har for mange parenteser eller blokke inden i hinanden."
        assert (found.file, found.line, found.message) == ("kommune/partials/case.html", 1, said)


def test_filters_that_do_not_exist_are_told_with_the_nearest(write: Write) -> None:
    text = (
        "{% if v is defined %}\n{{ one | banan }}\n{% endif %}\n{{ one | danish_dat | upper }}\n"
        "{% if v is definde %}{% endif %}\n{% filter lowr %}x{% endfilter %}\n{{ one | number }}"
    )
    found = knowledge.read(write("partials/case.html", text)).errors
    assert [(one.line, one.message, one.hint) for one in found] == [
        (
            2,
            "Filteret »banan« findes ikke.",
            "Slet den, eller se i vores skabeloner.",
        ),
        (4, "Filteret »danish_dat« findes ikke.", "Mente du »danish_date«?"),
        (5, "Prøven »definde« findes ikke.", "Mente du »defined«?"),
        (6, "Filteret »lowr« findes ikke.", "Mente du »lower«?"),
    ]


def test_every_filter_of_our_templates_is_known_to_the_checker() -> None:
    made = render._environment(None)  # noqa: SLF001 - the one that fills templates
    assert {*DEFAULT_FILTERS, *own_files.FILTERS} == made.filters.keys()
    assert DEFAULT_TESTS.keys() == made.tests.keys()


@pytest.mark.parametrize("text", ["[]", "- a\n", "hej\n"])
@pytest.mark.parametrize(
    ("name", "right"),
    [("brand.yaml", "name: Samskabelse i Eksempelkøbing\npublisher: Eksempelkøbing Kommune\n"),
     ("data/changes.yaml", "changes:\n  - id: ")],
)  # fmt: skip
def test_a_file_of_theirs_that_holds_no_fields_is_shown_its_own(
    name: str, right: str, text: str, write: Write
) -> None:
    (problem,) = knowledge.read(write(name, text)).problems
    assert problem.message.startswith("»filen« skal være en blok med nøgler, men er ")
    assert problem.example.startswith(right)


def test_an_entry_that_is_one_word_is_shown_as_a_file(small: Path) -> None:
    (small / "data" / "cases").mkdir()
    (small / "data" / "cases" / "hej.yaml").write_text("hej\n", "utf-8")
    (problem,) = knowledge.read(small).problems
    assert problem.example == "id: et-kort-navn\ntitle: En kort titel"


def test_a_colour_without_its_sign_or_as_a_number_is_shown_with_it(write: Write) -> None:
    text = f"name: A\n{BRAND}  link: 559900\n  accent: 5599\n".replace("#0f4f49", "005599")
    found = knowledge.read(write("brand.yaml", text)).problems
    assert [(one.line, one.example) for one in found] == [
        (4, 'primary: "#005599"'), (5, 'link: "#559900"'), (6, 'accent: "#d9a441"'),
    ]  # fmt: skip
    assert all("Skriv # og seks tegn" in one.hint for one in found)
    (found,) = knowledge.read(write("brand.yaml", f"name: A\n{BRAND}cvr: 12345674\n")).problems
    assert found.example == 'cvr: "12345674"', "only the signs around it are missing"


@pytest.mark.parametrize(
    ("given", "what"),
    [({"repo_url": "https://[kommune].dk/x"}, "repo_url"),
     ({"repo_url": "https://a.dk:b/x"}, "repo_url"),
     ({"repo_url": "https://a.dk/x", "extra": {"forge": "svn"}}, "extra.forge")],
)  # fmt: skip
def test_a_place_for_files_that_cannot_be_is_told(given: dict[str, object], what: str) -> None:
    with pytest.raises(SettingsError, match=rf"{what} skal være .*, men er .+\.$"):
        forge(given)


@pytest.mark.parametrize("copied", ["", "/", ".git", ".git/"])
def test_a_place_for_files_may_be_what_git_clones(copied: str) -> None:
    """It is the address that forges offer to copy; no page is under it."""
    assert forge({"repo_url": f"{OWN_FILES}{copied}"}).repository == OWN_FILES
