"""Problems as text for people and as what forges and programs read."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from . import danish
from .problem import Problem, errors


def as_text(problems: Sequence[Problem]) -> str:
    """One line a problem, then the count."""
    lines = [str(p) if p.severity == "error" else f"{p} (advarsel)" for p in problems]
    wrong = len(errors(list(problems)))
    warned = len(problems) - wrong
    summary = danish.count(wrong, "fejl", "fejl")
    if warned:
        summary += f" og {danish.count(warned, 'advarsel', 'advarsler')}"
    return "\n".join([*lines, f"{summary}." if problems else "Ingen fejl."])


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands: https://docs.github.com/actions/reference/workflow-commands."""

    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return escape(text).replace(":", "%3A").replace(",", "%2C")

    return "\n".join(
        f"::{p.severity} file={value(p.file)},line={p.line},col={p.column}::"
        f"{escape(f'{p.message} {p.hint}'.strip())}"
        for p in problems
    )


def as_gitlab(problems: Sequence[Problem]) -> str:
    """GitLab's code quality report. Fingerprints hold when lines move, and are all different."""
    seen: Counter[str] = Counter()
    rows = []
    for p in problems:
        said = f"{p.file}:{p.rule}:{p.message}"
        seen[said] += 1
        rows.append(
            {
                "description": f"{p.message} {p.hint}".strip(),
                "check_name": p.rule,
                "fingerprint": hashlib.sha256(f"{said}:{seen[said]}".encode()).hexdigest(),
                "severity": "major" if p.severity == "error" else "minor",
                "location": {"path": p.file, "lines": {"begin": p.line}},
            }
        )
    return _json(rows)


def as_json(problems: Sequence[Problem]) -> str:
    """Every field of every problem."""
    return _json([vars(p) for p in problems])


def as_sarif(problems: Sequence[Problem]) -> str:
    """SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""
    results = [
        {
            "ruleId": p.rule,
            "level": p.severity,
            "message": {"text": f"{p.message} {p.hint}".strip()},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": p.file},
                        "region": {"startLine": p.line, "startColumn": p.column},
                    }
                }
            ],
        }
        for p in problems
    ]
    rules = [{"id": rule} for rule in sorted({p.rule for p in problems})]
    run = {"tool": {"driver": {"name": "samskabelse", "rules": rules}}, "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return _json({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


FORMATS: dict[str, Callable[[Sequence[Problem]], str]] = {
    "text": as_text,
    "github": as_github,
    "gitlab": as_gitlab,
    "json": as_json,
    "sarif": as_sarif,
}
