"""What the forms need in the browser: fields with the checker's words, known ids, entries.

A form is made from the description of a collection's fields alone, so that it cannot ask
for anything else, or say anything else, than the checker does.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from . import markup, messages, personal, plain, prose
from . import vocabulary as words
from .addresses import FORMS
from .brand_model import FILE, Brand
from .date_advice import BARE_ADDRESS, DANISH_DATE, ONGOING, WITHIN, YEAR
from .describe import Described, Shape, describe
from .fields import ALLOWED_SCHEMES, YEARS, Record
from .finding import explained
from .kinds import COLLECTIONS, MODEL_KINDS, Collection
from .link import Node, Site, followed
from .misfit import UNKNOWN
from .model import Term
from .patterns import javascript
from .put import put
from .repository import Forge
from .scaffold import modeline

# Where the browser finds what is known already: ids, kinds, titles, places.
KNOWN = "assets/kendt.js"
# Where it finds the data of one entry.
ENTRIES = {"case": "cases/{}/data.js", "source": "kilder/{}/data.js", "term": "ordliste/{}.js"}
# The order people are asked in, under headings; fields not named here come last.
GROUPS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "cases": (
        ("Casen kort", ("title", "id", "municipalities", "period", "area", "actors", "summary")),
        ("Hvad der skete", ("what", "how", "outcome", "learning")),
        ("Kilder", ("sources", "what_sources", "certainty", "certainty_note")),
        ("Redaktionens læsning", ("phases", "form", "principles", "ways", "relations")),
    ),
    "sources": (
        ("Kilden", ("title", "id", "authors", "publisher", "year", "year_note", "kind")),
        ("Hvor den er, og hvad der er læst",
         ("url", "other_urls", "language", "access", "via", "note")),
    ),
    "glossary": (
        ("Ordet", ("title", "id", "definition", "synonyms", "english", "note")),
        ("Hvad det hænger sammen med", ("related", "relations")),
    ),
}  # fmt: skip
REST = "Sjældent brugt"
# What a person must know before a part of a form, by its heading.
INTROS = {
    "Casen kort": "Id'et bliver lavet af titlen. Gælder casen hele landet, så vælg ingen kommune.",
    "Hvad der skete": "Skriv ét punkt ad gangen. Står punktet i en bestemt kilde, så vælg den ved "
    "punktet. Ellers gælder casens kilder. Svarer kilderne ikke, så sæt kryds ved »Ikke oplyst«.",
    "Kilder": "Skriv lidt af kildens titel eller id, og vælg den på listen. Mangler den, så "
    "tilføj den i rammen nedenfor. Har I kun én kilde, er sikkerheden »én kilde«.",
    "Redaktionens læsning": "Det er en læsning af casen. Er I i tvivl, så vælg »uklart« i Form, "
    "og lad resten stå tomt. Redaktionen kan tilføje det senere.",
    REST: "Her skal I ikke skrive noget, når I indsender noget nyt.",
}


def form(name: str, forge: Forge) -> dict[str, Any]:
    """All that a form page needs: the entry's fields, and those of the sources made with it."""
    made = _collection(name)
    also = [_collection("sources")] if made.name == "cases" else []
    return {
        "forms": {one.name: _form(one, forge.data) for one in (made, *also)},
        "name": made.name,
        "address": FORMS[MODEL_KINDS[made.model]],
        "forge": {
            "label": forge.label,
            "new": {one.name: forge.new(f"{forge.data}/{one.name}") for one in (made, *also)},
            "edit": forge.edit(""),
            "data": forge.data,
            "name": forge.name_key,
            "text": forge.text_key,
            "contact": forge.contact,
        },
        "limits": _limits(),
    }


def _limits() -> dict[str, Any]:
    """What the checker looks for besides the fields' own limits."""
    patterns = {
        **plain.PATTERNS,
        **prose.PATTERNS,
        **personal.PATTERNS,
        "bareAddress": BARE_ADDRESS,
        "danishDate": DANISH_DATE,
        "year": YEAR,
        "within": WITHIN,
    }
    return {
        "longest": plain.LONGEST_SENTENCE,
        "years": [YEARS.start, YEARS.stop - 1],
        "schemes": list(ALLOWED_SCHEMES),
        "unknown": sorted(UNKNOWN),
        "ongoing": sorted(ONGOING),
        "blocks": prose.BLOCKS,
        "crooked": [(javascript(one), *said) for one, *said in prose.CROOKED],
        "office": sorted(personal.OFFICE),
        "before": personal.BEFORE,
        "patterns": {name: javascript(one) for name, one in patterns.items()},
    }


