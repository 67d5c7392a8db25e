"""A progress bar for people who wait: only on a terminal, only after a second."""

import sys
import time
from typing import Self, TextIO

_PATIENCE = 1.0  # seconds before the bar shows
_PAUSE = 0.1  # seconds between two drawings
_WIDTH = 30
_CLEAR = "\r\x1b[K"


class Progress:
    """Draws how far a run is; use it as a context, so that the bar is gone at the end."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.shows = self.stream.isatty()
        self.due = time.monotonic() + _PATIENCE
        self.drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.drawn:
            self.stream.write(_CLEAR)
            self.stream.flush()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Draw the bar, when there is somebody to see it and it is time."""
        if not self.shows or time.monotonic() < self.due:
            return
        self.due = time.monotonic() + _PAUSE
        filled = _WIDTH * done // max(total, 1)
        bar = "█" * filled + "░" * (_WIDTH - filled)
        self.stream.write(f"{_CLEAR}{what:<13}{bar} {100 * done // max(total, 1):>3} %")
        self.stream.flush()
        self.drawn = True
