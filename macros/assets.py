"""The theme's own files under names that change with their content, so that browsers may keep them.

`menu.js` becomes `menu.1f2e3d4c.js`: a changed file has a new address, and the old one can
be kept for ever. The scripts of a page are sent as one file, since each more is waited for; what
they are made of has an address as well, for pages that a municipality has made.
"""

import hashlib
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from .typography import typography

FOLDER = "assets"
# Our style is sent behind Material's typography, of which nothing else is used.
STYLE = "samskabelse.css"
_SHEET = "templates/assets/stylesheets/main.57a0d79d.min.css"
# The script of every page, and the one of pages that explain words.
MENU, TERMS = "menu", "ord"
_CASES = (MENU, "element", "hent", "caseliste")
_POINTS = (
    MENU, TERMS, "element", "worddiff", "share", "zip", "docx", "xlsx", "exports",
    "processes", "dialogs", "punkter", "deling",
)  # fmt: skip
# The scripts of a page, by the name of the file that they are sent as; each uses those before it.
TOGETHER = {
    "soegning": ("element", "hent", "soegeord", "soegeside", "soeg"),
    "caseoversigt": (*_CASES, "filter"),
    "casesammenligning": (*_CASES, "share", "casetabel"),
    "caselighed": (*_CASES, TERMS, "somvores"),
    "charterbygger": (MENU, TERMS, "element", "worddiff", "share", "zip", "docx", "bygger"),
    "tjeklistesvar": (*_POINTS, "tjekliste"),
    "tjeklisteudvalg": (*_POINTS, "udvalg", "tjekliste"),
    "vejviser": (MENU, TERMS, "element", "share", "guide"),
    "egenvurdering": (
        MENU, TERMS, "element", "share", "zip", "docx",
        "profil", "selvvurdering-filer", "selvvurdering",
    ),
    "formular": (
        MENU, "element", "share", "dansk", "yaml", "persondata", "formtjek",
        "formfelter", "formvisning", "formsend", "formkladde", "form",
    ),
}  # fmt: skip
_DIGITS = 8
# What people read in the source and no browser needs, by the file's ending: how lines are
# indented, and comments; in scripts those on lines of their own, for an address holds // as well.
_FOR_PEOPLE = {
    ".css": re.compile(rb"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE),
    ".js": re.compile(rb"^\s*(?://.*)?\n?", re.MULTILINE),
}


def hashed(name: str, content: bytes) -> str:
    """A file's name with the first digits of its content's hash before the ending."""
    path = PurePosixPath(name)
    digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
    return str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))


def contents(theme: Path) -> dict[str, bytes]:
    """Every file of the theme that is not hidden, and those that are sent as one, by name.

    Raises OSError, or UnicodeError for a style, when one of them cannot be read.
    """
    files = {
        path.name: path.read_bytes()
        for path in sorted((theme / FOLDER).iterdir())
        if path.is_file() and not path.name.startswith(".")
    }
    for name, parts in TOGETHER.items():
        files[f"{name}.js"] = b"\n".join(
            (theme / FOLDER / f"{part}.js").read_bytes() for part in parts
        )
    ours = b"".join(content for name, content in files.items() if name.endswith(".css")).decode()
    sheet = (_material() / _SHEET).read_text("utf-8")
    files[STYLE] = typography(sheet, ours).encode() + files[STYLE]
    return {name: lean(name, content) for name, content in files.items()}


def lean(name: str, content: bytes) -> bytes:
    """A file as it is sent: a script or a style without what only people read in it."""
    unread = _FOR_PEOPLE.get(PurePosixPath(name).suffix)
    return unread.sub(b"", content) if unread else content


def listed(theme: Path) -> set[str]:
    """The plain names of all files of the theme, and of those that are sent as one."""
    return {*(path.name for path in (theme / FOLDER).iterdir()), *(f"{one}.js" for one in TOGETHER)}


def names(files: Mapping[str, bytes]) -> dict[str, str]:
    """The hashed names of files, by the plain ones."""
    return {name: hashed(name, content) for name, content in files.items()}


def write(files: Mapping[str, bytes], target: Path) -> None:
    """Put files into a site under their hashed names."""
    (target / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (target / FOLDER / hashed(name, content)).write_bytes(content)


def _material() -> Path:
    """Where Material's files are installed; nothing of it is run."""
    found = find_spec("material")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("material")
    return Path(found.submodule_search_locations[0])
