"""Which pages exist, what each is called and holds: a pure function of the Site."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from . import danish, handbook, markup, model
from . import vocabulary as words
from .addresses import (
    FORMS,
    SET_ENTRIES,
    SHEET_KINDS,
    WORKSHOP_KINDS,
    address,
    has_page,
    sheet_address,
    source_path,
)
from .filters import case_filters, values_of
from .gloss import gloss
from .link import Node, Site, derived, followed
from .render import View, render
from .repository import Forge
from .sheet import sheet
from .workshop import timed

# A municipality's page shows cases from this many others, at most so many tiles away.
NEAR_COUNT = 6
NEAR_TILES = 3.0


@dataclass(frozen=True)
class Page:
    """One generated page. Addresses run from the site's root.

    `crumbs` are (title, address) from the front page down to the parent; `place` is the
    file and line an editor should open; `hint` says what kind of entry it is, `label`
    what tells it from others of the same title; `scripts` and `styles` are what it loads, in
    order; a page that only repeats another is not `searched`; `form` is
    where the entry can be changed without knowing YAML; `updated` is when the data says it
    was changed, "" when it does not.
    """

    address: str
    kind: str
    id: str
    title: str
    description: str
    crumbs: tuple[tuple[str, str], ...]
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None
    place: tuple[str, int] | None = None
    hint: str = ""
    label: str = ""
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    searched: bool = True
    form: str = ""
    updated: str = ""

    @property
    def path(self) -> str:
        """The Markdown file the page stands in for."""
        return f"{self.address}index.md" if self.kind == "index" else source_path(self.address)

    @property
    def indexed(self) -> bool:
        """Whether search engines may list it: they find cases by way of a long list's pages."""
        return self.searched or self.kind == "index_part"


