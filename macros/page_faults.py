"""What is wrong with the macros of hand-written pages, with file and line, before any is made.

mkdocs-macros would end at the first fault, with a traceback.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from .danish import nearest
from .own_files import TEMPLATES, unknown_names
from .page_trial import OF_ENGINES, TrialError, reason, tried
from .problem import Problem

# The macros whose first argument names a block, and what the template of a block begins with.
_OF_BLOCKS = ("block", "publisher_block", "forge_block")
_BLOCK = "block-"
_MACRO = re.compile(r"\{\{.*?\}\}")
_CLOSE = (
    "Luk hver {{ og hver {%. Skal tegnene stå på siden, så skriv dem mellem {% raw %} og "
    "{% endraw %}."
)
_MOST = 20  # faults told of one page that only show when it is filled

_Named = Iterable[tuple[int, str]]  # lines, and what is named there
# A line, what must hold, what to do, and what to point at.
_Fault = tuple[int, str, str, str]


def faults(
    name: str, text: str, environment: Environment, given: Mapping[str, Any]
) -> Iterator[Problem]:
    """The faults of a page: signs that are not closed, names of nothing, and what fails.

    `name` is what people call its file, `text` is without what it says of itself, and `given`
    what it can use besides what engines give.
    """
    try:
        found = list(_unknown(environment.parse(text), environment, given))
    except TemplateSyntaxError as error:
        found = [(error.lineno, *_unreadable(error.message or ""), "{")]
    except RecursionError:
        message = "Siden har for mange parenteser inden i hinanden."
        found = [(1, message, "Del makroerne op.", "{")]
    else:
        found += _failing(text.split("\n"), found, environment, given)
    lines = text.split("\n")
    for line, message, hint, needle in found:
        column = max(lines[line - 1].find(needle), 0) + 1
        yield Problem(name, line, column, message, hint, "macro")


def _unreadable(why: str) -> tuple[str, str]:
    if "comment" in why:  # what others than we write for the id of a heading
        return (
            "Med {# begynder en kommentar, og den skal lukkes.",
            "Er det et id til en overskrift, så skriv et mellemrum: { #saadan }.",
        )
    return f"En makro kan ikke læses: {reason(ValueError(why))}.", _CLOSE


def _unknown(
    tree: nodes.Template, environment: Environment, given: Collection[str]
) -> Iterator[_Fault]:
    """The filters, tests, macros and blocks of a page that do not exist."""
    for line, message, hint, _ in unknown_names(tree, environment):
        yield line, message, hint, message.split("»")[1].split("«")[0]
    # Jinja looks for other names only where it knows all filters and tests.
    for one in tree.find_all((nodes.Filter, nodes.Test)):
        one.name = "e" if isinstance(one, nodes.Filter) else "defined"
    known = {*given, *environment.globals, *OF_ENGINES}
    unknown = meta.find_undeclared_variables(tree) - known
    names = [(one.lineno, one.name) for one in tree.find_all(nodes.Name) if one.name in unknown]
    blocks = [one.stem.removeprefix(_BLOCK) for one in TEMPLATES.glob(f"{_BLOCK}*.html")]
    yield from _missing("Ingen makro", names, known)
    yield from _missing("Ingen blok", _blocks(tree), blocks)


def _blocks(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for call in tree.find_all(nodes.Call):
        called = isinstance(call.node, nodes.Name) and call.node.name in _OF_BLOCKS
        if called and call.args and isinstance(call.args[0], nodes.Const):
            yield call.lineno, str(call.args[0].value)


def _missing(none: str, named: _Named, known: Collection[str]) -> Iterator[_Fault]:
    for line, one in named:
        if one not in known:
            match = nearest(one, known)
            hint = f"Mente du »{match}«?" if match else "Fjern det, eller ret navnet."
            yield line, f"{none} hedder »{one}«.", hint, one


def _failing(
    lines: list[str], told: Sequence[_Fault], environment: Environment, given: Mapping[str, Any]
) -> Iterator[_Fault]:
    """What fails when a page is filled, each time without the macros that are known to be wrong."""
    for line, _, _, named in told:
        wrong = (one for one in _MACRO.findall(lines[line - 1]) if named in one)
        lines[line - 1] = _without(lines[line - 1], *wrong)
    known = {line for line, _, _, _ in told}
    for _ in range(_MOST):
        error = _error(lines, environment, given)
        if error is None:
            return
        written = lines[error.line - 1]
        for macro in _MACRO.findall(written):
            lines[error.line - 1] = _without(written, macro)
            left = _error(lines, environment, given)
            if left is None or (left.line, str(left)) != (error.line, str(error)):
                yield error.line, str(error), "Ret den, eller slet den.", macro
                break
        else:  # it is no macro that can be left out
            if error.line not in known:
                yield error.line, str(error), "Ret den, eller slet den.", "{"
            return


def _error(
    lines: Sequence[str], environment: Environment, given: Mapping[str, Any]
) -> TrialError | None:
    try:
        tried("\n".join(lines), environment, given)
    except TrialError as error:
        return error
    return None


def _without(line: str, *macros: str) -> str:
    """A line without some of its macros."""
    for one in macros:
        line = line.replace(one, "")
    return line
