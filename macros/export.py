"""The open data as files: JSON, schemas, tables, feeds, the catalogue and llms.txt.

The same data gives the same bytes: everything is sorted, and no clock is asked.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from . import dcat, markup, parallel, published_schema
from .danish import count, sort_key
from .feeds import FOLDER, Feed, all_feeds, atom, json_feed
from .link import Site, followed
from .pages import INDEXES
from .published import (
    LICENCE,
    ROOT,
    VERSION,
    About,
    Published,
    Records,
    collection_of,
    collections,
    entries_of,
    in_runs,
)
from .published_schema import OPENAPI
from .put import put
from .tables import rows

INDEX = f"{ROOT}/index.json"
LLMS = "llms.txt"
BETWEEN = b",\n"  # the entries of a collection
LICENCE_NOTE = (
    "Teksterne er udgivet under CC BY 4.0: nævn {} som kilde. Felterne quote og variants er "
    "andres egne ord, tilhører deres udgivere og er gengivet som citat."
)
CERTAINTY_NOTE = (
    "Hver oplysning har sine kilder og sin sikkerhed (certainty). »udledt« (inferred) er "
    "redaktionens slutning og må ikke gengives som kildens ord."
)


def write(folder: Path, site: Site, about: About) -> int:
    """Write every file of the open data under `folder`; how many there are.

    What was written there before goes first, for entries may have gone since.
    """
    for ours in (ROOT, FOLDER):
        shutil.rmtree(folder / ours, ignore_errors=True)
    return sum(parallel.together(works(folder, site, about)))


def works(folder: Path, site: Site, about: About) -> list[Callable[[], int]]:
    """The work of writing the open data, the longest first; each tells how many files it wrote."""
    by_size = sorted(collections(), key=lambda one: -len(entries_of(site, one)))
    each = [partial(_write_collection, folder, site, about, one) for one in by_size]
    return [*each, partial(_write_rest, folder, site, about)]


def _write_collection(folder: Path, site: Site, about: About, one: Published) -> int:
    """A collection: as a table, each entry in its file, and all of them in one.

    What is hidden keeps its file, as it keeps its page.
    """
    identifiers = [node.id for node in entries_of(site, one)]
    hidden = [n.id for n in site.nodes.values() if n.hidden and collection_of(n) is one]

    def written() -> Iterator[bytes]:
        for identifier in identifiers:
            text = _text(site, identifier, about)
            put(folder, one.one(identifier), text + b"\n")
            yield text

    for identifier in hidden:
        put(folder, one.one(identifier), entry(site, identifier, about))
    (folder / ROOT).mkdir(parents=True, exist_ok=True)
    with (folder / one.table).open("wb") as file:
        file.writelines(row.encode() for row in rows(site, one, about))
    with (folder / one.whole).open("wb") as file:
        file.writelines(_whole(one, about, len(identifiers), written()))
    return len(identifiers) + len(hidden) + 2


def _write_rest(folder: Path, site: Site, about: About) -> int:
    """Every file that is no collection's."""
    places = []
    for place, text in _files_about_all(site, about):
        put(folder, place, text)
        places.append(place)
    return len(places)


@followed
def _text(site: Site, identifier: str, about: About) -> bytes:
    """An entry as JSON, in a line."""
    return orjson.dumps(Records(site, about).record(site[identifier]))


def whole(site: Site, one: Published, about: About) -> bytes:
    """A collection in one file."""
    identifiers = [node.id for node in entries_of(site, one)]
    runs = (_texts(site, run, about) for run in in_runs(identifiers))
    return b"".join(_whole(one, about, len(identifiers), runs))


@followed
def _texts(site: Site, run: tuple[str, ...], about: About) -> bytes:
    """Some entries of a collection as they stand in its file."""
    return BETWEEN.join(_text(site, identifier, about) for identifier in run)


def entry(site: Site, identifier: str, about: About) -> bytes:
    """An entry in its file."""
    return _text(site, identifier, about) + b"\n"


def _whole(one: Published, about: About, amount: int, entries: Iterable[bytes]) -> Iterator[bytes]:
    """A collection in one file, a line an entry."""
    head = {
        "version": VERSION, "collection": one.name, "title": one.title, "licence": LICENCE,
        "schema": about.to(one.schema), "count": amount,
    }  # fmt: skip
    yield orjson.dumps(head)[:-1] + b',"entries":[\n'
    between = b""
    for text in entries:
        yield between + text
        between = BETWEEN
    yield b"\n]}\n"


def _files_about_all(site: Site, about: About) -> Iterator[tuple[str, str]]:
    """Every file that is about all the data, with its address from the site's root."""
    for place, make in SINGLE.items():
        yield place, make(site, about)
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


def _readable(data: Any) -> str:
    return orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


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
        "count": sum(len(entries_of(site, one)) for one in collections()),
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
