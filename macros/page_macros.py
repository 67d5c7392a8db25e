"""The macros that hand-written pages call."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import Markup

from . import export, forms, markup
from .filling import FillError
from .kept import KEPT
from .knowledge import current
from .link import Site
from .overview import certainties
from .publication import settings
from .render import View, render
from .repository import forge
from .written import pinned

Put = Callable[..., str]  # a template filled, as a macro gives it to the engine at hand
Macros = dict[str, Callable[..., str]]

# Markdown looks through HTML sign by sign, so a comment stands for what a macro has made while
# MkDocs reads a page. Those of the page being read, by their comments.
_made: dict[str, Markup] = {}
_COMMENT = re.compile(r"<!--made-\d+-->")


def filled(html: str) -> str:
    """A page that MkDocs has read, with the HTML that comments stand for; it is forgotten then."""
    whole = _COMMENT.sub(lambda comment: _made.get(comment[0], comment[0]), html)
    _made.clear()
    return whole


def _stood_for(html: Markup) -> Markup:
    comment = Markup(f"<!--made-{len(_made)}-->")  # noqa: S704 - a number
    _made[comment] = html
    return comment


def register(env: Any) -> None:
    """Give mkdocs-macros the site's macros; `env` is its environment."""
    # Zensical works in a folder of its own, and is told where the project is.
    staged = (env.conf.get("extra") or {}).get("root")
    root = Path(staged or env.project_dir)

    def put(template: str, **context: Any) -> str:
        try:
            html = render(template, View(current(root).site, _address(env.page)), **context)
        except FillError as error:
            if staged:
                raise
            # Errors of other sorts are told with the whole way through the program.
            raise SystemExit(str(error)) from error
        return markup.untouched(Markup(pinned(html)) if staged else _stood_for(html))  # noqa: S704 - as it was

    _register(env, root, put)


class _Named(Macros):
    """What the macros are registered with when there is no engine: they by name."""

    def macro(self, one: Callable[..., str]) -> Callable[..., str]:
        """Take a macro."""
        self[one.__name__] = one
        return one


def macros(root: Path, put: Put) -> Macros:
    """The macros by name, without an engine; `put` is given each template that they would fill."""
    named = _Named()
    _register(named, root, put)
    return named


def _register(env: Any, root: Path, put: Put) -> None:
    def site() -> Site:
        return current(root).site

    @env.macro  # type: ignore[untyped-decorator]
    def block(name: str, **context: Any) -> str:
        """A block from the templates, such as `block("front")`."""
        if name == "certainties":  # the only one that is made again when their number changes
            context["certainties"] = certainties(site())
        return put(f"block-{name}", **context)

    _register_data(env, site, put)
    _register_forge(env, root, put)
    _register_publisher(env, root, put)


def _register_data(env: Any, site: Callable[[], Site], put: Put) -> None:
    """The macros about the data itself."""

    @env.macro  # type: ignore[untyped-decorator]
    def open_data() -> str:
        """What can be fetched as data, collection by collection."""
        return put("block-open-data", **export.offered(site()))

    @env.macro  # type: ignore[untyped-decorator]
    def fields() -> str:
        """Every field of every collection."""
        return put("block-fields", parts=forms.reference(), forms=forms)

    @env.macro  # type: ignore[untyped-decorator]
    def brand_fields() -> str:
        """Every field of kommune/brand.yaml."""
        return put("block-fields", parts=forms.brand_reference(), forms=forms)


def _register_forge(env: Any, root: Path, put: Put) -> None:
    """The macros that ask where the project's files are: the forms, and links to the files."""

    @env.macro  # type: ignore[untyped-decorator]
    def form(collection: str) -> str:
        """The form that makes or changes an entry of a collection."""
        where = forge(settings(root))
        return put("block-form", form=forms.form(collection, where), forge=where)

    @env.macro  # type: ignore[untyped-decorator]
    def forge_block(name: str) -> str:
        """A block that names the repository, such as how to write to the editors."""
        return put(f"block-{name}", forge=forge(settings(root)))

    @env.macro  # type: ignore[untyped-decorator]
    def on_forge(path: str) -> str:
        """Where a file of the project is read on the web."""
        return forge(settings(root)).view(path)


def _register_publisher(env: Any, root: Path, put: Put) -> None:
    """The macros about whoever publishes the site."""

    @env.macro  # type: ignore[untyped-decorator]
    def publisher_block(name: str) -> str:
        """A block about whoever publishes the site, such as how to reach them."""
        who = current(root).identity
        return put(f"block-{name}", who=who, forge=forge(settings(root)), KEPT=KEPT)


def _address(page: Any) -> str:
    """A page's address from the root; Zensical's pages know only their path."""
    url = getattr(page, "url", "")
    return "" if url in (".", "./") else str(url)
