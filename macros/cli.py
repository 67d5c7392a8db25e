"""The command line: `samskabelse check`, `build`, `serve`, and those for editing."""

import argparse
import logging
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from . import danish, editing, engine, forge, hosting, knowledge, migrate, open_data, phases
from .aside import aside
from .engine import EngineError
from .knowledge import Knowledge
from .overview import overview
from .problem import errors
from .reading import colour, on_sound_data, problems, read, tell
from .report import FORMATS, as_text, in_order
from .settings import SettingsError
from .touched import UnknownChangesError, changed_files
from .typeset import TypesettingError

ADDRESS = "127.0.0.1:8000"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 when all is well, 1 for problems, 2 for wrong use."""
    options = _parser().parse_args(arguments)
    if not (options.root / "mkdocs.yml").is_file():
        print(f"samskabelse: her er ingen mkdocs.yml: {options.root}", file=sys.stderr)
        return 2
    try:
        done: int = options.run(options)
        sys.stdout.flush()
    except SettingsError as error:
        print(f"samskabelse: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read the output had enough of it, as `head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return done


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
    check.add_argument(
        "--changed", metavar="BASE",
        help="vis fejl i filer, der er ændret siden BASE (en gren eller et commit), først",
    )  # fmt: skip
    check.set_defaults(run=_check)
    build = commands.add_parser("build", help="tjek og byg sitet")
    build.add_argument("--site-dir", type=Path, help="hvor sitet lægges (ellers site/)")
    build.add_argument(
        "--engine", choices=engine.ENGINES, default=engine.DEFAULT,
        help=f"hvad de håndskrevne sider laves med (ellers {engine.DEFAULT})",
    )  # fmt: skip
    build.add_argument("--times", action="store_true", help="vis, hvad tiden går med")
    build.set_defaults(run=_build)
    report = commands.add_parser("report", help="tal på indhold, sikkerhed og læsbarhed")
    report.add_argument("--all", action="store_true", help="vis LIX for alle sider")
    report.set_defaults(run=on_sound_data(_report))
    editing.add_commands(commands)
    forge.add_commands(commands)
    open_data.add_commands(commands)
    hosting.add_commands(commands)
    serve = commands.add_parser("serve", help="se sitet, mens du skriver")
    serve.add_argument("--address", default=ADDRESS, help=f"vært og port (ellers {ADDRESS})")
    serve.set_defaults(run=_serve)
    return parser


def _check(options: argparse.Namespace) -> int:
    found = problems(options.root)
    shown = in_order(found, _changed(options.root, options.changed))
    if options.format == "text":
        print(as_text(shown, colour=colour(sys.stdout)))
        if errors(found) and any(migrate.pending(options.root)):
            print("Nogle data er i en ældre form. Kør »samskabelse migrate«, og tjek igen.")
    else:
        print(FORMATS[options.format](shown))
    return 1 if errors(found) else 0


def _changed(root: Path, base: str | None) -> set[str]:
    """The files that changed since `base`; none, and a word why, when git cannot tell."""
    if base is None:
        return set()
    try:
        return changed_files(root, base)
    except UnknownChangesError as why:
        said = f"Kan ikke se, hvad der er ændret siden »{base}«: {why}. Fejlene står efter fil."
        print(said, file=sys.stderr)
        return set()


def _report(options: argparse.Namespace, found: Knowledge) -> int:
    print(overview(found.site, found.problems, every=options.all))
    return 0


def _build(options: argparse.Namespace) -> int:
    """Build beside the old site and swap, so that a failed build leaves it as it was."""
    started = time.monotonic()
    with phases.phase("læs og tjek"):
        found = read(options.root)
    if found.problems:
        tell(found.problems)
    if found.errors:
        return 1
    del found
    knowledge.forget_reading(options.root)
    target: Path = options.site_dir or options.root / "site"
    try:
        with aside(target) as fresh:
            engine.build(options.engine, options.root, fresh)
    except (EngineError, TypesettingError, OSError) as error:
        print(f"Sitet er ikke bygget: {error}", file=sys.stderr)
        return 1
    names = (name for _, _, names in os.walk(target) for name in names)
    pages = sum(name.endswith(".html") for name in names)
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    print(f"Byggede {danish.number(pages)} sider i {target} på {seconds} sekunder.")
    if options.times:
        for name, spent in phases.taken().items():
            print(f"{name}: {danish.number(round(spent, 2))} s")
    return 0


def _serve(options: argparse.Namespace) -> int:
    """Show the site until Ctrl-C, or until whoever started it ends it."""
    from . import preview, preview_server  # noqa: PLC0415 - they load MkDocs, as in `engine`

    host, _, port = options.address.rpartition(":")
    if not port.isdecimal():
        print(f"En adresse er en vært og en port, som {ADDRESS}.", file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        with preview_server.serving(options.root.resolve(), (host, int(port))) as (shown, port):
            print(f"Åbn http://{host}:{port}/ i en browser. Stop med Ctrl-C.")
            print("Er der fejl i data, står de her, og siden venter, til de er rettet.", flush=True)
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            preview.follow(shown)
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        print(f"{options.address} kan ikke bruges: {error}", file=sys.stderr)
    return 1
