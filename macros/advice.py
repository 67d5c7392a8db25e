"""What to tell of a value that breaks the field table: one answer for each sort of fault.

What must hold, what was found, what to do, and YAML that would be right.
"""

import re
from collections.abc import Callable, Mapping
from textwrap import dedent
from typing import Any

from . import examples, fields
from .belongs import bare_key
from .danish import join, nearest, slug
from .date_advice import YEAR, of_address, of_date
from .describe import describe
from .list_advice import LIKE_ID, SHOWN, list_in_text
from .misfit import SAY_NULL, UNKNOWN, Advice, Misfit, shown
from .problem import Trail

# --- Keys ---------------------------------------------------------------------


def _missing(misfit: Misfit) -> Advice:
    why = misfit.field.description or "" if misfit.field else ""
    message = f"Feltet {misfit.name} mangler."
    return Advice(message, f"Tilføj »{misfit.key}:«. {why}".strip(), misfit.example)


def _unknown(misfit: Misfit) -> Advice:
    return _two_in_one(misfit) or _unknown_field(misfit)


def _two_in_one(misfit: Misfit) -> Advice | None:
    """What to tell of a key that is a field with its value, or an id that should be a value."""
    key = str(misfit.where[-1])
    if (glued := _GLUED.fullmatch(key)) and glued[1] in misfit.owner.model_fields:
        message = f"Der mangler et mellemrum efter kolon: »{glued[1]}:«."
        return Advice(message, "Sæt et mellemrum ind.", f"{glued[1]}: {glued[2]}")
    if is_id_as_key(misfit.owner, key):
        one, other = next(pair for pair in _PAIRS if set(pair) <= misfit.owner.model_fields.keys())
        right = [{one: key, other: str(misfit.value or "Nogle få ord")[:SHOWN]}]
        message = f"Id'et »{key}« skal stå for sig selv, men her står det som et felt."
        return Advice(
            message, f"Skriv det under »{one}:« og resten under »{other}:«.", _as_points(right)
        )
    return None


def _unknown_field(misfit: Misfit) -> Advice:
    key, known = str(misfit.where[-1]), misfit.owner.model_fields
    bare = bare_key(key)
    message = f"Ukendt felt: »{key}«."
    if len(misfit.where) > 1 and " " in key.strip() and bare not in known:
        return _split_text(misfit, key)
    match = known_field(key, known)
    if "\u00a0" in key:
        message = f"Foran »{bare}« står et hårdt mellemrum (fra en hjemmeside eller Word)."
        return Advice(message, "Slet det, og tast almindelige mellemrum.", f"{bare}: …")
    if misfit.home and not _is_sure(bare, match, known):
        return _elsewhere(misfit, misfit.home)
    if match is None:
        return Advice(message, f"Slet det, eller brug et af de kendte: {', '.join(known)}.", "")
    hint = f"Mente du »{match}«?"
    kept = _is_sure(bare, match, known) and misfit.value and _is_short(misfit.value)
    value = misfit.value if kept else examples.value_of(match, known[match])
    if bare != key and bare == match:
        message = f"Feltet »{bare}« er skrevet med tegn for meget: {_extra(key)}."
        hint = "Skriv kun navnet og et kolon."
    return Advice(message, hint, examples.as_yaml(match, value))


def _as_points(records: list[dict[str, str]]) -> str:
    """Records as the points of a list whose key is not shown."""
    return dedent(examples.as_yaml("x", records).partition("\n")[2])


def is_id_as_key(owner: Any, key: str) -> bool:
    """Whether a key is the id of what it should lead to, as people write it in the forms."""
    pairs = any(set(pair) <= owner.model_fields.keys() for pair in _PAIRS)
    return pairs and bool(LIKE_ID.fullmatch(key))


# What leads to another entry, and what is said of it there.
_PAIRS = (("id", "why"), ("source", "locator"), ("to", "why"))


def _is_sure(bare: str, match: str | None, known: Mapping[str, Any]) -> bool:
    """Whether a field is the one that was written, but for its signs, its case or its language."""
    return match is not None and slug(bare) in (slug(match), slug(known[match].title or ""))


def _is_short(value: Any) -> bool:
    """Whether a value, or a list of plain ones, can be shown whole."""
    ones = value if isinstance(value, list) and value else [value]
    return len(str(value)) <= SHOWN and all(isinstance(one, str | int | None) for one in ones)


