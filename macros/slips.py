"""The commonest slips in YAML, found in the lines around where its reader gave up."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from .decode import visible_text

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
# A line of a text, and no field that lacks its colon.
_PROSE = re.compile(r"[A-ZÆØÅ»].*|.*[.!?,]")
_CONFLICT = re.compile(r"<{7}(?: |$)|={7}$|>{7}(?: |$)")
_FENCE = re.compile(r"\s*```")
_HARD_INDENT = re.compile(r"[ \t]*\u00a0|\s*(?:- +)?\w+:\u00a0")
_CURLY = re.compile(r"(?:[:\[{,-][ \t]*)([“”„‟‘’‚])")
_ADDRESS = re.compile(r"https?://[^\s()\[\]]+")
_KEY_ALONE = re.compile(r"\s*(?:- +)?([\w-]+):\s*")
_BLOCK = re.compile(r"( *)(?:- +)?[\w-]+: *[|>][-+]?\s*")


class Said(NamedTuple):
    """What is wrong, where, what to do, and what would be right."""

    line: int
    column: int
    message: str
    hint: str
    example: str = ""


@dataclass(frozen=True)
class Fault:
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


def _pasted(fault: Fault) -> Said | None:
    """Marks that git or a chat program left in the file."""
    for number, line in enumerate(fault.lines, 1):
        if _CONFLICT.match(line):
            return Said(number, 1, UNMERGED, CHOOSE, "title: Den rigtige udgave")
        if _FENCE.match(line):
            message = "Linjer med ``` hører ikke til i filen. De følger med, når man kopierer kode."
            return Said(number, line.index("`") + 1, message, "Slet linjen.", "id: et-kort-navn")
    return None


def _tab(fault: Fault) -> Said | None:
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
    return Said(fault.line, indent.index("\t") + 1, message, "Erstat det med mellemrum.", example)


def _hard_space(fault: Fault) -> Said | None:
    """A non-breaking space, which looks like a space and is none."""
    for number, line in fault.back():
        if match := _HARD_INDENT.match(line):
            message = "Her står et hårdt mellemrum (fra en hjemmeside eller Word) som indrykning."
            if line[: match.end() - 1].strip():
                message = "Her står et hårdt mellemrum (fra en hjemmeside eller Word) efter kolon."
            hint = "Slet det, og tast et almindeligt mellemrum."
            return Said(number, match.end(), message, hint, visible_text(line))
    return None


def _glued(fault: Fault) -> Said | None:
    """A colon or a dash without the space after it."""
    if "could not find expected ':'" not in fault.said and "mapping values" not in fault.said:
        return None
    for number, line in fault.back():
        if match := _GLUED.fullmatch(line):
            message = f"Der mangler et mellemrum efter kolon: »{match[1]}:«."
            example = f"{match[1]}: {visible_text(match[2])}"
            return Said(number, match.start(2) + 1, message, "Sæt et mellemrum ind.", example)
        if match := _GLUED_DASH.fullmatch(line):
            message = "Der mangler et mellemrum efter bindestregen."
            example = f"- {visible_text(match[2])}"
            return Said(number, match.start(2) + 1, message, "Sæt et mellemrum ind.", example)
        if _PAIR.match(line) and number < fault.line - 1:
            return None
    return None


def _curly(fault: Fault) -> Said | None:
    """Quotes from a word processor, which do not quote."""
    match = _CURLY.search(fault.text)
    if not match:
        return None
    message = f"Krøllede citationstegn ({match[1]}) virker ikke i YAML."
    example = requoted(fault.text, "“”„‟‘’‚ ")
    return Said(fault.line, match.start(1) + 1, message, 'Brug de lige: "…".', example)


def _colon_in_text(fault: Fault) -> Said | None:
    if "mapping values" not in fault.said:
        return None
    match = _PAIR.fullmatch(fault.text) or _POINT.fullmatch(fault.text)
    if not match or fault.column <= match.start(match.lastindex or 0):
        return None
    message = "Et kolon mere, end YAML kan læse, står inde i teksten."
    hint = "Sæt citationstegn om hele teksten."
    return Said(fault.line, fault.column, message, hint, requoted(fault.text))


def _too_far_in(fault: Fault) -> Said | None:
    if "mapping values" not in fault.said:
        return None
    column = len(fault.text) - len(fault.text.lstrip()) + 1
    message = "Linjen er rykket længere ind end den forrige, så den læses som en del af den."
    hint = "Ret den ind under den forrige nøgle."
    before = next((line for _, line in list(fault.back())[1:] if line.strip()), "")
    point = _POINT.fullmatch(before)
    if (pair := _PAIR.fullmatch(before)) and " " in fault.text.strip().split(":")[0]:
        message = "Et kolon mere, end YAML kan læse, står inde i teksten."
        hint = f"Skriv »{pair[2]}: |-«, og hele teksten under det, to mellemrum længere inde."
        inner = " " * (pair.start(2) + 2)
        right = f"{pair[1]}{pair[2]}: |-\n{inner}{pair[3]}\n{inner}{visible_text(fault.text)}"
        return Said(fault.line, column, message, hint, right)
    if point and not _PAIR.match(before):
        message = "Et punkt, der er en tekst alene, kan ikke have felter under sig."
        hint = "Skriv »text:« foran teksten, og ret feltet ind under det."
        example = f"{point[1]}- text: {point[2]}\n{point[1]}  {visible_text(fault.text)}"
        return Said(fault.line, column, message, hint, example)
    return Said(fault.line, column, message, hint, aligned(fault))


def aligned(fault: Fault) -> str:
    """The line before, and the line itself right below it."""
    before = next((line for _, line in list(fault.back())[1:] if line.strip()), "")
    point = _POINT.fullmatch(before)
    indent = len(before) - len(before.lstrip()) + (2 if point else 0)
    return f"{before.rstrip()}\n{' ' * indent}{visible_text(fault.text)}"


def _quote_within(fault: Fault) -> Said | None:
    """A text whose quotes end too early, or were opened lines above and never closed."""
    before = fault.text[: fault.column - 1].rstrip()
    if "did not find expected key" not in fault.said or not before.endswith(('"', "'")):
        return None
    sign = before[-1]
    for number, line in list(fault.back())[1:]:
        if line.count(sign) % 2 and re.search(rf"(?:: |- ){sign}", line):
            return _never_closed(number, line.index(sign) + 1, line)
    if fault.text.rstrip() == f"{before},":
        message = "Efter teksten står et komma, som ikke hører til."
        example = visible_text(fault.text).rstrip(",")
        return Said(fault.line, fault.column, message, "Slet kommaet sidst på linjen.", example)
    message = f"Citationstegnet {sign} slutter teksten her, men der står mere på linjen."
    hint = "Brug »…« inde i teksten, og hav kun citationstegn først og sidst."
    return Said(fault.line, fault.column, message, hint, requoted(fault.text, "\"' "))


def _comma_after(fault: Fault) -> Said | None:
    """A comma after a list or a block, as in JSON."""
    right, after = fault.text[: fault.column - 1].strip(), fault.text[fault.column - 1 :].strip()
    if after != "," or not right.endswith(("]", "}")):
        return None
    message = f"Efter {right[-1]} står et komma, som ikke hører til."
    hint = "Slet kommaet sidst på linjen."
    return Said(fault.line, fault.column, message, hint, visible_text(right))


def _never_closed(number: int, column: int, line: str) -> Said:
    message = "Citationstegnet bliver aldrig lukket."
    hint = "Sæt det samme tegn sidst i teksten."
    return Said(number, column, message, hint, requoted(line, "\"' "))


def _bracket_first(fault: Fault) -> Said | None:
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
    address = _ADDRESS.search(value)
    if address and fault.text.lstrip(" -").startswith("url:"):
        right = f"url: {address[0]}"
        return Said(fault.line, column, message, "Skriv kun adressen.", right)
    return Said(fault.line, column, message, hint, requoted(fault.text))


def _left_open(fault: Fault) -> Said | None:
    """A bracket with nothing after it, right before what is no value."""
    if "expected node content" not in fault.said:
        return None
    for number, line in fault.back():
        bare = (line[: fault.column - 1] if number == fault.line else line).rstrip()
        if bare.endswith(("[", "{")):
            message = "Parentesen bliver aldrig lukket."
            hint = "Luk med ] eller }, eller sæt citationstegn om hele teksten."
            closed = f"{visible_text(bare)}{']' if bare[-1] == '[' else '}'}"
            return Said(number, len(bare), message, hint, closed)
        if bare:
            return None
    return None


def _block_indent(fault: Fault) -> Said | None:
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
            return Said(loose, column, message, hint, example)
        if _PAIR.match(line):
            return None
    return None


def _not_further_in(fault: Fault) -> Said | None:
    """More of a text, on a line that is not further in than its key."""
    text = fault.begun.strip()
    if "could not find expected ':'" not in fault.said or not _PROSE.fullmatch(text):
        return None
    above = next((line for n, line in fault.back() if n < fault.begun_line and line.strip()), "")
    match = _PAIR.fullmatch(above)
    if not match or match[3].startswith(("|", ">", '"', "'", "[", "{")):
        return None
    message = f"Linjen hører til teksten efter »{match[2]}:«, men er ikke rykket ind."
    hint = "Begynd den to mellemrum længere inde end nøglen."
    indent = " " * (match.start(2) + 2)
    example = f"{above.rstrip()}\n{indent}{visible_text(text)}"
    return Said(fault.begun_line, fault.begun_column, message, hint, example)


def _no_colon(fault: Fault) -> Said | None:
    if "could not find expected ':'" not in fault.said:
        return None
    message = "Her mangler et kolon efter nøglen."
    hint = "Skriv »nøgle: værdi«, eller sæt citationstegn om en tekst over flere linjer."
    text = visible_text(fault.begun)
    if text[:1] in BULLETS:
        message = f"Punkter skal begynde med »- «, men her står »{text[0]}«."
        hint = "Skriv en bindestreg og et mellemrum i stedet."
        return Said(fault.begun_line, fault.begun_column, message, hint, f"- {text[1:].strip()}")
    above = next((line for n, line in fault.back() if n < fault.begun_line and line.strip()), "")
    if key := _KEY_ALONE.fullmatch(above):
        message = f"Teksten hører til »{key[1]}:« på linjen før, men er ikke rykket ind."
        hint = "Skriv den på samme linje som nøglen, efter et mellemrum."
        return Said(fault.begun_line, fault.begun_column, message, hint, f"{above.strip()} {text}")
    match = re.match(r"\s*(?:- +)?(\w+)\W+(.*)", fault.begun)
    example = f"{match[1]}: {visible_text(match[2])}" if match else "title: En titel"
    return Said(fault.begun_line, fault.begun_column, message, hint, example)


def _dash_after_key(fault: Fault) -> Said | None:
    """A sign for nothing, or a point of a list, on the line of its key."""
    match = _PAIR.fullmatch(fault.text.rstrip())
    if "are not allowed" not in fault.said or not match or fault.column <= match.start(3):
        return None
    if match[3] in ("-", "?"):
        message = f"»{match[3]}« alene læses som begyndelsen på noget andet."
        example = f"{match[2]}: null"
        return Said(fault.line, fault.column, message, "Ved I det ikke, så skriv null.", example)
    if not match[3].startswith("- "):
        return None
    message = "En tekst må ikke begynde med en bindestreg."
    hint = "Er det et punkt i en liste, så skriv det på næste linje. Ellers sæt citationstegn om."
    point = f"{match[2]}:\n  {visible_text(match[3])}"
    example = f"{point}\n# eller, når det er en tekst:\n{requoted(fault.text)}"
    return Said(fault.line, fault.column, message, hint, example)


def _missing_dash(fault: Fault) -> Said | None:
    """A new entry without its dash: a line with `id:` where a list was being read."""
    match = re.match(r"(\s*)(id):", fault.text)
    if "'-' indicator" not in fault.said or not match:
        return None
    message = "Her mangler en bindestreg foran »id:«, for her begynder en ny post."
    example = f"{' ' * (fault.begun_column - 1)}- {visible_text(fault.text)}"
    return Said(fault.line, match.start(2) + 1, message, "Skriv »- id:«.", example)


def _dash_too_far_out(fault: Fault) -> Said | None:
    if "did not find expected key" not in fault.said or not fault.text.lstrip().startswith("- "):
        return None
    column = fault.text.index("-") + 1
    for _, line in list(fault.back())[1:]:
        if _POINT.fullmatch(line) and line.index("-") >= column:
            message = "Bindestregen står længere ude end listens andre."
            hint = f"Ret linjen ind, så »-« står under de andre, i kolonne {line.index('-') + 1}."
            example = f"{' ' * line.index('-')}{visible_text(fault.text)}"
            return Said(fault.line, column, message, hint, example)
    return None


def _list_indent(fault: Fault) -> Said | None:
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
    return Said(fault.line, column, message, hint, f"{' ' * indent}{visible_text(fault.text)}")


_SLIPS: tuple[Callable[[Fault], Said | None], ...] = (
    _pasted,
    _tab,
    _hard_space,
    _glued,
    _curly,
    _colon_in_text,
    _too_far_in,
    _quote_within,
    _comma_after,
    _bracket_first,
    _left_open,
    _block_indent,
    _dash_after_key,
    _not_further_in,
    _no_colon,
    _missing_dash,
    _dash_too_far_out,
    _list_indent,
)


def requoted(line: str, strip: str = "") -> str:
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


def slip_in(fault: Fault) -> Said | None:
    """The slip that made the reader give up, if it is one of these."""
    return next(filter(None, (look(fault) for look in _SLIPS)), None)
