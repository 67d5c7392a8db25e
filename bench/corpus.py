"""Made data of any size: the real collection with cases recombined from the real ones.

Every made case takes each of its fields from one of the real cases, so that lengths, links,
sources and certainties are as they are in life. The same seed gives the same files.
"""

import random
import shutil
from pathlib import Path
from typing import Any

import yaml

from macros import write

SEED = 2026
# What a site is made of besides its cases.
SITE = ("data", "docs", "macros", "theme", "mkdocs.yml")
# Fields taken one by one; those of a group belong together.
GROUPS = (
    ("period",), ("area",), ("phases",), ("form",), ("actors",), ("summary",),
    ("what", "what_sources"), ("how",), ("outcome",), ("learning",), ("principles",), ("ways",),
)  # fmt: skip


def make(source: Path, target: Path, count: int) -> None:
    """Copy the site at `source` to `target`, with made cases until there are `count` in all."""
    for name in SITE:
        ignore = shutil.ignore_patterns("__pycache__")
        copy = shutil.copytree if (source / name).is_dir() else shutil.copy
        copy(
            source / name, target / name, **({"ignore": ignore} if copy is shutil.copytree else {})
        )
    real = yaml.safe_load((source / "data/cases.yaml").read_text("utf-8"))["cases"]
    municipalities = yaml.safe_load((source / "data/municipalities.yaml").read_text("utf-8"))
    places = [one["id"] for one in municipalities["municipalities"]]
    folder = target / "data" / "cases"
    folder.mkdir(exist_ok=True)
    draw = random.Random(SEED)  # noqa: S311 - the same cases every time, nothing secret
    for number in range(len(real) + 1, count + 1):
        case = _case(draw, real, number, draw.choice(places))
        (folder / f"{case['id']}.yaml").write_text(write.entry(case, {}), "utf-8")


def _case(
    draw: random.Random, real: list[dict[str, Any]], number: int, place: str
) -> dict[str, Any]:
    """One made case; its sources are those that what it says leans on."""
    named = draw.choice(real)
    case = {"id": f"case-{number:05}", "title": f"{named['title'][:100]} ({number})"}
    case["municipalities"] = [place]
    for fields in GROUPS:
        giver = draw.choice(real)
        case |= {field: giver[field] for field in fields if field in giver}
    case["sources"] = _cited(case) or named["sources"]
    return case | {"certainty": named["certainty"]}


def _cited(case: dict[str, Any]) -> list[str]:
    """The sources that a case's statements cite, each once."""
    cited = list(case.get("what_sources", ()))
    for field in ("how", "outcome", "learning"):
        for statement in case[field] or ():
            cited += statement.get("sources", ()) if isinstance(statement, dict) else ()
    named = (one if isinstance(one, str) else one["source"] for one in cited)
    return list(dict.fromkeys(named))
