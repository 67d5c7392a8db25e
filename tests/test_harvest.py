"""Other sites' cases: 98 sample sites on this machine, ten of them hostile or broken."""

import gzip
import http.server
import json
import shutil
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from macros import cli, fetch, harvest, harvest_report, knowledge, web
from macros.federation import Member, read
from macros.link import Site
from macros.published import About, Records
from macros.web import Asking

ROOT = Path(__file__).parent.parent
TODAY, LATER = "2026-11-22", "2026-11-29"
JSON = {"Content-Type": "application/json; charset=utf-8"}
INDEX = {"version": "1", "collections": [{"name": "cases", "data": "api/v1/cases.json"}]}
NASTY = "</script><img src=x onerror=alert(1)> {{ 7*7 }} =HYPERLINK(1)"


class _Sites(http.server.BaseHTTPRequestHandler):
    """Every site, told apart by the name it is called by. A site is a function of the path."""

    protocol_version = "HTTP/1.1"
    cases: ClassVar[dict[str, Any]] = {}
    bad: ClassVar[dict[str, Callable[["_Sites"], None]]] = {}
    asked: ClassVar[list[tuple[str, str, int]]] = []

    def do_GET(self) -> None:
        self.close_connection = True
        name = self.headers["Host"].partition(".")[0]
        try:
            if name in self.bad and (name != "typer" or "cases" in self.path):
                self.bad[name](self)
            elif self.path.endswith("index.json"):
                self.say(200, INDEX)
            else:
                self._cases(name)
        except OSError:
            pass

    def _cases(self, name: str) -> None:
        body = json.dumps(self.cases[name], ensure_ascii=False).encode()
        tag = f'"{hash(body)}"'
        if self.headers["If-None-Match"] == tag:
            self.say(304, b"")
        else:
            self.say(200, body, ETag=tag)

    def say(self, status: int, body: Any, **headers: str) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        # Noted before it is answered, so that whoever has the answer finds the note.
        name = self.headers["Host"].partition(".")[0]
        self.asked.append((name, self.path, status))
        self.send_response(status)
        for key, value in {**JSON, **{k.replace("_", "-"): v for k, v in headers.items()}}.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _huge(asked: _Sites) -> None:
    asked.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    for _ in range(2_000):
        asked.wfile.write(b'"x",' * 16_384)
    asked.asked.append(("read it all", "", 0))


def _slow(asked: _Sites) -> None:
    asked.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    for _ in range(80):
        asked.wfile.write(b" ")
        time.sleep(0.1)


def _reset(asked: _Sites) -> None:
    asked.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                      b"Content-Length: 900\r\n\r\n{")  # fmt: skip
    asked.wfile.flush()
    linger = struct.pack("ii", 1, 0)
    asked.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    asked.connection.close()


# Less than it says.
CUT_OFF = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{}"
BOMB = gzip.compress(b"0" * 50_000_000)
# Ten sites that nothing good comes of, and what is said of each.
BAD: dict[str, tuple[Callable[[_Sites], None], str]] = {
    "stor": (_huge, "Svaret er over 500 kB."),
    "langsom": (_slow, "Svaret tog for lang tid."),
    "tekst": (lambda a: a.say(200, INDEX, Content_Type="text/plain"), "Svaret er ikke JSON"),
    "ring": (lambda a: a.say(302, b"", Location=a.path), "For mange omstillinger."),
    "inde": (lambda a: a.say(302, b"", Location="http://inside.test/x"), "privat net"),
    "html": (lambda a: a.say(200, b"<!doctype html><p>Hej"), "kan ikke læses som JSON"),
    "pakket": (
        lambda a: a.say(200, BOMB, Content_Encoding="gzip"),
        "Svaret er pakket",
    ),
    "typer": (
        lambda a: a.say(200, {"version": "1", "collection": "cases", "entries": {"a": 1}}),
        "ikke en samling af cases",
    ),
    "afbrudt": (_reset, "afbrudt"),
    "dyb": (lambda a: a.say(200, b"[" * 90_000 + b"]" * 90_000), "Svaret"),
}  # fmt: skip


