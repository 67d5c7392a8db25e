"""The checker's words for every fault a form can meet, with gaps for what was found.

They are got by giving the checker itself one wrong value of each kind, so that there is one
place where a message is written. `{found}`, `{length}`, `{id}` … are the gaps.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from . import prose, rules
from . import vocabulary as words
from .describe import Described, describe
from .explain import explain
from .finding import Checked, Finding, Placed
from .load import Loaded, Raw
from .model import Collection
from .problem import Trail
from .read import Mark

# What must hold and was found, and what to do.
Words = tuple[str, str]
# Puts a value where a field stands in an entry that is right in all else.
Place = Callable[[Any], dict[str, Any]]

# A sign no text has, so that it can be found again in a message.
_SIGN = "\ue000"
_ID = "proeve-proeve"
_LONG = 98_765
_LEFT_OUT: Any = object()
_ENDLESS = "ord " * 76 + "ord."
_SENTENCES = "Én sætning. Én til."
# The kind that an id of the wrong kind is said to have; no field asks for it.
_OTHER = "draft_clause"


class _Nowhere(Loaded):
    """Data that stands in no file: everything is found at the beginning."""

    def locate(self, file: str, path: Trail, *, key: bool = False) -> Mark:
        """The beginning."""
        del file, path, key
        return Mark(1, 1)


def of_fields(collection: Collection) -> dict[tuple[str, ...], dict[str, Words]]:
    """For each field, by its way of names from the entry: the words for each of its faults."""
    base = _whole(describe(collection.model))
    return dict(_below(collection, describe(collection.model), (), lambda part: {**base, **part}))


def _whole(fields: tuple[Described, ...]) -> dict[str, Any]:
    """The least that a record must hold, and nothing wrong in it."""
    return {field.name: _right(field) for field in fields if field.required}


def _right(field: Described) -> Any:
    if field.nullable or field.many:
        return None if field.nullable else []
    shape = field.shape
    if shape.type == "record":
        return _whole(shape.fields)
    if shape.type == "choice":
        return shape.choices[0][0]
    return _ID if shape.type == "id" else "x"


def _below(
    collection: Collection,
    fields: tuple[Described, ...],
    way: tuple[str, ...],
    around: Callable[[dict[str, Any]], dict[str, Any]],
) -> Iterator[tuple[tuple[str, ...], dict[str, Words]]]:
    """Each field and those in the records below it; `around` puts a record in its entry."""
    for field in fields:
        place = _placing(field, around)
        yield (*way, field.name), _faults(collection, field, place)
        if field.shape.fields:
            inner = _placing_part(_whole(field.shape.fields), place)
            yield from _below(collection, field.shape.fields, (*way, field.name), inner)


def _placing(field: Described, around: Callable[[dict[str, Any]], dict[str, Any]]) -> Place:
    """Puts a value in a field, in a list when the field holds several."""

    def place(value: Any) -> dict[str, Any]:
        listed = field.many and value is not _LEFT_OUT
        return around({field.name: [value] if listed else value})

    return place


def _placing_part(
    whole: dict[str, Any], place: Place
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Puts a part of a record in an otherwise right one."""
    return lambda part: place({**whole, **part})


def _faults(collection: Collection, field: Described, place: Place) -> dict[str, Words]:
    """The words for what can be wrong with one field's value."""
    found = {}
    for name, value in _wrong(field):
        if said := _said(collection, place(value)):
            found[name] = said
    if field.shape.type == "reference":
        found |= _reference_faults(collection, place)
    return found


def _wrong(field: Described) -> Iterator[tuple[str, Any]]:
    shape = field.shape
    if field.required:
        yield "missing", _LEFT_OUT
    if shape.limit:
        yield "long", "x" * _LONG
    if shape.pattern:
        yield "pattern", f" {_SIGN}"
    if shape.type in ("choice", "date", "address"):
        yield shape.type, _SIGN
    if shape.type in ("text", "line", "prose"):
        yield "empty", ""


def _said(collection: Collection, data: dict[str, Any]) -> Words | None:
    """What the field table says of an entry with one fault."""
    raw = _raw(collection, _without_gaps(data))
    try:
        collection.model.model_validate(raw.data)
    except ValidationError as error:
        first = explain(_Nowhere(Path()), raw, error)[0]
        return _with_gaps(first.message), _with_gaps(first.hint)
    return None


def _without_gaps(data: Any) -> Any:
    """The data without the keys that a fault leaves out."""
    if isinstance(data, dict):
        return {k: _without_gaps(v) for k, v in data.items() if v is not _LEFT_OUT}
    return [_without_gaps(one) for one in data] if isinstance(data, list) else data


