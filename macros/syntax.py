"""What the YAML reader cannot read, said so that an editor finds the cause.

The reader often gives up lines after the fault. So the lines around are looked at for the
commonest slips first; only then is what the reader said put into Danish.
"""

import re

import yaml

from .decode import visible_text
from .excerpt import lines_of
from .problem import Problem
from .slips import Fault, Said, aligned, requoted, slip_in

_NO_START, _NO_END = "cannot start any token", "unexpected end of stream"
_QUOTE_ALL = "Sæt citationstegn om hele teksten."
_STAR = re.compile(r"( *)\* +")  # what other programs begin a point with
# A phrase of the reader, whether the place is where it began, the message and the hint.
_SAID: tuple[tuple[str, bool, str, str], ...] = (
    ("while scanning an alias", True, "En tekst må ikke begynde med *.", _QUOTE_ALL),
    ("while scanning an anchor", True, "En tekst må ikke begynde med &.", _QUOTE_ALL),
    (_NO_START, False, "En værdi må ikke begynde med dette tegn.", _QUOTE_ALL),
    ("expected comment or line break", True, "Her læses tegnet som begyndelsen på en lang tekst.",
     f"{_QUOTE_ALL} Eller lad teksten begynde på næste linje."),
    ("keys are not allowed", False, "En tekst må ikke begynde med ?.", _QUOTE_ALL),
    ("entries are not allowed", False, "En tekst må ikke begynde med en bindestreg.", _QUOTE_ALL),
    (_NO_END, True, "Citationstegnet bliver aldrig lukket.",
     "Sæt det samme tegn sidst i teksten."),
    ("did not find expected ',' or", True, "Parentesen bliver aldrig lukket rigtigt.",
     "Sæt komma mellem værdierne, og luk med ] eller }."),
    ("expected node content", False, "Her står et komma for meget.", "Slet det ene."),
    ("<document start>", False, "Der må ikke stå noget efter linjen »...«.", "Slet »...«."),
    ("hexdecimal", True, 'En omvendt skråstreg (\\) har en særlig betydning i "…".',
     "Skriv den to gange, eller brug almindelige skråstreger."),
    ("unknown escape", True, 'En omvendt skråstreg (\\) har en særlig betydning i "…".',
     "Skriv den to gange, eller brug almindelige skråstreger."),
    ("did not find expected key", False, "Indrykningen passer ikke med linjerne før.",
     "Ret linjen ind under den nøgle eller bindestreg, den hører sammen med."),
)  # fmt: skip


def syntax_problem(name: str, text: str, error: yaml.YAMLError) -> Problem:
    """A syntax error in plain Danish, placed at its likely cause."""
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None) or mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    begun_line, begun_column = (begun.line + 1, begun.column + 1) if begun else (line, column)
    said = f"{getattr(error, 'context', '')}: {getattr(error, 'problem', '') or error}"
    fault = Fault(lines_of(text), said, line, column, begun_line, begun_column)
    told = slip_in(fault) or _reader(fault)
    return Problem(
        name, told.line, told.column, told.message, told.hint, "syntax", example=told.example
    )


def _reader(fault: Fault) -> Said:
    """The reader's own words in Danish."""
    if "while scanning an alias" in fault.said and (point := _STAR.match(fault.begun)):
        message = "Punkter skal begynde med »- «, men her står »*«."
        hint = "Skriv en bindestreg og et mellemrum i stedet."
        right = f"{point[1]}- {visible_text(fault.begun[point.end() :])}"
        return Said(fault.begun_line, len(point[1]) + 1, message, hint, right)
    for phrase, at_start, message, hint in _SAID:
        if phrase in fault.said:
            line = fault.begun_line if at_start else fault.line
            column = fault.begun_column if at_start else fault.column
            whole = fault.lines[line - 1] if line <= len(fault.lines) else ""
            return Said(line, column, message, hint, _mended(phrase, fault, whole))
    message = "Filen kan ikke læses som YAML herfra."
    hint = "Se efter indrykning, kolon og citationstegn i denne linje og den forrige."
    return Said(fault.line, fault.column, message, hint, "title: En titel")


def _mended(phrase: str, fault: Fault, line: str) -> str:
    """What would be right instead of a line."""
    if phrase == "did not find expected key":
        return aligned(fault)
    if phrase == "did not find expected ',' or":
        return _closed(fault, line)
    if phrase == _NO_END and re.search(r": +[\[{]", line) and line.rstrip().endswith(("]", "}")):
        sign, bare = line[fault.begun_column - 1 : fault.begun_column], line.rstrip()
        return visible_text(f"{bare[:-1]}{sign}{bare[-1]}")
    if phrase == _NO_START and re.search(r": +[\[{]|^ *- +[\[{]", line[: fault.column - 1]):
        before, after = line[: fault.column - 1], line[fault.column - 1 :]
        value = re.split(r"[,\]}]", after)[0].rstrip()
        quoted = requoted(f"- {value}").removeprefix("- ")
        return visible_text(f"{before}{quoted}{after[len(value) :]}".strip())
    fixed = {
        "expected node content": re.sub(r",\s*,", ",", line),
        "hexdecimal": line.replace("\\", "\\\\"),
        "unknown escape": line.replace("\\", "\\\\"),
        "<document start>": "title: En titel",
    }.get(phrase)
    if fixed:
        return visible_text(fixed)
    return requoted(line, "\"' " if phrase == _NO_END else "")


def _closed(fault: Fault, line: str) -> str:
    """A line with its bracket closed, or an example when only a comma is missing."""
    if line.count("[") == line.count("]") and line.count("{") == line.count("}"):
        return "period: {start: 2011, end: 2018}"
    sign = "]" if fault.begun[fault.begun_column - 1 :].startswith("[") else "}"
    return f"{visible_text(line)}{sign}"
