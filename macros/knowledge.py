"""From a folder to a Site: load, check and link, done once and kept."""

from dataclasses import dataclass
from pathlib import Path

from .check import check
from .link import Site, link
from .load import load
from .problem import Problem, errors


@dataclass(frozen=True)
class Knowledge:
    """What a folder holds: the Site, and every problem found on the way."""

    site: Site
    problems: list[Problem]

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a build."""
        return errors(self.problems)


_kept: dict[Path, Knowledge] = {}


def read(root: Path) -> Knowledge:
    """Load, check and link the data under `root`. With errors, the Site is left empty."""
    entries, problems = check(load(root))
    site = Site({}, ()) if errors(problems) else link(entries)
    knowledge = Knowledge(site, problems)
    _kept[root.resolve()] = knowledge
    return knowledge


def current(root: Path) -> Knowledge:
    """What was last read from `root`, so that a build reads the data once."""
    return _kept.get(root.resolve()) or read(root)
