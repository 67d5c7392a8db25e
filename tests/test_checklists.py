"""Live checklists in a real browser: answers that are kept, shared, revised and taken away."""

import base64
import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import icalendar
import openpyxl
import pytest
from axe import faults
from conftest import ending, needs
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from screens import PHONE, in_pairings

from macros import checklists
from macros.link import Site

LIST = "tjeklister/tjekliste-fp-1/"
OTHER = "tjeklister/tjekliste-fp-2/"
MINE = "tjeklister/min-tjekliste/"
KEY = "samskabelse:v1:forloeb"
ALL_POINTS = 93

NOTE = (
    '=1+1;"<img src=x onerror=alert(1)>" & **fed** [x](javascript:1) \\ , _x0041_\n'
    "# ikke en overskrift\n===\n1. nej\nEND:VEVENT\nX-EVIL:1 \u202eomvendt \u05d0"
)
OWNER = "@SUM(1)|cmd ; BEGIN:VEVENT"
NAME = '=HYPERLINK("http://x.dk");<b>ø</b>'
TEXT = "Er det tilpasset netop dette sted?"
OLD_TEXT = "Har vi undersøgt, om noget andet end samskabelse ville være bedre?"
NEW_TEXT = "Er det tilpasset dette sted og dets mennesker?"


def _point(page: Page, identifier: str) -> Locator:
    return page.locator(f"#{identifier}")


def _answer(page: Page, identifier: str, label: str) -> None:
    _point(page, identifier).get_by_label(label, exact=True).check()


def _fill(page: Page, identifier: str, note: str, owner: str, due: str) -> None:
    point = _point(page, identifier)
    point.locator("summary").click()
    point.get_by_label("Note").fill(note)
    point.get_by_label("Ansvarlig").fill(owner)
    point.get_by_label("Frist").fill(due)


def _stored(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "null")


def _progress(page: Page, words: str) -> None:
    expect(page.locator("[data-progress]")).to_have_text(words)


def _told(page: Page) -> Locator:
    return page.locator("[data-said]:not(:empty)")


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _name(page: Page, name: str) -> None:
    page.get_by_label("Forløbets navn").fill(name)
    page.keyboard.press("Enter")
    # The page is told with the next frame that the dialog was closed, and acts then.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def _tab_to(page: Page, condition: str) -> None:
    for _ in range(60):
        if page.evaluate(f"(({condition}))(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never came to {condition}")


def _file(process: dict[str, Any]) -> dict[str, Any]:
    whole = {"type": "samskabelse-forloeb", "version": 1, "process": process}
    return {"name": "f.json", "mimeType": "application/json", "buffer": json.dumps(whole).encode()}


