"""Signs that look right, or like nothing, and are others: words with them are never found.

They come along from PDFs, web pages and Word, and most can be mended without a doubt.
"""

import re
import unicodedata
from collections.abc import Iterator

from .excerpt import excerpt
from .problem import Problem

MENDED = "unseen"  # the rule of those that can be mended
_LONGEST = 90  # signs of a line shown as it should be
_TOLD = 5  # lines told of; a text from a PDF has such signs in each
# Those that show nothing. Joiners do, between emoji and in other alphabets than ours.
_NOTHING = (
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u3164\ufeff\uffa0\ufff9-\ufffc]"
    "|[\U000e0000-\U000e0fff]"
    "|(?<![\u0600-\u0fff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
# A letter apart from what is over it, as in PDFs and file names from a Mac.
_APART = "[^\\W\\d_][\u0300-\u036f]+"
_LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
# What was there cannot be told: a letter that is lost, and signs that one font alone has.
_LOST, _OF_A_FONT = "\N{REPLACEMENT CHARACTER}", "[\ue000-\uf8ff]"
_MENDABLE = re.compile(f"(?P<nothing>{_NOTHING})|{_APART}|[{_LIGATURES}]")
_ODD = re.compile(f"{_MENDABLE.pattern}|{_LOST}|{_OF_A_FONT}")
_GONE = {_LOST: "…"}
_PRINTED = f"{_LIGATURES}{_LOST}\ufffc"  # those that Python takes for letters or symbols


def mended(text: str) -> str:
    """A text with what is surely meant in place of such signs."""
    return _MENDABLE.sub(_meant, text) if _may_be_odd(text) else text


def problems(name: str, text: str) -> Iterator[Problem]:
    """What is wrong with such signs in a file: the first of a line, for some lines."""
    told = 0
    for number, line in enumerate(text.split("\n"), 1) if _may_be_odd(text) else ():
        odd = next((one for one in _ODD.finditer(line) if _meant(one) != one[0]), None)
        if odd and told < _TOLD:
            told += 1
            source, caret = excerpt(line, odd.start() + 1)
            message, way_out = _said(odd)
            rule = MENDED if _MENDABLE.match(odd[0]) else "encoding"
            if name.endswith(".yaml") and rule == MENDED:
                way_out = f"Kør »samskabelse fix«, eller {way_out[0].lower()}{way_out[1:]}"
            right = _ODD.sub(lambda one: _meant(one) or _GONE.get(one[0], ""), line).strip()
            yield Problem(
                name, number, odd.start() + 1, message, way_out, rule,
                example=right if len(right) <= _LONGEST else f"{right[: _LONGEST - 1]}…",
                source=source, caret=caret,
            )  # fmt: skip


def _may_be_odd(text: str) -> bool:
    """Whether a text has to be looked through, which takes longer."""
    printed = text.replace("\n", "").isprintable() and not any(one in text for one in _PRINTED)
    return not (printed and unicodedata.is_normalized("NFC", text))


def _meant(odd: re.Match[str]) -> str:
    """What is meant by such a sign; nothing where that cannot be told."""
    if odd["nothing"] or not _MENDABLE.match(odd[0]):
        return ""
    return unicodedata.normalize("NFKC" if odd[0] in _LIGATURES else "NFC", odd[0])


def _said(odd: re.Match[str]) -> tuple[str, str]:
    """What must hold, and what to do."""
    code = f"U+{ord(odd[0][0]):04X} {unicodedata.name(odd[0][0], '')}".strip()
    if odd["nothing"]:
        return (
            f"Teksten må ikke indeholde usynlige tegn, men her er {code}.",
            "Slet tegnet. Ellers finder søgningen ikke ordet.",
        )
    if odd[0] == _LOST:
        return (
            f"Her står »{_LOST}«, fordi et bogstav er gået tabt.",
            "Skriv det rigtige bogstav. Se efter i den oprindelige tekst.",
        )
    if not _MENDABLE.match(odd[0]):
        return (
            f"Her står et tegn, som kun findes i én skrifttype ({code}).",
            "Slet det, eller skriv et almindeligt tegn i stedet.",
        )
    return (
        f"»{_meant(odd)}« skal skrives med almindelige bogstaver, men her er {code}"
        + ("." if odd[0] in _LIGATURES else " og det, der står over det, hver for sig."),
        "Skriv det igen. Ellers finder søgningen ikke ordet.",
    )
