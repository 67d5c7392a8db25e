"""Files in their places. With tens of thousands of them, pathlib takes longer than writing does."""

import os
from pathlib import Path

_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def put(folder: Path, place: str, content: str | bytes) -> None:
    """Write a file into a folder, and make the folder of its own if there is none.

    Raises OSError when not all of it can be written.
    """
    path = f"{folder}/{place}"
    data = content.encode() if isinstance(content, str) else content
    try:
        _write(path, data)
    except FileNotFoundError:
        _make_folder(path.rpartition("/")[0])
        _write(path, data)


def _write(path: str, data: bytes) -> None:
    file = os.open(path, _ANEW, 0o666)
    try:
        done = os.write(file, data)
        # On a disk that gets full, what there was room for is written, and nothing is said of it.
        while done < len(data):
            done += os.write(file, data[done:])
    finally:
        os.close(file)


def _make_folder(path: str) -> None:
    """Make a folder; mostly, what it is to stand in is there."""
    try:
        os.mkdir(path)  # noqa: PTH102 - see above
    except (FileNotFoundError, FileExistsError):
        os.makedirs(path, exist_ok=True)  # noqa: PTH103 - see above
