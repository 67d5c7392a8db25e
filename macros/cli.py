"""The command line: `samskabelse check`, `build`, `serve`."""

import argparse
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from . import danish, forge, knowledge
from .overview import overview
from .report import FORMATS
from .search import IndexingError

ADDRESS = "127.0.0.1:8000"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 when all is well, 1 for problems, 2 for wrong use."""
    options = _parser().parse_args(arguments)
    if not (options.root / "mkdocs.yml").is_file():
        print(f"samskabelse: her er ingen mkdocs.yml: {options.root}", file=sys.stderr)
        return 2
    command: int = options.run(options)
    return command


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="samskabelse", description="Tjek, byg og se vidensitet om samskabelse."
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), help="mappen med mkdocs.yml og data/ (her: .)"
    )
    commands = parser.add_subparsers(required=True, metavar="kommando")
    check = commands.add_parser("check", help="find alle fejl i data")
    check.add_argument("--format", choices=FORMATS, default="text", help="hvordan de vises")
    check.set_defaults(run=_check)
    build = commands.add_parser("build", help="tjek og byg sitet")
    build.add_argument("--site-dir", type=Path, help="hvor sitet lægges (ellers site/)")
    build.set_defaults(run=_build)
    report = commands.add_parser("report", help="tal på indhold, sikkerhed og læsbarhed")
    report.add_argument("--all", action="store_true", help="vis LIX for alle sider")
    report.set_defaults(run=_report)
    forge.add_commands(commands)
    serve = commands.add_parser("serve", help="se sitet, mens du skriver")
    serve.add_argument("--address", default=ADDRESS, help=f"vært og port (ellers {ADDRESS})")
    serve.set_defaults(run=_serve)
    return parser


def _check(options: argparse.Namespace) -> int:
    found = knowledge.read(options.root)
    print(FORMATS[options.format](found.problems))
    return 1 if found.errors else 0


def _report(options: argparse.Namespace) -> int:
    found = knowledge.read(options.root)
    print(
        FORMATS["text"](found.problems) if found.errors else overview(found.site, every=options.all)
    )
    return 1 if found.errors else 0


def _build(options: argparse.Namespace) -> int:
    """Build beside the old site and swap, so that a failed build leaves it as it was."""
    started = time.monotonic()
    found = knowledge.read(options.root)
    if found.problems:
        print(FORMATS["text"](found.problems), file=sys.stderr)
    if found.errors:
        return 1
    target: Path = options.site_dir or options.root / "site"
    target.parent.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    with tempfile.TemporaryDirectory(prefix=".samskabelse-", dir=target.parent) as folder:
        fresh = Path(folder) / "site"
        try:
            _run_mkdocs(options.root, fresh)
        except (MkDocsException, IndexingError, SystemExit) as error:
            print(f"Sitet er ikke bygget: {error}", file=sys.stderr)
            return 1
        if target.exists():
            target.rename(Path(folder) / "old")
        shutil.move(fresh, target)
    pages = sum(1 for _ in target.rglob("*.html"))
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    print(f"Byggede {danish.number(pages)} sider i {target} på {seconds} sekunder.")
    return 0


def _run_mkdocs(root: Path, site_dir: Path) -> None:
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(site_dir), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()


def _serve(options: argparse.Namespace) -> int:
    print(f"Åbn http://{options.address}/ i en browser. Stop med Ctrl-C.")
    print("Er der fejl i data, står de her, og siden venter, til de er rettet.")
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("mkdocs.livereload").setLevel(logging.CRITICAL)
    mkdocs_serve(str(options.root / "mkdocs.yml"), dev_addr=options.address)
    return 0
