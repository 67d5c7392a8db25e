"""Scripts and styles are sent without what only people read, and mean the same."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest
import tinycss2
from nodes import node

from macros import assets

ROOT = Path(__file__).parent.parent
THEME = ROOT / "theme"
OURS = {path.name: path.read_bytes() for path in sorted((THEME / assets.FOLDER).iterdir())}
# Which of some scripts a browser would read otherwise after than before, by Node's own parser.
OTHERWISE = """
const { parse } = require("internal/deps/acorn/acorn/dist/acorn");
const places = ["start", "end"];
const read = (text) => {
  try {
    return JSON.stringify(parse(text, { ecmaVersion: "latest" }),
      (name, value) => places.includes(name) ? undefined : value);
  } catch (error) {
    return { error };
  }
};
const pairs = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const other = pairs.filter(([, before, after]) => read(before) !== read(after));
console.log(JSON.stringify(other.map(([name]) => name)));
"""


def otherwise(pairs: list[tuple[str, str, str]]) -> list[str]:
    """The names of those scripts that are read otherwise after than before."""
    command = [node(), "--expose-internals", "-e", OTHERWISE]
    told = subprocess.run(
        command, input=json.dumps(pairs), capture_output=True, text=True, check=True
    )
    names: list[str] = json.loads(told.stdout)
    return names


def lean(name: str, text: str) -> str:
    return assets.lean(name, text.encode()).decode()


def test_scripts_mean_what_they_say_in_the_source() -> None:
    scripts = {name: text.decode() for name, text in OURS.items() if name.endswith(".js")}
    assert len(scripts) > 30
    made = lean("x.js", '  a("//");\n  // b\n\n    c; // d\n')
    assert made == 'a("//");\nc; // d\n'
    several = "a(`one\n  two`); b = `\n// c`;"
    assert otherwise([("several lines", several, lean("x.js", several))]) == ["several lines"]
    assert otherwise([("alike", "a(1); // b", "a( 1 )")]) == []
    assert otherwise([(name, text, lean(name, text)) for name, text in scripts.items()]) == []


def test_what_a_system_or_an_editor_hides_there_is_not_sent(tmp_path: Path) -> None:
    """As a Mac does in every folder that is looked into, and an editor while a file is open."""
    shutil.copytree(THEME, tmp_path / "theme")
    for name in (".DS_Store", ".ark.css.swp", ".#ark.css"):
        (tmp_path / "theme" / assets.FOLDER / name).write_bytes(b"\x00\xff")
    assert assets.contents(tmp_path / "theme") == assets.contents(THEME)


def rules(text: str) -> list[str]:
    """A style sheet's rules as a browser reads them."""
    found = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    bare = [tinycss2.serialize(_bare([rule])) for rule in found]
    return [one for one in bare if one]


def _bare(nodes: list[tinycss2.ast.Node]) -> list[tinycss2.ast.Node]:
    """Without comments, and with one space for each run of white space."""
    kept = [one for one in nodes if one.type != "comment"]
    for one in kept:
        if one.type == "whitespace":
            one.value = " "
        for part in ("prelude", "content", "arguments"):
            if isinstance(getattr(one, part, None), list):
                setattr(one, part, _bare(getattr(one, part)))
    spaced = [one.type == "whitespace" for one in kept]
    return [one for at, one in enumerate(kept) if not (at and spaced[at] and spaced[at - 1])]


@pytest.mark.parametrize("name", [name for name in OURS if name.endswith(".css")])
def test_styles_mean_what_they_say_in_the_source(name: str) -> None:
    text = OURS[name].decode()
    assert len(rules(text)) > 10
    assert rules(text) == rules(lean(name, text))
    assert rules("a { b: 1 }") != rules("a { b: 2 }")


def test_what_people_read_in_them_is_not_sent() -> None:
    sent = assets.contents(THEME)
    assert all(b"\n  " not in text for name, text in sent.items() if name.endswith((".js", ".css")))
    ours = OURS.keys() - {assets.STYLE}  # with Material's before it, that is another text
    whole = sum(len(gzip.compress(OURS[name])) for name in ours)
    lighter = sum(len(gzip.compress(sent[name])) for name in ours)
    print(f"the theme's files: {lighter} of {whole} bytes, compressed")
    assert 20_000 < lighter < 0.85 * whole
