"""Changes to the data told to people and programs: as text, Markdown and JSON."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict

from .changes import Change, Reworded
from .danish import join
from .markup import markdown_text
from .wording import word_diff

_KINDS = {
    "new": ("ny", "nye"), "changed": ("ændret", "ændrede"), "gone": ("fjernet", "fjernede"),
}  # fmt: skip


def summary(changes: Sequence[Change]) -> str:
    """One line: "1 ny og 2 ændrede poster."."""
    kinds = Counter(change.kind for change in changes)
    parts = [
        f"{kinds[kind]} {one if kinds[kind] == 1 else many}"
        for kind, (one, many) in _KINDS.items()
        if kinds[kind]
    ]
    noun = "post" if len(changes) == 1 else "poster"
    return f"{join(parts)} {noun}." if parts else "Ingen ændringer i data."


def as_text(changes: Sequence[Change]) -> str:
    """For the terminal: what went in [-…-], what came in {+…+}."""
    lines = [summary(changes)]
    for change in changes:
        kind = _KINDS[change.kind][0]
        lines += ["", f"{change.label} »{change.title}« ({change.id}): {kind}. {change.place}"]
        for field in change.fields:
            lines.append(f"  {field.said}")
            lines += [f"    {_words(one, '[-', '-]', '{+', '+}')}" for one in field.texts]
        lines += [f"  {said}" for said in _consequences(change)]
    return "\n".join(lines)


def as_markdown(changes: Sequence[Change]) -> str:
    """For a pull request: what went struck through, what came in bold."""
    lines = ["## Hvad ændringen betyder", "", summary(changes)]
    for change in changes:
        kind = _KINDS[change.kind][0]
        label, title = markdown_text(change.label.capitalize()), markdown_text(change.title)
        lines += ["", f"### {label} »{title}«: {kind}", ""]
        lines.append(f"`{change.id}` i `{change.place}`")
        for field in change.fields:
            lines += ["", f"**{field.said}**", ""]
            lines += [f"- {_marked(one)}" for one in field.texts]
        said = [f"- {markdown_text(one)}" for one in _consequences(change)]
        lines += ["", *said] if said else []
    return "\n".join(lines)


def as_json(changes: Sequence[Change]) -> str:
    """Every part of every change."""
    return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2)


_LOST = (
    "Links til dens adresse virker ikke mere. Har den fået et andet id, eller er den gået op i en "
    "anden post, så lad den gamle stå med »status: moved« og »see:«."
)


def _consequences(change: Change) -> list[str]:
    """What a change means for others."""
    touched = [f"Berører {change.touches}."] if change.touches else []
    if change.kind == "gone":
        return [*touched, _LOST]
    return touched + [f"{said.capitalize()}." for said in change.sources]


def _words(one: Reworded, *marks: str) -> str:
    old, old_end, new, new_end = marks
    signs = {"same": ("", ""), "old": (old, old_end), "new": (new, new_end)}
    parts = word_diff(one.before, one.after)
    return " ".join(f"{signs[part.kind][0]}{part.text}{signs[part.kind][1]}" for part in parts)


def _marked(one: Reworded) -> str:
    signs = {"same": "", "old": "~~", "new": "**"}
    parts = word_diff(one.before, one.after)
    return " ".join(
        f"{signs[part.kind]}{markdown_text(part.text)}{signs[part.kind]}" for part in parts
    )


FORMATS: dict[str, Callable[[Sequence[Change]], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}
