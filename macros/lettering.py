"""How wide text is in a picture, and how it breaks into lines.

A picture cannot ask the reader's browser, so widths are those of DejaVu Sans, the widest
face that the style names.
"""

# Thousandths of the font size, rounded up, by the letters that are no wider.
_WIDTHS = {
    300: "'IJijl",
    350: " ,./:;\\|’·",
    400: "()-[]ft",
    450: "!r",
    500: '"*_`–§',
    550: "?csz",
    600: "FLkvxy",
    650: "$0123456789EPSTYabdeghnopqu{}øåéäöüßÉ»«",
    700: "ABCKRVXZÅÄ",
    750: "NUÜ",
    800: "&DGHOQØÖ",
    850: "#+<=>^w~",
    950: "%M",
}
_BY_LETTER = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_WIDEST = 1000
# Bold letters are at most a fifth wider.
_BOLD = 1.2
# A word is not broken closer to its ends than this.
_ENDS = 3
_VOWELS = "aeiouyæøå"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The most room `text` takes on one line, in the unit of `size`."""
    thousandths = sum(_BY_LETTER.get(letter, _WIDEST) for letter in text)
    return thousandths * size * (_BOLD if bold else 1) / 1000


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """`text` in lines no wider than `room`; a word too long for a line is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        rest = word
        while True:
            tried = f"{line} {rest}".strip()
            if width(tried, size, bold=bold) <= room or len(tried) == 1:
                line = tried
                break
            if line:
                lines.append(line)
                line = ""
                continue
            head, rest = _broken(rest, room, size, bold=bold)
            lines.append(head)
    return (*lines, line) if line else tuple(lines)


def _broken(word: str, room: float, size: float, *, bold: bool) -> tuple[str, str]:
    """A word too long for its line in two, the first with a hyphen."""
    fits = [
        at for at in range(1, len(word)) if width(f"{word[:at]}-", size, bold=bold) <= room
    ] or [1]
    inner = [at for at in fits if _ENDS <= at <= len(word) - _ENDS]
    joints = [at for at in inner if word[at - 1] == "s" and at > fits[-1] / 2]
    syllables = [at for at in inner if word[at] not in _VOWELS and word[at + 1] in _VOWELS]
    at = (joints or syllables or inner or fits)[-1]
    return f"{word[:at]}-", word[at:]