def _collection(name: str) -> Collection:
    return next(one for one in COLLECTIONS if one.name == name)


@cache
def _form(collection: Collection, folder: str) -> dict[str, Any]:
    """One collection's fields as data: `records` holds the entry's fields and those below."""
    records: list[Any] = []
    _record(collection.model, records, {})
    kind = MODEL_KINDS[collection.model]
    return {
        "kind": kind,
        "data": ENTRIES[kind],
        "modeline": modeline(collection, folder),
        "records": records,
        "groups": _groups(collection),
        "intros": INTROS,
        "says": messages.of_rules(collection),
    }


def _groups(collection: Collection) -> list[tuple[str, list[str]]]:
    groups = [(title, list(names)) for title, names in GROUPS[collection.name]]
    named = {name for _, names in groups for name in names}
    return [*groups, (REST, [name for name in collection.model.model_fields if name not in named])]


def _record(model: type[Record], records: list[Any], seen: dict[type[Record], int]) -> int:
    """Put a record's fields into `records` once; gives their place there."""
    if model not in seen:
        seen[model] = len(records)
        records.append(None)
        says = messages.of_record(model)
        records[seen[model]] = [
            _field(one, says[one.name])
            | ({"record": _record(one.shape.record, records, seen)} if one.shape.record else {})
            for one in describe(model)
        ]
    return seen[model]


def _field(one: Described, says: dict[str, messages.Words]) -> dict[str, Any]:
    """A field without what it does not have."""
    shape = one.shape
    found = {
        "name": one.name,
        "title": one.title,
        "help": one.description,
        "example": example(one),
        "required": one.required,
        "nullable": one.nullable,
        "many": one.many,
        "type": shape.type,
        "limit": shape.limit,
        "pattern": shape.pattern,
        "choices": shape.choices,
        "kinds": shape.kinds,
        "short": shape.short,
        "says": {name: (said.message, said.hint) for name, said in says.items()},
    }
    return {key: value for key, value in found.items() if value}


def example(one: Described) -> str:
    """A field's example as a person would write it; "" when there is none."""
    first = one.example[0] if isinstance(one.example, list) and one.example else one.example
    return "" if first is None or isinstance(first, dict) else str(first)


# --- The field reference ------------------------------------------------------


@dataclass(frozen=True)
class Reference:
    """A collection or a record in the field reference: its name, where it stands, its fields."""

    id: str
    title: str
    place: str
    fields: tuple[Described, ...]


@cache
def reference() -> list[Reference]:
    """Every collection, and after them every record that they are made of."""
    found = [
        Reference(
            MODEL_KINDS[one.model],
            words.KINDS[MODEL_KINDS[one.model]].plural.capitalize(),
            f"data/{one.file}.yaml · data/{one.name}/<id>.yaml",
            describe(one.model),
        )
        for one in COLLECTIONS
    ]
    records: dict[int, Reference] = {}
    for one in found:
        _records_below(one.fields, one.id, records)
    return [*found, *records.values()]


def brand_reference() -> list[Reference]:
    """The fields of a municipality's brand, and after them the records they are made of."""
    fields = describe(Brand)
    records: dict[int, Reference] = {}
    _records_below(fields, "brand", records)
    return [Reference("brand", "Hele filen", FILE, fields), *records.values()]


def _records_below(fields: tuple[Described, ...], way: str, found: dict[int, Reference]) -> None:
    for one in fields:
        inner = one.shape.fields
        if inner and id(inner) not in found:
            anchor = f"{way}-{one.name.replace('_', '-')}"
            found[id(inner)] = Reference(anchor, one.title, "", inner)
            _records_below(inner, anchor, found)


