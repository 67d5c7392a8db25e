"""A site in a folder, made file by file: after an edit only what it touches is made again.

A file is a piece of work: a function and what it is given. What the function asks the Site
is noted, and so is everything that the list of the files was made of.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from . import (
    case_files,
    comparison,
    export,
    feeds,
    forms,
    pages,
    press,
    publication,
    search,
    takeaway,
    typeset,
)
from .addresses import address
from .feeds import Feed
from .link import Site, followed
from .pages import Page
from .press import Edition
from .published import About, Published, collection_of, collections
from .put import put
from .tables import table
from .watch import WatchedSite

# Who asks for what says which files there are; it is no file's address.
_LIST = "*"


class Made(NamedTuple):
    """A file's content, and what the search is told of it, if anything."""

    content: str | bytes
    record: search.Record | None = None


class Work(NamedTuple):
    """How a file is made: by a function of an edition and plain values that name it."""

    make: Callable[..., Made]
    given: tuple[Any, ...] = ()


class Rebuild:
    """The files of a site: `works` by address, and which of them may have to be made: `pending`.

    `written` are the hand-written pages, and `mapped` their places on the map.
    """

    def __init__(
        self, target: Path, edition: Edition, written: Mapping[str, Work],
        mapped: tuple[tuple[str, str], ...],
    ) -> None:  # fmt: skip
        """List all that is to be made; nothing is made yet."""
        if not isinstance(edition.site, WatchedSite):
            raise TypeError("site")
        self.target, self.edition, self.site = target, edition, edition.site
        self._besides = {**written, publication.SITEMAP: Work(_map, (mapped,))}
        self._records: dict[str, search.Record] = {}
        self.works: dict[str, Work] = {}
        self.pending: dict[str, Work] = {}
        self.listed, self._ids = False, frozenset[str]()
        self.list_files()

    @property
    def records(self) -> list[search.Record]:
        """What the search is told of all pages, by address."""
        return sorted(self._records.values(), key=lambda one: one.address)

    @property
    def done(self) -> bool:
        """Whether there is nothing left to make."""
        return self.listed and not self.pending

    def follow(self, after: Site) -> None:
        """Take in a changed Site: what it may touch is pending.

        Which files there are takes longer to say, and only new entries make it urgent.
        """
        touched = self.site.become(after)
        self.listed = self.listed and _LIST not in touched
        self.pending |= {place: work for place, work in self.works.items() if place in touched}
        if after.nodes.keys() != self._ids:
            self.list_files()

    def list_files(self) -> None:
        """Find out which files there are: those that are new are pending, what has gone goes."""
        if self.site.is_old(_LIST):
            self._list_anew()
        self.listed, self._ids = True, frozenset(self.site.now.nodes)

    def _list_anew(self) -> None:
        with self.site.asked_by(_LIST):
            works = _works(self.edition.site, self.edition.about) | self._besides
        for place in self.works.keys() - works.keys():
            self._remove(place)
        for place, work in works.items():
            if self.works.get(place) != work:
                self.site.forget(place)
                self.pending[place] = work
        self.works = works

    def waits(self, place: str) -> bool:
        """Whether a file may have to be made before it is read."""
        return place in self.pending or not (self.listed or place in self.works)

    def _remove(self, place: str) -> None:
        self.site.forget(place)
        self.pending.pop(place, None)
        self._records.pop(place, None)
        path = self.target / place
        path.unlink(missing_ok=True)
        with suppress(OSError):  # there is more in the folder
            path.parent.rmdir()

    def make(self, place: str) -> bool:
        """Make a file that is pending, if it is another now; whether it is.

        Raises what making it raises, and leaves the old one.
        """
        work = self.pending[place]
        try:
            if not self.site.is_old(place):
                return False
            with self.site.asked_by(place):
                made = work.make(self.edition, *work.given)
            put(self.target, place, made.content)
        finally:
            del self.pending[place]
        self._records.pop(place, None)
        if made.record:
            self._records[place] = made.record
        return True

    def again(self, place: str) -> None:
        """Make a file again as it is."""
        self.site.forget(place)
        self.pending[place] = self.works[place]
        self.make(place)

    def finish(self) -> list[str]:
        """Make all that is pending; the addresses of those files."""
        if not self.listed:
            self.list_files()
        return [place for place in [*self.pending] if self.make(place)]


# --- The files there are ------------------------------------------------------


def places(site: Site, about: About) -> Iterable[str]:
    """The addresses of all files that are made of the data."""
    return _works(site, about).keys()


def _works(site: Site, about: About) -> dict[str, Work]:
    """Every file that is made of the data, by its address; the entries' own first."""
    found = dict[str, Work]()
    for identifier in site.nodes:
        found |= _of_entry(site, identifier)
    for index in pages.INDEXES:
        found |= _of_index(site, index)
    found |= _of_feeds(site)
    for name in case_files.names(site):
        found[case_files.place(name)] = Work(_case_file, (name,))
    found |= {place: Work(_fixed, (text,)) for place, text in _schemas(about).items()}
    found |= {place: Work(_single, (place,)) for place in export.SINGLE}
    found |= {forms.KNOWN: Work(_known), f"{pages.HANDBOOK.address}index.html": Work(_handbook)}
    for one in collections():
        found |= {one.whole: Work(_collection, (one,)), one.table: Work(_table, (one,))}
    return found


