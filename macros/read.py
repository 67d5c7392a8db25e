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
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from .decode import CONTROL, HIDDEN
from .excerpt import lines_of
from .problem import Problem, Trail
from .swallowed import Lines, may_hold_points, swallowed
from .syntax import syntax_problem

_FEWEST_KEYS = 3  # keys that stand twice where two entries have become one
INTEGER_DIGITS = 15  # longer ones lose digits in other programs that read the data
DEPTH_LIMIT = 12  # nested lists and mappings; the data itself needs seven

# In a file a carriage return ends a line; in a text it would hide the beginning of one.
_UNSEEN = re.compile(rf"{CONTROL.pattern}|{HIDDEN.pattern}|\r")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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


# What a bare value is taken for by some reader; the last fits all.
_TAKEN_FOR = (
    (re.compile(r"(?i)y|n|yes|no|on|off|true|false"), "ja eller nej"),
    (re.compile(r"\d{4}-\d\d?-\d\d?"), "en dato og ikke som tekst"),
    (re.compile(r"[-+\d_]+(:\d+)+(\.\d*)?"), "et antal sekunder"),
    (re.compile(r"[-+]?[\d_.]+(?:e[-+]?\d+)?"), "et andet tal"),
    (re.compile(r"(?s).*"), "noget andet"),
)
# Quotes that word processors set, which do not quote in YAML.
_CURLY = "“”„‟‘’‚"
_CURLY_END = _CURLY + "\"'"
_CURLY_PAIR = re.compile("[“”„‟]")
# What follows a value and looks like more of it; a remark has a space after its sign.
_CUT_OFF = re.compile(r"[ \t]+(#[^\s#].*)")
_MAY_CUT_OFF = re.compile(r"[^\s#][ \t]+#[^\s#]")
# Texts that stand for themselves in YAML.
_SURELY_TEXT = re.compile(r"\w[\w ,.;()/–-]*")
# Words for nothing that are text in YAML; »none« is a value of ours.
_NULL_WORDS = {"null", "nil", "n/a", "nan"}


def would_be_misread(text: str) -> bool:
    """Whether some YAML reader takes these words, bare, for something else than text."""
    return text in _NULL or bool(_INTEGER.fullmatch(text) or _MISREAD.fullmatch(text))


class Mark(NamedTuple):
    """A place in a file, counting lines and columns from 1."""

    line: int
    column: int


@dataclass
class Marks:
    """Where each key and value of a file stands, by its path of keys and indices."""

    keys: dict[Trail, Mark] = field(default_factory=dict)
    values: dict[Trail, tuple[Mark, Mark]] = field(default_factory=dict)


class _StopReading(Exception):  # noqa: N818 - ends the reading, is no error
    """Ends the reading of a file whose first fault makes the rest unsafe."""


def read_yaml(
    name: str, text: str, problems: list[Problem], marks: Marks, depth_noted: int = DEPTH_LIMIT
) -> Any:
    """Build the data of one document; positions are noted down to `depth_noted` levels."""
    try:
        builder = _Builder(name, text, problems, marks, depth_noted)
        return builder.build(yaml.parse(text, Loader=_Loader))
    except _StopReading:
        return None
    except yaml.YAMLError as error:
        problems.append(syntax_problem(name, text, error))
        return None


@dataclass(slots=True)
class _Open:
    """A list or mapping being filled.

    `keys` remembers where each key stands, and `twice` those that come again, with the first value.
    """

    value: Any
    path: Trail
    begun: Any
    expects_key: bool
    key: Any = None
    keys: dict[str, yaml.Event] = field(default_factory=dict)
    twice: list[tuple[yaml.ScalarEvent, Any]] = field(default_factory=list)


