"""Material's typography: of its style sheet, what our pages can use. The rest is never sent.

Its sheet styles a whole theme: a header, a menu, a search, boxes and icons, of which our pages
have none. They have the elements of text in an `md-typeset`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import tinycss2
from tinycss2 import ast

from .cache import Cache, digest

# The one class of Material's that our pages have.
_CLASS = "md-typeset"
_ATTRIBUTES = frozenset(("align", "class", "hidden", "open", "type"))
_MOST_KEPT = 1_000_000  # letters; a style takes 30,000
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass(frozen=True)
class _Rule:
    """A rule: the conditions it stands under, outermost first, its selector, what it declares."""

    within: tuple[str, ...]
    selector: str
    declarations: tuple[ast.Declaration, ...]

    def __str__(self) -> str:
        """The rule as CSS."""
        declared = ";".join(one.serialize() for one in self.declarations)
        begun = "".join(f"{one}{{" for one in (*self.within, self.selector))
        return f"{begun}{declared}{'}' * (len(self.within) + 1)}"


def typography(sheet: str, ours: str) -> str:
    """What our pages can use of Material's style sheet; `ours` is the CSS that builds on it."""
    name = digest(sheet.encode(), ours.encode())
    if kept := _kept().get(name):
        return str(json.loads(kept))
    made = _typography(sheet, ours)
    _kept().put(name, json.dumps(made))
    _kept().save()
    return made


@cache
def _kept() -> Cache:
    """What was made last: it changes only with a style sheet."""
    return Cache("style", [Path(__file__)], _MOST_KEPT)


def _typography(sheet: str, ours: str) -> str:
    rules = list(_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)))
    return "\n".join(map(str, _without_unused(rules, ours)))


def _rules(nodes: Iterable[ast.Node], within: tuple[str, ...] = ()) -> Iterator[_Rule]:
    for node in nodes:
        if isinstance(node, ast.QualifiedRule):
            met = [tinycss2.serialize(one) for one in _selectors(node.prelude) if _may_be_met(one)]
            if met:
                yield _Rule(within, ",".join(met), _declared(node))
        elif isinstance(node, ast.AtRule) and node.lower_at_keyword == "page":
            yield _Rule(within, "@page", _declared(node))
        elif isinstance(node, ast.AtRule) and node.lower_at_keyword == "media":
            inside = tinycss2.parse_rule_list(node.content, skip_whitespace=True)
            yield from _rules(inside, (*within, f"@media{tinycss2.serialize(node.prelude)}"))


def _declared(rule: ast.QualifiedRule | ast.AtRule) -> tuple[ast.Declaration, ...]:
    found = tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True)
    return tuple(one for one in found if isinstance(one, ast.Declaration))


def _selectors(prelude: Iterable[ast.Node]) -> Iterator[list[ast.Node]]:
    """The selectors of a list, without the commas between."""
    one: list[ast.Node] = []
    for part in prelude:
        if part == ",":
            yield one
            one = []
        else:
            one.append(part)
    yield one


def _may_be_met(selector: Sequence[ast.Node]) -> bool:
    """Whether a selector names only elements, classes and attributes that our pages have.

    That holds for what it excludes, too: Material hides the focus of all that its own script has
    not marked with a class, and we have no such script.
    """
    pairs = zip([None, *selector], selector, strict=False)
    return all(_is_ours(part, is_class=before == ".") for before, part in pairs)


def _is_ours(part: ast.Node, *, is_class: bool) -> bool:
    if is_class:
        return bool(part.value == _CLASS)
    if isinstance(part, ast.SquareBracketsBlock):
        return part.content[0].value in _ATTRIBUTES
    if isinstance(part, ast.FunctionBlock):
        return all(map(_may_be_met, _selectors(part.arguments)))
    return not isinstance(part, ast.HashToken)


def _without_unused(rules: list[_Rule], ours: str) -> list[_Rule]:
    """Rules without the variables that nothing uses, and without those of which nothing is left."""
    used = set(_VARIABLE.findall("".join([ours, *map(str, rules)])))
    left = [
        replace(rule, declarations=kept)
        for rule in rules
        if (kept := tuple(one for one in rule.declarations if _is_used(one, used)))
    ]
    fewer = sum(len(one.declarations) for one in left) < sum(len(one.declarations) for one in rules)
    return _without_unused(left, ours) if fewer else left


def _is_used(one: ast.Declaration, used: set[str]) -> bool:
    return not one.name.startswith("--") or one.name in used
