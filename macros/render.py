"""Entries to HTML: a compiled template per kind of page, and what templates may ask for."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from . import case_files, danish, entry_model, markup
from . import vocabulary as words
from .addresses import (
    CASE_FORM,
    SHEET_KINDS,
    WORKSHOP_KINDS,
    address,
    has_page,
    sheet_address,
)
from .checklists import active_points, belongs_to, groups, origin_names
from .chords import whole
from .citations import citing, shared_certainty, source_uses, tour_sources, weakest
from .comparison import LACKING, ROWS, period
from .filling import filling
from .lettering import wrap
from .link import Node, Site, derived, followed
from .matrix import matrix
from .neighbours import neighbourhood, what
from .pictures import level, on_circle, timeline
from .qr import qr_code
from .relations import RelatedGroup, all_relations, related, related_to_whole
from .sheet import short_source
from .shortlist import (
    MOST,
    MOST_EACH,
    MOST_TAKEN,
    MOST_TITLES,
    surest,
    surest_by_area,
    surest_pairs,
)
from .sizes import SIZES, size_of
from .templating import Environment, templates
from .wording import word_diff, wording_at

# With fewer cases than this, a page asks its readers for more.
FEW_CASES = 3
_WHOSE = Markup(' <span class="tag whose-tag">{} {}</span>')
_NOT_CHOSEN = Markup(' <span class="tag whose-tag">ikke valgt her</span>')
_RETIRED = Markup(' <span class="tag">{}</span>').format(words.STATUSES["retired"].label)


@dataclass(frozen=True)
class Note:
    """A numbered note on a page: a source, and the place in it."""

    number: int
    source: Node
    locator: str | None
    seen: str | None


class View:
    """One page being written: knows its own address and numbers its notes."""

    def __init__(self, site: Site, page: str) -> None:
        """Begin the page at the address `page`."""
        self.site = site
        self.page = page
        self._notes: dict[tuple[str, str | None], Note] = {}

    def url(self, identifier: str) -> str:
        """The address of an entry as seen from this page."""
        return markup.relative(address(self.site, identifier), self.page)

    def address(self, identifier: str) -> str:
        """The address of an entry from the site's root."""
        return address(self.site, identifier)

    def to(self, place: str) -> str:
        """An address from the site's root as seen from this page."""
        return markup.relative(place, self.page)

    def resolve(self, identifier: str) -> str | None:
        """The address of an entry if it exists."""
        return self.url(identifier) if identifier in self.site.nodes else None

    def link(self, node: Node, text: str | None = None) -> Markup:
        """A link to an entry, by its title or another text; one that is in no list is marked."""
        made = markup.link(self.url(node.id), text or node.title)
        if node.hidden:
            return made + _NOT_CHOSEN
        return made + _RETIRED if node.entry.status == "retired" else made

    def marks(self, citations: Iterable[entry_model.CitationRecord]) -> Markup:
        """The marks that lead to the notes for some citations."""
        return markup.note_marks([self.note(citation).number for citation in citations])

    def whose(self, node: Node) -> Markup:
        """Whose an entry is, when it is not wholly ours."""
        if not (node.origin or node.changed):
            return Markup()
        said = "fra" if node.origin else "ændret af"
        return _WHOSE.format(said, self.site.overlay.who)

    def source_line(self, node: Node) -> Markup:
        """Who made a source, what it is called, and when it is from."""
        return _source_line(self.site, node.id, self.url(node.id))

    def line(self, text: str) -> Markup:
        """One line of prose."""
        return markup.line(text, self.resolve)

    def prose(self, text: str) -> Markup:
        """Paragraphs and lists."""
        return markup.prose(text, self.resolve)

    def note(self, citation: entry_model.CitationRecord) -> Note:
        """The note for a citation; the same source and place get the same number."""
        key = (citation.source, citation.locator)
        if key not in self._notes:
            source = self.site[citation.source]
            number = len(self._notes) + 1
            self._notes[key] = Note(number, source, citation.locator, citation.seen)
        return self._notes[key]

    def notes(self, citations: Iterable[entry_model.CitationRecord]) -> list[Note]:
        """The notes for some citations, in their order."""
        return [self.note(citation) for citation in citations]

    def span(self, citations: Sequence[entry_model.CitationRecord]) -> str:
        """The numbers of some citations as one range, such as `1–8`."""
        numbers = sorted(note.number for note in self.notes(citations))
        return "–".join(map(str, dict.fromkeys((numbers[0], numbers[-1])))) if numbers else ""

    def all_notes(self) -> list[Note]:
        """Every note taken so far, by number."""
        return list(self._notes.values())

    def node(self, identifier: str) -> Node:
        """An entry by id; templates of ours name some. Raises TemplateRuntimeError."""
        try:
            return self.site[identifier]
        except KeyError:
            raise jinja2.TemplateRuntimeError(f"ingen post hedder {identifier}") from None

    def sources_of(self, identifier: str, *types: str) -> list[Node]:
        """The entries that link here with one of these types."""
        sources = dict.fromkeys(one.source for one in self.site.incoming(identifier, *types))
        return [self.site[one] for one in sources]

    def publishers(self, citations: Iterable[entry_model.CitationRecord]) -> str:
        """Who wrote or published the texts cited, in words."""
        entries = [self.site[citation.source].entry for citation in citations]
        return danish.join(
            danish.join(entry.authors) or entry.publisher or entry.title  # type: ignore[attr-defined]
            for entry in entries
        )

    def readings(self, identifier: str) -> list[tuple[Node, str | None]]:
        """The cases that show an entry, each with the reason."""
        return [(self.site[one.source], one.why) for one in self.site.incoming(identifier, "shows")]

    def related(self, identifier: str) -> list[RelatedGroup]:
        """Typed relations both ways, grouped by the kind of the other end."""
        return related(self.site, identifier)

    def relations(self, identifier: str) -> int:
        """How many relations an entry and the entries inside it have to others."""
        return sum(len(group.relations) for group in related_to_whole(self.site, identifier))

    def mentions(self, identifier: str) -> list[Node]:
        """Entries whose texts link here, without those already related."""
        related = {one.node.id for group in self.related(identifier) for one in group.relations}
        found = {one.source: None for one in self.site.incoming(identifier, "mentions")}
        return [self.site[i] for i in found if i not in related and has_page(self.site[i])]


