"""Generated pages to finished files, and what the search is told of each, on all cores."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import bodies, comparison, jsonld, parallel, render, search
from .feeds import feed_at
from .link import Site
from .own_folder import DATA, FOLDER
from .pages import Page
from .published import About
from .put import put
from .repository import Forge
from .shell import Document, Shell

# Many small pieces for each core: pages are most of the work, and no core should end long before.
_HANDED_OUT = 32


@dataclass(frozen=True)
class Edition:
    """All that a site's generated pages are made of, besides their templates."""

    site: Site
    shell: Shell
    about: About
    forge: Forge
    upstream: Forge

    @property
    def is_common(self) -> bool:
        """Whether what is sent in goes to the common site, and to no municipality's own files."""
        return self.forge.data != DATA

    def edit(self, file: str) -> str:
        """Where a file is edited: what is common where it comes from, so that no copy drifts.

        What is a municipality's own is nowhere, as long as it has not said where its files are.
        """
        own = file.startswith(f"{FOLDER}/")
        if own and self.is_common:
            return ""
        return (self.forge if own or self.is_common else self.upstream).edit(file)

    def document(self, page: Page) -> Document:
        """A generated page without what all pages share."""
        site, base = self.site, self.about.base
        names = [page.title, *([page.label] if page.label else []), self.shell.name]
        edit = self.edit(page.place[0]) if page.place else ""
        return Document(
            address=page.address,
            title=" – ".join(names),
            description=page.description,
            content=bodies.body(site, page.kind, page.id, base, self.upstream),
            kind=page.kind,
            id=page.id,
            crumbs=page.crumbs,
            before=page.before,
            after=page.after,
            scripts=page.scripts,
            styles=page.styles,
            searched=page.searched,
            noindex=not page.indexed,
            canonical=f"{base}{page.address}" if base else "",
            edit=f"{edit}#L{page.place[1]}" if edit and page.place else "",
            form=page.form if self.is_common else "",
            hint=page.hint,
            place=page.place,
            feed=feed_at(site, page.address),
            jsonld=jsonld.of_page(site, page, self.about),
        )


def made(edition: Edition, page: Page) -> tuple[str, search.Record | None]:
    """A generated page, and what the search is told of it."""
    document = edition.document(page)
    return edition.shell.whole(document), record(page, document) if page.searched else None


def record(page: Page, document: Document) -> search.Record:
    """What the search is told of a generated page."""
    text = search.text_of(document.content)
    return search.Record(page.address, page.hint or "Oversigt", page.title, page.description, text)


# What writes some pages, and gives what the search is told of them.
Work = Callable[[], list[search.Record]]


def works(edition: Edition, found: Iterable[Page], target: Path) -> list[Work]:
    """The work of writing pages under `target`, in pieces; the longest first.

    The last pages of a site are its sources and the handbook, which tell of most entries.
    """
    render.prepare(edition.site)
    runs = reversed(parallel.parts(list(found), _HANDED_OUT))
    return [partial(_write_run, edition, run, target) for run in runs]


def _write_run(edition: Edition, run: Iterable[Page], target: Path) -> list[search.Record]:
    return list(_written(edition, run, target))


def _written(edition: Edition, run: Iterable[Page], target: Path) -> Iterator[search.Record]:
    for page in run:
        html, told = made(edition, page)
        put(target, f"{page.address}index.html", html)
        if page.kind == "case":
            script = comparison.script(edition.site, edition.site[page.id])
            put(target, f"{page.address}{comparison.FILE}", script)
        if told:
            yield told
