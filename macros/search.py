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
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from pathlib import Path

import snowballstemmer

from .danish import sort_key
from .link import Site
from .model import Term

# Marks where the added words begin, so that a result never quotes them.
SEPARATOR = "⁂"
# Shorter parts are mostly endings, and match too much.
SHORTEST_PART = 4
SHORTEST_COMPOUND = 8
# How much an added word counts against a word of the text itself.
PART_WEIGHT = 0.5

_WORD = re.compile(r"[a-zæøåéüöä]+")
_BODY = re.compile(r"<main\b.*</main>", re.DOTALL)
_LEFT_OUT = re.compile(r"<(script|style|nav|form)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_STEMMER = snowballstemmer.stemmer("danish")


class IndexingError(RuntimeError):
    """Pagefind did not finish."""


def build(site_dir: Path, site: Site) -> None:
    """Write the search index and its word lists into `site_dir`. Raises IndexingError."""
    pages = {path: path.read_text("utf-8") for path in sorted(site_dir.rglob("*.html"))}
    pages = {path: html for path, html in pages.items() if "data-pagefind-body" in html}
    words = {path: Counter(words_of(html)) for path, html in pages.items()}
    vocabulary: Counter[str] = sum(words.values(), Counter())
    compounds = Compounds(vocabulary)
    with tempfile.TemporaryDirectory() as folder:
        for path, html in pages.items():
            copy = Path(folder) / path.relative_to(site_dir)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(_with_parts(html, compounds.parts_of(words[path])), "utf-8")
        _run_pagefind(Path(folder), site_dir / "pagefind")
    _write_json(site_dir / "soeg" / "ord.json", word_list(vocabulary))
    _write_json(site_dir / "soeg" / "synonymer.json", synonyms(site))


def words_of(html: str) -> list[str]:
    """The words a reader sees in the main part of a page, in lower case."""
    body = _BODY.search(html)
    text = _TAG.sub(" ", _LEFT_OUT.sub(" ", body[0] if body else ""))
    return _WORD.findall(unescape(text).lower())


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word's stem by the Danish Snowball rules."""
    return str(_STEMMER.stemWord(word))


class Compounds:
    """Splits compounds into words that stand alone elsewhere on the site."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """Learn the words of the site."""
        self._stems = {stem(word) for word in vocabulary if len(word) >= SHORTEST_PART}

    def parts_of(self, words: Iterable[str]) -> list[str]:
        """The parts of all compounds among `words`, each once, in order."""
        return sorted({part for word in words for part in self.split(word)})

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


def _with_parts(html: str, parts: list[str]) -> str:
    added = f'<p data-pagefind-weight="{PART_WEIGHT}">{SEPARATOR} {" ".join(parts)}</p></main>'
    return html.replace("</main>", added, 1) if parts else html


def _run_pagefind(pages: Path, output: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(pages)]
    command += ["--output-path", str(output), "--force-language", "da", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise IndexingError(f"Søgeindekset blev ikke bygget: {done.stderr or done.stdout}")


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
