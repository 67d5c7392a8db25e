"""The files in `kommune/` that are not data: pages, style, pictures and templates."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2

from .danish import join, nearest
from .own_folder import FOLDER
from .problem import Problem

TEMPLATES = Path(__file__).parent / "templates"
STYLE = f"{FOLDER}/style.css"
# Where the style and the pictures are found on the site.
STYLE_ADDRESS, ASSETS_ADDRESS = "assets/kommune.css", "assets/kommune/"
# The templates that a municipality may have its own version of.
PARTIALS = (
    "block-front", "block-contact", "block-call", "block-download", "case", "concept", "principle",
    "set", "municipality", "checklist", "index-cases", "index-kommuner", "index-principper",
    "index-tjeklister",
)  # fmt: skip
_KNOWN = ("brand.yaml", "data", "docs", "style.css", "assets", "partials")
# What a page or a template of their own says first: which version of ours it was made from.
_BASED_ON = re.compile(r"(?:\{#-?|<!--) *bygger på ([0-9a-f]{8}) *(?:-?#\}|-->)")


def common(root: Path) -> dict[str, Path]:
    """The pages that all editions have, and what belongs to them, by path under docs/."""
    return _files(root / "docs")


def pages(root: Path) -> dict[str, Path]:
    """Their pages and what belongs to them, by the path that a page of ours has under docs/."""
    return _files(root / FOLDER / "docs")


def assets(root: Path) -> dict[str, Path]:
    """Their pictures and other files, by address from the site's root."""
    found = _files(root / FOLDER / "assets")
    return {f"{ASSETS_ADDRESS}{name}": path for name, path in found.items()}


def style(root: Path) -> Path | None:
    """Their style, if they have one."""
    path = root / STYLE
    return path if path.is_file() else None


def partials(root: Path) -> Path | None:
    """The folder with their templates, if they have one."""
    folder = root / FOLDER / "partials"
    return folder if folder.is_dir() else None


def _files(folder: Path) -> dict[str, Path]:
    """Every file in a folder, without hidden ones and links out of it."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def problems(root: Path) -> Iterator[Problem]:
    """What is wrong with the folder and with their templates."""
    folder = root / FOLDER
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name not in _KNOWN and not path.name.startswith((".", "README")):
            yield _unknown(path.name)
    for name, path in pages(root).items():
        if name.endswith(".md") and (root / "docs" / name).is_file():
            sign, ours = "<!-- bygger på {} -->", root / "docs" / name
            yield from _outdated(f"{FOLDER}/docs/{name}", path, ours, f"docs/{name}", sign)
    for path in sorted((partials(root) or folder / "partials").glob("*")):
        yield from _template_problems(path, f"{FOLDER}/partials/{path.name}")


def _unknown(name: str) -> Problem:
    match = nearest(name, _KNOWN)
    message = f"»{name}« bruges ikke til noget i {FOLDER}/."
    hint = f"Mente du »{match}«?" if match else f"Her kan ligge {join(_KNOWN)}."
    return Problem(
        f"{FOLDER}/{name}", 1, 1, message, hint, "files", "warning",
        example=f"{FOLDER}/{match or 'docs'}",
    )  # fmt: skip


def _template_problems(path: Path, name: str) -> Iterator[Problem]:
    if path.suffix != ".html" or path.stem not in PARTIALS:
        match = nearest(path.stem, PARTIALS)
        message = f"Skabelonen »{path.name}« er ikke en af dem, I kan have jeres egen udgave af."
        hint = f"Mente du »{match}.html«?" if match else f"I kan have {join(PARTIALS)}."
        right = f"{FOLDER}/partials/{match or 'block-front'}.html"
        yield Problem(name, 1, 1, message, hint, "files", example=right)
        return
    text = path.read_text("utf-8", "replace")
    try:
        jinja2.Environment(autoescape=True).parse(text)
    except jinja2.TemplateSyntaxError as error:
        message = f"Skabelonen kan ikke læses: »{error.message}«."
        hint = "Se efter et {% eller {{, der ikke er lukket."
        yield Problem(name, error.lineno, 1, message, hint, "syntax", example="{{ one.summary }}")
    ours = TEMPLATES / path.name
    yield from _outdated(name, path, ours, f"macros/templates/{path.name}", "{{# bygger på {} #}}")


def _outdated(name: str, path: Path, ours: Path, called: str, sign: str) -> Iterator[Problem]:
    """Whether a file in place of ours was made from ours as it is now, as `sign` says in it."""
    now = hashlib.sha256(ours.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:8]
    based = _BASED_ON.search(path.read_text("utf-8", "replace"))
    right = sign.format(now)
    if not based:
        message = f"Filen siger ikke, hvilken udgave af {called} den bygger på."
        hint = "Skriv det øverst, så I får besked, når vores ændrer sig."
        yield Problem(name, 1, 1, message, hint, "outdated", "warning", example=right)
    elif based[1] != now:
        message = f"Jeres udgave af {called} bygger på en ældre udgave af vores."
        hint = f"Se, hvad der er nyt i vores, ret jeres, og skriv {now}."
        yield Problem(name, 1, 1, message, hint, "outdated", "warning", example=right)
