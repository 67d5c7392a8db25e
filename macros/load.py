"""Data files to entries, each with the place it was read from."""

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from . import intake
from .belongs import bare_key, looks_like
from .cache import digest
from .danish import join, nearest
from .decode import read_text
from .excerpt import lines_of
from .fields import Found, Markup, Reference, walk
from .intake import COLLECTION_DEPTH, ENTRY_DEPTH, Reading, Seen, read_files
from .model import COLLECTIONS, Collection, raw_parts
from .overlay_model import CHANGES, DATA, FOLDER, NOTHING, Overlay
from .own_files import problems as problems_of_files
from .personal import personal_data
from .problem import Problem, Tell, Trail, silent
from .read import Mark, Marks, read_yaml


@dataclass(frozen=True, eq=False)
class Raw:
    """One entry as read: its data, its collection, and where it begins. It equals only itself.

    `digest` names the text it was read from, "" when its data is no longer what was read.
    """

    collection: Collection
    data: Any
    file: str
    path: Trail
    line: int
    column: int
    digest: str = ""

    @cached_property
    def marked(self) -> list[tuple[Any, Found]]:
        """Every marked value with the id of the entry or part it is in; walked once for all."""
        return [
            (data.get("id") if isinstance(data, dict) else None, found)
            for path, part, data in raw_parts(self.collection.model, self.data)
            for found in walk(part, data, path)
        ]

    @cached_property
    def references(self) -> list[tuple[Found, Reference]]:
        """Every id of another entry, with what it may lead to."""
        return [(one, one.mark) for _, one in self.marked if isinstance(one.mark, Reference)]

    @cached_property
    def texts(self) -> list[Found]:
        """Every text that may hold Markdown."""
        return [one for _, one in self.marked if isinstance(one.mark, Markup)]


@dataclass
class Loaded:
    """All that was read: entries, hand-written pages, problems, and what was unreadable.

    `changes` is what a municipality changes, as read, and `overlay` what came of it. What
    it changes is written elsewhere than where it stands: `moved` leads from file and path
    to file and path. `seen` is every file as it was read, for the next reading.
    """

    root: Path
    entries: list[Raw] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    pages: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    changes: Any = None
    overlay: Overlay = NOTHING
    moved: dict[tuple[str, Trail], tuple[str, Trail]] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    _before: dict[tuple[str, Trail], Raw] = field(default_factory=dict)
    _marks: dict[str, Marks] = field(default_factory=dict)
    _lines: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def after(cls, root: Path, before: "Loaded | None") -> "Loaded":
        """Nothing read yet, but for what an earlier reading has seen."""
        if before is None:
            return cls(root)
        entries = {(raw.file, raw.path): raw for raw in before.entries}
        return cls(root, seen=dict(before.seen), _before=entries)

    def known(self, file: str, path: Trail, data: Any) -> Raw | None:
        """The entry that an earlier reading made of the very same data."""
        raw = self._before.get((file, path))
        return raw if raw and raw.data is data else None

    def add(self, raw: Raw) -> None:
        """Take an entry in: as an earlier reading made it, when its text is the same."""
        old = self._before.get((raw.file, raw.path))
        same = old and (old.digest, old.line) == (raw.digest, raw.line)
        self.entries.append(old if old and same else raw)

    def lines(self, file: str) -> list[str]:
        """The lines of a data file or a page; a single empty one when it could not be read."""
        if file not in self._lines:
            self._lines[file] = lines_of(self.texts.get(file) or self.pages.get(file) or "")
        return self._lines[file]

    def marks(self, file: str) -> Marks:
        """The positions in `file`, read again the first time they are asked for."""
        if file not in self._marks:
            marks = Marks()
            read_yaml(file, self.texts[file], [], marks)
            self._marks[file] = marks
        return self._marks[file]

    def written(self, file: str, path: Trail) -> tuple[str, Trail]:
        """The file and path where the value at `path` of an entry from `file` is written."""
        for length in range(len(path), -1, -1) if self.moved else ():
            if (file, path[:length]) in self.moved:
                found, way = self.moved[file, path[:length]]
                return found, (*way, *path[length:])
        return file, path

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
        lines = self.lines(file)
        for number in range(start.line, min(end.line, len(lines)) + 1):
            offset = start.column - 1 if number == start.line else 0
            at = lines[number - 1].find(text, offset)
            if at >= 0:
                return Mark(number, at + 1)
        return start


