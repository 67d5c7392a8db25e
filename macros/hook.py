"""The MkDocs adapter: MkDocs makes the hand-written pages, and gives the rest their place.

Generated pages need no Markdown, so they go past MkDocs: it knows only those of the menu,
as empty pages, and all of them are written when it has done its part.
"""

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.meta import get_data

from macros import (
    assets,
    brand_style,
    case_files,
    danish,
    export,
    feeds,
    forms,
    jsonld,
    knowledge,
    markup,
    own_files,
    pages,
    press,
    publication,
    search,
    takeaway,
    typeset,
)
from macros.addresses import address
from macros.fields import REFERENCE
from macros.gloss import gloss
from macros.overlay_model import FOLDER
from macros.phases import phase
from macros.press import Edition
from macros.published import about
from macros.repository import forge, upstream
from macros.shell import Document, Shell

log = logging.getLogger("mkdocs.samskabelse")

# Material's own scripts, their language files and source maps: no page uses them.
_UNUSED = ("assets/javascripts/", "assets/stylesheets/palette", "assets/images/")

# Generated pages that hand-written ones link to by path, so that MkDocs must know of them.
_LINKED = ("index", "handbook")
_ANCHOR = re.compile(r'\bid="([^"]+)"')


@dataclass
class _Build:
    """One build: the pages it makes, and what the hand-written ones have said of themselves."""

    pages: dict[str, pages.Page]
    own_styles: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    menu: list[tuple[str, str]] = field(default_factory=list)
    edition: Edition | None = None
    records: list[search.Record] = field(default_factory=list)
    mapped: list[tuple[str, str]] = field(default_factory=list)


_now = _Build({})
_serving = _previewing = False


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def on_startup(*, command: str, dirty: bool) -> None:
    """Note whether this is MkDocs' own preview, which reads the data anew, or ours."""
    global _serving, _previewing
    del dirty
    _serving, _previewing = command == "serve", command == "preview"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check the data once per build, and let whoever publishes name the site."""
    root = _root(config)
    identity = (knowledge.read(root) if _serving else knowledge.current(root)).identity
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
    """Give the menu's pages their place, name the theme's files, add a municipality's own."""
    global _now  # noqa: PLW0603 - MkDocs calls the parts of a hook one by one
    site = knowledge.current(_root(config)).site
    _now = _Build({page.path: page for page in pages.all_pages(site).values()})
    _now.names.update(assets.names(Path(config.theme.custom_dir or "theme")))
    for file in list(files):
        if file.src_uri.startswith(_UNUSED) or file.src_uri.endswith(".map"):
            files.remove(file)
        elif file.src_uri.removeprefix(f"{assets.FOLDER}/") in _now.names:
            file.dest_uri = f"{assets.FOLDER}/{_now.names[Path(file.src_uri).name]}"
    _add_own(files, config)
    for page in _now.pages.values():
        if page.kind in _LINKED:
            file = File.generated(
                config, page.path, content="", inclusion=InclusionLevel.NOT_IN_NAV
            )
            files.append(file)
    return files


def _add_own(files: Files, config: MkDocsConfig) -> None:
    """Add a municipality's own pages, in place of ours at the same path, style and pictures."""
    root = _root(config)
    own = own_files.pages(root)
    for name, path in {**own, **own_files.assets(root)}.items():
        file = File.generated(config, name, abs_src_path=str(path))
        file.generated_by = None  # it is written by hand, only elsewhere
        if old := files.get_file_from_path(name):
            files.remove(old)
        files.append(file)
    identity, style = knowledge.current(root).identity, own_files.style(root)
    for name, text in (
        (brand_style.STYLE, brand_style.style(identity) if identity else ""),
        (own_files.STYLE_ADDRESS, style.read_text("utf-8-sig") if style else ""),
    ):
        if text:
            _now.own_styles.append(assets.hashed(name, text.encode()))
            files.append(File.generated(config, _now.own_styles[-1], content=text))


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Put a municipality's own pages in the menu when they ask for it with `menu: Title`."""
    for name, path in own_files.pages(_root(config)).items():
        file = files.get_file_from_path(name)
        if file and name.endswith(".md"):
            _, meta = get_data(path.read_text("utf-8-sig"))
            if isinstance(meta.get("menu"), str):
                nav.items.append(Link(meta["menu"], file.url))
    _now.menu = [(str(item.title), str(item.url)) for item in nav if getattr(item, "url", None)]
    return nav


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Give hand-written pages a definition for every entry they link to by id."""
    del files
    site = knowledge.current(_root(config)).site
    return markdown + "".join(_definitions(markdown, page.url, site))


def _definitions(markdown: str, url: str, site: Any) -> Iterator[str]:
    here = "" if url in (".", "./") else url
    for identifier in sorted({match[2] for match in REFERENCE.finditer(markdown)}):
        if identifier in site.nodes:
            target = markup.relative(address(site, identifier), here)
            yield f"\n\n[{identifier}]: {target}"


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Explain the glossary's words in hand-written pages, and tell of generated ones' anchors."""
    del files
    site, generated = knowledge.current(_root(config)).site, _now.pages.get(page.file.src_uri)
    if generated:
        body = pages.body(site, generated.kind, generated.id)
        page.present_anchor_ids = set(_ANCHOR.findall(body))
        return html
    if page.meta.get("unsearched"):
        return html
    here = "" if page.url in (".", "./") else page.url
    return gloss(html, site, here)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> None:
    """All that pages are made of is known: the texts of the hand-written, the menu, the files."""
    del env, files
    found, whose = knowledge.current(_root(config)), about(config, os.environ)
    extra = config.extra
    shell = Shell(
        name=config.site_name, copyright=config.copyright or "", menu=_now.menu,
        base_path=urlsplit(config.site_url or "").path or "/", names=_now.names,
        own_styles=_now.own_styles, identity=found.identity,
        national=str(extra.get("national") or ""),
    )  # fmt: skip
    _now.edition = Edition(found.site, shell, whose, forge(config), upstream(config))


