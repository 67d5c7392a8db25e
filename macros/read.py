"""YAML text to plain data, with the line and column of every key and value.

Reading goes event by event, so a deep or looping file is refused before it costs
anything, and the same pass notes positions. Only what YAML 1.1 and 1.2 readers
agree on is accepted; whatever one of them would turn into something else must be
quoted.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from .problem import Problem, Trail

SIZE_LIMIT = 2_000_000  # bytes; larger files are slow to review and to merge
INTEGER_DIGITS = 15  # longer ones lose digits in other programs that read the data
DEPTH_LIMIT = 12  # nested lists and mappings; the data itself needs seven

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")
# Characters that reorder or hide text (Unicode TR 36): a reader would not see what is there.
_HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_NULL = {"", "~", "null"}
_BOOLEAN = {"true": True, "false": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_MISREAD = re.compile(
    r"""(?ix) (?: y|n|yes|no|on|off|true|false|null      # YAML 1.1 booleans, odd case
      | [-+]?0[0-9_]+ | 0x[0-9a-f_]+ | 0o[0-7]+ | 0b[01_]+   # octal, hexadecimal, binary
      | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?    # 12:30 is 750 seconds
      | \d{4}-\d\d?-\d\d?(?:[Tt\s].*)?                      # dates
      | [-+]?(?:[0-9][0-9_]*)?\.[0-9_]*(?:e[-+]?[0-9]+)? | [-+]?\.(?:inf) | \.nan
      | [-+]?[0-9]+e[-+]?[0-9]+ | [-+]?[0-9][0-9_]*_[0-9_]* | = | << )"""
)


def would_be_misread(text: str) -> bool:
    """Whether some YAML reader takes these words, bare, for something else than text."""
    constant = text.lower() in _NULL or text.lower() in _BOOLEAN
    return constant or bool(_INTEGER.fullmatch(text) or _MISREAD.fullmatch(text))


class Mark(NamedTuple):
    """A place in a file, counting lines and columns from 1."""

    line: int
    column: int


@dataclass
class Marks:
    """Where each key and value of a file stands, by its path of keys and indices."""

    keys: dict[Trail, Mark] = field(default_factory=dict)
    values: dict[Trail, tuple[Mark, Mark]] = field(default_factory=dict)


def read_text(name: str, path: Path, found: list[Problem]) -> str | None:
    """The file as text, unless it is too large, not UTF-8 or holds hidden characters."""
    if path.stat().st_size > SIZE_LIMIT:
        message = f"Filen må højst fylde {SIZE_LIMIT // 1_000_000} MB."
        hint = "Del den op i én fil pr. post."
        found.append(Problem(name, 1, 1, message, hint, "refused"))
        return None
    return decode(name, path.read_bytes(), found)


def decode(name: str, raw: bytes, found: list[Problem]) -> str | None:
    """Bytes as text, unless they are not UTF-8 or hold hidden characters."""
    problems: list[Problem] = []
    text = _decode(name, raw, problems)
    found += problems
    return None if problems else text


def _decode(name: str, raw: bytes, problems: list[Problem]) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        message = "Filen skal være gemt som UTF-8, men her står et tegn i en anden kodning."
        hint = "Gem filen igen med tegnkodningen UTF-8."
        problems.append(Problem(name, line, column, message, hint, "refused"))
        return None
    for pattern, what in ((_CONTROL, "styretegn"), (_HIDDEN, "usynligt tegn")):
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            code = f"U+{ord(match[0]):04X}"
            message = (
                f"Teksten må ikke indeholde {what}: {code} {unicodedata.name(match[0], '')}".strip()
            )
            problems.append(Problem(name, line, column, message + ".", "Slet tegnet.", "refused"))
    return text


class _StopReading(Exception):  # noqa: N818 - ends the reading, is no error
    """Ends the reading of a file whose first fault makes the rest unsafe."""


def read_yaml(
    name: str, text: str, problems: list[Problem], marks: Marks, depth_noted: int = DEPTH_LIMIT
) -> Any:
    """Build the data of one document; positions are noted down to `depth_noted` levels."""
    try:
        return _Builder(name, problems, marks, depth_noted).build(yaml.parse(text, Loader=_Loader))
    except _StopReading:
        return None
    except yaml.YAMLError as error:
        problems.append(_syntax_problem(name, text, error))
        return None


@dataclass(slots=True)
class _Open:
    """A list or mapping being filled; `keys` remembers where each key stands."""

    value: Any
    path: Trail
    begun: yaml.Event
    expects_key: bool
    key: Any = None
    keys: dict[str, yaml.Event] = field(default_factory=dict)


class _Builder:
    """Builds data from events. Marks are made only where something will ask for them."""

    def __init__(self, name: str, problems: list[Problem], marks: Marks, depth_noted: int) -> None:
        self.name, self.problems, self.marks, self.depth_noted = name, problems, marks, depth_noted
        self.stack: list[_Open] = []
        self.result: Any = None
        self.documents = 0

    def build(self, events: Iterator[yaml.Event]) -> Any:
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in events:
            handler = handlers.get(type(event))
            if handler:
                handler(event)
        return self.result

    def _complain(self, event: yaml.Event, message: str, hint: str, rule: str) -> None:
        mark = _mark(event.start_mark)
        self.problems.append(Problem(self.name, mark.line, mark.column, message, hint, rule))

    def _stop(self, event: yaml.Event, message: str, hint: str = "Skriv teksten ud.") -> None:
        self._complain(event, message, hint, "refused")
        raise _StopReading

    def _document(self, event: yaml.Event) -> None:
        self.documents += 1
        if self.documents > 1:
            message = "En fil må kun indeholde ét dokument, men her er »---« igen."
            self._stop(event, message, "Del filen i to, eller slet linjen.")

    def _alias(self, event: Any) -> None:
        self._stop(event, f"Henvisninger med * er ikke tilladt: *{event.anchor}.")

    def _refuse(self, event: Any) -> None:
        if event.anchor is not None:
            self._stop(event, f"Ankre med & er ikke tilladt: &{event.anchor}.")
        if event.tag is not None and event.tag != "!":
            self._stop(event, f"Mærker med ! er ikke tilladt: {event.tag}.", "Slet mærket.")

    def _open(self, event: Any) -> None:
        self._refuse(event)
        if len(self.stack) >= DEPTH_LIMIT:
            message = f"Data må højst ligge {DEPTH_LIMIT} niveauer dybt."
            self._stop(event, message, "Se efter for mange [ eller {.")
        if self.stack and self.stack[-1].expects_key:
            message = "En nøgle skal være et ord, men her begynder en liste eller en blok."
            self._stop(event, message, "Se efter et ekstra tegn først på linjen.")
        mapping = type(event) is yaml.MappingStartEvent
        value: Any = {} if mapping else []
        self.stack.append(_Open(value, self._add(value), event, expects_key=mapping))

    def _close(self, event: yaml.Event) -> None:
        done = self.stack.pop()
        self._note(done.path, done.begun, event)

    def _scalar(self, event: Any) -> None:
        self._refuse(event)
        if self.stack and self.stack[-1].expects_key:
            self._key(event, self.stack[-1])
        else:
            self._note(self._add(self._resolve(event)), event, event)

    def _key(self, event: Any, top: _Open) -> None:
        key = event.value
        if key == "<<":
            self._stop(event, "Flettenøglen << er ikke tilladt.")
        if key in top.keys:
            first = _mark(top.keys[key].start_mark).line
            message = f"Nøglen »{key}« står to gange i samme post (første gang i linje {first})."
            self._complain(event, message, "Behold kun den ene.", "duplicate")
        else:
            top.keys[key] = event
            if len(top.path) < self.depth_noted:
                self.marks.keys[(*top.path, key)] = _mark(event.start_mark)
        top.key, top.expects_key = key, False

    def _resolve(self, event: Any) -> Any:
        """A scalar's value: what YAML 1.1 and 1.2 agree on, and text for all else."""
        text = event.value
        if event.implicit[0]:
            if text in _NULL:
                return None
            if text in _BOOLEAN:
                return _BOOLEAN[text]
            if _INTEGER.fullmatch(text) and len(text) <= INTEGER_DIGITS:
                return int(text)
            if _MISREAD.fullmatch(text):
                message = f"Værdien {text} skal stå i citationstegn, ellers læses den forkert."
                self._complain(event, message, f'Skriv "{text}".', "quote")
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    def _add(self, value: Any) -> Trail:
        """Put a value where it belongs and give its path."""
        if not self.stack:
            self.result = value
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            return (*top.path, len(top.value) - 1)
        top.value[top.key] = value
        top.expects_key = True
        return (*top.path, top.key)

    def _note(self, path: Trail, first: yaml.Event, last: yaml.Event) -> None:
        if len(path) <= self.depth_noted:
            self.marks.values[path] = (_mark(first.start_mark), _mark(last.end_mark))


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)


