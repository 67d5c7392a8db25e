"""The recipes for web servers: tried with the real nginx and the real Caddy."""

import gzip
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest
from conftest import lacking
from playwright.sync_api import Browser

from macros import delivery

ROOT = Path(__file__).parent.parent
HOSTING = ROOT / "hosting"
HEADERS: dict[str, str] = json.loads((HOSTING / "headers.json").read_text("utf-8"))
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
# What the tests ask for; packing the whole site takes longer than it tells.
SOME = [
    "404.html", "index.html", "om", "soeg", "cases/index.html", "cases/sammenlign", "assets",
    "feeds/cases.xml", "feeds/cases.json", "api/v1/cases.csv", "api/v1/cases.json",
    "data", "llms.txt", "robots.txt", "sitemap.xml", "haandbog", "bidrag/case", "overblik",
]  # fmt: skip
SECURITY = ".well-known/security.txt"


@dataclass(frozen=True)
class Answer:
    """What a web server said."""

    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Server:
    """A web server at work, and the folder it serves."""

    name: str
    port: int
    folder: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path as it stands; no redirect is followed."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=asked)
        answer = connection.getresponse()
        said = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return said


@pytest.fixture(scope="session")
def packed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the real site, packed by the real command."""
    if lacking("brotli"):
        pytest.skip("not here: brotli")
    target = tmp_path_factory.mktemp("hosted") / "site"
    for name in SOME:
        whole, copy = built / name, target / name
        if whole.is_dir():
            shutil.copytree(whole, copy)
        elif whole.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(whole, copy)
    (target / SECURITY).parent.mkdir()
    (target / SECURITY).write_text("Contact: mailto:en@sted.example\n", "utf-8")
    (target / "assets" / "navn.0123abcd.css").write_text("a { color: red }\n", "utf-8")
    (target / ".hemmelig").write_text("nej", "utf-8")
    (target / "tom").mkdir()
    subprocess.run([HOSTING / "compress.sh", target], check=True)
    return target


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """A server for as long as the block runs."""
    env = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (
        (folder / "log").open("w", encoding="utf-8") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=env) as server,
    ):
        try:
            for _ in range(100):
                with socket.socket() as one:
                    if one.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            else:
                pytest.fail((folder / "log").read_text("utf-8"))
            yield
        finally:
            server.terminate()


def _nginx(folder: Path, site: Path, port: int) -> list[str]:
    """Our own files, with another place and port."""
    for path in (HOSTING / "nginx").glob("*.conf"):
        text = path.read_text("utf-8").replace("listen 80;", f"listen 127.0.0.1:{port};")
        text = text.replace("    listen [::]:80;\n", "").replace("/tmp/nginx", f"{folder}/nginx")  # noqa: S108
        (folder / path.name).write_text(text.replace("/srv/samskabelse", str(site)), "utf-8")
    own = "user root; " if os.geteuid() == 0 else ""  # the folders of the tests are root's then
    started = ["-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", f"{own}daemon off;"]
    return [shutil.which("nginx") or "", *started]


def _caddy(folder: Path, site: Path, port: int) -> list[str]:
    text = (HOSTING / "Caddyfile").read_text("utf-8").replace("/srv/samskabelse", str(site))
    text = text.replace("\nsamskabelse.example.dk {", f"\nhttp://127.0.0.1:{port} {{")
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{text}", "utf-8")
    config = ["--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    return [shutil.which("caddy") or "", "run", *config]


@pytest.fixture(scope="session", params=["nginx", "caddy"])
def server(
    request: pytest.FixtureRequest, packed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The site behind a real web server with our recipe."""
    if missing := lacking(request.param, *([str(BROTLI)] if request.param == "nginx" else [])):
        pytest.skip(f"not here: {', '.join(missing)}")
    folder, port = tmp_path_factory.mktemp(request.param), _free_port()
    start = {"nginx": _nginx, "caddy": _caddy}[request.param]
    with _running(start(folder, packed, port), port, folder):
        yield Server(request.param, port, packed)


# --- One place says it --------------------------------------------------------


