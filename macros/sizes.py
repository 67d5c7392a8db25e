"""How big a municipality is, in bands, so that cases from ones of a size can be found."""

from dataclasses import dataclass

from . import model
from .link import Node


@dataclass(frozen=True)
class Size:
    """A band of population: its name in addresses, its label, and where it ends."""

    id: str
    label: str
    below: float


# The bands are the editors' own: about as many municipalities in each as makes sense.
SIZES = (
    Size("s", "under 20.000", 20_000),
    Size("m", "20.000–40.000", 40_000),
    Size("l", "40.000–60.000", 60_000),
    Size("xl", "60.000–100.000", 100_000),
    Size("xxl", "over 100.000", float("inf")),
)


def size_of(municipality: Node) -> Size | None:
    """The band a municipality is in; None when its population is not known."""
    entry = municipality.entry
    if not isinstance(entry, model.Municipality) or entry.population is None:
        return None
    count = entry.population.count
    return next(size for size in SIZES if count < size.below)
