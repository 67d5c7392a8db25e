"""The search index: small files that a reader's browser asks for one by one.

The words of the site are kept by their Danish stems, so that inflected forms are found, and the
parts of compounds count as words. A search loads the files of the words that were typed and of
the pages it shows, so it costs the same however large the site is. Every file is a script, since
a script can be loaded from a folder as well as from a server.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from html import unescape
from itertools import chain
from pathlib import Path
from typing import Any

import snowballstemmer

from . import markup, parallel
from .addresses import address
from .case_files import script, short
from .danish import sort_key
from .link import Site
from .model import Term
from .put import put
from .vocabulary import NEARBY, SMALL

FOLDER = "soeg/indeks"
# The file that tells what there is.
OVERVIEW = "om"
# Signs in one file of stems: about 3 kB when sent.
RUN = 8_000
# A stem that more pages have is known only from those that have most of it.
MOST_PAGES = 2_000
# Words that a misspelt one may have been meant as: the most used.
MOST_WORDS = 30_000
_VERSION = 8
# Shorter parts are mostly endings, and match too much.
SHORTEST_PART = 4
SHORTEST_COMPOUND = 8
# How much a word counts by where it stands, and by the kind of entry: a reader who types
# a word wants what it means and who has done it before the texts it was found in.
TITLE_WEIGHT, SUMMARY_WEIGHT, TEXT_WEIGHT, PART_WEIGHT = 6.0, 2.0, 1.0, 0.5
# What somebody stands by comes before a draft of ours, and the subject before how the site is made.
KIND_WEIGHTS = {
    "Side": 1.6, "Ord": 1.6, "Kommune": 1.3, "Tjekliste": 0.8, "Arbejdsudkast": 0.6,
    "Punkt i arbejdsudkast": 0.6, "Bag om sitet": 0.5, "Kilde": 0.12,
}  # fmt: skip
# Kinds whose summary is the same words for all, and pages that only repeat other entries.
SAME_SUMMARY = ("Kommune", "Kilde")
LISTS = ("Oversigt",)
# Kinds whose text is no running text, so that only their summary can be shown.
NOT_SHOWN = (*LISTS, "Ord")

# Words of letters, and years: "charter 2013". The search page reads a query in the same way.
_WORD = re.compile(r"[a-zæøåéüöä]+|(?<!\d)(?:19|20)\d\d(?!\d)")
_LEFT_OUT = re.compile(
    r"<(script|style|nav|form|sup|template|noscript)\b.*?</\1>|<h1\b.*?</h1>"
    r'|<p class="(?:edit|paper[^"]*)".*?</p>'
    r'|<section class="(?:part (?:sources|near|mentions)|words|whose)".*?</section>',
    re.DOTALL,
)
# What stands within a sentence; words explained by the glossary are buttons.
_INLINE = re.compile(r"</?(?:a|button|em|strong|i|q|u|mark)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
# Words made of others by an ending of their own, with one of inflection.
_DERIVED = re.compile(
    "([a-zæøå]{2,}ig(?=hed|e|t|s|$)|[a-zæøå]+hed)(?:hed)?(?:en|er|erne|ens|ernes|e|ere|t|st|s)?"
)
_SMALL = frozenset(SMALL.split())
_STEMMER = snowballstemmer.stemmer("danish")


@dataclass(frozen=True)
class Record:
    """One thing to find: its address from the site's root, and what it says."""

    address: str
    kind: str
    title: str
    summary: str
    text: str

    @property
    def words(self) -> list[str]:
        """All its words in lower case."""
        return words_in(f"{self.title} {self.summary} {self.text}")


def words_in(text: str) -> list[str]:
    """The words of a text in lower case, in their order."""
    return _WORD.findall(text.lower())


def title_of(html: str) -> str:
    """The words of a page's first heading; "" when it has none."""
    title = _TITLE.search(html)
    return _text(title[1]) if title else ""


def text_of(html: str) -> str:
    """The text of a page that is searched: without its heading, notes, menus and controls."""
    return _text(_LEFT_OUT.sub(" ", html))


def written_record(address: str, html: str, description: str, kind: str) -> Record:
    """What there is to find on a hand-written page."""
    return Record(address, kind, title_of(html) or address, description, text_of(html))


def build(site_dir: Path, site: Site, records: Sequence[Record]) -> None:
    """Write the index of `records` into `site_dir`."""
    runs = parallel.parts(list(files(site, records).items()))
    parallel.together([partial(_write, site_dir, run) for run in runs])


def _write(site_dir: Path, run: Iterable[tuple[str, str]]) -> None:
    for name, text in run:
        put(site_dir, f"{FOLDER}/{name}", text)


