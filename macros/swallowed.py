"""Points of a list that YAML has made part of one line of text, told with what would be right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .decode import visible_text
from .problem import Problem
from .slips import BULLETS

_FEWEST = 2  # lines that make a list of what stands in a folded text
# A line with fewer letters was ended on purpose: no program folds a text so narrow.
_NARROW = 60
# A line of a text that begins as a point does, and what such a line becomes in the text.
_POINT, _WITHIN = re.compile(rf" *([-{BULLETS}]) +\S"), re.compile(rf" [-{BULLETS}] ")


@dataclass(frozen=True)
class Lines:
    """A text of several lines: where it begins, its other lines, and the text that became of all.

    `line` and `column` count from 1. `before` is the line that it begins on, `folded` whether it
    is one with `>`, and `list_column` where the points of the list it stands in begin, 0 for none.
    """

    line: int
    column: int
    before: str
    rest: Sequence[str]
    value: str
    folded: bool
    list_column: int


def may_hold_points(value: str) -> bool:
    """Whether a text could have swallowed points: most cannot, and need not be looked through."""
    return bool(_WITHIN.search(value))


def swallowed(name: str, text: Lines, block: str) -> Problem | None:
    """What to tell of points in a text; `block` is its key with the sign of a text in lines."""
    found = _points(text)
    if len(found) < (_FEWEST if text.folded else 1):
        return None
    number, column = found[0]
    if text.folded or _POINT.match(text.value):
        message = "Punkterne bliver til én lang linje."
        hint = "Skriv | efter nøglen, uden >, og begynd hvert punkt med »- « på sin egen linje."
        example = f"{block}\n  - Det første punkt.\n  - Det andet punkt."
        # Where a list is asked for, that is told of at the same place, and this is not.
        place = (text.line + number, column) if text.folded else (text.line, text.column)
        return Problem(name, *place, message, hint, "points", example=example)
    message = "Punktet er rykket så langt ind, at det bliver en del af teksten før."
    hint = "Ret linjen ind under de andre punkter."
    example = f"- {visible_text(text.rest[number - 1])[1:].strip()}"
    if text.list_column:
        hint = f"Ret linjen ind, så »-« står under de andre, i kolonne {text.list_column}."
        example = f"{' ' * (text.list_column - 1)}{example}"
    hint += " Er det en tankestreg, så flyt den op på linjen før."
    return Problem(name, text.line + number, column, message, hint, "points", example=example)


def _points(text: Lines) -> list[tuple[int, int]]:
    """The lines that begin as points do, counted from the one after the first, and at which column.

    A dash in a text may come first on its line for want of room on the one before.
    """
    pairs = zip([text.before, *text.rest], text.rest, strict=False)
    return [
        (number, match.start(1) + 1)
        for number, (before, line) in enumerate(pairs, 1)
        if len(before.rstrip()) < _NARROW
        and (match := _POINT.match(line))
        and f" {line.strip()}" in text.value
    ]