def _record(site: Site, municipality: str, **changes: Any) -> dict[str, Any]:
    """A case as another site publishes it."""
    record = Records(site, About("Et site", "")).record(site["insp-roskilde"])
    entry = {**record["entry"], "id": "egen-case", "title": f"Vores case i {municipality}",
             "municipalities": [municipality], "relations": [], **changes}  # fmt: skip
    return {**record, "id": entry["id"], "entry": entry, "page": "cases/egen-case/"}


def _published(*records: dict[str, Any]) -> dict[str, Any]:
    return {"version": "1", "collection": "cases", "entries": list(records)}


@pytest.fixture
def port(site: Site) -> Iterator[int]:
    """98 sites behind one port: one for every municipality, the first ten of them bad."""
    _Sites.asked.clear()
    _Sites.bad = {name: answer for name, (answer, _) in BAD.items()}
    ours = Records(site, About("Et site", "")).record(site["cykling-uden-alder"])
    _Sites.cases = {
        node.id: _published(_record(site, node.id), ours) for node in site.of_kind("municipality")
    }
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Sites) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_port
        server.shutdown()


def _members(site: Site, port: int) -> list[Member]:
    found = [node.id for node in site.of_kind("municipality")]
    assert len(found) == 98
    names = [*BAD, *found[10:]]
    return [
        Member(identifier, f"Site {name}", f"http://{name}.example:{port}/")
        for identifier, name in zip(found, names, strict=True)
    ]


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Asking:
    """As in earnest, but that this machine counts as the open web, and 10.0.0.1 does not."""
    monkeypatch.setattr(web, "_is_public", lambda address: address == "127.0.0.1")
    where = {"inside.test": ["10.0.0.1"]}
    return Asking(look_up=lambda host, _: where.get(host, ["127.0.0.1"]), timeout=3, deadline=1.5,
                  pause=0)  # fmt: skip


@pytest.fixture
def run(site: Site, asking: Asking, tmp_path: Path) -> harvest.Run:
    """A first run into an empty folder."""
    return harvest.Run(tmp_path, site, asking, TODAY)


def test_98_sites_of_which_ten_are_bad(port: int, run: harvest.Run) -> None:
    tmp_path, members = run.root, _members(run.site, port)
    heard: list[tuple[str, int, int]] = []
    started = time.monotonic()
    outcomes = harvest.harvest(run, members, lambda *told: heard.append(told))
    print("seconds:", round(time.monotonic() - started, 1))
    assert time.monotonic() - started < 60
    assert [(done, total) for _, done, total in heard] == [(n, 98) for n in range(1, 99)]
    assert [one.member for one in outcomes] == members
    for outcome, (_, why) in zip(outcomes[:10], BAD.values(), strict=True):
        assert why in outcome.failed, outcome
        assert not (tmp_path / harvest.FOLDER / outcome.member.id).exists()
    assert "read it all" not in {name for name, *_ in _Sites.asked}
    for outcome in outcomes[10:]:
        assert outcome.failed == ""
        assert outcome.ours == 1
        assert outcome.new == [f"{outcome.member.id}-egen-case"]
        assert outcome.refused == {}
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == 2 * 88
    text = harvest_report.report(outcomes, TODAY)
    assert "98 sites spurgt: 88 nye cases, 0 rettet, 0 forsvundet. 10 kunne ikke bruges." in text
    assert "## Kunne ikke bruges (10)" in text
    assert text.count("  - 1 case findes her i forvejen og er sprunget over\n") == 88


