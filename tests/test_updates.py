"""A municipality follows the guide to the letter, and then takes our next release, in real git."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from macros.link import Site

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "ombrand" / "egne-ord.md"
HOME = "https://github.com/samskabelse/samskabelse"
# The second release gives a field of cases another name: in the first it had this one.
OLD_NAME, NEW_NAME = "proof_note", "certainty_note"
EMPTY = "MIGRATIONS: tuple[Migration, ...] = ()"
FILLED = f"""
from .model import Case

_STEP = renamed(Case, "{OLD_NAME}", "{NEW_NAME}")
MIGRATIONS = (Migration(1, "»{OLD_NAME}« hedder »{NEW_NAME}«", _STEP),)
"""


def _part(title: str) -> list[tuple[str, str]]:
    """The blocks of code under a heading of the guide: their language and what they hold."""
    text = GUIDE.read_text("utf-8").split(f"\n## {title}\n")[1].split("\n## ")[0]
    return re.findall(r"```(\w+)\n(.*?)```", text, re.DOTALL)


class Machine:
    """A bash in a folder, where our address leads to a repository on this disk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.upstream = folder, folder / "upstream.git"
        who = {f"GIT_{one}_{what}": "x@example.org" for one in ("AUTHOR", "COMMITTER")
               for what in ("NAME", "EMAIL")}  # fmt: skip
        settings = {f"url.{self.upstream}.insteadOf": HOME, "init.defaultBranch": "main"}
        pairs = enumerate(settings.items())
        given = {f"GIT_CONFIG_{w}_{n}": v for n, p in pairs for w, v in zip(("KEY", "VALUE"), p)}  # noqa: B905
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self.environment = {
            **kept, **who, **given, "GIT_CONFIG_COUNT": str(len(settings)),
            "GIT_CONFIG_GLOBAL": os.devnull, "NO_MKDOCS_2_WARNING": "1",
        }  # fmt: skip

    def run(self, commands: str, where: str = ".") -> str:
        """Run commands; the first that fails fails the test with all that was said."""
        command = f'samskabelse() {{ "{sys.executable}" -m macros "$@"; }}\n{commands}'
        done = subprocess.run(
            ["bash", "-ec", command], cwd=self.folder / where, env=self.environment,
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def follow(self, title: str, where: str = ".") -> str:
        """Do what a part of the guide says, block by block; what was said in the end."""
        said, clone = "", where
        for language, block in _part(title):
            if language == "sh":
                said = self.run(block, clone)
                clone = next(iter(re.findall(r"^cd (\S+)$", block, re.MULTILINE)), clone)
            else:
                path = self.folder / clone / block.split("\n")[0].removeprefix("# ")
                path.write_text(block, "utf-8")
        return said


def _release_one(work: Path) -> None:
    """The working tree with the small collection, in the form that cases once had."""
    for name in ("macros", "theme"):
        shutil.copytree(ROOT / name, work / name, ignore=shutil.ignore_patterns("__pyc*"))
    shutil.copytree(ROOT / "tests" / "small" / "data", work / "data")
    for path in [*(work / "macros").rglob("*.*"), work / "data" / "cases.yaml"]:
        path.write_text(path.read_text("utf-8").replace(NEW_NAME, OLD_NAME), "utf-8")
    principles = work / "data" / "principles.yaml"
    ours = yaml.safe_load(_part("Kom i gang")[1][1])["changes"][0]["was"]
    text = principles.read_text("utf-8").replace("Det nye skal passe *her*.", ours)
    principles.write_text(text, "utf-8")
    (work / "docs").mkdir()
    (work / "docs" / "index.md").write_text("# Forside\n\nVelkommen.\n", "utf-8")
    config = (ROOT / "mkdocs.yml").read_text("utf-8").split("\nnav:\n")[0]
    (work / "mkdocs.yml").write_text(config, "utf-8")
    shutil.copy(ROOT / ".gitignore", work)


def _release_two(work: Path) -> None:
    """A field renamed, a text made better, a page and an entry more."""
    for name in ("macros", "theme"):
        shutil.copytree(ROOT / name, work / name, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("__pyc*"))  # fmt: skip
    migrate = work / "macros" / "migrate.py"
    head, empty, rest = migrate.read_text("utf-8").partition(
        "MIGRATIONS: tuple[Migration, ...] = ()"
    )
    assert empty
    migrate.write_text(f"{head}{FILLED}{rest}", "utf-8")
    principles = work / "data" / "principles.yaml"
    text = principles.read_text("utf-8").replace("netop det sted", "det sted")
    principles.write_text(text.replace("Det kendte bærer.", "Det kendte bærer os."), "utf-8")
    (work / "docs" / "nyt.md").write_text("# En ny side\n\nEn ny mulighed.\n", "utf-8")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    found = Machine(tmp_path)
    (tmp_path / "work").mkdir()
    _release_one(tmp_path / "work")
    found.run("git init -q\ngit add .\ngit commit -qm 1\ngit tag v1", "work")
    found.run("git clone -q --bare work upstream.git")
    return found


def _publish_two(machine: Machine) -> None:
    _release_two(machine.folder / "work")
    machine.run("samskabelse migrate\ngit add .\ngit commit -qm 2\ngit tag v2", "work")
    machine.run(f"git push -q --tags {HOME} main", "work")


def _own_case(machine: Machine) -> Path:
    """A case of the municipality's own, in the form of the first release, checked and kept."""
    own = machine.folder / "vores-site" / "kommune" / "data" / "cases" / "vores.yaml"
    own.parent.mkdir()
    ours = (ROOT / "tests" / "small" / "data" / "cases.yaml").read_text("utf-8")
    entry = ours.split("  - id: ukendt")[0].split("\n", 1)[1].replace("id: bakken", "id: vores")
    lines = "\n".join(line[4:] for line in entry.splitlines())
    own.write_text(f"# Vores egen.\n{lines.replace(NEW_NAME, OLD_NAME)}\n", "utf-8")
    machine.run("samskabelse check\ngit add kommune\ngit commit -qm Case", "vores-site")
    return own


def test_the_guide_quotes_us_as_we_are(site: Site) -> None:
    change = yaml.safe_load(_part("Kom i gang")[1][1])["changes"][0]
    assert getattr(site[change["id"]].entry, change["field"]) == change["was"]


@pytest.mark.slow
def test_a_municipality_takes_the_next_release_without_conflict(machine: Machine) -> None:
    assert "Ingen fejl." in machine.follow("Kom i gang")
    own = _own_case(machine)
    _publish_two(machine)

    said = machine.follow("Følg med", "vores-site")
    assert f"0001: »{OLD_NAME}« hedder »{NEW_NAME}«" in said
    assert "Nyt hos os: »netop« er væk." in said
    assert f"{NEW_NAME}: Kilden nævner året." in own.read_text("utf-8")
    assert own.read_text("utf-8").startswith("# Vores egen.\n")
    assert machine.run("samskabelse migrate", "vores-site") == "Alle data er i den nyeste form.\n"
    changed = machine.run("git diff --name-only samskabelse/main HEAD", "vores-site").split()
    assert changed
    assert all(name.startswith("kommune/") for name in changed)

    machine.run("samskabelse build", "vores-site")
    site = machine.folder / "vores-site" / "site"
    principle = (site / "principper/frivilligraadet/fp-1/index.html").read_text("utf-8")
    assert "lige netop vores landsbyer" in principle
    assert "Ændret af kommunen." in principle
    assert "Det kendte bærer os." in (
        site / "principper/frivilligraadet/fp-2/index.html"
    ).read_text("utf-8")
    assert "Kilden nævner året." in (site / "cases/vores/index.html").read_text("utf-8")
    assert "En ny mulighed." in (site / "nyt/index.html").read_text("utf-8")


def test_an_old_name_is_not_left_unexplained(machine: Machine) -> None:
    """Who forgets to migrate is told to, and nobody's site is built with half of the data."""
    machine.follow("Kom i gang")
    _own_case(machine)
    _publish_two(machine)
    machine.run("git fetch -q samskabelse\ngit merge -q --no-edit samskabelse/main", "vores-site")
    said = machine.run("samskabelse check || true", "vores-site")
    assert f"Ukendt felt: »{OLD_NAME}«." in said
    assert "Kør »samskabelse migrate«" in said
    machine.run("samskabelse migrate\nsamskabelse check", "vores-site")
