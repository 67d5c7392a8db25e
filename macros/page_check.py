"""All that is wrong with the hand-written pages, in one run, before an engine makes any."""

from pathlib import Path

from . import written
from .check import shown
from .knowledge import Knowledge
from .page_links import Links
from .problem import Problem
from .settings import SettingsError


def problems(root: Path, found: Knowledge) -> list[Problem]:
    """All that is wrong under `root`: with the data, as it was `found`, and with the pages.

    While there are errors in the data, nothing is said of links to what is made of it.
    """
    links = Links(root, found.site, blind=not found.linked)
    try:
        wrong = faults(links)
    except SettingsError:  # whoever builds is told
        return found.problems
    loaded = found.trace.loaded
    return sorted([*found.problems, *(shown(loaded, one) if loaded else one for one in wrong)])


def faults(links: Links) -> list[Problem]:
    """What is wrong with the pages whose links these are. Raises SettingsError."""
    clashing = written.clashing(links.root, links.site)
    return sorted({*clashing, *links.texts.faults(), *links.faults()})
