"""A brand's colours and typefaces as the style sheet that is loaded after the house's own.

Values come from the typed brand alone: colours are six hexadecimal digits, names and files
have only harmless signs, and each is written anew here, so none can end what it stands in.
"""

from collections.abc import Iterator, Mapping

from .brand import Identity
from .brand_model import Font

STYLE = "assets/brand.css"
# Where `own_files` puts the typefaces, seen from the style sheet.
_FROM_STYLE = "kommune"
# The house's own typefaces come after a brand's, for the signs that it lacks.
_ROLES = {"headings": ("--serif", "Georgia, serif"), "body": ("--sans", "system-ui, sans-serif")}


def style(identity: Identity) -> str:
    """The whole style sheet. Its colours are for the screen; paper stays black on white."""
    colours = identity.palette
    return "\n".join(
        [
            "/* Lavet af kommune/brand.yaml. Ret dér. */",
            *_faces(identity),
            "@media screen {",
            *_tokens(":root", colours.light),
            "}",
            "@media screen and (prefers-color-scheme: dark) {",
            *_tokens(":root", colours.dark),
            *_dark_logo(identity),
            "}",
            "",
        ]
    )


def _tokens(selector: str, colours: Mapping[str, str]) -> Iterator[str]:
    yield f"  {selector} {{"
    yield from (f"    --{name}: {value};" for name, value in colours.items())
    yield "  }"


def _dark_logo(identity: Identity) -> Iterator[str]:
    """A logo made for the dark stands on a dark plate."""
    if identity.brand.logo and identity.brand.logo.dark:
        yield "  :root { --plate: var(--raised); }"


def _faces(identity: Identity) -> Iterator[str]:
    fonts = identity.brand.fonts
    for role, (variable, others) in _ROLES.items():
        font: Font | None = getattr(fonts, role, None)
        if font:
            yield from _face(font, font.regular, "400" if font.bold else "100 900")
            if font.bold:
                yield from _face(font, font.bold, "600 900")
            yield f':root {{ {variable}: "{font.family}", {others}; }}'


def _face(font: Font, file: str, weight: str) -> Iterator[str]:
    yield (
        f'@font-face {{ font-family: "{font.family}"; font-weight: {weight}; '
        f'font-display: swap; src: url("{_FROM_STYLE}/{file}") format("woff2"); }}'
    )
