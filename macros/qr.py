"""QR codes as the path of an SVG, so that paper leads back to the page it came from."""

from dataclasses import dataclass
from functools import lru_cache

import segno

# Four modules of white around the code are part of the standard: readers need them.
QUIET = 4


@dataclass(frozen=True)
class QrCode:
    """A code `size` modules wide, quiet zone included, and the path of its dark ones."""

    size: int
    path: str


@lru_cache(maxsize=2_000)
def qr_code(text: str) -> QrCode:
    """The QR code of a text, with a seventh of it to spare for folds and stains."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    rows = [list(row) for row in code.matrix_iter(border=QUIET)]
    runs = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return QrCode(len(rows), "".join(runs))
