"""The commands for whoever publishes: `new brand` and `brand check`."""

import argparse
import sys
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path

from . import asking, brand, brand_file, knowledge
from .asking import Refused
from .brand import Identity
from .brand_model import ASSETS, FILE, REQUIRED
from .danish import count, number
from .describe import Described
from .fix import save
from .palette import SCHEMES, contrasts
from .problem import Problem, errors
from .report import as_text
from .usage import Parser

KIND = "brand"


def _brand_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(required=True, metavar="kommando", parser_class=Parser)
    check = parts.add_parser("check", help="vis kontraster, og hvad der mangler")
    check.set_defaults(run=_check)


COMMANDS = {"brand": _brand_arguments}


# --- brand check --------------------------------------------------------------


def _check(options: argparse.Namespace) -> int:
    """The gate before launch: 1 also for what `check` only warns of, to let drafts be built."""
    if not (options.root / FILE).is_file():
        print(f"Her er ingen {FILE}. Lav den med »samskabelse new brand«.", file=sys.stderr)
        return 2
    found = knowledge.read(options.root)
    problems = [one for one in found.problems if one.file == FILE]
    if found.identity is None:
        print(as_text(problems))
        return 1
    print("\n".join(_report(found.identity)))
    print()
    print(as_text(problems))
    lacking = brand.missing(found.identity.brand)
    if lacking and not errors(problems):
        print("Sitet kan bygges som kladde. Det, der mangler, skal med, før det går i luften.")
    return 1 if errors(problems) or lacking else 0


def _report(identity: Identity) -> Iterator[str]:
    """The contrasts of both schemes, and what is there and what is missing."""
    for scheme, label in SCHEMES.items():
        colours = identity.palette.scheme(scheme)
        yield f"{label.capitalize()} visning"
        yield f"  {'':3} {'kontrast':>8} {'mindst':>6}  {'farve':<30} på {'bund':<24} hvor"
        for pair, found in contrasts(colours):
            good = "ok" if found >= pair.least else "FEJL"
            front = f"{pair.front} {colours[pair.front]}"
            back = f"{pair.back} {colours[pair.back]}"
            said = f"{brand.floored(found):>8} {number(pair.least):>6}"
            yield f"  {good:<4}{said}  {front:<30} på {back:<24} {pair.where}"
        yield ""
    yield from _completeness(identity)


def _completeness(identity: Identity) -> Iterator[str]:
    needed = identity.brand.municipality is not None
    yield (
        "Skal med, når en myndighed udgiver sitet" if needed else "Kun myndigheder skal have dette"
    )
    for path, why in REQUIRED:
        there = brand.value_at(identity.brand, path) is not None
        yield f"  {'ok' if there else 'MANGLER' if needed else '–':<8}{path:<22}{why}"
    yield ""
    yield "Godt at have"
    for path, why, there in brand.advised(identity.brand):
        yield f"  {'ok' if there else '–':<8}{path:<22}{why}"


# --- new brand ----------------------------------------------------------------


def new(options: argparse.Namespace) -> int:
    """Make kommune/brand.yaml from answers; with errors nothing is written."""
    wrong = [one for one in options.set if one.partition("=")[0] not in brand_file.QUESTIONS]
    if wrong or not all("=" in one for one in options.set):
        known = ", ".join(brand_file.QUESTIONS)
        print(
            f"Ukendt svar: {', '.join(wrong or options.set)}. Felterne er: {known}.",
            file=sys.stderr,
        )
        return 2
    path: Path = options.root / FILE
    if path.exists():
        print(f"{FILE} findes allerede. Ret i den.", file=sys.stderr)
        return 1
    answers = dict(one.split("=", 1) for one in options.set)
    is_asked = not answers and sys.stdin.isatty()
    if is_asked:
        print("Seks spørgsmål. Tryk Enter for at springe over; du kan altid rette bagefter.\n")
        answers = _asked(brand_file.QUESTIONS)
    if not any(answers.values()):
        known = " ".join(f"--set {one}=…" for one in brand_file.QUESTIONS)
        print(f"Der er ingen svar. Kør den i en terminal, eller skriv: {known}", file=sys.stderr)
        return 2
    if asking.tell_of_letters(answers):
        return 1
    save = partial(_save, options.root, path)
    return asking.write(answers, save, brand_file.QUESTIONS, _asked if is_asked else None)


def _asked(some: Collection[str]) -> dict[str, str]:
    answers = {}
    for question, field in brand_file.fields():
        if question in some:
            print(f"{field.title}{'' if field.required else ' (kan vente)'}. {_help(field)}")
            answers[question] = asking.ask(question)
    return answers


def _help(field: Described) -> str:
    return f"{field.description} Fx {field.example}.".strip()


def _save(root: Path, path: Path, answers: Mapping[str, str]) -> Refused | None:
    """Write the file, or say why it cannot stand there; then it does not."""
    municipalities = knowledge.read(root).site.of_kind("municipality")
    names = {one.id: one.entry.official_name for one in municipalities}  # type: ignore[attr-defined]
    text = brand_file.text(brand_file.data(answers, names))
    fresh = not path.parent.exists()
    path.parent.mkdir(exist_ok=True)
    try:
        save(path, text)
    except OSError:
        if fresh:
            path.parent.rmdir()
        raise
    found = [one for one in knowledge.read(root).problems if one.file == FILE]
    if errors(found):
        path.unlink()
        if fresh:
            path.parent.rmdir()
        return Refused(text, errors(found))
    print(f"Skrevet: {FILE}")
    print(_next(found))
    return None


def _next(found: list[Problem]) -> str:
    still = f"Der mangler endnu {count(len(found), 'ting', 'ting')}. " if found else ""
    return f"{still}Læg logo og ikon i {ASSETS}/, og se efter med »samskabelse brand check«."
