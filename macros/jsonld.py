"""What each page is, in schema.org's words, for search engines and other programs.

It stands in the page as a block of data, which no browser runs. It is kept small: what a
page shows in full is named here, not repeated.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from markupsafe import Markup

from . import aids_model, entry_model, markup, model
from . import vocabulary as words
from .addresses import SET_ENTRIES, address
from .link import Node, Site
from .pages import Page
from .published import LICENCE, About, collections

Crumbs = Sequence[tuple[str, str]]
E = TypeVar("E", bound=entry_model.Entry)
_DATA_PAGE = "data/"


class _Writer:
    """One page being described: knows where it stands, and how to say where others do."""

    def __init__(self, site: Site, about: About, here: str) -> None:
        self.site, self.about, self.here = site, about, here

    def to(self, place: str) -> str:
        """An address: whole, or as seen from the page."""
        return self.about.page(place) if self.about.base else markup.relative(place, self.here)

    def named(self, type_: str, identifier: str) -> dict[str, str]:
        """Another entry, by its type, name and address."""
        title = self.site[identifier].title
        return {"@type": type_, "name": title, "url": self.to(address(self.site, identifier))}

    def publisher(self) -> dict[str, str]:
        """Who publishes the site."""
        name = self.about.publisher or self.about.name
        return {"@type": "Organization", "name": name, "url": self.to("")}

    def ours(self) -> dict[str, Any]:
        """What holds of a text of our own."""
        return {"inLanguage": "da", "license": LICENCE, "publisher": self.publisher()}


def of_page(site: Site, page: Page, about: About) -> Markup:
    """What a generated page is, as a block of data."""
    writer = _Writer(site, about, page.address)
    crumbs = [*page.crumbs, (page.title, page.address)]
    if page.kind == "index":
        found = _INDEXES.get(page.id)
        return _block(writer, crumbs, found(writer, page) if found else None)
    describe = _KINDS.get(page.kind)
    return _block(writer, crumbs, describe(writer, site[page.id]) if describe else None)


def of_written(site: Site, title: str, crumbs: Crumbs, here: str, about: About) -> Markup:
    """What a hand-written page is; `crumbs` lead down to it, itself left out."""
    writer = _Writer(site, about, here)
    thing = _dataset(writer) if here == _DATA_PAGE else None
    return _block(writer, [*crumbs, (title, here)], thing)


def _block(writer: _Writer, crumbs: Crumbs, thing: dict[str, Any] | None) -> Markup:
    listed = [
        {"@type": "ListItem", "position": place, "name": name, "item": writer.to(where)}
        for place, (name, where) in enumerate(crumbs, 1)
    ]
    path = {"@type": "BreadcrumbList", "itemListElement": listed}
    graph = [path, thing] if thing else [path]
    return markup.data_block({"@context": "https://schema.org", "@graph": graph})


def _kept(thing: dict[str, Any]) -> dict[str, Any]:
    """A thing without what is not known of it."""
    return {key: value for key, value in thing.items() if value not in (None, "", [])}


# --- Words: sets, principles, concepts, the glossary --------------------------


def _entry(node: Node, sort: type[E]) -> E:
    """What a node holds, as the sort that its kind says it is."""
    if not isinstance(node.entry, sort):
        raise TypeError(node.kind)
    return node.entry


def _told(type_: str, node: Node) -> dict[str, Any]:
    """What an entry is, what it is called, and what it says in short."""
    summary: str = getattr(node.entry, "summary", "")
    return {"@type": type_, "name": node.title, "description": markup.plain(summary)}


def _set(writer: _Writer, node: Node) -> dict[str, Any]:
    entry = _entry(node, model.PrincipleSet)
    return {
        **_told("DefinedTermSet", node),
        "creator": {"@type": "Organization", "name": entry.publisher},
        "publisher": writer.publisher(),
        "hasDefinedTerm": [
            writer.named("DefinedTerm", one.id) for one in writer.site.parts(node.id)
        ],
    }


def _principle(writer: _Writer, node: Node) -> dict[str, Any]:
    entry = _entry(node, model.Principle)
    return {
        **_told("DefinedTerm", node),
        "termCode": str(entry.number),
        "inDefinedTermSet": writer.named("DefinedTermSet", node.parent or ""),
    }


def _concept(writer: _Writer, node: Node) -> dict[str, Any]:
    del writer
    return _told("DefinedTerm", node)


def _glossary(writer: _Writer, page: Page) -> dict[str, Any]:
    terms = writer.site.of_kind("term")
    return {
        "@type": "DefinedTermSet",
        "name": page.title,
        "description": page.description,
        **writer.ours(),
        "hasDefinedTerm": [writer.named("DefinedTerm", one.id) for one in terms],
    }


# --- Texts: cases, charters, drafts, checklists -------------------------------


def _case(writer: _Writer, node: Node) -> dict[str, Any]:
    case = _entry(node, model.Case)
    shown = [*(one.id for one in case.principles), *(one.id for one in case.ways)]
    return _kept(
        {
            "@type": "Article",
            "headline": node.title,
            "description": markup.plain(case.summary),
            "dateModified": case.updated,
            "temporalCoverage": _period(case.period),
            "spatialCoverage": [_municipality(writer, writer.site[i]) for i in case.municipalities],
            "about": [writer.named("DefinedTerm", one) for one in shown],
            "citation": _cited(writer, (one.source for one in case.sources)),
            **writer.ours(),
        }
    )


def _period(period: model.Period) -> str | None:
    """A period as ISO 8601 has it; `..` is an end that is not known."""
    if not (period.start or period.end):
        return None
    return f"{period.start or '..'}/{period.end or '..'}"


def _municipality(writer: _Writer, node: Node) -> dict[str, Any]:
    entry = _entry(node, model.Municipality)
    code = {"@type": "PropertyValue", "propertyID": "kommunekode", "value": entry.code}
    place = writer.to(address(writer.site, node.id))
    return {"@type": "AdministrativeArea", "name": entry.official_name, "identifier": code,
            "url": place}  # fmt: skip


def _cited(writer: _Writer, sources: Iterable[str]) -> list[dict[str, Any]]:
    return [writer.named("CreativeWork", one) for one in dict.fromkeys(sources)]


def _charter(writer: _Writer, node: Node) -> dict[str, Any]:
    """Another's text: its licence is not ours to give."""
    charter = _entry(node, model.Charter)
    parties = [{"@type": "Organization", "name": one} for one in charter.parties]
    return _kept(
        {
            **_told("CreativeWork", node),
            "creativeWorkStatus": words.CHARTER_STATUSES[charter.status_of_text].label,
            "dateCreated": charter.dated,
            "contributor": parties,
            "isBasedOn": _based_on(writer, charter.clauses),
            "citation": _cited(writer, (one.source for one in charter.sources)),
            "publisher": writer.publisher(),
        }
    )