def test_all_recipes_send_the_same_headers() -> None:
    nginx = (HOSTING / "nginx" / "samskabelse.conf").read_text("utf-8")
    caddy = (HOSTING / "Caddyfile").read_text("utf-8")
    plain = (HOSTING / "_headers").read_text("utf-8")
    for name, value in HEADERS.items():
        assert f'    add_header {name} "{value}" always;\n' in nginx
        assert f'\t\t{name} "{value}"\n' in caddy
        assert f"  {name}: {value}\n" in plain
    assert not re.search(r"(?m)^ {8}add_header", nginx), "it would hide those of the server"


def test_hosts_that_read_headers_let_others_read_the_open_data(built: Path) -> None:
    plain = (HOSTING / "_headers").read_text("utf-8")
    told = re.findall(r"(?m)^/(\S+)\n  Access-Control-Allow-Origin: \*$", plain)
    for path in built.rglob("*"):
        name = path.relative_to(built).as_posix()
        if path.is_file() and delivery.is_open(name):
            assert any(fnmatchcase(name, one) for one in told), name
    assert not any(fnmatchcase("index.html", one) for one in told)


def test_hosts_that_read_a_file_send_the_open_data_to_all() -> None:
    rules: dict[str, str] = {}
    for line in (HOSTING / "_headers").read_text("utf-8").splitlines():
        if line.startswith("/"):
            rule = line
        elif line.startswith("  Access-Control-Allow-Origin: "):
            rules[rule] = line.split(": ")[1]
    for name in (*FILES, "udgiver.json"):
        said = {value for rule, value in rules.items() if fnmatchcase(_address(name), rule)}
        assert said == ({"*"} if delivery.is_open(name) else set()), name


def test_the_policy_is_strict() -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(" ".join(policy.values()).split())


def test_every_file_of_the_site_has_a_known_type(built: Path) -> None:
    unknown = {
        path.suffix
        for path in built.rglob("*")
        if path.is_file() and delivery.content_type(path.name) == delivery.OTHER
    }
    assert not unknown


def test_a_municipalitys_files_have_their_types_however_they_are_named() -> None:
    assert delivery.content_type("assets/kommune/Kort.PNG") == "image/png"
    assert delivery.content_type("assets/kommune/Referat.PDF") == "application/pdf"
    assert delivery.content_type("assets/kommune/budget.xlsx") == delivery.OTHER


def test_a_name_says_how_long_its_file_keeps() -> None:
    for name in (
        "assets/samskabelse.0123abcd.css",
        "assets/kommune/navn.0123abcd.css",
    ):
        assert delivery.is_hashed(name), name
    for name in (
        "assets/samskabelse.css",
        "assets/kommune/logo.svg",
        "soeg/indeks/om.js",
        "assets/samskabelse.0123abcd.css.br",
        "cases/0123abcd.css",
        "index.html",
    ):
        assert not delivery.is_hashed(name), name


# --- nginx and Caddy do it ----------------------------------------------------

FILES = [
    "index.html", "om/index.html", "assets/navn.0123abcd.css", "assets/kendt.js",
    "soeg/indeks/om.js", "soeg/indeks/p0.js",
    "feeds/cases.xml", "feeds/cases.json", "api/v1/cases.csv", "api/v1/cases.json",
    "data/index.html", "data/dcat.jsonld", "data/dcat.ttl", "llms.txt", "robots.txt", "sitemap.xml",
    SECURITY,
]  # fmt: skip


def _address(name: str) -> str:
    return "/" + name.removesuffix("index.html")


def test_each_file_is_served_as_it_should(server: Server) -> None:
    for name in FILES:
        answer = server.ask(_address(name))
        said = answer.headers
        assert answer.status == 200, name
        assert answer.body == (server.folder / name).read_bytes(), name
        assert said["Content-Type"] == delivery.content_type(name), name
        assert said["Cache-Control"] == delivery.cache_control(name), name
        assert said["Access-Control-Allow-Origin"] == ("*" if delivery.is_open(name) else None)
        shared = "cross-origin" if delivery.is_open(name) else "same-origin"
        assert said["Cross-Origin-Resource-Policy"] == shared, name
        assert {one: said[one] for one in HEADERS} == HEADERS, name
        assert "nginx/" not in (said["Server"] or ""), "no version"


