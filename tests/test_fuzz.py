"""Whatever a file holds, reading it ends in problems and nothing else."""

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent


def test_broken_files_bring_nothing_down() -> None:
    """In a process of its own with bounded memory and time; `make fuzz` does many more."""
    command = [sys.executable, str(TESTS / "fuzz.py"), "1", "150"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "150 files from seed 1" in done.stdout
    assert "'fixed'" in done.stdout
