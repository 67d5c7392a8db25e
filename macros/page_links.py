"""Where the links of hand-written pages lead, and their scripts, asked before any page is made.

An engine would tell of dead ones in English and without their files' names from the root, and
knows nothing of most of what is made of the data.
"""

import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import markdown
from markdown.treeprocessors import Treeprocessor

from . import (
    assets,
    forms,
    handbook,
    pages,
    publication,
    published,
    rebuild,
    settings,
    takeaway,
    written,
)
from .danish import heading_slug, nearest
from .excerpt import blank, place_of, visible
from .finish import THEME
from .front_matter import named_files
from .link import Site
from .page_texts import MADE, Texts
from .problem import Problem

_MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CODE = re.compile(
    r"(?ms)^ *(```+|~~~+).*?^ *\1[ \t]*$|<!--.*?-->|(?<!`)(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\2(?!`)"
)
_INDEX = "/index.md"
_HOST = re.compile(r"(?:[\w-]+\.)+(?:com|dk|eu|net|nu|org)(?:/|$)")
_MARKED = "data-marked"
# What the policy on every page keeps browsers from showing, and what to do instead.
_INSTEAD = "Skriv et link til det i stedet."
_STOPPED = {
    "script": "Læg det i kommune/assets/, og nævn det øverst på siden: scripts: [kommune/navnet].",
    "style": "Skriv stilen i kommune/style.css.",
    **dict.fromkeys(("audio", "embed", "iframe", "object", "video"), _INSTEAD),
}
_WAY_OUT = "Ret det, eller fjern linket."
_WAY_IN = "Ret navnet. Jeres eget a.js i kommune/assets/ hedder kommune/a."


class Link(NamedTuple):
    """A link or picture: what it leads to, and whether it is Markdown's, which engines move."""

    to: str
    marked: bool = True
    picture: bool = False


class _Marks(Treeprocessor):
    """Marks what Markdown has made, so that it can be told from HTML in the text."""

    def run(self, root: Any) -> None:
        for one in root.iter():
            if one.tag in ("a", "img"):
                one.set(_MARKED, "")


class _Content(HTMLParser):
    """How often each link stands in the HTML of a page, its ids, and the tags that do nothing.

    `whole` says whether those are all the ids.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links = Counter[Link]()
        self.ids: set[str] = set()
        self.stopped: dict[str, None] = {}
        self.whole = MADE not in html
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.ids |= {said[one] or "" for one in ("id", "name") if one in said}
        if tag in _STOPPED and not (tag == "script" and _is_let_through(said)):
            self.stopped[tag] = None
        to = said.get({"a": "href", "img": "src"}.get(tag, ""))
        if to and MADE not in to:
            self.links[Link(to, _MARKED in said, tag == "img")] += 1


def _is_let_through(said: dict[str, str | None]) -> bool:
    """Whether a script is data, which no browser runs, or a file of the site's own."""
    src = said.get("src")
    own = src and not re.match(r"(?:https?:)?//", src, re.IGNORECASE)
    return bool(own) or "json" in (said.get("type") or "")


def _without_macros(text: str) -> str:
    """A page's text as long as before: of macros only how many signs they are."""
    return _MACRO.sub(
        lambda one: re.sub(r"[^\n]", MADE if one[0].startswith("{{") else " ", one[0]), text
    )


def _without_code(text: str) -> str:
    """A text as long as before, with nothing where code and comments are."""
    return _CODE.sub(blank, text)


def _at(text: str, link: Link) -> list[int]:
    """Where in a text a link is written, unless it is in code or a comment."""
    text = _without_code(text)
    before = r"\]\(\s*<?|\]:\s*<?|" if link.marked else ""
    sought = rf"(?:{before}\b(?:href|src)\s*=\s*[\"']?)({re.escape(link.to)})(?=[\s)>\"']|$)"
    return [one.start(1) for one in re.finditer(sought, text, re.MULTILINE)]


def _is_indented(text: str, at: int) -> bool:
    return text[text.rfind("\n", 0, at) + 1 :].startswith("    ")


