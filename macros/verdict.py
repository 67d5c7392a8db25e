"""What was found in the very same files the last time, so that asking again costs little.

Only what stops no build is kept, so that whatever is wrong is always found anew. Nothing is
kept of data that lies behind a link to a folder, where nobody would look for what has changed.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

from .cache import Cache, digest
from .own_folder import FOLDER
from .problem import Problem, Tell, errors, silent

# All that a check looks at, the program itself left out.
LOOKED_AT = ("data", "docs", FOLDER)
# What stands for a folder that lies elsewhere: nothing is kept of it.
NOT_LOOKED_INTO = b"a link to a folder"


Find = Callable[[Path, Tell], list[Problem]]


def problems(root: Path, find: Find, tell: Tell = silent) -> list[Problem]:
    """Every problem under `root`, as `find` finds them; `tell` hears how far it is."""
    contents = [*contents_of(root)]
    name = digest(*contents)
    kept = _kept().get(name)
    if kept is not None:
        return [Problem(**one) for one in json.loads(kept)]
    found = find(root, tell)
    if not errors(found) and NOT_LOOKED_INTO not in contents:
        _kept().put(name, json.dumps([asdict(one) for one in found], ensure_ascii=False))
        _kept().save()
    return found


@cache
def _kept() -> Cache:
    return Cache("verdict", program())


def program() -> list[Path]:
    """The files that say what is right; a municipality's templates are held against ours."""
    folder = Path(__file__).parent
    return sorted([*folder.glob("*.py"), *folder.glob("templates/*.html")])


def contents_of(root: Path, looked_at: Iterable[str] = LOOKED_AT) -> Iterator[bytes]:
    """The name of all that is looked at in these folders and beside them, and what is in it."""
    # Data may lie beside the folders that are read, which is told of.
    for path in sorted(root.glob("[!.]*")):
        yield os.fsencode(path.name)
        if path.suffix in (".yaml", ".yml"):
            yield from _content(path)
        elif path.name not in LOOKED_AT and path.is_dir():
            yield from (os.fsencode(one.name) for one in sorted(path.glob("*.y*ml")))
    # Pages name the theme's files.
    yield from (os.fsencode(one.name) for one in sorted(root.glob("theme/assets/*")))
    unreadable: list[OSError] = []
    for top in looked_at:
        yield b"link" if (root / top).is_symlink() else b"other"
        for folder, folders, names in os.walk(root / top, onerror=unreadable.append):
            folders.sort()
            yield folder.removeprefix(str(root)).encode("utf-8", "surrogateescape")
            for name in sorted([*names, *folders]):
                yield name.encode("utf-8", "surrogateescape")
                yield from _content(Path(folder, name))
    yield from (str(error.errno).encode() for error in unreadable)


def _content(path: Path) -> Iterator[bytes]:
    """What sort of file it is, and what is in it, or why it cannot be read."""
    try:
        yield b"link" if path.is_symlink() else b"file" if path.is_file() else b"other"
        if path.is_file():
            yield path.read_bytes()
        elif path.is_symlink() and path.is_dir():
            yield NOT_LOOKED_INTO
    except OSError as error:
        yield str(error).encode("utf-8", "surrogateescape")
