"""Entries as tables for spreadsheets: one row an entry, one column a field.

A table is the short form: of a list of records it keeps what each says, and the JSON keeps
the rest. Excel with Danish settings wants semicolons and a mark that the text is UTF-8.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from .addresses import address
from .describe import Described, describe
from .fields import Record
from .link import Node, Site, followed
from .published import LICENCE, About, Published, collection_of, entries_of, in_runs, origin

MARK = "\ufeff"
JOINT = " | "
# A cell that begins so is a formula to a spreadsheet; an apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# The columns of every table, after those of its own.
_AFTER = ("part_of", "page", "data", "origin", "licence")
# What a record in a list is told by, the first that it has.
_TELLING = ("text", "id", "to", "source", "title", "label", "about", "number")


def table(site: Site, published: Published, about: About) -> str:
    """A collection as CSV."""
    return "".join(rows(site, published, about))


def rows(site: Site, published: Published, about: About) -> Iterator[str]:
    """A collection as CSV, some rows at a time."""
    yield MARK + _row([*map(_named, _columns(published.model)), *_AFTER])
    for run in in_runs([node.id for node in entries_of(site, published)]):
        yield _of_run(site, run, about)


@followed
def _of_run(site: Site, run: tuple[str, ...], about: About) -> str:
    """The rows of some entries."""
    return "".join(_of(site, identifier, about) for identifier in run)


def _of(site: Site, identifier: str, about: About) -> str:
    """The row of an entry."""
    node = site[identifier]
    entry = node.entry.model_dump(mode="json")
    cells = [_cell(_at(entry, path), field) for path, field in _columns(node.entry.__class__)]
    return _row(map(neutral, [*cells, *_after(site, node, about)]))


def _row(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def _after(site: Site, node: Node, about: About) -> list[str]:
    """The columns that say where an entry belongs."""
    place = about.to(collection_of(node).one(node.id))
    page = about.to(address(site, node.id))
    return [node.parent or "", page, place, origin(node, about), LICENCE]


@cache
def _columns(model: type[Record]) -> tuple[tuple[tuple[str, ...], Described], ...]:
    """Each column with the way to it; a single record gives a column for each of its fields."""
    return tuple(_below(describe(model)))


def _below(
    fields: tuple[Described, ...], way: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Described]]:
    for field in fields:
        if field.shape.type == "record" and not field.many:
            yield from _below(field.shape.fields, (*way, field.name))
        else:
            yield (*way, field.name), field


def _at(entry: Any, way: tuple[str, ...]) -> Any:
    for name in way:
        entry = None if entry is None else entry[name]
    return entry


def _named(column: tuple[tuple[str, ...], Described]) -> str:
    """A column's name: the way to its field, and from the record's own where that name is taken."""
    way, _ = column
    return ".".join(way if way[0] not in _AFTER else ("entry", *way))


def _cell(value: Any, field: Described) -> str:
    """A value as text; of a list of records, what tells most of each."""
    if value is None:
        return ""
    return JOINT.join(map(_told, value)) if field.many else str(value)


def _told(value: Any) -> str:
    """One in a list as text; a record that says nothing keeps its place among the others."""
    if not isinstance(value, dict):
        return str(value)
    said = (value[name] for name in _TELLING if value.get(name) is not None)
    return _told(next(said, ""))


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
