"""The field table: what every collection holds, field by field.

With what all entries share (`entry_model`) and what readers work with (`aids_model`), this is
the one description of the data. The checker, the links, the JSON Schemas and the field reference
are all made from these models, so a field is added here and nowhere else. Titles, descriptions
and examples are Danish because editors read them.
"""

from typing import Annotated

from pydantic import Field, StrictInt, StringConstraints

from . import vocabulary as words
from .entry_model import (
    CERTAINTY,
    SOURCES,
    AnyRef,
    Certainty,
    Citations,
    Entry,
    Event,
    Language,
    LinkedEntry,
    Quote,
    Relation,
    Statement,
    Statements,
    SuccessorRef,
)
from .fields import (
    ABBREVIATION_PATTERN,
    CODE_PATTERN,
    Choice,
    Date,
    Line,
    Prose,
    Record,
    Reference,
    Text,
    Title,
    Url,
)

Area = Annotated[str, Choice(words.AREAS)]
Form = Annotated[str, Choice(words.FORMS)]
OriginRef = Annotated[str, Reference("origin")]
AnswerRef = Annotated[str, Reference("answers", ("critique",))]
ViaRef = Annotated[str, Reference("via", ("source",))]
MunicipalityRef = Annotated[str, Reference("in_municipality", ("municipality",))]
RegionRef = Annotated[str, Reference("in_region", ("region",))]
PhaseRef = Annotated[str, Reference("in_phase", ("phase",))]
CharterRef = Annotated[str, Reference("concerns", ("charter",))]
PrincipleRef = Annotated[str, Reference("shows", ("principle", "trait", "step"))]
WayRef = Annotated[str, Reference("shows", ("way",))]


class PrincipleReading(Record):
    """The editors' reading of a case: it shows this principle, for this reason."""

    id: PrincipleRef = Field(title="Princip", examples=["fp-3"])
    why: Line = Field(title="Hvorfor", description="Hvad i casen der viser det.")


class WayReading(Record):
    """The editors' reading of a case: it shows this way, for this reason."""

    id: WayRef = Field(title="Vej", examples=["vej-5"])
    why: Line = Field(title="Hvorfor", description="Hvad i casen der viser det.")


class Principle(LinkedEntry):
    """One principle, way, trait or step of a set."""

    number: StrictInt = Field(title="Nummer", ge=1, description="Pladsen i sættet.")
    quote: Quote = Field(title="Officiel ordlyd")
    explanation: Statements = Field((), title="Forklaring", description="Hvad det betyder.")
    practice: Statements = Field((), title="I praksis", description="Hvad man gør.")
    pitfalls: Statements = Field((), title="Faldgruber")
    questions: tuple[Line, ...] = Field((), title="Spørgsmål at stille")
    history: tuple[Event, ...] = Field((), title="Historie")


class PrincipleSet(LinkedEntry):
    """A named list of principles with one publisher."""

    PARTS = ("entries",)

    kind: Annotated[str, Choice(words.SET_KINDS)] = Field(title="Slags")
    publisher: Title = Field(title="Udgiver")
    about: Statements = Field((), title="Om sættet")
    history: tuple[Event, ...] = Field((), title="Historie")
    not_found: Statements = Field((), title="Eftersøgt, men ikke fundet")
    entries: tuple[Principle, ...] = Field(title="Indhold", min_length=1)


class Period(Record):
    """When something ran; `null` means not known."""

    start: Date | None = Field(title="Start", description="null: ikke oplyst.", examples=[2011])
    end: Date | None = Field(
        title="Slut", description="null: ikke slut, eller ikke oplyst.", examples=[2018]
    )


