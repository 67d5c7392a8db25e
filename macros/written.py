"""The hand-written pages: which there are, what they say of themselves, each as a document.

An engine makes HTML of their Markdown, and nothing more. Which engine it was makes no
difference from here on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from markupsafe import Markup

from . import (
    bodies,
    export,
    feeds,
    handbook,
    jsonld,
    markup,
    own_files,
    pages,
    publication,
    search,
    takeaway,
)
from .addresses import address
from .fields import REFERENCE
from .front_matter import front_matter
from .gloss import gloss
from .link import Site
from .own_folder import FOLDER
from .press import Edition
from .problem import Problem
from .shell import Document, Titled

# Links that are right on the finished page. Zensical would move them as if they began where the
# Markdown lies, so they go through it as addresses on the host, which it leaves alone.
_LINK = re.compile(r'(?<![\w-])(href|src)="(?![\w+.-]+:|[#/])')
PIN = "/./"
_ID = re.compile(r'\bid="([^"]+)"')
# The files that every site has.
_MADE = {
    publication.ROBOTS, publication.SITEMAP, publication.MANIFEST, "404.html", export.LLMS,
    handbook.PDF, takeaway.ADDRESS,
}  # fmt: skip


def sources(root: Path) -> dict[str, Path]:
    """All that is written by hand, by its path for engines: a municipality's in place of ours."""
    return {**own_files.common(root), **own_files.pages(root), **own_files.assets(root)}


def place(path: str) -> str:
    """The address of a page by its path: `cases/x.md` is `cases/x/`."""
    pure = PurePosixPath(path).with_suffix("")
    folder = pure.parent if pure.name == "index" else pure
    return "" if folder == PurePosixPath() else f"{folder}/"


def clashing(root: Path, site: Site) -> Iterator[Problem]:
    """A municipality's pages and files at addresses that others have: only one would be shown."""
    theirs = own_files.pages(root)
    for path in sorted(_MADE.intersection(theirs)):
        message = f"Adressen /{path} har en fil, som sitet selv laver, så jeres bliver ikke brugt."
        hint = "Slet den, eller giv den et andet navn."
        yield Problem(f"{FOLDER}/docs/{path}", 1, 1, message, hint, "files")
    own = [path for path in theirs if path.endswith(".md")]
    made = {page.address for page in pages.all_pages(site).values()} if own else set()
    others: dict[str, str] = {}
    for path in (*(one for one in own_files.common(root) if one.endswith(".md")), *own):
        other = others.setdefault(place(path), path)
        if path in own and place(path) in made:
            message = f"Adressen /{place(path)} har en side, der bliver lavet af data."
            hint = (
                "Giv filen et andet navn. Er det siden, I vil ændre, så brug "
                f"{FOLDER}/data/changes.yaml eller jeres egen skabelon."
            )
        elif path in own and other != path:
            message = f"Adressen /{place(path)} har også filen {other}."
            hint = (
                "Giv den ene et andet navn. Skal jeres stå i stedet for vores, så kald den det "
                "samme."
            )
        else:
            continue
        yield Problem(f"{FOLDER}/docs/{path}", 1, 1, message, hint, "files")


def definitions(markdown: str, path: str, site: Site, *, pin: bool = False) -> str:
    """What to add to a page's Markdown, so that it may link to every entry by id."""
    named = sorted({match[2] for match in REFERENCE.finditer(markdown)} & site.nodes.keys())
    before, here = PIN if pin else "", place(path)
    return "".join(
        f"\n\n[{one}]: {before}{markup.relative(address(site, one), here)}" for one in named
    )


def anchors(site: Site, page: pages.Page) -> list[str]:
    """The places that links can lead to in a generated page."""
    return ids(bodies.body(site, page.kind, page.id))


def ids(html: str) -> list[str]:
    """The places that links can lead to in some HTML."""
    return _ID.findall(html)


def pinned(html: str) -> str:
    """HTML whose links no engine moves; `unpinned` gives it as it was."""
    return _LINK.sub(rf'\1="{PIN}', str(html))


def unpinned(html: str) -> str:
    """What an engine made of pinned HTML, with its links as they were."""
    return html.replace(f'="{PIN}', '="')


def menu(root: Path, settings: Mapping[str, Any]) -> list[Titled]:
    """The menu: what the settings list, and a municipality's pages that ask with `menu: Title`.

    One of theirs that stands in place of one listed has its place, and their title.
    """
    ours = {path: title for title, path in _listed(settings)}
    theirs = {path: title for title, path in _asking(root)}
    return [(title, place(path)) for path, title in (ours | theirs).items()]


