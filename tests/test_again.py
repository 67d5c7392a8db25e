"""What is read again in one process is as if it were read for the first time, only sooner."""

import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, TESTS

from macros import cache, check, cli, intake, knowledge, load, page_check, verdict
from macros.cache import Cache
from macros.finding import Checked, Finding
from macros.knowledge import Knowledge
from macros.page_links import Links
from macros.stamps import stamps

AGED = 1_700_000_000  # a time long past, in seconds
OWN = (
    "changes:\n  - id: fp-1\n    field: summary\n    was: Gammel.\n    now: Ny.\n    why: Fordi.\n"
)
Edit = Callable[[random.Random, Path], object]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the real data that can be edited."""
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "data" / "cases").mkdir(exist_ok=True)
    _age(tmp_path)
    return tmp_path


def _age(project: Path) -> None:
    """Let all files be old enough for their times to be trusted."""
    for path in project.rglob("*"):
        os.utime(path, (AGED, AGED))


def test_a_file_whose_time_is_set_back_is_read_again(project: Path) -> None:
    """As by programs that restore an older file, or copy one with its time."""
    path = project / "data" / "cases.yaml"
    assert not knowledge.read(project).errors
    before = stamps(project)
    path.write_text(
        path.read_text("utf-8").replace("area: demokrati", "area: demokrutu", 1), "utf-8"
    )
    os.utime(path, (AGED, AGED))
    assert knowledge.read(project).errors
    assert {name for name, _ in before.items() ^ stamps(project).items()} == {"data/cases.yaml"}


def _anew(project: Path) -> Knowledge:
    """The same, with nothing remembered in this process."""
    kept = dict(knowledge._kept)  # noqa: SLF001 - what a new process would not have
    knowledge._kept.clear()  # noqa: SLF001
    try:
        return knowledge.read(project)
    finally:
        knowledge._kept.clear()  # noqa: SLF001
        knowledge._kept.update(kept)  # noqa: SLF001


def _in_a_file(project: Path, name: str, change: Callable[[list[str]], object]) -> None:
    path = project / "data" / name
    lines = path.read_text("utf-8").splitlines()
    change(lines)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _reword(draw: random.Random, project: Path) -> None:
    """Another word somewhere, whatever it breaks."""
    name = draw.choice(sorted(path.name for path in (project / "data").glob("*.yaml")))
    words = ("<b>", "governance", "x" * 3, "[a][fp-1]", "Se [a][ingen].", "- ", "1.10", "")

    def change(lines: list[str]) -> None:
        at = draw.randrange(len(lines))
        lines[at] = lines[at].rpartition(" ")[0] + " " + draw.choice(words)

    _in_a_file(project, name, change)


def _comment(draw: random.Random, project: Path) -> None:
    """A line that says nothing, and moves all after it."""
    _in_a_file(project, "cases.yaml", lambda some: some.insert(draw.randrange(1, 400), "# intet"))


def _title(draw: random.Random, project: Path) -> None:
    def change(lines: list[str]) -> None:
        titles = [n for n, line in enumerate(lines) if line.startswith("    title: ")]
        lines[draw.choice(titles)] = f"    title: Titel {draw.random()}"

    _in_a_file(project, "cases.yaml", change)


def _file(draw: random.Random, project: Path) -> None:
    """A case in a file of its own, that comes, changes or goes."""
    path = project / "data" / "cases" / f"egen-{draw.randrange(3)}.yaml"
    if path.exists() and draw.random() < 0.3:
        path.unlink()
        return
    path.write_text(
        f"id: {path.stem}\ntitle: Egen {draw.random()}\nmunicipalities: [odense]\n"
        "period:\n  start: null\n  end: null\narea: null\nphases: []\nform: uklart\n"
        "actors: null\nsummary: En egen case.\nwhat: Et forløb.\nhow: null\noutcome: null\n"
        "learning: null\nprinciples: []\nways: []\nsources: [cok-10-veje]\n"
        "certainty: single_source\n",
        "utf-8",
    )


def _own(draw: random.Random, project: Path) -> None:
    """A municipality's changes, that come and go."""
    path = project / "kommune" / "data" / "changes.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = f"hide: [{draw.choice(['fp-2', 'insp-roskilde', 'fase-1'])}]\n"
    path.write_text(draw.choice([OWN, hidden, OWN + hidden, "changes: []\n"]), "utf-8")


