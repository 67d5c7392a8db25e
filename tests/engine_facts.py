"""What a built site means, so that two builds of it can be held against each other."""

import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from lxml import html

# A site's own address in the tests, so that every file that needs one is written whole.
HOME = "https://eksempel.dk/samskabelse/"
ZIP = "hent/samskabelse.zip"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

Facts = dict[str, list[str]]


@dataclass(frozen=True, order=True)
class Difference:
    """What only our own engine gives and what only another gives: in one fact of one page."""

    page: str
    fact: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


def facts(address: str, text: str) -> Facts:
    """A page's titles, headings with ids, words, links as they lead, ids and elements."""
    tree = html.document_fromstring(text)
    elements = [one for one in tree.iter() if isinstance(one.tag, str)]
    return {
        "titles": [_words(one) for one in tree.xpath("//head/title")],
        "descriptions": tree.xpath("//meta[@name='description']/@content"),
        "headings": [f"{one.tag} {one.get('id')} {_words(one)}" for one in tree.iter(*HEADINGS)],
        "words": [word for one in tree.iter("article") for word in one.text_content().split()],
        "links": [f"{one.tag} {urljoin(HOME + address, to)}" for one, _, to, _ in tree.iterlinks()],
        "ids": tree.xpath("//@id"),
        "elements": [".".join([one.tag, *(one.get("class") or "").split()]) for one in elements],
    }


def _words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def pages(site: Path) -> dict[str, Facts]:
    """Every page of a site by its address."""
    found = {}
    for path in site.rglob("*.html"):
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        found[address] = facts(address, path.read_text("utf-8"))
    return found


def files(site: Path) -> dict[str, bytes]:
    """Every other file of a site by its address; of the zip, what it holds besides pages."""
    found = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.suffix != ".html"
    }
    with zipfile.ZipFile(site / ZIP) as archive:
        held = sorted(archive.namelist())
        others = [b"" if name.endswith(".html") else archive.read(name) for name in held]
    found[ZIP] = b"\n".join([*(name.encode() for name in held), *others])
    return found


def differences(ours: Mapping[str, Facts], theirs: Mapping[str, Facts]) -> Iterator[Difference]:
    """How pages differ, fact by fact; a page that only one has is one difference."""
    for page in sorted({*ours, *theirs}):
        mine, other = ours.get(page), theirs.get(page)
        if mine is None or other is None:
            yield Difference(page, "page", ("",) * bool(mine), ("",) * bool(other))
            continue
        for fact in mine:
            if mine[fact] != other[fact]:
                less = Counter(mine[fact]) - Counter(other[fact])
                more = Counter(other[fact]) - Counter(mine[fact])
                yield Difference(page, fact, tuple(sorted(less)), tuple(sorted(more)))
