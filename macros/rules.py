"""Rules about entries: their sources, and what makes sense."""

import re
from collections.abc import Iterator
from typing import Any

from . import aids_model, entry_model, model
from .danish import count, date, did_you_mean, nearest
from .entry_model import Entry
from .examples import as_yaml
from .fields import STRAY, Address
from .finding import Checked, Finding
from .kinds import kind_of, parts, statements
from .load import Raw
from .misfit import shown
from .problem import Trail
from .reference_advice import some_id

# --- Sources ------------------------------------------------------------------

_CLAIMS = (entry_model.LinkedEntry, model.Case, model.Milestone)


def sourced(checked: Checked) -> Iterator[Finding]:
    """No statement without a source: its own, or its entry's. What was not found needs none."""
    for placed in checked.entries:
        whole = getattr(placed.entry, "sources", ())
        for path, part in parts(placed.entry):
            inherited = getattr(part, "sources", ()) or whole
            for place, one in statements(part):
                if not (one.sources or inherited or one.certainty == "not_found"):
                    message = f"En påstand skal have en kilde, men her er ingen: {shown(one.text)}."
                    hint = "Skriv kildens id under »sources:« her eller for hele posten."
                    yield Finding(
                        placed.raw, (*path, *place), message, hint, "unsourced",
                        example=f"sources: [{some_id('source')}]",
                    )  # fmt: skip
            sought = getattr(part, "certainty", None) == "not_found"
            if isinstance(part, _CLAIMS) and not (inherited or sought or _has_source(part)):
                message = f"En post skal have mindst én kilde, men »{part.id}« har ingen."
                hint = "Tilføj »sources:« med id på en kilde."
                example = f"sources: [{some_id('source')}]"
                yield Finding(placed.raw, path, message, hint, "unsourced", example=example)


def _has_source(part: Entry) -> bool:
    """Whether something in an entry has a source; a tour leans on those it leads to."""
    if isinstance(part, aids_model.Tour):
        return True
    quoted = getattr(part, "quote", None)
    return bool(quoted) or any(one.sources for _, one in statements(part))


def uncited(checked: Checked) -> Iterator[Finding]:
    """A source nobody cites is a slip or a leftover; one known only through another is not."""
    if checked.blind:
        return
    cited = {value for value, mark in checked.ends if mark.link in ("cites", "via")}
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, model.Source) and not entry.via and entry.id not in cited:
            message = f"Ingen henviser til kilden »{entry.id}«."
            hint = "Brug den under »sources:«, eller slet den."
            sought = next((old for old, new in checked.renamed.items() if new == entry.id), None)
            if sought:
                hint = f"Er det den, der henvises til som »{sought}«, så ret id'et dér."
            yield Finding(
                placed.raw, ("id",), message, hint, "uncited",
                example=f"sources: [{entry.id}]", severity="warning",
            )  # fmt: skip


# --- Sense --------------------------------------------------------------------


def periods(checked: Checked) -> Iterator[Finding]:
    """A period ends after it begins."""
    for placed in checked.entries:
        entry = placed.entry
        path: Trail
        if isinstance(entry, model.Case):
            start, end, path = entry.period.start, entry.period.end, ("period", "end")
        elif isinstance(entry, model.Region):
            start, end, path = entry.valid_from, entry.valid_to, ("valid_to",)
        else:
            continue
        if start and end and end < start[: len(end)]:
            message = (
                f"Perioden skal slutte efter sin start {date(start)}, men slutter {date(end)}."
            )
            hint, first = "Byt om, eller ret årstallene.", ("start", "end")
            keys = first if isinstance(entry, model.Case) else ("valid_from", "valid_to")
            example = f'{keys[0]}: "{end}"\n{keys[1]}: "{start}"'
            yield Finding(placed.raw, path, message, hint, "period", example=example)


def moved(checked: Checked) -> Iterator[Finding]:
    """A moved entry says where to."""
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            if part.status == "moved" and not part.see:
                message = f"En flyttet post skal sige hvorhen, men »{part.id}« har intet »see:«."
                hint = "Skriv id'et på den nye post under »see:«."
                kind = kind_of(part, placed.entry)
                where, example = (*path, "status"), f"see: {some_id(kind)}"
                yield Finding(placed.raw, where, message, hint, "moved", example=example)