@dataclass(frozen=True)
class Index:
    """The page that lists a collection: its title, its description, its template."""

    id: str
    title: str
    description: str
    kinds: tuple[str, ...]
    scripts: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where it is found."""
        return f"{self.id}/"


INDEXES = {
    index.id: index
    for index in (
        Index(
            "principper",
            "Principper, veje, kendetegn og trin",
            "Frivilligrådets 6 principper, COK's 10 veje og Væksthus for Ledelses kendetegn og "
            "trin, med forklaring, praksis, faldgruber og cases.",
            ("set", *SET_ENTRIES),
        ),
        Index(
            "faser",
            "De tre faser",
            "Hvornår i forløbet skal I samskabe? Simon Bülows tre faser side om side.",
            ("phase",),
        ),
        Index(
            "begreber",
            "Begreber",
            "De begreber, fagfolk bruger om samskabelse: former, niveauer, paradigmer, gevinster, "
            "krav og kompetencer.",
            ("concept",),
        ),
        Index(
            "cases",
            "Cases fra kommunerne",
            "Cases om samskabelse fra danske kommuner. Listen kan sorteres og filtreres.",
            ("case",),
            scripts=("element", "hent", "caseliste", "filter"),
        ),
        Index(
            "kommuner",
            "Kommuner",
            "Alle 98 danske kommuner og de cases om samskabelse, vi kender fra hver.",
            ("municipality",),
        ),
        Index(
            "charter",
            "Chartre og manifest",
            "Charter for samspil, samskabelsescharteret og manifestet: hvad der er dokumenteret, "
            "og hvad der ikke er.",
            ("charter", "draft"),
        ),
        Index(
            "kritik",
            "Kritik af samskabelse",
            "Hvad kritikere, forskere og praktikere indvender mod samskabelse, og hvad der "
            "står åbent.",
            ("critique",),
        ),
        Index(
            "tjeklister",
            "Tjeklister",
            "Spørgsmål at holde jeres eget forløb op imod, fase for fase og princip for princip.",
            ("checklist",),
        ),
        Index(
            "ruter",
            "Ruter efter rolle og tid",
            "Vælg jeres rolle og den tid, I har, og få en rute gennem sitet med minutter til "
            "hvert trin.",
            ("tour",),
            scripts=("ruter",),
        ),
        Index(
            "ordliste",
            "Ordliste",
            "De ord, man møder, når man læser om samskabelse, forklaret kort.",
            ("term",),
        ),
        Index(
            "kilder",
            "Kilder",
            "Alle kilder, sitet bygger på, og hvor meget af hver vi har læst.",
            ("source",),
        ),
        Index(
            "ark",
            "Ark til mødet",
            "Ét ark papir om hvert princip, hver vej, fase og case, og færdige tidsplaner til et "
            "værksted.",
            ("workshop", *SHEET_KINDS),
        ),
    )
}
HOME = ("Forside", "")
# Joins the ids of an entry and a workshop, and of an index and the number of its page; no id
# has two hyphens in a row.
JOINT = "--"
# Indexes that grow with the knowledge: how many stand on a page.
PAGED = {"cases": 50, "kilder": 200}


HANDBOOK = Page(
    handbook.ADDRESS, "handbook", "haandbog", handbook.TITLE, handbook.DESCRIPTION, (HOME,),
    scripts=("udskriv",), styles=("haandbog",), searched=False,
)  # fmt: skip

# Folders without an index of their own, and the index that leads to them.
_LISTED_UNDER = {"guide": "tjeklister", "selvvurdering": "tjeklister"}


def all_pages(site: Site) -> dict[str, Page]:
    """Every generated page, by the path of the Markdown file it stands in for."""
    found = [page for identifier in INDEXES for page in index_pages(site, identifier)]
    found += [page for identifier in site.nodes for page in entry_pages(site, identifier)]
    found.append(HANDBOOK)
    return {page.path: page for page in found}


def linked_pages(site: Site) -> list[Page]:
    """The generated pages that hand-written ones may link to by path: indexes, the handbook."""
    found = (index_pages(site, identifier)[:1] for identifier in INDEXES)
    return [*(page for first in found for page in first), HANDBOOK]


@followed
def index_pages(site: Site, identifier: str) -> tuple[Page, ...]:
    """An index, and where it is long, the pages it goes on over; none when it lists nothing."""
    index = INDEXES[identifier]
    # With every entry of a kind hidden its index stays, so that what leads there still does.
    return tuple(_index_pages(index, site)) if _kinds(site).intersection(index.kinds) else ()


@derived
def _kinds(site: Site) -> set[str]:
    """The kinds that there is any entry of."""
    return {node.kind for node in site.nodes.values()}


def _index_pages(index: Index, site: Site) -> Iterator[Page]:
    days = [_updated(site, node.id) for node in site.of_kind(*index.kinds)]
    first = Page(
        index.address, "index", index.id, index.title, index.description, (HOME,),
        scripts=index.scripts if days else (), updated=max(days, default=""),
    )  # fmt: skip
    yield first
    count = Paging.of(site, index.id).count if index.id in PAGED else 1
    for number in range(2, count + 1):
        place = f"side {number} af {count}"
        yield replace(
            first, kind="index_part", id=f"{index.id}{JOINT}{number}", label=place,
            address=part_address(index, number), scripts=(), searched=False,
            description=f"{index.description} Side {number} af {count}.",
            crumbs=(HOME, (index.title, index.address)),
        )  # fmt: skip


def part_address(index: Index, number: int) -> str:
    """Where a page of an index is found, by its number from 1."""
    return f"{index.address}side/{number}/" if number > 1 else index.address


@dataclass(frozen=True)
class Paging:
    """Where a page stands among those of an index: its number of how many, and its nodes."""

    number: int
    count: int
    total: int
    nodes: tuple[Node, ...]

    @classmethod
    def of(cls, site: Site, identifier: str, number: int = 1) -> "Paging":
        """The page of an index with a number; its nodes are by title."""
        some = _by_title(site, identifier)
        size = PAGED[identifier]
        shown = some[(number - 1) * size : number * size]
        return cls(number, -(-len(some) // size), len(some), shown)

    @property
    def near(self) -> list[int]:
        """The pages to offer: the first, the last, the nearest, and 0 for those between."""
        kept = sorted({1, self.count, *range(self.number - 2, self.number + 3)})
        kept = [one for one in kept if 1 <= one <= self.count]
        gaps = [[0, one] if one - before > 1 else [one] for before, one in pairwise([0, *kept])]
        return [one for some in gaps for one in some]


@derived
def _by_title(site: Site, identifier: str) -> tuple[Node, ...]:
    """All that an index lists, in its order."""
    return tuple(site.by_title(site.of_kind(*INDEXES[identifier].kinds)))


@followed
def entry_pages(site: Site, identifier: str) -> tuple[Page, ...]:
    """The pages of an entry: its own, and its sheets."""
    node = site[identifier]
    own = [_entry_page(site, node)] if has_page(node) else []
    return (*own, *(_sheets(site, node) if node.kind in SHEET_KINDS else ()))


def _entry_page(site: Site, node: Node) -> Page:
    folder = address(site, node.id).split("/")[0]
    index = INDEXES[_LISTED_UNDER.get(folder, folder)]
    crumbs = [HOME, (index.title, index.address)]
    if node.parent:
        crumbs.append((site[node.parent].title, address(site, node.parent)))
    entry = node.entry
    if node.kind == "concept" and isinstance(entry, model.Concept):
        crumbs.append((words.CONCEPT_KINDS[entry.kind].plural, f"begreber/#{entry.kind}"))
    if isinstance(entry, model.Critique):
        crumbs.append((words.CRITIQUE_GROUPS[entry.group].label, f"kritik/#{entry.group}"))
    before, after = site.siblings(node.id)
    return Page(
        address=address(site, node.id),
        kind=node.kind,
        id=node.id,
        title=_title(node),
        description=_description(node),
        crumbs=tuple(crumbs),
        before=(before.title, address(site, before.id)) if before else None,
        after=(after.title, address(site, after.id)) if after else None,
        place=(node.changed[0].file, node.changed[0].line)
        if node.changed
        else (node.file, node.line),
        hint=words.KINDS[node.kind].label,
        label=_label(node),
        scripts=_SCRIPTS.get(node.kind, ()),
        # The form makes proposals for the common collection only.
        form="" if node.origin or node.changed else FORMS.get(node.kind, ""),
        updated=_updated(site, node.id),
        searched=not node.hidden,
    )


@followed
def _updated(site: Site, identifier: str) -> str:
    """The newest day that the data gives for an entry or a part of it; "" for none."""
    entry = site[identifier].entry
    days = [part.updated or "" for _, part in model.parts(entry)]
    if isinstance(entry, model.Draft):
        days += [version.dated for version in entry.versions]
    return max(days)


def _sheets(site: Site, node: Node) -> Iterator[Page]:
    """An entry's handout, and its sheet for each workshop."""
    entry = _entry_page(site, node)
    common = replace(
        entry, kind="sheet", address=sheet_address(node.id), label=f"ét ark, {entry.label}",
        crumbs=(*entry.crumbs, (entry.title, entry.address)), before=None, after=None,
        scripts=("udskriv",), styles=("ark",), searched=False,
        description=f"Ét ark til mødet. {entry.description}",
    )  # fmt: skip
    yield common
    for plan in site.of_kind("workshop") if node.kind in WORKSHOP_KINDS else ():
        yield replace(
            common, kind="workshop_sheet", id=f"{node.id}{JOINT}{plan.id}",
            address=sheet_address(node.id, plan.id), title=f"Værksted: {entry.title}",
            label=f"{plan.title.lower()}, {entry.label}",
            description=f"{plan.title}: tidsplan. {entry.description}",
        )  # fmt: skip


