"""What editors use: the fixer, the scaffolder, the schemas, and what a change means."""

import errno
import io
import json
import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from screens import in_thirds

from macros import cli, dating, edit_server, knowledge, report, scaffold, schema, supply, verdict
from macros.fix import fixed, save
from macros.kinds import COLLECTIONS
from macros.link import Site
from macros.model import Case
from macros.read import Marks, read_yaml

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
DATA = sorted((ROOT / "data").glob("*.yaml"))

# --- fix ----------------------------------------------------------------------

UNTIDY = """\
# Øverst
cases:   # efter nøglen
    # før den første
  - title:   "Hej: du"   # ved titlen
    id: a
    # om kommunerne
    municipalities:
      - roskilde # den første
      - aarhus
    what: |
       # ingen kommentar
       x # heller ikke

       y
    area: NO
    sources: [ b , "c" ]
    ukendt: 1
    # sidst i posten
  -  id: b   # ved b
     summary: 'it''s   # ingen'
     what: >
       En lang tekst, som er foldet på en anden måde, end den faste form gør det, og som
       derfor

       bliver delt på ny.
# sidst
"""
TIDY = """\
# Øverst
# efter nøglen
cases:
  # før den første
  # ved titlen
  - id: a
    title: "Hej: du"
    # om kommunerne
    municipalities:
      # den første
      - roskilde
      - aarhus
    area: "NO"
    what: |
      # ingen kommentar
      x # heller ikke

      y
    sources: [b, c]
    ukendt: 1

  # sidst i posten
  # ved b
  - id: b
    summary: "it's   # ingen"
    what: |
      En lang tekst, som er foldet på en anden måde, end den faste form gør det, og som derfor
      bliver delt på ny.
# sidst
"""


def _read(text: str) -> Any:
    problems: list[Any] = []
    data = read_yaml("data/cases.yaml", text, problems, Marks())
    assert [problem for problem in problems if problem.rule != "quote"] == []
    return data


def test_the_first_comment_of_a_file_from_windows_is_kept() -> None:
    text = "\ufeff# Om den.\nid: x\ntitle: X\n"
    assert dating.with_days("data/cases/x.yaml", text, {}).startswith("# Om den.\nid: x\n")


def test_fix_tidies_and_keeps_comments() -> None:
    assert fixed("data/cases.yaml", UNTIDY) == (TIDY, [])
    assert fixed("data/cases.yaml", TIDY) == (TIDY, [])
    assert _read(TIDY) == _read(UNTIDY)


def test_the_real_data_stands_in_its_canonical_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--root", str(ROOT), "fix", "--check"]) == 0
    assert "Alt står i den faste form." in capsys.readouterr().out


CHANGES = """\
# Hvad vi har ændret
order:
  - ids: [b, a]
    of: phase
changes:
  # aftalt i maj
  - now: {text: Nyt, b: 1}
    why: "Sådan"
    id: fp-1
    field: summary
    was: Gammelt
hide:
  # for stor
  - case-b
"""
TIDY_CHANGES = """\
changes:
  # aftalt i maj
  - id: fp-1
    field: summary
    was: Gammelt
    now:
      text: Nyt
      b: 1
    why: Sådan

hide:
  # for stor
  - case-b

# Hvad vi har ændret
order:
  - of: phase
    ids: [b, a]
"""
BRAND = """\
# Hvem vi er
colours: {primary: '#0f4f49'}

# Navnet i ejefald
# genitive: "Æblestads"


publisher:   "Æblestad Kommune"
name: Æblestad # kort
contact:
  phone: '12 34 56 78'

  # email: x@aeblestad.example
"""
TIDY_BRAND = """\
# kort
name: Æblestad

# Navnet i ejefald
# genitive: "Æblestads"

publisher: Æblestad Kommune
# Hvem vi er
colours:
  primary: "#0f4f49"
contact:
  phone: 12 34 56 78

  # email: x@aeblestad.example
"""


@pytest.mark.parametrize(
    ("name", "untidy", "tidy"),
    [
        ("kommune/data/changes.yaml", CHANGES, TIDY_CHANGES),
        ("kommune/brand.yaml", BRAND, TIDY_BRAND),
    ],
    ids=["changes", "brand"],
)
def test_fix_tidies_what_is_the_municipalitys(name: str, untidy: str, tidy: str) -> None:
    assert fixed(name, untidy) == (tidy, [])
    assert fixed(name, tidy) == (tidy, [])
    assert yaml.safe_load(tidy) == yaml.safe_load(untidy)