def _restore(draw: random.Random, project: Path) -> None:
    """All as it came, so that the site is sound again."""
    del draw
    shutil.copytree(ROOT / "data", project / "data", dirs_exist_ok=True)


EDIT: tuple[Edit, ...] = (_reword, _reword, _comment, _title, _file, _own, _restore, _restore)


@pytest.mark.parametrize("edits", [10, pytest.param(25, marks=pytest.mark.slow)])
def test_reading_again_gives_what_reading_anew_does(project: Path, edits: int) -> None:
    draw = random.Random(7)  # noqa: S311 - the same edits every time
    knowledge.read(project)
    sound = problems = 0
    for _ in range(edits):
        draw.choice(EDIT)(draw, project)
        again, anew = knowledge.read(project), _anew(project)
        assert again.problems == anew.problems
        assert again.site.nodes == anew.site.nodes
        assert list(again.site.nodes) == list(anew.site.nodes)
        assert again.site.links == anew.site.links
        assert again.site.overlay == anew.site.overlay
        sound += not again.errors
        problems += len(again.problems)
    assert sound > 1
    assert edits - sound > 1
    assert problems > edits // 2


def test_what_is_unchanged_is_the_same_objects(project: Path) -> None:
    before = knowledge.read(project).site
    _file(random.Random(1), project)  # noqa: S311
    _in_a_file(project, "glossary.yaml", lambda lines: lines.append("# intet"))
    after = knowledge.read(project).site
    new = [identifier for identifier in after.nodes if identifier not in before.nodes]
    assert len(new) == 1
    # The comment stands after the last word of the glossary, which is read anew.
    changed = [one for one, node in before.nodes.items() if after[one] is not node]
    assert [before[one].kind for one in changed] == ["term"]
    assert all(after.outgoing(one) == before.outgoing(one) for one in before.nodes)


def test_files_that_are_as_they_were_are_not_opened(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = knowledge.read(project)
    opened: list[str] = []
    read_bytes = intake.decode.read_bytes
    monkeypatch.setattr(
        intake.decode,
        "read_bytes",
        lambda name, *rest: (opened.append(name), read_bytes(name, *rest))[1],
    )
    _in_a_file(project, "critique.yaml", lambda lines: lines.append("# intet"))
    assert knowledge.read(project).site.links == first.site.links
    assert [one for one in opened if one.startswith("data/")] == ["data/critique.yaml"]


def test_a_check_of_the_same_files_reads_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path_factory.mktemp("cache")))
    verdict._kept.cache_clear()  # noqa: SLF001 - as in a new process
    assert cli.main(["--root", str(project), "check"]) == 0
    monkeypatch.setattr(load, "read_files", None)
    assert cli.main(["--root", str(project), "check"]) == 0
    _in_a_file(project, "cases.yaml", lambda lines: lines.append("# intet"))
    with pytest.raises(TypeError):
        cli.main(["--root", str(project), "check"])
    verdict._kept.cache_clear()  # noqa: SLF001


def test_a_check_of_the_same_files_loads_nothing_that_reads(small: Path, tmp_path: Path) -> None:
    """Loading it all takes longer than the answer."""
    shutil.copy(ROOT / "mkdocs.yml", small)
    script = (
        "import sys; from macros import cli; code = cli.main(['--root', sys.argv[1], 'check'])\n"
        "sys.exit(code or sorted({'pydantic', 'jinja2', 'mkdocs'} & set(sys.modules)) or 0)"
    )
    command = [sys.executable, "-c", script, str(small)]
    keeping = {**os.environ, "SAMSKABELSE_CACHE": str(tmp_path / "cache")}
    first, again = (
        subprocess.run(command, cwd=ROOT, env=keeping, capture_output=True, text=True, check=False)
        for _ in range(2)
    )
    assert "pydantic" in first.stderr, "the first one reads the files"
    assert (again.returncode, again.stdout, again.stderr) == (0, first.stdout, "")


def test_a_script_that_a_page_names_and_is_gone_is_missed(
    small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The theme's files are not read by a check, but pages may name them."""
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path / "cache"))
    verdict._kept.cache_clear()  # noqa: SLF001 - as in a new process
    (small / "docs" / "x.md").write_text("---\nscripts: [nyt]\n---\n\n# X\n", "utf-8")
    script = small / "theme" / "assets" / "nyt.js"
    script.parent.mkdir(parents=True)
    script.touch()
    assert cli.main(["--root", str(small), "check"]) == 0
    script.unlink()
    assert cli.main(["--root", str(small), "check"]) == 1
    verdict._kept.cache_clear()  # noqa: SLF001


