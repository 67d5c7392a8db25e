"""The command line: `samskabelse check`, `build`, `serve`, and those for editing."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from .reasons import reason
from .settings import SettingsError
from .usage import Parser

# The commands in the order of the help: where each is, and what it does. All that they need
# takes a second to load, so it is loaded for the one that is asked for.
COMMANDS = {
    "check": ("checking", "find alle fejl i data"),
    "build": ("building", "tjek og byg sitet"),
    "serve": ("building", "se sitet, mens du skriver"),
    "report": ("building", "tal på indhold, sikkerhed og læsbarhed"),
    "new": ("editing", "lav en ny post i en fil for sig"),
    "fix": ("editing", "skriv data i den faste form: orden, citationstegn, linjer"),
    "edit": ("editing", "redigér data i en formular i browseren"),
    "diff": ("comparing", "sig, hvad en ændring betyder"),
    "date": ("editing", "skriv, hvornår posternes tekst sidst blev ændret, efter gits historik"),
    "migrate": ("editing", "bring data fra en ældre udgave i dagens form"),
    "schema": ("editing", "skriv JSON Schema til editorer, lavet af felttabellen"),
    "brand": ("brand_commands", "hvem der udgiver sitet, og hvordan det ser ud"),
    "forms": ("forge", "lav formularerne til GitHub og GitLab"),
    "issue": ("forge", "gør en udfyldt formular til en datafil"),
    "links": ("forge", "se, hvilke af kildernes adresser der svarer"),
    "sbom": ("forge", "de pakker, projektet bygger på, og deres licenser"),
    "export": ("open_data", "skriv de åbne data, uden siderne"),
    "harvest": ("open_data", "hent andre sites' cases til gennemlæsning"),
    "upload": ("hosting", "læg det byggede site i et objektlager (S3)"),
}


class _Command(Parser):
    """One command, which says what it takes when it is asked for."""

    name = ""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What the command was given; its module is loaded for that."""
        module = import_module(f"{__package__}.{COMMANDS[self.name][0]}")
        module.COMMANDS[self.name](self)
        return super().parse_known_args(args, namespace)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 when all is well, 1 for problems, 2 for wrong use."""
    _let_all_signs_through()
    try:
        return _run(_parser().parse_args(arguments))
    except (SettingsError, ChildProcessError) as error:
        print(f"samskabelse: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("samskabelse: afbrudt.", file=sys.stderr)
        return 130  # as shells have it
    except BrokenPipeError:
        # Whoever read the output had enough of it, as `head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(options: argparse.Namespace) -> int:
    """Run a command, and say in words why the system stops it."""
    try:
        if not (options.root / "mkdocs.yml").is_file():
            print(f"samskabelse: her er ingen mkdocs.yml: {options.root}", file=sys.stderr)
            return 2
        done: int = options.run(options)
        sys.stdout.flush()
    except (BrokenPipeError, ChildProcessError):
        raise
    except (OSError, OverflowError, UnicodeError) as error:
        said = f"samskabelse: {options.command} kunne ikke gøres færdig: {reason(error)}"
        print(said, file=sys.stderr)
        return 1
    return done


def _let_all_signs_through() -> None:
    """Write out by number what a terminal has no sign for, and read what is no text as such."""
    for stream, errors in (
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
        (sys.stdin, "surrogateescape"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _parser() -> Parser:
    parser = Parser(prog="samskabelse", description="Tjek, byg og se videnssitet om samskabelse.")
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(),
        metavar="MAPPE",
        help="mappen med mkdocs.yml og data/ (her: .)",
    )
    commands = parser.add_subparsers(
        required=True, dest="command", metavar="kommando", parser_class=_Command
    )
    for name, (_, said) in COMMANDS.items():
        commands.add_parser(name, help=said).name = name
    return parser
