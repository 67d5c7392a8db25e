"""The house rules that a machine can hold."""

import ast
import hashlib
import re
import subprocess
from pathlib import Path

import material

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "macros"

# A module imports only from those before it.
ORDER = (
    "own_folder", "vocabulary", "problem", "quoted", "review", "danish", "plain", "patterns",
    "excerpt", "reasons", "usage", "unseen", "decode", "slips", "syntax", "swallowed", "uri",
    "fields", "entry_model", "model", "aids_model", "kinds", "wording", "brand_model",
    "overlay_model", "own_files", "describe", "shorthand", "read", "front_matter", "write", "fix",
    "scaffold", "examples", "personal", "belongs", "misfit", "date_advice", "list_advice",
    "advice", "differences", "parallel", "put", "cache", "verdict", "intake", "misfiled", "load",
    "explain", "migrate", "overlay", "renames", "finding", "reference_advice", "references",
    "rules", "guidance", "prose", "messages", "check", "link", "site_difference", "watch",
    "contrast", "palette", "images", "brand", "brand_style", "kept", "knowledge", "boxes",
    "touched", "dating", "answers", "issue", "issue_forms", "web", "external", "markup",
    "addresses", "settings", "repository", "forms", "pictures", "lettering", "relations", "matrix",
    "shortlist", "filters", "case_files", "neighbours", "chords", "checklists", "gloss", "sizes",
    "comparison", "qr", "sheet", "workshop", "citations", "filling", "templating", "render",
    "handbook", "pages", "bodies", "published", "tables", "feeds", "jsonld", "search",
    "typography", "assets", "shell", "press", "typeset", "takeaway", "overview", "report",
    "schema", "published_schema", "dcat", "export", "changes", "change_report", "publication",
    "rebuild", "progress", "federation", "fetch", "foreign", "harvest", "harvest_report", "decap",
    "entry_files", "edit_server", "aside", "supply", "phases", "written", "page_macros",
    "page_trial", "page_faults", "page_texts", "finish", "page_links", "page_check", "stage",
    "engine", "reading", "asking", "brand_file", "brand_commands", "hook", "editing", "comparing",
    "forge", "open_data", "delivery", "upload", "bucket", "hosting", "stamps", "by_mkdocs",
    "background", "preview", "preview_server", "checking", "building", "cli", "__init__",
    "__main__",
)  # fmt: skip
# Functions longer than this are two functions.
FUNCTION_LINES = 40
# Material's templates and style that ours stand in for, as they were when ours were written.
OVERRIDDEN = {
    "main.html": "9948b55a",
    "base.html": "8536d352",
}


def _imports(path: Path) -> set[str]:
    """The modules of the package that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.level or node.module == "macros"):
            found |= {node.module} if node.module not in (None, "macros") else set()
            found |= {a.name for a in node.names} if node.module in (None, "macros") else set()
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("macros."):
            found.add(node.module.removeprefix("macros."))
    return found


def test_imports_go_one_way() -> None:
    modules = {path.stem for path in PACKAGE.glob("*.py")}
    assert modules == set(ORDER)
    # `__init__` is run by mkdocs-macros and reaches for the macros only then.
    for module in modules - {"__init__"}:
        later = set(ORDER[ORDER.index(module) :])
        backwards = _imports(PACKAGE / f"{module}.py") & later
        assert not backwards, f"{module} imports {backwards}, which come after it"


def test_the_guide_for_developers_names_every_module() -> None:
    table = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("| module |")[1]
    named = set(re.findall(r"`(\w+)`", table))
    assert {name for name in ORDER if not name.startswith("__")} <= named


def test_what_the_guides_for_developers_name_is_there() -> None:
    """As `check.ALONE` or `screens.in_thirds`: a maintainer looks for it by that name."""
    named = set[tuple[str, str]]()
    for guide in ("ARCHITECTURE.md", "CONTRIBUTING.md", "DECISIONS.md", "THREATS.md"):
        named |= set(re.findall(r"`(\w+)\.(\w+)`", (ROOT / guide).read_text("utf-8")))
    found = 0
    for module, name in named:
        paths = [path for folder in (PACKAGE, ROOT / "tests") for path in folder.glob("*.py")]
        path = next((one for one in paths if one.stem == module), None)
        if path and name not in ("py", "typ", "yml"):
            found += 1
            defined = rf"^(?:def |class )?{name}\b"
            assert re.search(defined, path.read_text("utf-8"), re.MULTILINE), f"{module}.{name}"
    assert found > 10


def test_functions_stay_short() -> None:
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                lines = node.end_lineno - node.lineno + 1
                assert lines <= FUNCTION_LINES, f"{path.name}: {node.name} has {lines} lines"


def test_scripts_stay_small() -> None:
    scripts = list((ROOT / "theme").rglob("*.js"))
    assert len(scripts) >= 3
    for script in scripts:
        assert script.stat().st_size < 15_000


def test_the_theme_is_the_one_our_templates_were_written_for() -> None:
    """After an upgrade of Material: compare its template with ours, mend, renew the hash."""
    templates = Path(material.__file__).parent / "templates"
    found = {
        name: hashlib.sha256((templates / name).read_bytes()).hexdigest()[:8] for name in OVERRIDDEN
    }
    assert found == OVERRIDDEN
    style = re.search(r"main\.\w+\.min\.css", (PACKAGE / "assets.py").read_text("utf-8"))
    assert style
    assert (templates / "assets" / "stylesheets" / style[0]).is_file()


def test_kommune_is_never_ours() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(tracked) > 50
    assert not [name for name in tracked if name.startswith("kommune/")]
