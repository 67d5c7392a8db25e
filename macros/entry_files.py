"""The data as files of one entry each, wherever the entries really stand."""

import hashlib
import re
from pathlib import Path
from typing import Any

from . import knowledge, scaffold, write
from .dating import stamped, today
from .fields import ID_PATTERN
from .fix import save, with_entry
from .kinds import COLLECTIONS, Collection
from .load import Raw, load
from .own_folder import new_entries
from .problem import Problem, errors
from .read import Marks, read_yaml
from .shorthand import expanded, shortened
from .unseen import mended


class Entries:
    """Lists, gives and saves the entries of a copy; what is changed gets today's date.

    In a municipality's copy they are its own: what is common is changed in another way.
    """

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, new_entries(root)
        self.collections = {collection.name: collection for collection in COLLECTIONS}

    def listed(self, folder: str) -> list[dict[str, Any]]:
        """Every entry of `<data>/<collection>`, as the editor wants them."""
        return [
            self._as_file(raw)
            for raw in self._raw()
            if f"{self.folder}/{raw.collection.name}" == folder
        ]

    def one(self, path: str) -> dict[str, Any]:
        """The entry shown at this path. KeyError when there is none."""
        for raw in self._raw():
            if self._path(raw) == path:
                return self._as_file(raw)
        raise KeyError(path)

    def save(self, path: str, text: str) -> list[str]:
        """Write an entry where it stands, or as a new file; what is wrong, when it cannot be."""
        collection = self._collection(path)
        given = read_yaml(path, mended(text), [], Marks())
        if not isinstance(given, dict):
            return ["Posten er tom."]
        entry = shortened(collection.model, given)
        if (wanted := scaffold.path_of(collection, str(entry.get("id")), self.folder)) != path:
            return [f"Id'et kan ikke ændres her: Filen hedder {path}, ikke {wanted}."]
        raw = next((raw for raw in self._raw() if self._path(raw) == path), None)
        if raw is None or raw.data != entry:
            entry = stamped(collection.model, entry, today())
        known = set(map(_told, knowledge.read(self.root).problems))
        file = self.root / (raw.file if raw else path)
        before = file.read_bytes() if file.is_file() else None
        file.parent.mkdir(parents=True, exist_ok=True)
        if raw and raw.path and before:
            whole = file.read_text("utf-8")
            save(file, with_entry(raw.file, whole, entry["id"], entry))
        else:
            save(file, scaffold.text_of(collection, entry, self.folder))
        return self._refuse(file, before, known)

    def _refuse(self, file: Path, before: bytes | None, known: set[tuple[str, ...]]) -> list[str]:
        """What is wrong with a file just written, or has become so by it; it is then put back."""
        name = file.relative_to(self.root).as_posix()
        found = knowledge.read(self.root).problems
        wrong = errors([one for one in found if one.file == name or _told(one) not in known])
        if wrong and before is None:
            file.unlink()
        elif wrong and before is not None:
            save(file, before)
        return [f"{one.message} {one.hint}".strip() for one in wrong]

    def _raw(self) -> list[Raw]:
        return [
            raw
            for raw in load(self.root).entries
            if raw.file.startswith(f"{self.folder}/")
            and isinstance(raw.data, dict)
            and "id" in raw.data
        ]

    def _collection(self, path: str) -> Collection:
        parts = path.split("/")
        name, dot, ending = parts[-1].partition(".")
        # An id and nothing else: on Windows a backslash would lead out of the folder too.
        is_id = dot + ending == ".yaml" and re.fullmatch(ID_PATTERN, name)
        if "/".join(parts[:-2]) != self.folder or not is_id:
            raise KeyError(path)
        return self.collections[parts[-2]]

    def _path(self, raw: Raw) -> str:
        return scaffold.path_of(raw.collection, str(raw.data["id"]), self.folder)

    def _as_file(self, raw: Raw) -> dict[str, Any]:
        path = self._path(raw)
        text = write.entry(expanded(raw.collection.model, raw.data), {})
        return {
            "data": text,
            "file": {"path": path, "label": None, "id": hashlib.sha256(text.encode()).hexdigest()},
        }


def _told(problem: Problem) -> tuple[str, ...]:
    """What is told of, wherever in its file it stands."""
    return problem.file, problem.rule, problem.message
