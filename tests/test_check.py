"""The checker says everything that is wrong, in one run, and where."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from macros import cli, knowledge, report
from macros.check import check
from macros.load import load

TESTS = Path(__file__).parent


@pytest.mark.parametrize("name", ["awful", "unreadable"])
def test_every_mistake_has_its_message(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One awful folder, the complete list. UPDATE_GOLDEN=1 writes it anew."""
    assert cli.main(["--root", str(TESTS / name), "check"]) == 1
    said = capsys.readouterr().out
    expected = TESTS / name / "expected.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")
    assert said.count("\n") > 15


@pytest.mark.parametrize("form", ["github", "gitlab", "json", "sarif"])
def test_every_format_tells_every_problem(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    problems = knowledge.read(TESTS / "awful").problems
    assert cli.main(["--root", str(TESTS / "awful"), "check", "--format", form]) == 1
    said = capsys.readouterr().out
    if form == "github":
        assert said.count("\n::") == len(problems) - 1
        assert "\n::error file=data/cases.yaml,line=5,col=22::»municipalities«" in said
        return
    data = json.loads(said)
    rows = data["runs"][0]["results"] if form == "sarif" else data
    assert len(rows) == len(problems)
    if form == "gitlab":
        places = [row["location"] for row in rows]
        assert {"path": "data/cases.yaml", "lines": {"begin": 5}} in places
        assert len({row["fingerprint"] for row in rows}) == len(rows)
    if form == "json":
        assert set(rows[0]) == {
            "file", "line", "column", "message", "hint", "rule", "severity",
        }  # fmt: skip


def test_github_escapes_what_would_end_a_message() -> None:
    problem = report.Problem("a,b:c.yaml", 1, 2, "100 %\nnæste linje")
    said = "::error file=a%2Cb%3Ac.yaml,line=1,col=2::100 %25%0Anæste linje"
    assert report.as_github([problem]) == said


def test_the_real_data_has_no_problems() -> None:
    found = knowledge.read(TESTS.parent)
    assert found.problems == []
    assert len(found.site.nodes) > 500


HOSTILE = {
    "brackets": b"cases: " + b"[" * 30_000,
    "dashes": b"cases: " + b"- " * 30_000,
    "bomb": b"a: &a [x,x]\nb: &b [*a,*a]\ncases: [*b,*b]\n",
    "nul": b"cases:\n  - id: a\0b\n",
    "latin-1": "cases:\n  - id: blå\n".encode("latin-1"),
    "utf-16": "cases: []\n".encode("utf-16"),
    "only-bom": b"\xef\xbb\xbfcases: []\n",
    "long-line": b"cases:\n  - id: " + b"a" * 1_900_000,
    "huge": b"#" * 3_000_000,
    "tag": b"cases: !!python/object/apply:os.system [ls]\n",
    "scalars": b"cases:\n  - 1\n  - null\n  - [a]\n  - {}\n  - {id: [1], title: {a: b}}\n",
    "numbers": b"1: 2\ntrue: 3\nnull: 4\n",
    "parts": b"sets:\n  - {id: a, entries: x}\n  - {id: b, entries: [1, {id: 3}, null]}\n",
    "directive": b"%YAML 1.1\n%TAG ! tag:x,2000:\n---\ncases: []\n",
    "broken-pipe": b"cases:\n  - id: |\n a\n",
    "surrogate": b'cases:\n  - id: "\\ud800"\n',
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("file", ["cases", "principles"])
def test_no_input_makes_a_traceback(name: str, file: str, tmp_path: Path) -> None:
    """In a process of its own, so that a crash of the C reader would be seen."""
    (tmp_path / "data").mkdir()
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / "data" / f"{file}.yaml").write_bytes(HOSTILE[name])
    command = [sys.executable, "-m", "macros", "--root", str(tmp_path), "check"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=20, check=False, cwd=TESTS.parent
    )
    assert done.returncode in (0, 1)
    assert done.stderr == ""
    assert done.stdout.endswith(".\n")


def test_wrong_use_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--root", str(tmp_path), "check"]) == 2
    assert "mkdocs.yml" in capsys.readouterr().err


def test_a_folder_of_cases_is_read_beside_the_file(tmp_path: Path) -> None:
    cases = tmp_path / "data" / "cases"
    cases.mkdir(parents=True)
    for file in (TESTS / "small" / "data").iterdir():
        (tmp_path / "data" / file.name).write_bytes(file.read_bytes())
    text = (TESTS / "small" / "data" / "cases.yaml").read_text("utf-8")
    entry = text.split("  - id: ukendt")[0].split("\n", 1)[1]
    lines = "\n".join(line[4:] for line in entry.splitlines())
    for number in range(100):
        made = lines.replace("id: bakken", f"id: bakken-{number}")
        (cases / f"bakken-{number}.yaml").write_text(made, "utf-8")
    entries, problems = check(load(tmp_path))
    assert not problems
    assert sum(placed.raw.collection.name == "cases" for placed in entries) == 102
