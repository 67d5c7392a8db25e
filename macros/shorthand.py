"""Entries with everything written out, and as short as the field table allows.

A statement may be a bare text, a citation a bare id, and what is not known may be left
out. Forms need the long way; the files hold the short one.
"""

import re
from typing import Any

from .describe import Described, describe
from .fields import Record

_YEAR = re.compile(r"\d{4}")


def expanded(model: type[Record], data: dict[str, Any]) -> dict[str, Any]:
    """The entry with bare texts as records; what is not there stays away."""
    fields = {field.name: field for field in describe(model)}
    return _each(fields, data, _expanded)


def shortened(model: type[Record], data: dict[str, Any]) -> dict[str, Any]:
    """The entry as a file holds it; empty answers become what the field says of them."""
    fields = {field.name: field for field in describe(model)}
    return _filled(tuple(fields.values()), data)


def _each(fields: dict[str, Described], data: dict[str, Any], change: Any) -> dict[str, Any]:
    return {
        name: _items(fields[name], value, change) if name in fields else value
        for name, value in data.items()
    }


def _items(field: Described, value: Any, change: Any) -> Any:
    if field.many and isinstance(value, list):
        return [change(field, one) for one in value]
    return change(field, value)


def _expanded(field: Described, value: Any) -> Any:
    if isinstance(value, str) and field.shape.short:
        value = {field.shape.short: value}
    if not isinstance(value, dict) or not field.shape.fields:
        return value
    return _each({inner.name: inner for inner in field.shape.fields}, value, _expanded)


def _filled(fields: tuple[Described, ...], data: dict[str, Any]) -> dict[str, Any]:
    """The record in the order of its fields, without what says nothing."""
    known = {field.name for field in fields}
    entry = {name: value for name, value in data.items() if name not in known}
    kept: dict[str, Any] = {}
    for field in fields:
        value = _short(field, data.get(field.name))
        if field.required or value not in (None, [], {}):
            kept[field.name] = value
    return {**kept, **entry}


def _short(field: Described, value: Any) -> Any:
    nothing = value in ("", None, [], {})
    if nothing and field.required and _is_block(field):
        return _filled(field.shape.fields, {})
    if nothing:
        return [] if field.many and not field.nullable else None
    if field.many:
        return [_one(field, one) for one in value] if isinstance(value, list) else value
    return _one(field, value)


def _is_block(field: Described) -> bool:
    """Whether a field is always a record, so that even nothing known is said key by key."""
    return bool(field.shape.fields) and not (field.many or field.nullable or field.shape.short)


def _one(field: Described, value: Any) -> Any:
    if field.shape.type == "date" and isinstance(value, str) and _YEAR.fullmatch(value):
        return int(value)
    if not isinstance(value, dict) or not field.shape.fields:
        return value
    record = _filled(field.shape.fields, value)
    short = field.shape.short
    return record[short] if short and set(record) == {short} else record
