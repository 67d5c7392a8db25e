"""The same content by MkDocs, ProperDocs and Zensical is the same site."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from engine_facts import HOME, Difference, differences, facts, files, pages
from mkdocs.config import load_config
from once import once
from program import program
from publishers import folder_of

from macros import cli, engine, knowledge, page_macros, page_trial, settings, written

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
ALLOWED = yaml.safe_load((TESTS / "engine-differences.yaml").read_text("utf-8"))
OTHERS = sorted({*engine.ENGINES} - {engine.DEFAULT})

# What there is at least of everything, so that two empty sites are never the same one.
AT_LEAST = {
    "titles": 800, "descriptions": 800, "headings": 5_000, "words": 200_000, "links": 40_000,
    "ids": 5_000, "elements": 100_000,
}  # fmt: skip
OPEN_DATA, FEEDS, MAPPED, INDEXED = 1_000, 100, 600, 700


def _allowed(name: str) -> list[Difference]:
    return sorted(
        Difference(page, one["fact"], tuple(one["ours"]), tuple(one["theirs"]))
        for one in ALLOWED
        if one["engine"] == name
        for page in one["pages"]
    )


def _build(root: Path, name: str, target: Path) -> None:
    """Build as people do, in a process of its own, which says nothing but that it is done."""
    command = [sys.executable, "-m", "macros", "--root", str(root), "build", "--engine", name]
    done = subprocess.run(
        [*command, "--site-dir", str(target)],
        cwd=ROOT,
        env={**os.environ, "SITE_URL": HOME, "SOURCE_DATE_EPOCH": "1790000000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


@pytest.fixture(params=["fælles", "vandhuse"])
def root(request: pytest.FixtureRequest, common: Path) -> Path:
    """The common site, and a municipality's edition with a page of its own in the menu."""
    if request.param == "fælles":
        return ROOT
    return once(common / "engines-vandhuse", lambda half: _own(request.param, half))


def _own(name: str, target: Path) -> None:
    page = folder_of(name, target) / "kommune" / "docs" / "hos-os" / "moeder.md"
    page.parent.mkdir(parents=True)
    text = "Se [INSP!][insp-roskilde], [alle cases](../cases/index.md) og ![bølger](boelger.svg)."
    page.write_text(f"---\nmenu: Møder\n---\n# Møder hos os\n\n{text}\n", "utf-8")
    shutil.copy(target / "kommune" / "assets" / "boelger.svg", page.parent)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_another_engine_makes_the_same_site(root: Path, name: str, common: Path) -> None:
    def built(by: str) -> Path:
        target = common / f"{root.name}-by-{by}"
        return once(target, lambda half: _build(root, by, half))

    ours, theirs = pages(built(engine.DEFAULT)), pages(built(name))
    for fact, least in AT_LEAST.items():
        assert sum(len(page[fact]) for page in ours.values()) >= least, fact
    assert list(differences(ours, theirs)) == _allowed(name)
    _same_files(files(built(engine.DEFAULT)), files(built(name)))


def _same_files(mine: dict[str, bytes], other: dict[str, bytes]) -> None:
    """The open data, the feeds, the map, the search index, the PDF, the pictures: every byte."""
    assert sum(name.startswith("api/v1/") for name in mine) >= OPEN_DATA
    assert sum(name.startswith("feeds/") for name in mine) >= FEEDS
    assert mine["sitemap.xml"].count(b"<loc>") >= MAPPED
    assert sum(name.startswith("soeg/indeks/p") for name in mine) >= INDEXED
    assert mine.keys() == other.keys()
    assert [name for name in mine if mine[name] != other[name]] == []


def test_every_allowed_difference_has_a_reason() -> None:
    for one in ALLOWED:
        assert one["engine"] in OTHERS
        assert len(one["reason"].split()) > 5
        assert one["ours"] or one["theirs"]


PAGE = (
    '<title>A</title><meta name="description" content="b"><article><h1 id="c">D</h1>'
    '<p class="e">F g <a href="../h/">i</a></p></article>'
)


@pytest.mark.parametrize(
    ("was", "now", "fact"),
    [
        ("<title>A", "<title>B", "titles"), ('content="b"', 'content="c"', "descriptions"),
        ("D</h1>", "E</h1>", "headings"), ("F g", "g F", "words"), ("../h/", "h/", "links"),
        ('id="c"', 'id="d"', "ids"), ('class="e"', "", "elements"),
    ],
)  # fmt: skip
def test_a_difference_in_any_fact_is_found(was: str, now: str, fact: str) -> None:
    assert was in PAGE
    ours, theirs = ({"x/": facts("x/", page)} for page in (PAGE, PAGE.replace(was, now)))
    assert fact in {one.fact for one in differences(ours, theirs)}
    assert list(differences(ours, ours)) == []
    assert [one.fact for one in differences(ours, {})] == ["page"]


