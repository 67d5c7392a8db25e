"""A data file in canonical form: order, quoting and wrapping; comments are kept, meaning too."""

import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import brand_model, write
from .brand_model import Brand
from .fields import Record, record_in
from .kinds import COLLECTIONS
from .overlay_model import Changes
from .own_folder import CHANGES
from .problem import Problem, Trail
from .read import Mark, Marks, read_yaml

# Faults that reading mends by itself: a value that only lacks its quotes is text all the same.
_MENDED = ("quote",)
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")


def fixed(name: str, text: str) -> tuple[str, list[Problem]]:
    """The file's canonical text, or its text as it is and the problems that stop the fixing.

    `name` is the file's path from the root, such as `data/cases.yaml`.
    """
    problems: list[Problem] = []
    marks = Marks()
    data = read_yaml(name, text, problems, marks)
    stopping = [problem for problem in problems if problem.rule not in _MENDED]
    if stopping or not isinstance(data, dict):
        return text, stopping
    return formed(name, data, text, marks), []


def holds_data(name: str) -> bool:
    """Whether a file with this name is one that has a canonical form."""
    path = Path(name)
    known = {one.name for one in COLLECTIONS} | {one.file for one in COLLECTIONS}
    mine = name in (brand_model.FILE, CHANGES)
    return mine or (path.suffix == ".yaml" and (path.parent.name in known or path.stem in known))


def formed(name: str, data: dict[str, Any], text: str, marks: Marks) -> str:
    """The canonical text of what is read from a file, with the comments of its `text`."""
    if name == brand_model.FILE:
        return write.entry(ordered(Brand, data), comments_of(text, marks, laid_out=True))
    comments = comments_of(text, marks)
    models: dict[str, type[Record]] = {one.name: one.model for one in COLLECTIONS}
    folder = Path(name).parent.name
    if folder in models:
        return write.entry(ordered(models[folder], data), comments)
    if not all(isinstance(entries, list) for entries in data.values()):
        return text
    if name == CHANGES:
        return write.collections(ordered(Changes, data), comments)
    return write.collections(
        {key: ordered(models.get(key), entries) for key, entries in data.items()}, comments
    )


def place(root: Path, given: Path) -> tuple[Path, str]:
    """A file that somebody named, from here or from the root, and its path from the root.

    It is the same by whatever way it was named; a file elsewhere keeps the one that was given.
    """
    path = given if given.exists() or not (root / given).exists() else root / given
    for whole in (os.path.abspath, os.path.realpath):  # as it is written, and behind all links
        file, folder = Path(whole(path)), Path(whole(root))
        if file.is_relative_to(folder):
            return path, file.relative_to(folder).as_posix()
    return path, path.as_posix()


def save(path: Path, content: str | bytes) -> None:
    """Write a file of data, whole or not at all, whoever reads it meanwhile. Raises OSError."""
    data = content.encode() if isinstance(content, str) else content
    real = Path(os.path.realpath(path))
    beside = real.with_name(f".{real.name}.ny")
    try:
        beside.write_bytes(data)
        if real.exists():
            shutil.copymode(real, beside)
        beside.replace(real)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from error


def with_entry(name: str, text: str, identifier: str, entry: Mapping[str, Any]) -> str:
    """The file of collections with one entry put in place of the one with its id.

    Raises KeyError when there is none.
    """
    marks = Marks()
    data = read_yaml(name, text, [], marks)
    for entries in data.values():
        for index, one in enumerate(entries):
            if one["id"] == identifier:
                entries[index] = entry
                return write.collections(data, comments_of(text, marks))
    raise KeyError(identifier)


def ordered(model: type[Record] | None, data: Any) -> Any:
    """The data with keys in the model's order; keys that it does not know come last."""
    if isinstance(data, list):
        return [ordered(model, one) for one in data]
    if not isinstance(data, dict) or model is None:
        return data
    known = [name for name in model.model_fields if name in data]
    names = [*known, *(name for name in data if name not in known)]
    fields = model.model_fields
    return {
        name: ordered(record_in(fields[name].annotation) if name in fields else None, data[name])
        for name in names
    }


def comments_of(text: str, marks: Marks, *, laid_out: bool = False) -> dict[Trail, list[str]]:
    """Every comment, by the path of what it stands before or beside; () for the file's end.

    Where comments are `laid_out`, empty lines are among them, one for each row of such, and
    one that stands further in than what follows keeps its distance: it is a key put aside.
    """
    begins = _beginnings(marks)
    spans = _scalar_spans(text, marks)
    found: dict[Trail, list[str]] = {}
    # A mark that Windows programs put first is no part of the first line.
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        start = spans.get(number, 0)
        if start is None:
            continue
        # A line of its own stands before what follows; after a value, beside it.
        mark, path = next((one for one in begins if one[0].line >= number), (Mark(0, 1), ()))
        said = found.setdefault(path, [])
        if match := _COMMENT.search(line[start:]):
            own = laid_out and line.lstrip().startswith("#")
            further = line.index("#") - mark.column + 1 if own else 0
            said.append(" " * further + match[0].rstrip())
        elif laid_out and not line.strip() and said[-1:] != [""]:
            said.append("")
    return {path: said for path, said in found.items() if said}


def _beginnings(marks: Marks) -> list[tuple[Mark, Trail]]:
    """Where each key and list item begins; of those on one line, the outermost first."""
    items = {path: at for path, (at, _) in marks.values.items() if path and _is_item(path)}
    places = [(at, path) for path, at in {**items, **marks.keys}.items()]
    return sorted(places, key=lambda place: (place[0].line, len(place[1])))


def _is_item(path: Trail) -> bool:
    return isinstance(path[-1], int)


def _scalar_spans(text: str, marks: Marks) -> Mapping[int, int | None]:
    """For each line that holds a scalar: the column after it, or None inside one."""
    parents = {path[:-1] for path in marks.values if path}
    lines = text.splitlines()
    spans: dict[int, int | None] = {}
    for path, (first, last) in marks.values.items():
        if path in parents:
            continue
        if lines[first.line - 1][first.column - 1 : first.column] in ("|", ">"):
            spans[first.line] = first.column
            end = last.line if last.column == 1 else last.line + 1
            spans.update(dict.fromkeys(range(first.line + 1, end)))
        else:
            spans.update(dict.fromkeys(range(first.line, last.line)))
            spans[last.line] = max(spans.get(last.line) or 0, last.column - 1)
    return spans