def test_pages_without_fault_are_looked_through_once(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Until something that their faults depend on is another."""
    shutil.copytree(ROOT / "theme", project / "theme")
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path_factory.mktemp("cache")))
    page_check._sound.cache_clear()  # noqa: SLF001 - as in a new process
    found = knowledge.read(project)
    elsewhere = project / "docs" / "andetsteds"
    elsewhere.symlink_to(project / "data")  # of which nothing is kept
    assert page_check.problems(project, found) == found.problems
    elsewhere.unlink()
    assert page_check.problems(project, found) == found.problems
    monkeypatch.setattr(Links, "faults", None)
    assert page_check.problems(project, found) == found.problems
    own, theme = project / "kommune" / "assets" / "a.svg", project / "theme" / "assets" / "a.js"
    own.parent.mkdir(parents=True)
    page, settings = project / "docs" / "om.md", project / "mkdocs.yml"
    for path, added in ((own, "<svg/>"), (theme, "a"), (page, "\nMere.\n"), (settings, "\n# a\n")):
        before = path.read_text("utf-8") if path.exists() else None
        path.write_text(f"{before or ''}{added}", "utf-8")
        if path != settings:  # a comment says nothing
            with pytest.raises(TypeError):
                page_check.problems(project, found)
        path.unlink() if before is None else path.write_text(before, "utf-8")
    own.parent.rmdir()
    own.parent.parent.rmdir()
    assert page_check.problems(project, found) == found.problems
    elsewhere.symlink_to(project / "data")
    with pytest.raises(TypeError):
        page_check.problems(project, found)
    elsewhere.unlink()
    monkeypatch.setenv("SITE_URL", "https://samskabelse.example/")
    with pytest.raises(TypeError):
        page_check.problems(project, found)
    monkeypatch.delenv("SITE_URL")
    _in_a_file(project, "cases.yaml", lambda lines: lines.append("# intet"))
    with pytest.raises(TypeError):
        page_check.problems(project, knowledge.read(project))
    page_check._sound.cache_clear()  # noqa: SLF001


def test_sound_data_that_is_kept_is_not_parsed_again(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nor for the lines that pages name, of entries and of what stands in them."""
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path_factory.mktemp("cache")))
    intake.forget()
    monkeypatch.setattr(load, "read_yaml", None)
    site = knowledge.read(project).site
    node = next(one for one in site.of_kind("clause"))
    lines = (project / node.file).read_text("utf-8").split("\n")
    assert lines[node.line - 1].lstrip("- ") == f"id: {node.id}"
    intake.forget()


def test_what_a_file_is_counts_and_nothing_is_waited_for(small: Path) -> None:
    """A link to the same content is another thing, and a pipe holds nothing to read."""
    contents = lambda: list(verdict.contents_of(small))  # noqa: E731
    picture, copy = small / "kommune" / "assets" / "a.svg", small / "a.svg"
    picture.parent.mkdir(parents=True)
    picture.write_text("<svg/>", "utf-8")
    before = contents()
    picture.rename(copy)
    picture.symlink_to(copy)
    assert contents() != before
    picture.unlink()
    os.mkfifo(picture)
    assert contents() != before
    picture.unlink()
    picture.symlink_to(small / "ingen")
    assert contents() != before
    shutil.rmtree(small / "kommune")
    before = contents()
    for make in (Path.touch, lambda path: path.symlink_to(small / "ingen")):
        make(small / "kommune")
        assert contents() != before
        (small / "kommune").unlink()


def test_where_a_file_is_and_what_it_is_called_counts(small: Path) -> None:
    contents = lambda: list(verdict.contents_of(small))  # noqa: E731
    page = small / "docs" / "en.md"
    beside = (small / "noter" / "case.yaml", small / "case.yaml", small / "noter.yml")
    (small / "noter").mkdir()
    (small / "docs").mkdir(exist_ok=True)
    page.write_text("# En\n", "utf-8")
    seen = [contents()]
    page.rename(small / "docs" / "er.md")
    seen.append(contents())
    (small / "docs" / "ny").mkdir()
    (small / "docs" / "er.md").rename(small / "docs" / "ny" / "to.md")
    seen.append(contents())
    for path in beside:
        path.write_text("id: en\n", "utf-8")
        seen.append(contents())
    assert all(before != after for before, after in pairwise(seen))


