"""The open data as files: JSON, schemas, tables, feeds, the catalogue and llms.txt.

The same data gives the same bytes: everything is sorted, and no clock is asked.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from . import dcat, markup, parallel, published_schema
from .danish import count, sort_key
from .feeds import Feed, all_feeds, atom, json_feed
from .link import Node, Site, followed
from .pages import INDEXES
from .published import (
    LICENCE,
    ROOT,
    VERSION,
    About,
    Published,
    Records,
    collections,
    entries_of,
)
from .published_schema import OPENAPI
from .tables import table

INDEX = f"{ROOT}/index.json"
LLMS = "llms.txt"
LICENCE_NOTE = (
    "Teksterne er udgivet under CC BY 4.0: nævn {} som kilde. Felterne quote og variants er "
    "andres egne ord, tilhører deres udgivere og er gengivet som citat."
)
CERTAINTY_NOTE = (
    "Hver oplysning har sine kilder og sin sikkerhed (certainty). »udledt« (inferred) er "
    "redaktionens slutning og må ikke gengives som kildens ord."
)


def write(folder: Path, site: Site, about: About) -> int:
    """Write every file of the open data under `folder`; how many there are."""
    writer, records = _Writer(folder), Records(site, about)
    works = [partial(_write_rest, writer, site, about)]
    for one in collections():
        runs = parallel.parts(entries_of(site, one)) or [[]]
        works += [partial(_write_entries, writer, records, one, run) for run in runs]
    rest, *written = parallel.together(works)
    texts: dict[str, list[bytes]] = {one.name: [] for one in collections()}
    for name, run in written:
        texts[name] += run
    for one in collections():
        writer.write(one.whole, _whole(one, about, texts[one.name]))
    return len(rest[1]) + sum(1 + len(run) for run in texts.values())


class _Writer:
    """Writes files by their addresses, and makes each folder once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._made = folder, set[Path]()

    def write(self, place: str, content: bytes) -> None:
        target = self._folder / place
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        target.write_bytes(content)


# What was written: a collection's name and its entries' texts; of the rest, the addresses.
_Written = tuple[str, list[bytes]]


def _write_rest(writer: _Writer, site: Site, about: About) -> _Written:
    """Every file that is not a collection as JSON; their addresses."""
    places = []
    for place, text in _files_about_all(site, about):
        writer.write(place, text.encode())
        places.append(place.encode())
    return "", places


def _write_entries(
    writer: _Writer, records: Records, one: Published, run: Sequence[Node]
) -> _Written:
    """Some entries of a collection, each in its file."""
    texts = []
    for node in run:
        texts.append(_text(records.site, node.id, records.about))
        writer.write(one.one(node.id), texts[-1] + b"\n")
    return one.name, texts


@followed
def _text(site: Site, identifier: str, about: About) -> bytes:
    """An entry as JSON, in a line."""
    return _compact(Records(site, about).record(site[identifier])).encode()


def whole(site: Site, one: Published, about: About) -> bytes:
    """A collection in one file."""
    return _whole(one, about, [_text(site, node.id, about) for node in entries_of(site, one)])


def entry(site: Site, identifier: str, about: About) -> bytes:
    """An entry in its file."""
    return _text(site, identifier, about) + b"\n"


def _whole(one: Published, about: About, entries: Sequence[bytes]) -> bytes:
    """A collection in one file, a line an entry."""
    head = {
        "version": VERSION, "collection": one.name, "title": one.title, "licence": LICENCE,
        "schema": about.to(one.schema), "count": len(entries),
    }  # fmt: skip
    before = f'{_compact(head)[:-1]},"entries":[\n'.encode()
    return b"".join((before, b",\n".join(entries), b"\n]}\n"))


def _files_about_all(site: Site, about: About) -> Iterator[tuple[str, str]]:
    """Every file that tells of more than one entry, with its address from the site's root."""
    for place, make in SINGLE.items():
        yield place, make(site, about)
    for one in collections():
        yield one.table, table(site, one, about)
    yield from schemas(about).items()
    for feed in all_feeds(site):
        yield feed.atom, atom(site, feed, about)
        yield feed.json, feed_as_json(site, feed, about)


def feed_as_json(site: Site, feed: Feed, about: About) -> str:
    """A feed as a JSON file."""
    return _readable(json_feed(site, feed, about))


def schemas(about: About) -> dict[str, str]:
    """Every schema and the description of the API, by address; no entry changes them."""
    found = {**published_schema.schemas(about), OPENAPI: published_schema.openapi(about)}
    return {place: _readable(schema) for place, schema in found.items()}


def _compact(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _readable(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def index(site: Site, about: About) -> dict[str, Any]:
    """Where a program begins: what there is, how much, under which licence, and where."""
    listed = [
        {
            "name": one.name,
            "title": one.title,
            "count": len(entries_of(site, one)),
            "data": about.to(one.whole),
            "entry": about.to(one.one("{id}")),
            "csv": about.to(one.table),
            "schema": about.to(one.schema),
            "entry_schema": about.to(one.entry_schema),
        }
        for one in collections()
    ]
    return {
        "version": VERSION,
        "name": about.name,
        "description": about.description,
        "site": about.base,
        "licence": LICENCE,
        "licence_note": LICENCE_NOTE.format(about.name),
        "commit": about.commit or None,
        "documentation": about.to("data/"),
        "openapi": about.to(OPENAPI),
        "catalogue": [about.to(dcat.JSONLD), about.to(dcat.TURTLE)],
        "feeds": [about.to(place) for feed in all_feeds(site) for place in (feed.atom, feed.json)],
        "count": len(site.nodes),
        "collections": listed,
    }


def llms(site: Site, about: About) -> str:
    """A short guide for language models, and for those who build with them."""
    lines = [f"# {about.name}", "", f"> {about.description}", "", LICENCE_NOTE.format(about.name)]
    lines += [CERTAINTY_NOTE, "", "## Sider", ""]
    for one in INDEXES.values():
        if site.of_kind(*one.kinds):
            lines.append(_pointer(one.title, about.to(one.address), one.description))
    lines += ["", "## Åbne data", "", _pointer("Indgang", about.to(INDEX), "alt, der findes")]
    for collection in collections():
        said = count(len(entries_of(site, collection)), "post", "poster")
        lines.append(_pointer(collection.title.capitalize(), about.to(collection.whole), said))
    lines.append(_pointer("Vejledning", about.to("data/"), "eksempler, licens og løfter"))
    return "\n".join(lines) + "\n"


def _pointer(title: str, place: str, said: str) -> str:
    return f"- [{markup.markdown_text(title)}]({place}): {said}"


# The files that there is one of, by address.
SINGLE: dict[str, Callable[[Site, About], str]] = {
    INDEX: lambda site, about: _readable(index(site, about)),
    dcat.JSONLD: lambda site, about: _readable(dcat.jsonld(site, about)),
    dcat.TURTLE: dcat.turtle,
    LLMS: llms,
}


def offered(site: Site) -> dict[str, Any]:
    """What the page about the data offers: the collections by title, and the other files."""
    by_title = sorted(collections(), key=lambda one: sort_key(one.title))
    return {
        "collections": [(one, len(entries_of(site, one))) for one in by_title],
        "index": INDEX,
        "openapi": OPENAPI,
        "jsonld": dcat.JSONLD,
        "turtle": dcat.TURTLE,
        "feed": next(all_feeds(site)),
    }
