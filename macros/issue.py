"""A form filled in on the forge, as text, to a data file.

The text is what a stranger wrote: it is read box by box, checked like all other data,
and comes out as canonical YAML or as problems; nothing of it is ever run or looked up.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from . import boxes as form
from . import danish, examples, prose, references, rules, scaffold
from .answers import NAME, READERS, Filled, Line
from .boxes import Box
from .dating import stamped
from .decode import CONTROL, HIDDEN, decode
from .explain import explain
from .fields import ID_LIMIT
from .finding import Checked, Finding, Placed
from .kinds import COLLECTIONS
from .link import Site
from .load import Loaded, Raw
from .problem import Problem
from .read import Marks, read_yaml
from .unseen import mended

KINDS = tuple(form.FORMS)
TEXT_LIMIT = 100_000  # an issue on the forges holds at most this much
PROBLEMS_LIMIT = 50  # nobody mends more at a time
POINTS_LIMIT = 200  # lines in a box: more than anyone means, and so few that they are read fast
_HEADING = "### "
_EMPTY = ("", "_No response_", "None")  # what a forge writes for a box left empty
_UNTICKED = re.compile(r"[-*] \[ \]")
# The rules that look at one entry and what it names; the whole is checked afterwards.
_RULES: tuple[Callable[[Checked], Iterator[Finding]], ...] = (
    references.lead_right, prose.markdown, prose.mentions, prose.unfilled, rules.sourced,
    rules.periods, rules.relations,
)  # fmt: skip


class Made(NamedTuple):
    """A new data file: its path under the root, and its YAML."""

    file: str
    text: str


def kind_of(text: str, site: Site) -> str:
    """The kind of form a text most looks like; "" when it is none of them."""
    starts = (line for line in text.splitlines() if line.startswith(_HEADING))
    headings = {line.removeprefix(_HEADING).strip() for line in starts}
    fits = {kind: len(headings & {b.label for b in form.boxes(kind, site)}) for kind in form.FORMS}
    best = max(fits, key=lambda kind: fits[kind])
    return best if fits[best] > 2 else ""


def convert_bytes(
    raw: bytes, kind: str | None, site: Site, today: str, folder: str = "data"
) -> Made | list[Problem]:
    """As `convert`, from a file's bytes; without a kind, the one the text looks like."""
    with suppress(UnicodeDecodeError):
        text = raw.decode("utf-8-sig")
        if kind := kind or kind_of(text, site):
            return convert(text, kind, site, today, folder)
    problems: list[Problem] = []
    decode(NAME, raw, problems)
    message = "Teksten ligner ingen af formularerne."
    like_none = Problem(NAME, 1, 1, message, "Behold formularens overskrifter.", "form")
    return problems or [like_none]


