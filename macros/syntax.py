"""What the YAML reader cannot read, said so that an editor finds the cause.

The reader often gives up lines after the fault. So the lines around are looked at for the
commonest slips first; only then is what the reader said put into Danish.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from .decode import visible_text
from .excerpt import lines_of
from .problem import Problem

# What is said of the lines that git leaves where two have changed the same.
UNMERGED = "Her står to udgaver af samme tekst, som git ikke kunne flette."
CHOOSE = "Behold den rigtige, og slet den anden og linjerne med <<<<<<<, ======= og >>>>>>>."

# What word processors set before the points of a list.
BULLETS = "•·▪‣●○◦–—"

_REACH = 40  # lines looked back from where the reader gave up

_PAIR = re.compile(r"(\s*(?:- +)?)([A-Za-zÆØÅæøå_]\w*):[ \t]+(.*)")
_POINT = re.compile(r"(\s*)-[ \t]+(.*)")
_GLUED = re.compile(r"\s*(?:- +)?([A-Za-zÆØÅæøå_]\w*):(?!//)([^\s:].*)")
_GLUED_DASH = re.compile(r"\s*(-)([A-Za-zÆØÅæøå\"'\[{].*)")
_CONFLICT = re.compile(r"<{7}(?: |$)|={7}$|>{7}(?: |$)")
_FENCE = re.compile(r"\s*```")
_HARD_INDENT = re.compile(r"[ \t]*\u00a0|\s*(?:- +)?\w+:\u00a0")
_CURLY = re.compile(r"(?:[:\[{,-][ \t]*)([“”„‟‘’‚])")
_KEY_ALONE = re.compile(r"\s*(?:- +)?([\w-]+):\s*")
_BLOCK = re.compile(r"( *)(?:- +)?[\w-]+: *[|>][-+]?\s*")


class _Said(NamedTuple):
    """What is wrong, where, what to do, and what would be right."""

    line: int
    column: int
    message: str
    hint: str
    example: str = ""


@dataclass(frozen=True)
class _Fault:
    """Where the reader gave up (`line`, `column`), where what it was reading began, and why."""

    lines: list[str]
    said: str
    line: int
    column: int
    begun_line: int
    begun_column: int

    @property
    def text(self) -> str:
        """The line where the reader gave up."""
        return self.lines[self.line - 1] if self.line <= len(self.lines) else ""

    @property
    def begun(self) -> str:
        """The line where what it was reading began."""
        return self.lines[self.begun_line - 1] if self.begun_line <= len(self.lines) else ""

    def back(self) -> Iterator[tuple[int, str]]:
        """The lines from where the reader gave up, and upwards."""
        for number in range(min(self.line, len(self.lines)), max(0, self.line - _REACH), -1):
            yield number, self.lines[number - 1]


def syntax_problem(name: str, text: str, error: yaml.YAMLError) -> Problem:
    """A syntax error in plain Danish, placed at its likely cause."""
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None) or mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    begun_line, begun_column = (begun.line + 1, begun.column + 1) if begun else (line, column)
    said = f"{getattr(error, 'context', '')}: {getattr(error, 'problem', '') or error}"
    fault = _Fault(lines_of(text), said, line, column, begun_line, begun_column)
    told = next(filter(None, (look(fault) for look in _LOOKS)), None) or _reader(fault)
    return Problem(
        name, told.line, told.column, told.message, told.hint, "syntax", example=told.example
    )


# --- Slips that are seen in the lines -------------------------------------------------


def _pasted(fault: _Fault) -> _Said | None:
    """Marks that git or a chat program left in the file."""
    for number, line in enumerate(fault.lines, 1):
        if _CONFLICT.match(line):
            return _Said(number, 1, UNMERGED, CHOOSE, "title: Den rigtige udgave")
        if _FENCE.match(line):
            message = "Linjer med ``` hører ikke til i filen. De følger med, når man kopierer kode."
            return _Said(number, line.index("`") + 1, message, "Slet linjen.", "id: et-kort-navn")
    return None


def _tab(fault: _Fault) -> _Said | None:
    indent = fault.text[: len(fault.text) - len(fault.text.lstrip())]
    if "\t" not in indent:
        return None
    message = "Her står et tabulatortegn. YAML tillader kun mellemrum."
    spaces = indent.replace("\t", "  ")
    if not (_PAIR.match(fault.text) or _POINT.match(fault.text)):
        # More of a text stands right below what stands before it.
        before = next((line for _, line in list(fault.back())[1:] if line.strip()), "")
        further = 2 if _BLOCK.fullmatch(before) else 0
        spaces = " " * (len(before) - len(before.lstrip()) + further)
    example = f"{spaces}{visible_text(fault.text)}"
    return _Said(fault.line, indent.index("\t") + 1, message, "Erstat det med mellemrum.", example)


def _hard_space(fault: _Fault) -> _Said | None:
    """A non-breaking space, which looks like a space and is none."""
    for number, line in fault.back():
        if match := _HARD_INDENT.match(line):
            message = "Her står et hårdt mellemrum (fra en hjemmeside eller Word) som indrykning."
            if line[: match.end() - 1].strip():
                message = "Her står et hårdt mellemrum (fra en hjemmeside eller Word) efter kolon."
            hint = "Slet det, og tast et almindeligt mellemrum."
            return _Said(number, match.end(), message, hint, visible_text(line))
    return None


def _glued(fault: _Fault) -> _Said | None:
    """A colon or a dash without the space after it."""
    if "could not find expected ':'" not in fault.said and "mapping values" not in fault.said:
        return None
    for number, line in fault.back():
        if match := _GLUED.fullmatch(line):
            message = f"Der mangler et mellemrum efter kolon: »{match[1]}:«."
            example = f"{match[1]}: {visible_text(match[2])}"
            return _Said(number, match.start(2) + 1, message, "Sæt et mellemrum ind.", example)
        if match := _GLUED_DASH.fullmatch(line):
            message = "Der mangler et mellemrum efter bindestregen."
            example = f"- {visible_text(match[2])}"
            return _Said(number, match.start(2) + 1, message, "Sæt et mellemrum ind.", example)
        if _PAIR.match(line) and number < fault.line - 1:
            return None
    return None


def _curly(fault: _Fault) -> _Said | None:
    """Quotes from a word processor, which do not quote."""
    match = _CURLY.search(fault.text)
    if not match:
        return None
    message = f"Krøllede citationstegn ({match[1]}) virker ikke i YAML."
    example = _requoted(fault.text, "“”„‟‘’‚ ")
    return _Said(fault.line, match.start(1) + 1, message, 'Brug de lige: "…".', example)


def _colon_in_text(fault: _Fault) -> _Said | None:
    if "mapping values" not in fault.said:
        return None
    match = _PAIR.fullmatch(fault.text) or _POINT.fullmatch(fault.text)
    if not match or fault.column <= match.start(match.lastindex or 0):
        return None
    message = "Et kolon mere, end YAML kan læse, står inde i teksten."
    hint = "Sæt citationstegn om hele teksten."
    return _Said(fault.line, fault.column, message, hint, _requoted(fault.text))


def _too_far_in(fault: _Fault) -> _Said | None:
    if "mapping values" not in fault.said:
        return None
    column = len(fault.text) - len(fault.text.lstrip()) + 1
    message = "Linjen er rykket længere ind end den forrige, så den læses som en del af den."
    hint = "Ret den ind under den forrige nøgle."
    before = next((line for _, line in list(fault.back())[1:] if line.strip()), "")
    point = _POINT.fullmatch(before)
    if point and not _PAIR.match(before):
        message = "Et punkt, der er en tekst alene, kan ikke have felter under sig."
        hint = "Skriv »text:« foran teksten, og ret feltet ind under det."
        example = f"{point[1]}- text: {point[2]}\n{point[1]}  {visible_text(fault.text)}"
        return _Said(fault.line, column, message, hint, example)
    return _Said(fault.line, column, message, hint, _aligned(fault))


def _aligned(fault: _Fault) -> str:
    """The line before, and the line itself right below it."""
    before = next((line for _, line in list(fault.back())[1:] if line.strip()), "")
    point = _POINT.fullmatch(before)
    indent = len(before) - len(before.lstrip()) + (2 if point else 0)
    return f"{before.rstrip()}\n{' ' * indent}{visible_text(fault.text)}"


def _quote_within(fault: _Fault) -> _Said | None:
    """A text whose quotes end too early, or were opened lines above and never closed."""
    before = fault.text[: fault.column - 1].rstrip()
    if "did not find expected key" not in fault.said or not before.endswith(('"', "'")):
        return None
    sign = before[-1]
    for number, line in list(fault.back())[1:]:
        if line.count(sign) % 2 and re.search(rf"(?:: |- ){sign}", line):
            return _never_closed(number, line.index(sign) + 1, line)
    message = f"Citationstegnet {sign} slutter teksten her, men der står mere på linjen."
    hint = "Brug »…« inde i teksten, og hav kun citationstegn først og sidst."
    return _Said(fault.line, fault.column, message, hint, _requoted(fault.text, "\"' "))


def _never_closed(number: int, column: int, line: str) -> _Said:
    message = "Citationstegnet bliver aldrig lukket."
    hint = "Sæt det samme tegn sidst i teksten."
    return _Said(number, column, message, hint, _requoted(line, "\"' "))


def _bracket_first(fault: _Fault) -> _Said | None:
    """A text that begins with a Markdown link or a brace."""
    match = _PAIR.fullmatch(fault.text) or _POINT.fullmatch(fault.text)
    if "did not find expected key" not in fault.said or not match:
        return None
    value = match[match.lastindex or 0]
    if not value.startswith(("[", "{")):
        return None
    message = f"En tekst, der begynder med {value[0]}, læses som en liste eller blok."
    hint = "Sæt citationstegn om hele teksten."
    column = match.start(match.lastindex or 0) + 1
    return _Said(fault.line, column, message, hint, _requoted(fault.text))


def _left_open(fault: _Fault) -> _Said | None:
    """A bracket with nothing after it, right before what is no value."""
    if "expected node content" not in fault.said:
        return None
    for number, line in fault.back():
        bare = (line[: fault.column - 1] if number == fault.line else line).rstrip()
        if bare.endswith(("[", "{")):
            message = "Parentesen bliver aldrig lukket."
            hint = "Luk med ] eller }, eller sæt citationstegn om hele teksten."
            closed = f"{visible_text(bare)}{']' if bare[-1] == '[' else '}'}"
            return _Said(number, len(bare), message, hint, closed)
        if bare:
            return None
    return None


def _block_indent(fault: _Fault) -> _Said | None:
    """A long text after >- or | that is not further in than its key."""
    if "could not find expected ':'" not in fault.said:
        return None
    for number, line in list(fault.back())[1:]:
        if match := _BLOCK.fullmatch(line):
            loose = fault.begun_line if fault.begun_line > number else number + 1
            indent = len(match[1]) + 2
            text = visible_text(fault.lines[loose - 1])
            message = f"Teksten under »{line.strip()}« skal være rykket ind hele vejen."
            hint = "Begynd hver af dens linjer to mellemrum længere inde end nøglen."
            example = f"{line.rstrip()}\n{' ' * indent}{text}"
            column = len(fault.lines[loose - 1]) - len(fault.lines[loose - 1].lstrip()) + 1
            return _Said(loose, column, message, hint, example)
        if _PAIR.match(line):
            return None
    return None


def _no_colon(fault: _Fault) -> _Said | None:
    if "could not find expected ':'" not in fault.said:
        return None
    message = "Her mangler et kolon efter nøglen."
    hint = "Skriv »nøgle: værdi«, eller sæt citationstegn om en tekst over flere linjer."
    text = visible_text(fault.begun)
    if text[:1] in BULLETS:
        message = f"Punkter skal begynde med »- «, men her står »{text[0]}«."
        hint = "Skriv en bindestreg og et mellemrum i stedet."
        return _Said(fault.begun_line, fault.begun_column, message, hint, f"- {text[1:].strip()}")
    above = next((line for n, line in fault.back() if n < fault.begun_line and line.strip()), "")
    if key := _KEY_ALONE.fullmatch(above):
        message = f"Teksten hører til »{key[1]}:« på linjen før, men er ikke rykket ind."
        hint = "Skriv den på samme linje som nøglen, efter et mellemrum."
        return _Said(fault.begun_line, fault.begun_column, message, hint, f"{above.strip()} {text}")
    match = re.match(r"\s*(?:- +)?(\w+)\W+(.*)", fault.begun)
    example = f"{match[1]}: {visible_text(match[2])}" if match else "title: En titel"
    return _Said(fault.begun_line, fault.begun_column, message, hint, example)


def _missing_dash(fault: _Fault) -> _Said | None:
    """A new entry without its dash: a line with `id:` where a list was being read."""
    match = re.match(r"(\s*)(id):", fault.text)
    if "'-' indicator" not in fault.said or not match:
        return None
    message = "Her mangler en bindestreg foran »id:«, for her begynder en ny post."
    example = f"{' ' * (fault.begun_column - 1)}- {visible_text(fault.text)}"
    return _Said(fault.line, match.start(2) + 1, message, "Skriv »- id:«.", example)


def _dash_too_far_out(fault: _Fault) -> _Said | None:
    if "did not find expected key" not in fault.said or not fault.text.lstrip().startswith("- "):
        return None
    column = fault.text.index("-") + 1
    for _, line in list(fault.back())[1:]:
        if _POINT.fullmatch(line) and line.index("-") >= column:
            message = "Bindestregen står længere ude end listens andre."
            hint = f"Ret linjen ind, så »-« står under de andre, i kolonne {line.index('-') + 1}."
            example = f"{' ' * line.index('-')}{visible_text(fault.text)}"
            return _Said(fault.line, column, message, hint, example)
    return None


def _list_indent(fault: _Fault) -> _Said | None:
    if "'-' indicator" not in fault.said:
        return None
    column = len(fault.text) - len(fault.text.lstrip()) + 1
    dash = fault.begun_column
    if fault.text.lstrip().startswith("-"):
        message = "Indrykningen passer ikke med listen."
        hint = f"Ret linjen ind, så »-« står under de andre, i kolonne {dash}."
        indent = dash - 1
    else:
        message = "Indrykningen passer hverken med posten eller med listen."
        hint = f"Ret linjen ind under postens andre nøgler, i kolonne {dash + 2}."
        indent = dash + 1
    return _Said(fault.line, column, message, hint, f"{' ' * indent}{visible_text(fault.text)}")


_LOOKS: tuple[Callable[[_Fault], _Said | None], ...] = (
    _pasted,
    _tab,
    _hard_space,
    _glued,
    _curly,
    _colon_in_text,
    _too_far_in,
    _quote_within,
    _bracket_first,
    _left_open,
    _block_indent,
    _no_colon,
    _missing_dash,
    _dash_too_far_out,
    _list_indent,
)

# --- What the reader says, and what an editor needs to hear -------------------------------

_QUOTE_ALL = "Sæt citationstegn om hele teksten."
# A phrase of the reader, whether the place is where it began, the message and the hint.
_SAID: tuple[tuple[str, bool, str, str], ...] = (
    ("while scanning an alias", True, "En tekst må ikke begynde med *.", _QUOTE_ALL),
    ("while scanning an anchor", True, "En tekst må ikke begynde med &.", _QUOTE_ALL),
    ("cannot start any token", False, "En værdi må ikke begynde med dette tegn.", _QUOTE_ALL),
    ("expected comment or line break", True, "Her læses tegnet som begyndelsen på en lang tekst.",
     f"{_QUOTE_ALL} Eller lad teksten begynde på næste linje."),
    ("keys are not allowed", False, "En tekst må ikke begynde med ?.", _QUOTE_ALL),
    ("entries are not allowed", False, "En tekst må ikke begynde med en bindestreg.", _QUOTE_ALL),
    ("unexpected end of stream", True, "Citationstegnet bliver aldrig lukket.",
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


def _reader(fault: _Fault) -> _Said:
    """The reader's own words in Danish."""
    for phrase, at_start, message, hint in _SAID:
        if phrase in fault.said:
            line = fault.begun_line if at_start else fault.line
            column = fault.begun_column if at_start else fault.column
            whole = fault.lines[line - 1] if line <= len(fault.lines) else ""
            return _Said(line, column, message, hint, _mended(phrase, fault, whole))
    message = "Filen kan ikke læses som YAML herfra."
    hint = "Se efter indrykning, kolon og citationstegn i denne linje og den forrige."
    return _Said(fault.line, fault.column, message, hint, "title: En titel")


