"""What developers want to know of the whole: counts, certainty, and how hard it reads."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import markup, plain
from . import vocabulary as words
from .addresses import has_page
from .danish import number
from .fields import Markup, walk
from .kinds import statements
from .link import Node, Site, derived, followed
from .problem import Problem

SHOWN = 10  # of the hardest pages
LONGEST = 5  # sentences


@dataclass(frozen=True)
class Reading:
    """How one entry reads: its LIX and all its running text."""

    node: Node
    lix: int
    text: str


@derived
def certainties(site: Site) -> Counter[str]:
    """How many statements there are of each certainty, events included."""
    return Counter(one for identifier in site.nodes for one in _certainties_in(site, identifier))


@followed
def _certainties_in(site: Site, identifier: str) -> tuple[str, ...]:
    entry = site[identifier].entry
    whole = getattr(entry, "certainty", None)
    return tuple(one.certainty or whole or "single_source" for _, one in statements(entry))


def readings(site: Site) -> list[Reading]:
    """Every entry with a page, sources aside, the hardest to read first."""
    found = [
        Reading(node, plain.lix(text), text)
        for node in site.nodes.values()
        if has_page(node) and node.kind != "source" and (text := "\n\n".join(_texts(node)))
    ]
    return sorted(found, key=lambda reading: (-reading.lix, reading.node.id))


def _texts(node: Node) -> Iterator[str]:
    data = node.entry.model_dump(mode="json")
    for found in walk(node.entry.__class__, _as_read(data)):
        if isinstance(found.mark, Markup):
            yield markup.plain(found.value)


def _as_read(data: object) -> object:
    """Tuples as lists, the way data is read from YAML."""
    if isinstance(data, dict):
        return {key: _as_read(value) for key, value in data.items()}
    return [_as_read(value) for value in data] if isinstance(data, list | tuple) else data


def overlay(site: Site, problems: Sequence[Problem]) -> list[str]:
    """What a municipality has made its own, and what of it is built on an older text of ours."""
    if not site.theirs:
        return []
    added, changed, hidden = (
        sum(bool(getattr(node, name)) for node in site.theirs)
        for name in ("origin", "changed", "hidden")
    )
    outdated = [problem for problem in problems if problem.rule == "outdated"]
    lines = [
        f"Fra {site.overlay.who}:",
        f"  {number(added):>5} tilføjet, {number(changed)} ændret, {number(hidden)} skjult",
        "Bygger på en ældre udgave af vores:",
    ]
    return [
        *lines,
        *(f"  {problem}" for problem in outdated or ()),
        *([] if outdated else ["  intet"]),
    ]


def _called(kind: str, amount: int) -> str:
    word = words.KINDS[kind]
    return word.label.lower() if amount == 1 else word.plural


def overview(site: Site, problems: Sequence[Problem] = (), *, every: bool = False) -> str:
    """The developer report, as text; `every` lists all pages by LIX, not the hardest alone."""
    kinds = Counter(node.kind for node in site.nodes.values())
    read = readings(site)
    sentences = sorted(
        (
            (len(plain.words(sentence)), reading.node.id, sentence)
            for reading in read
            for sentence in plain.sentences(reading.text)
        ),
        reverse=True,
    )
    middle = sorted(reading.lix for reading in read)[len(read) // 2] if read else "ukendt"
    lines = [
        "Poster:",
        *(f"  {number(count):>5} {_called(kind, count)}" for kind, count in kinds.items()),
        "Påstande efter sikkerhed:",
        *(
            f"  {number(count):>5} {words.CERTAINTIES[c].label}"
            for c, count in certainties(site).most_common()
        ),
        f"Forbindelser: {number(len(site.links))}",
        f"Læsbarhed: {number(len(read))} sider, LIX i midten {middle}. De sværeste:",
        *(f"  {reading.lix:>5} {reading.node.id}" for reading in read[: None if every else SHOWN]),
        "De længste sætninger:",
        *(f"  {length:>5} ord, {where}: {said}" for length, where, said in sentences[:LONGEST]),
        *overlay(site, problems),
    ]
    return "\n".join(lines)
