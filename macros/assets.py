"""The theme's own files under names that change with their content, so that browsers may keep them.

`menu.js` becomes `menu.1f2e3d4c.js`: a changed file has a new address, and the old one can
be kept for ever. The scripts of a page are sent as one file, since each more is waited for; what
they are made of has an address as well, for pages that a municipality has made.
"""

import hashlib
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

FOLDER = "assets"
# Our style is sent behind Material's typography, of which nothing else is used.
STYLE = "samskabelse.css"
_TYPOGRAPHY = "templates/assets/stylesheets/main.57a0d79d.min.css"
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
        "formfelter", "formvisning", "formsend", "form",
    ),
}  # fmt: skip
_DIGITS = 8


def hashed(name: str, content: bytes) -> str:
    """A file's name with the first digits of its content's hash before the ending."""
    path = PurePosixPath(name)
    digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
    return str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))


def names(theme: Path) -> dict[str, str]:
    """Every file of the theme, and those that are sent as one, by name: its hashed name."""
    files = sorted(path.name for path in (theme / FOLDER).iterdir() if path.is_file())
    together = [f"{name}.js" for name in TOGETHER]
    return {name: hashed(name, _content(theme, name)) for name in (*files, *together)}


def write(theme: Path, target: Path, named: Mapping[str, str]) -> None:
    """Put the theme's files into a site under their hashed names, as `names` gives them."""
    (target / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, address in named.items():
        (target / FOLDER / address).write_bytes(_content(theme, name))


def _content(theme: Path, name: str) -> bytes:
    return b"\n".join(path.read_bytes() for path in _files(theme, name))


def _files(theme: Path, name: str) -> list[Path]:
    if name == STYLE:
        return [_material() / _TYPOGRAPHY, theme / FOLDER / name]
    parts = TOGETHER.get(name.removesuffix(".js"))
    return [theme / FOLDER / file for file in ([f"{one}.js" for one in parts] if parts else [name])]


def _material() -> Path:
    """Where Material's files are installed; nothing of it is run."""
    found = find_spec("material")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("material")
    return Path(found.submodule_search_locations[0])
