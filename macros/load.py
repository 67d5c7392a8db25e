"""Data files to entries, each with the place it was read from."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .danish import did_you_mean
from .model import COLLECTIONS, Collection
from .problem import Problem, Trail
from .read import Mark, Marks, read_text, read_yaml


@dataclass(frozen=True)
class Raw:
    """One entry as read: its data, its collection, and where it begins."""

    collection: Collection
    data: Any
    file: str
    path: Trail
    line: int
    column: int


@dataclass
class Loaded:
    """All that was read: entries, hand-written pages, problems, and what was unreadable."""

    root: Path
    entries: list[Raw] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    pages: dict[str, str] = field(default_factory=dict)
    _marks: dict[str, Marks] = field(default_factory=dict)

    def marks(self, file: str) -> Marks:
        """The positions in `file`, read again the first time they are asked for."""
        if file not in self._marks:
            marks = Marks()
            read_yaml(file, (self.root / file).read_text("utf-8"), [], marks)
            self._marks[file] = marks
        return self._marks[file]

    def remember(self, file: str, marks: Marks) -> None:
        """Keep the positions in a file that is not on the disk."""
        self._marks[file] = marks

    def locate(self, file: str, path: Trail, *, key: bool = False) -> Mark:
        """The place of a value (or its key), or of the nearest thing around it."""
        marks = self.marks(file)
        if key and path in marks.keys:
            return marks.keys[path]
        while path and path not in marks.values:
            path = path[:-1]
        return marks.values[path][0] if path in marks.values else Mark(1, 1)

    def find_within(self, file: str, path: Trail, text: str) -> Mark:
        """The place of `text` inside the value at `path`, as it stands in the file."""
        start, end = self.marks(file).values.get(path, (self.locate(file, path),) * 2)
        lines = (self.root / file).read_text("utf-8").splitlines()
        for number in range(start.line, min(end.line, len(lines)) + 1):
            offset = start.column - 1 if number == start.line else 0
            at = lines[number - 1].find(text, offset)
            if at >= 0:
                return Mark(number, at + 1)
        return start


def load(root: Path) -> Loaded:
    """Read every data file under `root`/data.

    Each collection may stand in `data/<file>.yaml` under its own key, and as single
    entries in `data/<collection>/<id>.yaml`; both are read together, in sorted order.
    """
    loaded = Loaded(root)
    folder = root / "data"
    if not folder.is_dir():
        loaded.problems.append(Problem("data", 1, 1, "Mappen data/ findes ikke.", rule="files"))
        return loaded
    files = {collection.file for collection in COLLECTIONS}
    for path in sorted(folder.iterdir()):
        name = path.relative_to(root).as_posix()
        if path.is_file() and path.suffix == ".yaml" and path.stem in files:
            _load_collections(loaded, path, name)
        elif path.is_dir() and path.name in {c.name for c in COLLECTIONS}:
            _load_folder(loaded, path)
        elif not path.name.startswith("."):
            known = [f"{file}.yaml" for file in files]
            message = f"Filen hører ikke til en samling: {path.name}."
            loaded.problems.append(
                Problem(name, 1, 1, message, did_you_mean(path.name, known), "files")
            )
    _load_pages(loaded)
    return loaded


def _load_pages(loaded: Loaded) -> None:
    """The hand-written pages, whose references are checked like those in the data."""
    for path in sorted((loaded.root / "docs").rglob("*.md")):
        name = path.relative_to(loaded.root).as_posix()
        text = read_text(name, path, loaded.problems)
        if text is not None:
            loaded.pages[name] = text


def _load_collections(loaded: Loaded, path: Path, name: str) -> None:
    collections = {c.name: c for c in COLLECTIONS if c.file == path.stem}
    content = _load_file(loaded, path, name)
    if content is None:
        loaded.unreadable.update(collections)
        return
    if not isinstance(content.data, dict):
        keys = " og ".join(f"»{key}:«" for key in collections)
        message = f"Filen skal begynde med nøglen {keys}, men er {_describe(content.data)}."
        loaded.problems.append(Problem(name, 1, 1, message, rule="files"))
        loaded.unreadable.update(collections)
        return
    for key, value in content.data.items():
        mark = content.marks.keys[(key,)]
        if key not in collections:
            message = f"Ukendt nøgle i filen: »{key}«."
            hint = (
                did_you_mean(str(key), collections) or f"Kendte nøgler: {', '.join(collections)}."
            )
            loaded.problems.append(Problem(name, mark.line, mark.column, message, hint, "unknown"))
        elif not isinstance(value, list):
            message = f"»{key}« skal være en liste af poster, men er {_describe(value)}."
            hint = "Begynd hver post med »  - id: …«."
            loaded.problems.append(Problem(name, mark.line, mark.column, message, hint, "type"))
            loaded.unreadable.add(key)
        else:
            for index, entry in enumerate(value):
                start = content.marks.values[(key, index)][0]
                loaded.entries.append(
                    Raw(collections[key], entry, name, (key, index), start.line, start.column)
                )


def _load_folder(loaded: Loaded, folder: Path) -> None:
    collection = next(c for c in COLLECTIONS if c.name == folder.name)
    for path in sorted(folder.iterdir()):
        name = path.relative_to(loaded.root).as_posix()
        if path.suffix != ".yaml" or not path.is_file():
            message = (
                f"Mappen {folder.name}/ må kun indeholde .yaml-filer, men her ligger {path.name}."
            )
            loaded.problems.append(Problem(name, 1, 1, message, rule="files"))
            continue
        content = _load_file(loaded, path, name)
        if content is None:
            loaded.unreadable.add(collection.name)
            continue
        start = loaded.locate(name, ())
        loaded.entries.append(Raw(collection, content.data, name, (), start.line, start.column))
        identifier = content.data.get("id") if isinstance(content.data, dict) else None
        if isinstance(identifier, str) and identifier != path.stem:
            mark = loaded.locate(name, ("id",))
            message = f"Filnavnet skal være postens id: »{identifier}« ligger i {path.name}."
            hint = f"Kald filen {identifier}.yaml, eller ret id'et."
            loaded.problems.append(Problem(name, mark.line, mark.column, message, hint, "files"))


@dataclass
class _Content:
    data: Any
    marks: Marks


def _load_file(loaded: Loaded, path: Path, name: str) -> _Content | None:
    """The content of one file, or None when it cannot be read; problems go into `loaded`."""
    problems: list[Problem] = []
    text = read_text(name, path, problems)
    content = None
    if text is not None:
        marks = Marks()
        data = read_yaml(name, text, problems, marks, depth_noted=2)
        fatal = any(problem.rule in ("syntax", "refused") for problem in problems)
        content = None if fatal else _Content(data, marks)
    loaded.problems += problems
    return content


def _describe(value: Any) -> str:
    if value is None:
        return "tom"
    if isinstance(value, dict):
        return "en blok med nøgler"
    return "en liste" if isinstance(value, list) else f"»{value}«"
