"""The colours of the site: how they look without a brand, and made from a brand's own.

A brand gives one colour, or a few. All the others keep the part they play in the house's
own palette, take the brand's hue, and are moved in lightness until they can be read.
A test holds the tables here against the style sheets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .contrast import PARTS, TEXT, from_lch, holds, lch, nearest, ratio

SCHEMES = {"light": "lys", "dark": "mørk"}

# The house's own palette: what samskabelse.css says, light and dark.
HOUSE: dict[str, dict[str, str]] = {
    "light": {
        "paper": "#fbf8f2", "raised": "#ffffff", "sunken": "#f1ebdf", "warm-paper": "#f9ebe1",
        "brand-soft": "#cfe5e0", "mark": "#ffe3a3", "tint-1": "#cfe5e0", "tint-2": "#7fbcb1",
        "tint-3": "#0f4f49", "brand": "#0f4f49", "ink": "#1f2624", "soft": "#56605c",
        "line": "#d9d1c1", "edge": "#8a8475", "link": "#0b5c55", "warm": "#9a4420",
        "focus": "#9a4420", "teal": "#2a7a70", "ochre": "#946a12", "control": "#2a7a70",
        "brand-edge": "#0f4f49", "accent": "#d9a441", "clay": "#c8643a", "plate": "#fbf8f2",
        "header-hover": "#336964", "header-line": "#3f726d", "brand-ink": "#ffffff",
        "header-edge": "#f3efe6", "header-mark": "#e9b44c", "header-focus": "#ffd9a0",
        "tint-3-ink": "#ffffff",
    },
    "dark": {
        "paper": "#151a19", "raised": "#1e2523", "sunken": "#242c2a", "warm-paper": "#33241c",
        "brand-soft": "#24534d", "mark": "#6b4e14", "tint-1": "#24534d", "tint-2": "#2f6f66",
        "tint-3": "#8fd3c6", "brand": "#123a36", "ink": "#ece7dc", "soft": "#b6bdb6",
        "line": "#3a4441", "edge": "#87918c", "link": "#8fd3c6", "warm": "#f0a27c",
        "focus": "#f0a27c", "teal": "#63b5a8", "ochre": "#d9a441", "control": "#3a9185",
        "brand-edge": "#5b948b", "accent": "#d9a441", "clay": "#c8643a", "plate": "#fbf8f2",
        "header-hover": "#365855", "header-line": "#416160", "brand-ink": "#f3efe6",
        "header-edge": "#f3efe6", "header-mark": "#e9b44c", "header-focus": "#ffd9a0",
        "tint-3-ink": "#151a19",
    },
}  # fmt: skip


class Pair(NamedTuple):
    """Two colours that meet on the site, the least contrast they may have, and where it is."""

    front: str
    back: str
    least: float
    where: str


def _pairs(front: str, backs: str, least: float, where: str) -> list[Pair]:
    return [Pair(front, back, least, where) for back in backs.split()]


# Every pair that carries meaning. Lines and bars that only adorn are in none.
PAIRS: tuple[Pair, ...] = (
    *_pairs("ink", "paper raised sunken warm-paper", TEXT, "tekst"),
    *_pairs("ink", "brand-soft mark tint-1 tint-2", TEXT, "tekst på farvet bund"),
    *_pairs("soft", "paper raised sunken warm-paper", TEXT, "dæmpet tekst"),
    *_pairs("link", "paper raised sunken warm-paper tint-1", TEXT, "link"),
    *_pairs("warm", "paper raised sunken warm-paper", TEXT, "advarsel og link under musen"),
    *_pairs("paper", "link", TEXT, "knap under musen"),
    *_pairs("brand-ink", "brand header-hover", TEXT, "tekst i sidehoved og på knapper"),
    *_pairs("tint-3-ink", "tint-3", TEXT, "tekst på mørkt felt i kort"),
    *_pairs("edge", "paper raised sunken", PARTS, "kant om felter"),
    *_pairs("focus", "paper raised sunken warm-paper", PARTS, "fokusring"),
    *_pairs("header-edge", "brand", PARTS, "kant i sidehovedet"),
    *_pairs("header-mark", "brand", PARTS, "den valgte side i menuen"),
    *_pairs("header-focus", "brand", PARTS, "fokusring i sidehovedet"),
    *_pairs("brand-edge", "paper raised sunken", PARTS, "kant om knapper"),
    *_pairs("control", "paper raised sunken", PARTS, "afkrydsning og fremdrift"),
    *_pairs("teal", "paper raised", PARTS, "streg i figurer"),
    *_pairs("ochre", "paper raised", PARTS, "streg i figurer"),
    *_pairs("tint-3", "paper", TEXT, "mørkt felt i kort"),
    *_pairs("tint-3", "raised tint-1", PARTS, "mørkt felt i kort"),
)

# Whose hue a colour takes; those named in neither take a breath of the brand's.
_OF_BRAND = ("brand-soft", "tint-1", "tint-2", "tint-3", "link", "teal", "control", "brand-edge")
_OF_ACCENT = ("warm-paper", "mark", "warm", "focus", "ochre", "accent", "clay")
_NEUTRAL = ("paper", "raised", "sunken", "ink", "soft", "line", "edge")
# Later colours are moved to fit the earlier ones.
_ORDER = (
    "paper", "raised", "sunken", "warm-paper", "brand-soft", "mark", "tint-1", "tint-2",
    "ink", "soft", "line", "edge", "link", "warm", "focus", "tint-3", "teal", "ochre",
    "control", "brand-edge", "accent", "clay",
)  # fmt: skip
_NEUTRAL_CHROMA = 0.012  # so that paper and text are hardly tinted
_DARK_BRAND = (0.34, 0.06)  # a header in the dark must not glare
_APART = 40  # degrees of hue that two lines in one figure should differ
_HOVER, _LINE = 0.15, 0.22  # how much of the text's colour is mixed into the header's


@dataclass(frozen=True)
class Wishes:
    """The colours a brand asks for in one scheme, by `primary`, `link`, `accent`, `focus`."""

    light: Mapping[str, str]
    dark: Mapping[str, str] = field(default_factory=dict)


class Unreadable(NamedTuple):
    """A colour asked for that cannot be read: the pair it fails, and what would do instead."""

    scheme: str
    name: str
    value: str
    pair: Pair
    ratio: float
    proposed: str


@dataclass(frozen=True)
class Palette:
    """Every colour, light and dark, and the wishes that cannot be met."""

    light: dict[str, str]
    dark: dict[str, str]
    unreadable: tuple[Unreadable, ...] = ()

    def scheme(self, name: str) -> dict[str, str]:
        """The colours of one scheme."""
        return self.dark if name == "dark" else self.light


def palette(wishes: Wishes) -> Palette:
    """The whole palette made from what a brand asks for."""
    light, wrong = _scheme("light", wishes.light, {})
    dark, more = _scheme("dark", wishes.light, wishes.dark)
    return Palette(light, dark, (*wrong, *more))


def _scheme(
    name: str, wishes: Mapping[str, str], own: Mapping[str, str]
) -> tuple[dict[str, str], list[Unreadable]]:
    """The colours of one scheme. `own` are this scheme's wishes, kept to the letter."""
    exact = dict(own if name == "dark" else wishes)
    brand = exact.get("primary", wishes["primary"])
    accent = exact.get("accent") or wishes.get("accent")
    made: dict[str, str] = {}
    wrong = []
    for role in _ORDER:
        wish = _wish(name, role, wishes.get(role) or brand, brand, accent)
        against = _against(role, made)
        if role in exact and not holds(exact[role], against):
            wrong.append(_unreadable(name, role, exact[role], made))
        made[role] = exact.get(role) or nearest(wish, against)
    made["brand"] = exact.get("primary") or _dark_brand(brand)
    made["plate"] = "#ffffff"
    return made | _on_brand(made, name) | _ink_on_tint(made), wrong


