"""mkdocs.yml as our own code reads it, so that no engine is asked what the site is called."""

import os
from pathlib import Path
from typing import Any

import yaml

from .reasons import reason
from .syntax import syntax_problem
from .uri import can_be_split

FILE = "mkdocs.yml"


class SettingsError(ValueError):
    """The file cannot be used; says why in words for people."""


class _Loader(yaml.CSafeLoader):
    """Reads the tags that engines know besides YAML's own."""


def _environment(loader: _Loader, node: yaml.Node) -> Any:
    """`!ENV [NAME, other]`: what NAME is set to, else the other."""
    if not isinstance(node, yaml.SequenceNode):
        return os.environ.get(str(loader.construct_scalar(node)))  # type: ignore[arg-type]
    *names, other = loader.construct_sequence(node)
    return next((os.environ[name] for name in names if name in os.environ), other)


_Loader.add_constructor("!ENV", _environment)
# The functions that Markdown is given are the engine's business.
_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", lambda _, name, __: name)


def read(root: Path) -> dict[str, Any]:
    """The settings of the site under `root`; its address, if any, with a slash at the end.

    Raises SettingsError.
    """
    text = ""
    try:
        text = (root / FILE).read_text("utf-8-sig")
        found = yaml.load(text, _Loader)  # noqa: S506 - it is safe
    except yaml.YAMLError as error:
        raise SettingsError(str(syntax_problem(FILE, text, error))) from error
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"{FILE} kan ikke læses. {reason(error)}") from error
    except ValueError as error:  # a date that there is none of, and the like
        raise SettingsError(f"{FILE} kan ikke læses: en værdi er ugyldig ({error}).") from error
    if not isinstance(found, dict) or not found.get("site_name"):
        raise SettingsError(f"{FILE} skal sige, hvad sitet hedder: site_name.")
    address = str(found.get("site_url") or "").rstrip("/")
    if not can_be_split(address):
        raise SettingsError(f"site_url (SITE_URL) skal være en hel adresse, men er {address}.")
    return {**found, "site_url": address and f"{address}/"}