def _code(data: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


def _open_file(page: Page, file: dict[str, Any]) -> None:
    page.locator("[data-file]").set_input_files(file)  # type: ignore[arg-type]


def _accept(page: Page) -> None:
    page.get_by_role("button", name="Læg det ind som nyt forløb").click()
    expect(page.locator("#jeres-forloeb")).to_be_focused()


def test_answers_are_given_by_keyboard_alone_and_kept(page: Page) -> None:
    page.goto(LIST)
    _progress(page, "0 af 4 punkter besvaret.")
    _tab_to(page, "e => e.name === 'svar-ck-p1-2'")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    _progress(page, "1 af 4 punkter besvaret: 1 delvist.")
    _tab_to(page, "e => e.matches('#ck-p1-2 summary')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Vi spørger klubben.")
    page.keyboard.press("Tab")
    page.keyboard.type("Anne Bæk")
    page.keyboard.press("Tab")
    page.keyboard.type("11112026")
    page.reload()
    point = _point(page, "ck-p1-2")
    expect(point.get_by_role("group", name=f"Svar på: {TEXT}")).to_be_visible()
    expect(point.get_by_label("Delvist")).to_be_checked()
    expect(point.get_by_label("Note")).to_have_value("Vi spørger klubben.")
    expect(point.get_by_label("Ansvarlig")).to_have_value("Anne Bæk")
    expect(point.get_by_label("Frist")).to_have_value("2026-11-11")
    bar = page.get_by_role("progressbar", name="1 af 4 punkter besvaret")
    assert bar.evaluate("bar => [bar.value, bar.max]") == [1, 4]
    _tab_to(page, "e => e.matches('#ck-p1-2 [data-point=clear]')")
    page.keyboard.press("Enter")
    _progress(page, "0 af 4 punkter besvaret.")
    assert page.evaluate("document.activeElement.name") == "svar-ck-p1-2"
    expect(point.get_by_label("Note")).to_have_value("Vi spørger klubben.")


def test_a_panel_that_the_reader_closes_stays_closed(page: Page) -> None:
    page.goto(LIST)
    _fill(page, "ck-p1-2", "En note", "", "")
    page.reload()
    panel = _point(page, "ck-p1-2").locator("details")
    expect(panel).to_have_attribute("open", "")
    panel.locator("summary").click()
    _answer(page, "ck-p1-2", "Ja")
    _progress(page, "1 af 4 punkter besvaret: 1 ja.")
    expect(panel).not_to_have_attribute("open", "")
    # Another process is shown as it was saved; so is this one, when it is chosen again.
    _press(page, "Nyt forløb")
    _name(page, "Havnen")
    page.get_by_label("Vælg forløb").select_option(label="Vores forløb")
    expect(panel).to_have_attribute("open", "")


def test_nothing_is_stored_before_the_first_act_and_all_can_be_deleted(page: Page) -> None:
    page.goto(LIST)
    page.reload()
    _press(page, "Kopiér link til en kollega")
    _press(page, "Gem forløbet som fil")
    expect(_told(page)).to_have_text("Der er ingen svar at gemme endnu.")
    _press(page, "Nyt forløb")
    page.keyboard.press("Escape")
    assert page.evaluate("localStorage.length") == 0
    expect(page.get_by_role("button", name="Slet alt, siden har gemt")).to_be_hidden()
    _answer(page, "ck-p1-1", "Ja")
    assert _stored(page)["processes"][0]["name"] == "Vores forløb"
    _press(page, "Slet alt, siden har gemt")
    expect(page.get_by_role("button", name="Fortryd")).to_be_focused()
    page.keyboard.press("Escape")
    assert _stored(page)
    _press(page, "Slet alt, siden har gemt")
    _press(page, "Slet")
    expect(page.locator("#jeres-forloeb")).to_be_focused()
    assert page.evaluate("localStorage.length") == 0
    _progress(page, "0 af 4 punkter besvaret.")


def test_a_question_asked_at_once_after_another_gets_its_own_answer(page: Page) -> None:
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    _press(page, "Slet forløbet")
    # Browsers tell that a dialog was closed only with the next frame; the press comes before it.
    page.evaluate(
        """() => { document.querySelector("dialog[open]").close();
        document.querySelector("[data-do=forget]").click(); }"""
    )
    page.evaluate("new Promise(requestAnimationFrame)")
    expect(page.get_by_role("heading", name="Slet alt?")).to_be_visible()
    expect(_point(page, "ck-p1-1").get_by_label("Ja", exact=True)).to_be_checked()
    _press(page, "Slet")
    expect(_told(page)).to_have_text("Det er slettet.")
    assert _stored(page) is None


def test_processes_stand_side_by_side(page: Page) -> None:
    page.goto(LIST)
    _press(page, "Nyt forløb")
    _name(page, "Vores ungeindsats")
    _answer(page, "ck-p1-1", "Ja")
    _press(page, "Nyt forløb")
    _name(page, "Vores ungeindsats")
    chooser = page.get_by_label("Vælg forløb")
    expect(chooser.locator("option:checked")).to_have_text("Vores ungeindsats (2)")
    _progress(page, "0 af 4 punkter besvaret.")
    _answer(page, "ck-p1-1", "Nej")
    _press(page, "Giv nyt navn")
    _name(page, "<b>Havnen</b>")
    expect(chooser.locator("option")).to_have_text(["Vores ungeindsats", "<b>Havnen</b>"])
    _press(page, "Giv nyt navn")
    page.keyboard.press("Enter")
    expect(_told(page)).to_have_text("Forløbet hedder »<b>Havnen</b>«.")
    chooser.select_option(label="Vores ungeindsats")
    expect(_point(page, "ck-p1-1").get_by_label("Ja", exact=True)).to_be_checked()
    page.goto(OTHER)
    expect(chooser.locator("option:checked")).to_have_text("Vores ungeindsats")
    _answer(page, "ck-p2-1", "Ikke relevant")
    page.goto(LIST)
    _progress(page, "1 af 4 punkter besvaret: 1 ja.")
    _press(page, "Slet forløbet")
    _press(page, "Slet")
    expect(chooser.locator("option")).to_have_text(["<b>Havnen</b>"])
    _progress(page, "1 af 4 punkter besvaret: 1 nej.")
    assert [one["name"] for one in _stored(page)["processes"]] == ["<b>Havnen</b>"]


def test_two_tabs_do_not_overwrite_each_other(page: Page) -> None:
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    other = page.context.new_page()
    other.goto(LIST)
    _answer(other, "ck-p1-2", "Nej")
    _progress(page, "2 af 4 punkter besvaret: 1 ja, 1 nej.")
    _answer(page, "ck-p1-3", "Delvist")
    assert len(_stored(other)["processes"][0]["answers"]) == 3


def test_what_another_tab_deletes_meanwhile_takes_nothing_else_along(page: Page) -> None:
    """What was asked about one process is not done to the one that comes in its place."""
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    _press(page, "Nyt forløb")
    _name(page, "Havnen")
    _answer(page, "ck-p1-1", "Nej")
    other = page.context.new_page()
    other.goto(LIST)

    def delete_there(left: int) -> None:
        _press(other, "Slet forløbet")
        _press(other, "Slet")
        expect(other.locator("#valgt-forloeb option")).to_have_count(left)

    _press(page, "Slet forløbet")
    delete_there(1)
    _press(page, "Slet")
    expect(_told(page)).to_have_text("Det er slettet.")
    assert [one["name"] for one in _stored(page)["processes"]] == ["Vores forløb"]
    _press(page, "Giv nyt navn")
    delete_there(0)
    _name(page, "Et andet navn")
    expect(_told(page)).to_contain_text("Forløbet findes ikke mere.")
    assert _stored(page) is None


def test_a_field_one_stands_in_shows_the_process_that_is_chosen(page: Page) -> None:
    page.goto(LIST)
    _fill(page, "ck-p1-2", "Om det første", "", "")
    _press(page, "Nyt forløb")
    _name(page, "Havnen")
    note = _point(page, "ck-p1-2").get_by_label("Note")
    note.fill("Om havnen")
    expect(note).to_be_focused()
    other = page.context.new_page()
    other.goto(LIST)
    _press(other, "Slet forløbet")
    _press(other, "Slet")
    expect(note).to_have_value("Om det første")


def test_a_page_that_comes_back_shows_what_is_kept_now(page: Page) -> None:
    """A page that the browser has put by is told of nothing that other pages do meanwhile."""
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    page.evaluate("localStorage.clear()")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    _progress(page, "0 af 4 punkter besvaret.")
    expect(_point(page, "ck-p1-1").get_by_label("Ja", exact=True)).not_to_be_checked()


def test_what_is_two_years_unused_is_forgotten(page: Page) -> None:
    """To open it is to use it, and what comes from an old file is new here."""
    use = f"""(day) => {{ const kept = JSON.parse(localStorage.getItem('{KEY}'));
        kept.processes[0].used = day;
        localStorage.setItem('{KEY}', JSON.stringify(kept)); }}"""
    page.goto(LIST)
    _open_file(page, _file({"used": "2020-01-01", "answers": {"ck-p1-1": {"answer": "ja"}}}))
    _accept(page)
    page.evaluate(use, str(datetime.now(UTC).date() - timedelta(days=700)))
    page.reload()
    _progress(page, "1 af 4 punkter besvaret: 1 ja.")
    assert _stored(page)["processes"][0]["used"] == page.evaluate("samskabelse.today()")
    page.evaluate(use, "2020-01-01")
    page.reload()
    _progress(page, "0 af 4 punkter besvaret.")
    assert page.evaluate("localStorage.length") == 0


def test_the_day_is_the_one_where_the_reader_is(browser: Browser, served: str) -> None:
    context = browser.new_context(base_url=served, timezone_id="Europe/Copenhagen")
    page = context.new_page()
    page.clock.set_fixed_time("2026-06-30T22:30:00Z")
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    assert _stored(page)["processes"][0]["used"] == "2026-07-01"
    expect(page.locator("[data-printed]")).to_contain_text("Udskrevet 1. juli 2026.")
    context.close()


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"processes":[1,null,{"answers":[]}]}', "7"])
def test_what_is_stored_may_be_anything(page: Page, kept: str) -> None:
    page.goto(LIST)
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [KEY, kept])
    page.reload()
    _progress(page, "0 af 4 punkter besvaret.")
    _answer(page, "ck-p1-1", "Ja")
    page.reload()
    _progress(page, "1 af 4 punkter besvaret: 1 ja.")