def test_what_was_fetched_can_be_moved_into_the_data(port: int, run: harvest.Run) -> None:
    """The file passes as it is, tells where it comes from, and the build never saw it before."""
    site, tmp_path = run.site, run.root
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    member = _members(site, port)[50]
    _Sites.cases[member.id] = _published(_record(site, member.id, hemmelig="x", why={"a": [1]}))
    (outcome,) = harvest.harvest(run, [member])
    identifier = f"{member.id}-egen-case"
    path = tmp_path / harvest.FOLDER / member.id / "cases" / f"{identifier}.yaml"
    text = path.read_text("utf-8")
    assert f"# Hentet {TODAY} fra {member.name}: {member.address}cases/egen-case/\n" in text
    assert "# Licens: CC BY 4.0." in text
    assert "Feltet »hemmelig« kendes ikke og er udeladt." in outcome.notes[identifier]
    assert identifier not in knowledge.read(tmp_path).site.nodes
    (tmp_path / "data" / "cases").mkdir(exist_ok=True)
    path.rename(tmp_path / "data" / "cases" / path.name)
    found = knowledge.read(tmp_path)
    assert found.errors == []
    assert found.site[identifier].title == f"Vores case i {member.id}"
    kept = json.loads((tmp_path / harvest.FOLDER / member.id / harvest.KEPT).read_text("utf-8"))
    assert kept["fetched"] == TODAY
    assert kept["cases"][identifier]["licence"].endswith("/by/4.0/")


def test_a_second_run_goes_on_from_the_first(port: int, run: harvest.Run) -> None:
    site, tmp_path = run.site, run.root
    members = _members(site, port)[40:46]
    same, changed, edited, gone, moved, _ = members
    harvest.harvest(run, members)

    def path(member: Member) -> Path:
        folder = tmp_path / harvest.FOLDER / member.id
        return folder / "cases" / f"{member.id}-egen-case.yaml"

    for member in (changed, edited):
        _Sites.cases[member.id] = _published(_record(site, member.id, title="Ny titel"))
    _Sites.cases[gone.id] = _published()
    path(edited).write_text("rettet her", "utf-8")
    path(moved).unlink()
    before = {member.id: path(member).read_bytes() for member in (same, gone)}
    _Sites.asked.clear()
    found = harvest.harvest(replace(run, today=LATER), members)
    outcomes = {one.member.id: one for one in found}
    told = {name: status for name, asked, status in _Sites.asked if "cases" in asked}
    assert told[same.id] == told[moved.id] == 304
    assert told[changed.id] == 200
    assert outcomes[same.id].unchanged
    assert outcomes[changed.id].changed == [f"{changed.id}-egen-case"]
    assert "title: Ny titel" in path(changed).read_text("utf-8")
    assert outcomes[edited.id].untouched == [f"{edited.id}-egen-case"]
    assert path(edited).read_text("utf-8") == "rettet her"
    assert outcomes[gone.id].gone == [f"{gone.id}-egen-case"]
    assert not path(moved).exists()
    assert {member.id: path(member).read_bytes() for member in (same, gone)} == before
    kept = harvest.read_kept(tmp_path / harvest.FOLDER / gone.id / harvest.KEPT)
    assert (kept.cases[f"{gone.id}-egen-case"].last, kept.cases[f"{gone.id}-egen-case"].gone) == (
        TODAY, LATER,
    )  # fmt: skip
    kept = harvest.read_kept(tmp_path / harvest.FOLDER / same.id / harvest.KEPT)
    assert kept.cases[f"{same.id}-egen-case"].last == LATER
    assert "forsvundet dér; filen er bevaret her" in harvest_report.report(found, LATER)


