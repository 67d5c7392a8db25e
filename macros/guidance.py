"""Rules about guides and self-assessments: every path has an end, every answer its advice."""

from collections.abc import Iterator
from dataclasses import dataclass

from .aids_model import Assessment, Guide, Question
from .danish import did_you_mean, nearest
from .finding import Checked, Finding
from .load import Raw
from .problem import Trail

FEWEST_ANSWERS = 2
_ANSWERS = (
    "answers:\n  - text: Ja\n    next: et-spoergsmaal\n  - text: Nej\n    next: en-anbefaling"
)


# Words in the form of an id: one that only happens to be there leads astray when copied.
_SOME_OUTCOME = "id-paa-en-anbefaling"


@dataclass(frozen=True)
class _Step:
    """One answer: the question it is given to, where it leads, and where that is written."""

    question: str
    next: str
    path: Trail


def guides(checked: Checked) -> Iterator[Finding]:
    """A guide's answers lead on within it, to every part of it, and never in a circle."""
    for placed in checked.entries:
        if isinstance(placed.entry, Guide):
            yield from _few_answers(placed.raw, placed.entry)
            yield from _leads_out(placed.raw, placed.entry, checked)
            yield from _unreachable(placed.raw, placed.entry)
            yield from _circles(placed.raw, placed.entry)


def _steps(guide: Guide) -> list[_Step]:
    return [
        _Step(question.id, answer.next, ("questions", row, "answers", column, "next"))
        for row, question in enumerate(guide.questions)
        for column, answer in enumerate(question.answers)
    ]


def _few_answers(raw: Raw, guide: Guide) -> Iterator[Finding]:
    for row, question in enumerate(guide.questions):
        if len(question.answers) < FEWEST_ANSWERS:
            found = len(question.answers) or "ingen"
            message = f"Et spørgsmål skal have mindst to svar, men »{question.id}« har {found}."
            hint = "Tilføj et svar, eller slet spørgsmålet."
            path = ("questions", row, "answers")
            yield Finding(raw, path, message, hint, "guide", example=_ANSWERS)


def _leads_out(raw: Raw, guide: Guide, checked: Checked) -> Iterator[Finding]:
    """What is unknown, or of another kind, the rule about references tells of."""
    own = [part.id for part in (*guide.questions, *guide.outcomes)]
    for step in _steps(guide):
        if step.next not in own and checked.kinds.get(step.next) in ("question", "outcome"):
            message = (
                f"Et svar skal føre videre i samme guide, men »{step.next}« står i en anden guide."
            )
            hint = did_you_mean(step.next, own) or "Vælg et spørgsmål eller en anbefaling herfra."
            example = f"next: {nearest(step.next, own) or _SOME_OUTCOME}"
            yield Finding(raw, step.path, message, hint, "guide", example=example)


def _unreachable(raw: Raw, guide: Guide) -> Iterator[Finding]:
    reached = {guide.questions[0].id}
    steps = _steps(guide)
    for _ in guide.questions:
        reached |= {step.next for step in steps if step.question in reached}
    for name in guide.PARTS:
        for index, part in enumerate(getattr(guide, name)):
            if part.id not in reached:
                kind = "spørgsmålet" if isinstance(part, Question) else "anbefalingen"
                message = f"Ingen svar fører til {kind} »{part.id}«."
                hint = "Skriv id'et under »next:« i et svar, eller slet det, ingen kan nå."
                path = (name, index, "id")
                yield Finding(raw, path, message, hint, "guide", example=f"next: {part.id}")


def _circles(raw: Raw, guide: Guide) -> Iterator[Finding]:
    """Each answer that leads back to a question already asked on the way to it."""
    steps = _steps(guide)
    done: set[str] = set()

    def walk(question: str, way: tuple[str, ...]) -> Iterator[Finding]:
        for step in steps if question not in done else ():
            if step.question == question and step.next in way:
                ring = " → ".join((*way[way.index(step.next) :], step.next))
                message = f"Svaret fører i ring: {ring}."
                hint = "Lad svaret føre til et senere spørgsmål eller til en anbefaling."
                example = f"next: {_SOME_OUTCOME}"
                yield Finding(raw, step.path, message, hint, "guide", example=example)
            elif step.question == question:
                yield from walk(step.next, (*way, step.next))
        done.add(question)

    for question in guide.questions:
        yield from walk(question.id, (question.id,))


def assessments(checked: Checked) -> Iterator[Finding]:
    """Every principle that is assessed has its advice, once, and no advice stands alone."""
    for placed in checked.entries:
        if not isinstance(placed.entry, Assessment):
            continue
        asked = [item.about for item in placed.entry.items]
        advised = [advice.about for advice in placed.entry.advice]
        for index, about in enumerate(asked):
            if about not in advised and about not in asked[:index]:
                message = (
                    f"Et princip, der bliver vurderet, skal have råd, men »{about}« har ingen."
                )
                hint = "Tilføj rådene under »advice:«."
                path = ("items", index, "about")
                example = f"advice:\n  - about: {about}"
                yield Finding(placed.raw, path, message, hint, "assessment", example=example)
        for index, about in enumerate(advised):
            path = ("advice", index, "about")
            if about not in asked:
                message = f"Der er råd om »{about}«, men ingen udsagn om det."
                hint = "Tilføj udsagn under »items:«, eller slet rådene."
                example = f"items:\n  - id: et-kort-navn\n    about: {about}"
                yield Finding(placed.raw, path, message, hint, "assessment", example=example)
            if about in advised[:index]:
                message = f"Der skal kun være råd om »{about}« ét sted, men her står de igen."
                hint, example = "Slet de ene.", f"advice:\n  - about: {about}"
                yield Finding(placed.raw, path, message, hint, "assessment", example=example)