def _checked(root: Path, cache: Path, program: Path = ROOT) -> tuple[int, str]:
    """What a check says in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "macros", "--root", str(root), "check"],
        cwd=program, env={**os.environ, "SAMSKABELSE_CACHE": str(cache)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_what_lies_behind_a_link_to_a_folder_is_looked_at_again(
    small: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (small / "data" / "cases").rename(elsewhere)
    (small / "data" / "cases").symlink_to(elsewhere)
    assert _checked(small, tmp_path / "cache")[0] == 0
    case = elsewhere / "egen.yaml"
    case.write_text(case.read_text("utf-8").replace("area: by-land", "area: by-og-land"), "utf-8")
    status, said = _checked(small, tmp_path / "cache")
    assert (status, "by-og-land" in said) == (1, True)


def test_a_newer_template_of_ours_is_told_of(small: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "macros", tmp_path / "program" / "macros")
    ours = tmp_path / "program" / "macros" / "templates" / "case.html"
    own = small / "kommune" / "partials" / "case.html"
    own.parent.mkdir(parents=True)
    sign = hashlib.sha256(ours.read_bytes()).hexdigest()[:8]
    own.write_text(f"{{# bygger på {sign} #}}\n{ours.read_text('utf-8')}", "utf-8")
    before = _checked(small, tmp_path / "cache", tmp_path / "program")
    assert _checked(small, tmp_path / "cache", tmp_path / "program") == before
    assert "ældre udgave" not in before[1]
    ours.write_text(f"{ours.read_text('utf-8')}\n", "utf-8")
    assert "ældre udgave" in _checked(small, tmp_path / "cache", tmp_path / "program")[1]


def test_what_is_kept_is_of_these_versions_of_what_reads_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path / "cache"))
    kept = Cache("slags", [])
    kept.put("navn", "sagt")
    kept.save()
    assert Cache("slags", []).get("navn") == "sagt"
    (tmp_path / "newer" / "PyYAML-99.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "newer")
    assert Cache("slags", []).get("navn") is None


def test_contents_are_told_from_others_with_the_same_letters_in_all() -> None:
    """As when the last line of a file has become the first of the next."""
    assert cache.digest(b"a", b"bc") != cache.digest(b"ab", b"c") != cache.digest(b"abc")


def test_what_is_kept_does_not_grow_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the last run has asked for stays."""
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path / "cache"))
    first = Cache("slags", [], most=10)
    first.put("gammel", "otte ord")
    first.put("brugt", "otte til")
    first.save()
    second = Cache("slags", [], most=10)
    assert second.get("brugt")
    second.put("ny", "og en ny")
    second.save()
    last = Cache("slags", [], most=10)
    said = [last.get(one) for one in ("gammel", "brugt", "ny")]
    assert said == [None, "otte til", "og en ny"]