def test_what_goes_and_comes_back_is_told_once_each_time(port: int, run: harvest.Run) -> None:
    member = _members(run.site, port)[60]
    identifier, published = f"{member.id}-egen-case", _Sites.cases[member.id]

    def on(day: str, told: dict[str, Any]) -> tuple[harvest.Outcome, harvest.Seen]:
        _Sites.cases[member.id] = told
        (outcome,) = harvest.harvest(replace(run, today=day), [member])
        return outcome, harvest.read_kept(run.folder(member) / harvest.KEPT).cases[identifier]

    on(TODAY, published)
    outcome, _ = on(LATER, _published())
    assert outcome.gone == [identifier]
    outcome, kept = on("2026-12-01", _published())
    assert (outcome.unchanged, kept.last) == (True, TODAY), "it has not been seen since"
    outcome, kept = on("2026-12-06", _published(_record(run.site, member.id, id="en-anden")))
    assert (outcome.gone, kept.gone) == ([], LATER)
    outcome, kept = on("2026-12-13", published)
    assert outcome.changed == [identifier]
    assert (kept.first, kept.last, kept.gone) == (TODAY, "2026-12-13", "")


def test_a_server_without_marks_is_told_by_what_it_sends(port: int, run: harvest.Run) -> None:
    member = _members(run.site, port)[60]
    name = member.address.partition("//")[2].partition(".")[0]

    def answer(asked: _Sites) -> None:
        asked.say(200, INDEX if asked.path.endswith("index.json") else _Sites.cases[name])

    _Sites.bad = {name: answer}
    found = [harvest.harvest(replace(run, today=day), [member])[0] for day in (TODAY, LATER)]
    assert [one.unchanged for one in found] == [False, True]
    assert "## Uændret (1)" in harvest_report.report(found[1:], LATER)


def test_what_is_to_be_mended_in_a_case_is_told_once(port: int, run: harvest.Run) -> None:
    member = _members(run.site, port)[60]
    first = _record(run.site, member.id, hemmelig="x")
    _Sites.cases[member.id] = _published(first)
    (outcome,) = harvest.harvest(run, [member])
    assert list(outcome.notes) == [f"{member.id}-egen-case"]
    _Sites.cases[member.id] = _published(first, _record(run.site, member.id, id="ny"))
    (outcome,) = harvest.harvest(replace(run, today=LATER), [member])
    assert (outcome.new, outcome.notes) == ([f"{member.id}-ny"], {})


def test_sources_that_only_the_other_site_has_are_told_in_the_report_and_the_file(
    port: int, run: harvest.Run
) -> None:
    """Whoever moves the file sees what is missing; a name with a line in it tells nothing more."""
    member = _members(run.site, port)[60]
    theirs = ["deres-rapport", "deres-artikel", "ond\nid: x", "napha-insp-2017"]
    how = [{"text": "De mødtes.", "sources": ["deres-rapport"]}]
    record = _record(run.site, member.id, sources=theirs, how=how, phases=["deres-fase"])
    _Sites.cases[member.id] = _published(record)
    (outcome,) = harvest.harvest(run, [member])
    identifier = f"{member.id}-egen-case"
    (note,) = (one for one in outcome.notes[identifier] if "»deres-artikel«" in one)
    assert note == (
        "Kilden »deres-artikel« i sources.source findes ikke her og er udeladt. Find den på casens "
        "side, opret den her med »samskabelse new source«, og skriv dens id i casen."
    )
    path = run.folder(member) / "cases" / f"{identifier}.yaml"
    text = path.read_text("utf-8")
    assert text.count("# Kilde, der mangler her") == 3
    assert text.count("# Kilde, der mangler her: deres-rapport.") == 1
    assert "deres-fase" not in text
    assert "# Kilde, der mangler her: ond\N{REPLACEMENT CHARACTER}id: x.\n" in text
    assert "\nsources: [napha-insp-2017]\n" in text


