"""JSON Schemas (draft 2020-12) and an OpenAPI description of exactly what is published.

Unlike the schemas of the data files, which let an editor leave things out and write them
short, these hold every field in its one full form. Both are made from the field table.
"""

from typing import Any

from . import vocabulary as words
from .describe import Described, Shape, describe
from .fields import ID_LIMIT, ID_PATTERN
from .published import (
    LICENCE,
    QUOTED,
    ROOT,
    SOME_MUNICIPALITY,
    VERSION,
    About,
    Published,
    collections,
)
from .schema import DIALECT

INDEX = f"{ROOT}/schema/index.json"
OPENAPI = f"{ROOT}/openapi.json"
_TEXT: dict[str, Any] = {"type": "string"}
_DATE: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$"}
_ID: dict[str, Any] = {"type": "string", "pattern": ID_PATTERN, "maxLength": ID_LIMIT}
_WHOSE = f"kommunens id, eller »{SOME_MUNICIPALITY}«, når sitet ikke siger hvilken"
_COUNT = {"type": "integer", "minimum": 0}


def schemas(about: About) -> dict[str, dict[str, Any]]:
    """Every schema by its address."""
    made = {INDEX: _named(about, INDEX, "Indgangen", _index())}
    for one in collections():
        record = _record(one)
        made[one.entry_schema] = _named(about, one.entry_schema, f"Én af {one.title}", record)
        whole = _object(_head(one) | {"entries": _list({"$ref": "#/$defs/record"})})
        whole["$defs"] = {"record": record}
        made[one.schema] = _named(about, one.schema, f"Alle {one.title}", whole)
    return made


def _named(about: About, place: str, title: str, schema: dict[str, Any]) -> dict[str, Any]:
    identity = {"$id": about.to(place)} if about.base else {}
    return {"$schema": DIALECT, **identity, "title": title, **schema}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """An object with just these properties, all of them."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _index() -> dict[str, Any]:
    listed = _object(
        {
            "name": {"enum": [one.name for one in collections()]},
            "title": _TEXT, "count": _COUNT, "data": _TEXT, "entry": _TEXT, "csv": _TEXT,
            "schema": _TEXT, "entry_schema": _TEXT,
        }
    )  # fmt: skip
    return _object(
        {
            "version": {"const": VERSION}, "name": _TEXT, "description": _TEXT, "site": _TEXT,
            "licence": {"const": LICENCE}, "licence_note": _TEXT, "commit": _or_null(_TEXT),
            "documentation": _TEXT, "openapi": _TEXT, "catalogue": _list(_TEXT),
            "feeds": _list(_TEXT), "count": _COUNT, "collections": _list(listed),
        }
    )  # fmt: skip


def _head(one: Published) -> dict[str, Any]:
    """What stands at the top of a collection's file."""
    return {
        "version": {"const": VERSION}, "collection": {"const": one.name}, "title": _TEXT,
        "licence": {"const": LICENCE}, "schema": _TEXT, "count": _COUNT,
    }  # fmt: skip


def _record(one: Published) -> dict[str, Any]:
    reference = {
        "id": _ID, "kind": {"enum": sorted(words.KINDS)}, "title": _TEXT,
        "page": _said(_TEXT, "Siden, posten vises på."), "data": _said(_TEXT, "Postens fil."),
    }  # fmt: skip
    link = {
        "type": _said(_TEXT, "Hvordan de to hænger sammen."),
        "why": _said(_or_null(_TEXT), "Begrundelsen, når der er en."),
        **reference,
    }
    return _object(
        reference
        | {
            "collection": {"const": one.name},
            "origin": _said(
                _TEXT, "Tom: fra projektet selv. Ellers kommunens id, eller »kommune«."
            ),
            "changed": _said(_list(_TEXT), "Felter, som kommunen har givet sine egne ord."),
            "licence": {"const": LICENCE},
            "quoted": _said(_list({"enum": sorted(QUOTED)}), "Felter med andres egne ord."),
            "part_of": _said(_or_null(_object(reference)), "Den post, den er en del af."),
            "entry": _entry(describe(one.model)),
            "links": _said(_list(_object(link)), "Det, posten peger på."),
            "backlinks": _said(_list(_object(link)), "Det, der peger på posten."),
        }
    )


def _said(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {**schema, "description": description}


def _entry(fields: tuple[Described, ...]) -> dict[str, Any]:
    return _object({field.name: _field(field) for field in fields})


def _field(field: Described) -> dict[str, Any]:
    value = _shape(field.shape)
    value = _list(value) if field.many else value
    value = _or_null(value) if field.nullable else value
    description = {"description": field.description} if field.description else {}
    return {"title": field.title, **description, **value}


def _shape(shape: Shape) -> dict[str, Any]:
    if shape.type == "record":
        return _entry(shape.fields)
    if shape.type == "choice":
        return {"enum": [value for value, _ in shape.choices]}
    fixed: dict[str, dict[str, Any]] = {
        "reference": _ID,
        "number": {"type": "integer"},
        "date": _DATE,
    }
    if shape.type in fixed:
        return fixed[shape.type]
    limits = {"maxLength": shape.limit, "pattern": shape.pattern}
    return _TEXT | {key: value for key, value in limits.items() if value is not None}


# --- OpenAPI ------------------------------------------------------------------


def openapi(about: About) -> dict[str, Any]:
    """The API described for programs, by OpenAPI 3.1."""
    paths: dict[str, Any] = {f"/{ROOT}/index.json": _get("index", "Indgangen", INDEX)}
    for one in collections():
        paths[f"/{one.whole}"] = _get(one.name, f"Alle {one.title}", one.schema)
        single = _get(f"{one.name}_one", f"Én af {one.title}", one.entry_schema)
        paths[f"/{one.one('{id}')}"] = {"parameters": [_PARAMETER], **single}
        table = {"text/csv": {"schema": _TEXT}}
        paths[f"/{one.table}"] = _answer(f"{one.name}_csv", f"{one.title} som tabel", table)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{about.name}: åbne data",
            "summary": about.description,
            "version": VERSION,
            "license": {"name": "CC BY 4.0", "url": LICENCE},
        },
        "servers": [{"url": about.base.rstrip("/") or "../.."}],
        "paths": paths,
    }


_PARAMETER = {"name": "id", "in": "path", "required": True, "schema": _ID}


def _get(name: str, summary: str, schema: str) -> dict[str, Any]:
    # Seen from the OpenAPI file, which lies beside the folder of schemas.
    reference = {"$ref": schema.removeprefix(f"{ROOT}/")}
    return _answer(name, summary, {"application/json": {"schema": reference}})


def _answer(name: str, summary: str, content: dict[str, Any]) -> dict[str, Any]:
    missing = {"description": "Findes ikke"}
    responses = {"200": {"description": summary, "content": content}, "404": missing}
    return {"get": {"operationId": name, "summary": summary, "responses": responses}}