# What the pages of a kind load beyond what every page does, in order.
_SCRIPTS: dict[str, tuple[str, ...]] = {
    "checklist": (
        "element", "worddiff", "share", "zip", "docx", "xlsx", "exports",
        "processes", "dialogs", "punkter", "deling", "tjekliste",
    ),
    "guide": ("element", "share", "guide"),
    "assessment": (
        "element", "share", "zip", "docx", "profil", "selvvurdering-filer", "selvvurdering",
    ),
}  # fmt: skip


def _language(node: Node) -> str:
    """The language of an entry's title; only sources have others than the page's."""
    return str(getattr(node.entry, "language", "da")) if node.kind == "source" else "da"


def _title(node: Node) -> str:
    """The heading of an entry's page; a municipality's is its official name."""
    return node.entry.official_name if isinstance(node.entry, model.Municipality) else node.title


def _label(node: Node) -> str:
    entry, kind = node.entry, words.KINDS[node.kind].label.lower()
    if isinstance(entry, model.Source):
        by = entry.publisher or danish.join(entry.authors)
        return ", ".join(filter(None, [kind, by, entry.year]))
    if isinstance(entry, model.Concept):
        return words.CONCEPT_KINDS[entry.kind].label.lower()
    return f"{kind} {entry.number}" if isinstance(entry, model.Principle) else kind


def _description(node: Node) -> str:
    entry = node.entry
    if isinstance(entry, model.Municipality):
        return f"Cases om samskabelse fra {entry.official_name} og fra kommuner i nærheden."
    if isinstance(entry, model.Source):
        parts = [danish.join(entry.authors), entry.publisher or "", entry.year or "uden år"]
        return (
            f"Kilde: {entry.title}. {', '.join(filter(None, parts))}. Se, hvad der bygger på den."
        )
    summary: str = getattr(entry, "summary", node.title)
    return markup.plain(summary)


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
        title, view = _title(node), View(site, address(site, identifier))
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


def _index_text(site: Site, identifier: str) -> tuple[str, View, str]:
    """An index's title, its view and its text; of one of its pages, where it goes on."""
    identifier, _, number = identifier.partition(JOINT)
    index = INDEXES[identifier]
    view = View(site, part_address(index, int(number or 1)))
    context: dict[str, Any] = {"index": index}
    if identifier in PAGED:
        context["paging"] = Paging.of(site, identifier, int(number or 1))
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
    if not isinstance(guide, model.Guide):
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


@followed
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
    """The cases of a municipality, by title."""
    links = site.incoming(municipality.id, "in_municipality")
    return site.by_title(site[link.source] for link in links)


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
