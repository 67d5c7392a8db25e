"""The form editor: the real Decap CMS in a real browser, saving through our service."""

import http.client
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from macros import cli, edit_server, knowledge
from macros.dating import today
from macros.decap import config
from macros.entry_files import Entries
from macros.link import Site
from macros.read import Marks, read_yaml
from macros.repository import forge

ROOT = Path(__file__).parent.parent
SLOW = 30_000  # ms; the editor itself takes seconds to start


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    knowledge.read(tmp_path)
    return tmp_path


@pytest.fixture
def editor(copy: Path, browser: Browser) -> Iterator[Page]:
    """The editor, logged in, on a copy of the data; a request to anyone else fails."""
    script = edit_server.script(ROOT / ".cache")
    with edit_server.serve(copy, script, 0) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        own = f"http://127.0.0.1:{server.server_port}/"
        context = browser.new_context(base_url=own, locale="da-DK")
        page = context.new_page()
        page.set_default_timeout(SLOW)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(own)
        page.get_by_role("button", name="Log ind").click()
        page.get_by_text("Samlinger").wait_for()
        yield page
        context.close()
        server.shutdown()
        strangers = [url for url in asked if not url.startswith((own, "data:", "blob:"))]
        assert strangers == []


@pytest.mark.parametrize("sign", [b"", b"\xef\xbb\xbf"])
def test_a_file_from_windows_is_put_back_as_it_was_and_keeps_what_it_begins_with(
    copy: Path, sign: bytes
) -> None:
    path, name = copy / "data" / "cases.yaml", "data/cases/insp-roskilde.yaml"
    first = path.read_text("utf-8").split("\n", 1)[0]
    path.write_bytes(sign + path.read_bytes().replace(b"\n", b"\r\n"))
    before, entries = path.read_bytes(), Entries(copy)
    text = entries.one(name)["data"]
    assert entries.save(name, text.replace("area: socialomraadet", "area: nej"))
    assert path.read_bytes() == before
    assert entries.save(name, text.replace("area: socialomraadet", "area: demokrati")) == []
    assert path.read_text("utf-8-sig").startswith(f"{first}\n")


def _publish(page: Page) -> None:
    page.get_by_role("button", name="Publicer").first.click()
    page.get_by_role("menuitem", name="Publicer nu").click()


def _published(page: Page, copy: Path, name: str) -> dict[str, object]:
    """What is written when the new entry is published: right, and in the canonical form."""
    _publish(page)
    file = copy / "data" / name
    for _ in range(100):
        if file.is_file():
            break
        page.wait_for_timeout(100)
    assert knowledge.read(copy).errors == []
    assert cli.main(["--root", str(copy), "fix", "--check"]) == 0
    written: dict[str, object] = read_yaml("x", file.read_text("utf-8"), [], Marks())
    return written