def test_what_is_packed_is_sent_packed(server: Server) -> None:
    style = next((server.folder / "assets").glob("samskabelse.*.css")).name
    for name in ("index.html", f"assets/{style}", "api/v1/cases.json"):
        for asked, ending in (("br, gzip", "br"), ("gzip", "gz")):
            answer = server.ask(_address(name), Accept_Encoding=asked)
            assert answer.headers["Content-Encoding"] == {"br": "br", "gz": "gzip"}[ending]
            assert answer.headers["Content-Type"] == delivery.content_type(name)
            assert "Accept-Encoding" in answer.headers["Vary"]
            assert answer.body == (server.folder / f"{name}.{ending}").read_bytes()
            if ending == "gz":
                assert gzip.decompress(answer.body) == (server.folder / name).read_bytes()


def test_what_is_kept_is_asked_for_again(server: Server) -> None:
    mark = server.ask("/")
    again = server.ask("/", If_None_Match=mark.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/findes-ikke/", "/om/findes-ikke.html", "/tom/", "/.hemmelig", "/.git/config",
        "/om/.htaccess", "/assets/findes.0123abcd.css", "/feeds/findes.xml", "/api/v1/findes.json",
    ],
)  # fmt: skip
def test_nobodys_address_gets_our_own_page(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status == 404
    assert answer.body == (server.folder / "404.html").read_bytes()
    assert answer.headers["Content-Type"] == delivery.TYPES["html"]
    assert answer.headers["Cache-Control"] == delivery.ASK_FIRST, "it may exist tomorrow"
    assert {one: answer.headers[one] for one in HEADERS} == HEADERS


def test_each_page_has_one_address(server: Server) -> None:
    for path, target in (("/om", "/om/"), ("/om/index.html", "/om/"), ("/index.html", "/")):
        answer = server.ask(path)
        assert answer.status in (301, 308), path
        assert answer.headers["Location"] == target


@pytest.mark.parametrize(
    "path",
    [
        "//sted.example/index.html", "/\\sted.example/index.html", "//sted.example/%2e%2e",
        "//sted.example/om", "/%5csted.example/index.html", "/.//sted.example/index.html",
    ],
)  # fmt: skip
def test_no_address_leads_away(server: Server, path: str) -> None:
    target = server.ask(path).headers["Location"] or "/"
    assert re.match(r"/(?![/\\])", target), target


def test_only_reading_is_allowed(server: Server) -> None:
    assert server.ask("/om/", "POST").status == 405


def test_the_pages_work_behind_the_policy(server: Server, browser: Browser) -> None:
    context = browser.new_context(base_url=server.address, locale="da-DK")
    tab, faults = context.new_page(), []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    for place in ("", "om/", "cases/", "cases/sammenlign/", "bidrag/case/", "overblik/"):
        tab.goto(place)
        tab.wait_for_load_state("networkidle")
    tab.goto("soeg/?q=frivilligt")
    tab.wait_for_selector("ol[data-results] > li")
    assert tab.evaluate("getComputedStyle(document.querySelector('.site-header')).display")
    # The policy is there: a script in the page is refused, and the browser says so.
    assert faults == []
    tab.evaluate(
        """() => {
          const script = document.createElement("script");
          script.text = "window.ind = 1";
          document.body.append(script);
        }"""
    )
    assert tab.evaluate("window.ind") is None
    assert any("Content Security Policy" in said for said in faults)
    context.close()


def test_the_container_reads_what_its_builder_alone_could_read(tmp_path: Path) -> None:
    """With umask 077 all that is built is its owner's, and the server is somebody else."""
    recipe = (HOSTING / "Containerfile").read_text("utf-8")
    (command,) = re.findall(
        r"^RUN (find /etc/samskabelse /srv/samskabelse .*)$", recipe, re.MULTILINE
    )
    for name in ("etc", "srv"):
        made = tmp_path / name / "samskabelse" / "assets"
        made.mkdir(parents=True)
        (made / "a.css").write_text("a", "utf-8")
        for one in (made / "a.css", made, made.parent):
            one.chmod(0o700 if one.is_dir() else 0o600)
    here = command.replace("/etc/", f"{tmp_path}/etc/").replace("/srv/", f"{tmp_path}/srv/")
    subprocess.run(["sh", "-c", here], check=True)
    modes = {one.stat().st_mode & 0o777 for one in tmp_path.glob("*/samskabelse/**/*")}
    assert modes == {0o755, 0o644}
    assert (tmp_path / "srv" / "samskabelse").stat().st_mode & 0o777 == 0o755
