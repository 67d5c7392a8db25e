"""The adapter for Zensical: the hand-written pages are set out in a folder of their own.

Zensical runs no hooks, so what the hook does in MkDocs is done to the files before: the
definitions of entries, a municipality's own pages, and stand-ins for generated pages.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from . import knowledge, page_check, pages, written
from .danish import count
from .finish import THEME
from .link import Site
from .page_links import Links
from .settings import FILE

_COLOUR, _ERROR = re.compile(r"\x1b\[[\d;]*m"), re.compile(r"(?m)^\w*Error: .*")
# What it says of a link that it finds nothing at; what a link leads to, as it is written.
_DEAD = re.compile(r"Warning: (anchor|page) does not exist\s+╭─\[ (.+?):(\d+):(\d+) \]")
_WAY = re.compile(r"[^\s()<>\"\[\]]+")


class StageError(RuntimeError):
    """Zensical did not build; says what it said."""


def by_hand(root: Path, target: Path) -> dict[str, str]:
    """The HTML of the hand-written pages by path; pictures go to `target`. Raises StageError."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder).resolve()
        found = knowledge.current(root)
        links = Links(root.resolve(), found.site)
        if told := page_check.faults(links, found.digest):
            raise _faulty(map(str, told))
        paths = _set_out(links, stage)
        _run(stage, links)
        made = {path: _read(stage / "site" / written.place(path)) for path in paths}
        unwanted = shutil.ignore_patterns("*.md")
        shutil.copytree(stage / "docs", target, ignore=unwanted, dirs_exist_ok=True)
    return made


def _set_out(links: Links, stage: Path) -> list[str]:
    """Write all that Zensical reads into `stage`; the paths of the hand-written pages."""
    site = links.site
    linked = {page.path: page for page in pages.linked_pages(site)}
    for path, source in links.sources.items():
        place = stage / "docs" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
        if path.endswith(".md"):
            text = links.pinned(path)
            place.write_text(text + written.definitions(text, path, site, pin=True), "utf-8")
    for path, page in linked.items():
        place = stage / "docs" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_stand_in(site, page), "utf-8")
    config = {
        "INHERIT": str(links.root / FILE),
        "docs_dir": "docs",
        "theme": {"custom_dir": str(links.root / THEME)},
        "extra": {"root": str(links.root)},
        # It colours code unless it is told not to.
        "markdown_extensions": {"pymdownx.highlight": {"use_pygments": False}},
    }
    (stage / FILE).write_text(yaml.safe_dump(config), "utf-8")
    return [path for path in links.sources if path.endswith(".md") and path not in linked]


def _stand_in(site: Site, page: pages.Page) -> str:
    """A page with nothing but the anchors of a generated one, so that links to them hold."""
    return "\n".join(f'<i id="{one}"></i>' for one in written.anchors(site, page))


def _run(stage: Path, links: Links) -> None:
    """Let Zensical build, in a process of its own: it prints, and starts threads that stay."""
    command = [sys.executable, "-m", "zensical", "build", "--strict", "-f", str(stage / FILE)]
    done = subprocess.run(  # noqa: S603 - nothing of it comes from outside
        command, cwd=Path(__file__).parent.parent,  # where it finds the macros
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        said, _, traced = _COLOUR.sub("", f"{done.stdout}{done.stderr}").partition("Traceback")
        if dead := [*_dead(said, stage, links)]:
            raise _faulty(dead)
        raise StageError("\n".join(["Zensical fandt fejl.", said, *_ERROR.findall(traced)]))


def _faulty(faults: Iterable[str]) -> StageError:
    told = [*faults]
    return StageError("\n".join([f"{count(len(told), 'fejl', 'fejl')} i siderne.", *told]))


def _dead(said: str, stage: Path, links: Links) -> Iterator[str]:
    """The dead links that Zensical has told of, where a macro had hidden them, in our words."""
    for kind, path, line, column in _DEAD.findall(said):
        text = (stage / "docs" / path).read_text("utf-8").split("\n")[int(line) - 1]
        for to in (one for one in _WAY.finditer(text) if one.start() < int(column) <= one.end()):
            yield from map(str, links.said(path, to[0], anchor=kind == "anchor"))


def _read(folder: Path) -> str:
    return written.unpinned((folder / "index.html").read_text("utf-8"))