def edition() -> Edition:
    """What pages are made of; known once `on_env` has been called."""
    if _now.edition is None:
        raise RuntimeError("on_env")
    return _now.edition


def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """Put the theme around a hand-written page. A generated one is written when all is done."""
    del output
    if page.file.src_uri in _now.pages:
        return " "
    html, told = made(page, config)
    if told:
        _now.records.append(told)
    if not page.meta.get("noindex"):
        _now.mapped.append((page.canonical_url or "", ""))
    return html


def made(page: MkDocsPage, config: MkDocsConfig) -> tuple[str, search.Record | None]:
    """A hand-written page whose text MkDocs has made, and what the search is told of it."""
    document, here = _document(page, config), "" if page.is_homepage else page.url
    told = search.written_record(
        here, document.content, document.description, overview=document.overview
    )
    return edition().shell.whole(document), told if document.searched else None


def mapped() -> tuple[tuple[str, str], ...]:
    """The places of the hand-written pages on the map for search engines."""
    return tuple(_now.mapped)


def _document(page: MkDocsPage, config: MkDocsConfig) -> Document:
    """A hand-written page without what all pages share."""
    now, meta = edition(), page.meta
    here = "" if page.is_homepage else page.url
    title = Markup(page.title).striptags()  # noqa: S704 - only its text is kept
    name, crumbs = now.shell.name, _crumbs(here)
    called = pages.HOME[0] if page.is_homepage else title
    return Document(
        address=here,
        title=f"{name} – sammen om velfærden" if page.is_homepage else f"{title} – {name}",
        description=str(meta.get("description") or config.site_description),
        content=Markup(page.content),  # noqa: S704 - Python-Markdown made it of our own text
        crumbs=crumbs if here.strip("/").count("/") else (),
        scripts=meta.get("scripts") or (),
        styles=meta.get("styles") or (),
        home=page.is_homepage,
        searched=not meta.get("unsearched"),
        overview=bool(meta.get("overview")),
        noindex=bool(meta.get("leads_on")),
        canonical=page.canonical_url or "",
        leads_to=_statement(here) if meta.get("leads_on") else "",
        edit="" if meta.get("unsearched") else now.edit(_source(page, config)),
        feed=feeds.feed_at(now.site, here),
        jsonld=jsonld.of_written(now.site, called, crumbs, here, now.about),
    )


def _source(page: MkDocsPage, config: MkDocsConfig) -> str:
    """The file that a hand-written page is written in, from the project's root."""
    own = page.file.src_uri in own_files.pages(_root(config))
    return f"{FOLDER}/docs/{page.file.src_uri}" if own else f"docs/{page.file.src_uri}"


def _statement(here: str) -> str:
    """Where the accessibility statement is: the publisher's own, or the site's page."""
    shell = edition().shell
    own = shell.identity.brand.was_url if shell.identity else None
    return own or shell.seen_from(here)("tilgaengelighed/index.html")


def _crumbs(here: str) -> list[tuple[str, str]]:
    """The way down to a hand-written page: the front page, and what the menu has above it."""
    above = [(t, place) for t, place in _now.menu if here.startswith(place) and here != place]
    return [pages.HOME, *above] if here else []


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Put the theme around the page for addresses that lead nowhere; the sitemap is our own."""
    del config
    if template_name != "404.html":
        return ""
    shell = edition().shell
    return shell.whole(
        Document(
            address=None,
            title=f"Siden findes ikke – {shell.name}",
            description="Siden findes ikke. Søg, eller gå til forsiden.",
            content=Markup(output_content),  # noqa: S704 - the theme's own words
            noindex=True,
            searched=False,
        )
    )


def on_post_build(config: MkDocsConfig) -> None:
    """Write the generated pages, index them, and make what can be taken away of them."""
    if _previewing:
        return  # it makes them itself, and follows them
    target, site = Path(config.site_dir), knowledge.current(_root(config)).site
    now = edition()
    with phase("sider"):
        book = partial(_write_book, target, now)
        records = press.write(now, _now.pages.values(), target, beside=[book])
        records = sorted([*_now.records, *records], key=lambda one: one.address)
        records += search.term_records(site)
    with phase("åbne data"):
        forms.write(target, site)
        export.write(target, site, now.about)
        case_files.write(target, site)
    with phase("søgeindeks"):
        search.build(target, site, records)
    base = now.about.base
    mapped = [(f"{base}{one.address}", one.updated) for one in _now.pages.values() if one.searched]
    sitemap = publication.sitemap([*_now.mapped, *mapped] if base else ())
    (target / publication.SITEMAP).write_text(sitemap, "utf-8", newline="\n")
    publication.write(target, config, knowledge.current(_root(config)).identity)
    with phase("zip"):
        takeaway.write(target, site, records, _now.names)


def _write_book(target: Path, edition: Edition) -> list[search.Record]:
    """The handbook as PDF; the search is told nothing of it."""
    typeset.write(target, edition.site, edition.about)
    return []


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Follow the data and the theme in the preview."""
    del builder
    for name in ("data", "theme", FOLDER):
        if (_root(config) / name).is_dir():
            server.watch(str(_root(config) / name))
    return server
