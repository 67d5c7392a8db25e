"""A line of a file as it can be shown safely, with the place of a fault in it."""

import re
import unicodedata
from collections.abc import Callable

WIDTH = 96  # cells, so that a line with its number fits where 105 fit
_BEFORE = 56  # cells kept before the fault when the line is cut
_LOOKED_AT = 300  # characters on each side that can be shown or tell what is to be hidden
# What libyaml counts as the end of a line.
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_TAB, _HARD_SPACE, _UNSHOWN = "→   ", "␣", "�"


def lines_of(text: str) -> list[str]:
    """The lines of a file, counted as the YAML reader counts them."""
    return _BREAK.split(text)


def place_of(text: str, at: int) -> tuple[int, int]:
    """The line and the column of a place in a text, both counted from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def blank(found: re.Match[str]) -> str:
    """Spaces in place of what was found, so that all after it keeps its line and its column."""
    return re.sub(r"[^\n]", " ", found[0])


def visible(text: str) -> str:
    """Text on one line whose control and direction characters can do nothing to a terminal."""
    return text if text.isprintable() else "".join(_cell(char)[0] for char in text)


def excerpt(line: str, column: int, hide: Callable[[str], str] = str) -> tuple[str, int]:
    """The line, cut round `column` when long, and how many cells stand before that column.

    `hide` takes what must not be shown out of the text, without changing its length.
    """
    begun = max(0, column - 1 - _LOOKED_AT)
    near = line[begun : column - 1 + _LOOKED_AT]
    cells = [_cell(char) for char in hide(near)]
    at = min(column - 1 - begun, len(cells))
    if len(near) == len(line) and _cells(cells) <= WIDTH:
        return "".join(shown for shown, _ in cells), _cells(cells[:at])
    first = at
    while first and _cells(cells[first - 1 : at]) <= _BEFORE:
        first -= 1
    last, room = first, WIDTH - 2
    while last < len(cells) and room >= cells[last][1]:
        room -= cells[last][1]
        last += 1
    lead = "…" if first or begun else ""
    tail = "…" if last < len(cells) or begun + len(near) < len(line) else ""
    kept = "".join(shown for shown, _ in cells[first:last])
    return f"{lead}{kept}{tail}", len(lead) + _cells(cells[first:at])


def _cells(cells: list[tuple[str, int]]) -> int:
    return sum(width for _, width in cells)


def _cell(char: str) -> tuple[str, int]:
    """How one character is shown, and how many cells wide that is."""
    if " " <= char <= "~":
        return char, 1
    if char == "\t":
        return _TAB, len(_TAB)
    if char == "\u00a0":
        return _HARD_SPACE, 1
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return _UNSHOWN, 1
    if category in ("Mn", "Me"):
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1
