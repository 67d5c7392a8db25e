"""The macros that hand-written and generated pages call."""

from pathlib import Path
from typing import Any

from . import pages
from .knowledge import current
from .link import Site
from .overview import certainties
from .render import View, render


def register(env: Any) -> None:
    """Give mkdocs-macros the site's macros; `env` is its environment."""
    root = Path(env.project_dir)

    def site() -> Site:
        return current(root).site

    def view() -> View:
        return View(site(), _address(env.page))

    @env.macro  # type: ignore[untyped-decorator]
    def show(kind: str, identifier: str) -> str:
        """The whole of a generated page."""
        return pages.body(site(), kind, identifier, env.conf.get("site_url") or "")

    @env.macro  # type: ignore[untyped-decorator]
    def block(name: str, **context: Any) -> str:
        """A block from the templates, such as `block("front")`."""
        return str(render(f"block-{name}", view(), certainties=certainties(site()), **context))


def _address(page: Any) -> str:
    """A page's address from the root; Zensical's pages know only their path."""
    url = getattr(page, "url", "")
    return "" if url in (".", "./") else str(url)
