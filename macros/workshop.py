"""A facilitator's sheet: a time plan filled in with one entry's own material."""

from dataclasses import dataclass

from . import vocabulary as words
from .aids_model import PlanStep, Workshop
from .link import Node, Site
from .sheet import Point, material

# More than this of one material is more than a group gets through.
MOST = {"questions": 5, "cases": 2}
MOST_OF_OTHERS = 3


@dataclass(frozen=True)
class Shown:
    """Some of the entry's material, as a step shows it."""

    name: str
    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class TimedStep:
    """A step with the minutes it begins and ends at."""

    start: int
    end: int
    step: PlanStep
    shown: tuple[Shown, ...]


def timed(site: Site, node: Node, plan: Workshop) -> list[TimedStep]:
    """The steps of a plan, each with what the entry `node` has for it."""
    steps, start = [], 0
    for step in plan.steps:
        found = [_shown(site, node, name) for name in step.shows]
        kept = tuple(one for one in found if one.points or one.name == "quote")
        steps.append(TimedStep(start, start + step.minutes, step, kept))
        start += step.minutes
    return steps


def _shown(site: Site, node: Node, name: str) -> Shown:
    points = () if name == "quote" else material(site, node, name)
    return Shown(name, words.MATERIALS[name].label, points[: MOST.get(name, MOST_OF_OTHERS)])