def test_links_that_lead_to_the_same_place_are_the_same() -> None:
    ours, theirs = facts("x/", PAGE), facts("x/", PAGE.replace("../h/", "../../samskabelse/h/"))
    assert ours == theirs


# --- The command --------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small collection with a front page by hand."""
    shutil.copytree(TESTS / "small" / "data", tmp_path / "data")
    program(tmp_path)
    config = (ROOT / "mkdocs.yml").read_text("utf-8").split("\nnav:\n")[0]
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Forside\n\nVelkommen.\n", "utf-8")
    return tmp_path


def test_mkdocs_own_command_builds_the_site_and_nothing_of_wrong_data(small: Path) -> None:
    def build() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "mkdocs", "build"],
            cwd=small, capture_output=True, text=True, check=False,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )  # fmt: skip

    assert build().returncode == 0
    for name in ("index.html", "cases/bakken/index.html", "api/v1/cases.json"):
        assert (small / "site" / name).is_file()
    shutil.rmtree(small / "site")
    cases = small / "data" / "cases.yaml"
    cases.write_text(cases.read_text("utf-8").replace("area: by-land", "area: by-og-land"), "utf-8")
    done = build()
    assert done.returncode == 1
    assert "data/cases.yaml:" in done.stderr
    assert "Sitet er ikke bygget: 1 fejl i data." in done.stdout
    assert not list((small / "site").rglob("*.html"))


