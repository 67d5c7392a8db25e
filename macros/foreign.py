"""Another site's published cases as entries of ours to be read by people before use.

All of it is others' text. What the models do not know is left out, ids get the other site's
name in front, references lead only to what is known here, and each case is held against the
same models and rules as our own. What was left out is said.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from pydantic import ValidationError

from . import prose, references, rules, scaffold
from .danish import count
from .decode import CONTROL, HIDDEN
from .describe import Described, Shape, describe
from .excerpt import visible
from .explain import explain
from .federation import Member
from .fields import ID_LIMIT, REFERENCE, safe_url
from .finding import Checked, Placed
from .kinds import COLLECTIONS
from .link import Site
from .load import Loaded, Raw
from .model import Case
from .personal import personal_data
from .problem import Problem, errors
from .read import Marks, read_yaml
from .shorthand import shortened

VERSION = "1"
LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}
CASES_LIMIT = 2000
_NOTES = 30  # told of one case
_LEFT_OUT = object()
_FIND = (
    "Find den på casens side, opret den her med »samskabelse new source«, og skriv dens id i casen."
)
_COLLECTION = next(one for one in COLLECTIONS if one.model is Case)
_RULES = (
    references.lead_right, prose.markdown, prose.mentions, rules.sourced, rules.periods,
    rules.relations,
)  # fmt: skip


class UnusableError(Exception):
    """The whole document cannot be used; says why in Danish."""


@dataclass(frozen=True)
class Foreign:
    """One case of another site: its id here, its file, and what to know of it.

    `text` is "" when the case is refused, and `notes` say why; `digest` tells one version of
    it from another.
    """

    id: str
    page: str
    licence: str
    digest: str
    text: str
    notes: tuple[str, ...]


def cases(
    document: Any, member: Member, site: Site, today: str, folder: str = "data"
) -> tuple[list[Foreign], int]:
    """The cases in a published collection, and how many are left out since they are ours.

    `folder` is where they go when they have been read. Raises UnusableError when it is no such
    collection.
    """
    records = _records(document)
    # A hidden one is here too: it is not to come back under another name.
    ours = {node.id for node in site.nodes.values() if node.kind == "case"}
    theirs = [one for one in records if _id(one) not in ours]
    names = {_id(one) for one in theirs}
    found: dict[str, Foreign] = {}
    for one in theirs:
        case = _Reader(member, site, names, folder).case(one, today)
        found.setdefault(case.id, case)
    return list(found.values()), len(records) - len(theirs)


def _id(record: dict[str, Any]) -> str:
    return visible(str(record.get("id"))[:ID_LIMIT])


def _records(document: Any) -> list[dict[str, Any]]:
    if not isinstance(document, dict):
        raise UnusableError("Filen har ikke den form, der er aftalt.")
    if document.get("version") != VERSION:
        raise UnusableError("Filen er i en version, der ikke kendes her.")
    entries = document.get("entries")
    if document.get("collection") != "cases" or not isinstance(entries, list):
        raise UnusableError("Filen er ikke en samling af cases.")
    if len(entries) > CASES_LIMIT:
        raise UnusableError(f"Filen har over {count(CASES_LIMIT, 'case', 'cases')}.")
    if not all(isinstance(one, dict) for one in entries):
        raise UnusableError("Filen har poster, der ikke er poster.")
    return entries


class _Reader:
    """Reads one case, and notes what had to be left out or mended."""

    def __init__(self, member: Member, site: Site, names: set[str], folder: str) -> None:
        self.member, self.site, self.names, self.folder = member, site, names, folder
        self.notes: list[str] = []
        self.missing: dict[str, None] = {}  # the sources that are left out

    def case(self, record: dict[str, Any], today: str) -> Foreign:
        """The case as a file of ours, or refused with the reasons."""
        identifier = self.named(_id(record))
        page, licence = self._page(record.get("page")), str(record.get("licence", ""))[:200]
        digest = _digest(record)
        text = ""
        if licence not in LICENCES:
            self.note("Licensen er ikke en, vi kan bruge.")
        elif any(CONTROL.search(one) or HIDDEN.search(one) for one in _texts(record)):
            self.note("Teksten rummer styretegn eller usynlige tegn.")
        else:
            text = self._written(identifier, record.get("entry"))
        if text:
            # After the line that tells an editor's program the schema.
            first, _, rest = text.partition("\n")
            text = f"{first}\n{self._head(page, LICENCES[licence], today)}{rest}"
        return Foreign(identifier, page, licence, digest, text, tuple(self.notes[:_NOTES]))

    def _head(self, page: str, licence: str, today: str) -> str:
        missing = "".join(f"# Kilde, der mangler her: {one}.\n" for one in self.missing)
        return (
            f"# Hentet {today} fra {self.member.name}: {page or self.member.address}\n"
            f"# Licens: {licence}. Læs casen igennem, før filen flyttes til "
            f"{self.folder}/cases/.\n{missing}"
        )

    def note(self, text: str) -> None:
        """Remember something that a reader must know; others' words can do nothing in it."""
        text = visible(text)[:300]
        if text not in self.notes:
            self.notes.append(text)

    def named(self, identifier: str) -> str:
        """The id that a case of the other site has here."""
        return f"{self.member.id}-{identifier}"

    def _page(self, given: Any) -> str:
        """The case's own page, when it is on the site it was fetched from."""
        try:
            page = safe_url(urljoin(self.member.address, str(given or "")))
            own = urlsplit(page)[:2] == urlsplit(self.member.address)[:2]
        except ValueError:
            own = False
        if not own:
            self.note("Adressen på casens side er ikke på sitet selv og er udeladt.")
        return page if own else ""

    # --- Only what is known ---------------------------------------------------

    def _record(self, given: Any, fields: tuple[Described, ...], where: str) -> Any:
        if not isinstance(given, dict):
            return given
        known, kept = {field.name: field for field in fields}, {}
        for key, value in given.items():
            if key not in known:
                self.note(f"Feltet »{where}{str(key)[:60]}« kendes ikke og er udeladt.")
                continue
            cleaned = self._field(value, known[key], f"{where}{key}")
            if cleaned is _LEFT_OUT and known[key].required:
                return _LEFT_OUT
            if cleaned is not _LEFT_OUT:
                kept[key] = cleaned
        return kept

    def _field(self, value: Any, field: Described, where: str) -> Any:
        if not field.many or not isinstance(value, list):
            return self._value(value, field.shape, where)
        cleaned = [self._value(one, field.shape, where) for one in value]
        return [one for one in cleaned if one is not _LEFT_OUT]

    def _value(self, value: Any, shape: Shape, where: str) -> Any:
        if shape.type == "record":
            value = {shape.short: value} if shape.short and isinstance(value, str) else value
            return self._record(value, shape.fields, f"{where}.")
        if shape.type == "reference" and isinstance(value, str):
            return self._reference(value, shape.kinds, where)
        if shape.type in ("line", "prose") and isinstance(value, str):
            return REFERENCE.sub(self._in_text, value)
        return value

    def _reference(self, identifier: str, kinds: tuple[str, ...], where: str) -> Any:
        node = self.site.nodes.get(identifier)
        if node and (not kinds or node.kind in kinds):
            return identifier
        if identifier in self.names and (not kinds or "case" in kinds):
            return self.named(identifier)
        said = f"»{identifier[:ID_LIMIT]}« i {where} findes ikke her og er udeladt."
        if kinds == ("source",):
            self.missing[visible(identifier[:ID_LIMIT])] = None
            said = f"Kilden {said} {_FIND}"
        self.note(said)
        return _LEFT_OUT

    def _in_text(self, link: Any) -> str:
        """A link in a text: to what is known here, or else its words alone."""
        if link[2] in self.site.nodes:
            return str(link[0])
        return f"[{link[1]}][{self.named(link[2])}]" if link[2] in self.names else str(link[1])

    # --- Held against our models and rules ------------------------------------

    def _written(self, identifier: str, given: Any) -> str:
        """The case as YAML, once it passes and reads back the same; "" when it cannot be used."""
        entry = self._record(given, describe(Case), "")
        if not isinstance(entry, dict):
            self.note("Casen har ikke den form, der er aftalt.")
            return ""
        if entry.pop("status", "active") != "active":
            self.note("Casen er flyttet eller udgået på sit eget site.")
            return ""
        entry = {"id": identifier, **{k: v for k, v in entry.items() if k not in ("id", "see")}}
        file = scaffold.path_of(_COLLECTION, identifier, self.folder)
        wrong = self._against_models(file, entry)
        text = ""
        if not wrong:
            text = scaffold.text_of(_COLLECTION, shortened(Case, entry), self.folder)
            read = read_yaml(file, text, wrong, Marks())
            same = not wrong and Case.model_validate(read) == Case.model_validate(entry)
            wrong += [] if same else [Problem(file, 1, 1, "Den rummer noget, der ikke kan gemmes.")]
            wrong += errors([*personal_data(file, text)])
        for problem in wrong:
            self.note(f"Kan ikke bruges: {problem.message}")
        return "" if wrong else text

    def _against_models(self, file: str, entry: dict[str, Any]) -> list[Problem]:
        """What the models refuse; what a rule finds is noted, for people to mend."""
        raw = Raw(_COLLECTION, entry, file, (), 1, 1)
        loaded = Loaded(Path(), [raw], texts={file: ""})
        try:
            valid = Case.model_validate(entry)
        except ValidationError as error:
            return explain(loaded, raw, error)
        kinds = {node.id: node.kind for node in self.site.nodes.values()}
        kinds |= {self.named(one): "case" for one in self.names}
        checked = Checked(loaded, [Placed(valid, raw, {})], set(), kinds)
        for finding in (found for rule in _RULES for found in rule(checked)):
            self.note(f"Ret, før den bruges: {finding.message}")
        return []


def _digest(record: dict[str, Any]) -> str:
    """What tells one version of a case from another; who links to it is no part of it."""
    told = {name: record.get(name) for name in ("entry", "page", "licence")}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _texts(value: Any) -> Iterator[str]:
    """Every text in some data, names of fields included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
