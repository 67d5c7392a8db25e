"""Explains the words of the glossary where a page first uses them.

The word becomes a button that opens its definition: by click, tap, Enter and, with a
little script, by hover. All definitions stand at the end of the page, so that they
print there too. It works on finished HTML and touches only running text.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
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
_ENDINGS = ("", "en", "et", "er", "erne", "ene", "e", "s", "ens", "ets", "ernes", "t", "n", "ns")
_ENDING = re.compile(rf"(?:{'|'.join(_ENDINGS)})(?![\w-])")
# Bytes that may stand in a word stay; all others part words. § stands before one.
_APART = bytes(one if chr(one).isalnum() or chr(one) in "_-" else 32 for one in range(256))
# Browsers break lines at a button's edges, and a full stop, a bracket or a note would stand alone
# there.
_OPENING, _CLOSING = "(»«›", ".,:;!?)«»‹"
_NOTES, _NOTED = re.compile(r'<sup class="notes">.*?</sup>'), '<span class="noted">{}{}</span>'
_BUTTON = '<button type="button" class="term" popovertarget="ord-{}">{}<u>{}</u>{}</button>'
_DEFINITION = Markup('<div popover id="ord-{}"><p><strong>{}</strong>')
# What the page calls it, where that is no part of the headword.
_HERE = " (her: {})"
_MEANING = Markup(' {} <a href="')
_DEFINED = '">Ordliste</a></p></div>'
# Shorter names than this are taken only when written in capitals, such as BUM and RBS.
_SHORT = 5
_NEVER = (sys.maxsize, sys.maxsize)


@dataclass(frozen=True)
class _Words:
    """The names to look for, in lower case, by the first word of each in every form.

    Looking up a page's words is many times faster than trying a pattern at each of them.
    """

    by_name: dict[str, Node]
    by_first: dict[bytes, list[str]]
    definitions: dict[str, tuple[Markup, Markup]]


@derived
def _words(site: Site) -> _Words:
    """Every name of every term that is in use; a name that several have is the first one's."""
    by_name: dict[str, Node] = {}
    by_first: defaultdict[bytes, list[str]] = defaultdict(list)
    definitions = {}
    for node in site.of_kind("term"):
        if isinstance(node.entry, Term) and node.entry.status == "active":
            said = markup.plain(node.entry.definition.text)
            begun = _DEFINITION.format(node.id, node.title)
            definitions[node.id] = begun, _MEANING.format(said)
            for name in (node.entry.title, *node.entry.synonyms):
                if len(name) >= _SHORT or name.isupper():
                    by_name.setdefault(name.lower(), node)
    for name in by_name:
        forms = (_split(f"{name}{ending}")[:1] for ending in _ENDINGS)
        for first in {one for form in forms for one in form}:
            by_first[first].append(name)
    return _Words(by_name, dict(by_first), definitions)


def _split(lowered: str) -> list[bytes]:
    """The words of a text; a letter that Latin-1 lacks parts them, in names as on pages."""
    return lowered.encode("latin-1", "xmlcharrefreplace").translate(_APART).split()


def gloss(html: str, site: Site, page: str) -> str:
    """`html` with first uses explained; `page` is its address from the site's root."""
    # Markup would be made anew with each step; what comes of it is text all the same.
    html = str(html)
    words, used = _words(site), dict[str, str]()
    written, done = [], 0
    for at, end, name in _first_uses(html, words):
        used[name] = html[at:end]
        begun, closed = _with_signs(html, done, at, end)
        parts = html[begun:at], html[at:end], html[end:closed]
        button = _BUTTON.format(words.by_name[name].id, *parts)
        notes = _NOTES.match(html, closed)
        written += [html[done:begun], _NOTED.format(button, notes[0]) if notes else button]
        done = notes.end() if notes else closed
    return "".join((*written, html[done:])) + _definitions(words, used, page)


def _with_signs(html: str, done: int, at: int, end: int) -> tuple[int, int]:
    """Where a word begins and ends with the signs that stand close to it."""
    while at > done and html[at - 1] in _OPENING:
        at -= 1
    while end < len(html) and html[end] in _CLOSING:
        end += 1
    return at, end


def _first_uses(html: str, words: _Words) -> Iterator[tuple[int, int, str]]:
    """Where each term is first named in running text, in order: from where to where, and how."""
    lowered = html.lower()
    found = _found(lowered, words) if len(lowered) == len(html) else {}
    closed = _closed(html)
    begins, ends = next(closed, _NEVER) if found else _NEVER
    used, done = set[str](), 0
    for at, (end, name) in sorted(found.items()):
        identifier = words.by_name[name].id
        if identifier in used or at < done:
            continue
        while ends <= at:
            begins, ends = next(closed, _NEVER)
        if at < begins and html.rfind("<", 0, at) <= html.rfind(">", 0, at):
            used.add(identifier)
            done = end
            yield at, end, name


def _found(lowered: str, words: _Words) -> dict[int, tuple[int, str]]:
    """The longest name at each place that has one, and where it ends with its ending."""
    found: dict[int, tuple[int, str]] = {}
    for first in words.by_first.keys() & _split(lowered):
        for name in words.by_first[first]:
            for at in _places(lowered, name):
                ending = _ENDING.match(lowered, at + len(name))
                if ending and len(name) > len(found.get(at, (0, ""))[1]):
                    found[at] = ending.end(), name
    return found


def _closed(html: str) -> Iterator[tuple[int, int]]:
    """From where to where text is left alone, in order."""
    end = 0
    for opened in _CLOSED.finditer(html):
        if opened.start() >= end:
            end = _end(html, opened[1], opened.end())
            yield opened.start(), end


def _end(html: str, element: str, at: int) -> int:
    """Where an element ends that was opened just before `at`; it may hold others of its name."""
    closing = f"</{element}>"
    end = html.find(closing, at)
    if html.find(f"<{element}", at, end) < 0 <= end:
        return end + len(closing)
    depth = 1
    for tag in _tags(element).finditer(html, at):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(html)


@cache
def _tags(element: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){element}\b[^>]*>")


def _places(text: str, name: str) -> Iterator[int]:
    """Where a name begins in a text, at the beginning of a word."""
    at = text.find(name)
    while at >= 0:
        before = text[at - 1] if at else " "
        if not (before.isalnum() or before in "_-"):
            yield at
        at = text.find(name, at + len(name))


def _definitions(words: _Words, used: Mapping[str, str], page: str) -> str:
    """The definitions of the words used, for the buttons to open and for paper."""
    entries = [_definition(words, name, said, page) for name, said in used.items()]
    if not entries:
        return ""
    heading = '<p class="words-title">Ord på siden</p>'
    return f'<section class="words" aria-label="Ord på siden">{heading}{"".join(entries)}</section>'


def _definition(words: _Words, name: str, said: str, page: str) -> str:
    """What a name means; `said` is how the page writes it, as HTML."""
    node = words.by_name[name]
    begun, meaning = words.definitions[node.id]
    here = "" if name in node.title.lower() else _HERE.format(said)
    return f"{begun}{here}{meaning}{markup.relative(f'ordliste/#{node.id}', page)}{_DEFINED}"
