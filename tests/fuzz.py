"""Feeds broken files to whatever reads the data; only problems may come out.

`python tests/fuzz.py SEED COUNT` runs in bounded memory and prints what it did. A traceback,
a hang (each file has ten seconds) or a changed meaning ends it with exit code 1.
"""

import random
import resource
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from macros.check import check
from macros.decode import read_text
from macros.fix import fixed
from macros.load import load
from macros.problem import Problem
from macros.read import Marks, read_yaml

ROOT = Path(__file__).parent.parent
MEMORY = 1_500_000_000  # bytes
SECONDS = 10  # for one file
SEEDS = [path.read_bytes() for path in sorted((ROOT / "tests" / "awful").rglob("*.yaml"))]
SEEDS = [raw for raw in SEEDS if raw]
SEEDS += [path.read_bytes()[:6_000] for path in sorted((ROOT / "data").glob("*.yaml"))]
FILES = ("cases", "principles", "charters", "checklists", "glossary", "sources")
PIECES = [
    b"[", b"]", b"{", b"}", b": ", b"- ", b"\n", b"\t", b"#", b"&a ", b"*a", b"!!python/name:os ",
    b"<<: ", b"|\n", b">-\n", b'"', b"'", b"\\", b"---\n", b"...\n", b"%YAML 1.1\n", b"? ", b"\xff",
    b"\xe2\x80\xae", b"\xc3", b"\x00", b"NO", b"12:30", b"0x1f", b"1e999", b"id: a\n", b"~",
    "æøå".encode(), b"  ", b"null", b"[a][b]", b"](javascript:x)", b"<script>", b"9" * 400, b"\r\n",
    b"\x85",
]  # fmt: skip


def _noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randint(0, 3_000))


def _mutated(chance: random.Random) -> bytes:
    data = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data) + 1)
        cut = chance.randint(0, 40) if chance.random() < 0.5 else 0
        data[at : at + cut] = chance.choice(PIECES) * chance.choice((1, 1, 1, 2, 50))
    return bytes(data)


def _spliced(chance: random.Random) -> bytes:
    one, other = chance.choice(SEEDS), chance.choice(SEEDS)
    return one[: chance.randrange(len(one))] + other[chance.randrange(len(other)) :]


def _grammar(chance: random.Random) -> bytes:
    return b"cases:\n" + b"".join(chance.choice(PIECES) for _ in range(chance.randint(1, 400)))


MAKERS: list[Callable[[random.Random], bytes]] = [_noise, _mutated, _mutated, _spliced, _grammar]


def _try(root: Path, name: str, raw: bytes) -> str:
    """What came of one file: "unreadable", "refused" or "fixed"."""
    path = root / "data" / f"{name}.yaml"
    path.write_bytes(raw)
    _, problems = check(load(root))
    assert all(isinstance(problem, Problem) and problem.line >= 1 for problem in problems)
    found: list[Problem] = []
    text = read_text(path.name, path, found)
    if text is None:
        return "unreadable"
    tidy, stopping = fixed(f"data/{path.name}", text)
    if stopping:
        assert tidy == text
        return "refused"
    assert _meaning(tidy) == _meaning(text), "fix changed the meaning"
    assert fixed(f"data/{path.name}", tidy) == (tidy, []), "fix is not idempotent"
    return "fixed"


def _meaning(text: str) -> object:
    return read_yaml("x", text, [], Marks())


def _too_slow(*_: object) -> None:
    raise TimeoutError


def main(seed: int, amount: int) -> int:
    """Try `amount` files made from `seed`; 1 when one of them brought something down."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _too_slow)
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    came: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "data").mkdir()
        for number in range(amount):
            name, raw = chance.choice(FILES), chance.choice(MAKERS)(chance)
            signal.alarm(SECONDS)
            try:
                came[_try(root, name, raw)] += 1
            except Exception as error:
                kept = Path(tempfile.gettempdir()) / f"fuzz-{seed}-{number}.yaml"
                kept.write_bytes(raw)
                print(f"file {number} of seed {seed}, kept as {kept}: {error!r}")
                raise
            finally:
                signal.alarm(0)
            (root / "data" / f"{name}.yaml").unlink()
    print(f"{amount} files from seed {seed}: {dict(came)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
