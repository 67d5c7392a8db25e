"""The self-assessment: filled in, shared, saved, compared and taken away in a real browser."""

import base64
import csv
import io
import json
import re
from pathlib import Path

import docx
import pytest
from axe import faults
from playwright.sync_api import Browser, Page, expect
from screens import DESK, in_pairings

from macros import aids_model
from macros.link import Site

PLACE = "selvvurdering/seks-principper/"
KEY = "samskabelse:v1:selvvurdering"
IDS = [f"vu-{principle}-{number}" for principle in range(1, 7) for number in range(1, 4)]
# Three answers a principle; 0 is "ved ikke". Means: 4,0 · 1,7 · 4,3 · 2,5 · 4,3 · 2,0.
OURS = [4, 5, 3, 2, 2, 1, 4, 4, 5, 3, 0, 2, 5, 4, 4, 2, 1, 3]
THEIRS = [4, 5, 3, 2, 2, 1, 1, 4, 5, 3, 2, 2, 5, 4, 4, 2, 1, 3]
NASTY = '=HYPERLINK("x") <img src=x onerror=alert(1)>'


def _code(data: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


def _profile(name: str, answers: list[int]) -> dict:
    return {"n": name, "a": dict(zip(IDS, answers, strict=True))}


def _answered(page: Page) -> list[int | None]:
    """The answers ticked in the form, by statement."""
    return page.evaluate(
        "ids => ids.map(id => { const value = document.querySelector('[data-assessment]')"
        ".elements.namedItem(id).value; return value === '' ? null : Number(value) })",
        IDS,
    )


def _fill(page: Page, name: str, answers: list[int]) -> None:
    page.goto(PLACE)
    page.get_by_label("Hvem svarer, og hvornår?").fill(name)
    # All at once: a pointer would wait for each box to stand still, most of the time of a test.
    boxes = [f"input[name={one}][value='{value}']" for one, value in zip(IDS, answers, strict=True)]
    page.evaluate("boxes => boxes.forEach(box => document.querySelector(box).click())", boxes)


def _download(page: Page, kind: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.locator(f"[data-take={kind}]").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def test_every_principle_has_three_statements_and_its_advice(site: Site) -> None:
    assessment = site["seks-principper"].entry
    assert isinstance(assessment, aids_model.Assessment)
    assert [item.id for item in assessment.items] == IDS
    assert [item.about for item in assessment.items] == [
        f"fp-{number}" for number in range(1, 7) for _ in range(3)
    ]
    assert len(assessment.scale) == 5
    for advice in assessment.advice:
        see = {one for level in (advice.low, advice.middle, advice.high) for one in level.see}
        kinds = {site[one].kind for one in see}
        assert {"checklist", "case"} <= kinds, advice.about


def test_points_of_the_same_list_are_told_apart(page: Page) -> None:
    page.goto(PLACE)
    named = page.locator("#vu-4-1 .why a").all_inner_texts()
    one_list = "Tjekliste til princip 4: initiativret og deltagelsesret"
    assert named[1:] == [f"{one_list}, punkt 1", f"{one_list}, punkt 2"]
    assert page.locator("#vu-4-2 .why a").all_inner_texts()[-1] == one_list


def test_it_is_filled_in_by_keyboard_and_says_what_is_low(page: Page) -> None:
    page.goto(PLACE)
    page.get_by_label("Hvem svarer, og hvornår?").focus()
    page.keyboard.type("Os")
    for identifier in IDS[:3]:
        page.locator(f"#{identifier} input").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    assert _answered(page)[:4] == [2, 2, 2, None]
    page.get_by_role("button", name="Se jeres profil").click()
    expect(page.get_by_role("heading", name="Jeres profil")).to_be_focused()
    expect(page.locator("[data-words]")).to_contain_text("3 af 18 udsagn er besvaret.")
    expect(page.locator("[data-table] tbody tr").nth(1)).to_contain_text("intet tal")
    expect(page.locator("[data-next] .step")).to_have_count(1)
    assert page.context.storage_state()["origins"] == []


def test_the_profile_is_a_picture_a_table_and_words(page: Page) -> None:
    _fill(page, "Kommunen", OURS)
    rows = page.locator("[data-table] tbody td").all_inner_texts()
    assert rows == ["4,0", "1,7", "4,3", "2,5 (1 ved ikke)", "4,3", "2,0"]
    picture = page.get_by_role("img", name="Søjler for 6 principper")
    assert picture.locator(".bar-value").all_text_contents() == [
        f"{row.split()[0]} af 5" for row in rows
    ]
    widths = [float(str(bar.get_attribute("width"))) for bar in picture.locator(".bar-1").all()]
    assert widths[1] == min(widths)
    assert round(widths[0] / widths[5], 2) == 2
    expect(page.locator("[data-words]")).to_contain_text(
        "Lavest ligger »Forskellige ressourcer giver nye kvaliteter« (1,7 af 5)"
    )
    expect(page.locator("[data-words]")).to_contain_text("»ved ikke« på 1")
    steps = page.locator("[data-next] .step")
    assert steps.locator("h4").all_inner_texts() == [
        "Forskellige ressourcer giver nye kvaliteter",
        "Åbenhed og vilje til at løbe en risiko",
    ]
    assert steps.first.locator("a").count() >= 2


def test_low_and_high_begin_where_the_page_says(page: Page) -> None:
    """Below 2.5 is low, and from 4 on is high; »ved ikke« counts for nothing."""
    for answers, level in (([2, 2, 3], "low"), ([2, 3, 0], "middle"), ([4, 4, 3], "middle"),
                           ([4, 4, 4], "high")):  # fmt: skip
        page.goto("about:blank")
        page.goto(f"{PLACE}#a={_code(_profile('', [*answers, *[5] * 15]))}")
        principle = page.locator("[data-principle]").first.get_attribute("data-principle")
        advice = page.locator(f"[data-advice-for={principle}][data-level={level}] p").first
        step = page.locator("[data-next] .step").first
        expect(step.locator("p").first).to_have_text(advice.text_content() or "")


def test_no_principle_is_called_lowest_where_all_are_alike(page: Page) -> None:
    _fill(page, "Kommunen", [2] * 18)
    words = page.locator("[data-words]")
    expect(words).to_contain_text("Alle besvarede principper ligger på 2,0 af 5.")
    expect(words).not_to_contain_text("Lavest")


def test_it_can_be_shared_by_link(page: Page, browser: Browser) -> None:
    _fill(page, NASTY, OURS)
    fresh = browser.new_context()
    tab = fresh.new_page()
    tab.goto(page.url)
    assert _answered(tab) == OURS
    expect(tab.get_by_label("Hvem svarer, og hvornår?")).to_have_value(NASTY)
    expect(tab.locator("[data-result]")).to_be_visible()
    assert tab.locator("article img").count() == 0
    assert fresh.storage_state() == {"cookies": [], "origins": []}
    tab.get_by_role("button", name="Begynd forfra").click()
    assert _answered(tab) == [None] * 18
    expect(tab).not_to_have_url(re.compile("#"))
    fresh.close()


def test_it_can_be_saved_and_opened_again(page: Page, tmp_path: Path) -> None:
    _fill(page, "Os", OURS)
    file = _download(page, "json", tmp_path)
    page.goto("om/")
    page.goto(PLACE)
    assert _answered(page) == [None] * 18
    page.locator("[data-open=own]").set_input_files(file)
    expect(page.locator("[data-said]")).to_have_text("Svarene er hentet fra filen.")
    assert _answered(page) == OURS


def test_two_profiles_stand_side_by_side(page: Page) -> None:
    _fill(page, "Kommunen", OURS)
    link = f"https://x.example/selvvurdering/#a={_code(_profile('Foreningen', THEIRS))}"
    page.get_by_label("Link til den anden profil").fill(link)
    page.get_by_role("button", name="Vis ved siden af").click()
    apart = page.locator("[data-list] > li")
    expect(apart).to_have_count(2)
    expect(apart.nth(0)).to_contain_text("Kommunen: 4 for det meste. Foreningen: 1 slet ikke.")
    expect(apart.nth(1)).to_contain_text("Kommunen: ved ikke. Foreningen: 2 lidt.")
    expect(page.get_by_role("heading", name="Her ser I forskelligt på det")).to_be_visible()
    vej = page.locator("[data-differences]").get_by_role("link", name="Lad uenighed opstå")
    assert str(vej.get_attribute("href")).endswith("principper/cok/vej-1/")
    assert page.locator("[data-table] thead th").all_inner_texts() == [
        "Princip", "Kommunen", "Foreningen", "Forskel",
    ]  # fmt: skip
    assert page.locator("[data-picture] .bar-2").count() == 6
    page.reload()
    expect(apart).to_have_count(2)
    page.get_by_role("button", name="Fjern den anden").click()
    expect(page.locator("[data-differences]")).to_be_hidden()
    assert _answered(page) == OURS


def test_the_other_profile_can_come_from_a_file(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "anden.json"
    kept = {"samskabelse": "selvvurdering", "id": "seks-principper"}
    file.write_text(json.dumps(kept | {"profil": _profile("", OURS)}), "utf-8")
    _fill(page, "De andre", OURS)
    page.locator("[data-open=other]").set_input_files(file)
    expect(page.locator("[data-agree]")).to_be_visible()
    expect(page.locator("[data-table] thead")).to_contain_text("De andre (nr. 2)")


def test_it_can_be_taken_away(page: Page, tmp_path: Path) -> None:
    _fill(page, NASTY, OURS)
    page.get_by_label("Link til den anden profil").fill(_code(_profile("＝2+3", THEIRS)))
    page.get_by_role("button", name="Vis ved siden af").click()
    raw = _download(page, "csv", tmp_path).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Princip", "Udsagn", f"'{NASTY}", "'＝2+3", "Forskel"]
    assert [row[2] for row in rows[1:]] == [str(one) if one else "ved ikke" for one in OURS]
    assert rows[7][2:] == ["4", "1", "3"]
    document = docx.Document(str(_download(page, "docx", tmp_path)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert document.paragraphs[0].style.name == "Title"
    assert NASTY in lines[1]
    assert "Her ser I forskelligt på det: tal om det" in lines
    assert any(line.startswith("– ") and "4 for det meste" in line for line in lines)
    said = _download(page, "md", tmp_path).read_text("utf-8")
    assert "## Det næste skridt" in said
    assert "<img" not in said.replace("\\<", "")


def test_it_is_kept_only_when_asked_and_can_be_deleted(page: Page) -> None:
    _fill(page, "Os", OURS)
    forget = page.get_by_role("button", name="Slet det gemte")
    expect(forget).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Gem i denne browser").click()
    assert page.evaluate("Object.keys(localStorage)") == [KEY]
    page.goto("om/")
    page.goto(PLACE)
    assert _answered(page) == OURS
    forget.click()
    assert page.evaluate("localStorage.length") == 0
    page.goto("om/")
    page.goto(PLACE)
    assert _answered(page) == [None] * 18


def test_what_is_begun_anew_is_not_kept_either(page: Page) -> None:
    _fill(page, "Os", OURS)
    page.get_by_role("button", name="Gem i denne browser").click()
    expect(page.locator("[data-said]")).to_contain_text("Svarene er gemt i denne browser.")
    anew = page.get_by_role("button", name="Begynd forfra")
    anew.click()
    expect(page.get_by_role("status").filter(has_text="Det gemte er slettet")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    page.locator(f"input[name={IDS[0]}][value='3']").check()
    expect(page.locator("[data-said]")).to_have_text("")
    anew.click()
    page.reload()
    assert _answered(page) == [None] * 18


def test_back_brings_the_answers_from_before_a_file(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "dem.json"
    saved = {"samskabelse": "selvvurdering", "id": "seks-principper"}
    file.write_text(json.dumps(saved | {"profil": _profile("Dem", THEIRS)}), "utf-8")
    own_file = page.locator("[data-open=own]")
    page.goto(PLACE)
    own_file.set_input_files(file)
    expect(page.locator("[data-said]")).to_have_text("Svarene er hentet fra filen.")
    page.go_back()
    expect(page.locator("[data-result]")).to_be_hidden()
    assert _answered(page) == [None] * 18
    page.evaluate(
        "([key, kept]) => localStorage.setItem(key, JSON.stringify({ t: Date.now(), ...kept }))",
        [KEY, _profile("Os", OURS)],
    )
    page.reload()
    assert _answered(page) == OURS
    own_file.set_input_files(file)
    expect(page.locator("[data-said]")).to_have_text("Svarene er hentet fra filen.")
    assert _answered(page) == THEIRS
    page.go_back()
    expect(page.get_by_label("Hvem svarer, og hvornår?")).to_have_value("Os")
    assert _answered(page) == OURS


def test_a_place_on_the_page_does_not_lose_the_answers(page: Page) -> None:
    _fill(page, "Os", OURS)
    with_answers = page.url
    page.get_by_role("link", name="Gå til indholdet").press("Enter")
    expect(page).to_have_url(with_answers)
    page.reload()
    assert _answered(page) == OURS


def test_a_name_without_answers_stays(page: Page) -> None:
    page.goto(PLACE)
    name = page.get_by_label("Hvem svarer, og hvornår?")
    name.fill("Os")
    page.reload()
    expect(name).to_have_value("Os")
    expect(page.locator("[data-unread]")).to_have_text("")
    page.locator(f"input[name={IDS[0]}][value='3']").check()
    page.get_by_label("Link til den anden profil").fill(f"#a={_code({'n': 'Dem', 'a': {}})}")
    page.get_by_role("button", name="Vis ved siden af").click()
    expect(page.locator("[data-said]")).to_contain_text("Det ligner ikke svar")


def test_a_link_that_was_cut_off_is_told_of(page: Page) -> None:
    whole = f"#a={_code(_profile('Os', OURS))}"
    page.goto(f"{PLACE}{whole[:-20]}")
    unread = page.locator("[data-unread]")
    expect(unread).to_contain_text("Linket kan ikke læses.")
    page.evaluate("(whole) => { location.hash = whole; }", whole)
    expect(page.locator("[data-result]")).to_be_visible()
    expect(unread).to_have_text("")


def test_answers_to_what_is_not_asked_any_more_are_told_of(page: Page, tmp_path: Path) -> None:
    """Links and files from before the statements were revised."""
    old = _profile("Os", OURS)
    old["a"] |= {"vu-9-8": 3, "vu-9-9": 1}
    page.goto(f"{PLACE}#a={_code(old)}")
    unread, said = page.locator("[data-unread]"), page.locator("[data-said]")
    expect(unread).to_have_text("2 svar gælder udsagn, der ikke står her mere, og er ikke med.")
    assert _answered(page) == OURS
    del old["a"]["vu-9-8"]
    gone = "1 svar gælder et udsagn, der ikke står her mere, og er ikke med."
    page.get_by_label("Link til den anden profil").fill(_code(old))
    page.get_by_role("button", name="Vis ved siden af").click()
    expect(said).to_contain_text(gone)
    expect(unread).to_have_text("")
    file = tmp_path / "fil.json"
    kept = {"samskabelse": "selvvurdering", "id": "seks-principper", "profil": old}
    file.write_text(json.dumps(kept), "utf-8")
    page.locator("[data-open=own]").set_input_files(file)
    expect(said).to_have_text(f"Svarene er hentet fra filen. {gone}")


def test_back_from_a_note_keeps_the_answers_given_since(page: Page) -> None:
    """Also those given first after it, and after a reload."""
    page.goto(PLACE)
    first, second = page.get_by_role("group").filter(has=page.get_by_role("radio")).all()[:2]
    note = page.locator("main a[href^='#kilde']").first
    note.click()
    expect(page).to_have_url(re.compile("#kilde"))
    first.get_by_role("radio").nth(1).check()
    page.go_back()
    assert _answered(page)[:2] == [2, None]
    note.click()
    second.get_by_role("radio").nth(2).check()
    page.go_back()
    assert _answered(page)[:2] == [2, 3]
    page.reload()
    assert _answered(page)[:2] == [2, 3]
    page.go_forward()
    assert _answered(page)[:2] == [2, 3]


def test_a_file_that_was_no_good_is_not_spoken_of_after_a_good_one(
    page: Page, tmp_path: Path
) -> None:
    _fill(page, "Os", OURS)
    file = _download(page, "json", tmp_path)
    own_file, unread = page.locator("[data-open=own]"), page.locator("[data-unread]")
    own_file.set_input_files({"name": "x", "mimeType": "application/json", "buffer": b"{"})
    expect(unread).to_contain_text("Filen ligner ikke svar")
    own_file.set_input_files(file)
    expect(page.locator("[data-said]")).to_have_text("Svarene er hentet fra filen.")
    expect(unread).to_have_text("")


@pytest.mark.parametrize(
    "kept",
    ["x", "null", "{}", '{"t":1e99,"a":{}}', json.dumps({"t": 1, **_profile("Gammel", OURS)})],
    ids=["text", "null", "empty", "no-answers", "too-old"],
)
def test_what_is_kept_may_be_anything(page: Page, kept: str) -> None:
    page.goto("om/")
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY, kept])
    page.goto(PLACE)
    assert _answered(page) == [None] * 18
    expect(page.locator("[data-result]")).to_be_hidden()


HOSTILE = [
    "#a=", "#a=x", "#a=bm9u", f"#a={_code(None)}", f"#a={_code([1, 2])}", f"#a={_code({'a': 7})}",
    f"#a={_code({'n': 1, 'a': {'vu-1-1': 9, 'vu-1-2': '3', 'vu-1-3': 2.5, '__proto__': 1}})}",
    f"#a={_code({'n': 'x' * 50_000, 'a': {'vu-1-1': 3}})}", "#b=x&a=y", "#profil",
]  # fmt: skip


@pytest.mark.parametrize("fragment", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_link_does_nothing(page: Page, fragment: str) -> None:
    page.goto(PLACE + fragment)
    assert _answered(page) == [None] * 18
    expect(page.locator("[data-result]")).to_be_hidden()


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "null", '{"samskabelse":"selvvurdering"}',
        json.dumps({"samskabelse": "andet", "id": "seks-principper", "profil": _profile("", OURS)}),
        json.dumps({"samskabelse": "selvvurdering", "id": "x", "profil": _profile("", OURS)}),
        " " * 300_000,
    ],
    ids=range(8),
)  # fmt: skip
def test_a_hostile_file_does_nothing(page: Page, tmp_path: Path, content: str) -> None:
    file = tmp_path / "fil.json"
    file.write_text(content, "utf-8")
    page.goto(PLACE)
    page.locator("[data-open=own]").set_input_files(file)
    expect(page.locator("[data-unread]")).to_contain_text("Filen ligner ikke svar")
    assert _answered(page) == [None] * 18


def test_without_javascript_it_is_a_form_for_paper(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served, viewport=DESK)
    page = context.new_page()
    page.goto(PLACE)
    assert page.locator(".rates .box:visible").count() == 18 * 6
    assert page.locator(".rates input:visible").count() == 0
    assert page.locator("button:visible", has_text="Gem").count() == 0
    assert page.locator("[data-advice-for]:visible").count() == 18
    context.close()


def test_paper_gets_boxes_or_the_result(page: Page) -> None:
    page.goto(PLACE)
    page.emulate_media(media="print")
    assert page.locator(".rates .box:visible").count() == 18 * 6
    assert page.locator("input[type=file]:visible, .button:visible").count() == 0
    page.goto(f"{PLACE}#a={_code(_profile('Os', OURS))}")
    page.reload()
    assert page.locator(".rates:visible").count() == 0
    assert page.is_visible("[data-picture] svg")
    assert page.is_visible("[data-next] .step")
    assert page.locator(".actions:visible").count() == 0


@in_pairings(today="390-light")
def test_axe_finds_nothing(browser: Browser, served: str, scheme: str, size: dict) -> None:
    context = browser.new_context(base_url=served, color_scheme=scheme, viewport=size)
    one, other = _code(_profile("Os", OURS)), _code(_profile("Dem", THEIRS))
    for state in ("", f"#a={one}", f"#a={one}&b={other}"):
        page = context.new_page()
        page.goto(PLACE + state)
        assert faults(page) == [], state[:3]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.close()
    context.close()