class Case(Entry):
    """A process in one or more municipalities that the sources describe."""

    title: Title = Field(title="Titel", examples=["INSP! og socialpsykiatrien i Roskilde"])
    municipalities: tuple[MunicipalityRef, ...] = Field(
        title="Kommuner",
        description="Kommunerne, casen kommer fra. Ingen: national eller ukendt.",
        examples=[["roskilde"]],
    )
    period: Period = Field(title="Periode", description="Hvornår det begyndte og sluttede.")
    area: Area | None = Field(title="Område", description="null: ikke oplyst.")
    phases: tuple[PhaseRef, ...] = Field(
        title="Faser", description="De faser, casen viser noget om, efter redaktionens læsning."
    )
    form: Form = Field(
        title="Form",
        description="Afgrænset proces eller længere samarbejde, efter redaktionens læsning.",
    )
    actors: tuple[Text, ...] | None = Field(title="Parter", description="null: ikke oplyst.")
    summary: Line = Field(title="Resumé", description="Én sætning, der kan stå alene.")
    what: Prose = Field(title="Hvad", description="Hvad casen går ud på, i egne ord.")
    what_sources: Citations = Field(
        (),
        title="Kilder til »Hvad«",
        description="De af casens kilder, som »Hvad« bygger på. Udelades de, gælder alle.",
    )
    how: Statements | None = Field(title="Hvordan", description="null: ikke oplyst.")
    outcome: Statements | None = Field(
        title="Resultat", description="Kun det, kilden selv siger. null: ikke oplyst."
    )
    learning: Statements | None = Field(
        title="Læring", description="Kun det, kilden selv siger. null: ikke oplyst."
    )
    principles: tuple[PrincipleReading, ...] = Field(
        title="Principper", description="Redaktionens læsning, med grund."
    )
    ways: tuple[WayReading, ...] = Field(
        title="Veje", description="Redaktionens læsning, med grund."
    )
    sources: Citations = SOURCES
    certainty: Certainty = Field(title="Sikkerhed", description="For casen som helhed.")
    certainty_note: Line | None = Field(
        None, title="Hvad kilderne bekræfter", description="Hvad der er set, og hvad der mangler."
    )
    relations: tuple[Relation, ...] = Field((), title="Forbindelser")


class Aspect(Record):
    """One row of a concept's description, such as "Hvad er åbent"."""

    title: Title = Field(title="Overskrift")
    points: Statements = Field(title="Punkter", min_length=1)


class Concept(LinkedEntry):
    """A phase, level, paradigm, role, competence … that the field uses."""

    kind: Annotated[str, Choice(words.CONCEPT_KINDS)] = Field(title="Slags")
    number: StrictInt | None = Field(None, title="Nummer", ge=0)
    quote: Quote | None = Field(None, title="Kildens ordlyd")
    english: Text | None = Field(None, title="På engelsk")
    explanation: Statements = Field((), title="Forklaring")
    aspects: tuple[Aspect, ...] = Field((), title="Sider af sagen")
    questions: tuple[Line, ...] = Field((), title="Spørgsmål at stille")


class Clause(Entry):
    """One point of a charter, in our words."""

    title: Title = Field(title="Kort titel")
    text: Statement = Field(title="Punktet i egne ord")
    quote: Quote | None = Field(None, title="Kort citat")
    theme: Text | None = Field(None, title="Tema", description="Til sammenligning på tværs.")
    origin: tuple[OriginRef, ...] = Field((), title="Ophav")
    relations: tuple[Relation, ...] = Field((), title="Forbindelser")


class Charter(LinkedEntry):
    """One version of a charter text in time."""

    PARTS = ("clauses",)

    status_of_text: Annotated[str, Choice(words.CHARTER_STATUSES)] = Field(title="Tekstens status")
    text_found: Annotated[str, Choice(words.TEXT_FOUND)] = Field(title="Hvad vi har set af teksten")
    dated: Date | None = Field(None, title="Dato")
    parties: tuple[Text, ...] = Field((), title="Parter")
    about: Statements = Field((), title="Om dokumentet")
    clauses_title: Title = Field("Punkter", title="Overskrift over punkterne")
    clause_name: Text = Field(
        "charterpunkt",
        title="Hvad et punkt hedder",
        description="Så ingen forveksler en artikels synspunkter med et charters punkter.",
        examples=["artikelpunkt 2016"],
    )
    clauses: tuple[Clause, ...] = Field((), title="Punkter")
    missing: Statements = Field((), title="Hvad der mangler")


class Wording(Record):
    """How a clause of our own draft reads from one version on; null text takes it out."""

    version: StrictInt = Field(title="Version", ge=1, description="Gælder fra denne version.")
    text: Line | None = Field(title="Ordlyd", description="null: punktet er taget ud.")
    why: Line = Field(title="Hvorfor", description="Hvorfor det lyder sådan fra denne version.")


class DraftClause(Entry):
    """One clause of our own draft, with its wordings and where it comes from."""

    title: Title = Field(title="Kort titel")
    summary: Line = Field(title="Resumé", description="Én sætning om, hvad punktet vil.")
    theme: Text = Field(title="Tema", description="Samme temaer som i de andre chartre.")
    wordings: tuple[Wording, ...] = Field(title="Ordlyde", min_length=1)
    origin: tuple[OriginRef, ...] = Field(title="Ophav", min_length=1)
    reason: Line = Field(title="Begrundelse", description="Hvorfor punktet er med.")
    relations: tuple[Relation, ...] = Field((), title="Forbindelser")


class DraftVersion(Record):
    """One version of our own draft."""

    number: StrictInt = Field(title="Nummer", ge=1)
    dated: Date = Field(title="Dato")
    note: Line = Field(title="Hvad der er nyt")


