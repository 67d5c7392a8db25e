"""The field table's findings, put into Danish for editors.

Each finding becomes one problem, at its place in the file, and each fault is told once.
"""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from . import fields, vocabulary
from .advice import advise, is_id_as_key, known_field
from .belongs import looks_like, right_way
from .kinds import MODEL_KINDS
from .load import Loaded, Raw
from .misfit import Misfit
from .own_folder import DATA
from .problem import Problem, Trail


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
    # An id as a key stands for both fields of its point.
    pairs = {one["loc"][:-1] for one in found if _is_pair(model, one)}
    misnamed = {_meant(model, details) for details in found if details["type"] == "extra_forbidden"}

    def follows(details: ErrorDetails) -> bool:
        """Whether another finding has told of the same fault already."""
        way = details["loc"]
        if details["type"] == "too_short":  # a list whose points are wrong
            return any(len(other) > len(way) and other[: len(way)] == way for other in ways)
        return details["type"] == "missing" and (way[:-1] in split | pairs or way in misnamed)

    return [_problem(loaded, model, place, one) for one in found if not follows(one)]


def _wrong_file(raw: Raw, home: Any) -> Problem:
    label = vocabulary.KINDS[MODEL_KINDS[home.model]].label.lower()
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


def _is_pair(model: type[fields.Record], details: ErrorDetails) -> bool:
    way = details["loc"]
    return details["type"] == "extra_forbidden" and is_id_as_key(
        _field(model, way)[0], str(way[-1])
    )


def _meant(model: type[fields.Record], details: ErrorDetails) -> Trail:
    """The way to the field that an unknown one is, or that holds it, or that it is most like."""
    way = details["loc"]
    if home := right_way(model, way):
        return home[: len(way)]
    known = _field(model, way)[0].model_fields
    return (*way[:-1], known_field(str(way[-1]), known) or "")


def _problem(
    loaded: Loaded, model: type[fields.Record], place: tuple[str, Trail], details: ErrorDetails
) -> Problem:
    where = tuple(step for step in details["loc"])
    kind = details["type"]
    owner, field = _field(model, where)
    file, path = loaded.written(place[0], (*place[1], *where))
    mark = loaded.locate(file, path, key=kind == "extra_forbidden")
    home = right_way(model, where) if kind == "extra_forbidden" else None
    misfit = Misfit(where, details["input"], details.get("ctx", {}), owner, field, home)
    said = advise(kind, misfit)
    return Problem(
        file, mark.line, mark.column, said.message, said.hint, kind, example=said.example
    )


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
