"""A new `kommune/brand.yaml`, with every field that can be left out as a comment to fill in."""

from collections.abc import Iterator, Mapping
from typing import Any

from .brand_model import Brand
from .danish import slug
from .describe import Described, describe
from .examples import as_yaml

MODELINE = "# yaml-language-server: $schema=../schema/brand.json"
_HEAD = (
    MODELINE,
    "# Hvem der udgiver sitet, og hvordan det ser ud.",
    "# Linjer, der begynder med #, gælder ikke. Slet # og mellemrummet efter for at bruge feltet.",
    "# »samskabelse brand check« viser, om farverne kan ses, og om noget mangler.",
)
# The six questions: what each is called in `--set`, and the field it fills in.
QUESTIONS = {
    "name": "name",
    "municipality": "municipality",
    "primary": "colours.primary",
    "email": "contact.email",
    "phone": "contact.phone",
    "url": "url",
}


def fields() -> Iterator[tuple[str, Described]]:
    """Each question with the field it asks for."""
    for question, path in QUESTIONS.items():
        described = describe(Brand)
        *above, last = path.split(".")
        for name in above:
            described = next(one for one in described if one.name == name).shape.fields
        yield question, next(one for one in described if one.name == last)


def data(answers: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    """The brand that the answers say. `names` gives the municipalities' whole names by id."""
    made: dict[str, Any] = {}
    for question, path in QUESTIONS.items():
        answer = answers.get(question, "").strip()
        if question == "municipality":
            known = {slug(name): one for one, name in names.items()}
            answer = known.get(slug(answer), slug(answer).removesuffix("-kommune"))
        if question == "url" and answer:
            answer = answer.rstrip("/") + "/"
        if answer:
            *above, last = path.split(".")
            holder = made
            for name in above:
                holder = holder.setdefault(name, {})
            holder[last] = answer
    made["publisher"] = names.get(made.get("municipality", "")) or made.get("name")
    return made


def text(given: Mapping[str, Any]) -> str:
    """The whole file: what is given, and the rest as comments."""
    lines = [line for field in describe(Brand) for line in ("", *_field(field, given, 0))]
    return "\n".join([*_HEAD, *lines]) + "\n"


def _field(field: Described, given: Mapping[str, Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    known = given.get(field.name)
    yield f"{pad}# {field.title}{_said(field)}"
    lines = _lines(field, known)
    if known is None:
        yield from (f"{pad}# {line}" for line in lines)
    else:
        yield from (f"{pad}{line}" for line in lines)


def _said(field: Described) -> str:
    need = " Skal med." if field.required else ""
    return f". {field.description}{need}" if field.description else f".{need}"


def _lines(field: Described, known: Any) -> Iterator[str]:
    """A field as YAML, with its value or its example."""
    if field.shape.fields and not field.many:
        yield f"{field.name}:"
        for inner in field.shape.fields:
            if known is None:
                yield from (f"  {line}" for line in _lines(inner, None))
            else:
                yield from _field(inner, known, 2)
    else:
        yield from as_yaml(field.name, field.example if known is None else known).split("\n")
