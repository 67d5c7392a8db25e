"""The command `diff`: the data as it was before, and what has changed since."""

import argparse
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from . import change_report
from .changes import changes
from .check import check
from .danish import count
from .excerpt import visible
from .finding import Placed
from .knowledge import Knowledge
from .link import Site, link
from .load import Loaded, load
from .overlay import overlaid
from .own_folder import DATA, FOLDER
from .problem import Problem, errors
from .put import put
from .reading import on_sound_data
from .report import for_stream
from .touched import UnknownChangesError, listed


def _diff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "base",
        metavar="BASE",
        help="det, der sammenlignes med: en gren eller et commit i git, eller en mappe",
    )
    parser.add_argument("--format", choices=change_report.FORMATS, default="text", help="hvordan")
    parser.set_defaults(run=on_sound_data(_diff))


COMMANDS = {"diff": _diff_arguments}


def _diff(options: argparse.Namespace, now: Knowledge) -> int:
    with tempfile.TemporaryDirectory(prefix="samskabelse-") as folder:
        try:
            before = _at(options.root, options.base, Path(folder))
        except UnknownChangesError as why:
            print(
                f"»{visible(options.base)}« kan ikke sammenlignes med: {why}. "
                "Skriv en gren eller et commit i git, eller en mappe med data/.",
                file=sys.stderr,
            )
            return 1
        told = change_report.FORMATS[options.format](changes(before, now.site))
        print(for_stream(told, options.format, sys.stdout))
    return 0


def _at(root: Path, base: str, folder: Path) -> Site:
    """The data as it was: in a folder, or in git at a branch or commit.

    Raises UnknownChangesError.
    """
    if base and (Path(base) / "data").is_dir():
        folder = Path(base)
    else:
        _take_out(root, base, folder)
    loaded = overlaid(load(folder))
    entries, problems = check(loaded)
    if wrong := _losing(loaded, entries, problems):
        said = f"dens data har {count(len(wrong), 'fejl', 'fejl')}, så poster mangler. Den første"
        first = f"{visible(wrong[0].file)}:{wrong[0].line}:{wrong[0].column}"
        raise UnknownChangesError(f"{said} står i {first}")
    if not entries:
        raise UnknownChangesError("der er ingen poster i dens data/")
    return link(entries, loaded.overlay)


def _take_out(root: Path, base: str, folder: Path) -> None:
    """Put the data of a branch or commit into a folder; what is no file in it is passed over."""
    folders = {name.split("/")[0] for name, _ in listed(root, base, "data", FOLDER)}
    if "data" not in folders:
        raise UnknownChangesError("der er ingen poster i dens data/")
    command = ["git", "-C", str(root), "archive", "--format=tar", base, "--", *sorted(folders)]
    done = subprocess.run(command, check=False, capture_output=True)
    if done.returncode:
        raise UnknownChangesError("git svarer ikke")
    with tarfile.open(fileobj=BytesIO(done.stdout)) as tar:
        # A link could lead out of the folder; git packs no name that does.
        for one in tar:
            if one.isreg() and (file := tar.extractfile(one)):
                put(folder, one.name, file.read())


def _losing(
    loaded: Loaded, entries: Sequence[Placed], problems: Sequence[Problem]
) -> list[Problem]:
    """The errors in data, where entries are lost by them; those of other rules lose none."""
    wrong = _in_data(problems)
    unread = [one for one in _in_data(loaded.problems) if one.rule != "personal"]
    twice = [one for one in wrong if one.rule == "duplicate-id"]
    return wrong if unread or twice or len(entries) < len(loaded.entries) else []


def _in_data(problems: Sequence[Problem]) -> list[Problem]:
    return [one for one in errors(list(problems)) if one.file.startswith(("data/", f"{DATA}/"))]
