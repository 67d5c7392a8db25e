"""The texts of the hand-written pages: as they are written, and as their macros leave them."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from . import own_files, page_faults, page_macros, page_trial, settings, written
from .decode import read_text
from .filling import FillError
from .front_matter import blanked, said_in
from .link import Site
from .page_trial import TrialError
from .problem import Problem
from .render import View, render

# A sign that nobody writes stands for what a macro will put in.
MADE = "\ue000"


@dataclass(frozen=True)
class Texts:
    """The texts of all hand-written pages under `root`, by their paths for engines.

    What looks at macros raises SettingsError.
    """

    root: Path
    site: Site
    _read: dict[str, str] = field(default_factory=dict)

    @cached_property
    def sources(self) -> dict[str, Path]:
        """What is written by hand."""
        return written.sources(self.root)

    @cached_property
    def pages(self) -> list[str]:
        """Those that are pages."""
        return [path for path in self.sources if path.endswith(".md")]

    @cached_property
    def _own(self) -> dict[str, Path]:
        return own_files.pages(self.root)

    @cached_property
    def _environment(self) -> jinja2.Environment:
        return page_trial.environment(self.root)

    def name(self, path: str) -> str:
        """What people call the file of a page."""
        return written.file_of(path, self._own)

    def is_theirs(self, path: str) -> bool:
        """Whether a page is a municipality's own."""
        return path in self._own

    def written(self, path: str) -> str:
        """A page as it is written; MADE for one that cannot be read, which is told elsewhere."""
        if path not in self._read:
            text = read_text(self.name(path), self.sources[path], [])
            self._read[path] = MADE if text is None else text.replace("\r\n", "\n")
        return self._read[path]

    def body(self, path: str) -> str:
        """A page without what it says of itself, each sign in its place."""
        return blanked(self.written(path))

    def faults(self) -> Iterator[Problem]:
        """What is wrong with the macros of all pages."""
        for path in self.pages:
            if not self._is_plain(path):
                given = self._given(path, _unfilled)
                yield from page_faults.faults(
                    self.name(path), self.body(path), self._environment, given
                )

    def tried(self, path: str) -> str | None:
        """A page as its macros leave it, MADE for each template; None when that cannot be told."""
        if self._is_plain(path):
            return self.body(path)
        try:
            return self._tried(path, self._given(path, _unfilled))
        except TrialError:
            return None

    def ids_made(self, path: str) -> Container[str] | None:
        """The places in the templates that a page's macros fill; None when that cannot be told."""
        found: set[str] = set()

        def put(template: str, **context: Any) -> str:
            html = render(template, View(self.site, written.place(path)), **context)
            found.update(written.ids(html))
            return ""

        try:
            text = self._tried(path, self._given(path, put))
        except TrialError:
            return None
        return None if text is None else found

    def _is_plain(self, path: str) -> bool:
        """Whether a page has no macros, or asks that they are left alone."""
        text = self.written(path)
        return not ("{{" in text or "{%" in text or "{#" in text) or (
            said_in(text).get("render_macros") is False
        )

    def _given(self, path: str, put: page_macros.Put) -> Mapping[str, Any]:
        macros = page_macros.macros(self.root, put)
        return {**self._extra, **macros, **said_in(self.written(path))}

    @cached_property
    def _extra(self) -> Mapping[str, Any]:
        """What the settings let pages use."""
        return settings.read(self.root).get("extra") or {}

    def _tried(self, path: str, given: Mapping[str, Any]) -> str | None:
        return page_trial.tried(self.body(path), self._environment, given)


def _unfilled(template: str, **_: Any) -> str:
    """What stands for a template that a macro would fill."""
    if not (own_files.TEMPLATES / f"{template}.html").is_file():
        raise FillError(f"ingen blok hedder »{template.removeprefix('block-')}«")
    return MADE
