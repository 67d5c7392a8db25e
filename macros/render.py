"""Entries to HTML: a compiled template per kind of page, and what templates may ask for."""

import functools
import os
import re
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from . import cache, case_files, danish, entry_model, markup
from . import vocabulary as words
from .addresses import (
    CASE_FORM,
    SHEET_KINDS,
    WORKSHOP_KINDS,
    address,
    has_page,
    sheet_address,
)
from .checklists import active_points, belongs_to, groups
from .chords import whole
from .citations import citing, shared_certainty, source_uses, tour_sources, weakest
from .comparison import ROWS, period
from .filling import filling
from .lettering import wrap
from .link import Node, Site, derived, followed
from .matrix import matrix
from .neighbours import neighbourhood, what
from .own_files import TEMPLATES
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
from .wording import word_diff, wording_at

# With fewer cases than this, a page asks its readers for more.
FEW_CASES = 3
_TO_ESCAPE = re.compile("[&<>\"']").search
_WHOSE = Markup(' <span class="tag whose-tag">{} {}</span>')


@dataclass(frozen=True)
class Note:
    """A numbered note on a page: a source, and the place in it."""

    number: int
    source: Node
    locator: str | None
    seen: str | None


class _Code(CodeGenerator):
    """Templates as code that takes fewer steps: what they call is called, and markup is left alone.

    Jinja looks at each thing called for whether it wants to know of the template around it;
    nothing that our templates call does. It asks an object for an attribute by way of a function
    that knows what to do without it; ours ask only for what is there, or whether it is. It also
    makes all markup anew to write it.
    """

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802 - as Jinja has it
        """Call what is called."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for one in (*node.args, *node.kwargs):
            self.visit(one, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Take an attribute."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802
        """Ask whether an attribute is there, or anything else."""
        if node.name == "defined" and isinstance(node.node, nodes.Getattr):
            self.write("hasattr(")
            self.visit(node.node.node, frame)
            self.write(f", {node.node.attr!r})")
        else:
            super().visit_Test(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize
        self.write("environment.escaped(")


def _escaped(value: object) -> str:
    """A value to write in HTML: itself, if it is markup already or has no sign to escape."""
    if isinstance(value, str) and (type(value) is Markup or not _TO_ESCAPE(value)):
        return value
    return escape(value)


class _Environment(jinja2.Environment):
    """Templates that begin quickly: what they may use is copied for each page."""

    code_generator_class: type[CodeGenerator] = _Code
    escaped = staticmethod(_escaped)
    ready: Mapping[str, jinja2.Template] = MappingProxyType({})

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - as Jinja has it
    ) -> jinja2.Template:
        """A template by its name: one that is ready as it is, for looking it up takes a lock."""
        ready = self.ready.get(name) if isinstance(name, str) else None
        return ready or super().get_template(name, parent, globals)

    def make_globals(self, more: MutableMapping[str, Any] | None) -> dict[str, Any]:
        """What a template may use, as a plain dict; Jinja's chain takes long to copy."""
        return {**self.globals, **(more or {})}


class _Sandbox(_Environment, ImmutableSandboxedEnvironment):
    """The same for templates that come from elsewhere: what they may call is looked at."""

    code_generator_class = CodeGenerator


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
        """A link to an entry, by its title or another text."""
        return markup.link(self.url(node.id), text or node.title)

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
    "CASE_FORM": CASE_FORM,
    "FEW_CASES": FEW_CASES,
}


def _compiled(made: type[jinja2.Environment]) -> jinja2.BytecodeCache | None:
    """Where compiled templates are kept between runs, if anything is.

    What one is compiled to depends on its text, on this module and on Jinja, and the sandbox
    compiles it otherwise.
    """
    folder = cache.folder()
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    if not folder or not os.access(folder, os.W_OK):
        return None
    version = cache.digest(Path(__file__).read_bytes(), metadata.version("jinja2").encode())
    name = f"template{made.__name__}-{version}-%s"
    cache.drop_older(folder / name)
    return jinja2.FileSystemBytecodeCache(str(folder), name)


@functools.cache
def _environment(partials: Path | None) -> _Environment:
    """The templates; those in `partials` stand in for ours of the same name.

    Data is never a template, and ours are code like any other. A municipality's come from
    elsewhere, so with them all run in a sandbox, which takes a third longer.
    """
    made = _Sandbox if partials else _Environment
    environment = made(
        loader=jinja2.FileSystemLoader([partials, TEMPLATES] if partials else [TEMPLATES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(made),
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
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
        source = _environment(partials).get_template(f"{template}.html")
        return Markup(source.render(**context))  # noqa: S704 - autoescaped
