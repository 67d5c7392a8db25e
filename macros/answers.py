"""How the text in a box of a form is read: one reader for each way to fill a box."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import danish
from .boxes import Box
from .link import Site
from .problem import Problem
from .slips import BULLETS
from .vocabulary import CERTAINTIES, RELATION_TYPES

NAME = "issue"  # the file that problems name: the issue itself


class Line(NamedTuple):
    """A line of the issue and where it stands, from 1."""

    number: int
    text: str


@dataclass
class Filled:
    """A form as filled in: each box's lines by its label, and what is wrong so far.

    `wrong` is the fields whose boxes cannot be read.
    """

    boxes: list[Box]
    site: Site
    sections: dict[str, list[Line]] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)

    def complain(self, line: int, message: str, hint: str = "", rule: str = "form") -> None:
        """Note what is wrong in a line of the issue."""
        self.problems.append(Problem(NAME, line, 1, message, hint, rule))


def _one_line(_: Filled, __: Box, lines: list[Line]) -> str:
    return " ".join(line.text.strip() for line in lines)


def _prose(filled: Filled, box: Box, _: list[Line]) -> str:
    """Paragraphs and lists, with the empty lines that part them."""
    text = "\n".join(line.text for line in filled.sections[box.label]).strip()
    return re.sub(r"\n{3,}", "\n\n", text)


def _points(_: Filled, __: Box, lines: list[Line]) -> list[str]:
    return [_point(line) for line in lines]


def _point(line: Line) -> str:
    """A line's text without the mark of a list."""
    return _MARK.sub("", line.text.strip())


# The mark of a point, as the forges or a word processor set it.
_MARK = re.compile(rf"^(?:[-*] +|[{BULLETS}]\s*)")


def _date(_: Filled, __: Box, lines: list[Line]) -> int | str:
    text = " ".join(line.text.strip() for line in lines)
    return int(text) if re.fullmatch(r"[1-9][0-9]{3}", text) else text


def _choice(filled: Filled, box: Box, lines: list[Line]) -> str:
    text = " ".join(line.text.strip() for line in lines)
    by_name = {option.label.casefold(): option.value for option in box.options}
    by_name |= {option.value.casefold(): option.value for option in box.options}
    if text.casefold() not in by_name:
        labels = [option.label for option in box.options]
        hint = danish.did_you_mean(text[:80], labels) or f"Vælg mellem {danish.join(labels)}."
        filled.complain(lines[0].number, f"»{box.label}« kan ikke være »{text[:80]}«.", hint)
    return by_name.get(text.casefold(), "")


def _choices(filled: Filled, box: Box, lines: list[Line]) -> list[str]:
    """Several values with commas between; a value may hold commas itself."""
    names = {name.casefold(): o.value for o in box.options for name in (o.value, o.label)}
    longest_first = sorted(names, key=len, reverse=True)
    found = []
    for line in lines:
        rest = _point(line)
        while rest := rest.strip(", "):
            low = rest.casefold()
            name = next((n for n in longest_first if (low + ",").startswith(n + ",")), None)
            if name:
                found.append(names[name])
            else:
                name = rest.partition(",")[0]
                wrong = name[:80]
                labels = [option.label for option in box.options]
                hint = danish.did_you_mean(wrong, labels) or "Vælg fra listen i formularen."
                message = f"»{box.label}« kan ikke være »{wrong}«."
                filled.complain(line.number, message, hint)
            rest = rest[len(name) :]
    return list(dict.fromkeys(found))


def _reasons(filled: Filled, _: Box, lines: list[Line]) -> dict[str, str]:
    reasons = {}
    for line in lines:
        identifier, colon, why = _point(line).partition(":")
        if colon and why.strip():
            reasons[identifier.strip()] = why.strip()
        else:
            filled.complain(line.number, f"Her mangler en grund: »{line.text[:80]}«.", "id: grund")
    return reasons


def _ids(filled: Filled, _: Box, lines: list[Line]) -> list[str]:
    parts = [part.strip() for line in lines for part in _point(line).split(",")]
    return [_known(filled, part) for part in parts if part]


def _known(filled: Filled, text: str) -> str:
    """The id that a text names: itself, or the source with this address or title."""
    if text not in filled.site.nodes:
        address = _bare(text)
        for node in filled.site.of_kind("source"):
            urls = (getattr(node.entry, "url", None), *getattr(node.entry, "other_urls", ()))
            if (
                address in map(_bare, filter(None, urls))
                or text.casefold() == node.title.casefold()
            ):
                return node.id
    return text


def _bare(address: str) -> str:
    """An address without what stands round it in a text, and what leads to the same place."""
    return address.strip("<>.,; ").removeprefix("https://").removeprefix("http://").rstrip("/")


def _citation(filled: Filled, text: str) -> Any:
    source, *rest = (part.strip() for part in text.split("|"))
    record = {"source": _known(filled, source)}
    record |= {key: part for key, part in zip(("locator", "seen"), rest, strict=False) if part}
    return record if len(record) > 1 else record["source"]


def _citations(filled: Filled, _: Box, lines: list[Line]) -> list[Any]:
    return [_citation(filled, _point(line)) for line in lines]


def _statements(filled: Filled, _: Box, lines: list[Line]) -> list[Any]:
    """Statements a line each, their sources and certainty on the lines under them."""
    found: list[dict[str, Any]] = []
    certainties = {word.label.casefold(): value for value, word in CERTAINTIES.items()}
    for line in lines:
        key, colon, rest = (part.strip() for part in _point(line).partition(":"))
        if colon and found and key.casefold() in ("kilde", "kilder"):
            is_one = key.casefold() == "kilde" or "|" in rest
            several = [rest] if is_one else re.split(r"[,;] +", rest)
            cited = [_citation(filled, one) for one in several]
            found[-1].setdefault("sources", []).extend(cited)
        elif colon and found and key.casefold() == "sikkerhed":
            found[-1]["certainty"] = certainties.get(rest.casefold(), rest)
        else:
            found.append({"text": _point(line)})
    return [one["text"] if len(one) == 1 else one for one in found]


def _statement(filled: Filled, box: Box, lines: list[Line]) -> Any:
    """One statement; lines without a key of their own go on with its text."""
    whole: dict[str, Any] = {"text": ""}
    for one in _statements(filled, box, lines):
        part = {"text": one} if isinstance(one, str) else one
        text = f"{whole['text']} {part['text']}".strip()
        whole = {**whole, **part, "text": text}
    return whole["text"] if len(whole) == 1 else whole


def _relations(filled: Filled, _: Box, lines: list[Line]) -> list[Any]:
    types = {word.label.casefold(): value for value, word in RELATION_TYPES.items()}
    found = []
    for line in lines:
        parts = [part.strip() for part in _point(line).split("|", 2)]
        if len(parts) == 3:
            type_ = types.get(parts[1].casefold(), parts[1])
            found.append({"to": parts[0], "type": type_, "why": parts[2]})
        else:
            filled.complain(line.number, "En forbindelse har tre dele.", "id | slags | hvorfor")
    return found


READERS: dict[str, Callable[[Filled, Box, list[Line]], Any]] = {
    "input": _one_line, "line": _one_line, "prose": _prose, "lines": _points, "date": _date,
    "choice": _choice, "choices": _choices, "reasons": _reasons, "ids": _ids,
    "citations": _citations, "statements": _statements, "statement": _statement,
    "relations": _relations,
}  # fmt: skip
