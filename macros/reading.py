"""What most commands do first: read the data while someone waits, and stop at its errors."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from . import knowledge, verdict
from .knowledge import Knowledge
from .problem import Problem
from .progress import Progress
from .report import as_text

Command = Callable[[argparse.Namespace, Knowledge], int]


def read(root: Path) -> Knowledge:
    """The knowledge under `root`; who waits on a terminal sees how far it is."""
    with Progress() as progress:
        return knowledge.read(root, progress)


def problems(root: Path) -> list[Problem]:
    """All that is wrong under `root`; who waits on a terminal sees how far it is."""
    with Progress() as progress:
        return verdict.problems(root, progress)


def on_sound_data(command: Command) -> Callable[[argparse.Namespace], int]:
    """The command, given the knowledge; where the data has errors they are told, and it is 1."""

    def run(options: argparse.Namespace) -> int:
        found = read(options.root)
        if found.errors:
            tell(found.problems)
            return 1
        return command(options, found)

    return run


def tell(problems: Sequence[Problem]) -> None:
    """Print problems beside what a command gives."""
    print(as_text(problems, colour=colour(sys.stderr)), file=sys.stderr)


def colour(stream: TextIO) -> bool:
    """Whether to write in colour: only on a terminal, and not when NO_COLOR asks for none."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain
