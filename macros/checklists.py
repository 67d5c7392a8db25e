"""Which points of the checklists belong to which principle, way, phase, role and list."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import aids_model
from . import vocabulary as words
from .link import Node, Site

# What a reader may choose points by, as it is called in an address and on the page.
_GROUPS = (
    ("fase", "Faser", ("phase",)),
    ("princip", "Frivilligrådets principper", ("principle",)),
    ("vej", "COK's veje", ("way",)),
    ("kendetegn", "Kendetegn og trin", ("trait", "step")),
)
_SUBJECTS = tuple(kind for *_, kinds in _GROUPS for kind in kinds)


@dataclass(frozen=True)
class Choice:
    """Something to choose points by: its id, what it is called, how many points it has."""

    id: str
    label: str
    count: int


@dataclass(frozen=True)
class Group:
    """Choices of one sort: the sort's name in an address, its heading, the choices."""

    name: str
    title: str
    choices: tuple[Choice, ...]


def active_points(checklist: Node) -> list[aids_model.Item]:
    """The points of a list that are still asked."""
    entry = checklist.entry
    if not isinstance(entry, aids_model.Checklist):
        raise TypeError(checklist.kind)
    return [item for item in entry.items if item.status == "active"]


def origin_names(site: Site, ids: Sequence[str]) -> list[str]:
    """What each origin is called: a point by its list, and by its number beside others of that."""
    origins = [site[one] for one in ids]
    lists = [one.parent for one in origins if one.kind == "item"]
    return [
        _point(site[one.parent], one.id, alone=lists.count(one.parent) == 1)
        if one.parent and one.kind == "item"
        else one.title
        for one in origins
    ]


def _point(checklist: Node, identifier: str, *, alone: bool) -> str:
    asked = [item.id for item in active_points(checklist)]
    if alone or identifier not in asked:
        return checklist.title
    return f"{checklist.title}, punkt {asked.index(identifier) + 1}"


def belongs_to(site: Site, checklist: Node, item: aids_model.Item) -> list[str]:
    """The ids of all that a point may be chosen by, each once."""
    entry = checklist.entry
    if not isinstance(entry, aids_model.Checklist):
        raise TypeError(checklist.kind)
    origins = [one for one in item.origin if site[one].kind in _SUBJECTS]
    about = [entry.about] if entry.about else []
    role = [] if entry.audience == "alle" else [entry.audience]
    return list(dict.fromkeys([checklist.id, *about, *role, *origins]))


def groups(site: Site) -> list[Group]:
    """Everything that points may be chosen by, without choices that have none."""
    lists = site.of_kind("checklist")
    belonging = [belongs_to(site, one, item) for one in lists for item in active_points(one)]

    def group(name: str, title: str, pairs: list[tuple[str, str]]) -> Group:
        counted = [(key, label, sum(key in one for one in belonging)) for key, label in pairs]
        return Group(name, title, tuple(Choice(*one) for one in counted if one[2]))

    found = [
        group(name, title, [(node.id, _numbered(node)) for node in site.of_kind(*kinds)])
        for name, title, kinds in _GROUPS
    ]
    roles = [(key, word.label) for key, word in words.AUDIENCES.items() if key != "alle"]
    whole = [(one.id, one.title) for one in lists if one.entry.audience == "alle"]  # type: ignore[attr-defined]
    found += [group("rolle", "Roller", roles), group("liste", "Hele tjeklister", whole)]
    return [one for one in found if one.choices]


def _numbered(node: Node) -> str:
    """A title with its number; a trait and a step say which of the two they are."""
    number = node.entry.number  # type: ignore[attr-defined]
    kind = f"{words.KINDS[node.kind].label} " if node.kind in ("trait", "step") else ""
    return f"{kind}{number}. {node.title}"
