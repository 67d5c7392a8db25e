"""What a build costs at a given number of cases, ours and a stock MkDocs-Material's side by side.

`python bench/run.py 1000 --runs 3` makes the data, builds it in turn by each way so that a
noisy machine disturbs them alike, and writes medians to bench/history.jsonl and RESULTS.md.
"""

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import corpus
import yaml

from macros import write

ROOT = Path(__file__).parent.parent
HERE = ROOT / "bench"
HISTORY, RESULTS = HERE / "history.jsonl", HERE / "RESULTS.md"
Numbers = dict[str, float]
PHASE = re.compile(r"^(.+): ([\d.,]+) s$", re.MULTILINE)
# The parts of our build that a stock build has nothing like, and the index it does have.
INDEX = "søgeindeks"
# What is edited in the preview: a new title moves its case in every list, a summary moves nothing.
EDITS = {"edit": "title", "edit of a summary": "summary"}
# What the preview says when all that an edit touches is made.
MADE = r"^([\d.]+) fil(?:er)? på ([\d,]+) sekunder"


def main() -> None:
    """Run the benchmark that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-stock", action="store_true", help="leave the peer out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = measure(Path(folder), options.cases, options.runs, stock=not options.no_stock)
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps(made, ensure_ascii=False) + "\n")
    RESULTS.write_text(table(), "utf-8")
    print(json.dumps(made, ensure_ascii=False, indent=1))


def measure(folder: Path, cases: int, runs: int, *, stock: bool) -> dict[str, object]:
    """Medians of every figure, each way built `runs` times in turn."""
    ours, peer = folder / "ours", folder / "stock"
    ours.mkdir()
    corpus.make(ROOT, ours, cases)
    shutil.copytree(HERE / "stock", peer)
    shutil.copytree(ours / "data", peer / "data")
    taken: dict[str, list[Numbers]] = {}
    for number in range(runs):
        for name, numbers in _one_round(folder / str(number), ours, peer if stock else None):
            taken.setdefault(name, []).append(numbers)
    return {
        "when": datetime.now(UTC).isoformat(timespec="minutes"), "cases": cases, "runs": runs,
        "cores": len(os.sched_getaffinity(0)), "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        **{name: _medians(several) for name, several in taken.items()},
    }  # fmt: skip


def _one_round(folder: Path, ours: Path, peer: Path | None) -> Iterator[tuple[str, Numbers]]:
    """Each way once. Nothing is deleted: a disk is slow to write where much just was."""
    check = [sys.executable, "-m", "macros", "check"]
    cache, fresh = folder / "cache", folder / "fresh"
    for name in ("build, nothing kept", "build"):
        site = folder / name
        build = [sys.executable, "-m", "macros", "build", "--times", "--site-dir", str(site)]
        yield name, _run(build, ours, cache) | _weigh(site)
    yield "check, nothing kept", _run(check, ours, fresh)
    yield "check", _run(check, ours, fresh)
    yield from _edits(ours, cache)
    if peer:
        site = folder / "stock"
        stock = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
        yield "stock", _run(stock, peer, cache) | _weigh(site)


def _run(command: list[str], folder: Path, cache: Path) -> Numbers:
    """Wall seconds, seconds of processor, and most memory of all its processes together."""
    given = {**os.environ, "SAMSKABELSE_CACHE": str(cache), "NO_MKDOCS_2_WARNING": "1"}
    # Both programs are compiled once, as on anybody's machine.
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    started, before = time.perf_counter(), os.times()
    process = subprocess.Popen(
        command, cwd=folder, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    with _memory(process.pid) as memory:
        said, _ = process.communicate()
    seconds, after = time.perf_counter() - started, os.times()
    if process.returncode:
        raise SystemExit(f"{command} failed:\n{said[-3000:]}")
    spent = sum(after[2:4]) - sum(before[2:4])
    phases = {name: float(value.replace(",", ".")) for name, value in PHASE.findall(said)}
    return {"seconds": seconds, "processor": spent, "megabytes": memory[0], **phases}


@contextmanager
def _memory(pid: int) -> Iterator[list[float]]:
    """The most memory in megabytes that a process and its children hold, shared parts once."""
    most, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.25):
            most[0] = max(most[0], sum(map(_proportional, _family(pid))))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _proportional(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    except OSError:
        return 0.0
    return int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0]) / 1000


def _weigh(site: Path) -> Numbers:
    """What a finished site weighs, and how many pages it has."""
    files = [path for path in site.rglob("*") if path.is_file()]
    index = [path for path in files if "indeks" in path.parts or "search" in path.parts]
    return {
        "pages": sum(path.suffix == ".html" for path in files),
        "site megabytes": sum(path.stat().st_size for path in files) / 1e6,
        "index megabytes": sum(path.stat().st_size for path in index) / 1e6,
    }


def _edits(folder: Path, cache: Path) -> Iterator[tuple[str, Numbers]]:
    """What it takes until a new title of the last case is seen, and then a new summary."""
    case = max((folder / "data" / "cases").glob("case-*.yaml"), default=None)
    if case is None:
        return
    given = {**os.environ, "SAMSKABELSE_CACHE": str(cache)}
    command = [sys.executable, "-m", "macros", "serve", "--address", "127.0.0.1:0"]
    text = case.read_text("utf-8")
    with subprocess.Popen(command, cwd=folder, env=given, stdout=subprocess.PIPE, text=True) as one:
        try:
            site = _said(one, r"(http://\S+/)")[0]
            _said(one, MADE)
            for name, field in EDITS.items():
                yield name, _edit(one, case, f"{site}cases/{case.stem}/", field)
        finally:
            one.terminate()
            case.write_text(text, "utf-8")


def _edit(preview: "subprocess.Popen[str]", case: Path, page: str, field: str) -> Numbers:
    """Seconds from saving a new value of a case until the preview shows it, and all of it.

    Like an open page, this waits to be told of a change and then loads the page again. `files` is
    how many were made again: lists and open data included, the search index not.
    """
    value = f"Ny værdi {time.time_ns()}"
    entry = yaml.safe_load(case.read_text("utf-8")) | {field: value}
    new, (seen,) = write.entry(entry, {}), re.findall(r"reload\.js\?(\d+)", _loaded(page))
    case.write_text(new, "utf-8")
    started = time.perf_counter()
    _loaded(urljoin(page, f"/__samskabelse/venter?{seen}"))
    if value not in _loaded(page):
        raise SystemExit(f"{page} does not hold {value}")
    served = time.perf_counter() - started
    files, _ = _said(preview, MADE)
    whole = time.perf_counter() - started
    return {"seconds": served, "whole": whole, "files": float(files.replace(".", ""))}


def _said(process: "subprocess.Popen[str]", pattern: str) -> tuple[str, ...]:
    """What a process says, once it says something of a pattern."""
    for line in process.stdout or ():
        if found := re.search(pattern, line):
            return found.groups()
    raise SystemExit(f"{process.args} ended")


def _loaded(url: str) -> str:
    """What the preview answers."""
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own
        text: str = answer.read().decode()
    return text


def _medians(several: list[Numbers]) -> Numbers:
    names = several[0].keys()
    return {name: round(statistics.median(one[name] for one in several), 3) for name in names}


def table() -> str:
    """The history as a table, the newest run of each size last."""
    runs = [json.loads(line) for line in HISTORY.read_text("utf-8").splitlines()]
    head = (
        "when", "cases", "runs", "stock s", "ours s", "times faster", "of that index s",
        "times without", "nothing kept s", "MB memory", "pages", "pages/s", "site MB", "index MB",
        "check s", "check anew s", "title s", "all of it s", "summary s", "all of it s",
    )  # fmt: skip
    rows = [_row(one) for one in sorted(runs, key=lambda one: (one["cases"], one["when"]))]
    lines = [head, ["---:"] * len(head), *rows]
    body = "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
    said = "Made by `make bench`; [COST.md](COST.md) says what the figures mean."
    return f"# What builds have cost\n\n{said}\n\n{body}\n"


def _row(one: dict[str, object]) -> list[str]:
    ours, anew, stock = one["build"], one["build, nothing kept"], one.get("stock") or {}
    without = ours["seconds"] - ours[INDEX]
    said = [
        stock.get("seconds"), ours["seconds"],
        stock.get("seconds", 0) / ours["seconds"], ours[INDEX],
        stock.get("seconds", 0) / without, anew["seconds"], ours["megabytes"], ours["pages"],
        ours["pages"] / ours["seconds"], ours["site megabytes"], ours["index megabytes"],
        one["check"]["seconds"], one["check, nothing kept"]["seconds"],
        *((one.get(edit) or {}).get(part) for edit in EDITS for part in ("seconds", "whole")),
    ]  # fmt: skip
    return [one["when"], str(one["cases"]), str(one["runs"]), *(_figure(value) for value in said)]


def _figure(value: float | None) -> str:
    if not value:
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


if __name__ == "__main__":
    main()
