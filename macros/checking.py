"""The command that finds all that is wrong: `check`."""

import argparse
import sys
from pathlib import Path

from . import verdict
from .problem import Problem, Tell, errors
from .progress import Progress
from .report import FORMATS, as_text, for_stream, in_colour, in_order
from .touched import UnknownChangesError, changed_files


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="text", help="hvordan de vises")
    parser.add_argument(
        "--changed", metavar="BASE",
        help="vis fejl i filer, der er ændret siden BASE (en gren eller et commit), først",
    )  # fmt: skip
    parser.set_defaults(run=_check)


COMMANDS = {"check": _check_arguments}


def _check(options: argparse.Namespace) -> int:
    with Progress() as progress:
        found = verdict.problems(options.root, _found_anew, progress)
    shown = in_order(found, _changed(options.root, options.changed))
    if options.format == "text":
        print(as_text(shown, colour=in_colour(sys.stdout)))
        if errors(found) and _is_older(options.root):
            print("Nogle data er i en ældre form. Kør »samskabelse migrate«, og tjek igen.")
    else:
        print(for_stream(FORMATS[options.format](shown), options.format, sys.stdout))
    return 1 if errors(found) else 0


# What reads the data takes longer to load than the answer about files that were read before.
def _found_anew(root: Path, tell: Tell) -> list[Problem]:
    from . import knowledge, page_check  # noqa: PLC0415

    return page_check.problems(root, knowledge.read(root, tell))


def _is_older(root: Path) -> bool:
    from . import migrate  # noqa: PLC0415

    return any(migrate.pending(root))


def _changed(root: Path, base: str | None) -> set[str]:
    """The files that changed since `base`; none, and a word why, when git cannot tell."""
    if base is None:
        return set()
    try:
        return changed_files(root, base)
    except UnknownChangesError as why:
        said = f"Kan ikke se, hvad der er ændret siden »{base}«: {why}. Fejlene står efter fil."
        print(said, file=sys.stderr)
        return set()
