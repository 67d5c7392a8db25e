"""The field table's findings, put into Danish for editors.

Each finding becomes one problem: what must hold, the value found, what to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from . import fields
from .danish import did_you_mean, join, nearest
from .load import Loaded, Raw
from .problem import Problem, Trail


def explain(loaded: Loaded, raw: Raw, error: ValidationError) -> list[Problem]:
    """The findings of the field table about one entry, as problems in Danish."""
    found = error.errors()
    ways = [details["loc"] for details in found]

    def follows(details: ErrorDetails) -> bool:
        """A list is also called too short when its points are wrong; that says nothing new."""
        way = details["loc"]
        deeper = any(len(other) > len(way) and other[: len(way)] == way for other in ways)
        return details["type"] == "too_short" and deeper

    return [_problem(loaded, raw, details) for details in found if not follows(details)]


def _problem(loaded: Loaded, raw: Raw, details: ErrorDetails) -> Problem:
    where = tuple(step for step in details["loc"])
    kind = details["type"]
    owner, field = _field(raw.collection.model, where)
    mark = loaded.locate(raw.file, (*raw.path, *where), key=kind == "extra_forbidden")
    put = _EXPLAIN.get(kind, _explain_other)
    message, hint = put(_Finding(where, details["input"], details.get("ctx", {}), owner, field))
    return Problem(raw.file, mark.line, mark.column, message, hint, kind)


@dataclass(frozen=True)
class _Finding:
    """A finding of the field table: the way to it, the value, and the field it breaks."""

    where: Trail
    value: Any
    limits: dict[str, Any]
    owner: type[fields.Record]
    field: Any

    @property
    def name(self) -> str:
        """The field as editors know it: »title« (Titel)."""
        names = [step for step in self.where if isinstance(step, str)]
        key = next((name for name in reversed(names)), "posten")
        label = f" ({self.field.title})" if self.field and self.field.title else ""
        return f"»{key}«{label}"

    @property
    def example(self) -> str:
        """A right example, when the field table has one."""
        examples = self.field.examples if self.field else None
        return f"Fx {shown(examples[0])}." if examples else ""


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


def _explain_missing(finding: _Finding) -> tuple[str, str]:
    key = finding.where[-1]
    why = finding.field.description or "" if finding.field else ""
    return f"Feltet {finding.name} mangler.", f"Tilføj »{key}:«. {why}".strip()


def _explain_unknown(finding: _Finding) -> tuple[str, str]:
    key, known = str(finding.where[-1]), finding.owner.model_fields
    hint = did_you_mean(key, known)
    if not hint:
        by_title = {info.title: name for name, info in known.items() if info.title}
        title = nearest(key, by_title)
        hint = f"Mente du »{by_title[title]}«?" if title else f"Kendte felter: {', '.join(known)}."
    return f"Ukendt felt: »{key}«.", hint


def _explain_choice(finding: _Finding) -> tuple[str, str]:
    choices = fields.vocabulary_of(finding.field.annotation, finding.field.metadata)
    value = str(finding.value)
    by_label = {word.label: key for key, word in choices.items()} | {key: key for key in choices}
    match = nearest(value, by_label)
    hint = f"Mente du »{by_label[match]}«?" if match else f"Vælg mellem {join(choices, 'og')}."
    return (
        f"{finding.name} skal være en af de kendte værdier, men er {shown(finding.value)}.",
        hint,
    )


def _must_be(what: str, advice: str = "") -> Callable[[_Finding], tuple[str, str]]:
    def explain(finding: _Finding) -> tuple[str, str]:
        found = shown(finding.value)
        hint = " ".join(part for part in (advice, finding.example) if part)
        return f"{finding.name} skal være {what}, men er {found}.", hint

    return explain


def _explain_long(finding: _Finding) -> tuple[str, str]:
    limit, length = finding.limits["max_length"], len(finding.value)
    message = f"{finding.name} må højst være {limit} tegn, men er {length}: {shown(finding.value)}"
    return message + ".", "Kort teksten af, eller del den i flere punkter."


def _explain_empty(finding: _Finding) -> tuple[str, str]:
    return f"{finding.name} må ikke være tom.", finding.example or "Skriv noget, eller slet feltet."


def _explain_few(finding: _Finding) -> tuple[str, str]:
    if finding.where[-1] == "sources":
        return "Et citat skal have mindst én kilde.", "Skriv kildens id under »sources:«."
    return f"{finding.name} skal have mindst ét punkt.", finding.example


def _explain_many(finding: _Finding) -> tuple[str, str]:
    limit, length = finding.limits["max_length"], finding.limits["actual_length"]
    message = f"{finding.name} må højst have {limit} punkter, men har {length}."
    return message, "Slå nogle af dem sammen, eller del posten i to."


def _explain_pattern(finding: _Finding) -> tuple[str, str]:
    pattern = finding.limits["pattern"]
    if pattern == fields.ID_PATTERN:
        return _must_be(
            "små bogstaver a-z, tal og bindestreg", "Skriv æ som ae, ø som oe og å som aa."
        )(finding)
    if pattern == fields.CODE_PATTERN:
        return _must_be("fire cifre i citationstegn")(finding)
    if pattern == fields.ABBREVIATION_PATTERN:
        return _must_be("tre store bogstaver")(finding)
    return _must_be("en tekst på én linje uden mellemrum først")(finding)


def _explain_date(finding: _Finding) -> tuple[str, str]:
    message = f"{finding.name} skal være en dato, der findes, men er {shown(finding.value)}."
    return message, 'Skriv et årstal, "2013-07" eller "2013-07-01".'


def _explain_url(finding: _Finding) -> tuple[str, str]:
    message = f"{finding.name} skal være en hel og sikker adresse, men er {shown(finding.value)}."
    return message, "Begynd med https://, http:// eller mailto:, og brug ingen mellemrum."


def _explain_low(finding: _Finding) -> tuple[str, str]:
    return _must_be(f"mindst {finding.limits['ge']}")(finding)


def _explain_high(finding: _Finding) -> tuple[str, str]:
    return _must_be(f"højst {finding.limits['le']}")(finding)


def _explain_block(finding: _Finding) -> tuple[str, str]:
    owner = fields.record_in(finding.field.annotation) if finding.field else finding.owner
    keys = ", ".join((owner or finding.owner).model_fields)
    return _must_be("en blok med nøgler", f"Nøglerne er {keys}.")(finding)


def _explain_other(finding: _Finding) -> tuple[str, str]:
    return _must_be("en gyldig værdi")(finding)


_EXPLAIN: dict[str, Callable[[_Finding], tuple[str, str]]] = {
    "missing": _explain_missing,
    "extra_forbidden": _explain_unknown,
    "literal_error": _explain_choice,
    "string_type": _must_be("en tekst", 'Sæt citationstegn om: "…".'),
    "int_type": _must_be("et helt tal uden citationstegn"),
    "tuple_type": _must_be("en liste", "Begynd hvert punkt med »- « på sin egen linje."),
    "model_type": _explain_block,
    "string_too_long": _explain_long,
    "string_too_short": _explain_empty,
    "too_short": _explain_few,
    "too_long": _explain_many,
    "string_pattern_mismatch": _explain_pattern,
    "greater_than_equal": _explain_low,
    "less_than_equal": _explain_high,
    "date": _explain_date,
    "url": _explain_url,
}
