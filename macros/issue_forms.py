"""The forms that the forges show, made from the field table and the data.

GitHub shows boxes from YAML; GitLab shows a Markdown text to fill in. Both end as the
same text with a heading over each answer, which the module `issue` reads.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import boxes as form
from . import write
from .boxes import Box
from .link import Site

_GITHUB = ".github/ISSUE_TEMPLATE"
_GITLAB = ".gitlab/issue_templates"
_MADE = "Lavet af »samskabelse forms« ud fra felterne i data. Ret den ikke i hånden."
_SHOWN = 30  # a list longer than this is left out of a text to fill in

_ABOUT = {
    "case": "Fortæl om et forløb med samskabelse i en kommune. Skriv kun det, kilderne siger.",
    "source": "Tilføj en tekst til kildelisten. Brug den bagefter i en case eller en påstand.",
    "term": "Foreslå et ord til ordlisten, forklaret i almindelige ord og med kilde.",
}
_INTRO = (
    "Felter uden stjerne må stå tomme: det, ingen kilde siger, skal ikke gættes. "
    "Alt her er offentligt og bliver i historikken, også når det slettes. "
    "En redaktør læser forslaget, før det kommer på siden."
)


def files(site: Site) -> dict[str, str]:
    """Every form by its path under the root."""
    found = {}
    for kind in form.FORMS:
        found[f"{_GITHUB}/{kind}.yml"] = _github(kind, site)
        found[f"{_GITLAB}/{kind}.md"] = _gitlab(kind, site)
    return found


def stale(root: Path, site: Site) -> list[str]:
    """The forms under `root` that are missing or no longer say what the field table says."""
    return [
        name
        for name, text in files(site).items()
        if not (root / name).is_file() or (root / name).read_text("utf-8") != text
    ]


def _github(kind: str, site: Site) -> str:
    """A form as https://docs.github.com describes its schema."""
    body: list[dict[str, Any]] = [{"type": "markdown", "attributes": {"value": _INTRO}}]
    body += [_element(box) for box in form.boxes(kind, site)]
    promises = [{"label": promise, "required": True} for promise in form.PROMISED]
    body.append(
        {
            "type": "checkboxes",
            "id": "promises",
            "attributes": {"label": form.PROMISES, "options": promises},
        }
    )
    whole = {
        "name": form.NAMES[kind],
        "description": _ABOUT[kind],
        "title": f"{form.NAMES[kind]}: ",
        "labels": [kind],
        "body": body,
    }
    return write.entry(whole, {("name",): [f"# {_MADE}"]})


_TYPES = {"input": "input", "date": "input", "choice": "dropdown", "choices": "dropdown"}


def _element(box: Box) -> dict[str, Any]:
    type_ = _TYPES.get(box.reading, "textarea")
    attributes: dict[str, Any] = {"label": box.label}
    if box.help:
        attributes["description"] = box.help
    if type_ == "dropdown":
        attributes["multiple"] = box.reading == "choices"
        attributes["options"] = [option.label for option in box.options]
    elif box.example:
        attributes["placeholder"] = box.example
    element = {"type": type_, "id": "-".join(box.way).replace("_", "-"), "attributes": attributes}
    return element | ({"validations": {"required": True}} if box.required else {})


def _gitlab(kind: str, site: Site) -> str:
    """A text to fill in; what stands in comments helps and is left out by the reader."""
    lines = [f"<!-- {_MADE} -->", f"<!-- {_ABOUT[kind]} {_INTRO} -->", f"/label ~{kind}", ""]
    for box in form.boxes(kind, site):
        lines += [f"### {box.label}", "", *_hints(box), "", ""]
    lines += [f"### {form.PROMISES}", "", *(f"- [ ] {promise}" for promise in form.PROMISED)]
    return "\n".join(lines) + "\n"


def _hints(box: Box) -> Iterator[str]:
    said = [*(["Skal udfyldes."] if box.required else []), *([box.help] if box.help else [])]
    if said:
        yield f"<!-- {' '.join(said)} -->"
    if box.options and len(box.options) <= _SHOWN:
        many = "en eller flere, med komma imellem" if box.reading == "choices" else "én"
        yield f"<!-- Vælg {many}: {' · '.join(option.label for option in box.options)} -->"
    elif box.options:
        yield "<!-- Skriv navnene med komma imellem. -->"
    if box.example and not box.options:
        yield f"<!-- Fx: {box.example} -->"
