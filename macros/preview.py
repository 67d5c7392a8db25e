"""The preview: the site on this machine, kept up with its files while they are written.

One thread makes everything, piece by piece; what a reader waits for comes first. The rest
of a whole site, which takes long, is made by a process of its own once all is quiet.
"""

import queue
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from . import knowledge, pages, problem, takeaway
from .background import Background
from .by_mkdocs import ByHand
from .danish import count, number
from .knowledge import Knowledge
from .own_folder import DATA
from .reading import read, tell
from .reasons import said
from .rebuild import Rebuild
from .settings import FILE
from .stamps import listening, stamps, still
from .watch import WatchedSite

# The data is followed entry by entry; for all else that people write all is made anew.
_DATA = ("data", DATA)
# Between two looks at the files, where the system does not tell that there is reason for one:
# seconds, and how many times as long as a look takes.
POLL = 0.15
REST = 20
# How long a page waits for the next change before it asks again, in seconds.
PATIENCE = 25
# How long after a change an open page has to ask for itself, before work that cannot wait for it.
GRACE = 0.1
# How long all must be made before what takes long is begun: people save again and again.
QUIET = 1.0
_OFFERED = f"{Path(takeaway.ADDRESS).parent.as_posix()}/index.html"


class Preview:
    """A site under `root` as it is now, made in a folder of its own under `folder`."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Make nothing yet."""
        self.root, self._folder = root, folder
        self.site: Rebuild | None = None
        # What a page has seen of an earlier run is another version too.
        self.version = time.time_ns()
        self.changed = threading.Condition()
        self._found: Knowledge | None = None
        # The files that have changed and are not taken in: there were errors in the data, or in
        # what a new site is made of.
        self._left = set[str]()
        self._told = list[problem.Problem]()
        self._wanted: queue.SimpleQueue[tuple[str, threading.Event] | None] = queue.SimpleQueue()
        self._is_woken = False
        self._begun, self._count = 0.0, 0
        self._grace = 0.0
        self._ended: float | None = None
        self._has_replaced = False
        self.rest = Background(root)

    def update(self, names: Iterable[str]) -> None:
        """Take in that files have changed; with errors in them all stays as it was."""
        self._begun, self._count, self._ended = time.monotonic(), 0, None
        self._left.update(names)
        found = self._read()
        if found is None:
            return
        self.rest.stop()
        only_data = all(name.startswith(tuple(f"{one}/" for one in _DATA)) for name in self._left)
        if (only_data and self._follow(found)) or self._anew(found):
            self._left.clear()
        else:
            self._left.add(FILE)  # so that the next change begins anew as well
        self._grace = GRACE
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

    def _anew(self, found: Knowledge) -> bool:
        """Begin a new site; the old one stays if the hand-written pages cannot be made."""
        target = Path(tempfile.mkdtemp(dir=self._folder)) / "site"
        old, before = self.site, self._found
        self._keep(found, WatchedSite(found.site))
        try:
            hand = ByHand(self.root, target)
        # Whoever is writing it mends it: nothing that is wrong may end what shows it to them.
        except (Exception, SystemExit) as error:  # noqa: BLE001
            print(f"Siderne er ikke lavet om: {said(error)}", flush=True)
            if before:
                self._found = before
                knowledge.keep(self.root, before)
            shutil.rmtree(target.parent, ignore_errors=True)
            return False
        self.site = Rebuild(target, hand.edition, hand.works, hand.mapped)
        if old:
            self._has_replaced = True
            shutil.rmtree(old.target.parent, ignore_errors=True)
        return True

    def wake(self) -> None:
        """Let `work` end now, for another thread: there may be changes."""
        if not self._is_woken:
            self._is_woken = True
            self._wanted.put(None)

    def work(self, seconds: float) -> None:
        """For some time, make what readers wait for, else what is pending, else the rest."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            busy = bool(self.site and not self.site.done)
            try:
                asked = self._wanted.get(timeout=self._grace if busy else left)
            except queue.Empty:
                self._grace = 0.0
                self._make_some()
                continue
            if asked is None:
                self._is_woken = False
                return
            self._grace, (place, done) = 0.0, asked
            if self.site and place not in self.site.works:
                self.site.list_files()
            self._make(place)
            done.set()

    def _make_some(self) -> None:
        if self.site and not self.site.listed:
            self.site.list_files()
        elif self.site and self.site.pending:
            self._make(next(iter(self.site.pending)))
        if self.site and self.site.done:
            self._tell()
            if self.rest.due and self._is_quiet():
                self.start_rest()

    def _is_quiet(self) -> bool:
        """Whether all has been made for some time."""
        self._ended = self._ended or time.monotonic()
        return time.monotonic() - self._ended >= QUIET

    def _tell(self) -> None:
        """Say once that all is made."""
        if self._count:
            seconds = number(round(time.monotonic() - self._begun, 1))
            print(f"{count(self._count, 'fil', 'filer')} på {seconds} sekunder.", flush=True)
            self._count = 0

    def _make(self, place: str) -> None:
        if self.site and place in self.site.pending:
            try:
                self._count += self.site.make(place)
            # One page that fails stops no other; mkdocs-macros fails by leaving.
            except (Exception, SystemExit) as error:  # noqa: BLE001
                print(f"{place} er ikke lavet om: {said(error)}", flush=True)

    def start_rest(self) -> None:
        """Begin what takes long; the page that offers its files gets their sizes anew."""
        if self.site:
            if _OFFERED in self.site.works:
                self.site.again(_OFFERED)
            self.rest.start(self.site)
        if self._has_replaced:  # nobody waits now
            self._has_replaced = False
            knowledge.collect_garbage()

    def file(self, place: str) -> bytes | None:
        """A file of the site as it is now, for a thread of a reader; None when there is none.

        Below the folder that the site is to stand in on the web its files are found as well: the
        page for what is not found leads there.
        """
        with self.changed:
            self.changed.wait_for(lambda: self.site is not None)
        site = self.site
        if site is None:
            return None
        if site.waits(place):
            done = threading.Event()
            self._wanted.put((place, done))
            done.wait(PATIENCE)
        path = (site.target / place).resolve()
        inside = path.is_relative_to(site.target.resolve())
        if inside:
            with suppress(OSError):
                return path.read_bytes()
        if site is not self.site:  # another has taken its place meanwhile
            return self.file(place)
        below = place.removeprefix(unquote(site.edition.shell.base_path).lstrip("/"))
        return None if below == place else self.file(below)

    def wait(self, seen: str) -> bool:
        """Whether there is a newer version than the one a page has seen, after some time."""
        with self.changed:
            return self.changed.wait_for(lambda: str(self.version) != seen, PATIENCE)


def _indexes(site: Any) -> list[str]:
    """The lists that there are; the menu and the hand-written pages lead to them."""
    return [one for one in pages.INDEXES if pages.index_pages(site, one)]


def follow(preview: Preview) -> None:
    """Keep a preview up with its files, until the process is told to stop."""
    before, pause = stamps(preview.root), POLL
    preview.update(before)
    with listening(preview.root, preview.wake):
        while True:
            preview.work(pause)
            begun = time.monotonic()
            after = stamps(preview.root)
            pause = max(POLL, REST * (time.monotonic() - begun))
            if after != before:
                after = still(preview.root, before, after)
                names = {name for name, _ in before.items() ^ after.items()}
                before = after
                preview.update(names)
