"""What a rule finds, and what it looks at."""

from dataclasses import dataclass, field
from functools import cached_property

from .fields import Found
from .load import Loaded, Raw
from .model import Entry
from .problem import Severity, Trail


@dataclass(frozen=True)
class Placed:
    """A valid entry and where it was read; `lines` holds where it and its parts begin."""

    entry: Entry
    raw: Raw
    lines: dict[str, int]


@dataclass(frozen=True)
class Finding:
    """What a rule found at a place in an entry; `needle` is the text in it to point at.

    `example` is YAML that would be right.
    """

    raw: Raw
    path: Trail
    message: str
    hint: str
    rule: str
    needle: str | None = None
    example: str = ""
    severity: Severity = "error"


@dataclass
class Checked:
    """What the rules look at.

    `kinds` gives the kind of every known id ("" when its entry is too broken to tell),
    `places` where each first stood, and `blind` the kinds whose file could not be read,
    so that a missing id of that kind proves nothing.
    """

    loaded: Loaded
    entries: list[Placed]
    blind: set[str]
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, Trail]] = field(default_factory=dict)

    def some(self, *kinds: str) -> str:
        """The id of the first known entry of one of these kinds, or words that stand for it."""
        known = (one for one, kind in self.kinds.items() if kind in kinds or not kinds)
        return next(known, "id-paa-en-post")

    @cached_property
    def found(self) -> list[tuple[Raw, Found]]:
        """Every marked value of every entry, valid or not."""
        return [(raw, found) for raw in self.loaded.entries for _, found in raw.marked]
