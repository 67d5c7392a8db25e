"""What is wrong with the macros of hand-written pages, with file and line, before any is made.

mkdocs-macros would end at the first fault, with a traceback.
"""

from collections.abc import Collection, Iterable, Iterator

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from .danish import nearest
from .own_files import TEMPLATES, unknown_names

# The macros whose first argument names a block, and what the template of a block begins with.
_OF_BLOCKS = ("block", "publisher_block", "forge_block")
_BLOCK = "block-"

_Named = Iterable[tuple[int, str]]  # lines, and what is named there


def faults(name: str, text: str, environment: Environment, known: Collection[str]) -> Iterator[str]:
    """The faults of a page, a line each: signs that are not closed, and names of nothing.

    `name` is what people call its file, and `known` the names that a page can use.
    """
    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as error:
        yield f"{name}:{error.lineno}: {_unreadable(error.message or '')}"
        return
    except RecursionError:
        yield f"{name}:1: Siden har for mange parenteser inden i hinanden. Del makroerne op."
        return
    for line, message, hint, _ in unknown_names(tree, environment):
        yield f"{name}:{line}: {message} {hint}"
    # Jinja looks for other names only where it knows all filters and tests.
    for one in tree.find_all((nodes.Filter, nodes.Test)):
        one.name = "e" if isinstance(one, nodes.Filter) else "defined"
    unknown = meta.find_undeclared_variables(tree) - set(known)
    names = [(one.lineno, one.name) for one in tree.find_all(nodes.Name) if one.name in unknown]
    blocks = [one.stem.removeprefix(_BLOCK) for one in TEMPLATES.glob(f"{_BLOCK}*.html")]
    yield from _missing(name, "Ingen makro", names, known)
    yield from _missing(name, "Ingen blok", _blocks(tree), blocks)


def _unreadable(why: str) -> str:
    if "comment" in why:  # what others than we write for the id of a heading
        return (
            "Med {# begynder en kommentar, og den skal lukkes. Er det et id til en overskrift, så "
            "skriv et mellemrum: { #saadan }."
        )
    return (
        f"En makro kan ikke læses: »{why}«. Luk hver {{{{ og hver {{%. Skal tegnene stå på siden, "
        "så skriv dem mellem {% raw %} og {% endraw %}."
    )


def _blocks(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for call in tree.find_all(nodes.Call):
        called = isinstance(call.node, nodes.Name) and call.node.name in _OF_BLOCKS
        if called and call.args and isinstance(call.args[0], nodes.Const):
            yield call.lineno, str(call.args[0].value)


def _missing(name: str, none: str, named: _Named, known: Collection[str]) -> Iterator[str]:
    for line, one in named:
        if one not in known:
            match = nearest(one, known)
            hint = f"Mente du »{match}«?" if match else "Fjern det, eller ret navnet."
            yield f"{name}:{line}: {none} hedder »{one}«. {hint}"
