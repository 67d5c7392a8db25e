"""The macros that hand-written and generated pages call."""

from collections import Counter
from pathlib import Path
from typing import Any

from . import pages
from .knowledge import current
from .link import Site
from .model import statements
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
        return pages.body(site(), kind, identifier)

    @env.macro  # type: ignore[untyped-decorator]
    def total(kind: str) -> int:
        """How many entries of a kind there are."""
        return len(site().of_kind(kind))

    @env.macro  # type: ignore[untyped-decorator]
    def block(name: str, **context: Any) -> str:
        """A block from the templates, such as `block("front")`."""
        return str(render(f"block-{name}", view(), certainties=certainties(site()), **context))


def certainties(site: Site) -> Counter[str]:
    """How many statements there are of each certainty, quotes and events included."""
    counts: Counter[str] = Counter()
    for node in site.nodes.values():
        whole = getattr(node.entry, "certainty", None)
        for _, statement in statements(node.entry):
            counts[statement.certainty or whole or "single_source"] += 1
    return counts


def _address(page: Any) -> str:
    """A page's address from the root; Zensical's pages know only their path."""
    url = getattr(page, "url", "")
    return "" if url in (".", "./") else str(url)
