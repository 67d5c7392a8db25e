"""The theme's own files under names that change with their content, so that browsers may keep them.

`menu.js` becomes `menu.1f2e3d4c.js`: a changed file has a new address, and the old one can
be kept for ever.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

FOLDER = "assets"
# Scripts that are sent as one file, since a page can show nothing before it has them all.
TOGETHER = {
    "soegning.js": ("element.js", "hent.js", "soegeord.js", "soegeside.js", "soeg.js"),
}
_DIGITS = 8


def hashed(name: str, content: bytes) -> str:
    """A file's name with the first digits of its content's hash before the ending."""
    path = PurePosixPath(name)
    digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
    return str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))


def names(theme: Path) -> dict[str, str]:
    """Every file of the theme, and those that are sent as one, by name: its hashed name."""
    files = sorted(path.name for path in (theme / FOLDER).iterdir() if path.is_file())
    return {name: hashed(name, _content(theme, name)) for name in (*files, *TOGETHER)}


def write(theme: Path, target: Path, named: Mapping[str, str]) -> None:
    """Put the theme's files into a site under their hashed names, as `names` gives them."""
    (target / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, address in named.items():
        (target / FOLDER / address).write_bytes(_content(theme, name))


def _content(theme: Path, name: str) -> bytes:
    parts = TOGETHER.get(name, (name,))
    return b"\n".join((theme / FOLDER / part).read_bytes() for part in parts)
