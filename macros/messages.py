"""The checker's words for every fault a form can meet, with gaps for what was found.

They are got by giving the checker itself one wrong value of each kind, so that there is one
place where a message is written. `{found}`, `{length}`, `{right}` … are the gaps.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

from pydantic import ValidationError

from . import prose, references, rules
from . import vocabulary as words
from .describe import Described, describe
from .entry_model import Entry
from .explain import explain
from .fields import Record
from .finding import Checked, Finding, Placed
from .kinds import Collection
from .load import Loaded, Raw
from .misfit import shown
from .personal import personal_data
from .problem import Problem


class Words(NamedTuple):
    """What must hold and was found, what to do, and what would be right."""

    message: str
    hint: str
    example: str


# What stands in the checker's words after a trial, and the gap to put there.
Gaps = Mapping[str, str]
# The name of a fault, a value that has it, and the gaps.
Trial = tuple[str, Any, Gaps]

# A sign no text has, so that it can be found again in a message.
_SIGN = "\ue000"
_FOUND = {_SIGN: "{found}"}
_ID = "proeve-proeve"
_LONG = "x" * 98_765
_FILE = "data/proeve.yaml"
_LEFT_OUT = object()
# The kind that an id of the wrong kind is said to have; no field asks for it.
_OTHER = "draft_clause"


# --- Fields -------------------------------------------------------------------

_EMPTY: Trial = ("empty", "", {})
_BY_TYPE: dict[str, tuple[Trial, ...]] = {
    "id": (("pattern", "Ærø", {"Ærø": "{found}", "aeroe": "{right}"}),),
    "text": (_EMPTY, ("pattern", f" {_SIGN}", _FOUND)),
    "line": (_EMPTY, ("pattern", f" {_SIGN}", _FOUND)),
    "prose": (_EMPTY, ("pattern", f" {_SIGN}", _FOUND)),
    "choice": (("choice", _SIGN, _FOUND),),
    "date": (
        ("date", _SIGN, _FOUND),
        ("year", "1700", {"1700": "{found}"}),
        ("turned", "3. juli 2013", {"3. juli 2013": "{found}", "2013-07-03": "{right}"}),
        ("alone", "ca. 2013", {"ca. 2013": "{found}", "2013": "{right}"}),
        ("apart", "2011-2013", {"2011-2013": "{found}"}),
        (
            "days",
            "2013-02-30",
            {"2013-02-30": "{found}", "Februar 2013": "{month}", "28": "{last}"},
        ),
    ),
    "address": (
        ("address", _SIGN, _FOUND),
        ("bare", "proeve.dk", {"proeve.dk": "{found}"}),
        (
            "within",
            "<https://proeve.dk/>",
            {"<https://proeve.dk/>": "{found}", "https://proeve.dk/": "{right}"},
        ),
        ("spaces", "https://proeve.dk/a b", {"https://proeve.dk/a b": "{found}"}),
        ("unfilled", "https://[proeve].dk/", {"https://[proeve].dk/": "{found}"}),
    ),
}


def of_record(model: type[Record]) -> dict[str, dict[str, Words]]:
    """For each field of a record: the words for each of its faults."""
    return {field.name: dict(_of_field(model, field)) for field in describe(model)}


def _of_field(model: type[Record], field: Described) -> Iterator[tuple[str, Words]]:
    for name, value, gaps in _trials(field):
        data = _with(model, field, value)
        try:
            model.model_validate(data)
        except ValidationError as error:
            raw = _raw(model, data)
            yield name, _words(explain(_loaded(raw), raw, error)[0], gaps)
    if field.shape.type == "reference":
        yield from _of_reference(model, field)


def _trials(field: Described) -> Iterator[Trial]:
    """Values that may be wrong in a field."""
    shape = field.shape
    if field.required:
        yield "missing", _LEFT_OUT, {}
    if shape.limit:
        yield "long", _LONG, {shown(_LONG)[1:-1]: "{found}", str(len(_LONG)): "{length}"}
    yield from _BY_TYPE.get(shape.type, ())
    if field.nullable and shape.type in ("choice", "date", "address"):
        yield "unknown", "ukendt", {"ukendt": "{found}"}
    if field.nullable and shape.type == "date":
        yield "ongoing", "igangværende", {"igangværende": "{found}"}


def _of_reference(model: type[Record], field: Described) -> Iterator[tuple[str, Words]]:
    """An id that nothing has, and one that is something else."""
    other = {words.KINDS[_OTHER].label.lower(): "{kind}"}
    raw = _raw(model, _with(model, field, _SIGN))
    for name, kinds, gaps in (("missed", {}, _FOUND), ("kind", {_SIGN: _OTHER}, _FOUND | other)):
        for finding in references.lead_right(Checked(_loaded(raw), [], set(), kinds)):
            if finding.path[0] == field.name:
                yield name, _words(finding, gaps)


def _with(model: type[Record], field: Described, value: Any) -> dict[str, Any]:
    """The least that a record must hold, with a value in one of its fields."""
    data = _least(model)
    data.pop(field.name, None)
    if value is not _LEFT_OUT:
        data[field.name] = [value] if field.many else value
    return data


def _least(model: type[Record]) -> dict[str, Any]:
    """The least that a record must hold, and nothing wrong in it."""
    return {field.name: _right(field) for field in describe(model) if field.required}


def _right(field: Described) -> Any:
    shape = field.shape
    if field.nullable or field.many:
        return None if field.nullable else []
    if shape.record:
        return _least(shape.record)
    if shape.type == "choice":
        return shape.choices[0][0]
    return _ID if shape.type == "id" else "x"


# --- The checker, given what it needs -----------------------------------------


def _raw(model: type[Record], data: Any) -> Raw:
    """Data as if it were an entry; all that is asked of the model is its fields."""
    return Raw(Collection("", "", cast("type[Entry]", model)), data, _FILE, (), 1, 1)


def _loaded(*raws: Raw) -> Loaded:
    return Loaded(Path(), list(raws), texts={_FILE: ""})


def _words(found: Finding | Problem, gaps: Gaps) -> Words:
    """What was found, with gaps."""
    said = [found.message, found.hint, found.example]
    for text, gap in gaps.items():
        said = [one.replace(text, gap) for one in said]
    return Words(*said)


# --- Rules --------------------------------------------------------------------

# A rule, the entries that break it, and the gaps.
_Broken = tuple[Callable[[Checked], Iterator[Finding]], list[dict[str, Any]], Gaps]


def of_rules(collection: Collection) -> dict[str, Words]:
    """The words for what can be wrong across fields and in texts, by a short name."""
    model = collection.model
    broken = {**_across(model), **_claims(model), **_texts(model)}
    found = {}
    for name, (rule, entries, gaps) in broken.items():
        checked = _checked(model, *entries)
        if finding := next(rule(checked), None):
            found[name] = _words(finding, gaps)
    return found | _moved_readings(model) | _personal()


def _checked(model: type[Entry], *entries: dict[str, Any], kinds: Gaps | None = None) -> Checked:
    raws = [_raw(model, data) for data in entries]
    placed = [Placed(model.model_validate(raw.data), raw, {}) for raw in raws]
    return Checked(_loaded(*raws), placed, set(), dict(kinds or {_ID: "case"}))


def _across(model: type[Entry]) -> dict[str, _Broken]:
    """Entries that each break a rule across fields."""
    least, names = _least(model), model.model_fields
    of_id = {_ID: "{id}"}
    found: dict[str, _Broken] = {
        "used": (references.unique_ids, [least, least], {f"{_FILE}:1": "{place}", **of_id}),
        "moved": (rules.moved, [{**least, "status": "moved"}], of_id),
    }
    if "period" in names:
        entry = {**least, "period": {"start": 2001, "end": 2000}}
        found["period"] = (rules.periods, [entry], {"2001": "{start}", "2000": "{end}"})
    if "relations" in names:
        one = {"to": _SIGN, "type": "supports", "why": "x"}
        found["self"] = (rules.relations, [{**least, "relations": [{**one, "to": _ID}]}], of_id)
        found["twice"] = (rules.relations, [{**least, "relations": [one, one]}], _FOUND)
    return found


def _claims(model: type[Entry]) -> dict[str, _Broken]:
    """Entries whose claims have no source."""
    found: dict[str, _Broken] = {}
    if "sources" in model.model_fields:
        found["unsourced"] = (rules.sourced, [_least(model)], {_ID: "{id}"})
    for name, claim in (("how", [_SIGN]), ("definition", _SIGN)):
        if name in model.model_fields:
            found["claim"] = (rules.sourced, [{**_least(model), name: claim}], _FOUND)
    return found


_ASTRAY = (("principles", "way"), ("ways", "principle"), ("ways", "trait"), ("ways", "step"))


def _moved_readings(model: type[Entry]) -> dict[str, Words]:
    """What a case shows, noted under the other heading."""
    found = {}
    for name, kind in _ASTRAY:
        if name in model.model_fields:
            entry = {**_least(model), name: [{"id": _SIGN, "why": "x"}]}
            finding = next(references.lead_right(_checked(model, entry, kinds={_SIGN: kind})))
            label = words.KINDS[kind].label.lower()
            found[f"{name} {kind}"] = _words(finding, {_SIGN: "{found}", f": {label}": ": {kind}"})
    return found


# --- Texts --------------------------------------------------------------------

_ENDLESS = "ord " * 76 + "ord."
_SENTENCES = "Én sætning. Én til."
_HEADING, _HEADINGS = prose.BLOCKS[0]
_CROOKED = prose.CROOKED[3]
_IN_TEXTS: tuple[tuple[str, Callable[[Checked], Iterator[Finding]], str, Gaps], ...] = (
    ("link", prose.mentions, f"[tekst][{_SIGN}]", _FOUND),
    ("address", prose.markdown, f"[a]({_SIGN})", _FOUND),
    ("known", prose.markdown, f"[tekst]({_ID})",
     {f"[tekst][{_ID}]": "{right}", f"»{_ID}«": "»{found}«"}),
    ("crooked", prose.markdown, "[[x]]",
     {"[[x]]": "{found}", _CROOKED.message: "{what}", _CROOKED.right: "{right}",
      _CROOKED.hint: "{way}"}),
    ("html", prose.markdown, f"<b{_SIGN}>", {f"<b{_SIGN}>": "{found}"}),
    ("entity", prose.markdown, "&euro;", {"&euro;": "{found}", "€": "{right}"}),
    ("space", prose.markdown, "&nbsp;", {"&nbsp;": "{found}"}),
    ("block", prose.markdown, f"{_HEADING} x",
     {f"»{_HEADING}«": "»{found}«", _HEADINGS: "{what}"}),
    ("sentence", prose.plain_language, _ENDLESS,
     {shown(_ENDLESS)[1:-1]: "{found}", "77": "{length}"}),
    ("jargon", prose.plain_language, "governance", {"»governance«": "»{found}«"}),
)  # fmt: skip


def _texts(model: type[Entry]) -> dict[str, _Broken]:
    """Entries with a text that breaks a rule."""
    least, names = _least(model), model.model_fields
    field = next(name for name in ("what", "note") if name in names)
    found: dict[str, _Broken] = {
        name: (rule, [{**least, field: text}], gaps) for name, rule, text, gaps in _IN_TEXTS
    }
    if "summary" in names:
        gaps = {_SENTENCES: "{found}", "Én sætning.": "{first}"}
        found["summary"] = (prose.plain_language, [{**least, "summary": _SENTENCES}], gaps)
    return found


def _personal() -> dict[str, Words]:
    """Texts with personal data."""
    texts = {
        "cpr": "010203-1234",
        "telephone": "20 30 40 50",
        "email": "proeve@gmail.com",
        "named": "anna.berg@roskilde.dk",
    }
    return {name: _words(next(personal_data(_FILE, text)), {}) for name, text in texts.items()}
