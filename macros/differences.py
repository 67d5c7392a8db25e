"""What a field says, and how two versions of it differ, in words."""

from typing import Any

from .danish import count, join
from .describe import Described
from .misfit import shown
from .wording import word_diff

_TOLD = 4  # differences told of one text


def texts(field: Described, value: Any) -> tuple[str, ...]:
    """What a field holds, as read, as texts to compare: one for each of its points."""
    if value is None:
        return ("ikke oplyst",) if field.required else ()
    values = value if isinstance(value, list) else [value]
    return tuple(" ".join(_text(field, one).split()) for one in values)


def _text(field: Described, value: Any) -> str:
    if field.shape.choices:
        return dict(field.shape.choices).get(str(value), str(value))
    if not isinstance(value, dict):
        return str(value)
    parts = []
    for inner in field.shape.fields:
        said = "; ".join(texts(inner, value[inner.name])) if inner.name in value else ""
        if said:
            main = inner.name == (field.shape.short or field.shape.fields[0].name)
            parts.append(said if main else f"({inner.title.lower()}: {said})")
    return " ".join(parts)


def difference(before: str, now: str) -> str:
    """What differs between two texts, in words: »a« er blevet til »b«."""
    told, old = [], ""
    for change in [*word_diff(before, now), None]:
        if change and change.kind == "old":
            old = change.text
        elif change and change.kind == "new":
            told.append(f"{shown(old)} er blevet til {shown(change.text)}" if old
                        else f"{shown(change.text)} er kommet til")  # fmt: skip
            old = ""
        elif old:
            told.append(f"{shown(old)} er væk")
            old = ""
    rest = len(told) - _TOLD
    more = [f"{count(rest, 'sted', 'steder')} til"] if rest > 0 else []
    return join([*told[:_TOLD], *more])
