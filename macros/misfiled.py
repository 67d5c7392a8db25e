"""Files and entries in a place or a shape that is none of ours, told with where they belong."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .belongs import bare_key, looks_like
from .danish import join, nearest, slug
from .decode import is_file, read_text
from .fields import ID_PATTERN
from .intake import Reading
from .kinds import COLLECTIONS, MODEL_KINDS, Collection
from .own_folder import DATA, FOLDER
from .problem import Problem
from .read import Marks, read_yaml
from .vocabulary import KINDS

# How a file of one entry begins.
_BEGUN = re.compile(r"(?m)\A(?:#.*\n|\s)*id:")


def about_file(name: str, message: str, hint: str, example: str) -> Problem:
    """A problem with a file as a whole."""
    return Problem(name, 1, 1, message, hint, "files", example=example)


def base_of(name: str) -> str:
    """The folder of data that a file or folder stands in: ours, or the municipality's."""
    return DATA if name.startswith(f"{DATA}/") else "data"


def meant_by(path: Path) -> set[str]:
    """The collections that a misnamed file or folder holds, when nothing has its right name."""
    stem = path.name.split(".")[0]
    files = {c.file: c.file for c in COLLECTIONS}
    match = _nearest(stem, [c.name for c in COLLECTIONS] if path.is_dir() else list(files))
    right = path.with_name(f"{match}.yaml" if path.is_file() else str(match))
    if match is None or (right.exists() and not right.samefile(path)):
        return set()
    return {c.name for c in COLLECTIONS if match in (c.name, c.file)}


def _nearest(wrong: str, names: list[str]) -> str | None:
    """The name of a file or folder most like another one; it may be in Danish."""
    for collection in COLLECTIONS:
        kind, home = KINDS[MODEL_KINDS[collection.model]], {collection.name, collection.file}
        if slug(wrong) in (slug(kind.label), slug(kind.plural)):
            return (home & set(names)).pop()
    return nearest(wrong, names)


def misplaced(path: Path, name: str) -> Problem:
    """A file or folder among the data that is none of ours, and where it may belong."""
    base = base_of(name)
    names = [c.name for c in COLLECTIONS]
    if path.is_dir():
        message = f"Mappen hører ikke til en samling: {path.name}/."
        match = _nearest(path.name, names)
        hint = f"Mente du »{match}/«?" if match else f"Kendte mapper: {join(names)}."
        return about_file(name, message, hint, f"{base}/{match or 'cases'}/et-kort-navn.yaml")
    stem, files = path.name.split(".")[0], sorted({c.file for c in COLLECTIONS})
    files += ["changes"] if base == DATA else []
    if path.suffix != ".yaml" and (match := _nearest(stem, files)):
        message = f"En fil med data skal ende på .yaml, men hedder {path.name}."
        return about_file(name, message, f"Omdøb den til {match}.yaml.", f"{base}/{match}.yaml")
    message = f"Filen hører ikke til en samling: {path.name}."
    if path.suffix == ".yaml" and (home := _home(path, name)):
        hint = f"Den ligner en post til mappen {home.name}/. Flyt den til {base}/{home.name}/."
        return about_file(name, message, hint, f"{base}/{home.name}/{path.name}")
    match = _nearest(stem, files)
    hint = f"Mente du »{match}.yaml«?" if match else f"Kendte filer: {join(files)}, alle .yaml."
    return about_file(name, message, hint, f"{base}/{match or 'cases'}.yaml")


def _home(path: Path, name: str) -> Collection | None:
    """The collection that a single entry in a strange place looks like, if any."""
    text = read_text(name, path, [])
    return None if text is None else looks_like(read_yaml(name, text, [], Marks()))


def outside(path: Path, name: str) -> Problem:
    """A file of data that lies where no data is read, and where it belongs."""
    base = DATA if name.startswith(f"{FOLDER}/") else "data"
    here = name.rpartition("/")[0]
    home = _home(path, name)
    there = f"{base}/{home.name}/" if home else f"{base}/"
    message = f"Data skal ligge i mappen {base}/, men her ligger de {_place(here)}."
    return about_file(name, message, f"Flyt filen til {there}.", f"{there}{path.stem}.yaml")


def _place(folder: str) -> str:
    """Where a file lies, in words; a municipality's folder is that of its own data."""
    top = folder.removeprefix(f"{FOLDER}/").split("/")[0]
    return f"i {top}/" if top else "ved siden af den"


def astray(root: Path) -> Iterator[tuple[str, Path]]:
    """The files of data that lie beside the folder of data and not in it."""
    names = {one for c in COLLECTIONS for one in (c.name, c.file)}
    for path in sorted(root.glob("*.y*ml")):
        if is_file(path) and (path.stem in names or _begins_an_entry(path, path.name)):
            yield path.name, path
    for folder in sorted(names):
        for path in sorted((root / folder).glob("*.y*ml")):
            yield f"{folder}/{path.name}", path


