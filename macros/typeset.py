"""The handbook's HTML typeset as a PDF: tagged, with page numbers, contents and bookmarks.

The HTML is read into a tree of plain values, and the typesetter gets that tree as data:
no text from the site is ever read as its markup.
"""

import base64
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import typst

from . import danish, handbook
from .cache import Cache, digest
from .link import Site
from .published import About

TEMPLATE = Path(__file__).parent / "templates" / "handbook.typ"
# An accessible PDF (PDF/UA-1): tags, language, title, and a check that they are there.
STANDARD: Final = "ua-1"
_VOID = ("br", "hr", "img", "wbr")
_LEFT_OUT = ("nav", "script", "svg", "button")
# Signs outside these the typefaces may lack, and combined ones; a PDF for all may not hold them.
_UNSURE = re.compile(r"[^\x00-\x7f\xa0-\u017f\u2010-\u2026][\u0300-\u036f]*|.[\u0300-\u036f]+")
_STAND_IN = "\ufffd"
_MOST_KEPT = 10_000_000  # letters; a handbook takes three million
_INLINE = ("a", "em", "i", "q", "span", "strong", "sup", "time")


class TypesettingError(RuntimeError):
    """The PDF was not made."""


class _Tree(HTMLParser):
    """HTML as nested `{"tag", "is", "children"}`, with what of its attributes is needed."""

    def __init__(self) -> None:
        super().__init__()
        self.root: dict[str, Any] = {"tag": "body", "children": []}
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        node = {"tag": tag, "children": [], "is": given.pop("class", "")}
        node |= {name: given[name] for name in ("id", "href", "lang") if name in given}
        self._open[-1]["children"].append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node["tag"] == tag for node in self._open[1:]):
            while self._open.pop()["tag"] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1]["children"].append(data)


def tree(html: str, page: str = "") -> dict[str, Any]:
    """HTML as nested values: white space as read, and only links that lead somewhere.

    `page` is the whole address of the page; without it links within the site are text.
    """
    parser = _Tree()
    # Markup would be made anew with each step of the parser.
    parser.feed(str(html))
    root: dict[str, Any] = _tidy(parser.root)
    ids = {node["id"] for node in _nodes(root) if "id" in node}
    for node in _nodes(root):
        if "href" in node:
            _aim(node, ids, page)
    return root


def _tidy(node: Any) -> Any:
    """Runs of white space as one space; none between blocks; controls left out."""
    if isinstance(node, str):
        return node
    children = [one for one in node["children"] if not _is_left_out(one)]
    inline = any(isinstance(one, dict) and one["tag"] in _INLINE for one in children)
    inline = inline or any(isinstance(one, str) and one.strip() for one in children)
    texts = [_one_space(one) if isinstance(one, str) else _tidy(one) for one in children]
    kept = [one for one in texts if inline or not isinstance(one, str)]
    if kept and node["tag"] not in _INLINE:
        kept[0] = kept[0].lstrip() if isinstance(kept[0], str) else kept[0]
        kept[-1] = kept[-1].rstrip() if isinstance(kept[-1], str) else kept[-1]
    return node | {"children": kept}


def _is_left_out(node: Any) -> bool:
    return isinstance(node, dict) and node["tag"] in _LEFT_OUT


def _one_space(text: str) -> str:
    inner = " ".join(text.split())
    if not inner:
        return " "
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


def _nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    found = [node]
    for one in node["children"]:
        if isinstance(one, dict):
            found += _nodes(one)
    return found


def _aim(node: dict[str, Any], ids: set[str], page: str) -> None:
    """Keep a link within the book or to a whole address; otherwise it is only text."""
    href = node.pop("href")
    if href.startswith("#"):
        if href[1:] in ids:
            node["to"] = href[1:]
    elif urlsplit(href).scheme or page:
        node["url"] = urljoin(page, href)


def write(target: Path, site: Site, about: About) -> None:
    """Write the handbook into `target`. Raises TypesettingError."""
    address = f"{about.base}{handbook.ADDRESS}" if about.base else ""
    day = f"Udgivet {danish.date(about.published)}" if about.published else ""
    path = target / handbook.PDF
    path.parent.mkdir(parents=True, exist_ok=True)
    book, title = handbook.handbook(site), f"{about.name}: håndbogen"
    path.write_bytes(pdf(book, title, address, day))


def pdf(html: str, title: str, page: str = "", date: str = "") -> bytes:
    """The PDF of a page of HTML. The same in gives the same out. Raises TypesettingError."""
    name = digest(*(one.encode() for one in (html, title, page, date)))
    if kept := _kept().get(name):
        return base64.b64decode(kept)
    given = {"title": title, "address": page, "date": date, "body": tree(html, page)}
    book = _UNSURE.sub(_shown, json.dumps(given, ensure_ascii=False))
    try:
        made = _compiled(TEMPLATE, {"book": book})
    except typst.TypstError as error:
        raise TypesettingError(f"Håndbogen blev ikke til PDF: {error}") from error
    _kept().put(name, base64.b64encode(made).decode())
    _kept().save()
    return made


@cache
def _kept() -> Cache:
    """The last books, by what they were made of: most builds change nothing in it."""
    return Cache("book", (Path(__file__), TEMPLATE), _MOST_KEPT)


def _compiled(source: Path | bytes, given: dict[str, str]) -> bytes:
    made = typst.compile(source, sys_inputs=given, ignore_system_fonts=True, pdf_standards=STANDARD)
    return bytes(made)


def _shown(found: re.Match[str]) -> str:
    """A sign as it can be set: itself, or one that stands in for it."""
    return found[0] if _can_be_set(found[0]) else _STAND_IN


@cache
def _can_be_set(sign: str) -> bool:
    """Whether the typefaces have a sign: only the typesetter knows, so it is asked once."""
    try:
        _compiled(b'#set document(title: "x")\n#sys.inputs.sign', {"sign": sign})
    except typst.TypstError:
        return False
    return True
