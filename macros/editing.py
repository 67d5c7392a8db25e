"""The commands for writing data: `fix`, `migrate`, `date`, `new`, `diff`, `schema`, `edit`."""

import argparse
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from . import (
    brand_commands,
    brand_model,
    change_report,
    dating,
    edit_server,
    knowledge,
    migrate,
    scaffold,
    schema,
    settings,
)
from .addresses import has_page
from .changes import changes
from .check import check
from .decode import read_text
from .describe import Described
from .fix import fixed
from .kinds import Collection
from .knowledge import Knowledge
from .link import Site, link
from .load import load
from .overlay import overlaid
from .own_folder import DATA, FOLDER
from .problem import Problem, errors
from .reading import on_sound_data, tell
from .repository import forge
from .touched import UnknownChangesError


def _fix_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="sig kun, hvilke filer der ville ændres"
    )
    parser.add_argument("files", nargs="*", type=Path, help="filerne (ellers alle, også kommunens)")
    parser.set_defaults(run=_fix)


def _migrate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="sig kun, hvad der ville ændres")
    parser.set_defaults(run=_migrate)


def _date_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="sig kun, hvilke filer der ville ændres"
    )
    parser.set_defaults(run=on_sound_data(_date))


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = [*scaffold.KINDS_TO_MAKE, brand_commands.KIND]
    parser.add_argument("kind", choices=kinds, metavar="slags", help=", ".join(kinds))
    parser.add_argument("--set", action="append", default=[], metavar="FELT=VÆRDI", help="et svar")
    parser.set_defaults(run=_new)


def _diff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "base", help="det, der sammenlignes med: en gren eller et commit i git, eller en mappe"
    )
    parser.add_argument("--format", choices=change_report.FORMATS, default="text", help="hvordan")
    parser.set_defaults(run=on_sound_data(_diff))


def _schema_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="sig kun, om de er forældede")
    parser.set_defaults(run=_schema)


def _edit_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--static", type=Path, metavar="MAPPE", help="læg den her i stedet, til nettet"
    )
    parser.add_argument("--port", type=int, default=8081, help="porten (ellers 8081)")
    parser.set_defaults(run=on_sound_data(_edit))


COMMANDS = {
    "fix": _fix_arguments,
    "migrate": _migrate_arguments,
    "date": _date_arguments,
    "new": _new_arguments,
    "diff": _diff_arguments,
    "schema": _schema_arguments,
    "edit": _edit_arguments,
}


# --- fix ----------------------------------------------------------------------


def _fix(options: argparse.Namespace) -> int:
    problems: list[Problem] = []
    stale = []
    for path in options.files or _data_files(options.root):
        name = (
            path.relative_to(options.root).as_posix()
            if path.is_relative_to(options.root)
            else path.as_posix()
        )
        text = read_text(name, path, problems)
        if text is not None:
            canonical, found = fixed(name, text)
            problems += found
            if canonical != text:
                stale.append(name)
                if not options.check:
                    path.write_text(canonical, "utf-8", newline="\n")
    verb = "Skal rettes" if options.check else "Rettet"
    print("\n".join([f"{verb}: {name}" for name in stale]) or "Alt står i den faste form.")
    if problems:
        tell(problems)
    return 1 if problems or (options.check and stale) else 0


def _data_files(root: Path) -> list[Path]:
    """Every file of data, ours and a municipality's own, and its brand."""
    brand = [path for path in (root / brand_model.FILE,) if path.is_file()]
    return brand + [p for name in ("data", DATA) for p in sorted((root / name).rglob("*.yaml"))]


# --- migrate ------------------------------------------------------------------


def _migrate(options: argparse.Namespace) -> int:
    old = list(migrate.pending(options.root))
    for name, text, used in old:
        said = "; ".join(f"{one.number:04}: {one.said}" for one in used)
        print(f"{'Skal rettes' if options.check else 'Rettet'}: {name} ({said})")
        if not options.check:
            (options.root / name).write_text(text, "utf-8", newline="\n")
    if not old:
        print("Alle data er i den nyeste form.")
    return 1 if options.check and old else 0


# --- date ---------------------------------------------------------------------


def _date(options: argparse.Namespace, found: Knowledge) -> int:
    """Write the day beside entries that have none, or one from before their text."""
    try:
        days = dating.last_changed(options.root, dating.today())
    except dating.ShortHistoryError:
        said = "Kun det nyeste af historikken er her. Hent resten med »git fetch --unshallow«."
        print(said, file=sys.stderr)
        return 1
    except UnknownChangesError as why:
        print(f"Kan ikke se, hvornår posterne er ændret: {why}.", file=sys.stderr)
        return 1
    stale = _undated(options.root, found.site, days)
    for name, ids in stale.items():
        text = dating.with_days(name, (options.root / name).read_text("utf-8"), ids)
        if not options.check:
            (options.root / name).write_text(text, "utf-8", newline="\n")
        print(f"{'Skal rettes' if options.check else 'Rettet'}: {name} ({len(ids)})")
    if not stale:
        print("Alle poster siger, hvornår deres tekst er fra.")
    return 1 if options.check and stale else 0


