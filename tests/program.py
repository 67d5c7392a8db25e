"""The program in a project that a test makes."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent


def program(target: Path) -> Path:
    """Give a folder what every project has besides its content, and give it back.

    The program is a link to the real one, so that what runs there is measured as part of it.
    """
    target.mkdir(parents=True, exist_ok=True)
    (target / "macros").symlink_to(ROOT / "macros")
    shutil.copytree(ROOT / "theme", target / "theme")
    return target
