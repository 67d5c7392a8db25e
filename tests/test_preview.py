"""The preview: after an edit it is what a whole build would give, and little is made again."""

import importlib.util
import shutil
from pathlib import Path

import pytest
from edits import Editor

from macros import cli, handbook, search, takeaway
from macros.preview import Preview

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
# What is made in the background, or tells the size of it.
REST = (f"{search.FOLDER}/", "soeg/", "hent/", handbook.PDF)
HOME = """\
---
description: Prøvens forside.
---

# Samskabelse

{{ block("certainties") }}

## Bakken og resten

Se [bakken][bakken] og [alle cases](cases/index.md).

{{ block("weakest") }}

{{ block("matrix", kind="principle") }}

{{ block("case-table") }}
"""
TAKEN = """\
# Hent

{{ block("download") }}
"""


def _small(root: Path) -> Path:
    """The small collection as a whole site, with what pages by hand ask the data for."""
    shutil.copytree(TESTS / "small" / "data", root / "data")
    unwanted = shutil.ignore_patterns("__pycache__")
    for name in ("macros", "theme"):
        shutil.copytree(ROOT / name, root / name, ignore=unwanted)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(config.split("\nnav:\n")[0], "utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text(HOME, "utf-8")
    (root / "docs" / "hent.md").write_text(TAKEN, "utf-8")
    (root / "data" / "glossary.yaml").write_text(WORDS, "utf-8")
    return root


WORDS = """\
glossary:
  - id: bakke
    title: Bakken
    definition: {text: Et sted., sources: [kilde-a]}
"""


def _contents(folder: Path, *, rest: bool) -> dict[str, bytes]:
    names = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*"))
    return {
        name: path.read_bytes()
        for name, path in names
        if path.is_file() and (rest or not name.startswith(REST))
    }


def _hold(preview: Preview, folder: Path, *, rest: bool = False) -> None:
    """Hold the preview's files against those of a whole build of the same data."""
    assert preview.site
    twin, built = folder / "twin", folder / "built"
    shutil.rmtree(twin, ignore_errors=True)
    shutil.copytree(preview.root, twin)
    assert cli.main(["--root", str(twin), "build", "--site-dir", str(built)]) == 0
    whole, kept = _contents(built, rest=rest), _contents(preview.site.target, rest=rest)
    assert len(whole) > 50
    assert whole.keys() == kept.keys()
    assert [name for name in whole if whole[name] != kept[name]] == []


def _edited(root: Path, folder: Path, edits: int, every: int, seed: int) -> None:
    """Make edits, and hold what comes of them against whole builds, the last with everything."""
    folder.mkdir()
    preview, editor = Preview(root, folder), Editor(root, seed)
    preview.update(["mkdocs.yml"])
    assert preview.site
    all_made, shares, sorts = len(preview.site.finish()), [], set[str]()
    for number in range(1, edits + 1):
        sorts.add(sort := editor.edit())
        site = preview.site
        preview.update(["data/cases.yaml"])
        assert preview.site is site, f"{sort}: the site was made anew"
        made = site.finish()
        assert made, sort
        shares.append(len(made) / all_made)
        print(number, sort, len(made))
        if number % every == 0:
            _hold(preview, folder)
    assert len(sorts) > min(edits, 12) / 2
    assert sorted(shares)[len(shares) // 2] < 0.5
    preview.start_rest()
    preview.rest.wait()
    _hold(preview, folder, rest=True)


def test_edits_give_what_a_whole_build_gives(tmp_path: Path) -> None:
    _edited(_small(tmp_path / "root"), tmp_path / "made", edits=8, every=4, seed=3)


@pytest.mark.slow
def test_fifty_edits_give_what_a_whole_build_gives(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("made_cases", ROOT / "bench" / "corpus.py")
    assert spec
    assert spec.loader
    corpus = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(corpus)
    (tmp_path / "root").mkdir()
    corpus.make(ROOT, tmp_path / "root", 300)
    _edited(tmp_path / "root", tmp_path / "made", edits=50, every=5, seed=7)
