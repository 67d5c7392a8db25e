"""The nasty list in a real build, opened in a real browser: nothing runs, is fetched or breaks out.

Beside the real entries stand made-up ones with all that the checker takes; the municipality
whose site it is has a hostile brand and hostile words for ours.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import icalendar
import nasty
import openpyxl
import pytest
from conftest import STOPPED, serve
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page, expect
from program import program
from screens import in_thirds
from test_browser import KINDS
from test_checklists import LIST, _accept, _file, _open_file, _taken
from test_nasty import (
    COUNT,
    FEW,
    FREE,
    GOOD,
    MARK,
    PAYLOADS,
    _entries,
    _judged,
    _mark,
    _payload,
    _tell_counts,
    _write,
)

from macros import cli, knowledge
from macros.addresses import address, has_page
from macros.kept import PREFIX
from macros.link import Site

ROOT = Path(__file__).parent.parent
STEP = COUNT // FEW  # so that few entries meet all of the list
OPENED = 8  # entries of each kind whose pages are opened
BREAKING = nasty.TEXTS["attribute 1"]
BRAND = {
    "name": f"Navn {BREAKING}"[:140],
    "publisher": f"Udgiver {nasty.TEXTS['script 1']}"[:140],
    "genitive": f"Udgivers {nasty.TEXTS['markdown 1']}"[:140],
    "colours": {"primary": "#0f4f49"},
    "contact": {"email": "kontakt@eksempel.dk", "address": nasty.TEXTS["header 1"]},
}


def _changes(site: Site) -> dict[str, Any]:
    was = site["fp-1"].entry.summary  # type: ignore[attr-defined]
    now = {"was": was, "now": nasty.TEXTS["jinja 1"], "why": BREAKING}
    return {"changes": [{"id": "fp-1", "field": "summary", **now}]}


@pytest.fixture(scope="module")
def root(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site with the made-up entries, a hostile brand and hostile changes, built."""
    broken: dict[Any, set[str]] = {}

    def text(leaf: Any, number: int) -> str:
        mark = _mark(leaf, number)
        if broken.get((leaf.field, number)):
            return f"{GOOD} {mark}"
        return nasty.cut(_payload(leaf, number * STEP)[1], leaf.shape.limit, mark)

    entries = _entries(text, FEW)
    broken.update(_judged(_write(tmp_path_factory.mktemp("tried"), entries), entries)[0].broken)
    made = program(tmp_path_factory.mktemp("built"))
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, made / name)
    shutil.copy(ROOT / "mkdocs.yml", made)
    om = (made / "docs" / "om.md").read_bytes()
    _write(made, _entries(text, FEW))
    (made / "docs" / "om.md").write_bytes(om)
    (made / "kommune" / "data").mkdir(parents=True)
    (made / "kommune" / "brand.yaml").write_text(json.dumps(BRAND), "utf-8")
    (made / "kommune" / "data" / "changes.yaml").write_text(json.dumps(_changes(site)), "utf-8")
    assert cli.main(["--root", str(made), "build"]) == 0
    return made


@pytest.fixture(scope="module")
def hostile(root: Path) -> Site:
    """What was built, linked."""
    return knowledge.read(root).site


@pytest.fixture
def tab(browser: Browser, root: Path) -> Iterator[Page]:
    """A tab on the hostile site; a dialog, an error or a request to anyone else fails."""
    with serve(root / "site") as own:
        context = browser.new_context(base_url=own, locale="da-DK")
        page = context.new_page()
        faults: list[str] = []
        page.on("dialog", lambda one: (faults.append(one.message), one.dismiss()))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((own, "blob:")) else faults.append(asked.url)
            ),
        )
        yield page
        context.close()
        assert faults == []


# What must not be in any page, whoever wrote its texts.
LOOK = """() => {
  const wrong = [];
  for (const one of document.querySelectorAll("*")) {
    const name = one.localName;
    if (["iframe", "frame", "object", "embed", "base", "applet", "math", "foreignobject",
         "animate", "set", "style", "plaintext"].includes(name)) wrong.push(one.outerHTML);
    const runs = name === "script" && !/json$/.test(one.type);
    if (runs && !one.hasAttribute("src")) wrong.push(one.outerHTML);
    for (const { name: key, value } of one.attributes) {
      const said = `${name} ${key}=${value}`;
      if (/^on|^style$|^srcdoc$|^formaction$|^srcset$/.test(key)) wrong.push(said);
      if (/^(xlink:)?(href|src|action|data|poster)$/.test(key) && value) {
        const to = new URL(value, document.baseURI);
        const out = ["http:", "https:", "mailto:", "tel:"].includes(to.protocol);
        const leaves = to.origin !== location.origin;
        const led = name === "a" && key === "href";
        if (!out || (leaves && !led && to.protocol.startsWith("http"))) wrong.push(said);
      }
    }
  }
  return { wrong, ran: window.CANARY, said: document.body.textContent + document.title };
}""".replace("CANARY", nasty.CANARY)


