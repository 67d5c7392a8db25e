"""Danish as readers expect it: sorting, slugs, dates, numbers, lists, near misses."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MONTHS = [
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
]  # fmt: skip
_FOLD = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "u", "ß": "ss"})
# What stands in Danish order when sorted.
SortKey = tuple[tuple[int, ...], str]
# Foreign letters are filed as Danish ones, as Unicode's rules for Danish (CLDR) have it.
_FILED_AS = str.maketrans(
    {"ä": "æ", "ö": "ø", "œ": "oe", "ü": "y", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ł": "l"}
)
_ALPHABET = {letter: rank for rank, letter in enumerate("abcdefghijklmnopqrstuvwxyzæøå")}


def fold(text: str) -> str:
    """Lower case with æ, ø, å spelled out and other accents dropped."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_FOLD)
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=10_000)
def slug(text: str) -> str:
    """An ASCII slug: `Den økologiske å` gives `den-oekologiske-aa`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def heading_slug(text: str, separator: str = "-") -> str:
    """A heading's anchor, for Python-Markdown, whose own rule drops æ, ø and å."""
    return slug(text).replace("-", separator)


@lru_cache(maxsize=100_000)
def sort_key(text: str) -> SortKey:
    """Danish order: æ, ø, å after z, and aa filed as å (Dansk Sprognævn, § 2)."""
    lowered = unicodedata.normalize("NFC", text).lower().replace("aa", "å").translate(_FILED_AS)
    ranks = []
    for letter in lowered:
        accented = letter.isalpha() and letter not in _ALPHABET
        char = unicodedata.normalize("NFD", letter)[0] if accented else letter
        if char.isdigit():
            ranks.append(unicodedata.digit(char) + 1)
        elif char in _ALPHABET:
            ranks.append(_ALPHABET[char] + 100)
        elif char.isspace() or char == "-":
            ranks.append(0)
    return tuple(ranks), text


def date(value: str) -> str:
    """`2013-07-01` as "1. juli 2013"; a month or a year alone likewise."""
    parts = value.split("-")
    if len(parts) == 1:
        return parts[0]
    month = MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])}. {month} {parts[0]}"


def span(start: str, end: str) -> str:
    """From one to another: "2011–2018", and with room around the dash when either has words."""
    dash = " – " if " " in start + end else "–"
    return f"{start}{dash}{end}"


def ended(text: str) -> str:
    """A text that ends as a sentence does: with a full stop, unless it asks or exclaims."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def number(value: float) -> str:
    """A number with a dot between thousands and a decimal comma."""
    return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")


def join(items: Iterable[str], last: str = "og") -> str:
    """`a, b og c`."""
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def count(amount: int, one: str, many: str) -> str:
    """`1 case`, `2 cases`."""
    return f"{number(amount)} {one if amount == 1 else many}"


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The known word most like a mistyped one, whatever its case and spelling of æ, ø, å."""
    by_slug = {slug(word): word for word in known}
    typed = slug(wrong)
    matches = difflib.get_close_matches(typed, by_slug, n=1, cutoff=0.6)
    begun = [one for one in by_slug if len(typed) >= 3 and one.startswith(typed)]
    return by_slug[(matches or begun)[0]] if matches or begun else None


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A hint "Mente du »x«?", or nothing when no known word is near."""
    match = nearest(wrong, known)
    return f"Mente du »{match}«?" if match else ""
