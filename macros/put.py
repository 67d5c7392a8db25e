"""Files in their places. Most folders are there already, so none is asked for before."""

from pathlib import Path


def put(path: Path, content: str | bytes) -> None:
    """Write a file, and make its folder if there is none."""
    data = content.encode() if isinstance(content, str) else content
    try:
        _write(path, data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, data)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb", buffering=0) as file:
        file.write(data)
