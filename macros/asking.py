"""What somebody answers on a terminal: where it is wrong, that alone is asked for again."""

import re
import shlex
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .excerpt import visible
from .problem import Problem, errors
from .read import Marks, read_yaml
from .reading import tell
from .unseen import mended

Answers = Mapping[str, str]
# What Python makes of bytes that are no UTF-8.
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Refused:
    """Why answers cannot be written: the text of the file they would be, and its problems."""

    text: str
    problems: Sequence[Problem]


def ask(question: str) -> str:
    """What somebody answers; Ctrl-D leaves it all as Ctrl-C does."""
    try:
        return input(f"{question}: ")
    except EOFError:
        print()
        raise KeyboardInterrupt from None


def tell_of_letters(answers: Answers) -> bool:
    """Whether any answer holds letters that no file can; they are told of."""
    wrong = {name: one for name, one in answers.items() if _SURROGATE.search(one)}
    for name, one in wrong.items():
        said = f"Svaret på »{name}« skal være skrevet i UTF-8, men er »{visible(one)}«."
        print(f"{said} Sæt terminalen til UTF-8, og skriv det igen.", file=sys.stderr)
    if wrong:
        print("Intet er skrevet.", file=sys.stderr)
    return bool(wrong)


def write(
    answers: Answers,
    save: Callable[[Answers], Refused | None],
    paths: Mapping[str, str],
    again: Callable[[Collection[str]], Answers] | None,
) -> int:
    """Write a new file from answers by `save`, which says why it cannot; the exit code.

    `paths` is where in the file each question is answered. `again` asks some of them, when there
    is somebody to ask: then what is wrong costs them no other answer.
    """
    while refused := save({name: mended(one) for name, one in answers.items()}):
        tell(refused.problems)
        wrong = [*_at_fault(refused, paths)]
        if again is None or not wrong:
            print("Intet er skrevet.", file=sys.stderr)
            if again:
                print(f"Dine svar: {_as_options(answers)}", file=sys.stderr)
            return 1
        print("\nSvar igen på det, der er forkert. De andre svar er husket.\n")
        answers = {**answers, **again(wrong)}
    return 0


def _at_fault(refused: Refused, paths: Mapping[str, str]) -> Iterator[str]:
    """The questions whose answers stand where something is wrong."""
    marks = Marks()
    read_yaml("", refused.text, [], marks)
    wrong = [(one.line, one.column) for one in errors([*refused.problems])]
    for question, path in paths.items():
        start, end = marks.values.get(tuple(path.split(".")), ((0, 0), (0, 0)))
        if any(start <= place < end or place == start for place in wrong):
            yield question


def _as_options(answers: Answers) -> str:
    given = (f"{name}={answer}" for name, answer in answers.items() if answer)
    return " ".join(f"--set {shlex.quote(one)}" for one in given)
