"""The commands that GitHub and GitLab run: forms, what comes of them, links, packages."""

import argparse
import sys
from importlib import metadata
from pathlib import Path

from . import dating, external, issue, issue_forms, knowledge, supply, web
from .knowledge import Knowledge
from .own_folder import new_entries
from .reading import on_sound_data
from .reasons import reason
from .report import as_text


def _forms_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="sig kun til, hvis de er forældede")
    parser.set_defaults(run=on_sound_data(_forms))


def _issue_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="fil", help="filen med teksten; - er det, der kommer ind")
    parser.add_argument("--kind", choices=issue.KINDS, help="slags (ellers set på teksten)")
    parser.add_argument("--write", action="store_true", help="læg filen på plads, og sig hvor")
    parser.set_defaults(run=on_sound_data(_issue))


def _links_arguments(parser: argparse.ArgumentParser) -> None:
    for name, what, place in (
        ("--json", "resultatet", "build/links.json"),
        ("--report", "rapporten", "build/links.md"),
    ):
        said = f"{what} (ellers {place})"
        parser.add_argument(name, type=Path, default=Path(place), metavar="FIL", help=said)
    parser.set_defaults(run=on_sound_data(_links))


def _sbom_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", type=Path, metavar="FIL", help="skriv dem som CycloneDX i denne fil"
    )
    parser.set_defaults(run=_sbom)


COMMANDS = {
    "forms": _forms_arguments,
    "issue": _issue_arguments,
    "links": _links_arguments,
    "sbom": _sbom_arguments,
}


def _forms(options: argparse.Namespace, _: Knowledge) -> int:
    site = knowledge.common(options.root)
    old = issue_forms.stale(options.root, site)
    for name in old:
        print(f"{name} er forældet. Kør »samskabelse forms«." if options.check else name)
    if options.check:
        return 1 if old else 0
    for name, text in issue_forms.files(site).items():
        (options.root / name).parent.mkdir(parents=True, exist_ok=True)
        (options.root / name).write_text(text, "utf-8", newline="\n")
    return 0


def _issue(options: argparse.Namespace, found: Knowledge) -> int:
    """Print the file or the problems; with `--write`, write it where no file is yet."""
    try:
        raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as error:
        print(f"samskabelse: filen kan ikke læses: {reason(error)}", file=sys.stderr)
        return 2
    folder = new_entries(options.root)
    made = issue.convert_bytes(raw, options.kind, found.site, dating.today(), folder)
    if isinstance(made, list):
        print(as_text(made))
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


def _links(options: argparse.Namespace, found: Knowledge) -> int:
    """Ask every address of every source, and write what came of it; data is never touched."""
    for place in (options.json, options.report):
        _try_place(place)
    kept = external.read_answers(options.json)
    answers = dict(kept)
    wanted = external.links(found.site)
    today = dating.today()
    for url, answer in external.ask_all(wanted, web.Asking(), kept, today):
        answers[url] = answer
        external.write_answers(options.json, answers)
    if external.is_cut_off(answers):
        print("Ingen servere svarede. Er der forbindelse til nettet?", file=sys.stderr)
        return 1
    options.report.write_text(external.report(wanted, answers), "utf-8", newline="\n")
    print(external.summary(wanted, answers))
    return 0


def _try_place(path: Path) -> None:
    """Find out whether a file can be written, before there is anything to lose. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a"):
        pass
    if is_new:
        path.unlink()


def _sbom(options: argparse.Namespace) -> int:
    """List the locked packages; 1 when one has a licence that we may not build on."""
    found = supply.packages(options.root)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(supply.bill(options.root, metadata.version("samskabelse")), "utf-8")
    for one in found:
        use = "sitet" if one.needed else "prøver"
        print(f"{one.name} {one.version}: {one.licence or 'ukendt licens'} ({use})")
    wrong = [one.name for one in found if not one.is_allowed]
    if wrong:
        print(f"Licensen er ikke på listen i macros/supply.py: {', '.join(wrong)}", file=sys.stderr)
    return 1 if wrong else 0
