"""The part of the field table that readers work with: checklists, workshops, guides and tours.

Titles, descriptions and examples are Danish because editors read them.
"""

from typing import Annotated

from pydantic import Field, StrictInt

from . import vocabulary as words
from .entry_model import Entry, LinkedEntry, Statements
from .fields import GUIDE_LIMIT, Choice, Line, Prose, Record, Reference, Text, Title
from .model import Area, Form, OriginRef

StepRef = Annotated[str, Reference("leads_to")]
NextRef = Annotated[str, Reference("leads_to", ("question", "outcome"))]
AdvisedPhaseRef = Annotated[str, Reference("advises", ("phase",))]
AdvisedPrincipleRef = Annotated[str, Reference("advises", ("principle", "trait", "step"))]
AdvisedWayRef = Annotated[str, Reference("advises", ("way",))]
AdvisedChecklistRef = Annotated[str, Reference("advises", ("checklist",))]
AdvisedCaseRef = Annotated[str, Reference("advises", ("case",))]
AdvisedRef = Annotated[str, Reference("advises")]
AssessedRef = Annotated[str, Reference("assesses", ("principle",))]
SubjectRef = Annotated[str, Reference("checks", ("phase", "principle", "way", "trait", "step"))]


class Item(Entry):
    """One yes/no point of a checklist."""

    text: Line = Field(title="Punkt", description="Et spørgsmål, der kan besvares ja eller nej.")
    why: Line | None = Field(None, title="Hvorfor")
    origin: tuple[OriginRef, ...] = Field(title="Kommer fra", min_length=1)


class Checklist(LinkedEntry):
    """Points to hold a process against."""

    PARTS = ("items",)

    audience: Annotated[str, Choice(words.AUDIENCES)] = Field("alle", title="For hvem")
    about: SubjectRef | None = Field(None, title="Hører til")
    items: tuple[Item, ...] = Field(title="Punkter", min_length=1)


class PlanStep(Record):
    """One step of a workshop: how long, what to do, and what to have in front of one."""

    minutes: StrictInt = Field(title="Minutter", ge=1, le=240)
    title: Title = Field(title="Overskrift")
    text: Line = Field(title="Hvad I gør", description="Rådet til den, der leder mødet.")
    shows: tuple[Annotated[str, Choice(words.MATERIALS)], ...] = Field(
        (), title="Viser", description="Hvad der tages fra princippet, vejen eller fasen."
    )
    origin: tuple[OriginRef, ...] = Field(title="Kommer fra", min_length=1)
    why: Line = Field(title="Hvorfor", description="Hvorfor trinnet er med.")


class Workshop(LinkedEntry):
    """A time plan for a meeting about one principle, way or phase, whichever it is."""

    minutes: StrictInt = Field(title="Minutter i alt", ge=10, le=480)
    group: Text = Field(title="Hvor mange", examples=["6–24 deltagere"])
    bring: tuple[Text, ...] = Field((), title="Det skal I bruge")
    steps: tuple[PlanStep, ...] = Field(title="Forløb", min_length=2)


class Answer(Record):
    """One answer to a question of a guide, and where it leads."""

    text: Line = Field(title="Svar")
    why: Line = Field(title="Hvorfor", description="Hvorfor svaret fører derhen.")
    origin: tuple[OriginRef, ...] = Field(title="Kommer fra", min_length=1)
    next: NextRef = Field(
        title="Fører til", description="Id på et spørgsmål eller en anbefaling i samme guide."
    )


class Question(Entry):
    """One question of a guide. The first is where the guide begins."""

    text: Line = Field(title="Spørgsmål")
    help: Line | None = Field(None, title="Hjælp", description="Hvad der tæller, når I svarer.")
    why: Line = Field(title="Hvorfor", description="Hvorfor der bliver spurgt.")
    origin: tuple[OriginRef, ...] = Field(title="Kommer fra", min_length=1)
    answers: tuple[Answer, ...] = Field(title="Svar", description="Mindst to.")


class CaseExample(Record):
    """A case to look at, with the reason."""

    id: AdvisedCaseRef = Field(title="Case", examples=["insp-roskilde"])
    why: Line = Field(title="Hvorfor", description="Hvad man kan se i casen.")


class CaseFilter(Record):
    """Which cases of the case index are like the reader's own; what is left out counts as any."""

    phase: AdvisedPhaseRef | None = Field(None, title="Fase")
    area: Area | None = Field(None, title="Område")
    form: Form | None = Field(None, title="Form")