def _mended(phrase: str, fault: _Fault, line: str) -> str:
    """What would be right instead of a line."""
    if phrase == "did not find expected key":
        return _aligned(fault)
    if phrase == "did not find expected ',' or":
        return _closed(fault, line)
    fixed = {
        "expected node content": re.sub(r",\s*,", ",", line),
        "hexdecimal": line.replace("\\", "\\\\"),
        "unknown escape": line.replace("\\", "\\\\"),
        "<document start>": "title: En titel",
    }.get(phrase)
    if fixed:
        return visible_text(fixed)
    return _requoted(line, "\"' " if phrase == "unexpected end of stream" else "")


def _closed(fault: _Fault, line: str) -> str:
    """A line with its bracket closed, or an example when only a comma is missing."""
    if line.count("[") == line.count("]") and line.count("{") == line.count("}"):
        return "period: {start: 2011, end: 2018}"
    sign = "]" if fault.begun[fault.begun_column - 1 :].startswith("[") else "}"
    return f"{visible_text(line)}{sign}"


def _requoted(line: str, strip: str = "") -> str:
    """The line with straight quotes round its whole text; `strip` are signs that go."""
    match: Any = _PAIR.fullmatch(line.strip()) or _POINT.fullmatch(line.strip())
    if not match:
        return 'title: "Hele teksten: også det efter kolon"'
    at = match.start(match.lastindex)
    text = visible_text(match[match.lastindex]).strip(" ")
    if strip:  # quotes inside would end the text again
        text = (
            text
            if text.startswith('"') and not text.endswith('"') and text.count('"') == 2
            else text.strip(strip)
        )
        text = re.sub(r'"([^"]*)"', r"»\1«", text).replace('"', "")
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'{line.strip()[:at]}"{text}"'
