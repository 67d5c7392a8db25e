"""The preview: after an edit it is what a whole build would give, and little is made again."""

import errno
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import weakref
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import nodes
import pytest
from edits import Editor
from playwright.sync_api import Browser, expect
from program import program
from publishers import CHANGED

from macros import cli, handbook, knowledge, published, rebuild, search, watch
from macros import preview as module
from macros.link import Node, Site
from macros.preview import Preview
from macros.shortlist import by_title, surest
from macros.stamps import listening, stamps, still
from macros.watch import WatchedSite

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
RELOAD = ROOT / "macros" / "templates" / "reload.js"
# What is made in the background, or tells the size of it.
REST = (f"{search.FOLDER}/", "soeg/", "hent/", handbook.PDF)
HOME = """\
---
description: Prøvens forside.
---

# Samskabelse

{{ block("certainties") }}

## Bakken og resten

Se [bakken][bakken] og [alle cases](cases/index.md).

{{ block("weakest") }}

{{ block("matrix", kind="principle") }}

{{ block("case-table") }}
"""
TAKEN = """\
# Hent

{{ block("download") }}
"""


def _small(root: Path) -> Path:
    """The small collection as a whole site, with what pages by hand ask the data for."""
    shutil.copytree(TESTS / "small" / "data", root / "data")
    program(root)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(config.split("\nnav:\n")[0], "utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text(HOME, "utf-8")
    (root / "docs" / "hent.md").write_text(TAKEN, "utf-8")
    (root / "data" / "glossary.yaml").write_text(WORDS, "utf-8")
    return root


WORDS = """\
glossary:
  - id: bakke
    title: Bakken
    definition: {text: Et sted., sources: [kilde-a]}
"""


def _contents(folder: Path, *, rest: bool) -> dict[str, bytes]:
    names = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*"))
    return {
        name: path.read_bytes()
        for name, path in names
        if path.is_file() and (rest or not name.startswith(REST))
    }


def _hold(preview: Preview, folder: Path, *, rest: bool = False) -> None:
    """Hold the preview's files against those of a whole build of the same data."""
    assert preview.site
    twin, built = folder / "twin", folder / "built"
    shutil.rmtree(twin, ignore_errors=True)
    shutil.copytree(preview.root, twin, symlinks=True)
    assert cli.main(["--root", str(twin), "build", "--site-dir", str(built)]) == 0
    whole, kept = _contents(built, rest=rest), _contents(preview.site.target, rest=rest)
    assert len(whole) > 50
    assert whole.keys() == kept.keys()
    assert [name for name in whole if whole[name] != kept[name]] == []


def _edited(root: Path, folder: Path, edits: int, every: int, seed: int) -> None:
    """Make edits, and hold what comes of them against whole builds, the last with everything."""
    folder.mkdir()
    preview, editor = Preview(root, folder), Editor(root, seed)
    preview.update(["mkdocs.yml"])
    assert preview.site
    all_made, shares, sorts = len(preview.site.finish()), [], set[str]()
    for number in range(1, edits + 1):
        sorts.add(sort := editor.edit())
        site = preview.site
        preview.update(["data/cases.yaml"])
        assert preview.site is site, f"{sort}: the site was made anew"
        made = site.finish()
        assert made, sort
        found = {f"{one.address}index.html" for one in site.records}
        assert found <= site.works.keys(), f"{sort}: the search is told of a page that is gone"
        shares.append(len(made) / all_made)
        print(number, sort, len(made))
        if number % every == 0:
            _hold(preview, folder)
    assert len(sorts) > min(edits, 12) / 2
    assert sorted(shares)[len(shares) // 2] < 0.5
    preview.start_rest()
    preview.rest.wait()
    _hold(preview, folder, rest=True)


def test_edits_give_what_a_whole_build_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight sorts, a case that comes, one that goes and one that is hidden; few are as if many."""
    monkeypatch.setattr(watch, "_MANY", 2)
    monkeypatch.setattr(published, "RUN", 3)
    _edited(_small(tmp_path / "root"), tmp_path / "made", edits=8, every=4, seed=1)


@pytest.mark.slow
def test_fifty_edits_give_what_a_whole_build_gives(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("made_cases", ROOT / "bench" / "corpus.py")
    assert spec
    assert spec.loader
    corpus = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(corpus)
    (tmp_path / "root").mkdir()
    corpus.make(ROOT, tmp_path / "root", 300)
    _edited(tmp_path / "root", tmp_path / "made", edits=50, every=5, seed=7)


@pytest.fixture
def shown(tmp_path: Path) -> Preview:
    """A preview of the small collection, all made."""
    (tmp_path / "made").mkdir()
    preview = Preview(_small(tmp_path / "root"), tmp_path / "made")
    preview.update(["mkdocs.yml"])
    assert preview.site
    preview.site.finish()
    return preview


def test_what_changed_while_the_data_was_wrong_is_taken_in_when_it_is_mended(
    shown: Preview, tmp_path: Path
) -> None:
    """As when another branch is checked out, and then its data mended."""
    cases, home = shown.root / "data" / "cases.yaml", shown.root / "docs" / "index.md"
    text = cases.read_text("utf-8")
    cases.write_text(text.replace("area: by-land", "area: by-og-land"), "utf-8")
    home.write_text(HOME.replace("# Samskabelse", "# Velkommen"), "utf-8")
    shown.update(["data/cases.yaml", "docs/index.md"])
    cases.write_text(text, "utf-8")
    shown.update(["data/cases.yaml"])
    assert shown.site
    shown.site.finish()
    _hold(shown, tmp_path)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("mkdocs.yml", "site_name: [\n"),
        ("mkdocs.yml", "repo_url: samme sted\n"),
        ("docs/hent.md", '{{ block("dwnload") }}\n'),
        ("docs/hent.md", "[Om](omm.md)\n"),
        ("kommune/docs/cases/bakken.md", "# Bakken\n"),
    ],
)
def test_the_old_site_stays_until_what_all_pages_need_is_mended(
    shown: Preview, tmp_path: Path, name: str, wrong: str
) -> None:
    old, path = shown.site, shown.root / name
    text = path.read_text("utf-8") if path.exists() else "# Ny\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n{wrong}", "utf-8")
    shown.update([name])
    assert shown.site is old
    assert len(list((tmp_path / "made").iterdir())) == 1
    # Data that cannot be used, and what cannot be made with it, leave the old pages as they are.
    cases = shown.root / "data" / "cases.yaml"
    data = cases.read_text("utf-8")
    cases.write_text(data.replace("area: by-land", "area: by-og-land"), "utf-8")
    shown.update(["data/cases.yaml"])
    assert knowledge.current(shown.root).site is shown.site.site
    cases.write_text(data.replace("title: Bakken i", "title: Engen i"), "utf-8")
    path.write_text(text, "utf-8")
    if text == "# Ny\n":
        path.unlink()
    shown.update(["data/cases.yaml"])
    shown.site.finish()
    _hold(shown, tmp_path)


@pytest.mark.parametrize(
    ("name", "wrong"), [("ord.js", b""), ("ark.css", "/* Blå */".encode("cp1252"))]
)
def test_what_is_wrong_with_the_theme_ends_no_preview(
    shown: Preview, name: str, wrong: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """As while a script is given another name, or a style is saved by an old editor."""
    old, path = shown.site, shown.root / "theme" / "assets" / name
    right = path.read_bytes()
    path.write_bytes(wrong) if wrong else path.unlink()
    shown.update([f"theme/assets/{name}"])
    assert shown.site is old
    assert re.search(r"Siderne er ikke lavet om: .+ (?:Findes ikke|UTF-8)", capsys.readouterr().out)
    path.write_bytes(right)
    shown.update([f"theme/assets/{name}"])
    assert shown.site is not old


def test_an_edit_behind_a_link_to_a_folder_is_seen(tmp_path: Path) -> None:
    """As the reading follows it; one that leads to where it lies ends nothing."""
    root = _small(tmp_path / "root")
    (tmp_path / "cases").mkdir()
    case = tmp_path / "cases" / "egen.yaml"
    case.write_text("id: egen\n", "utf-8")
    (root / "data" / "cases").symlink_to(tmp_path / "cases")
    (root / "docs" / "igen").symlink_to(root / "docs")
    (root / "data" / "a.yaml").symlink_to("a.yaml")
    before = stamps(root)
    case.write_text("id: egen\ntitle: Egen\n", "utf-8")
    assert {name for name, _ in before.items() ^ stamps(root).items()} == {"data/cases/egen.yaml"}


def _change(path: Path, was: str, now: str) -> None:
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, now), "utf-8")


def test_only_an_edit_of_what_is_not_data_makes_all_anew(shown: Preview, tmp_path: Path) -> None:
    old = shown.site
    _change(shown.root / "docs" / "index.md", "# Samskabelse", "# Velkommen")
    shown.update(["docs/index.md"])
    assert shown.site is not old
    assert len(list((tmp_path / "made").iterdir())) == 1, "the old one is gone"
    new = shown.site
    _change(shown.root / "data" / "cases.yaml", "title: Bakken i", "title: Engen i")
    shown.update(["data/cases.yaml"])
    assert shown.site is new


def test_pages_by_hand_follow_who_publishes_and_which_lists_there_are(
    shown: Preview, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are told by the data too."""
    brand = shown.root / "kommune" / "brand.yaml"
    brand.parent.mkdir()
    brand.write_text(BRAND, "utf-8")
    _change(shown.root / "docs" / "hent.md", "# Hent", "# Hent\n\n[Ord](ordliste/index.md)")
    shown.update(["kommune/brand.yaml", "docs/hent.md"])
    municipalities = shown.root / "data" / "municipalities.yaml"
    _change(municipalities, "official_name: Æblestad", "official_name: Ny Æblestad")
    shown.update(["data/municipalities.yaml"])
    assert shown.site
    shown.site.finish()
    _hold(shown, tmp_path)
    before, words = shown.site, shown.root / "data" / "glossary.yaml"
    words.unlink()
    shown.update(["data/glossary.yaml"])
    assert shown.site is before
    assert "Siderne er ikke lavet om" in capsys.readouterr().out


BRAND = """\
name: Æblestads viden
publisher: Æblestad Kommune
municipality: aeblestad
url: https://samskabelse.aeblestad.dk/
colours: {primary: "#0f4f49"}
"""


def test_one_page_that_cannot_be_made_stops_no_other(
    shown: Preview, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = shown.root / "kommune" / "partials" / "case.html"
    template.parent.mkdir(parents=True)
    template.write_text("{{ one.findes_ikke }}", "utf-8")
    shown.update(["kommune/partials/case.html"])
    assert shown.site
    while not shown.site.done:
        shown.work(0.05)
    assert "cases/bakken/index.html er ikke lavet om" in capsys.readouterr().out
    assert b"Bakken" in (shown.file("kommuner/aeblestad/index.html") or b"")
    template.unlink()
    template.parent.rmdir()
    shown.update(["kommune/partials/case.html"])
    shown.site.finish()
    _hold(shown, tmp_path)


def _fill_the_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_the_system_refuses_is_told_in_danish(
    shown: Preview, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rebuild, "put", _fill_the_disk)
    _change(shown.root / "data" / "cases.yaml", "title: Bakken i", "title: Engen i")
    shown.update(["data/cases.yaml"])
    assert shown.site
    while not shown.site.done:
        shown.work(0.05)
    said = capsys.readouterr().out
    assert "cases/bakken/index.html er ikke lavet om: Der er ikke mere plads." in said


def test_search_book_and_zip_are_made_again_after_each_edit(
    shown: Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it is quiet, for people save again and again; nothing is left of those from before."""
    monkeypatch.setattr(module, "QUIET", 60.0)
    shown.work(0.2)
    assert shown.rest.due
    monkeypatch.setattr(module, "QUIET", 0.05)
    hidden = shown.root / "kommune" / "data" / "changes.yaml"
    hidden.parent.mkdir(parents=True)
    for text in ("hide: []\n", "hide: [ukendt]\n", "# Igen.\nhide: [ukendt]\n"):
        hidden.write_text(text, "utf-8")
        shown.update(["kommune/data/changes.yaml"])
        assert shown.rest.due
        given_up = time.monotonic() + 60
        while shown.rest.due:
            assert time.monotonic() < given_up
            shown.work(0.02)
        shown.rest.wait()
        assert shown.site
        _hold(shown, tmp_path, rest=True)
        (shown.site.target / search.FOLDER / "gammel.js").touch()


def test_a_reader_of_a_file_that_is_new_gets_it(shown: Preview) -> None:
    """Before all is listed that is new."""
    _change(shown.root / "data" / "cases.yaml", "municipalities: []", "municipalities: [nabo]")
    assert shown.file("feeds/kommuner/nabo.xml") is None
    shown.update(["data/cases.yaml"])
    found: list[bytes | None] = []
    reader = threading.Thread(target=lambda: found.append(shown.file("feeds/kommuner/nabo.xml")))
    reader.start()
    while reader.is_alive():
        shown.work(0.02)
    assert b"Uden oplysninger" in (found[0] or b"")


def test_the_memory_of_a_site_that_was_made_anew_is_given_back(shown: Preview) -> None:
    assert shown.site
    old = weakref.ref(shown.site.site)
    for _ in range(2):  # reading sets aside what there is then, garbage or not
        shown.update(["mkdocs.yml"])
        shown.site.finish()
    shown.start_rest()
    shown.rest.stop()
    assert old() is None


def test_what_is_ended_while_it_is_made_leaves_nothing_for_long(
    shown: Preview, tmp_path: Path
) -> None:
    for _ in range(2):
        shown.start_rest()
        given_up = time.monotonic() + 60
        while not list((tmp_path / "made").glob("*/*/soeg/indeks")):
            assert time.monotonic() < given_up
            time.sleep(0.001)
        shown.rest.stop()
    shown.start_rest()
    shown.rest.wait()
    (beside,) = (tmp_path / "made").iterdir()
    assert sorted(path.name for path in beside.iterdir()) == ["records", "site"]


def test_what_has_ended_by_itself_can_be_ended(
    shown: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Mac refuses to end a group of processes that all have ended."""

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "killpg", refuse)
    shown.start_rest()
    shown.rest.stop()
    assert shown.rest.due


def test_an_open_page_comes_before_the_list_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It asks for itself a moment after it is told of a change; the list takes long."""
    root = _small(tmp_path / "root")
    (tmp_path / "made").mkdir()
    preview = Preview(root, tmp_path / "made")
    preview.update(["mkdocs.yml"])
    assert preview.site
    preview.site.finish()
    done: list[str] = []
    list_files, make = preview.site.list_files, preview.site.make
    monkeypatch.setattr(preview.site, "list_files", lambda: (done.append("list"), list_files()))
    monkeypatch.setattr(preview.site, "make", lambda one: (done.append(one), make(one))[1])
    cases = root / "data" / "cases.yaml"
    text = cases.read_text("utf-8")
    new = re.sub(r"(?m)(id: bakken\n +title:) .*$", r"\1 Bakken og skoven", text)
    cases.write_text(new, "utf-8")
    preview.update(["data/cases.yaml"])
    page = "cases/bakken/index.html"
    reader = threading.Timer(0.03, lambda: done.append(str(preview.file(page))))
    reader.start()
    while reader.is_alive():
        preview.work(0.1)
    preview.site.finish()
    assert done[:1] == [page]
    assert "Bakken og skoven" in next(one for one in done if one.startswith("b'"))
    assert "list" in done


def test_what_is_saved_is_heard_of_at_once(tmp_path: Path) -> None:
    """And a folder that comes, but not that somebody reads."""
    root, heard = _small(tmp_path / "root"), threading.Event()
    cases = root / "data" / "cases.yaml"
    with listening(root, heard.set):
        text = cases.read_text("utf-8")
        assert not heard.wait(0.2)
        cases.write_text(text, "utf-8")
        assert heard.wait(10)
        heard.clear()
        (root / "kommune").mkdir()
        assert heard.wait(10)


def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    """Whoever saves it may empty it first; one that stays empty is soon taken for that."""
    file = tmp_path / "data" / "x.yaml"
    file.parent.mkdir()
    file.write_text("a: 1\n", "utf-8")
    before = stamps(tmp_path)
    file.write_text("", "utf-8")
    writer = threading.Timer(0.1, lambda: file.write_text("a: 23\n", "utf-8"))
    writer.start()
    assert still(tmp_path, before, stamps(tmp_path))["data/x.yaml"][2] == len("a: 23\n")
    writer.join()
    file.write_text("", "utf-8")
    assert still(tmp_path, before, stamps(tmp_path))["data/x.yaml"][2] == 0
    file.unlink()
    assert still(tmp_path, before, stamps(tmp_path)) == {}


def test_a_page_is_found_while_its_site_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made").mkdir()
    preview = Preview(_small(tmp_path / "root"), tmp_path / "made")
    preview.update(["mkdocs.yml"])
    old = preview.site
    preview.update(["mkdocs.yml"])
    new = preview.site
    assert old
    assert new
    new.finish()
    preview.site = old
    monkeypatch.setattr(old, "waits", lambda _: setattr(preview, "site", new))
    assert b"Bakken" in (preview.file("cases/bakken/index.html") or b"")
    assert preview.file("cases/nej/index.html") is None


def test_a_page_of_an_earlier_run_is_older_than_any_of_this_one(tmp_path: Path) -> None:
    """It is still open when the preview is begun anew, and may have been changed meanwhile."""
    earlier, later = Preview(tmp_path, tmp_path), Preview(tmp_path, tmp_path)
    assert later.wait(str(earlier.version))


# What a page does when it has waited a moment, and what it is answered.
WAITING = """
let asked = 0, reloaded = 0;
globalThis.document = { currentScript: { src: "http://127.0.0.1:1/__samskabelse/reload.js?1" } };
globalThis.location = { reload: () => { reloaded += 1; } };
globalThis.fetch = async () => {
  asked += 1;
  await new Promise((done) => setTimeout(done, 10));
  return { status: STATUS };
};
require(PATH);
setTimeout(() => { console.log(asked, reloaded); process.exit(); }, 300);
"""


@pytest.mark.parametrize(
    ("status", "asked", "reloaded"), [(200, range(1, 2), 1), (204, range(3, 99), 0), (404, [1], 0)]
)
def test_an_open_page_asks_no_other_server_again_and_again(
    status: int, asked: Container[int], reloaded: int
) -> None:
    """One that has taken the preview's place has no such address, and says so at once."""
    script = WAITING.replace("STATUS", str(status)).replace("PATH", f'"{RELOAD}"')
    told = subprocess.run([nodes.node(), "-e", script], capture_output=True, text=True, check=True)
    times, loaded = map(int, told.stdout.split())
    assert (times in asked, loaded) == (True, reloaded)


def test_who_hears_of_a_change_ends_the_pause(tmp_path: Path) -> None:
    preview, begun = Preview(tmp_path, tmp_path), time.monotonic()
    threading.Timer(0.1, preview.wake).start()
    preview.work(60)
    assert time.monotonic() - begun < 30


# --- Asking ---------------------------------------------------------------------


def test_all_that_a_site_can_be_asked_is_noted() -> None:
    """What is made of other questions alone need not be; all else must be watched."""
    made_of_others = {"label", "parts", "by_title"}
    public = {name for name in {*vars(Site), *Site.__annotations__} if not name.startswith("_")}
    assert "incoming" in public
    assert public - made_of_others <= set(vars(WatchedSite))


def test_a_watched_site_answers_as_a_plain_one(site: Site) -> None:
    watched = WatchedSite(site)
    assert list(watched.nodes) == list(site.nodes)
    for node in site.nodes.values():
        seen = watched[node.id]
        assert (seen.title, seen.parent) == (node.title, node.parent)
        assert isinstance(seen.entry, type(node.entry))
        assert seen.entry.model_dump() == node.entry.model_dump()
        assert watched.label(seen) == site.label(node)
        assert [one.id for one in watched.parts(node.id)] == [one.id for one in site.parts(node.id)]
        beside = zip(watched.siblings(node.id), site.siblings(node.id), strict=True)
        assert all((a and a.id) == (b and b.id) for a, b in beside)
    with pytest.raises(KeyError):
        watched["findes-ikke"]


HIDDEN = ("kommune/data/changes.yaml", "hide: [ukendt]\n")
OWN_WORDS = ("kommune/data/changes.yaml", CHANGED)
RENAMED = ("data/cases.yaml", ("title: Bakken i", "title: Åen i"))
MOVED = (
    "data/cases.yaml",
    ("  - id: ukendt", "  - id: ukendt\n    status: moved\n    see: bakken"),
)
UNLINKED = ("data/cases.yaml", ("principles: [{id: fp-1, why: Bakken er ny.}]", "principles: []"))
NEW = ("data/cases.yaml", ("  - id: ukendt", "  - id: ny"))
LOWER = ("data/cases.yaml", ("cases:\n", "# En linje mere.\ncases:\n"))
BRANDED = ("kommune/brand.yaml", BRAND)


@pytest.mark.parametrize(
    ("ask", "edit"),
    [
        (lambda site: len(site.nodes), ("data/glossary.yaml", "glossary: []\n")),
        (lambda site: list(site.nodes), NEW),
        (lambda site: site.nodes.get("ny"), NEW),
        (lambda site: _found(site, "ny"), NEW),
        (lambda site: site["ukendt"].title, NEW),
        (lambda site: site["bakken"].title, RENAMED),
        (lambda site: site["bakken"].line, LOWER),
        (lambda site: site["ukendt"].hidden, HIDDEN),
        (lambda site: site["ukendt"].listed, MOVED),
        (lambda site: site["fp-1"].changed, OWN_WORDS),
        (lambda site: site["fp-1"].entry.summary, OWN_WORDS),
        (lambda site: site["bakken"].entry.model_dump(), RENAMED),
        (lambda site: site.links, UNLINKED),
        (lambda site: site.shown_links, HIDDEN),
        (lambda site: site.unlisted, HIDDEN),
        (lambda site: site.unlisted, MOVED),
        (lambda site: site.theirs, OWN_WORDS),
        (lambda site: site.overlay.hidden, HIDDEN),
        (lambda site: site.overlay.who, BRANDED),
        (lambda site: site.of_kind("case"), HIDDEN),
        (lambda site: site.of_kind("case"), NEW),
        (lambda site: site.siblings("ukendt"), RENAMED),
        (lambda site: site.siblings("bakken"), HIDDEN),
        (lambda site: site.outgoing("bakken"), UNLINKED),
        (lambda site: site.outgoing("bakken", "shows"), UNLINKED),
        (lambda site: site.incoming("fp-1", "shows"), UNLINKED),
        (lambda site: site.incoming("kilde-b", "cites"), HIDDEN),
        (lambda site: by_title(site, "case"), RENAMED),
        (lambda site: by_title(site, "case"), HIDDEN),
    ],
)
def test_whoever_asked_for_what_an_edit_changes_is_old(
    tmp_path: Path, ask: Callable[[Site], object], edit: tuple[str, str | tuple[str, str]]
) -> None:
    """And gives another answer, which is what a Site read anew gives."""
    root = _small(tmp_path / "root")
    watched = WatchedSite(knowledge.read(root).site)
    with watched.asked_by("asker"):
        before = _plain(ask(watched))
    name, change = edit
    (root / name).parent.mkdir(exist_ok=True, parents=True)
    if isinstance(change, str):
        (root / name).write_text(change, "utf-8")
    else:
        _change(root / name, *change)
    found = knowledge.read(root)
    assert not found.errors, found.errors
    assert watched.become(found.site) == {"asker"}
    assert watched.is_old("asker")
    if "ukendt" in found.site.nodes or before is None:
        assert _plain(ask(watched)) == _plain(ask(found.site)) != before


def _found(site: Site, identifier: str) -> Node | None:
    try:
        return site[identifier]
    except KeyError:
        return None


def _plain(answer: object) -> object:
    """An answer by which it can be told from others: nodes by their ids."""
    if isinstance(answer, list | tuple):
        return [_plain(one) for one in answer]
    return answer.id if isinstance(answer, Node) else answer


def test_who_asked_for_something_else_is_left_alone(tmp_path: Path) -> None:
    root = _small(tmp_path / "root")
    watched = WatchedSite(knowledge.read(root).site)
    with watched.asked_by("title"):
        assert watched["bakken"].title
    with watched.asked_by("area"):
        assert watched["bakken"].entry.area
    with watched.asked_by("text"):
        assert watched["bakken"].entry.summary
    with watched.asked_by("whole"):
        assert watched["bakken"].entry.model_dump()
    with watched.asked_by("none"):
        assert "ny" not in watched.nodes
    cases = root / "data" / "cases.yaml"
    text = cases.read_text("utf-8")
    cases.write_text(text.replace("passer bakken.", "passer godt på bakken."), "utf-8")
    assert watched.become(knowledge.read(root).site) == {"text", "whole"}
    cases.write_text(text.replace("id: ukendt", "id: ny"), "utf-8")
    assert watched.become(knowledge.read(root).site) == {"text", "whole", "none"}
    assert watched.become(watched.now) == set()


def test_a_value_that_stays_the_same_leaves_who_asked_for_it_alone(tmp_path: Path) -> None:
    root = _small(tmp_path / "root")
    watched = WatchedSite(knowledge.read(root).site)
    with watched.asked_by("first"):
        assert [one.id for one in surest(watched, watched.of_kind("case"), 1)] == ["bakken"]
    cases = root / "data" / "cases.yaml"
    text = cases.read_text("utf-8")
    cases.write_text(text.replace("title: Bakken i", "title: Engen i"), "utf-8")
    assert watched.become(knowledge.read(root).site) == {"first"}
    assert not watched.is_old("first")
    assert watched.is_old("who never asked")


def test_what_an_edit_touched_is_known_until_it_is_made(tmp_path: Path) -> None:
    """Others may come before it is made, and leave it no less old."""
    root = _small(tmp_path / "root")
    watched = WatchedSite(knowledge.read(root).site)
    with watched.asked_by("list"):
        titles = [one.title for one in by_title(watched, "case")]
    cases = root / "data" / "cases.yaml"
    text = cases.read_text("utf-8")
    renamed = text.replace("title: Bakken i", "title: Åen i")
    cases.write_text(renamed, "utf-8")
    assert watched.become(knowledge.read(root).site) == {"list"}
    cases.write_text(renamed.replace("passer bakken.", "passer åen."), "utf-8")
    assert watched.become(knowledge.read(root).site) == set()
    assert watched.is_old("list")
    with watched.asked_by("list"):
        assert [one.title for one in by_title(watched, "case")] != titles
    assert not watched.is_old("list")


def test_a_value_that_nobody_asks_for_is_dropped(tmp_path: Path) -> None:
    watched = WatchedSite(knowledge.read(_small(tmp_path / "root")).site)
    with watched.asked_by("list"):
        kept = by_title(watched, "case")
    with watched.asked_by("list"):
        assert by_title(watched, "case") is kept
    watched.forget("list")
    with watched.asked_by("list"):
        assert by_title(watched, "case") is not kept
        assert by_title(watched, "case") == kept


# --- The command ----------------------------------------------------------------


@contextmanager
def _served(root: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The address of a preview by the real command, and its process."""
    command = [sys.executable, "-m", "macros", "--root", str(root), "serve"]
    with subprocess.Popen(
        [*command, "--address", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout
            found = re.search(r"http://\S+/", process.stdout.readline())
            assert found
            yield found[0], process
        finally:
            process.terminate()
            process.wait(20)
    assert process.returncode == 0


def _until(url: str, text: str) -> str:
    """What is at an address once it holds a text."""
    given_up = time.monotonic() + 120
    while time.monotonic() < given_up:
        with urllib.request.urlopen(url, timeout=120) as answer:  # noqa: S310
            page: str = answer.read().decode()
        if text in page:
            return page
        time.sleep(0.05)
    raise AssertionError(page)


def test_an_open_page_follows_what_is_written(tmp_path: Path, browser: Browser) -> None:
    root = _small(tmp_path / "root")
    cases = root / "data" / "cases.yaml"
    text = cases.read_text("utf-8")
    with _served(root) as (address, process):
        context = browser.new_context(base_url=address)
        tab = context.new_page()
        faults: list[str] = []
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        tab.goto("cases/bakken/")
        expect(tab.locator("h1")).to_have_text("Bakken i Æblestad")
        cases.write_text(text.replace("title: Bakken i", "title: Engen i"), "utf-8")
        expect(tab.locator("h1")).to_have_text("Engen i Æblestad", timeout=60_000)
        # What cannot be used is told of, and changes nothing.
        cases.write_text(text.replace("area: by-land", "area: by-og-land"), "utf-8")
        assert process.stdout
        while "area" not in (said := process.stdout.readline()):
            assert process.poll() is None, said
        assert "Engen i Æblestad" in _until(f"{address}cases/bakken/", "</html>")
        # A page by hand: all is made anew, and what was changed meanwhile too.
        cases.write_text(text, "utf-8")
        home = root / "docs" / "index.md"
        home.write_text(home.read_text("utf-8").replace("# Samskabelse", "# Velkommen"), "utf-8")
        _until(address, "Velkommen")
        expect(tab.locator("h1")).to_have_text("Bakken i Æblestad", timeout=60_000)
        context.close()
        assert faults == []
        outside = "..%2F" * 20 + quote(str(root / "mkdocs.yml").lstrip("/"), safe="")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}{outside}", timeout=60)  # noqa: S310
        named = urllib.request.Request(address, headers={"Host": "example.dk:8000"})  # noqa: S310
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(named, timeout=60)  # noqa: S310


def test_the_page_for_what_is_not_found_leads_on_where_the_site_is_to_stand_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is shown at any address, so its links begin where the site stands on its host."""
    monkeypatch.setenv("SITE_URL", "https://eksempel.dk/vores%20site/")
    with _served(_small(tmp_path)) as (address, _):
        _until(address, "Bakken og resten")
        with pytest.raises(urllib.error.HTTPError, match="404") as lost:
            urllib.request.urlopen(f"{address}findes/ikke/", timeout=60)  # noqa: S310
        text = lost.value.read().decode()
        led_to = set(re.findall(r'(?:href|src)="/([^"#?]*)', text))
        # Pages by hand that the menu knows are not in this small site.
        led_to = {one for one in led_to if "." in one or one.endswith(("site/", "cases/"))}
        assert {Path(one).suffix for one in led_to} >= {"", ".css", ".js", ".svg"}
        for one in sorted(led_to):
            with urllib.request.urlopen(f"{address}{one}", timeout=60) as answer:  # noqa: S310
                assert answer.status == 200


def test_when_its_window_is_closed_it_takes_its_files_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    with _served(_small(tmp_path / "root")) as (address, process):
        _until(address, "Bakken og resten")
        process.send_signal(signal.SIGHUP)
        process.wait(20)
    assert not list((tmp_path / "temp").glob("samskabelse-*"))


def test_an_address_in_use_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = _small(tmp_path / "root")
    with _served(root) as (address, _):
        taken = address.removeprefix("http://").rstrip("/")
        assert cli.main(["--root", str(root), "serve", "--address", taken]) == 1
        assert "kan ikke bruges" in capsys.readouterr().err
    assert cli.main(["--root", str(root), "serve", "--address", "her"]) == 2


def test_what_stops_a_preview_later_is_not_taken_for_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "follow", _fill_the_disk)
    (tmp_path / "mkdocs.yml").touch()
    assert cli.main(["--root", str(tmp_path), "serve", "--address", "127.0.0.1:0"]) == 1
    said = capsys.readouterr().err
    assert "kan ikke bruges" not in said
    assert "Der er ikke mere plads" in said