def _look(tab: Page, place: str) -> str:
    """The text of a page in which nothing has run or broken out."""
    seen = tab.evaluate(LOOK)
    assert seen["wrong"] == [], place
    assert seen["ran"] is None, place
    return str(seen["said"])


@in_thirds(today=0)
def test_every_kind_of_page_is_only_text(tab: Page, hostile: Site, third: int) -> None:
    made = {f"{name}-{number}" for name in FREE for number in range(OPENED)}
    places = [*KINDS, *(
        address(hostile, node.id) for node in hostile.nodes.values()
        if has_page(node) and {node.id, node.parent} & made
    )]  # fmt: skip
    places += [f"ark/{name}-{n}/" for name in ("cases", "drafts") for n in range(OPENED)]
    met: set[str] = set()
    places = list(dict.fromkeys(places))
    assert len(places) > 180
    for place in places[third::3]:
        answer = tab.goto(place)
        assert answer
        assert answer.ok or place == "404.html", place
        met |= set(MARK.findall(_look(tab, place)))
    assert STOPPED == []
    _tell_counts(f"Chromium, {len(places[third::3])} pages", met, STEP)
    assert len(met) > 1_000


def _shown(tab: Page) -> None:
    tab.wait_for_selector("[data-results] li, [data-no-results]")


@pytest.mark.parametrize(
    "place",
    [
        "soeg/?q=nastyran", "soeg/?q=evil", "soeg/?q=script", "soeg/?q=mark",
        f"soeg/?q={'%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E'}",
        "cases/sammenlign/?c=cases-0&c=cases-1&c=cases-2", "cases/?ord=nastyran&sorter=kommune",
        "cases/som-vores/?kommune=municipalities-1&fase=fase-1", "bidrag/case/?ret=cases-3",
        "bidrag/kilde/?ret=sources-4", "bidrag/ord/?ret=glossary-5", "charter/byg-jeres-eget/",
        "tjeklister/checklists-1/", "selvvurdering/assessments-1/", "guide/guides-1/",
    ],
)  # fmt: skip
def test_what_scripts_write_is_only_text(tab: Page, place: str) -> None:
    tab.goto(place)
    if place.startswith("soeg"):
        _shown(tab)
    if place.startswith("bidrag"):
        expect(tab.locator("form input[type=text]").first).not_to_have_value("")
    if place.startswith("guide"):
        tab.locator("[data-guide] a:visible").first.click()
    for box in tab.locator("form[data-builder] input[type=checkbox]").all()[:40]:
        box.check()
    said = _look(tab, place)
    assert not place.startswith(("cases/sammenlign", "guide")) or MARK.search(said)


# --- What is opened, shared and kept is as hostile as data -------------------------------

GIVEN = [(name, text[:300]) for name, text in PAYLOADS]


@pytest.fixture
def filled(tab: Page) -> Page:
    """A checklist on which a file with every payload was opened, in all that a file can say."""
    answers = {
        f"ck-gone-{n}": {
            "answer": "nej", "note": text, "owner": text, "text": text, "due": "2026-12-01",
            "list": "tjekliste-fp-1",
        } for n, (_, text) in enumerate(GIVEN)
    }  # fmt: skip
    tab.goto(LIST)
    _open_file(tab, _file({"name": BREAKING, "answers": answers, "seen": {}}))
    _look(tab, "the preview of a file")
    _accept(tab)
    expect(tab.locator("[data-gone] li")).to_have_count(COUNT)
    _look(tab, "a checklist with a file in it")
    return tab


