"""What every engine's build ends with: the hand-written pages' HTML to a whole site.

Hand-written pages get their shell, generated ones are made, and of them all come the open
data, the search index, the PDF and the zip.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import (
    assets,
    brand_style,
    case_files,
    export,
    forms,
    knowledge,
    own_files,
    pages,
    press,
    publication,
    search,
    takeaway,
    typeset,
    written,
)
from .phases import phase
from .press import Edition
from .published import about
from .render import fill
from .repository import forge, upstream
from .shell import TYPOGRAPHY, Document, Shell
from .written import Written, by_hand

THEME = "theme"


def finish(root: Path, target: Path, made: Mapping[str, str]) -> None:
    """Write the site under `root` into `target`; `made` is what an engine made, by path.

    What belongs to the hand-written pages, such as pictures, the engine has put there already.
    Raises TypesettingError and SettingsError.
    """
    settings = publication.settings(root)
    edition = begin(root, target, settings)
    site, generated = edition.site, pages.all_pages(edition.site).values()
    hand = by_hand(root, settings, made)
    with phase("sider"):
        records = [*_write_hand(edition, hand, target)]
        book = partial(_write_book, target, edition)
        records += press.write(edition, generated, target, beside=[book])
        records = sorted(records, key=lambda one: one.address)
        records += search.term_records(site)
    with phase("åbne data"):
        forms.write(target, site)
        export.write(target, site, edition.about)
        case_files.write(target, site)
    with phase("søgeindeks"):
        search.build(target, site, records)
    _write_map(target, edition, hand, generated)
    with phase("zip"):
        takeaway.write(target, site, records)


def begin(root: Path, target: Path, settings: Mapping[str, Any]) -> Edition:
    """Write what is no page and not made of the data; what all pages are made of."""
    edition = _edition(root, settings, _write_look(root, target))
    lost = edition.shell.whole(_lost(edition.shell))
    (target / "404.html").write_bytes(lost.encode())
    publication.write(target, settings, edition.shell.identity)
    return edition


def _write_look(root: Path, target: Path) -> tuple[dict[str, str], list[str]]:
    """Write the theme's files and a municipality's styles; their names, and the styles' places."""
    theme, identity, style = root / THEME, knowledge.current(root).identity, own_files.style(root)
    names = assets.names(theme)
    assets.write(theme, target, names)
    texts = {
        TYPOGRAPHY: (_material() / TYPOGRAPHY).read_bytes(),
        **_hashed(brand_style.STYLE, brand_style.style(identity) if identity else ""),
        **_hashed(own_files.STYLE_ADDRESS, style.read_text("utf-8-sig") if style else ""),
    }
    for place, content in texts.items():
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        (target / place).write_bytes(content)
    return names, [place for place in texts if place != TYPOGRAPHY]


def _hashed(name: str, text: str) -> dict[str, bytes]:
    """A style by the address that its content gives it; nothing of an empty one."""
    return {assets.hashed(name, text.encode()): text.encode()} if text else {}


def _material() -> Path:
    """Where Material's files are installed; nothing of it is run."""
    found = find_spec("material")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("material")
    return Path(found.submodule_search_locations[0]) / "templates"


def _edition(
    root: Path, settings: Mapping[str, Any], look: tuple[dict[str, str], list[str]]
) -> Edition:
    """All that pages are made of, with the theme's names and the own styles of `look`."""
    found, whose = knowledge.current(root), about(settings, os.environ)
    shell = Shell(
        name=whose.name, copyright=str(settings.get("copyright") or ""),
        menu=written.menu(root, settings), base_path=urlsplit(whose.base).path or "/",
        names=look[0], own_styles=look[1], identity=found.identity,
        national=str((settings.get("extra") or {}).get("national") or ""),
    )  # fmt: skip
    return Edition(found.site, shell, whose, forge(settings), upstream(settings))


def _write_hand(edition: Edition, hand: Iterable[Written], target: Path) -> Iterator[search.Record]:
    """Write the hand-written pages; what the search is told."""
    for one in hand:
        html, told = one.whole(edition)
        folder = target / one.address
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_bytes(html.encode())
        if told:
            yield told


def _lost(shell: Shell) -> Document:
    """The page for addresses that lead nowhere."""
    return Document(
        address=None,
        title=f"Siden findes ikke – {shell.name}",
        description="Siden findes ikke. Søg, eller gå til forsiden.",
        content=fill("lost", to=shell.seen_from(None)),
        noindex=True,
        searched=False,
    )


def _write_book(target: Path, edition: Edition) -> list[search.Record]:
    """The handbook as PDF; the search is told nothing of it."""
    typeset.write(target, edition.site, edition.about)
    return []


def _write_map(
    target: Path, edition: Edition, hand: Iterable[Written], generated: Iterable[pages.Page]
) -> None:
    """The map for search engines; it is empty while the site's own address is not known."""
    base = edition.about.base
    places = [*mapped(edition, hand)]
    places += [(f"{base}{one.address}", one.updated) for one in generated if one.searched]
    text = publication.sitemap(places if base else ())
    (target / publication.SITEMAP).write_text(text, "utf-8", newline="\n")


def mapped(edition: Edition, hand: Iterable[Written]) -> Iterator[tuple[str, str]]:
    """The places of hand-written pages on the map for search engines."""
    for one in hand:
        if not one.meta.get("noindex"):
            yield f"{edition.about.base}{one.address}", ""
