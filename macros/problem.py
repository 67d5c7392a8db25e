"""Findings about data: values to collect and show, never exceptions."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
# The way to a value in a file: keys and list indices from the top.
Trail = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One finding: where it is, what must hold and was found, and what to do.

    `line` and `column` count from 1. `rule` is a short stable name for programs.
    """

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    rule: str = "data"
    severity: Severity = "error"

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.message}"
        return f"{text} {self.hint}" if self.hint else text


def errors(problems: list[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]
