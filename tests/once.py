"""What is costly to make is made once for all the processes that test."""

import time
from collections.abc import Callable
from pathlib import Path

# A whole build on a busy machine takes minutes; longer than this, something hangs.
PATIENCE = 600


def once(target: Path, make: Callable[[Path], object]) -> Path:
    """A folder made by the first process that asks; the others wait until it is there.

    `make` writes into a folder beside it, so that a half-made one is never used.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    half, failed = (
        target.with_name(f"{target.name}.half"),
        target.with_name(f"{target.name}.failed"),
    )
    try:
        target.with_name(f"{target.name}.taken").mkdir()
    except FileExistsError:
        _wait(target, failed)
        return target
    try:
        make(half)
        half.rename(target)
    except BaseException:
        failed.touch()
        raise
    return target


def _wait(target: Path, failed: Path) -> None:
    given_up = time.monotonic() + PATIENCE
    while not target.exists():
        assert not failed.exists(), f"{target.name} could not be made; see the other failure"
        assert time.monotonic() < given_up, f"{target.name} was never made"
        time.sleep(0.1)
