"""Which files a change touches, asked of git."""

import shutil
import subprocess
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
