"""Personal data: CPR numbers, telephone numbers and private e-mail addresses are refused.

Git keeps what is deleted, so they must be caught before they come in. The text of a file is
searched as it stands, comments included; addresses on the web are left alone.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

from .problem import Problem, Severity

# One cheap search first: digits enough for a number, or an e-mail's sign.
_MAYBE = re.compile(r"\d(?:[ \u00a0.-]?\d){7}|@")
_CPR = re.compile(r"(?<![\w./=?&%#+@-])(\d\d)(\d\d)(\d\d)[- \u00a0]?\d{4}(?![\w@/-]|[.,]\d)")
_GAP = r"[ \u00a0.-]"
_ABROAD = re.compile(rf"(?<![\w/=?&%#-])(?:\+|00)45{_GAP}?\d(?:{_GAP}?\d){{7}}(?![\w/]|{_GAP}\d)")
_GROUPED = re.compile(
    r"(?<![\w./=?&%#+@-])(?<!\d[ \u00a0-])"
    r"(?:[2-9]\d(?:([ \u00a0-])\d\d)(?:\1\d\d){2}|[2-9]\d{3}[ \u00a0]\d{4})"
    r"(?![\w/@-]|[.,]\d|[ \u00a0]\d)"
)
_BARE = re.compile(r"(?<![\w./=?&%#+@-])[2-9]\d{7}(?![\w/@-]|[.,]\d)")
_YEARS = re.compile(r"(?:1[89]|20)\d\d[ \u00a0](?:1[89]|20)\d\d")
_EMAIL = re.compile(r"(?<![\w.+-])([\w+-]+(?:\.[\w+-]+)*)@([\w-]+(?:\.[\w-]+)+)")
# Words before a number that tell what it is.
_CALL = re.compile(r"(?i)\b(?:tlf|telefon|mobil|mob|ring|sms|tel)[\w.]*[ :]*(?:på |til )?$")
_OTHER_NUMBER = re.compile(
    r"(?i)\b(?:(?:isbn|issn|ean|gln|doi|cvr)[\w-]*"
    r"|(?:cvr|se|p|konto|reg|sags?|journal|j|løbe)[.-]{0,2} ?(?:nr|nummer))[.: ]*$"
)
_WEB = re.compile(r"(?i)(?:https?://|www\.|urn:|tel:|doi[:.])\S*$")
_ADDRESS = re.compile(r"https?://\S*$")
BEFORE = 60  # characters before a number that may tell what it is

# Anyone can have an address here, so it belongs to a person.
_FREE = re.compile(
    r"(?i)(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|proton"
    r"|protonmail|pm|fastmail|zoho|tutanota|mail|email|jubii|ofir|sol|youmail|stofanet|tdcadsl"
    r"|webspeed|get2net|post\.tele|mail\.tele|privat|newmail|city|vip\.cybercity|fiberpost"
    r"|energimail)\.(?:com|dk|net|org|me|no|se|de|co\.uk)"
)
# Addresses that stand for nobody.
_NOBODY = re.compile(r"(?i)(?:.*\.)?(?:example|eksempel)\.(?:com|org|net|dk)")
_NAME = re.compile(r"[^\W\d_]{2,}(?:[._-][^\W\d_]+)*[._-][^\W\d_]{2,}")
# Words in addresses that an office has, not a person.
OFFICE = {
    "info", "kontakt", "post", "mail", "borger", "borgere", "service", "kommune", "kommunen",
    "sekretariat", "sekretariatet", "frivillig", "frivillige", "center", "centret", "hus", "huset",
    "team", "projekt", "redaktion", "redaktionen", "presse", "direktion", "raad", "forening",
    "samskabelse", "bibliotek", "kultur", "by", "land", "og", "sikker", "digital", "hoering",
    "udvikling", "demokrati", "admin", "support", "webmaster", "noreply", "no", "reply", "the",
    "dpo", "databeskyttelse", "tilgaengelighed", "skole", "social", "sundhed", "klima", "miljoe",
}  # fmt: skip
# The same for the browser, by the names it uses.
PATTERNS = {
    "cpr": _CPR, "abroad": _ABROAD, "grouped": _GROUPED, "bare": _BARE, "years": _YEARS,
    "email": _EMAIL, "call": _CALL, "otherNumber": _OTHER_NUMBER, "web": _WEB,
    "inAddress": _ADDRESS, "free": _FREE, "nobody": _NOBODY, "name": _NAME,
}  # fmt: skip

_GENERAL = "text: Skriv til info@eksempel.dk."
_MOST = 100  # told of one file; a pasted list of members has no end
_WHY = "Git gemmer alt, også det, der slettes senere."


class _Found(NamedTuple):
    start: int
    end: int
    message: str
    hint: str
    example: str
    severity: Severity = "error"


def personal_data(name: str, text: str) -> Iterator[Problem]:
    """The personal data in a file's text."""
    told, line = 0, 1
    for one in _find(text)[:_MOST]:
        if one.start < told:
            continue
        line += text.count("\n", told, one.start)
        told = one.end
        column = one.start - text.rfind("\n", 0, one.start)
        yield Problem(
            name, line, column, one.message, f"{_WHY} {one.hint}", "personal", one.severity,
            example=one.example,
        )  # fmt: skip


