"""The forms: the checker's words, the canonical YAML, drafts, ways out, hostile texts."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page
from pydantic import ValidationError

from macros import scaffold
from macros.check import RULES, check
from macros.explain import explain
from macros.finding import Checked, Placed
from macros.load import Raw, load
from macros.model import COLLECTIONS, Term
from macros.personal import personal_data
from macros.read import Marks, read_yaml
from macros.write import collections as written

ROOT = Path(__file__).parent.parent
CASE, SOURCE, TERM = "bidrag/case/", "bidrag/kilde/", "bidrag/ord/"
CASES = yaml.safe_load((ROOT / "data" / "cases.yaml").read_text("utf-8"))["cases"]
BY_NAME = {one.name: one for one in COLLECTIONS}
# Severity, message and hint.
Said = tuple[str, str, str]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}


def _entry(identifier: str) -> dict[str, Any]:
    return next(one for one in CASES if one["id"] == identifier)


def _read(text: str) -> Any:
    problems: list[Any] = []
    data = read_yaml("data/cases/x.yaml", text, problems, Marks())
    assert problems == []
    return data


def _text(entry: dict[str, Any], name: str = "cases") -> str:
    """The file that the project itself would write."""
    return scaffold.text_of(BY_NAME[name], entry)


# --- YAML ---------------------------------------------------------------------

NASTY = [
    "Hej: du", "ender med kolon:", "a #b", "a#b", "#a", "- a", "-a", "? a", "nej", "no", "NO", "On",
    "yes", "null", "~", "", "12:30", "1.10", "0751", "2013-07-01", "2013-07", "1e5", "0x1f", "1_000",
    "=", "<<", "*a", "&a", "!a", "@a", "`a", "%a", "|", ">", "{a}", "[a]", "a, b", "it's", "'a'",
    '"a"', 'a "b" c', "a\\b", "§ 17, stk. 4", "(a)", "»a«", "”a”", "’a", "/a", "æøå", "Ærø", "日本語",
    "👩🏽‍🌾 emoji", "a\u00a0b", "a\u00adb", "\ttab", "a\tb", "to\nlinjer", "to\n\nafsnit\n", " luft", "luft ",
    "a \nb", "\n", "- a\n- b", "# a\n\n  b", "a: b\nc: d", "ord " * 40 + "ord", "o" * 130,
    "ord " * 20 + "o" * 130, "a  b " * 30, "x: " * 40 + "y", "<script>alert(1)</script>", "</script>",
    "{{ 7*7 }}", "${x}", "--- a", "...", "a:\u00a0b", "²", "½ time", "_a", "+45 12", "12", "-1",
    "true", "False", "e" * 98 + " " + "e" * 5, "é" * 60 + " " + "é" * 60, "👍 " * 60 + "slut",
]  # fmt: skip


@pytest.fixture
def tab(page: Page) -> Page:
    page.goto(CASE)
    return page


def _emitted(page: Page, entries: list[Any], how: str) -> list[str]:
    script = "([all, how]) => all.map((one) => samskabelse.yaml[how](one, '# x'))"
    found: list[str] = page.evaluate(script, [entries, how])
    return found


def test_the_browser_writes_yaml_as_the_project_does(tab: Page) -> None:
    """All real cases, sources and terms, as files of their own and among the others."""
    for name, file in (("cases", "cases"), ("sources", "sources"), ("glossary", "glossary")):
        entries = yaml.safe_load((ROOT / "data" / f"{file}.yaml").read_text("utf-8"))[name]
        assert len(entries) >= 20
        comment = scaffold.modeline(BY_NAME[name])
        for entry, text, item in zip(
            entries, _emitted(tab, entries, "entry"), _emitted(tab, entries, "item"), strict=True
        ):
            assert text.replace("# x", comment, 1) == _text(entry, name)
            assert f"{name}:\n{item}" == written({name: [entry]}, {})
            assert item in (ROOT / "data" / f"{file}.yaml").read_text("utf-8")


def test_the_browser_writes_nasty_texts_as_the_project_does(tab: Page) -> None:
    entries = [
        {
            "id": "x",
            "title": text,
            "actors": [text, "b"],
            "how": [{"text": text, "sources": [text]}],
        }
        for text in NASTY
    ]
    assert len(NASTY) > 80
    for entry, text in zip(entries, _emitted(tab, entries, "entry"), strict=True):
        assert text.replace("# x", scaffold.modeline(BY_NAME["cases"]), 1) == _text(entry)
        if "\u00a0" not in entry["title"] and "\u00ad" not in entry["title"]:
            assert yaml.safe_load(text) == entry


# --- The checker's words ------------------------------------------------------

GOOD: dict[str, Any] = {
    "id": "proeve", "title": "Prøve", "municipalities": ["roskilde"],
    "period": {"start": None, "end": None}, "area": None, "phases": [], "form": "uklart",
    "actors": None, "summary": "Kort.", "what": "Noget.", "how": None, "outcome": None,
    "learning": None, "principles": [], "ways": [], "sources": ["cok-10-veje"],
    "certainty": "uncertain",
}  # fmt: skip
GONE: Any = object()
TOO_LONG = "Vi mødtes hver torsdag " * 50
# What is wrong, each put over the good case.
WRONG: list[dict[str, Any]] = [
    {name: GONE} for name in GOOD if name != "sources"
] + [
    {"id": "Ærø Kommune"}, {"id": "a_b"}, {"id": "-a"}, {"id": "a" * 81}, {"id": "fp-3"},
    {"id": "insp-roskilde"}, {"title": "x" * 141}, {"title": " x"}, {"title": "a\nb"}, {"title": ""},
    {"summary": TOO_LONG}, {"what": "x " * 2500}, {"actors": ["ok", "y" * 301]}, {"actors": [""]},
    {"municipalities": ["roskild"]}, {"municipalities": ["fp-3"]}, {"municipalities": ["zzzzzz"]},
    {"municipalities": ["Københavns Kommune", "aarhus", "arhus"]},
    {"phases": ["fase-4"]}, {"phases": ["ph"]}, {"area": "sociale"}, {"form": "cocreation-og-mere"},
    {"certainty": "zzz"}, {"certainty": ""},
    *({"period": {"start": wrong, "end": None}} for wrong in (
        "1799", 1799, 2101, "2013-13", "2013-02-30", "2023-02-29", "13-07-2013", "juli", "2013-7",
    )),
    {"period": {"start": 2013, "end": 2012}}, {"period": {"start": "2013-07", "end": "2013-06-01"}},
    {"period": {"start": "2013-07-02", "end": "2013-07-01"}}, {"period": {"start": 2013}},
    {"how": [{"sources": ["cok-10-veje"]}]}, {"how": ["x" * 901]},
    {"how": [{"text": "Ja.", "sources": ["cok-11-veje"]}]},
    {"how": [{"text": "Ja.", "certainty": "sikker"}]},
    {"how": [{"text": "Ja.", "sources": [{"source": "roskilde", "locator": "s" * 301}]}]},
    {"sources": []}, {"sources": GONE}, {"sources": [], "how": ["Uden kilde."]},
    {"sources": [], "how": [{"text": "Med.", "sources": ["cok-10-veje"]}, "Uden " * 20]},
    {"sources": [], "how": [{"text": "Eftersøgt.", "certainty": "not_found"}]},
    {"principles": [{"id": "vej-5", "why": "x"}]}, {"principles": [{"id": "fp-9", "why": "x"}]},
    {"principles": [{"why": "x"}]}, {"ways": [{"id": "vej-5"}]}, {"ways": [{"id": "fase-1", "why": "x"}]},
    {"relations": [{"to": "fp-3", "type": "supports", "why": "x"}] * 2},
    {"relations": [{"to": "proeve", "type": "supports", "why": "x"}]},
    {"relations": [{"to": "findes-ikke-her", "type": "likes", "why": "x"}]},
    {"what": "Se [INSP][insp-roskilde] og [x][insp-roskild]."}, {"what": "Se [x](javascript:alert(1))."},
    {"what": "Se [x](https://a b)."}, {"what": "Se [x](https://a.dk/) og [y](/om/)."},
    {"what": "<b>fed</b>"}, {"what": "a <!-- b"}, {"what": "# Overskrift"}, {"what": "> citat"},
    {"what": "```\nkode\n```"}, {"what": "![billede](https://a.dk/x.png)"}, {"what": "5 < 7 og a<b>c"},
    {"summary": "Én sætning. Og én til."}, {"summary": "Det koster ca. 5 kr. pr. år."},
    {"summary": "Fra 3. juli til 5. august. »Ja!« Og nej."}, {"what": "ord " * 31 + "slut."},
    {"what": "Kort. " + "lange ord her " * 15 + "nu.\n\n- " + "punkt " * 20 + "\n- " + "to " * 31},
    {"what": "Vi bruger governancestrukturer, npm og wicked problems og stakeholders."},
    {"certainty_note": "z" * 901}, {"title": "<img src=x onerror=alert(1)>" * 8},
    *({"period": {"start": wrong, "end": None}} for wrong in (
        "3. juli 2013", "3.7.2013", "31/2-2013", "1. maj 1799", "ukendt", "Ved ikke", "?", "null",
        "2013-04-31", "1700-02-30", "2013-1-1", "12", "2013-", " 2013-02-30", "31. februar 2013",
    )),
    {"area": "Ukendt"}, {"area": "n/a"}, {"form": "ukendt"}, {"certainty": "sikker"}, {"area": "klima"},
    {"id": "Den økologiske å"}, {"id": "æ" * 90}, {"id": "!!!"},
    {"principles": [{"id": "fp-3", "why": "x"}, {"id": "vej-5", "why": "x"}]},
    {"ways": [{"id": "fp-3", "why": "x"}, {"id": "kend-1", "why": "x"}]},
    {"status": "moved"}, {"status": "moved", "see": "insp-roskilde"}, {"status": "flyttet"},
    *({"what": wrong} for wrong in (
        "Se [a](insp-roskilde).", "Se [a](/insp-roskilde/) og [b](www.a.dk).", "Se [a][insp-roskilde",
        "Se [a] (https://a.dk).", "Se (a)[https://a.dk].", "Se [a](https://a.dk", "Se [[insp-roskilde]].",
        "Se [a][].", "a&nbsp;b", "Sm&oslash;r &amp; br&#248;d", "&foo; og &#x41;", "<b>fed</b> og <i>kur",
        "```\nx", "~~~ x", "| a | b |", "a\n\n   ## b", "<script>x</script>",
        "Ring på 20 30 40 50.", "tlf. 20304050", "nr. 20304050", "+45 20304050", "0045 20 30 40 50",
        "2013 2014", "ISBN 20304050", "CVR-nr. 20304050", "2030 4050", "020304-1234", "0203041234",
        "310299 1234", "320304-1234", "https://a.dk/020304-1234", "J.nr. 020304-1234", "æ020304-1234",
        "Skriv til anna@gmail.com.", "anna.berg@roskilde.dk", "anna.berg@annaberg.dk", "info@a.dk",
        "Anna.Berg@Berg-Huset.dk", "frivillig.center@a.dk", "a@eksempel.dk", "https://a.dk/b@gmail.com",
        "Ring 20 30 40 50 eller 60 70 80 90.\n\n- eller 020304-1234", "Æblegårds mail: åse.øst@østhus.dk",
    )),
    {"actors": ["Anna, 20 30 40 50"]}, {"title": "020304-1234"},
    {"sources": [{"source": "cok-10-veje", "locator": "tlf 20304050"}]},
    {"what_sources": ["cok-11-veje"]}, {"what_sources": ["fp-3"]},
]  # fmt: skip
WRONG_SOURCES: list[dict[str, Any]] = [
    *({"url": wrong} for wrong in (
        "eksempel.dk", "www.eksempel.dk/en side", "https://a b", "http://a.dk/ b", "ukendt", "-",
        "javascript:alert(1)", "https:///a", "ftp://a.dk", "mailto:anna@gmail.com", "x" * 2001,
        "https://a.dk/20304050",
    )),
    {"url": GONE}, {"year": "3. juli 2013"}, {"year": "ukendt"}, {"year": GONE}, {"kind": "avis"},
    {"kind": GONE}, {"access": "helt"}, {"language": "fr"}, {"via": ["fp-3"]}, {"via": ["cok-10-vej"]},
    {"other_urls": ["a.dk", "https://a.dk", ""]}, {"authors": ["x" * 301]},
    {"note": "Se <b>her</b> & skriv til anna@gmail.com."}, {"id": "cok-10-veje"}, {"title": GONE},
]  # fmt: skip
WRONG_TERMS: list[dict[str, Any]] = [
    {"definition": "x " * 500}, {"definition": {"text": "Uden kilde."}}, {"definition": GONE},
    {"definition": {"text": "Med.", "sources": ["fp-3"]}}, {"related": ["findes-ikke"]},
    {"synonyms": [""]}, {"title": ""}, {"note": "Ring 20 30 40 50."}, {"id": "co-creation"},
]  # fmt: skip
GOOD_SOURCE = {
    "id": "proeve", "title": "Prøve", "year": 2013, "kind": "artikel",
    "url": "https://a.dk/", "access": "full",
}  # fmt: skip
GOOD_TERM = {
    "id": "proeve", "title": "Prøve",
    "definition": {"text": "Et ord.", "sources": ["cok-10-veje"]},
}  # fmt: skip


def _without_gone(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not GONE}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """The project's data, read and gone through once, with room for one more entry."""
    root = tmp_path_factory.mktemp("workshop")
    (root / "data" / "cases").mkdir(parents=True)
    for path in (ROOT / "data").glob("*.yaml"):
        (root / "data" / path.name).symlink_to(path)
    loaded = load(root)
    checked = Checked(loaded, check(loaded)[0], set())
    assert list(RULES[0](checked)) == []
    return checked


