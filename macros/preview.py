"""The preview: the site on this machine, kept up with its files while they are written.

One thread makes everything, piece by piece; what a reader waits for comes first. The rest
of a whole site, which takes long, is made by a process of its own once all is quiet.
"""

import multiprocessing
import os
import queue
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mkdocs.commands.build import _populate_page
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files

from . import knowledge, pages, problem, publication, takeaway
from .danish import count, number
from .delivery import content_type
from .finish import begin, mapped
from .knowledge import Knowledge
from .overlay_model import DATA, FOLDER
from .press import Edition
from .reading import read, tell
from .rebuild import Made, Rebuild, Work, rest
from .typeset import TypesettingError
from .watch import WatchedSite
from .written import by_hand

# What is written by people: the data is followed entry by entry, for the others all is made anew.
_DATA = ("data", DATA)
_FOLLOWED = ("data", "docs", "theme", "macros/templates", FOLDER, "mkdocs.yml")
# How often the files are looked at, and how long they must stand still, in seconds.
POLL, STILL = 0.15, 0.02
# How long a page waits for the next change before it asks again.
PATIENCE = 25
# Addresses of the preview's own.
_OWN = "__samskabelse/"
_SCRIPT = Path(__file__).parent / "templates" / "reload.js"
_OFFERED = f"{Path(takeaway.ADDRESS).parent.as_posix()}/index.html"

Stamps = dict[str, tuple[int, int]]


def stamps(root: Path) -> Stamps:
    """When each file that people write was last changed, and its size, by path from `root`."""
    found: Stamps = {}
    for name in _FOLLOWED:
        path = root / name
        for entry in _entries(path) if path.is_dir() else ():
            found[entry.path[len(str(root)) + 1 :].replace(os.sep, "/")] = _stamp(entry)
        if path.is_file():
            found[name] = _stamp(path)
    return found


def _stamp(one: "os.DirEntry[str] | Path") -> tuple[int, int]:
    try:
        stat = one.stat()
    except OSError:  # removed this instant
        return (0, 0)
    return (stat.st_mtime_ns, stat.st_size)


def _entries(folder: "Path | os.DirEntry[str]") -> "Iterator[os.DirEntry[str]]":
    """Every file under a folder, without hidden ones and what Python keeps."""
    with suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if entry.name.startswith((".", "__pycache__")):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry)
            else:
                yield entry


# --- The hand-written pages ---------------------------------------------------


