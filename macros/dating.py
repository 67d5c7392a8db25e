"""When the text of an entry was last changed: by a form today, or as git remembers it.

A build never asks git: what is found here is written into the data once, so that a copy
without the history, or with only the end of it, gives the same dates.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .entry_model import Entry
from .fields import Record
from .fix import formed, ordered
from .kinds import COLLECTIONS, raw_parts
from .own_folder import DATA
from .read import Marks, read_yaml
from .touched import history, is_whole, listed, text_at

_FOLDERS = ("data", DATA)
_MODELS = {one.name: one.model for one in COLLECTIONS}
_Digests = Mapping[str, str]


class ShortHistoryError(Exception):
    """The history is not all here, so that it cannot say when a text is from."""


def today() -> str:
    """The day it is, for commands: a build asks no clock."""
    return dt.datetime.now(tz=dt.UTC).date().isoformat()


def stamped(model: type[Record], entry: Mapping[str, Any], day: str) -> dict[str, Any]:
    """The entry as changed on a day, its keys in the order of its model."""
    return ordered(model, {**entry, "updated": day})  # type: ignore[no-any-return]


def with_days(name: str, text: str, days: Mapping[str, str]) -> str:
    """A file with the day beside each entry that has one in `days`, in its canonical form."""
    marks = Marks()
    data = read_yaml(name, text, [], marks)
    for whole, one in _entries(name, data):
        for _, _, part in raw_parts(whole, one):
            if part["id"] in days:
                part["updated"] = days[part["id"]]
    return formed(name, data, text, marks)


def last_changed(root: Path, day: str) -> dict[str, str]:
    """The day on which the text of each entry became what it is, by id.

    What is changed and not yet committed is from `day`. The order of keys, the layout of the
    file and the file an entry stands in are no part of its text. Raises ShortHistoryError,
    or UnknownChangesError where git cannot tell.
    """
    if not is_whole(root):
        raise ShortHistoryError
    now = _on_disk(root)
    found, open_ = dict.fromkeys(now, day), set(now)
    read: dict[str, _Digests] = {}
    for commit, committed in history(root, *_FOLDERS):
        then: dict[str, str] = {}
        for name, blob in listed(root, commit, *_FOLDERS):
            if blob not in read:
                read[blob] = _digests(name, text_at(root, blob))
            then |= read[blob]
        open_ = {one for one in open_ if then.get(one) == now[one]}
        found |= dict.fromkeys(open_, committed)
        if not open_:
            break
    return found


def _on_disk(root: Path) -> dict[str, str]:
    files = [path for folder in _FOLDERS for path in sorted((root / folder).rglob("*.yaml"))]
    found: dict[str, str] = {}
    for path in files:
        found |= _digests(path.relative_to(root).as_posix(), path.read_text("utf-8"))
    return found


def _digests(name: str, text: str) -> _Digests:
    """What the text of each entry in a file comes to; nothing of a file that cannot be read."""
    data = read_yaml(name, text, [], Marks(), 0)
    return {
        str(part["id"]): _digest(model, part)
        for whole, one in _entries(name, data)
        for _, model, part in raw_parts(whole, one)
        if isinstance(part, dict) and "id" in part
    }


def _entries(name: str, data: Any) -> Iterator[tuple[type[Entry], Any]]:
    """The entries of a file: one, in a collection's folder, or those of several collections."""
    if not isinstance(data, dict):
        return
    if alone := _MODELS.get(Path(name).parent.name):
        yield alone, data
        return
    for key, entries in data.items():
        if key in _MODELS and isinstance(entries, list):
            yield from ((_MODELS[key], one) for one in entries)


def _digest(model: type[Entry], part: Mapping[str, Any]) -> str:
    """The text of an entry, without its date and the entries inside it."""
    left_out = ("updated", *model.PARTS)
    kept = {key: value for key, value in part.items() if key not in left_out}
    return json.dumps(kept, sort_keys=True, default=str)