def unknown_key(
    name: str, content: Reading, key: str, collections: dict[str, Collection]
) -> Problem:
    """A key at the top of a file that belongs elsewhere, or nowhere."""
    mark = content.marks.keys[(key,)]
    bare = bare_key(key)
    home = next((c for c in COLLECTIONS if c.name == bare), None)
    example = f"{next(iter(collections))}:"
    message = f"Ukendt nøgle i filen: »{key}«."
    if home and home.name not in collections:
        right = f"{base_of(name)}/{home.file}.yaml"
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


def no_list(name: str, content: Reading, key: str, value: Any) -> Problem:
    """A collection that is no list, most often because a dash was left out."""
    mark = content.marks.keys[(key,)]
    message = f"»{key}« skal være en liste af poster, men er {what_it_is(value)}."
    hint = "Begynd hver post med »  - id: …«."
    if isinstance(value, dict) and any(str(one).startswith("-") for one in value):
        hint = "Der mangler et mellemrum efter bindestregen."
    elif value and isinstance(value, dict):
        hint = "Der mangler en bindestreg foran postens første nøgle."
    elif not value:
        hint = "Er der ingen poster, så skriv []."
    example = f"{key}:\n  - id: et-kort-navn\n    title: En titel"
    return Problem(name, mark.line, mark.column, message, hint, "type", example=example)


def not_an_entry(folder: Path, path: Path, name: str) -> Problem:
    """A file or folder among the entries of a collection that can hold none."""
    base = base_of(name)
    renamed = f"{path.name.split('.')[0]}.yaml"
    right = f"{base}/{folder.name}/{renamed}"
    message = f"Mappen {folder.name}/ må kun indeholde .yaml-filer, men her ligger {path.name}."
    if path.is_dir():
        message = f"Mappen {folder.name}/ må ikke indeholde mapper, men her ligger {path.name}/."
        inside = next((one.name for one in sorted(path.glob("*.yaml"))), "et-kort-navn.yaml")
        hint, right = f"Flyt filerne op i {base}/{folder.name}/.", f"{base}/{folder.name}/{inside}"
    elif (folder / renamed).exists():
        hint = f"Slet den, eller flyt den ud af {base}/: {renamed} findes."
    elif re.search(r"\.ya?ml", path.name.lower()) or _begins_an_entry(path, name):
        hint = f"Omdøb den til {renamed}."
    else:
        hint = f"Flyt filen ud af {base}/, eller skriv indholdet som en post."
    return about_file(name, message, hint, right)


def _begins_an_entry(path: Path, name: str) -> bool:
    """Whether a file that is not called so holds an entry."""
    return bool(_BEGUN.match(read_text(name, path, []) or ""))


def misnamed(root: Path, name: str, data: Any) -> Problem | None:
    """A file that is not named after its entry, if it has one; a copy is told of by its id."""
    given = data.get("id") if isinstance(data, dict) else None
    if not isinstance(given, str):
        return None
    path, right = root / name, slug(given) or "et-kort-navn"
    beside = path.with_name(f"{right}.yaml")
    if path.stem == right or (is_file(beside) and not beside.samefile(path)):
        return None
    if re.fullmatch(ID_PATTERN, path.stem):
        message = f"Filnavnet skal være postens id: »{given}« ligger i {path.name}."
        hint, example = f"Kald filen {beside.name}, eller ret id'et.", f"id: {path.stem}"
    else:
        message = f"Filnavnet skal være små bogstaver a-z, tal og bindestreg, men er {path.name}."
        hint, example = f"Kald filen {beside.name}.", name.replace(path.name, beside.name)
    return Problem(name, 1, 1, message, hint, "file-name", example=example)


def not_one_entry(name: str, content: Reading, collection: Collection) -> Problem | None:
    """A file in a folder that holds a list or a whole collection instead of one entry."""
    data, names = content.data, {c.name for c in COLLECTIONS}
    whole = isinstance(data, dict) and data and all(key in names for key in data)
    if not isinstance(data, list) and not whole:
        return None
    message = f"Filen skal være én post, men er {what_it_is(data)}."
    home = f"{base_of(name)}/{collection.file}.yaml"
    hint = f"Lad den begynde med »id:« uden bindestreg, eller flyt den til {home}."
    if whole:
        message = f"Filen skal være én post, men begynder med »{next(iter(data))}:«."
    return Problem(name, 1, 1, message, hint, "type", example="id: et-kort-navn\ntitle: En titel")


def what_it_is(value: Any) -> str:
    """What was found in place of entries, in words."""
    if value is None:
        return "tom"
    if isinstance(value, dict):
        return "en blok med nøgler"
    return "en liste" if isinstance(value, list) else f"»{value}«"
