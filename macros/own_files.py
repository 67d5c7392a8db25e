"""The files in `kommune/` that are not data: pages, style, pictures and templates."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2 import nodes

from .danish import join, nearest, slug
from .decode import is_file, is_folder, listed, odd, read_text, walked
from .excerpt import place_of, visible
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
_FOLDERS = ("data", "docs", "assets", "partials")
# What templates can use besides Jinja's own filters.
FILTERS = ("danish_date", "number", "plain", "node_of", "safe_address")


@jinja2.pass_context
def _as_it_is(_: object, value: object) -> object:
    return value


# What looks at the values when a template is filled keeps Jinja from reckoning with those in
# the template already when it is compiled, which can take for ever.
_COMPILER = jinja2.Environment(autoescape=True, optimized=False, finalize=_as_it_is)
_COMPILER.filters.update(dict.fromkeys(FILTERS, str))
# What a page or a template of their own says first: which version of ours it was made from.
_BASED_ON = re.compile(r"(?:\{#-?|<!--) *bygger på ([0-9a-f]{8}) *(?:-?#\}|-->)")
# A comment over what a page says of itself, which is then text on the page.
_OVER_FRONT_MATTER = re.compile(r"\s*(<!--(?:(?!-->).)*-->)\s*\n---[ \t]*\n(?=\w+:)", re.DOTALL)

# What a style asks other sites for; comments, and what only names something, ask for nothing.
_ASKING_OTHERS = re.compile(
    r"""(?is)/\*.*?\*/|@namespace[^;]*|(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s;]+)"""
)
# What ends or changes an address, or is in no file's name on Windows.
_NO_ADDRESS = re.compile(r'[#?%:*|<>"\\]')


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
    return path if is_file(path) else None


def partials(root: Path) -> Path | None:
    """The folder with their templates, if they have one."""
    folder = root / FOLDER / "partials"
    return folder if is_folder(folder) else None


def _files(folder: Path) -> dict[str, Path]:
    """Every file in a folder, without hidden ones and links out of it."""
    return {
        path.relative_to(folder).as_posix(): path
        for _, path in (walked("", folder, []) if is_folder(folder) else ())
        if is_file(path) and not path.is_symlink()
    }


def problems(root: Path) -> Iterator[Problem]:
    """What is wrong with the folder and with their templates."""
    folder = root / FOLDER
    if not (folder.exists() or folder.is_symlink()):
        return
    if fault := _misshapen(FOLDER, folder, is_one=True):
        yield fault
        return
    found: list[Problem] = []
    for one in listed(FOLDER, folder, found) or ():
        name = f"{FOLDER}/{one.name}"
        if one.name not in _KNOWN and not one.name.startswith("README"):
            yield _unknown(one.name)
        elif one.name in _KNOWN and (
            fault := _misshapen(name, Path(one), is_one=one.name in _FOLDERS)
        ):
            yield fault
    yield from _problems_of_pages(root)
    yield from _problems_of_templates(folder / "partials", found)
    if (own := style(root)) and (text := read_text(STYLE, own, found)):
        yield from _problems_of_style(text)
    if is_folder(folder / "assets"):
        list(walked(f"{FOLDER}/assets", folder / "assets", found))
    yield from found


def _problems_of_pages(root: Path) -> Iterator[Problem]:
    for name, path in pages(root).items():
        if name.endswith(".md") and (wrong := _NO_ADDRESS.search(name)):
            yield _no_address(name, wrong[0])
        elif path.name == "README.md":
            yield _readme(f"{FOLDER}/docs/{name}")
        # Whether it can be read is told where all pages are read.
        text = read_text(name, path, []) if name.endswith(".md") else None
        if text is not None and is_file(root / "docs" / name):
            sign, ours = "<!-- bygger på {} -->", root / "docs" / name
            yield from _outdated(f"{FOLDER}/docs/{name}", text, ours, f"docs/{name}", sign)
        if text is not None and (over := _OVER_FRONT_MATTER.match(text)):
            yield _over_front_matter(f"{FOLDER}/docs/{name}", over[1])


def _no_address(name: str, sign: str) -> Problem:
    parts = name.removesuffix(".md").split("/")
    right = "/".join(slug(one) or "siden" if _NO_ADDRESS.search(one) else one for one in parts)
    message = f"Filens navn bliver sidens adresse og må ikke have »{sign}« i sig."
    file, example = (f"{FOLDER}/docs/{one}.md" for one in ("/".join(parts), right))
    return Problem(file, 1, 1, message, f"Omdøb den til {right}.md.", "files", example=example)


def _readme(name: str) -> Problem:
    """Some engines make the folder's own page of it, others a page beside it."""
    message = "En side kan ikke hedde README.md."
    hint = "Kald den index.md, hvis den er mappens forside, og ellers noget andet."
    example = name.replace("README.md", "index.md")
    return Problem(name, 1, 1, message, hint, "files", example=example)


def _over_front_matter(name: str, comment: str) -> Problem:
    message = "Det, siden siger om sig selv mellem to linjer med ---, skal stå allerførst i filen."
    hint = "Flyt linjen med <!-- … --> ned under den anden linje med ---."
    right = f"---\nmenu: Titel\n---\n{comment}"
    return Problem(name, 1, 1, message, hint, "syntax", "warning", example=right)


