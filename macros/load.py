"""Data files to entries, each with the place it was read from."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from . import front_matter, intake
from .cache import digest
from .date_advice import FILL_IN
from .decode import is_file, is_folder, listed, odd, read_text, walked
from .excerpt import blank, lines_of, place_of
from .fields import Found, Markup, Reference, walk
from .intake import COLLECTION_DEPTH, ENTRY_DEPTH, Reading, Seen, read_files
from .kinds import COLLECTIONS, Collection, raw_parts
from .misfiled import (
    about_file,
    astray,
    meant_by,
    misnamed,
    misplaced,
    no_list,
    not_an_entry,
    not_one_entry,
    outside,
    unknown_key,
    what_it_is,
)
from .overlay_model import NOTHING, Overlay
from .own_files import problems as problems_of_files
from .own_folder import CHANGES, DATA, FOLDER
from .personal import personal_data
from .problem import Problem, Tell, Trail, silent
from .read import Mark, Marks, read_yaml
from .slips import CHOOSE, UNMERGED
from .uri import can_be_split

# How files end that an engine would make no page of, or one that nothing else knows.
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
# Code in a page, and the addresses that its links and pictures lead to.
_CODE = re.compile(r"(?s)```.*?```|`[^`\n]*`")
_CONFLICT = re.compile(r"(?m)^(?:<{7}|>{7})(?: |$)")  # seven = underline a heading
# A box without a heading, which gets its sort as one; note, tip and info are Danish as well.
_UNTITLED = re.compile(
    r"(?m)^ *(!!! ?(?:attention|caution|danger|error|hint|important|warning|abstract|summary"
    r"|success|question|failure|bug|example|quote)(?: +[\w-]+)*) *$"
)
_LINKED = re.compile(
    r"(?m)(?:\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?|<|(?:href|src)=[\"'])(https?://[^\s<>\"')]*)"
)


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
    def ends(self) -> frozenset[tuple[str, Reference]]:
        """What it leads to, and how: each once, however often it does."""
        return frozenset((one.value, mark) for one, mark in self.references)

    @cached_property
    def texts(self) -> list[Found]:
        """Every text that may hold Markdown."""
        return [one for _, one in self.marked if isinstance(one.mark, Markup)]

    @cached_property
    def linking(self) -> list[Found]:
        """The texts that may hold links."""
        return [one for one in self.texts if "]" in one.value]


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

    @property
    def digest(self) -> str:
        """What names the files of data, and all that is in them."""
        read = ((one, self.seen[one].reading.digest) for one in self.texts if one in self.seen)
        return digest(*(os.fsencode(f"{name} {said}") for name, said in read))

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
        if not key and (begun := self._begun(file, path)):
            return begun
        marks = self.marks(file)
        if key and path in marks.keys:
            return marks.keys[path]
        while path and path not in marks.values:
            path = path[:-1]
        return marks.values[path][0] if path in marks.values else Mark(1, 1)

    def _begun(self, file: str, path: Trail) -> Mark | None:
        """Where a value begins, if that was noted when its file was read."""
        seen = self.seen.get(file)
        noted = seen and seen.reading.marks.values.get(path)
        return noted[0] if noted else None

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
    if not is_folder(root / "data"):
        message, hint = "Mappen data/ findes ikke.", "Kør i mappen med mkdocs.yml og data/."
        loaded.problems.append(about_file("data", message, hint, "samskabelse --root . check"))
        return loaded
    for name in ("data", DATA) if own else ("data",):
        if is_folder(root / name):
            _load_tree(loaded, name, tell)
    for name in ("docs", f"{FOLDER}/docs"):
        if is_folder(root / name):
            _load_pages(loaded, name)
    if own:
        loaded.problems += problems_of_files(root)
        loaded.problems += [outside(path, name) for name, path in astray(root)]
    if before is None:
        intake.keep()
    return loaded


def _load_tree(loaded: Loaded, folder: str, tell: Tell) -> None:
    """Everything in one folder of data."""
    files = {collection.file for collection in COLLECTIONS}
    held = listed(folder, loaded.root / folder, loaded.problems)
    if held is None:
        loaded.unreadable.update(collection.name for collection in COLLECTIONS)
    paths = {f"{folder}/{one.name}": Path(one) for one in held or ()}
    whole = {
        name: path
        for name, path in paths.items()
        if is_file(path) and path.suffix == ".yaml" and (path.stem in files or name == CHANGES)
    }
    readings = read_files(whole, COLLECTION_DEPTH, loaded.seen)
    for name, path in paths.items():
        if name == CHANGES and name in whole:
            content = _content(loaded, name, readings[name])
            loaded.changes = content.data if content else None
        elif name in whole:
            _load_collections(loaded, path, name, readings[name])
        elif is_folder(path) and path.name in {c.name for c in COLLECTIONS}:
            _load_folder(loaded, path, tell)
        elif fault := odd(name, path):
            loaded.problems.append(fault)
            loaded.unreadable.update(c.name for c in COLLECTIONS if path.stem in (c.name, c.file))
        else:
            loaded.problems.append(misplaced(path, name))
            loaded.unreadable.update(meant_by(path))


def _load_pages(loaded: Loaded, folder: str) -> None:
    """The hand-written pages, whose references are checked like those in the data."""
    for name, path in walked(folder, loaded.root / folder, loaded.problems):
        if path.suffix in (".yaml", ".yml"):
            loaded.problems.append(outside(path, name))
        if path.suffix != ".md" and path.suffix.lower() in _MARKDOWN:
            message = f"En side skal ende på .md, men filen ender på {path.suffix}."
            right = str(PurePosixPath(name).with_suffix(".md"))
            hint = f"Kald den {PurePosixPath(right).name}."
            loaded.problems.append(Problem(name, 1, 1, message, hint, "files", example=right))
        text = read_text(name, path, loaded.problems) if path.suffix == ".md" else None
        if text is not None:
            loaded.pages[name] = text
            loaded.problems += personal_data(name, text)
            loaded.problems += front_matter.problems(name, text)
            loaded.problems += _unmerged(name, text)
            loaded.problems += _links_to_nothing(name, text)
            loaded.problems += _untitled(name, text)


def _unmerged(name: str, text: str) -> Iterator[Problem]:
    """Where git left two versions of a page for somebody to choose between."""
    plain = _CODE.sub(blank, text)
    if match := _CONFLICT.search(plain):
        line, _ = place_of(plain, match.start())
        yield Problem(name, line, 1, UNMERGED, CHOOSE, "markdown", example="Den rigtige udgave.")


def _links_to_nothing(name: str, text: str) -> Iterator[Problem]:
    """The links of a page to addresses that its engine would end at."""
    plain = _CODE.sub(blank, text)
    for match in _LINKED.finditer(plain):
        if not can_be_split(match[1]):
            line, column = place_of(plain, match.start(1))
            message = f"Et link skal have en hel og sikker adresse, men er »{match[1]}«."
            hint = FILL_IN if "[" in match[1] else "Ret adressen, eller fjern linket."
            right = "[tekst](https://www.eksempel.dk)"
            yield Problem(name, line, column, message, hint, "markdown", example=right)


def _untitled(name: str, text: str) -> Iterator[Problem]:
    """The boxes of a page that would have an English heading, since they have none."""
    plain = _CODE.sub(blank, text)
    for match in _UNTITLED.finditer(plain):
        line, column = place_of(plain, match.start(1))
        sort = match[1].removeprefix("!!!").split()[0].capitalize()
        message = f"Boksen skal have en dansk overskrift, men får »{sort}«."
        hint = 'Skriv den i citationstegn, eller skriv "" for ingen.'
        right = f'{match[1]} "Bemærk"'
        yield Problem(name, line, column, message, hint, "markdown", "warning", example=right)


def _load_collections(loaded: Loaded, path: Path, name: str, given: Reading) -> None:
    collections = {c.name: c for c in COLLECTIONS if c.file == path.stem}
    content = _content(loaded, name, given)
    if content is None:
        loaded.unreadable.update(collections)
        return
    if not isinstance(content.data, dict):
        keys = " og ".join(f"»{key}:«" for key in collections)
        message = f"Filen skal begynde med nøglen {keys}, men er {what_it_is(content.data)}."
        hint = "Skriv nøglen alene på en linje, og posterne under den."
        example = f"{next(iter(collections))}:\n  - id: et-kort-navn"
        loaded.problems.append(Problem(name, 1, 1, message, hint, "type", example=example))
        loaded.unreadable.update(collections)
        return
    for key, value in content.data.items():
        if key not in collections:
            loaded.problems.append(unknown_key(name, content, key, collections))
        elif not isinstance(value, list):
            loaded.problems.append(no_list(name, content, key, value))
            loaded.unreadable.add(key)
        else:
            _add_all(loaded, name, content, collections[key], value)


def _add_all(
    loaded: Loaded, name: str, content: Reading, collection: Collection, entries: list[Any]
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
        # Entries in flow style may share their lines.
        named = digest(written.encode(), str(start.column).encode())
        loaded.add(Raw(collection, entry, name, path, start.line, start.column, named))


def _load_folder(loaded: Loaded, folder: Path, tell: Tell) -> None:
    collection = next(c for c in COLLECTIONS if c.name == folder.name)
    here = folder.relative_to(loaded.root).as_posix()
    held = listed(here, folder, loaded.problems)
    if held is None:
        loaded.unreadable.add(collection.name)
    found = {f"{here}/{one.name}": one for one in held or ()}
    tell("Læser", 0, len(found))
    files = {name: one for name, one in found.items() if name.endswith(".yaml") and is_file(one)}
    readings = read_files(files, ENTRY_DEPTH, loaded.seen)
    for name in found:
        if name not in files:
            path = loaded.root / name
            if fault := odd(name, path):
                loaded.unreadable.add(collection.name)
            loaded.problems.append(fault or not_an_entry(folder, path, name))
            continue
        content = _content(loaded, name, readings[name])
        if content is None or not _add_one(loaded, name, content, collection):
            loaded.unreadable.add(collection.name)


def _add_one(loaded: Loaded, name: str, content: Reading, collection: Collection) -> bool:
    """The entry that a file is; whether it is one."""
    known = loaded.known(name, (), content.data)
    if known:
        loaded.entries.append(known)
    elif problem := not_one_entry(name, content, collection):
        loaded.problems.append(problem)
        return False
    else:
        start = content.marks.values.get((), (Mark(1, 1),))[0]
        raw = Raw(collection, content.data, name, (), start.line, start.column, content.digest)
        loaded.add(raw)
    if problem := misnamed(loaded.root, name, content.data):
        mark = loaded.locate(name, ("id",))
        loaded.problems.append(replace(problem, line=mark.line, column=mark.column))
    return True


def _content(loaded: Loaded, name: str, given: Reading) -> Reading | None:
    """The content of one file, or None when it cannot be read; problems go into `loaded`."""
    if given.text is not None:
        loaded.texts[name] = given.text
    loaded.problems += given.problems
    fatal = any(problem.rule in ("syntax", "refused") for problem in given.problems)
    return None if fatal or given.text is None else given
