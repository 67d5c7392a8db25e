"""What most commands do first: read the data while someone waits, and stop at its errors."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import knowledge
from .knowledge import Knowledge
from .problem import Problem
from .progress import Progress
from .report import as_text, in_colour

Command = Callable[[argparse.Namespace, Knowledge], int]


def read(root: Path) -> Knowledge:
    """The knowledge under `root`; who waits on a terminal sees how far it is."""
    with Progress() as progress:
        return knowledge.read(root, progress)


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
    print(as_text(problems, colour=in_colour(sys.stderr)), file=sys.stderr)
