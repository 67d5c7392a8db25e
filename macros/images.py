"""What is wrong with a picture or a typeface that a brand brings along.

An SVG is a document that a browser runs when it is opened, so only shapes, text and
colours are let through. Sizes are read from the first bytes; nothing is decoded.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

SVG_BYTES, PNG_BYTES, FONT_BYTES = 100_000, 300_000, 250_000
SMALLEST_ICON, SMALLEST_LOGO, LARGEST = 48, 64, 3000  # PNG, in pixels

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset((
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs",
    "linearGradient", "radialGradient", "stop", "clipPath", "mask", "symbol", "use", "title",
    "desc", "text", "tspan", "style", "metadata",
))  # fmt: skip
# What drawing programs write for themselves.
_NOTES = re.compile(
    r"\{http://(?:www\.inkscape\.org/|sodipodi\.sourceforge\.net/|www\.w3\.org/1999/02/22-rdf"
    r"|creativecommons\.org/ns|web\.resource\.org/cc|purl\.org/dc/)"
)
_OUTSIDE = re.compile(
    r"(?i)url\(\s*[\"']?(?!\s*[\"']?#)|image-set\(|\bsrc\(|@import|javascript:|expression\("
)
_PNG = b"\x89PNG\r\n\x1a\n"


class Fault(NamedTuple):
    """What is wrong, and what to do."""

    message: str
    hint: str


def faults(path: Path, *, icon: bool = False) -> list[Fault]:
    """Everything wrong with the file, which is an SVG, a PNG or a WOFF2 by its name."""
    limit = {".svg": SVG_BYTES, ".png": PNG_BYTES}.get(path.suffix, FONT_BYTES)
    if path.is_symlink():
        message = f"{path.name} er en genvej til en anden fil."
        return [Fault(message, "Læg selve filen i mappen.")]
    if not path.is_file():
        message = f"Filen findes ikke: {path.name}."
        return [Fault(message, f"Læg den i {path.parent.parent.name}/{path.parent.name}/.")]
    if path.stat().st_size > limit:
        message = f"{path.name} må højst fylde {limit // 1000} kB."
        return [Fault(message, "Gem den igen i mindre størrelse.")]
    check = {".svg": _svg, ".png": _png}.get(path.suffix, _font)
    return list(check(path.name, path.read_bytes(), icon))


def _png(name: str, content: bytes, icon: bool) -> Iterator[Fault]:  # noqa: FBT001 - one of three
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or len(content) < 33:
        yield Fault(f"{name} er ikke et png-billede.", "Gem billedet igen som png.")
        return
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    least = SMALLEST_ICON if icon else SMALLEST_LOGO
    said = f"{name} er {width} gange {height} billedpunkter"
    if icon and width != height:
        yield Fault(f"{said}, men et ikon skal være kvadratisk.", "Beskær det.")
    if min(width, height) < least:
        yield Fault(f"{said}, men skal være mindst {least} på hver led.", "Brug en større udgave.")
    if max(width, height) > LARGEST:
        yield Fault(f"{said}, men må højst være {LARGEST} på hver led.", "Gem det mindre.")


def _font(name: str, content: bytes, icon: bool) -> Iterator[Fault]:  # noqa: FBT001 - one of three
    del icon
    if not content.startswith(b"wOF2"):
        yield Fault(f"{name} er ikke en woff2-skrift.", "Få skriften som woff2 af leverandøren.")


def _svg(name: str, content: bytes, icon: bool) -> Iterator[Fault]:  # noqa: FBT001 - one of three
    root = _parsed(content)
    if isinstance(root, str):
        yield Fault(f"{name} {root}", "Gem den igen som almindelig svg uden DOCTYPE.")
        return
    found = {fault for element in root.iter() for fault in _of_element(element)}
    for fault in sorted(found):
        yield Fault(f"{name} {fault}", "Gem den igen som »optimeret« eller »almindelig« svg.")
    box = _box(root)
    if box is None:
        yield Fault(f"{name} siger ikke, hvor stor den er.", "Giv den en viewBox.")
    elif icon and abs(box[0] - box[1]) > max(box) / 50:
        yield Fault(f"{name} skal være kvadratisk, når den er ikon.", "Ret dens viewBox.")


def _parsed(content: bytes) -> ET.Element | str:
    """The root of an SVG, or what is wrong. Without a DOCTYPE there are no entities."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "er ikke gemt som UTF-8."
    if re.search(r"(?i)<!(?:doctype|entity)", text):
        return "må ikke have DOCTYPE eller egne tegn (ENTITY)."
    if re.search(r"(?i)<\?(?!xml\s)", text):
        return "må ikke have instruktioner til andre programmer (<?…?>)."
    try:
        root = ET.fromstring(text)  # noqa: S314 - no DOCTYPE, so no entities
    except (ET.ParseError, ValueError):
        return "kan ikke læses som svg."
    return root if root.tag == f"{_SVG}svg" else "er ikke en svg-tegning."


def _of_element(element: ET.Element) -> Iterator[str]:
    tag = str(element.tag)
    known = tag.startswith(_SVG) and tag.removeprefix(_SVG) in _SHAPES
    if not known and not _NOTES.match(tag):
        yield f"må ikke indeholde <{tag.rpartition('}')[2]}>."
    if tag == f"{_SVG}style" and _asks_outside(element.text or ""):
        yield "må ikke hente noget udefra i <style>."
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2].lower()
        if name.startswith("on"):
            yield f"må ikke indeholde kode ({name})."
        elif name == "href" and not value.startswith("#"):
            yield "må ikke henvise til andre filer (href)."
        elif "}" not in key and _asks_outside(value):
            yield f"må ikke hente noget udefra ({name})."


def _asks_outside(style: str) -> bool:
    """Whether a style asks for anything; a backslash can write any sign, so it counts as that."""
    return _OUTSIDE.search(style.replace("\\", "url(")) is not None


def _box(root: ET.Element) -> tuple[float, float] | None:
    """How wide and high a drawing is; None when it does not say."""
    numbers = re.findall(r"[-+.\d]+", root.get("viewBox", ""))
    if len(numbers) != 4:
        numbers = ["0", "0", root.get("width", ""), root.get("height", "")]
    try:
        width, height = (float(one.removesuffix("px")) for one in numbers[2:])
    except ValueError:
        return None
    return (width, height) if width > 0 and height > 0 else None
