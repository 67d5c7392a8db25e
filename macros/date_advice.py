"""What to tell of a date that is none, and of an address."""

import calendar
import re

from . import examples, fields
from .danish import MONTHS
from .misfit import SAY_NULL, UNKNOWN, Advice, Misfit, shown

# What editors write as the end of what has not ended.
ONGOING = {"nu", "i dag", "stadig", "i gang", "igangværende", "løbende", "fortsat"}
DANISH_DATE = re.compile(r"(?:(\d{1,2})[-./ ]+)?(\d{1,2}|[a-zæøå]+)[-./ ]+(\d{4})", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
FILL_IN = "Skriv den rigtige adresse i stedet for det, der står i [ ]."
_TO_FILL_IN = re.compile(r"https?://[^/]*\[")
WITHIN = re.compile(r"https?://[^\s<>()\[\]»\"”]+")
_DOI = re.compile(r"10\.\d{4}")
BARE_ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")


def of_date(misfit: Misfit) -> Advice:
    """What to tell of what should be a date."""
    text = str(misfit.value).strip()
    message = f"{misfit.name} skal være en dato, der findes, men er {shown(misfit.value)}."
    hint = 'Skriv et årstal, "2013-07" eller "2013-07-01".'
    example = misfit.example
    if misfit.may_be_null and text.lower() in UNKNOWN | ONGOING:
        said = "Er det ikke slut, så skriv null." if text.lower() in ONGOING else SAY_NULL
        return Advice(message, said, f"{misfit.key}: null")
    year_first = re.fullmatch(r"\d{1,4}", text) or re.match(r"\d{4}(-|$)", text)
    if year_first and int(text[:4]) not in fields.YEARS:
        hint = f"Årstallet skal ligge mellem {fields.YEARS[0]} og {fields.YEARS[-1]}."
        return Advice(message, hint, example)
    if right := _iso(text):
        message = f"{misfit.name} skal skrives med året først, men er {shown(misfit.value)}."
        return Advice(message, f'Skriv "{right}".', examples.as_yaml(misfit.key, right))
    if (match := ISO_DATE.fullmatch(text)) and 1 <= int(match[2]) <= 12:
        year, month = int(match[1]), int(match[2])
        last = calendar.monthrange(year, month)[1]
        hint = f"{MONTHS[month - 1].capitalize()} {year} har {last} dage."
        return Advice(message, hint, examples.as_yaml(misfit.key, f"{year}-{month:02}-{last}"))
    return Advice(message, *(_years_alone(misfit, text) or (hint, example)))


def _years_alone(misfit: Misfit, text: str) -> tuple[str, str] | None:
    """What to write instead of words with one or two years in them."""
    years = [year for year in YEAR.findall(text) if int(year) in fields.YEARS]
    if len(years) == 1 and not text.startswith(f"{years[0]}-"):
        return f"Skriv kun årstallet: {years[0]}.", f"{misfit.key}: {years[0]}"
    if len(years) == 2 and misfit.key == "start":
        return "Skriv start og slut hver for sig.", f"start: {years[0]}\nend: {years[1]}"
    return None


def _iso(text: str) -> str:
    """A date or a month written the Danish way, with the year first; "" when it is none."""
    match = DANISH_DATE.fullmatch(text)
    if not match:
        return ""
    names = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
    month = int(match[2]) if match[2].isdigit() else names.get(match[2][:3].lower(), 0)
    day = f"-{int(match[1]):02}" if match[1] else ""
    try:
        return fields.date_text(f"{match[3]}-{month:02}{day}")
    except ValueError:
        return ""


def of_address(misfit: Misfit) -> Advice:
    """What to tell of what should be an address."""
    value = str(misfit.value)
    message = f"{misfit.name} skal være en hel og sikker adresse, men er {shown(misfit.value)}."
    hint = "Begynd med https://, http:// eller mailto:, og brug ingen mellemrum."
    if misfit.may_be_null and value.lower() in UNKNOWN:
        return Advice(message, SAY_NULL, f"{misfit.key}: null")
    if BARE_ADDRESS.fullmatch(value):
        host = "https://doi.org/" if _DOI.match(value) else "https://"
        right = f"{host}{value.rstrip(''.join(fields.STRAY))}"
        return Advice(message, f"Mente du »{right}«?", misfit.with_value(right))
    if (inside := WITHIN.search(value)) and inside[0] != value and value[0] in '[<(»"“':
        return Advice(message, f"Mente du »{inside[0]}«?", misfit.with_value(inside[0]))
    if re.search(r"\s", value) and value.startswith("http"):
        hint = "Der må ikke være mellemrum i en adresse. Kopiér den igen fra browseren."
        first, *rest = value.split()
        several = any("://" in one for one in rest)
        right = first.rstrip(",;") if several else "%20".join((first, *rest))[:200]
        return Advice(message, hint, misfit.with_value(right))
    return Advice(message, FILL_IN if _TO_FILL_IN.match(value) else hint, misfit.example)
