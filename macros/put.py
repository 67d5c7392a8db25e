"""Files in their places. Most folders are there already, so none is asked for before."""

from pathlib import Path


def put(folder: Path, place: str, content: str | bytes) -> None:
    """Write a file into a folder, and make the folder of its own if there is none."""
    # With many files, paths of pathlib take longer than writing does.
    path = f"{folder}/{place}"
    data = content.encode() if isinstance(content, str) else content
    try:
        _write(path, data)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        _write(path, data)


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:  # noqa: PTH123 - see above
        file.write(data)
