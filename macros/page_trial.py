"""What the macros leave of a hand-written page's text, tried in a sandbox before any is made."""

import re
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .filling import FillError

# What engines let pages use besides our macros. Only they know what is in it.
OF_ENGINES = frozenset({
    "config", "context", "environment", "extra", "files", "filters", "filters_builtin", "fix_url",
    "git", "macros", "macros_info", "navigation", "now", "page", "plugin",
})  # fmt: skip
_FILTERS = ("pretty", "relative_url")
_TEXT = "<template>"  # what Jinja calls a text that is in no file
# What Jinja and Python say most often, and what that means.
_REASONS = (
    (r"division by zero|modulo by zero", "der kan ikke deles med nul"),
    (r"'(.+)' is undefined", r"»\1« findes ikke"),
    (r".+ has no (?:attribute|element) '?(.+?)'?", r"»\1« findes ikke"),
    (r"unsupported operand.*|can only concatenate.*", "værdierne kan ikke regnes sammen"),
    (r"value was undefined because.*", "det, der står i parentesen, findes ikke"),
    (r".*missing .*argument.*", "der mangler noget i parentesen"),
    (r".*unexpected keyword argument '(.+)'.*", r"»\1« hører ikke til i parentesen"),
    (r".*takes .* positional arguments?.*", "der står for meget i parentesen"),
    (r"Encountered unknown tag '(.+)'\..*", r"ingen makro hedder »\1«"),
    (r"expected token '.+', got '(.+)'", r"»\1« kan ikke stå der"),
    (r"unexpected (?:char )?['\"](.+)['\"].*", r"»\1« kan ikke stå der"),
    (r"unexpected end of template.*|Unexpected end of template.*", "den bliver aldrig lukket"),
    (r"Missing end of .*", "den bliver aldrig lukket"),
)  # fmt: skip


class TrialError(Exception):
    """A macro in a page fails; says at which line of the text, and why in words for people."""

    def __init__(self, error: Exception) -> None:
        super().__init__(message(error))
        self.line = line_of(error)


def environment(root: Path) -> jinja2.Environment:
    """What the texts of the pages under `root` are tried in."""
    made = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        loader=jinja2.FileSystemLoader(root / "docs"),
    )
    made.filters.update(dict.fromkeys(_FILTERS, str))
    return made


def tried(text: str, environment: jinja2.Environment, given: Mapping[str, Any]) -> str | None:
    """A page's text as its macros leave it; `given` are those and what the page says of itself.

    None when only an engine could tell. Raises TrialError.
    """
    try:
        if meta.find_undeclared_variables(environment.parse(text)) & OF_ENGINES - given.keys():
            return None
        return environment.from_string(text).render(given)
    except SecurityError:
        return None
    # A page is a program, so it can fail in any way.
    except Exception as error:
        raise TrialError(error) from error


def line_of(error: Exception) -> int:
    """The line of a page's text that an error came from."""
    if isinstance(error, jinja2.TemplateSyntaxError) and error.name is None:
        return error.lineno
    # Jinja makes the text's own lines steps of the way to an error.
    steps = traceback.extract_tb(error.__traceback__)
    return next((one.lineno or 1 for one in reversed(steps) if one.filename == _TEXT), 1)


def message(error: Exception) -> str:
    """What to say of a macro that fails."""
    return f"En makro kan ikke udfyldes: {reason(error)}."


def reason(error: Exception) -> str:
    """Why a macro fails, as a part of a sentence."""
    if isinstance(error, KeyError):
        return f"»{error.args[0]}« findes ikke"
    if isinstance(error, jinja2.TemplateNotFound):
        return f"filen »{error.name}« findes ikke"
    if isinstance(error, RecursionError):
        return "den kalder sig selv igen og igen"
    said = str(error) or type(error).__name__
    if isinstance(error, FillError):
        return said.rstrip(".")
    for known, danish in _REASONS:
        if found := re.fullmatch(known, said, re.DOTALL):
            return found.expand(danish)
    return f"»{said}«"
