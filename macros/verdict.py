"""What was found in the very same files the last time, so that asking again costs little.

Only what stops no build is kept, so that whatever is wrong is always found anew.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

from .cache import Cache, digest
from .own_folder import FOLDER
from .problem import Problem, Tell, errors, silent

# All that a check looks at, the program itself left out.
_LOOKED_AT = ("data", "docs", FOLDER)


Find = Callable[[Path, Tell], list[Problem]]


def problems(root: Path, find: Find, tell: Tell = silent) -> list[Problem]:
    """Every problem under `root`, as `find` finds them; `tell` hears how far it is."""
    name = digest(*_contents(root))
    kept = _kept().get(name)
    if kept is not None:
        return [Problem(**one) for one in json.loads(kept)]
    found = find(root, tell)
    if not errors(found):
        _kept().put(name, json.dumps([asdict(one) for one in found], ensure_ascii=False))
        _kept().save()
    return found


@cache
def _kept() -> Cache:
    return Cache("verdict", sorted(Path(__file__).parent.glob("*.py")))


def _contents(root: Path) -> Iterator[bytes]:
    """The name of every file that is looked at, and what is in it."""
    for top in _LOOKED_AT:
        for folder, folders, names in os.walk(root / top):
            folders.sort()
            yield folder.removeprefix(str(root)).encode("utf-8", "surrogateescape")
            for name in sorted(names):
                yield name.encode("utf-8", "surrogateescape")
                yield from _content(Path(folder, name))


def _content(path: Path) -> Iterator[bytes]:
    """What sort of file it is, and what is in it, or why it cannot be read."""
    try:
        yield b"link" if path.is_symlink() else b"file" if path.is_file() else b"other"
        yield path.read_bytes() if path.is_file() else b""
    except OSError as error:
        yield str(error).encode()
