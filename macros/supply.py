"""The packages that the project is built on: those the locks name, with their licences.

Their list is also made as a CycloneDX bill of materials, by which others look up known holes.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

LOCKS = ("requirements.lock", "requirements-dev.lock")
_PINNED = re.compile(r"(?m)^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_BRACKETS = re.compile(r"\(([^()]*)\)")
# What packages call their licences, by its name in SPDX.
_NAMES = {
    "MIT License": "MIT", "BSD License": "BSD-3-Clause", "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0", "Apache License 2.0": "Apache-2.0",
    "Dual License": "Apache-2.0 OR BSD-3-Clause", "MIT license": "MIT", "BSD": "BSD-3-Clause",
    "MIT Licence": "MIT", "MIT, BSD": "MIT AND BSD-3-Clause",
    "W3C-20150513": "W3C-20150513", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}  # fmt: skip
# Says it only in a file that it is installed with.
_UNSAID = {"axe-playwright-python": "MIT"}
# What may be built on: free licences that ask no more than to be named with the code.
ALLOWED = {"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "MPL-2.0", "ISC"} | {
    "MIT-0",
    "W3C-20150513",
    "CNRI-Python",
}


@dataclass(frozen=True)
class Package:
    """A locked package: its name and version, its licence in SPDX, and whether a site needs it.

    The licence is "" when the package is not installed here or does not say.
    """

    name: str
    version: str
    licence: str
    needed: bool

    @property
    def is_allowed(self) -> bool:
        """Whether every licence that it is under at once may be built on, or one of a choice."""
        return _is_allowed(self.licence)


def _is_allowed(expression: str) -> bool:
    """Whether a licence in SPDX is allowed; a choice in brackets stands for one of its own."""
    plain = _BRACKETS.sub(lambda choice: "MIT" if _is_allowed(choice[1]) else "none", expression)
    return any(set(choice.split(" AND ")) <= ALLOWED for choice in plain.split(" OR "))


def packages(root: Path) -> list[Package]:
    """Every package of the locks under `root`, by name."""
    needed, all_ = ({*_PINNED.findall((root / name).read_text("utf-8"))} for name in LOCKS)
    found = sorted(needed | all_, key=lambda one: one[0].lower())
    return [
        Package(name, version, licence(name), (name, version) in needed) for name, version in found
    ]


def licence(name: str) -> str:
    """A package's licence in SPDX, as far as it says; "" when it does not."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    for one in _said(said):
        if _NAMES.get(one, one) in ALLOWED or " " in one.strip():
            return _NAMES.get(one, one)
    return _UNSAID.get(name, "")


def _said(said: metadata.PackageMetadata) -> Iterator[str]:
    """What a package says of its licence, the most exact first."""
    yield from (said.get_all("License-Expression") or ())
    yield from (one for one in said.get_all("License") or () if len(one) < 50)
    for one in said.get_all("Classifier") or ():
        if one.startswith("License ::"):
            yield one.rpartition(" :: ")[2]


def bill(root: Path, version: str) -> str:
    """The bill of materials, CycloneDX 1.6 as JSON: what a site is built with, and tested with.

    The same locks give the same bytes; `version` is the project's own.
    """
    listed: list[dict[str, Any]] = [_component(one) for one in packages(root)]
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": "samskabelse", "name": "samskabelse",
                "version": version, "licenses": [{"license": {"id": "MIT"}}],
            },
        },
        "components": listed,
        "dependencies": [{"ref": "samskabelse", "dependsOn": [one["bom-ref"] for one in listed]}],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _component(one: Package) -> dict[str, Any]:
    address = f"pkg:pypi/{one.name.lower().replace('_', '-')}@{one.version}"
    made = {
        "type": "library", "bom-ref": address, "name": one.name, "version": one.version,
        "scope": "required" if one.needed else "excluded", "purl": address,
    }  # fmt: skip
    if " " in one.licence:
        return made | {"licenses": [{"expression": one.licence}]}
    return made | ({"licenses": [{"license": {"id": one.licence}}]} if one.licence else {})
