"""What a rule finds, and what it looks at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath

from . import plain, renames
from .danish import slug
from .entry_model import Entry
from .fields import REFERENCE, Found, Reference
from .kinds import raw_parts
from .load import Loaded, Raw
from .model import Term
from .problem import Severity, Trail

# The fields whose words ids are made of.
_NAMING = ("title", "name", "official_name", "authors", "publisher", "year", "municipalities")


def _words(text: str) -> frozenset[str]:
    """The words of a text as they can stand in an id."""
    return frozenset(slug(text).split("-"))


@dataclass(frozen=True)
class Placed:
    """A valid entry and where it was read; `lines` holds where it and its parts begin."""

    entry: Entry
    raw: Raw
    lines: Mapping[str, int]


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

    @cached_property
    def ends(self) -> frozenset[tuple[str, Reference]]:
        """What entries lead to, valid or not, and how: each once."""
        return frozenset[tuple[str, Reference]]().union(*(raw.ends for raw in self.loaded.entries))

    def references_to(
        self, ends: AbstractSet[tuple[str, Reference]]
    ) -> Iterator[tuple[Raw, Found, Reference]]:
        """Every reference that is one of these."""
        for raw in self.loaded.entries if ends else ():
            for found, mark in raw.references if raw.ends & ends else ():
                if (found.value, mark) in ends:
                    yield raw, found, mark

    @property
    def texts(self) -> Iterator[tuple[Raw, Found]]:
        """Every text that may hold Markdown in every entry, valid or not."""
        return ((raw, found) for raw in self.loaded.entries for found in raw.texts)

    @cached_property
    def explained(self) -> tuple[str, ...]:
        """The words that the glossary explains, cut so that their other endings are known too."""
        terms = (one.entry for one in self.entries if isinstance(one.entry, Term))
        return tuple(sorted(explained(terms)))

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """The used ids that are no entry's, with the one that each evidently was or is to be."""
        return renames.evident(self._uses(), self.kinds, self._names())

    def _uses(self) -> Iterator[renames.Use]:
        for raw in self.loaded.entries:
            yield from ((one.value, mark.kinds) for one, mark in raw.references)
            if isinstance(raw.data, dict) and raw.data.get("via"):  # nothing needs to lead there
                yield str(raw.data.get("id")), ()
        texts = (one.value for raw in self.loaded.entries for one in raw.linking)
        for text in (*texts, *self.loaded.pages.values()):
            yield from ((match[2], ()) for match in REFERENCE.finditer(text))

    def _names(self) -> Iterator[renames.Name]:
        for raw in self.loaded.entries:
            for path, _, data in raw_parts(raw.collection.model, raw.data):
                one = data.get("id") if isinstance(data, dict) else None
                if isinstance(one, str):
                    said = [str(data.get(field) or "") for field in _NAMING]
                    yield from ((one, _words(each)) for each in (*said, " ".join(said)) if each)
                    if not path and not raw.path:
                        yield one, _words(PurePosixPath(raw.file).stem)

    def only(self, some: Sequence[Raw]) -> "Checked":
        """The same for rules that need look at no more than some of the entries."""
        wanted = set(some)
        fewer = Checked(
            replace(self.loaded, entries=list(some)),
            [placed for placed in self.entries if placed.raw in wanted],
            self.blind, self.kinds, self.places,
        )  # fmt: skip
        fewer.explained = self.explained
        return fewer


def explained(terms: Iterable[Term]) -> set[str]:
    """The words the glossary explains, cut so that their other endings are known too."""
    names: set[str] = set()
    for term in terms:
        for name in (term.title, *term.synonyms, *term.english):
            names |= {word.lower() for word in plain.words(name)}
    return {name[:-1] if len(name) > 6 else name for name in names if len(name) > 2}
