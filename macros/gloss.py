"""Explains the words of the glossary where a page first uses them.

The word becomes a button that opens its definition: by click, tap, Enter and, with a
little script, by hover. All definitions stand at the end of the page, so that they
print there too. It works on finished HTML and touches only running text.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from . import markup
from .link import Node, Site
from .model import Term

# Text inside these is left alone: links, headings, quotes, labels, pictures and controls.
_CLOSED = frozenset(
    [
        *("a", "h1", "h2", "h3", "h4", "h5", "h6", "button", "q", "blockquote", "dt", "summary"),
        *("figcaption", "label", "legend", "select", "textarea", "script", "style", "nav", "svg"),
        *("code", "cite", "del", "ins", "template"),
    ]
)
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-zA-Z0-9]+)")
_ENDINGS = r"(?:en|et|er|erne|ene|e|s|ens|ets|ernes|t|n|ns)?"
_DEFINITION = Markup(
    '<div popover id="ord-{}"><p><strong>{}</strong> {} <a href="{}">Ordliste</a></p></div>'
)
# Shorter names than this are taken only when written in capitals, such as BUM and RBS.
_SHORT = 5


@dataclass(frozen=True)
class _Words:
    pattern: re.Pattern[str] | None
    by_name: dict[str, Node]


@lru_cache(maxsize=1)
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
        return _Words(None, {})
    either = "|".join(re.escape(name) for name in names)
    return _Words(re.compile(rf"(?<![\w-])({either}){_ENDINGS}(?![\w-])", re.IGNORECASE), by_name)


def gloss(html: str, site: Site, page: str) -> str:
    """`html` with first uses explained; `page` is its address from the site's root."""
    words = _words(site)
    if words.pattern is None:
        return html
    used: dict[str, Node] = {}
    closed: list[str] = []
    written = []
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            _follow(piece, closed)
            written.append(piece)
        else:
            written.append(piece if closed else _mark(piece, words, used))
    return "".join(written) + _definitions(used, page)


def _follow(tag: str, closed: list[str]) -> None:
    """Keep `closed` as the stack of elements whose text is left alone."""
    name = _NAME.match(tag)
    element = name[1].lower() if name else ""
    if tag.startswith("</"):
        if closed and closed[-1] == element:
            closed.pop()
    elif element in _CLOSED or "aria-hidden" in tag or (closed and element == closed[-1]):
        closed.append(element)


def _mark(text: str, words: _Words, used: dict[str, Node]) -> str:
    def explain(match: re.Match[str]) -> str:
        node = words.by_name[match[1].lower()]
        if node.id in used:
            return match[0]
        used[node.id] = node
        return (
            f'<button type="button" class="term" popovertarget="ord-{node.id}">{match[0]}</button>'
        )

    return words.pattern.sub(explain, text) if words.pattern else text


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
