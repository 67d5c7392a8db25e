"""Files in their places. With tens of thousands of them, pathlib takes longer than writing does."""

import os
from pathlib import Path


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
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123 - see above
        left = memoryview(data)
        # On a disk that gets full, what there was room for is written, and nothing is said of it.
        while left:
            left = left[file.write(left) :]


def _make_folder(path: str) -> None:
    """Make a folder; mostly, what it is to stand in is there."""
    try:
        os.mkdir(path)  # noqa: PTH102 - see above
    except (FileNotFoundError, FileExistsError):
        os.makedirs(path, exist_ok=True)  # noqa: PTH103 - see above