def test_fix_reaches_all_of_a_municipalitys_files(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    assert _run(tmp_path, "fix") == 0
    assert _run(tmp_path, "new", "brand", "--set", "name=Æblestad", "--set", "primary=#0f4f49",
                "--set", "municipality=aeblestad") == 0  # fmt: skip
    assert _run(tmp_path, "fix", "--check") == 0, "what is made stands in the form that fix keeps"
    own = tmp_path / "kommune"
    before = (own / "brand.yaml").read_text("utf-8")
    assert before.count("\n# ") > 40
    (own / "brand.yaml").write_text(before.replace("name: Æblestad", "name:   'Æblestad'"), "utf-8")
    (own / "data").mkdir()
    (own / "data" / "changes.yaml").write_text(CHANGES, "utf-8")
    (own / "data" / "cases.yaml").write_text("cases:\n- title: X\n  id: x\n", "utf-8")
    assert _run(tmp_path, "fix", "--check") == 1
    assert _run(tmp_path, "fix") == 0
    assert (own / "brand.yaml").read_text("utf-8") == before
    assert (own / "data" / "changes.yaml").read_text("utf-8") == TIDY_CHANGES
    assert (own / "data" / "cases.yaml").read_text("utf-8") == "cases:\n  - id: x\n    title: X\n"


# Narrower than the first width, a line that begins with a dash would be taken for a lost point.
STYLES = [
    (quotes, {"default_flow_style": flow, "width": width})
    for quotes in (None, '"', "'", "|", ">")
    for flow in (False, True)
    for width in (60, 100_000)
]


def _in_style(data: Any, quotes: str | None, **style: Any) -> str:
    """The data as YAML, every text written with the given quotes or block sign."""

    class Dumper(yaml.SafeDumper):
        pass

    def text(dumper: yaml.SafeDumper, said: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", said, style=quotes)

    Dumper.add_representer(str, text)
    return yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=True, **style)


@in_thirds(today=0)
@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_fix_never_changes_meaning(path: Path, third: int) -> None:
    """Every real file in twenty other styles, with comments strewn in, comes back the same."""
    data = _plain(path.read_text("utf-8"))
    name = f"data/{path.name}"
    small = {key: entries[:3] for key, entries in data.items()}
    for quotes, style in STYLES[third::3]:
        lines = _in_style(small, quotes, **style).splitlines()
        begins = [at for at, line in enumerate(lines) if line.startswith("- ")]
        for number in range(20 if begins else 0):
            lines.insert(begins[0] if number < 2 else begins[-1], f"# note {number}")
            begins = [at + 1 if at >= begins[0] else at for at in begins]
        text = "\n".join(lines) + "\n"
        tidy, problems = fixed(name, text)
        assert problems == []
        assert _plain(tidy) == small
        assert fixed(name, tidy) == (tidy, [])
        assert tidy.count("# note ") == text.count("# note ")
        assert max(map(len, tidy.splitlines())) <= 100 or "  " in tidy


def _plain(text: str) -> Any:
    """What PyYAML's own reader in C makes of a text; the one in Python takes ten times as long."""
    return yaml.load(text, yaml.CSafeLoader)


# What PyYAML itself can read back; lone surrogates and control signs are refused earlier.
_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])
    | st.sampled_from("\n:#-?")
).map(lambda text: unicodedata.normalize("NFC", text))
_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "what", "x: y", "#", "12:30"]), _VALUE, min_size=1
    )
)
@example({"id": -(10**14)})
def test_what_is_written_reads_back_the_same(entry: dict[str, Any]) -> None:
    text = json.dumps({"cases": [entry]}, ensure_ascii=True)
    tidy, problems = fixed("data/cases.yaml", text)
    if not problems:
        assert _read(tidy) == _read(text)
        assert fixed("data/cases.yaml", tidy) == (tidy, [])
        assert yaml.safe_load(tidy) == yaml.safe_load(text)


