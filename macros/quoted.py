"""Other people's text inside Markdown for a forge, where it can do nothing.

Inside code nothing is a link, a mention or a command. Needs only Python itself, so that
jobs with rights can use it without installing anything.
"""

import re

# What no reader sees: control signs, signs that hide or reorder text, halves of letters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def inline(text: str, limit: int = 300) -> str:
    """`text` on one line as inline code, whatever marks it holds."""
    flat = " ".join(_shown(text).split())
    flat = flat if len(flat) <= limit else flat[: limit - 1] + "…"
    fence = "`" * (_longest_run(flat) + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") or not flat else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def block(text: str, language: str = "") -> str:
    """`text` as a block of code that nothing in it can end."""
    shown = _shown(text).rstrip()
    fence = "`" * max(3, _longest_run(shown) + 1)
    return f"{fence}{language}\n{shown}\n{fence}"


def _shown(text: str) -> str:
    return _HIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
