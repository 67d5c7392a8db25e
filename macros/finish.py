"""A whole build: an engine's hand-written pages, and all that is made of the data, as one site.

Hand-written pages get their shell while generated ones are made, the open data and the PDF with
them; of all pages come the search index and the zip.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
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
    parallel,
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
from .put import put
from .render import fill
from .repository import forge, upstream
from .shell import Document, Shell
from .written import Written, by_hand

THEME = "theme"


# What makes the hand-written pages of a root: it puts what belongs to them, such as pictures, into
# a folder, and gives their HTML by path.
Engine = Callable[[Path, Path], Mapping[str, str]]


def finish(root: Path, target: Path, engine: Engine) -> None:
    """Write the site under `root` into `target`, its hand-written pages by an engine.

    Raises TypesettingError, SettingsError, FillError and what the engine raises.
    """
    settings = publication.settings(root)
    edition = begin(root, target, settings)
    site, generated = edition.site, pages.all_pages(edition.site).values()
    with phase("sider og data"), TemporaryDirectory(dir=target.parent) as beside:

        def hand() -> list[search.Record]:
            written = by_hand(root, settings, engine(root, Path(beside)))
            _write_map(target, edition, written, generated)
            return list(_write_hand(edition, written, Path(beside)))

        works = [hand, *_works_on_data(edition, target), *press.works(edition, generated, target)]
        with parallel.beside(partial(typeset.write, target, site, edition.about)):
            records = [one for told in parallel.together(works) for one in told]
        _add(Path(beside), target)
    records = [*sorted(records, key=lambda one: one.address), *search.term_records(site)]
    with phase("søgeindeks"):
        search.build(target, site, records)
    with phase("zip"):
        takeaway.write(target, site, records)


def _works_on_data(edition: Edition, target: Path) -> Iterator[press.Work]:
    """The work of making what is no page; the search is told nothing of it."""
    site, whose = edition.site, edition.about
    works: list[Callable[[], object]] = [
        *export.works(target, site, whose),
        partial(forms.write, target, site),
        partial(case_files.write, target, site),
    ]
    for work in works:
        yield partial(_untold, work)


def _untold(work: Callable[[], object]) -> list[search.Record]:
    work()
    return []


def _add(folder: Path, target: Path) -> None:
    """Move the files of a folder into the site, but for those that it has by now."""
    for path in folder.rglob("*"):
        place = target / path.relative_to(folder)
        if path.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)


def begin(root: Path, target: Path, settings: Mapping[str, Any]) -> Edition:
    """Write what is no page and not made of the data; what all pages are made of."""
    edition = _edition(root, settings, _write_look(root, target))
    lost = edition.shell.whole(_lost(edition.shell))
    put(target, "404.html", lost)
    publication.write(target, settings, edition.shell.identity)
    return edition


def _write_look(root: Path, target: Path) -> tuple[dict[str, str], list[str]]:
    """Write the theme's files and a municipality's styles; their names, and the styles' places."""
    theme, identity, style = root / THEME, knowledge.current(root).identity, own_files.style(root)
    files = assets.contents(theme)
    assets.write(files, target)
    texts = {
        **_hashed(brand_style.STYLE, brand_style.style(identity) if identity else ""),
        **_hashed(own_files.STYLE_ADDRESS, style.read_text("utf-8-sig") if style else ""),
    }
    for place, content in texts.items():
        put(target, place, content)
    return assets.names(files), [*texts]


def _hashed(name: str, text: str) -> dict[str, bytes]:
    """A style by the address that its content gives it; nothing of an empty one."""
    return {assets.hashed(name, text.encode()): text.encode()} if text else {}


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
        put(target, f"{one.address}index.html", html)
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


def _write_map(
    target: Path, edition: Edition, hand: Iterable[Written], generated: Iterable[pages.Page]
) -> None:
    """The map for search engines; it is empty while the site's own address is not known."""
    base = edition.about.base
    places = [*mapped(edition, hand)]
    places += [(f"{base}{one.address}", one.updated) for one in generated if one.searched]
    text = publication.sitemap(places if base else ())
    put(target, publication.SITEMAP, text)


def mapped(edition: Edition, hand: Iterable[Written]) -> Iterator[tuple[str, str]]:
    """The places of hand-written pages on the map for search engines."""
    for one in hand:
        if not one.meta.get("noindex"):
            yield edition.about.page(one.address), ""
