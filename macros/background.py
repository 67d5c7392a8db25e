"""What takes long and nobody waits for: the search index, the book and the zip of a preview."""

import multiprocessing
import os
import pickle
import signal
from contextlib import suppress
from pathlib import Path

from . import knowledge
from .published import About
from .reasons import said
from .rebuild import Rebuild, rest
from .typeset import TypesettingError


class Background:
    """The process that makes the search index, the book and the zip, when there is one."""

    def __init__(self, root: Path) -> None:
        self._root, self.due = root, False
        self._process: multiprocessing.process.BaseProcess | None = None

    def start(self, site: Rebuild) -> None:
        """Begin, of a site that has nothing pending."""
        self.due = False
        # In a file: what a new process is given keeps whoever starts it waiting until it has
        # loaded all its modules, and an edit must not wait for that.
        told = site.target.with_name("records")
        told.write_bytes(pickle.dumps(site.records))
        given = (self._root, site.target, site.edition.about, told)
        # A new process and no copy, since this one has threads.
        process = multiprocessing.get_context("spawn").Process(target=_make_rest, args=given)
        process.start()
        self._process = process

    def stop(self) -> None:
        """End it wherever it is; it is due again."""
        self.due = True
        if self._process:
            # It may have ended by itself, which macOS says otherwise.
            with suppress(ProcessLookupError, PermissionError, AttributeError):
                os.killpg(self._process.pid or 0, signal.SIGKILL)
            self._process.kill()
            self.wait()

    def wait(self) -> None:
        """Wait until it has ended."""
        if self._process:
            self._process.join()
            self._process.close()
            self._process = None


def _make_rest(root: Path, target: Path, about: About, told: Path) -> None:
    """Make the rest of the site in `target` of the data as it is; `told` holds its records."""
    with suppress(AttributeError):
        os.setsid()  # so that it can be ended with all that it has begun
    records = pickle.loads(told.read_bytes())  # noqa: S301 - we wrote it
    found = knowledge.read(root)
    if found.errors:
        return
    try:
        rest(target, found.site, about, records)
    except (TypesettingError, OSError) as error:
        print(f"Søgning, håndbog og zip er ikke lavet om: {said(error)}")