def _unreadable(scheme: str, role: str, value: str, made: Mapping[str, str]) -> Unreadable:
    """What is wrong with a wish: the pair it fails worst, and the nearest that would do."""
    pairs = [
        p for p in PAIRS if role in (p.front, p.back) and {p.front, p.back} - {role} <= set(made)
    ]
    worst = min(pairs, key=lambda p: ratio(value, made[_other(p, role)]) / p.least)
    found = ratio(value, made[_other(worst, role)])
    return Unreadable(scheme, role, value, worst, found, nearest(value, _against(role, made)))


def _other(pair: Pair, role: str) -> str:
    return pair.back if pair.front == role else pair.front


def _against(role: str, made: Mapping[str, str]) -> list[tuple[str, float]]:
    """The colours already made that a colour must differ from, and by how much."""
    return [
        (made[_other(pair, role)], pair.least)
        for pair in PAIRS
        if role in (pair.front, pair.back) and _other(pair, role) in made
    ]


def _wish(scheme: str, role: str, own: str, brand: str, accent: str | None) -> str:
    """What a colour would be if everything could be read: its part in the house, in new hue."""
    part, main = lch(HOUSE[scheme][role]), lch(brand)
    if role in _NEUTRAL:
        chroma = min(part.chroma, _NEUTRAL_CHROMA, main.chroma / 4)
        return from_lch(part.lightness, chroma, main.hue)
    if role in _OF_ACCENT:
        return _accent_wish(scheme, role, accent, main.hue)
    if scheme == "light" and role in ("link", "brand-edge", "tint-3", "control"):
        return own
    strength = min(main.chroma / lch(HOUSE["light"]["brand"]).chroma, 1.6)
    return from_lch(part.lightness, part.chroma * strength, lch(own).hue)