# What the YAML reader says, and what an editor needs to hear.
_SYNTAX = (
    ("cannot start any token", "\t", "Her står et tabulatortegn. YAML tillader kun mellemrum.",
     "Erstat det med mellemrum."),
    ("mapping values are not allowed", "", "Et kolon mere, end YAML kan læse.",
     'Sæt citationstegn om teksten: "…: …". Eller ret indrykningen.'),
    ("did not find expected key", "", "Indrykningen passer ikke, eller et citationstegn mangler.",
     "Ret linjen ind under den forrige nøgle, og se efter manglende eller ekstra citationstegn."),
    ("did not find expected '-' indicator", "", "Indrykningen passer ikke med listen.",
     "Ret linjen ind, så alle »-« i listen står lige under hinanden."),
    ("could not find expected ':'", "", "Her mangler et kolon efter nøglen.",
     "Skriv »nøgle: værdi«, eller sæt citationstegn om en tekst over flere linjer."),
    ("unexpected end of stream", "", "Et citationstegn eller en parentes bliver aldrig lukket.",
     "Find det åbne tegn, og luk det."),
    ("did not find expected ',' or", "", "En liste i [ ] eller { } bliver aldrig lukket rigtigt.",
     "Sæt komma mellem værdierne, og luk med ] eller }."),
    ("character that cannot start any token", "", "En værdi må ikke begynde med dette tegn.",
     "Sæt citationstegn om hele teksten."),
    ("undefined alias", "", "Henvisninger med * er ikke tilladt.",
     "Sæt citationstegn om hele teksten, hvis stjernen er en del af den."),
)  # fmt: skip


def _syntax_problem(name: str, text: str, error: yaml.YAMLError) -> Problem:
    """A syntax error in plain Danish, placed where the reader gave up."""
    mark = getattr(error, "problem_mark", None)
    place = _mark(mark) if mark else Mark(1, 1)
    said = f"{getattr(error, 'problem', '') or error}"
    lines = text.split("\n")
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    for phrase, needs, message, hint in _SYNTAX:
        if phrase in said and (not needs or needs in line):
            return Problem(name, place.line, place.column, message, hint, "syntax")
    message = "Filen kan ikke læses som YAML herfra."
    hint = "Se efter indrykning, kolon og citationstegn i denne linje og den forrige."
    return Problem(name, place.line, place.column, message, hint, "syntax")
