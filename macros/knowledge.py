"""From a folder to a Site: load, check and link, done once and kept."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import brand
from .brand import Identity
from .check import check
from .link import Site, link
from .load import load
from .overlay import overlaid
from .problem import Problem, Tell, errors, silent


@dataclass(frozen=True)
class Knowledge:
    """What a folder holds: the Site, who publishes it, and every problem found on the way."""

    site: Site
    problems: list[Problem]
    identity: Identity | None = None

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a build."""
        return errors(self.problems)


_kept: dict[Path, Knowledge] = {}


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


def read(root: Path, tell: Tell = silent) -> Knowledge:
    """Load, check and link the data under `root`. With errors, the Site is left empty.

    `tell` hears how far it is.
    """
    with _no_garbage_collection():
        loaded = overlaid(load(root, tell))
        entries, problems = check(loaded, tell)
        identity, more = brand.read(loaded, entries)
        problems = sorted([*problems, *more])
        site = Site({}, ()) if errors(problems) else link(entries, loaded.overlay)
    knowledge = Knowledge(site, problems, identity)
    keep(root, knowledge)
    return knowledge


def keep(root: Path, knowledge: Knowledge) -> None:
    """Let what was read from `root` be this."""
    _kept[root.resolve()] = knowledge


def common(root: Path) -> Site:
    """The common collection alone: files made of it must not change in a municipality's copy."""
    entries, _ = check(load(root, own=False))
    return link(entries)


def current(root: Path) -> Knowledge:
    """What was last read from `root`, so that a build reads the data once."""
    return _kept.get(root.resolve()) or read(root)
