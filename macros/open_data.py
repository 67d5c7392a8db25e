"""The commands for open data: `export` and `harvest`."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from mkdocs.config import load_config

from . import export, knowledge
from .danish import count
from .published import about
from .report import FORMATS


def add_commands(commands: Any) -> None:
    """Add this module's commands to the command line's."""
    made = commands.add_parser("export", help="skriv de åbne data, uden siderne")
    made.add_argument("folder", type=Path, metavar="mappe", help="hvor de lægges")
    made.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    found = knowledge.read(options.root)
    if found.errors:
        print(FORMATS["text"](found.problems), file=sys.stderr)
        return 1
    config = load_config(str(options.root / "mkdocs.yml"))
    written = export.write(options.folder, found.site, about(config, os.environ))
    print(f"{count(written, 'fil', 'filer')} i {options.folder}.")
    return 0
