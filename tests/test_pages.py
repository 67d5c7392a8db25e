"""Pages made from a small, invented collection, compared with golden files."""

import os
import re
from pathlib import Path

import pytest

from macros import bodies, knowledge, pages, render
from macros.link import Site

TESTS = Path(__file__).parent
PAGES = [
    ("principle", "fp-1"),
    ("case", "bakken"),
    ("case", "ukendt"),
    ("municipality", "aeblestad"),
    ("municipality", "nabo"),
    ("source", "kilde-b"),
    ("phase", "fase-1"),
    ("set", "frivilligraadet"),
    ("index", "cases"),
    ("index", "kommuner"),
]


@pytest.fixture(scope="module")
def small() -> Site:
    found = knowledge.read(TESTS / "small")
    assert found.errors == []
    return found.site


@pytest.mark.parametrize(("kind", "identifier"), PAGES, ids=lambda part: part)
def test_pages_are_as_agreed(small: Site, kind: str, identifier: str) -> None:
    """UPDATE_GOLDEN=1 writes them anew; read the difference before committing it."""
    written = bodies.body(small, kind, identifier)
    golden = TESTS / "golden" / f"{kind}-{identifier}.html"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")


def test_every_entry_has_its_pages(small: Site) -> None:
    made = pages.all_pages(small)
    entries, indexes, sheets = 1 + 2 + 1 + 2 + 2 + 3, 6, 2 + 1 + 2
    assert len(made) == entries + indexes + sheets + 1  # the handbook


def test_unknown_is_said_and_not_guessed(small: Site) -> None:
    said = bodies.body(small, "case", "ukendt")
    assert said.count("ikke oplyst") >= 4
    assert "Ikke oplyst i de kilder, vi har set." in said
    assert "None" not in said


def test_a_link_to_several_sources_is_called_so(site: Site) -> None:
    html = "".join(bodies.body(site, "case", node.id) for node in site.of_kind("case")[:10])
    named = set(re.findall(r'aria-label="(Kilder?) ([^"]+)"', html))
    assert {name for name, _ in named} == {"Kilde", "Kilder"}
    assert [said for name, said in named if (name == "Kilde") != said.isdigit()] == []


def test_links_go_both_ways(small: Site) -> None:
    for link in small.links:
        assert link in small.outgoing(link.source)
        assert link in small.incoming(link.target)
    kinds = {(link.source, link.type, link.target) for link in small.links}
    assert {
        ("bakken", "shows", "fp-1"),
        ("bakken", "in_municipality", "aeblestad"),
        ("bakken", "in_phase", "fase-1"),
        ("bakken", "mentions", "fp-2"),
        ("bakken", "cites", "kilde-b"),
        ("fp-1", "tension", "fp-2"),
        ("fp-1", "part_of", "frivilligraadet"),
        ("aeblestad", "in_region", "region-oest"),
        ("region-oest", "succeeded_by", "region-ny"),
    } <= kinds


def test_a_page_leads_on_within_its_set_or_its_kind(site: Site) -> None:
    for node in site.nodes.values():
        before, after = site.siblings(node.id)
        for other in filter(None, (before, after)):
            assert other.parent == node.parent
            assert node.parent or other.kind == node.kind
        assert not after or site.siblings(after.id)[0] is node
    assert site.siblings("fp-6")[1] is None
    cases = site.by_title(site.of_kind("case"))
    assert [site.siblings(node.id)[1] for node in cases] == [*cases[1:], None]


def test_near_means_near_and_with_cases(small: Site) -> None:
    near = bodies.near(small, small["nabo"])
    assert [(node.id, [case.id for case in cases]) for node, cases in near] == [
        ("aeblestad", ["bakken"])
    ]
    assert bodies.near(small, small["fjern"]) == []


def test_compiled_templates_are_kept_but_never_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sandbox compiles the same template otherwise, and what is broken is made anew."""
    said = _certainty(None)
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "partials").mkdir()
    assert _certainty(None) == _certainty(tmp_path / "partials") == said
    kept = list((tmp_path / "cache").iterdir())
    apart = {one.name.partition("-")[0] for one in kept}
    assert apart == {"templateEnvironment", "template_Sandbox"}
    for one in kept:
        one.write_bytes(one.read_bytes()[:-40])
    assert _certainty(None) == said
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path / "cache" / kept[0].name))
    assert _certainty(None) == said


def _certainty(partials: Path | None) -> str:
    environment = render._environment.__wrapped__(partials)  # noqa: SLF001 - one of its own
    return str(environment.get_template("certainty.html").render(value="inferred"))