def files(site: Site, records: Sequence[Record]) -> dict[str, str]:
    """Every file of the index by its name.

    The overview has the version, how many pages there are, the first stem of each run of stems,
    the first letters of the site's words, the other names of what the glossary explains,
    readers' own words by the site's, and words that say little. The words that begin with the first
    of these letters are in the file `o0`, and so on, the most used first: those that a misspelt
    word may have been meant as. A run has for each stem its words, the pages as steps from one to
    the next with a weight after each, and how many they are where not all are told. A page has its
    title, kind, address, summary and the text to quote from.
    """
    vocabulary = vocabulary_of(records)
    runs = list(_runs(_stems(records, vocabulary)))
    lists = word_lists(vocabulary)
    told: dict[str, Any] = {f"r{number}": run for number, run in enumerate(runs)}
    told |= {f"o{number}": " ".join(words) for number, words in enumerate(lists.values())}
    for number, one in enumerate(records):
        text = "" if one.kind in NOT_SHOWN else one.text
        told[f"p{number}"] = [one.title, one.kind, one.address, one.summary, text]
    made = {f"{name}.js": script(name, data) for name, data in told.items()}
    whole = sha256("".join(made.values()).encode()).hexdigest()
    about = {
        "version": whole[:_VERSION], "count": len(records), "synonyms": synonyms(site),
        "nearby": NEARBY, "small": SMALL, "letters": "".join(lists),
        "firsts": " ".join(next(iter(run)) for run in runs),
    }  # fmt: skip
    return {f"{OVERVIEW}.js": script(OVERVIEW, about), **made}


def term_records(site: Site) -> Iterator[Record]:
    """The words of the glossary, which share one page but are found one by one."""
    for node in site.of_kind("term"):
        if isinstance(node.entry, Term):
            definition = markup.plain(node.entry.definition.text)
            names = ", ".join((*node.entry.synonyms, *node.entry.english))
            yield Record(address(site, node.id), "Ord", node.title, definition, names)


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", html))).split())


# The number of each page, and after it how much the stem counts there: a flat list is soon sent
# from one process to another.
_Places = list[int]


def _stems(records: Sequence[Record], vocabulary: Counter[str]) -> Iterator[tuple[str, list[Any]]]:
    """Each stem with its words, the most used first, its pages, and how many when not all."""
    compounds, known = Compounds(vocabulary), stems(vocabulary)
    places: defaultdict[str, _Places] = defaultdict(list)
    runs = parallel.parts(list(enumerate(records)))
    for run in parallel.together([partial(_placed, run, compounds, known) for run in runs]):
        for one, some in run.items():
            places[one] += some
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(vocabulary, key=lambda word: (-vocabulary[word], word)):
        forms[known[word]].append(word)
    for one in sorted(places):
        many = len(places[one]) // 2
        told = _where_it_counts(places[one]) if many > MOST_PAGES else places[one]
        yield one, [" ".join(forms[one]), _steps(told), *([many] if many > MOST_PAGES else [])]


def _where_it_counts(places: _Places) -> _Places:
    """The pages where a stem counts most, the first among equals, in their order."""
    numbers, weights = places[::2], places[1::2]
    least = sorted(weights)[-MOST_PAGES]
    equals = MOST_PAGES - sum(weight > least for weight in weights)
    best: _Places = []
    for number, weight in zip(numbers, weights, strict=True):
        equals -= weight == least
        if weight > least or (weight == least and equals >= 0):
            best += (number, weight)
    return best


def _placed(
    run: Iterable[tuple[int, Record]], compounds: "Compounds", known: Mapping[str, str]
) -> Mapping[str, _Places]:
    """Where each stem stands in some records, and how much it counts there."""
    found: defaultdict[str, _Places] = defaultdict(list)
    for number, record in run:
        for one, weight in _weights(record, compounds, known).items():
            found[one] += (number, weight)
    return found


def _weights(record: Record, compounds: "Compounds", known: Mapping[str, str]) -> dict[str, int]:
    """How much each stem counts in a record: by where it stands, and damped by how often."""
    found: defaultdict[str, float] = defaultdict(float)
    for words, weight in _weighed(record, compounds):
        for word, times in Counter(words).items():
            found[known.get(word) or stem(word)] += weight * times
    kind = KIND_WEIGHTS.get(record.kind, 1.0)
    most = 10 * kind / (1 + math.log1p(len(found)) / 8)
    return {one: round(most * math.log1p(weight)) or 1 for one, weight in found.items()}


def _weighed(record: Record, compounds: "Compounds") -> Iterator[tuple[list[str], float]]:
    """The words of each part of a record, and how much each of them counts."""
    title, summary, text = map(words_in, (record.title, record.summary, record.text))
    # Of a title's words each counts more, the fewer there are.
    many = len([word for word in title if word not in _SMALL])
    yield title, TITLE_WEIGHT * (1 + 1 / max(many, 1) ** 2)
    if record.kind not in SAME_SUMMARY:
        yield summary, SUMMARY_WEIGHT
    if record.kind not in LISTS:
        yield text, TEXT_WEIGHT
        yield compounds.parts_of({*title, *summary, *text}), PART_WEIGHT


