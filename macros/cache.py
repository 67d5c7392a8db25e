"""What was made of a file, kept between runs until the file or the program changes.

It lies with the user and not in the project, where a proposal could bring a false one along.
SAMSKABELSE_CACHE names another folder; empty, nothing is kept.
"""

import hashlib
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

_DIGITS = 32
# What is read and found depends on these too, known by how their folders begin: to ask each for
# its version takes longer than to answer of files that were read before.
_READERS = (
    "pyyaml-", "pydantic-", "pydantic_core-", "markdown-", "markdown_it_py-", "pymdown_extensions-",
    "jinja2-", "orjson-", "tinycss2-", "typst-", "mkdocs_material-",
)  # fmt: skip
# Names of files that are no UTF-8 are kept as Python has them.
_ANY_NAME = "surrogatepass"
VERSIONS = 3  # of the program whose files are kept
MOST = 100_000_000  # letters kept of one kind; ten thousand cases take a fifth of it


def digest(*contents: bytes) -> str:
    """The name that content is kept under."""
    whole = hashlib.sha256()
    for content in contents:
        whole.update(len(content).to_bytes(8) + content)
    return whole.hexdigest()[:_DIGITS]


def folder() -> Path | None:
    """Where things are kept between runs; None when nothing is."""
    named = os.environ.get("SAMSKABELSE_CACHE")
    return user_cache_path("samskabelse") if named is None else Path(named) if named else None


def drop_older(kept: Path) -> None:
    """Remove what versions of the program kept of the kind that begins a file's name, but for few.

    The version of the file `kept` stays, and those written last: more than one edition of a site
    may be made on a machine, each by its own version. A name is the kind, the version and whatever
    tells files apart, with hyphens between.
    """
    kind, version, *_ = kept.stem.split("-")
    others: defaultdict[str, list[Path]] = defaultdict(list)
    for one in kept.parent.glob(f"{kind}-*"):
        others[one.name[len(kind) + 1 :][:_DIGITS]].append(one)
    others.pop(version, None)
    for old in sorted(others.values(), key=_written)[: -(VERSIONS - 1)]:
        for one in old:
            with suppress(OSError):  # a folder, or gone by now
                one.unlink()


def _written(files: Iterable[Path]) -> float:
    """When the last of some files was written; 0 when they are gone by now."""
    times = [0.0]
    for one in files:
        with suppress(OSError):
            times.append(one.stat().st_mtime)
    return max(times)


def _installed() -> Iterator[bytes]:
    """The versions of Python and of what else reads the data."""
    yield sys.version.encode()
    for folder in sys.path:
        with suppress(OSError):
            for path in sorted(Path(folder).glob("*-info")):
                if path.name.lower().startswith(_READERS):
                    yield os.fsencode(path.name)


class Cache:
    """Texts by digest, in one file for each version of the program that made them."""

    def __init__(self, kind: str, made_by: Iterable[Path], most: int = MOST) -> None:
        """Read what is kept of one kind; `made_by` are the program's files it depends on.

        `most` is how many letters of it may be kept, besides what one run uses.
        """
        place = folder()
        version = digest(*(path.read_bytes() for path in made_by), *_installed())
        self._path = place / f"{kind}-{version}.txt" if place else None
        self._kept = self._read()
        self._used: dict[str, str] = {}
        self._new = False
        self._most = most

    def _read(self) -> dict[str, str]:
        """What is kept; nothing of a file that is not as it was written, such as half of one."""
        try:
            named, _, kept = self._path.read_bytes().partition(b"\n") if self._path else (b"",) * 3
        except OSError:
            return {}
        if named != digest(kept).encode():
            return {}
        lines = (line.partition(" ") for line in kept.decode("utf-8", _ANY_NAME).split("\n"))
        return {name: said for name, space, said in lines if space}

    def get(self, name: str) -> str | None:
        """What is kept under a digest."""
        found = self._kept.get(name)
        if found is not None:
            self._used[name] = found
        return found

    def put(self, name: str, text: str) -> None:
        """Keep one line of text under a digest."""
        self._kept[name] = self._used[name] = text
        self._new = True

    def save(self) -> None:
        """Write what is new; a folder that cannot be written keeps nothing.

        When it all grows too large, only what this run has used stays.
        """
        if not self._path or not self._new:
            return
        self._new = False
        if sum(map(len, self._kept.values())) > self._most:
            self._kept = dict(self._used)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            kept = "".join(f"{name} {said}\n" for name, said in self._kept.items())
            _replace(self._path, kept.encode("utf-8", _ANY_NAME))
        except OSError:
            return
        drop_older(self._path)


def _replace(path: Path, kept: bytes) -> None:
    """Write a file, with its digest first, so that another run never reads half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b"%b\n%b" % (digest(kept).encode(), kept))
        Path(name).replace(path)
    except BaseException:  # also when it is interrupted
        Path(name).unlink()
        raise
