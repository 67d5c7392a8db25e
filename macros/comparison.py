"""What the comparison shows of each case, as one small script per case.

A script element can be loaded from a folder as well as from a server, and only the
cases a reader picks are loaded, however many there are. All text is plain text.
"""

import re
from collections.abc import Iterable

from . import danish, entry_model, markup, model
from . import vocabulary as words
from .addresses import address
from .link import Node, Site

# The rows of the comparison, top to bottom, with what readers see.
ROWS = {
    "kommune": "Kommune",
    "periode": "Periode",
    "omraade": "Område",
    "form": "Form",
    "faser": "Faser",
    "parter": "Parter",
    "hvad": "Hvad går det ud på?",
    "hvordan": "Hvordan gjorde de?",
    "resultat": "Hvad kom der ud af det?",
    "laering": "Hvad lærte de?",
    "principper": "Principper, casen viser",
    "veje": "Veje, casen viser",
    "kilder": "Kilder",
    "sikkerhed": "Sikkerhed",
}
# What is said of a case that has nothing in a row, where the sources are not to be asked for it.
_OURS = "Redaktionen har ikke valgt nogen."
LACKING = {
    "kommune": "Ingen bestemt kommune i kilderne.", "faser": _OURS, "principper": _OURS,
    "veje": _OURS,
}  # fmt: skip
FILE = "sammenlign.js"

# One point of a row: its text, and the address it leads to from the site's root, if any.
Point = tuple[str, str | None]

_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=[-*] )")
_BULLET = re.compile(r"^[-*] ")


def period(one: model.Period) -> str:
    """When something ran, in words; nothing when neither end is known."""
    if not (one.start or one.end):
        return ""
    start = danish.date(one.start) if one.start else "start ikke oplyst"
    end = danish.date(one.end) if one.end else "slut ikke oplyst"
    return start if start == end else danish.span(start, end)


def rows(site: Site, case: model.Case) -> dict[str, list[Point]]:
    """The points of every row for a case; a row there is nothing for is empty."""
    said = {
        "periode": period(case.period),
        "omraade": words.AREAS[case.area].label if case.area else "",
        "form": words.FORMS[case.form].label,
        "sikkerhed": words.CERTAINTIES[case.certainty].label.capitalize(),
    }
    found: dict[str, list[Point]] = {
        "kommune": _links(site, case.municipalities),
        "faser": _links(site, case.phases),
        "parter": [(actor, None) for actor in case.actors or ()],
        "hvad": [(text, None) for text in _paragraphs(case.what)],
        "hvordan": _statements(case.how, case),
        "resultat": _statements(case.outcome, case),
        "laering": _statements(case.learning, case),
        "principper": _links(site, [one.id for one in case.principles]),
        "veje": _links(site, [one.id for one in case.ways]),
        "kilder": _links(site, dict.fromkeys(one.source for one in case.sources)),
        **{row: [(text, None)] for row, text in said.items() if text},
    }
    return {row: found.get(row, []) for row in ROWS}


def _links(site: Site, identifiers: Iterable[str]) -> list[Point]:
    return [(site[one].title, address(site, one)) for one in identifiers]


def _paragraphs(text: str) -> list[str]:
    return [markup.plain(_BULLET.sub("", part)) for part in _PARAGRAPH.split(text) if part.strip()]


def _statements(items: entry_model.Statements | None, case: model.Case) -> list[Point]:
    """Statements as text; a certainty of their own is said, since no colour can say it."""
    points: list[Point] = []
    for one in items or ():
        own = one.certainty and one.certainty != case.certainty
        after = f" ({words.CERTAINTIES[one.certainty].label})" if one.certainty and own else ""
        points.append((markup.plain(one.text) + after, None))
    return points


def script(site: Site, node: Node) -> str:
    """The script that hands one case to the comparison; nothing in it can end a script."""
    if not isinstance(node.entry, model.Case):
        raise TypeError(node.kind)
    data = {"id": node.id, "title": node.title, "rows": rows(site, node.entry)}
    return f"samskabelse.caseData({markup.data_block(data)});\n"
