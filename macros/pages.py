"""Which pages exist, what each is called and holds: a pure function of the Site."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

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
from .kinds import parts
from .link import Node, Site, derived, followed
from .shortlist import by_title


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
            scripts=("caseoversigt",),
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


@derived
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
    count = _count(len(days), index.id) if index.id in PAGED else 1
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

    @property
    def near(self) -> list[int]:
        """The pages to offer: the first, the last, the nearest, and 0 for those between."""
        kept = sorted({1, self.count, *range(self.number - 2, self.number + 3)})
        kept = [one for one in kept if 1 <= one <= self.count]
        gaps = [[0, one] if one - before > 1 else [one] for before, one in pairwise([0, *kept])]
        return [one for some in gaps for one in some]


@followed
def paging(site: Site, identifier: str, number: int) -> Paging:
    """The page of an index with a number; its nodes are by title."""
    some, size = by_title(site, *INDEXES[identifier].kinds), PAGED[identifier]
    shown = some[(number - 1) * size : number * size]
    return Paging(number, _count(len(some), identifier), len(some), shown)


def _count(amount: int, identifier: str) -> int:
    """How many pages an index is on."""
    return -(-amount // PAGED[identifier])


@followed
def entry_pages(site: Site, identifier: str) -> tuple[Page, ...]:
    """The pages of an entry: its own, and its sheets."""
    node = site[identifier]
    if not has_page(node):
        return ()
    page = _entry_page(site, node)
    return (page, *(_sheets(site, node, page) if node.kind in SHEET_KINDS else ()))


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
        title=heading_of(node),
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
        searched=node.listed,
    )


@followed
def _updated(site: Site, identifier: str) -> str:
    """The newest day that the data gives for an entry or a part of it; "" for none."""
    entry = site[identifier].entry
    days = [part.updated or "" for _, part in parts(entry)]
    if isinstance(entry, model.Draft):
        days += [version.dated for version in entry.versions]
    return max(days)


def _sheets(site: Site, node: Node, entry: Page) -> Iterator[Page]:
    """An entry's handout, and its sheet for each workshop; `entry` is its page."""
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
    "checklist": ("tjeklistesvar",),
    "guide": ("vejviser",),
    "assessment": ("egenvurdering",),
}


def heading_of(node: Node) -> str:
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
        by = ", ".join(filter(None, [danish.join(entry.authors), entry.publisher]))
        year = entry.year or ("uden år" if by else "Uden år")
        said = f"Kilde: {danish.ended(entry.title)} {f'{by}, ' if by else ''}{year}."
        return f"{said} Se, hvad der bygger på den."
    summary: str = getattr(entry, "summary", node.title)
    return markup.plain(summary)