def test_fix_leaves_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(TESTS / "unreadable", tmp_path / "x")
    before = {path: path.read_bytes() for path in (tmp_path / "x").rglob("*.yaml")}
    assert cli.main(["--root", str(tmp_path / "x"), "fix"]) == 1
    assert "data/charters.yaml:3:14: Et kolon mere" in capsys.readouterr().err
    unread = [path for path, raw in before.items() if path.read_bytes() == raw]
    assert len(unread) > 5


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nej.yaml", "nej.yaml:1:1: Filen kan ikke læses: "),
        ("data", "data:1:1: Der skal stå navnet på en fil, men data er en mappe."),
        ("mkdocs.yml", "mkdocs.yml:1:1: Kun filer med data har en fast form, men mkdocs.yml er"),
        ("x.json", "x.json:1:1: Kun filer med data"),
        ("data/andet.yaml", "data/andet.yaml:1:1: Kun filer med data"),
        ("data/cases.yaml", "data/cases.yaml:2:5: "),
    ],
)
def test_fix_says_no_file_is_right_that_is_wrong(
    small: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    (small / "data" / "cases.yaml").write_text("cases:\n  - [\n", "utf-8")
    for other in ("x.json", "data/andet.yaml"):
        (small / other).write_text('{"a": ["b"]}\n', "utf-8")
    assert _run(small, "fix", str(small / name)) == 1
    shown = capsys.readouterr()
    assert (shown.out, said in shown.err) == ("", True), shown.err


@pytest.mark.parametrize(
    ("root", "name"),
    [
        (".", "kommune/brand.yaml"),
        (".", "./kommune/brand.yaml"),
        (".", "data/../kommune/brand.yaml"),
        (".", "{small}/kommune/brand.yaml"),
        (".", "{small}/data/../kommune/brand.yaml"),
        ("{small}", "kommune/brand.yaml"),
        ("{small}/data/..", "../small/kommune/brand.yaml"),
        ("{link}", "{small}/kommune/brand.yaml"),
        ("{small}", "{link}/kommune/brand.yaml"),
    ],
)
def test_fix_knows_a_file_by_whatever_way_leads_to_it(
    small: Path, monkeypatch: pytest.MonkeyPatch, root: str, name: str
) -> None:
    link_ = small.parent / "link"
    link_.symlink_to(small)
    monkeypatch.chdir(small)
    (small / "kommune").mkdir()
    (small / "kommune" / "brand.yaml").write_text(BRAND, "utf-8")
    given_ = [one.format(small=small, link=link_) for one in (root, name)]
    assert cli.main(["--root", given_[0], "fix", given_[1]]) == 0
    assert (small / "kommune" / "brand.yaml").read_text("utf-8") == TIDY_BRAND


def test_fix_leaves_a_file_in_the_root_that_is_no_data(small: Path) -> None:
    (small / "x.yaml").write_text("a:   1\n", "utf-8")
    assert _run(small, "fix", str(small / "x.yaml")) == 1
    assert (small / "x.yaml").read_text("utf-8") == "a:   1\n"


# --- date ---------------------------------------------------------------------


def _commit(root: Path, day: str, at: str = "12:00:00Z") -> None:
    env = {**os.environ, "GIT_COMMITTER_DATE": f"{day}T{at}"}
    git = ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@x"]
    subprocess.run([*git, "add", "-A"], check=True, env=env)
    subprocess.run([*git, "commit", "-qm", day], check=True, env=env)


def _days(root: Path) -> dict[str, str | None]:
    return {node.id: node.entry.updated for node in knowledge.read(root).site.nodes.values()}


def test_an_entry_of_today_is_of_today_when_it_is_committed(small: Path) -> None:
    """Half past midnight in Denmark is still the day before, where all days are told alike."""
    subprocess.run(["git", "init", "-q", str(small)], check=True)
    _commit(small, "2026-11-30", "00:30:00+0100")
    days = dating.last_changed(small, dating.today())
    assert {days["bakken"], days["ukendt"]} == {"2026-11-29"}


def test_git_says_once_when_each_text_is_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "repo"
    shutil.copytree(TESTS / "small", root)
    shutil.copy(ROOT / "mkdocs.yml", root)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    cases = root / "data" / "cases.yaml"
    _commit(root, "2026-03-01")
    text = cases.read_text("utf-8")
    changed = text.replace("title: ", "title: Ny ", 1)
    cases.write_text(changed, "utf-8")
    _commit(root, "2026-05-02")
    assert _run(root, "fix") == 0
    _commit(root, "2026-07-03")
    assert _run(root, "date", "--check") == 1
    assert set(_days(root).values()) == {None}, "asking changes nothing"
    assert _run(root, "date") == 0
    days = _days(root)
    assert (days["bakken"], days["ukendt"], days["fp-1"]) == ("2026-05-02", *["2026-03-01"] * 2)
    assert _run(root, "fix", "--check") == 0
    _commit(root, "2026-08-04")
    assert _run(root, "date", "--check") == 0, "a date is no change of the text"
    cases.write_text(cases.read_text("utf-8").replace("title: Ny ", "title: Nyt ", 1), "utf-8")
    assert _run(root, "date") == 0
    assert _days(root) == {**days, "bakken": dating.today()}, "not committed yet"
    # Only the end of the history, as CI and many copies have it.
    clone = tmp_path / "clone"
    asked = ["git", "clone", "-q", "--depth", "1", root.as_uri(), str(clone)]
    subprocess.run(asked, check=True)
    assert _days(clone) == days
    before = {path: path.read_bytes() for path in (clone / "data").rglob("*.yaml")}
    capsys.readouterr()
    assert _run(clone, "date") == 1
    assert "git fetch --unshallow" in capsys.readouterr().err
    shutil.rmtree(clone / ".git")
    assert _run(clone, "date") == 1
    assert {path: path.read_bytes() for path in (clone / "data").rglob("*.yaml")} == before


def test_a_municipality_dates_its_own_entries_alone(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    shutil.copytree(TESTS / "small", root)
    shutil.copy(ROOT / "mkdocs.yml", root)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    own = root / "kommune" / "data" / "cases" / "vores.yaml"
    own.parent.mkdir(parents=True)
    text = (root / "data" / "cases.yaml").read_text("utf-8").split("  - id: ukendt")[0]
    lines = [line[4:] for line in text.split("\n", 1)[1].splitlines()]
    own.write_text("\n".join(lines).replace("id: bakken", "id: vores"), "utf-8")
    _commit(root, "2026-03-01")
    assert _run(root, "date") == 0
    assert {one for one, day in _days(root).items() if day} == {"vores"}


@pytest.mark.parametrize(
    "once",
    [
        "updated: 2024-02-30", "updated: 2024-13-01T99:99:99Z", f"id: {'9' * 5000}",
        f"id: 1{':1' * 3000}", f"x: {'[' * 100_000}", f"x: {'{a: ' * 100_000}", "x: &a [*a]",
        "x: !!python/object:os.system {}", "principles: 3", "principles: [null, 1, [a]]", "]",
    ],
    ids=["day", "time", "digits", "sexagesimal", "lists", "mappings", "alias", "tag", "number",
         "items", "syntax"],
)  # fmt: skip
def test_what_git_remembers_may_be_anything(
    small: Path, capsys: pytest.CaptureFixture[str], once: str
) -> None:
    """What cannot be read in an earlier commit tells nothing, and stops nothing."""
    root, cases = small, small / "data" / "cases.yaml"
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    right = cases.read_text("utf-8")
    for day, text in (
        ("2026-03-01", right),
        ("2026-04-01", f"cases:\n  - title: x\n    {once}\n"),
        ("2026-05-01", right),
    ):
        cases.write_text(text, "utf-8")
        _commit(root, day)
    assert _run(root, "date") == 0
    assert capsys.readouterr().err == ""
    days = _days(root)
    assert (days["bakken"], days["fp-1"]) == ("2026-05-01", "2026-03-01")


# --- new ----------------------------------------------------------------------

ANSWERS = [
    "title=Prøve: søen", "municipalities=roskilde,lejre", "phases=fase-1", "form=uklart",
    "summary=Kort.", "what=Noget.", "principles=fp-3: Fordi de talte sammen.",
    "sources=vpt-insp-2017", "certainty=single_source", "how=Et; To", "period.start=2019",
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's data in a folder of its own, under git."""
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    for command in ("init -q", "add -A", "-c user.name=x -c user.email=x@x commit -qm a"):
        subprocess.run(["git", "-C", str(tmp_path), *command.split()], check=True)
    return tmp_path


def _run(root: Path, *arguments: str) -> int:
    return cli.main(["--root", str(root), *arguments])


def test_new_writes_an_entry_that_passes(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given_ = [part for answer in ANSWERS for part in ("--set", answer)]
    assert _run(copy, "new", "case", *given_) == 0
    assert "Skrevet: data/cases/proeve-soeen.yaml" in capsys.readouterr().out
    assert knowledge.read(copy).problems == []
    made = knowledge.current(copy).site["proeve-soeen"].entry
    assert (made.period.start, made.updated) == ("2019", dating.today())  # type: ignore[attr-defined]
    assert _run(copy, "fix", "--check") == 0
    assert _run(copy, "new", "case", *given_) == 1
    assert "findes allerede" in capsys.readouterr().err


def test_new_leaves_nothing_behind_when_answers_are_wrong(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _files(copy)
    assert _run(copy, "new", "case", "--set", "title=X", "--set", "certainty=sikkert") == 1
    said = capsys.readouterr().err
    assert "»certainty« (Sikkerhed)" in said
    assert "Intet er skrevet." in said
    assert _files(copy) == before
    assert _run(copy, "new", "case", "--set", "titel=X") == 2
    assert "Ukendt svar: titel=X" in capsys.readouterr().err
    assert _run(copy, "new", "case", "--set", "summary=X") == 1
    said = capsys.readouterr().err
    assert "data/cases/et-kort-navn.yaml:2:5: »id« (Id) må ikke være tom." in said
    assert "»title« (Titel) må ikke være tom." in said


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small collection in a folder of its own."""
    root = tmp_path / "small"
    shutil.copytree(TESTS / "small", root)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


class Typed(io.StringIO):
    """What somebody types on a terminal."""

    def isatty(self) -> bool:
        return True


TYPED = {
    "title": "Åen", "municipalities": "aeblestad", "form": "uklart", "summary": "Kort.",
    "what": "Noget.", "sources": "kilde-a", "certainty": "single_source",
}  # fmt: skip


def test_new_asks_for_each_field_on_a_terminal(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [path for path, _ in scaffold.questions(Case)]
    answers = "".join(f"{TYPED.get(path, '')}\n" for path in asked)
    monkeypatch.setattr("sys.stdin", Typed(answers))
    assert _run(small, "new", "case") == 0
    said = capsys.readouterr().out
    assert said.startswith("Svar på spørgsmålene. Tryk Enter for at springe over")
    for words in ("Titel. ", "bekræfter (kan udelades). ", "Vælg mellem: ", " Fx ", "certainty: "):
        assert words in said, words
    assert said.endswith("Skrevet: data/cases/aaen.yaml\n")
    assert knowledge.read(small).site["aaen"].entry.summary == "Kort."  # type: ignore[attr-defined]


def test_new_asks_again_for_what_was_wrong_alone(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An id that is taken, a source that there is none of, and a date within a period."""
    (small / "data" / "cases").mkdir(exist_ok=True)
    (small / "data" / "cases" / "aaen.yaml").write_text("id: aaen\n", "utf-8")
    wrong = {"sources": "kilde-a, nej", "period.start": "sidste år"}
    asked = [path for path, _ in scaffold.questions(Case)]
    first = [(TYPED | wrong).get(path, "") for path in asked]
    again = ["aaen-2", "2019", "kilde-a"]
    monkeypatch.setattr("sys.stdin", Typed("".join(f"{one}\n" for one in (*first, *again))))
    assert _run(small, "new", "case") == 0
    said = capsys.readouterr()
    assert "data/cases/aaen.yaml findes allerede. Vælg et andet id." in said.err
    assert said.out.endswith("Skrevet: data/cases/aaen-2.yaml\n")
    counts = [said.out.count(f"\n{one}: ") for one in ("title", "id", "period.start", "sources")]
    assert counts == [1, 2, 2, 2]


@pytest.mark.parametrize(
    ("id_", "said"),
    [
        ("../../x", "»id« (Id) skal være små bogstaver a-z, tal og bindestreg, men er »../../x«."),
        ("a/b", "»id« (Id) skal være små bogstaver a-z, tal og bindestreg, men er »a/b«."),
        ("/x/y", "»id« (Id) skal være små bogstaver a-z, tal og bindestreg, men er »/x/y«."),
        ("a" * 300, "»id« (Id) må højst være"),
        ("nabo", "Id'et »nabo« er brugt før, i data/municipalities.yaml:"),
        ("kilde-a", "Id'et »kilde-a« er brugt før, i data/sources.yaml:"),
    ],
    ids=["up", "folder", "absolute", "long", "taken", "taken-later"],
)
def test_new_writes_only_under_an_id_that_is_right_and_free(
    small: Path, capsys: pytest.CaptureFixture[str], id_: str, said: str
) -> None:
    before = _files(small.parent)
    answers = [f"{field}={answer}" for field, answer in {**TYPED, "id": id_}.items()]
    assert _run(small, "new", "case", *(p for one in answers for p in ("--set", one))) == 1
    shown = capsys.readouterr()
    assert (shown.out, said in shown.err) == ("", True), shown.err
    assert shown.err.endswith("Intet er skrevet.\n")
    assert _files(small.parent) == before
    assert knowledge.read(small).errors == []


def test_new_is_not_stopped_by_what_was_wrong_before(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = small / "data" / "cases.yaml"
    cases.write_text(cases.read_text("utf-8").replace("kilde-b]", "findes-ikke]", 1), "utf-8")
    assert knowledge.read(small).errors != []
    answers = [f"{field}={answer}" for field, answer in TYPED.items()]
    assert _run(small, "new", "case", *(p for one in answers for p in ("--set", one))) == 0
    assert capsys.readouterr().out == "Skrevet: data/cases/aaen.yaml\n"


@pytest.mark.parametrize(
    "command",
    [["term", "--set", "title=Bl\udce5"], ["brand", "--set", "name=Bl\udce5"],
     ["brand", "--set", "primary=#0f4f49", "--set", "name=\ud800"]],
)  # fmt: skip
def test_new_refuses_letters_that_are_no_utf_8(
    small: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    before = _files(small)
    assert _run(small, "new", *command) == 1
    said = capsys.readouterr().err
    assert f"Svaret på »{command[-1].split('=')[0]}« skal være skrevet i UTF-8, men er »" in said
    assert _files(small) == before


def test_a_word_is_made_with_the_source_of_its_definition(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A word has no sources of its own, so an answer without them could never be right."""
    said = ("title=Æbleråd", "definition.text=Et råd om æbler.", "definition.sources=kilde-a")
    assert _run(small, "new", "term", *(part for one in said for part in ("--set", one))) == 0
    assert capsys.readouterr().out == "Skrevet: data/glossary/aebleraad.yaml\n"


@pytest.mark.parametrize("kind", ["term", "brand"])
def test_leaving_the_questions_writes_nothing(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    before = _files(small)
    monkeypatch.setattr("sys.stdin", Typed("en\n"))
    assert _run(small, "new", kind) == 130
    assert capsys.readouterr().err == "samskabelse: afbrudt.\n"
    assert _files(small) == before


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- diff ---------------------------------------------------------------------


def test_diff_says_what_a_change_means(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    principles = copy / "data" / "principles.yaml"
    text = principles.read_text("utf-8")
    summary = knowledge.read(copy).site["fp-3"].entry.summary
    assert summary[:30] in text
    principles.write_text(text.replace(summary[:30], f"Tal sammen. {summary[:30]}", 1), "utf-8")
    sources = (copy / "data" / "sources.yaml").read_text("utf-8")
    new = "id: ny-kilde, title: En ny kilde, year: 2026, kind: artikel, url: null, access: full"
    (copy / "data" / "sources.yaml").write_text(f"{sources}\n  - {{{new}}}\n", "utf-8")
    cases = (copy / "data" / "cases.yaml").read_text("utf-8")
    cases = cases.replace("  - napha-insp-2017\n", "  - ny-kilde\n").replace(
        "source: napha-insp-2017", "source: ny-kilde"
    )
    (copy / "data" / "cases.yaml").write_text(cases, "utf-8")
    capsys.readouterr()
    assert _run(copy, "diff", "HEAD") == 0
    said = capsys.readouterr().out
    assert "1 ny og " in said.splitlines()[0]
    assert "princip 3 »" in said
    assert "Resumé: 1 omskrevet" in said
    assert "{+Tal sammen.+}" in said
    assert "Ny kilde: ny-kilde." in said
    assert "Kilden napha-insp-2017 bruges ikke længere nogen steder." in said
    assert _run(copy, "diff", "HEAD", "--format", "markdown") == 0
    assert "**Tal sammen\\.**" in capsys.readouterr().out
    assert _run(copy, "diff", "HEAD", "--format", "json") == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["ny-kilde"]["kind"] == "new"
    assert "cases" in rows["fp-3"]["touches"]
    assert _run(copy, "diff", "findes-ikke") == 1


def test_diff_of_nothing_is_nothing(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(copy, "diff", "HEAD") == 0
    assert capsys.readouterr().out == "Ingen ændringer i data.\n"


def test_diff_can_be_with_a_folder(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = small / "data" / "cases.yaml"
    text = cases.read_text("utf-8")
    cases.write_text(text.replace("title: Bakken i", "title: Engen i"), "utf-8")
    assert _run(small, "diff", str(TESTS / "small")) == 0
    said = capsys.readouterr().out
    assert said.startswith("1 ændret post.\n\ncase »Engen i Æblestad« (bakken): ændret.")
    assert "{+Engen+}" in said
    assert _run(small, "diff", str(TESTS / "small"), "--format", "markdown") == 0
    assert "### Case »Engen i Æblestad«: ændret\n" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_diff_says_that_the_address_of_what_is_gone_is_lost(
    form: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As where an id was written anew, which no other line tells."""
    cases = small / "data" / "cases.yaml"
    cases.write_text(cases.read_text("utf-8").replace("id: ukendt", "id: anden"), "utf-8")
    assert _run(small, "diff", str(TESTS / "small"), "--format", form) == 0
    assert capsys.readouterr().out.count("Links til dens adresse virker ikke mere") == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[dyrket][fp-2]", "[dyrket][fp-1]", "Hvad: 1 omskrevet\n    "),
        ("[dyrket][fp-2]", "[dyrket](https://x.dk)", "{+https://x.dk)+}"),
        ("how: [De mødtes]", "how: [De mødtes, De gik]", "Hvordan: 1 ny\n    {+De gik+}"),
        ("*vild*", "vild", "[-*vild*.-] {+vild.+}"),
        ("how: [De mødtes]", "how: [De **mødtes**]", "De [-mødtes-] {+**mødtes**+}"),
        ("period: {start: null, end: null}", "period: {start: 2020, end: null}", "{+2020+}\n"),
        ("what: Noget skete.", "what: |\n      Noget\n\n      skete.", "Noget {+¶+} skete."),
        ("what: Noget skete.", "what: |\n      Noget\n      skete.", "Ingen ændringer"),
    ],
)
def test_diff_says_what_no_reader_of_the_texts_would_see(
    small: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    """Where a link leads, that a point stands there twice, and what only the look depends on."""
    cases = small / "data" / "cases.yaml"
    assert old in cases.read_text("utf-8")
    cases.write_text(cases.read_text("utf-8").replace(old, new), "utf-8")
    assert _run(small, "diff", str(TESTS / "small")) == 0
    assert said in capsys.readouterr().out


def test_diff_tells_each_kind_of_change(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases, principles = (small / "data" / f"{one}.yaml" for one in ("cases", "principles"))
    text, set_ = cases.read_text("utf-8").split("  - id: ukendt")[0], principles.read_text("utf-8")
    for one, other in (
        ("title: Bakken i Æblestad", "title: Noget andet"),
        ("[Borgerne, Kommunen]", "[Kommunen, Borgerne]"),
        ("[De mødtes]", "[De mødtes hver eneste uge hele det år, Ny]"),
        ("form: begge", "form: uklart"),
        ("outcome: null", "outcome: [Det virkede]"),
    ):
        assert one in text
        text = text.replace(one, other)
    cases.write_text(text, "utf-8")
    set_ = set_.replace("Vi slutter resten.", "Vi slutter da hele resten.")
    principles.write_text(set_.replace("To principper, som", "De to, som"), "utf-8")
    assert _run(small, "diff", str(TESTS / "small"), "--format", "json") == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert {one: row["kind"] for one, row in rows.items()} == {
        "bakken": "changed", "frivilligraadet": "changed", "fp-1": "changed", "ukendt": "gone",
    }  # fmt: skip
    assert (rows["fp-1"]["touches"], rows["frivilligraadet"]["touches"]) == ("1 case", "")
    said = {
        field["title"]: [tuple(one.values()) for one in field["texts"]]
        for row in rows.values()
        for field in row["fields"]
    }
    after = "(kilder: kilde-b) (sikkerhed: udledt)"
    assert said == {
        "Titel": [("Bakken i Æblestad", "Noget andet")],
        "Parter": [("rækkefølgen før", "rækkefølgen nu")],
        "Hvordan": [("De mødtes", "De mødtes hver eneste uge hele det år"), ("", "Ny")],
        "Form": [("Begge dele", "Uklart")],
        "Resultat": [("ikke oplyst", "Det virkede")],
        "Forklaring": [(f"Vi slutter resten. {after}", f"Vi slutter da hele resten. {after}")],
        "Resumé": [("To principper, som prøven bygger på.", "De to, som prøven bygger på.")],
    }


def test_diff_says_whether_a_source_is_still_used_by_others(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = small / "data" / "cases.yaml"
    text = cases.read_text("utf-8")
    assert text.count("[kilde-b]") == 2
    cases.write_text(text.replace("kilde-b", "kilde-a", 1), "utf-8")
    assert _run(small, "diff", str(TESTS / "small")) == 0
    assert "Kilden kilde-b bruges ikke længere.\n" in capsys.readouterr().out


def test_diff_says_what_is_hidden_and_in_which_order_parts_stand(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = small / "kommune" / "data" / "changes.yaml"
    changes.parent.mkdir(parents=True)
    order = "order: [{of: frivilligraadet, ids: [fp-2]}]"
    changes.write_text(f"hide: [bakken]\n{order}\n", "utf-8")
    assert _run(small, "diff", str(TESTS / "small")) == 0
    said = capsys.readouterr().out
    assert said.startswith("2 ændrede poster.\n")
    assert "(bakken): ændret." in said
    assert "  I lister og søgning: 1 omskrevet\n    [-vist-] {+skjult+}\n" in said
    assert "(frivilligraadet): ændret." in said
    assert "  Indhold: 1 omskrevet\n    rækkefølgen [-før-] {+nu+}\n" in said
    shutil.copytree(small, small.parent / "before")
    changes.write_text("hide: [fp-1]\n", "utf-8")
    assert _run(small, "diff", str(small.parent / "before")) == 0
    said = capsys.readouterr().out
    assert said.startswith("3 ændrede poster.\n")
    assert said.count("[-vist-] {+skjult+}") == said.count("[-skjult-] {+vist+}") == 1


@pytest.fixture
def history(small: Path) -> Path:
    """The small collection under git, with commits that are no good to compare with."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(small)], check=True)
    git = ["git", "-C", str(small)]
    cases, link_ = small / "data" / "cases.yaml", small / "data" / "sources"
    text = cases.read_text("utf-8")
    (small / "data").rename(small / "x")
    _tagged(small, "uden-data")
    (small / "x").rename(small / "data")
    for tag, wrong in (
        ("ulæselig", "cases:\n  - [\n"),
        ("forkert", text.replace("id: b", "id: B")),
        ("dobbelt", text.replace("id: bakken", "id: nabo")),
        ("løs", text.replace("kilde-b]", "findes-ikke]")),
        ("privat", text.replace("Noget skete.", "Ring til mig på 20 30 40 50.")),
    ):
        cases.write_text(wrong, "utf-8")
        _tagged(small, tag)
    cases.write_text(text, "utf-8")
    link_.mkdir()
    (link_ / "x.yaml").symlink_to("/etc/passwd")
    (link_ / "y.yaml").symlink_to("../../../../y.yaml")
    _tagged(small, "genveje")
    shutil.rmtree(link_)
    _tagged(small, "god")
    subprocess.run([*git, "branch", "-q", "gren"], check=True)
    return small


def _tagged(root: Path, tag: str) -> None:
    _commit(root, "2026-03-01")
    subprocess.run(["git", "-C", str(root), "tag", tag], check=True)


UNKNOWN = "git kender den ikke. Skriv en gren eller et commit i git, eller en mappe med data/."
EMPTY = "der er ingen poster i dens data/. Skriv en gren eller et commit i git, eller en mappe"
WRONG = "dens data har {} fejl, så poster mangler. Den første står i data/cases.yaml:{}. Skriv"


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("nej", UNKNOWN),
        ("", UNKNOWN),
        ("main:data", EMPTY),
        ("HEAD:data/cases.yaml", UNKNOWN),
        ("-x", UNKNOWN),
        ("docs", UNKNOWN),
        ("tom", EMPTY),
        ("uden-data", EMPTY),
        ("ulæselig", WRONG.format(1, "2:5")),
        ("forkert", WRONG.format(1, "2:9")),
        ("dobbelt", WRONG.format(1, "2:9").replace("cases.yaml:2:9", "municipalities.yaml:6:10")),
    ],
)
def test_diff_says_when_there_is_nothing_to_compare_with(
    history: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    base: str, said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(history)
    (history / "tom" / "data").mkdir(parents=True)
    assert cli.main(["diff", "--", base]) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1), shown.err
    assert shown.err.startswith(f"»{base}« kan ikke sammenlignes med: {said}"), shown.err


def test_diff_is_with_all_that_can_be_read(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(history, "diff", "løs") == 0
    assert "Ny kilde: kilde-b." in capsys.readouterr().out
    assert _run(history, "diff", "privat") == 0
    assert "{+Noget skete.+}" in capsys.readouterr().out


@pytest.mark.parametrize("base", ["genveje", "gren", "god", "HEAD", "HEAD~1", "main", "."])
def test_diff_passes_over_links_and_knows_every_name(
    history: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], base: str
) -> None:
    monkeypatch.chdir(history)
    assert cli.main(["diff", base]) == 0
    assert capsys.readouterr() == ("Ingen ændringer i data.\n", "")


@pytest.mark.parametrize(
    ("path", "said"), [("", "git er ikke installeret. "), (None, "der er intet git her. ")]
)
def test_diff_says_when_there_is_no_git(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    path: str | None, said: str,
) -> None:  # fmt: skip
    if path is not None:
        monkeypatch.setenv("PATH", path)
    assert _run(small, "diff", "HEAD") == 1
    assert capsys.readouterr().err.startswith(f"»HEAD« kan ikke sammenlignes med: {said}")


# --- schema -------------------------------------------------------------------


def test_schemas_are_valid_and_fresh(site: Site) -> None:
    made = schema.schemas(site)
    assert len(made) > 15
    for name, text in made.items():
        assert (ROOT / name).read_text("utf-8") == text, f"{name}: kør samskabelse schema"
        Draft202012Validator.check_schema(json.loads(text))


def test_the_command_writes_the_schemas_that_are_stale(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(small, "schema", "--check") == 1
    assert "Forældet: schema/cases.json\n" in capsys.readouterr().out
    assert not (small / "schema").exists()
    assert _run(small, "schema") == 0
    assert "Skrevet: schema/entry/case.json\n" in capsys.readouterr().out
    (small / "schema" / "cases.json").write_text("{}", "utf-8")
    assert _run(small, "schema") == 0
    assert capsys.readouterr().out == "Skrevet: schema/cases.json\n"
    assert _run(small, "schema", "--check") == 0
    assert capsys.readouterr().out == "Alle skemaer er ajour.\n"


def test_schemas_take_the_real_data_and_refuse_mistakes() -> None:
    for path in DATA:
        first = path.read_text("utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../schema/{path.stem}.json"
        rules = Draft202012Validator(
            json.loads((ROOT / "schema" / f"{path.stem}.json").read_text("utf-8"))
        )
        data = yaml.safe_load(path.read_text("utf-8"))
        assert [error.message for error in rules.iter_errors(data)] == []
        for entries in data.values():
            broken = {**data, next(iter(data)): [{**entries[0], "titel": 1}]}
            assert list(rules.iter_errors(broken))


def test_every_field_of_the_table_is_in_the_schema_with_its_words() -> None:
    for collection in COLLECTIONS:
        made = json.loads((ROOT / schema.path_of_entry(collection)).read_text("utf-8"))
        assert list(made["properties"]) == list(collection.model.model_fields)
        for name, field in collection.model.model_fields.items():
            assert made["properties"][name]["title"] == field.title


# --- what the machine and the system may do -----------------------------------

SIGNS = "\tcases:\n  - id: Ærø→\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_a_sign_that_the_terminal_does_not_have_is_written_out(
    small: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, form: str
) -> None:
    (small / "data" / "cases.yaml").write_text(SIGNS, "utf-8")
    out = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr("sys.stdout", out)
    assert _run(small, "check", "--format", form) == 1
    said = out.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    assert "data/cases.yaml" in said
    if form == "json":
        assert "→" in {one["source"][:1] for one in json.loads(said)}
        assert any("å" in one["message"] for one in json.loads(said))
    assert ("\\u2192" in said) is (form != "github"), "the arrow that a tab is shown as"


@pytest.mark.parametrize("form", report.FORMATS)
@pytest.mark.parametrize(("folder", "status"), [("kommune", 0), ("data", 1)])
def test_a_file_name_may_be_any_bytes(
    small: Path, monkeypatch: pytest.MonkeyPatch, form: str, folder: str, status: int
) -> None:
    monkeypatch.setenv("SAMSKABELSE_CACHE", str(small / "cache"))
    verdict._kept.cache_clear()  # noqa: SLF001 - as in a new process
    (small / folder).mkdir(exist_ok=True)
    (small / folder / "bl\udce5.png").touch()
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    monkeypatch.setattr("sys.stdout", out)
    assert _run(small, "check", "--format", form) == status
    said = out.buffer.getvalue()  # type: ignore[attr-defined]
    assert re.search(rf"{folder}/bl(�|\\udce5|%E5)\.png", said.decode())
    verdict._kept.cache_clear()  # noqa: SLF001
    assert _run(small, "check", "--format", form) == status
    assert out.buffer.getvalue() == said * 2, "as it was kept"  # type: ignore[attr-defined]
    verdict._kept.cache_clear()  # noqa: SLF001


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        ("export fil", 2, "fil er hverken en tom mappe eller åbne data, der er skrevet før"),
        ("export data", 2, "data er hverken en tom mappe eller åbne data, der er skrevet før"),
        ("export fil/ud", 1, "En del af stien er en fil, men skal være en mappe."),
        ("edit --static fil", 1, "fil: Her ligger allerede noget andet med det navn."),
        ("edit --port 99999", 2, "En port er et tal fra 0 til 65535, men her står 99999."),
        ("edit --port -1", 2, "En port er et tal fra 0 til 65535, men her står -1."),
        ("serve --address 127.0.0.1:99999", 2, "en port fra 0 til 65535, som 127.0.0.1:8000, men"),
        ("serve --address 8000", 2, "men her står »8000«."),
        ("serve --address ingen.invalid:0", 1, "kan ikke bruges. Ingen maskine har det navn."),
        ("issue nej", 2, "samskabelse: filen kan ikke læses: nej: Findes ikke."),
        ("issue data", 2, "samskabelse: filen kan ikke læses: data: Skal være en fil,"),
        ("build --site-dir fil/ud", 1, "Sitet er ikke bygget: fil: Her ligger allerede noget"),
        ("sbom", 1, "requirements.lock: Findes ikke."),
        ("sbom --json data", 1, "requirements.lock: Findes ikke."),
        ("fix {long}.yaml", 1, "Navnet er for langt. Vælg et kortere."),
    ],
)
def test_wrong_use_is_said_in_danish(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    command: str, status: int, said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(small)
    monkeypatch.setattr(edit_server, "script", lambda _: small / "mkdocs.yml")
    (small / "fil").write_text("x", "utf-8")
    before = _files(small)
    assert cli.main(command.format(long="a" * 300).split()) == status
    assert said in capsys.readouterr().err
    assert _files(small) == before


@pytest.mark.parametrize("kind", ["kilde", "kilder", "sources", "Kilde"])
def test_a_kind_may_be_named_in_danish(
    kind: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(small, "new", kind, "--set", "titel=X", "--set", "slags=bog") == 2
    assert capsys.readouterr().err == (
        "Ukendt svar: titel=X, slags=bog. Mente du »title« og »kind«?\n"
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "samskabelse: Her mangler: kommando. Se med --help, hvad der skal stå."),
        ("chek", "samskabelse: »chek« kendes ikke. Mente du »check«?"),
        ("brand x", "samskabelse brand: »x« kendes ikke. Vælg mellem check."),
        ("check --format xml", "Vælg mellem text, github, gitlab, json og sarif."),
        ("check mere", "samskabelse: »mere« kendes ikke her. Se med --help, hvad der kan stå."),
        ("build --site-dir", "samskabelse build: Efter --site-dir skal der stå en værdi."),
        ("edit --port x", "--port skal være et helt tal, men er »x«. Skriv det med cifre."),
        ("fix --check=3", "--check skal ikke have en værdi, men har »3«. Slet den."),
        ("links --", "»"),
        ("upload --e x", "samskabelse upload: "),
    ],
)
def test_wrong_words_are_answered_in_danish(
    capsys: pytest.CaptureFixture[str], command: str, said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(command.split())
    assert ended.value.code == 2
    shown = capsys.readouterr().err
    assert shown.startswith("brug: ")
    assert said in shown
    assert not re.search(r"usage|error|argument|expected|invalid", shown)


@pytest.mark.parametrize("command", ["", *cli.COMMANDS, "brand check"])
def test_the_help_is_in_danish(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*command.split(), "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("brug: samskabelse")
    assert "vis denne hjælp" in said
    assert not re.search(r"usage|options|positional|show this|_DIR|REPORT|ADDRESS", said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"site_name: [\n", "mkdocs.yml:1:12: Parentesen bliver aldrig lukket."),
        (b"site_name: bl\xe5\n", "mkdocs.yml kan ikke læses. En tekst eller et filnavn er ikke i"),
        (b"x: 2013-02-30\n", "mkdocs.yml kan ikke læses: en værdi er ugyldig"),
    ],
)
def test_settings_that_cannot_be_read_are_told_of_in_danish(
    small: Path, capsys: pytest.CaptureFixture[str], text: bytes, said: str
) -> None:
    (small / "mkdocs.yml").write_bytes(text)
    assert _run(small, "export", str(small / "ud")) == 1
    assert f"samskabelse: {said}" in capsys.readouterr().err


def test_the_bill_goes_in_no_folder(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small)
    for name in supply.LOCKS:
        (small / name).write_text("pydantic==2\n", "utf-8")
    assert cli.main(["sbom", "--json", "data"]) == 1
    said = "samskabelse: sbom kunne ikke gøres færdig: data: Skal være en fil, men er en mappe."
    assert said in capsys.readouterr().err


def _denied(path: Path, *_: Any, **__: Any) -> None:
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


@pytest.mark.parametrize(
    "command",
    [
        ["fix"],
        ["schema"],
        ["forms"],
        ["new", "brand", "--set", "name=X", "--set", "primary=#0f4f49"],
        ["new", "case", *(part for one in TYPED.items() for part in ("--set", "=".join(one)))],
        ["sbom", "--json", "ud/a"],
    ],
    ids=lambda command: command[0] + command[1][:5] if command[1:] else command[0],
)
def test_what_may_not_be_written_is_said_in_danish(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:  # fmt: skip
    for name in supply.LOCKS:
        (small / name).write_text("pydantic==2\n", "utf-8")
    before = _files(small)
    monkeypatch.setattr(Path, "write_text", _denied)
    monkeypatch.setattr(Path, "write_bytes", _denied)
    assert _run(small, *command) == 1
    said = capsys.readouterr().err
    assert f"samskabelse: {command[0]} kunne ikke gøres færdig: " in said
    assert ": Adgangen er nægtet. Ret rettighederne, eller vælg et andet sted.\n" in said
    assert _files(small) == before
    assert not (small / "kommune").exists()


@pytest.mark.parametrize("before", [None, b"cases: []\n"])
def test_what_is_written_is_whole_or_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None
) -> None:
    path = tmp_path / "cases.yaml"
    if before is not None:
        path.write_bytes(before)
    write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        write(self, data[:10])
        if len(data) > 10:
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return len(data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        save(path, TIDY)
    assert (path.read_bytes() if path.exists() else None) == before
    with pytest.raises(UnicodeEncodeError):
        save(path, "\udce5")
    assert (path.read_bytes() if path.exists() else None) == before
