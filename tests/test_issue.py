"""Forms made from the field table, and what comes of a form that is filled in."""

import io
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from macros import boxes, cli, issue, issue_forms, knowledge, write
from macros.boxes import Box
from macros.dating import stamped, today
from macros.link import Site
from macros.load import load
from macros.read import Marks, read_yaml
from macros.vocabulary import CERTAINTIES, RELATION_TYPES

DAY = "2026-11-23"
ROOT = Path(__file__).parent.parent


# --- Filling in a form by hand ------------------------------------------------


def _citation(value: Any) -> str:
    if isinstance(value, str):
        return value
    return " | ".join([value["source"], value.get("locator", ""), value.get("seen", "")]).rstrip(
        "| "
    )


def _statement(value: Any) -> str:
    if isinstance(value, str):
        return value
    lines = [value["text"], *(f"kilde: {_citation(one)}" for one in value.get("sources", []))]
    if "certainty" in value:
        lines.append(f"sikkerhed: {CERTAINTIES[value['certainty']].label}")
    return "\n".join(lines)


def _relation(value: Any) -> str:
    return f"{value['to']} | {RELATION_TYPES[value['type']].label} | {value['why']}"


def _answer(box: Box, value: Any) -> str:
    """What a person writes in a box to say `value`."""
    labels = {option.value: option.label for option in box.options}
    if box.reading == "choices":
        return ", ".join(labels[one if isinstance(one, str) else one["id"]] for one in value)
    if box.reading == "choice":
        return labels[value]
    if box.reading == "reasons":
        return "\n".join(f"{one['id']}: {one['why']}" for one in value)
    by_line = {"citations": _citation, "statements": _statement, "relations": _relation}
    if box.reading in ("citations", "statements", "relations", "lines", "ids"):
        return "\n".join(by_line.get(box.reading, str)(one) for one in value)
    return _statement(value) if box.reading == "statement" else str(value)


def filled(kind: str, data: dict[str, Any], site: Site) -> str:
    """The issue that a forge makes of a form filled in with an entry."""
    parts = []
    for box in boxes.boxes(kind, site):
        name, *inner = box.way
        value = data.get(name)
        value = value[inner[0]] if inner and inner != ["why"] else value
        parts.append(f"### {box.label}\n\n{_answer(box, value) if value else '_No response_'}\n")
    ticks = "\n".join(f"- [X] {promise}" for promise in boxes.PROMISED)
    return "\n".join([*parts, f"### {boxes.PROMISES}\n\n{ticks}\n"])


def _without(site: Site, identifier: str) -> Site:
    return Site({k: node for k, node in site.nodes.items() if k != identifier}, ())


REAL = [
    ("case", "insp-roskilde"),
    ("case", "charter-for-samskabelse"),
    ("case", "middelfart-baeredygtige-lokalsamfund"),
    ("source", "agger-tortzen-2015"),
    ("term", "paragraf-50-undersoegelse"),
]


