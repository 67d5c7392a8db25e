"""The page around a text: head, menu, foot. The same for every page, whoever made its text.

What only depends on where a page stands is written once and used again: at ten thousand
pages, the menu and the foot would otherwise be most of the work.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from . import assets, markup, own_files
from .brand import Identity
from .feeds import Feed
from .render import fill

# How a word of the glossary is marked where it is explained.
_EXPLAINED = 'class="term"'

Titled = tuple[str, str]  # a title, and its address from the site's root


@dataclass(frozen=True)
class Document:
    """A page without what all pages share. Addresses run from the site's root.

    `address` is None for a page that is shown at any address. `edit` and `leads_to` are whole
    addresses; `form` is where the entry can be changed, `place` the file and line it stands in.
    `first` is a script that waits for no style, as `scripts` do, and `ahead` the address of one
    that it will ask for.
    """

    address: str | None
    title: str
    description: str
    content: Markup
    kind: str = ""
    id: str = ""
    crumbs: Sequence[Titled] = ()
    before: Titled | None = None
    after: Titled | None = None
    first: str = ""
    ahead: str = ""
    scripts: Sequence[str] = ()
    styles: Sequence[str] = ()
    home: bool = False
    searched: bool = True
    noindex: bool = False
    canonical: str = ""
    leads_to: str = ""
    edit: str = ""
    form: str = ""
    hint: str = ""
    place: tuple[str, int] | None = None
    feed: Feed | None = None
    jsonld: Markup | None = None


class _Frame(NamedTuple):
    """What all pages at one depth of a folder share."""

    styles: Markup
    last: Markup
    header: Markup
    footer: Markup


@dataclass(frozen=True)
class Shell:
    """What the pages of one site share: its name, its menu, its files, and who publishes it.

    `base_path` is where the site stands on its host, `names` the theme's files by their plain
    names, `own_styles` the addresses of a municipality's style sheets.
    """

    name: str
    copyright: str
    base_path: str
    menu: Sequence[Titled]
    names: Mapping[str, str]
    own_styles: Sequence[str] = ()
    identity: Identity | None = None
    national: str = ""
    _frames: dict[tuple[str | None, int, str, bool], _Frame] = field(default_factory=dict)

    def whole(self, one: Document) -> str:
        """A document as the whole page."""
        to = self.seen_from(one.address)
        sent = {part for name in one.scripts for part in assets.TOGETHER.get(name, ())}
        common = [assets.MENU, *([assets.TERMS] if _EXPLAINED in one.content else [])]
        return str(
            fill(
                "shell", one=one, to=to, asset=self._asset(to), frame=self._frame(one.address),
                scripts=[*(name for name in common if name not in sent), *one.scripts],
            )
        )  # fmt: skip

    def seen_from(self, address: str | None) -> Callable[[str], str]:
        """What turns an address from the site's root into one that works on a page."""
        if address is None:
            return lambda place: f"{self.base_path}{place}"
        return partial(markup.relative, page=address)

    def _asset(self, to: Callable[[str], str]) -> Callable[[str], str]:
        return lambda name: to(f"{assets.FOLDER}/{self.names.get(name, name)}")

    def _frame(self, address: str | None) -> _Frame:
        """The frame of a page, written the first time its folder and depth are met."""
        here = address or ""
        section = next((place for _, place in self.menu if here.startswith(place)), "")
        key = (address and here.partition("/")[0], here.count("/"), section, section == here)
        if key not in self._frames:
            self._frames[key] = self._new_frame(address, section, exact=section == here)
        return self._frames[key]

    def _new_frame(self, address: str | None, section: str, *, exact: bool) -> _Frame:
        to = self.seen_from(address)
        known = {
            "to": to, "asset": self._asset(to), "name": self.name, "copyright": self.copyright,
            "brand": self.identity.brand if self.identity else None, "menu": self.menu,
            "section": section, "exact": exact, "files": own_files.ASSETS_ADDRESS,
            "national": self.national, "own_styles": self.own_styles,
            "style": assets.STYLE,
        }  # fmt: skip
        return _Frame(*(fill(f"shell-{part}", **known) for part in _Frame._fields))