CLOSED = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('nej'); } })"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            CLOSED,
            "Browseren giver ikke lov til at gemme.",
        ),
        (
            "Storage.prototype.setItem = () => { throw new Error('fuld'); }",
            "Browseren kan ikke gemme mere.",
        ),
    ],
    ids=["closed", "full"],
)
def test_the_page_says_when_it_cannot_store(page: Page, script: str, said: str) -> None:
    page.add_init_script(script)
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    _answer(page, "ck-p1-2", "Ja")
    expect(page.get_by_role("alert")).to_contain_text(said)
    _progress(page, "2 af 4 punkter besvaret: 2 ja.")


# Takes up, to the last sign, all the room that the browser gives a site.
FILL = """() => { let taken = '';
    for (let size = 2 ** 23; size >= 1; size /= 2) {
        try { localStorage.setItem('andet', taken + 'x'.repeat(size)); taken += 'x'.repeat(size); }
        catch { /* Half as much may do. */ }
    } }"""


def _write_what_does_not_fit(page: Page) -> None:
    page.evaluate(FILL)
    _fill(page, "ck-p1-2", "x" * 900, "", "")
    expect(page.get_by_role("alert")).to_contain_text("Browseren kan ikke gemme mere.")


def test_all_can_be_deleted_when_there_is_no_room_for_more(page: Page) -> None:
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    _write_what_does_not_fit(page)
    _press(page, "Slet alt, siden har gemt")
    _press(page, "Slet")
    expect(_told(page)).to_have_text("Det er slettet.")
    assert _stored(page) is None
    page.reload()
    _progress(page, "0 af 4 punkter besvaret.")


def test_where_nothing_can_be_kept_nothing_is_called_deleted(page: Page) -> None:
    page.add_init_script(CLOSED)
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    _press(page, "Slet alt, siden har gemt")
    _press(page, "Slet")
    expect(_told(page)).to_contain_text("Browseren lader os ikke slette")
    expect(page.get_by_role("alert")).to_contain_text("Browseren giver ikke lov til at gemme.")
    _progress(page, "0 af 4 punkter besvaret.")