def test_files_that_the_checklist_makes_hold_only_text(filled: Page) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_taken(filled, "Excel")))
    cells = [cell for row in book.active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert len(cells) > 8 * COUNT
    assert {cell.data_type for cell in cells} <= {"inlineStr", "s", "d", "n"}
    assert {cell.value for cell in cells if cell.data_type == "n"} == {None}
    assert not [cell.hyperlink for cell in cells if cell.hyperlink]
    document = docx.Document(io.BytesIO(_taken(filled, "Word")))
    (table,) = document.tables
    assert len(table.rows) > COUNT
    assert not document.part.rels or not [r for r in document.part.rels.values() if r.is_external]
    rows = list(csv.reader(io.StringIO(_taken(filled, "CSV").decode("utf-8-sig"), newline=""),
                           delimiter=";"))  # fmt: skip
    assert {len(row) for row in rows} == {8}
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]
    html = MarkdownIt("commonmark").render(_taken(filled, "Markdown").decode())
    assert html.count("<h3>") > COUNT
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= {"h1", "h2", "h3", "p", "ul", "li", "br"}
    raw = _taken(filled, "Frister til kalenderen")
    events = icalendar.Calendar.from_ical(raw).walk()
    assert [one.name for one in events] == ["VCALENDAR", *["VEVENT"] * COUNT]
    assert {name for one in events[1:] for name in one} == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP",
    }  # fmt: skip
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


# Every page that reads the address, the storage or a file, and what it is given.
ADDRESSES = [
    ("charter/byg-jeres-eget/", "#c="), (LIST, "#f="), ("selvvurdering/seks-principper/", "#a="),
    ("selvvurdering/seks-principper/", "#b="), ("guide/skal-vi-samskabe/", "#sti="),
    ("guide/skal-vi-samskabe/", "#"), ("tjeklister/min-tjekliste/", "?liste="),
    ("tjeklister/min-tjekliste/", "#f="), ("ruter/", "?rolle="), ("ruter/", "#"),
    ("cases/", "?omraade="), ("cases/", "?sorter="), ("cases/som-vores/", "?kommune="),
    ("cases/sammenlign/", "?c="), ("charter/sammenlign/", "?a="), ("bidrag/case/", "?ret="),
    ("soeg/", "?q="),
]  # fmt: skip
SCRIPTS_THAT_READ = re.compile(
    r"location\.(?:hash|search|href)|localStorage|\.files\b|await file\.text"
)


def test_every_script_that_reads_from_outside_is_met() -> None:
    """The pages above, and those whose files and storage are tried elsewhere, load them all."""
    assets = ROOT / "theme" / "assets"
    reading = {path.stem for path in assets.glob("*.js")
               if SCRIPTS_THAT_READ.search(path.read_text("utf-8"))}  # fmt: skip
    assert reading == {
        "bygger", "casetabel", "deling", "element", "filter", "form", "formkladde", "guide",
        "processes", "ruter", "sammenlign", "selvvurdering", "selvvurdering-filer", "share",
        "soegeside", "somvores", "udvalg",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("place", "before"), ADDRESSES, ids=lambda one: one)
def test_an_address_may_hold_anything(tab: Page, place: str, before: str) -> None:
    """Each payload as it is and as data: in the address, it is text or nothing."""
    tab.goto(place)
    for _, text in GIVEN[::3]:
        given = f"{before}{text[:300]}"
        tab.evaluate(
            "(to) => { const at = new URL(to, location.href); history.replaceState(null, '', at); "
            "dispatchEvent(new PopStateEvent('popstate')); "
            "dispatchEvent(new HashChangeEvent('hashchange')); }",
            given,
        )
    for _, text in GIVEN[::12]:
        tab.goto("about:blank")
        tab.goto(place + before + "".join(f"%{byte:02x}" for byte in text.encode()))
        if place == "soeg/":
            _shown(tab)
        _look(tab, f"{place}{before}{text}")


KEYS = ["forloeb", "selvvurdering", "udkast:case", "udkast:source", "udkast:term"]
KEPT = [
    "x", "[]", "{}", '{"__proto__":{"x":1}}', json.dumps({"processes": [{"name": BREAKING}]}),
    json.dumps({"t": 9e15, "n": BREAKING, "a": {"constructor": 1, "__proto__": 2}}),
    json.dumps({"when": 9e15, "entry": {"title": BREAKING, "__proto__": []}, "sources": [1, None]}),
]  # fmt: skip


@pytest.mark.parametrize(
    "place", [LIST, "selvvurdering/seks-principper/", "bidrag/case/", "bidrag/ord/"]
)
def test_the_storage_may_hold_anything(tab: Page, place: str) -> None:
    tab.goto("om/")
    keys = [f"{PREFIX}{key}" for key in KEYS]
    for kept in KEPT:
        tab.evaluate(
            "([keys, kept]) => keys.forEach((key) => localStorage.setItem(key, kept))", [keys, kept]
        )
        tab.goto(place)
        _look(tab, kept)
    assert tab.evaluate("({}).x") is None
