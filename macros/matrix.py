"""Which cases show which principles and ways, area by area, and where none does."""

from collections import Counter
from dataclasses import dataclass

from . import vocabulary as words
from .link import Node, Site, derived, followed

# What the case index calls an area that the sources do not give.
UNKNOWN = "ikke-oplyst"


@dataclass(frozen=True)
class Cell:
    """How many cases of an area show an entry."""

    column: Node
    amount: int


@dataclass(frozen=True)
class Row:
    """One area: its name in filters, its label, its cases, and its cells."""

    area: str
    label: str
    cases: tuple[Node, ...]
    cells: tuple[Cell, ...]

    @property
    def gaps(self) -> tuple[Node, ...]:
        """The entries no case of the area shows; an unknown area lacks nothing."""
        empty = tuple(cell.column for cell in self.cells if not cell.amount)
        return () if self.area == UNKNOWN else empty


@dataclass(frozen=True)
class Matrix:
    """Cases by area against the entries of one kind."""

    columns: tuple[Node, ...]
    rows: tuple[Row, ...]
    shown: frozenset[tuple[str, str]]

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The rows a picture needs: every area, and the unknown one if it shows anything."""
        return tuple(
            row for row in self.rows if row.area != UNKNOWN or any(c.amount for c in row.cells)
        )

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return sum(len(row.cases) for row in self.rows)

    def total(self, column: Node) -> int:
        """How many cases show an entry."""
        return sum(cell.amount for row in self.rows for cell in row.cells if cell.column is column)

    @property
    def gaps(self) -> int:
        """How many pairs of area and entry have no case."""
        return sum(len(row.gaps) for row in self.rows)


@derived
def matrix(site: Site, kind: str) -> Matrix:
    """The cases against the entries of a kind, such as `principle`."""
    columns = tuple(site.of_kind(kind))
    shown = frozenset(
        (one.source, column.id) for column in columns for one in site.incoming(column.id, "shows")
    )
    by_area: dict[str, list[Node]] = {area: [] for area in words.AREAS}
    for case in site.of_kind("case"):
        by_area.setdefault(_area(site, case.id), []).append(case)
    # Hidden cases stand in no list, and count in none.
    listed = {case.id for cases in by_area.values() for case in cases}
    met = Counter((_area(site, case), column) for case, column in shown if case in listed)
    rows = []
    for area, cases in by_area.items():
        cells = tuple(Cell(column, met[area, column.id]) for column in columns)
        label = words.AREAS[area].label if area in words.AREAS else "Område ikke oplyst"
        rows.append(Row(area, label, tuple(cases), cells))
    return Matrix(columns, tuple(rows), shown)


@followed
def _area(site: Site, identifier: str) -> str:
    return getattr(site[identifier].entry, "area", None) or UNKNOWN
