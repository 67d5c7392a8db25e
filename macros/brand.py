"""The brand in `kommune/brand.yaml`: read, checked, and as values the site is made from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from . import images, model
from .brand_model import ADVISED, ASSETS, FILE, REQUIRED, Brand
from .check import not_told, shown
from .danish import nearest, number
from .decode import is_file, read_text
from .examples import as_yaml, of_field
from .explain import explain
from .fields import record_in
from .finding import Placed
from .kinds import Collection
from .load import Loaded, Raw
from .palette import SCHEMES, Palette, Wishes, palette
from .problem import Problem, Severity, Trail
from .read import Marks, read_yaml

_HOME = Collection("brand", "brand", Brand)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Identity:
    """Whoever publishes the site: the brand, its colours, and the municipality it is."""

    brand: Brand
    municipality: model.Municipality | None

    @cached_property
    def palette(self) -> Palette:
        """Every colour of the site, light and dark."""
        return palette(_wishes(self.brand))


def read(loaded: Loaded, entries: Iterable[Placed]) -> tuple[Identity | None, list[Problem]]:
    """The identity in the folder that was loaded, if it has one, and all that is wrong with it.

    What the municipality has changed is from now on in its name.
    """
    path = loaded.root / FILE
    if not is_file(path):
        return None, []
    problems: list[Problem] = []
    text = read_text(FILE, path, problems)
    if text is None:
        return None, problems
    loaded.texts[FILE] = text
    data = read_yaml(FILE, text, problems, Marks())
    if any(one.rule in ("syntax", "refused") for one in problems):
        return None, [shown(loaded, one) for one in sorted(problems)]
    known = {
        one.entry.id: one.entry for one in entries if isinstance(one.entry, model.Municipality)
    }
    identity, found = _identity(loaded, Raw(_HOME, data, FILE, (), 1, 1), known)
    if problems:
        identity = None
    if identity:
        # The pages say by this name whose words are whose.
        loaded.overlay = replace(loaded.overlay, who=identity.brand.publisher)
    told = [*not_told(problems, found), *found]
    return identity, [shown(loaded, one) for one in sorted(told)]


def _identity(
    loaded: Loaded, raw: Raw, known: dict[str, model.Municipality]
) -> tuple[Identity | None, list[Problem]]:
    try:
        brand = Brand.model_validate(raw.data)
    except ValidationError as error:
        return None, explain(loaded, raw, error)
    identity = Identity(brand, known.get(brand.municipality or ""))
    found = [
        *_municipality(brand, known),
        *_files(loaded.root, brand),
        *_colours(identity),
        *_missing(brand),
    ]
    return identity, [one.problem(loaded) for one in found]


class _Found(NamedTuple):
    """What a rule found in the brand: the way to it, what to say, and what would be right."""

    path: Trail
    message: str
    hint: str
    rule: str
    example: str
    severity: Severity = "error"

    def problem(self, loaded: Loaded) -> Problem:
        """The finding with its place in the file."""
        mark = loaded.locate(FILE, self.path)
        return Problem(
            FILE, mark.line, mark.column, self.message, self.hint, self.rule, self.severity,
            self.example,
        )  # fmt: skip


def _municipality(brand: Brand, known: dict[str, model.Municipality]) -> Iterator[_Found]:
    wanted = brand.municipality
    # With no municipality at all, their file could not be read, and that is told elsewhere.
    if wanted and known and wanted not in known:
        match = nearest(wanted, known)
        message = f"»municipality« skal være id på en kommune, men »{wanted}« findes ikke."
        hint = f"Mente du »{match}«?" if match else "Se id'erne i data/municipalities.yaml."
        example = f"municipality: {match or 'roskilde'}"
        yield _Found(("municipality",), message, hint, "reference", example)


def files(brand: Brand) -> Iterator[tuple[Trail, str]]:
    """Every file a brand names, with the way to where it is named."""
    logo, fonts = brand.logo, brand.fonts
    named: list[tuple[Trail, str | None]] = [(("favicon",), brand.favicon)]
    if logo:
        named += [(("logo", "file"), logo.file), (("logo", "dark"), logo.dark)]
    for part in ("headings", "body"):
        font = getattr(fonts, part, None)
        if font:
            named += [(("fonts", part, name), getattr(font, name)) for name in ("regular", "bold")]
    for path, file in named:
        if file:
            yield path, file


def _files(root: Path, brand: Brand) -> Iterator[_Found]:
    for path, file in files(brand):
        for fault in images.faults(root / ASSETS / file, icon=path == ("favicon",)):
            example = of_field(str(path[-1]), field_at(".".join(map(str, path))))
            yield _Found(path, fault.message, fault.hint, "brand-file", example)


def _wishes(brand: Brand) -> Wishes:
    light = brand.colours.model_dump(exclude_none=True, exclude={"dark"})
    dark = brand.colours.dark.model_dump(exclude_none=True) if brand.colours.dark else {}
    return Wishes(_lower(light), _lower(dark))


def _lower(colours: dict[str, Any]) -> dict[str, str]:
    return {name: str(value).lower() for name, value in colours.items()}


def _colours(identity: Identity) -> Iterator[_Found]:
    for one in identity.palette.unreadable:
        dark = ("dark",) if one.scheme == "dark" else ()
        message = (
            f"»{one.name}« {one.value} kan ikke ses tydeligt ({one.pair.where}, "
            f"{SCHEMES[one.scheme]} visning): kontrasten er {floored(one.ratio)} til 1, "
            f"men skal være mindst {number(one.pair.least)}."
        )
        hint = f"Den nærmeste farve, der kan ses, er {one.proposed}."
        example = as_yaml(one.name, one.proposed)
        yield _Found(("colours", *dark, one.name), message, hint, "contrast", example)


def floored(ratio: float) -> str:
    """A contrast in words, never rounded up to what it does not reach."""
    return f"{int(ratio * 100) / 100:.2f}".replace(".", ",")


def value_at(brand: Brand, path: str) -> Any:
    """The value of a field named like `contact.phone`; None when it is left out."""
    value: Any = brand
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def field_at(path: str) -> Any:
    """The field named like `contact.phone`, as the field table describes it."""
    owner: Any = Brand
    *above, last = path.split(".")
    for name in above:
        owner = record_in(owner.model_fields[name].annotation)
    return owner.model_fields[last]


def missing(brand: Brand) -> list[tuple[str, str]]:
    """What a public authority must have and the brand has not, each with its reason."""
    if brand.municipality is None:
        return []
    return [(path, why) for path, why in REQUIRED if value_at(brand, path) is None]


def _missing(brand: Brand) -> Iterator[_Found]:
    """What is missing, as warnings: a draft must be built and looked at before all of it is known.

    The gate before launch is `brand check`, which asks `missing` and fails on the same.
    """
    for path, why in missing(brand):
        field = field_at(path)
        *above, last = path.split(".")
        message = f"En myndighed skal have »{path}« ({field.title}): {why}."
        example = of_field(last, field)
        if above:
            example = f"{above[0]}:\n  {example}"
        hint = (
            f"Tilføj »{last}:«{f' under »{above[0]}:«' if above else ''}, før sitet går i luften."
        )
        yield _Found(("municipality",), message, hint, "brand-missing", example, "warning")


def advised(brand: Brand) -> list[tuple[str, str, bool]]:
    """What is good to have: the field, what it is good for, and whether the brand has it."""
    return [(path, why, bool(value_at(brand, path))) for path, why in ADVISED]
