"""Holds the faults that no test tells of against tests/mutants.md; `make mutation` runs it.

A fault is known by its function and its changed lines, so that it stays the same when others
move. One that is not explained fails, and so does an explanation of one that is told of.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

EXPLAINED = Path(__file__).with_suffix(".md")
TOLD, UNTRIED = ("killed", "timeout", "segfault"), "not checked"
# A function and the lines that differ: »load.Loaded.lines«, »- …«, »+ …«.
Fault = tuple[str, ...]


def explained(text: str) -> set[Fault]:
    """The faults in the document: a function as a heading, and the lines of each indented."""
    found: set[Fault] = set()
    for part in re.split(r"(?m)^### ", text)[1:]:
        function, _, rest = part.partition("\n")
        blocks = re.findall(r"(?m)^    -.*\n(?:    [-+].*\n)*", rest)
        found |= {(function, *re.findall(r"(?m)^    (.*)$", block)) for block in blocks}
    return found


def _fault(name: str, path: Path) -> Fault:
    function = name.partition("__mutmut")[0].replace("ǁ", ".").replace(".x_", ".")
    difference = get_diff_for_mutant(name, path=path).splitlines()[2:]
    lines = (f"{line[0]} {line[1:].strip()}" for line in difference if line[0] in "-+")
    return (function.replace(".x.", ".").removeprefix("macros."), *lines)


def main() -> int:
    """Say which survive unexplained, and which are explained though they no longer do."""
    survivors: set[Fault] = set()
    tried: Counter[str] = Counter()
    for path in map(Path, config().only_mutate):
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            outcome = status_by_exit_code[code]
            tried[outcome] += 1
            if outcome not in (*TOLD, UNTRIED):
                survivors.add(_fault(name, path))
    known = explained(EXPLAINED.read_text("utf-8"))
    for title, faults in (("Not explained", survivors - known), ("Told of", known - survivors)):
        for function, *lines in sorted(faults):
            print("\n    ".join([f"{title}: {function}", *lines]))
    print(f"{tried.total()} faults: {dict(tried)}")
    return int(not tried or UNTRIED in tried or survivors != known)


if __name__ == "__main__":
    sys.exit(main())
