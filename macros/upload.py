"""What changes when a built site is put into a store, and in which order it is done.

New things come first and old ones go last, so that no reader ever meets half a site: a page
is there only after all that it asks for, and what it asks for goes only after the page.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from .danish import count, number
from .delivery import cache_control, content_type, is_hashed

# What a file packed for a web server ends with, beside the file itself: a store sends only that.
_PACKED = (".br", ".gz")
_AT_ONCE = 8
_SHOWN = 12  # of each kind in a plan; the rest are counted
_LABELS = {"new": "Nye", "changed": "Ændrede", "gone": "Væk"}


@dataclass(frozen=True)
class Stored:
    """A file in the store: its size, and the MD5 of what it holds."""

    size: int
    mark: str


class Store(Protocol):
    """Somewhere that files are kept under names."""

    def files(self) -> dict[str, Stored]:
        """Every file that is there."""

    def put(self, name: str, path: Path, kind: str, cache: str) -> None:
        """Put a file there, with its content type and how long it may be kept."""

    def remove(self, name: str) -> None:
        """Take a file away."""

    def remember(self) -> None:
        """Keep what the next run must know of the files put there."""


@dataclass(frozen=True)
class Change:
    """One file that is new, changed or gone; `size` is in bytes."""

    name: str
    what: str
    size: int

    @property
    def stage(self) -> int:
        """When it is done: hashed names, other files, pages; then old pages, other old files."""
        page = self.name.endswith(".html")
        if self.what == "gone":
            return 3 if page else 4
        return 2 if page else 0 if is_hashed(self.name) else 1


def local(folder: Path) -> dict[str, Stored]:
    """The files of a built site by their names; not those that are another file, packed."""
    found = {path for path in folder.rglob("*") if path.is_file()}
    return {
        path.relative_to(folder).as_posix(): _stored(path)
        for path in sorted(found)
        if path.suffix not in _PACKED or path.with_suffix("") not in found
    }


def _stored(path: Path) -> Stored:
    data = path.read_bytes()
    return Stored(len(data), digest(data))


def digest(data: bytes) -> str:
    """The MD5 of what a file holds, which most stores know a file by."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def plan(here: Mapping[str, Stored], there: Mapping[str, Stored]) -> list[Change]:
    """What must be done for the store to hold what is here, in the order it is done."""
    changes = [
        *(Change(name, "new", one.size) for name, one in here.items() if name not in there),
        *(
            Change(name, "changed", one.size)
            for name, one in here.items()
            if name in there and there[name] != one
        ),
        *(Change(name, "gone", one.size) for name, one in there.items() if name not in here),
    ]
    return sorted(changes, key=lambda one: (one.stage, one.name))


def told(changes: Iterable[Change]) -> Iterator[str]:
    """A plan in words, line by line."""
    found = list(changes)
    if not found:
        yield "Intet at gøre: lageret har det hele."
    for what, label in _LABELS.items():
        some = [one for one in found if one.what == what]
        if some:
            files = count(len(some), "fil", "filer")
            yield f"{label}: {files}, {_size(sum(one.size for one in some))}"
            yield from (f"  {one.name} ({_size(one.size)})" for one in some[:_SHOWN])
            if len(some) > _SHOWN:
                yield f"  … og {count(len(some) - _SHOWN, 'fil', 'filer')} til"


def _size(size: int) -> str:
    if size < 1000:
        return f"{size} byte"
    unit, by = ("kB", 1000) if size < 1_000_000 else ("MB", 1_000_000)
    return f"{number(round(size / by, 1))} {unit}"


def carry_out(
    changes: Iterable[Change],
    folder: Path,
    store: Store,
    progress: Callable[[str, int, int], None],
) -> None:
    """Do what a plan says, stage by stage; the first failure stops all that comes after."""
    found, done = list(changes), 0

    def act(one: Change) -> None:
        if one.what == "gone":
            store.remove(one.name)
        else:
            kind, cache = content_type(one.name), cache_control(one.name)
            store.put(one.name, folder / one.name, kind, cache)

    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for _, stage in groupby(found, key=lambda one: one.stage):
                for _ in pool.map(act, list(stage)):
                    done += 1
                    progress("Lægger op", done, len(found))
    finally:
        store.remember()