def test_what_lies_elsewhere_now_is_not_taken_for_what_was_there(
    port: int, run: harvest.Run
) -> None:
    member = _members(run.site, port)[60]
    name = member.address.partition("//")[2].partition(".")[0]
    harvest.harvest(run, [member])
    moved = {"version": "1", "collections": [{"name": "cases", "data": "api/v1/andre.json"}]}

    def answer(asked: _Sites) -> None:
        if asked.path.endswith("index.json"):
            asked.say(200, moved)
        else:
            asked._cases(name)  # noqa: SLF001

    _Sites.bad = {name: answer}
    _Sites.asked.clear()
    harvest.harvest(replace(run, today=LATER), [member])
    assert (name, "/api/v1/andre.json", 200) in _Sites.asked


@pytest.mark.parametrize(
    "text",
    [
        "", "[", "{}", '{"cases": 1}', '{"cases": {"a": {}}}', "[" * 9000,
        '{"etag": "x", "cases": {}}' + " " * 20_000_000,
    ],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_a_broken_memory_is_begun_anew(text: str, tmp_path: Path) -> None:
    (tmp_path / "hentet.json").write_text(text, "utf-8")
    assert harvest.read_kept(tmp_path / "hentet.json") == harvest.Kept()


# What is hostile in one case, how many cases it still gives (0, 1), and what is said of it.
HOSTILE: list[tuple[dict[str, Any], int, str]] = [
    ({"id": "../../../etc/ond"}, 0, "bindestreg"),
    ({"id": ["a"]}, 0, "bindestreg"),
    ({"id": "x" * 300}, 0, "80 tegn"),
    ({"title": "Skjult\u202etekst"}, 0, "usynlige tegn"),
    ({"title": "Klang\x07"}, 0, "usynlige tegn"),
    ({"title": 5}, 0, "Titel"),
    ({"period": [[["x"]]]}, 0, "Periode"),
    ({"how": {"a": {"b": 1.5}}}, 0, "Hvordan"),
    ({"area": "heksekunst"}, 0, "Område"),
    ({"what": "Ring til Jens på 010190-1234."}, 0, "CPR"),
    ({"what": "x" * 5000}, 0, "4000"),
    ({"status": "retired"}, 0, "udgået"),
    ({"summary": f"Et resumé. {NASTY}"}, 1, ""),
    ({"what": "Se [her](javascript:alert(1))."}, 1, "Ret, før den bruges"),
    ({"what": "Se [en ukendt][findes-ikke-her] case."}, 1, ""),
    ({"sources": ["en-anden-kilde"]}, 1, "»en-anden-kilde« i sources.source findes ikke her"),
    ({"municipalities": ["fp-1", "roskilde"]}, 1, "»fp-1« i municipalities findes ikke her"),
    ({"principles": [{"id": "ukendt", "why": "x"}]}, 1, "»ukendt« i principles.id"),
    ({"relations": [{"to": "egen-case", "type": "supports", "why": "Selv."}]}, 1, "Ret, før"),
    ({"__proto__": {"a": 1}, "\x1b[2J": "x"}, 0, "styretegn"),
    ({"<script>": "x"}, 1, "kendes ikke og er udeladt"),
    ({"what": "Se [en kendt][cykling-uden-alder] case."}, 1, ""),
]  # fmt: skip


@pytest.mark.parametrize(("change", "usable", "said"), HOSTILE, ids=lambda part: str(part)[:40])
def test_hostile_cases(
    change: dict[str, Any], usable: int, said: str, port: int, run: harvest.Run
) -> None:
    site, tmp_path = run.site, run.root
    member = _members(site, port)[60]
    good = _record(site, member.id, title="En god case") | {"id": "god-case"}
    good["entry"]["id"] = "god-case"
    _Sites.cases[member.id] = _published(_record(site, member.id, **change), good)
    (outcome,) = harvest.harvest(run, [member])
    assert outcome.failed == ""
    assert f"{member.id}-god-case" in outcome.new
    assert len(outcome.new) == 1 + usable, outcome
    assert len(outcome.refused) == (not usable)
    notes = [note for one in (outcome.notes, outcome.refused) for n in one.values() for note in n]
    assert any(said in note for note in notes) or not said, notes
    folder = tmp_path / harvest.FOLDER / member.id
    files = {path.parent for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {folder, folder / "cases"}
    report = harvest_report.report([outcome], TODAY)
    assert "\x1b" not in report
    assert "\u202e" not in report
    for path in folder.rglob("*.yaml"):
        assert "findes-ikke-her" not in path.read_text("utf-8")


# What is wrong around a case, how many cases it still gives, and what is said of it.
AROUND: list[tuple[dict[str, Any], int, str]] = [
    ({"licence": "https://eksempel.dk/min-egen"}, 0, "Licensen er ikke en, vi kan bruge."),
    ({"page": "https://et-andet.example/"}, 1, "ikke på sitet selv"),
    ({"page": "http://[ond/"}, 1, "ikke på sitet selv"),
    ({"entry": ["id", "title"]}, 0, "ikke den form, der er aftalt"),
]


@pytest.mark.parametrize(("change", "usable", "said"), AROUND, ids=lambda part: str(part)[:40])
def test_what_is_wrong_around_a_case(
    change: dict[str, Any], usable: int, said: str, port: int, run: harvest.Run
) -> None:
    member = _members(run.site, port)[60]
    _Sites.cases[member.id] = _published({**_record(run.site, member.id), **change})
    (outcome,) = harvest.harvest(run, [member])
    assert (outcome.failed, len(outcome.new)) == ("", usable)
    notes = [note for one in (outcome.notes, outcome.refused) for n in one.values() for note in n]
    assert any(said in note for note in notes), notes


def test_their_cases_still_lead_to_each_other(port: int, run: harvest.Run) -> None:
    member = _members(run.site, port)[60]
    other = {"to": "en-anden", "type": "supports", "why": "De ligner hinanden."}
    linked = _record(run.site, member.id, what="Som [haven][en-anden].", relations=[other])
    _Sites.cases[member.id] = _published(linked, _record(run.site, member.id, id="en-anden"))
    (outcome,) = harvest.harvest(run, [member])
    assert (len(outcome.new), outcome.notes) == (2, {})
    folder = run.folder(member) / "cases"
    text = (folder / f"{member.id}-egen-case.yaml").read_text("utf-8")
    assert f"what: Som [haven][{member.id}-en-anden].\n" in text
    assert f"  - to: {member.id}-en-anden\n" in text


def test_of_two_with_one_id_the_first_is_taken(port: int, run: harvest.Run) -> None:
    member = _members(run.site, port)[60]
    told = [_record(run.site, member.id, title=title) for title in ("Den første", "Den anden")]
    _Sites.cases[member.id] = _published(*told)
    (outcome,) = harvest.harvest(run, [member])
    (identifier,) = outcome.new
    text = (run.folder(member) / "cases" / f"{identifier}.yaml").read_text("utf-8")
    assert "title: Den første\n" in text


@pytest.mark.parametrize(
    "change",
    [{"licence": "https://creativecommons.org/publicdomain/zero/1.0/"}, {"page": "cases/ny/"}],
)
def test_a_case_under_other_terms_is_told_as_changed(
    change: dict[str, str], port: int, run: harvest.Run
) -> None:
    member = _members(run.site, port)[60]
    record = _record(run.site, member.id)
    for told, day in ((record, TODAY), ({**record, **change}, LATER)):
        _Sites.cases[member.id] = _published(told)
        (outcome,) = harvest.harvest(replace(run, today=day), [member])
    assert outcome.changed == [f"{member.id}-egen-case"]


def test_no_more_is_told_of_a_case_than_somebody_reads(port: int, run: harvest.Run) -> None:
    member = _members(run.site, port)[60]
    unknown = {f"felt_{number}": 1 for number in range(90)}
    twice = {"how": ["[en](#a) [to](#a)", "[en](#a) [to](#a)"]}
    told = [_record(run.site, member.id, **one) for one in (unknown, {**twice, "id": "en-anden"})]
    _Sites.cases[member.id] = _published(*told)
    (outcome,) = harvest.harvest(run, [member])
    many, few = ({**outcome.notes, **outcome.refused}[f"{member.id}-{one}"]
                 for one in ("egen-case", "en-anden"))  # fmt: skip
    assert len(many) == 30
    assert len(few) == len(set(few)) > 0


GOOD = {"version": "1", "collection": "cases", "entries": []}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "ikke den form"),
        ({**GOOD, "version": "9"}, "en version, der ikke kendes"),
        ({**GOOD, "collection": "sources"}, "ikke en samling af cases"),
        ({**GOOD, "entries": [{}] * 2_001}, "over 2.000 cases"),
        ({**GOOD, "entries": [{}, 7]}, "poster, der ikke er poster"),
    ],
)
def test_a_document_of_another_form_is_refused(
    document: Any, said: str, port: int, run: harvest.Run
) -> None:
    member = _members(run.site, port)[60]
    _Sites.cases[member.id] = document
    (outcome,) = harvest.harvest(run, [member])
    assert said in outcome.failed


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda asked: asked.say(500, {}), "Serveren svarede 500."),
        (lambda asked: asked.say(200, b" " * 600_000), "Svaret er over 500 kB."),
        (lambda asked: asked.say(200, b"[" * 30 + b"]" * 30), "for mange lag"),
        (lambda asked: asked.wfile.write(CUT_OFF), "Forbindelsen blev afbrudt"),
        (
            lambda asked: asked.say(200, INDEX) if "index" in asked.path else asked.say(304, b""),
            "Serveren svarede 304.",
        ),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused(
    answer: Callable[[_Sites], None], said: str, port: int, run: harvest.Run
) -> None:
    _Sites.bad = {"stor": answer}
    (outcome,) = harvest.harvest(run, _members(run.site, port)[:1])
    assert said in outcome.failed


