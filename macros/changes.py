"""What a change to the data means: entries added, reworded, removed, and what they touch."""

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from . import markup
from . import vocabulary as words
from .danish import count, join
from .describe import Described, describe
from .link import Node, Site
from .overlay_model import Changed
from .own_folder import CHANGES

# Two texts at least this alike are one text reworded, not one gone and one come.
ALIKE = 0.5
_HAPPENED = (("ny", "nye"), ("fjernet", "fjernet"), ("omskrevet", "omskrevet"))


@dataclass(frozen=True)
class Reworded:
    """A text before and after; "" before is a new one, "" after a removed one."""

    before: str
    after: str


_REORDERED = Reworded("rækkefølgen før", "rækkefølgen nu")


@dataclass(frozen=True)
class FieldChange:
    """What is different in one field."""

    title: str
    texts: tuple[Reworded, ...]

    @property
    def said(self) -> str:
        """In words: "Forklaring: 2 omskrevet og 1 ny"."""
        kinds = Counter(0 if not one.before else 1 if not one.after else 2 for one in self.texts)
        said = (count(kinds[kind], *_HAPPENED[kind]) for kind in sorted(kinds, reverse=True))
        return f"{self.title}: {join(said)}"


@dataclass(frozen=True)
class Change:
    """One entry that came, went or changed (`kind`: new, gone, changed), and what it touches.

    `touches` are the entries that link to it, in words; `sources` say which sources it
    has begun to lean on, and which it no longer does.
    """

    kind: str
    id: str
    label: str
    title: str
    place: str
    fields: tuple[FieldChange, ...]
    touches: str
    sources: tuple[str, ...]


def changes(before: Site, after: Site) -> list[Change]:
    """Every entry that differs, in the order of the data; those that are gone come last."""
    found = []
    for node in after.nodes.values():
        old = before.nodes.get(node.id)
        if old is None:
            found.append(_change("new", node, after, (), _sources(before, after, node.id)))
        elif differing := tuple(_fields(old, node)):
            said = _sources(before, after, node.id)
            change = _change("changed", node, after, differing, said)
            found.append(replace(change, place=_changed(old, node)))
    gone = [node for node in before.nodes.values() if node.id not in after.nodes]
    return found + [_change("gone", node, before, (), ()) for node in gone]


def _place(written: Node | Changed) -> str:
    return f"{written.file}:{written.line}"


def _changed(old: Node, new: Node) -> str:
    """Where an entry was changed; by a municipality, in its list of what it changes of ours."""
    before, now = ({(one.field, one.theirs): one for one in node.changed} for node in (old, new))
    for key, one in (now | before).items():
        if key not in before or key not in now:
            return _place(one)
    return CHANGES if old.hidden != new.hidden else _place(new)


def _change(
    kind: str, node: Node, site: Site, fields: tuple[FieldChange, ...], sources: tuple[str, ...]
) -> Change:
    number = getattr(node.entry, "number", None)
    label = f"{site.label(node)} {number}" if number else site.label(node)
    title = markup.plain(node.title)
    return Change(kind, node.id, label, title, _place(node), fields, _touches(site, node), sources)


def _touches(site: Site, node: Node) -> str:
    """The other entries that link to this one, counted by kind: "4 cases og 2 tjekpunkter"."""
    others = {one.source for one in site.incoming(node.id)} - {
        part.id for part in site.parts(node.id)
    }
    kinds = Counter(site[other].kind for other in others)
    return join(
        count(kinds[kind], word.label.lower(), word.plural)
        for kind, word in words.KINDS.items()
        if kinds[kind]
    )


def _sources(before: Site, after: Site, identifier: str) -> tuple[str, ...]:
    old, new = _cited(before, identifier), _cited(after, identifier)
    dropped = [
        f"kilden {one} bruges ikke længere{'' if after.incoming(one, 'cites') else ' nogen steder'}"
        for one in old
        if one not in new
    ]
    return (*(f"ny kilde: {one}" for one in new if one not in old), *dropped)


def _cited(site: Site, identifier: str) -> dict[str, None]:
    return dict.fromkeys(link.target for link in site.outgoing(identifier, "cites"))


def _fields(old: Node, new: Node) -> Iterator[FieldChange]:
    if type(old.entry) is not type(new.entry):
        yield FieldChange("Slags", (Reworded(old.kind, new.kind),))
        return
    if old.hidden != new.hidden:
        yield FieldChange("I lister og søgning", (Reworded(_seen(old), _seen(new)),))
    for field in describe(type(new.entry)):
        values = getattr(old.entry, field.name), getattr(new.entry, field.name)
        if field.name in new.entry.PARTS:
            if _is_reordered(*([part.id for part in parts] for parts in values)):
                yield FieldChange(field.title, (_REORDERED,))
        else:
            # As it is read; and where that is the same, with the signs that only a look depends on.
            for say in (_words, _signs):
                before, after = (_texts(field, value, say) for value in values)
                if before != after:
                    yield FieldChange(field.title, tuple(_pairs(before, after)))
                    break


def _seen(node: Node) -> str:
    return "skjult" if node.hidden else "vist"


def _is_reordered(before: list[str], after: list[str]) -> bool:
    """Whether those that are in both stand in another order."""
    return [one for one in before if one in after] != [one for one in after if one in before]


def _texts(field: Described, value: Any, say: Callable[[str], str]) -> list[str]:
    """A field's content as texts to compare, one for each of its points."""
    if value is None:
        return ["ikke oplyst"] if field.required else []
    values = value if field.many else (value,)
    return [_text(field, one, say) for one in values]


def _text(field: Described, value: Any, say: Callable[[str], str]) -> str:
    if field.shape.choices:
        return dict(field.shape.choices).get(str(value), str(value))
    if not field.shape.fields:
        return say(value) if isinstance(value, str) else str(value)
    parts = []
    for inner in field.shape.fields:
        said = "; ".join(_texts(inner, getattr(value, inner.name), say))
        if said and said != "ikke oplyst":
            main = inner.name == (field.shape.short or field.shape.fields[0].name)
            parts.append(said if main else f"({inner.title.lower()}: {said})")
    return " ".join(parts)


def _words(text: str) -> str:
    """A text as a reader sees it, and where its links lead, which no reader sees."""
    targets = markup.targets(text)
    return " ".join([markup.plain(text), *([f"(link: {', '.join(targets)})"] if targets else ())])


def _signs(text: str) -> str:
    """A text as it is written, with a sign where a paragraph ends."""
    return " ".join(re.sub(r"\n\s*\n", " ¶ ", text.strip()).split())


def _pairs(before: list[str], after: list[str]) -> Iterator[Reworded]:
    """Each text that differs with its likest on the other side, when one is alike enough."""
    left = [*(Counter(before) - Counter(after)).elements()]
    for text in (Counter(after) - Counter(before)).elements():
        likest = max(left, key=lambda old: _likeness(old, text), default="")
        if likest and (_likeness(likest, text) >= ALIKE or len(before) == len(after) == 1):
            left.remove(likest)
            yield Reworded(likest, text)
        else:
            yield Reworded("", text)
    for text in left:
        yield Reworded(text, "")
    if sorted(before) == sorted(after):
        yield _REORDERED


def _likeness(one: str, other: str) -> float:
    if one.startswith(other) or other.startswith(one):
        return 1.0
    return difflib.SequenceMatcher(a=one.split(), b=other.split(), autojunk=False).ratio()
