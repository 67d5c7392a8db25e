"""All rules about the data: every problem in one run, each with its place and a way out.

A rule is a generator of findings. Shapes and values of single fields are the field
table's; the rules look across fields, entries and pages.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from pydantic import ValidationError

from . import guidance, model, prose, rules
from .excerpt import excerpt, visible
from .explain import explain
from .finding import Checked, Finding, Placed
from .load import Loaded, Raw
from .model import Entry, parts
from .personal import masked
from .problem import Problem, Tell, silent

# The first rule fills `kinds` and `places`, which the others read.
RULES: tuple[Callable[[Checked], Iterator[Finding]], ...] = (
    rules.unique_ids,
    rules.references,
    prose.markdown,
    rules.sourced,
    rules.uncited,
    prose.plain_language,
    rules.periods,
    rules.moved,
    rules.relations,
    rules.numbers,
    rules.codes,
    rules.quote_marks,
    rules.workshop_minutes,
    rules.tours,
    guidance.guides,
    guidance.assessments,
)


def check(loaded: Loaded, tell: Tell = silent) -> tuple[list[Placed], list[Problem]]:
    """The valid entries, and every problem sorted by file, line and column."""
    problems = list(loaded.problems)
    entries = []
    for number, raw in enumerate(loaded.entries):
        tell("Tjekker", number, len(loaded.entries))
        try:
            entry = raw.collection.model.model_validate(raw.data)
            entries.append(Placed(entry, raw, _lines(loaded, raw, entry)))
        except ValidationError as error:
            problems += explain(loaded, raw, error)
    checked = Checked(loaded, entries, _blind_kinds(loaded))
    for number, rule in enumerate(RULES):
        tell("Sammenholder", number, len(RULES))
        problems += [_place(loaded, finding) for finding in rule(checked)]
    problems += prose.broken_in_pages(checked)
    return entries, [shown(loaded, problem) for problem in sorted(set(problems))]


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
    for collection in model.COLLECTIONS:
        if collection.name in loaded.unreadable:
            kinds |= model.kinds_in(collection.model)
    return kinds


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
