"""Asking the sources' addresses, tried on a server of this machine and nowhere else."""

import ast
import hashlib
import http.server
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros import cli, external
from macros.external import Answer, Link
from macros.link import Site
from macros.web import Asking, Refused

ROOT = Path(__file__).parent.parent
TODAY = "2026-11-22"


class _Web(http.server.BaseHTTPRequestHandler):
    """Each path is a way to answer; what was asked is written down."""

    protocol_version = "HTTP/1.1"
    asked: list[str] = []  # noqa: RUF012 - shared on purpose, emptied by the fixture

    def _answer(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        head, path = self.command == "HEAD", self.path
        if path == "/endless":
            self._endless(head=head)
        elif path == "/bracket":
            self._say(302, Location="http://[")
        elif path == "/drip":
            self._drip()
        elif path.startswith("/to/"):
            self._lead(path.removeprefix("/to/"))
        elif path == "/no-head":
            self._say(405 if head else 200)
        elif path.startswith("/head-lies/"):
            self._say(int(path.rpartition("/")[2]) if head else 200)
        else:
            self._say(int(path.strip("/").split("?")[0]) if path[1:4].isdigit() else 200)

    do_GET = do_HEAD = _answer  # noqa: N815 - names of the base class

    def _say(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _lead(self, where: str) -> None:
        code, _, target = where.partition("/")
        self._say(int(code), Location="/to/" + where if target == "loop" else target)

    def _endless(self, *, head: bool) -> None:
        if head:
            return self._say(405)
        self.send_response(200)
        self.end_headers()
        for _ in range(20_000):
            try:
                self.wfile.write(b"x" * 65_536)
            except OSError:
                return None
        return self.asked.append("read it all")

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(50):
            try:
                self.wfile.write(f"X-{number}: x\r\n".encode())
                time.sleep(0.1)
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def web() -> Iterator[str]:
    _Web.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Web) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://web.example:{server.server_port}"
        server.shutdown()


def _here(host: str, port: int) -> list[str]:
    del port
    if not host.endswith(".example"):
        raise socket.gaierror(socket.EAI_AGAIN if host == "slow.test" else socket.EAI_NONAME, "")
    return ["127.0.0.1"]


ASKING = Asking(look_up=_here, private=True, timeout=2, deadline=1, pause=0)


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("/200", "ok", 200), ("/404", "dead", 404), ("/410", "dead", 410), ("/403", "unsure", 403),
        ("/503", "unsure", 503), ("/429", "unsure", 429), ("/no-head", "ok", 200),
        *((f"/head-lies/{lie}", "ok", 200) for lie in (400, 403, 404, 410, 429, 500, 501, 503)),
        ("/to/302//200", "ok", 200), ("/to/301//200", "moved", 200),
        ("/to/308//404", "dead", 404), ("/to/302/loop", "unsure", 302),
        ("/to/302/file:///etc/passwd", "unsure", 0), ("/to/302/ftp://web.example/", "unsure", 0),
        ("/to/302/javascript:alert(1)", "unsure", 0), ("/bracket", "unsure", 0),
        ("/to/302/http://nowhere.test/", "dead", 0), ("/endless", "ok", 200),
        ("/drip", "unsure", 0), ("/200?ø=å b", "ok", 200),
        ("/to/302/http://slow.test/", "unsure", 0),
    ],
)  # fmt: skip
def test_every_kind_of_answer(path: str, outcome: str, status: int, web: str) -> None:
    started = time.monotonic()
    answer = external.ask(web + path.replace(" ", "%20"), ASKING, TODAY)
    assert answer.outcome == outcome, answer
    if status:
        assert answer.status == status
    assert time.monotonic() - started < 5
    assert "read it all" not in _Web.asked


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["fd00::1"], ["0.0.0.0"],  # noqa: S104
     ["192.168.1.1"], ["100.64.0.1"], ["64:ff9b::7f00:1"], ["::ffff:127.0.0.1"],
     ["2002:7f00:1::"], ["2001:0:4136:e378:8000:63bf:80ff:fffe"], ["ff0e::1"],
     ["93.184.216.34", "127.0.0.1"], ["224.0.0.1"], []],
    ids=str,
)  # fmt: skip
def test_private_addresses_are_never_asked(found: list[str], web: str) -> None:
    """Whatever the name says, and however it was reached; the server here hears nothing."""
    asking = Asking(look_up=lambda *_: found, timeout=1, pause=0)
    answer = external.ask(f"{web}/200", asking, TODAY)
    assert (answer.outcome, answer.why) == ("unsure", "Adressen fører til et privat net.")
    assert _Web.asked == []


def test_a_redirect_into_a_private_network_is_refused(web: str) -> None:
    """The first host is let through by name, the one it leads to is judged anew."""
    inside = web.replace("web.example", "inside.test")
    looked = []

    def look_up(host: str, port: int) -> list[str]:
        looked.append((host, port))
        if host == "inside.test":
            raise Refused("Adressen fører til et privat net.")
        return ["127.0.0.1"]

    asking = Asking(look_up=look_up, private=True, timeout=1, pause=0)
    answer = external.ask(f"{web}/to/302/{inside}/200", asking, TODAY)
    assert answer.outcome == "unsure"
    assert [host for host, _ in looked] == ["web.example", "inside.test"]
    assert len(_Web.asked) == 1