# The same host, asked in another way.
SAME = "https://stor.example:PORT/api/v1/cases.json"


@pytest.mark.parametrize(
    ("index", "why"),
    [
        ({"version": "2", "collections": []}, "version"),
        ([1], "version"),
        ({"version": "1", "collections": [{"name": "sources", "data": "x"}]}, "ingen cases"),
        ({"version": "1", "collections": [{"name": "cases", "data": "https://a.dk/x"}]}, "andet"),
        ({"version": "1", "collections": [{"name": "cases", "data": "//a.dk/x"}]}, "andet"),
        ({"version": "1", "collections": [{"name": "cases", "data": "file:///etc/x"}]}, "andet"),
        ({"version": "1", "collections": [{"name": "cases", "data": SAME}]}, "https://stor."),
        ({"version": "1", "collections": 7}, "ingen cases"),
    ],
)
def test_an_index_leads_only_to_the_site_itself(
    index: Any, why: str, port: int, run: harvest.Run
) -> None:
    told = json.dumps(index).replace("PORT", str(port)).encode()
    _Sites.bad = {"stor": lambda asked: asked.say(200, told)}
    member = _members(run.site, port)[0]
    (outcome,) = harvest.harvest(run, [member])
    assert why in outcome.failed
    assert len(_Sites.asked) == 1


