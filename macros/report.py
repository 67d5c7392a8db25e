"""Problems as text for people and as what forges and programs read."""

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, TextIO
from urllib.parse import quote

from . import danish
from .excerpt import visible
from .problem import Problem, errors

_FILES_LISTED = 12  # files in the summary
# Danish words for the rules that programs show by name; others are named after the field table.
_RULES = {
    "syntax": "Filen kan ikke læses som YAML",
    "refused": "Noget i filen er ikke tilladt",
    "files": "Filen ligger eller hedder forkert",
    "personal": "Personoplysninger må ikke stå i data",
    "reference": "Et id findes ikke eller er af en anden slags",
    "unsourced": "En påstand mangler kilde",
    "markdown": "Teksten kan ikke vises, som den er skrevet",
    "macro": "En makro på en side kan ikke udfyldes",
    "plain": "Teksten er svær at læse",
}
# What GitHub shows of each level for one step; the rest is only in the log.
_GITHUB_SHOWS = 10


def in_order(problems: Sequence[Problem], first: Collection[str] = ()) -> list[Problem]:
    """The problems in the files of `first` before the others; otherwise in their own order."""
    return sorted(problems, key=lambda problem: problem.file not in first)


# --- For people ---------------------------------------------------------------

_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "right": "\x1b[32m", "dim": "\x1b[2m"}


def in_colour(stream: TextIO) -> bool:
    """Whether to write in colour: only on a terminal, and not when NO_COLOR asks for none."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def as_text(problems: Sequence[Problem], *, colour: bool = False) -> str:
    """Each problem with its line, a caret and a right example; the count last."""

    def paint(name: str, text: str) -> str:
        return f"{_COLOURS[name]}{text}\x1b[0m" if colour else text

    blocks = ["\n".join(_block(problem, paint)) for problem in problems]
    return "\n\n".join([*blocks, _summary(problems)])


def _block(problem: Problem, paint: Callable[[str, str], str]) -> Iterator[str]:
    place = f"{problem.file}:{problem.line}:{problem.column}:"
    mark = " (advarsel)" if problem.severity == "warning" else ""
    yield f"{paint(problem.severity, visible(place))} {problem.said}{mark}"
    margin = " " * 8
    if problem.source:
        yield f"{paint('dim', f'{problem.line:>6} |')} {problem.source}".rstrip()
        caret = " " * problem.caret + paint(problem.severity, "^")
        yield f"{paint('dim', f'{margin[:-1]}|')} {caret}"
    right = problem.example.split("\n")
    if len(right) == 1 and right[0]:
        yield f"{margin}{paint('right', 'Rigtigt:')} {right[0]}"
    elif len(right) > 1:
        yield f"{margin}{paint('right', 'Rigtigt:')}"
        yield from (f"{margin}  {line}" for line in right)


def _summary(problems: Sequence[Problem]) -> str:
    """How many there are, in which files, and what could not be looked at."""
    if not problems:
        return "Ingen fejl."
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    lines = [f"  {visible(name)}: {_count(found)}" for name, found in by_file.items()]
    if len(lines) > _FILES_LISTED:
        rest = danish.count(len(lines) - _FILES_LISTED, "fil", "filer")
        lines = [*lines[:_FILES_LISTED], f"  og {rest} mere"]
    unread = {problem.file for problem in problems if problem.rule in ("syntax", "refused")}
    if unread:
        files = danish.count(len(unread), "fil", "filer")
        lines.append(f"{files} kan ikke læses til ende. Ret, og tjek igen: der kan være mere.")
    return "\n".join([*(lines if len(lines) > 1 else ()), f"{_count(problems)}."])


def _count(problems: Sequence[Problem]) -> str:
    wrong = len(errors(list(problems)))
    warned = len(problems) - wrong
    counted = danish.count(wrong, "fejl", "fejl")
    if warned:
        counted += f" og {danish.count(warned, 'advarsel', 'advarsler')}"
    return counted


# --- For forges and programs --------------------------------------------------


def _whole(problem: Problem) -> str:
    """All that is said of a problem: what, the way out, and what would be right."""
    if not problem.example:
        return problem.said
    break_or_space = "\n" if "\n" in problem.example else " "
    return f"{problem.said}\nRigtigt:{break_or_space}{problem.example}"


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands: https://docs.github.com/actions/reference/workflow-commands.

    GitHub shows only the first few of them beside the code, so all follow as text.
    """

    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return escape(text).replace(":", "%3A").replace(",", "%2C")

    lines = [
        f"::{p.severity} file={value(p.file)},line={p.line},col={p.column}::{escape(_whole(p))}"
        for p in problems
    ]
    levels = Counter(problem.severity for problem in problems)
    if max(levels.values(), default=0) > _GITHUB_SHOWS:
        text = as_text(problems)
        # Until the token comes again, GitHub takes nothing in the text for a command.
        token = _hash(text)
        lines += [
            f"::notice::GitHub viser kun de {_GITHUB_SHOWS} første af hver slags. Se loggen.",
            "::group::Alle fejl og advarsler",
            f"::stop-commands::{token}", text, f"::{token}::", "::endgroup::",
        ]  # fmt: skip
    return "\n".join(lines)


def as_gitlab(problems: Sequence[Problem]) -> str:
    """GitLab's code quality report. Fingerprints hold when lines move, and are all different."""
    seen: Counter[str] = Counter()
    rows = []
    for p in problems:
        said = f"{p.file}:{p.rule}:{p.message}"
        seen[said] += 1
        example = f" Rigtigt: {p.example}" if p.example and "\n" not in p.example else ""
        rows.append(
            {
                "description": f"{p.said}{example}",
                "check_name": p.rule,
                "fingerprint": _hash(f"{said}:{seen[said]}"),
                "severity": "major" if p.severity == "error" else "minor",
                "location": {"path": p.file, "lines": {"begin": p.line}},
                "content": {"body": _whole(p)},
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
            "message": {"text": _whole(p)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(p), "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": p.line, "startColumn": p.column},
                    }
                }
            ],
        }
        for p in problems
    ]
    names = sorted({p.rule for p in problems})
    rules = [{"id": one, "shortDescription": {"text": _RULES.get(one, one)}} for one in names]
    driver = {"name": "samskabelse", "language": "da", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return _json({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _uri(problem: Problem) -> str:
    """The file, its bytes as they are where its name is no UTF-8."""
    return quote(problem.file, errors="surrogateescape")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def for_stream(text: str, form: str, stream: TextIO) -> str:
    """Text in a form that the stream can write: JSON in ASCII where it lacks signs for the rest."""
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        if form in _JSON_FORMS:
            return _NOT_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], text)
    return text


_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_JSON_FORMS = ("gitlab", "json", "sarif")
FORMATS: dict[str, Callable[[Sequence[Problem]], str]] = {
    "text": as_text,
    "github": as_github,
    "gitlab": as_gitlab,
    "json": as_json,
    "sarif": as_sarif,
}