def convert(
    text: str, kind: str, site: Site, today: str, folder: str = "data"
) -> Made | list[Problem]:
    """The data file that a filled form makes on a day in a folder, or every problem with it.

    `text` has a heading `### Label` over each box's text. A file that comes out reads
    back as exactly what was meant and breaks no rule of the field table.
    """
    problems: list[Problem] = []
    text = mended(text)
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) > TEXT_LIMIT * 4:
        return [Problem(NAME, 1, 1, "Teksten er for lang.", "Kort den af.", "refused")]
    if decode(NAME, raw, problems) is None:  # the rest can be read without what nobody sees
        text = HIDDEN.sub("", CONTROL.sub("", text))
        if decode(NAME, text.encode("utf-8", "surrogatepass"), []) is None:
            return problems[:PROBLEMS_LIMIT]
    filled = Filled(form.boxes(kind, site), site, problems=problems)
    _split(filled, unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", text)))
    made = _written(filled, kind, stamped(form.model_of(kind), _data(filled), today), folder)
    return sorted(set(filled.problems))[:PROBLEMS_LIMIT] or made


def _split(filled: Filled, text: str) -> None:
    """Give every box its lines; comments go, and a heading that is no box's is a problem."""
    labels = [*(box.label for box in filled.boxes), form.PROMISES]
    current: list[Line] = []
    for number, line in enumerate(_uncommented(text).split("\n"), 1):
        if not line.startswith(_HEADING):
            current.append(Line(number, line.rstrip()))
            continue
        label, current = line.removeprefix(_HEADING).strip(), []
        if label not in labels:
            hint = danish.did_you_mean(label[:80], labels) or "Behold formularens overskrifter."
            filled.complain(number, f"Ukendt overskrift: »{label[:80]}«.", hint)
        elif label in filled.sections:
            filled.complain(number, f"Overskriften »{label}« står to gange.", "Slet den ene.")
        else:
            filled.sections[label], filled.starts[label] = current, number
    for line_ in filled.sections.pop(form.PROMISES, []):
        if _UNTICKED.match(line_.text):
            filled.complain(line_.number, "Her mangler et kryds.", f"Læs »{form.PROMISES}« igen.")


def _uncommented(text: str) -> str:
    """The text without comments, the lines standing where they stood."""
    before, *parts = text.split("<!--")
    kept = [before]
    for part in parts:
        inside, end, after = part.partition("-->")
        kept += ["\n" * inside.count("\n"), after] if end else ["<!--", part]
    return "".join(kept)


def _lines(filled: Filled, box: Box) -> list[Line]:
    """The lines of a box that hold something; none when it was left empty."""
    lines = filled.sections.get(box.label, [])
    whole = "\n".join(line.text for line in lines).strip()
    parts = whole.count("," if box.reading in ("choices", "ids") else "\n")
    if max(parts, whole.count("\n")) > POINTS_LIMIT and box.reading != "prose":
        start = filled.starts[box.label]
        filled.complain(start, f"»{box.label}« er for lang.", "Skriv kun det vigtigste.")
        return []
    return [] if whole in _EMPTY else [line for line in lines if line.text.strip()]


def _data(filled: Filled) -> dict[str, Any]:
    """The entry as data, its keys in the order of the field table."""
    data: dict[str, Any] = {"id": ""}
    for box in filled.boxes:
        so_far = len(filled.problems)
        lines = _lines(filled, box)
        read = READERS[box.reading]
        value = read(filled, box, lines) if lines else _left_empty(filled, box)
        name, *inner = box.way
        if inner == ["why"]:
            data[name] = _with_reasons(filled, box, data[name], value or {})
        elif inner:
            data.setdefault(name, {})[inner[0]] = value
        elif lines or box.kept:
            data[name] = value
        if len(filled.problems) > so_far:
            filled.wrong.add(name)
    data["id"] = data["id"] or danish.slug(str(data.get("title", "")))[:ID_LIMIT].strip("-")
    _check_id(filled, data["id"])
    return data


def _with_reasons(
    filled: Filled, box: Box, chosen: list[str], reasons: dict[str, str]
) -> list[dict[str, str]]:
    line = filled.starts.get(box.label, 1)
    for identifier in chosen:
        if identifier not in reasons:
            hint = f"Skriv »{identifier}: …« under »{box.label}«."
            filled.complain(line, f"»{identifier}« er valgt uden en grund.", hint)
    order = list(dict.fromkeys([*chosen, *reasons]))
    return [{"id": one, "why": reasons.get(one, "")} for one in order]


def _left_empty(filled: Filled, box: Box) -> Any:
    if box.required:
        line = filled.starts.get(box.label, 1)
        filled.complain(line, f"»{box.label}« skal udfyldes.", box.help)
    return None if box.nullable or box.reading in ("input", "line", "prose", "reasons") else []


def _check_id(filled: Filled, identifier: str) -> None:
    line = filled.starts.get("Id", 1)
    if not identifier and "title" not in filled.wrong:
        filled.complain(line, "Der kan ikke laves et id af titlen.", "Skriv et i boksen »Id«.")
    elif identifier in filled.site.nodes:
        node = filled.site[identifier]
        message = f"Id'et »{identifier}« er brugt før, i {node.file}:{node.line}."
        filled.complain(line, message, "Skriv et andet i boksen »Id«.", "duplicate-id")


# --- Data to a file that passes -----------------------------------------------


def _written(filled: Filled, kind: str, data: dict[str, Any], folder: str) -> Made:
    """The file. Where its YAML does not read back as the data, or breaks a rule, that is noted."""
    collection = next(c for c in COLLECTIONS if c.name == form.FORMS[kind])
    file = scaffold.path_of(collection, data["id"], folder)
    text = scaffold.text_of(collection, data, folder)
    problems: list[Problem] = []
    marks = Marks()
    if read_yaml(file, text, problems, marks) != data or problems:
        filled.complain(1, "Teksten rummer tegn, der ikke kan gemmes.", "Skriv den uden særtegn.")
        return Made(file, text)
    raw = Raw(collection, data, file, (), 1, 1)
    loaded = Loaded(Path(), [raw], texts={file: text})
    unread, wrong = {*filled.wrong}, _misfits(loaded, raw)
    for problem in wrong:
        name = _key_at(marks, problem.line)
        filled.wrong.add(name)
        if name not in unread:
            filled.complain(_start(filled, name), problem.message, problem.hint, problem.rule)
    kinds = {node.id: node.kind for node in filled.site.nodes.values()}
    checked = Checked(loaded, [*_placed(raw, filled.wrong)], set(), kinds)
    for finding in (found for rule in _RULES for found in rule(checked)):
        top = finding.path[0] if finding.path else ""
        if top not in unread:
            filled.complain(_start(filled, top), finding.message, finding.hint, finding.rule)
    return Made(file, text)


def _misfits(loaded: Loaded, raw: Raw) -> list[Problem]:
    try:
        raw.collection.model.model_validate(raw.data)
    except ValidationError as error:
        return explain(loaded, raw, error)
    return []


def _placed(raw: Raw, wrong: Collection[str]) -> Iterator[Placed]:
    """The entry, with examples for what is told of already: some rules need a whole one."""
    table = raw.collection.model.model_fields
    right = {one: examples.value_of(one, table[one]) for one in wrong if one in table}
    with suppress(ValidationError):
        yield Placed(raw.collection.model.model_validate({**raw.data, **right}), raw, {})


def _key_at(marks: Marks, line: int) -> str:
    """The top key that a line of the written file belongs to."""
    before = [(mark.line, way[0]) for way, mark in marks.keys.items() if len(way) == 1]
    return str(max((one for one in before if one[0] <= line), default=(0, ""))[1])


def _start(filled: Filled, name: str | int) -> int:
    """The line of the heading over the box of a field."""
    starts = [filled.starts.get(box.label, 1) for box in filled.boxes if box.way[0] == name]
    return min(starts, default=1)