def _listed(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in settings.get("nav") or ():
        for title, path in one.items() if isinstance(one, dict) else ():
            if str(path).endswith(".md"):
                yield str(title), path


def _asking(root: Path) -> Iterator[tuple[str, str]]:
    for path, source in own_files.pages(root).items():
        title = front_matter(source).get("menu") if path.endswith(".md") else None
        if isinstance(title, str | int):
            yield str(title), path


@dataclass(frozen=True)
class Written:
    """A page by hand: its path, the file it is written in, and the HTML that an engine made.

    `file` runs from the project's root; `listed` is what the settings call a page of ours, or "",
    and `above` has the hand-written pages whose address its own begins with.
    """

    path: str
    source: Path
    file: str
    html: str
    listed: str = ""
    above: Sequence[Titled] = ()

    @property
    def address(self) -> str:
        """Where it is found."""
        return place(self.path)

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What it says of itself."""
        return front_matter(self.source)

    @property
    def title(self) -> str:
        """What it is called: in the menu, by itself, by its heading or by its file."""
        said = self.listed or str(self.meta.get("title") or "") or search.title_of(self.html)
        return said or PurePosixPath(self.path).stem.replace("-", " ").capitalize()

    @property
    def _kind(self) -> str:
        """What the search calls it: a list, a page about how the site is made, or any other."""
        said = "Bag om sitet" if self.meta.get("backstage") else "Side"
        return "Oversigt" if self.meta.get("overview") else said

    def document(self, edition: Edition) -> Document:
        """The page without what all pages share."""
        here, meta = self.address, self.meta
        searched = not meta.get("unsearched")
        crumbs = _crumbs(here, (*self.above, *edition.shell.menu))
        name, about = edition.shell.name, edition.about
        called = self.title if here else pages.HOME[0]
        return Document(
            address=here,
            title=f"{self.title} – {name}" if here else f"{name} – sammen om velfærden",
            description=str(meta.get("description") or about.description),
            content=Markup(gloss(self.html, edition.site, here) if searched else self.html),  # noqa: S704 - an engine made it of our own text
            crumbs=crumbs if here.strip("/").count("/") else (),
            first=str(meta.get("first") or ""),
            ahead=str(meta.get("ahead") or ""),
            scripts=meta.get("scripts") or (),
            styles=meta.get("styles") or (),
            home=not here,
            searched=searched,
            noindex=bool(meta.get("noindex")),
            canonical=about.page(here) if about.base else "",
            leads_to=_statement(edition, here) if meta.get("leads_on") else "",
            edit=edition.edit(self.file) if searched else "",
            feed=feeds.feed_at(edition.site, here),
            jsonld=jsonld.of_written(edition.site, called, crumbs, here, about),
        )

    def whole(self, edition: Edition) -> tuple[str, search.Record | None]:
        """The whole page, and what the search is told of it."""
        document = self.document(edition)
        told = search.written_record(
            self.address, document.content, document.description, self._kind
        )
        return edition.shell.whole(document), told if document.searched else None


def by_hand(root: Path, settings: Mapping[str, Any], made: Mapping[str, str]) -> list[Written]:
    """The hand-written pages whose HTML an engine made; `made` is that HTML by path."""
    own = own_files.pages(root)
    listed = {path: title for title, path in _listed(settings)}
    hand = [
        Written(
            path,
            own.get(path, root / "docs" / path),
            file_of(path, own),
            html,
            "" if path in own else listed.get(path, ""),
        )
        for path, html in made.items()
    ]
    by_address = {one.address: one for one in hand}
    return [replace(one, above=tuple(_above(one, by_address))) for one in hand]


def _above(one: Written, hand: Mapping[str, Written]) -> Iterator[Titled]:
    return ((hand[at].title, at) for at in _folders(one.address) if at in hand)


def _crumbs(here: str, known: Iterable[Titled]) -> list[Titled]:
    """The way down to a page: the front page, and what is known above it, by its last title."""
    titles = {at: title for title, at in known}
    above = [(titles[at], at) for at in _folders(here) if at in titles]
    return [pages.HOME, *above] if here else []


def _folders(here: str) -> list[str]:
    """The addresses above an address, the highest first: `a/b/c/` has `a/` and `a/b/`."""
    parts = here.split("/")[:-2]
    return [f"{'/'.join(parts[:many])}/" for many in range(1, len(parts) + 1)]


def file_of(path: str, own: Mapping[str, Path]) -> str:
    """The file of a page from the project's root; `own` are a municipality's."""
    return f"{FOLDER}/docs/{path}" if path in own else f"docs/{path}"


def _statement(edition: Edition, here: str) -> str:
    """Where the accessibility statement is: the publisher's own, or the site's page."""
    who = edition.shell.identity
    own = who.brand.was_url if who else None
    return own or edition.shell.seen_from(here)("tilgaengelighed/index.html")
