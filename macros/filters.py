"""How the case index can be narrowed: its filters, their choices, and which a case has."""

from dataclasses import dataclass

from . import vocabulary as words
from .link import Node, Site, derived, followed
from .matrix import UNKNOWN


@dataclass(frozen=True)
class Filter:
    """One way to narrow the case index: its name in the address, label and choices."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]


@derived
def case_filters(site: Site) -> tuple[Filter, ...]:
    """The filters of the case index, with only the choices some case has."""
    present: dict[str, set[str]] = {}
    for case in site.of_kind("case"):
        for name, values in values_of(site, case.id).items():
            present.setdefault(name, set()).update(values)
    return tuple(
        Filter(name, label, tuple(one for one in choices if one[0] in present.get(name, ())))
        for name, label, choices in _all(site)
    )


@followed
def values_of(site: Site, identifier: str) -> dict[str, tuple[str, ...]]:
    """What a case has of each filter, by the filter's name."""
    case = site[identifier]
    entry = case.entry
    places: tuple[str, ...] = entry.municipalities  # type: ignore[attr-defined]
    return {
        "omraade": _single(case, "area"),
        "fase": entry.phases,  # type: ignore[attr-defined]
        "form": _single(case, "form"),
        "region": tuple(dict.fromkeys(site[one].entry.region for one in places)),  # type: ignore[attr-defined]
        "kommune": places,
        "princip": _listed(case, "principles"),
        "vej": _listed(case, "ways"),
        "sikkerhed": _single(case, "certainty"),
    }


def _all(site: Site) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every filter there is, with every choice."""

    def numbered(kind: str) -> list[tuple[str, str]]:
        return [(n.id, f"{n.entry.number}. {n.title}") for n in site.of_kind(kind)]  # type: ignore[attr-defined]

    places = site.by_title(site.of_kind("municipality"))
    return [
        ("omraade", "Område", _labels(words.AREAS)),
        ("fase", "Fase", numbered("phase")),
        ("form", "Form", _labels(words.FORMS)),
        ("region", "Region", [(n.id, n.title) for n in site.of_kind("region")]),
        ("kommune", "Kommune", [(n.id, n.title) for n in places]),
        ("princip", "Princip", numbered("principle")),
        ("vej", "Vej", numbered("way")),
        ("sikkerhed", "Sikkerhed", _labels(words.CERTAINTIES)),
    ]


def _labels(vocabulary: dict[str, words.Word]) -> list[tuple[str, str]]:
    known = [(key, word.label.capitalize()) for key, word in vocabulary.items()]
    return [*known, (UNKNOWN, "Ikke oplyst")]


def _listed(case: Node, field: str) -> tuple[str, ...]:
    return tuple(one.id for one in getattr(case.entry, field))


def _single(case: Node, field: str) -> tuple[str, ...]:
    return (getattr(case.entry, field) or UNKNOWN,)
