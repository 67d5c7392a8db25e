"""What a handout holds: an entry's data on one A4 page, cut to fit and never mid-sentence."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from . import aids_model, danish, entry_model, markup, model
from . import vocabulary as words
from .kinds import statements
from .link import Node, Site, derived, followed
from .wording import wording_at

# What fits, in lines of the two columns together, counted with a wide typeface and some air.
LINES = 80
# With fewer lines than this there is room for larger letters.
ROOMY = 62
LETTERS = 44  # in a line
HEADING_LINES, POINT_LINES = 2.2, 0.3
# At most this many of each, however short they are.
CASES, READINGS, SOURCES = 2, 3, 4
NOT_TOLD = "Ikke oplyst i de kilder, vi har set."


@dataclass(frozen=True)
class Point:
    """One whole statement. `node` is the entry it tells of, `tag` where it is from."""

    text: str
    certainty: str | None = None
    node: Node | None = None
    tag: str = ""

    @cached_property
    def lines(self) -> float:
        """How many lines it takes."""
        title = f"{self.node.title}. " if self.node else ""
        said = words.CERTAINTIES[self.certainty].label if self.certainty else ""
        letters = len(title) + len(markup.plain(self.text)) + len(self.tag) + len(said)
        return math.ceil(letters / LETTERS) + POINT_LINES


@dataclass(frozen=True)
class Part:
    """Some statements under a heading. At least `least` of them stay, whatever is cut."""

    id: str
    title: str
    points: tuple[Point, ...]
    least: int = 1

    @cached_property
    def lines(self) -> float:
        """How many lines it takes."""
        return HEADING_LINES + sum(point.lines for point in self.points) if self.points else 0


@dataclass(frozen=True)
class Sheet:
    """A handout. `cut` says that the entry's page has more than it."""

    node: Node
    kicker: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    sources: tuple[Node, ...]
    more_sources: int
    cut: bool

    @property
    def roomy(self) -> bool:
        """Whether larger letters fit."""
        return sum(part.lines for part in self.parts) + _fact_lines(self.facts) < ROOMY

    @property
    def certainties(self) -> list[str]:
        """The certainties that stand on the sheet, the best first."""
        quoted = getattr(self.node.entry, "quote", None)
        used = {point.certainty for part in self.parts for point in part.points}
        used |= {quoted.certainty if quoted else getattr(self.node.entry, "certainty", None)}
        return [certainty for certainty in words.CERTAINTIES if certainty in used]


def sheet(site: Site, node: Node) -> Sheet:
    """The handout of a principle, way, trait, step, phase, case or draft."""
    whole = tuple(part for part in _parts(site, node) if part.points)
    facts = _facts(site, node)
    parts = fit(whole, LINES - _fact_lines(facts))
    sources = _sources(site, node)
    return Sheet(
        node=node,
        kicker=_kicker(site, node),
        facts=facts,
        parts=parts,
        sources=tuple(sources[:SOURCES]),
        more_sources=len(sources[SOURCES:]),
        cut=parts != whole,
    )


def _fact_lines(facts: tuple[tuple[str, str], ...]) -> float:
    """The room that the facts take from the columns below them."""
    letters = sum(len(label) + len(said) for label, said in facts)
    return 4 + letters / LETTERS if facts else 0


def fit(parts: Sequence[Part], lines: float) -> tuple[Part, ...]:
    """The parts with the longest statements left out, one by one, until they fit.

    When every part is down to its least and they still do not fit, the last part goes.
    """
    kept = [part for part in parts if part.points]
    while sum(part.lines for part in kept) > lines and len(kept) > 1:
        loose = [
            (point.lines, index, point)
            for index, part in enumerate(kept)
            if len(part.points) > part.least
            for point in part.points
        ]
        if loose:
            _, index, longest = max(loose, key=lambda one: one[:2])
            left = tuple(point for point in kept[index].points if point is not longest)
            kept[index] = replace(kept[index], points=left)
        else:
            kept.pop()
    return tuple(kept)


def material(site: Site, node: Node, name: str) -> tuple[Point, ...]:
    """What an entry has of one of the `MATERIALS`; a concept's aspects stand in."""
    entry = node.entry
    if name == "questions":
        return tuple(Point(one) for one in getattr(entry, "questions", ()))
    if name == "cases":
        return _cases(site, node.id)
    if name == "checklist":
        return _items(site, node)
    if name in _ASPECTS and isinstance(entry, model.Concept):
        aspects = [one for one in entry.aspects if one.title == _ASPECTS[name]]
        return _points(chain.from_iterable(one.points for one in aspects), entry.certainty)
    return _points(getattr(entry, name, ()), getattr(entry, "certainty", None))


_ASPECTS = {"practice": "Hvad det kræver", "pitfalls": "Risici"}


def _points(
    statements: Iterable[entry_model.StatementRecord], whole: str | None, node: Node | None = None
) -> tuple[Point, ...]:
    return tuple(Point(one.text, one.certainty or whole, node) for one in statements)


@followed
def _cases(site: Site, identifier: str) -> tuple[Point, ...]:
    """A few cases that show an entry: the surest first, then the shortest told."""
    found = []
    for one in site.incoming(identifier, "shows", "in_phase"):
        sure, summary = _told(site, one.source)
        if sure is not None:
            said = one.why or summary
            found.append((sure, len(said), one.source, said))
    return tuple(Point(said, None, site[case]) for *_, case, said in sorted(found)[:CASES])