def test_what_makes_room_ends_the_trouble(page: Page) -> None:
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    _write_what_does_not_fit(page)
    _point(page, "ck-p1-2").get_by_label("Note").fill("")
    _point(page, "ck-p1-1").get_by_role("button", name="Ryd svaret").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    _progress(page, "0 af 4 punkter besvaret.")


def test_nothing_is_called_deleted_that_is_still_kept(page: Page) -> None:
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    _press(page, "Nyt forløb")
    _name(page, "Havnen")
    _write_what_does_not_fit(page)
    page.get_by_label("Vælg forløb").select_option(label="Vores forløb")
    _press(page, "Slet forløbet")
    _press(page, "Slet")
    expect(_told(page)).to_contain_text("Browseren lader os ikke slette")
    assert [one["name"] for one in _stored(page)["processes"]] == ["Vores forløb", "Havnen"]
    _press(page, "Slet forløbet")
    _press(page, "Slet")
    expect(_told(page)).to_have_text("Det er slettet.")
    assert _stored(page) is None


def _shared(page: Page) -> str:
    """A link to two answers, and to no more than stands on its list."""
    page.goto(OTHER)
    _answer(page, "ck-p2-1", "Ja")
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    _fill(page, "ck-p1-2", NOTE, OWNER, "2026-12-01")
    _press(page, "Giv nyt navn")
    _name(page, NAME)
    _press(page, "Kopiér link til en kollega")
    return page.get_by_label("Linket").input_value()


def test_a_link_is_shown_and_taken_in_only_when_asked(
    page: Page, browser: Browser, served: str
) -> None:
    link = _shared(page)
    context = browser.new_context(base_url=served)
    fresh = context.new_page()
    fresh.goto(link)
    dialog = fresh.get_by_role("dialog")
    expect(dialog).to_contain_text(NAME)
    expect(dialog).to_contain_text("svar på 2 punkter")
    expect(dialog.locator("[data-preview] > li").nth(1)).to_contain_text("onerror=alert(1)")
    assert fresh.locator("dialog img").count() == 0
    fresh.keyboard.press("Escape")
    expect(_told(fresh)).to_have_text("Forløbet er ikke lagt ind.")
    assert fresh.evaluate("localStorage.length") == 0
    expect(fresh).not_to_have_url(re.compile("#"))
    _answer(fresh, "ck-p1-1", "Nej")
    fresh.goto(link)
    _accept(fresh)
    expect(_point(fresh, "ck-p1-2").get_by_label("Note")).to_have_value(NOTE)
    chooser = fresh.get_by_label("Vælg forløb")
    expect(chooser.locator("option")).to_have_text(["Vores forløb", NAME])
    chooser.select_option(label="Vores forløb")
    expect(_point(fresh, "ck-p1-1").get_by_label("Nej", exact=True)).to_be_checked()
    fresh.goto(OTHER)
    _progress(fresh, "0 af 5 punkter besvaret.")
    context.close()


def test_a_link_that_was_made_does_not_stay_when_the_answers_change(page: Page) -> None:
    _shared(page)
    link = page.get_by_label("Linket")
    _answer(page, "ck-p1-1", "Nej")
    expect(page.locator("#delt-link")).to_have_value("")
    expect(link).to_be_hidden()
    _press(page, "Kopiér link til en kollega")
    expect(link).not_to_have_value("")
    _press(page, "Slet alt, siden har gemt")
    _press(page, "Slet")
    expect(page.locator("#delt-link")).to_have_value("")
    expect(link).to_be_hidden()


def test_no_link_is_made_that_would_not_be_read(page: Page) -> None:
    one = {"answer": "ja", "list": "tjekliste-fp-1", "text": "x" * 2000}
    page.goto(LIST)
    _open_file(page, _file({"name": "Langt", "answers": {f"ck-{n}": one for n in range(200)}}))
    _accept(page)
    _press(page, "Kopiér link til en kollega")
    # And nothing else is told, of what was before.
    expect(_told(page)).to_contain_text("Svarene fylder for meget til et link.")
    expect(page.get_by_label("Linket")).to_be_hidden()


def test_a_deadline_is_what_the_field_shows(page: Page) -> None:
    """A year of two digits, and one that cannot be kept."""
    page.goto(LIST)
    point = _point(page, "ck-p1-2")
    point.locator("summary").click()
    due = point.get_by_label("Frist")
    for typed, kept in [("111126", "2026-11-11"), ("11113026", "")]:
        due.focus()
        due.press_sequentially(typed)
        point.get_by_label("Note").focus()
        expect(due).to_have_value(kept)
        answer = (_stored(page)["processes"] or [{}])[0]["answers"].get("ck-p1-2", {})
        assert answer.get("due", "") == kept


