"""The whole handbook as one page of HTML: chapters, entries in short form, numbered sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from . import danish, entry_model, model
from . import vocabulary as words
from .addresses import SET_ENTRIES
from .link import Node, Site, derived
from .render import View, render

ADDRESS = "haandbog/"
PDF = "haandbog/samskabelse.pdf"
TITLE = "Håndbogen"
DESCRIPTION = (
    "Hele sitet i ét dokument til udskrift: principper, veje, faser, begreber, cases, kritik, "
    "chartre, tjeklister, ordliste og kilder."
)
# With more cases than this the book lists their titles only, so that it stays a book.
MOST_CASES = 300
# With more than this not even the titles: such a list is no book, and the site can be filtered.
MOST_TITLES = 1000
_KINDS = (*SET_ENTRIES, "set", "phase", "concept", "critique", "charter", "clause", "draft",
          "draft_clause", "checklist", "item", "term")  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """A chapter: its anchor, its title and what kind of content it has."""

    id: str
    title: str
    kind: str


class BookView(View):
    """A page on which links to what it holds itself lead within it."""

    def url(self, identifier: str) -> str:
        """The address of an entry: an anchor if it is in the book, else its own page."""
        node = self.site[identifier]
        held = node.kind in _KINDS or (node.kind == "case" and not _many(self.site))
        return f"#{identifier}" if held and node.listed else super().url(identifier)

    def span(self, citations: Sequence[entry_model.CitationRecord]) -> str:
        """The numbers of some citations; in a book they seldom follow each other."""
        return ", ".join(str(note.number) for note in self.notes(citations))


@derived
def handbook(site: Site) -> Markup:
    """The handbook's HTML, without its H1."""
    cases = site.of_kind("case")
    titled = len(cases) <= MOST_TITLES
    cases = site.by_title(cases) if titled else cases
    context: dict[str, Any] = {
        "chapters": list(chapters(site)),
        "cases": cases,
        "areas": [] if _many(site) else _by_area(cases),
        "municipalities": _by_municipality(site, cases) if _many(site) else [],
        "titled": titled,
    }
    return render("handbook", BookView(site, ADDRESS), **context)


def chapters(site: Site) -> Iterator[Chapter]:
    """The chapters that have something in them, in their order."""
    yield Chapter("saadan-laeses-haandbogen", "Sådan læses håndbogen", "reading")
    for node in site.of_kind("set"):
        yield Chapter(node.id, node.title, "set")
    cases = "case-titles" if _many(site) else "cases"
    for kind, identifier, title, content in (
        ("phase", "faser", "De tre faser", "phases"),
        ("concept", "begreber", "Begreber", "concepts"),
        ("case", "cases", "Cases fra kommunerne", cases),
        ("critique", "kritik", "Kritik af samskabelse", "critique"),
        ("charter", "charter", "Chartre, manifest og arbejdsudkast", "charters"),
        ("checklist", "tjeklister", "Tjeklister", "checklists"),
        ("term", "ordliste", "Ordliste", "glossary"),
        ("source", "kilder", "Kilder", "sources"),
    ):
        if site.of_kind(kind):
            yield Chapter(identifier, title, content)


def _many(site: Site) -> bool:
    return len(site.of_kind("case")) > MOST_CASES


def _by_area(cases: list[Node]) -> list[tuple[str, list[Node]]]:
    """The cases by title in each area, and last those whose area is not told."""
    found: dict[str | None, list[Node]] = {area: [] for area in (*words.AREAS, None)}
    for node in cases:
        if isinstance(node.entry, model.Case):
            found[node.entry.area].append(node)
    labels = {area: word.label for area, word in words.AREAS.items()}
    return [
        (labels.get(area or "", "Område ikke oplyst"), some) for area, some in found.items() if some
    ]


def _by_municipality(site: Site, cases: list[Node]) -> list[tuple[str, list[Node]]]:
    found: dict[str, list[Node]] = {}
    for node in cases:
        if isinstance(node.entry, model.Case):
            for place in [site[i].title for i in node.entry.municipalities] or ["Ingen bestemt"]:
                found.setdefault(place, []).append(node)
    return sorted(found.items(), key=lambda one: danish.sort_key(one[0]))
