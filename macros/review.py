"""What is said of a proposed change: the checker's findings, what it means and the difference.

The folder it reads was made by a job that ran the proposal's own code, so everything in
it is hostile until its shape is known. Needs only Python itself: the job that comments
has rights, and installs and runs nothing of the proposal.
"""

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import quoted

MARK = "<!-- samskabelse: tjek -->"  # by this the job finds its own comment again
_NUMBER = re.compile(r"[1-9][0-9]{0,8}\n?")
_SIZES = {
    "number": 12, "problems.json": 2_000_000, "meaning.txt": 30_000, "diff.txt": 60_000,
}  # fmt: skip
_SHOWN = 30  # findings; the rest is counted


class MalformedError(ValueError):
    """A folder that is not what the checking job writes."""


def comment(folder: Path) -> tuple[int, str]:
    """The number of the proposal and the comment on it; `MalformedError` when anything is off."""
    names = {path.name for path in folder.iterdir()}
    if names != set(_SIZES):
        raise MalformedError(f"unexpected files: {len(names)}")
    texts = {name: _text(folder / name, size) for name, size in _SIZES.items()}
    if not _NUMBER.fullmatch(texts["number"]):
        raise MalformedError("the number is no number")
    parts = [
        MARK,
        *_findings(_rows(texts["problems.json"])),
        *_folded("Hvad ændringen betyder", texts["meaning.txt"], "text"),
        *_folded("Forskellen i data og sider", texts["diff.txt"], "diff"),
    ]
    return int(texts["number"]), "\n\n".join(parts) + "\n"


def _text(path: Path, limit: int) -> str:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > limit:
        raise MalformedError(f"not a small file: {path.name}")
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedError(f"not UTF-8: {path.name}") from None


def _rows(text: str) -> list[dict[str, Any]]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise MalformedError("not JSON") from None
    if not isinstance(rows, list) or not all(map(_is_finding, rows)):
        raise MalformedError("not a list of findings")
    return rows


def _is_finding(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and all(isinstance(row.get(key), str) for key in ("file", "message", "hint"))
        and isinstance(row.get("line"), int)
        and row.get("severity") in ("error", "warning")
    )


def _findings(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return ["**Ingen fejl i data.** Tak. En redaktør læser forslaget."]
    wrong = sum(row["severity"] == "error" for row in rows)
    warned = len(rows) - wrong
    said = f"{wrong} fejl og {warned} {'advarsel' if warned == 1 else 'advarsler'}"
    lines = [f"**{said} i data.**", ""]
    for row in rows[:_SHOWN]:
        place = quoted.inline(f"{row['file']}:{row['line']}", 200)
        lines.append(f"- {place} {quoted.inline(row['message'])} {quoted.inline(row['hint'])}")
    if len(rows) > _SHOWN:
        lines.append(f"- og {len(rows) - _SHOWN} mere")
    return ["\n".join(lines)]


def _folded(title: str, text: str, language: str) -> list[str]:
    """A text to fold out, quoted as it is; nothing when there is none."""
    if not text.strip():
        return []
    return [
        f"<details><summary>{title}</summary>",
        quoted.block(text, language),
        "</details>",
    ]


def main(arguments: Sequence[str]) -> int:
    """Read the folder named first; write `number` and `comment.md` to the one named next."""
    source, target = map(Path, arguments)
    try:
        number, text = comment(source)
    except MalformedError as error:
        sys.stderr.write(f"The artefact is not what the check writes: {error}\n")
        return 1
    target.mkdir(parents=True, exist_ok=True)
    (target / "number").write_text(f"{number}\n", "utf-8")
    (target / "comment.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
