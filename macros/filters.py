"""How the case index can be narrowed: its filters, their choices, and which a case has."""

from collections.abc import Callable
from dataclasses import dataclass, field

from . import vocabulary as words
from .link import Node, Site, derived
from .matrix import UNKNOWN


@dataclass(frozen=True)
class Filter:
    """One way to narrow the case index: its name in the address, label and choices."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    of: Callable[[Node], tuple[str, ...]] = field(compare=False)


@derived
def case_filters(site: Site) -> tuple[Filter, ...]:
    """The filters of the case index, with only the choices some case has."""
    cases = site.of_kind("case")
    filters = []
    for name, label, choices, of in _all(site):
        present = {value for case in cases for value in of(case)}
        kept = tuple(choice for choice in choices if choice[0] in present)
        filters.append(Filter(name, label, kept, of))
    return tuple(filters)


_Named = tuple[str, str, list[tuple[str, str]], Callable[[Node], tuple[str, ...]]]


def _all(site: Site) -> list[_Named]:
    """Every filter there is, with every choice."""

    def regions(case: Node) -> tuple[str, ...]:
        ids = case.entry.municipalities  # type: ignore[attr-defined]
        return tuple(dict.fromkeys(site[i].entry.region for i in ids))  # type: ignore[attr-defined]

    def numbered(kind: str) -> list[tuple[str, str]]:
        return [(n.id, f"{n.entry.number}. {n.title}") for n in site.of_kind(kind)]  # type: ignore[attr-defined]

    places = site.by_title(site.of_kind("municipality"))
    return [
        ("omraade", "Område", _labels(words.AREAS), _single("area")),
        ("fase", "Fase", numbered("phase"), lambda case: case.entry.phases),
        ("form", "Form", _labels(words.FORMS), _single("form")),
        ("region", "Region", [(n.id, n.title) for n in site.of_kind("region")], regions),
        ("kommune", "Kommune", [(n.id, n.title) for n in places],
         lambda case: case.entry.municipalities),
        ("princip", "Princip", numbered("principle"), _listed("principles")),
        ("vej", "Vej", numbered("way"), _listed("ways")),
        ("sikkerhed", "Sikkerhed", _labels(words.CERTAINTIES), _single("certainty")),
    ]  # fmt: skip


def _labels(vocabulary: dict[str, words.Word]) -> list[tuple[str, str]]:
    known = [(key, word.label.capitalize()) for key, word in vocabulary.items()]
    return [*known, (UNKNOWN, "Ikke oplyst")]


def _listed(field: str) -> Callable[[Node], tuple[str, ...]]:
    return lambda case: tuple(one.id for one in getattr(case.entry, field))


def _single(field: str) -> Callable[[Node], tuple[str, ...]]:
    return lambda case: (getattr(case.entry, field) or UNKNOWN,)