def relations(checked: Checked) -> Iterator[Finding]:
    """A relation goes to another entry, and is typed once."""
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            seen: set[tuple[str, str]] = set()
            for index, relation in enumerate(getattr(part, "relations", ())):
                where = (*path, "relations", index)
                if relation.to == part.id:
                    message = f"En forbindelse skal gå til noget andet, men går til »{part.id}«."
                    yield _unrelated(placed.raw, where, message, "Slet den.")
                if (relation.to, relation.type) in seen:
                    message = f"En forbindelse skal kun stå én gang, men »{relation.to}« står to."
                    yield _unrelated(placed.raw, where, message, "Slet den ene.")
                seen.add((relation.to, relation.type))


def _unrelated(raw: Raw, where: Trail, message: str, hint: str) -> Finding:
    example = "relations:\n  - to: id-paa-en-anden-post\n    type: supports\n    why: Grunden."
    return Finding(raw, where, message, hint, "relation", example=example)


# Lists that a rule of their own looks at.
_HELD_APART = ("relations", "advice")


def twice(checked: Checked) -> Iterator[Finding]:
    """No list has the same thing twice: pages would show it twice, and count it so."""
    for raw in checked.loaded.entries:
        seen: set[tuple[Trail, str]] = set()
        # Whatever is no entry at all has its own message.
        for path, value in _members(raw.data, ()) if isinstance(raw.data, dict) else ():
            key = next(str(step) for step in reversed(path) if isinstance(step, str))
            same = (path[:-1], repr(_about(value)))
            if same in seen and key not in _HELD_APART:
                message = f"Hver ting på en liste skal stå én gang, men {_said(value)} står to."
                example = as_yaml(key, [value])
                yield Finding(raw, path, message, "Slet den ene.", "twice", example=example)
            seen.add(same)


