"""Data in the form of an earlier release, brought into today's: ours and a municipality's.

When a field gets another name or another form, a numbered migration is added here, and it
stays. There is no version number to keep: a migration knows its own work and leaves alone
what is already in the new form, so all of them can be run at any time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from . import write
from .decode import read_text
from .entry_model import Entry
from .fields import record_in
from .fix import comments_of
from .kinds import COLLECTIONS, raw_parts
from .load import load
from .own_folder import CHANGES, DATA
from .problem import Trail
from .read import Marks, read_yaml

# From an entry of one kind, as read, to the same entry in the new form. Only some of its
# fields may be there: a municipality's change holds one field alone.
Step = Callable[[type[Entry], dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Migration:
    """One change of form: its number, what it does in Danish, and how."""

    number: int
    said: str
    step: Step


def renamed(kind: type[Entry], old: str, new: str) -> Step:
    """A step that gives a field of one kind of entry another name, in its old place."""

    def step(model: type[Entry], data: dict[str, Any]) -> dict[str, Any]:
        if model is not kind or old not in data or new in data:
            return data
        return {new if name == old else name: value for name, value in data.items()}

    return step


# No field has changed its form since the first release.
MIGRATIONS: tuple[Migration, ...] = ()


def pending(
    root: Path, migrations: Sequence[Migration] = MIGRATIONS
) -> Iterator[tuple[str, str, list[Migration]]]:
    """Each file in an earlier form: its name, its text in today's, and what changed it."""
    if not migrations:
        return
    models = {
        part["id"]: model
        for raw in load(root).entries
        for _, model, part in raw_parts(raw.collection.model, raw.data)
        if isinstance(part, dict) and isinstance(part.get("id"), str)
    }
    for folder in ("data", DATA):
        for path in sorted((root / folder).rglob("*.yaml")):
            name = path.relative_to(root).as_posix()
            text = read_text(name, path, [])
            new, used = migrated(name, text, models, migrations) if text else (text, [])
            if used and new is not None:
                yield name, new, used


def migrated(
    name: str, text: str, models: Mapping[str, type[Entry]], migrations: Sequence[Migration]
) -> tuple[str, list[Migration]]:
    """A file's text in today's form, comments kept, and the migrations that changed it.

    `models` says what each id is, for the changes that name only an id and a field.
    """
    marks, used = Marks(), []
    before = data = read_yaml(name, text, [], marks)
    for migration in migrations:
        new = _file(name, data, models, migration.step)
        if new != data:
            used.append(migration)
        data = new
    if not used:
        return text, []
    paths = dict(_paths(before, data, (), ()))
    comments: dict[Trail, list[str]] = {}
    for path, said in comments_of(text, marks).items():
        while path not in paths:
            path = path[:-1]  # noqa: PLW2901 - what is gone leaves its comment to what held it
        comments.setdefault(paths[path], []).extend(said)
    whole = all(isinstance(value, list) for value in data.values())
    return (write.collections if whole else write.entry)(data, comments), used


def _file(name: str, data: Any, models: Mapping[str, type[Entry]], step: Step) -> Any:
    if not isinstance(data, dict):
        return data
    if name == CHANGES:
        return _listed(data, "changes", partial(_change, step, models))
    folder = {collection.name: collection.model for collection in COLLECTIONS}
    if (model := folder.get(Path(name).parent.name)) is not None:
        return _entry(step, model, data)
    for key, model in folder.items():
        data = _listed(data, key, partial(_entry, step, model))
    return data


def _listed(data: dict[str, Any], key: str, step: Callable[[Any], Any]) -> dict[str, Any]:
    """The data with a step taken for each thing in the list under a key."""
    if not isinstance(data.get(key), list):
        return data
    return {**data, key: [step(one) if isinstance(one, dict) else one for one in data[key]]}


def _entry(step: Step, model: type[Entry], data: Any) -> Any:
    """An entry and the entries inside it."""
    data = step(model, data)
    for name in model.PARTS:
        part = record_in(model.model_fields[name].annotation)
        if part and issubclass(part, Entry):
            data = _listed(data, name, partial(_entry, step, part))
    return data


def _change(step: Step, models: Mapping[str, type[Entry]], change: dict[str, Any]) -> Any:
    """A municipality's change: both its texts as the entry with that one field."""
    model, field = models.get(str(change.get("id"))), change.get("field")
    if model is None or not isinstance(field, str):
        return change
    changed = dict(change)
    for name in {"was", "now"} & set(change):
        ((changed["field"], changed[name]),) = step(model, {field: change[name]}).items()
    return changed


def _paths(old: Any, new: Any, before: Trail, after: Trail) -> Iterator[tuple[Trail, Trail]]:
    """Where each place of the old data is in the new; a key alone of its sort is renamed."""
    yield before, after
    if isinstance(old, list) and isinstance(new, list):
        for index, (one, other) in enumerate(zip(old, new, strict=False)):
            yield from _paths(one, other, (*before, index), (*after, index))
    elif isinstance(old, dict) and isinstance(new, dict):
        gone, come = [k for k in old if k not in new], [k for k in new if k not in old]
        names = {**{key: key for key in old if key in new}, **dict(zip(gone, come, strict=False))}
        for key, name in names.items():
            yield from _paths(old[key], new[name], (*before, key), (*after, name))
