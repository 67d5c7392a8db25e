"""How well two colours can be told apart, and the colour nearest to a wish that can be.

Colours are texts such as `#0f4f49`. The measure is that of WCAG 2.2, and a colour is moved
in lightness alone, in OKLCH, so that it stays the same colour to the eye.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from coloraide import Color

TEXT = 4.5
PARTS = 3.0  # edges, lines, focus rings and whatever else is no text

_STEP = 0.004  # of lightness: finer than the eye
_STEPS = round(1 / _STEP)


class Lch(NamedTuple):
    """A colour by its lightness (0 to 1), its strength (0 is grey) and its hue in degrees."""

    lightness: float
    chroma: float
    hue: float


def _colour(*given: Any) -> "Color":
    """A colour to reckon with. What does it takes long to load, and only brands need it."""
    from coloraide import Color  # noqa: PLC0415

    return Color(*given)


@cache
def lch(colour: str) -> Lch:
    """A colour's lightness, strength and hue; a grey has hue 0."""
    lightness, chroma, hue = _colour(colour).convert("oklch").coords(nans=False)
    return Lch(lightness, chroma, hue if chroma > 1e-3 else 0.0)


@cache
def from_lch(lightness: float, chroma: float, hue: float) -> str:
    """The colour on a screen that is nearest; where it is too strong, it is made paler."""
    wanted = _colour("oklch", [min(max(lightness, 0), 1), max(chroma, 0), hue])
    return str(wanted.convert("srgb").fit(method="oklch-chroma").to_string(hex=True))


@cache
def ratio(one: str, other: str) -> float:
    """The contrast of two colours by WCAG, from 1 to 21."""
    return float(_colour(one).contrast(other, method="wcag21"))


def holds(colour: str, against: Sequence[tuple[str, float]]) -> bool:
    """Whether a colour has at least the contrast asked for with each of the others."""
    return all(ratio(colour, other) >= least for other, least in against)


def nearest(wish: str, against: Sequence[tuple[str, float]]) -> str:
    """The colour nearest to a wish, darker or lighter, that can be told from all the others.

    `against` gives each of the others with the least contrast. When no lightness will do,
    black or white, whichever comes closest.
    """
    if holds(wish, against):
        return wish
    lightness, chroma, hue = lch(wish)
    for step in range(1, _STEPS):
        for moved in (lightness - step * _STEP, lightness + step * _STEP):
            if 0 <= moved <= 1 and holds(made := from_lch(moved, chroma, hue), against):
                return made
    return max(("#000000", "#ffffff"), key=lambda end: min(ratio(end, o) / r for o, r in against))
