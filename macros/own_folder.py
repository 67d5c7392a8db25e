"""Where a municipality keeps what is its own."""

from pathlib import Path

FOLDER = "kommune"
DATA = f"{FOLDER}/data"
CHANGES = f"{DATA}/changes.yaml"


def new_entries(root: Path) -> str:
    """The folder for new entries: in a municipality's copy what is new is its own."""
    return DATA if (root / FOLDER).is_dir() else "data"