def load(
    root: Path, tell: Tell = silent, *, own: bool = True, before: Loaded | None = None
) -> Loaded:
    """Read every data file under `root`/data; `tell` hears how far it is.

    Each collection may stand in `data/<file>.yaml` under its own key, and as single
    entries in `data/<collection>/<id>.yaml`; both are read together, in sorted order.
    What a municipality has under `kommune/data` in the same forms comes after, unless
    `own` says to leave it out. What is unchanged since `before` is the same objects again.
    """
    loaded = Loaded.after(root, before)
    if not (root / "data").is_dir():
        message, hint = "Mappen data/ findes ikke.", "Kør i mappen med mkdocs.yml og data/."
        loaded.problems.append(_about_file("data", message, hint, "samskabelse --root . check"))
        return loaded
    for name in ("data", DATA) if own else ("data",):
        if (root / name).is_dir():
            _load_tree(loaded, root / name, tell)
    for name in ("docs", f"{FOLDER}/docs"):
        _load_pages(loaded, root / name)
    loaded.problems += problems_of_files(root) if own else ()
    if before is None:
        intake.keep()
    return loaded


def _load_tree(loaded: Loaded, folder: Path, tell: Tell) -> None:
    """Everything in one folder of data."""
    files = {collection.file for collection in COLLECTIONS}
    paths = {path.relative_to(loaded.root).as_posix(): path for path in sorted(folder.iterdir())}
    whole = {
        name: path
        for name, path in paths.items()
        if path.is_file() and path.suffix == ".yaml" and (path.stem in files or name == CHANGES)
    }
    readings = read_files(whole, COLLECTION_DEPTH, loaded.seen)
    for name, path in paths.items():
        if name == CHANGES and name in whole:
            content = _content(loaded, name, readings[name])
            loaded.changes = content.data if content else None
        elif name in whole:
            _load_collections(loaded, path, name, readings[name])
        elif path.is_dir() and path.name in {c.name for c in COLLECTIONS}:
            _load_folder(loaded, path, tell)
        elif not path.name.startswith("."):
            loaded.problems.append(_misplaced(path, name))


def _about_file(name: str, message: str, hint: str, example: str) -> Problem:
    return Problem(name, 1, 1, message, hint, "files", example=example)


def _base(name: str) -> str:
    """The folder of data that a file or folder stands in: ours, or the municipality's."""
    return DATA if name.startswith(f"{DATA}/") else "data"


def _misplaced(path: Path, name: str) -> Problem:
    """A file or folder among the data that is none of ours, and where it may belong."""
    base = _base(name)
    names = [c.name for c in COLLECTIONS]
    if path.is_dir():
        message = f"Mappen hører ikke til en samling: {path.name}/."
        match = nearest(path.name, names)
        hint = f"Mente du »{match}/«?" if match else f"Kendte mapper: {join(names)}."
        return _about_file(name, message, hint, f"{base}/{match or 'cases'}/et-kort-navn.yaml")
    stem, files = path.name.split(".")[0], sorted({c.file for c in COLLECTIONS})
    files += ["changes"] if base == DATA else []
    if path.suffix != ".yaml" and (match := nearest(stem, files)):
        message = f"En fil med data skal ende på .yaml, men hedder {path.name}."
        return _about_file(name, message, f"Omdøb den til {match}.yaml.", f"{base}/{match}.yaml")
    message = f"Filen hører ikke til en samling: {path.name}."
    if path.suffix == ".yaml" and (home := _home(path, name)):
        hint = f"Den ligner en post til mappen {home.name}/. Flyt den til {base}/{home.name}/."
        return _about_file(name, message, hint, f"{base}/{home.name}/{path.name}")
    match = nearest(stem, files)
    hint = f"Mente du »{match}.yaml«?" if match else f"Kendte filer: {join(files)}, alle .yaml."
    return _about_file(name, message, hint, f"{base}/{match or 'cases'}.yaml")