@dataclass(frozen=True)
class Links:
    """The links of all hand-written pages under `root`, and all that they can lead to.

    `blind` says that the data has errors, so that nothing is known of what is made of it.
    """

    root: Path
    site: Site
    blind: bool = False
    _read: dict[str, _Content] = field(default_factory=dict)

    @cached_property
    def texts(self) -> Texts:
        """The texts of the pages."""
        return Texts(self.root, self.site)

    @property
    def sources(self) -> dict[str, Path]:
        """What is written by hand, by its path for engines."""
        return self.texts.sources

    @cached_property
    def _settings(self) -> dict[str, Any]:
        return settings.read(self.root)

    @cached_property
    def _assets(self) -> set[str]:
        """The names that pages can load scripts and styles by, with their endings."""
        ahead = f"{assets.FOLDER}/"
        besides = {one.removeprefix(ahead) for one in self.sources if one.startswith(ahead)}
        made = forms.KNOWN.removeprefix(ahead)
        return {made, *besides} | assets.listed(self.root / THEME)

    @cached_property
    def _linked(self) -> set[str]:
        return {page.path for page in pages.linked_pages(self.site)}

    @cached_property
    def _pages(self) -> dict[str, str]:
        """The paths of all pages, by address."""
        made = {page.address: path for path, page in pages.all_pages(self.site).items()}
        return made | {written.place(one): one for one in self.sources if one.endswith(".md")}

    @cached_property
    def files(self) -> set[str]:
        """The addresses of all files that are no pages."""
        made = rebuild.places(self.site, published.about(self._settings, os.environ))
        return {
            *(place for place in made if not place.endswith("/index.html")),
            *(path for path in self.sources if not path.endswith(".md")),
            handbook.PDF, takeaway.ADDRESS, publication.SITEMAP, publication.ROBOTS,
        }  # fmt: skip

    def text(self, path: str) -> str:
        """A page's own text, without macros and what it says of itself, each sign in its place."""
        return _without_macros(self.texts.body(path))

    def faults(self) -> Iterator[Problem]:
        """The dead links of all pages, and the scripts and styles that are nowhere."""
        for path in self.texts.pages:
            found = (*self._lost_files(path), *self._faults_of(path), *self._stopped(path))
            yield from sorted(set(found))

    def _lost_files(self, path: str) -> Iterator[Problem]:
        name, text = self.texts.name(path), self.texts.written(path)
        if not (self.root / THEME).is_dir():  # whoever builds is told
            return
        for at, one, ending in named_files(name, text):
            if f"{one}{ending}" not in self._assets:
                kind = "script" if ending == ".js" else "stylesheet"
                known = (each for each in self._assets if each.endswith(ending))
                match = nearest(one, sorted(each.removesuffix(ending) for each in known))
                message = f"Et {kind} skal findes, men intet hedder »{visible(one)}«."
                hint = f"Mente du »{match}«?" if match else _WAY_IN
                yield Problem(name, at.line, at.column, message, hint, "files")

    def _faults_of(self, path: str) -> Iterator[Problem]:
        for link in self._content(path).links:
            if wrong := self._wrong(path, link):
                yield from self._told(path, link, wrong)

    def _stopped(self, path: str) -> Iterator[Problem]:
        text = _without_code(self.text(path))
        for tag in self._content(path).stopped:
            spots = [one.start() for one in re.finditer(rf"(?i)<{tag}\b", text)]
            at = next((one for one in spots if not _is_indented(text, one)), 0)
            line, column = place_of(text, at)
            message = f"Siden kan ikke have <{tag}>: Sitets sikkerhedsregler tillader det ikke."
            name, hint = self.texts.name(path), _STOPPED[tag]
            yield Problem(name, line, column, message, hint, "markdown")

    def _told(self, path: str, link: Link, wrong: tuple[str, str]) -> Iterator[Problem]:
        """A fault where it is to be mended: a page of theirs can lack a place that ours lead to."""
        way, _, anchor = link.to.partition("#")
        target = self._target(path, unquote(way), marked=link.marked)
        if target is None or self.texts.is_theirs(path) or not self.texts.is_theirs(target):
            yield from self._placed(path, link, wrong)
            return
        said = f"»{visible(unquote(anchor))}«: {self.texts.name(path)} fører dertil."
        message = f"Siden skal have et sted, der hedder {said}"
        hint = f"Skriv {{ #{visible(anchor)} }} efter den overskrift, der passer bedst."
        yield Problem(self.texts.name(target), 1, 1, message, hint, "markdown")

    def _placed(self, path: str, link: Link, wrong: tuple[str, str]) -> Iterator[Problem]:
        text = self.text(path)
        spots = _at(text, link)
        if len(spots) > self._content(path).links.get(link, 0):  # some of them are code
            spots = [at for at in spots if not _is_indented(text, at)]
        written_so = self.texts.written(path).find(link.to)
        for at in spots or [max(written_so, 0)]:
            yield Problem(self.texts.name(path), *place_of(text, at), *wrong, "markdown")

    def _content(self, path: str) -> _Content:
        if path not in self._read:
            self._read[path] = _Content(self._html(path))
        return self._read[path]

    def _html(self, path: str) -> str:
        if path not in self.sources:
            page = pages.all_pages(self.site)[path]
            return "".join(f'<i id="{one}"></i>' for one in written.anchors(self.site, page))
        given = {**self._settings.get("markdown_extensions", {}), "fenced_code": {}}
        given["toc"] = {"slugify": heading_slug}
        reader = markdown.Markdown(extensions=[*given], extension_configs=given)
        reader.treeprocessors.register(_Marks(), "marks", 0)
        tried = self.texts.tried(path)
        return reader.convert(self.text(path) if tried is None else tried)

    # --- What is wrong with a link ---

    def _wrong(self, path: str, link: Link) -> tuple[str, str] | None:
        """What must hold and does not, and what to do."""
        try:
            parts = urlsplit(link.to)
        except ValueError:  # it is told of with the data
            return None
        if parts.scheme or parts.netloc:
            elsewhere = link.picture and parts.scheme in ("", "http", "https")
            return self._elsewhere(link) if elsewhere else None
        if link.to.startswith(("/", "\\")):
            return self._absolute(path, parts.path) if link.marked else None
        target = self._target(path, unquote(parts.path), marked=link.marked)
        if target is None:
            return None if self.blind else self._dead(path, link)
        anchor = unquote(parts.fragment)
        # What stands behind a = is for scripts.
        if not anchor or "=" in anchor or not target.endswith(".md") or anchor == "top":
            return None
        return None if self._is_in(target, anchor) else self.nowhere(path, link.to)

    def _is_in(self, path: str, anchor: str) -> bool:
        """Whether a page has a place that can be led to, or may have, as far as can be told."""
        found = self._content(path)
        if anchor in found.ids or (self.blind and not found.whole):
            return True
        made = () if found.whole else self.texts.ids_made(path)
        return made is None or anchor in made

    def _target(self, path: str, way: str, *, marked: bool) -> str | None:
        """The path of the page, or the address of the file, that a link leads to."""
        if not way:
            return path
        if marked and (beside := self._beside(path, way)):
            return beside
        joined = posixpath.join(written.place(path), way)
        at = posixpath.normpath(joined)
        if at.endswith("index.html"):
            at, joined = posixpath.dirname(at) or ".", "/"
        if joined.endswith(("/", "/.", "/..")) or joined in (".", ".."):
            return self._pages.get("" if at == "." else f"{at}/")
        return at if at in self.files else None

    def _beside(self, path: str, way: str) -> str | None:
        """The path of what engines know, by the way to it from a page's file."""
        found = posixpath.normpath(posixpath.join(posixpath.dirname(path), way))
        return found if found in self.sources or found in self._linked else None

    def _elsewhere(self, link: Link) -> tuple[str, str]:
        hint = "Læg det i kommune/assets/, og skriv assets/kommune/ foran dets navn."
        return f"Et billede skal ligge på sitet selv, men er »{visible(link.to)}«.", hint

    def _absolute(self, path: str, way: str) -> tuple[str, str]:
        match = nearest(way, self._addresses(path))
        right = f"Mente du »{match}«?" if match else "Skriv det uden skråstreg først."
        return f"Et link inden for sitet skal gå ud fra siden selv, men er »{visible(way)}«.", right

    def _dead(self, path: str, link: Link) -> tuple[str, str]:
        match = self._meant(path, unquote(urlsplit(link.to).path), marked=link.marked)
        if _HOST.match(link.to):
            match = f"https://{link.to}"
        hint = f"Mente du »{match}«?" if match else _WAY_OUT
        if link.picture:
            message = f"Et billede skal ligge, hvor siden henter det, men er »{visible(link.to)}«."
            return message, hint if match else "Læg billedet der, eller ret navnet."
        return f"Et link skal føre til noget, der findes, men er »{visible(link.to)}«.", hint

    def _meant(self, path: str, way: str, *, marked: bool) -> str | None:
        """The right way that is most like a wrong one."""
        here, folder = written.place(path) or ".", posixpath.dirname(path) or "."
        beside = posixpath.normpath(posixpath.join(folder, way))
        stem, ending = posixpath.splitext(posixpath.basename(way.rstrip("/")))
        if marked and stem in self.site.nodes and ending in ("", ".md"):
            return f"[tekst][{stem}]"
        if marked and beside in self.files:
            return posixpath.relpath(beside, here)
        if not marked and beside in self._pages.values():
            return f"{posixpath.relpath(written.place(beside) or '.', here)}/"
        known = [] if marked and ending == ".md" else [*self._addresses(path)]
        if marked and ending:
            known += [posixpath.relpath(one, folder) for one in (*self.sources, *self._linked)]
        same = {one for one in known if ending and posixpath.basename(one) == f"{stem}{ending}"}
        if len(same) == 1:
            return min(same)
        # So many pages have this name that it says nothing of which is meant.
        by_folder = {one.removesuffix(_INDEX): one for one in sorted(same or known)}
        return by_folder.get(nearest(way.removesuffix(_INDEX), by_folder) or "")

    def _addresses(self, path: str) -> Iterable[str]:
        """The ways from a page to all others and to all files."""
        here = written.place(path) or "."
        for one in self._pages:
            yield f"{posixpath.relpath(one or '.', here)}/"
        for one in self.files:
            yield posixpath.relpath(one, here)

    def nowhere(self, path: str, to: str) -> tuple[str, str]:
        """What to say of a link to a place that the page it leads to does not have."""
        way, _, anchor = to.partition("#")
        target = self._target(path, unquote(way), marked=True)
        known = self._content(target).ids if target and target.endswith(".md") else ()
        match = nearest(anchor, known)
        hint = (
            f"Mente du »{way}#{match}«?" if match else "Ret det, der står efter #, eller slet det."
        )
        return f"Et link skal føre til et sted, der findes på siden, men er »{visible(to)}«.", hint

    # --- What engines are told, and what they tell ---

    def pinned(self, path: str) -> str:
        """A page's text as written, with the links to addresses as no engine moves them."""
        text = self.texts.written(path)
        spots = {at for one in self._addressed(path) for at in _at(self.text(path), one)}
        for at in sorted(spots, reverse=True):
            text = f"{text[:at]}{written.PIN}{text[at:]}"
        return text

    def _addressed(self, path: str) -> Iterator[Link]:
        for link in self._content(path).links:
            way, _, _ = link.to.partition("#")
            moved = link.marked and way and not re.match(r"[\w+.-]+:|[/\\]", way)
            if moved and not self._beside(path, unquote(way)):
                yield link

    def said(self, path: str, to: str, *, anchor: bool) -> list[Problem]:
        """What an engine has found dead that a macro had hidden; nothing when it is not dead."""
        link = Link(to)
        wrong = self.nowhere(path, to) if anchor else self._wrong(path, link)
        return [*self._told(path, link, wrong)] if wrong else []
