"""The forms: the checker's words, the canonical YAML, drafts, ways out, hostile texts."""

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from axe import faults
from playwright.sync_api import Browser, Locator, Page, expect
from pydantic import ValidationError
from screens import DESK, NARROW, PHONE, in_pairings

from macros import dating, forms, markup, prose, scaffold
from macros.check import ALONE, TOGETHER, check
from macros.explain import explain
from macros.finding import Checked, Placed
from macros.kinds import COLLECTIONS
from macros.link import Site
from macros.load import Raw, load
from macros.model import Term
from macros.personal import personal_data
from macros.read import Marks, read_yaml
from macros.repository import forge
from macros.write import collections as written

ROOT = Path(__file__).parent.parent
CASE, SOURCE, TERM = "bidrag/case/", "bidrag/kilde/", "bidrag/ord/"
CASES = yaml.safe_load((ROOT / "data" / "cases.yaml").read_text("utf-8"))["cases"]
BY_NAME = {one.name: one for one in COLLECTIONS}
# Severity, message and hint.
Said = tuple[str, str, str]


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


def _item(entry: dict[str, Any], name: str = "cases") -> str:
    """The entry as the project would write it among others."""
    return written({name: [entry]}, {}).removeprefix(f"{name}:\n")


def _today(entry: dict[str, Any], name: str = "cases") -> str:
    """The same, changed today."""
    return _text(dating.stamped(BY_NAME[name].model, entry, dating.today()), name)


# --- YAML ---------------------------------------------------------------------

