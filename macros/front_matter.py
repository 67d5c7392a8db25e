"""What a page by hand says of itself before its text, between two lines with ---."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from .excerpt import blank, place_of
from .problem import Problem
from .read import Mark, Marks, read_yaml

_BETWEEN = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
# What is a text on the page, and what names files of the site's.
_TEXTS = ("menu", "title", "description", "first", "ahead")
_LISTS = ("scripts", "styles")
_FLAGS = ("noindex", "unsearched", "overview", "backstage", "leads_on", "render_macros")
_KNOWN = (*_TEXTS, *_LISTS, *_FLAGS)
# What people call them in Danish.
_MEANT = {"titel": "title", "beskrivelse": "description", "script": "scripts", "style": "styles"}
_FILES = {"scripts": ".js", "first": ".js", "styles": ".css"}


def front_matter(source: Path) -> dict[str, Any]:
    """What a page says of itself."""
    return said_in(source.read_text("utf-8-sig"))


def said_in(text: str) -> dict[str, Any]:
    """What a page's text says of the page."""
    found = _BETWEEN.match(text)
    try:
        said = yaml.safe_load(found[1]) if found else None
    except yaml.YAMLError:
        said = None
    return said if isinstance(said, dict) else {}


def named_files(name: str, text: str) -> Iterator[tuple[Mark, str, str]]:
    """The files of the site's that a page names: where, by which name, and with which ending."""
    between, marks = _BETWEEN.match(text), Marks()
    said = read_yaml(name, f"\n{between[1]}", [], marks) if between else None
    if not isinstance(said, dict):
        return
    for key, ending in _FILES.items():
        value = said.get(key)
        several = enumerate(value) if isinstance(value, list) else ()
        for trail, one in [((key,), value), *(((key, at), one) for at, one in several)]:
            if isinstance(one, str | int) and trail in marks.values:
                yield marks.values[trail][0], str(one), ending


def blanked(text: str) -> str:
    """A page's text with nothing but spaces where it speaks of itself."""
    found = _BETWEEN.match(text)
    return blank(found) + text[found.end() :] if found else text


def problems(name: str, text: str) -> list[Problem]:
    """What is wrong with what a page says of itself; an engine would show it as text, or not."""
    text = text.replace("\r\n", "\n")
    between = _BETWEEN.match(text)
    if not between:
        return [*_out_of_place(name, text)]
    found: list[Problem] = []
    marks = Marks()
    # The empty line stands for the first ---, so that lines count as in the file.
    said = read_yaml(name, f"\n{between[1]}", found, marks)
    if found:
        return found
    if not isinstance(said, dict):
        message = "Mellem de to linjer med --- skal der stå felter."
        hint = "Skriv »felt: værdi« på hver linje, eller slet begge linjer med ---."
        return [Problem(name, 2, 1, message, hint, "syntax", example="menu: Titel")]
    for key, value in said.items():
        right = isinstance(value, list) if key in _LISTS else isinstance(value, str | int)
        start, _ = marks.values.get((key,), (Mark(2, 1), None))
        if (meant := _MEANT.get(str(key).lower(), str(key).lower())) != key and meant in _KNOWN:
            place = marks.keys.get((key,), Mark(2, 1))
            found.append(_misnamed(name, str(key), meant, place))
        if key in (*_TEXTS, *_LISTS) and (not right or isinstance(value, bool)):
            found.append(_misshapen(name, key, start))
        elif key in _TEXTS and ("{{" in str(value) or "{%" in str(value)):
            found.append(_with_macros(name, key, start))
        elif key in _FLAGS and not isinstance(value, bool):
            found.append(_no_flag(name, key, start))
    return found


def _out_of_place(name: str, text: str) -> Iterator[Problem]:
    """What looks as if a page said it of itself, and is not read so, or is and should not be."""
    right = "---\nmenu: Titel\n---"
    if late := re.match(r"\s*\n(---[ \t]*\n\w+:)", text):
        line, _ = place_of(text, late.start(1))
        message = (
            "Det, siden siger om sig selv mellem to linjer med ---, skal stå allerførst i filen."
        )
        hint = "Slet de tomme linjer over det."
        yield Problem(name, line, 1, message, hint, "files", example=right)
    elif re.match(r"---[ \t]*\n\w+:", text):
        message = "Under det, siden siger om sig selv, mangler den anden linje med ---."
        yield Problem(name, 1, 1, message, "Skriv den.", "files", example=right)
    elif first := re.match(r" {0,3}([A-Za-z0-9_-]+):", text):  # so MkDocs reads it as well
        message = (
            f"Den første linje bliver ikke vist: »{first[1]}:« læses som et felt om siden selv."
        )
        hint = "Begynd siden med en overskrift eller en tom linje."
        yield Problem(
            name, 1, 1, message, hint, "files", example=f"# Titel\n\n{first[0].strip()} …"
        )


def _misnamed(name: str, key: str, meant: str, at: Mark) -> Problem:
    message, hint = f"»{key}« bruges ikke til noget.", f"Mente du »{meant}«?"
    return Problem(name, at.line, at.column, message, hint, "unknown", "warning", f"{meant}: …")


def _with_macros(name: str, key: str, at: Mark) -> Problem:
    message, hint = f"»{key}« skal være en tekst uden makroer.", "Skriv det, der skal stå."
    return Problem(name, at.line, at.column, message, hint, "macro", example=f'{key}: "Titel"')


def _no_flag(name: str, key: str, at: Mark) -> Problem:
    """Any word would be taken for a yes."""
    message, hint = f"»{key}« skal være true eller false.", "Skriv true for ja, eller slet linjen."
    return Problem(name, at.line, at.column, message, hint, "type", example=f"{key}: true")


def _misshapen(name: str, key: str, at: Mark) -> Problem:
    if key in _LISTS:
        message, hint = f"»{key}« skal være en liste.", "Sæt kantede parenteser om."
        right = f"{key}: [navn]"
    else:
        message, hint = f"»{key}« skal være en tekst.", "Skriv den i citationstegn."
        right = f'{key}: "Titel"'
    return Problem(name, at.line, at.column, message, hint, "type", example=right)
