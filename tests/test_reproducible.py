"""The same content gives the same site, byte for byte, wherever and however it is built."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

# What a site is made of.
PARTS = ("data", "docs", "macros", "theme", "mkdocs.yml")
AT_LEAST = 3000  # files


def _build(folder: Path, **given: str) -> dict[str, bytes]:
    """A copy of the project in a folder of its own, built in a process of its own."""
    project, site = folder / "project", folder / "site"
    project.mkdir(parents=True)
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, project / name)
    command = [sys.executable, "-m", "macros", "build", "--site-dir", str(site)]
    environment = {**os.environ, "SAMSKABELSE_CACHE": "", **given}
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
def test_two_builds_are_equal_byte_for_byte(tmp_path: Path) -> None:
    """Another folder, time zone, locale, hash seed and number of cores."""
    one = _build(
        tmp_path / "et-sted", TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="1",
        SAMSKABELSE_CORES="1",
    )  # fmt: skip
    other = _build(
        tmp_path / "et andet sted", TZ="America/Nuuk", LC_ALL="C.UTF-8", PYTHONHASHSEED="7",
        SAMSKABELSE_CORES="3",
    )  # fmt: skip
    assert len(one) > AT_LEAST
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