GOOD = {"answer": "ja", "text": "x"}
HOSTILE = [
    None, 1, [], "x", {}, {"type": "samskabelse-forloeb", "version": 1},
    {"type": "samskabelse-forloeb", "version": 2, "process": {"answers": {"ck-p1-1": GOOD}}},
    {"type": "x", "version": 1, "process": {"answers": {"ck-p1-1": GOOD}}},
    {"type": "samskabelse-forloeb", "version": 1, "process": {"name": {}, "answers": [GOOD]}},
    {"type": "samskabelse-forloeb", "version": 1, "process": {"answers": {
        "__proto__": GOOD, "<img src=x>": GOOD, "a" * 200: GOOD, "ck-p1-1": None, "ck-p1-2": [],
        "ck-p1-3": {"answer": "<b>", "note": {}, "due": "2026-02-31"},
        "ck-p1-4": {"answer": "constructor", "owner": 7, "text": ["x"]}}}},
]  # fmt: skip


@pytest.mark.parametrize("code", [*map(_code, HOSTILE), "", "%", "bm9u", "A" * 500_000])
def test_a_hostile_link_does_nothing(page: Page, code: str) -> None:
    page.goto(f"{LIST}#f={code}")
    _progress(page, "0 af 4 punkter besvaret.")
    expect(_told(page)).to_contain_text("Intet er ændret.")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("[localStorage.length, ({}).answer]") == [0, None]
    expect(page).not_to_have_url(re.compile("#"))


def test_what_comes_in_is_cut_to_what_may_be_kept(page: Page) -> None:
    long = "a\u0000\ud800" * 5000
    answer = {
        "answer": "ja", "note": long, "owner": f"x\n{long}", "due": "1999-01-01", "evil": 1,
        "list": "../..", "hash": "<b>", "text": "y",
    }  # fmt: skip
    page.goto(LIST)
    _open_file(page, _file({"name": long, "answers": {"ck-p1-1": answer}, "seen": {"x": 1}}))
    _accept(page)
    kept = _stored(page)["processes"][0]
    assert set(kept) == {"id", "name", "used", "answers", "seen"}
    assert len(kept["name"]) <= 80
    (own,) = kept["answers"].values()
    assert set(own) == {"answer", "note", "owner", "list", "text"}
    assert own["list"] == "tjekliste-fp-1"
    assert len(own["note"]) <= 1000
    assert len(own["owner"]) <= 80
    assert "\n" not in own["owner"]
    assert not re.search("[\u0000\ud800]", own["note"])


def test_no_answer_is_left_out_unsaid(page: Page) -> None:
    many = {f"punkt-{number}": {"answer": "ja"} for number in range(2001)}
    page.goto(LIST)
    _open_file(page, _file({"name": "Stort", "answers": many}))
    expect(_told(page)).to_have_text(
        "Filen rummer svar på 2001 punkter, og der er kun plads til 2000. Intet er ændret."
    )
    del many["punkt-0"]
    _open_file(page, _file({"name": "Stort", "answers": many}))
    expect(page.get_by_role("dialog")).to_contain_text("svar på 2000 punkter")
    _accept(page)
    _answer(page, "ck-p1-1", "Ja")
    page.goto(OTHER)
    _answer(page, "ck-p2-1", "Ja")
    assert len(_stored(page)["processes"][0]["answers"]) == 2002


def test_a_process_is_saved_and_opened_again(
    page: Page, browser: Browser, served: str, tmp_path: Path
) -> None:
    _shared(page)
    with page.expect_download() as waiting:
        _press(page, "Gem forløbet som fil")
    assert waiting.value.suggested_filename == "tjekliste-fp-1-hyperlink-http-x-dk-b-oe-b.json"
    waiting.value.save_as(tmp_path / "forloeb.json")
    context = browser.new_context(base_url=served)
    fresh = context.new_page()
    fresh.goto(OTHER)
    fresh.locator("[data-file]").set_input_files(tmp_path / "forloeb.json")
    expect(fresh.get_by_role("dialog")).to_contain_text("svar på 3 punkter")
    _accept(fresh)
    expect(fresh.locator("[data-file]")).to_have_value("")  # so that it can be chosen once more
    _progress(fresh, "1 af 5 punkter besvaret: 1 ja.")
    fresh.goto(LIST)
    expect(_point(fresh, "ck-p1-2").get_by_label("Note")).to_have_value(NOTE)
    for wrong in (b"", b"{", b"[]", b"\xff\xfe", b" " * 2_000_001):
        _open_file(fresh, {"name": "f", "mimeType": "application/json", "buffer": wrong})
        expect(_told(fresh)).to_have_text("Filen kan ikke læses som et forløb. Intet er ændret.")
    assert len(_stored(fresh)["processes"]) == 1
    context.close()


def test_points_that_are_unknown_are_kept_as_gone(page: Page) -> None:
    unknown = {
        "answer": "nej",
        "note": "Gem mig",
        "list": "tjekliste-fp-1",
        "text": "Et <b>gammelt",
    }
    elsewhere = {"answer": "ja", "text": "På en liste, der ikke er mere"}
    page.goto(LIST)
    _open_file(page, _file({"name": "Gammelt", "answers": {"ck-x": unknown, "ck-y": elsewhere}}))
    _accept(page)
    gone = page.locator("[data-gone] li")
    expect(gone).to_have_count(1)
    expect(gone).to_contain_text("Et <b>gammelt")
    expect(gone).to_contain_text("Gem mig")
    page.goto(MINE)
    expect(gone).to_have_count(2)