def _runs(stems: Iterable[tuple[str, list[Any]]]) -> Iterator[dict[str, list[Any]]]:
    """Stems in files of a size that is soon sent; at least one, so that there is a first."""
    run: dict[str, list[Any]] = {}
    size = 0
    for one, told in stems:
        run[one] = told
        size += len(one) + len(told[0]) + len(told[1])
        if size > RUN:
            yield run
            run, size = {}, 0
    if run:
        yield run


def _steps(places: _Places) -> str:
    """Pages as the steps from each to the next, which are short, and their weights."""
    steps: list[str] = []
    before = 0
    for number, weight in zip(places[::2], places[1::2], strict=True):
        steps += (short(number - before), short(weight))
        before = number
    return ".".join(steps)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word's stem by the Danish Snowball rules."""
    return str(_STEMMER.stemWord(word))


def stems(vocabulary: Iterable[str]) -> dict[str, str]:
    """The stem of each word, where Snowball takes off too little or too much.

    It takes the t of `frivilligt` off, but not that of `grønt` and `lokalt`; what is no ending
    of `kvalitet` and `budget`, which other forms keep; and so much of `ledige` that it is `led`.
    """
    found = {word: _derived(word) or stem(word) for word in vocabulary}
    others = set(found.values())
    for word, one in found.items():
        whole = word.removesuffix("s")
        if one == word and word.endswith("t") and len(word) > SHORTEST_PART and word[:-1] in others:
            found[word] = word[:-1]
        elif whole.endswith("et") and one == whole[:-2] and whole in others:
            found[word] = whole
    return found


def _derived(word: str) -> str:
    """The word without its inflection, when too little would be left to tell it from others."""
    made = _DERIVED.fullmatch(word)
    return made[1] if made and len(stem(word)) < SHORTEST_PART else ""


class Compounds:
    """Splits compounds into words that stand alone elsewhere on the site."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """Learn the words of the site."""
        self._stems = {stem(word) for word in vocabulary if len(word) >= SHORTEST_PART}
        self._parts: dict[str, tuple[str, ...]] = {}

    def parts_of(self, words: Iterable[str]) -> list[str]:
        """The parts of all compounds among `words`, each once, in order."""
        long_enough = (word for word in words if len(word) >= SHORTEST_COMPOUND)
        return sorted({part for word in long_enough for part in self._once(word)})

    def _once(self, word: str) -> tuple[str, ...]:
        if word not in self._parts:
            self._parts[word] = tuple(self.split(word))
        return self._parts[word]

    def split(self, word: str) -> Iterator[str]:
        """The parts of one word: `samskabelsesproces` gives `samskabelses`, `proces`."""
        if len(word) < SHORTEST_COMPOUND:
            return
        for at in range(SHORTEST_PART - 1, len(word) - SHORTEST_PART + 1):
            head, tail = word[:at], word[at:]
            if self._known(tail) and (self._known(head) or self._known(head[:-1], head[-1])):
                yield head
                yield tail

    def _known(self, part: str, joint: str = "s") -> bool:
        """Whether a part is a word here; `joint` is the letter that ties it to the next."""
        return len(part) >= SHORTEST_PART - 1 and joint in "se" and stem(part) in self._stems


def vocabulary_of(records: Sequence[Record]) -> Counter[str]:
    """How often each word stands on the site."""
    runs = parallel.parts(records)
    total: Counter[str] = Counter()
    for one in parallel.together([partial(_count_words, run) for run in runs]):
        total.update(one)
    return total


def _count_words(run: Iterable[Record]) -> Counter[str]:
    return Counter(chain.from_iterable(record.words for record in run))


def word_lists(vocabulary: Counter[str]) -> dict[str, list[str]]:
    """By their first letter the words of four letters or more, the most used first."""
    long_enough = [word for word in vocabulary if len(word) >= SHORTEST_PART and word.isalpha()]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(long_enough, key=lambda word: (-vocabulary[word], word))[:MOST_WORDS]:
        found[word[0]].append(word)
    return {letter: found[letter] for letter in sorted(found)}


def synonyms(site: Site) -> dict[str, list[str]]:
    """For each name of a glossary term, the other names of the same thing."""
    found: dict[str, set[str]] = {}
    for node in site.of_kind("term"):
        entry = node.entry
        if isinstance(entry, Term):
            names = {name.lower() for name in (entry.title, *entry.synonyms, *entry.english)}
            for name in names:
                found.setdefault(name, set()).update(names - {name})
    return {name: sorted(found[name], key=sort_key) for name in sorted(found) if found[name]}
