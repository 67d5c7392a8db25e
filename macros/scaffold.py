"""A new entry as a file of its own, made from answers given as text, one per field."""

from collections.abc import Iterator, Mapping
from typing import Any

from . import write
from .danish import slug
from .describe import Described, describe
from .fields import Record
from .kinds import COLLECTIONS, MODEL_KINDS, Collection

# What can be made, by the name a person types.
KINDS_TO_MAKE = {MODEL_KINDS[collection.model]: collection for collection in COLLECTIONS}
_NOT_ASKED = ("status", "see", "updated", "relations")


def questions(model: type[Record], prefix: str = "") -> Iterator[tuple[str, Described]]:
    """Each field a person fills in with its path, such as `period.start`.

    What can be said in one text is asked for as one, where the whole entry has sources.
    """
    sourced = "sources" in model.model_fields
    for field in describe(model):
        in_one = field.shape.short and sourced
        if field.shape.type == "record" and not field.many and not in_one:
            for inner in field.shape.fields:
                yield f"{prefix}{field.name}.{inner.name}", inner
        elif field.name not in _NOT_ASKED:
            yield f"{prefix}{field.name}", field


def data(model: type[Record], answers: Mapping[str, str]) -> dict[str, Any]:
    """The entry that the answers say; the id is made from the title when none is given.

    Lists of texts are separated by `;`, lists of ids by `,`; a reading is `fp-3: why`.
    An empty answer leaves a field out, or says it is not known where the field asks for that.
    """
    entry: dict[str, Any] = {}
    for path, field in questions(model):
        answer = answers.get(path, "").strip()
        if not answer and path == "id":
            answer = slug(answers.get("title") or answers.get("name") or "")
        if answer or field.required:
            *above, last = path.split(".")
            holder = entry
            for name in above:
                holder = holder.setdefault(name, {})
            holder[last] = _value(field, answer)
    return entry


def _value(field: Described, answer: str) -> Any:
    if not answer:
        return [] if field.many and not field.nullable else None
    if not field.many:
        return int(answer) if field.shape.type == "number" and answer.isdigit() else answer
    first = field.shape.fields[0] if field.shape.fields else field
    parts = answer.split("," if _is_short(field, first) else ";")
    return [_one(field, part.strip()) for part in parts if part.strip()]


def _is_short(field: Described, first: Described) -> bool:
    """Whether the parts are ids, so that a comma can stand between them."""
    return first.shape.type == "reference" and (not field.shape.fields or bool(field.shape.short))


def _one(field: Described, part: str) -> Any:
    if not field.shape.fields or field.shape.short:
        return part
    names = [inner.name for inner in field.shape.fields]
    return dict(zip(names, (one.strip() for one in part.split(":", len(names) - 1)), strict=False))


def path_of(collection: Collection, identifier: str, folder: str = "data") -> str:
    """Where an entry of its own file stands, from the root."""
    return f"{folder}/{collection.name}/{identifier}.yaml"


def text_of(collection: Collection, entry: Mapping[str, Any], folder: str = "data") -> str:
    """The file's text, with the line that tells an editor's program its schema."""
    return write.entry(entry, {(next(iter(entry)),): [modeline(collection, folder)]})


def modeline(collection: Collection, folder: str = "data") -> str:
    """The comment that tells an editor's program which schema an entry's own file has."""
    up = "../" * (folder.count("/") + 2)
    return f"# yaml-language-server: $schema={up}schema/entry/{MODEL_KINDS[collection.model]}.json"
