"""Personal data is refused, and nothing else is taken for it."""

import time
from pathlib import Path

import pytest

from macros import cli
from macros.check import check
from macros.load import load
from macros.personal import masked, personal_data

TESTS = Path(__file__).parent


def told(text: str) -> list[str]:
    """The first words of what is said of a text that tell the sort."""
    sorts = ("CPR-nummer", "telefonnummer", "privat mailadresse", "persons navn")
    problems = personal_data("x.yaml", text)
    return [next(sort for sort in sorts if sort in one.message) for one in problems]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("what: Anna, 010203-1234, bor her", "CPR-nummer"),
        ("what: 0102031234", "CPR-nummer"),
        ("what: (cpr:290200 1234)", "CPR-nummer"),
        ("what: CPR-nr. 311299-4321.", "CPR-nummer"),
        ("# ring til mor 290296-1234", "CPR-nummer"),
        ("what: Ring 20 30 40 50.", "telefonnummer"),
        ("what: Ring på 2030 4050", "telefonnummer"),
        ("what: mobil 20304050", "telefonnummer"),
        ("what: Tlf.: 20-30-40-50", "telefonnummer"),
        ("what: +45 20304050", "telefonnummer"),
        ("what: +4520304050", "telefonnummer"),
        ("what: 0045 20 30 40 50", "telefonnummer"),
        ("what: +45 20.30.40.50", "telefonnummer"),
        ("what: 20\u00a030\u00a040\u00a050", "telefonnummer"),
        ("what: skriv til anna@gmail.com", "privat mailadresse"),
        ("what: Anna_H+sag@Hotmail.com.", "privat mailadresse"),
        ("url: mailto:anna@icloud.com", "privat mailadresse"),
        ("what: anna@mette-hansen.dk, mette.hansen@mette-hansen.dk", "privat mailadresse"),
        ("what: mette.hansen@roskilde.dk", "persons navn"),
    ],
)
def test_personal_data_is_found(text: str, sort: str) -> None:
    assert told(text) == [sort]


@pytest.mark.parametrize(
    "text",
    [
        "what: EAN 5798009811578 og 5798 0098 1157 8",
        "what: ISBN 978-87-02-01234-5, ISBN 0306406152 og ISBN-13: 9788702012345",
        "what: ISSN 1234-5678",
        "what: doi 10.1177/0275074016664 og https://doi.org/10.1016/010203-1234",
        "url: https://www.eksempel.dk/artikel/0102031234",
        "url: https://www.eksempel.dk/?id=20304050&tlf=20304050",
        "url: https://www.eksempel.dk/a-20-30-40-50",
        "url: https://medium.com/@anna.hansen/tekst-010203",
        "what: CVR 29189404 og CVR-nr. 29 18 94 04",
        "what: Det kostede 12.345.678 kr. og 20304050 kr.",
        "what: årene 2012 2013 2014 og 2013-2018",
        'updated: "2026-11-22"',
        "what: 320203-1234 og 011303-1234 er ingen datoer",
        "what: journalnr. 0102031234",
        "what: skriv til info@roskilde.dk eller frivilligcenter@frivilligcenter-roskilde.dk",
        "what: borger.service@roskilde.dk og post@kommunen.dk",
        "what: navn@eksempel.dk og anna.hansen@example.org",
        "what: 10 20 30 40 50 60",
        "what: versionen er 20.30.40.50",
        "code: '0265'",
    ],
)
def test_other_numbers_and_addresses_pass(text: str) -> None:
    assert told(text) == []


def test_the_place_and_the_way_out_are_told() -> None:
    (problem,) = personal_data("x.yaml", "id: a\nwhat: Anna, 010203-1234, bor her\n")
    assert (problem.line, problem.column) == (2, 13)
    assert "Git gemmer alt" in problem.hint
    assert problem.severity == "error"


def test_what_is_two_things_at_once_is_told_once() -> None:
    (problem,) = personal_data("x.yaml", "what: tlf.0045 20304050\n")
    assert problem.column == 11


def test_what_is_refused_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    """The log of a check is public; it shows where, not what."""
    line = "Anna (010203-1234) og anna@gmail.com, +45 20 30 40 50, i 2013"
    hidden = masked(line)
    assert len(hidden) == len(line)
    assert "2013" in hidden
    assert not any(part in hidden for part in ("010203", "1234)", "gmail", "40"))
    for form in ("text", "github", "gitlab", "json", "sarif"):
        cli.main(["--root", str(TESTS / "awful"), "check", "--format", form])
        said = capsys.readouterr().out
        assert "CPR" in said
        assert "010203-1234" not in said
        assert "anna.hansen" not in said


def test_comments_and_pages_are_searched_too(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "data" / "cases.yaml").write_text("# 010203-1234\ncases: []\n", "utf-8")
    (tmp_path / "docs" / "side.md").write_text("Ring 20 30 40 50.\n", "utf-8")
    found = [(one.file, one.rule) for one in check(load(tmp_path))[1]]
    assert found == [("data/cases.yaml", "personal"), ("docs/side.md", "personal")]


def test_a_hostile_line_does_not_take_long() -> None:
    hostile = "a." * 200_000 + "@ 12 34 56 78 a@gmail.com " * 5_000 + "1" * 300_000 + "-1" * 100_000
    started = time.process_time()
    assert len(list(personal_data("x.yaml", hostile))) == 100
    assert time.process_time() - started < 5
