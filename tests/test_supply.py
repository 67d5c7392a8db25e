"""What the project is built on: locked, listed, and under licences that may be built on."""

import json
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from macros import cli, supply

ROOT = Path(__file__).parent.parent


def test_every_package_may_be_built_on() -> None:
    found = supply.packages(ROOT)
    assert len(found) > 60
    assert sum(one.needed for one in found) > 30
    assert {one.name for one in found} >= {"mkdocs", "pydantic", "playwright"}
    assert [(one.name, one.licence) for one in found if not one.is_allowed] == []


def test_every_package_takes_the_oldest_python_that_we_say() -> None:
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = ours["requires-python"].removeprefix(">=") + ".0"
    wanted = {one.name: metadata(one.name).get("Requires-Python") for one in supply.packages(ROOT)}
    assert {n: said for n, said in wanted.items() if oldest not in SpecifierSet(said or "")} == {}


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [("MIT", True), ("GPL-3.0-only OR MIT", True), ("MIT AND PSF-2.0", True), ("", False),
     ("AGPL-3.0-only", False), ("MIT AND GPL-2.0-only", False),
     ("MPL-2.0 AND (GPL-3.0-only OR MIT)", True), ("MIT AND (GPL-3.0-only OR X)", False)],
)  # fmt: skip
def test_a_licence_is_weighed(licence: str, *, allowed: bool) -> None:
    assert supply.Package("x", "1", licence, needed=True).is_allowed is allowed


def test_an_unknown_licence_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in supply.LOCKS:
        (tmp_path / name).write_text("findes-ikke==1.0 \\\n    --hash=sha256:0\n", "utf-8")
    (tmp_path / "mkdocs.yml").touch()
    assert cli.main(["--root", str(tmp_path), "sbom"]) == 1
    said = capsys.readouterr()
    assert "findes-ikke 1.0: ukendt licens (sitet)" in said.out
    assert "findes-ikke" in said.err


def test_the_bill_names_every_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a" / "sbom.json"
    assert cli.main(["--root", str(ROOT), "sbom", "--json", str(path)]) == 0
    bill = json.loads(path.read_text("utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    found = supply.packages(ROOT)
    assert [(one["name"], one["version"]) for one in bill["components"]] == [
        (one.name, one.version) for one in found
    ]
    assert all(one["licenses"] and one["purl"].endswith(one["version"])
               for one in bill["components"])  # fmt: skip
    references = [one["bom-ref"] for one in bill["components"]]
    assert len(set(references)) == len(references)
    assert bill["dependencies"] == [{"ref": "samskabelse", "dependsOn": references}]
    assert capsys.readouterr().out.count("\n") == len(found)