@derived
def _told(site: Site, identifier: str) -> tuple[int | None, str]:
    """How sure a case is, the surest lowest, and its summary; None for what is no case."""
    entry = site[identifier].entry
    if not isinstance(entry, model.Case):
        return None, ""
    return list(words.CERTAINTIES).index(entry.certainty), entry.summary


def _items(site: Site, node: Node) -> tuple[Point, ...]:
    """The points of the checklists about an entry, or else those that come from it."""
    lists = [site[one.source] for one in site.incoming(node.id, "checks")]
    items = [item for one in lists for item in site.parts(one.id)]
    items = items or [site[one.source] for one in site.incoming(node.id, "origin")]
    return tuple(
        Point(item.entry.text) for item in items if isinstance(item.entry, aids_model.Item)
    )


# --- What stands on the sheet of each kind ------------------------------------


def _parts(site: Site, node: Node) -> Iterator[Part]:
    entry = node.entry
    if isinstance(entry, model.Case):
        yield from _case_parts(site, entry)
    elif isinstance(entry, model.Draft):
        yield from _draft_parts(site, entry)
    else:
        yield Part("forklaring", "Hvad det betyder", material(site, node, "explanation"), 2)
        if isinstance(entry, model.Concept):
            for number, aspect in enumerate(entry.aspects, 1):
                points = _points(aspect.points, entry.certainty)
                yield Part(f"side-{number}", aspect.title, points)
        else:
            yield Part("praksis", "I praksis", material(site, node, "practice"), 2)
            yield Part("faldgruber", "Faldgruber", material(site, node, "pitfalls"), 2)
        questions = material(site, node, "questions")
        yield Part("spoergsmaal", "Spørgsmål at stille", questions, 4)
        yield Part("cases", "Hvem har gjort det?", _cases(site, node.id))


def _case_parts(site: Site, case: model.Case) -> Iterator[Part]:
    what = tuple(Point(paragraph) for paragraph in case.what.split("\n\n"))
    yield Part("hvad", "Hvad går det ud på?", what)
    told = (("hvordan", "Hvordan gjorde de?", case.how),
            ("resultat", "Hvad kom der ud af det?", case.outcome),
            ("laering", "Hvad lærte de?", case.learning))  # fmt: skip
    for identifier, title, said in told:
        points = _points(said or (), case.certainty)
        yield Part(identifier, title, points or (Point(NOT_TOLD),), 2)
    readings = [(site[one.id], one.why) for one in case.ways]
    readings += [(site[one.id], one.why) for one in case.principles]
    readings = readings[:READINGS]
    shown = tuple(Point(why, None, shown) for shown, why in readings)
    yield Part("viser", "Det viser casen efter vores læsning", shown)
    asked = tuple(
        Point(question, tag=f"{site.label(shown)} {shown.entry.number}")
        for shown, _ in readings
        if isinstance(shown.entry, model.Principle)
        for question in shown.entry.questions[:1]
    )
    yield Part("spoergsmaal", "Spørgsmål at tage op hos jer", asked)


def _draft_parts(site: Site, draft: model.Draft) -> Iterator[Part]:
    last = draft.versions[-1].number
    found = [(clause, wording_at(clause, last)) for clause in draft.clauses]
    points = [
        Point(wording.text, None, site[clause.id])
        for clause, wording in found
        if wording and wording.text
    ]
    yield Part("teksten", "Punkterne", tuple(points), len(points))


def _kicker(site: Site, node: Node) -> str:
    entry, label = node.entry, words.KINDS[node.kind].label
    if isinstance(entry, model.Principle) and node.parent:
        return f"{label} {entry.number} · {site[node.parent].title}"
    if isinstance(entry, model.Draft):
        last = entry.versions[-1]
        return f"{label}, version {last.number}, {danish.date(last.dated)}"
    number = getattr(entry, "number", None)
    return f"{label} {number}" if number else label


def _facts(site: Site, node: Node) -> tuple[tuple[str, str], ...]:
    case = node.entry
    if not isinstance(case, model.Case):
        return ()
    start, end = case.period.start, case.period.end
    known = [danish.date(one) for one in dict.fromkeys((start, end)) if one]
    period = danish.span(*known) if len(known) > 1 else "".join(known)
    if not (start and end) and known:
        period = f"{'fra' if start else 'til'} {period}"
    facts = (
        (
            "Hvor",
            danish.join(site[i].title for i in case.municipalities) or "ingen bestemt kommune",
        ),
        ("Hvornår", period),
        ("Område", words.AREAS[case.area].label if case.area else ""),
        ("Parter", "; ".join(case.actors or ())),
        ("Sikkerhed", words.CERTAINTIES[case.certainty].label),
    )
    return tuple((label, said or "ikke oplyst") for label, said in facts)


def _sources(site: Site, node: Node) -> list[Node]:
    """The sources of an entry: those of its quote, of the whole, then of its statements."""
    entry = node.entry
    quoted = getattr(entry, "quote", None)
    cited = [*(quoted.sources if quoted else ()), *getattr(entry, "sources", ())]
    cited += [one for _, said in statements(entry) for one in said.sources]
    return [site[identifier] for identifier in dict.fromkeys(one.source for one in cited)]


def short_source(node: Node) -> str:
    """A source in a few words: `COK: De 10 veje (2016)`."""
    source = node.entry
    if not isinstance(source, model.Source):
        return node.title
    first = source.authors[:1] if len(source.authors) > 2 else source.authors
    by = danish.join(first) + (" m.fl." if len(source.authors) > 2 else "")
    by = by or source.publisher or ""
    said = f"{by}: {source.title}" if by else source.title
    return f"{said} ({source.year[:4] if source.year else 'uden år'})"