def _accent_wish(scheme: str, role: str, accent: str | None, brand_hue: float) -> str:
    part = lch(HOUSE[scheme][role])
    if role in ("accent", "clay") and accent:
        return accent
    hue = lch(accent).hue if accent else part.hue
    chroma = min(part.chroma, lch(accent).chroma) if accent else part.chroma
    # Two lines of nearly the same hue in one figure would look like one kind.
    if role == "ochre" and abs((hue - brand_hue + 180) % 360 - 180) < _APART:
        hue += 150
    return from_lch(part.lightness, chroma, hue)


def _dark_brand(brand: str) -> str:
    lightness, chroma, hue = lch(brand)
    return from_lch(min(lightness, _DARK_BRAND[0]), min(chroma, _DARK_BRAND[1]), hue)


def _on_brand(made: Mapping[str, str], scheme: str) -> dict[str, str]:
    """The colours that stand on the header, and its two shades."""
    brand = made["brand"]
    ink = max((HOUSE["light"]["brand-ink"], HOUSE["light"]["ink"]), key=lambda i: ratio(i, brand))
    if ratio(ink, brand) < TEXT:
        ink = max(("#000000", "#ffffff"), key=lambda end: ratio(end, brand))
    hover = _mixed(brand, ink, _HOVER)
    # Towards the text's colour the hover grows less readable; then it goes the other way.
    if ratio(ink, hover) < TEXT:
        hover = _mixed(brand, "#ffffff" if ink != "#ffffff" else "#000000", _HOVER)
    light = lch(ink).lightness > lch(brand).lightness
    mark = lch(HOUSE[scheme]["header-mark"])
    wish = from_lch(mark.lightness if light else 0.4, mark.chroma, lch(made["accent"]).hue)
    least = [(brand, PARTS)]
    return {
        "brand-ink": ink,
        "header-hover": hover,
        "header-line": _mixed(brand, ink, _LINE),
        "header-edge": ink,
        "header-mark": nearest(wish, least),
        "header-focus": ink,
    }


def _mixed(one: str, other: str, share: float) -> str:
    """One colour with a share of another laid over it."""
    parts = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def _ink_on_tint(made: Mapping[str, str]) -> dict[str, str]:
    tint = made["tint-3"]
    return {
        "tint-3-ink": max((made["paper"], made["ink"], "#ffffff"), key=lambda i: ratio(i, tint))
    }


def contrasts(colours: Mapping[str, str]) -> list[tuple[Pair, float]]:
    """Every pair with the contrast it has."""
    return [(pair, ratio(colours[pair.front], colours[pair.back])) for pair in PAIRS]
