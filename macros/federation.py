"""The list of other sites, `federation.yaml`: whose cases may be fetched, and from where."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from .decode import read_text
from .entry_model import Entry
from .explain import explain
from .fields import Id, Title, Url
from .kinds import Collection
from .link import Site
from .load import Loaded, Raw
from .problem import Problem
from .read import Marks, read_yaml

FILE = "federation.yaml"
_EXAMPLE = (
    "sites:\n  - name: Navnet på det andet site\n    address: https://www.eksempel.dk/\n"
    "    municipality: kommunens-id"
)


class _Listed(Entry):
    """One site as it is written in the list; the municipality's id is the site's as well."""

    name: Title = Field(title="Navn")
    address: Url = Field(title="Adresse", examples=["https://www.eksempel.dk/"])
    municipality: Id = Field(title="Kommune", examples=["roskilde"])


@dataclass(frozen=True)
class Member:
    """Another site. `id` is its municipality's; its address ends with a slash."""

    id: str
    name: str
    address: str


def read(root: Path, site: Site) -> tuple[list[Member], list[Problem]]:
    """The sites in the list under `root`, and what is wrong with it."""
    path, problems, marks = root / FILE, list[Problem](), Marks()
    if not path.is_file():
        return [], [_problem(f"Filen {FILE} findes ikke.", "Lav den i projektets rod.")]
    text = read_text(FILE, path, problems)
    data = None if text is None else read_yaml(FILE, text, problems, marks)
    listed = data.get("sites") if isinstance(data, dict) else None
    if problems:
        return [], problems
    if not isinstance(listed, list) or not listed:
        return [], [_problem("Filen skal have en liste af sites.", "Begynd den med »sites:«.")]
    loaded = Loaded(root, texts={FILE: text or ""})
    members: list[Member] = []
    for number, one in enumerate(listed):
        found = _member(loaded, one, number, {member.id for member in members}, site)
        problems += found if isinstance(found, list) else []
        members += [found] if isinstance(found, Member) else []
    return ([], problems) if problems else (members, [])


def _problem(message: str, hint: str, line: int = 1) -> Problem:
    return Problem(FILE, line, 1, message, hint, "federation", example=_EXAMPLE)


def _member(
    loaded: Loaded, given: Any, number: int, taken: set[str], site: Site
) -> Member | list[Problem]:
    where = ("sites", number)
    line = loaded.locate(FILE, where).line
    raw = Raw(Collection("sites", "federation", _Listed), given, FILE, where, line, 1)
    try:
        identity = {"id": given.get("municipality")} if isinstance(given, dict) else {}
        one = _Listed.model_validate({**given, **identity} if identity else given)
    except ValidationError as error:
        return explain(loaded, raw, error)
    known = site.nodes.get(one.municipality)
    if not known or known.kind != "municipality":
        message = f"Kommunen findes ikke: »{one.municipality}«."
        return [_problem(message, "Skriv kommunens id, som det står i data.", line)]
    if one.municipality in taken:
        message = f"Kommunen står to gange: »{one.municipality}«."
        return [_problem(message, "Skriv hvert site én gang.", line)]
    if not one.address.startswith(("https://", "http://")):
        return [_problem("Adressen skal begynde med https://.", "Ret adressen.", line)]
    return Member(one.municipality, one.name, f"{one.address.rstrip('/')}/")