class _Kept(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """All the files that MkDocs knows of."""

    def __init__(self) -> None:
        self.files = Files([])

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Keep all files."""
        del env, config
        self.files = files


class ByHand:
    """The hand-written pages of a site, which MkDocs makes one by one."""

    def __init__(self, root: Path, target: Path) -> None:
        """Make them all, and what belongs to them, in `target`. Raises what MkDocs raises."""
        self._root, self._kept = root, _Kept()
        self._settings = publication.settings(root)
        self._config = load_config(str(root / "mkdocs.yml"), site_dir=str(target))
        hooks = self._config.hooks.values()  # type: ignore[attr-defined]
        self._hook = next(one for one in hooks if Path(one.__file__).name == "hook.py")
        self._config.plugins["preview"] = self._kept
        self._config.plugins.on_startup(command="preview", dirty=False)  # type: ignore[arg-type]
        mkdocs_build(self._config)
        self.edition = begin(root, target, self._settings)
        hand = by_hand(root, self._settings, self._hook.made)
        self.mapped = tuple(mapped(self.edition, hand))
        self.works = {f"{one.address}index.html": Work(self.made, (one.path,)) for one in hand}

    def made(self, edition: Edition, path: str) -> Made:
        """One of them made again."""
        file = self._kept.files.get_file_from_path(path)
        if file is None or file.page is None:
            raise FileNotFoundError(path)
        _populate_page(file.page, self._config, self._kept.files)
        html = {path: self._hook.made[path]}
        return Made(*by_hand(self._root, self._settings, html)[0].whole(edition))


# --- What takes long ----------------------------------------------------------


class _Rest:
    """The process that makes the search index, the book and the zip, when there is one."""

    def __init__(self, root: Path) -> None:
        self._root, self.due = root, False
        self._process: multiprocessing.process.BaseProcess | None = None

    def start(self, site: Rebuild) -> None:
        """Begin, of a site that has nothing pending."""
        self.due = False
        given = (
            self._root,
            site.target,
            site.edition.about,
            site.records,
        )
        # A new process and no copy, since this one has threads.
        process = multiprocessing.get_context("spawn").Process(target=_make_rest, args=given)
        process.start()
        self._process = process

    def stop(self) -> None:
        """End it wherever it is; it is due again."""
        self.due = True
        if self._process:
            with suppress(ProcessLookupError, AttributeError):
                os.killpg(self._process.pid or 0, signal.SIGKILL)
            self._process.kill()
            self.wait()

    def wait(self) -> None:
        """Wait until it has ended."""
        if self._process:
            self._process.join()
            self._process.close()
            self._process = None


def _make_rest(root: Path, target: Path, *given: Any) -> None:
    """Make the rest of the site in `target` of the data as it is."""
    with suppress(AttributeError):
        os.setsid()  # so that it can be ended with all that it has begun
    about, records = given
    found = knowledge.read(root)
    if found.errors:
        return
    try:
        rest(target, found.site, about, records)
    except (TypesettingError, OSError) as error:
        print(f"Søgning, håndbog og zip er ikke lavet om: {error}")


# --- The preview --------------------------------------------------------------


class Preview:
    """A site under `root` as it is now, made in a folder of its own under `folder`."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Make nothing yet."""
        self.root, self._folder = root, folder
        self.site: Rebuild | None = None
        self.version = 0
        self.changed = threading.Condition()
        self._found: Knowledge | None = None
        self._told = list[problem.Problem]()
        self._wanted: queue.SimpleQueue[tuple[str, threading.Event]] = queue.SimpleQueue()
        self._begun, self._count = 0.0, 0
        self.rest = _Rest(root)

    def update(self, names: Iterable[str]) -> None:
        """Take in that files have changed; with errors in them all stays as it was."""
        self._begun, self._count = time.monotonic(), 0
        found = self._read()
        if found is None:
            return
        self.rest.stop()
        only_data = all(name.startswith(tuple(f"{one}/" for one in _DATA)) for name in names)
        if not (only_data and self._follow(found)):
            self._anew(found)
        with self.changed:
            self.version += 1
            self.changed.notify_all()

    def _read(self) -> Knowledge | None:
        """The data as it is now; None when it has errors, which are told."""
        # Only who waits for the first page wants to see how far it is.
        found = knowledge.read(self.root) if self.site else read(self.root)
        if found.problems and found.problems != self._told:
            tell(found.problems)
        self._told = found.problems
        if found.errors:
            if self._found:
                knowledge.keep(self.root, self._found)
            return None
        return found

    def _follow(self, found: Knowledge) -> bool:
        """Whether the site could follow the data, which it cannot to other menus and brands."""
        if self.site is None or self._found is None or found.identity != self._found.identity:
            return False
        before = _indexes(self._found.site)
        self._keep(found, self.site.site)
        self.site.follow(found.site)
        return _indexes(self.site.site) == before

    def _keep(self, found: Knowledge, site: WatchedSite) -> None:
        self._found = replace(found, site=site)
        knowledge.keep(self.root, self._found)

    def _anew(self, found: Knowledge) -> None:
        """Begin a new site; the old one stays if the hand-written pages cannot be made."""
        target = Path(tempfile.mkdtemp(dir=self._folder)) / "site"
        old = self.site
        self._keep(found, WatchedSite(found.site))
        try:
            hand = ByHand(self.root, target)
        except (MkDocsException, OSError, SystemExit) as error:
            print(f"Siderne er ikke lavet om: {error}")
            self._found = None  # so that the next change begins anew as well
            return
        self.site = Rebuild(target, hand.edition, hand.works, hand.mapped)
        if old:
            shutil.rmtree(old.target.parent, ignore_errors=True)

    def work(self, seconds: float) -> None:
        """For some time, make what readers wait for, else what is pending, else the rest."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            busy = bool(self.site and self.site.pending)
            try:
                place, done = self._wanted.get(timeout=0 if busy else left)
            except queue.Empty:
                self._make_some()
                continue
            self._make(place)
            done.set()

    def _make_some(self) -> None:
        if self.site and self.site.pending:
            self._make(next(iter(self.site.pending)))
        if self.site and not self.site.pending:
            self._tell()
            if self.rest.due:
                self.start_rest()

    def _tell(self) -> None:
        """Say once that all is made."""
        if self._count:
            seconds = number(round(time.monotonic() - self._begun, 1))
            print(f"{count(self._count, 'fil', 'filer')} på {seconds} sekunder.", flush=True)
            self._count = 0

    def _make(self, place: str) -> None:
        if self.site and place in self.site.pending:
            try:
                self.site.make(place)
                self._count += 1
            # One page that fails stops no other; mkdocs-macros fails by leaving.
            except (Exception, SystemExit) as error:  # noqa: BLE001
                print(f"{place} er ikke lavet om: {error}")

    def start_rest(self) -> None:
        """Begin what takes long; the page that offers its files gets their sizes anew."""
        if self.site:
            if _OFFERED in self.site.works:
                self.site.again(_OFFERED)
            self.rest.start(self.site)

    def file(self, place: str) -> bytes | None:
        """A file of the site as it is now, for a thread of a reader; None when there is none."""
        with self.changed:
            self.changed.wait_for(lambda: self.site is not None)
        site = self.site
        if site is None:
            return None
        if place in site.pending:
            done = threading.Event()
            self._wanted.put((place, done))
            done.wait(PATIENCE)
        path = (site.target / place).resolve()
        inside = path.is_relative_to(site.target.resolve())
        return path.read_bytes() if inside and path.is_file() else None

    def wait(self, seen: str) -> bool:
        """Whether there is a newer version than the one a page has seen, after some time."""
        with self.changed:
            return self.changed.wait_for(lambda: str(self.version) != seen, PATIENCE)


def _indexes(site: Any) -> list[str]:
    """The lists that there are; the menu and the hand-written pages lead to them."""
    return [one for one in pages.INDEXES if pages.index_pages(site, one)]


# --- The server ---------------------------------------------------------------


class Server(ThreadingHTTPServer):
    """Serves a preview on this machine."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], preview: Preview) -> None:
        """Begin to listen. Raises OSError when the address is taken."""
        super().__init__(address, _Handler)
        self.preview, self._host = preview, address[0]

    def is_called(self, host: str) -> bool:
        """Whether a reader calls this machine by its number or by the name that was given.

        Another name may be another site's for this machine.
        """
        name = urlsplit(f"//{host}").hostname or ""
        try:
            return name in ("localhost", self._host.lower()) or bool(ip_address(name))
        except ValueError:
            return False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a reader that went away is none."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""

    def do_HEAD(self) -> None:
        """What GET sends before the content."""
        self.do_GET()

    def do_GET(self) -> None:
        """A file of the site, or one of the preview's own."""
        if not self.server.is_called(self.headers.get("Host", "")):
            self._send(403, "", b"")
            return
        asked = urlsplit(self.path)
        place = unquote(asked.path).lstrip("/")
        preview = self.server.preview
        if place == f"{_OWN}reload.js":
            self._send(200, place, _SCRIPT.read_bytes())
        elif place == f"{_OWN}venter":
            self._send(200 if preview.wait(asked.query) else 204, "", b"")
        elif place and not place.endswith("/") and "." not in place.rpartition("/")[2]:
            self.send_response(302)
            self.send_header("Location", f"{asked.path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send_file(f"{place}index.html" if place.endswith("/") or not place else place)

    def _send_file(self, place: str) -> None:
        version = self.server.preview.version
        content = self.server.preview.file(place)
        status = 404 if content is None else 200
        if content is None:
            place = "404.html"
            content = self.server.preview.file(place) or b""
        if place.endswith(".html"):
            script = f'<script src="/{_OWN}reload.js?{version}" defer></script></body>'
            content = content.replace(b"</body>", script.encode())
        self._send(status, place, content)

    def _send(self, status: int, place: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type(place))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def follow(preview: Preview) -> None:
    """Keep a preview up with its files, until the process is told to stop."""
    before = stamps(preview.root)
    preview.update(before)
    while True:
        preview.work(POLL)
        if (after := stamps(preview.root)) != before:
            after = _still(preview.root, after)
            names = {name for name, _ in before.items() ^ after.items()}
            before = after
            preview.update(names)


def _still(root: Path, seen: Stamps) -> Stamps:
    """The files once they stand still: many editors save in several steps."""
    while True:
        time.sleep(STILL)
        now = stamps(root)
        if now == seen:
            return now
        seen = now


@contextmanager
def serving(root: Path, address: tuple[str, int]) -> Iterator[tuple[Preview, int]]:
    """A preview of the site under `root` at an address, while the block runs, and its port.

    Raises OSError when the address is taken.
    """
    with tempfile.TemporaryDirectory(prefix="samskabelse-") as folder:
        preview = Preview(root, Path(folder))
        with Server(address, preview) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield preview, server.server_port
            finally:
                server.shutdown()
                preview.rest.stop()
