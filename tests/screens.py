"""The screens that pages are tried on, their pairings with light and dark, and sweeps in parts."""

import pytest

NARROW = {"width": 320, "height": 640}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

# The pairings by name; the first two hold both widths and both schemes.
_PAIRINGS = {
    "390-light": (PHONE, "light"),
    "1280-dark": (DESK, "dark"),
    "390-dark": (PHONE, "dark"),
    "1280-light": (DESK, "light"),
}


def in_pairings(today: str) -> pytest.MarkDecorator:
    """Try one pairing of width and scheme on any day, and all four in CI."""
    rest = [
        pytest.param(*pair, id=name, marks=pytest.mark.slow)
        for name, pair in _PAIRINGS.items()
        if name != today
    ]
    daily = pytest.param(*_PAIRINGS[today], id=today)
    return pytest.mark.parametrize(("size", "scheme"), [daily, *rest])


def in_thirds(today: int) -> pytest.MarkDecorator:
    """Sweep one third of the places (`[third::3]`) on any day, and all of them in CI."""
    rest = (pytest.param(one, marks=pytest.mark.slow) for one in range(3) if one != today)
    return pytest.mark.parametrize("third", [today, *rest])
