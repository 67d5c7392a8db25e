"""The open data as files: JSON, schemas, tables, feeds, the catalogue and llms.txt.

The same data gives the same bytes: everything is sorted, and no clock is asked.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import dcat, markup, published_schema
from .danish import count, sort_key
from .feeds import all_feeds, atom, json_feed
from .link import Site
from .pages import INDEXES
from .published import LICENCE, ROOT, VERSION, About, Records, collections, entries_of
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
    made: set[Path] = set()
    written = 0
    for place, text in files(site, about):
        target = folder / place
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_bytes(text.encode())
        written += 1
    return written


def files(site: Site, about: About) -> Iterator[tuple[str, str]]:
    """Every file with its address from the site's root."""
    yield INDEX, _readable(index(site, about))
    yield from _collections(site, about)
    for place, schema in published_schema.schemas(about).items():
        yield place, _readable(schema)
    yield OPENAPI, _readable(published_schema.openapi(about))
    for feed in all_feeds(site):
        yield feed.atom, atom(site, feed, about)
        yield feed.json, _readable(json_feed(site, feed, about))
    yield dcat.JSONLD, _readable(dcat.jsonld(site, about))
    yield dcat.TURTLE, dcat.turtle(site, about)
    yield LLMS, llms(site, about)


def _collections(site: Site, about: About) -> Iterator[tuple[str, str]]:
    """Each collection whole, entry by entry and as a table; a line an entry."""
    records = Records(site, about)
    for one in collections():
        entries = []
        for node in entries_of(site, one):
            text = _compact(records.record(node))
            entries.append(text)
            yield one.one(node.id), f"{text}\n"
        head = {
            "version": VERSION, "collection": one.name, "title": one.title, "licence": LICENCE,
            "schema": about.to(one.schema), "count": len(entries),
        }  # fmt: skip
        inner = ",\n".join(entries)
        yield one.whole, f'{_compact(head)[:-1]},"entries":[\n{inner}\n]}}\n'
        yield one.table, table(site, one, about)


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
