"""Fetches other sites' published cases into files for people to read; never into the data.

Run by hand or weekly, never in a build. Each site is a world of its own: what goes wrong with
one is written in the report, and the rest go on. What was fetched is kept with its origin, its
licence and the days it was first and last seen; what disappears is marked, never deleted.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from .federation import FILE, Member
from .fetch import Fetched, as_json, fetch
from .foreign import VERSION, Foreign, UnusableError, cases
from .link import Site
from .own_folder import new_entries
from .problem import Tell, silent
from .web import Asking, Refused

FOLDER = "data-hentet"
KEPT = "hentet.json"
AT_ONCE = 8  # sites asked at the same time
INDEX_LIMIT = 500_000  # bytes
CASES_LIMIT = 10_000_000
_KEPT_LIMIT = 20_000_000


@dataclass(frozen=True)
class Seen:
    """One case as it was last fetched. `file` is what was written of it; `gone` the day it went."""

    page: str
    licence: str
    digest: str
    file: str
    first: str
    last: str
    gone: str = ""
    notes: tuple[str, ...] = ()


@dataclass
class Kept:
    """What is known of one site from earlier: the version of its cases, and each of them."""

    address: str = ""
    data: str = ""
    etag: str = ""
    digest: str = ""
    fetched: str = ""
    cases: dict[str, Seen] = field(default_factory=dict)


@dataclass
class Outcome:
    """What came of one site: why it failed, if it did, and the cases that were new or changed."""

    member: Member
    failed: str = ""
    unchanged: bool = False
    ours: int = 0
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """One run: into which root, held against which site, asked how, and on which day."""

    root: Path
    site: Site
    asking: Asking
    today: str

    def folder(self, member: Member) -> Path:
        """Where a site's cases are kept."""
        return self.root / FOLDER / member.id


def harvest(run: Run, members: Sequence[Member], tell: Tell = silent) -> list[Outcome]:
    """Fetch from every site, write what came of it, and tell of each site."""
    outcomes = {}
    for number, (member, kept, found) in enumerate(_all(run, members)):
        outcomes[member.id] = _outcome(run, member, kept, found)
        tell("Henter", number + 1, len(members))
    return [outcomes[member.id] for member in members]


def _all(run: Run, members: Sequence[Member]) -> Iterator[tuple[Member, Kept, Fetched | str]]:
    """Each site as soon as it has answered, with its document or why there is none."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        kept = {member.id: read_kept(run.folder(member) / KEPT) for member in members}
        waiting = {pool.submit(_fetched, one, kept[one.id], run.asking): one for one in members}
        for done in as_completed(waiting):
            member = waiting[done]
            yield member, kept[member.id], done.result()


def _fetched(member: Member, kept: Kept, asking: Asking) -> Fetched | str:
    try:
        where = _where(member, asking)
        known = kept.etag if (kept.address, kept.data) == (member.address, where) else ""
        found = fetch(where, asking, CASES_LIMIT, known)
        kept.address, kept.data = member.address, where
    except Refused as why:
        return str(why)
    return found


def _where(member: Member, asking: Asking) -> str:
    """Where a site says its cases are; only on the site itself."""
    found = fetch(urljoin(member.address, f"api/v{VERSION}/index.json"), asking, INDEX_LIMIT)
    index = as_json(found.body)
    if not isinstance(index, dict) or index.get("version") != VERSION:
        raise Refused("Indgangen er i en version eller en form, der ikke kendes her.")
    listed = index.get("collections")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and one.get("name") == "cases":
            return _on_site(member, str(one.get("data")))
    raise Refused("Sitet udgiver ingen cases.")


def _on_site(member: Member, place: str) -> str:
    try:
        where = urljoin(member.address, place)
        same = urlsplit(where)[:2] == urlsplit(member.address)[:2]
    except ValueError:
        same = False
    if not same:
        raise Refused(
            f"Sitet henviser til data på et andet site: {place[:200]}. "
            f"Bor sitet dér, så ret adressen i {FILE}."
        )
    return where


# --- What is kept -------------------------------------------------------------


def read_kept(path: Path) -> Kept:
    """What an earlier run wrote; nothing when there is no such file or it is broken."""
    try:
        if path.stat().st_size > _KEPT_LIMIT:
            return Kept()
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        listed = {
            identifier: Seen(**{**one, "notes": tuple(one["notes"])})
            for identifier, one in data.pop("cases").items()
        }
        return Kept(**data, cases=listed)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Kept()


def _write_kept(path: Path, kept: Kept) -> None:
    """Keep what is known, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept.cases = {identifier: kept.cases[identifier] for identifier in sorted(kept.cases)}
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(kept), ensure_ascii=False, indent=1) + "\n", "utf-8")
    beside.replace(path)


def _outcome(run: Run, member: Member, kept: Kept, found: Fetched | str) -> Outcome:
    """Write what is new of one site, and tell of it."""
    outcome, folder, today = Outcome(member), run.folder(member), run.today
    try:
        if isinstance(found, str):
            raise Refused(found)
        digest = hashlib.sha256(found.body).hexdigest()
        outcome.unchanged = not found.fresh or digest == kept.digest
        if outcome.unchanged:
            _seen_again(kept, today)
        else:
            theirs = as_json(found.body)
            given, outcome.ours = cases(theirs, member, run.site, today, new_entries(run.root))
            _compare(folder, kept, given, outcome, today)
            kept.digest = digest
    except (Refused, UnusableError) as why:
        outcome.failed = str(why)
        return outcome
    kept.etag, kept.fetched = found.etag, today
    _write_kept(folder / KEPT, kept)
    return outcome


def _seen_again(kept: Kept, today: str) -> None:
    for identifier, one in kept.cases.items():
        if not one.gone:
            kept.cases[identifier] = Seen(**{**asdict(one), "last": today})


def _compare(folder: Path, kept: Kept, given: list[Foreign], outcome: Outcome, today: str) -> None:
    """Write the cases that are new or changed, and mark those that are there no more."""
    for case in given:
        before = kept.cases.get(case.id)
        same = before is not None and before.digest == case.digest and not before.gone
        written = before.file if before else ""
        if not case.text:
            outcome.refused[case.id] = case.notes
        elif not same and not _is_edited(folder, case.id, written):
            (outcome.changed if before else outcome.new).append(case.id)
            written = _write_case(folder, case)
        elif not same:
            outcome.untouched.append(case.id)
        if case.text and case.notes and not same:
            outcome.notes[case.id] = case.notes
        first = before.first if before else today
        kept.cases[case.id] = Seen(
            case.page, case.licence, case.digest, written, first, today, "", case.notes
        )
    here = {case.id for case in given}
    for identifier, one in kept.cases.items():
        if identifier not in here and not one.gone:
            outcome.gone.append(identifier)
            kept.cases[identifier] = Seen(**{**asdict(one), "gone": today})


def _path(folder: Path, identifier: str) -> Path:
    return folder / "cases" / f"{identifier}.yaml"


def _is_edited(folder: Path, identifier: str, written: str) -> bool:
    """Whether somebody here has changed the file since it was written."""
    path = _path(folder, identifier)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != written


def _write_case(folder: Path, case: Foreign) -> str:
    """Write a case to be read; the hash of what was written."""
    path = _path(folder, case.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = case.text.encode()
    path.write_bytes(text)
    return hashlib.sha256(text).hexdigest()
