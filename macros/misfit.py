"""A value that breaks the field table, how it is shown, and the advice that can be given on it."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from . import examples, fields
from .problem import Trail

SAY_NULL = "Ved I det ikke, så skriv null."
# What editors write when they mean that something is not known.
UNKNOWN = {
    "null", "ukendt", "ingen", "nej", "ikke oplyst", "ved ikke", "n/a", "?", "-", "–", "none", "x",
    "u.å.", "uden år", "n.d.",
}  # fmt: skip


class Advice(NamedTuple):
    """What must hold and was found, what to do, and YAML that would be right."""

    message: str
    hint: str
    example: str


@dataclass(frozen=True)
class Misfit:
    """A value that breaks the field table: the way to it, and the field and its limits.

    `home` is the way to where it belongs, when it is a field that stands in another place.
    """

    where: Trail
    value: Any
    limits: dict[str, Any]
    owner: type[fields.Record]
    field: Any
    home: Trail | None = None

    @property
    def key(self) -> str:
        """The key the value stands under."""
        whole = "posten" if "id" in self.owner.model_fields else "filen"
        return next((step for step in reversed(self.where) if isinstance(step, str)), whole)

    @property
    def name(self) -> str:
        """The field as editors know it: »title« (Titel)."""
        label = f" ({self.field.title})" if self.field and self.field.title else ""
        return f"»{self.key}«{label}"

    @property
    def example(self) -> str:
        """A right example of the field, or of the whole entry or file."""
        if self.field:
            return examples.of_field(self.key, self.field)
        if "id" not in self.owner.model_fields:
            made = examples.of_record(self.owner)
            return "\n".join(examples.as_yaml(name, value) for name, value in made.items())
        return f"id: et-kort-navn\n{examples.as_yaml('title', 'En kort titel')}"

    def with_value(self, value: Any) -> str:
        """The field with this value, in a list when the faulty value stood in one."""
        in_list = self.where and isinstance(self.where[-1], int)
        return examples.as_yaml(self.key, [value] if in_list else value)

    @property
    def may_be_null(self) -> bool:
        """Whether `null` says that this is not known."""
        return bool(self.field) and type(None) in getattr(self.field.annotation, "__args__", ())


def shown(value: Any) -> str:
    """A value as an editor would recognise it, cut when long."""
    if value is None:
        return "tom"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(shown(item) for item in value) + "]" if value else "en tom liste"
    if isinstance(value, dict):
        return "en blok med nøgler"
    text = " ".join(str(value).split())
    return f"»{text[:57]}…«" if len(text) > 60 else f"»{text}«"
