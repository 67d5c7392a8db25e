"""Data to canonical YAML: one way to write everything, so that changes show only what changed.

Two spaces a level, lines of at most 100 characters, long texts folded (`>-`), lists of
ids on one line, and quotes round whatever a YAML 1.1 or 1.2 reader could take for
something else than text.
"""

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

import yaml

from .fields import ID_PATTERN
from .read import would_be_misread

WIDTH = 100
_ID = re.compile(ID_PATTERN)
# Letters, digits and a few signs may begin a text without quotes; all other signs mean something.
_PLAIN_START = re.compile(r"[\w(§”’/]")
# Text that looks like a number or a date is quoted for the people who read it, too.
_NUMBERLIKE = re.compile(r"[-+.:\d_]+")


def lines(value: Any, indent: int = 0) -> Iterator[str]:
    """A mapping or list, line by line, `indent` spaces in."""
    pad = " " * indent
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _pair(f"{pad}{key}:", item, indent)
    else:
        for item in value:
            if isinstance(item, dict | list) and item:
                first, *rest = lines(item, indent + 2)
                yield f"{pad}- {first[indent + 2 :]}"
                yield from rest
            else:
                first, *rest = scalar(item, indent + 2, indent + 2)
                yield f"{pad}- {first}"
                yield from rest


def _pair(head: str, item: Any, indent: int) -> Iterator[str]:
    if isinstance(item, list) and (flow := _flow(item)) and len(head) + 1 + len(flow) <= WIDTH:
        yield f"{head} {flow}"
    elif isinstance(item, dict | list) and item:
        yield head
        yield from lines(item, indent + 2)
    else:
        first, *rest = scalar(item, indent + 2, len(head) + 1)
        yield f"{head} {first}"
        yield from rest


def _flow(items: list[Any]) -> str:
    """A list of ids on one line; "" for any other list."""
    if all(isinstance(one, str) and _ID.match(one) and _is_plain(one) for one in items):
        return f"[{', '.join(items)}]"
    return ""


def scalar(value: Any, indent: int, used: int) -> list[str]:
    """The lines of a single value: the first follows `used` characters, the rest stand as given."""
    if not isinstance(value, str):
        return [_constant(value)]
    if "\n" in value:
        return _block(value, indent)
    text = value if _is_plain(value) else _quoted(value)
    if used + len(text) <= WIDTH or not _can_fold(value):
        return [text]
    pad = " " * indent
    wrapped = textwrap.wrap(value, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return [">-", *(pad + line for line in wrapped)]


def _constant(value: Any) -> str:
    """Numbers, true, false, null, and what is empty: all as JSON writes them."""
    return json.dumps(value)


def _block(value: str, indent: int) -> list[str]:
    """A text of several paragraphs, folded; a text with lines of its own, as it stands."""
    if value != value.strip() or re.search(r"\n[ \t]|[ \t]\n|\t", value):
        return [_quoted(value)]
    pad = " " * indent
    return ["|-", *(pad + line if line else "" for line in value.split("\n"))]


def _can_fold(value: str) -> bool:
    return " " in value and "  " not in value and value == value.strip()


def _is_plain(text: str) -> bool:
    """Whether every YAML reader takes the bare words for exactly this text."""
    if not _PLAIN_START.match(text) or text != text.strip():
        return False
    if would_be_misread(text) or _NUMBERLIKE.fullmatch(text):
        return False
    try:
        events = list(yaml.parse(f"k: {text}\n", Loader=yaml.SafeLoader))
    except yaml.YAMLError:
        return False
    scalars = [event.value for event in events if isinstance(event, yaml.ScalarEvent)]
    return scalars == ["k", text]


def _quoted(text: str) -> str:
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    )
    return f'"{escaped}"'