def masked(line: str) -> str:
    """The line, with personal data hidden, so that a public log does not repeat it."""
    for one in _find(line):
        hidden = re.sub(r"\w", "•", line[one.start : one.end])
        line = line[: one.start] + hidden + line[one.end :]
    return line


def _find(text: str) -> list[_Found]:
    """What is found, in the order of the text; the line round each candidate is looked at once."""
    found = []
    done = 0
    for maybe in _MAYBE.finditer(text):
        if maybe.start() < done:
            continue
        start = text.rfind("\n", 0, maybe.start()) + 1
        done = text.find("\n", maybe.start())
        done = len(text) if done < 0 else done
        line = text[start:done]
        for look in (_cpr_numbers, _telephones, _emails):
            found += [
                one._replace(start=one.start + start, end=one.end + start) for one in look(line)
            ]
    return sorted(found)


def _is_something_else(line: str, start: int) -> bool:
    """Whether a number stands in an address, or after a word such as ISBN."""
    before = line[max(0, start - BEFORE) : start]
    return bool(_WEB.search(before) or _OTHER_NUMBER.search(before))


def _cpr_numbers(line: str) -> Iterator[_Found]:
    for match in _CPR.finditer(line):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
        real = 1 <= month <= 12 and 1 <= day <= _days(year, month)
        if real and not _is_something_else(line, match.start()):
            message = "Her står noget, der ligner et CPR-nummer. Det må aldrig stå i data."
            hint = "Slet det, før filen sendes. Er den sendt, så sig det til redaktionen straks."
            yield _Found(*match.span(), message, hint, "text: En borger fortæller om forløbet.")


def _days(year: int, month: int) -> int:
    """How many days the month has in the year with these two last digits, in any century."""
    return max(monthrange(century + year, month)[1] for century in (1800, 1900, 2000))


def _telephones(line: str) -> Iterator[_Found]:
    for pattern in (_ABROAD, _GROUPED, _BARE):
        for match in pattern.finditer(line):
            before = line[max(0, match.start() - BEFORE) : match.start()]
            if pattern is _BARE and not _CALL.search(before):
                continue
            if _YEARS.fullmatch(match[0]) or _is_something_else(line, match.start()):
                continue
            message = "Her står noget, der ligner et telefonnummer. Det må ikke stå i data."
            hint = "Slet det, og henvis til organisationens hjemmeside i stedet."
            yield _Found(*match.span(), message, hint, "text: Kontakt Frivilligcentret.")


def _emails(line: str) -> Iterator[_Found]:
    for match in _EMAIL.finditer(line) if "@" in line else ():
        local, domain = match[1].lower(), match[2].lower()
        before = line[max(0, match.start() - BEFORE) : match.start()]
        if _NOBODY.fullmatch(domain) or _ADDRESS.search(before):
            continue
        parts = set(re.split(r"[._+-]", local))
        named = bool(_NAME.fullmatch(local)) and not parts & OFFICE
        if _FREE.fullmatch(domain) or (named and any(len(p) > 2 and p in domain for p in parts)):
            message = "Her står en privat mailadresse. Den må ikke stå i data."
            hint = "Slet den, eller brug organisationens fælles adresse, fx info@…"
            yield _Found(*match.span(), message, hint, _GENERAL)
        elif named:
            message = "Her står en mailadresse, der ligner en persons navn."
            hint = "Brug hellere organisationens fælles adresse, fx info@…"
            yield _Found(*match.span(), message, hint, _GENERAL, "warning")
