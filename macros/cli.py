"""The command line: `samskabelse check`, `build`, `serve`."""

import argparse
import datetime as dt
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from . import danish, external, issue, issue_forms, knowledge
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
    _forge_commands(commands)
    serve = commands.add_parser("serve", help="se sitet, mens du skriver")
    serve.add_argument("--address", default=ADDRESS, help=f"vært og port (ellers {ADDRESS})")
    serve.set_defaults(run=_serve)
    return parser


def _forge_commands(commands: Any) -> None:
    """What GitHub and GitLab run: forms, what comes of them, and the links of the sources."""
    forms = commands.add_parser("forms", help="lav formularerne til GitHub og GitLab")
    forms.add_argument("--check", action="store_true", help="sig kun til, hvis de er forældede")
    forms.set_defaults(run=_forms)
    issue_ = commands.add_parser("issue", help="gør en udfyldt formular til en datafil")
    issue_.add_argument("file", help="filen med teksten; - er det, der kommer ind")
    issue_.add_argument("--kind", choices=issue.KINDS, help="slags (ellers set på teksten)")
    issue_.add_argument("--write", action="store_true", help="læg filen i data/, og sig hvor")
    issue_.set_defaults(run=_issue)
    links = commands.add_parser("links", help="se, hvilke af kildernes adresser der svarer")
    links.add_argument("--json", type=Path, default=Path("build/links.json"), help="resultatet")
    links.add_argument("--report", type=Path, default=Path("build/links.md"), help="rapporten")
    links.set_defaults(run=_links)


def _forms(options: argparse.Namespace) -> int:
    found = knowledge.read(options.root)
    if found.errors:
        print(FORMATS["text"](found.problems), file=sys.stderr)
        return 1
    old = issue_forms.stale(options.root, found.site)
    for name in old:
        print(f"{name} er forældet. Kør »samskabelse forms«." if options.check else name)
    if options.check:
        return 1 if old else 0
    for name, text in issue_forms.files(found.site).items():
        (options.root / name).parent.mkdir(parents=True, exist_ok=True)
        (options.root / name).write_text(text, "utf-8", newline="\n")
    return 0


def _issue(options: argparse.Namespace) -> int:
    """Print the file or the problems; with `--write`, write it where no file is yet."""
    found = knowledge.read(options.root)
    if found.errors:
        print(FORMATS["text"](found.problems), file=sys.stderr)
        return 1
    try:
        raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as error:
        print(f"samskabelse: filen kan ikke læses: {error}", file=sys.stderr)
        return 2
    made = issue.convert_bytes(raw, options.kind, found.site)
    if isinstance(made, list):
        print(FORMATS["text"](made))
        return 1
    if not options.write:
        print(f"# {made.file}\n{made.text}", end="")
        return 0
    target = options.root / made.file
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8", newline="\n") as file:
        file.write(made.text)
    print(made.file)
    return 0


def _links(options: argparse.Namespace) -> int:
    """Ask every address of every source, and write what came of it; data is never touched."""
    found = knowledge.read(options.root)
    if found.errors:
        print(FORMATS["text"](found.problems), file=sys.stderr)
        return 1
    kept = external.read_answers(options.json)
    answers = dict(kept)
    wanted = external.links(found.site)
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    for url, answer in external.ask_all(wanted, external.Asking(), kept, today):
        answers[url] = answer
        external.write_answers(options.json, answers)
    if external.is_cut_off(answers):
        print("Ingen servere svarede. Er der forbindelse til nettet?", file=sys.stderr)
        return 1
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(external.report(wanted, answers), "utf-8", newline="\n")
    print(external.summary(wanted, answers))
    return 0


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