def _undated(root: Path, site: Site, days: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What is to be written, by file and id: in a municipality's copy in its own files alone."""
    own = (root / FOLDER).is_dir()
    found: dict[str, dict[str, str]] = {}
    for node in site.nodes.values():
        day = days.get(node.id, "")
        theirs_or_ours = bool(node.origin) == own
        if (
            theirs_or_ours
            and (node.parent is None or has_page(node))
            and (node.entry.updated or "") < day
        ):
            found.setdefault(node.file, {})[node.id] = day
    return found


# --- new ----------------------------------------------------------------------


def _new(options: argparse.Namespace) -> int:
    if options.kind == brand_commands.KIND:
        return brand_commands.new(options)
    collection = scaffold.KINDS_TO_MAKE[options.kind]
    answers = dict(one.split("=", 1) for one in options.set if "=" in one)
    known = {path for path, _ in scaffold.questions(collection.model)}
    if wrong := [one for one in options.set if one.split("=", 1)[0] not in known or "=" not in one]:
        print(
            f"Ukendt svar: {', '.join(wrong)}. Felterne er: {', '.join(sorted(known))}.",
            file=sys.stderr,
        )
        return 2
    if not answers and sys.stdin.isatty():
        answers = dict(_asked(collection))
    return _write_new(options.root, collection, answers)


def _asked(collection: Collection) -> Iterator[tuple[str, str]]:
    """Ask for each field in turn; an empty answer passes over it."""
    print("Svar på spørgsmålene. Tryk Enter for at springe over eller sige »ikke oplyst«.\n")
    for path, field in scaffold.questions(collection.model):
        print(f"{field.title}{'' if field.required else ' (kan udelades)'}. {_help(field)}")
        yield path, input(f"{path}: ")


def _help(field: Described) -> str:
    said = [field.description] if field.description else []
    if field.shape.choices:
        said.append(
            "Vælg mellem: " + ", ".join(f"{v} ({label})" for v, label in field.shape.choices)
        )
    if field.example is not None:
        said.append(f"Fx {field.example}.")
    return " ".join(said)


def _write_new(root: Path, collection: Collection, answers: dict[str, str]) -> int:
    """Write the entry and check everything with it; with errors the file is taken away again."""
    entry = scaffold.data(collection.model, answers)
    entry = dating.stamped(collection.model, entry, dating.today())
    # In a municipality's copy what is new is its own.
    folder = DATA if (root / FOLDER).is_dir() else "data"
    name = scaffold.path_of(collection, str(entry["id"]), folder)
    path = root / name
    if path.exists():
        print(f"{name} findes allerede. Vælg et andet id med --set id=…", file=sys.stderr)
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(scaffold.text_of(collection, entry, folder), "utf-8", newline="\n")
    found = [problem for problem in knowledge.read(root).problems if problem.file == name]
    if errors(found):
        path.unlink()
        tell(found)
        print("Intet er skrevet.", file=sys.stderr)
        return 1
    print(f"Skrevet: {name}")
    return 0


# --- diff ---------------------------------------------------------------------


def _diff(options: argparse.Namespace, now: Knowledge) -> int:
    with tempfile.TemporaryDirectory(prefix="samskabelse-") as folder:
        try:
            before = _at(options.root, options.base, Path(folder))
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").strip()
            print(f"»{options.base}« kan ikke læses: {said}", file=sys.stderr)
            return 2
        print(change_report.FORMATS[options.format](changes(before, now.site)))
    return 0


def _at(root: Path, base: str, folder: Path) -> Site:
    """The data as it was: in a folder, or in git at a branch or commit."""
    if (Path(base) / "data").is_dir():
        folder = Path(base)
    else:
        git = ["git", "-C", str(root)]
        listed = [*git, "ls-tree", "--name-only", base]
        found = subprocess.run(listed, check=True, capture_output=True)
        folders = {"data", FOLDER} & set(found.stdout.decode("utf-8", "replace").splitlines())
        command = [*git, "archive", "--format=tar", base, "--", *sorted(folders)]
        archive = subprocess.run(command, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
    loaded = overlaid(load(folder))
    return link(check(loaded)[0], loaded.overlay)


# --- schema -------------------------------------------------------------------


def _schema(options: argparse.Namespace) -> int:
    made = schema.schemas(knowledge.common(options.root))
    stale = [name for name, text in made.items() if not _holds(options.root / name, text)]
    if not options.check:
        for name in stale:
            (options.root / name).parent.mkdir(parents=True, exist_ok=True)
            (options.root / name).write_text(made[name], "utf-8", newline="\n")
    verb = "Forældet" if options.check else "Skrevet"
    print("\n".join(f"{verb}: {name}" for name in stale) or "Alle skemaer er ajour.")
    return 1 if options.check and stale else 0


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


# --- edit ---------------------------------------------------------------------


def _edit(options: argparse.Namespace, found: Knowledge) -> int:
    try:
        decap = edit_server.script(options.root / ".cache")
    except edit_server.CannotFetchError as error:
        print(error, file=sys.stderr)
        return 1
    if options.static:
        where = forge(settings.read(options.root))
        edit_server.write_static(options.static, found.site, where, decap)
        print(f"Skrevet: {options.static}. Læs i CONTRIBUTING.md, hvad {where.label} skal vide.")
        return 0
    with edit_server.serve(options.root, decap, options.port) as server:
        print(f"Åbn http://127.0.0.1:{server.server_port}/ i en browser. Stop med Ctrl-C.")
        print("Det, du gemmer, skrives i data/ og bliver tjekket. Kommentarer i en post går tabt.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0
