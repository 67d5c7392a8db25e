"""A folder written aside and put in its place in one step, so that nobody meets half of it.

What is being written stands beside its place, under a lock that dies with the process that
holds it. A folder whose lock is free was left by a process that was killed, and is cleared away.
"""

import ctypes
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

# What a folder written aside is called before the name of its place; .gitignore has it too.
PREFIX = ".samskabelse-"
_LOCK, _NEW, _OLD = "lock", "new", "old"
# Windows lets nobody move a folder while a program reads in it; most are soon done.
_TRIES, _PAUSE = 5, 0.3  # seconds
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """A place to make a new folder in, which stands at `target` once the block has ended.

    What stood at `target` stands there until then, and for good if the block raises. Raises
    OSError when the folder cannot be moved.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    clear(target)
    folder, lock = _own_folder(target)
    try:
        yield folder / _NEW
        _put(folder, target)
    finally:
        lock.close()
        shutil.rmtree(folder, ignore_errors=True)


def clear(target: Path) -> None:
    """Remove what killed processes left beside `target`, and put back what one took away."""
    name = re.compile(re.escape(f"{PREFIX}{target.name}-") + r"\w+")
    for folder in target.parent.iterdir():
        if not name.fullmatch(folder.name) or not (folder / _LOCK).is_file():
            continue
        lock = _locked(folder)
        if lock:
            if (folder / _OLD).exists() and not target.exists():
                (folder / _OLD).rename(target)
            lock.close()
            shutil.rmtree(folder, ignore_errors=True)


def _own_folder(target: Path) -> tuple[Path, IO[bytes]]:
    """A new folder beside `target`, and its lock."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{target.name}-", dir=target.parent))
        lock = (folder / _LOCK).open("ab")
        try:
            is_ours = _take(lock)
        except OSError:  # where nothing can be locked, nobody clears it away either
            return folder, lock
        # Another process may have cleared it away before it was locked.
        if is_ours and (folder / _LOCK).exists():
            return folder, lock
        lock.close()


def _locked(folder: Path) -> IO[bytes] | None:
    """The lock of a folder, held until it is closed; None when another process may hold it."""
    try:
        lock = (folder / _LOCK).open("ab")
    except OSError:
        return None
    try:
        if _take(lock):
            return lock
    except OSError:
        pass
    lock.close()
    return None


def _take(lock: IO[bytes]) -> bool:
    """Take a lock that is held until it is closed; false when another process holds it.

    Raises OSError where nothing can be locked, as on some network drives.
    """
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there is none elsewhere

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - there is none on Windows

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _put(folder: Path, target: Path) -> None:
    """Let the new folder and the old one change places, in one step where the system can."""
    new, old = folder / _NEW, folder / _OLD
    for left in reversed(range(_TRIES)):
        if _exchanged(new, target):
            return
        try:
            if target.exists():
                # Left by an earlier try, when another process put its own in the place.
                shutil.rmtree(old, ignore_errors=True)
                target.rename(old)
            new.rename(target)
        except OSError:
            with suppress(OSError):
                old.rename(target)
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders changed places at once; only Linux can, and not on every disk."""
    if sys.platform != "linux" or not other.exists():
        return False
    rename: object = getattr(ctypes.CDLL(None), "renameat2", None)
    if not callable(rename):
        return False
    done = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return bool(done == 0)
