"""What the tests held of the fifteen criteria, from which the accessibility statement is drafted.

`pytest --accessibility FOLDER` writes it: tilgaengelighed.json for programs, .md for people.
It tells only of the tests that were run: `make accessibility` runs all that hold a criterion.
"""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from criteria import FIFTEEN, held

WORDS = {"passed": "ingen fejl fundet", "failed": "fejl fundet", "skipped": "ikke afprøvet"}
HEAD = """# Udkast til vurdering efter den forenklede monitorering

Prøvet {day} af sitets egne automatiske tests. De finder kun en del af fejlene: ingen fejl fundet
er ikke det samme som ingen fejl. Skriv selv erklæringen i WAS-Tool.

| Kriterium | Resultat | Holdt af |
|---|---|---|
"""


class Report:
    """Collects outcomes as pytest tells them, and writes them when it ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: dict[str, dict[str, str]] = {one: {} for one in FIFTEEN}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for criterion in dict(report.user_properties).get("wcag", ()):
            tests = self.found[criterion]
            name = report.nodeid.partition("::")[2]
            if report.when == "call" or report.outcome != "passed":
                tests[name] = report.outcome if tests.get(name) != "failed" else "failed"

    def pytest_sessionfinish(self) -> None:
        day = datetime.now(ZoneInfo("Europe/Copenhagen")).date().isoformat()
        rows = {one: {"title": FIFTEEN[one], "result": _result(tests), "tests": tests}
                for one, tests in self.found.items()}  # fmt: skip
        self.folder.mkdir(parents=True, exist_ok=True)
        made = json.dumps({"tested": day, "criteria": rows}, ensure_ascii=False, indent=2)
        (self.folder / "tilgaengelighed.json").write_text(f"{made}\n", "utf-8")
        lines = [
            _line(one, row["title"], row["result"], self.found[one]) for one, row in rows.items()
        ]
        text = HEAD.format(day=day) + "\n".join(lines)
        (self.folder / "tilgaengelighed.md").write_text(f"{text}\n", "utf-8")


def _result(tests: dict[str, str]) -> str:
    """A criterion fails with one test, and passes only when none was skipped."""
    outcomes = set(tests.values())
    return "failed" if "failed" in outcomes else "passed" if outcomes == {"passed"} else "skipped"


def _line(criterion: str, title: str, result: str, tests: dict[str, str]) -> str:
    names = dict.fromkeys(name.partition("[")[0] for name in tests)
    return f"| {criterion} {title} | {WORDS[result]} | {', '.join(f'`{name}`' for name in names)} |"


def tell(items: list[pytest.Item]) -> None:
    """Let each test's report carry the criteria it holds."""
    for item in items:
        if criteria := held(item):
            item.user_properties.append(("wcag", criteria))
