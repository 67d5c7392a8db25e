"""The brand in `kommune/brand.yaml`: read, checked, and as values the site is made from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from . import images, model
from .brand_model import ADVISED, ASSETS, FILE, REQUIRED, Brand
from .check import shown
from .danish import nearest, number
from .decode import read_text
from .examples import as_yaml, of_field
from .explain import explain
from .finding import Placed
from .load import Loaded, Raw
from .model import Collection
from .palette import SCHEMES, Palette, Wishes, palette
from .problem import Problem, Trail
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

    @property
    def files(self) -> tuple[str, ...]:
        """The files in kommune/assets/ that the site needs."""
        return tuple(dict.fromkeys(file for _, file in files(self.brand)))


def read(loaded: Loaded, entries: Iterable[Placed]) -> tuple[Identity | None, list[Problem]]:
    """The identity in the folder that was loaded, if it has one, and all that is wrong with it."""
    path = loaded.root / FILE
    if not path.is_file():
        return None, []
    problems: list[Problem] = []
    text = read_text(FILE, path, problems)
    if text is None:
        return None, problems
    loaded.texts[FILE] = text
    data = read_yaml(FILE, text, problems, Marks())
    if not problems:
        known = {
            one.entry.id: one.entry for one in entries if isinstance(one.entry, model.Municipality)
        }
        identity, problems = _identity(loaded, Raw(_HOME, data, FILE, (), 1, 1), known)
        return identity, [shown(loaded, one) for one in sorted(problems)]
    return None, [shown(loaded, one) for one in sorted(problems)]


def _identity(
    loaded: Loaded, raw: Raw, known: dict[str, model.Municipality]
) -> tuple[Identity | None, list[Problem]]:
    try:
        brand = Brand.model_validate(raw.data)
    except ValidationError as error:
        return None, explain(loaded, raw, error)
    identity = Identity(brand, known.get(brand.municipality or ""))
    problems = [
        *_municipality(loaded, brand, known),
        *_files(loaded, brand),
        *_colours(loaded, identity),
        *_missing(loaded, brand),
    ]
    return identity, problems


def _problem(
    loaded: Loaded, path: Trail, message: str, hint: str, rule: str, example: str,
    *, warning: bool = False,
) -> Problem:  # fmt: skip
    mark = loaded.locate(FILE, path)
    severity = "warning" if warning else "error"
    return Problem(FILE, mark.line, mark.column, message, hint, rule, severity, example)  # type: ignore[arg-type]


def _municipality(
    loaded: Loaded, brand: Brand, known: dict[str, model.Municipality]
) -> Iterator[Problem]:
    wanted = brand.municipality
    # With no municipality at all, their file could not be read, and that is told elsewhere.
    if wanted and known and wanted not in known:
        match = nearest(wanted, known)
        message = f"»municipality« skal være id på en kommune, men »{wanted}« findes ikke."
        hint = f"Mente du »{match}«?" if match else "Se id'erne i data/municipalities.yaml."
        example = f"municipality: {match or 'roskilde'}"
        yield _problem(loaded, ("municipality",), message, hint, "reference", example)


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


def _files(loaded: Loaded, brand: Brand) -> Iterator[Problem]:
    for path, file in files(brand):
        for fault in images.faults(loaded.root / ASSETS / file, icon=path == ("favicon",)):
            example = as_yaml(str(path[-1]), file)
            yield _problem(loaded, path, fault.message, fault.hint, "brand-file", example)


def _wishes(brand: Brand) -> Wishes:
    light = brand.colours.model_dump(exclude_none=True, exclude={"dark"})
    dark = brand.colours.dark.model_dump(exclude_none=True) if brand.colours.dark else {}
    return Wishes(_lower(light), _lower(dark))


def _lower(colours: dict[str, Any]) -> dict[str, str]:
    return {name: str(value).lower() for name, value in colours.items()}


def _colours(loaded: Loaded, identity: Identity) -> Iterator[Problem]:
    for one in identity.palette.unreadable:
        dark = ("dark",) if one.scheme == "dark" else ()
        message = (
            f"»{one.name}« {one.value} kan ikke ses tydeligt ({one.pair.where}, "
            f"{SCHEMES[one.scheme]} visning): kontrasten er {floored(one.ratio)} til 1, "
            f"men skal være mindst {number(one.pair.least)}."
        )
        hint = f"Den nærmeste farve, der kan ses, er {one.proposed}."
        example = as_yaml(one.name, one.proposed)
        yield _problem(loaded, ("colours", *dark, one.name), message, hint, "contrast", example)


def floored(ratio: float) -> str:
    """A contrast in words, never rounded up to what it does not reach."""
    return number(int(ratio * 100) / 100)


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
        owner = model.record_in(owner.model_fields[name].annotation)
    return owner.model_fields[last]


def missing(brand: Brand) -> list[tuple[str, str]]:
    """What a public authority must have and the brand has not, each with its reason."""
    if brand.municipality is None:
        return []
    return [(path, why) for path, why in REQUIRED if value_at(brand, path) is None]


def _missing(loaded: Loaded, brand: Brand) -> Iterator[Problem]:
    for path, why in missing(brand):
        field = field_at(path)
        *above, last = path.split(".")
        message = f"En myndighed skal have »{path}« ({field.title}): {why}."
        example = of_field(last, field)
        if above:
            example = f"{above[0]}:\n  {example}"
        hint = f"Tilføj »{last}:«{f' under »{above[0]}:«' if above else ''}."
        yield _problem(
            loaded, ("municipality",), message, hint, "brand-missing", example, warning=True
        )


def advised(brand: Brand) -> list[tuple[str, str, bool]]:
    """What is good to have: the field, what it is good for, and whether the brand has it."""
    return [(path, why, bool(value_at(brand, path))) for path, why in ADVISED]


def asset(root: Path, name: str) -> Path:
    """Where a file of the brand stands."""
    return root / ASSETS / name
