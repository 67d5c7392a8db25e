"""Why a template cannot be filled, with its file and line."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import jinja2


class FillError(RuntimeError):
    """A template cannot be filled; says where and why."""


@contextmanager
def filling() -> Iterator[None]:
    """Raise FillError for what Jinja finds wrong with a template while the block runs."""
    try:
        yield
    except jinja2.TemplateError as error:
        raise FillError(_told(error)) from error


def _told(error: jinja2.TemplateError) -> str:
    if isinstance(error, jinja2.TemplateSyntaxError):
        place = f"{error.filename}:{error.lineno}: "
    else:
        # Jinja makes the templates' own lines steps of the way to an error.
        steps = traceback.extract_tb(error.__traceback__)
        last = [one for one in steps if one.filename.endswith(".html")][-1:]
        place = "".join(f"{one.filename}:{one.lineno}: " for one in last)
    return f"{place}Skabelonen kan ikke bruges: »{error.message}«."
