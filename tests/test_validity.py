"""The built site's HTML and style, held against the standards by the Nu validator (vnu)."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from conftest import needs
from nodes import installed

# What vnu calls a mistake and we keep, each with its reason.
KEPT = {
    # Tables that unfold into blocks on a phone lose their rows and cells for some screen
    # readers; the roles give them back. The standard finds them needless in a table.
    "The “role” attribute must not be used on a “(tr|th|td|thead|tbody)” element which has a .*",
}
PAGES, STYLES = 843, 3

pytestmark = [pytest.mark.slow, needs("java")]


def _vnu(common: Path, *given: str | Path) -> list[dict[str, str]]:
    """What the validator says, mistakes only."""
    jar = installed("vnu-jar", common) / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss8m", "-jar", jar, "--errors-only", "--format", "json", "--stdout"]
    ran = subprocess.run([*command, *given], capture_output=True, text=True, check=False)
    return list(json.loads(ran.stdout)["messages"])


def _told(messages: list[dict[str, str]], built: Path) -> list[str]:
    return [
        f"{one['url'].partition(built.name + '/')[2]}:{one.get('lastLine', '?')}: {one['message']}"
        for one in messages
        if not any(re.fullmatch(kept, one["message"]) for kept in KEPT)
    ]


def test_every_page_is_valid_html(built: Path, common: Path) -> None:
    assert len(list(built.rglob("*.html"))) >= PAGES
    found = _vnu(common, "--skip-non-html", built)
    for kept in KEPT:
        assert any(re.fullmatch(kept, one["message"]) for one in found), f"not needed: {kept}"
    assert _told(found, built) == []


def test_every_style_sheet_is_valid(built: Path, common: Path) -> None:
    sheets = list((built / "assets").rglob("*.css"))
    assert len(sheets) >= STYLES
    assert _told(_vnu(common, "--css", *sheets), built) == []


def test_the_validator_sees_mistakes(tmp_path: Path, common: Path) -> None:
    page, style = tmp_path / "a.html", tmp_path / "a.css"
    page.write_text("<!doctype html><html lang=da><title>A</title><p><ul id=''></ul>", "utf-8")
    style.write_text("a { colour: red }", "utf-8")
    told = "\n".join(_told(_vnu(common, "--also-check-css", tmp_path), tmp_path))
    assert "a.html" in told
    assert "a.css" in told
