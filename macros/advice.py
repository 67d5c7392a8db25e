"""What to tell of a value that breaks the field table: one answer for each sort of fault.

What must hold, what was found, what to do, and YAML that would be right.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from . import examples, fields
from .belongs import bare_key
from .danish import MONTHS, join, nearest, slug
from .problem import Trail
from .syntax import BULLETS

# What editors write when they mean that something is not known.
UNKNOWN = {
    "null", "ukendt", "ingen", "nej", "ikke oplyst", "ved ikke", "n/a", "?", "-", "–", "none", "x",
}  # fmt: skip


# What they write as the end of what has not ended.
ONGOING = {"nu", "i dag", "stadig", "i gang", "igangværende", "løbende", "fortsat"}


class Advice(NamedTuple):
    """What must hold and was found, what to do, and YAML that would be right."""

    message: str
    hint: str
    example: str


@dataclass(frozen=True)
class Misfit:
    """A value that breaks the field table: the way to it, and the field and its limits."""

    where: Trail
    value: Any
    limits: dict[str, Any]
    owner: type[fields.Record]
    field: Any

    @property
    def key(self) -> str:
        """The key the value stands under."""
        whole = "posten" if "id" in self.owner.model_fields else "filen"
        return next((step for step in reversed(self.where) if isinstance(step, str)), whole)

    @property
    def name(self) -> str:
        """The field as editors know it: »title« (Titel)."""
        label = f" ({self.field.title})" if self.field and self.field.title else ""
        return f"»{self.key}«{label}"

    @property
    def example(self) -> str:
        """A right example of the field, or of the whole entry or file."""
        if self.field:
            return examples.of_field(self.key, self.field)
        if "id" not in self.owner.model_fields:
            made = examples.of_record(self.owner)
            return "\n".join(examples.as_yaml(name, value) for name, value in made.items())
        return f"id: et-kort-navn\n{examples.as_yaml('title', 'En kort titel')}"

    def with_value(self, value: Any) -> str:
        """The field with this value, in a list when the faulty value stood in one."""
        in_list = self.where and isinstance(self.where[-1], int)
        return examples.as_yaml(self.key, [value] if in_list else value)

    @property
    def may_be_null(self) -> bool:
        """Whether `null` says that this is not known."""
        return bool(self.field) and type(None) in getattr(self.field.annotation, "__args__", ())


def shown(value: Any) -> str:
    """A value as an editor would recognise it, cut when long."""
    if value is None:
        return "tom"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(shown(item) for item in value) + "]" if value else "en tom liste"
    if isinstance(value, dict):
        return "en blok med nøgler"
    text = " ".join(str(value).split())
    return f"»{text[:57]}…«" if len(text) > 60 else f"»{text}«"


# --- Keys ---------------------------------------------------------------------


def _missing(misfit: Misfit) -> Advice:
    why = misfit.field.description or "" if misfit.field else ""
    message = f"Feltet {misfit.name} mangler."
    return Advice(message, f"Tilføj »{misfit.key}:«. {why}".strip(), misfit.example)


def _unknown(misfit: Misfit) -> Advice:
    key, known = str(misfit.where[-1]), misfit.owner.model_fields
    bare = bare_key(key)
    message = f"Ukendt felt: »{key}«."
    if len(misfit.where) > 1 and " " in key.strip() and bare not in known:
        return _split_text(misfit, key)
    match = known_field(key, known)
    if "\u00a0" in key:
        message = f"Foran »{bare}« står et hårdt mellemrum (fra en hjemmeside eller Word)."
        return Advice(message, "Slet det, og tast almindelige mellemrum.", f"{bare}: …")
    if match is None:
        return Advice(message, f"Slet det, eller brug et af de kendte: {', '.join(known)}.", "")
    hint = f"Mente du »{match}«?"
    exact = slug(bare) in (slug(match), slug(known[match].title or ""))
    kept = exact and isinstance(misfit.value, str) and 0 < len(misfit.value) <= 80
    value = misfit.value if kept else examples.value_of(match, known[match])
    if bare != key and bare == match:
        message = f"Feltet »{bare}« er skrevet med tegn for meget: {_extra(key)}."
        hint = "Skriv kun navnet og et kolon."
    return Advice(message, hint, examples.as_yaml(match, value))


def known_field(written: str, known: Mapping[str, Any]) -> str | None:
    """The field most like a mistyped one, by its name or its Danish title."""
    key = bare_key(written)
    if key in known:
        return key
    by_title = {info.title: name for name, info in known.items() if info.title}
    near = nearest(key, known)
    if near and slug(near) == slug(key):
        return near
    title = nearest(key, by_title)
    if title and slug(title) == slug(key):
        return by_title[title]
    return near or (by_title[title] if title else None)


def _extra(key: str) -> str:
    """What stands in a key besides its name, in words."""
    if key.startswith("-"):
        return "en bindestreg uden mellemrum efter"
    return "et kolon" if key.endswith(":") else "citationstegn"


def _split_text(misfit: Misfit, key: str) -> Advice:
    """A sentence that was read as a key and a value because of its colon."""
    message = f"Kolonet efter {shown(key)} deler teksten, så den læses som et felt."
    whole = f"{key}: {misfit.value or ''}".strip().replace('"', "»")
    return Advice(message, "Sæt citationstegn om hele teksten.", f'- "{whole[:80]}"')


# --- Values -------------------------------------------------------------------


def _choice(misfit: Misfit) -> Advice:
    choices = fields.vocabulary_of(misfit.field.annotation, misfit.field.metadata)
    message = f"{misfit.name} skal være en af de kendte værdier, men er {shown(misfit.value)}."
    if misfit.may_be_null and str(misfit.value).lower() in UNKNOWN:
        return Advice(message, _SAY_NULL, f"{misfit.key}: null")
    by_label = {word.label: key for key, word in choices.items()} | {key: key for key in choices}
    near = nearest(str(misfit.value), by_label)
    if near and slug(near).startswith(f"u{slug(str(misfit.value))}"):
        near = None  # »sikker« is not »usikkert«
    match = by_label[near] if near else next(iter(choices))
    hint = f"Mente du »{match}«?" if near else f"Vælg mellem {join(_named(choices), 'og')}."
    return Advice(message, hint, misfit.with_value(match))


def _named(choices: Mapping[str, Any]) -> list[str]:
    """The values to choose from; a few are given with their Danish labels."""
    if len(choices) > _LABELLED:
        return list(choices)
    return [
        key if slug(word.label) == slug(key) else f"{key} ({word.label.lower()})"
        for key, word in choices.items()
    ]


_LABELLED = 6
_SAY_NULL = "Ved I det ikke, så skriv null."


def _must_be(what: str, advice: str = "") -> Callable[[Misfit], Advice]:
    def explain(misfit: Misfit) -> Advice:
        message = f"{misfit.name} skal være {what}, men er {shown(misfit.value)}."
        return Advice(message, advice or "Ret værdien.", misfit.example)

    return explain


def _text(misfit: Misfit) -> Advice:
    value = misfit.value
    said = _must_be("en tekst", 'Sæt citationstegn om: "…".')(misfit)
    if value is None:
        hint = "Skriv en tekst. Begynder den med #, skal der citationstegn om."
        return said._replace(message=f"{misfit.name} må ikke være tom.", hint=hint)
    if isinstance(value, list):
        whole = " ".join(str(one) for one in value) if len(value) < 5 else "Én tekst"
        hint = "Skriv kun én tekst, uden [ ] og bindestreg."
        return said._replace(hint=hint, example=misfit.with_value(whole[:80]))
    if isinstance(value, dict):
        whole = ": ".join(f"{key}: {one}" for key, one in value.items())
        hint = "Står der et kolon i teksten, så sæt citationstegn om det hele."
        return said._replace(hint=hint, example=misfit.with_value(whole[:80]))
    text = str(value).lower() if isinstance(value, bool) else str(value)
    shape = fields.shape_of(misfit.field)
    if shape and not shape.fits(text):
        return _signed(misfit, said._replace(hint=shape.hint))
    return said._replace(example=misfit.with_value(text))


def _list(misfit: Misfit) -> Advice:
    value = misfit.value
    hint = "Begynd hvert punkt med »- « på sin egen linje."
    said = _must_be("en liste", hint)(misfit)
    if isinstance(value, str):
        return _list_in_text(misfit, value, said)
    if value is None:
        hint = "Skriv [] for en tom liste."
        return said._replace(message=f"{misfit.name} skal være en liste, men er tom.", hint=hint)
    if isinstance(value, dict):
        return said._replace(hint="Der mangler en bindestreg foran hvert punkt.")
    return said


def _list_in_text(misfit: Misfit, value: str, said: Advice) -> Advice:
    """What to do with a text that should be a list, and may be one in other signs."""
    if value.lower() in UNKNOWN and misfit.may_be_null:
        return said._replace(hint=_SAY_NULL, example=f"{misfit.key}: null")
    points = []
    if re.match(r"-\S", value):
        points = re.split(r"(?:^|\s)-(?=\S)", value)
        said = said._replace(hint="Der mangler et mellemrum efter bindestregen.")
    elif value[:1] in BULLETS:
        points = re.split(rf"(?:^|\s){value[0]}\s*", value)
        hint = f"Skriv »- « i stedet for »{value[0]}« foran hvert punkt, på sin egen linje."
        said = said._replace(hint=hint)
    elif len(value) <= 80:
        points = [value]
    shown_points = [point.strip() for point in points if point.strip()][:5]
    example = examples.as_yaml(misfit.key, shown_points) if shown_points else said.example
    return said._replace(example=example)


def _whole(misfit: Misfit) -> Advice:
    said = _must_be("et helt tal uden citationstegn")(misfit)
    if isinstance(misfit.value, str) and misfit.value.strip().isdigit():
        number = int(misfit.value)
        return said._replace(hint=f"Skriv {number}.", example=f"{misfit.key}: {number}")
    if isinstance(misfit.value, str) and re.fullmatch(r"\d{1,3}([. \u00a0]\d{3})+", misfit.value):
        number = int(re.sub(r"\D", "", misfit.value))
        hint = f"Skriv {number}, uden punktum og mellemrum."
        return said._replace(hint=hint, example=f"{misfit.key}: {number}")
    return said._replace(hint="Skriv tallet med cifre.")


def _long(misfit: Misfit) -> Advice:
    limit, length = misfit.limits["max_length"], len(misfit.value)
    message = f"{misfit.name} må højst være {limit} tegn, men er {length}: {shown(misfit.value)}."
    return Advice(message, "Kort teksten af, eller del den i flere punkter.", misfit.example)


def _empty(misfit: Misfit) -> Advice:
    message = f"{misfit.name} må ikke være tom."
    return Advice(message, "Skriv noget, eller slet feltet.", misfit.example)


def _few(misfit: Misfit) -> Advice:
    if misfit.where[-1] == "sources":
        what = "Et citat" if {"quote", "variants"} & set(misfit.where) else "Et tal"
        hint = "Skriv kildens id under »sources:«."
        return Advice(f"{what} skal have mindst én kilde.", hint, misfit.example)
    hint = "Skriv det første punkt under nøglen."
    return Advice(f"{misfit.name} skal have mindst ét punkt.", hint, misfit.example)


def _many(misfit: Misfit) -> Advice:
    limit, length = misfit.limits["max_length"], misfit.limits["actual_length"]
    message = f"{misfit.name} må højst have {limit} punkter, men har {length}."
    return Advice(message, "Slå nogle af dem sammen, eller del posten i to.", misfit.example)


def _pattern(misfit: Misfit) -> Advice:
    pattern, value = misfit.limits["pattern"], str(misfit.value)
    if pattern == fields.ID_PATTERN:
        said = _must_be("små bogstaver a-z, tal og bindestreg")(misfit)
        right = slug(value[: fields.ID_LIMIT]) or "et-kort-navn"
        hint = f"Mente du »{right}«? Skriv æ som ae, ø som oe og å som aa."
        return said._replace(hint=hint, example=f"{misfit.key}: {right}")
    if pattern == fields.CODE_PATTERN:
        return _must_be("fire cifre i citationstegn", "Husk nullet først.")(misfit)
    if pattern == fields.ABBREVIATION_PATTERN:
        right = f"{misfit.key}: {value[:3].upper()}"
        hint = "Skriv tre store bogstaver."
        return _must_be("tre store bogstaver", hint)(misfit)._replace(example=right)
    said = _must_be("en tekst på én linje uden mellemrum først", "Slet mellemrummet.")(misfit)
    return said._replace(example=misfit.with_value(" ".join(value.split())[:80]))


def _shape(misfit: Misfit) -> Advice:
    return _signed(misfit, _must_be(misfit.limits["what"], misfit.limits["hint"])(misfit))


def _signed(misfit: Misfit, said: Advice) -> Advice:
    """What is said, with the value itself as the example when a colour lacks only its sign."""
    shape, whole = fields.shape_of(misfit.field), f"#{misfit.value}"
    return said._replace(example=misfit.with_value(whole)) if shape and shape.fits(whole) else said


# --- Dates and addresses ------------------------------------------------------

DANISH_DATE = re.compile(r"(?:(\d{1,2})[-./ ]+)?(\d{1,2}|[a-zæøå]+)[-./ ]+(\d{4})", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
FILL_IN = "Skriv den rigtige adresse i stedet for det, der står i [ ]."
_TO_FILL_IN = re.compile(r"https?://[^/]*\[")
WITHIN = re.compile(r"https?://[^\s<>()\[\]»\"”]+")
BARE_ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")


def _date(misfit: Misfit) -> Advice:
    text = str(misfit.value).strip()
    message = f"{misfit.name} skal være en dato, der findes, men er {shown(misfit.value)}."
    hint = 'Skriv et årstal, "2013-07" eller "2013-07-01".'
    example = misfit.example
    if misfit.may_be_null and text.lower() in UNKNOWN | ONGOING:
        said = "Er det ikke slut, så skriv null." if text.lower() in ONGOING else _SAY_NULL
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


def _url(misfit: Misfit) -> Advice:
    value = str(misfit.value)
    message = f"{misfit.name} skal være en hel og sikker adresse, men er {shown(misfit.value)}."
    hint = "Begynd med https://, http:// eller mailto:, og brug ingen mellemrum."
    if misfit.may_be_null and value.lower() in UNKNOWN:
        return Advice(message, _SAY_NULL, f"{misfit.key}: null")
    if BARE_ADDRESS.fullmatch(value):
        right = f"https://{value}"
        return Advice(message, f"Mente du »{right}«?", misfit.with_value(right))
    if (inside := WITHIN.search(value)) and inside[0] != value and value[0] in '[<(»"“':
        return Advice(message, f"Mente du »{inside[0]}«?", misfit.with_value(inside[0]))
    if re.search(r"\s", value) and value.startswith("http"):
        hint = "Der må ikke være mellemrum i en adresse. Kopiér den igen fra browseren."
        return Advice(message, hint, misfit.with_value("%20".join(value.split())[:200]))
    return Advice(message, FILL_IN if _TO_FILL_IN.match(value) else hint, misfit.example)


# --- Numbers and blocks -------------------------------------------------------


def _low(misfit: Misfit) -> Advice:
    low = misfit.limits["ge"]
    return _must_be(f"mindst {low}")(misfit)._replace(example=f"{misfit.key}: {low}")


def _high(misfit: Misfit) -> Advice:
    high = misfit.limits["le"]
    return _must_be(f"højst {high}")(misfit)._replace(example=f"{misfit.key}: {high}")


def _block(misfit: Misfit) -> Advice:
    owner = (misfit.field and fields.record_in(misfit.field.annotation)) or misfit.owner
    said = _must_be("en blok med nøgler", f"Nøglerne er {', '.join(owner.model_fields)}.")(misfit)
    if not misfit.field and isinstance(misfit.value, str) and "=" in misfit.value:
        return said._replace(hint="Skriv kolon og mellemrum, ikke lighedstegn.")
    if misfit.field and isinstance(misfit.value, str) and "id" in owner.model_fields:
        made = {**examples.of_record(owner), "id": misfit.value[: fields.ID_LIMIT]}
        said = said._replace(example=examples.as_yaml(misfit.key, [made]))
    years = re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})", str(misfit.value))
    if years and set(owner.model_fields) == {"start", "end"}:
        right = f"{misfit.key}: {{start: {years[1]}, end: {years[2]}}}"
        return said._replace(hint="Skriv start og slut hver for sig.", example=right)
    return said


_BY_FAULT: dict[str, Callable[[Misfit], Advice]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "literal_error": _choice,
    "string_type": _text,
    "int_type": _whole,
    "tuple_type": _list,
    "model_type": _block,
    "string_too_long": _long,
    "string_too_short": _empty,
    "too_short": _few,
    "too_long": _many,
    "string_pattern_mismatch": _pattern,
    "greater_than_equal": _low,
    "less_than_equal": _high,
    "shape": _shape,
    "date": _date,
    "url": _url,
}


def advise(fault: str, misfit: Misfit) -> Advice:
    """What to tell of a fault, by the name that the field table gives it."""
    return _BY_FAULT.get(fault, _must_be("en gyldig værdi"))(misfit)