NASTY = [
    "Hej: du", "ender med kolon:", "a #b", "a#b", "#a", "- a", "-a", "? a", "nej", "no", "NO", "On",
    "yes", "null", "~", "", "12:30", "1.10", "0751", "2013-07-01", "2013-07", "1e5", "0x1f",
    "1_000",
    "=", "<<", "*a", "&a", "!a", "@a", "`a", "%a", "|", ">", "{a}", "[a]", "a, b", "it's", "'a'",
    '"a"', 'a "b" c', "a\\b", "§ 17, stk. 4", "(a)", "»a«", "”a”", "’a", "/a", "æøå", "Ærø",
    "日本語",
    "👩🏽‍🌾 emoji", "a\u00a0b", "a\u00adb", "\ttab", "a\tb", "to\nlinjer", "to\n\nafsnit\n",
    " luft", "luft ",
    "a \nb", "\n", "- a\n- b", "# a\n\n  b", "a: b\nc: d", "ord " * 40 + "ord", "o" * 130,
    "ord " * 20 + "o" * 130, "a  b " * 30, "x: " * 40 + "y", "<script>alert(1)</script>",
    "</script>",
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
    {"id": "insp-roskilde"}, {"title": "x" * 141}, {"title": " x"}, {"title": "a\nb"},
    {"title": ""},
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
    {"principles": [{"why": "x"}]}, {"ways": [{"id": "vej-5"}]}, {"ways": [{"id": "fase-1",
    "why": "x"}]},
    {"relations": [{"to": "fp-3", "type": "supports", "why": "x"}] * 2},
    {"relations": [{"to": "proeve", "type": "supports", "why": "x"}]},
    {"relations": [{"to": "findes-ikke-her", "type": "likes", "why": "x"}]},
    {"what": "Se [INSP][insp-roskilde] og [x][insp-roskild]."},
    {"what": "Se [x](javascript:alert(1))."},
    {"what": "Se [x](https://a b) og <https://a.dk/x>."}, {"what": "Vi mødtes.[^1]"},
    {"what": "Se [x](https://a b)."}, {"what": "Se [x](https://[a].dk/)."},
    {"what": "Se [x](https://a.dk/) og [y](/om/)."},
    {"what": "<b>fed</b>"}, {"what": "a <!-- b"}, {"what": "# Overskrift"}, {"what": "> citat"},
    {"what": "```\nkode\n```"}, {"what": "![billede](https://a.dk/x.png)"},
    {"what": "5 < 7 og a<b>c"},
    {"summary": "Én sætning. Og én til."}, {"summary": "Det koster ca. 5 kr. pr. år."},
    {"summary": "Fra 3. juli til 5. august. »Ja!« Og nej."}, {"what": "ord " * 31 + "slut."},
    {"what": "Kort. " + "lange ord her " * 15 + "nu.\n\n- " + "punkt " * 20 + "\n- " + "to " * 31},
    {"what": "Vi bruger governancestrukturer, npm og wicked problems og stakeholders."},
    {"certainty_note": "z" * 901}, {"title": "<img src=x onerror=alert(1)>" * 8},
    *({"period": {"start": wrong, "end": None}} for wrong in (
        "3. juli 2013", "3.7.2013", "31/2-2013", "1. maj 1799", "ukendt", "Ved ikke", "?", "null",
        "juli 2013", "7/2013", "13/2013", "ca. 2013", "2011-2013", "2013 eller 2014", "i 1066",
        "nu", "Igangværende", "2011, 2012, 2013",
        "2013-04-31", "1700-02-30", "2013-1-1", "12", "2013-", " 2013-02-30", "31. februar 2013",
    )),
    {"area": "Ukendt"}, {"area": "n/a"}, {"form": "ukendt"}, {"certainty": "sikker"},
    {"area": "klima"},
    {"id": "Den økologiske å"}, {"id": "æ" * 90}, {"id": "!!!"},
    {"principles": [{"id": "fp-3", "why": "x"}, {"id": "vej-5", "why": "x"}]},
    {"ways": [{"id": "fp-3", "why": "x"}, {"id": "kend-1", "why": "x"}]},
    {"status": "moved"}, {"status": "moved", "see": "insp-roskilde"}, {"status": "flyttet"},
    *({"what": wrong} for wrong in (
        "Se [a](insp-roskilde).", "Se [a](/insp-roskilde/) og [b](www.a.dk).",
        "Se [a][insp-roskilde",
        "Se [a] (https://a.dk).", "Se (a)[https://a.dk].", "Se [a](https://a.dk",
        "Se [[insp-roskilde]].", "Prisen er lav *se nedenfor.", "Prisen er **se nedenfor.",
        "De gjorde:\n\n• Et\n• To",
        "Se [a][].", "a&nbsp;b", "Sm&oslash;r &amp; br&#248;d", "&foo; og &#x41;",
        "<b>fed</b> og <i>kur",
        "```\nx", "~~~ x", "| a | b |", "a\n\n   ## b", "<script>x</script>",
        "Ring på 20 30 40 50.", "tlf. 20304050", "nr. 20304050", "+45 20304050", "0045 20 30 40 50",
        "2013 2014", "ISBN 20304050", "CVR-nr. 20304050", "2030 4050", "020304-1234", "0203041234",
        "310299 1234", "320304-1234", "https://a.dk/020304-1234", "J.nr. 020304-1234",
        "æ020304-1234",
        "Skriv til anna@gmail.com.", "anna.berg@roskilde.dk", "anna.berg@annaberg.dk", "info@a.dk",
        "Anna.Berg@Berg-Huset.dk", "frivillig.center@a.dk", "a@eksempel.dk",
        "https://a.dk/b@gmail.com",
        "Ring 20 30 40 50 eller 60 70 80 90.\n\n- eller 020304-1234",
        "Æblegårds mail: åse.øst@østhus.dk",
    )),
    {"actors": ["Anna, 20 30 40 50"]}, {"title": "020304-1234"},
    {"sources": [{"source": "cok-10-veje", "locator": "tlf 20304050"}]},
    {"what_sources": ["cok-11-veje"]}, {"what_sources": [{"source": "cok-11-veje"}]},
    {"what_sources": ["fp-3"]},
]  # fmt: skip
WRONG_SOURCES: list[dict[str, Any]] = [
    *({"url": wrong} for wrong in (
        "eksempel.dk", "www.eksempel.dk/en side", "https://a b", "http://a.dk/ b", "ukendt", "-",
        "javascript:alert(1)", "https:///a", "ftp://a.dk", "mailto:anna@gmail.com", "x" * 2001,
        "https://a.dk/20304050", "<https://a.dk/b>", "[a](https://a.dk/b)", "»https://a.dk/b",
 "https://[a].dk/", "http://[::1", "https://a.dk:99999/", "https://a.dk:b/",
    )),
    {"url": GONE}, {"year": "3. juli 2013"}, {"year": "ukendt"}, {"year": GONE}, {"kind": "avis"},
    {"kind": GONE}, {"access": "helt"}, {"language": "fr"}, {"via": ["fp-3"]},
    {"via": ["cok-10-vej"]},
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
    assert list(TOGETHER[0](checked)) == []
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
    found += [
        finding for rule in (*TOGETHER, *ALONE) for finding in rule(checked) if finding.raw is raw
    ]
    return {(one.severity, one.message, one.hint) for one in found if one.rule != "uncited"}


def _form_says(page: Page, collection: str, entry: dict[str, Any]) -> set[Said]:
    script = """([name, entry]) => {
      const page = JSON.parse(document.querySelector('[data-page]').textContent);
      return samskabelse.checker(page, samskabelse.site)(name, entry);
    }"""
    found = page.evaluate(script, [collection, entry])
    return {(one["severity"], one["message"], one["hint"]) for one in found}


class Wrong(NamedTuple):
    """A form's page, a good entry, what to put over it, and the least that must be told."""

    page: str
    collection: str
    good: dict[str, Any]
    faults: list[dict[str, Any]]
    least: int


@pytest.mark.parametrize(
    "given",
    [
        Wrong(CASE, "cases", GOOD, WRONG, 150),
        Wrong(SOURCE, "sources", GOOD_SOURCE, WRONG_SOURCES, 25),
        Wrong(TERM, "glossary", GOOD_TERM, WRONG_TERMS, 9),
    ],
    ids=["case", "source", "term"],
)
def test_the_form_says_what_the_checker_says(page: Page, workshop: Checked, given: Wrong) -> None:
    page.goto(given.page)
    name, good = given.collection, given.good
    assert _form_says(page, name, good) == _checker_says(workshop, name, good) == set()
    told = 0
    for wrong in given.faults:
        entry = _without_gone({**good, **wrong})
        form = _form_says(page, name, entry)
        checker = _checker_says(workshop, name, entry)
        told += len(checker)
        assert form >= checker, wrong
        only_form = {m for _, m, _ in form} - {m for _, m, _ in checker}
        # The checker looks across fields only once each field is right by itself.
        assert not only_form or any(s == "error" for s, _, _ in checker), (wrong, only_form)
    assert told >= given.least


def test_what_is_typed_wrong_is_told_at_the_field_in_those_words(
    page: Page, workshop: Checked
) -> None:
    page.goto(CASE)
    title = page.get_by_label("Titel", exact=True).first
    title.fill("x" * 141)
    title.press("Tab")
    (said,) = [m for _, m, _ in _checker_says(workshop, "cases", {**GOOD, "title": "x" * 141})]
    told = page.locator(".fault [data-words]")
    expect(told).to_have_count(1)
    expect(told).to_contain_text(said)
    expect(title).to_have_attribute("aria-invalid", "true")
    by = (title.get_attribute("aria-describedby") or "").split()
    assert said in " ".join(page.locator(f"#{one}").inner_text() for one in by)
    title.fill("Kort")
    expect(told).to_have_count(0)
    page.get_by_role("button", name="Tjek, og vis resultatet").click()
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    missing = {name: GONE for name in GOOD if name not in ("id", "title", "phases", "sources")}
    entry = {**GOOD, **missing, "municipalities": [], "principles": [], "ways": [], "period": {}}
    entry["sources"] = []
    words = [m for s, m, _ in _checker_says(workshop, "cases", _without_gone(entry))]
    links = summary.get_by_role("link").all_inner_texts()
    assert set(words) <= set(links)
    assert len(links) == len(words) + 1  # and that it has no source, which is asked later
    told_of = [words.split("«")[0] for words in links]  # in the order of the page
    assert told_of.index("Feltet »certainty") < told_of.index("Feltet »form")
    summary.get_by_role("link", name="»what«").click()
    expect(page.get_by_label("Hvad", exact=True)).to_be_focused()


def test_what_is_right_can_be_put_in_with_one_press(page: Page, workshop: Checked) -> None:
    page.goto(CASE)
    start, end = (page.get_by_label(name, exact=True) for name in ("Start", "Slut"))
    for control, text in ((start, "3. juli 2013"), (end, "ukendt")):
        control.fill(text)
        control.press("Tab")
    page.get_by_role("button", name="Skriv »2013-07-03«").click()
    expect(start).to_have_value("2013-07-03")
    expect(start).to_be_focused()
    page.get_by_role("button", name="Sæt til »ikke oplyst«").click()
    expect(end).to_be_disabled()
    expect(page.locator(".fault")).to_have_count(0)
    what = page.get_by_label("Hvad", exact=True)
    for text in (
        "Se [[x]].",
        "Lav *se nedenfor.",
        "Se [a](insp-roskilde).",
        "Se [{toString}](insp-roskilde).",
        "<b>fed</b>",
        "&euro;",
        "# a",
        "[x][insp-rosk]",
    ):
        what.fill(text)
        what.press("Tab")
        shown = page.locator(".fault .example").all_inner_texts()
        raw = Raw(BY_NAME["cases"], {**GOOD, "what": text}, "", (), 1, 1)
        loaded = replace(workshop.loaded, entries=[raw])
        checked = Checked(loaded, [], set(), workshop.kinds)
        found = [*prose.markdown(checked), *prose.mentions(checked)]
        assert shown == [f"Rigtigt: {one.example}" for one in found] != []


# --- Filling in ---------------------------------------------------------------


def _fill(scope: Locator, records: list[Any], fields: list[Any], data: dict[str, Any]) -> None:
    """Put an entry's values in their controls, as a person would."""
    for field in fields:
        if field["name"] in data:
            part = scope.locator(f"xpath=./*[@data-name='{field['name']}']")
            _fill_field(part, records, field, data[field["name"]])


def _fill_field(part: Locator, records: list[Any], field: dict[str, Any], value: Any) -> None:
    if value is None:
        part.locator("xpath=./label/input").check()
    elif field.get("many"):
        for index, one in enumerate(value):
            if part.locator("xpath=./ul").count():
                part.locator(f"input[value='{one}']").check()
                continue
            part.locator("xpath=./button").click()
            row = part.locator("xpath=./ol/li").nth(index)
            _fill_one(row.locator("xpath=./*[1]"), records, field, one)
    else:
        _fill_one(part, records, field, value)


def _fill_one(part: Locator, records: list[Any], field: dict[str, Any], value: Any) -> None:
    if "record" in field:
        whole = {field["short"]: value} if isinstance(value, str) else value
        _fill(part, records, records[field["record"]], whole)
        return
    part.page.set_default_timeout(8000)
    control = part.locator("input:not([type=checkbox]), select, textarea").first
    if control.evaluate("one => one.tagName") == "SELECT":
        control.select_option(str(value))
    else:
        control.fill(str(value))


def _fill_entry(page: Page, data: dict[str, Any], where: str = "[data-fields]") -> None:
    given = json.loads(page.locator("[data-page]").text_content() or "")
    name = "sources" if where != "[data-fields]" else given["name"]
    records = given["forms"][name]["records"]
    inside = f"{where} > .form-part" if name == given["name"] else f"{where} .form-part"
    page.locator(f"{where} details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    for field in records[0]:
        if field["name"] in data:
            part = page.locator(f"{inside} > [data-name={field['name']}]").last
            _fill_field(part, records, field, data[field["name"]])


def _finish(page: Page) -> dict[str, str]:
    """The finished texts, by file name."""
    page.get_by_role("button", name="Tjek, og vis resultatet").click()
    faults = page.locator("[data-summary] li").all_inner_texts()
    assert page.locator("[data-result]").is_visible(), faults
    expect(page.locator("[data-result] h2")).to_be_focused()
    shown = page.locator("[data-text]")
    return {one.get_attribute("data-text") or "": one.text_content() or "" for one in shown.all()}


@pytest.mark.parametrize(
    "identifier",
    [pytest.param("insp-roskilde", marks=pytest.mark.slow), "cykling-uden-alder"],
)
def test_a_real_case_typed_in_gives_the_canonical_file(page: Page, identifier: str) -> None:
    entry = {**_entry(identifier), "id": "en-ny-case"}
    page.goto(CASE)
    _fill_entry(page, entry)
    assert _finish(page) == {"en-ny-case.yaml": _today(entry)}
    seen = page.locator("[data-preview]").inner_text()
    assert entry["title"] in seen
    assert entry["summary"] in seen


def test_what_is_taken_away_is_no_part_of_the_text(page: Page) -> None:
    entry = {**GOOD, "id": "en-ny-case", "actors": ["Den ene", "Den anden", "Den tredje"]}
    page.goto(CASE)
    _fill_entry(page, entry)
    actors = page.locator("[data-name=actors]")
    rows = actors.locator("ol > li")
    rows.nth(1).get_by_role("button", name="Fjern").click()
    expect(actors.get_by_role("button", name="Tilføj")).to_be_focused()
    expect(rows.locator("[data-number]")).to_have_text(["Nr. 1", "Nr. 2"])
    places = page.locator("[data-name=municipalities]")
    places.get_by_role("searchbox").fill("århus")
    expect(places.locator("li:visible")).to_have_text(["Aarhus"])
    places.get_by_label("Aarhus").check()
    places.get_by_role("searchbox").fill("")
    places.get_by_label("Roskilde").uncheck()
    expect(places.get_by_role("status")).to_have_text("Valgt: Aarhus")
    page.locator("[data-add-source]").click()
    page.get_by_role("button", name="Fjern den nye kilde").click()
    expect(page.locator("[data-add-source]")).to_be_focused()
    left = {**entry, "actors": ["Den ene", "Den tredje"], "municipalities": ["aarhus"]}
    assert _finish(page) == {"en-ny-case.yaml": _today(left)}


PARTS = [
    "Sådan:\n- et *punkt*\n- to\n\nOg så\net **afsnit**.", "1. et\n2. to", "1) et\n- to",
    "Det skete i\n2014. Det gik.", "- et punkt,\n  der går videre\nog videre", "2. to\n\n3. tre.",
    " * indrykket\n\n\nto", "-et\n\n- to\n- tre", "Det slutter:\n1. januar\n",
]  # fmt: skip
# The blocks of a text, and what stands in each paragraph or point.
OUTLINE = """(holder) => [...holder.children].map((one) => [
  one.tagName, ...[...(one.tagName === 'P' ? [one] : one.children)].map((part) =>
    part.textContent.split(/\\s+/).filter(Boolean).join(' '))])"""


def test_the_preview_has_the_paragraphs_and_lists_of_the_page(page: Page) -> None:
    page.goto(CASE)
    script = f"""([what, html]) => {{
      const outline = {OUTLINE};
      const page = JSON.parse(document.querySelector('[data-page]').textContent);
      const site = samskabelse.site;
      const [, made] = samskabelse.preview(page, page.forms.cases, site, {{ what }}, []).slice(-2);
      const shown = made.querySelector('.main-text > section');
      shown.firstChild.remove();
      shown.lastChild.remove();
      const right = document.createElement('div');
      right.innerHTML = html;
      return [outline(shown), outline(right)];
    }}"""
    for what in PARTS:
        shown, right = page.evaluate(script, [what, str(markup.prose(what, lambda _: None))])
        assert shown == right, what


def test_a_new_source_becomes_a_file_of_its_own(page: Page) -> None:
    source = {
        "id": "avisen-2026", "title": "En artikel: om noget", "authors": ["A. B. Ce"],
        "year": "2026-03", "kind": "artikel", "url": "https://example.org/a?b=1#c",
        "access": "full",
    }  # fmt: skip
    page.goto(CASE)
    page.get_by_role("button", name="Tilføj en ny kilde").click()
    _fill_entry(page, source, "[data-sources]")
    entry = {**GOOD, "title": "En ny: case", "id": "en-ny-case", "sources": ["avisen-2026"]}
    _fill_entry(page, {name: value for name, value in entry.items() if name != "id"})
    assert _finish(page) == {
        "en-ny-case.yaml": _today(entry),
        "avisen-2026.yaml": _today(source, "sources"),
    }
    assert page.get_by_role("link", name="Foreslå på GitHub").count() == 2


def test_an_entry_can_be_changed(page: Page) -> None:
    page.goto("cases/insp-roskilde/")
    page.get_by_role("link", name="Ret denne case").click()
    expect(page.locator("[data-changing]")).to_contain_text("insp-roskilde")
    title = page.get_by_label("Titel", exact=True).first
    expect(title).to_have_value(_entry("insp-roskilde")["title"])
    assert _finish(page) == {"insp-roskilde.yaml": _item(_entry("insp-roskilde"))}, "unchanged"
    title.fill("INSP! i Roskilde: huset")
    changed = {**_entry("insp-roskilde"), "title": "INSP! i Roskilde: huset"}
    changed = dating.stamped(BY_NAME["cases"].model, changed, dating.today())
    assert _finish(page) == {"insp-roskilde.yaml": _item(changed)}
    expect(page.get_by_role("heading", name="data/cases.yaml")).to_have_count(2)
    out = page.locator("[data-ways]")
    expect(out).to_contain_text("data/cases.yaml")
    link = out.get_by_role("link", name="Kopiér teksten, og åbn filen").get_attribute("href")
    assert link == "https://github.com/samskabelse/samskabelse/edit/main/data/cases.yaml#L4"
    page.goto(CASE)
    expect(title).to_have_value("")


@pytest.mark.parametrize(
    ("place", "identifier", "name"),
    [(SOURCE, "cok-10-veje", "sources"), (TERM, "co-creation", "glossary")],
)
def test_sources_and_words_can_be_changed_too(
    page: Page, place: str, identifier: str, name: str
) -> None:
    data = yaml.safe_load((ROOT / "data" / f"{name}.yaml").read_text("utf-8"))[name]
    entry = next(one for one in data if one["id"] == identifier)
    page.goto(f"{place}?ret={identifier}")
    expect(page.locator("[data-changing]")).to_be_visible()
    assert _finish(page) == {f"{identifier}.yaml": _item(entry, name)}


@pytest.mark.parametrize("asked", ["findes-ikke", "fp-3", "../../x", "%3Cimg%20src%3Dx%3E"])
def test_a_strange_address_gives_an_empty_form(page: Page, asked: str) -> None:
    page.goto(f"{CASE}?ret={asked}")
    expect(page.locator("[data-said]")).to_contain_text("tom formular")
    expect(page.get_by_label("Titel", exact=True).first).to_have_value("")


def test_a_form_that_cannot_be_had_is_told(browser: Browser, served: str) -> None:
    context = browser.new_context(base_url=served)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/assets/kendt.*js", lambda one: one.abort())
    page.goto(CASE)
    said = "Formularen kunne ikke hentes. Prøv at genindlæse siden."
    expect(page.get_by_role("alert")).to_have_text(said)
    assert faults == []
    context.close()


def test_a_title_gives_the_id_of_what_is_asked_for(page: Page) -> None:
    """A case is called the same as the source that tells of it."""
    page.goto(CASE)
    sources = page.locator("[data-fields] [data-name=sources]").last
    sources.get_by_role("button", name="Tilføj").click()
    typed = sources.locator("input[list]")
    typed.fill("De Små Børns Bornholm")
    typed.press("Tab")
    expect(typed).to_have_value("sus-de-smaa-boerns-bornholm")


def test_two_new_entries_cannot_have_the_same_id(page: Page) -> None:
    """The checker would say so of the two files."""
    page.goto(CASE)
    _fill_entry(page, {"title": "Huset"})
    for title in ("Huset", "Avisen", "Avisen"):
        page.get_by_role("button", name="Tilføj en ny kilde").click()
        _fill_entry(page, {"title": title}, "[data-sources] > li:last-child")
    page.get_by_role("button", name="Tjek, og vis resultatet").click()
    told = page.locator("[data-sources] .fault", has_text="er brugt før")
    expect(told).to_have_count(2)
    expect(told.first).to_contain_text("Id'et »huset« er brugt før, i data/cases/huset.yaml.")
    expect(told.last).to_contain_text("Id'et »avisen« er brugt før, i data/sources/avisen.yaml.")
    expect(page.locator("[data-sources] > li").last).to_contain_text("»avisen« er brugt før")


# --- Drafts -------------------------------------------------------------------


def _stored(page: Page) -> list[str]:
    keys: list[str] = page.evaluate("Object.keys(localStorage)")
    return keys


def test_a_draft_is_kept_from_the_first_sign_and_can_be_deleted(page: Page) -> None:
    page.goto(CASE)
    assert _stored(page) == []
    page.get_by_label("Titel", exact=True).first.press("H")
    assert _stored(page) == ["samskabelse:v1:udkast:case"]
    _fill_entry(page, {"title": "Hej: du", "how": [{"text": "Et", "sources": ["cok-10-veje"]}]})
    page.get_by_role("button", name="Tilføj en ny kilde").click()
    _fill_entry(page, {"title": "Ny"}, "[data-sources]")
    page.reload()
    expect(page.locator("[data-kept]")).to_contain_text("Her er den kladde")
    expect(page.get_by_label("Titel", exact=True).first).to_have_value("Hej: du")
    expect(page.get_by_label("Titel", exact=True).last).to_have_value("Ny")
    expect(page.locator("[data-name=how] textarea")).to_have_value("Et")
    page.get_by_role("button", name="Slet kladden").click()
    assert _stored(page) == []
    page.reload()
    expect(page.get_by_label("Titel", exact=True)).to_have_value("")


def test_a_draft_of_another_tab_is_not_written_over_unasked(page: Page) -> None:
    """Two who begin on the same form: the later is told, and loses nothing either."""
    page.goto(CASE)
    second = page.context.new_page()
    second.goto(CASE)
    titles = [one.get_by_label("Titel", exact=True).first for one in (page, second)]
    told = [one.get_by_text("er udfyldt i et andet vindue") for one in (page, second)]
    kept = "JSON.parse(localStorage.getItem('samskabelse:v1:udkast:case')).entry.title"
    titles[0].fill("Den første")
    titles[1].fill("Den anden")
    expect(told[1]).to_be_visible()
    expect(second.locator("[data-kept]")).to_be_hidden()
    assert page.evaluate(kept) == "Den første"
    second.get_by_role("button", name="Erstat kladden").click()
    expect(told[1]).to_be_hidden()
    expect(titles[1]).to_be_focused()
    titles[1].fill("Den anden igen")
    assert page.evaluate(kept) == "Den anden igen"
    titles[0].fill("Den første igen")
    expect(told[0]).to_be_visible()
    page.reload()
    expect(titles[0]).to_have_value("Den anden igen")
    page.get_by_role("button", name="Slet kladden").click()
    titles[1].fill("Den anden til sidst")
    expect(second.locator("[data-kept]")).to_contain_text("Kladden er gemt")
    assert page.evaluate(kept) == "Den anden til sidst"


def test_an_entry_that_something_else_is_sent_for_gives_an_empty_form(page: Page) -> None:
    """A network may answer for the site. What was drafted of the entry stays until it comes."""
    title = page.get_by_label("Titel", exact=True).first
    place = f"{CASE}?ret=insp-roskilde"
    page.goto(place)
    title.fill("Vores titel")
    page.route("**/insp-roskilde/data.js", lambda one: one.fulfill(body="/* Log ind. */"))
    page.reload()
    expect(page.locator("[data-said]")).to_contain_text("Posten kunne ikke hentes.")
    expect(title).to_have_value("")
    title.fill("En helt ny")
    page.unroute("**/insp-roskilde/data.js")
    page.reload()
    expect(title).to_have_value("Vores titel")


def test_a_draft_of_an_entry_changed_since_is_told(page: Page, built: Path) -> None:
    """It stands until the draft is deleted, however often that is gone on with."""
    place = f"{CASE}?ret=insp-roskilde"
    title = page.get_by_label("Titel", exact=True).first
    told = page.get_by_text("Posten er rettet, siden I begyndte på kladden.")
    page.goto(place)
    title.fill("Vores titel")
    page.reload()
    expect(title).to_have_value("Vores titel")
    expect(told).to_be_hidden()
    text = (built / "cases" / "insp-roskilde" / "data.js").read_text("utf-8")
    newer = text.replace(json.dumps(_entry("insp-roskilde")["title"]), '"Ny titel"')
    page.route("**/insp-roskilde/data.js", lambda one: one.fulfill(body=newer))
    for words in ("Vores titel", "Vores titel igen"):
        page.reload()
        expect(title).to_have_value(words)
        expect(told).to_be_visible()
        title.fill("Vores titel igen")
    page.get_by_role("button", name="Slet kladden").click()
    expect(told).to_be_hidden()
    expect(title).to_have_value("Ny titel")


@pytest.mark.parametrize(
    "draft",
    ["x", "null", "[]", "{}", '{"when":1,"entry":{"title":"gammel"}}',
     '{"when":9e15,"entry":{"title":{"a":1},"how":"x","sources":[{"source":["a"]}],"period":7}}',
     '{"when":9e15,"entry":{"__proto__":{"x":1},"how":[null,[1]]},"sources":[{"authors":7},4]}'],
)  # fmt: skip
def test_a_draft_may_be_anything(page: Page, draft: str) -> None:
    page.goto(CASE)
    page.evaluate("(text) => localStorage.setItem('samskabelse:v1:udkast:case', text)", draft)
    page.reload()
    page.get_by_label("Titel", exact=True).first.fill("Ny")
    page.get_by_role("button", name="Tjek, og vis resultatet").click()
    expect(page.locator("[data-summary]")).to_be_focused()


# --- Ways out -----------------------------------------------------------------


FORGES = {
    "github": ({"repo_url": "https://github.com/o/r"}, "https://github.com/o/r/new/main"),
    "gitlab": (
        {"repo_url": "https://gitlab.com/o/r/", "extra": {"branch": "gren"}},
        "https://gitlab.com/o/r/-/new/gren",
    ),
    "forgejo": ({"repo_url": "https://codeberg.org/o/r"}, "https://codeberg.org/o/r/_new/main"),
    "own": (
        {"repo_url": "https://git.k.dk/o/r", "extra": {"forge": "gitlab", "contact": "a@k.dk"}},
        "https://git.k.dk/o/r/-/new/main",
    ),
}


@pytest.mark.parametrize("name", FORGES)
def test_each_forge_gets_its_own_link(page: Page, name: str) -> None:
    given, address = FORGES[name]
    keys = ("file_name", "") if name in ("gitlab", "own") else ("filename", "value")
    where = forms.form("cases", forge(given))["forge"]
    page.goto(CASE)
    script = """([forge, text]) => {
      const file = { collection: 'cases', name: 'x.yaml', path: 'x.yaml', text, whole: text };
      const [out] = samskabelse.waysOut(forge, [file], () => {});
      return [...out.querySelectorAll('a')].map((one) => one.href);
    }"""
    for text in ("title: Æ & ø = #\n", "æ" * 3000):
        link, *mail = page.evaluate(script, [where, text])
        parts = urlsplit(link)
        asked = parse_qs(parts.query)
        assert link.split("?")[0] == f"{address}/data/cases"
        assert asked.pop(keys[0]) == ["x.yaml"]
        assert asked == ({keys[1]: [text]} if keys[1] and len(text) < 100 else {})
        assert len(mail) == ("contact" in given.get("extra", {}))
        assert all(len(one) <= 1800 and one.startswith("mailto:a@k.dk?") for one in mail)
        assert all(("title: Æ" in unquote(one)) == (len(text) < 100) for one in mail)


@pytest.mark.parametrize("folder", ["data", "kommune/data"])
def test_only_an_entry_in_a_file_of_its_own_replaces_the_whole_file(
    page: Page, folder: str
) -> None:
    where = forms.form("cases", forge({"repo_url": "https://github.com/o/r"}))["forge"]
    page.goto(CASE)
    script = """([forge, file]) => {
      const at = { collection: 'cases', file, line: 7 };
      const made = samskabelse.fileOf(forge, 'cases', { id: 'x', title: 'Et' }, '# m', at);
      const [out] = samskabelse.waysOut(forge, [made], () => {});
      return made.text + out.textContent;
    }"""
    shared = page.evaluate(script, [where, f"{folder}/cases.yaml"])
    assert "Erstat posten, som begynder i linje 7 med »- id: x«" in shared
    assert shared.startswith(f"  - id: x\n    title: Et\n{folder}/cases.yaml")
    alone = page.evaluate(script, [where, f"{folder}/cases/x.yaml"])
    assert "Erstat hele filens tekst med det kopierede" in alone
    assert alone.startswith(f"# m\nid: x\ntitle: Et\n{folder}/cases/x.yaml")


def test_an_unknown_forge_is_told() -> None:
    with pytest.raises(ValueError, match="github, gitlab, forgejo"):
        forge({"repo_url": "https://x.dk", "extra": {"forge": "svn"}})


def test_the_text_can_be_taken_away(page: Page, tmp_path: Path) -> None:
    page.goto(CASE)
    _fill_entry(page, {**GOOD, "id": "en-ny-case"})
    text = _finish(page)["en-ny-case.yaml"]
    link = page.get_by_role("link", name="Foreslå på GitHub").get_attribute("href") or ""
    assert parse_qs(urlsplit(link).query)["value"] == [text]
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hent som fil").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "en-ny-case.yaml"
    assert file.read_text("utf-8") == text == _today({**GOOD, "id": "en-ny-case"})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopiér teksten").click()
    expect(page.locator("[data-said]")).to_have_text("Teksten er kopieret.")
    assert page.evaluate("navigator.clipboard.readText()") == text


# --- For everyone -------------------------------------------------------------


def test_a_word_can_be_sent_in_by_keyboard_alone(page: Page) -> None:
    page.goto(TERM)

    def to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            script = """() => {
              const one = document.activeElement;
              return (one.labels?.[0] || one).textContent.trim();
            }"""
            if page.evaluate(script).startswith(name):
                return
        pytest.fail(f"Tab når ikke til {name}")

    to("Titel" if page.get_by_label("Titel", exact=True).count() else "Term")
    page.keyboard.type("Borgerbord")
    to("Tekst")
    page.keyboard.type("Et bord, hvor borgere og kommune taler sammen.")
    to("Tilføj til »Kilder«")
    page.keyboard.press("Enter")
    page.keyboard.type("cok-10-veje")
    page.keyboard.press("Escape")
    to("Tjek, og vis resultatet")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result] h2")).to_be_focused()
    entry = {
        "id": "borgerbord",
        "title": "Borgerbord",
        "definition": {
            "text": "Et bord, hvor borgere og kommune taler sammen.",
            "sources": ["cok-10-veje"],
        },
    }
    assert page.locator("[data-text]").text_content() == _today(entry, "glossary")


def test_the_day_of_a_change_is_the_one_where_the_reader_is(browser: Browser, served: str) -> None:
    context = browser.new_context(base_url=served, timezone_id="Europe/Copenhagen")
    page = context.new_page()
    page.clock.set_fixed_time("2026-06-30T22:30:00Z")
    page.goto(CASE)
    _fill_entry(page, GOOD)
    assert _read(_finish(page)["proeve.yaml"])["updated"] == "2026-07-01"
    context.close()


@pytest.mark.parametrize("place", [CASE, SOURCE, TERM])
def test_without_javascript_it_says_what_to_do(browser: Browser, served: str, place: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served)
    page = context.new_page()
    page.goto(place)
    assert not page.locator("[data-form]").is_visible()
    assert "Formularen kræver JavaScript" in page.locator("article").inner_text()
    assert page.get_by_role("link", name="Skriv til os på GitHub").is_visible()
    context.close()


HOSTILE = (
    "<img src=x onerror=alert(1)> </script><script>alert(2)</script> {{ 7*7 }} \"' : # - &amp;"
)


def test_very_many_spaces_do_not_stop_the_page(page: Page) -> None:
    """A quarter of a million, as a pasted table may have; trying each of them took a minute."""
    page.goto(CASE)
    for name in ("Hvad", "Resumé"):
        field = page.get_by_label(name, exact=True).first
        begun = time.monotonic()
        field.fill(f"a{' ' * 250_000}b\n\n {' ' * 9}c")
        assert time.monotonic() - begun < 5
    kept = json.loads(page.evaluate("localStorage.getItem('samskabelse:v1:udkast:case')"))
    assert kept["entry"]["what"].endswith("b\n\n          c")
    assert kept["entry"]["summary"].endswith("b c")


def test_hostile_texts_stay_texts(page: Page) -> None:
    """Every text field at once; ids and addresses are refused by the rules themselves."""
    page.on("dialog", lambda one: pytest.fail(f"Noget kørte: {one.message}"))
    page.goto(CASE)
    unseen = "\u200b\u202e\u00ad\U000e0041"
    plain = HOSTILE.replace("<", "‹").replace("&amp;", f"{unseen}&")  # HTML is refused in prose
    seen = plain.replace(unseen, "")
    entry = {
        **GOOD, "id": "ond-case", "title": HOSTILE, "actors": [HOSTILE, "- b"],
        "summary": plain, "what": f"{plain}\n\n{plain}\nslut:", "certainty_note": plain,
        "how": [{"text": plain, "sources": [{"source": "cok-10-veje", "locator": HOSTILE}]}],
        "principles": [{"id": "fp-3", "why": plain}],
    }  # fmt: skip
    _fill_entry(page, entry)
    text = _finish(page)["ond-case.yaml"]
    told = json.loads(json.dumps(entry, ensure_ascii=False).replace(unseen, ""))
    assert text == _today(told)
    dated = {**told, "updated": dating.today()}
    assert _read(text) == yaml.safe_load(text) == dated
    assert page.locator("article img, [data-preview] script").count() == 0
    assert HOSTILE in (page.locator("[data-preview]").text_content() or "")
    assert seen in (page.locator("[data-preview]").text_content() or "")
    page.reload()
    expect(page.get_by_label("Titel", exact=True).first).to_have_value(HOSTILE)
    page.get_by_label("Titel", exact=True).first.fill("x")
    page.locator("[data-name=what] textarea").fill(HOSTILE)
    page.locator("[data-name=id] input").first.fill(HOSTILE)
    page.get_by_role("button", name="Tjek, og vis resultatet").click()
    assert HOSTILE[:40] in page.locator("[data-summary]").inner_text()
    assert page.locator("article img, [data-summary] script").count() == 0


@pytest.mark.slow
def test_no_form_is_wider_than_the_screen(page: Page) -> None:
    page.goto(CASE)
    entry = _entry("insp-roskilde")
    _fill_entry(page, {**entry, "id": "x" * 60, "title": "Enlangtitel" * 12})
    for size in (NARROW, PHONE, DESK):
        page.set_viewport_size(size)
        _finish(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], (size, width)


@in_pairings(today="1280-dark")
def test_axe_finds_nothing_in_the_forms_while_they_are_used(
    browser: Browser, served: str, scheme: str, size: dict[str, int]
) -> None:
    context = browser.new_context(base_url=served, color_scheme=scheme, viewport=size)
    page = context.new_page()
    page.goto(CASE)
    page.get_by_role("button", name="Tilføj en ny kilde").click()
    _fill_entry(page, {"how": [{"text": "# x", "sources": ["x"]}], "what": "ord " * 40})
    page.get_by_role("button", name="Tjek, og vis resultatet").click()
    expect(page.locator("[data-summary]")).to_be_focused()
    assert page.locator(".fault").count() > 8
    wrong = faults(page)
    page.goto(f"{CASE}?ret=insp-roskilde")
    expect(page.locator("[data-changing]")).to_be_visible()
    _finish(page)
    done = faults(page)
    context.close()
    assert wrong == []
    assert done == []


# --- What the pages carry -----------------------------------------------------


def test_entries_are_handed_over_as_they_are_written(site: Site) -> None:
    for name, kind in (("cases", "case"), ("sources", "source"), ("glossary", "term")):
        file = f"data/{name}.yaml"
        data = yaml.safe_load((ROOT / file).read_text("utf-8"))[name]
        nodes = [node for node in site.of_kind(kind) if node.file == file]
        assert [forms.as_written(node.entry) for node in nodes] == data


def test_data_scripts_cannot_be_ended_by_a_text(built: Path) -> None:
    scripts = [built / forms.KNOWN, *built.glob("cases/*/data.js"), *built.glob("ordliste/*.js")]
    assert len(scripts) > 100
    for path in scripts:
        assert "<" not in path.read_text("utf-8")


def test_every_field_has_its_place_in_the_form() -> None:
    for name in forms.GROUPS:
        made = forms.form(name, forge({"repo_url": "https://github.com/o/r"}))["forms"][name]
        placed = [field for _, names in made["groups"] for field in names]
        assert sorted(placed) == sorted(BY_NAME[name].model.model_fields)
        assert dict(made["groups"])[forms.REST] == ["status", "see", "updated"]
        for field in made["records"][0]:
            assert ("missing" in field.get("says", {})) == bool(field.get("required"))


def test_the_field_reference_names_every_field(page: Page) -> None:
    page.goto("bidrag/felter/")
    ids = [part.id for part in forms.reference()]
    assert len(ids) == len(set(ids)) > 20
    for part in forms.reference():
        names = page.locator(f"section:has(> #{part.id}) dt > code").all_inner_texts()
        assert names == [one.name for one in part.fields]
    for told in page.locator("section.fields dd").all_inner_texts():
        assert told.count("null:") <= 1, "what stands for nothing is told once"
    assert "null:" not in page.locator("dt:has-text('period Periode') + dd").inner_text()


def test_null_is_said_to_be_right_only_where_it_is() -> None:
    for part in forms.reference():
        for one in part.fields:
            assert "null:" not in one.description or one.nullable, one.name


def test_lines_that_a_word_processor_broke_are_not_run_together(page: Page) -> None:
    page.goto(CASE)
    _fill_entry(
        page, {**GOOD, "id": "en-ny-case", "title": "En\u2028ny\x0bcase", "what": "Et\u2029to"}
    )
    (text,) = _finish(page).values()
    assert yaml.safe_load(text)["title"] == "En ny case"
    assert yaml.safe_load(text)["what"] == "Et\nto"


@pytest.mark.parametrize("place", [CASE, SOURCE, TERM])
def test_no_form_shows_the_id_of_an_entry_as_an_example(page: Page, place: str) -> None:
    page.goto(place)
    part = page.locator("[data-name=id]").first
    expect(part.locator(".help")).to_contain_text("Fx et-kort-navn")
