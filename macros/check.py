"""All rules about the data: every problem in one run, each with its place and a way out.

A rule is a generator of findings. Shapes and values of single fields are the field
table's; the rules look across fields, entries and pages.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from pydantic import ValidationError

from . import guidance, parallel, prose, references, rules
from .cache import Cache, digest
from .danish import count, join
from .entry_model import Entry
from .excerpt import excerpt, visible
from .explain import explain
from .fields import REFERENCE
from .finding import Checked, Finding, Placed
from .kinds import COLLECTIONS, Collection, kinds_in, parts
from .load import Loaded, Raw
from .misfiled import about_file
from .personal import masked
from .problem import Problem, Tell, silent

Rule = Callable[[Checked], Iterator[Finding]]
# Rules that hold entries against each other. The first fills `kinds` and `places`, which all read.
TOGETHER: tuple[Rule, ...] = (
    references.unique_ids,
    references.lead_right,
    prose.mentions,
    rules.uncited,
    rules.codes,
    rules.tours,
    guidance.guides,
    guidance.assessments,
)
# Rules that find nothing in an entry, or something, by itself and the words of the glossary:
# where they once found nothing, they need not look again until one of the two has changed.
ALONE: tuple[Rule, ...] = (
    prose.markdown,
    prose.plain_language,
    prose.unfilled,
    rules.sourced,
    rules.periods,
    rules.moved,
    rules.relations,
    rules.twice,
    rules.numbers,
    rules.quote_marks,
    rules.addresses,
    rules.workshop_minutes,
)
_FEWEST_LOST = 5  # different ids that are unknown, where the file they stood in is likely gone
_MOST_LOST = 3  # files that are not there, where one of them is likely missed
# Those about single entries run at once, on all cores.
_STEPS = len(TOGETHER) + 1


def check(
    loaded: Loaded, tell: Tell = silent, before: Iterable[Placed] = ()
) -> tuple[list[Placed], list[Problem]]:
    """The valid entries, and every problem sorted by file, line and column.

    `before` is the valid entries of an earlier check, which those that are unchanged come from.
    """
    problems: list[Problem] = []
    entries = []
    known = {placed.raw: placed for placed in before}
    for number, raw in enumerate(loaded.entries):
        tell("Tjekker", number, len(loaded.entries))
        try:
            entries.append(known.get(raw) or _placed(loaded, raw))
        except ValidationError as error:
            problems += explain(loaded, raw, error)
    problems += not_told(loaded.problems, problems)
    checked = Checked(loaded, entries, _blind_kinds(loaded))
    problems += _gone(checked)
    problems += [_place(loaded, one) for one in _found(checked, TOGETHER, tell)]
    problems += _found_alone(checked, tell)
    problems += prose.broken_in_pages(checked)
    return entries, [shown(loaded, problem) for problem in sorted(set(problems))]


def not_told(read: Iterable[Problem], told: Iterable[Problem]) -> list[Problem]:
    """What the reader found, but for what is told in better words of a value that is wrong anyway.

    These are quotes that it lacks, and points that have become one line of a text.
    """
    places = {(one.file, one.line, one.column) for one in told}
    return [
        one
        for one in read
        if one.rule not in ("quote", "points", "null")
        or (one.file, one.line, one.column) not in places
    ]


def _placed(loaded: Loaded, raw: Raw) -> Placed:
    entry = raw.collection.model.model_validate(raw.data)
    return Placed(entry, raw, _lines(loaded, raw, entry))


def _found(checked: Checked, rules: Sequence[Rule], tell: Tell = silent) -> list[Finding]:
    found: list[Finding] = []
    for number, rule in enumerate(rules):
        tell("Sammenholder", number, _STEPS)
        found += rule(checked)
    return found


def keep_sound() -> None:
    """Keep for the next run which entries were without fault."""
    _sound().save()


def _found_alone(checked: Checked, tell: Tell) -> list[Problem]:
    """What the rules about single entries find, in those that are not known to be without fault."""
    words = digest(" ".join((*checked.explained, *sorted(checked.blind))).encode())
    # The same text may be an entry of one collection, and no entry of another.
    names = {r: f"{r.collection.name}-{r.digest}-{words}" for r in checked.loaded.entries}
    sound = {raw for raw, name in names.items() if raw.digest and _sound().get(name) is not None}
    unknown = [raw for raw in checked.loaded.entries if raw not in sound]
    tell("Sammenholder", len(TOGETHER), _STEPS)
    runs = parallel.parts(range(len(unknown)))
    works = [partial(_found_in, checked, unknown, run) for run in runs]
    findings = [one for found in parallel.together(works) for one in found]
    faulty = {number for number, _ in findings}
    for number, raw in enumerate(unknown):
        if raw.digest and number not in faulty:
            _sound().put(names[raw], "")
    return [problem for _, problem in findings]


def _found_in(
    checked: Checked, entries: Sequence[Raw], run: Sequence[int]
) -> list[tuple[int, Problem]]:
    """What the rules about single entries find in some, with the number of each."""
    numbers = {entries[number]: number for number in run}
    found = _found(checked.only(list(numbers)), ALONE)
    return [(numbers[one.raw], _place(checked.loaded, one)) for one in found]


@cache
def _sound() -> Cache:
    """The entries that the rules about single entries found nothing in."""
    return Cache("sound", sorted(Path(__file__).parent.glob("*.py")))


def shown(loaded: Loaded, problem: Problem) -> Problem:
    """The problem with the line it stands in; personal data in the line is hidden.

    Values from the data stand in the messages, so what could command a terminal goes.
    """
    problem = replace(
        problem,
        message=visible(problem.message),
        hint=visible(problem.hint),
        example="\n".join(map(visible, problem.example.split("\n"))),
    )
    lines = loaded.lines(problem.file)
    if problem.source or problem.line > len(lines):
        return problem
    source, caret = excerpt(lines[problem.line - 1], problem.column, masked)
    return replace(problem, source=source, caret=caret)


def _lines(loaded: Loaded, raw: Raw, entry: Entry) -> dict[str, int]:
    return {
        part.id: loaded.locate(*loaded.written(raw.file, (*raw.path, *path))).line
        if path
        else raw.line
        for path, part in parts(entry)
    }


def _blind_kinds(loaded: Loaded) -> set[str]:
    kinds = set()
    for collection in COLLECTIONS:
        if collection.name in loaded.unreadable:
            kinds |= kinds_in(collection.model)
    return kinds


def _gone(checked: Checked) -> Iterator[Problem]:
    """The files that references lead to and nothing was read of; what stood in them is unknown."""
    loaded = checked.loaded
    there = {raw.collection.file for raw in loaded.entries}
    there |= {one.file for one in COLLECTIONS if one.name in loaded.unreadable}
    lost = [one for one in COLLECTIONS if one.file not in there]
    for file in dict.fromkeys(one.file for one in lost):
        kinds = {one.name: kinds_in(one.model) for one in lost if one.file == file}
        every = set[str]().union(*kinds.values())
        # A reference that may lead to other files as well proves nothing of this one.
        ends = {end for end in checked.ends if end[1].kinds and every.issuperset(end[1].kinds)}
        name, found = f"data/{file}.yaml", list(checked.references_to(ends))
        if found and name not in loaded.texts:
            wanted = {kind for _, mark in ends for kind in mark.kinds}
            names = join(f"»{one}«" for one, held in kinds.items() if held & wanted)
            raw, first, _ = found[0]
            place, way = loaded.written(raw.file, (*raw.path, *first.path))
            message = (
                f"Der er ingen poster i {names}, men {count(len(found), 'sted', 'steder')} "
                f"henviser til dem, først {place}:{loaded.locate(place, way).line}."
            )
            hint = f"Filen {name} mangler. Læg den tilbage, eller ret henvisningerne."
            yield about_file(name, message, hint, name)
            checked.blind |= every
    unread = [one for one in lost if f"data/{one.file}.yaml" not in loaded.texts]
    if unread and not checked.blind:
        yield from _likely_gone(checked, unread)


def _likely_gone(checked: Checked, lost: Sequence[Collection]) -> Iterator[Problem]:
    """A file that is not there, where so many ids are unknown that they must have stood in it."""
    known = {identifier for _, _, identifier, _ in references.every_id(checked)}
    led = [(one.value, raw, one) for raw in checked.loaded.entries for one, _ in raw.references]
    led += [
        (match[2], raw, one)
        for raw in checked.loaded.entries
        for one in raw.linking
        for match in REFERENCE.finditer(one.value)
    ]
    unknown = [one for one in led if one[0] not in known]
    names = list(dict.fromkeys(f"data/{one.file}.yaml" for one in lost))
    if len({identifier for identifier, _, _ in unknown}) < _FEWEST_LOST or len(names) > _MOST_LOST:
        return
    identifier, raw, first = unknown[0]
    place, way = checked.loaded.written(raw.file, (*raw.path, *first.path))
    message = (
        f"Der er ingen {join(names, 'eller')}, og {len(unknown)} steder henviser til id'er, der "
        f"ikke findes, først »{identifier}« i {place}:{checked.loaded.locate(place, way).line}."
    )
    hint = "Læg filen tilbage. Har den aldrig været der, så ret henvisningerne."
    yield about_file(names[0], message, hint, names[0])
    for one in lost:
        checked.blind |= kinds_in(one.model)


def _place(loaded: Loaded, finding: Finding) -> Problem:
    raw = finding.raw
    file, path = loaded.written(raw.file, (*raw.path, *finding.path))
    if finding.needle is None:
        mark = loaded.locate(file, path)
    else:
        mark = loaded.find_within(file, path, finding.needle)
    return Problem(
        file, mark.line, mark.column, finding.message, finding.hint, finding.rule,
        finding.severity, finding.example,
    )  # fmt: skip
