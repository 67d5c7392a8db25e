"""The commands for writing data: `fix`, `migrate`, `date`, `new`, `schema`, `edit`."""

import argparse
import re
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from . import (
    asking,
    brand_commands,
    brand_model,
    dating,
    edit_server,
    intake,
    knowledge,
    migrate,
    publication,
    scaffold,
    schema,
    unseen,
)
from . import vocabulary as words
from .addresses import has_page
from .asking import Refused
from .check import check
from .danish import join, slug
from .decode import read_text
from .describe import Described
from .fields import ID_LIMIT, ID_PATTERN
from .fix import fixed, holds_data, place, save
from .kinds import Collection
from .knowledge import Knowledge
from .link import Site
from .load import Raw, load
from .overlay import overlaid
from .own_folder import FOLDER, new_entries
from .problem import Problem, errors
from .read import Marks, read_yaml
from .reading import on_sound_data, tell
from .repository import forge
from .touched import UnknownChangesError

_LAST_PORT = 65535


def _fix_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="sig kun, hvilke filer der ville ændres"
    )
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="fil", help="filerne (ellers alle, også kommunens)"
    )
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
    parser.add_argument(
        "kind", choices=kinds, type=_kind_named, metavar="slags", help=", ".join(kinds)
    )
    parser.add_argument("--set", action="append", default=[], metavar="FELT=VÆRDI", help="et svar")
    parser.set_defaults(run=_new)


def _kind_named(written: str) -> str:
    """A kind by its name, its Danish word, or that of its collection: »kilde«, »cases«."""
    for kind, collection in scaffold.KINDS_TO_MAKE.items():
        word = words.KINDS[kind]
        if slug(written) in (collection.name, slug(word.label), slug(word.plural)):
            return kind
    return written


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
    "schema": _schema_arguments,
    "edit": _edit_arguments,
}


# --- fix ----------------------------------------------------------------------


def _fix(options: argparse.Namespace) -> int:
    problems: list[Problem] = []
    stale = False
    for given in options.files or _data_files(options.root):
        path, name = place(options.root, given)
        if options.files and (wrong := _not_data(path, name)):
            problems.append(wrong)
            continue
        found: list[Problem] = []
        text = read_text(name, path, found)
        if text is not None:
            canonical, more = fixed(name, unseen.mended(text))
            found += more
            if canonical != text:
                stale = True
                if not options.check:
                    save(path, canonical)
                print(f"{'Skal rettes' if options.check else 'Rettet'}: {name}")
        problems += [one for one in found if one.rule != unseen.MENDED]
    if problems:
        tell(problems)
    elif not stale:
        print("Alt står i den faste form.")
    return 1 if problems or (options.check and stale) else 0


def _not_data(path: Path, name: str) -> Problem | None:
    """Why something that somebody named cannot be put in the canonical form, if it cannot."""
    if path.is_dir():
        message = f"Der skal stå navnet på en fil, men {name} er en mappe."
        hint = "Skriv filerne i den, eller intet navn for at rette alle filer med data."
    elif path.exists() and not holds_data(name):
        message = f"Kun filer med data har en fast form, men {name} er ikke en af dem."
        hint = (
            f"Skriv navnet på en fil i data/ eller {FOLDER}/, eller intet navn for at rette alle."
        )
    else:
        return None
    return Problem(name, 1, 1, message, hint, "files", example="samskabelse fix data/cases.yaml")


def _data_files(root: Path) -> list[Path]:
    """Every file of data; in a municipality's copy its own and its brand, for ours follow us."""
    brand = [path for path in (root / brand_model.FILE,) if path.is_file()]
    return brand + sorted((root / new_entries(root)).rglob("*.yaml"))


# --- migrate ------------------------------------------------------------------


def _migrate(options: argparse.Namespace) -> int:
    old = list(migrate.pending(options.root))
    for name, text, used in old:
        said = "; ".join(f"{one.number:04}: {one.said}" for one in used)
        print(f"{'Skal rettes' if options.check else 'Rettet'}: {name} ({said})")
        if not options.check:
            save(options.root / name, text)
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
            save(options.root / name, text)
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
    known = {path: field.title for path, field in scaffold.questions(collection.model)}
    if wrong := [one for one in options.set if one.split("=", 1)[0] not in known or "=" not in one]:
        titles = {title.lower(): path for path, title in known.items()}
        meant = [titles.get(one.split("=", 1)[0].lower()) for one in wrong]
        hint = f"Felterne er: {', '.join(sorted(known))}."
        if all(meant):
            hint = f"Mente du {join([f'»{path}«' for path in meant], 'og')}?"
        print(f"Ukendt svar: {', '.join(wrong)}. {hint}", file=sys.stderr)
        return 2
    again = None
    if not answers and sys.stdin.isatty():
        print("Svar på spørgsmålene. Tryk Enter for at springe over eller sige »ikke oplyst«.\n")
        again = partial(_asked, collection)
        answers = again(known)
    if asking.tell_of_letters(answers):
        return 1
    paths = {path: path for path in known}
    return asking.write(answers, partial(_save_new, options.root, collection), paths, again)