def test_this_machine_is_asked_only_when_told_to(site: Site, port: int, tmp_path: Path) -> None:
    member = Member("roskilde", "Site", f"http://127.0.0.1:{port}/")
    run = harvest.Run(tmp_path, site, Asking(pause=0), TODAY)
    (outcome,) = harvest.harvest(run, [member])
    assert outcome.failed == "Adressen fører til et privat net."
    assert _Sites.asked == []


@pytest.mark.parametrize(
    "body",
    [b"NaN", b'{"a": Infinity}', b"\xff", b"", b"1" * 9000, b"{'a': 1}", b'{"\\ud800": "\\udfff"}'],
)
def test_what_programs_disagree_on_is_no_json(body: bytes) -> None:
    with pytest.raises(web.Refused):
        fetch.as_json(body)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "liste af sites"), ("sites: []\n", "liste af"), ("sites: {}\n", "liste af"),
        ("sites:\n  - navn: x\n", "name"), ("sites:\n  - x\n", "federation.yaml:2"),
        ("sites:\n  - {name: A, address: 'javascript:x', municipality: greve}\n", "Adresse"),
        ("sites:\n  - {name: A, address: 'mailto:a@b.dk', municipality: greve}\n", "https://"),
        ("sites:\n  - {name: A, address: 'https://a.dk', municipality: grev}\n", "»grev«"),
        ("sites:\n  - {name: A, address: 'https://a.dk', municipality: fp-1}\n", "»fp-1«"),
        ("sites:\n  - &a {name: A, address: 'https://a.dk', municipality: greve}\n", "federation"),
        ("sites:\n" + "  - {name: A, address: 'https://a.dk', municipality: greve}\n" * 2, "to"),
    ],
)  # fmt: skip
def test_a_wrong_list_says_what_is_wrong(text: str, said: str, site: Site, tmp_path: Path) -> None:
    (tmp_path / "federation.yaml").write_text(text, "utf-8")
    members, problems = read(tmp_path, site)
    assert members == []
    assert problems
    assert any(said in f"{one} {one.example}" for one in problems), problems
    assert all(one.example for one in problems)