def test_an_existing_case_is_edited_in_place(editor: Page, copy: Path) -> None:
    before = (copy / "data" / "cases.yaml").read_text("utf-8")
    editor.goto("#/collections/cases/entries/insp-roskilde")
    title = editor.get_by_label("Titel").first
    expect(title).to_have_value("INSP! og socialpsykiatrien i Roskilde", timeout=SLOW)
    title.fill("INSP! i Roskilde: nyt navn")
    _publish(editor)
    after = before
    for _ in range(SLOW // 100):
        after = (copy / "data" / "cases.yaml").read_text("utf-8")
        if after != before:
            break
        editor.wait_for_timeout(100)
    here = "  - id: insp-roskilde\n"
    entry = after.partition(here)[2]
    dated, rest = entry.split("\n", 1)
    assert dated == f'    updated: "{today()}"'
    undated = re.sub(rf"({here})    updated: .*\n", r"\1", before)
    assert after.partition(here)[0] + here + rest == undated.replace(
        "title: INSP! og socialpsykiatrien i Roskilde", 'title: "INSP! i Roskilde: nyt navn"'
    )


@pytest.mark.slow
def test_a_new_term_is_written_as_it_was_typed(editor: Page, copy: Path) -> None:
    editor.goto("#/collections/glossary/new")
    editor.get_by_label("Id", exact=True).fill("tolvmandslaug")
    editor.get_by_label("Term", exact=True).fill("Tolvmandslaug: NO")
    editor.get_by_label("Tekst").first.fill("Et gammelt ord, som ingen kilde forklarer.")
    editor.get_by_role("button", name="Tilføj kilder").first.click()
    editor.get_by_label("Kilde", exact=True).first.fill("cok-10-veje")
    assert _published(editor, copy, "glossary/tolvmandslaug.yaml") == {
        "id": "tolvmandslaug",
        "updated": today(),
        "title": "Tolvmandslaug: NO",
        "definition": {
            "text": "Et gammelt ord, som ingen kilde forklarer.",
            "sources": ["cok-10-veje"],
        },
    }


def _choose(page: Page, label: str, value: str) -> None:
    page.get_by_label(label).first.focus()
    page.keyboard.type(value)
    page.get_by_text(value, exact=True).last.wait_for()
    page.keyboard.press("Enter")


@pytest.mark.slow
def test_a_new_case_is_written_as_it_was_typed(editor: Page, copy: Path) -> None:
    editor.goto("#/collections/cases/new")
    editor.get_by_label("Id", exact=True).fill("aeblehaven")
    editor.get_by_label("Titel", exact=True).fill("Æblehaven: et forsøg")
    _choose(editor, "Kommuner", "Roskilde")
    _choose(editor, "Form", "Uklart")
    editor.get_by_label("Resumé").fill("Naboer passer en æblehave sammen.")
    editor.get_by_label("Hvad", exact=True).fill("Naboer passer en æblehave.")
    _choose(editor, "Sikkerhed", "usikkert")
    editor.get_by_role("button", name="Tilføj kilder", exact=True).first.click()
    editor.get_by_label("Kilde", exact=True).last.fill("cok-10-veje")
    written = _published(editor, copy, "cases/aeblehaven.yaml")
    assert {key: value for key, value in written.items() if value} == {
        "id": "aeblehaven",
        "updated": today(),
        "title": "Æblehaven: et forsøg",
        "municipalities": ["roskilde"],
        "period": {"start": None, "end": None},
        "form": "uklart",
        "summary": "Naboer passer en æblehave sammen.",
        "what": "Naboer passer en æblehave.",
        "sources": ["cok-10-veje"],
        "certainty": "uncertain",
    }


def test_a_text_of_paragraphs_has_room_for_them(site: Site) -> None:
    """A box of one line takes the breaks of lines away as soon as somebody writes in it."""
    offered = config(site, {"name": "proxy"})["collections"]
    boxes = {
        (collection["name"], field["name"]): field["widget"]
        for collection in offered
        for field in collection["fields"]
    }
    assert boxes["cases", "what"] == boxes["cases", "summary"] == "text"
    assert boxes["cases", "title"] == boxes["cases", "id"] == "string"
    cases = next(one for one in offered if one["name"] == "cases")
    points = next(one for one in cases["fields"] if one["name"] == "how")
    assert points["fields"][0]["widget"] == "text"


@pytest.mark.parametrize(
    ("repository", "backend", "repo"),
    [
        ("https://github.com/a/b", "github", "a/b"),
        ("https://gitlab.example.org/a/b/c", "gitlab", "a/b/c"),
        ("https://kode.example.org/a/b", "gitea", "a/b"),
    ],
)
def test_the_editor_can_be_put_on_the_web(
    site: Site, tmp_path: Path, repository: str, backend: str, repo: str
) -> None:
    script = edit_server.script(ROOT / ".cache")
    edit_server.write_static(tmp_path, site, forge({"repo_url": repository}), script)
    assert {path.name for path in tmp_path.iterdir()} == {"index.html", "config.js", "decap-cms.js"}
    said = (tmp_path / "config.js").read_text("utf-8")
    assert f'"name": "{backend}", "repo": "{repo}", "branch": "main"' in said
    assert '"publish_mode": "editorial_workflow"' in said
    assert '"name": "municipalities"' in said


@pytest.fixture
def npm(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts another npm first on the path, which does as it is told."""
    tools = copy / "tools"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)

    def put(script: str) -> None:
        (tools / "npm").write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (tools / "npm").chmod(0o755)

    return put


def test_an_editor_that_cannot_be_fetched_is_told_of(
    copy: Path, npm: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    real = edit_server.script(ROOT / ".cache")
    command = ["--root", str(copy), "edit", "--static", str(copy / "ud")]
    for script, said in (
        ("exit 1", "npm kunne ikke hente decap-cms"),
        ("echo ondt > decap-cms.tgz", "er ikke den pakke, vi kender."),
    ):
        npm(script)
        assert cli.main(command) == 1
        assert said in capsys.readouterr().err
    assert not (copy / "ud").exists()
    (copy / ".cache").mkdir()
    shutil.copy(real, copy / ".cache")
    assert cli.main(command) == 0
    assert "Læs i CONTRIBUTING.md, hvad GitHub skal vide." in capsys.readouterr().out
    assert (copy / "ud" / "decap-cms.js").is_file()


def test_what_the_checker_refuses_is_not_saved(copy: Path) -> None:
    entries = Entries(copy)
    before = (copy / "data" / "cases.yaml").read_text("utf-8")
    shown = entries.one("data/cases/insp-roskilde.yaml")["data"]
    wrong = shown.replace("certainty: confirmed\n", "certainty: sikkert\n")
    (said,) = entries.save("data/cases/insp-roskilde.yaml", wrong)
    assert said.startswith("»certainty« (Sikkerhed) skal være en af de kendte værdier")
    assert (copy / "data" / "cases.yaml").read_text("utf-8") == before
    assert entries.save("data/cases/ny.yaml", "- id\n") == ["Posten er tom."]
    assert entries.save("data/cases/insp-roskilde.yaml", shown) == []
    assert (copy / "data" / "cases.yaml").read_text("utf-8") == before, "nothing was changed"
    assert entries.save("data/cases/ny.yaml", "id: ny\n")
    assert not (copy / "data" / "cases" / "ny.yaml").exists()
    assert entries.save("data/cases/insp-roskilde.yaml", "id: andet\n")[0].startswith("Id'et kan")
    # The id of a source: what is wrong then stands in other files.
    taken = shown.replace("id: insp-roskilde", "id: napha-insp-2017", 1)
    assert any(
        "napha-insp-2017" in one for one in entries.save("data/cases/napha-insp-2017.yaml", taken)
    )
    assert not (copy / "data" / "cases" / "napha-insp-2017.yaml").exists()


@pytest.mark.slow
def test_every_entry_comes_back_as_it_was(copy: Path) -> None:
    """Shown written out, saved short: byte for byte the same files."""
    entries = Entries(copy)
    before = {path: path.read_bytes() for path in (copy / "data").rglob("*.yaml")}
    for name in ("cases", "glossary", "critique"):
        shown = entries.listed(f"data/{name}")
        assert len(shown) > 40
        for one in shown[::9]:
            assert entries.save(one["file"]["path"], one["data"]) == []
    assert {path: path.read_bytes() for path in (copy / "data").rglob("*.yaml")} == before


ASTRAY = [
    "data/cases/../../x.yaml", "/etc/passwd", "data/nothing/x.yaml", "data/cases/x.txt",
    "data/cases/..\\..\\x.yaml", "data/cases/..yaml", "data/cases/...yaml", "x.yaml",
    "data/cases/CON .yaml", "x/data/cases/x.yaml", "",
]  # fmt: skip


def test_no_path_leads_out_of_the_data(copy: Path) -> None:
    for path in ASTRAY:
        status, _ = edit_server.act(
            Entries(copy),
            {"action": "persistEntry", "params": {"dataFiles": [{"path": path, "raw": "id: x"}]}},
        )
        assert status in (404, 422), path
        assert not (copy / "x.yaml").exists(), path
    assert edit_server.act(Entries(copy), {"action": "deleteFiles", "params": {}})[0] == 422
    assert edit_server.act(Entries(copy), {"action": "info"})[0] == 200


BODIES = [
    b"", b"[", b"[]", b"null", b"1", b"\xff", b"[" * 100_000, b'{"action":[]}', b'{"action":{}}',
    b'{"action":"persistEntry","params":[1]}', b'{"action":"persistEntry","params":{"entry":1}}',
    b'{"action":"getEntry","params":"x"}', b'{"action":"persistEntry","params":{"dataFiles":1}}',
    rb'{"action":"persistEntry","params":{"entry":{"path":"data/cases/x.yaml","raw":"\ud800"}}}',
]  # fmt: skip


def test_what_is_asked_may_be_anything(copy: Path) -> None:
    """Answered with a refusal, to its own page alone, and never shown in another's."""
    before = sorted((copy / "data").rglob("*"))
    with edit_server.serve(copy, copy / "none.js", 0) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        own = f"127.0.0.1:{server.server_port}"
        for body, (host, origin, expected) in product(BODIES, (
            (own, f"http://{own}", {404, 422}), (own, "https://evil.example", {403}),
            ("evil.example", "http://evil.example", {403}),
        )):  # fmt: skip
            asking = http.client.HTTPConnection(own, timeout=30)
            asking.request("POST", "/api/v1", body, {"Host": host, "Origin": origin})
            answer = asking.getresponse()
            assert answer.status in expected, body[:60]
            assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
            asking.close()
        asking = http.client.HTTPConnection(own, timeout=30)
        # Refused by its size alone, and not waited for.
        long = {"Origin": f"http://{own}", "Content-Length": str(edit_server.LONGEST_REQUEST + 1)}
        asking.request("POST", "/api/v1", b"", long)
        assert asking.getresponse().status == 403
        asking.close()
        asking = http.client.HTTPConnection(own, timeout=30)
        asking.request("GET", "/data/cases.yaml")
        assert asking.getresponse().status == 404
        asking.close()
        server.shutdown()
    assert sorted((copy / "data").rglob("*")) == before
