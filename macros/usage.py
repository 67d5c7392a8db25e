"""The command line's help, and what it says of wrong use, in Danish."""

import argparse
import re
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from .danish import did_you_mean, join
from .excerpt import visible


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "brug: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that speaks Danish."""

    def __init__(self, **settings: Any) -> None:
        """Like any parser, but for its words."""
        super().__init__(**{"formatter_class": _Formatter, "add_help": False, **settings})
        self._positionals.title, self._optionals.title = "skrives efter", "valg"
        self.add_argument(
            "-h", "--help", action="help", default=argparse.SUPPRESS, help="vis denne hjælp"
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with what was written, and end with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {visible(in_danish(message))}\n")


def in_danish(message: str) -> str:
    """What the parser says of wrong use; its own words where we have none."""
    for said, danish in _SAID:
        if match := re.fullmatch(said, message, re.DOTALL):
            return danish(*match.groups())
    return message


def _no_choice(given: str, choices: str) -> str:
    known = [one.strip().strip("'") for one in choices.split(",")]
    way_out = did_you_mean(given, known) or f"Vælg mellem {join(known)}."
    return f"»{given}« kendes ikke. {way_out}"


_SAID: tuple[tuple[str, Callable[..., str]], ...] = (
    (r"the following arguments are required: (.+)",
     lambda names: f"Her mangler: {names}. Se med --help, hvad der skal stå."),
    (r"argument [^:]+: invalid choice: '(.*?)'(?:, maybe .*)? \(choose from (.+)\)", _no_choice),
    (r"argument ([^:]+): expected one argument",
     lambda name: f"Efter {name} skal der stå en værdi."),
    (r"argument ([^:]+): invalid int value: '(.*)'",
     lambda name, given: f"{name} skal være et helt tal, men er »{given}«. Skriv det med cifre."),
    (r"argument ([^:]+): ignored explicit argument '(.*)'",
     lambda name, given: f"{name} skal ikke have en værdi, men har »{given}«. Slet den."),
    (r"ambiguous option: (\S+) could match (.+)",
     lambda given, names: f"»{given}« kan være {names}. Skriv den helt ud."),
    (r"unrecognized arguments: (.+)",
     lambda given: f"»{given}« kendes ikke her. Se med --help, hvad der kan stå."),
)  # fmt: skip
