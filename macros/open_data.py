"""The commands for open data: `export` and `harvest`."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from . import dating, export, federation, harvest, harvest_report, publication, published, web
from .danish import count
from .knowledge import Knowledge
from .own_folder import new_entries
from .progress import Progress
from .reading import on_sound_data, tell


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="mappe", help="hvor de lægges")
    parser.set_defaults(run=on_sound_data(_export))


def _harvest_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--private", action="store_true",
        help="tillad adresser på denne maskine og dens net: kun til prøver",
    )  # fmt: skip
    parser.set_defaults(run=on_sound_data(_harvest))


COMMANDS = {"export": _export_arguments, "harvest": _harvest_arguments}


def _export(options: argparse.Namespace, found: Knowledge) -> int:
    if not _may_stand_at(options.folder):
        print(
            f"De åbne data er ikke skrevet: {options.folder} er hverken en tom mappe eller åbne "
            "data, der er skrevet før, og filerne ville blive blandet. Vælg en anden mappe.",
            file=sys.stderr,
        )
        return 2
    whose = published.about(publication.settings(options.root), os.environ)
    written = export.write(options.folder, found.site, whose)
    print(f"{count(written, 'fil', 'filer')} i {options.folder}.")
    return 0


def _may_stand_at(folder: Path) -> bool:
    """Whether open data may take a place: there is nothing there but what was written before."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return True
    return (folder / published.ROOT).is_dir() and not (folder / "index.html").exists()


def _harvest(options: argparse.Namespace, found: Knowledge) -> int:
    """Fetch from every site in the list; 1 when the list is wrong or no site could be used."""
    members, problems = federation.read(options.root, found.site)
    if problems:
        tell(problems)
        return 1
    asking = replace(web.Asking(), private=True) if options.private else web.Asking()
    today = dating.today()
    run = harvest.Run(options.root, found.site, asking, today)
    with Progress() as progress:
        outcomes = harvest.harvest(run, members, progress)
    target = options.root / harvest.FOLDER / harvest_report.FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    told = harvest_report.report(outcomes, today, new_entries(options.root))
    target.write_text(told, "utf-8", newline="\n")
    print(harvest_report.summary(outcomes))
    print(f"Læs {harvest.FOLDER}/{harvest_report.FILE}.")
    return 1 if all(one.failed for one in outcomes) else 0
