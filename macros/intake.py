"""Data files to plain data: on all cores, and from what is kept of an earlier run.

Only files without a fault are kept, so that whatever is wrong is always found anew.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from . import decode, parallel, personal, read, syntax
from .cache import Cache, digest
from .personal import personal_data
from .problem import Problem
from .read import Mark, Marks, read_yaml

# A file of entries is noted down to each entry; a file that is an entry, where it begins.
COLLECTION_DEPTH, ENTRY_DEPTH = 2, 0


@dataclass(frozen=True)
class Reading:
    """What one file holds. `text` is None when it is none; `marks` are the uppermost alone."""

    text: str | None
    data: Any = None
    marks: Marks = field(default_factory=Marks)
    problems: Sequence[Problem] = ()


@cache
def _kept() -> Cache:
    modules = (decode, personal, read, syntax)
    return Cache("files", [Path(__file__), *(Path(str(one.__file__)) for one in modules)])


def read_files(files: Mapping[str, Path], depth: int) -> dict[str, Reading]:
    """Every file by its name, with positions noted `depth` levels down."""
    problems: dict[str, list[Problem]] = {name: [] for name in files}
    found = {name: decode.read_bytes(name, path, problems[name]) for name, path in files.items()}
    raws = {name: raw for name, raw in found.items() if raw is not None}
    digests = {name: digest(raw, bytes([depth])) for name, raw in raws.items()}
    kept = {name: text for name in raws if (text := _kept().get(digests[name]))}
    new = _read_anew({name: raw for name, raw in raws.items() if name not in kept}, depth)
    made = kept | {name: one for name, one in new.items() if isinstance(one, str)}
    for name in new.keys() & made.keys():
        _kept().put(digests[name], made[name])
    readings = {name: _unpacked(raws[name], text) for name, text in made.items()}
    readings |= {name: one for name, one in new.items() if isinstance(one, Reading)}
    return {
        name: readings.get(name) or Reading(None, None, Marks(), problems[name]) for name in files
    }


def keep() -> None:
    """Keep what was read without fault for the next run."""
    _kept().save()


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
    return json.dumps([one.data, keys, values], ensure_ascii=False, separators=(",", ":"))


def _unpacked(raw: bytes, text: str) -> Reading:
    data, keys, values = json.loads(text)
    marks = Marks(
        {tuple(path): Mark(*mark) for path, mark in keys},
        {tuple(path): (Mark(*first), Mark(*last)) for path, (first, last) in values},
    )
    return Reading(raw.decode("utf-8-sig"), data, marks)