# The same few sources stand under very many cases.
@derived
def _source_line(site: Site, identifier: str, url: str) -> Markup:
    return fill("source-line", one=site[identifier].entry, url=url)


# A list that a title moves through is put together of the rows it had.
@followed
def case_row(site: Site, identifier: str, page: str) -> Markup:
    """A case in the list of all, as seen from one of its pages."""
    return render("case-row", View(site, page), case=site[identifier])


@functools.cache
def certainty_tag(value: str) -> Markup:
    """How sure something is, in a word."""
    return fill("certainty", value=value)


# What templates may use besides the view.
_GLOBALS: dict[str, Any] = {
    "words": words,
    "certainty_tag": certainty_tag,
    "active_points": active_points,
    "belongs_to": belongs_to,
    "origin_names": origin_names,
    "point_groups": groups,
    "count": danish.count,
    "join": danish.join,
    "shared_certainty": shared_certainty,
    "source_uses": source_uses,
    "citing": citing,
    "weakest": weakest,
    "on_circle": on_circle,
    "qr_code": qr_code,
    "sheet_address": sheet_address,
    "sheet_kinds": SHEET_KINDS,
    "short_source": short_source,
    "workshop_kinds": WORKSHOP_KINDS,
    "timeline": timeline,
    "level": level,
    "matrix": matrix,
    "neighbourhood": neighbourhood,
    "whole": whole,
    "what": what,
    "wrap": wrap,
    "all_relations": all_relations,
    "word_diff": word_diff,
    "wording_at": wording_at,
    "period": period,
    "size_of": size_of,
    "tour_sources": tour_sources,
    "case_row": case_row,
    "case_version": case_files.version,
    "MOST": MOST,
    "MOST_EACH": MOST_EACH,
    "MOST_TAKEN": MOST_TAKEN,
    "MOST_TITLES": MOST_TITLES,
    "surest_by_area": surest_by_area,
    "SIZES": SIZES,
    "COMPARED": ROWS,
    "LACKING": LACKING,
    "CASE_FORM": CASE_FORM,
    "FEW_CASES": FEW_CASES,
}


@functools.cache
def _environment(partials: Path | None) -> Environment:
    """The templates with all that they may use; those in `partials` stand in for ours."""
    environment = templates(partials)
    environment.filters.update(
        danish_date=danish.date,
        number=danish.number,
        plain=markup.plain,
        node_of=lambda identifier, site: site[identifier],
        safe_address=markup.address,
    )
    environment.globals.update(_GLOBALS)
    return environment


def prepare(site: Site) -> None:
    """Compile every template as it is now, so that no copy of this process has to look at it.

    Raises FillError when one cannot be compiled.
    """
    environment = _environment(site.overlay.partials)
    environment.ready = {}
    names = environment.list_templates(extensions=["html"])
    with filling():
        environment.ready = {name: environment.get_template(name) for name in names}


def render(template: str, view: View, **context: Any) -> Markup:
    """Fill a template for one page; everything in it is escaped unless markup made it."""
    partials = view.site.overlay.partials
    return fill(
        template, partials, v=view, site=view.site, surest=functools.partial(surest, view.site),
        surest_pairs=functools.partial(surest_pairs, view.site), **context,
    )  # fmt: skip


def fill(template: str, partials: Path | None = None, /, **context: Any) -> Markup:
    """Fill a template that is no entry's, such as the page around them all.

    Raises FillError when the template cannot be filled.
    """
    with filling():
        filled = _environment(partials).fill(f"{template}.html", context)
        return Markup(filled)  # noqa: S704 - autoescaped
