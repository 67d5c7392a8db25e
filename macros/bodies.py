"""What each page says: its text as HTML, from its heading on."""

import math
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from . import aids_model, danish, handbook
from .addresses import SET_ENTRIES, address, sheet_address
from .filters import case_filters, values_of
from .gloss import gloss
from .link import Node, Site, derived, followed
from .pages import INDEXES, JOINT, PAGED, heading_of, paging, part_address
from .render import View, render
from .repository import Forge
from .sheet import sheet
from .workshop import timed

# A municipality's page shows cases from this many others, at most so many tiles away.
NEAR_COUNT = 6
NEAR_TILES = 3.0


def body(
    site: Site, kind: str, identifier: str, base: str = "", upstream: Forge | None = None
) -> Markup:
    """A page's text as HTML, from its H1 on. Raises KeyError for an unknown page.

    `base` is the address of the whole site, if it is known, and `upstream` where the
    common texts come from.
    """
    if kind in ("sheet", "workshop_sheet"):
        return _paper(site, identifier, base)
    if kind == "handbook":
        return _handbook(site)
    html: str
    language = "da"
    if kind in ("index", "index_part"):
        title, view, html = _index_text(site, identifier)
    else:
        node = site[identifier]
        title, view = heading_of(node), View(site, address(site, identifier))
        more = _CONTEXTS[kind](site, node) if kind in _CONTEXTS else {}
        html = render(_TEMPLATES.get(kind, kind), view, node=node, **more)
        language = _language(node)
    contents = _contents(html, view) if kind in _LONG_KINDS else ""
    if kind in _GLOSSED:
        html = gloss(html, site, view.page)
    # Not with +: markup added to the plain string that gloss gives would escape it.
    html = f"{_whose(site, view, upstream)}{html}"
    inner = f'{contents}<div class="body">\n{html}\n</div>' if contents else html
    return _headed(title, inner, language=language)


def _language(node: Node) -> str:
    """The language of an entry's title; only sources have others than the page's."""
    return str(getattr(node.entry, "language", "da")) if node.kind == "source" else "da"


def _index_text(site: Site, identifier: str) -> tuple[str, View, str]:
    """An index's title, its view and its text; of one of its pages, where it goes on."""
    identifier, _, number = identifier.partition(JOINT)
    index = INDEXES[identifier]
    view = View(site, part_address(index, int(number or 1)))
    context: dict[str, Any] = {"index": index}
    if identifier in PAGED:
        context["paging"] = paging(site, identifier, int(number or 1))
        context["part_address"] = part_address
    if identifier == "cases":
        context["filters"] = case_filters(site)
    title = f"{index.title}, side {number}" if number else index.title
    template = f"index-{identifier}" if site.of_kind(*index.kinds) else "index-none"
    return title, view, render(template, view, **context)


def _headed(title: str, html: str, tools: str = "", language: str = "da") -> Markup:
    """The text of a page under its heading; `tools` stand above it all."""
    foreign = "" if language == "da" else f' lang="{escape(language)}"'
    heading = f'{tools}<h1 id="titel"{foreign}>{escape(title)}</h1>\n'
    return Markup(f'{heading}<div class="entry">\n{html}\n</div>\n')  # noqa: S704


def _whose(site: Site, view: View, upstream: Forge | None) -> str:
    """What on a page is a municipality's own words, or hidden by it; "" when nothing is."""
    nodes = _theirs_on(site, view.page)
    return render("block-whose", view, nodes=nodes, upstream=upstream) if nodes else ""


@followed
def _theirs_on(site: Site, page: str) -> tuple[Node, ...]:
    """What a municipality has added, changed or hidden of what stands on a page."""
    return tuple(one for one in site.theirs if address(site, one.id).split("#")[0] == page)


def _paper(site: Site, identifier: str, base: str) -> Markup:
    """A handout, or a sheet for a workshop, with its tools above the paper."""
    identifier, _, plan = identifier.partition(JOINT)
    node, view = site[identifier], View(site, sheet_address(identifier, plan))
    made = sheet(site, node)
    shared = {
        "node": node, "base": base, "publisher": _publisher(view, node), "cut": made.cut,
        "certainties": made.certainties, "sources": made.sources,
        "more_sources": made.more_sources,
    }  # fmt: skip
    tools = render("block-sheet-tools", view, node=node)
    if plan:
        workshop = site[plan]
        steps = timed(site, node, workshop.entry)  # type: ignore[arg-type]
        html = render("workshop_sheet", view, workshop=workshop, steps=steps, **shared)
    else:
        html = render("sheet", view, sheet=made, **shared)
    return _headed(f"Værksted: {node.title}" if plan else node.title, html, f"{tools}\n")


