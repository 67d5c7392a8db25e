"""Regular expressions as JavaScript reads them, so that the browser looks for the same."""

import re

# What Python calls a sign of a word; JavaScript's own \w knows only a to z.
_WORD = r"\p{L}\p{N}_"
_EDGE = f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
# JavaScript refuses a backslash before a sign that means nothing of its own.
_NEEDLESS = re.compile(r"\\[^\w^$.*+?()\[\]{}|/\\-]")
_FLAGS = ((re.IGNORECASE, "i"), (re.MULTILINE, "m"), (re.DOTALL, "s"))


def javascript(pattern: re.Pattern[str]) -> tuple[str, str]:
    """The source and the flags of the same pattern in JavaScript, for `new RegExp(...)`."""
    text = re.sub(r"^\(\?[ims]+\)", "", pattern.pattern).replace(r"[^\W\d_]", r"\p{L}")
    found, in_set = "", False
    for piece in re.findall(r"(?s)\\.|.", text):
        if piece == r"\w":
            found += _WORD if in_set else f"[{_WORD}]"
        elif piece == r"\b":
            found += _EDGE
        elif _NEEDLESS.fullmatch(piece):
            found += piece[1]
        else:
            found += piece
        in_set = piece != "]" if in_set else piece == "["
    return found, "gu" + "".join(sign for flag, sign in _FLAGS if pattern.flags & flag)
