"""From a folder to a Site: load, check and link.

It is done once and kept; read again, whatever is unchanged is the very same objects.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import brand, intake
from .brand import Identity
from .check import check, keep_sound
from .finding import Placed
from .link import Piece, Site, join, link, pieces
from .load import Loaded, load
from .overlay import overlaid
from .overlay_model import NOTHING, Overlay
from .own_folder import FOLDER
from .problem import Problem, Tell, errors, silent


@dataclass(frozen=True)
class _Trace:
    """The steps on the way to a Site, which the next reading starts from."""

    loaded: Loaded | None = None
    entries: Sequence[Placed] = ()
    pieces: Sequence[Piece] = ()
    overlay: Overlay = NOTHING
    site: Site | None = None


@dataclass(frozen=True)
class Knowledge:
    """What a folder holds: the Site, who publishes it, and every problem found on the way.

    The Site is empty, and not `linked`, when there are errors in the data. `digest` names the
    data that it was read from.
    """

    site: Site
    problems: list[Problem]
    identity: Identity | None = None
    linked: bool = True
    digest: str = ""
    trace: _Trace = field(default=_Trace(), repr=False)

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a build."""
        return errors(self.problems)


_kept: dict[Path, Knowledge] = {}
_PAGES = ("docs/", f"{FOLDER}/docs/")


# Reading makes millions of objects that all live on; looking through them for garbage again
# and again took a third of the time at 10,000 cases.
@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """No garbage collection while the block runs, nor later of what was made in it."""
    running = gc.isenabled()
    gc.disable()
    gc.unfreeze()
    try:
        yield
    finally:
        gc.freeze()
        if running:
            gc.enable()


def collect_garbage() -> None:
    """Let go of what has become garbage since it was read, which takes as long as there is much."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def read(root: Path, tell: Tell = silent) -> Knowledge:
    """Load, check and link the data under `root`. With errors in it, the Site is left empty.

    `tell` hears how far it is.
    """
    before = _kept.get(root.resolve())
    with _no_garbage_collection():
        knowledge = _read(root, tell, before.trace if before else _Trace())
    if not before:
        keep_sound()
    keep(root, knowledge)
    return knowledge


def forget_reading(root: Path) -> None:
    """Let go of what only another reading of `root` would begin with, which is half of it all."""
    keep(root, replace(current(root), trace=_Trace()))
    intake.forget()


def keep(root: Path, knowledge: Knowledge) -> None:
    """Let what was read from `root` be this."""
    _kept[root.resolve()] = knowledge


def _read(root: Path, tell: Tell, before: _Trace) -> Knowledge:
    read = load(root, tell, before=before.loaded)
    loaded = overlaid(read)
    entries, problems = check(loaded, tell, before.entries)
    identity, more = brand.read(loaded, entries)
    problems = sorted([*problems, *more])
    if any(not one.file.startswith(_PAGES) for one in errors(problems)):
        trace = replace(before, loaded=read, entries=entries)
        return Knowledge(Site({}, ()), problems, identity, linked=False, trace=trace)
    overlay = loaded.overlay
    found = pieces(entries, overlay, before.pieces if overlay == before.overlay else ())
    site = join(found, overlay, before.site)
    trace = _Trace(read, entries, found, overlay, site)
    return Knowledge(site, problems, identity, digest=read.digest, trace=trace)


def common(root: Path) -> Site:
    """The common collection alone: files made of it must not change in a municipality's copy."""
    entries, _ = check(load(root, own=False))
    return link(entries)


def current(root: Path) -> Knowledge:
    """What was last read from `root`, so that a build reads the data once."""
    return _kept.get(root.resolve()) or read(root)