def test_a_host_is_given_time_between_questions(web: str) -> None:
    asking = Asking(look_up=_here, private=True, timeout=2, pause=0.3)
    started = time.monotonic()
    for path in ("/200", "/no-head"):
        external.ask(web + path, asking, TODAY)
    assert len(_Web.asked) == 3
    assert time.monotonic() - started >= 0.6


def test_nothing_listens(web: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert web
    answer = external.ask(f"http://web.example:{port}/", ASKING, TODAY)
    assert answer.outcome == "unsure"


def test_https_needs_a_certificate_that_fits(web: str) -> None:
    answer = external.ask(web.replace("http:", "https:"), ASKING, TODAY)
    assert (answer.outcome, answer.why) == ("unsure", "Certifikatet passer ikke.")


def test_every_address_of_every_source_is_asked_once_and_hosts_take_turns(site: Site) -> None:
    wanted = external.links(site)
    urls = {link.url for link in wanted}
    for node in site.of_kind("source"):
        for url in (node.entry.url, *node.entry.other_urls):  # type: ignore[attr-defined]
            assert url is None or url in urls
    assert len(wanted) > 200
    hosts = [link.url.split("/")[2] for link in wanted[:50]]
    assert len(set(hosts)) == 50


def test_a_run_that_was_broken_off_goes_on(web: str, tmp_path: Path) -> None:
    links = [Link(f"{web}/{n}", "kilde", "Kilde") for n in (200, 404, 410)]
    path = tmp_path / "links.json"
    first, *_ = external.ask_all(links, ASKING, {}, TODAY)
    external.write_answers(path, dict([first]))
    kept = external.read_answers(path)
    rest = dict(external.ask_all(links, ASKING, kept, "2026-11-24"))
    assert list(rest) == [link.url for link in links[1:]]
    assert len(dict(external.ask_all(links, ASKING, kept, "2026-12-01"))) == 3


def test_what_two_sources_lead_to_is_asked_once(web: str) -> None:
    links = [Link(f"{web}/200", one, one) for one in ("kilde-a", "kilde-b")]
    assert len(list(external.ask_all(links, ASKING, {}, TODAY))) == 1
    assert _Web.asked == ["HEAD /200"]


@pytest.mark.parametrize(
    ("checked", "today", "asked"),
    [
        ("2026-11-22", "2026-11-22", False), ("2026-11-22", "2026-11-26", False),
        ("2026-11-22", "2026-11-27", True), ("2026-11-23", "2026-11-22", True),
        ("2026-12-30", "2027-01-03", False), ("2028-02-26", "2028-03-02", True),
        ("2026-03-27", "2026-04-01", True),  # the clock is put forward between them
    ],
)  # fmt: skip
def test_an_answer_is_fresh_for_five_days(
    checked: str, today: str, *, asked: bool, web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = Link(f"{web}/200", "kilde", "Kilde")
    kept = {link.url: Answer("ok", 200, link.url, "", checked)}
    monkeypatch.setenv("TZ", "Europe/Copenhagen")
    time.tzset()
    try:
        found = list(external.ask_all([link], ASKING, kept, today))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert bool(found) == asked


@pytest.mark.parametrize("text", ["", "[", "{}", "[1]", '[{"url": "x"}]', "[" * 9000,
    '[{"url":"x","outcome":"ok","status":1,"final":"","why":"","checked":"i går"}]'])  # fmt: skip
def test_a_broken_file_of_answers_is_begun_anew(text: str, tmp_path: Path) -> None:
    (tmp_path / "links.json").write_text(text, "utf-8")
    assert external.read_answers(tmp_path / "links.json") == {}


def test_the_report_says_what_to_do_and_quotes_what_is_others() -> None:
    links = [
        Link("https://a.example/`@alle`", "kilde-a", "A"),
        Link("https://kopi.example/a", "kilde-a", "A"),
        Link("https://c.example/a", "kilde-a", "A"),
        Link("https://b.example/", "kilde-b", "B"),
    ]
    answers = {
        links[0].url: Answer("dead", 404, links[0].url, "Siden findes ikke mere.", TODAY),
        links[1].url: Answer("ok", 200, links[1].url, "", TODAY),
        links[2].url: Answer("moved", 200, "https://d.example/", "Flyttet for altid.", TODAY),
        links[3].url: Answer("moved", 200, "https://ny.example/", "Flyttet for altid.", TODAY),
        "https://fra-en-kilde-der-er-slettet.example/": Answer("dead", 404, "", "", TODAY),
    }
    text = external.report(links, answers)
    assert text == (
        "# Kildernes adresser\n\n"
        "4 adresser prøvet: 1 død, 2 flyttede, 0 uden rigtigt svar.\n\n"
        "## Døde adresser (1)\n\n"
        "Lad adressen stå som den, der blev læst. Skriv en kopi i `other_urls`, og sig det i "
        "`note`.\n\n"
        "- `kilde-a`: `` https://a.example/`@alle` ``. Siden findes ikke mere. (404)\n"
        "  - kilden har en adresse, der svarer: `https://kopi.example/a`\n"
        "  - kilden har en adresse, der svarer: `https://c.example/a`\n"
        "  - slå den op i et arkiv: `` https://web.archive.org/web/*/https://a.example/`@alle` ``\n"
        "\n## Flyttede adresser (2)\n\n"
        "Ret `url` til den nye, når I har set, at det er samme tekst.\n\n"
        "- `kilde-b`: `https://b.example/`. Flyttet for altid. (200)\n"
        "  - fører til `https://ny.example/`\n"
        "- `kilde-a`: `https://c.example/a`. Flyttet for altid. (200)\n"
        "  - fører til `https://d.example/`\n"
    )


def test_one_server_that_answers_shows_that_there_is_a_net() -> None:
    none, one = (Answer("unsure", status, "x", "", TODAY) for status in (0, 500))
    assert external.is_cut_off({"a": none, "b": none})
    assert not external.is_cut_off({"a": none, "b": one})
    assert not external.is_cut_off({})


def test_the_command_writes_its_two_files_and_touches_no_data(
    web: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The real command on the small collection, its addresses led to the server here."""
    port = int(web.rsplit(":", 1)[1])

    def led_here(site: Site) -> list[Link]:
        return [one._replace(url=f"http://web.example:{port}/404") for one in real(site)][:1]

    real = external.links
    monkeypatch.setattr(external, "links", led_here)
    monkeypatch.setattr("macros.web.Asking", lambda: ASKING)
    data = ROOT / "tests" / "small" / "data"

    def fingerprint() -> list[str]:
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(data.iterdir())]

    before = fingerprint()
    files = [str(tmp_path / "x" / "links.json"), str(tmp_path / "links.md")]
    command = ["--root", str(data.parent), "links", "--json", files[0], "--report", files[1]]
    assert cli.main(command) == 0
    assert capsys.readouterr().out == (
        "1 adresse prøvet: 1 død, 0 flyttede, 0 uden rigtigt svar.\n"
    )
    assert [row["outcome"] for row in json.loads(Path(files[0]).read_text("utf-8"))] == ["dead"]
    assert Path(files[1]).read_text("utf-8").startswith("# Kildernes adresser\n")
    assert fingerprint() == before


def test_without_a_net_nothing_is_called_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine that is cut off says so, writes no report and tries all again next time."""
    off = Asking(look_up=lambda *_: _here("x.test", 0), pause=0)
    monkeypatch.setattr("macros.web.Asking", lambda: off)
    files = [tmp_path / "links.json", tmp_path / "links.md"]
    root = str(ROOT / "tests" / "small")
    command = ["--root", root, "links", "--json", str(files[0]), "--report", str(files[1])]
    assert cli.main(command) == 1
    assert "forbindelse til nettet" in capsys.readouterr().err
    assert not files[1].exists()
    kept = external.read_answers(files[0])
    link = Link(next(iter(kept)), "a", "A")
    assert len(list(external.ask_all([link], off, kept, kept[link.url].checked))) == 1


def test_a_place_that_cannot_be_written_is_told_of_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What takes a quarter of an hour is not for nothing. A report that is there stays."""
    asked: list[str] = []

    def look_up(host: str, _: int) -> list[str]:
        asked.append(host)
        return _here("x.test", 0)

    monkeypatch.setattr("macros.web.Asking", lambda: Asking(look_up=look_up, pause=0))
    old = tmp_path / "links.md"
    old.write_text("Den gamle.", "utf-8")
    command = ["--root", str(ROOT / "tests" / "small"), "links"]
    for place in (old / "x.json", tmp_path):
        assert cli.main([*command, "--json", str(place)]) == 1
        assert str(tmp_path) in capsys.readouterr().err
        assert (asked, [one.name for one in tmp_path.iterdir()]) == ([], ["links.md"])
    command += ["--json", str(tmp_path / "links.json"), "--report"]
    assert cli.main([*command, str(old / "x.md")]) == 1
    assert str(old) in capsys.readouterr().err
    assert asked == []
    assert cli.main([*command, str(tmp_path)]) == 1
    assert "er en mappe" in capsys.readouterr().err
    assert asked == []
    assert cli.main([*command, str(old)]) == 1
    assert asked
    assert old.read_text("utf-8") == "Den gamle."


# The modules that go out, and the commands that may call them.
OUTWARD = ("forge", "open_data", "external", "web", "fetch", "harvest", "harvest_report")


def test_no_build_and_no_page_asks_the_web() -> None:
    """Only the commands know the modules that go out."""
    known = set()
    for path in (ROOT / "macros").glob("*.py"):
        names = {
            part
            for one in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(one, ast.Import | ast.ImportFrom)
            for name in (getattr(one, "module", "") or "", *(alias.name for alias in one.names))
            for part in name.split(".")
        }
        known |= {path.stem} if names & {"external", "web", "fetch", "harvest"} else set()
    assert known == set(OUTWARD) - {"web"}
