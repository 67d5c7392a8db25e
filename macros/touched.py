"""What git remembers: which files a change touches, and how they were before."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

_PATIENCE = 20  # seconds


class UnknownChangesError(Exception):
    """Git cannot say what has changed; the text says why, in Danish."""


def changed_files(root: Path, base: str) -> set[str]:
    """The files under `root` that differ from `base` (a branch or commit), as problems name them.

    New files that git does not follow yet count too. Raises `UnknownChangesError`.
    """
    differing = _git(root, "diff", "--name-only", "-z", "--relative", "--end-of-options", base)
    fresh = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return {name for name in (differing + fresh).split("\0") if name}


def is_whole(root: Path) -> bool:
    """Whether the whole history is here, and not only the end of it."""
    return _git(root, "rev-parse", "--is-shallow-repository").strip() == "false"


def history(root: Path, *folders: str) -> Iterator[tuple[str, str]]:
    """The commits on the way here that changed the folders, newest first, each with its day.

    It is the day in UTC, as that of today is, and not where whoever committed was.
    """
    said = _git(root, "log", "--first-parent", "--format=%H %ct", "--", *folders)
    for line in said.splitlines():
        commit, seconds = line.split()
        yield commit, datetime.fromtimestamp(int(seconds), UTC).date().isoformat()


def listed(root: Path, commit: str, *folders: str) -> Iterator[tuple[str, str]]:
    """The YAML files in the folders at a commit: each path, and what names its text."""
    for line in _git(root, "ls-tree", "-r", "-z", commit, "--", *folders).split("\0"):
        about, _, name = line.partition("\t")
        if name.endswith(".yaml"):
            yield name, about.split()[2]


def text_at(root: Path, blob: str) -> str:
    """The text that `listed` named."""
    return _git(root, "cat-file", "blob", blob)


def _git(root: Path, *arguments: str) -> str:
    program = shutil.which("git")
    if program is None:
        raise UnknownChangesError("git er ikke installeret")
    command = [program, "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - no shell, and `base` cannot be an option
    except (OSError, subprocess.TimeoutExpired):
        raise UnknownChangesError("git svarer ikke") from None
    if done.returncode:
        where = (
            "der er intet git her" if b"not a git repo" in done.stderr else "git kender den ikke"
        )
        raise UnknownChangesError(where)
    return done.stdout.decode("utf-8", "replace")