@followed
def _of_entry(site: Site, identifier: str) -> dict[str, Work]:
    """The files that an entry has for itself: its pages first, then its data."""
    node = site[identifier]
    found = _as_works(_entry_page, identifier, pages.entry_pages(site, identifier))
    if node.kind == "case":
        found[f"{address(site, identifier)}{comparison.FILE}"] = Work(_comparison, (identifier,))
    if node.kind in forms.ENTRIES and not node.hidden:
        found[forms.entry_place(node)] = Work(_form_data, (identifier,))
    found[collection_of(node).one(identifier)] = Work(_record, (identifier,))
    return found


@followed
def _of_index(site: Site, index: str) -> dict[str, Work]:
    """The pages of an index."""
    return _as_works(_index_page, index, pages.index_pages(site, index))


@followed
def _of_feeds(site: Site) -> dict[str, Work]:
    """Every feed, in both its forms."""
    found = dict[str, Work]()
    for feed in feeds.all_feeds(site):
        found |= {feed.atom: Work(_atom, (feed.of,)), feed.json: Work(_json_feed, (feed.of,))}
    return found


def _as_works(make: Callable[..., Made], name: str, some: tuple[Page, ...]) -> dict[str, Work]:
    """Pages of an entry or an index, each known by its number among them."""
    return {
        f"{page.address}index.html": Work(make, (name, number)) for number, page in enumerate(some)
    }


@cache
def _schemas(about: About) -> dict[str, str]:
    return export.schemas(about)


# --- How each is made ---------------------------------------------------------


def _entry_page(edition: Edition, identifier: str, number: int) -> Made:
    return Made(*press.made(edition, pages.entry_pages(edition.site, identifier)[number]))


def _index_page(edition: Edition, index: str, number: int) -> Made:
    return Made(*press.made(edition, pages.index_pages(edition.site, index)[number]))


def _handbook(edition: Edition) -> Made:
    return Made(*press.made(edition, pages.HANDBOOK))


def _comparison(edition: Edition, identifier: str) -> Made:
    return Made(comparison.script(edition.site, edition.site[identifier]))


def _form_data(edition: Edition, identifier: str) -> Made:
    return Made(forms.entry_file(edition.site[identifier]))


def _known(edition: Edition) -> Made:
    return Made(forms.known_file(edition.site))


def _record(edition: Edition, identifier: str) -> Made:
    return Made(export.entry(edition.site, identifier, edition.about))


def _collection(edition: Edition, one: Published) -> Made:
    return Made(export.whole(edition.site, one, edition.about))


def _table(edition: Edition, one: Published) -> Made:
    return Made(table(edition.site, one, edition.about))


def _atom(edition: Edition, identifier: str) -> Made:
    return Made(feeds.atom(edition.site, _feed(edition, identifier), edition.about))


def _json_feed(edition: Edition, identifier: str) -> Made:
    return Made(export.feed_as_json(edition.site, _feed(edition, identifier), edition.about))


def _feed(edition: Edition, identifier: str) -> Feed:
    feed = feeds.feed_of(edition.site, identifier)
    if feed is None:
        raise KeyError(identifier)
    return feed


def _fixed(edition: Edition, text: str) -> Made:
    del edition
    return Made(text)


def _single(edition: Edition, place: str) -> Made:
    return Made(export.SINGLE[place](edition.site, edition.about))


def _case_file(edition: Edition, name: str) -> Made:
    return Made(case_files.file(edition.site, name))


def _map(edition: Edition, mapped: tuple[tuple[str, str], ...]) -> Made:
    """The map for search engines; it is empty while the site's own address is not known."""
    base = edition.about.base
    found = pages.all_pages(edition.site).values() if base else ()
    places = [(f"{base}{one.address}", one.updated) for one in found if one.searched]
    return Made(publication.sitemap([*mapped, *places] if base else ()))


# --- What takes long, and nobody waits for ------------------------------------


def rest(target: Path, site: Site, about: About, records: Sequence[search.Record]) -> None:
    """Make of a finished site its search index, its book and its zip.

    `records` are those of the pages. Raises TypesettingError.
    """
    records = [*records, *search.term_records(site)]
    folder = target.with_name("rest")
    shutil.rmtree(folder, ignore_errors=True)  # what one that was ended has left
    search.build(folder, site, records)
    typeset.write(folder, site, about)
    _put(folder, target)
    takeaway.write(target, site, records)


def _put(folder: Path, target: Path) -> None:
    """Move what is in a folder to where it belongs, and the folder goes; so does an old index."""
    shutil.rmtree(target / search.FOLDER, ignore_errors=True)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            place = target / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    shutil.rmtree(folder)