def _with_gaps(text: str) -> str:
    for found, gap in (
        ("x" * 57 + "…", "{found}"),
        (str(_LONG), "{length}"),
        (_SIGN, "{found}"),
        (_ID, "{id}"),
    ):
        text = text.replace(found, gap)
    return text


def _raw(collection: Collection, data: dict[str, Any], file: str = "data/x.yaml") -> Raw:
    return Raw(collection, data, file, (), 1, 1)


# --- Rules across fields ------------------------------------------------------


def _checked(collection: Collection, *entries: dict[str, Any], kinds: Mapping[str, str]) -> Checked:
    raws = [_raw(collection, data, f"data/{_SIGN}") for data in entries]
    placed = [Placed(collection.model.model_validate(raw.data), raw, {}) for raw in raws]
    return Checked(_Nowhere(Path(), raws), placed, set(), dict(kinds))


def _reference_faults(collection: Collection, place: Place) -> dict[str, Words]:
    """An id that nothing has, and one that is something else."""
    found = {}
    for name, kinds in (("unknown", {}), ("kind", {_SIGN: _OTHER})):
        checked = _checked(collection, place(_SIGN), kinds=kinds)
        for finding in rules.references(checked):
            if _SIGN in finding.message:
                label = words.KINDS[_OTHER].label.lower()
                message = finding.message.replace(f"{label}.", "{kind}.")
                found[name] = (_with_gaps(message), _with_gaps(finding.hint))
    return found


def of_rules(collection: Collection) -> dict[str, Words]:
    """The words for what can be wrong across fields and in texts, by a short name."""
    base = _whole(describe(collection.model))
    found: dict[str, Words] = {}
    for name, rule, entries in _broken(collection, base):
        findings = list(rule(_checked(collection, *entries, kinds={})))
        if findings:
            found[name] = _general(findings[-1])
    return found


def _general(finding: Finding) -> Words:
    message, hint = finding.message, finding.hint
    for part, gap in (
        (f"data/{_SIGN}:1", "{place}"),
        (f"<b{_SIGN}>", "{found}"),
        ("»#«", "»{found}«"),
        ("»governance«", "»{found}«"),
        ("2001", "{start}"),
        ("2000", "{end}"),
        ("77", "{length}"),
        (_ENDLESS[:57] + "…", "{found}"),
        (_SENTENCES, "{found}"),
    ):
        message, hint = message.replace(part, gap), hint.replace(part, gap)
    return _with_gaps(message), _with_gaps(hint)


def _broken(
    collection: Collection, base: dict[str, Any]
) -> Iterator[tuple[str, Callable[[Checked], Iterator[Finding]], list[dict[str, Any]]]]:
    """Entries that each break one rule."""
    names = collection.model.model_fields
    yield "used", rules.unique_ids, [base, base]
    if "period" in names:
        period = {"start": 2001, "end": 2000}
        yield "period", rules.periods, [{**base, "period": period}]
    if "relations" in names:
        one = {"to": _SIGN, "type": "supports", "why": "x"}
        yield "self", rules.relations, [{**base, "relations": [{**one, "to": _ID}]}]
        yield "twice", rules.relations, [{**base, "relations": [one, one]}]
    text, put = _text_of(collection, base)
    if not text:
        return
    yield "unsourced", _entries_sourced, [base]
    yield "claim", _statements_sourced, [put(_SIGN)]
    yield "link", prose.markdown, [put(f"[a][{_SIGN}]")]
    yield "address", prose.markdown, [put(f"[a]({_SIGN})")]
    yield "html", prose.markdown, [put(f"<b{_SIGN}>")]
    yield "block", prose.markdown, [put("# x")]
    yield "sentence", prose.plain_language, [put(_ENDLESS)]
    yield "jargon", prose.plain_language, [put("governance")]
    if "summary" in names:
        yield "summary", prose.plain_language, [{**base, "summary": _SENTENCES}]


def _entries_sourced(checked: Checked) -> Iterator[Finding]:
    return (finding for finding in rules.sourced(checked) if not finding.path)


def _statements_sourced(checked: Checked) -> Iterator[Finding]:
    return (finding for finding in rules.sourced(checked) if finding.path)


def _text_of(
    collection: Collection, base: dict[str, Any]
) -> tuple[str, Callable[[str], dict[str, Any]]]:
    """A field with running text, and the entry with a given text in it."""
    for name, many in (("how", True), ("definition", False), ("note", False)):
        if name in collection.model.model_fields:
            return name, partial(_with_text, base, name, many=many)
    return "", partial(_with_text, base, "", many=False)


def _with_text(base: dict[str, Any], name: str, text: str, *, many: bool) -> dict[str, Any]:
    return {**base, name: [text] if many else text}
