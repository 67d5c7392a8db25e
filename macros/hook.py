"""The adapter for MkDocs, and for ProperDocs, which is MkDocs under another name.

It makes the hand-written pages and writes none, for `finish` to make the whole site of. Of
generated pages it knows only those that hand-written ones lead to, as empty pages, so that its
own checks of links hold.
"""

import logging
import re
from functools import cache, partial
from pathlib import Path
from typing import Any, ClassVar

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.pages import log as links_log

from macros import (
    danish,
    knowledge,
    own_files,
    page_check,
    page_links,
    page_macros,
    page_trial,
    pages,
    written,
)
from macros.finish import THEME, finish
from macros.link import Site
from macros.own_folder import FOLDER
from macros.page_texts import Texts

log = logging.getLogger("mkdocs.samskabelse")
# What MkDocs says of a link that it finds nothing at.
_DEAD = re.compile(
    r"Doc file '(.+?)' contains an? [a-z ]*link '(.*?)', (?:but (the doc|there is)?|it)"
)

_serving = _only_pages = False
# Of one build: the generated pages that others lead to, and the HTML of the hand-written.
_linked: dict[str, pages.Page] = {}
made: dict[str, str] = {}


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def on_startup(*, command: str, dirty: bool) -> None:
    """Note whether this is MkDocs' own preview, which reads the data anew, or our command line."""
    global _serving, _only_pages
    del dirty
    _serving, _only_pages = command == "serve", command == "pages"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check the data once per build; the pages and files of a theme are not the engine's.

    It would look through the thousands of files that come with Material.
    """
    if _serving:
        knowledge.read(_root(config))
    config.theme.static_templates.clear()
    del config.theme.dirs[1:]
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
    """Leave the theme's files out, add a municipality's own, and what pages lead to."""
    root = _root(config)
    for file in list(files):
        if file.src_dir != config.docs_dir:
            files.remove(file)
    for path, source in {**own_files.pages(root), **own_files.assets(root)}.items():
        file = File.generated(config, path, abs_src_path=str(source))
        file.generated_by = None  # it is written by hand, only elsewhere
        _put(file, files)
    _check_pages(config)
    made.clear()
    _linked.clear()
    _linked.update({page.path: page for page in pages.linked_pages(knowledge.current(root).site)})
    for path in _linked:
        hidden = InclusionLevel.NOT_IN_NAV
        _put(File.generated(config, path, content="", inclusion=hidden), files)
    return files


def _check_pages(config: MkDocsConfig) -> None:
    """Faults in any page's macros, links or address end the build before the first is made."""
    links = page_links.Links(_root(config), knowledge.current(_root(config)).site)
    told = page_check.faults(links, knowledge.current(links.root).digest)
    links_log.filters[:] = [partial(_tell, links)]
    for fault in told:
        log.error(str(fault))
    if told:
        raise Abort(f"{danish.count(len(told), 'fejl', 'fejl')} i siderne.")
    plugin: Any = config.plugins["macros"]
    plugin.env.template_class, _Page.texts = _Page, links.texts


class _Anchors:
    """The places in a generated page, which is made when the first link to one is looked at."""

    def __init__(self, site: Site, page: pages.Page) -> None:
        self._made = cache(lambda: frozenset(written.anchors(site, page)))

    def __contains__(self, anchor: object) -> bool:
        return anchor in self._made()


class _Page(jinja2.Template):
    """A page's text as mkdocs-macros fills it: what fails is told in our words."""

    texts: ClassVar[Texts]

    def render(self, *args: Any, **given: Any) -> str:
        """The text filled. Ends the program with why it cannot be."""
        try:
            return super().render(*args, **given)
        except Exception as error:
            page = given["page"]
            # MkDocs has taken away what the page says of itself.
            before = page.file.content_string.count("\n") - page.markdown.count("\n")
            place = f"{self.texts.name(page.file.src_uri)}:{page_trial.line_of(error) + before}"
            raise SystemExit(f"{place}: {page_trial.message(error)}") from error


def _tell(links: page_links.Links, record: logging.LogRecord) -> bool:
    """Say in our words what MkDocs has found where a macro hid it, and nothing of what is right."""
    if not (found := _DEAD.match(record.getMessage())):
        return True
    told = links.said(found[1], found[2], anchor=bool(found[3]))
    record.msg, record.args = "\n".join(map(str, told)), ()
    return bool(told)


def _put(file: File, files: Files) -> None:
    """Add a file, in place of one at the same path."""
    if old := files.get_file_from_path(file.src_uri):
        files.remove(old)
    files.append(file)


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Give hand-written pages a definition for every entry they link to by id."""
    del files
    site = knowledge.current(_root(config)).site
    return markdown + written.definitions(markdown, page.file.src_uri, site)


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Keep the page, and tell of the anchors of generated ones."""
    del files
    site, path = knowledge.current(_root(config)).site, page.file.src_uri
    if generated := _linked.get(path):
        page.present_anchor_ids = _Anchors(site, generated)  # type: ignore[assignment]
    else:
        html = page_macros.filled(html)
        page.present_anchor_ids = set(written.ids(html))
        made[path] = html
    return html


def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """Nothing is written yet."""
    del output, page, config
    return ""


def on_post_build(config: MkDocsConfig) -> None:
    """All pages are made: write the site, if MkDocs was not asked by those who do that."""
    if not _only_pages:
        finish(_root(config), Path(config.site_dir), lambda *_: made)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Follow the data and the theme in the preview."""
    del builder
    for name in ("data", THEME, FOLDER):
        if (_root(config) / name).is_dir():
            server.watch(str(_root(config) / name))
    return server
