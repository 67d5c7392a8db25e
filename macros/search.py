"""The search index: Pagefind, helped where Danish needs it.

Pagefind finds inflected forms but neither parts of compounds, misspelt words nor
synonyms. The pages it is given therefore carry the parts of their compounds, and
beside the index stand two small lists for the search script: the words of the site
(to mend a typo) and the synonyms of the glossary.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape, unescape
from pathlib import Path

import snowballstemmer

from . import markup, parallel
from .addresses import address
from .danish import sort_key
from .link import Site
from .model import Term

# Where Pagefind writes its index.
FOLDER = "pagefind"
# Marks where the added words begin, so that a result never quotes them.
SEPARATOR = "⁂"
# Shorter parts are mostly endings, and match too much.
SHORTEST_PART = 4
SHORTEST_COMPOUND = 8
# How much a word counts by where it stands, and by the kind of entry: a reader who types
# a word wants what it means and who has done it before the texts it was found in.
TITLE_WEIGHT, SUMMARY_WEIGHT, TEXT_WEIGHT, PART_WEIGHT = 6.0, 2.0, 1.0, 0.5
KIND_WEIGHTS = {"Side": 1.6, "Ord": 1.6, "Kommune": 1.3, "Tjekliste": 0.8, "Kilde": 0.12}
# Kinds whose summary is the same words for all, and pages that only repeat other entries.
SAME_SUMMARY = ("Kommune", "Kilde")
LISTS = ("Oversigt",)

_WORD = re.compile(r"[a-zæøåéüöä]+")
_LEFT_OUT = re.compile(
    r"<(script|style|nav|form|sup|template|noscript)\b.*?</\1>|<h1\b.*?</h1>"
    r'|<p class="(?:edit|paper[^"]*)".*?</p>'
    r'|<section class="(?:part sources|words|whose)".*?</section>',
    re.DOTALL,
)
_INLINE = re.compile(r"</?(?:a|em|strong|i|q|mark)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_STEMMER = snowballstemmer.stemmer("danish")


class IndexingError(RuntimeError):
    """Pagefind did not finish."""


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


def text_of(html: str) -> str:
    """The text of a page that is searched: without its heading, notes, menus and controls."""
    return _text(_LEFT_OUT.sub(" ", html))


def written_record(address: str, html: str, description: str, *, overview: bool) -> Record:
    """What there is to find on a hand-written page."""
    title = _TITLE.search(html)
    kind = "Oversigt" if overview else "Side"
    return Record(address, kind, _text(title[1]) if title else address, description, text_of(html))


def build(site_dir: Path, site: Site, records: list[Record]) -> None:
    """Write the index and its word lists into `site_dir`. Raises IndexingError."""
    vocabulary = vocabulary_of(records)
    compounds = Compounds(vocabulary)
    with tempfile.TemporaryDirectory() as folder:
        runs = parallel.parts(list(enumerate(records)))
        parallel.together([partial(_write_documents, run, compounds, Path(folder)) for run in runs])
        _index(folder, site_dir / FOLDER)
    _write_json(site_dir / "soeg" / "ord.json", word_list(vocabulary))
    _write_json(site_dir / "soeg" / "synonymer.json", synonyms(site))


def term_records(site: Site) -> Iterator[Record]:
    """The words of the glossary, which share one page but are found one by one."""
    for node in site.of_kind("term"):
        if isinstance(node.entry, Term):
            definition = markup.plain(node.entry.definition.text)
            names = ", ".join((*node.entry.synonyms, *node.entry.english))
            yield Record(address(site, node.id), "Ord", node.title, definition, names)


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", html))).split())


def _document(record: Record, parts: list[str]) -> str:
    """A record as the small HTML page Pagefind reads."""
    kind = KIND_WEIGHTS.get(record.kind, 1.0)

    def block(text: str, weight: float) -> str:
        return f'<p data-pagefind-weight="{weight * kind:.2f}">{escape(text)}</p>'

    summary = "" if record.kind in SAME_SUMMARY else record.summary
    text = "" if record.kind in LISTS else record.text
    extra = "" if record.kind in LISTS else " ".join(parts)
    return (
        '<html lang="da"><body data-pagefind-body>'
        f'<h1 data-pagefind-weight="{TITLE_WEIGHT * kind:.2f}">{escape(record.title)}</h1>'
        f'<span data-pagefind-meta="kind" data-pagefind-ignore>'
        f"{escape(record.kind)}</span>"
        f'<span data-pagefind-meta="place" data-pagefind-ignore>{escape(record.address)}</span>'
        f'<span data-pagefind-meta="summary" data-pagefind-ignore>{escape(record.summary)}</span>'
        f"{block(summary, SUMMARY_WEIGHT)}{block(text, TEXT_WEIGHT)}"
        f"{block(f'{SEPARATOR} {extra}', PART_WEIGHT)}</body></html>"
    )


def _write_documents(
    run: Iterable[tuple[int, Record]], compounds: "Compounds", folder: Path
) -> None:
    for number, record in run:
        html = _document(record, compounds.parts_of(set(record.words)))
        (folder / f"{number}.html").write_bytes(html.encode())


def _index(folder: str, output: Path) -> None:
    """Let Pagefind index the documents; each carries its own address as `place`."""
    command = [sys.executable, "-m", "pagefind", "--site", folder]
    command += ["--output-path", str(output), "--force-language", "da", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise IndexingError(f"Søgeindekset blev ikke bygget: {done.stderr or done.stdout}")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word's stem by the Danish Snowball rules."""
    return str(_STEMMER.stemWord(word))


class Compounds:
    """Splits compounds into words that stand alone elsewhere on the site."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """Learn the words of the site."""
        self._stems = {stem(word) for word in vocabulary if len(word) >= SHORTEST_PART}
        self._parts: dict[str, tuple[str, ...]] = {}

    def parts_of(self, words: Iterable[str]) -> list[str]:
        """The parts of all compounds among `words`, each once, in order."""
        return sorted({part for word in words for part in self._once(word)})

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
    return Counter(word for record in run for word in record.words)


def word_list(vocabulary: Counter[str]) -> list[str]:
    """The site's words of four letters or more, the most used first."""
    long_enough = [word for word in vocabulary if len(word) >= SHORTEST_PART]
    return sorted(long_enough, key=lambda word: (-vocabulary[word], word))


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


def _write_json(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")
