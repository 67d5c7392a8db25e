"""Data files to plain data: on all cores, and from what is kept of an earlier run.

Only files without a fault are kept, so that whatever is wrong is always found anew. Within
one process a file that is as it was gives the very same object again.
"""

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from . import decode, parallel, personal, read, slips, swallowed, syntax, unseen
from .cache import Cache, digest
from .personal import personal_data
from .problem import Problem
from .read import Mark, Marks, read_yaml

# A file of entries is noted down to where the parts of each begin; one that is an entry, where it
# does itself.
COLLECTION_DEPTH, ENTRY_DEPTH = 4, 0
# A file changed this shortly before it was read may change again without its time telling.
UNTRUSTED = 2_000_000_000  # nanoseconds; the coarsest clock of a common file system


@dataclass(frozen=True)
class Reading:
    """What one file holds. `text` is None when it is none; `marks` are the uppermost alone.

    `digest` names its bytes; "" when they could not be read.
    """

    text: str | None
    data: Any = None
    marks: Marks = field(default_factory=Marks)
    problems: Sequence[Problem] = ()
    digest: str = ""


# When a file was written, when anything of it was changed, and its size.
Stamp = tuple[int, int, int]


class Seen(NamedTuple):
    """What was read of a file, and its times and size then; None when they tell nothing."""

    stamp: Stamp | None
    reading: Reading


@cache
def _kept() -> Cache:
    modules = (decode, personal, read, slips, swallowed, syntax, unseen)
    return Cache("files", [Path(__file__), *(Path(str(one.__file__)) for one in modules)])


# A file as it was named or as its folder lists it, which is quicker.
Listed = Path | os.DirEntry[str]


def read_files(
    files: Mapping[str, Listed], depth: int, seen: dict[str, Seen] | None = None
) -> dict[str, Reading]:
    """Every file by its name, with positions noted `depth` levels down.

    `seen` is what earlier readings in this process have seen, and is brought up to date.
    """
    seen = {} if seen is None else seen
    now = time.time_ns()
    stamps = {name: _stamp(path, now) for name, path in files.items()}
    changed = {
        name: path
        for name, path in files.items()
        if name not in seen or stamps[name] is None or seen[name].stamp != stamps[name]
    }
    for name, reading in _read(changed, depth, seen).items():
        seen[name] = Seen(stamps[name], reading)
    return {name: seen[name].reading for name in files}


def _stamp(path: Listed, now: int) -> Stamp | None:
    """A file's times and size; None when they tell nothing: it changed too shortly before `now`."""
    try:
        found = path.stat()
    except OSError:
        return None
    if found.st_mtime_ns >= now - UNTRUSTED:
        return None
    # The first can be set back, as programs do that restore an older file; the second cannot.
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size)


def _read(files: Mapping[str, Listed], depth: int, seen: Mapping[str, Seen]) -> dict[str, Reading]:
    """Files from their bytes: those seen before, those kept, and those that are new."""
    problems: dict[str, list[Problem]] = {name: [] for name in files}
    found = {
        name: decode.read_bytes(name, Path(path), problems[name]) for name, path in files.items()
    }
    raws = {name: raw for name, raw in found.items() if raw is not None}
    digests = {name: digest(raw, bytes([depth])) for name, raw in raws.items()}
    readings = {
        name: seen[name].reading
        for name, said in digests.items()
        if name in seen and seen[name].reading.digest == said
    }
    kept = {n: t for n in raws if n not in readings and (t := _kept().get(digests[n]))}
    known = readings.keys() | kept.keys()
    new = _read_anew({name: raw for name, raw in raws.items() if name not in known}, depth)
    made = kept | {name: one for name, one in new.items() if isinstance(one, str)}
    for name in new.keys() & made.keys():
        _kept().put(digests[name], made[name])
    readings |= {name: _unpacked(raws[name], text, digests[name]) for name, text in made.items()}
    readings |= {
        name: replace(one, digest=digests[name])
        for name, one in new.items()
        if isinstance(one, Reading)
    }
    return {name: readings.get(name) or Reading(None, problems=problems[name]) for name in files}


def keep() -> None:
    """Keep what was read without fault for the next run."""
    _kept().save()


def forget() -> None:
    """Let go of what is kept for other runs; another reading would read it from there."""
    _kept.cache_clear()


def _read_anew(raws: Mapping[str, bytes], depth: int) -> dict[str, str | Reading]:
    """Files that nothing is kept of: packed when they are without fault, else with their faults."""
    runs = parallel.parts(list(raws.items()))
    done = parallel.together([partial(_read_run, run, depth) for run in runs])
    return {name: one for run in done for name, one in run}


def _read_run(run: Sequence[tuple[str, bytes]], depth: int) -> list[tuple[str, str | Reading]]:
    return [(name, _packed(read_file(name, raw, depth))) for name, raw in run]


def read_file(name: str, raw: bytes, depth: int) -> Reading:
    """The content of one file, and every problem in it."""
    problems: list[Problem] = []
    text, marks, data = decode.decode(name, raw, problems), Marks(), None
    if text is not None:
        data = read_yaml(name, text, problems, marks, depth_noted=depth)
        problems += personal_data(name, text)
    return Reading(text, data, marks, problems)


def _packed(one: Reading) -> str | Reading:
    """A faultless file's content as one line of text."""
    if one.problems or one.text is None:
        return one
    keys, values = list(one.marks.keys.items()), list(one.marks.values.items())
    return orjson.dumps([one.data, keys, values], default=tuple).decode()


def _unpacked(raw: bytes, text: str, named: str) -> Reading:
    data, keys, values = orjson.loads(text)
    marks = Marks(
        {tuple(path): Mark(*mark) for path, mark in keys},
        {tuple(path): (Mark(*first), Mark(*last)) for path, (first, last) in values},
    )
    return Reading(raw.decode("utf-8-sig"), data, marks, (), named)
