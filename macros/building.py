"""The commands that make pages and figures of the data: `build`, `serve` and `report`."""

import argparse
import logging
import os
import signal
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from . import danish, engine, knowledge, page_check, phases, search
from .aside import aside
from .engine import EngineError
from .excerpt import visible
from .filling import FillError
from .knowledge import Knowledge
from .overview import overview
from .own_folder import FOLDER
from .reading import on_sound_data, read, tell
from .reasons import reason, said
from .typeset import TypesettingError

ADDRESS = "127.0.0.1:8000"
_LAST_PORT = 65535
_SOURCES = ("data", "docs", "theme", "macros", FOLDER)
# What sites of ours have, the old ones the last, and hardly any other folder.
_MARKS = (f"{search.FOLDER}/{search.OVERVIEW}.js", "soeg/index.html")


def _build_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site-dir", type=Path, metavar="MAPPE", help="hvor sitet lægges (ellers site/)"
    )
    parser.add_argument(
        "--engine", choices=engine.ENGINES, default=engine.DEFAULT,
        help=f"hvad de håndskrevne sider laves med (ellers {engine.DEFAULT})",
    )  # fmt: skip
    parser.add_argument("--times", action="store_true", help="vis, hvad tiden går med")
    parser.set_defaults(run=_build)


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--address", default=ADDRESS, metavar="ADRESSE", help=f"vært og port (ellers {ADDRESS})"
    )
    parser.set_defaults(run=_serve)


def _report_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="vis LIX for alle sider")
    parser.set_defaults(run=on_sound_data(_report))


COMMANDS = {"build": _build_arguments, "serve": _serve_arguments, "report": _report_arguments}


def _report(options: argparse.Namespace, found: Knowledge) -> int:
    print(overview(found.site, found.problems, every=options.all))
    return 0


def _build(options: argparse.Namespace) -> int:
    """Build beside the old site and swap, so that a failed build leaves it as it was."""
    started = time.monotonic()
    target: Path = options.site_dir or options.root / "site"
    if wrong := _wrong_with(target, options.root):
        print(f"Sitet er ikke bygget: {target} {wrong} Vælg en anden mappe.", file=sys.stderr)
        return 2
    with phases.phase("læs og tjek"):
        found = read(options.root)
    if found.errors:
        tell(page_check.problems(options.root, found))
        return 1
    if found.problems:
        tell(found.problems)
    del found
    knowledge.forget_reading(options.root)
    try:
        with aside(target) as fresh:
            engine.build(options.engine, options.root, fresh)
    except (EngineError, TypesettingError, FillError, OSError) as error:
        why = said(error).replace(f"{options.root.resolve()}{os.sep}", "")
        print(f"Sitet er ikke bygget: {why}", file=sys.stderr)
        return 1
    names = (name for _, _, names in os.walk(target) for name in names)
    pages = sum(name.endswith(".html") for name in names)
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    print(f"Byggede {danish.number(pages)} sider i {target} på {seconds} sekunder.")
    if options.times:
        for name, spent in phases.taken().items():
            print(f"{name}: {danish.number(round(spent, 2))} s")
    return 0


def _wrong_with(target: Path, root: Path) -> str:
    """Why no site may be built at a place, or ""."""
    place = target.resolve()
    for one in _SOURCES:
        if place.is_relative_to((root / one).resolve()):  # the next build would read it
            return f"ligger i {one}/, som sitet bygges af."
    if not _may_stand_at(target):
        return "er hverken en tom mappe eller et site, der er bygget før, og ville gå tabt."
    return ""


def _may_stand_at(target: Path) -> bool:
    """Whether a site may take a place: there is nothing there but an earlier site."""
    if target.is_symlink() and not target.exists():
        return False
    if not target.exists() or any((target / mark).is_file() for mark in _MARKS):
        return True
    return target.is_dir() and not any(target.iterdir())


def _serve(options: argparse.Namespace) -> int:
    """Show the site until Ctrl-C, or until whoever started it ends it."""
    from . import preview, preview_server  # noqa: PLC0415 - they load MkDocs, as in `engine`

    host, _, port = options.address.rpartition(":")
    if not (host and port.isdecimal() and int(port) <= _LAST_PORT):
        must = f"En adresse er en vært og en port fra 0 til {_LAST_PORT}, som {ADDRESS}"
        print(f"{must}, men her står »{visible(options.address)}«.", file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    with suppress(KeyboardInterrupt), ExitStack() as ending:
        place = (host, int(port))
        try:
            shown, port = ending.enter_context(
                preview_server.serving(options.root.resolve(), place)
            )
        except OSError as error:
            print(f"{options.address} kan ikke bruges. {reason(error)}", file=sys.stderr)
            return 1
        # Whoever closes the window ends it too; Windows knows nothing of that.
        for name in ("SIGTERM", "SIGHUP"):
            if told := getattr(signal, name, None):
                signal.signal(told, signal.default_int_handler)
        print(f"Åbn http://{host}:{port}/ i en browser. Stop med Ctrl-C.")
        print("Er der fejl i data, står de her, og siden venter, til de er rettet.", flush=True)
        preview.follow(shown)
    return 0