def test_editions_on_one_machine_leave_each_other_what_they_keep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has its own version of the program; only what is much older goes."""
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path / "cache"))
    programs = [tmp_path / f"{number}.py" for number in range(5)]
    for number, program in enumerate(programs):
        program.write_text(f"{number}\n", "utf-8")
        one = Cache("slags", [program])
        one.put("navn", f"sagt af {number}")
        one.save()
        for path in (tmp_path / "cache").iterdir():
            os.utime(path, (path.stat().st_mtime - 60,) * 2)
    said = [Cache("slags", [program]).get("navn") for program in programs]
    assert said == [None, None, "sagt af 2", "sagt af 3", "sagt af 4"]


@pytest.mark.parametrize("left", [0.5, 0.999])
def test_a_cache_that_is_broken_or_in_the_way_is_none(
    small: Path, tmp_path: Path, left: float
) -> None:
    cache = tmp_path / "cache"
    for old in ("files-gammel.txt", "pages-gammel.txt", "sound-gammel.txt", "verdict-gammel.txt"):
        (cache / old).mkdir(parents=True)
    said = _checked(small, cache)
    assert said[0] == 0, said[1]
    kept = [path for path in cache.iterdir() if path.is_file() and "template" not in path.name]
    assert len(kept) == 4
    for path in kept:
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * left)])
    assert _checked(small, cache) == said
    for path in kept:
        path.unlink()
        path.mkdir()
    assert _checked(small, cache) == said
    assert not list(cache.glob(".*")), "nothing half written is left"


def test_what_is_interrupted_while_it_is_kept_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path / "cache"))
    kept = Cache("slags", [])
    kept.put("navn", "sagt")
    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        kept.save()
    assert not list((tmp_path / "cache").iterdir())


def test_the_times_of_a_file_that_was_just_written_tell_nothing(tmp_path: Path) -> None:
    """It may be saved again within a tick of the clock; and clocks are set back."""
    path = tmp_path / "en.yaml"
    path.write_text("id: en\n", "utf-8")
    written, second = path.stat().st_mtime_ns, 1_000_000_000
    stamps_at = [intake._stamp(path, written + one * second) for one in (-60, 1, 3)]  # noqa: SLF001
    assert [stamp is None for stamp in stamps_at] == [True, True, False]


def test_the_same_text_is_read_as_what_it_is_said_to_be(small: Path) -> None:
    """The same file may be a collection, and by a mistake an entry."""
    files = {"cases.yaml": small / "data" / "cases.yaml"}
    depths = (intake.COLLECTION_DEPTH, intake.ENTRY_DEPTH)
    whole, entry = (intake.read_files(files, depth)["cases.yaml"] for depth in depths)
    assert ("cases", 0) in whole.marks.values
    assert ("cases", 0) not in entry.marks.values
    assert whole.data == entry.data


def test_a_file_that_goes_while_it_is_read_is_told_of(small: Path) -> None:
    name = "data/cases/vaek.yaml"
    reading = intake.read_files({name: small / name}, 0)[name]
    (problem,) = reading.problems
    assert (problem.file, problem.rule, reading.text) == (name, "refused", None)
    assert problem.message.startswith("Filen kan ikke læses")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small collection, a case of its own in a folder, and words of the trade explained."""
    shutil.copytree(TESTS / "small", tmp_path / "small")
    data = tmp_path / "small" / "data"
    text = (data / "cases.yaml").read_text("utf-8")
    entry = text.split("  - id: ukendt")[0].split("\n", 1)[1].replace("id: bakken", "id: egen")
    (data / "cases").mkdir()
    lines = [line[4:] for line in entry.splitlines()]
    (data / "cases" / "egen.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    _explain(data.parent, "governance")
    return data.parent


def _explain(root: Path, word: str) -> None:
    text = "{text: Et ord., sources: [kilde-a], certainty: single_source}"
    term = f"glossary:\n  - {{id: ord, title: {word}, definition: {text}}}\n"
    (root / "data" / "glossary.yaml").write_text(term, "utf-8")


def _same(root: Path, change: Callable[[list[str]], object], file: str = "cases.yaml") -> set[str]:
    """The entries that are the same objects after a change in a file of data."""
    first = load.load(root)
    _in_a_file(root, file, change)
    again = load.load(root, before=first)
    assert [raw.data["id"] for raw in again.entries] == [raw.data["id"] for raw in first.entries]
    assert [raw.data for raw in again.entries] == [raw.data for raw in load.load(root).entries]
    files = {path.relative_to(root).as_posix() for path in (root / "data").rglob("*.yaml")}
    assert set(again.seen) == set(first.seen) == files
    read_anew = {n for n in files if again.seen[n].reading is not first.seen[n].reading}
    assert read_anew <= {f"data/{file}"}
    return {raw.data["id"] for raw in again.entries if any(raw is one for one in first.entries)}


def _end_first_case_otherwise(lines: list[str]) -> None:
    last = next(n for n, line in enumerate(lines) if "id: ukendt" in line) - 1
    lines[last] += " Og mere."


def test_an_entry_is_the_same_object_until_its_text_or_its_line_changes(small: Path) -> None:
    every = {raw.data["id"] for raw in load.load(small).entries}
    assert {"bakken", "ukendt", "egen"} < every
    assert _same(small, lambda _: None) == every
    assert _same(small, lambda lines: lines.append("# intet")) == every - {"ukendt"}
    assert _same(small, lambda lines: lines.insert(0, "# intet")) == every - {"bakken", "ukendt"}
    assert _same(small, _end_first_case_otherwise) == every - {"bakken"}
    alone = "cases/egen.yaml"
    assert _same(small, lambda lines: lines.append("# intet"), alone) == every - {"egen"}
    assert _same(small, lambda lines: lines.insert(0, "# intet"), alone) == every - {"egen"}


def test_an_unchanged_entry_is_as_it_was_checked(small: Path) -> None:
    first = load.load(small)
    entries, problems = check.check(first)
    assert problems == []
    _in_a_file(small, "cases.yaml", lambda lines: lines.append("# intet"))
    again, problems = check.check(load.load(small, before=first), before=entries)
    assert problems == []
    new = [placed.entry.id for placed in again if not any(placed is one for one in entries)]
    assert new == ["ukendt"]


def test_a_sound_entry_is_not_looked_at_again(
    small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Until it or the words of the glossary change; in a new process, too."""
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(tmp_path / "cache"))
    looked_at: list[set[str]] = []

    def rule(checked: Checked) -> Iterator[Finding]:
        looked_at.append({placed.entry.id for placed in checked.entries})
        assert {raw.data["id"] for raw in checked.loaded.entries} == looked_at[-1]
        for raw in checked.loaded.entries:
            if raw.data["id"] == "nabo":
                yield Finding(raw, ("id",), "Forkert.", "Ret det.", "prøve")

    monkeypatch.setattr(check, "ALONE", (rule,))

    def looked() -> set[str]:
        loaded = load.load(small)
        entries, problems = check.check(loaded)
        assert len(entries) == len(loaded.entries)
        assert [(one.file, one.line, one.rule) for one in problems] == [
            ("data/municipalities.yaml", 6, "prøve")
        ]
        return looked_at.pop()

    for kept in (check._sound, intake._kept):  # noqa: SLF001 - as in a new process
        kept.cache_clear()
    every = looked()
    assert len(list((tmp_path / "cache").glob("files-*.txt"))) == 1
    assert {"bakken", "nabo"} < every
    assert looked() == {"nabo"}
    check.keep_sound()
    check._sound.cache_clear()  # noqa: SLF001
    assert looked() == {"nabo"}
    _in_a_file(small, "cases.yaml", lambda lines: lines.append("# intet"))
    assert looked() == {"nabo", "ukendt"}
    _explain(small, "co-creation")
    assert looked() == every
    (small / "data" / "glossary.yaml").write_text("glossary:\n", "utf-8")
    loaded = load.load(small)
    check.check(loaded)
    assert looked_at.pop() == every - {"ord"}
    for kept in (check._sound, intake._kept):  # noqa: SLF001
        kept.cache_clear()


def test_a_word_is_told_of_when_its_explanation_is_gone(small: Path) -> None:
    path = small / "data" / "cases" / "egen.yaml"
    text = path.read_text("utf-8").replace("passer bakken.", "kender governance.")
    path.write_text(text, "utf-8")
    assert knowledge.read(small).problems == []
    _explain(small, "co-creation")
    (problem,) = knowledge.read(small).problems
    assert (problem.file, problem.rule) == ("data/cases/egen.yaml", "plain")
    assert problem.message == "Fagordet »governance« er ikke forklaret i ordlisten."
    _explain(small, "governance")
    assert knowledge.read(small).problems == []


def test_entries_on_one_line_are_not_taken_for_each_other(small: Path) -> None:
    """What is known of the one says nothing of the other."""
    text = "{{text: {}, sources: [kilde-a], certainty: single_source}}"
    terms = [
        f"{{id: {one}, title: {one}, definition: {text.format(said)}}}"
        for one, said in (("governance", "Et ord."), ("to", "Om empowerment."))
    ]
    line = f"glossary: [{', '.join(terms)}]\n"
    (small / "data" / "glossary.yaml").write_text(line, "utf-8")
    first = check.check(load.load(small))[1]
    assert [one.rule for one in first] == ["plain"]
    assert check.check(load.load(small))[1] == first


def test_what_is_known_of_an_entry_is_not_known_of_one_of_another_kind(small: Path) -> None:
    """A case that was once put among the concepts, where it is none, is looked at at home."""
    home = small / "data" / "cases" / "egen.yaml"
    text = home.read_text("utf-8").replace("end: null}", 'end: "2012"}')
    (small / "data" / "concepts").mkdir()
    wrong = small / "data" / "concepts" / "egen.yaml"
    wrong.write_text(text, "utf-8")
    home.unlink()
    assert "period" not in [one.rule for one in knowledge.read(small).problems]
    wrong.rename(home)
    assert "period" in [one.rule for one in knowledge.read(small).problems]
