"""The hand-written pages of a preview: MkDocs makes them all once, and then one by one."""

from pathlib import Path
from typing import Any

from mkdocs.commands.build import _populate_page
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files

from . import publication
from .engine import hook_of
from .finish import begin, mapped
from .press import Edition
from .rebuild import Made, Work
from .written import by_hand


class _Kept(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """All the files that MkDocs knows of."""

    def __init__(self) -> None:
        self.files = Files([])

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Keep all files."""
        del env, config
        self.files = files


class ByHand:
    """The hand-written pages of a site, which MkDocs makes one by one."""

    def __init__(self, root: Path, target: Path) -> None:
        """Make them all, and what belongs to them, in `target`.

        Raises what `finish` and MkDocs raise.
        """
        self._root, self._kept = root, _Kept()
        self._settings = publication.settings(root)
        self._config = load_config(str(root / "mkdocs.yml"), site_dir=str(target))
        self._hook = hook_of(self._config)
        self._config.plugins["preview"] = self._kept
        self._config.plugins.on_startup(command="pages", dirty=False)  # type: ignore[arg-type]
        mkdocs_build(self._config)
        self.edition = begin(root, target, self._settings)
        hand = by_hand(root, self._settings, self._hook.made)
        self.mapped = tuple(mapped(self.edition, hand))
        self.works = {f"{one.address}index.html": Work(self.made, (one.path,)) for one in hand}

    def made(self, edition: Edition, path: str) -> Made:
        """One of them made again."""
        file = self._kept.files.get_file_from_path(path)
        if file is None or file.page is None:
            raise FileNotFoundError(path)
        _populate_page(file.page, self._config, self._kept.files)
        hand = {one.path: one for one in by_hand(self._root, self._settings, self._hook.made)}
        return Made(*hand[path].whole(edition))