@pytest.mark.parametrize(("kind", "identifier"), REAL, ids=[name for _, name in REAL])
def test_a_real_entry_goes_through_the_form_unchanged(
    kind: str, identifier: str, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taken out of the data, sent in through the form, it is the same, and all of it passes."""
    raw = next(raw for raw in load(ROOT).entries if raw.data["id"] == identifier)
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "mkdocs.yml").touch()
    _take_out(tmp_path / raw.file, raw.line, raw.column)
    made = issue.convert(filled(kind, raw.data, site), kind, _without(site, identifier), DAY)
    assert isinstance(made, issue.Made), made
    target = tmp_path / made.file
    target.parent.mkdir(exist_ok=True)
    target.write_text(made.text, "utf-8")
    assert cli.main(["--root", str(tmp_path), "check"]) == 0
    assert capsys.readouterr().out == "Ingen fejl.\n"
    problems: list[Any] = []
    dated = stamped(raw.collection.model, raw.data, DAY)
    assert read_yaml(made.file, made.text, problems, Marks()) == dated
    assert not problems
    header, body = made.text.split("\n", 1)
    assert header.startswith("# ")
    assert body == write.entry(dated, {})


def _take_out(file: Path, line: int, column: int) -> None:
    """Delete the entry that begins at a place: up to the next line as far to the left."""
    lines = file.read_text("utf-8").splitlines(keepends=True)
    rest = range(line, len(lines))
    end = next((n for n in rest if lines[n].strip() and lines[n][: column - 1].strip()), len(lines))
    file.write_text("".join(lines[: line - 1] + lines[end:]), "utf-8")


def test_every_case_goes_through_the_form(site: Site) -> None:
    for raw in load(ROOT).entries:
        if raw.collection.name == "cases":
            text = filled("case", raw.data, site).replace("\n", "\r\n")
            made = issue.convert(text, "case", _without(site, raw.data["id"]), DAY)
            assert isinstance(made, issue.Made), made
            assert yaml.safe_load(made.text)["id"] == raw.data["id"]
            assert read_yaml("", made.text, [], Marks()) == {**raw.data, "updated": DAY}


# --- What people get wrong ----------------------------------------------------

SMALL = {
    "id": "", "title": "Æblehaven på Ærø", "municipalities": ["aeroe"], "period": {}, "area": None,
    "form": "uklart", "summary": "Naboer planter en have.", "what": "De planter.\n\nSammen.",
    "sources": ["agger-tortzen-2015"], "certainty": "single_source",
}  # fmt: skip


def _small(site: Site, **changes: Any) -> str:
    data = {**SMALL, "period": {"start": None, "end": None}, **changes}
    return filled("case", data, site)


def test_an_id_is_made_from_the_title(site: Site) -> None:
    made = issue.convert(_small(site), "case", site, DAY)
    assert isinstance(made, issue.Made)
    assert made.file == "data/cases/aeblehaven-paa-aeroe.yaml"
    assert "what: |-\n  De planter.\n\n  Sammen.\n" in made.text
    assert issue.kind_of(_small(site), site) == "case"


def test_relations_stand_a_line_each(site: Site) -> None:
    relations = [
        {"to": "fp-3", "type": "supports", "why": "De talte | sammen."},
        {"to": "insp-roskilde", "type": "elaborates", "why": "Samme have."},
    ]
    made = issue.convert(_small(site, relations=relations), "case", site, DAY)
    assert isinstance(made, issue.Made), made
    assert yaml.safe_load(made.text)["relations"] == relations


def test_a_source_may_be_named_by_its_address(site: Site) -> None:
    url = site["agger-tortzen-2015"].entry.url  # type: ignore[attr-defined]
    made = issue.convert(_small(site, sources=[url]), "case", site, DAY)
    assert isinstance(made, issue.Made)
    assert "sources: [agger-tortzen-2015]" in made.text


@pytest.mark.parametrize("written", ["<http:{}>", "http:{},", "http:{}/", "https:{}"])
def test_an_address_is_known_by_what_stands_round_it(written: str, site: Site) -> None:
    url = site["agger-tortzen-2015"].entry.url  # type: ignore[attr-defined]
    given = written.format(url.removeprefix("http:"))
    made = issue.convert(_small(site, sources=[given]), "case", site, DAY)
    assert isinstance(made, issue.Made)
    assert "sources: [agger-tortzen-2015]" in made.text


def test_points_and_their_sources_may_be_written_as_people_write_them(site: Site) -> None:
    """With the marks of a word processor, and several sources under one word."""
    how = "• De mødtes\nKilder: agger-tortzen-2015, vpt-insp-2017\n– De gik igen"
    text = _small(site).replace("### Hvordan\n\n_No response_", f"### Hvordan\n\n{how}")
    made = issue.convert(text, "case", site, DAY)
    assert isinstance(made, issue.Made), made
    assert yaml.safe_load(made.text)["how"] == [
        {"text": "De mødtes", "sources": ["agger-tortzen-2015", "vpt-insp-2017"]},
        "De gik igen",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("### Titel\n\nÆblehaven på Ærø", "### Titel\n\n_No response_"), "»Titel« skal udfyldes."),
        (("### Titel", "### Tittel"), "Ukendt overskrift: »Tittel«. Mente du »Titel«?"),
        (("### Faser", "### Titel"), "Overskriften »Titel« står to gange."),
        (("Ærø\n\n### Periode", "Æro\n\n### Periode"), "»Kommuner« kan ikke være »Æro«. Mente du"),
        (("agger-tortzen-2015", "agger-2015"), "men »agger-2015« findes ikke. Mente du"),
        (("Naboer planter en have.", "<b>Naboer</b>"), "HTML virker ikke i teksten: <b>"),
        (("Naboer planter en have.", "[x](javascript:alert)"), "hel og sikker adresse"),
        (("Naboer planter en have.", "{{ 7*7 }}\x07"), "styretegn"),
        (("Naboer planter en have.", "a\u202eb"), "usynlige tegn"),
        (("Naboer planter en have.", "x" * 901), "må højst være 900 tegn"),
        (("- [X] Teksten må", "- [ ] Teksten må"), "Her mangler et kryds."),
        (("### Id\n\n_No response_", "### Id\n\n../../etc"), "små bogstaver a-z"),
        (("### Id\n\n_No response_", "### Id\n\ninsp-roskilde"), "er brugt før"),
        (("### Principper\n\n_No response_", "### Principper\n\nfp-3"), "valgt uden en grund"),
        (("slut\n\n_No response_", "slut\n\n2019-13"), "en dato, der findes"),
        (("### Sikkerhed\n\n", "### Sikkerhed\n\nMeget "), "»Sikkerhed« kan ikke være »Meget"),
        (("hvorfor\n\n_No response_", "hvorfor\n\nfp-3 uden kolon"), "mangler en grund: »fp-3 u"),
        (("Forbindelser\n\n_No response_", "Forbindelser\n\nfp-3 | x"), "har tre dele"),
    ],
)  # fmt: skip
def test_mistakes_are_said_in_danish(change: tuple[str, str], said: str, site: Site) -> None:
    text = _small(site)
    assert change[0] in text
    problems = issue.convert(text.replace(*change), "case", site, DAY)
    assert isinstance(problems, list), problems
    assert said in "\n".join(map(str, problems))


def test_all_that_is_wrong_with_a_form_is_told_at_once(site: Site) -> None:
    """Signs that nobody sees, boxes that cannot be read, values that do not fit, and rules."""
    changes = {
        "Naboer planter en have.": "Naboer\u202e planter <b>en</b> have, " + "x" * 900,
        "agger-tortzen-2015": "agger-2015",
        "De planter.": "De planter med [et link][nej].",
        "Ærø\n\n### Periode": "Æro\n\n### Periode",
        "### Periode: start\n\n_No response_": "### Periode: start\n\n2019",
        "### Periode: slut\n\n_No response_": "### Periode: slut\n\n2018",
        "### Hvordan\n\n_No response_": "### Hvordan\n\n<i>De mødtes</i>",
        "### Principper\n\n_No response_": "### Principper\n\nfp-3",
        "- [X] Teksten må": "- [ ] Teksten må",
    }
    text = _small(site)
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, after, 1)
    problems = issue.convert(text, "case", site, DAY)
    assert isinstance(problems, list)
    lines = text.splitlines()
    told = {(lines[one.line - 1], one.message.split(":")[0].split(",")[0]) for one in problems}
    assert told == {
        ("Æro", "»Kommuner« kan ikke være »Æro«."),
        ("### Periode: start", "Perioden skal slutte efter sin start 2019"),
        ("### Principper: hvorfor", "»fp-3« er valgt uden en grund."),
        ("### Resumé", "»summary« (Resumé) må højst være 900 tegn"),
        ("### Resumé", "HTML virker ikke i teksten"),
        ("### Hvad", "Linket peger på »nej«"),
        ("### Hvordan", "HTML virker ikke i teksten"),
        ("### Kilder", "»sources« skal være id på en kilde"),
        ("- [ ] Teksten må bruges af alle under CC BY 4.0.", "Her mangler et kryds."),
        (changes["Naboer planter en have."], "Teksten må ikke indeholde usynlige tegn"),
    }


def test_a_problem_names_the_line_of_the_box(site: Site) -> None:
    text = _small(site, summary="x" * 901)
    (problem,) = issue.convert(text, "case", site, DAY)
    assert text.splitlines()[problem.line - 1] == "### Resumé"  # type: ignore[union-attr]


# --- Anything at all ----------------------------------------------------------

_LABELS = [
    "Titel", "Term", "Kommuner", "Principper", "Principper: hvorfor", "Kilder", "Hvad", "Hvordan",
    "Definition", "Form", "Resumé", "Sikkerhed", "Id", "Periode: start", "Forbindelser", "Slags",
]  # fmt: skip
_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)
_WORDS = st.sampled_from(
    ["Uklart", "bekræftet", "fp-3", "fp-3: x", "kilde: x | y", "a | b | c", "$(id)", "`id`", "---",
     "{{ 7*7 }}", "!!python/object:os.system", "&a [*a]", "<script>", "- [ ] nej", "<!--", "-->",
     "agger-tortzen-2015", "Aarhus, Ærø", "2013", "no", "# x", "../x", "\r", "\u2028", "\u0085"]
)  # fmt: skip
_FILLED = st.lists(
    st.one_of(st.sampled_from(_LABELS).map("### {}".format), _WORDS, _TEXT), max_size=40
).map("\n".join)


@settings(deadline=None)
@given(text=st.one_of(_FILLED, _TEXT), kind=st.sampled_from(issue.KINDS))
def test_random_text_gives_only_problems(site: Site, text: str, kind: str) -> None:
    _only_problems(text, kind, site)


# Not as examples of the above: each would be told with the whole site, which takes seconds.
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("### Titel\n\n" + "a, " * 30_000, "case"),
        ("\ud800", "term"),
        ("<!--" * 10_000, "source"),
    ],
    ids=["long", "surrogate", "comments"],
)
def test_hostile_text_gives_only_problems(text: str, kind: str, site: Site) -> None:
    _only_problems(text, kind, site)


def _only_problems(text: str, kind: str, site: Site) -> None:
    found = issue.convert(text, kind, site, DAY)
    assert isinstance(found, list), found
    assert found
    assert all(problem.message and problem.line >= 1 for problem in found)


MANY = 60_000
SLOW: dict[str, Callable[[int], str]] = {
    "comments": lambda many: "<!--" * (many // 4),
    "spaces": lambda many: "### a" + " " * (many // 2) + "b" + " " * (many // 2) + "c",
    "choices": lambda many: "### Kommuner\n\n" + "a, " * (many // 3),
    "lines": lambda many: "### Kilder\n\n" + "x\n" * (many // 2),
    "headings": lambda many: "### x\n" * (many // 6),
    "one word": lambda many: "### Kommuner\n\n" + "a" * many,
    "control": lambda many: "\x01" * many,
    "prose": lambda many: "[a](" * (many // 4),
}
AT_ONCE = 0.5  # seconds of processor


@pytest.mark.parametrize("name", SLOW)
def test_no_text_takes_long_to_read(name: str, site: Site) -> None:
    """Twice the text takes about twice the time, on whatever machine; four times is a hole."""
    half, whole = (_time_to_read(SLOW[name](many), site) for many in (MANY // 2, MANY))
    assert whole < max(AT_ONCE, 3 * half)


def _time_to_read(text: str, site: Site) -> float:
    started = time.process_time()
    for one in (text, _small(site).replace("De planter.", text)):
        found = issue.convert(one, "case", site, DAY)
        assert isinstance(found, list)
        assert 1 <= len(found) <= issue.PROBLEMS_LIMIT
    return time.process_time() - started


@settings(deadline=None)
@given(title=_TEXT, prose=_TEXT, point=_TEXT)
def test_a_file_that_comes_out_is_exactly_what_was_meant(
    site: Site, title: str, prose: str, point: str
) -> None:
    """Hostile text in a form that is otherwise right: a problem, or data of one safe file."""
    made = issue.convert(_small(site, title=title, what=prose, how=[point]), "case", site, DAY)
    if isinstance(made, list):
        assert made
        return
    data = yaml.safe_load(made.text)
    assert set(data) == set(SMALL) | {"phases", "actors", "how", "outcome", "learning",
                                      "principles", "ways", "updated"}  # fmt: skip
    assert made.file == f"data/cases/{data['id']}.yaml"
    assert data["id"].replace("-", "").isalnum()


# --- The forms and the commands -----------------------------------------------


def test_the_forms_are_fresh(site: Site) -> None:
    """After a change in the field table or the data: `samskabelse forms`."""
    assert issue_forms.stale(ROOT, site) == []


def test_github_can_show_the_forms(site: Site) -> None:
    for name, text in issue_forms.files(site).items():
        if name.endswith(".md"):
            continue
        whole = yaml.safe_load(text)
        assert read_yaml(name, text, [], Marks()) == whole
        assert {"name", "description", "title", "labels", "body"} == set(whole)
        boxes_ = [one for one in whole["body"] if one["type"] != "markdown"]
        ids, labels = (
            [*column]
            for column in zip(*((b["id"], b["attributes"]["label"]) for b in boxes_), strict=True)
        )
        assert len(set(ids)) == len(ids)
        assert len(set(labels)) == len(labels)
        for box in boxes_:
            options = box["attributes"].get("options", [])
            assert box["type"] not in ("dropdown", "checkboxes") or options
            if box["type"] == "dropdown":
                assert len(set(options)) == len(options)
                assert all(isinstance(one, str) and one.lower() != "none" for one in options)
    case = yaml.safe_load(issue_forms.files(site)[".github/ISSUE_TEMPLATE/case.yml"])
    by_id = {one.get("id"): one["attributes"].get("options", []) for one in case["body"]}
    assert len(by_id["municipalities"]) == 98
    assert any(option.startswith("fp-3 ") for option in by_id["principles"])


def test_stale_forms_are_found_and_made_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "mkdocs.yml").touch()
    root = ["--root", str(tmp_path)]
    assert cli.main([*root, "forms", "--check"]) == 1
    assert "case.yml er forældet" in capsys.readouterr().out
    assert cli.main([*root, "forms"]) == 0
    assert cli.main([*root, "forms", "--check"]) == 0
    (tmp_path / ".gitlab/issue_templates/term.md").write_text("x", "utf-8")
    capsys.readouterr()
    assert cli.main([*root, "forms", "--check"]) == 1
    assert capsys.readouterr().out.startswith(".gitlab/issue_templates/term.md er forældet.")


def test_the_text_of_gitlab_is_read_too(site: Site) -> None:
    """What a person leaves untouched are comments, and they count as nothing."""
    text = issue_forms.files(site)[".gitlab/issue_templates/term.md"].replace("- [ ]", "- [x]")
    for label, answer in (
        ("Term", "Nabohjælp"),
        ("Definition", "Naboer hjælper\nhinanden.\nkilde: agger-tortzen-2015 | s. 24"),
    ):
        text = text.replace(f"### {label}\n", f"### {label}\n\n{answer}\n")
    made = issue.convert(text, "term", site, DAY)
    assert isinstance(made, issue.Made), made
    assert made.text.endswith(
        f'id: nabohjaelp\nupdated: "{DAY}"\n'
        "title: Nabohjælp\ndefinition:\n  text: Naboer hjælper hinanden.\n"
        "  sources:\n    - source: agger-tortzen-2015\n      locator: s. 24\n"
    )


def test_the_command_prints_writes_and_refuses(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "mkdocs.yml").touch()
    text = tmp_path / "issue.md"
    text.write_text(_small(site), "utf-8")
    root = ["--root", str(tmp_path)]
    assert cli.main([*root, "issue", str(text)]) == 0
    assert capsys.readouterr().out.startswith("# data/cases/aeblehaven-paa-aeroe.yaml\n# ")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.read_bytes())))
    assert cli.main([*root, "issue", "-", "--write"]) == 0
    assert capsys.readouterr().out == "data/cases/aeblehaven-paa-aeroe.yaml\n"
    assert knowledge.read(tmp_path).site["aeblehaven-paa-aeroe"].entry.updated == today()
    assert cli.main([*root, "check"]) == 0
    assert cli.main([*root, "issue", str(text), "--write"]) == 1
    assert "er brugt før" in capsys.readouterr().out
    text.write_bytes(b"\xff\xfe")
    assert cli.main([*root, "issue", str(text)]) == 1
    text.write_text("Hej", "utf-8")
    assert cli.main([*root, "issue", str(text)]) == 1
    assert "ligner ingen af formularerne" in capsys.readouterr().out
    assert cli.main([*root, "issue", str(tmp_path / "findes-ikke")]) == 2