def _revise(route: Route) -> None:
    """The page as it could be after an update: a point reworded, one new, one taken out."""
    answer = route.fetch()
    html = answer.text().replace(f'<p class="item">{TEXT}', f'<p class="item">{NEW_TEXT}')
    html, taken = re.subn(r'<li id="ck-p1-4">.*?</li>', "", html, flags=re.DOTALL)
    new = '<li id="ck-p1-9"><p class="item">Er der plads til de unge?</p></li>'
    html = html.replace('<li id="ck-p1-3">', f'{new}<li id="ck-p1-3">')
    assert taken
    assert NEW_TEXT in html
    route.fulfill(response=answer, body=html)


def _revised(page: Page) -> None:
    """Three answers, then an update of the list."""
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    _answer(page, "ck-p1-2", "Delvist")
    _answer(page, "ck-p1-4", "Nej")
    page.route(f"**/{LIST}", _revise)
    page.goto(LIST)


def test_answers_survive_a_revision(page: Page) -> None:
    _revised(page)
    panel = page.get_by_role("region", name="Nyt siden sidst")
    expect(panel.locator("li")).to_have_text(
        [
            f"Ændret: {NEW_TEXT}",
            "Nyt: Er der plads til de unge?",
            f"Ikke på listen mere: {OLD_TEXT}",
        ]
    )
    point = _point(page, "ck-p1-2")
    expect(point.get_by_label("Delvist")).to_be_checked()
    expect(point.locator("ins")).to_have_text("[nyt: sted og dets mennesker?]")
    expect(point.locator("del")).to_have_text(["[udgår: netop]", "[udgår: sted?]"])
    expect(_point(page, "ck-p1-1").locator("[data-changed]")).to_be_hidden()
    gone = page.locator("[data-gone] li")
    expect(gone).to_contain_text("Nej")
    # A note alone does not make the answer one to the new words.
    point.locator("summary").click()
    point.get_by_label("Note").fill("Stadig")
    page.reload()
    expect(point.locator("[data-changed]")).to_be_visible()
    point.get_by_role("button", name="Behold svaret").click()
    expect(point.get_by_label("Delvist")).to_be_focused()
    _press(page, "Vi har set de nye punkter")
    page.reload()
    expect(point.locator("[data-changed]")).to_be_hidden()
    expect(panel.locator("li")).to_have_count(1)
    expect(point.get_by_label("Delvist")).to_be_checked()
    page.get_by_role("button", name=re.compile("^Fjern svaret på")).click()
    _press(page, "Slet")
    expect(panel).to_be_hidden()
    page.unroute(f"**/{LIST}")
    page.reload()
    _progress(page, "2 af 4 punkter besvaret: 1 ja, 1 delvist.")
    expect(panel.locator("li").first).to_have_text(f"Ændret: {TEXT}")
    point.get_by_role("button", name="Svar igen").click()
    _progress(page, "1 af 4 punkter besvaret: 1 ja.")


def _taken(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        _press(page, name)
    return Path(waiting.value.path()).read_bytes()


@pytest.fixture
def filled(page: Page) -> Iterator[Page]:
    """A list with hostile texts, a changed point, a new one and one that is gone."""
    page.goto(LIST)
    answer = {"answer": "ja", "note": NOTE, "owner": OWNER, "due": "2026-12-01", "text": "Gammelt"}
    old = {"answer": "nej", "list": "tjekliste-fp-1", "text": '=Udgået; "punkt"'}
    answers = {"ck-p1-1": answer, "ck-old": old}
    seen = {"tjekliste-fp-1": ["ck-p1-1", "ck-p1-2", "ck-p1-3"]}
    _open_file(page, _file({"name": f"{NAME}\r\nX:1", "answers": answers, "seen": seen}))
    _accept(page)
    yield page
    assert page.locator("article img").count() == 0


def _header(cells: list[Any]) -> None:
    assert cells == [
        "Punkt", "Svar", "Note", "Ansvarlig", "Frist", "Bemærkning", "Tjekliste", "Forløb",
    ]  # fmt: skip


@needs("soffice")
@pytest.mark.parametrize(
    ("name", "kind", "into", "holds"),
    [
        ("Excel", "xlsx", "fods", "cell-content-is-in-list(&quot;Ja&quot;;&quot;Delvist&quot;"),
        ("Word", "docx", "fodt", "<table:table-cell"),
    ],
)
def test_libreoffice_opens_what_is_taken_away(
    filled: Page, tmp_path: Path, name: str, kind: str, into: str, holds: str
) -> None:
    (tmp_path / f"liste.{kind}").write_bytes(_taken(filled, name))
    command = ["soffice", f"-env:UserInstallation={tmp_path.as_uri()}/profile", "--headless"]
    command += ["--convert-to", into, "--outdir", str(tmp_path), str(tmp_path / f"liste.{kind}")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    said = (tmp_path / f"liste.{into}").read_text("utf-8")
    assert holds in said
    assert "@SUM(1)|cmd ; BEGIN:VEVENT" in said
    assert "table:formula" not in said


def test_excel_opens_in_another_program(filled: Page) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_taken(filled, "Excel")))
    sheet = book.active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    _header([cell.value for cell in rows[0]])
    assert len(rows) == 6
    assert {cell.data_type for row in rows for cell in row} <= {"inlineStr", "s", "d", "n"}
    assert {cell.value for row in rows for cell in row if cell.data_type == "n"} == {None}
    first = rows[1]
    assert first[1].value == "Ja"
    assert first[2].value == NOTE.replace("_x0041_", "_x005F_x0041_")
    assert first[3].value == OWNER
    assert first[2].quotePrefix
    assert first[4].is_date
    assert first[4].value == datetime(2026, 12, 1)  # noqa: DTZ001 - a spreadsheet has no zone
    assert first[7].value == f"{NAME} X:1"
    assert rows[4][5].value == "Nyt punkt"
    assert rows[5][0].value == '=Udgået; "punkt"'
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.type, choice.formula1) == ("list", '"Ja,Delvist,Nej,Ikke relevant"')
    assert "B2" in choice.sqref
    assert "B6" in choice.sqref
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["E"].width


