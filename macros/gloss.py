"""Explains the words of the glossary where a page first uses them.

The word becomes a button that opens its definition: by click, tap, Enter and, with a
little script, by hover. All definitions stand at the end of the page, so that they
print there too. It works on finished HTML and touches only running text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from . import markup
from .link import Node, Site, derived
from .model import Term

# Text inside these is left alone: links, headings, quotes, labels, pictures and controls.
_CLOSED = re.compile(
    r"<(a|h[1-6]|button|q|blockquote|dt|summary|figcaption|label|legend|select|textarea|script"
    r"|style|nav|svg|code|cite|del|ins|template|\w+(?=[^>]*\saria-hidden))\b[^>]*>"
)
_WORD = re.compile(r"[\w-]+|§")
_ENDINGS = ("", "en", "et", "er", "erne", "ene", "e", "s", "ens", "ets", "ernes", "t", "n", "ns")
_BUTTON = '<button type="button" class="term" popovertarget="ord-{}">{}</button>'
_DEFINITION = Markup(
    '<div popover id="ord-{}"><p><strong>{}</strong> {} <a href="{}">Ordliste</a></p></div>'
)
# Shorter names than this are taken only when written in capitals, such as BUM and RBS.
_SHORT = 5


@dataclass(frozen=True)
class _Words:
    """The names to look for; `first` is every word that one may begin with, in lower case.

    Looking a word up is many times faster than trying the pattern at it.
    """

    pattern: re.Pattern[str] | None
    by_name: dict[str, Node]
    first: frozenset[str]


@derived
def _words(site: Site) -> _Words:
    """Every name of every term, longest first, so that the fullest one is found."""
    by_name: dict[str, Node] = {}
    for node in site.of_kind("term"):
        if isinstance(node.entry, Term):
            for name in (node.entry.title, *node.entry.synonyms):
                if len(name) >= _SHORT or name.isupper():
                    by_name.setdefault(name.lower(), node)
    names = sorted(by_name, key=len, reverse=True)
    if not names:
        return _Words(None, {}, frozenset())
    either, endings = "|".join(re.escape(name) for name in names), "|".join(_ENDINGS)
    pattern = re.compile(rf"({either})(?:{endings})(?![\w-])", re.IGNORECASE)
    first = (_WORD.findall(name)[0] for name in names)
    return _Words(pattern, by_name, frozenset(f"{one}{end}" for one in first for end in _ENDINGS))


def gloss(html: str, site: Site, page: str) -> str:
    """`html` with first uses explained; `page` is its address from the site's root."""
    words, used = _words(site), dict[str, Node]()
    written, done = [], 0
    for match in _uses(html, words):
        node = words.by_name[match[1].lower()]
        if node.id not in used and match.start() >= done:
            used[node.id] = node
            written += [html[done : match.start()], _BUTTON.format(node.id, match[0])]
            done = match.end()
    return "".join((*written, html[done:])) + _definitions(used, page)


def _uses(html: str, words: _Words) -> Iterator[re.Match[str]]:
    """Every name of a term in running text, in order."""
    lowered = html.lower()
    met = words.first.intersection(_WORD.findall(lowered))
    if not met or not words.pattern or len(lowered) != len(html):
        return
    places = sorted({at for word in met for at in _places(lowered, word)})
    closed = _closed(html)
    begins, ends = next(closed, (len(html), len(html)))
    for at in places:
        while ends <= at:
            begins, ends = next(closed, (len(html), len(html)))
        match = None if begins <= at else words.pattern.match(html, at)
        if match and html.rfind("<", 0, at) <= html.rfind(">", 0, at):
            yield match


def _closed(html: str) -> Iterator[tuple[int, int]]:
    """From where to where text is left alone, in order."""
    end = 0
    for opened in _CLOSED.finditer(html):
        if opened.start() >= end:
            end = _end(html, opened[1], opened.end())
            yield opened.start(), end


def _end(html: str, element: str, at: int) -> int:
    """Where an element ends that was opened just before `at`; it may hold others of its name."""
    depth = 1
    for tag in _tags(element).finditer(html, at):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(html)


@cache
def _tags(element: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){element}\b[^>]*>")


def _places(text: str, word: str) -> Iterator[int]:
    """Where a word begins in a text."""
    at = text.find(word)
    while at >= 0:
        before = text[at - 1] if at else " "
        if not (before.isalnum() or before in "_-"):
            yield at
        at = text.find(word, at + len(word))


def _definitions(used: dict[str, Node], page: str) -> str:
    """The definitions of the words used, for the buttons to open and for paper."""
    if not used:
        return ""
    entries = []
    for node in used.values():
        if isinstance(node.entry, Term):
            address = markup.relative(f"ordliste/#{node.id}", page)
            said = markup.plain(node.entry.definition.text)
            entries.append(_DEFINITION.format(node.id, node.title, said, address))
    heading = '<p class="words-title">Ord på siden</p>'
    return f'<section class="words" aria-label="Ord på siden">{heading}{"".join(entries)}</section>'
