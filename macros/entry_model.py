"""What all entries of the field table are made of: statements, quotes, sources, relations.

Titles, descriptions and examples are Danish because editors read them.
"""

from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from . import vocabulary as words
from .fields import QUOTE_LIMIT, Choice, Date, Id, Line, Record, Reference, Text, Title

Certainty = Annotated[str, Choice(words.CERTAINTIES)]
Language = Annotated[str, Choice(words.LANGUAGES)]
RelationType = Annotated[str, Choice(words.RELATION_TYPES)]
AnyRef = Annotated[str, Reference("related")]
SuccessorRef = Annotated[str, Reference("succeeded_by")]
SourceRef = Annotated[str, Reference("cites", ("source",))]


def _as_text(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class CitationRecord(Record):
    """Where a statement stands: a source and the place in it."""

    SHORT = "source"

    source: SourceRef = Field(title="Kilde", description="Id på en kilde i kildelisten.")
    locator: Text | None = Field(
        None, title="Sted", description="Hvor i kilden: side, afsnit, linje.", examples=["s. 24"]
    )
    seen: Text | None = Field(
        None, title="Set", description="Hvad der er set dér, hvis det ikke er hele stedet."
    )


@cache
def _cited(source: str) -> CitationRecord:
    """The citation of a whole source, which tens of thousands of statements have alike."""
    return CitationRecord.model_validate({"source": source})


def _as_citation(value: Any) -> Any:
    return _cited(value) if isinstance(value, str) else value


Citation = Annotated[
    CitationRecord, BeforeValidator(_as_citation, json_schema_input_type=str | CitationRecord)
]
Citations = tuple[Citation, ...]

SOURCES = Field(
    (),
    title="Kilder",
    description="De kilder, oplysningen står i, helst med stedet i kilden.",
    examples=[["frivilligraadet-tema"], [{"source": "agger-tortzen-2015", "locator": "s. 24"}]],
)
CERTAINTY = Field(
    None,
    title="Sikkerhed",
    description="Hvor godt oplysningen er underbygget. Udelades den, gælder helhedens.",
    examples=["confirmed"],
)


class StatementRecord(Record):
    """One sentence or point that claims something, with its sources and certainty."""

    SHORT = "text"

    text: Line = Field(title="Tekst", description="Én påstand i egne ord.")
    sources: Citations = SOURCES
    certainty: Certainty | None = CERTAINTY


Statement = Annotated[
    StatementRecord, BeforeValidator(_as_text, json_schema_input_type=str | StatementRecord)
]
Statements = tuple[Statement, ...]


class Translation(Record):
    """A quote's wording in another language, as its publisher gives it."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=QUOTE_LIMIT)] = Field(
        title="Ordlyd"
    )
    language: Language = Field("da", title="Sprog")
    note: Line | None = Field(None, title="Note", description="Hvordan ordlyden afviger.")
    sources: Citations = Field(title="Kilder", min_length=1)


class Quote(Record):
    """A publisher's own wording, word for word."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=QUOTE_LIMIT)] = Field(
        title="Ordlyd", description="Udgiverens egne ord, tegn for tegn, uden citationstegn."
    )
    language: Language = Field("da", title="Sprog")
    sources: Citations = Field(
        title="Kilder", min_length=1, description="Et citat skal have kilde."
    )
    certainty: Certainty = Field("confirmed", title="Sikkerhed")
    note: Line | None = Field(None, title="Note")
    variants: tuple[Translation, ...] = Field(
        (), title="Andre ordlyde", description="Oversættelser og afvigende gengivelser."
    )


class Relation(Record):
    """A typed link to another entry, with the reason in one line."""

    to: AnyRef = Field(title="Til", description="Id på det, der forbindes til.")
    type: RelationType = Field(title="Slags")
    why: Line = Field(title="Hvorfor", description="Begrundelsen på én linje.")


class Event(Record):
    """Something that happened, at a time known more or less exactly."""

    when: Date | None = Field(None, title="Dato", examples=["2013-07-01"])
    when_text: Text | None = Field(
        None,
        title="Dato i ord",
        description="Når datoen kun kendes omtrent.",
        examples=["2012–2013"],
    )
    text: Line = Field(title="Hvad skete der")
    sources: Citations = SOURCES
    certainty: Certainty | None = CERTAINTY


class Entry(Record):
    """Anything with an id of its own. The id never changes and is never used again."""

    id: Id = Field(
        title="Id",
        description="Små bogstaver a-z, tal og bindestreg; æ skrives ae, ø oe og å aa.",
        examples=["et-kort-navn"],
    )
    status: Annotated[str, Choice(words.STATUSES)] = Field(
        "active",
        title="Status",
        description="moved og retired står ikke i lister, men deres adresser virker stadig.",
    )
    see: SuccessorRef | None = Field(
        None,
        title="Se i stedet",
        description="Id på det, der har afløst en flyttet eller udgået post.",
    )
    updated: Date | None = Field(
        None,
        title="Ajourført",
        description="Dagen, hvor teksten sidst blev ændret her. Formularerne skriver den selv.",
        examples=["2026-11-22"],
    )


class LinkedEntry(Entry):
    """An entry with a summary, sources and typed relations to others."""

    title: Title = Field(title="Titel")
    summary: Line = Field(title="Resumé", description="Én sætning, der kan stå alene.")
    sources: Citations = SOURCES
    certainty: Certainty | None = CERTAINTY
    relations: tuple[Relation, ...] = Field(
        (),
        title="Forbindelser",
        description="Skrives kun ét sted; den anden ende vises af sig selv.",
    )
