"""Invented publishers in tests/kommuner/, each as a folder that can be built."""

import shutil
from pathlib import Path

import mkdocs
from program import program

ROOT = Path(__file__).parent.parent
PUBLISHERS = ROOT / "tests" / "kommuner"
# A real typeface that is installed anyway, so that the project need not carry one.
FONT = Path(mkdocs.__file__).parent / "themes/readthedocs/css/fonts/Roboto-Slab-Regular.woff2"
# What one changes of the small collection.
CHANGED = """\
changes:
  - id: fp-1
    field: summary
    was: Det nye skal passe *her*.
    now: Det nye skal passe i Æblestad.
    why: Sådan siger vi det.
"""


def folder_of(name: str, target: Path) -> Path:
    """The whole project with an invented publisher's folder as its own."""
    program(target)
    for part in ("data", "docs"):
        shutil.copytree(ROOT / part, target / part)
    shutil.copy(ROOT / "mkdocs.yml", target)
    shutil.copytree(PUBLISHERS / name, target / "kommune")
    if name == "vandhuse":
        shutil.copy(FONT, target / "kommune" / "assets" / "overskrift.woff2")
    return target
