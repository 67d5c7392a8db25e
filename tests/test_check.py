"""The checker says everything that is wrong, in one run, and where."""

import errno
import io
import json
import os
import pty
import random
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros import (
    boxes,
    cli,
    danish,
    examples,
    issue,
    knowledge,
    misfiled,
    references,
    report,
    write,
)
from macros.check import TOGETHER, check, shown
from macros.date_advice import FILL_IN
from macros.excerpt import excerpt, visible
from macros.fields import Record, record_in, safe_url
from macros.finding import Checked
from macros.kinds import COLLECTIONS
from macros.load import load
from macros.problem import Problem, errors
from macros.progress import Progress
from macros.read import DEPTH_LIMIT, Mark, Marks, read_yaml, would_be_misread

TESTS = Path(__file__).parent
ROOT = TESTS.parent


def golden(said: str, expected: Path) -> None:
    """What is said is what the file holds. UPDATE_GOLDEN=1 writes it anew: read the difference."""
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")


@pytest.mark.parametrize("name", ["awful", "unreadable", "misfit"])
def test_every_mistake_has_its_message(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """All of one awful folder, of files with one fault each, and of entries that do not fit."""
    assert cli.main(["--root", str(TESTS / name), "check"]) == 1
    golden(capsys.readouterr().out, TESTS / name / "expected.txt")


def test_every_mistake_names_the_rule_it_breaks() -> None:
    problems = knowledge.read(TESTS / "misfit").problems
    said = "".join(f"{one.file}:{one.line}:{one.column} {one.rule}\n" for one in problems)
    golden(said, TESTS / "misfit" / "expected-rules.txt")


@pytest.mark.parametrize("form", ["github", "gitlab", "json", "sarif"])
def test_every_format_tells_every_problem(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    problems = knowledge.read(TESTS / "awful").problems
    assert cli.main(["--root", str(TESTS / "awful"), "check", "--format", form]) == 1
    said = capsys.readouterr().out
    ending = "txt" if form == "github" else "json"
    golden(said, TESTS / "awful" / f"expected-{form}.{ending}")
    if form == "github":
        assert said.count("::error ") + said.count("::warning ") == len(problems)
        return
    data = json.loads(said)
    rows = data["runs"][0]["results"] if form == "sarif" else data
    assert len(rows) == len(problems)
    if form == "gitlab":
        assert len({row["fingerprint"] for row in rows}) == len(rows)


def test_sarif_has_the_shape_that_its_readers_ask_for() -> None:
    run = json.loads(report.as_sarif(knowledge.read(TESTS / "awful").problems))["runs"][0]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert result["ruleId"] in rules
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"].strip()
        assert re.fullmatch(r"[\w./%-]+", place["artifactLocation"]["uri"], re.ASCII)
        assert place["region"]["startLine"] >= 1 <= place["region"]["startColumn"]


def test_the_awful_folders_hold_many_kinds_of_mistakes() -> None:
    """A kind is a message without the names, values and numbers in it."""
    problems = [p for n in ("awful", "unreadable") for p in knowledge.read(TESTS / n).problems]
    changing = re.compile(r"»[^«]*«(?: \([^)]*\))?|[\w/-]+\.[a-z]+|[a-z]+/|\S*\d\S*")
    kinds = {(problem.rule, changing.sub("*", problem.message)) for problem in problems}
    assert len(kinds) >= 100
    assert all(problem.hint for problem in problems)
    unexplained = [str(one) for one in problems if not one.example]
    assert len(unexplained) <= 1, unexplained  # a field that is like no other


@pytest.mark.parametrize("sign", ["*", "**"])
def test_both_ways_to_mend_a_star_pass(tmp_path: Path, sign: str) -> None:
    """A star that stands for a note is to be seen; one that begins italics is to be ended."""
    shutil.copytree(TESTS / "small", tmp_path, dirs_exist_ok=True)
    cases = tmp_path / "data" / "cases.yaml"
    text = cases.read_text("utf-8")
    summary = next(line for line in text.splitlines() if "summary: " in line)
    start = summary[: summary.index("summary: ")]
    seen = "".join(f"\\{one}" for one in sign)

    def said(words: str) -> list[str]:
        cases.write_text(text.replace(summary, f"{start}summary: {words}", 1), "utf-8")
        return [one.hint for one in check(load(tmp_path))[1]]

    (hint,) = said(f"Prisen er lav {sign}se nedenfor.")
    assert f"eller {seen} for" in hint
    ways = [f"Prisen er lav {sign}se nedenfor{sign}.", f"Prisen er lav {seen}se nedenfor."]
    assert [said(way) for way in (*ways, f"'{ways[1]}'")] == [[], [], []]


def test_each_unreadable_file_has_its_own_fault() -> None:
    found = {problem.file for problem in knowledge.read(TESTS / "unreadable").problems}
    files = (TESTS / "unreadable" / "data").rglob("*.*")
    assert {path.relative_to(TESTS / "unreadable").as_posix() for path in files} == found


def test_problems_in_changed_files_come_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "repo"
    shutil.copytree(TESTS / "awful", root)

    def git(*arguments: str) -> None:
        named = ["-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
        subprocess.run(["git", "-C", str(root), *named], check=True, capture_output=True)

    def first(base: str) -> str:
        command = ["--root", str(root), "check", "--format", "json", "--changed", base]
        assert cli.main(command) == 1
        file: str = json.loads(capsys.readouterr().out)[0]["file"]
        return file

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "x")
    assert first("HEAD") == "data/assessments.yaml"
    with (root / "data" / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("# rettet\n")
    assert first("HEAD") == "data/sources.yaml"
    for unknown in ("findes-ikke", "--output=x"):
        command = ["--root", str(root), "check", f"--changed={unknown}"]
        assert cli.main(command) == 1
        said = capsys.readouterr()
        assert "git kender den ikke" in said.err
        assert said.out.startswith("data/assessments.yaml:12:50: ")
    assert not (root / "x").exists()


def test_without_git_the_problems_are_told_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cli.main(["--root", str(TESTS / "awful"), "check", "--changed", "main"]) == 1
    said = capsys.readouterr()
    assert "git er ikke installeret" in said.err
    assert said.out.startswith("data/assessments.yaml:12:50: ")


@pytest.mark.parametrize(
    ("line", "column", "shown", "pointed_at"),
    [
        ("title: Hej", 8, "title: Hej", "H"),
        ("\ttitle: Hej", 2, "→   title: Hej", "t"),
        ("日本: ja nej", 5, "日本: ja nej", "j"),
        ("e\u0301: nej", 5, "e\u0301: nej", "n"),
        ("a\x1b[31m\u202eb", 8, "a�[31m�b", "b"),
        ("kort", 99, "kort", ""),
        ("x" * 400 + "HER" + "y" * 400, 401, None, "H"),
        ("日" * 400 + "HER" + "本" * 400, 401, None, "H"),
    ],
)
def test_the_caret_stands_under_the_fault(
    line: str, column: int, shown: str | None, pointed_at: str
) -> None:
    said, caret = excerpt(line, column)
    assert shown is None or said == shown
    cells = [char for char in said for _ in range(width(char))]
    assert len(cells) <= 96
    assert "".join(cells[caret : caret + 1]) == pointed_at


def width(char: str) -> int:
    """The cells that a terminal gives a character."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def on_a_terminal(root: Path, **environment: str) -> str:
    """What `check` says on a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "macros", "--root", str(root), "check"]
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    subprocess.run(
        command, stdout=theirs, stderr=theirs, check=False, cwd=TESTS.parent,
        env={**clean, "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(theirs)
    said = b""
    while chunk := _read(ours):
        said += chunk
    os.close(ours)
    return said.decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


def test_colour_only_on_a_terminal_that_wants_it(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").touch()
    coloured = re.compile(r"\x1b\[[\d;]*m")  # the bar for those who wait is no colour
    assert coloured.search(on_a_terminal(tmp_path))
    assert not coloured.search(on_a_terminal(tmp_path, NO_COLOR="1"))


def test_progress_is_shown_to_those_who_wait_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr("macros.progress.time.monotonic", lambda: now[0])
    for terminal in (True, False):
        stream = io.StringIO()
        stream.isatty = lambda terminal=terminal: terminal  # type: ignore[method-assign]
        now[0] = 0
        with Progress(stream) as progress:
            progress("Læser", 1, 4)
            assert stream.getvalue() == ""
            now[0] = 1.5
            progress("Læser", 2, 4)
        assert ("Læser" in stream.getvalue() and " 50 %" in stream.getvalue()) is terminal
        assert stream.getvalue().endswith("\r\x1b[K" if terminal else "")


def test_text_cannot_give_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither to a terminal nor to GitHub, which takes commands from the log."""
    nasty = '  - id: "\\e[2J"\n    ::error::x: "a\\r::warning::b"\n    ::set-output name=a::b: 1\n'
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cases.yaml").write_text(f"cases:\n{nasty}", "utf-8")
    (tmp_path / "data" / "concepts").mkdir()
    alone = 'id: "\\e[2J"\ntitle: "\\e[2J"\ntitle: b\n'  # in a hint, and in what is right
    (tmp_path / "data" / "concepts" / "x.yaml").write_text(alone, "utf-8")
    for form in ("text", "github"):
        cli.main(["--root", str(tmp_path), "check", "--format", form])
        said = capsys.readouterr().out
        assert "\x1b" not in said
        assert "\r" not in said
        shown, _, quiet = said.partition("::stop-commands::")
        assert bool(quiet) is (form == "github")
        commands = [line for line in shown.splitlines() if line.strip().startswith("::")]
        own = ("::error file=", "::notice::GitHub", "::group::", "::stop")
        assert all(line.startswith(own) for line in commands)
        assert len(commands) == (0 if form == "text" else shown.count("::error file=") + 2)


def test_windows_files_are_welcome(tmp_path: Path) -> None:
    """Line ends of Windows and a byte order mark change nothing, not even the places."""
    shutil.copytree(TESTS / "small", tmp_path / "site")
    for path in (tmp_path / "site" / "data").iterdir():
        text = path.read_text("utf-8")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    here, there = load(TESTS / "small"), load(tmp_path / "site")
    assert check(there)[1] == check(here)[1]
    assert [(raw.line, raw.column) for raw in there.entries] == [
        (raw.line, raw.column) for raw in here.entries
    ]


def records() -> dict[str, type[Record]]:
    """Every record that an entry of any collection may hold."""
    found: dict[str, type[Record]] = {}
    waiting: list[type[Record]] = [collection.model for collection in COLLECTIONS]
    while waiting:
        record = waiting.pop()
        if record.__name__ not in found:
            found[record.__name__] = record
            inner = (record_in(info.annotation) for info in record.model_fields.values())
            waiting += filter(None, inner)
    return found


@pytest.mark.parametrize("name", records())
def test_every_field_has_a_right_example(name: str) -> None:
    """What is shown as right is accepted by the field table, whatever fields it gets."""
    record = records()[name]
    for key, info in record.model_fields.items():
        example = yaml.safe_load(examples.of_field(key, info))
        record.model_validate({**_whole(record), **example})


def _whole(record: type[Record]) -> dict[str, object]:
    needed = {key: info for key, info in record.model_fields.items() if info.is_required()}
    return {key: examples.value_of(key, info) for key, info in needed.items()}


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
    "hundred-megabytes": b"cases:\n  - id: " + b"a" * 100_000_000,
    "tag": b"cases: !!python/object/apply:os.system [ls]\n",
    "scalars": b"cases:\n  - 1\n  - null\n  - [a]\n  - {}\n  - {id: [1], title: {a: b}}\n",
    "numbers": b"1: 2\ntrue: 3\nnull: 4\n",
    "parts": b"sets:\n  - {id: a, entries: x}\n  - {id: b, entries: [1, {id: 3}, null]}\n",
    "directive": b"%YAML 1.1\n%TAG ! tag:x,2000:\n---\ncases: []\n",
    "broken-pipe": b"cases:\n  - id: |\n a\n",
    "surrogate": b'cases:\n  - id: "\\ud800"\n',
}


# In a process of its own, so that a crash of the C reader would be seen, and at which folder.
CHECKED = """
import sys
from macros import cli
for root in sys.argv[1:]:
    print(root, flush=True)
    print(cli.main(["--root", root, "check"]), flush=True)
"""


@pytest.mark.parametrize("file", ["cases", "principles"])
def test_no_input_makes_a_traceback(file: str, tmp_path: Path) -> None:
    roots = [str(tmp_path / name) for name in HOSTILE]
    for root, raw in zip(roots, HOSTILE.values(), strict=True):
        (Path(root) / "data").mkdir(parents=True)
        (Path(root) / "mkdocs.yml").touch()
        (Path(root) / "data" / f"{file}.yaml").write_bytes(raw)
    done = subprocess.run(
        [sys.executable, "-c", CHECKED, *roots],
        capture_output=True, text=True, timeout=120, check=False, cwd=TESTS.parent,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout[-500:]
    said = re.split(rf"^{re.escape(str(tmp_path))}/.*\n", done.stdout, flags=re.MULTILINE)[1:]
    assert len(said) == len(HOSTILE)
    assert [one for one in said if not re.search(r"\.\n[01]\n\Z", one)] == []


# What no field takes, or few: a value of each shape, empty and with something in it.
ODD: tuple[Any, ...] = ("", " ", 0, None, [], [""], [[]], {}, {"a": []}, "• x", ["x", "x"])


def _changed_once(entry: Any) -> Iterator[Any]:
    """An entry with each of its values in turn replaced by each odd one; of lists, the first."""
    yield from ODD
    inside: Iterable[Any] = ()
    if isinstance(entry, dict | list):
        inside = entry if isinstance(entry, dict) else range(min(len(entry), 1))
    for key in inside:
        for changed in _changed_once(entry[key]):
            whole = entry.copy()
            whole[key] = changed
            yield whole


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(path.stem for path in (ROOT / "data").glob("*.yaml")))
def test_no_value_in_any_field_makes_a_traceback(file: str, tmp_path: Path) -> None:
    """The richest entry of each collection in a file: what is wrong is told, in words."""
    data = yaml.safe_load((ROOT / "data" / f"{file}.yaml").read_text("utf-8"))
    (tmp_path / "data").mkdir()
    for key, entries in data.items():
        many = list(_changed_once(max(entries, key=lambda entry: len(str(entry)))))
        for at in range(0, len(many), 40):
            text = json.dumps({key: many[at : at + 40]}, ensure_ascii=False)
            (tmp_path / "data" / f"{file}.yaml").write_text(text, "utf-8")
            problems = check(load(tmp_path))[1]
            assert len(problems) > min(40, len(many) - at) / 2
            assert all(one.message and one.hint for one in problems)


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


def test_many_faults_are_the_same_on_any_number_of_cores(tmp_path: Path) -> None:
    """Each core looks at a part of the entries; every fault keeps its entry and its place."""
    shutil.copytree(TESTS / "small" / "data", tmp_path / "data")
    (tmp_path / "mkdocs.yml").touch()
    cases = tmp_path / "data" / "cases"
    cases.mkdir()
    text = (tmp_path / "data" / "cases.yaml").read_text("utf-8")
    entry = text.split("  - id: ukendt")[0].split("\n", 1)[1]
    lines = "\n".join(line[4:] for line in entry.splitlines())
    for number in range(300):
        made = lines.replace("id: bakken", f"id: bakken-{number:03}")
        if number % 3 == 0:
            made = re.sub(r"(?m)^summary: .*$", f"summary: De tog <b>sag {number}</b> op.", made)
        (cases / f"bakken-{number:03}.yaml").write_text(made, "utf-8")
    said = [
        subprocess.run(
            [sys.executable, "-m", "macros", "--root", str(tmp_path), "check", "--format", "json"],
            capture_output=True, text=True, check=False, cwd=TESTS.parent,
            env={**os.environ, "SAMSKABELSE_CORES": cores, "SAMSKABELSE_CACHE": ""},
        )
        for cores in ("1", "3")
    ]  # fmt: skip
    assert [(one.returncode, one.stderr) for one in said] == [(1, "")] * 2
    assert said[0].stdout == said[1].stdout
    faulty = {(one["file"], one["rule"]) for one in json.loads(said[0].stdout)}
    assert faulty == {(f"data/cases/bakken-{n:03}.yaml", "markdown") for n in range(0, 300, 3)}


def test_a_folder_without_data_says_so(tmp_path: Path) -> None:
    (problem,) = load(tmp_path).problems
    assert (problem.file, problem.line, problem.column, problem.rule) == ("data", 1, 1, "files")
    assert problem.message == "Mappen data/ findes ikke."
    assert problem.hint == "Kør i mappen med mkdocs.yml og data/."
    assert problem.example == "samskabelse --root . check"


def test_those_who_wait_hear_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []

    def tell(what: str, done: int, of: int) -> None:
        told.append((what, done, of))

    loaded = load(TESTS / "misfit", tell)
    assert told == [("Læser", 0, 3)]  # its one folder, with three files
    told.clear()
    check(loaded, tell)
    entries, steps = len(loaded.entries), len(TOGETHER) + 1
    assert told == [
        *(("Tjekker", number, entries) for number in range(entries)),
        *(("Sammenholder", number, steps) for number in range(steps)),
    ]


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        (("cases", 0, "area"), "a", (6, 15)),  # not the »a« of its key
        (("cases", 0, "what"), "vild", (14, 29)),
        (("cases", 0, "what"), "Bakken", (12, 7)),
        (("cases", 0, "what"), "      Bakken", (12, 1)),
        (("cases", 0, "area"), " by", (6, 11)),  # stands before the value
        (("cases", 0, "municipalities"), "[", (4, 21)),
        (("cases", 0, "area"), "findes ikke", (6, 11)),
        (("cases", 0, "area"), "phases", (6, 11)),  # stands on the line below
        (("cases", 0, "area", "x"), "y", (6, 12)),
        (("cases", 9), "cases", (2, 3)),
    ],
)
def test_words_are_found_in_the_value_they_stand_in(
    path: tuple[str | int, ...], text: str, place: tuple[int, int]
) -> None:
    assert load(TESTS / "small").find_within("data/cases.yaml", path, text) == Mark(*place)


def test_what_has_no_place_of_its_own_has_that_of_what_it_is_in() -> None:
    loaded, file = load(TESTS / "small"), "data/cases.yaml"
    assert loaded.locate(file, ("cases", 0, "area")) == Mark(6, 11)
    assert loaded.locate(file, ("cases", 0, "area"), key=True) == Mark(6, 5)
    assert loaded.locate(file, ("cases", 0, "ways", 3, "id")) == Mark(21, 11)
    assert loaded.locate(file, ("cases", 0, "x"), key=True) == Mark(2, 5)
    assert loaded.locate(file, ("x",)) == Mark(1, 1)
    assert loaded.lines(file)[5] == "    area: by-land"
    assert loaded.lines("docs/index.md")[0].startswith("#")
    assert loaded.lines("findes-ikke") == [""]
    assert loaded.written(file, ("x",)) == (file, ("x",))


def _all_of(*problems: Problem | None) -> list[dict[str, Any]]:
    """All of some problems, but for the line that they are shown with."""
    shown = {"source": "", "caret": 0}
    return [asdict(one) | shown if one else {} for one in problems]


def _read_one(text: str) -> tuple[object, list[Problem], Marks]:
    problems: list[Problem] = []
    marks = Marks()
    return read_yaml("x.yaml", text, problems, marks), problems, marks


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), ("-12", -12), ("+3", 3), ("0", 0), ("1" * 15, int("1" * 15)),
        ("1" * 16, "1" * 16),
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("none", "none"),
        ('"1"', "1"), ("'true'", "true"), ('"e\u0301"', "é"), ("e\u0301", "é"),
        ("“", "“"), ("i dag", "i dag"), ("nulls", "nulls"), ("{b: [1, x]}", {"b": [1, "x"]}),
        ("x-12", "x-12"), ("12a", "12a"), ("1, 2", "1, 2"),
    ],
)  # fmt: skip
def test_a_value_is_what_all_readers_take_it_for(text: str, value: object) -> None:
    found, problems, _ = _read_one(f"title: {text}\n")
    assert found == {"title": value}
    assert type(found["title"]) is type(value)  # type: ignore[index]
    assert problems == []


def test_data_may_lie_so_deep_and_no_deeper() -> None:
    deep = "[" * (DEPTH_LIMIT - 1) + "]" * (DEPTH_LIMIT - 1)
    assert _read_one(f"title: {deep}")[1] == []
    (problem,) = _read_one(f"title: [{deep}]")[1]
    assert problem.message == f"Data må højst ligge {DEPTH_LIMIT} niveauer dybt."


def test_each_key_and_value_has_its_place() -> None:
    _, _, marks = _read_one("a:\n  - b: x\n    c: [y,\n      z]\n")
    assert marks.keys == {
        ("a",): (1, 1), ("a", 0, "b"): (2, 5), ("a", 0, "c"): (3, 5),
    }  # fmt: skip
    assert marks.values == {
        ("a", 0, "b"): ((2, 8), (2, 9)),
        ("a", 0, "c", 0): ((3, 9), (3, 10)),
        ("a", 0, "c", 1): ((4, 7), (4, 8)),
        ("a", 0, "c"): ((3, 8), (4, 9)),
        ("a", 0): ((2, 5), (5, 1)),
        ("a",): ((2, 3), (5, 1)),
        (): ((1, 1), (5, 1)),
    }
    flat = Marks()
    read_yaml("x.yaml", "a:\n  - b: x\n", [], flat, depth_noted=2)
    assert flat.keys == {("a",): (1, 1)}
    assert set(flat.values) == {("a", 0), ("a",), ()}


@pytest.mark.parametrize(
    ("text", "example"),
    [
        (f"a: {'x' * 59}\na: ny", f"a: {'x' * 59}"),
        (f"a: {'x' * 60}\na: ny", "a: …"),
        ("a: [x]\na: ny", "a: …"),
        ('a: "2013-07-01"\na: ny', 'a: "2013-07-01"'),
        ('a: "b: c"\na: ny', 'a: "b: c"'),
        ("a: 2011\na: ny", "a: 2011"),
        ("a: true\na: ny", "a: true"),
        ('a: "x\\"y"\na: ny', "a: …"),
        ('a: "x\\\\y"\na: ny', "a: …"),
        ('a: "x\\ty"\na: ny', "a: …"),
        ("a: [“x”]", 'a: ["x"]'),
        ("a:\n  - “x”", '- "x"'),
        ("a: Sag #1 af 2", 'a: "Sag #1 af 2"'),
        ("a:\n  - Sag #1", '- "Sag #1"'),
        (f"a: “{'x' * 81}”", f'a: "{"x" * 80}"'),
        ("a: “”", 'a: ""'),
        ('a: “x"', 'a: "x"'),
        (f"a: &b {'x' * 61}", f'a: "&b {"x" * 60}"'),
        ('- &b "x"', '- "&b x"'),
        ("a: !b", 'a: "!b"'),
        ("!b x", '"!b x"'),
        ("a: !!str x", 'a: "x"'),
        ("a: NULL", "a: null"),
        ("a: NaN", "a: null"),
        ("a: N/A", "a: null"),
        ("a: 'nil'", "a: null"),
        ("no", '"no"'),
        ("- 0x1f", '- "0x1f"'),
        (r'a: "b\rc"', "a: Tekst uden tegnet"),
        (r'a: "b\u200bc"', "a: Tekst uden tegnet"),
        ("a:\n  <<: x", "title: En titel\nsummary: Én sætning."),
        ("a:\n  - b: >-\n      Et\n\tto\n", "      to"),
        ("a:\n  b: >-\n\tet\n", "    et"),
        ("a:\n\tb: x\n", "  b: x"),
        ("a:\n  - Et\n    b: [x]\n", "  - text: Et\n    b: [x]"),
    ],
)
def test_what_is_right_is_shown_as_it_would_stand_there(text: str, example: str) -> None:
    (problem,) = _read_one(text)[1]
    assert problem.example == example


@pytest.mark.parametrize(
    "text",
    [
        'a: "b\\tc"', "a: “x", "a: “", "a: nulle", "a: nono", "a: x & y", "a: ! x",
        "a: “x” og “y”", "a: x # y", "a: x#y", 'a: "x #y"', "a: x\n#y", "a: >-\n  x #y",
        "a: ““x”", "a: “x””",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_slip_is_let_be(text: str) -> None:
    assert _read_one(text)[1] == []


@pytest.mark.parametrize(
    ("text", "place", "example"),
    [
        ("a:\n  - Kommunen\n    - Borgerne", (3, 5), "  - Borgerne"),
        ("a:\n  - b: Kommunen\n      - Borgerne", (3, 7), "- Borgerne"),
        ("a: Kommunen\n  • Borgerne", (2, 3), "- Borgerne"),
        ("a: Kommunen\n  og\n  •Borgerne\n  • Andre\n  til", (4, 3), "- Andre"),
        ("a:\n  • Kommunen\n  • Borgerne", (2, 3),
         "a: |\n  - Det første punkt.\n  - Det andet punkt."),
        ("a: >-\n  To:\n  - Én\n  - To\nb: c", (3, 3),
         "a: |\n  - Det første punkt.\n  - Det andet punkt."),
        ("- >\n  To:\n  • Én\n  • To", (3, 3),
         "- |\n  - Det første punkt.\n  - Det andet punkt."),
        (f"a: {'x' * 56}\n  - Borgerne", (2, 3), "- Borgerne"),  # 59 letters
        (f"a: {'x' * 40}\n  - {'y' * 30}", (2, 3), f"- {'y' * 30}"),
        ("Kommunen\n- Borgerne", (2, 1), "- Borgerne"),
    ],
)  # fmt: skip
def test_points_that_become_one_line_of_text_are_told(
    text: str, place: tuple[int, int], example: str
) -> None:
    """An indentation too far, or a folded text, would take them out of their list in silence."""
    (problem,) = _read_one(text)[1]
    said = "Punktet er rykket så langt ind, at det bliver en del af teksten før."
    dash = f", så »-« står under de andre, i kolonne {example.index('-') + 1}"
    below = dash if example[0] == " " else " under de andre punkter"
    hint = f"Ret linjen ind{below}. Er det en tankestreg, så flyt den op på linjen før."
    if "|" in example:
        said = "Punkterne bliver til én lang linje."
        hint = "Skriv | efter nøglen, uden >, og begynd hvert punkt med »- « på sin egen linje."
    right = Problem("x.yaml", *place, said, hint, "points", example=example)
    assert _all_of(problem) == _all_of(right)


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  To:\n  - Én\n  - To", "a: >-\n  Vi kom\n  - og de gik", "a: Vi - og de\n  gik",
        f"a: {'Vi kom ' * 9}\n  - og de gik", f"a: {'x' * 57}\n  - og de gik",
        "a: |\n  To:\n    - Én\n    - To", "a: >-\n  Vi - To:\n  - Én\nb:\n  - To",
        "- >-\n  Vi - To:\n  - Én\n- To",
        "a: >-\n  To:\n\n  - Én\n\n  - To", 'a: "Vi\n  - og de"',
    ],
)  # fmt: skip
def test_dashes_in_a_text_and_points_that_stay_points_are_let_be(text: str) -> None:
    assert _read_one(text)[1] == []


@pytest.mark.parametrize("sign", "-–•")
def test_dashes_that_folding_puts_first_on_a_line_are_let_be(sign: str) -> None:
    """What `fix` writes is never refused, wherever its lines happen to end."""
    draw, first = random.Random(1), 0  # noqa: S311 - the same texts every time
    for _ in range(100):
        words = ["ord" * draw.randint(1, 4) for _ in range(90)]
        text = f" {sign} ".join(" ".join(words[at : at + 6]) for at in range(0, 90, 6))
        data, problems, _ = _read_one(written := write.entry({"a": text}, {}))
        assert (data, problems) == ({"a": text}, [])
        first += written.count(f"\n  {sign} ") > 1
    assert first > 2


def test_what_stands_in_curly_quotes_is_told_of_once() -> None:
    """Its value is what stands in them, so nothing is wrong with that as well."""
    assert _read_one("a: ”2011”")[0] == {"a": "2011"}


def test_an_entry_without_its_dash_is_told_of_once_and_read() -> None:
    text = "cases:\n  - id: a\n    how: [x]\n    id: b\n    how: [z]\n  - id: c\n"
    data, (problem,), marks = _read_one(text)
    assert data == {"cases": [{"id": "a", "how": ["x"]}, {"id": "b", "how": ["z"]}, {"id": "c"}]}
    right = Problem(
        "x.yaml", 4, 5,
        "»id« står også i linje 2, så her begynder en ny post, men der mangler en bindestreg.",
        "Skriv »- id:«, eller slet den ene.", "duplicate", example="- id: et-kort-navn",
    )  # fmt: skip
    assert _all_of(problem) == _all_of(right)
    assert marks.keys["cases", 1, "how"] == (5, 5)
    assert marks.values["cases", 1] == ((4, 5), (6, 3))


@pytest.mark.parametrize(
    ("text", "place", "said", "right"),
    [
        ("a: Sag #1 af 2", (1, 8), "#1 af 2", 'a: "Sag #1 af 2"'),
        (f"a:\n  - En #{'x' * 90}", (2, 8), f"#{'x' * 59}", f'- "En #{"x" * 76}"'),
        ("a: b\t#1\nc: d", (1, 6), "#1", 'a: "b #1"'),
        ('a: 5" #1', (1, 7), "#1", 'a: "5” #1"'),
    ],
)
def test_words_after_a_value_that_seem_to_belong_to_it_are_told(
    text: str, place: tuple[int, int], said: str, right: str
) -> None:
    (problem,) = _read_one(text)[1]
    wanted = Problem(
        "x.yaml", *place, f"Det, der kommer efter #, læses ikke med: »{said}«.",
        "Sæt citationstegn om hele teksten. Er det en bemærkning, så skriv »# «.", "cut-off",
        example=right,
    )  # fmt: skip
    assert _all_of(problem) == _all_of(wanted)


@pytest.mark.parametrize(
    "text", ["a: b # en", "a: b #", 'a: "b" #1', "a: |\n  b #1", "a: #1", "a: b##"]
)
def test_remarks_and_signs_that_are_read_are_let_be(text: str) -> None:
    assert _read_one(text)[1] == []


def test_two_entries_that_became_one_are_told_of_once() -> None:
    """Where the line between them is gone, each key of the second would stand twice."""
    text = "cases:\n  - id: a\n    b: x\n    c: x\n    d: x\n    b: z\n    c: z\n    d: z\n"
    right = Problem(
        "x.yaml", 6, 5, "»b« og 2 nøgler til står to gange i samme post (første gang fra linje 3).",
        "Begynder her en ny post, så mangler dens første linje, eller den står sidst på linjen "
        "før. Ellers behold hver nøgle én gang.",
        "duplicate", example="- id: et-kort-navn",
    )  # fmt: skip
    assert _all_of(*_read_one(text)[1]) == _all_of(right)


def test_two_entries_in_a_file_for_one_are_told_of_once() -> None:
    data, (problem,), _ = _read_one("id: a\ntitle: A\nid: b\ntitle: B\n")
    assert data is None
    right = Problem(
        "x.yaml", 3, 1,
        "Filen skal være én post, men »id« står også i linje 1, så her begynder en ny post.",
        "Flyt den til en fil for sig, eller slet den ene.", "refused",
        example="id: et-kort-navn\ntitle: En titel",
    )  # fmt: skip
    assert _all_of(problem) == _all_of(right)


@pytest.mark.parametrize(
    "text", ["id: a\nid: b\n", "[{id: a, x: 1, id: b}]", "a: {id: b, x: 1, id: c}"]
)
def test_an_id_that_stands_twice_begins_no_entry_everywhere(text: str) -> None:
    (problem,) = _read_one(text)[1]
    assert problem.hint == "Behold kun den ene."


def test_words_that_a_reader_would_take_for_something_else() -> None:
    taken = (
        "null ~ True FALSE no Yes 1 -2 007 0x1f 1.5 1e9 12:30 2013-07-01 .inf 1_000 = <<".split()
    )
    assert [text for text in ["", *taken] if not would_be_misread(text)] == []
    kept = "nul ja nej 1a a1 2013-07 12:75x 1.2.3 x=y v1".split()
    assert [text for text in kept if would_be_misread(text)] == []


def test_each_entry_and_each_part_of_it_knows_its_line() -> None:
    entries, _ = check(load(TESTS / "small"))
    lines = {name: line for placed in entries for name, line in placed.lines.items()}
    text = (TESTS / "small" / "data" / "principles.yaml").read_text("utf-8").splitlines()
    assert "- id: fp-2" in text[lines["fp-2"] - 1]
    assert "- id: fp-1" in text[lines["fp-1"] - 1]
    assert text[lines["frivilligraadet"] - 1] == "  - id: frivilligraadet"
    assert lines["bakken"] == 2


def test_changes_that_cannot_be_read_change_nothing(tmp_path: Path) -> None:
    shutil.copytree(TESTS / "small", tmp_path / "site")
    changes = tmp_path / "site" / "kommune" / "data" / "changes.yaml"
    changes.parent.mkdir(parents=True)
    changes.write_text("hide: [bakken\n", "utf-8")
    loaded = load(tmp_path / "site")
    assert loaded.changes is None
    assert [problem.file for problem in loaded.problems] == ["kommune/data/changes.yaml"]
    (tmp_path / "site" / "kommune" / "ukendt.txt").touch()
    assert len(load(tmp_path / "site").problems) == 2
    assert load(tmp_path / "site", own=False).problems == []


def test_a_file_that_holds_no_collection_is_of_the_wrong_type(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "glossary.yaml").write_text("- id: ord\n", "utf-8")
    loaded = load(tmp_path)
    assert [(one.file, one.line, one.rule) for one in loaded.problems] == [
        ("data/glossary.yaml", 1, "type")
    ]
    assert loaded.unreadable == {"glossary"}


@pytest.mark.parametrize(
    ("file", "identifier", "message", "hint", "right"),
    [
        ("Min case.yaml", "min-sag",
         "Filnavnet skal være små bogstaver a-z, tal og bindestreg, men er Min case.yaml.",
         "Kald filen min-sag.yaml.", "data/cases/min-sag.yaml"),
        ("min.yaml", "Æble!", "Filnavnet skal være postens id: »Æble!« ligger i min.yaml.",
         "Kald filen aeble.yaml, eller ret id'et.", "id: min"),
        ("min.yaml", "?", "Filnavnet skal være postens id: »?« ligger i min.yaml.",
         "Kald filen et-kort-navn.yaml, eller ret id'et.", "id: min"),
    ],
)  # fmt: skip
def test_a_file_is_named_after_its_entry(
    tmp_path: Path, file: str, identifier: str, message: str, hint: str, right: str
) -> None:
    name = f"data/cases/{file}"
    told = misfiled.misnamed(tmp_path, name, {"id": identifier})
    wanted = Problem(name, 1, 1, message, hint, "file-name", example=right)
    assert _all_of(told) == _all_of(wanted)


@pytest.mark.parametrize("nothing", ["{}", "null", '""'])
def test_what_is_nothing_is_not_told_to_stand_twice(site: Path, nothing: str) -> None:
    entry = ENTRY.format("ny").replace("how: null", f"how: [{nothing}, {nothing}]")
    (site / "data" / "cases" / "ny.yaml").write_text(entry, "utf-8")
    told = {one.rule for one in check(load(site))[1]}
    assert told
    assert "twice" not in told


def test_the_same_part_twice_and_a_list_for_an_entry_are_told_in_their_own_words(
    site: Path,
) -> None:
    file = site / "data" / "cases.yaml"
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n  - [a, a]\n", "utf-8")
    sets = site / "data" / "principles.yaml"
    text = sets.read_text("utf-8")
    part = re.search(r"(?s)      - id: .*?(?=\n      - id:)", text)
    assert part
    sets.write_text(text.replace(part[0], f"{part[0]}\n{part[0]}"), "utf-8")
    told = [one.rule for one in check(load(site))[1] if one.severity == "error"]
    assert "duplicate-id" in told
    assert "twice" not in told


def test_a_page_with_another_ending_is_told_its_right_name(site: Path) -> None:
    (site / "docs" / "Y.MD").write_text("# Y\n", "utf-8")
    right = Problem(
        "docs/Y.MD", 1, 1, "En side skal ende på .md, men filen ender på .MD.", "Kald den Y.md.",
        "files", example="docs/Y.md",
    )  # fmt: skip
    assert _all_of(*load(site).problems) == _all_of(right)


def test_a_source_that_nothing_leads_to_may_be_meant_by_another_id(site: Path) -> None:
    with (site / "data" / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "  - {id: kilde-ny, title: Den store rapport, publisher: null, year: null, "
            "kind: rapport, url: null, access: full}\n"
        )
    entry = ENTRY.format("ny").replace("[kilde-a]", "[den-store-rapport]")
    (site / "data" / "cases" / "ny.yaml").write_text(entry, "utf-8")
    (told,) = (one for one in check(load(site))[1] if one.rule == "uncited")
    assert told.message == "Ingen henviser til kilden »kilde-ny«."
    assert told.hint == "Er det den, der henvises til som »den-store-rapport«, så ret id'et dér."


def test_a_folder_and_a_file_may_hold_what_their_names_are_most_like(tmp_path: Path) -> None:
    """Folders are named after collections, and files of several after the first of them."""
    (tmp_path / "regionss").mkdir()
    (tmp_path / "regionss.yaml").touch()
    assert misfiled.meant_by(tmp_path / "regionss") == {"regions"}
    assert misfiled.meant_by(tmp_path / "regionss.yaml") == set()
    (tmp_path / "regions.yaml").touch()
    assert misfiled.meant_by(tmp_path / "regionss") == {"regions"}
    (tmp_path / "regions").mkdir()
    assert misfiled.meant_by(tmp_path / "regionss") == set()


def test_a_file_is_told_to_be_misnamed_where_its_id_stands(site: Path) -> None:
    file = site / "data" / "cases" / "x.yaml"
    file.write_text(f"# En bemærkning.\n{ENTRY.format('ny-sag')}", "utf-8")
    (told,) = load(site).problems
    assert (told.rule, told.line, told.column) == ("file-name", 2, 5)


def test_entries_on_one_line_are_told_apart(site: Path) -> None:
    """What is known of the one says nothing of the other."""
    (site / "data" / "cases.yaml").write_text("cases: [{id: a}, {id: a}]\n", "utf-8")
    first, second = load(site).entries[:2]
    assert first.data == second.data
    assert first.digest != second.digest


def test_hints_are_shown_without_signs_that_nobody_sees(site: Path) -> None:
    told = Problem("data/cases.yaml", 1, 1, "Nej\u200b.", "Skriv \u200bdet.", example="a: b")
    assert shown(load(site), told).hint == visible("Skriv \u200bdet.") != told.hint


def test_what_an_entry_with_faults_is_may_not_be_known(site: Path) -> None:
    """Of a file whose entries hold others: what leads there may lead right."""
    file = site / "data" / "principles.yaml"
    file.write_text(
        re.sub(r"(?m)^    title: .*$", "    title: []", file.read_text("utf-8")), "utf-8"
    )
    loaded = load(site)
    ids = {found[2]: found[3] for found in references.every_id(Checked(loaded, [], set()))}
    (broken,) = (one.data["id"] for one in loaded.entries if one.collection.name == "sets")
    assert ids[broken] == ""


@pytest.mark.parametrize(
    ("url", "given", "hint"),
    [
        ("https://a.dk/b/", "https://a.dk/b", "Det er »kilde-a«."),
        ("https://a.dk/b", "https://a.dk/b/", "Det er »kilde-a«."),
        ("https://a.dk/bX", "https://a.dk/b", "Er kilden ny, så opret den først."),
        ("https://a.dk/b", "https://a.dk/bX", "Er kilden ny, så opret den først."),
    ],
)
def test_a_source_that_is_named_by_its_address_is_found(
    site: Path, url: str, given: str, hint: str
) -> None:
    sources = site / "data" / "sources.yaml"
    old = "https://example.dk/bog?a=1&b=2"
    sources.write_text(sources.read_text("utf-8").replace(old, url), "utf-8")
    entry = ENTRY.format("ny").replace("phases: []", f'phases: ["{url}"]')
    entry = re.sub(r"(?m)^sources: .*$", f'sources: ["{given}"]', entry)
    (site / "data" / "cases" / "ny.yaml").write_text(entry, "utf-8")
    told = [one for one in check(load(site))[1] if one.file.endswith("ny.yaml")]
    hints = {one.message.partition("«")[0]: one.hint for one in told}
    said = "Skriv id'et på kilden i stedet for dens adresse."
    assert hints["»sources"] == f"{said} {hint}"
    assert hints["»phases"] == f"{said} Er kilden ny, så opret den først."


def test_a_folder_among_entries_is_told_what_would_be_right(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "cases"
    (folder / "tom").mkdir(parents=True)
    told = misfiled.not_an_entry(folder, folder / "tom", "data/cases/tom")
    assert told.example == "data/cases/et-kort-navn.yaml"


def test_data_beside_the_folder_for_it_is_told_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "sag.yml").write_text("id: sag\n", "utf-8")
    told = misfiled.outside(tmp_path / "sag.yml", "sag.yml")
    assert told.message == "Data skal ligge i mappen data/, men her ligger de ved siden af den."
    assert told.hint == "Flyt filen til data/."


def test_an_empty_file_is_an_entry_that_begins_where_it_does() -> None:
    (raw,) = (one for one in load(TESTS / "awful").entries if one.file.endswith("/tom.yaml"))
    assert (raw.data, raw.line, raw.column) == (None, 1, 1)


@pytest.mark.parametrize("text", ["id: [fase-2\n", "- id: fase-2\n"])
def test_nothing_is_said_of_links_to_a_file_that_could_not_be_read(
    tmp_path: Path, text: str
) -> None:
    shutil.copytree(TESTS / "small", tmp_path / "site")
    cases = tmp_path / "site" / "data" / "cases.yaml"
    cases.write_text(cases.read_text("utf-8").replace("phases: []", "phases: [fase-2]"), "utf-8")
    (tmp_path / "site" / "data" / "concepts").mkdir()
    (tmp_path / "site" / "data" / "concepts" / "fase-2.yaml").write_text(text, "utf-8")
    _, problems = check(load(tmp_path / "site"))
    assert [problem.file for problem in problems] == ["data/concepts/fase-2.yaml"]


def test_nothing_is_said_of_links_to_what_could_not_be_read(tmp_path: Path) -> None:
    shutil.copytree(TESTS / "small", tmp_path / "site")
    for file, key in (("principles", "sets"), ("concepts", "concepts")):
        (tmp_path / "site" / "data" / f"{file}.yaml").write_text(f"{key}:\n", "utf-8")
    _, problems = check(load(tmp_path / "site"))
    assert [(problem.file, problem.rule) for problem in problems] == [
        ("data/concepts.yaml", "type"),
        ("data/principles.yaml", "type"),
    ]


@pytest.mark.parametrize(
    ("file", "name", "many", "first"),
    [
        ("sources", "sources", "12 steder", "data/cases.yaml:22"),
        ("municipalities", "municipalities", "1 sted", "data/cases.yaml:4"),
        ("principles", "sets", "1 sted", "data/cases.yaml:20"),
    ],
)
def test_a_file_that_is_gone_is_told_of_once(
    tmp_path: Path, file: str, name: str, many: str, first: str
) -> None:
    """And not of each of the many references to what stood in it."""
    shutil.copytree(TESTS / "small", tmp_path / "site")
    (tmp_path / "site" / "data" / f"{file}.yaml").unlink()
    _, (problem,) = check(load(tmp_path / "site"))
    right = Problem(
        f"data/{file}.yaml", 1, 1,
        f"Der er ingen poster i »{name}«, men {many} henviser til dem, først {first}.",
        f"Filen data/{file}.yaml mangler. Læg den tilbage, eller ret henvisningerne.",
        "files", example=f"data/{file}.yaml",
    )  # fmt: skip
    assert _all_of(problem) == _all_of(right)


def test_two_files_that_are_gone_are_each_told_of_once(tmp_path: Path) -> None:
    shutil.copytree(TESTS / "small", tmp_path / "site")
    for file in ("sources", "municipalities"):
        (tmp_path / "site" / "data" / f"{file}.yaml").unlink()
    _, problems = check(load(tmp_path / "site"))
    assert [one.file for one in problems] == ["data/municipalities.yaml", "data/sources.yaml"]


@pytest.mark.parametrize("file", ["critique", "glossary", "charters"])
def test_a_file_that_is_gone_is_told_of_once_where_references_may_lead_anywhere(
    tmp_path: Path, file: str
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "data" / f"{file}.yaml").unlink()
    (problem,) = errors(check(load(tmp_path))[1])
    assert (problem.file, problem.rule) == (f"data/{file}.yaml", "files")
    said = re.fullmatch(
        rf"Der er ingen data/{file}\.yaml, og (\d+) steder henviser til id'er, der ikke findes, "
        r"først »([\w-]+)« i (data/\S+):(\d+)\.",
        problem.message,
    )
    assert said
    line = (tmp_path / said[3]).read_text("utf-8").splitlines()[int(said[4]) - 1]
    assert said[2] in line
    assert int(said[1]) >= 5
    assert problem.hint == "Læg filen tilbage. Har den aldrig været der, så ret henvisningerne."
    assert problem.example == f"data/{file}.yaml"


def test_of_two_files_that_may_be_gone_nothing_is_held_against_the_others(tmp_path: Path) -> None:
    """Such as words of the trade, which nobody can say are not explained."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    for file in ("glossary", "tours"):
        (tmp_path / "data" / f"{file}.yaml").unlink()
    (problem,) = check(load(tmp_path))[1]
    assert problem.message.startswith("Der er ingen data/glossary.yaml eller data/tours.yaml, og ")


# Files that hardly anything needs, so many unknown ids, and how often it is told that one is gone.
@pytest.mark.parametrize(
    ("files", "ids", "times"),
    [
        (("assessments",), 4, 0),
        (("assessments",), 5, 1),
        (("workshops", "assessments", "tours"), 5, 1),
        (("workshops", "assessments", "tours", "guides"), 5, 0),
    ],
)
def test_so_many_unknown_ids_stood_in_one_of_so_few_files(
    tmp_path: Path, files: tuple[str, ...], ids: int, times: int
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for file in files:
        (tmp_path / "data" / f"{file}.yaml").unlink()
    glossary = tmp_path / "data" / "glossary.yaml"
    first = len(glossary.read_text("utf-8").splitlines()) + 3
    links = "".join(f"      Se [a][intet-{one}].\n" for one in range(ids))
    with glossary.open("a", encoding="utf-8") as file:
        file.write(f"  - id: nyt-ord\n    title: Nyt\n    definition: >-\n{links}")
    told = [one for one in check(load(tmp_path))[1] if one.rule == "files"]
    assert len(told) == times
    if times:
        names = danish.join([f"data/{one}.yaml" for one in files], "eller")
        said = f"Der er ingen {names}, og 5 steder henviser til id'er, der ikke findes, først "
        assert told[0].message == f"{said}»intet-0« i data/glossary.yaml:{first}."


def test_a_few_unknown_ids_are_not_blamed_on_a_file_that_was_never_there(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "data" / "guides.yaml").unlink()
    assert {one.rule for one in errors(check(load(tmp_path))[1])} == {"reference"}


def test_a_collection_that_is_said_to_be_empty_has_references_to_nothing(tmp_path: Path) -> None:
    shutil.copytree(TESTS / "small", tmp_path / "site")
    (tmp_path / "site" / "data" / "sources.yaml").write_text("sources: []\n", "utf-8")
    _, problems = check(load(tmp_path / "site"))
    assert {problem.rule for problem in problems} == {"reference"}


@pytest.mark.parametrize(
    "address",
    [
        "https://[kommune].dk/",
        "http://[::1",
        "https://a.dk:b/",
        "https://a.dk:99999/",
        "http://\u2100",
    ],
)
def test_an_address_that_nothing_can_read_is_not_safe(address: str) -> None:
    with pytest.raises(ValueError, match="sikker"):
        safe_url(address)
    assert safe_url("https://[::1]:8000/[a]") == "https://[::1]:8000/[a]"


def _told(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What `check` tells of a folder with faults, without the examples."""
    assert cli.main(["--root", str(root), "check"]) == 1
    said = capsys.readouterr().out
    return [line for line in said.splitlines() if re.match(r"\S+:\d+:\d+: ", line)]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The small collection with a folder of cases and one of a municipality."""
    root = tmp_path / "site"
    shutil.copytree(TESTS / "small", root)
    for name in ("data/cases", "docs", "kommune/data", "kommune/partials"):
        (root / name).mkdir(parents=True, exist_ok=True)
    return root


def test_what_no_page_should_show_is_told_where_it_is(site: Path) -> None:
    """Two versions for somebody to choose between, and a box that would have an English heading."""
    page = "# Hej\n\n```\n<<<<<<< her\n!!! note\n```\n\n<<<<<<< her\nA\n\n  !!! warning\n      B\n"
    (site / "docs" / "ny.md").write_text(page, "utf-8")
    told = [one for one in load(site).problems if one.file == "docs/ny.md"]
    assert _all_of(*sorted(told)) == _all_of(
        Problem(
            "docs/ny.md", 8, 1, "Her står to udgaver af samme tekst, som git ikke kunne flette.",
            "Behold den rigtige, og slet den anden og linjerne med <<<<<<<, ======= og >>>>>>>.",
            "markdown", example="Den rigtige udgave.",
        ),
        Problem(
            "docs/ny.md", 11, 3, "Boksen skal have en dansk overskrift, men får »Warning«.",
            'Skriv den i citationstegn, eller skriv "" for ingen.', "markdown", "warning",
            example='!!! warning "Bemærk"',
        ),
    )  # fmt: skip


def test_an_address_is_told_without_the_signs_after_it(site: Path) -> None:
    file = site / "data" / "sources.yaml"
    file.write_text(file.read_text("utf-8").replace("a=1&b=2", "a=1&b=X,;"), "utf-8")
    address = "https://example.dk/bog?a=1&b=X"
    (told,) = (one for one in check(load(site))[1] if one.severity == "error")
    assert (told.rule, told.example) == ("url", f"url: {address}")
    assert told.message == f"En adresse skal slutte uden tegn efter sig, men er »{address},;«."
    assert told.hint == "Slet »;« sidst."


@pytest.mark.parametrize(("known", "written"), [("bog", "bog/"), ("bog/", "bog"), ("x", "x")])
def test_a_source_is_known_by_its_address(site: Path, known: str, written: str) -> None:
    sources, cases = site / "data" / "sources.yaml", site / "data" / "cases.yaml"
    text = sources.read_text("utf-8").replace("bog?a=1&b=2", known)
    sources.write_text(text, "utf-8")
    address = f"https://example.dk/{written}"
    text = cases.read_text("utf-8").replace("[kilde-b]", f'["{address}"]', 1)
    cases.write_text(text, "utf-8")
    (told,) = (one for one in check(load(site))[1] if one.severity == "error")
    assert told.hint == "Skriv id'et på kilden i stedet for dens adresse. Det er »kilde-a«."


def test_links_to_nothing_are_files_that_cannot_be_read(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("data/cases/y.yaml", "data/z.yaml", "docs/x.md", "kommune/partials/set.html"):
        (site / name).symlink_to(Path(name).name)
    for name in ("data/cases/v.yaml", "data/sources.yaml.x", "kommune/partials/case.html"):
        (site / name).symlink_to("findes-ikke")
    (site / "kommune" / "partials" / "concept.html").mkdir()
    dangling = (
        "Filen kan ikke læses: den er et link til noget, der ikke findes. "
        "Slet linket, eller ret det."
    )
    folder = "Filen kan ikke læses: den er en mappe. Omdøb mappen, eller flyt den."
    loop = dangling.replace("noget, der ikke findes", "sig selv")
    assert _told(site, capsys) == [
        f"data/cases/v.yaml:1:1: {dangling}",
        f"data/cases/y.yaml:1:1: {loop}",
        f"data/sources.yaml.x:1:1: {dangling}",
        f"data/z.yaml:1:1: {loop}",
        f"docs/x.md:1:1: {loop}",
        f"kommune/partials/case.html:1:1: {dangling}",
        f"kommune/partials/concept.html:1:1: {folder}",
        f"kommune/partials/set.html:1:1: {loop}",
    ]


@pytest.mark.parametrize("whole", [False, True])
def test_an_entry_that_cannot_be_read_may_be_the_one_that_others_name(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    """Whoever mends the link has no more to mend: it is not told that nobody has the id."""
    folder = site / "data" / "municipalities"
    folder.mkdir()
    (folder / "ny.yaml").symlink_to("findes-ikke")
    cases = site / "data" / "cases.yaml"
    text = cases.read_text("utf-8")
    cases.write_text(text.replace("municipalities: [aeblestad]", "municipalities: [ny]"), "utf-8")
    assert cases.read_text("utf-8") != text
    scandir = os.scandir

    def shut(path: Any = ".") -> Any:
        if whole and str(path) == str(folder):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", shut)
    (only,) = _told(site, capsys)
    first = "municipalities:1:1: Mappen" if whole else "municipalities/ny.yaml:1:1: Filen"
    assert only.startswith(f"data/{first} kan ikke læses")


def test_a_link_to_nothing_has_its_place_and_code_has_none(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "# X\n\n`[a](https://[a].dk)` og [b](https://b.dk:port/)\n\n```\n[c](https://[c].dk)\n```\n"
    )
    (site / "docs" / "x.md").write_text(f"{text}\n[d](https://[d].dk/)\n", "utf-8")
    must = "Et link skal have en hel og sikker adresse, men er"
    assert _told(site, capsys) == [
        f"docs/x.md:3:30: {must} »https://b.dk:port/«. Ret adressen, eller fjern linket.",
        f"docs/x.md:9:5: {must} »https://[d].dk/«. {FILL_IN}",
    ]


@pytest.mark.parametrize(
    "folder",
    ["data", "data/cases", "docs", "docs/under", "kommune", "kommune/data", "kommune/docs",
     "kommune/partials", "kommune/data/cases"],
)  # fmt: skip
def test_a_folder_that_may_not_be_read_is_told(
    folder: str, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / folder).mkdir(parents=True, exist_ok=True)
    scandir, listdir = os.scandir, os.listdir

    def shut(path: Any = ".") -> None:
        if str(path) == str(site / folder):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", lambda path=".": shut(path) or scandir(path))
    monkeypatch.setattr(os, "listdir", lambda path=".": shut(path) or listdir(path))
    assert f"{folder}:1:1: Mappen kan ikke læses: I må ikke læse den. Ret dens rettigheder." in (
        _told(site, capsys)
    )


def test_a_folder_that_may_not_be_entered_is_told(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it holds can be listed, but not looked at."""
    (site / "kommune" / "brand.yaml").touch()
    stat = os.stat

    def shut(path: Any, **given: Any) -> os.stat_result:
        if str(path).startswith(str(site / "kommune") + "/"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return stat(path, **given)

    monkeypatch.setattr(os, "stat", shut)
    assert _told(site, capsys) == [
        f"kommune/{name}:1:1: {what} kan ikke læses: I må ikke læse den. Ret dens rettigheder."
        for name, what in (("brand.yaml", "Filen"), ("data", "Mappen"), ("partials", "Mappen"))
    ]


@pytest.mark.parametrize("name", ["docs/x.md", "data/cases2.yaml", "data/cases/x.yaml",
                                  "data/sources.yaml", "kommune/partials/set.html"])  # fmt: skip
def test_a_pipe_is_not_waited_for(
    name: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / name).unlink(missing_ok=True)
    os.mkfifo(site / name)
    told = f"{name}:1:1: Filen kan ikke læses: den er ingen almindelig fil. Slet den."
    assert _told(site, capsys) == [told]


@pytest.mark.parametrize(
    ("name", "what"),
    [("kommune", "mappe"), ("kommune/data", "mappe"), ("kommune/docs", "mappe"),
     ("kommune/assets", "mappe"), ("kommune/partials", "mappe"), ("kommune/brand.yaml", "fil"),
     ("kommune/style.css", "fil")],
)  # fmt: skip
def test_a_file_for_a_folder_and_a_folder_for_a_file_are_told(
    name: str, what: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = site / name
    shutil.rmtree(path, ignore_errors=True)
    path.touch() if what == "mappe" else path.mkdir()
    other = {"mappe": "fil", "fil": "mappe"}[what]
    article = {"mappe": "en mappe", "fil": "en fil"}
    hint = f"Omdøb den, og læg {article[what]} i stedet, eller slet den."
    told = f"{name}:1:1: {name} skal være {article[what]}, men er {article[other]}. {hint}"
    assert _told(site, capsys) == [told]
    shutil.rmtree(path, ignore_errors=True)
    path.unlink(missing_ok=True)
    path.symlink_to("findes-ikke")
    (said,) = _told(site, capsys)
    assert said.startswith(f"{name}:1:1: ")
    assert said.endswith(
        " kan ikke læses: den er et link til noget, der ikke findes. Slet linket, eller ret det."
    )


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("cases/ny.yaml", "data/cases/ny.yaml"),
        ("ny.yaml", "data/cases/ny.yaml"),
        ("docs/cases/ny.yaml", "data/cases/ny.yaml"),
        ("kommune/docs/ny.yaml", "kommune/data/cases/ny.yaml"),
        ("data/cases/2026/ny.yaml", "data/cases/ny.yaml"),
    ],
)
def test_an_entry_in_a_folder_where_nobody_looks_is_told_where_to_lie(
    name: str, there: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--root", str(site), "check", "--format", "json"]) == 0
    capsys.readouterr()
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text(ENTRY.format("ny"), "utf-8")
    assert cli.main(["--root", str(site), "check", "--format", "json"]) == 1
    (only,) = json.loads(capsys.readouterr().out)
    assert only["example"] == there


def test_settings_beside_the_data_are_no_data(site: Path) -> None:
    (site / "publiccode.yml").write_text("publiccodeYmlVersion: '0.4'\nname: x\n", "utf-8")
    assert cli.main(["--root", str(site), "check"]) == 0


def test_a_style_in_another_encoding_is_told_of_before_it_ends_a_build(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "kommune" / "style.css").write_bytes("a {}\n/* Blå */\n".encode("cp1252"))
    (said,) = _told(site, capsys)
    assert said.startswith("kommune/style.css:2:6: Filen skal være gemt som UTF-8,")


def test_hidden_files_are_nobodys(site: Path) -> None:
    """Those that editors and computers leave behind."""
    for name in ("data/cases/.x.yaml.swp", "data/cases/.DS_Store", "data/.DS_Store", "docs/.x.md"):
        (site / name).write_bytes(b"\xff\xfe")
    (site / "docs" / ".#x.md").symlink_to("nogen@maskinen.123")
    assert load(site).problems == []


def test_nobody_is_told_to_write_over_an_entry(site: Path) -> None:
    """A copy that an editor left behind beside what it is a copy of."""
    for name in ("a.yaml~", "b.yaml.bak", "b.yaml"):
        (site / "data" / "cases" / name).write_text("id: b\n", "utf-8")
    assert [(one.file, one.hint) for one in load(site).problems] == [
        ("data/cases/a.yaml~", "Omdøb den til a.yaml."),
        ("data/cases/b.yaml.bak", "Slet den, eller flyt den ud af data/: b.yaml findes."),
    ]


ENTRY = """\
id: {}
title: Ny
municipalities: [aeblestad]
period: {{start: 2011, end: null}}
area: null
phases: []
form: uklart
actors: null
summary: Én sætning.
what: En tekst.
how: null
outcome: null
learning: null
principles: []
ways: []
sources: [kilde-a]
certainty: confirmed
"""


@pytest.mark.parametrize(
    ("name", "given", "hint"),
    [
        ("Ny-Sag.yaml", "ny-sag", "Kald filen ny-sag.yaml."),
        ("årets-sag.yaml", "årets-sag", "Kald filen aarets-sag.yaml."),
        ("ny sag.yaml", "ny-sag", "Kald filen ny-sag.yaml."),
        ("ny-sag.yaml", "ny-såg", "Kald filen ny-saag.yaml, eller ret id'et."),
        ("x.yaml", "ny-sag", "Kald filen ny-sag.yaml, eller ret id'et."),
        ("ny-sag.YAML", "ny-sag", "Omdøb den til ny-sag.yaml."),
        ("ny-sag", "ny-sag", "Omdøb den til ny-sag.yaml."),
        ("ny-sag.txt", "ny-sag", "Omdøb den til ny-sag.yaml."),
    ],
)
def test_who_names_a_file_as_told_has_named_it_right(
    name: str, given: str, hint: str, site: Path
) -> None:
    file = site / "data" / "cases" / name
    file.write_text(ENTRY.format(given), "utf-8")
    told = [one for one in load(site).problems if one.rule in ("file-name", "files")]
    assert [one.hint for one in told] == [hint]
    file.unlink()
    (right,) = re.findall(r"[\w-]+\.yaml", hint)
    file.with_name(right).write_text(ENTRY.format(Path(right).stem), "utf-8")
    assert load(site).problems == []


def test_the_copy_of_a_file_is_told_of_and_not_the_file(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ny (1).yaml", "ny.yaml"):
        (site / "data" / "cases" / name).write_text(ENTRY.format("ny"), "utf-8")
    assert cli.main(["--root", str(site), "check", "--format", "json"]) == 1
    (only,) = json.loads(capsys.readouterr().out)
    assert only["file"] == "data/cases/ny (1).yaml"
    assert only["hint"] == (
        "Er filen en kopi, så slet den. Ellers vælg et andet id, og kald filen det."
    )


@pytest.mark.parametrize("name", ["Sources.yaml", "kilder.yaml", "sources.yml"])
def test_of_a_file_with_another_name_is_told_but_not_of_all_that_it_holds(
    name: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "data" / "sources.yaml").rename(site / "data" / name)
    (only,) = _told(site, capsys)
    assert only.startswith(f"data/{name}:1:1: ")
    assert "sources.yaml" in only


def test_a_box_with_an_english_heading_is_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    boxes = '```\n!!! warning\n```\n\n!!! note\n    Et.\n\n!!! danger "Pas på"\n    To.\n\n'
    (site / "docs" / "x.md").write_text(f"# X\n\n{boxes}!!! warning inline\n    Tre.\n", "utf-8")
    assert cli.main(["--root", str(site), "check"]) == 0
    assert capsys.readouterr().out.startswith(
        "docs/x.md:13:1: Boksen skal have en dansk overskrift, men får »Warning«."
    )


def test_a_page_in_two_versions_is_not_shown(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "docs" / "x.md").write_text("# X\n\n```\n<<<<<<< a\n```\n\nEt\n=======\n", "utf-8")
    assert cli.main(["--root", str(site), "check"]) == 0
    (site / "docs" / "x.md").write_text("# X\n<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n", "utf-8")
    (only,) = _told(site, capsys)
    assert only.startswith("docs/x.md:2:1: Her står to udgaver")


def test_a_value_that_is_wrong_with_quotes_as_well_is_told_of_once(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ENTRY.format("ny").replace("start: 2011", "start: 2013-02-30").replace("uklart", "no")
    (site / "data" / "cases" / "ny.yaml").write_text(text, "utf-8")
    start, form = _told(site, capsys)
    assert "Februar 2013 har 28 dage." in start
    assert "»no«" in form


@pytest.mark.parametrize(
    ("right", "wrong", "place", "example"),
    [
        ("}\narea: null", ", area: null}", (4, 34), "area: null"),
        (
            "period: {start: 2011, end: null}",
            "start: 2011\nend: null",
            (4, 1),
            "period:\n  start: 2011",
        ),
        ("how: null", "how:\n  - {text: Én., learning: []}", (12, 17), "learning: …"),
    ],
)
def test_a_field_too_far_in_or_out_is_told_of_once_with_its_place(
    right: str, wrong: str, place: tuple[int, int], example: str, site: Path
) -> None:
    text = ENTRY.format("ny")
    assert right in text
    (site / "data" / "cases" / "ny.yaml").write_text(text.replace(right, wrong), "utf-8")
    _, [first, *more] = check(load(site))
    assert ((first.line, first.column), first.example) == (place, example)
    assert {one.rule for one in more} <= {"extra_forbidden"}


@pytest.mark.parametrize(
    ("right", "wrong", "example"),
    [
        ("start: 2011", "start: juli 2013", 'start: "2013-07"'),
        ("start: 2011", "start: 7/2013", 'start: "2013-07"'),
        ("start: 2011", "start: ca. 2013", "start: 2013"),
        ("start: 2011", "start: 2011-2013", "start: 2011\nend: 2013"),
        ("end: null", "end: igangværende", "end: null"),
        ("actors: null", "actors:\n  • Borgerne\n  • Byen", "actors:\n  - Borgerne\n  - Byen"),
        ("actors: null", "actors:\n  – Fra-til\n  – Byen", "actors:\n  - Fra-til\n  - Byen"),
        ("title: Ny", "title:\nNy", "title: Ny"),
        ("actors: null", "actors:\n• Borgerne", "- Borgerne"),
        ("what: En tekst", "what: En\u2028tekst", "what: En tekst."),
        # What was written stays: no other year, and no id that nobody wrote.
        ("period: {start: 2011, end: null}", "period: 2013", "period: {start: 2013, end: null}"),
        (
            "period: {start: 2011, end: null}",
            "period: fra 2013 til nu",
            "period: {start: 2013, end: null}",
        ),
        (
            "period: {start: 2011, end: null}",
            "period: maj 2013 – juni 2014",
            "period: {start: 2013, end: 2014}",
        ),
        ("sources: [kilde-a]", "kilder: [kilde-a, kilde-b]", "sources: [kilde-a, kilde-b]"),
        ("sources: [kilde-a]", "sources: kilde-a, kilde-b", "sources: [kilde-a, kilde-b]"),
        ("actors: null", "actors:\n  1. Byen\n  2. Vi", "actors:\n  - Byen\n  - Vi"),
        ("actors: null", "actors: |\n  - Byen\n  - Vi", "actors:\n  - Byen\n  - Vi"),
        ("what: En tekst", "description: En tekst", "what: Nogle få ord"),
        ("sources: [kilde-a]", "sources: [{source: kilde-a, side: s. 4}]", "locator: s. 24"),
        ("actors: null", "actors: Kommunen, byen", "actors:\n  - Kommunen, byen"),
        (
            "principles: []",
            "principles: {id: fp-2, why: Et.}",
            "principles:\n  - id: fp-2\n    why: Et.",
        ),
        ("phases: []", "phases: [1]", "phases: [id-paa-fase]"),
        ("sources: [kilde-a]", "sources: [https://example.dk/bog?a=1&b=2]", "sources: [kilde-a]"),
        ("sources: [kilde-a]", "sources: [https://example.dk/ny]", "sources: [id-paa-en-kilde]"),
        ("what: En tekst", "what: En [tekst][en-helt-anden]", "tekst"),
        ("what: En tekst", "what: En [tekst](https://dr.dk/nyt,)", "[tekst](https://dr.dk/nyt)"),
    ],
)
def test_what_is_shown_as_right_is_made_of_what_was_written(
    right: str, wrong: str, example: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ENTRY.format("ny")
    (site / "data" / "cases" / "ny.yaml").write_text(text.replace(right, wrong), "utf-8")
    assert cli.main(["--root", str(site), "check", "--format", "json"]) == 1
    (only,) = json.loads(capsys.readouterr().out)
    assert only["example"] == example


@pytest.mark.parametrize(
    ("right", "wrong", "example"),
    [
        # A list is shown whole: who copies it loses nothing, and has no id in it twice.
        ("phases: []", "phases: [fase-1, fase-en]", "phases: [fase-1]"),
        ("sources: [kilde-a]", "sources: [kilde-a, kilda-b]", "sources: [kilde-a, kilde-b]"),
        (
            "sources: [kilde-a]",
            "sources: [ganske-andet, kilde-b]",
            "sources: [id-paa-en-kilde, kilde-b]",
        ),
        # No id that only happens to be there is shown as right.
        (
            "municipalities: [aeblestad]",
            "municipalities: [fase-1]",
            "municipalities: [id-paa-en-kommune]",
        ),
        ("sources: [kilde-a]", "sources: [kilde-a, {source: kilda-b}]", "source: kilde-b"),
        ("principles: []", "principles: [{id: xxxx, why: Et.}]", "id: id-paa-et-princip"),
        ("sources: [kilde-a]", "sources: []", "sources: [id-paa-en-kilde]"),
        ("form: uklart", "form: uklart\nstatus: moved", "see: id-paa-en-case"),
    ],
)  # fmt: skip
def test_an_id_that_is_shown_as_right_is_near_the_wrong_one_or_none(
    right: str, wrong: str, example: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ENTRY.format("ny")
    assert right in text
    (site / "data" / "cases" / "ny.yaml").write_text(text.replace(right, wrong), "utf-8")
    assert cli.main(["--root", str(site), "check", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["example"] == example


@pytest.mark.parametrize(
    ("file", "right", "wrong", "example"),
    [
        ("municipalities", "col: 20", "col: 1.020", "col: 1020"),
        ("sources", '"https://example.dk/bog?a=1&b=2"', '"<https://example.dk/bog>"',
         "url: https://example.dk/bog"),
        ("sources", '"https://example.dk/bog?a=1&b=2"', '"https://example.dk/bog,"',
         "url: https://example.dk/bog"),
        ("sources", '"https://example.dk/bog?a=1&b=2"', '"example.dk/bog,"',
         "url: https://example.dk/bog"),
        ("sources", '"https://example.dk/bog?a=1&b=2"', '"[bog](https://example.dk/bog)"',
         "url: https://example.dk/bog"),
    ],
)  # fmt: skip
def test_a_value_in_the_wrong_dress_is_shown_without_it(
    file: str, right: str, wrong: str, example: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = site / "data" / f"{file}.yaml"
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    assert cli.main(["--root", str(site), "check", "--format", "json"]) == 1
    (only,) = json.loads(capsys.readouterr().out)
    assert only["example"] == example


FAILING_PAGE = """---
menu: X
vores: 7
---
# Side

{{ 1/0 }} og {{ vores }} {{ 1/0 }} {{ "x" | uper }} {{ blok("front") }}

{{ block() }} {{ block("front", 3) }} {{ form("case") }} {{ nej }}

{% set a = {"b": 1} %}{{ a.c }} {{ block("nej" ~ a.b) }} {{ 1 + "a" }} {{ "%d" % "a" }}

{% include "nej.md" %}
"""
TOLD_OF_FAILING = """\
docs/x.md:7:1: En makro kan ikke udfyldes: der kan ikke deles med nul.
docs/x.md:7:45: Filteret »uper« findes ikke.
docs/x.md:7:56: Ingen makro hedder »blok«.
docs/x.md:9:1: En makro kan ikke udfyldes: der mangler noget i parentesen.
docs/x.md:9:15: En makro kan ikke udfyldes: der står for meget i parentesen.
docs/x.md:9:39: En makro kan ikke udfyldes: det, der står i parentesen, findes ikke.
docs/x.md:9:61: Ingen makro hedder »nej«.
docs/x.md:11:23: En makro kan ikke udfyldes: »c« findes ikke.
docs/x.md:11:33: En makro kan ikke udfyldes: ingen blok hedder »nej1«.
docs/x.md:11:58: En makro kan ikke udfyldes: værdierne kan ikke regnes sammen.
docs/x.md:11:72: En makro kan ikke udfyldes: »%d format: a real number is required, not str«.
docs/x.md:13:1: En makro kan ikke udfyldes: filen »nej.md« findes ikke.
"""


@pytest.mark.parametrize("command", ["check", "build"])
def test_all_macros_that_fail_are_told_with_the_faults_in_the_data(
    site: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "docs" / "x.md").write_text(FAILING_PAGE, "utf-8")
    (site / "docs" / "y.md").write_text("# Y\n\n50 {% af alle\n", "utf-8")
    (site / "data" / "cases.yaml").write_text("cases: 3\n", "utf-8")
    assert cli.main(["--root", str(site), command]) == 1
    said = "".join(capsys.readouterr())
    lines = [one for one in said.splitlines() if one.startswith(("docs/", "data/"))]
    assert lines[0].startswith("data/cases.yaml:1:1: ")
    wanted = [*TOLD_OF_FAILING.splitlines(), "docs/y.md:3:4: En makro kan ikke læses"]
    assert [one.startswith(start) for one, start in zip(lines[1:], wanted, strict=True)] == [
        True for _ in wanted
    ], lines
    assert "     7 | {{ 1/0 }} og {{ vores }}" in said


def test_what_only_an_engine_or_nobody_may_do_is_left_to_it(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a page could do to whoever checks it is not tried, and no fault."""
    gone = site / "gone"
    tried = f"{{{{ block.__globals__.os.mkdir('{gone}') }}}}"
    for name, text in (("engine", "{{ page.x.y }}"), ("code", tried), ("raw", "{{ nej }}")):
        said = "---\nrender_macros: false\n---\n" if name == "raw" else ""
        (site / "docs" / f"{name}.md").write_text(f"{said}# X\n\n{text}\n", "utf-8")
    assert cli.main(["--root", str(site), "check"]) == 0, capsys.readouterr().out
    assert not gone.exists()


def test_a_macro_in_what_a_page_says_of_itself_is_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An engine would fill it for itself, and the site would show its signs."""
    (site / "docs" / "x.md").write_text("---\ntitle: '{{ site }}'\n---\n\n# X\n", "utf-8")
    (only,) = _told(site, capsys)
    assert (
        only == "docs/x.md:2:8: »title« skal være en tekst uden makroer. Skriv det, der skal stå."
    )


def test_places_that_macros_make_are_known_to_the_check(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# X\n\n[a](#nede) {{ 1 }} [b](y.md#case) [c](y.md#nede) [d](nej.md)\n"
    (site / "docs" / "x.md").write_text(text, "utf-8")
    (site / "docs" / "y.md").write_text("# Y\n\n{{ fields() }}\n", "utf-8")
    nowhere = "Et link skal føre til et sted, der findes på siden, men er"
    dead = "Et link skal føre til noget, der findes, men er »nej.md«. Mente du »index.md«?"
    lost = [
        f"docs/x.md:3:5: {nowhere} »#nede«. Ret det, der står efter #, eller slet det.",
        f"docs/x.md:3:39: {nowhere} »y.md#nede«. Ret det, der står efter #, eller slet det.",
        f"docs/x.md:3:54: {dead}",
    ]
    assert _told(site, capsys) == lost
    # While there are faults in the data, only what is written by hand is known.
    (site / "data" / "cases.yaml").write_text("cases: 3\n", "utf-8")
    assert [one for one in _told(site, capsys) if one.startswith("docs/")] == lost[:1]


@pytest.mark.parametrize(
    ("file", "before", "after", "told", "meant"),
    [  # the entry alone was renamed: known by its name, and as what nothing leads to
        ("municipalities.yaml", "id: aeblestad", "id: ny", "aeblestad", "ny"),
        ("sources.yaml", "id: kilde-b", "id: rapporten", "kilde-b", "rapporten"),
        ("concepts.yaml", "id: fase-1", "id: begyndelsen", "fase-1", "begyndelsen"),
        # where others lead to it alone
        ("*.yaml", "kilde-b]", "bogen]", "bogen", "kilde-b"),
        ("cases.yaml", "id: fp-1", "id: det-nye", "det-nye", "fp-1"),
        # a slip of the pen stays one
        ("principles.yaml", "sources: [kilde-b]", "sources: [kilde-bb]", "kilde-bb", "kilde-b"),
        ("cases.yaml", "[aeblestad]", "[aebletsad]", "aebletsad", "aeblestad"),
        # nobody can tell which of the others is meant
        ("cases.yaml", "[aeblestad]", "[byen]", "byen", ""),
    ],
)
def test_an_id_that_was_changed_in_one_place_is_found_again(
    site: Path, file: str, before: str, after: str, told: str, meant: str
) -> None:
    for path in (site / "data").glob(file):
        path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    found = [one for one in knowledge.read(site).errors if f"»{told}«" in one.message]
    assert found
    hints = {f"Mente du »{meant}«?"} if meant else {"Ret id'et, eller opret posten først."}
    assert {one.hint for one in found} == hints


def test_of_several_entries_with_the_words_of_an_id_the_lonely_one_is_meant(site: Path) -> None:
    """Both are called something with a hill in Æblestad; the text leads to the other by its id."""
    (site / "docs" / "index.md").write_text("# Forside\n", "utf-8")
    path = site / "data" / "cases.yaml"
    text = path.read_text("utf-8").replace("Uden oplysninger", "En bakke i Æblestad, bakken")
    text = text.replace("Noget skete.", "Som [her][bakken-aeblestad].")
    path.write_text(text.replace("dyrket", "som der").replace("[fp-2]", "[ukendt]"), "utf-8")
    (only,) = knowledge.read(site).errors
    assert only.hint == "Mente du »bakken«?"


@pytest.mark.parametrize(
    ("sign", "at", "meant", "said"),
    [
        (
            "sam\u00adskabelse",
            3,
            "samskabelse",
            "men her er U+00AD SOFT HYPHEN. Kør »samskabelse fix«",
        ),
        ("ord\u200bet", 3, "ordet", "men her er U+200B ZERO WIDTH SPACE. Kør"),
        (
            "\ufffcbillede",
            0,
            "billede",
            "U+FFFC OBJECT REPLACEMENT CHARACTER. Kør »samskabelse fix«",
        ),
        ("a\u200db \u200cc", 1, "ab c", "men her er U+200D ZERO WIDTH JOINER. Kør"),
        ("gem\U000e0041t", 3, "gemt", "men her er U+E0041 TAG LATIN CAPITAL LETTER A. Kør"),
        (
            "ofﬁciel",
            2,
            "officiel",
            "»fi« skal skrives med almindelige bogstaver, men her er U+FB01",
        ),
        (
            "a\u030agers",
            0,
            "ågers",
            "»å« skal skrives med almindelige bogstaver, men her er U+0061",
        ),
        ("bl�", 2, "", "Her står »�«, fordi et bogstav er gået tabt. Skriv det rigtige"),
        ("\uf0b7 punkt", 0, "", "kun findes i én skrifttype (U+F0B7). Slet det, eller"),
    ],
)
def test_signs_that_are_not_what_they_look_like_are_told_and_mended(
    site: Path, capsys: pytest.CaptureFixture[str], sign: str, at: int, meant: str, said: str
) -> None:
    """With all else in the file; `fix` mends what can be."""
    path = site / "data" / "cases.yaml"
    text = path.read_text("utf-8").replace("Noget skete.", f"{sign} [x][nej].")
    path.write_text(text, "utf-8")
    first, second = _told(site, capsys)
    assert first.startswith(f"data/cases.yaml:34:{11 + at}: ")
    assert said in first
    assert "»nej«" in second
    assert cli.main(["--root", str(site), "fix", str(path)]) == (0 if meant else 1)
    assert not meant or f"what: {meant} [x]" in path.read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    ["👩🏽‍🌾 og ❤️", "می‌خواهم", "H₂O, ½, 20 °C, Ω", "§ 50", "ü é ñ", "x\u0302", "“a” … – —"],
)
def test_signs_that_are_meant_are_no_fault(site: Path, text: str) -> None:
    path = site / "data" / "cases.yaml"
    path.write_text(path.read_text("utf-8").replace("Noget skete.", f"{text} her."), "utf-8")
    (site / "docs" / "x.md").write_text(f"# X\n\n{text}\n", "utf-8")
    assert knowledge.read(site).errors == []


ISSUE = (
    "### Term\n\nOfﬁciel a\u030a\n\n### Definition\n\nEt ord, der er de\u00adlt.\nkilde: kilde-a"
    f"\n\n### {boxes.PROMISES}\n\n"
)


def test_what_is_answered_in_a_form_is_mended_first(site: Path) -> None:
    """Neither who answers nor who edits can see what is wrong with it."""
    made = issue.convert_bytes(ISSUE.encode(), "term", knowledge.read(site).site, "2026-11-23")
    assert isinstance(made, issue.Made), made
    assert "title: Officiel å\n" in made.text
    assert "text: Et ord, der er delt.\n" in made.text


# What people write, in place of what in a case, and what they are told: message, hint, example.
MISTAKES = {
    "names for ids": (
        "municipalities: []", "municipalities: [Nabo Kommune]", "»Nabo Kommune« findes ikke",
        "Mente du »nabo«?", "municipalities: [nabo]",
    ),
    "a title for an id": (
        "sources: [kilde-b]\n    certainty: uncertain",
        "sources: [Rådets bog]\n    certainty: uncertain",
        "»Rådets bog« findes ikke", "Mente du »kilde-a«?", "sources: [kilde-a]",
    ),
    "names in a row": (
        "municipalities: []", "municipalities: nabo; fjern og aeblestad", "skal være en liste",
        "Skriv id'erne med komma", "municipalities: [nabo, fjern, aeblestad]",
    ),
    "round brackets": (
        "sources: [kilde-b]\n    certainty: uncertain",
        "sources: (kilde-a)\n    certainty: uncertain",
        "skal være en liste", "Skriv id'erne med komma", "sources: [kilde-a]",
    ),
    "a word for none": (
        "phases: []", "phases: ingen", "skal være en liste", "Skriv [] for en tom liste.",
        "phases: []",
    ),
    "a sign for none": (
        "area: null", "area: -", "»-« alene læses", "Ved I det ikke, så skriv null.", "area: null",
    ),
    "a point on its key's line": (
        "how: null", "how: - De gik", "må ikke begynde med en bindestreg",
        "Er det et punkt i en liste",
        'how:\n  - De gik\n# eller, når det er en tekst:\nhow: "- De gik"',
    ),
    "an id as a key": (
        "principles: []", "principles:\n      - fp-1: Det er nyt.", "»fp-1« skal stå for sig selv",
        "Skriv det under »id:« og resten under »why:«.", "- id: fp-1\n  why: Det er nyt.",
    ),
    "ids without commas": (
        "phases: []\n", "phases: []\n    relations: []\n    what_sources: [kilde-a kilde-b]\n",
        "»kilde-a kilde-b« findes ikke", "Sæt komma mellem dem.",
        "what_sources: [kilde-a, kilde-b]",
    ),
    "a source with its page": (
        "sources: [kilde-b]\n    certainty: uncertain",
        "sources: [kilde-b s. 12]\n    certainty: uncertain",
        "»kilde-b s. 12« findes ikke", "Skriv stedet i kilden under »locator:«.",
        "- source: kilde-b\n  locator: s. 12",
    ),
    "a source as a key": (
        "sources: [kilde-b]\n    certainty: uncertain",
        "sources:\n      - kilde-b: s. 12\n    certainty: uncertain",
        "»kilde-b« skal stå for sig selv", "Skriv det under »source:«",
        "- source: kilde-b\n  locator: s. 12",
    ),
    "an id alone for a relation": (
        "certainty: uncertain", "certainty: uncertain\n    relations: [bakken]",
        "skal være en blok med nøgler", "Nøglerne er to, type, why.",
        "relations:\n  - to: bakken\n    type: supports\n    why: Grunden i én sætning.",
    ),
    "a field in our own words": (
        "actors: null", "aktører: [Borgerne]", "Ukendt felt: »aktører«", "Mente du »actors«?",
        "actors:\n  - Nogle få ord",
    ),
    "commas of JSON": (
        "title: Uden oplysninger", '"title": "Uden oplysninger",', "et komma, som ikke hører til",
        "Slet kommaet", '"title": "Uden oplysninger"',
    ),
    "a text goes on at the margin": (
        "what: Noget skete.", "what: Noget skete\n    Og så mere.",
        "hører til teksten efter »what:«", "Begynd den to mellemrum længere inde",
        "    what: Noget skete\n      Og så mere.",
    ),
    "a colon in the middle of a text": (
        "what: Noget skete.", "what: Noget skete.\n\n      Og det var: mere.",
        "Et kolon mere, end YAML kan læse", "Skriv »what: |-«",
        "    what: |-\n      Noget skete.\n      Og det var: mere.",
    ),
    "spaces in an address": (
        "what: Noget skete.", "what: Se [her](https://example.dk/min side).",
        "En adresse må ikke have mellemrum", "Skriv det", "[tekst](https://www.eksempel.dk/en%20side)",
    ),
    "an address in angles": (
        "what: Noget skete.", "what: Se <https://example.dk/side>.", "Et link skal have en tekst",
        "Skriv det", "[tekst](https://www.eksempel.dk)",
    ),
    "a footnote": (
        "what: Noget skete.", "what: Noget skete.[^1]", "Fodnoter kan ikke stå her", "Skriv",
        "[kilden][id-paa-en-kilde]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_what_people_often_write_is_told_once_with_what_would_be_right(
    site: Path, name: str
) -> None:
    before, after, message, hint, right = MISTAKES[name]
    path = site / "data" / "cases.yaml"
    first, entry = path.read_text("utf-8").split("  - id: ukendt")
    assert before in entry
    path.write_text(f"{first}  - id: ukendt{entry.replace(before, after)}", "utf-8")
    (only,) = knowledge.read(site).errors
    assert message in only.message
    assert only.hint.startswith(hint)
    assert only.example == right


def test_colons_without_spaces_in_a_block_are_told_each_once(site: Path) -> None:
    path = site / "data" / "cases.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("{start: null, end: null}", "{start:2019, end:null}"), "utf-8")
    found = knowledge.read(site).errors
    assert [one.example for one in found] == ["start: 2019", "end: null"]
    assert {one.hint for one in found} == {"Sæt et mellemrum ind."}


def test_links_with_titles_and_other_signs_are_no_mistakes(site: Path) -> None:
    path = site / "data" / "cases.yaml"
    text = 'what: Se [a](https://a.dk "En titel") og 3 < 4 [sic] (https://b.dk og c).'
    path.write_text(path.read_text("utf-8").replace("what: Noget skete.", text), "utf-8")
    assert knowledge.read(site).errors == []


def test_a_file_in_utf_16_without_its_mark_is_known(site: Path) -> None:
    path = site / "data" / "cases.yaml"
    path.write_bytes(path.read_text("utf-8").encode("utf-16-le"))
    told = [str(one) for one in knowledge.read(site).errors]
    assert any("men er gemt som »Unicode« (UTF-16)." in one for one in told)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("Kontakt: Anna\n\n# X\n", "1:1", "Den første linje bliver ikke vist: »Kontakt:« læses"),
        ("---\nmenu: X\n\n# X\n", "1:1", "Under det, siden siger om sig selv, mangler den anden"),
        ("\r\n---\r\nmenu: X\r\n---\r\n# X\r\n", "2:1", "skal stå allerførst i filen"),
        ("---\nTitel: X\n---\n\n# X\n", "2:1", "»Titel« bruges ikke til noget. Mente du »title«?"),
        ("# X\n\nSe [x] (https://a.dk).\n", "3:4", "mellemrum midt i et link"),
        ("# X\n\nSe [x](https://a.dk/b c).\n", "3:6", "En adresse må ikke have mellemrum"),
        ("# X\n\nSe [[bakken]].\n", "3:4", "Et link til en post har tekst og id"),
        ("# X\n\nSe [bakken][].\n", "3:4", "Linket mangler sit id"),
    ],
)
def test_what_a_page_would_show_or_lose_against_its_meaning_is_told(
    site: Path, capsys: pytest.CaptureFixture[str], text: str, place: str, message: str
) -> None:
    (site / "docs" / "x.md").write_bytes(text.encode())
    cli.main(["--root", str(site), "check"])
    (only,) = [one for one in capsys.readouterr().out.splitlines() if one.startswith("docs/")]
    assert only.startswith(f"docs/x.md:{place}: ")
    assert message in only


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n# Streg først\n", "\n# Tom linje først\n", "# X\n\nKontakt: Anna\n\n---\nmenu: X\n",
        "# X\n\n<https://a.dk> [her][] x[^1]\n\n[her]: https://a.dk\n\n[^1]: Note.\n",
        "---\nmenu: X\nhvem: Os\nTitelblad: 1\n---\n\n# X\n", "# X\n\n`[[x]]` og `[a] (https://b)`\n",
        "<!-- bygger på 12345678 -->\n# X\n", '[x](index.md "Titel: ja")\n',
    ],
)  # fmt: skip
def test_what_pages_may_say_is_no_fault(
    site: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    shutil.copy(ROOT / "mkdocs.yml", site)
    (site / "docs" / "x.md").write_text(text, "utf-8")
    assert cli.main(["--root", str(site), "check"]) == 0, capsys.readouterr().out
    assert capsys.readouterr().out == "Ingen fejl.\n"


def test_faults_of_pages_hide_no_dead_links_between_them(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the data is sound, all that pages can lead to is known."""
    (site / "docs" / "x.md").write_text("# X\n\n[a][nej] [b](cases/nej.md)\n", "utf-8")
    (site / "docs" / "Y.MD").write_text("# Y\n", "utf-8")
    first, second, third = _told(site, capsys)
    assert (
        first == "docs/Y.MD:1:1: En side skal ende på .md, men filen ender på .MD. Kald den Y.md."
    )
    assert "»nej«" in second
    assert "Et link skal føre til noget, der findes, men er »cases/nej.md«." in third


@pytest.mark.parametrize(
    "text",
    ["xxx", "TODO: skriv om naboerne", "[Indsæt titel]", "…", "?", "Lorem ipsum dolor", "tbd"],
)
def test_a_text_that_is_to_come_is_told(site: Path, text: str) -> None:
    path = site / "data" / "cases.yaml"
    quoted = json.dumps(text, ensure_ascii=False)
    whole = path.read_text("utf-8").replace("what: Noget skete.", f"what: {quoted}")
    path.write_text(whole.replace("title: Uden oplysninger", f"title: {quoted}"), "utf-8")
    found = knowledge.read(site).errors
    assert [(one.line, one.message) for one in found] == [
        (26, f"Her skal stå en tekst, men her står kun »{text}«."),
        (34, f"Her skal stå en tekst, men her står kun »{text}«."),
    ]
    assert found[0].example == "title: Nogle få ord"


def test_words_that_only_look_like_one_to_come_are_no_fault(site: Path) -> None:
    path = site / "data" / "cases.yaml"
    for text in (
        "[Indsæt] dem selv.",
        "Skriv til naboen.",
        "Hvad nu? …",
        "Xx",
        "Metoden hedder tbd.",
    ):
        quoted = json.dumps(text, ensure_ascii=False)
        whole = (TESTS / "small" / "data" / "cases.yaml").read_text("utf-8")
        path.write_text(whole.replace("what: Noget skete.", f"what: {quoted}"), "utf-8")
        assert knowledge.read(site).errors == []


@pytest.mark.parametrize(
    ("before", "after", "right"),
    [
        ("url: null", "url: 10.1000/xyz123", "url: https://doi.org/10.1000/xyz123"),
        ("url: null", "url: 'https://a.dk/x, https://a.dk/y'", "url: https://a.dk/x"),
        ("url: null", "url: u.å.", "url: null"),
        ("year: null", "year: u.å.", "year: null"),
    ],
)
def test_what_people_write_of_a_source_is_shown_right(
    site: Path, before: str, after: str, right: str
) -> None:
    path = site / "data" / "sources.yaml"
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    (only,) = knowledge.read(site).errors
    assert only.example == right


def test_a_link_for_an_address_is_shown_as_one(site: Path) -> None:
    path = site / "data" / "sources" / "ny.yaml"
    path.parent.mkdir()
    path.write_text("id: ny\nurl: [a](https://a.dk/x)\n", "utf-8")
    (only,) = [one for one in knowledge.read(site).errors if one.file.endswith("ny.yaml")]
    assert (only.hint, only.example) == ("Skriv kun adressen.", "url: https://a.dk/x")
