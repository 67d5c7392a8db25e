"""Whether the tests take enough of the program's branches; `make coverage` runs it.

`python tests/branches.py FILE` reads what `coverage json` wrote.
"""

import json
import sys
from pathlib import Path

WANTED = 95  # percent


def main(measured: dict[str, dict]) -> int:
    """Print the branches no test takes, by file; 1 when too few are taken."""
    for name, file in measured["files"].items():
        missing = [f"{start}→{end if end > 0 else 'ud'}" for start, end in file["missing_branches"]]
        if missing:
            print(f"{name}: {', '.join(missing)}")
    totals = measured["totals"]
    taken, all_ = totals["covered_branches"], totals["num_branches"]
    assert all_, "no branch was measured"
    print(f"{taken} of {all_} branches: {100 * taken / all_:.2f} %, wanted {WANTED} %")
    return int(100 * taken < WANTED * all_)


if __name__ == "__main__":
    sys.exit(main(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
