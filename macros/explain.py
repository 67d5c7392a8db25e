"""The field table's findings, put into Danish for editors.

Each finding becomes one problem: what must hold, the value found, what to do, and what
would be right.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from . import examples, fields, vocabulary
from .belongs import bare_key, looks_like
from .danish import MONTHS, join, nearest, slug
from .load import Loaded, Raw
from .model import KINDS
from .overlay_model import DATA
from .problem import Problem, Trail

# What editors write when they mean that something is not known.
UNKNOWN = {
    "null",
    "ukendt",
    "ingen",
    "nej",
    "ikke oplyst",
    "ved ikke",
    "n/a",
    "?",
    "-",
    "–",
    "none",
    "x",
}


class _Said(NamedTuple):
    """What must hold and was found, what to do, and YAML that would be right."""

    message: str
    hint: str
    example: str


def explain(loaded: Loaded, raw: Raw, error: ValidationError) -> list[Problem]:
    """The findings of the field table about one entry, as problems in Danish."""
    home = looks_like(raw.data, raw.collection.model)
    if home:
        return [_wrong_file(raw, home)]
    return explain_record(loaded, raw.collection.model, (raw.file, raw.path), error)


def explain_record(
    loaded: Loaded, model: type[fields.Record], place: tuple[str, Trail], error: ValidationError
) -> list[Problem]:
    """The findings about a record that stands at `place`, a file and the way in it."""
    found = error.errors()
    ways = {details["loc"] for details in found}
    split = {details["loc"][:-1] for details in found if _is_split_text(details)}
    misnamed = {_meant(model, details) for details in found if details["type"] == "extra_forbidden"}

    def follows(details: ErrorDetails) -> bool:
        """Whether another finding has told of the same fault already."""
        way = details["loc"]
        if details["type"] == "too_short":  # a list whose points are wrong
            return any(len(other) > len(way) and other[: len(way)] == way for other in ways)
        return details["type"] == "missing" and (way[:-1] in split or way in misnamed)

    return [_problem(loaded, model, place, one) for one in found if not follows(one)]


def _wrong_file(raw: Raw, home: Any) -> Problem:
    label = vocabulary.KINDS[KINDS[home.model]].label.lower()
    named = f"»{raw.data['id']}« " if isinstance(raw.data.get("id"), str) else ""
    message = f"Posten {named}ligner en anden slags ({label}) og hører ikke til her."
    right = f"{DATA if raw.file.startswith(DATA) else 'data'}/{home.file}.yaml"
    hint = f"Flyt hele posten til {right} under »{home.name}:«."
    example = f"{home.name}:  # i {right}\n  - id: {raw.data.get('id')}"
    return Problem(raw.file, raw.line, raw.column, message, hint, "wrong-file", example=example)


def _is_split_text(details: ErrorDetails) -> bool:
    """Whether an unknown key is the beginning of a sentence that a colon cut in two."""
    way = details["loc"]
    return details["type"] == "extra_forbidden" and len(way) > 1 and " " in str(way[-1]).strip()


def _meant(model: type[fields.Record], details: ErrorDetails) -> Trail:
    """The way to the field that an unknown one is most like."""
    way = details["loc"]
    known = _field(model, way)[0].model_fields
    return (*way[:-1], _known_field(str(way[-1]), known) or "")


def _problem(
    loaded: Loaded, model: type[fields.Record], place: tuple[str, Trail], details: ErrorDetails
) -> Problem:
    where = tuple(step for step in details["loc"])
    kind = details["type"]
    owner, field = _field(model, where)
    file, path = loaded.written(place[0], (*place[1], *where))
    mark = loaded.locate(file, path, key=kind == "extra_forbidden")
    put = _EXPLAIN.get(kind, _explain_other)
    said = put(_Finding(where, details["input"], details.get("ctx", {}), owner, field))
    return Problem(
        file, mark.line, mark.column, said.message, said.hint, kind, example=said.example
    )


@dataclass(frozen=True)
class _Finding:
    """A finding of the field table: the way to it, the value, and the field it breaks."""

    where: Trail
    value: Any
    limits: dict[str, Any]
    owner: type[fields.Record]
    field: Any

    @property
    def key(self) -> str:
        """The key the value stands under."""
        return next((step for step in reversed(self.where) if isinstance(step, str)), "posten")

    @property
    def name(self) -> str:
        """The field as editors know it: »title« (Titel)."""
        label = f" ({self.field.title})" if self.field and self.field.title else ""
        return f"»{self.key}«{label}"

    @property
    def example(self) -> str:
        """A right example of the field, or of the whole entry."""
        if self.field:
            return examples.of_field(self.key, self.field)
        return f"id: et-kort-navn\n{examples.as_yaml('title', 'En kort titel')}"

    def with_value(self, value: Any) -> str:
        """The field with this value, in a list when the faulty value stood in one."""
        in_list = self.where and isinstance(self.where[-1], int)
        return examples.as_yaml(self.key, [value] if in_list else value)

    @property
    def may_be_null(self) -> bool:
        """Whether `null` says that this is not known."""
        return bool(self.field) and type(None) in getattr(self.field.annotation, "__args__", ())


def _field(owner: type[fields.Record], where: Trail) -> tuple[type[fields.Record], Any]:
    """The innermost record and field that the way `where` leads to."""
    field = None
    for step in where:
        if not isinstance(step, str):
            continue
        if field is not None:
            inner = fields.record_in(field.annotation)
            if inner is None:
                break
            owner = inner
        field = owner.model_fields.get(step)
    return owner, field


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


def _explain_missing(finding: _Finding) -> _Said:
    why = finding.field.description or "" if finding.field else ""
    message = f"Feltet {finding.name} mangler."
    return _Said(message, f"Tilføj »{finding.key}:«. {why}".strip(), finding.example)


def _explain_unknown(finding: _Finding) -> _Said:
    key, known = str(finding.where[-1]), finding.owner.model_fields
    bare = bare_key(key)
    message = f"Ukendt felt: »{key}«."
    if len(finding.where) > 1 and " " in key.strip() and bare not in known:
        return _split_text(finding, key)
    match = _known_field(key, known)
    if "\u00a0" in key:
        message = f"Foran »{bare}« står et hårdt mellemrum (fra en hjemmeside eller Word)."
        return _Said(message, "Slet det, og tast almindelige mellemrum.", f"{bare}: …")
    if match is None:
        return _Said(message, f"Slet det, eller brug et af de kendte: {', '.join(known)}.", "")
    hint = f"Mente du »{match}«?"
    exact = slug(bare) in (slug(match), slug(known[match].title or ""))
    kept = exact and isinstance(finding.value, str) and 0 < len(finding.value) <= 80
    value = finding.value if kept else examples.value_of(match, known[match])
    if bare != key and bare == match:
        message = f"Feltet »{bare}« er skrevet med tegn for meget: {_extra(key)}."
        hint = "Skriv kun navnet og et kolon."
    return _Said(message, hint, examples.as_yaml(match, value))


def _known_field(written: str, known: Mapping[str, Any]) -> str | None:
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


def _split_text(finding: _Finding, key: str) -> _Said:
    """A sentence that was read as a key and a value because of its colon."""
    message = f"Kolonet efter {shown(key)} deler teksten, så den læses som et felt."
    whole = f"{key}: {finding.value or ''}".strip().replace('"', "»")
    return _Said(message, "Sæt citationstegn om hele teksten.", f'- "{whole[:80]}"')


# --- Values -------------------------------------------------------------------


def _explain_choice(finding: _Finding) -> _Said:
    choices = fields.vocabulary_of(finding.field.annotation, finding.field.metadata)
    message = f"{finding.name} skal være en af de kendte værdier, men er {shown(finding.value)}."
    if finding.may_be_null and str(finding.value).lower() in UNKNOWN:
        return _Said(message, _SAY_NULL, f"{finding.key}: null")
    by_label = {word.label: key for key, word in choices.items()} | {key: key for key in choices}
    near = nearest(str(finding.value), by_label)
    if near and slug(near).startswith(f"u{slug(str(finding.value))}"):
        near = None  # »sikker« is not »usikkert«
    match = by_label[near] if near else next(iter(choices))
    hint = f"Mente du »{match}«?" if near else f"Vælg mellem {join(_named(choices), 'og')}."
    return _Said(message, hint, finding.with_value(match))


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


def _must_be(what: str, advice: str = "") -> Callable[[_Finding], _Said]:
    def explain(finding: _Finding) -> _Said:
        message = f"{finding.name} skal være {what}, men er {shown(finding.value)}."
        return _Said(message, advice or "Ret værdien.", finding.example)

    return explain


def _explain_text(finding: _Finding) -> _Said:
    value = finding.value
    said = _must_be("en tekst", 'Sæt citationstegn om: "…".')(finding)
    if value is None:
        hint = "Skriv en tekst. Begynder den med #, skal der citationstegn om."
        return said._replace(message=f"{finding.name} må ikke være tom.", hint=hint)
    if isinstance(value, list):
        whole = " ".join(str(one) for one in value) if len(value) < 5 else "Én tekst"
        hint = "Skriv kun én tekst, uden [ ] og bindestreg."
        return said._replace(hint=hint, example=finding.with_value(whole[:80]))
    if isinstance(value, dict):
        whole = ": ".join(f"{key}: {one}" for key, one in value.items())
        hint = "Står der et kolon i teksten, så sæt citationstegn om det hele."
        return said._replace(hint=hint, example=finding.with_value(whole[:80]))
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return said._replace(example=finding.with_value(text))


def _explain_list(finding: _Finding) -> _Said:
    value = finding.value
    hint = "Begynd hvert punkt med »- « på sin egen linje."
    said = _must_be("en liste", hint)(finding)
    if isinstance(value, str) and value.lower() in UNKNOWN and finding.may_be_null:
        return said._replace(hint=_SAY_NULL, example=f"{finding.key}: null")
    if isinstance(value, str) and re.match(r"-\S", value):
        points = [point.strip() for point in re.split(r"(?:^|\s)-(?=\S)", value) if point.strip()]
        hint = "Der mangler et mellemrum efter bindestregen."
        return said._replace(hint=hint, example=examples.as_yaml(finding.key, points[:5]))
    if isinstance(value, str) and len(value) <= 80:
        return said._replace(example=examples.as_yaml(finding.key, [value]))
    if value is None:
        hint = "Skriv [] for en tom liste."
        return said._replace(message=f"{finding.name} skal være en liste, men er tom.", hint=hint)
    if isinstance(value, dict):
        return said._replace(hint="Der mangler en bindestreg foran hvert punkt.")
    return said


def _explain_whole(finding: _Finding) -> _Said:
    said = _must_be("et helt tal uden citationstegn")(finding)
    if isinstance(finding.value, str) and finding.value.strip().isdigit():
        number = int(finding.value)
        return said._replace(hint=f"Skriv {number}.", example=f"{finding.key}: {number}")
    return said._replace(hint="Skriv tallet med cifre.")


def _explain_long(finding: _Finding) -> _Said:
    limit, length = finding.limits["max_length"], len(finding.value)
    message = f"{finding.name} må højst være {limit} tegn, men er {length}: {shown(finding.value)}."
    return _Said(message, "Kort teksten af, eller del den i flere punkter.", finding.example)


def _explain_empty(finding: _Finding) -> _Said:
    hint = "Skriv noget, eller slet feltet."
    return _Said(f"{finding.name} må ikke være tom.", hint, finding.example)


def _explain_few(finding: _Finding) -> _Said:
    if finding.where[-1] == "sources":
        what = "Et citat" if {"quote", "variants"} & set(finding.where) else "Et tal"
        hint = "Skriv kildens id under »sources:«."
        return _Said(f"{what} skal have mindst én kilde.", hint, finding.example)
    hint = "Skriv det første punkt under nøglen."
    return _Said(f"{finding.name} skal have mindst ét punkt.", hint, finding.example)


def _explain_many(finding: _Finding) -> _Said:
    limit, length = finding.limits["max_length"], finding.limits["actual_length"]
    message = f"{finding.name} må højst have {limit} punkter, men har {length}."
    hint = "Slå nogle af dem sammen, eller del posten i to."
    return _Said(message, hint, finding.example)


def _explain_pattern(finding: _Finding) -> _Said:
    pattern, value = finding.limits["pattern"], str(finding.value)
    if pattern == fields.ID_PATTERN:
        said = _must_be("små bogstaver a-z, tal og bindestreg")(finding)
        right = slug(value[: fields.ID_LIMIT]) or "et-kort-navn"
        hint = f"Mente du »{right}«? Skriv æ som ae, ø som oe og å som aa."
        return said._replace(hint=hint, example=f"{finding.key}: {right}")
    if pattern == fields.CODE_PATTERN:
        return _must_be("fire cifre i citationstegn", "Husk nullet først.")(finding)
    if pattern == fields.ABBREVIATION_PATTERN:
        right = f"{finding.key}: {value[:3].upper()}"
        hint = "Skriv tre store bogstaver."
        return _must_be("tre store bogstaver", hint)(finding)._replace(example=right)
    said = _must_be("en tekst på én linje uden mellemrum først", "Slet mellemrummet.")(finding)
    return said._replace(example=finding.with_value(" ".join(value.split())[:80]))


def _explain_shape(finding: _Finding) -> _Said:
    return _must_be(finding.limits["what"], finding.limits["hint"])(finding)


# --- Dates and addresses ------------------------------------------------------

DANISH_DATE = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2}|[a-zæøå]+)[-./ ]+(\d{4})", re.IGNORECASE)
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
BARE_ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")


def _explain_date(finding: _Finding) -> _Said:
    text = str(finding.value).strip()
    message = f"{finding.name} skal være en dato, der findes, men er {shown(finding.value)}."
    hint = 'Skriv et årstal, "2013-07" eller "2013-07-01".'
    example = finding.example
    if finding.may_be_null and (text.lower() in UNKNOWN or finding.value is None):
        return _Said(message, _SAY_NULL, f"{finding.key}: null")
    if re.fullmatch(r"\d{1,4}", text) or re.match(r"\d{4}(-|$)", text):
        year = int(text[:4])
        if year not in fields.YEARS:
            hint = f"Årstallet skal ligge mellem {fields.YEARS[0]} og {fields.YEARS[-1]}."
            return _Said(message, hint, example)
    if right := _iso(text):
        message = f"{finding.name} skal skrives med året først, men er {shown(finding.value)}."
        return _Said(message, f'Skriv "{right}".', examples.as_yaml(finding.key, right))
    if (match := ISO_DATE.fullmatch(text)) and 1 <= int(match[2]) <= 12:
        year, month = int(match[1]), int(match[2])
        last = calendar.monthrange(year, month)[1]
        hint = f"{MONTHS[month - 1].capitalize()} {year} har {last} dage."
        return _Said(message, hint, examples.as_yaml(finding.key, f"{year}-{month:02}-{last}"))
    return _Said(message, hint, example)


def _iso(text: str) -> str:
    """A date written the Danish way, with the year first; "" when it is none."""
    match = DANISH_DATE.fullmatch(text)
    if not match:
        return ""
    months = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
    month = int(match[2]) if match[2].isdigit() else months.get(match[2][:3].lower(), 0)
    right = f"{match[3]}-{month:02}-{int(match[1]):02}"
    try:
        return fields.date_text(right)
    except ValueError:
        return ""


def _explain_url(finding: _Finding) -> _Said:
    value = str(finding.value)
    message = f"{finding.name} skal være en hel og sikker adresse, men er {shown(finding.value)}."
    hint = "Begynd med https://, http:// eller mailto:, og brug ingen mellemrum."
    if finding.may_be_null and value.lower() in UNKNOWN:
        return _Said(message, _SAY_NULL, f"{finding.key}: null")
    if BARE_ADDRESS.fullmatch(value):
        right = f"https://{value}"
        return _Said(message, f"Mente du »{right}«?", finding.with_value(right))
    if re.search(r"\s", value) and value.startswith("http"):
        hint = "Der må ikke være mellemrum i en adresse. Kopiér den igen fra browseren."
        return _Said(message, hint, finding.with_value("%20".join(value.split())[:200]))
    return _Said(message, hint, finding.example)


# --- Numbers and blocks -------------------------------------------------------


def _explain_low(finding: _Finding) -> _Said:
    low = finding.limits["ge"]
    return _must_be(f"mindst {low}")(finding)._replace(example=f"{finding.key}: {low}")


def _explain_high(finding: _Finding) -> _Said:
    high = finding.limits["le"]
    return _must_be(f"højst {high}")(finding)._replace(example=f"{finding.key}: {high}")


def _explain_block(finding: _Finding) -> _Said:
    owner = fields.record_in(finding.field.annotation) if finding.field else finding.owner
    owner = owner or finding.owner
    said = _must_be("en blok med nøgler", f"Nøglerne er {', '.join(owner.model_fields)}.")(finding)
    if not finding.field and isinstance(finding.value, str) and "=" in finding.value:
        return said._replace(hint="Skriv kolon og mellemrum, ikke lighedstegn.")
    if isinstance(finding.value, str) and "id" in owner.model_fields:
        made = {**examples.of_record(owner), "id": finding.value[: fields.ID_LIMIT]}
        said = said._replace(example=examples.as_yaml(finding.key, [made]))
    years = re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})", str(finding.value))
    if years and set(owner.model_fields) == {"start", "end"}:
        right = f"{finding.key}: {{start: {years[1]}, end: {years[2]}}}"
        return said._replace(hint="Skriv start og slut hver for sig.", example=right)
    return said


def _explain_other(finding: _Finding) -> _Said:
    return _must_be("en gyldig værdi")(finding)


_EXPLAIN: dict[str, Callable[[_Finding], _Said]] = {
    "missing": _explain_missing,
    "extra_forbidden": _explain_unknown,
    "literal_error": _explain_choice,
    "string_type": _explain_text,
    "int_type": _explain_whole,
    "tuple_type": _explain_list,
    "model_type": _explain_block,
    "string_too_long": _explain_long,
    "string_too_short": _explain_empty,
    "too_short": _explain_few,
    "too_long": _explain_many,
    "string_pattern_mismatch": _explain_pattern,
    "greater_than_equal": _explain_low,
    "less_than_equal": _explain_high,
    "shape": _explain_shape,
    "date": _explain_date,
    "url": _explain_url,
}
