"""The command that puts a built site where readers find it: `upload`."""

import argparse
import os
import sys
from pathlib import Path

from . import bucket, upload
from .danish import count
from .progress import Progress

# A store that loses more than this share of what it holds was probably never this site's.
_MANY = 0.5
_FEW = 20  # files; below it a share says nothing


def _upload_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", metavar="adresse", help="s3://navn eller s3://navn/mappe")
    parser.add_argument("--plan", action="store_true", help="vis kun, hvad der ville ske")
    parser.add_argument(
        "--site-dir", type=Path, metavar="MAPPE", help="hvor sitet ligger (ellers site/)"
    )
    parser.add_argument(
        "--endpoint", metavar="URL", help="lagerets adresse, når det ikke er Amazons"
    )
    parser.add_argument(
        "--delete-many", action="store_true", help="slet, også når det er over halvdelen"
    )
    parser.set_defaults(run=_upload)


COMMANDS = {"upload": _upload_arguments}


def _upload(options: argparse.Namespace) -> int:
    folder: Path = options.site_dir or options.root / "site"
    if not (folder / "index.html").is_file():
        print(f"Her er intet bygget site: {folder}. Kør »samskabelse build«.", file=sys.stderr)
        return 2
    try:
        store = bucket.connect(options.address, options.endpoint, os.environ)
        there = store.files()
        changes = upload.plan(upload.local(folder), there)
        print("\n".join(upload.told(changes)))
        if options.plan or not changes:
            return 0
        if _too_many(changes, len(there)) and not options.delete_many:
            print(_REFUSED, file=sys.stderr)
            return 1
        with Progress() as progress:
            upload.carry_out(changes, folder, store, progress)
    except bucket.BucketError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Gjort: {count(len(changes), 'ændring', 'ændringer')}.")
    return 0


_REFUSED = (
    "Intet er gjort: over halvdelen af det, der ligger i lageret, ville blive slettet. "
    "Er det det rigtige lager? Så skriv --delete-many."
)


def _too_many(changes: list[upload.Change], there: int) -> bool:
    gone = sum(1 for one in changes if one.what == "gone")
    return gone > _FEW and gone > _MANY * there