def record_id(one: Described) -> str:
    """The anchor of a field's record in the field reference."""
    parts = (*reference(), *brand_reference())
    return next(part.id for part in parts if part.fields is one.shape.fields)


def kinds_of(one: Described) -> list[str]:
    """What a reference may lead to, in words."""
    return [words.KINDS[kind].label.lower() for kind in one.shape.kinds]


# What a type is called, and how it is written.
TYPES = {
    "text": "tekst på én linje",
    "line": "tekst med *kursiv*, **fed** og links",
    "prose": "tekst i afsnit, med lister og links",
    "id": "id",
    "date": "årstal, måned eller dag",
    "address": "adresse på nettet",
    "number": "helt tal",
    "choice": "ét af disse",
    "reference": "id på en post",
    "record": "blok med egne felter",
}


# --- What is known already ----------------------------------------------------


def known(site: Site) -> dict[str, Any]:
    """Every id with its kind, title and place, and the words that the glossary explains."""
    return {
        "kinds": {kind: word.label for kind, word in words.KINDS.items()},
        "ids": [_known(site, identifier) for identifier in site.nodes],
        "words": sorted(explained(_terms(site))),
    }


@followed
def _known(site: Site, identifier: str) -> list[str]:
    node = site[identifier]
    return [node.id, node.kind, _called(node), f"{node.file}:{node.line}"]


def _terms(site: Site) -> Iterator[Term]:
    return (n.entry for n in site.of_kind("term") if isinstance(n.entry, Term))


def _called(node: Node) -> str:
    number = getattr(node.entry, "number", None)
    title = f"{number}. {node.title}" if number else node.title
    return title if len(title) <= 90 else f"{title[:89]}…"


def as_written(entry: Record) -> dict[str, Any]:
    """An entry's data as it stands in the file: short where it may be, years as numbers."""
    return _written(entry.model_dump(mode="json", exclude_unset=True), entry.__class__)


def _written(data: dict[str, Any], model: type[Record]) -> dict[str, Any]:
    otherwise = _otherwise(model)
    return {
        key: value if value is None or key not in otherwise else otherwise[key](value)
        for key, value in data.items()
    }


@cache
def _otherwise(model: type[Record]) -> dict[str, Callable[[Any], Any]]:
    """What puts values as they stand in the file, by field; all other values stand as they are."""
    found = {}
    for one in describe(model):
        if put := _putting(one.shape):
            found[one.name] = partial(_each, put) if one.many else put
    return found


def _putting(shape: Shape) -> Callable[[Any], Any] | None:
    if shape.record:
        return partial(_put_record, shape.record, shape.short)
    return _put_date if shape.type == "date" else None


def _each(put: Callable[[Any], Any], values: Iterable[Any]) -> list[Any]:
    return [put(one) for one in values]


def _put_record(model: type[Record], short: str | None, data: dict[str, Any]) -> Any:
    record = _written(data, model)
    return record[short] if short and record.keys() == {short} else record


def _put_date(said: str) -> int | str:
    return int(said) if said.isdigit() else said


# --- Files --------------------------------------------------------------------


def write(target: Path, site: Site) -> None:
    """Write what is known, and each entry's data beside its page, into the finished site."""
    put(target, KNOWN, known_file(site))
    for node in site.nodes.values():
        if node.kind in ENTRIES and not node.hidden:
            put(target, entry_place(node), entry_file(node))


def known_file(site: Site) -> str:
    """What is known, as a script."""
    return _script("(window.samskabelse ??= {{}}).site = {}", known(site))


def entry_place(node: Node) -> str:
    """The address of an entry's data."""
    return ENTRIES[node.kind].format(node.id)


def entry_file(node: Node) -> str:
    """An entry's data, as a script."""
    collection = next(one for one in COLLECTIONS if MODEL_KINDS[one.model] == node.kind)
    data = {
        "collection": collection.name,
        "file": node.file,
        "line": node.line,
        "data": as_written(node.entry),
    }
    return _script("window.samskabelse.entry({})", data)


def _script(said: str, data: Any) -> str:
    """A script that hands over data; no text in it can end the script."""
    return f'"use strict";\n{said.format(markup.data_block(data))};\n'