def test_word_opens_in_another_program(filled: Page) -> None:
    document = docx.Document(io.BytesIO(_taken(filled, "Word")))
    assert document.paragraphs[0].text == "Tjekliste til princip 1: nyskabende"
    assert NAME in document.paragraphs[1].text
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "Punkt", "Svar", "Note", "Ansvarlig", "Frist",
    ]  # fmt: skip
    first = [cell.text for cell in table.rows[1].cells]
    assert first[1:] == ["Ja", NOTE, OWNER, "01.12.2026"]
    assert "Da lød det: Gammelt" in first[0]
    assert table.rows[5].cells[0].text.startswith('=Udgået; "punkt"')


def test_csv_opens_in_another_program(filled: Page) -> None:
    raw = _taken(filled, "CSV")
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    assert text.count("\r\n") == 6
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    _header(rows[0])
    assert rows[1][1:5] == ["Ja", f"'{NOTE}", f"'{OWNER}", "2026-12-01"]
    assert rows[1][7] == f"'{NAME} X:1"
    assert rows[5][0] == '\'=Udgået; "punkt"'
    assert not any(cell[:1] in tuple("=+-@") for row in rows for cell in row if cell)


def test_markdown_is_only_the_form_we_gave_it(filled: Page) -> None:
    html = MarkdownIt("commonmark").render(_taken(filled, "Markdown").decode())
    assert html.count("<h1>") == 1
    assert html.count("<h2>") == 1
    assert html.count("<h3>") == 5
    assert not re.search(r"<(img|b|strong|a|ol|em)\b", html)
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "# ikke en overskrift<br />\n===<br />\n1. nej" in html
    assert "<li>Frist: 1. december 2026</li>" in html


def test_the_calendar_opens_in_another_program(filled: Page) -> None:
    raw = _taken(filled, "Frister til kalenderen")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert event["DTSTART"].dt == date(2026, 12, 1)
    assert event["DTEND"].dt == date(2026, 12, 2)
    assert event["SUMMARY"].startswith("Frist: Kan vi pege på")
    assert NOTE in event["DESCRIPTION"]
    assert f"Ansvarlig: {OWNER}" in event["DESCRIPTION"]
    assert set(event) == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP",
    }  # fmt: skip


def test_without_deadlines_there_is_no_calendar(page: Page) -> None:
    page.goto(LIST)
    _press(page, "Frister til kalenderen")
    expect(_told(page)).to_have_text("Ingen punkter har en frist endnu.")


def test_paper_has_empty_boxes_or_the_answers(page: Page) -> None:
    page.add_init_script("window.print = () => { window.asked = document.body.className; }")
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    _fill(page, "ck-p1-1", "En note", "Anne", "2026-12-01")
    page.emulate_media(media="print")
    point = _point(page, "ck-p1-1")
    expect(page.get_by_text("Forløb: \u2068Vores forløb\u2069. Udskrevet")).to_be_visible()
    expect(point.locator(".answered")).to_contain_text("1. december 2026")
    expect(point.locator(".paper")).to_be_hidden()
    expect(point.locator("fieldset")).to_be_hidden()
    expect(_point(page, "ck-p1-2").locator(".paper")).to_be_visible()
    page.evaluate("document.body.classList.add('print-empty')")
    expect(point.locator(".paper")).to_be_visible()
    expect(point.locator(".answered")).to_be_hidden()
    expect(page.locator("[data-printed]")).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("document.body.classList.remove('print-empty')")
    _press(page, "Udskriv tom liste")
    assert "print-empty" in page.evaluate("window.asked")
    # Some browsers go on at once, and print when they are ready.
    assert "print-empty" in page.evaluate("document.body.className")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert "print-empty" not in page.evaluate("document.body.className")
    _press(page, "Udskriv tom liste")
    _press(page, "Udskriv med svar")
    assert "print-empty" not in page.evaluate("window.asked")


