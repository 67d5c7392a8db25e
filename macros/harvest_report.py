"""What came of fetching other sites' cases, in Danish for those who are to read them."""

from collections.abc import Iterator, Sequence

from . import quoted
from .danish import count
from .harvest import Outcome

FILE = "rapport.md"
_ADVICE = (
    "Intet af det er på sitet. Læs hver fil igennem, ret den, og flyt den til `{}/cases/`. "
    "Kør så `samskabelse check`."
)


def summary(outcomes: Sequence[Outcome]) -> str:
    """One sentence with the numbers."""
    new, changed, gone = (
        sum(len(getattr(one, name)) for one in outcomes) for name in ("new", "changed", "gone")
    )
    failed = sum(bool(one.failed) for one in outcomes)
    return (
        f"{count(len(outcomes), 'site', 'sites')} spurgt: {count(new, 'ny case', 'nye cases')}, "
        f"{changed} rettet, {gone} forsvundet. {failed} kunne ikke bruges."
    )


def report(outcomes: Sequence[Outcome], today: str, folder: str = "data") -> str:
    """What was found, in Danish Markdown; the other sites' words are quoted safely.

    `folder` is where the files go when they have been read.
    """
    lines = ["# Hentede cases", "", f"Hentet {today}. {summary(outcomes)}", ""]
    lines.append(_ADVICE.format(folder))
    for heading, chosen in (
        ("Kunne ikke bruges", [one for one in outcomes if one.failed]),
        ("Med noget nyt", [one for one in outcomes if not one.failed and not one.unchanged]),
        ("Uændret", [one for one in outcomes if not one.failed and one.unchanged]),
    ):
        if chosen:
            lines += ["", f"## {heading} ({len(chosen)})", ""]
            for outcome in chosen:
                lines += _told(outcome)
    return "\n".join(lines) + "\n"


def _told(outcome: Outcome) -> Iterator[str]:
    member = outcome.member
    said = f": {quoted.inline(outcome.failed)}" if outcome.failed else ""
    yield f"- {quoted.inline(member.name)} {quoted.inline(member.address)}{said}"
    for what, listed in (
        ("nye", outcome.new), ("rettet", outcome.changed),
        ("forsvundet dér; filen er bevaret her", outcome.gone),
        ("rettet dér, men også her; filen er ikke overskrevet", outcome.untouched),
    ):  # fmt: skip
        if listed:
            yield f"  - {what}: {', '.join(map(quoted.inline, listed))}"
    if outcome.ours:
        known = count(outcome.ours, "case", "cases")
        yield f"  - {known} findes her i forvejen og er sprunget over"
    for what, cases_ in (("afvist", outcome.refused), ("læs efter", outcome.notes)):
        for identifier, notes in cases_.items():
            yield f"  - {what}: {quoted.inline(identifier)}"
            yield from (f"    - {quoted.inline(note)}" for note in notes)
