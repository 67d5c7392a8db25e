"""When each file that people write was last changed, so that the preview knows of every edit."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from .decode import is_folder
from .own_folder import FOLDER

_FOLLOWED = ("data", "docs", "theme", "macros/templates", FOLDER, "mkdocs.yml")
# How long files must stand still, in seconds.
STILL = 0.02
# How long a file that has been emptied or removed is waited for: it is mostly about to be written.
EMPTIED = 0.3
_GONE = (0, 0, 0)
# What the system tells of a file besides is that somebody reads it.
_CHANGES = ("created", "modified", "moved", "deleted", "closed")

# When a file was written, when anything of it was changed, and its size.
_Stamp = tuple[int, int, int]
Stamps = dict[str, _Stamp]


def stamps(root: Path) -> Stamps:
    """When each file that people write was last changed, and its size, by path from `root`."""
    found: Stamps = {}
    begin = len(str(root)) + 1
    for name in _FOLLOWED:
        path = root / name
        for entry in _entries(path) if path.is_dir() else ():
            found[entry.path[begin:].replace(os.sep, "/")] = _stamp(entry)
        if path.is_file():
            found[name] = _stamp(path)
    return found


class _Listener(FileSystemEventHandler):
    def __init__(self, hear: Callable[[], None]) -> None:
        self._hear = hear

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _CHANGES:
            self._hear()


@contextmanager
def listening(root: Path, hear: Callable[[], None]) -> Iterator[None]:
    """While the block runs, call `hear` as soon as the system tells that files have changed.

    Not every system tells of every file: what `stamps` finds is what counts.
    """
    observer, listener = Observer(), _Listener(hear)
    try:
        with suppress(OSError):  # it listens to as much as it can already
            observer.start()
            observer.schedule(listener, str(root))
            for name in _FOLLOWED:
                if (root / name).is_dir():
                    observer.schedule(listener, str(root / name), recursive=True)
        yield
    finally:
        observer.stop()
        observer.join()


def _stamp(one: os.DirEntry[str] | Path) -> _Stamp:
    try:
        stat = one.stat()
    except OSError:  # removed this instant
        return _GONE
    return (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)


def _entries(
    folder: Path | os.DirEntry[str], *, is_link: bool = False
) -> Iterator[os.DirEntry[str]]:
    """Every file under a folder, without hidden ones and what Python keeps.

    Of a link to a folder it is what lies in it alone: it may lead anywhere.
    """
    with suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if entry.name.startswith((".", "__pycache__")):
                continue
            link = entry.is_symlink()
            if not is_link and (is_folder(Path(entry)) if link else entry.is_dir()):
                yield from _entries(entry, is_link=link)
            else:
                yield entry


def still(root: Path, before: Stamps, seen: Stamps) -> Stamps:
    """The files as seen, once those that changed since `before` stand still.

    Many editors save in several steps; of ten thousand files only theirs are looked at again.
    """
    changed = {name for name, _ in before.items() ^ seen.items()}
    others = {name: stamp for name, stamp in seen.items() if name not in changed}
    given_up = time.monotonic() + EMPTIED
    while True:
        time.sleep(STILL)
        stamps = {name: _stamp(root / name) for name in changed}
        now = others | {name: stamp for name, stamp in stamps.items() if stamp != _GONE}
        is_emptied = any(name in before and not stamp[2] for name, stamp in stamps.items())
        if now == seen and (not is_emptied or time.monotonic() > given_up):
            return now
        seen = now
