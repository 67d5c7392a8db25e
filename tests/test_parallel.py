"""Work on all cores gives what it gives on one, and tells of what goes wrong in a copy."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from macros import parallel

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a build: the threads of what runs the tests hold nothing that a copy needs."""
    monkeypatch.setenv("SAMSKABELSE_CORES", "2")
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fail() -> None:
    raise LookupError("her")


def test_the_work_is_done_by_copies_and_given_in_order() -> None:
    works: list[Callable[[], object]] = [os.getpid, partial(pow, 2, 3), os.getpid]
    first, second, third = parallel.together(works)
    assert second == 8
    assert os.getpid() not in (first, third)


def test_what_a_copy_raises_is_raised() -> None:
    with pytest.raises(LookupError, match="her"):
        parallel.together([_fail, os.getpid])
    with pytest.raises(LookupError, match="her"), parallel.beside(_fail):
        pass


def test_a_copy_that_is_killed_is_told_of_in_words() -> None:
    """When memory runs out, the system ends a process without a word."""
    with pytest.raises(ChildProcessError, match="blev afbrudt"), parallel.beside(_end):
        pass
    with pytest.raises(ChildProcessError, match="blev afbrudt"):
        parallel.together([os.getpid, _end, os.getpid])


_INTERRUPTED = """
import os, signal, time
from macros import parallel

def late():
    time.sleep(0.5)
    os.write(1, b"gjort\\n")

os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    {work}
except KeyboardInterrupt:
    print("afbrudt")
"""


@pytest.mark.parametrize(
    ("work", "most"),
    [("parallel.together([late] * 40)", 6), ("with parallel.beside(late): pass", 0)],
)
def test_an_interruption_while_copies_are_made_ends_them_too(work: str, most: int) -> None:
    """What copies have begun is done or dropped before the build clears up after them."""
    script = _INTERRUPTED.format(work=work)
    ran = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
    )
    *done, last = ran.stdout.splitlines()
    assert (last, ran.stderr) == ("afbrudt", "")
    assert set(done) <= {"gjort"}
    assert len(done) <= most


# Ctrl-C ends the copies a moment before this process hears of it.
AT_LAST = """
import os, signal
from macros import parallel

def end():
    os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
signal.setitimer(signal.ITIMER_REAL, 0.3)
try:
    {work}
except KeyboardInterrupt:
    print("afbrudt")
"""


@pytest.mark.parametrize(
    "work", ["parallel.together([end] * 4)", "with parallel.beside(end): pass"]
)
def test_copies_that_an_interruption_ends_first_are_not_told_of_as_killed(work: str) -> None:
    command = [sys.executable, "-c", AT_LAST.format(work=work)]
    ran = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert (ran.stdout, ran.stderr) == ("afbrudt\n", "")


# Begun by no copy of the first process, as it is for one whose first was killed at once.
ORPHAN = """
from macros import parallel
parallel._FIRST = -1
parallel._die_with_parent()
print("lever")
"""


def test_a_copy_whose_first_was_killed_before_it_had_begun_ends() -> None:
    done = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, b"")


def test_work_beside_is_done_when_the_block_has_ended(tmp_path: Path) -> None:
    with parallel.beside(partial((tmp_path / "her").write_text, "x")):
        pass
    assert (tmp_path / "her").read_text("utf-8") == "x"
