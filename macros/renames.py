"""Ids that were changed in one place only, and names that stand where an id must."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from difflib import get_close_matches

from .danish import slug

# How alike two ids are, at least, where one may be a slip of the pen for the other.
_ALIKE, _MUCH_ALIKE = 0.6, 0.85

Use = tuple[str, Collection[str]]  # an id that something leads to, and the kinds it can be of
Name = tuple[str, AbstractSet[str]]  # an id, and the words of what its entry is called besides


def evident(uses: Iterable[Use], kinds: Mapping[str, str], names: Iterable[Name]) -> dict[str, str]:
    """The used ids that are no entry's, with the id that each evidently was or is to be.

    `kinds` has the kind of every id. Words are those that an id can be made of.
    """
    wanted, counts = _unknown(uses, kinds)
    called = [one for one in names if one[0] in kinds] if wanted else []
    found: dict[str, str] = {}
    for one, its_kinds in wanted.items():
        fits = {
            each
            for each, words in called
            if _are_of(set(slug(one).split("-")), words)
            and (not its_kinds or kinds[each] in its_kinds)
        }
        # One of a few is most likely the one that nothing leads to any more.
        likely = fits if len(fits) == 1 else fits - counts.keys()
        for other in likely if len(likely) == 1 else _left_over(one, wanted, counts, kinds):
            found[one] = other
    return found


def _are_of(some: AbstractSet[str], words: AbstractSet[str]) -> bool:
    """Whether words are so many of others that they can be an id made of them."""
    return some == words or (len(some) > 1 and some <= words)


def _unknown(
    uses: Iterable[Use], kinds: Mapping[str, str]
) -> tuple[dict[str, set[str]], Counter[str]]:
    """The kinds that each unknown id can be of, none for any; how often every id is used."""
    wanted: dict[str, set[str]] = {}
    counts = Counter[str]()
    for one, its_kinds in uses:
        counts[one] += 1
        if one not in kinds:
            before = wanted.setdefault(one, set(its_kinds))
            wanted[one] = (
                before & set(its_kinds) if before and its_kinds else before | set(its_kinds)
            )
    return wanted, counts


def _left_over(
    one: str, wanted: Mapping[str, set[str]], counts: Mapping[str, int], kinds: Mapping[str, str]
) -> list[str]:
    """The only entry of the right kind that nothing leads to, if this alone seeks one.

    What is used once and is like another id is rather a slip of the pen; a little less so where
    something ought to lead to every entry.
    """
    its_kinds = wanted[one]
    known = [each for each in kinds if kinds[each] in its_kinds]
    lonely = [each for each in known if each not in counts]
    rivals = [each for each in wanted if wanted[each] & its_kinds]
    alike = _MUCH_ALIKE if its_kinds == {"source"} else _ALIKE
    is_slip = counts[one] == 1 and get_close_matches(one, known, 1, alike)
    return [] if is_slip or len(lonely) > 1 or len(rivals) > 1 else lonely