def _handbook(site: Site) -> Markup:
    """The handbook, with its tools under the heading."""
    view = View(site, handbook.ADDRESS)
    tools = render("block-handbook-tools", view, pdf=handbook.PDF)
    return _headed(handbook.TITLE, f"{tools}\n{handbook.handbook(site)}")


def _publisher(view: View, node: Node) -> str:
    """Who the official wording is by."""
    if node.parent:
        return view.node(node.parent).entry.publisher  # type: ignore[attr-defined,no-any-return]
    quoted = getattr(node.entry, "quote", None)
    return view.publishers(quoted.sources) if quoted else ""


# Kinds whose running text has its glossary words explained.
_GLOSSED = (*SET_ENTRIES, "set", "phase", "concept", "case", "charter", "draft", "draft_clause",
            "critique", "checklist", "guide", "assessment")  # fmt: skip

# Kinds whose pages get a list of contents once they have this many sections.
_LONG_KINDS = (*SET_ENTRIES, "set", "phase", "concept", "charter", "index")
_LONG = 5
_SECTION = re.compile(r'<h2 id="([\w-]+)">(.*?)</h2>')


def _contents(html: str, view: View) -> str:
    sections = [(anchor, Markup(title)) for anchor, title in _SECTION.findall(html)]  # noqa: S704
    return render("block-contents", view, sections=sections) if len(sections) >= _LONG else ""


_TEMPLATES = dict.fromkeys(SET_ENTRIES, "principle") | {"phase": "concept"}


def _municipality_context(site: Site, node: Node) -> dict[str, Any]:
    return {"cases": cases_of(site, node), "near": near(site, node)}


def _guide_context(site: Site, node: Node) -> dict[str, Any]:
    """The number of each question, and the cases like those of each recommendation."""
    guide = node.entry
    if not isinstance(guide, aids_model.Guide):
        raise TypeError(node.kind)
    numbers = {question.id: number for number, question in enumerate(guide.questions, 1)}
    like = {one.id: one.cases_like for one in guide.outcomes}
    found = {
        key: _cases_like(site, one.phase, one.area, one.form) if one else (0, "")
        for key, one in like.items()
    }
    return {"numbers": numbers, "like": found}


@followed
def _cases_like(
    site: Site, phase: str | None, area: str | None, form: str | None
) -> tuple[int, str]:
    """How many cases are of a phase, an area and a form, and the filter that finds them."""
    wanted = {"fase": phase or "", "omraade": area or "", "form": form or ""}
    filters = [one for one in case_filters(site) if wanted.get(one.name)]
    found = [
        case
        for case in site.of_kind("case")
        if filters and all(wanted[one.name] in _traits(site, case.id)[one.name] for one in filters)
    ]
    return len(found), urlencode({one.name: wanted[one.name] for one in filters})


@derived
def _traits(site: Site, identifier: str) -> dict[str, tuple[str, ...]]:
    """What a case is told to be like others by."""
    values = values_of(site, identifier)
    return {name: values[name] for name in ("fase", "omraade", "form")}


# What the templates of some kinds are given besides the entry.
_CONTEXTS: dict[str, Callable[[Site, Node], dict[str, Any]]] = {
    "municipality": _municipality_context,
    "guide": _guide_context,
}


def cases_of(site: Site, municipality: Node) -> list[Node]:
    """The cases of a municipality."""
    return [site[link.source] for link in site.incoming(municipality.id, "in_municipality")]


def near(site: Site, municipality: Node) -> list[tuple[Node, list[Node]]]:
    """The nearest other municipalities that have cases, by distance on the tile map."""
    found = []
    for other in site.of_kind("municipality"):
        distance = math.dist(_tile(municipality), _tile(other))
        if (
            other is not municipality
            and distance <= NEAR_TILES
            and (cases := cases_of(site, other))
        ):
            found.append((distance, danish.sort_key(other.title), other, cases))
    return [(other, cases) for *_, other, cases in sorted(found, key=lambda f: f[:2])][:NEAR_COUNT]


def _tile(municipality: Node) -> tuple[int, int]:
    tile = municipality.entry.tile  # type: ignore[attr-defined]
    return tile.col, tile.row