def _members(data: Any, path: Trail) -> Iterator[tuple[Trail, Any]]:
    """What stands on the lists in some data, with the way to each.

    Nothing at all, and parts with the same id, are told of by other rules.
    """
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _members(value, (*path, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            is_part = isinstance(value, dict) and "id" in value and not _is_reading(value)
            if value and not is_part:
                yield (*path, index), value
            yield from _members(value, (*path, index))


def _about(value: Any) -> Any:
    """What a thing on a list is about: an entry that is named with a reason is the entry."""
    return value["id"] if isinstance(value, dict) and _is_reading(value) else value


def _is_reading(value: dict[str, Any]) -> bool:
    return "id" in value and value.keys() <= {"id", "why"}


def _said(value: Any) -> str:
    """A thing on a list in a few words: of a record its first."""
    about = _about(value)
    return shown(str(next(iter(about.values())) if isinstance(about, dict) else about))


def numbers(checked: Checked) -> Iterator[Finding]:
    """The entries of a set are numbered 1, 2, 3 …, in whichever order they are shown."""
    for placed in checked.entries:
        if isinstance(placed.entry, model.PrincipleSet):
            if placed.entry.id in checked.loaded.overlay.ordered:
                continue
            for index, part in enumerate(placed.entry.entries):
                if part.number != index + 1:
                    message = f"Et sæt nummereres 1, 2, 3 …, men »{part.id}« har {part.number}."
                    path = ("entries", index, "number")
                    hint, example = f"Skriv {index + 1}.", f"number: {index + 1}"
                    yield Finding(placed.raw, path, message, hint, "number", example=example)


def tours(checked: Checked) -> Iterator[Finding]:
    """A tour's minutes add up, and each step leads to one place that exists."""
    for placed in checked.entries:
        tour = placed.entry
        if not isinstance(tour, aids_model.Tour):
            continue
        total = sum(step.minutes for step in tour.steps)
        if total != tour.minutes:
            promised = count(tour.minutes, "minut", "minutter")
            message = f"Trinnene skal give {promised}, men giver {total}."
            hint = f"Skriv {total} under »minutes:«, eller ret trinnene."
            example = f"minutes: {total}"
            yield Finding(placed.raw, ("minutes",), message, hint, "tour", example=example)
        for index, step in enumerate(tour.steps):
            yield from _place_of_step(checked, placed.raw, index, step)


def _place_of_step(
    checked: Checked, raw: Raw, index: int, step: aids_model.TourStep
) -> Iterator[Finding]:
    path: Trail = ("steps", index)
    if (step.to is None) == (step.page is None):
        found = "intet af dem" if step.to is None else "dem begge"
        message = f"Et trin skal have enten »to:« eller »page:«, men har {found}."
        hint = "Skriv id'et på en post, eller adressen på en skrevet side."
        example = f"to: {some_id()}"
        yield Finding(raw, path, message, hint, "tour", example=example)
    if step.page is not None and step.title is None:
        hint = "Skriv sidens overskrift under »title:«."
        message, example = "Et trin til en side skal have sidens titel.", "title: Sidens overskrift"
        yield Finding(raw, path, message, hint, "tour", example=example)
    pages = {_address_of(name) for name in checked.loaded.pages}
    if step.page is not None and step.page not in pages:
        message = f"»page« skal være adressen på en skrevet side, men er {shown(step.page)}."
        hint = did_you_mean(step.page, pages) or "Fx »hvad-er-samskabelse/«."
        example = f"page: {nearest(step.page, pages) or 'hvad-er-samskabelse/'}"
        yield Finding(raw, (*path, "page"), message, hint, "tour", example=example)


def _address_of(name: str) -> str:
    """The address of a hand-written page: `docs/om.md` is found at `om/`."""
    return name.removeprefix("docs/").removesuffix(".md").removesuffix("index").rstrip("/") + "/"


def codes(checked: Checked) -> Iterator[Finding]:
    """A municipality code belongs to one municipality."""
    codes: dict[str, str] = {}
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, model.Municipality):
            other = codes.setdefault(entry.code, entry.id)
            if other != entry.id:
                message = f"En kommunekode skal være entydig, men {entry.code} er også »{other}«."
                hint = "Slå kommunens egen kode op, og ret den."
                yield Finding(
                    placed.raw, ("code",), message, hint, "number", example='code: "0265"'
                )


def addresses(checked: Checked) -> Iterator[Finding]:
    """An address ends where it ends, and not with the sign that followed it in a text."""
    for placed in checked.entries:
        for _, found in placed.raw.marked:
            if isinstance(found.mark, Address) and found.value.endswith(STRAY):
                key = next(step for step in reversed(found.path) if isinstance(step, str))
                right = found.value.rstrip("".join(STRAY))
                message = f"En adresse skal slutte uden tegn efter sig, men er »{found.value}«."
                hint = f"Slet »{found.value[-1]}« sidst."
                example = as_yaml(key, right)
                yield Finding(placed.raw, found.path, message, hint, "url", example=example)


_QUOTED = re.compile(r"""(?s)["'“”„»«‘’](.*)["'“”„»«‘’]""")
_SIGNS = re.compile('["“”„»«]')


def quote_marks(checked: Checked) -> Iterator[Finding]:
    """A quote stands without quotation marks round it: the site sets them."""
    for placed in checked.entries:
        for path, part in parts(placed.entry):
            quote = getattr(part, "quote", None)
            match = _QUOTED.fullmatch(quote.text.strip()) if quote else None
            if match and not _SIGNS.search(match[1]):
                message = "Et citat skrives uden citationstegn om; dem sætter sitet selv."
                example = as_yaml("text", shown(match[1]).strip("»«"))
                hint = "Slet tegnene først og sidst."
                where = (*path, "quote", "text")
                yield Finding(placed.raw, where, message, hint, "quote-marks", example=example)


def workshop_minutes(checked: Checked) -> Iterator[Finding]:
    """The steps of a workshop take the time it says it takes."""
    for placed in checked.entries:
        entry = placed.entry
        if isinstance(entry, aids_model.Workshop):
            total = sum(step.minutes for step in entry.steps)
            if total != entry.minutes:
                message = f"Trinnene skal tage {entry.minutes} minutter i alt, men tager {total}."
                hint = "Ret tiden i et trin, eller ret »minutes« for hele værkstedet."
                example = f"minutes: {total}"
                yield Finding(placed.raw, ("minutes",), message, hint, "number", example=example)
