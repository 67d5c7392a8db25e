"""What to tell of a text that should be a list, and may be one in other signs."""

import re
from typing import Any

from . import examples, fields
from .misfit import SAY_NULL, UNKNOWN, Advice, Misfit
from .slips import BULLETS

SHOWN = 80  # characters of a value in an example


def list_in_text(misfit: Misfit, value: str, said: Advice) -> Advice:
    """What to do with a text that should be a list, and may be one in other signs."""
    if not value.strip() or value.lower() in UNKNOWN:
        hint, none = (SAY_NULL, "null") if misfit.may_be_null else (_SAY_NONE, "[]")
        if not value.strip():
            said = said._replace(message=f"{misfit.name} skal være en liste, men er tom.")
        return said._replace(hint=hint, example=f"{misfit.key}: {none}")
    points = []
    if re.match(r"-\S", value):
        points = re.split(r"(?:^|\s)-(?=\S)", value)
        said = said._replace(hint="Der mangler et mellemrum efter bindestregen.")
    elif value[:1] in BULLETS:
        points = re.split(rf"(?:^|\s){value[0]}\s*", value)
        hint = f"Skriv »- « i stedet for »{value[0]}« foran hvert punkt, på sin egen linje."
        said = said._replace(hint=hint)
    elif _NUMBERED.match(value):
        points = _NUMBERED.split(value)
        said = said._replace(hint="Skriv »- « i stedet for tallet foran hvert punkt.")
    elif value.startswith("- "):
        points = re.split(r"(?:^|\n)- ", value)
        said = said._replace(hint=f"Slet tegnet efter »{misfit.key}:«, så punkterne er en liste.")
    elif len(ids := re.split(r"[,;]\s*", value)) > 1 and all(map(LIKE_ID.fullmatch, ids)):
        points = ids
    elif _leads_to_others(misfit.field):
        points = _ids(value.strip("()[]"))
        said = said._replace(hint="Skriv id'erne med komma mellem sig og [ ] om.")
    elif len(value) <= SHOWN:
        points = [value]
    shown_points = [point.strip() for point in points if point.strip()][:5]
    example = examples.as_yaml(misfit.key, shown_points) if shown_points else said.example
    return said._replace(example=example)


def _ids(text: str) -> list[str]:
    """The ids, or the names, that a text holds."""
    return text.split() if _IDS.fullmatch(text) else _BETWEEN_IDS.split(text)


def _leads_to_others(field: Any) -> bool:
    """Whether a list holds ids, alone or as the short form of its points."""
    record = fields.record_in(field.annotation)
    if record and record.SHORT:
        field = record.model_fields[record.SHORT]
    return bool(fields.mark_in(field.annotation, field.metadata, fields.Reference))


_NUMBERED = re.compile(r"(?:^|\s)\d{1,2}[.)]\s+")
_SAY_NONE = "Skriv [] for en tom liste."
# What people write between the names of what they refer to.
_BETWEEN_IDS = re.compile(r"\s*[,;/&]\s*|\s+og\s+")
# Ids on lines of their own without dashes, which YAML reads as one line; no words between them.
_IDS = re.compile(r"(?!.* og )[a-z0-9-]+(?: [a-z0-9-]+)+")
# An id of more than one word: what has commas between such is no text.
LIKE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