def _misshapen(name: str, path: Path, *, is_one: bool) -> Problem | None:
    """A file where a folder must be, the other way round, or what is neither."""
    is_now = is_folder(path)
    if (fault := odd(name, path, "Mappen" if is_one else "Filen")) or is_now == is_one:
        return fault
    right, wrong = ("en mappe", "en fil") if is_one else ("en fil", "en mappe")
    message = f"{name} skal være {right}, men er {wrong}."
    hint = f"Omdøb den, og læg {right} i stedet, eller slet den."
    return Problem(name, 1, 1, message, hint, "files", example=f"{name}/" if is_one else name)


def _unknown(name: str) -> Problem:
    match = nearest(name, _KNOWN)
    message = f"»{name}« bruges ikke til noget i {FOLDER}/."
    hint = f"Mente du »{match}«?" if match else f"Her kan ligge {join(_KNOWN)}."
    return Problem(
        f"{FOLDER}/{name}", 1, 1, message, hint, "files", "warning",
        example=f"{FOLDER}/{match or 'docs'}",
    )  # fmt: skip


def _problems_of_style(text: str) -> Iterator[Problem]:
    """What a style asks others for: the policy on every page keeps browsers from it."""
    for one in _ASKING_OTHERS.finditer(text):
        if one[1]:
            line, column = place_of(text, one.start(1))
            message = f"Stilen må ikke hente noget fra andre, men henter {visible(one[1])}."
            hint = f"Læg filen i {FOLDER}/assets/, og skriv {FOLDER}/ foran dens navn."
            yield Problem(
                STYLE, line, column, message, hint, "files", "warning",
                example=f'url("{FOLDER}/navnet.svg")',
            )  # fmt: skip


def _problems_of_templates(folder: Path, found: list[Problem]) -> Iterator[Problem]:
    name = f"{FOLDER}/{folder.name}"
    for one in (listed(name, folder, found) or ()) if is_folder(folder) else ():
        yield from _template_problems(Path(one), f"{name}/{one.name}", found)


def _template_problems(path: Path, name: str, found: list[Problem]) -> Iterator[Problem]:
    if path.suffix != ".html" or path.stem not in PARTIALS:
        match = nearest(path.stem, PARTIALS)
        message = f"Skabelonen »{path.name}« er ikke en af dem, I kan have jeres egen udgave af."
        hint = f"Mente du »{match}.html«?" if match else f"I kan have {join(PARTIALS)}."
        right = f"{FOLDER}/partials/{match or 'block-front'}.html"
        yield Problem(name, 1, 1, message, hint, "files", example=right)
        return
    text = read_text(name, path, found)
    if text is None:
        return
    for line, message, hint, right in _faults(text):
        yield Problem(name, line, 1, message, hint, "syntax", example=right)
    ours = TEMPLATES / path.name
    yield from _outdated(name, text, ours, f"macros/templates/{path.name}", "{{# bygger på {} #}}")


# A line, what must hold, what to do, and what would be right.
_Fault = tuple[int, str, str, str]


def _faults(text: str) -> list[_Fault]:
    """What would end the filling of a template before it began."""
    right = "{{ one.summary }}"
    try:
        tree = _COMPILER.parse(text)
        unknown = [*unknown_names(tree, _COMPILER)]
        if not unknown:
            _COMPILER.compile(tree)
    except jinja2.TemplateSyntaxError as error:
        message = f"Skabelonen kan ikke læses: »{error.message}«."
        return [(error.lineno, message, "Se efter et {% eller {{, der ikke er lukket.", right)]
    except ValueError:
        return [(1, "Skabelonen kan ikke læses: et tal i den er for langt.", "Kort det af.", right)]
    except (RecursionError, SyntaxError, MemoryError):
        message = "Skabelonen har for mange parenteser eller blokke inden i hinanden."
        return [(1, message, "Del den op med {% set … %} eller {% macro … %}.", right)]
    return unknown


def unknown_names(tree: nodes.Template, environment: jinja2.Environment) -> Iterator[_Fault]:
    """The filters and tests that do not exist: a line, what is wrong, what to do, what is right.

    Jinja finds some of them only when it fills the template.
    """
    for one in tree.find_all((nodes.Filter, nodes.Test)):
        is_filter = isinstance(one, nodes.Filter)
        known = environment.filters if is_filter else environment.tests
        if one.name not in known:
            match = nearest(one.name, known)
            message = f"{'Filteret' if is_filter else 'Prøven'} »{one.name}« findes ikke."
            hint = f"Mente du »{match}«?" if match else "Slet den, eller se i vores skabeloner."
            sign = "|" if is_filter else "is"
            yield one.lineno, message, hint, f"{{{{ one.title {sign} {match or 'upper'} }}}}"


def _outdated(name: str, text: str, ours: Path, called: str, sign: str) -> Iterator[Problem]:
    """Whether a file in place of ours was made from ours as it is now, as `sign` says in it."""
    now = hashlib.sha256(ours.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:8]
    based = _BASED_ON.search(text)
    right = sign.format(now)
    if not based:
        message = f"Filen siger ikke, hvilken udgave af {called} den bygger på."
        where = "under den anden linje med ---" if text.startswith("---") else "øverst"
        hint = f"Skriv det {where}, så I får besked, når vores ændrer sig."
        yield Problem(name, 1, 1, message, hint, "outdated", "warning", example=right)
    elif based[1] != now:
        message = f"Jeres udgave af {called} bygger på en ældre udgave af vores."
        hint = f"Se, hvad der er nyt i vores, ret jeres, og skriv {now}."
        yield Problem(name, 1, 1, message, hint, "outdated", "warning", example=right)
