"""Data to canonical YAML: one way to write everything, so that changes show only what changed.

Two spaces a level, lines of at most 100 characters, long texts folded (`>-`), lists of
ids on one line, and quotes round whatever a YAML 1.1 or 1.2 reader could take for
something else than text.
"""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from .fields import ID_PATTERN
from .problem import Trail
from .read import would_be_misread

WIDTH = 100
# Comment lines, each with its #, by the path of the key or item they stand before.
Comments = Mapping[Trail, Sequence[str]]

_ID = re.compile(ID_PATTERN)
# Letters, digits and a few signs may begin a text without quotes; all other signs mean something.
_PLAIN_START = re.compile(r"[\w(§”’/]")
# No sign in these texts means anything to YAML, so no reader need be asked.
_SURELY_PLAIN = re.compile(r"[\w(§”’/][\w »«(),.;?!%§”’–…/+=-]*")
# Text that looks like a number or a date is quoted for the people who read it, too.
_NUMBERLIKE = re.compile(r"[-+.:\d_]+")
# What double quotes need escaped: all that is not printed as it is.
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]')


def collections(data: Mapping[str, Sequence[Any]], comments: Comments) -> str:
    """A file of collections, each a key with its entries and a blank line between them."""
    found: list[str] = []
    for key, entries in data.items():
        found += [""] if found else []
        found += [*comments.get((key,), ()), f"{key}:" if entries else f"{key}: []"]
        for index, one in enumerate(entries):
            found += [""] if index and isinstance(one, Mapping) else []
            found += _item(one, 2, comments, (key, index))
    return _file(found, comments)


def entry(data: Mapping[str, Any], comments: Comments) -> str:
    """A file that holds one entry."""
    return _file(_lines(data, 0, comments, ()), comments)


def _file(lines: Iterator[str] | list[str], comments: Comments) -> str:
    return "\n".join([*lines, *comments.get((), ())]) + "\n"


def _lines(value: Any, indent: int, comments: Comments, path: Trail) -> Iterator[str]:
    """A mapping or list, line by line, `indent` spaces in."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            here = (*path, key)
            yield from ((" " * indent + said).rstrip() for said in comments.get(here, ()))
            yield from _pair(f"{' ' * indent}{_key(key)}:", one, indent, comments, here)
    else:
        for index, one in enumerate(value):
            yield from _item(one, indent, comments, (*path, index))


def _item(value: Any, indent: int, comments: Comments, path: Trail) -> Iterator[str]:
    """One item of a list: what is said of it stands before its dash."""
    pad = " " * indent
    said = list(comments.get(path, ()))
    if _is_block(value):
        begins = (*path, next(iter(value)) if isinstance(value, Mapping) else 0)
        said += comments.get(begins, ())
        comments = {at: text for at, text in comments.items() if at != begins}
        first, *rest = _lines(value, indent + 2, comments, path)
        first = first[indent + 2 :]
    else:
        first, *rest = _scalar(value, indent + 2, indent + 2)
    yield from ((pad + line).rstrip() for line in said)
    yield f"{pad}- {first}"
    yield from rest


def _pair(head: str, value: Any, indent: int, comments: Comments, path: Trail) -> Iterator[str]:
    flow = _flow(value) if not any(at[: len(path)] == path != at for at in comments) else ""
    if flow and len(head) + 1 + len(flow) <= WIDTH:
        yield f"{head} {flow}"
    elif _is_block(value):
        yield head
        yield from _lines(value, indent + 2, comments, path)
    else:
        first, *rest = _scalar(value, indent + 2, len(head) + 1)
        yield f"{head} {first}"
        yield from rest


def _is_block(value: Any) -> bool:
    return isinstance(value, Mapping | list | tuple) and bool(value)


def _flow(value: Any) -> str:
    """A list of ids on one line; "" for anything else."""
    if not isinstance(value, list | tuple) or not value:
        return ""
    ids = all(isinstance(one, str) and _ID.match(one) and _is_plain(one) for one in value)
    return f"[{', '.join(value)}]" if ids else ""


def _key(key: Any) -> str:
    return key if isinstance(key, str) and _is_plain(key) else _quoted(str(key))


def _scalar(value: Any, indent: int, used: int) -> list[str]:
    """The lines of a single value: the first follows `used` characters, the rest stand as given."""
    if not isinstance(value, str):
        return [json.dumps(value)]
    if "\n" in value:
        return _paragraphs(value, indent)
    text = value if _is_plain(value) else _quoted(value)
    if used + len(text) <= WIDTH or not _can_fold(value):
        return [text]
    pad = " " * indent
    wrapped = textwrap.wrap(value, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return [">-", *(pad + line for line in wrapped)]


def _paragraphs(value: str, indent: int) -> list[str]:
    """A text with lines of its own, line by line; `|` keeps a line end after the last."""
    text = value.removesuffix("\n")
    own_spaces = not text or text != text.strip() or re.search(r"[^\S\n]\n|\n[^\S\n]", text)
    if own_spaces or _ESCAPED.search(re.sub(r'["\\\n]', "", text)):
        return [_quoted(value)]
    pad = " " * indent
    header = "|-" if text == value else "|"
    return [header, *(pad + line if line else "" for line in text.split("\n"))]


def _can_fold(value: str) -> bool:
    """Whether folding at spaces, and nothing else, gives the same text back."""
    odd = _ESCAPED.search(re.sub(r'["\\]', "", value))
    return set(re.findall(r"\s+", value)) == {" "} and value == value.strip() and not odd


def _is_plain(text: str) -> bool:
    """Whether every YAML reader takes the bare words for exactly this text."""
    if not _PLAIN_START.match(text) or text != text.strip() or _ESCAPED.search(text[:1]):
        return False
    if would_be_misread(text) or _NUMBERLIKE.fullmatch(text) or not text.isprintable():
        return False
    if _SURELY_PLAIN.fullmatch(text):
        return True
    try:
        events = list(yaml.parse(f"- {text}\n- k: {text}\n", Loader=yaml.SafeLoader))
    except yaml.YAMLError:
        return False
    scalars = [event.value for event in events if isinstance(event, yaml.ScalarEvent)]
    return scalars == [text, "k", text]


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    return (
        f"\\{sign}"
        if sign in '"\\'
        else {"\n": "\\n", "\t": "\\t"}.get(sign, f"\\u{ord(sign):04x}")
    )