def _checker_says(all_: Checked, collection: str, data: dict[str, Any]) -> set[Said]:
    """What the checker's own rules say of one more entry; the others are not asked again."""
    name = f"data/{collection}/proeve.yaml"
    raw = Raw(BY_NAME[collection], data, name, (), 1, 1)
    texts = {**all_.loaded.texts, name: _text(data, collection)}
    loaded = replace(all_.loaded, entries=[raw], texts=texts, _marks={}, _lines={})
    found: list[Any] = list(personal_data(name, texts[name]))
    placed = []
    try:
        placed = [Placed(raw.collection.model.model_validate(data), raw, {})]
    except ValidationError as error:
        found += explain(loaded, raw, error)
    entries = [*(one for one in all_.entries if isinstance(one.entry, Term)), *placed]
    checked = Checked(loaded, entries, set(), dict(all_.kinds), dict(all_.places))
    found += [finding for rule in RULES for finding in rule(checked) if finding.raw is raw]
    return {(one.severity, one.message, one.hint) for one in found if one.rule != "uncited"}


def _form_says(page: Page, collection: str, entry: dict[str, Any]) -> set[Said]:
    script = """([name, entry]) => {
      const page = JSON.parse(document.querySelector('[data-page]').textContent);
      return samskabelse.checker(page, samskabelse.site).check(name, entry);
    }"""
    found = page.evaluate(script, [collection, entry])
    return {(one["severity"], one["message"], one["hint"]) for one in found}


@pytest.mark.parametrize(
    ("place", "collection", "good", "faults", "least"),
    [
        (CASE, "cases", GOOD, WRONG, 150),
        (SOURCE, "sources", GOOD_SOURCE, WRONG_SOURCES, 25),
        (TERM, "glossary", GOOD_TERM, WRONG_TERMS, 9),
    ],
    ids=["case", "source", "term"],
)
def test_the_form_says_what_the_checker_says(
    page: Page,
    workshop: Checked,
    place: str,
    collection: str,
    good: dict[str, Any],
    faults: list[dict[str, Any]],
    least: int,
) -> None:
    page.goto(place)
    assert _form_says(page, collection, good) == _checker_says(workshop, collection, good) == set()
    told = 0
    for wrong in faults:
        entry = _without_gone({**good, **wrong})
        form = _form_says(page, collection, entry)
        checker = _checker_says(workshop, collection, entry)
        told += len(checker)
        assert form >= checker, wrong
        only_form = {m for _, m, _ in form} - {m for _, m, _ in checker}
        # The checker looks across fields only once each field is right by itself.
        assert not only_form or any(s == "error" for s, _, _ in checker), (wrong, only_form)
    assert told >= least