def _elsewhere(misfit: Misfit, home: Trail) -> Advice:
    """What to tell of a field that belongs further out or further in."""
    *around, key = home
    right = examples.as_yaml(str(key), misfit.value) if _is_short(misfit.value) else f"{key}: …"
    if len(home) > len(misfit.where):
        message = f"Feltet »{key}« skal stå under »{around[-1]}:« og ikke ved siden af."
        hint = f"Skriv »{around[-1]}:« på linjen før, og ryk feltet to mellemrum ind."
        if next(one for one in describe(misfit.owner) if one.name == around[-1]).many:
            hint = f"Skriv »{around[-1]}:« på linjen før, og sæt »  - « foran feltet."
            right = f"- {right}"
        return Advice(message, hint, f"{around[-1]}:\n  {right}")
    holder = misfit.where[len(around)]
    message = f"Feltet »{key}« skal stå ved siden af »{holder}:« og ikke under det."
    return Advice(message, f"Ryk det ud, så det begynder lige under »{holder}:«.", right)


# What people call a field that is like no name of ours.
_CALLED = {
    "side": "locator", "sider": "locator", "afsnit": "locator", "page": "locator",
    "link": "url", "adresse": "url", "overskrift": "title", "headline": "title", "name": "title",
    "beskrivelse": "what", "description": "what", "kategori": "area", "category": "area",
    "aktører": "actors", "deltagere": "actors", "emne": "area", "tema": "area", "metode": "how",
    "effekt": "outcome", "erfaringer": "learning", "dato": "period", "tid": "period",
    "forfatter": "authors", "årstal": "year", "udgivet": "year",
    "fra": "start", "til": "end", "id": "source",
}  # fmt: skip


_GLUED = re.compile(r"([a-z_]+):(\S.*)")


def known_field(written: str, known: Mapping[str, Any]) -> str | None:
    """The field most like a mistyped one, by its name or its Danish title."""
    key = bare_key(written)
    if glued := _GLUED.fullmatch(key):
        key = glued[1]
    if key in known:
        return key
    if (called := _CALLED.get(key.lower())) in known:
        return called
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
        return Advice(message, SAY_NULL, f"{misfit.key}: null")
    by_label = {word.label: key for key, word in choices.items()} | {key: key for key in choices}
    if isinstance(misfit.value, list):
        first = next((one for one in choices if one in misfit.value), next(iter(choices)))
        return Advice(message, "Vælg én, og skriv den uden [ ].", misfit.with_value(first))
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
    if fields.mark_in(misfit.field.annotation, misfit.field.metadata, fields.Reference):
        return said._replace(hint="Skriv id'et på posten. Det står efter »id:« i den.")
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
        return list_in_text(misfit, value, said)
    if value is None:
        hint = "Skriv [] for en tom liste."
        return said._replace(message=f"{misfit.name} skal være en liste, men er tom.", hint=hint)
    if isinstance(value, dict):
        right = examples.as_yaml(misfit.key, [value]) if len(str(value)) <= 2 * SHOWN else ""
        hint = "Der mangler en bindestreg foran hvert punkt."
        return said._replace(hint=hint, example=right or said.example)
    return said


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


# --- Numbers and blocks -------------------------------------------------------


def _low(misfit: Misfit) -> Advice:
    low = misfit.limits["ge"]
    return _must_be(f"mindst {low}")(misfit)._replace(example=f"{misfit.key}: {low}")


def _high(misfit: Misfit) -> Advice:
    high = misfit.limits["le"]
    return _must_be(f"højst {high}")(misfit)._replace(example=f"{misfit.key}: {high}")


def _block(misfit: Misfit) -> Advice:
    if not misfit.field and misfit.value is None:
        message = f"{misfit.key.capitalize()} må ikke være tom."
        return Advice(message, "Skriv felterne, eller slet den.", misfit.example)
    owner = (misfit.field and fields.record_in(misfit.field.annotation)) or misfit.owner
    said = _must_be("en blok med nøgler", f"Nøglerne er {', '.join(owner.model_fields)}.")(misfit)
    if not misfit.field and isinstance(misfit.value, str) and "=" in misfit.value:
        return said._replace(hint="Skriv kolon og mellemrum, ikke lighedstegn.")
    leading = [one for one in ("id", "to") if one in owner.model_fields]
    if misfit.field and isinstance(misfit.value, str) and leading:
        made = {**examples.of_record(owner), leading[0]: misfit.value[: fields.ID_LIMIT]}
        said = said._replace(example=examples.as_yaml(misfit.key, [made]))
    years = YEAR.findall(str(misfit.value))
    if 1 <= len(years) <= 2 and set(owner.model_fields) == {"start", "end"}:
        start, end = [*years, "null"][:2]
        right = f"{misfit.key}: {{start: {start}, end: {end}}}"
        hint = "Skriv start og slut hver for sig" + (
            ", og null, hvis slutningen ikke er oplyst." if end == "null" else "."
        )
        return said._replace(hint=hint, example=right)
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
    "date": of_date,
    "url": of_address,
}


def advise(fault: str, misfit: Misfit) -> Advice:
    """What to tell of a fault, by the name that the field table gives it."""
    return _BY_FAULT.get(fault, _must_be("en gyldig værdi"))(misfit)
