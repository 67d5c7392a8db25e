"""The engines that can make the hand-written pages: how each is asked to build the site."""

import logging
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from . import danish, stage
from .finish import Engine, finish

DEFAULT = "mkdocs"


class EngineError(RuntimeError):
    """The engine is missing, or could not build; says why in words for people."""


def build(name: str, root: Path, target: Path) -> None:
    """Build the site under `root` into `target`, with one of ENGINES.

    Raises EngineError, and what `finish` raises.
    """
    if find_spec(name) is None:
        raise EngineError(
            f"{name} er ikke installeret. Kør »pip install '.[engines]'«, "
            f"eller byg med --engine {DEFAULT}."
        )
    finish(root, target, ENGINES[name])


def hook_of(config: Any) -> Any:
    """Our hook, as MkDocs has loaded it."""
    return next(one for one in config.hooks.values() if Path(one.__file__).name == "hook.py")


def _mkdocs(root: Path, folder: Path) -> dict[str, str]:
    # Asked for only now: ProperDocs must come first to stand in its place.
    from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=True)
        config.plugins.on_startup(command="pages", dirty=False)  # type: ignore[arg-type]
        try:
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()
    except MkDocsException as error:
        raise EngineError(_in_danish(str(error))) from error
    except SystemExit as error:  # so a macro ends, and mkdocs-macros when it has told why
        said = error.code if isinstance(error.code, str) else "det står ovenfor hvorfor."
        raise EngineError(f"En side kunne ikke laves: {said}") from error
    made: dict[str, str] = hook_of(config).made
    return made


def _in_danish(why: str) -> str:
    """Why MkDocs ended: where it only counts what it has told of, in our words."""
    if not why.endswith(" in strict mode!"):
        return why
    return f"{danish.count(sum(map(int, re.findall(r'[0-9]+', why))), 'fejl', 'fejl')} i siderne."


def _properdocs(root: Path, folder: Path) -> dict[str, str]:
    """Plugins and our hook ask for `mkdocs`, and get ProperDocs."""
    if "mkdocs" in sys.modules:
        raise EngineError("ProperDocs skal have sin egen proces: her er MkDocs allerede i gang.")
    import properdocs.replacement  # noqa: F401, PLC0415

    return _mkdocs(root, folder)


def _zensical(root: Path, folder: Path) -> dict[str, str]:
    try:
        return stage.by_hand(root, folder)
    except stage.StageError as error:
        raise EngineError(str(error)) from error


ENGINES: dict[str, Engine] = {
    "mkdocs": _mkdocs,
    "properdocs": _properdocs,
    "zensical": _zensical,
}
