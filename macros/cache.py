"""What was made of a file, kept between runs until the file or the program changes.

It lies with the user and not in the project, where a proposal could bring a false one along.
SAMSKABELSE_CACHE names another folder; empty, nothing is kept.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_cache_path

_DIGITS = 32
# Names of files that are no UTF-8 are kept as Python has them.
_ANY_NAME = "surrogatepass"
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
    """Remove what other versions of the program kept of the kind that begins a file's name.

    A name is the kind, the version and whatever tells files apart, with hyphens between.
    """
    kind, version, *_ = kept.stem.split("-")
    for old in kept.parent.glob(f"{kind}-*"):
        if not old.name.startswith(f"{kind}-{version}"):
            old.unlink(missing_ok=True)


class Cache:
    """Texts by digest, in one file for each version of the program that made them."""

    def __init__(self, kind: str, made_by: Iterable[Path]) -> None:
        """Read what is kept of one kind; `made_by` are the program's files it depends on."""
        place = folder()
        version = digest(*(path.read_bytes() for path in made_by))
        self._path = place / f"{kind}-{version}.txt" if place else None
        self._kept = self._read()
        self._used: dict[str, str] = {}
        self._new = False

    def _read(self) -> dict[str, str]:
        try:
            text = self._path.read_text("utf-8", _ANY_NAME) if self._path else ""
        except (OSError, UnicodeDecodeError):
            return {}
        lines = (line.partition(" ") for line in text.split("\n"))
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
        if sum(map(len, self._kept.values())) > MOST:
            self._kept = dict(self._used)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _replace(self._path, "".join(f"{name} {said}\n" for name, said in self._kept.items()))
        except OSError:
            return
        drop_older(self._path)


def _replace(path: Path, text: str) -> None:
    """Write a file so that another run never reads half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "w", encoding="utf-8", errors=_ANY_NAME, newline="\n") as file:
        file.write(text)
    Path(name).replace(path)