def _based_on(
    writer: _Writer, clauses: Sequence[model.Clause] | Sequence[model.DraftClause]
) -> list[dict[str, Any]]:
    """The whole texts that the clauses come from, each once."""
    origins = (writer.site[one] for clause in clauses for one in clause.origin)
    whole = dict.fromkeys(node.parent or node.id for node in origins)
    return [writer.named("CreativeWork", one) for one in whole]


def _draft(writer: _Writer, node: Node) -> dict[str, Any]:
    draft = _entry(node, model.Draft)
    last = max(draft.versions, key=lambda one: one.number)
    return {
        **_told("CreativeWork", node),
        "creativeWorkStatus": words.CHARTER_STATUSES["draft"].label,
        "version": str(last.number),
        "dateModified": last.dated,
        "isBasedOn": _based_on(writer, draft.clauses),
        **writer.ours(),
    }


def _draft_clause(writer: _Writer, node: Node) -> dict[str, Any]:
    clause = _entry(node, model.DraftClause)
    return {
        **_told("CreativeWork", node),
        "version": str(max(one.version for one in clause.wordings)),
        "isPartOf": writer.named("CreativeWork", node.parent or ""),
        "isBasedOn": _based_on(writer, [clause]),
    }


def _checklist(writer: _Writer, node: Node) -> dict[str, Any]:
    checklist = _entry(node, aids_model.Checklist)
    steps = [
        {"@type": "HowToStep", "position": number, "text": markup.plain(item.text)}
        for number, item in enumerate(checklist.items, 1)
    ]
    return {
        **_told("HowTo", node),
        "step": steps,
        **writer.ours(),
    }


# --- The open data ------------------------------------------------------------


def _dataset(writer: _Writer) -> dict[str, Any]:
    files = [
        {"@type": "DataDownload", "name": one.title, "encodingFormat": format_,
         "contentUrl": writer.to(place)}
        for one in collections()
        for format_, place in (("application/json", one.whole), ("text/csv", one.table))
    ]  # fmt: skip
    return {
        "@type": "Dataset",
        "name": f"{writer.about.name}: åbne data",
        "description": writer.about.description,
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Country", "name": "Danmark"},
        **writer.ours(),
        "distribution": files,
    }


_KINDS: dict[str, Callable[[_Writer, Node], dict[str, Any]]] = {
    **dict.fromkeys(SET_ENTRIES, _principle),
    "set": _set, "phase": _concept, "concept": _concept, "case": _case,
    "municipality": _municipality, "charter": _charter, "draft": _draft,
    "draft_clause": _draft_clause, "checklist": _checklist,
}  # fmt: skip
_INDEXES: dict[str, Callable[[_Writer, Page], dict[str, Any]]] = {"ordliste": _glossary}