class Draft(LinkedEntry):
    """A working draft of a charter by this project. It is nobody else's text."""

    PARTS = ("clauses",)

    about: Statements = Field((), title="Om udkastet")
    versions: tuple[DraftVersion, ...] = Field(title="Versioner", min_length=1)
    clauses: tuple[DraftClause, ...] = Field(title="Punkter", min_length=1)


class Milestone(Entry):
    """One event of the charter story."""

    when: Date | None = Field(None, title="Dato")
    when_text: Text | None = Field(None, title="Dato i ord")
    text: Line = Field(title="Hvad skete der")
    charters: tuple[CharterRef, ...] = Field((), title="Vedrører")
    sources: Citations = SOURCES
    certainty: Certainty = Field(title="Sikkerhed")
    relations: tuple[Relation, ...] = Field((), title="Forbindelser")


class Critique(LinkedEntry):
    """One critical point: who said it, when, and what it leaves open."""

    group: Annotated[str, Choice(words.CRITIQUE_GROUPS)] = Field(title="Gruppe")
    who: Text = Field(title="Hvem")
    role: Text | None = Field(None, title="Rolle")
    when: Date | None = Field(None, title="Dato")
    when_text: Text | None = Field(None, title="Dato i ord")
    text: Statement = Field(title="Punktet i egne ord")
    quote: Quote | None = Field(None, title="Kort citat")
    answers: tuple[AnswerRef, ...] = Field((), title="Svarer på")
    open: Line | None = Field(None, title="Lader stå åbent")


class Term(Entry):
    """A word of the field, explained."""

    title: Title = Field(title="Term")
    definition: Statement = Field(title="Definition", description="I egne ord.")
    synonyms: tuple[Text, ...] = Field((), title="Også kaldet")
    english: tuple[Text, ...] = Field((), title="På engelsk")
    related: tuple[AnyRef, ...] = Field((), title="Se også")
    note: Line | None = Field(None, title="Note")
    relations: tuple[Relation, ...] = Field((), title="Forbindelser")


class Source(Entry):
    """A text in the bibliography."""

    title: Title = Field(title="Titel")
    authors: tuple[Text, ...] = Field((), title="Forfattere", examples=[["Annika Agger"]])
    publisher: Text | None = Field(None, title="Udgiver")
    year: Date | None = Field(title="År", description="null: ikke oplyst.", examples=[2015])
    year_note: Text | None = Field(None, title="Om årstallet", examples=["udledt af teksten"])
    kind: Annotated[str, Choice(words.SOURCE_KINDS)] = Field(title="Slags")
    language: Language = Field("da", title="Sprog")
    url: Url | None = Field(title="Adresse", description="null: ingen adresse fundet.")
    other_urls: tuple[Url, ...] = Field((), title="Andre adresser")
    access: Annotated[str, Choice(words.ACCESS)] = Field(title="Hvor meget er læst")
    via: tuple[ViaRef, ...] = Field((), title="Omtalt i")
    note: Line | None = Field(None, title="Note")


class Region(Entry):
    """A region and the days it exists."""

    name: Title = Field(title="Navn")
    valid_from: Date = Field(title="Gælder fra")
    valid_to: Date | None = Field(None, title="Gælder til og med")
    succeeded_by: SuccessorRef | None = Field(None, title="Afløses af")
    sources: Citations = SOURCES
    certainty: Certainty | None = CERTAINTY


class Tile(Record):
    """A municipality's square on the schematic map; columns run east, rows south."""

    col: StrictInt = Field(title="Kolonne", ge=0, le=40)
    row: StrictInt = Field(title="Række", ge=0, le=40)


class Population(Record):
    """How many people live in a municipality, and on which day."""

    count: StrictInt = Field(title="Indbyggere", ge=1, le=2_000_000)
    dated: Date = Field(title="Dato")
    sources: Citations = Field(title="Kilder", min_length=1)


class Municipality(Entry):
    """One of the 98 Danish municipalities."""

    name: Title = Field(title="Navn")
    official_name: Title = Field(title="Officielt navn")
    code: Annotated[str, StringConstraints(pattern=CODE_PATTERN)] = Field(
        title="Kommunekode", description="Fire cifre i citationstegn.", examples=["0265"]
    )
    region: RegionRef = Field(title="Region")
    abbreviation: Annotated[str, StringConstraints(pattern=ABBREVIATION_PATTERN)] = Field(
        title="Forkortelse"
    )
    tile: Tile = Field(title="Felt på kortet")
    population: Population | None = Field(None, title="Folketal", description="null: ikke oplyst.")