class _Builder:
    """Builds data from events. Marks are made only where something will ask for them."""

    def __init__(
        self, name: str, text: str, problems: list[Problem], marks: Marks, depth_noted: int
    ) -> None:
        self.name, self.problems, self.marks, self.depth_noted = name, problems, marks, depth_noted
        self.text, self.may_cut_off = text, bool(_MAY_CUT_OFF.search(text))
        self.stack: list[_Open] = []
        self.result: Any = None
        self.documents = 0

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return lines_of(self.text)

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

    def _complain(
        self, event: yaml.Event, message: str, hint: str, rule: str, example: str
    ) -> None:
        mark = _mark(event.start_mark)
        self.problems.append(
            Problem(self.name, mark.line, mark.column, message, hint, rule, example=example)
        )

    def _stop(self, event: yaml.Event, message: str, hint: str, example: str) -> None:
        self._complain(event, message, hint, "refused", example)
        raise _StopReading

    def _beside_key(self, value: str) -> str:
        """A value as it would stand here: after its key, or after a dash."""
        top = self.stack[-1] if self.stack else None
        if top is None:
            return value
        if isinstance(top.value, list):
            key = top.path[-1] if top.begun.flow_style and top.path else None
            return f"{key}: [{value}]" if isinstance(key, str) else f"- {value}"
        return f"{top.key}: {value}"

    def _document(self, event: yaml.Event) -> None:
        self.documents += 1
        if self.documents > 1:
            message = "En fil må kun indeholde ét dokument, men her er »---« igen."
            hint = "Slet linjen, eller del filen i to."
            self._stop(event, message, hint, "id: et-kort-navn\ntitle: En titel")

    def _alias(self, event: Any) -> None:
        message = f"Henvisninger med * er ikke tilladt: *{event.anchor}."
        hint = "Skriv indholdet ud, eller sæt citationstegn om en tekst, der begynder med *."
        self._stop(event, message, hint, self._beside_key(f'"*{event.anchor}"'))

    def _refuse(self, event: Any) -> None:
        text = getattr(event, "value", "")[:60]
        if event.anchor is not None:
            message = f"Ankre med & er ikke tilladt: &{event.anchor}."
            hint = "Slet det, eller sæt citationstegn om en tekst, der begynder med &."
            example = self._beside_key(f'"&{event.anchor} {text}"')
            self._stop(event, message, hint, example if text else self._beside_key("").strip())
        if event.tag is not None and event.tag != "!":
            message = f"Mærker med ! er ikke tilladt: {event.tag}."
            hint = "Slet mærket, eller sæt citationstegn om en tekst, der begynder med !."
            whole = f"{event.tag} {text}".strip() if event.tag.startswith("!") else text
            self._stop(event, message, hint, self._beside_key(f'"{whole}"'))

    def _open(self, event: Any) -> None:
        self._refuse(event)
        if len(self.stack) >= DEPTH_LIMIT:
            message = f"Data må højst ligge {DEPTH_LIMIT} niveauer dybt."
            example = "actors: [Kommunen, Frivilligcentret]"
            self._stop(event, message, "Se efter for mange [ eller {.", example)
        if self.stack and self.stack[-1].expects_key:
            message = "En nøgle skal være et ord, men her begynder en liste eller en blok."
            hint = "Se efter et ekstra tegn først på linjen."
            self._stop(event, message, hint, "title: En titel")
        mapping = type(event) is yaml.MappingStartEvent
        value: Any = {} if mapping else []
        self.stack.append(_Open(value, self._add(value), event, expects_key=mapping))

    def _close(self, event: yaml.Event) -> None:
        done = self.stack.pop()
        self._refuse_twice(done)
        self._note(done.path, done.begun, event)

    def _scalar(self, event: Any) -> None:
        self._refuse(event)
        if self.stack and self.stack[-1].expects_key:
            self._key(event, self.stack[-1])
        else:
            value = self._resolve(event)
            if self.may_cut_off:
                self._refuse_cut_off(event)
            if event.style in ("", ">", None) and may_hold_points(event.value):
                self._refuse_swallowed(event)
            self._note(self._add(value), event, event)

    def _refuse_cut_off(self, event: Any) -> None:
        """Words after a value that are read as a remark, though they seem to belong to it."""
        end = _mark(event.end_mark)
        match = _CUT_OFF.fullmatch(self.lines[end.line - 1], end.column - 1)
        if match and event.value and event.implicit[0]:
            message = f"Det, der kommer efter #, læses ikke med: »{match[1][:60]}«."
            hint = "Sæt citationstegn om hele teksten. Er det en bemærkning, så skriv »# «."
            place = Mark(end.line, match.start(1) + 1)
            whole = f"{event.value} {match[1]}".replace('"', "”")[:80]
            example = self._beside_key(f'"{whole}"')
            self.problems.append(
                Problem(self.name, *place, message, hint, "cut-off", example=example)
            )

    def _refuse_swallowed(self, event: Any) -> None:
        """Points that a text of several lines has made part of one line."""
        begins, end = _mark(event.start_mark), _mark(event.end_mark)
        lines = self.lines[begins.line - 1 : end.line - (end.column == 1)]
        top = self.stack[-1] if self.stack else None
        listed = top and isinstance(top.value, list) and not top.begun.flow_style
        column = _mark(top.begun.start_mark).column if top and listed else 0
        folded = event.style == ">"
        text = Lines(*begins, "".join(lines[:1]), lines[1:], event.value, folded, column)
        if problem := swallowed(self.name, text, self._beside_key("|")):
            self.problems.append(problem)

    def _key(self, event: Any, top: _Open) -> None:
        key = event.value
        if key == "<<":
            message, hint = "Flettenøglen << er ikke tilladt.", "Skriv felterne ud i hver post."
            self._stop(event, message, hint, "title: En titel\nsummary: Én sætning.")
        if key == "id" and key in top.keys and len(top.keys) > 1:
            top = self._another_entry(event, top)
        if key in top.keys:
            top.twice.append((event, top.value[key]))
        else:
            top.keys[key] = event
            if len(top.path) < self.depth_noted:
                self.marks.keys[(*top.path, key)] = _mark(event.start_mark)
        top.key, top.expects_key = key, False

    def _refuse_twice(self, done: _Open) -> None:
        """Keys that stand twice: each, or all at once when they are a second entry."""
        for event, kept in done.twice:
            key = event.value
            first = _mark(done.keys[key].start_mark).line
            if len(done.twice) >= _FEWEST_KEYS:
                begins = f"»{key}« og {len(done.twice) - 1} nøgler til står to gange i samme post"
                message = f"{begins} (første gang fra linje {first})."
                hint = (
                    "Begynder her en ny post, så mangler dens første linje, eller den står sidst "
                    "på linjen før. Ellers behold hver nøgle én gang."
                )
                self._complain(event, message, hint, "duplicate", "- id: et-kort-navn")
                return
            message = f"Nøglen »{key}« står to gange i samme post (første gang i linje {first})."
            right = f"{key}: {_first_value(kept)}"
            self._complain(event, message, "Behold kun den ene.", "duplicate", right)

    def _another_entry(self, event: Any, top: _Open) -> _Open:
        """What an entry becomes where a second one begins inside it."""
        first = _mark(top.keys["id"].start_mark).line
        begins = f"»id« står også i linje {first}, så her begynder en ny post"
        if len(self.stack) == 1:
            message = f"Filen skal være én post, men {begins}."
            hint = "Flyt den til en fil for sig, eller slet den ene."
            self._stop(event, message, hint, "id: et-kort-navn\ntitle: En titel")
        if not isinstance(self.stack[-2].value, list) or top.begun.flow_style:
            return top
        message = f"{begins}, men der mangler en bindestreg."
        hint = "Skriv »- id:«, eller slet den ene."
        self._complain(event, message, hint, "duplicate", "- id: et-kort-navn")
        self._refuse_twice(top)
        self._note(top.path, top.begun, event)
        self.stack.pop()
        added: dict[str, Any] = {}
        self.stack.append(_Open(added, self._add(added), event, expects_key=True))
        return self.stack[-1]

    def _resolve(self, event: Any) -> Any:
        """A scalar's value: what YAML 1.1 and 1.2 agree on, and text for all else."""
        text = event.value
        if event.implicit[0]:
            if text in _NULL:
                return None
            if text in _BOOLEAN:
                return _BOOLEAN[text]
            if _INTEGER.fullmatch(text) and len(text.lstrip("-")) <= INTEGER_DIGITS:
                return int(text)
        if len(text) <= 4 and (text == "None" or text.lower() in _NULL_WORDS):
            message = f"»{text}« læses som et ord, ikke som »ikke oplyst«."
            hint = "Skriv null uden citationstegn. Skal der stå en tekst, så skriv den."
            self._complain(event, message, hint, "null", self._beside_key("null"))
        elif not event.implicit[0]:
            self._refuse_hidden(event, text)
        elif _MISREAD.fullmatch(text):
            what = next(word for sign, word in _TAKEN_FOR if sign.fullmatch(text))
            message = f"Værdien {text} skal stå i citationstegn, ellers læses den som {what}."
            example = self._beside_key(f'"{text}"')
            self._complain(event, message, f'Skriv "{text}".', "quote", example)
        elif _is_curly(text):
            message = f"De krøllede citationstegn {text[0]} {text[-1]} bliver en del af teksten."
            example = self._beside_key(f'"{text[1:-1][:80]}"')
            hint = 'Slet dem, eller brug de lige: "…".'
            self._complain(event, message, hint, "quote-marks", example)
            text = text[1:-1]
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    def _refuse_hidden(self, event: Any, text: str) -> None:
        """Characters that the file itself must not hold, written as escapes in "…"."""
        hidden = None if text.isprintable() else _UNSEEN.search(text)
        if hidden:
            message = f"Teksten må ikke indeholde usynlige tegn, men her er U+{ord(hidden[0]):04X}."
            example = self._beside_key("Tekst uden tegnet")
            self._complain(event, message, "Slet tegnet.", "hidden", example)

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


def _is_curly(text: str) -> bool:
    """Whether all of a text stands in the quotes of a word processor, and not two parts of it."""
    around = len(text) > 1 and text[0] in _CURLY and text[-1] in _CURLY_END
    return around and not _CURLY_PAIR.search(text[1:-1])


def _first_value(value: Any) -> str:
    """The first of two values, when it is short enough to show."""
    if isinstance(value, int):
        return str(value).lower()
    if not isinstance(value, str) or len(value) >= 60:
        return "…"
    if _SURELY_TEXT.fullmatch(value) and not would_be_misread(value):
        return value
    return f'"{value}"' if value.isprintable() and not set(value) & {'"', "\\"} else "…"


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)
