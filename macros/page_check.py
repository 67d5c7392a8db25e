"""All that is wrong with the hand-written pages, in one run, before an engine makes any.

They are looked through once: as long as nothing of them, of the data and of the program has
changed since they were without fault, they are known to be.
"""

import os
from functools import cache
from pathlib import Path

from . import settings, verdict, written
from .cache import Cache, digest
from .check import shown
from .knowledge import Knowledge
from .own_folder import FOLDER
from .page_links import Links
from .problem import Problem
from .settings import SettingsError


def problems(root: Path, found: Knowledge) -> list[Problem]:
    """All that is wrong under `root`: with the data, as it was `found`, and with the pages.

    While there are errors in the data, nothing is said of links to what is made of it.
    """
    links = Links(root, found.site, blind=not found.linked)
    try:
        wrong = faults(links, found.digest)
    except SettingsError:  # whoever builds is told
        return found.problems
    loaded = found.trace.loaded
    return sorted([*found.problems, *(shown(loaded, one) if loaded else one for one in wrong)])


def faults(links: Links, data: str) -> list[Problem]:
    """What is wrong with the pages whose links these are. Raises SettingsError.

    `data` names what their Site was read from; "" when it has faults itself.
    """
    name = _name(links.root, data)
    if name and _sound().get(name) is not None:
        return []
    clashing = written.clashing(links.root, links.site)
    found = sorted({*clashing, *links.texts.faults(), *links.faults()})
    if name and not found:
        _sound().put(name, "")
        _sound().save()
    return found


def _name(root: Path, data: str) -> str:
    """What pages are known by that were without fault: all that their faults depend on.

    "" where that is not seen.
    """
    given = [os.fsencode(one) for one in (data, repr(settings.read(root)))]
    given += verdict.contents_of(root, ("docs", FOLDER))
    return digest(*given) if data and verdict.NOT_LOOKED_INTO not in given else ""


@cache
def _sound() -> Cache:
    return Cache("pages", verdict.program())