def test_a_list_of_ones_own_stands_in_the_address(page: Page, browser: Browser) -> None:
    page.goto("tjeklister/")
    page.get_by_role("link", name="Sæt jeres egen tjekliste sammen").click()
    points = page.locator(".checklist > li:visible")
    expect(points).to_have_count(0)
    page.get_by_label("1. Nyskabende i en lokal sammenhæng").check()
    page.get_by_label("Tjekliste til princip 1").check()
    page.get_by_label("Leder (").check()
    expect(points).to_have_count(15)
    headings = page.locator("[data-points-of]:visible")
    expect(headings).not_to_have_count(0)
    expect(headings.filter(has_not=points)).to_have_count(0)
    _progress(page, "0 af 15 punkter besvaret.")
    expect(page).to_have_url(ending("?princip=fp-1&rolle=leder&liste=tjekliste-fp-1"))
    _answer(page, "ck-p1-1", "Ja")
    _progress(page, "1 af 15 punkter besvaret: 1 ja.")
    link = page.url
    page.goto(LIST)
    _progress(page, "1 af 4 punkter besvaret: 1 ja.")
    expect(page.get_by_role("region", name="Nyt siden sidst")).to_be_hidden()
    fresh = browser.new_context().new_page()
    fresh.goto(f"{link}&vej=%3Cb%3E&x=1&fase=leder")
    expect(fresh.locator(".checklist > li:visible")).to_have_count(15)
    fresh.get_by_role("button", name="Begynd forfra").click()
    expect(fresh.locator(".checklist > li:visible")).to_have_count(0)
    fresh.get_by_role("button", name="Tag alle punkter med").click()
    expect(fresh.locator(".checklist > li:visible")).to_have_count(ALL_POINTS)
    fresh.context.close()


def test_a_list_of_ones_own_is_shared_with_its_choice(page: Page, browser: Browser) -> None:
    page.goto(f"{MINE}?fase=fase-1")
    _answer(page, "ck-f1-1", "Nej")
    _press(page, "Kopiér link til en kollega")
    fresh = browser.new_context().new_page()
    fresh.goto(page.get_by_label("Linket").input_value())
    _accept(fresh)
    expect(fresh).to_have_url(ending("?fase=fase-1"))
    expect(_point(fresh, "ck-f1-1").get_by_label("Nej", exact=True)).to_be_checked()
    fresh.context.close()


def test_every_point_belongs_somewhere_once(site: Site) -> None:
    offered = {choice.id for group in checklists.groups(site) for choice in group.choices}
    assert {"fase-1", "fp-6", "vej-10", "leder", "foer-i-begynder"} <= offered
    for checklist in site.of_kind("checklist"):
        for item in checklists.active_points(checklist):
            found = checklists.belongs_to(site, checklist, item)
            assert len(found) == len(set(found))
            assert offered & set(found)


@pytest.mark.parametrize(("place", "points"), [(LIST, 4), (MINE, ALL_POINTS)])
def test_without_javascript_it_is_a_form_for_paper(
    browser: Browser, served: str, place: str, points: int
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served, viewport=PHONE)
    page = context.new_page()
    page.goto(place)
    assert page.locator(".checklist .paper:visible").count() == points
    assert page.locator("input:visible, article button:not(.term):visible").count() == 1
    assert "udfyld den på papir" in page.locator("article").inner_text()
    context.close()


def _faults(page: Page) -> str:
    width = page.evaluate("document.documentElement.scrollWidth")
    wide = f"{width} px wide" if width > page.evaluate("innerWidth") else ""
    return wide or "\n".join(faults(page))


def _states(context: BrowserContext) -> dict[str, str]:
    """What axe says of a list empty, filled, revised, with dialogs, and of one's own."""
    page = context.new_page()
    page.goto(LIST)
    faults = {"empty": _faults(page)}
    _revised(page)
    _fill(page, "ck-p1-1", "x" * 300, "Anne", "2026-12-01")
    faults["revised"] = _faults(page)
    _press(page, "Slet forløbet")
    faults["confirm"] = _faults(page)
    page.keyboard.press("Escape")
    _press(page, "Giv nyt navn")
    faults["name"] = _faults(page)
    page.keyboard.press("Escape")
    _press(page, "Kopiér link til en kollega")
    page.goto(page.get_by_label("Linket").input_value())
    expect(page.get_by_role("dialog")).to_be_visible()
    faults["incoming"] = _faults(page)
    page.goto(f"{MINE}?fase=fase-1")
    faults["mine"] = _faults(page)
    return {state: fault for state, fault in faults.items() if fault}


@in_pairings(today="390-light")
def test_axe_finds_nothing_in_any_state(
    browser: Browser, served: str, scheme: str, size: dict
) -> None:
    context = browser.new_context(base_url=served, color_scheme=scheme, viewport=size)
    faults = _states(context)
    context.close()
    assert faults == {}


def test_controls_are_big_enough_to_touch(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(LIST)
    _answer(page, "ck-p1-1", "Ja")
    targets = page.locator(
        "article .choices label:visible, article .button:visible, article summary:visible, "
        "article .clear:visible, article select:visible"
    )
    assert targets.count() > 20
    low = [box for one in targets.all() if (box := one.bounding_box()) and box["height"] < 44]
    assert low == []
