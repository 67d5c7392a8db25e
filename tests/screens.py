"""The screens that pages are tried on, their pairings with light and dark, and sweeps in parts."""

import pytest

NARROW = {"width": 320, "height": 640}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

# Two of the four hold both widths and both schemes; CI runs the other two as well.
_TWO = [(PHONE, "light"), (DESK, "dark")]
_REST = [pytest.param(*pair, marks=pytest.mark.slow) for pair in ((PHONE, "dark"), (DESK, "light"))]
in_pairings = pytest.mark.parametrize(
    ("size", "scheme"),
    [*_TWO, *_REST],
    ids=["390-light", "1280-dark", "390-dark", "1280-light"],
)


def in_thirds(today: int) -> pytest.MarkDecorator:
    """Sweep one third of the places (`[third::3]`) on any day, and all of them in CI."""
    rest = (pytest.param(one, marks=pytest.mark.slow) for one in range(3) if one != today)
    return pytest.mark.parametrize("third", [today, *rest])
