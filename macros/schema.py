"""JSON Schemas (draft 2020-12) of the data files, made from the field table.

Editors' programs read them for help, completion and checks while one types. Ids that
seldom change (municipalities, phases, principles …) are offered as choices; an id that
is not among them is still allowed, since it may be made in the same change.
"""

import json
from collections.abc import Iterator
from typing import Any

from . import vocabulary as words
from .brand_model import Brand
from .describe import Described, Shape, describe
from .fields import ID_LIMIT, ID_PATTERN, YEARS
from .kinds import COLLECTIONS, MODEL_KINDS, Collection
from .link import Site
from .overlay_model import Changes

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "schema"
# References offered as choices; the ids of other kinds are too many, or change too often.
OFFERED = ("municipality", "region", "phase", "set", "principle", "way", "trait", "step", "charter")
_DATE = r"^(1[89]|20|21)\d{2}(-\d{2}){0,2}$"


def schemas(site: Site) -> dict[str, str]:
    """The text of every schema file, by its path from the root."""
    made = {}
    for file in dict.fromkeys(collection.file for collection in COLLECTIONS):
        inside = [one for one in COLLECTIONS if one.file == file]
        made[path_of_file(file)] = _text(_file_schema(inside, site))
    for collection in COLLECTIONS:
        made[path_of_entry(collection)] = _text({"$schema": DIALECT, **_entry(collection, site)})
    made[f"{FOLDER}/brand.json"] = _text(_brand(site))
    made[path_of_file("changes")] = _text({"$schema": DIALECT, **_record(describe(Changes), site)})
    return made


def _brand(site: Site) -> dict[str, Any]:
    return {"$schema": DIALECT, "title": "Udgiver", **_record(describe(Brand), site)}


def path_of_file(file: str) -> str:
    """The schema of `data/<file>.yaml`, from the root."""
    return f"{FOLDER}/{file}.json"


def path_of_entry(collection: Collection) -> str:
    """The schema of a single entry's file, `data/<collection>/<id>.yaml`."""
    return f"{FOLDER}/entry/{MODEL_KINDS[collection.model]}.json"


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _file_schema(collections: list[Collection], site: Site) -> dict[str, Any]:
    properties = {
        one.name: {
            "type": "array",
            "items": _entry(one, site),
            "description": f"Listen over {words.KINDS[MODEL_KINDS[one.model]].plural}.",
        }
        for one in collections
    }
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _entry(collection: Collection, site: Site) -> dict[str, Any]:
    label = words.KINDS[MODEL_KINDS[collection.model]].label
    fields = describe(collection.model)
    schema = {"title": label, **_record(fields, site)}
    schema["defaultSnippets"] = [{"label": f"Ny: {label.lower()}", "body": _snippet(fields)}]
    return schema


def _snippet(fields: tuple[Described, ...]) -> dict[str, Any]:
    """What one must fill in, with stops to jump between."""
    body: dict[str, Any] = {}
    required = [field for field in fields if field.required]
    for stop, field in enumerate(required, 1):
        if field.many:
            body[field.name] = [f"${stop}"]
        elif field.shape.fields and not field.shape.short:
            body[field.name] = dict.fromkeys((one.name for one in field.shape.fields), "null")
        else:
            body[field.name] = f"${{{stop}:{field.title}}}"
    return body


def _record(fields: tuple[Described, ...], site: Site) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _field(field, site) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _field(field: Described, site: Site) -> dict[str, Any]:
    value = _shape(field.shape, site)
    if field.many:
        value = {"type": "array", "items": value}
    if field.nullable:
        value = {"anyOf": [value, {"type": "null"}]}
    said = {"title": field.title, "description": field.description or field.title}
    return said | value | ({"examples": [field.example]} if field.example is not None else {})


def _shape(shape: Shape, site: Site) -> dict[str, Any]:
    if shape.type == "record":
        whole = _record(shape.fields, site)
        return {"anyOf": [_short(shape, site), whole]} if shape.short else whole
    if shape.type == "choice":
        return {"oneOf": [{"const": value, "title": label} for value, label in shape.choices]}
    if shape.type == "reference":
        return _reference(shape, site)
    if shape.type in ("any", "number"):
        return {"type": "integer"} if shape.type == "number" else {}
    if shape.type == "date":
        years = {"type": "integer", "minimum": YEARS.start, "maximum": YEARS.stop - 1}
        return {"anyOf": [years, {"type": "string", "pattern": _DATE}]}
    limits = {"maxLength": shape.limit, "pattern": shape.pattern}
    return {"type": "string", "minLength": 1} | {k: v for k, v in limits.items() if v is not None}


def _short(shape: Shape, site: Site) -> dict[str, Any]:
    return next(_shape(field.shape, site) for field in shape.fields if field.name == shape.short)


def _reference(shape: Shape, site: Site) -> dict[str, Any]:
    known = [{"const": i, "title": title} for i, title in _offered(shape, site)]
    any_id = {"type": "string", "pattern": ID_PATTERN, "maxLength": ID_LIMIT}
    return {"anyOf": [*known, any_id]} if known else any_id


def _offered(shape: Shape, site: Site) -> Iterator[tuple[str, str]]:
    for kind in shape.kinds:
        if kind in OFFERED:
            yield from ((node.id, node.title) for node in site.of_kind(kind))
