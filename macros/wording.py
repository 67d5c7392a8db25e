"""Wordings of a draft's clauses through its versions, and what differs word by word."""

import difflib
from dataclasses import dataclass

from .model import DraftClause, Wording


@dataclass(frozen=True)
class Change:
    """A run of words that stayed (`same`), came (`new`) or went (`old`)."""

    kind: str
    text: str


def wording_at(clause: DraftClause, version: int) -> Wording | None:
    """How a clause reads in a version; None when it was not there yet."""
    reached = [wording for wording in clause.wordings if wording.version <= version]
    return max(reached, key=lambda wording: wording.version) if reached else None


def word_diff(old: str, new: str) -> list[Change]:
    """What must go from `old` and come in to give `new`, in reading order."""
    before, after = old.split(), new.split()
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    changes = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            changes.append(Change("same", " ".join(before[a:b])))
        else:
            changes += [Change("old", " ".join(before[a:b]))] if b > a else []
            changes += [Change("new", " ".join(after[c:d]))] if d > c else []
    return changes
