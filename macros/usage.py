"""How the command line says what it takes, and what is wrong with what it was given, in Danish."""

import argparse
import re
from collections.abc import Callable
from typing import Any, Final, NoReturn

from .danish import nearest
from .excerpt import visible

_HEADINGS: Final = {"positional arguments": "argumenter", "options": "valg"}
_TYPES: Final = {"int": "et helt tal", "float": "et tal"}


def _unquoted(text: str) -> str:
    return text[1:-1] if text[:1] in "'\"" and text[-1:] == text[:1] else text


def _no_choice(name: str, value: str, known: str) -> str:
    wrong, words = _unquoted(value), [_unquoted(one) for one in known.split(", ")]
    match = nearest(wrong, words)
    guess = f"Mente du »{match}«?" if match else f"Vælg mellem {', '.join(words)}."
    return f"{name} kan ikke være »{wrong}«. {guess}"


# What argparse says of wrong use, and how we say it.
_SAID: Final[tuple[tuple[str, Callable[..., str]], ...]] = (
    (r"argument (.+?): invalid choice: (.+?)(?:, maybe .*)? \(choose from (.+)\)", _no_choice),
    (
        r"argument (.+?): invalid (\w+) value: (.+)",
        lambda name, kind, value: (
            f"{name} skal være {_TYPES.get(kind, kind)}, men er »{_unquoted(value)}«."
        ),
    ),
    (r"argument (.+?): expected .*", lambda name: f"{name} mangler det, der skal stå efter."),
    (r"the following arguments are required: (.+)", lambda names: f"Her mangler {names}."),
    (r"unrecognized arguments: (.+)", lambda names: f"{names} kendes ikke."),
    (
        r"ambiguous option: (.+?) could match (.+)",
        lambda name, matches: f"{name} kan være både {matches}. Skriv det helt ud.",
    ),
    (
        r"argument (.+?): ignored explicit argument (.+)",
        lambda name, value: f"{name} står alene, men her står »{_unquoted(value)}« efter.",
    ),
)


def in_danish(message: str) -> str:
    """What argparse says of wrong use, as we say it; what it says else, as it is."""
    for pattern, said in _SAID:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return said(*match.groups())
    return message


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "brug: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_HEADINGS.get(heading or "", heading))


class Parser(argparse.ArgumentParser):
    """A parser that speaks Danish."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **given, "add_help": False})
        self.add_argument("-h", "--help", action="help", help="vis dette")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where to read more, and end as after wrong use."""
        said = visible(in_danish(message))
        self.exit(2, f"{self.prog}: {said}\nSe »{self.prog} --help«.\n")
