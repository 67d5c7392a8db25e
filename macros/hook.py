"""The MkDocs adapter: gives MkDocs the generated pages, in memory, and their metadata."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.meta import get_data

from macros import (
    comparison,
    danish,
    export,
    feeds,
    forms,
    handbook,
    jsonld,
    knowledge,
    markup,
    own_files,
    pages,
    publication,
    search,
    takeaway,
    typeset,
)
from macros.addresses import address
from macros.fields import REFERENCE
from macros.gloss import gloss
from macros.overlay_model import FOLDER
from macros.published import about

log = logging.getLogger("mkdocs.samskabelse")

# Material's own scripts, their language files and source maps: no page uses them.
_UNUSED = ("assets/javascripts/", "assets/stylesheets/palette", "assets/images/")

_generated: dict[str, pages.Page] = {}
_feeds: dict[str, feeds.Feed] = {}


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check the data once per build, and let whoever publishes name the site."""
    identity = knowledge.read(_root(config)).identity
    if identity:
        publication.configure(config, identity)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Problems end the build before it writes."""
    found = knowledge.current(_root(config))
    for problem in found.errors:
        log.error(str(problem))
    if found.errors:
        wrong = danish.count(len(found.errors), "fejl", "fejl")
        raise Abort(f"Sitet er ikke bygget: {wrong} i data.")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages and leave out theme files that no page asks for."""
    _generated.clear()
    site = knowledge.current(_root(config)).site
    _generated.update(pages.all_pages(site))
    _feeds.clear()
    _feeds.update(feeds.feed_places(site))
    _add_own(files, config)
    for page in _generated.values():
        file = File.generated(
            config, page.path, content=page.stub, inclusion=InclusionLevel.NOT_IN_NAV
        )
        if page.place:
            # Seen from docs/, where MkDocs thinks every page is written.
            file.edit_uri = f"../{page.place[0]}#L{page.place[1]}"
        files.append(file)
    for file in list(files):
        if file.src_uri.startswith(_UNUSED) or file.src_uri.endswith(".map"):
            files.remove(file)
    return files


def _add_own(files: Files, config: MkDocsConfig) -> None:
    """Add a municipality's own pages, in place of ours at the same path, style and pictures."""
    root = _root(config)
    own = own_files.pages(root)
    found = {**own, **own_files.assets(root)}
    if style := own_files.style(root):
        found[own_files.STYLE_ADDRESS] = style
    config.extra["own_style"] = own_files.STYLE_ADDRESS if style else ""
    for name, path in found.items():
        file = File.generated(config, name, abs_src_path=str(path))
        file.generated_by = None  # it is written by hand, only elsewhere
        if name in own:
            file.edit_uri = f"../{path.relative_to(root).as_posix()}"
        if old := files.get_file_from_path(name):
            files.remove(old)
        files.append(file)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Put a municipality's own pages in the menu when they ask for it with `menu: Title`."""
    for name, path in own_files.pages(_root(config)).items():
        file = files.get_file_from_path(name)
        if file and name.endswith(".md"):
            _, meta = get_data(path.read_text("utf-8-sig"))
            if isinstance(meta.get("menu"), str):
                nav.items.append(Link(meta["menu"], file.url))
    return nav


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Give hand-written pages a definition for every entry they link to by id."""
    del files
    if page.file.generated_by:
        return markdown
    site = knowledge.current(_root(config)).site
    return markdown + "".join(_definitions(markdown, page.url, site))


def _definitions(markdown: str, url: str, site: Any) -> Iterator[str]:
    here = "" if url in (".", "./") else url
    for identifier in sorted({match[2] for match in REFERENCE.finditer(markdown)}):
        if identifier in site.nodes:
            target = markup.relative(address(site, identifier), here)
            yield f"\n\n[{identifier}]: {target}"


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Explain the glossary's words in hand-written pages; generated ones have done it."""
    del files
    generated = _generated.get(page.file.src_uri)
    if generated and not generated.searched:
        page.meta["noindex"] = True  # the sitemap leaves it out
    if generated and generated.updated:
        page.meta["updated"] = generated.updated
    if page.file.generated_by or page.meta.get("unsearched"):
        return html
    here = "" if page.url in (".", "./") else page.url
    return gloss(html, knowledge.current(_root(config)).site, here)


def on_page_context(
    context: dict[str, Any], page: MkDocsPage, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Hand the theme what it says of a generated page: description, crumbs, neighbours."""
    generated = _generated.get(page.file.src_uri)
    site, whose = knowledge.current(_root(config)).site, about(config, os.environ)
    here = "" if page.url in (".", "./") else page.url
    context["generated"] = generated
    context["relative"] = markup.relative
    context["feed"] = _feeds.get(here)
    context["jsonld"] = (
        jsonld.of_page(site, generated, whose)
        if generated
        else jsonld.of_written(site, _title(page), _crumbs(nav, here), here, whose)
    )
    return context


def _title(page: MkDocsPage) -> str:
    """What a hand-written page is called, as text."""
    return pages.HOME[0] if page.is_homepage else str(page.title)


def _crumbs(nav: Navigation, here: str) -> list[tuple[str, str]]:
    """The way down to a hand-written page: the front page, and what the menu has above it."""
    above = [
        (str(item.title), str(item.url))
        for item in nav
        if getattr(item, "url", None) and here.startswith(item.url) and here != item.url
    ]
    return [pages.HOME, *above] if here else []


def on_post_build(config: MkDocsConfig) -> None:
    """Index the finished pages for the search, and make what can be taken away of them."""
    target, site = Path(config.site_dir), knowledge.current(_root(config)).site
    comparison.write(target, site)
    forms.write(target, site)
    export.write(target, site, about(config, os.environ))
    by_address = {page.address: page for page in _generated.values()}
    records = search.records_of(target, site, by_address)
    search.build(target, site, records)
    base = config.site_url or ""
    (target / handbook.PDF).write_bytes(
        typeset.pdf(
            handbook.handbook(site),
            f"{config.site_name}: håndbogen",
            f"{base}{handbook.ADDRESS}" if base else "",
            _published(),
        )
    )
    publication.write(target, config, knowledge.current(_root(config)).identity)
    takeaway.write(target, site, records)


def _published() -> str:
    """The day that whoever publishes has set, in words; "" for none."""
    day = publication.day()
    return f"Udgivet {danish.date(day.isoformat())}" if day else ""


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Follow the data and the theme in the preview."""
    del builder
    for name in ("data", "theme", FOLDER):
        if (_root(config) / name).is_dir():
            server.watch(str(_root(config) / name))
    return server
