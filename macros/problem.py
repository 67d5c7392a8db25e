"""Findings about data: values to collect and show, never exceptions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]
# The way to a value in a file: keys and list indices from the top.
Trail = tuple[str | int, ...]
# Hears how far a long run is: what is being done, how many are done, and of how many.
Tell = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, order=True)
class Problem:
    """One finding: where it is, what must hold and was found, and what to do.

    `line` and `column` count from 1. `rule` is a short stable name for programs.
    `example` is YAML that would be right; `source` the line as it can be shown, cut when
    long, and `caret` how many character cells of it stand before the fault.
    """

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    rule: str = "data"
    severity: Severity = "error"
    example: str = field(default="", compare=False)
    source: str = field(default="", compare=False)
    caret: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.said}"

    @property
    def said(self) -> str:
        """The message and the way out, without the place."""
        return f"{self.message} {self.hint}" if self.hint else self.message


def errors(problems: list[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]
