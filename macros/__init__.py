"""Samskabelse: knowledge in YAML, checked, linked and rendered to a Danish site."""

import sys
from pathlib import Path
from typing import Any

_ROOT = str(Path(__file__).parent.parent)


def define_env(env: Any) -> None:
    """Register the macros. Zensical runs this file outside the package, hence the path."""
    if _ROOT not in sys.path:
        sys.path.insert(0, _ROOT)
    from macros.page_macros import register  # noqa: PLC0415

    register(env)