class Outcome(Entry):
    """What a guide recommends at the end of a path."""

    title: Title = Field(title="Titel")
    advice: Annotated[str, Choice(words.ADVICE)] = Field(title="Anbefaling")
    text: Prose = Field(title="Tekst", description="Hvad I skal gøre, i klare ord.")
    reasons: Statements = Field(title="Begrundelse", min_length=1)
    origin: tuple[OriginRef, ...] = Field(title="Kommer fra", min_length=1)
    phase: AdvisedPhaseRef | None = Field(None, title="Fase", description="Den fase, der passer.")
    principles: tuple[AdvisedPrincipleRef, ...] = Field((), title="Principper")
    ways: tuple[AdvisedWayRef, ...] = Field((), title="Veje")
    checklists: tuple[AdvisedChecklistRef, ...] = Field((), title="Tjeklister")
    cases: tuple[CaseExample, ...] = Field((), title="Cases, man kan se på")
    cases_like: CaseFilter | None = Field(
        None, title="Cases, der ligner", description="Vises som et filter på listen over cases."
    )


class Guide(LinkedEntry):
    """A few questions that end in a recommendation."""

    PARTS = ("questions", "outcomes")

    questions: tuple[Question, ...] = Field(title="Spørgsmål", min_length=1, max_length=GUIDE_LIMIT)
    outcomes: tuple[Outcome, ...] = Field(
        title="Anbefalinger", min_length=1, max_length=GUIDE_LIMIT
    )


class ScaleStep(Record):
    """One step of the scale that statements are answered on."""

    label: Title = Field(title="Betegnelse", examples=["i nogen grad"])
    description: Line = Field(title="Hvad det betyder")


class Assertion(Entry):
    """One statement that a group holds its own process against."""

    text: Line = Field(
        title="Udsagn", description="I vi-form: jo bedre det passer, jo bedre står det til."
    )
    about: AssessedRef = Field(title="Princip", examples=["fp-1"])
    why: Line = Field(title="Hvorfor")
    origin: tuple[OriginRef, ...] = Field(title="Kommer fra", min_length=1)


class NextStep(Record):
    """What to do at one level, and what to read."""

    text: Line = Field(title="Råd")
    see: tuple[AdvisedRef, ...] = Field(title="Se", min_length=1)


class PrincipleAdvice(Record):
    """What to do next about one principle, by how high the group placed itself."""

    about: AssessedRef = Field(title="Princip", examples=["fp-1"])
    low: NextStep = Field(title="Lavt")
    middle: NextStep = Field(title="Midt")
    high: NextStep = Field(title="Højt")


class Assessment(LinkedEntry):
    """Statements on a scale, principle by principle, with advice on what to do next."""

    PARTS = ("items",)

    about: Statements = Field((), title="Om selvvurderingen")
    scale: tuple[ScaleStep, ...] = Field(
        title="Skala", min_length=2, description="Fra lavest til højest."
    )
    items: tuple[Assertion, ...] = Field(title="Udsagn", min_length=1)
    advice: tuple[PrincipleAdvice, ...] = Field(title="Råd", min_length=1)


class TourStep(Record):
    """One stop on a tour: what to do, where, for how long and why."""

    minutes: StrictInt = Field(title="Minutter", ge=1, le=60)
    do: Annotated[str, Choice(words.ACTIONS)] = Field(title="Hvad man gør", examples=["laes"])
    to: StepRef | None = Field(
        None, title="Post", description="Id på den post, trinnet fører til.", examples=["fp-3"]
    )
    page: Text | None = Field(
        None,
        title="Side",
        description="Adressen på en skrevet side, når trinnet ikke fører til en post.",
        examples=["hvad-er-samskabelse/"],
    )
    title: Title | None = Field(
        None, title="Sidens titel", description="Den skrevne sides overskrift."
    )
    why: Line = Field(title="Hvorfor", description="Hvad læseren skal holde øje med.")


class Tour(LinkedEntry):
    """An ordered way through the site for one role and so many minutes."""

    audience: Annotated[str, Choice(words.AUDIENCES)] = Field(title="For hvem")
    minutes: StrictInt = Field(
        title="Minutter i alt", description="Summen af trinnenes minutter.", ge=1, le=240
    )
    steps: tuple[TourStep, ...] = Field(title="Trin", min_length=1)
