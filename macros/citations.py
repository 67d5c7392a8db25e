"""What leans on a source, and where it is said; how sure what is said is."""

from collections.abc import Iterable, Sequence
from typing import Any

from . import aids_model, entry_model, model
from .kinds import statements
from .link import Link, Node, Site, derived, followed


def shared_certainty(statements: Sequence[Any], default: str | None = None) -> str | None:
    """The certainty all statements share, so that it need be said only once."""
    found = {statement.certainty or default for statement in statements}
    return found.pop() if len(found) == 1 else None


@derived
def weakest(site: Site) -> list[tuple[Node, Any]]:
    """The statements and events called uncertain, each with the entry it stands in."""
    return [(node, one) for node in site.nodes.values() for one in _weak_in(site, node.id)]


@followed
def _weak_in(site: Site, identifier: str) -> list[Any]:
    entry = site[identifier].entry
    return [
        one
        for one in [*(s for _, s in statements(entry)), entry]
        if getattr(one, "certainty", None) == "uncertain"
        and isinstance(one, entry_model.StatementRecord | entry_model.Event | model.Milestone)
    ]


def source_uses(site: Site, identifier: str) -> list[tuple[Node, list[Link]]]:
    """Everything that leans on a source: each entry with its links to the source."""
    uses: dict[str, list[Link]] = {}
    for one in site.incoming(identifier, "cites"):
        uses.setdefault(one.source, []).append(one)
    return [(site[one], links) for one, links in uses.items()]


def citing(node: Node, links: Iterable[Link]) -> list[Any]:
    """The statements, quotes and events of an entry that hold some of its citations."""
    return [s for s in (_statement_at(node.entry, one, node) for one in links) if s]


def tour_sources(site: Site, tour: aids_model.Tour) -> list[Node]:
    """The sources of the entries a tour leads to, by title."""
    cited = {
        one.target: site[one.target]
        for step in tour.steps
        if step.to
        for one in site.outgoing(step.to, "cites")
    }
    return site.by_title(cited.values())


def _statement_at(entry: Any, one: Link, node: Node) -> Any:
    """The statement, quote or event that holds a citation; None for the entry as a whole."""
    value, best = entry, None
    path = one.path
    if node.parent is not None:
        path = path[2:]
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
        if isinstance(value, entry_model.StatementRecord | entry_model.Quote | entry_model.Event):
            best = value
    return best