def _home(path: Path, name: str) -> Collection | None:
    """The collection that a single entry in a strange place looks like, if any."""
    text = read_text(name, path, [])
    return None if text is None else looks_like(read_yaml(name, text, [], Marks()))


def _load_pages(loaded: Loaded, folder: Path) -> None:
    """The hand-written pages, whose references are checked like those in the data."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(loaded.root).as_posix()
        if path.suffix in (".yaml", ".yml"):
            base = "data" if name.startswith("docs/") else DATA
            message = f"Data skal ligge i mappen {base}/, men her ligger de i docs/."
            hint = f"Flyt filen til {base}/."
            loaded.problems.append(_about_file(name, message, hint, f"{base}/{path.stem}.yaml"))
        text = read_text(name, path, loaded.problems) if path.suffix == ".md" else None
        if text is not None:
            loaded.pages[name] = text
            loaded.problems += personal_data(name, text)


def _load_collections(loaded: Loaded, path: Path, name: str, given: Reading) -> None:
    collections = {c.name: c for c in COLLECTIONS if c.file == path.stem}
    content = _content(loaded, name, given)
    if content is None:
        loaded.unreadable.update(collections)
        return
    if not isinstance(content.data, dict):
        keys = " og ".join(f"»{key}:«" for key in collections)
        message = f"Filen skal begynde med nøglen {keys}, men er {_describe(content.data)}."
        hint = "Skriv nøglen alene på en linje, og posterne under den."
        example = f"{next(iter(collections))}:\n  - id: et-kort-navn"
        loaded.problems.append(Problem(name, 1, 1, message, hint, "type", example=example))
        loaded.unreadable.update(collections)
        return
    for key, value in content.data.items():
        if key not in collections:
            loaded.problems.append(_unknown_key(name, content, key, collections))
        elif not isinstance(value, list):
            loaded.problems.append(_no_list(name, content, key, value))
            loaded.unreadable.add(key)
        else:
            _add_all(loaded, name, content, collections[key], value)


def _add_all(
    loaded: Loaded, name: str, content: "_Content", collection: Collection, entries: list[Any]
) -> None:
    """The entries that stand under a collection's key in one file."""
    for index, entry in enumerate(entries):
        path: Trail = (collection.name, index)
        known = loaded.known(name, path, entry)
        if known:
            loaded.entries.append(known)
            continue
        start, end = content.marks.values[path]
        written = "\n".join(loaded.lines(name)[start.line - 1 : end.line])
        named = digest(written.encode())
        loaded.add(Raw(collection, entry, name, path, start.line, start.column, named))


def _unknown_key(
    name: str, content: "_Content", key: str, collections: dict[str, Collection]
) -> Problem:
    """A key at the top of a file that belongs elsewhere, or nowhere."""
    mark = content.marks.keys[(key,)]
    bare = bare_key(key)
    home = next((c for c in COLLECTIONS if c.name == bare), None)
    example = f"{next(iter(collections))}:"
    message = f"Ukendt nøgle i filen: »{key}«."
    if home and home.name not in collections:
        right = f"{_base(name)}/{home.file}.yaml"
        message = f"»{key}« hører ikke til i denne fil, men i {right}."
        hint, example = "Flyt posterne dertil.", f"{home.name}:  # i {right}"
    elif key.startswith("-"):
        hint = "Der mangler et mellemrum efter bindestregen."
        example = f"{example}\n  - {bare}: …"
    else:
        match = nearest(key, collections)
        hint = f"Mente du »{match}«?" if match else f"Kendte nøgler: {', '.join(collections)}."
        example = f"{match}:" if match else example
    return Problem(name, mark.line, mark.column, message, hint, "unknown", example=example)


def _no_list(name: str, content: "_Content", key: str, value: Any) -> Problem:
    """A collection that is no list, most often because a dash was left out."""
    mark = content.marks.keys[(key,)]
    message = f"»{key}« skal være en liste af poster, men er {_describe(value)}."
    hint = "Begynd hver post med »  - id: …«."
    if isinstance(value, dict) and any(str(one).startswith("-") for one in value):
        hint = "Der mangler et mellemrum efter bindestregen."
    elif value and isinstance(value, dict):
        hint = "Der mangler en bindestreg foran postens første nøgle."
    elif not value:
        hint = "Er der ingen poster, så skriv []."
    example = f"{key}:\n  - id: et-kort-navn\n    title: En titel"
    return Problem(name, mark.line, mark.column, message, hint, "type", example=example)


