"""What the scripts know of all cases: small files, so that a reader loads only what is asked for.

A filter needs only the codes; the titles and summaries of the cases shown come in parts; a
word typed loads the words there are and where those like it stand. A script element can be
loaded from a folder as well as from a server. Cases are known by their number by title.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from operator import sub
from pathlib import Path
from typing import Any

from . import danish, markup, model
from . import vocabulary as words
from .filters import case_filters, values_of
from .link import Node, Site, derived, followed
from .put import put
from .shortlist import by_title

FOLDER = "cases/liste"
CODES = "koder"
# Cases in one part, and signs in one file of places; about 8 kB each when sent.
PART = 100
RUN = 24_000
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# What may stand around a word that is no part of it; the scripts bare what is typed of the same.
_AROUND = "»«›‹\"'“”„’‘()[]{}.,;:!?…–—-/&"
_VERSION = 8


@derived
def files(site: Site) -> dict[str, str]:
    """Every file by its name in the folder, without its ending: a script each."""
    cases = by_title(site, "case")
    return {
        CODES: _codes(site),
        "id": script("id", [case.id for case in cases]),
        "kilder": _sources(site),
        **{str(at // PART): _part(site, at) for at in range(0, len(cases), PART)},
        **_places(site),
    }


def script(name: str, data: Any) -> str:
    """A file by its name: a script that hands over what it holds; nothing in it can end it."""
    return f"samskabelse.told({markup.data_block(name)},{markup.data_block(data)});\n"


@followed
def _part(site: Site, at: int) -> str:
    """What the list shows of the cases from a number on."""
    return script(str(at // PART), [_record(site, case) for case in _run(site, at)])


@followed
def _run(site: Site, at: int) -> tuple[str, ...]:
    return tuple(case.id for case in by_title(site, "case")[at : at + PART])


@derived
def version(site: Site) -> str:
    """Some digits that change with what the files hold, so that no old one is kept."""
    whole = hashlib.sha256()
    for name, text in files(site).items():
        whole.update(f"{name} {text}".encode())
    return whole.hexdigest()[:_VERSION]


@derived
def names(site: Site) -> tuple[str, ...]:
    """The name of every file."""
    return tuple(files(site))


@followed
def file(site: Site, name: str) -> str:
    """One of the files by its name."""
    return files(site)[name]


def place(name: str) -> str:
    """The address of a file by its name."""
    return f"{FOLDER}/{name}.js"


def write(site_dir: Path, site: Site) -> None:
    """Write the files under `site_dir`."""
    for name, text in files(site).items():
        put(site_dir, place(name), text)


@followed
def _codes(site: Site) -> str:
    """What cases are filtered and sorted by, as numbers: a column for each filter.

    Commas stand between cases, dots between the values of one; each is a place in `choices`.
    `at` is where the cases' own pages are: beside the list.
    """
    cases, filters = by_title(site, "case"), case_filters(site)
    choices = {one.name: [value for value, _ in one.choices] for one in filters}
    columns, values = {}, [values_of(site, case.id) for case in cases]
    for one in filters:
        place = {value: short(number) for number, value in enumerate(choices[one.name])}
        column = [some[one.name] for some in values]
        # What a municipality has hidden is no choice.
        cells = {
            some: ".".join(place[value] for value in some if value in place) for some in set(column)
        }
        columns[one.name] = ",".join(map(cells.__getitem__, column))
    starts = [_start(site, case.id) for case in cases]
    rank = {start: short(number) for number, start in enumerate(sorted({*starts, ""}))}
    columns["start"] = ",".join(rank[start] for start in starts)
    certainties = {key: [word.label, word.description] for key, word in words.CERTAINTIES.items()}
    data = {
        "at": "", "count": len(cases), "part": PART, "choices": choices, "columns": columns,
        "certainties": certainties,
    }  # fmt: skip
    return script(CODES, data)


@followed
def _start(site: Site, identifier: str) -> str:
    return _case(site[identifier]).period.start or ""


@followed
def _record(site: Site, identifier: str) -> list[Any]:
    """A case as the list shows it: id, title, whose, summary, places, area, start, certainty."""
    case = site[identifier]
    entry = _case(case)
    whose = f"{'fra' if case.origin else 'ændret af'} {site.overlay.who}"
    return [
        case.id,
        case.title,
        whose if case.origin or case.changed else "",
        markup.plain(entry.summary),
        [[place, site[place].title] for place in entry.municipalities],
        words.AREAS[entry.area].label if entry.area else "",
        danish.date(entry.period.start) if entry.period.start else "",
        entry.certainty,
    ]


@followed
def _sources(site: Site) -> str:
    """Each source that a case leans on: its title, and the numbers of those cases."""
    numbers = {case.id: number for number, case in enumerate(by_title(site, "case"))}
    found = {}
    for source in site.of_kind("source"):
        users = {numbers[one.source] for one in site.incoming(source.id, "cites")
                 if one.source in numbers}  # fmt: skip
        if users:
            found[source.id] = [source.title, _steps(sorted(users))]
    return script("kilder", found)


@followed
def _words(site: Site, identifier: str) -> frozenset[str]:
    """The words that a case is found by."""
    case = site[identifier]
    entry = _case(case)
    places = " ".join(site[place].title for place in entry.municipalities)
    text = f"{case.title} {markup.plain(entry.summary)} {places}".lower()
    return frozenset(part.strip(_AROUND) for part in text.split()) - {""}


@followed
def _places(site: Site) -> dict[str, str]:
    """The words there are, and in runs of them the numbers of the cases that have each."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, case in enumerate(by_title(site, "case")):
        for word in _words(site, case.id):
            found[word].append(number)
    vocabulary = sorted(found)
    runs = list(_runs([_steps(found[word]) for word in vocabulary]))
    firsts = [sum(len(run) for run in runs[:number]) for number in range(len(runs))]
    known = {"around": _AROUND, "words": " ".join(vocabulary), "firsts": firsts}
    told: dict[str, Any] = {"ord": known}
    told |= {f"ord-{number}": ",".join(run) for number, run in enumerate(runs)}
    return {name: script(name, data) for name, data in told.items()}


def _runs(items: list[str]) -> Iterator[list[str]]:
    run: list[str] = []
    size = 0
    for item in items:
        run.append(item)
        size += len(item) + 1
        if size > RUN:
            yield run
            run, size = [], 0
    if run:
        yield run


def _steps(numbers: Sequence[int]) -> str:
    """Rising numbers as the steps from one to the next, which are short."""
    return ".".join(map(short, map(sub, numbers, (0, *numbers))))


@cache
def short(number: int) -> str:
    """A number in base 36."""
    digits = _DIGITS[number % 36]
    return short(number // 36) + digits if number >= 36 else digits


def _case(node: Node) -> model.Case:
    if not isinstance(node.entry, model.Case):
        raise TypeError(node.kind)
    return node.entry
