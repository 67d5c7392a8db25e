"""How long each part of a build takes, for those who want to know where the time goes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

_seconds: dict[str, float] = {}


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Count the time of a block to a part of the build."""
    started = time.perf_counter()
    try:
        yield
    finally:
        _seconds[name] = _seconds.get(name, 0) + time.perf_counter() - started


def taken() -> dict[str, float]:
    """Seconds by part, since this was last asked."""
    told = dict(_seconds)
    _seconds.clear()
    return told