@pytest.mark.parametrize(
    ("anchor", "said"),
    [
        ("case", ""),
        ("nej", "docs/index.md:3:13: Et link skal føre til et sted, der findes på siden"),
    ],
)
def test_what_a_macro_has_made_can_be_linked_into(
    small: Path, anchor: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    """MkDocs does not read it, but knows its anchors; what looks like its place is left alone."""
    for name, text in (
        ("index", f"# Forside\n\nSe [feltet](felter.md#{anchor}).\n\n<!--made-7-->"),
        ("felter", "# Felter\n\n{{ fields() }}\n\n{{ fields() }}"),
    ):
        (small / "docs" / f"{name}.md").write_text(text, "utf-8")
    knowledge.read(small)
    with contextlib.nullcontext() if not said else pytest.raises(engine.EngineError):
        made = engine.ENGINES["mkdocs"](small, small / "ud")
        assert made["felter.md"].count('id="case"') == 2
        assert "made-" not in made["felter.md"]
        assert "<!--made-7-->" in made["index.md"]
    assert said in caplog.text
    assert bool(caplog.records) == bool(said)


@pytest.mark.parametrize("name", OTHERS)
def test_an_engine_that_is_not_installed_is_asked_for(
    small: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    assert cli.main(["--root", str(small), "build", "--engine", name]) == 1
    said = capsys.readouterr()
    assert f"Sitet er ikke bygget: {name} er ikke installeret." in said.err
    assert "pip install '.[engines]'" in said.err
    assert not (small / "site").exists()


def test_properdocs_never_comes_on_top_of_mkdocs(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import mkdocs  # noqa: F401, PLC0415 - it is here already

    assert cli.main(["--root", str(small), "build", "--engine", "properdocs"]) == 1
    assert "sin egen proces" in capsys.readouterr().err


def test_dead_links_are_told_alike_by_zensical(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also an anchor that only the engine can look for, since a macro may have put it in."""
    page = small / "docs" / "index.md"
    nowhere = "Et link skal føre til et sted, der findes på"
    for text, said in (
        ("Se [en](findes-ikke.md).", "3:9: Et link skal føre til noget, der findes, men er »find"),
        ('{{ "x" }} [a](#nej) [b](cases/)', f"3:15: {nowhere}"),
        ("{{ page.path }} [a](#nej) [b](cases/)", f"3:21: {nowhere}"),
    ):
        page.write_text(f"# Forside\n\n{text}\n", "utf-8")
        assert cli.main(["--root", str(small), "build", "--engine", "zensical"]) == 1
        told = capsys.readouterr().err
        assert told.startswith(f"Sitet er ikke bygget: 1 fejl i siderne.\ndocs/index.md:{said}")
        assert told.count("\n") == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [("site_name: [", ":1:12: Parentesen bliver aldrig lukket."), ("- a", "site_name"),
     ("", "site_name"), ("site_url: https://x.dk/", "site_name"),
     ("site_name: \xff", "kan ikke læses")],
)  # fmt: skip
def test_settings_that_cannot_be_used_are_told(
    small: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (small / "mkdocs.yml").write_bytes(text.encode("latin-1"))
    assert cli.main(["--root", str(small), "export", str(small / "ud")]) == 1
    told = capsys.readouterr().err
    assert told.startswith("samskabelse: mkdocs.yml")
    assert said in told


def test_settings_are_taken_from_the_environment(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / "mkdocs.yml").write_text(
        "site_name: A\nsite_url: !ENV [NOT_SET, SITE_URL, '']\nrepo_url: !ENV REPO_URL\n"
        "copyright: !ENV [NOT_SET, B]\nslug: !!python/name:macros.danish.heading_slug\n",
        "utf-8",
    )
    monkeypatch.setenv("SITE_URL", "https://x.dk/y")
    monkeypatch.delenv("REPO_URL", raising=False)
    found = settings.read(small)
    assert (found["site_url"], found["repo_url"]) == ("https://x.dk/y/", None)
    assert (found["copyright"], found["slug"]) == ("B", "macros.danish.heading_slug")
    monkeypatch.setenv("SITE_URL", "https://[kommune].dk/")
    with pytest.raises(
        settings.SettingsError, match=r"hel adresse, men er https://\[kommune\]\.dk\."
    ):
        settings.read(small)


@pytest.mark.parametrize(
    ("path", "place"),
    [("index.md", ""), ("om.md", "om/"), ("a/index.md", "a/"), ("a/b.c.md", "a/b.c/")],
)
def test_a_page_has_its_address_from_its_path(path: str, place: str) -> None:
    assert written.place(path) == place


def test_the_front_page_stands_once_on_the_way_down_to_a_page() -> None:
    """Also where the menu begins with it, as most have it."""
    menu = [("Forside", ""), ("Om", "om/"), ("Omtale", "omtale/"), ("Os", "om/os/")]
    crumbs = written._crumbs("om/os/", menu)  # noqa: SLF001 - the rest of a page is of no account
    assert crumbs == [("Forside", ""), ("Om", "om/")]


def test_links_are_pinned_only_where_engines_move_them() -> None:
    html = '<a href="../x/">a</a><img src="b.png"><a href="#c">c</a><a href="/d">d</a>'
    html += '<a href="https://e.dk">e</a><a href="mailto:f@g.dk">f</a><a data-href="h">i</a>'
    assert written.pinned(html).count("/./") == 2
    assert written.unpinned(written.pinned(html)) == html


def test_a_page_that_zensical_cannot_make_ends_the_build(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It alone knows what it lets pages use."""
    (small / "docs" / "index.md").write_text("# Forside\n\n{{ page.findes_ikke.x }}\n", "utf-8")
    assert cli.main(["--root", str(small), "build", "--engine", "zensical"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("Sitet er ikke bygget: Zensical fandt fejl.")
    assert [word for word in ("UndefinedError", "findes_ikke") if word not in told] == []
    assert "Traceback" not in told
    assert "\x1b" not in told
    assert not (small / "site").exists()


def test_a_page_that_fails_in_mkdocs_is_told_with_its_line(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What only MkDocs knows is tried when it makes the page."""
    page = small / "docs" / "index.md"
    page.write_text("---\ntitle: X\n---\n\n# Forside\n\n{{ page.findes_ikke.x }}\n", "utf-8")
    assert cli.main(["--root", str(small), "build"]) == 1
    assert capsys.readouterr().err == (
        "Sitet er ikke bygget: En side kunne ikke laves: docs/index.md:7: En makro kan ikke "
        "udfyldes: »findes_ikke« findes ikke.\n"
    )


def test_all_that_mkdocs_lets_pages_use_is_known(small: Path) -> None:
    config = load_config(str(small / "mkdocs.yml"))
    plugin: Any = config.plugins["macros"]
    plugin.on_config(config)
    extra = set(plugin.variables["extra"])
    ours = {*page_macros.macros(small, str), *page_trial.environment(small).globals}
    given = {*plugin.variables, *plugin.env.globals, "page", "navigation", "files"}
    assert given - ours - extra == page_trial.OF_ENGINES
    known = page_trial.environment(small)
    assert (plugin.env.filters.keys(), plugin.env.tests.keys()) == (
        known.filters.keys(), known.tests.keys(),
    )  # fmt: skip