def test_the_command_writes_a_report_and_no_data(
    port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    command = ["--root", str(tmp_path), "harvest"]
    assert cli.main(command) == 1
    assert "Filen federation.yaml findes ikke." in capsys.readouterr().err
    (tmp_path / "federation.yaml").write_text(
        f"sites:\n  - name: Prøve\n    address: http://127.0.0.1:{port}\n    municipality: greve\n",
        "utf-8",
    )
    before = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*.yaml")}
    assert cli.main(command) == 1
    assert "1 kunne ikke bruges" in capsys.readouterr().out
    _Sites.cases["127"] = _Sites.cases["greve"]
    assert cli.main([*command, "--private"]) == 0
    assert "1 site spurgt: 1 ny case" in capsys.readouterr().out
    assert (tmp_path / "data-hentet" / "greve" / "cases" / "greve-egen-case.yaml").is_file()
    assert "`greve-egen-case`" in (tmp_path / "data-hentet" / "rapport.md").read_text("utf-8")
    assert {path: path.read_bytes() for path in (tmp_path / "data").rglob("*.yaml")} == before
    assert "greve-egen-case" not in knowledge.read(tmp_path).site.nodes


def test_a_municipality_reads_what_was_fetched_into_its_own_folder(
    port: int, run: harvest.Run
) -> None:
    """What it has hidden is here already, and does not come back as another site's."""
    root = run.root
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, root / name)
    (root / "kommune" / "data").mkdir(parents=True)
    hidden = "hide: [cykling-uden-alder]\n"
    (root / "kommune" / "data" / "changes.yaml").write_text(hidden, "utf-8")
    member = _members(run.site, port)[50]
    own = replace(run, site=knowledge.read(root).site)
    (outcome,) = harvest.harvest(own, [member])
    assert (outcome.new, outcome.ours) == ([f"{member.id}-egen-case"], 1)
    path = root / harvest.FOLDER / member.id / "cases" / f"{member.id}-egen-case.yaml"
    assert "før filen flyttes til kommune/data/cases/." in path.read_text("utf-8")
    assert "`kommune/data/cases/`" in harvest_report.report([outcome], TODAY, "kommune/data")
    (root / "kommune" / "data" / "cases").mkdir()
    path.rename(root / "kommune" / "data" / "cases" / path.name)
    found = knowledge.read(root)
    assert found.errors == []
    assert found.site[path.stem].origin == "kommune"