def _load_folder(loaded: Loaded, folder: Path, tell: Tell) -> None:
    collection = next(c for c in COLLECTIONS if c.name == folder.name)
    here = folder.relative_to(loaded.root).as_posix()
    with os.scandir(folder) as listed:
        found = {f"{here}/{one.name}": one.is_file() for one in sorted(listed, key=_name)}
    tell("Læser", 0, len(found))
    paths = {name: loaded.root / name for name in found}
    files = {n: paths[n] for n, is_file in found.items() if is_file and n.endswith(".yaml")}
    readings = read_files(files, ENTRY_DEPTH, loaded.seen)
    for name, path in paths.items():
        if name not in files:
            loaded.problems.append(_not_an_entry(folder, path, name))
            continue
        content = _content(loaded, name, readings[name])
        if content is None:
            loaded.unreadable.add(collection.name)
            continue
        if problem := _not_one_entry(name, content, collection):
            loaded.problems.append(problem)
            loaded.unreadable.add(collection.name)
            continue
        start, named = content.marks.values.get((), (Mark(1, 1),))[0], readings[name].digest
        loaded.add(Raw(collection, content.data, name, (), start.line, start.column, named))
        identifier = content.data.get("id") if isinstance(content.data, dict) else None
        if isinstance(identifier, str) and identifier != path.stem:
            mark = loaded.locate(name, ("id",))
            message = f"Filnavnet skal være postens id: »{identifier}« ligger i {path.name}."
            hint = f"Kald filen {identifier}.yaml, eller ret id'et."
            loaded.problems.append(
                Problem(
                    name, mark.line, mark.column, message, hint, "file-name",
                    example=f"id: {path.stem}",
                )
            )  # fmt: skip


def _name(one: os.DirEntry[str]) -> str:
    return one.name


def _not_an_entry(folder: Path, path: Path, name: str) -> Problem:
    base = _base(name)
    right = f"{base}/{folder.name}/{path.name.split('.')[0]}.yaml"
    message = f"Mappen {folder.name}/ må kun indeholde .yaml-filer, men her ligger {path.name}."
    if path.is_dir():
        message = f"Mappen {folder.name}/ må ikke indeholde mapper, men her ligger {path.name}/."
        hint = f"Flyt filerne op i {base}/{folder.name}/."
    elif ".yaml" in path.name or ".yml" in path.name:
        hint = f"Omdøb den til {path.name.split('.')[0]}.yaml."
    else:
        hint = f"Flyt filen ud af {base}/, eller skriv indholdet som en post."
    return _about_file(name, message, hint, right)


def _not_one_entry(name: str, content: "_Content", collection: Collection) -> Problem | None:
    """A file in a folder that holds a list or a whole collection instead of one entry."""
    data, names = content.data, {c.name for c in COLLECTIONS}
    whole = isinstance(data, dict) and data and all(key in names for key in data)
    if not isinstance(data, list) and not whole:
        return None
    message = f"Filen skal være én post, men er {_describe(data)}."
    home = f"{_base(name)}/{collection.file}.yaml"
    hint = f"Lad den begynde med »id:« uden bindestreg, eller flyt den til {home}."
    if whole:
        message = f"Filen skal være én post, men begynder med »{next(iter(data))}:«."
    return Problem(name, 1, 1, message, hint, "type", example="id: et-kort-navn\ntitle: En titel")


@dataclass
class _Content:
    data: Any
    marks: Marks


def _content(loaded: Loaded, name: str, given: Reading) -> _Content | None:
    """The content of one file, or None when it cannot be read; problems go into `loaded`."""
    if given.text is not None:
        loaded.texts[name] = given.text
    loaded.problems += given.problems
    fatal = any(problem.rule in ("syntax", "refused") for problem in given.problems)
    return None if fatal or given.text is None else _Content(given.data, given.marks)


def _describe(value: Any) -> str:
    if value is None:
        return "tom"
    if isinstance(value, dict):
        return "en blok med nøgler"
    return "en liste" if isinstance(value, list) else f"»{value}«"