def _asked(collection: Collection, some: Iterable[str]) -> dict[str, str]:
    """Ask for some fields in turn; an empty answer passes over one."""
    answers = {}
    for path, field in scaffold.questions(collection.model):
        if path in some:
            print(f"{field.title}{'' if field.required else ' (kan udelades)'}. {_help(field)}")
            answers[path] = asking.ask(path)
    return answers


def _help(field: Described) -> str:
    said = [field.description] if field.description else []
    if field.shape.choices:
        said.append(
            "Vælg mellem: " + ", ".join(f"{v} ({label})" for v, label in field.shape.choices)
        )
    if field.example is not None:
        said.append(f"Fx {field.example}.")
    return " ".join(said)


def _save_new(root: Path, collection: Collection, answers: Mapping[str, str]) -> Refused | None:
    """Check the entry with all the data as if it stood there, and write it where it is right."""
    entry = scaffold.data(collection.model, answers)
    entry = dating.stamped(collection.model, entry, dating.today())
    folder = new_entries(root)
    identifier = str(entry["id"] or "et-kort-navn")
    name = scaffold.path_of(collection, identifier, folder)
    path = root / name
    text = scaffold.text_of(collection, entry, folder)
    if _is_id(identifier) and path.exists():
        return Refused(text, [_taken(name, text, identifier)])
    if wrong := _wrong_with(root, collection, name, text):
        return Refused(text, wrong)
    path.parent.mkdir(parents=True, exist_ok=True)
    save(path, text)
    print(f"Skrevet: {name}")
    return None


def _taken(name: str, text: str, identifier: str) -> Problem:
    marks = Marks()
    read_yaml(name, text, [], marks)
    at, _ = marks.values[("id",)]
    message, right = f"{name} findes allerede.", f"id: {identifier}-2"
    return Problem(name, at.line, at.column, message, "Vælg et andet id.", "files", example=right)


def _is_id(text: str) -> bool:
    return len(text) <= ID_LIMIT and bool(re.fullmatch(ID_PATTERN, text))


def _wrong_with(root: Path, collection: Collection, name: str, text: str) -> list[Problem]:
    """What a new file says wrong, and the errors it makes elsewhere; nothing without an error."""
    before = knowledge.read(root)
    loaded = load(root, before=before.trace.loaded)
    given = intake.read_file(name, text.encode(), intake.ENTRY_DEPTH)
    loaded.texts[name] = text
    loaded.problems += given.problems
    # Last of all, so that an id it has in common with another is told of here.
    loaded.add(Raw(collection, given.data, name, (), 1, 1))
    known = {(one.file, one.rule, one.line, one.column) for one in before.problems}
    found = [
        one
        for one in check(overlaid(loaded), before=before.trace.entries)[1]
        if (one.file, one.rule, one.line, one.column) not in known
    ]
    return found if errors(found) else []


# --- schema -------------------------------------------------------------------


def _schema(options: argparse.Namespace) -> int:
    made = schema.schemas(knowledge.common(options.root))
    stale = [name for name, text in made.items() if not _holds(options.root / name, text)]
    if not options.check:
        for name in stale:
            (options.root / name).parent.mkdir(parents=True, exist_ok=True)
            save(options.root / name, made[name])
    verb = "Forældet" if options.check else "Skrevet"
    print("\n".join(f"{verb}: {name}" for name in stale) or "Alle skemaer er ajour.")
    return 1 if options.check and stale else 0


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


# --- edit ---------------------------------------------------------------------


def _edit(options: argparse.Namespace, found: Knowledge) -> int:
    if not 0 <= options.port <= _LAST_PORT:
        said = f"En port er et tal fra 0 til {_LAST_PORT}, men her står {options.port}."
        print(f"{said} Vælg en anden med --port.", file=sys.stderr)
        return 2
    try:
        decap = edit_server.script(options.root / ".cache")
    except edit_server.CannotFetchError as error:
        print(error, file=sys.stderr)
        return 1
    if options.static:
        where = forge(publication.settings(options.root))
        edit_server.write_static(options.static, found.site, where, decap)
        print(f"Skrevet: {options.static}. Læs i CONTRIBUTING.md, hvad {where.label} skal vide.")
        return 0
    with edit_server.serve(options.root, decap, options.port) as server:
        print(f"Åbn http://127.0.0.1:{server.server_port}/ i en browser. Stop med Ctrl-C.")
        said = f"Det, du gemmer, skrives i {new_entries(options.root)}/ og bliver tjekket."
        print(f"{said} Kommentarer i en post går tabt.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0
