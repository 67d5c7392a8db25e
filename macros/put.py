"""Files in their places. With tens of thousands of them, pathlib takes longer than writing does."""

import os
from pathlib import Path


def put(folder: Path, place: str, content: str | bytes) -> None:
    """Write a file into a folder, and make the folder of its own if there is none."""
    path = f"{folder}/{place}"
    data = content.encode() if isinstance(content, str) else content
    try:
        _write(path, data)
    except FileNotFoundError:
        os.makedirs(path.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 - see above
        _write(path, data)


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:  # noqa: PTH123 - see above
        file.write(data)
