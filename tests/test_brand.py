"""Whoever publishes: the brand is checked, can be read, and builds two whole editions."""

import io
import json
import random
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe import faults
from conftest import serve
from once import once
from playwright.sync_api import Browser, Page, expect
from publishers import PUBLISHERS, folder_of
from pydantic import ValidationError
from screens import NARROW, in_pairings, in_thirds
from test_check import golden
from test_editing import Typed
from test_site import NASTY, Reader, _resolve

from macros import brand_file, brand_style, cli, images, kept, knowledge, palette, publication
from macros.brand import Identity, files, value_at
from macros.brand_model import ADVISED, REQUIRED, Brand, is_cvr, is_gln
from macros.contrast import PARTS, TEXT, lch, nearest, ratio
from macros.fields import Record, record_in
from macros.link import Site
from macros.read import Marks, read_yaml
from macros.repository import Forge

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
ASSETS = ROOT / "theme" / "assets"


def _without_paper(style: str) -> str:
    """A style sheet without its blocks for print."""
    while (start := style.find("@media print {")) >= 0:
        depth, end = 1, style.index("{", start) + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(style[end], 0)
            end += 1
        style = style[:start] + style[end:]
    return style


STYLES = {
    path.name: _without_paper(path.read_text("utf-8")) for path in sorted(ASSETS.glob("*.css"))
}
LEAST = {"name": "Et sted", "publisher": "Nogen", "colours": {"primary": "#0f4f49"}}


def _brand(**more: object) -> Brand:
    return Brand.model_validate({**LEAST, **more})


def _yaml(path: Path) -> dict[str, object]:
    made: dict[str, object] = read_yaml(path.name, path.read_text("utf-8"), [], Marks())
    return made


# --- It is checked ------------------------------------------------------------


def _small(target: Path, brand: Path) -> Path:
    """The small invented collection with a brand of its own."""
    shutil.copytree(TESTS / "small", target)
    shutil.copy(ROOT / "mkdocs.yml", target)
    (target / "kommune").mkdir()
    shutil.copy(brand, target / "kommune" / "brand.yaml")
    assets = brand.parent / "assets"
    if assets.is_dir():
        shutil.copytree(assets, target / "kommune" / "assets")
    return target


@pytest.mark.parametrize("name", ["fields", "sense"])
def test_every_mistake_in_a_brand_has_its_message(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """UPDATE_GOLDEN=1 writes them anew; read the difference before committing it."""
    root = _small(tmp_path / "root", TESTS / "awful-brand" / f"{name}.yaml")
    assert cli.main(["--root", str(root), "check"]) == 1
    golden(capsys.readouterr().out, TESTS / "awful-brand" / f"expected-{name}.txt")
    assert cli.main(["--root", str(root), "brand", "check"]) == 1
    assert cli.main(["--root", str(root), "build", "--site-dir", str(tmp_path / "site")]) == 1
    assert not (tmp_path / "site").exists()


def test_an_authority_is_told_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = _small(tmp_path / "a", PUBLISHERS / "solbakke" / "brand.yaml")
    text = (lacking / "kommune" / "brand.yaml").read_text("utf-8")
    own = lacking / "kommune" / "brand.yaml"
    own.write_text(text.replace("laesoe", "aeblestad"), "utf-8")
    assert cli.main(["--root", str(lacking), "check"]) == 0, "a draft can be built"
    warned = capsys.readouterr().out
    assert warned.count("(advarsel)") == warned.count("før sitet går i luften.") == 3
    assert cli.main(["--root", str(lacking), "brand", "check"]) == 1
    said = capsys.readouterr().out
    for path in ("cvr", "links.privacy", "was_url"):
        assert re.search(rf"MANGLER +{path}\b", said)
    assert len(re.findall(r"^  ok .* på ", said, re.MULTILINE)) == 2 * len(palette.PAIRS)
    assert "FEJL" not in said
    assert "Sitet kan bygges som kladde." in said
    own.write_text(re.sub(r"municipality: .*\n", "", text), "utf-8")
    assert cli.main(["--root", str(lacking), "brand", "check"]) == 0, "nobody else must have them"


def test_the_fields_that_are_asked_for_exist() -> None:
    whole = knowledge.current(ROOT)
    assert whole.identity is None
    for path, why in (*REQUIRED, *ADVISED):
        assert value_at(_brand(), path) is None
        assert why


@pytest.mark.parametrize(
    ("publisher", "more", "said"),
    [
        ("Ærø Kommune", {}, "Ærø Kommunes"),
        ("Foreningen Viks", {}, "Foreningen Viks'"),
        ("Netværket LINUX", {}, "Netværket LINUX'"),
        ("Ærø Kommune (prøve)", {"genitive": "Ærø Kommunes (prøve)"}, "Ærø Kommunes (prøve)"),
    ],
)
def test_a_publisher_is_said_in_the_genitive(
    publisher: str, more: dict[str, str], said: str
) -> None:
    assert _brand(publisher=publisher, **more).possessive == said


@pytest.mark.parametrize(
    ("number", "right"), [("12345674", True), ("12345675", False), ("29188335", True)]
)
def test_a_cvr_number_is_weighed(number: str, *, right: bool) -> None:
    assert is_cvr(number) == right


def test_an_ean_number_has_its_check_digit() -> None:
    assert [d for d in range(10) if is_gln(f"579800000000{d}")] == [1]
    for wrong in ("5798000000002", "4006381333931", "579800000000", " 5798000000001"):
        with pytest.raises(ValidationError):
            _brand(ean=wrong)


WIDE = 'width="20px" height="10"'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
# Where the width and the height of a picture come next.
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
HOSTILE = [
    SVG.format("<script>1</script>"),
    SVG.format('<a href="#x"/>'),
    SVG.format('<image href="x.png"/>'),
    SVG.format('<use href="https://example.org/#a"/>'),
    SVG.format('<path onclick="x()"/>'),
    SVG.format('<path style="fill:url(https://example.org)"/>'),
    SVG.format('<path fill="URL( &apos;//example.org&apos;)"/>'),
    SVG.format("<style>@import 'x';</style>"),
    SVG.format(r"<style>a{fill:\75rl(https://example.org)}</style>"),
    SVG.format(r'<path style="fill:u\72l(https://example.org)"/>'),
    SVG.format("<style>a{background:image-set('https://example.org' 1x)}</style>"),
    SVG.format("<path style=\"fill:src('https://example.org')\"/>"),
    SVG.format('<g xmlns:h="http://www.w3.org/1999/xhtml"><h:script>1</h:script></g>'),
    SVG.format('<animate attributeName="href" to="javascript:1"/>'),
    '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("<text>&b;</text>"),
    "<!doctype svg>" + SVG.format(""),
    '<?xml-stylesheet href="https://example.org"?>' + SVG.format(""),
    SVG.format("").replace(' viewBox="0 0 9 9"', ""),
    SVG.format("").replace("svg", "math"),
    "<svg",
]

# What a drawing program writes for itself.
INKSCAPE = r"""
<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" id="a"/>
<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>
<g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:export-filename="C:\logo.png"/>
"""


@pytest.mark.parametrize("text", HOSTILE)
def test_a_drawing_with_more_than_shapes_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    file.write_text(text, "utf-8")
    assert images.faults(file)
    file.write_bytes(text.encode("utf-16"))
    assert images.faults(file)


def test_plain_drawings_are_let_through(tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    shade = '<defs><linearGradient id="a"/></defs><path fill="url(#a)"/><use href="#a"/>'
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{SVG.format(shade)}', "utf-8")
    assert images.faults(file, icon=True) == []
    assert images.faults(ASSETS / "mark.svg", icon=True) == []
    file.write_text(SVG.format("").replace('viewBox="0 0 9 9"', WIDE), "utf-8")
    assert images.faults(file) == []
    file.write_text(SVG.format(INKSCAPE), "utf-8-sig")
    assert images.faults(file, icon=True) == []
    file.write_text(SVG.format(" " * images.SVG_BYTES), "utf-8")
    assert len(images.faults(file)) == 1


@pytest.mark.parametrize(
    ("name", "content", "icon", "said"),
    [
        ("x.png", PNG[:12] + b"CgBI" + bytes(40), False, "er ikke et png-billede"),
        ("x.png", PNG + bytes((0, 0, 0, 60, 0, 0, 0, 64)), False, "mindst 64"),
        ("x.png", b"GIF89a", False, "er ikke et png-billede"),
        ("x.png", PNG + bytes((0, 0, 64, 0, 0, 0, 64, 0)), False, "må højst være"),
        ("x.png", PNG + bytes((0, 0, 0, 9, 0, 0, 0, 8)), True, "skal være kvadratisk"),
        ("x.svg", SVG.format("").replace("9 9", "100 97").encode(), True, "skal være kvadratisk"),
        ("x.svg", SVG.format("").replace("9 9", "-9 -9").encode(), False, "hvor stor den er"),
        ("x.svg", SVG.format("").replace("viewBox", "x").encode(), False, "hvor stor den er"),
        ("x.svg", SVG.format("").replace('viewBox="0 0 9 9"', WIDE).encode(), True, "kvadratisk"),
        ("x.woff2", b"OTTO", False, "er ikke en woff2-skrift"),
    ],
)
def test_a_picture_that_cannot_be_used_is_told_of(
    name: str, content: bytes, said: str, tmp_path: Path, *, icon: bool
) -> None:
    (tmp_path / name).write_bytes(content.ljust(40, b"\0") if name.endswith("png") else content)
    assert said in images.faults(tmp_path / name, icon=icon)[0].message


@pytest.mark.parametrize(("size", "icon"), [((200, 64), False), ((48, 48), True)])
def test_a_picture_of_a_fair_size_is_let_through(
    size: tuple[int, int], tmp_path: Path, *, icon: bool
) -> None:
    sides = b"".join(side.to_bytes(4, "big") for side in size)
    (tmp_path / "x.png").write_bytes((PNG + sides).ljust(40, b"\0"))
    assert images.faults(tmp_path / "x.png", icon=icon) == []


def test_a_picture_that_only_leads_to_another_is_refused(tmp_path: Path) -> None:
    """Links are not published, for they may lead out of the folder."""
    (tmp_path / "x.svg").symlink_to(ASSETS / "mark.svg")
    (fault,) = images.faults(tmp_path / "x.svg")
    assert "genvej" in fault.message


# --- Its colours can be read --------------------------------------------------

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_USES = re.compile(r"([\w-]+)\s*:[^;{}]*?var\(--([\w-]+)\)")
_SETS = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})")
# What carries no meaning of its own: hairlines, stripes of colour, and the plate of a logo.
ADORNS = {"line", "accent", "clay", "plate", "header-line"}


def _schemes() -> dict[str, dict[str, str]]:
    """The colours that samskabelse.css sets, light and dark."""
    roots = [body for head, body in _RULE.findall(STYLES["samskabelse.css"]) if ":root" in head]
    light, dark = (dict(_SETS.findall(body)) for body in roots[:2])
    return {"light": light, "dark": light | dark}


def test_the_house_is_as_its_style_sheet_says() -> None:
    assert _schemes() == palette.HOUSE


def test_the_house_can_be_read() -> None:
    for scheme in palette.SCHEMES:
        found = palette.contrasts(palette.HOUSE[scheme])
        low = [(pair, contrast) for pair, contrast in found if contrast < pair.least]
        assert low == []


def test_every_colour_in_the_style_sheets_is_in_the_table_of_pairs() -> None:
    """Texts in a rule with its own background are a pair; all others stand on the page."""
    backs = {pair.back for pair in palette.PAIRS}
    text = {(pair.front, pair.back) for pair in palette.PAIRS if pair.least == TEXT}
    fronts = {pair.front for pair in palette.PAIRS} | backs
    seen = set()
    for name, style in STYLES.items():
        for head, body in _RULE.findall(style):
            if ":root" in head:
                continue
            uses = {
                (kind, colour)
                for kind, colour in _USES.findall(body)
                if colour in palette.HOUSE["light"]
            }
            seen |= {colour for _, colour in uses}
            colours = [colour for kind, colour in uses if kind == "color"]
            behind = [colour for kind, colour in uses if kind in ("background", "background-color")]
            for colour in colours:
                grounds = behind or ["paper", "raised"]
                on_brand = {"brand-ink", "paper", "tint-3-ink"}
                for ground in grounds if behind or colour not in on_brand else []:
                    assert (colour, ground) in text, (name, head.strip(), colour, ground)
            for colour in behind:
                assert colour in backs | {"accent", "control", "plate"} | fronts, (name, head)
            for kind, colour in uses:
                if kind in ("stroke", "outline", "outline-color", "border-color", "accent-color"):
                    assert colour in fronts | ADORNS, (name, head.strip(), colour)
    assert set(palette.HOUSE["light"]) - seen <= {"brand-ink"}, "a colour nobody uses"


def test_style_sheets_name_their_colours() -> None:
    """A brand can change only what has a name; shadows and paper are nobody's."""
    for name, style in STYLES.items():
        on_screen = re.sub(r"(?s):root \{.*?\}", "", style)
        left = re.sub(r"box-shadow:[^;}]*|backdrop \{[^}]*\}", "", on_screen)
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s;,)}])", left) == [], name


@pytest.mark.parametrize("amount", [20, pytest.param(100, marks=pytest.mark.slow)])
def test_all_colours_follow_from_any_one(amount: int) -> None:
    colours = ["#ffe600", "#ffffff", "#000000", "#808080", "#777777", "#ff0000", "#0000ff"]
    chosen = random.Random(7)  # noqa: S311 - colours, not secrets
    colours += [f"#{chosen.randrange(1 << 24):06x}" for _ in range(amount)]
    for colour in colours:
        made = palette.palette(palette.Wishes({"primary": colour}))
        assert made.unreadable == ()
        assert made.light["brand"] == colour, "the header has the colour that was asked for"
        assert lch(made.dark["brand"]).lightness < 0.36, "in the dark it does not glare"
        for scheme in palette.SCHEMES:
            assert set(made.scheme(scheme)) == set(palette.HOUSE[scheme])
            low = [p for p, found in palette.contrasts(made.scheme(scheme)) if found < p.least]
            assert low == [], (colour, scheme)


@pytest.mark.parametrize("colour", ["#0f4f49", "#7a1f2b", "#7a5a1f", "#946a12", "#5a1f7a"])
def test_two_lines_in_a_figure_have_hues_apart(colour: str) -> None:
    for more in ({}, {"accent": colour}):
        made = palette.palette(palette.Wishes({"primary": colour, **more}))
        for scheme in palette.SCHEMES:
            one, other = (lch(made.scheme(scheme)[line]).hue for line in ("teal", "ochre"))
            assert abs((one - other + 180) % 360 - 180) > 35, (scheme, more)


def test_of_its_own_colour_the_house_is_made_again() -> None:
    """But for what is taken from the colour as it is, and for what stands on the header."""
    made = palette.palette(palette.Wishes({"primary": "#0f4f49"}))
    taken = {"light": {"link", "control"}, "dark": {"brand-ink"}}
    for scheme, house in palette.HOUSE.items():
        for name in house.keys() - taken[scheme] - {"header-edge", "header-focus"}:
            one, other = lch(made.scheme(scheme)[name]), lch(house[name])
            assert abs(one.lightness - other.lightness) < 0.04, (scheme, name)
            assert abs(one.chroma - other.chroma) < 0.03, (scheme, name)


@pytest.mark.parametrize("primary", ["#ff00ff", "#ffe600", "#0000ff"])
def test_paper_and_text_are_hardly_tinted_and_the_accent_is_kept(primary: str) -> None:
    made = palette.palette(palette.Wishes({"primary": primary, "accent": "#ff0000"}))
    for scheme in palette.SCHEMES:
        colours = made.scheme(scheme)
        assert colours["accent"] == "#ff0000"
        for name in ("paper", "raised", "sunken", "ink", "soft", "line", "edge"):
            assert lch(colours[name]).chroma < 0.015, (scheme, name)


def test_what_is_proposed_would_do() -> None:
    wishes = {"primary": "#0f4f49", "link": "#ffe600", "focus": "#eeeeee"}
    dark = {"link": "#111111"}
    wrong = palette.palette(palette.Wishes(wishes, dark)).unreadable
    assert {(one.scheme, one.name) for one in wrong} == {
        ("light", "link"), ("light", "focus"), ("dark", "link"),
    }  # fmt: skip
    mended = wishes | {one.name: one.proposed for one in wrong if one.scheme == "light"}
    dark = {one.name: one.proposed for one in wrong if one.scheme == "dark"}
    assert palette.palette(palette.Wishes(mended, dark)).unreadable == ()


def test_where_nothing_will_do_the_nearest_end_is_taken() -> None:
    assert nearest("#808080", [("#101010", 21.5)]) == "#ffffff"
    assert nearest("#808080", [("#f0f0f0", 21.5)]) == "#000000"
    assert nearest("#808080", [("#ffffff", 3.0)]) == "#808080", "a wish that will do is kept"


def test_contrast_is_that_of_the_law() -> None:
    assert ratio("#ffffff", "#000000") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert PARTS == 3.0


# --- Nothing breaks out of what it stands in ----------------------------------

_STYLE = re.compile(
    r"/\* [\w/ .æøå]+ \*/\n"
    r'(?:@font-face \{ font-family: "[\w -]+"; font-weight: [\d ]+; font-display: swap; '
    r'src: url\("kommune/[\w-]+\.woff2"\) format\("woff2"\); \}\n'
    r'|:root \{ --(?:serif|sans): "[\w -]+", [\w, -]+; \}\n)*'
    r"(?:@media screen(?: and \(prefers-color-scheme: dark\))? \{\n"
    r"(?:  :root \{\n(?:    --[\w-]+: #[0-9a-f]{6};\n)+  \}\n"
    r"|  :root \{ --plate: var\(--raised\); \}\n)+"
    r"\}\n){2}"
)


@pytest.mark.parametrize("name", ["solbakke", "vandhuse"])
def test_a_style_sheet_holds_colours_and_typefaces_alone(name: str) -> None:
    data = _yaml(PUBLISHERS / name / "brand.yaml")
    made = brand_style.style(Identity(Brand.model_validate(data), None))
    assert _STYLE.fullmatch(made), made


BREAKERS = [
    '#fff"}</style>',
    "#0f4f49; } * { x: y",
    "url(x)",
    "</style><script>",
    "../x.svg",
    "a\nb",
]


@pytest.mark.parametrize("text", BREAKERS)
def test_values_that_could_break_out_are_refused(text: str) -> None:
    font = {"family": "X", "regular": "x.woff2", "licence": "x"}
    tried: list[dict[str, object]] = [
        {"colours": {"primary": text}},
        {"favicon": text},
        {"logo": {"file": text, "alt": "x"}},
        {"fonts": {"body": font | {"family": text}}},
        {"fonts": {"body": font | {"regular": text}}},
        {"contact": {"email": text}},
        {"was_url": f"https://was.digst.dk/{text}"},
    ]
    for more in tried[:-1]:
        with pytest.raises(ValidationError):
            _brand(**more)
    if '"' in text or "<" in text or " " in text or "\n" in text:
        with pytest.raises(ValidationError):
            _brand(**tried[-1])


# --- A new one ----------------------------------------------------------------

ANSWERS = [
    "name=Samskabelse i Æblestad", "municipality=Æblestad Kommune", "primary=#ffe600",
    "email=post@aeblestad.example", "phone=12 34 56 78", "url=https://samskabelse.example",
]  # fmt: skip


def _new(root: Path, *answers: str) -> int:
    return cli.main(
        ["--root", str(root), "new", "brand", *(p for a in answers for p in ("--set", a))]
    )


@pytest.fixture
def small(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    shutil.copytree(TESTS / "small", root)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


def test_six_answers_make_a_brand(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _new(small, *ANSWERS) == 0
    assert "Skrevet: kommune/brand.yaml" in capsys.readouterr().out
    identity = knowledge.read(small).identity
    assert identity
    assert identity.brand.contact.phone == "12 34 56 78"
    assert identity.brand.url == "https://samskabelse.example/"
    assert identity.municipality
    assert identity.brand.publisher == identity.municipality.official_name
    assert _new(small, *ANSWERS) == 1, "never written over"


def test_three_answers_are_enough(small: Path) -> None:
    assert _new(small, *ANSWERS[:3]) == 0
    assert knowledge.read(small).errors == []


@pytest.mark.parametrize(
    ("answer", "identifier"),
    [
        ("Københavns Kommune", "koebenhavn"),
        ("københavn", "koebenhavn"),
        ("Bornholms Regionskommune", "bornholm"),
        ("Læsø Kommune", "laesoe"),
        ("Århus", "aarhus"),
        ("Nowhere", "nowhere"),
    ],
)
def test_a_municipality_is_known_by_its_whole_name_too(
    site: Site, answer: str, identifier: str
) -> None:
    names = {one.id: one.entry.official_name for one in site.of_kind("municipality")}
    assert brand_file.data({"municipality": answer}, names)["municipality"] == identifier


def test_answers_are_put_as_they_must_be() -> None:
    """Without a municipality whoever publishes is called as the site, until they say another."""
    given = {"name": " Samskabelse ", "url": "https://x.example/a//", "primary": " ", "phone": ""}
    assert brand_file.data(given, {}) == {
        "name": "Samskabelse", "url": "https://x.example/a/", "publisher": "Samskabelse",
    }  # fmt: skip


def test_every_comment_can_be_used_as_it_stands(small: Path) -> None:
    """All fields are there; with the # taken away they are valid examples."""
    _new(small, *ANSWERS)
    text = (small / "kommune" / "brand.yaml").read_text("utf-8")
    used = re.sub(r"(?m)^( *)# ( *[a-z_]+:)", r"\1\2", text)
    (small / "kommune" / "brand.yaml").write_text(used, "utf-8")
    problems = [one for one in knowledge.read(small).problems if one.severity == "error"]
    assert {one.rule for one in problems} <= {"brand-file"}, problems
    identity = knowledge.read(small).identity
    assert identity
    assert _left_out(identity.brand) == []
    assert len(list(files(identity.brand))) == 7


def _left_out(record: Record, path: str = "") -> list[str]:
    found = []
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if value is None:
            found.append(path + name)
        elif record_in(field.annotation):
            found += _left_out(value, f"{path}{name}.")
    return found


@pytest.mark.parametrize(
    "wrong",
    [["primary=red"], ["name=X"], ["primary=#ffe600", "name=X", "municipality=findes ikke"]],
)
def test_wrong_answers_write_nothing(small: Path, wrong: list[str]) -> None:
    assert _new(small, *wrong) == 1
    assert not (small / "kommune").exists()
    assert _new(small, "farve=gul") == 2


def test_a_brand_is_asked_for_on_a_terminal_alone(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert _new(small) == 2
    assert "Der er ingen svar." in capsys.readouterr().err
    assert cli.main(["--root", str(small), "brand", "check"]) == 2
    assert "Her er ingen kommune/brand.yaml." in capsys.readouterr().err
    (small / "kommune").mkdir()
    assert _new(small, "primary=red") == 1
    assert list((small / "kommune").iterdir()) == [], "the folder was there before"
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", Typed("".join(f"{a.split('=')[1]}\n" for a in ANSWERS)))
    assert _new(small) == 0
    said = capsys.readouterr().out
    assert said.startswith("Seks spørgsmål.")
    assert said.count(" Fx ") == 6
    identity = knowledge.read(small).identity
    assert identity
    assert identity.brand.name == "Samskabelse i Æblestad"
    assert identity.brand.contact.email == "post@aeblestad.example"


def test_a_wrong_answer_costs_no_other(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = dict(one.split("=") for one in ANSWERS) | {"primary": "rød", "email": "post"}
    mended = ("rødere", "post@aeblestad.example", "#0f4f49")
    monkeypatch.setattr("sys.stdin", Typed("".join(f"{a}\n" for a in (*given.values(), *mended))))
    assert _new(small) == 0
    said = capsys.readouterr()
    assert said.out.count("Svar igen på det, der er forkert. De andre svar er husket.\n") == 2
    assert [said.out.count(f"{one}: ") for one in ("name", "primary", "email")] == [1, 3, 2]
    assert "men er »rød«" in said.err
    assert "men er »rødere«" in said.err
    identity = knowledge.read(small).identity
    assert identity
    assert (identity.brand.colours.primary, identity.brand.name) == ("#0f4f49", given["name"])


def test_answers_that_are_wrong_together_are_given_back(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Typed("\n\n#0f4f49\n\n\n\n"))
    assert _new(small) == 1
    assert capsys.readouterr().err.endswith(
        "Intet er skrevet.\nDine svar: --set 'primary=#0f4f49'\n"
    )


# --- Small files and pages ----------------------------------------------------


def test_the_address_that_a_site_is_built_for_goes_before_that_of_the_brand() -> None:
    """As where it is shown to a few before it is published."""
    who = Identity(_brand(url="https://brand.example/"), None)
    assert publication.named({}, who)["site_url"] == "https://brand.example/"
    given = {"site_url": "https://kladde.example/"}
    assert publication.named(given, who)["site_url"] == "https://kladde.example/"


def test_pages_lead_to_those_who_publish_and_to_their_files() -> None:
    where = {"url": "https://git.aeroe.example/vores", "forge": "gitlab", "branch": "hoved"}
    who = Identity(_brand(contact={"email": "os@aeroe.example"}, repository=where), None)
    said = publication.named({"repo_url": "https://github.com/a/b", "extra": {"kind": 1}}, who)
    assert said["repo_url"] == where["url"]
    assert said["extra"] == {
        "kind": 1, "publisher": "Nogen", "contact": "os@aeroe.example", "branch": "hoved",
        "forge": "gitlab",
    }  # fmt: skip


def test_robots_and_the_contact_for_security_are_well_formed() -> None:
    assert publication.robots("") == "User-agent: *\nAllow: /\n"
    assert "Sitemap: https://x.example/sitemap.xml\n" in publication.robots("https://x.example/")
    forge = Forge("github", "https://github.com/x/y", "main", "")
    assert publication.security_txt(forge, "", None, None) == "", "no contact, no file"
    who = Identity(_brand(contact={"email": "sikkerhed@x.example"}), None)
    said = publication.security_txt(forge, "https://x.example/", who, date(2026, 11, 22))
    assert "Contact: mailto:sikkerhed@x.example\n" in said
    assert "Expires: 2027-11-22T00:00:00Z\n" in said
    assert "Canonical: https://x.example/.well-known/security.txt\n" in said
    undated = publication.security_txt(forge, "", who, None)
    assert not re.search(r"(?m)^Expires:", undated)
    assert "# Expires mangler" in undated


@pytest.mark.parametrize(
    ("seconds", "day"),
    [("1795392000", date(2026, 11, 23)), ("", None), ("i dag", None), ("99999999999999", None)],
)
def test_the_day_of_publishing_is_a_day_or_none(
    monkeypatch: pytest.MonkeyPatch, seconds: str, day: date | None
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert publication.day() == day


def test_the_neutral_site_knows_of_no_brand(built: Path) -> None:
    assert not (built / "assets" / "brand.css").exists()
    assert not (built / "udgiver.json").exists()
    assert not (built / ".well-known").exists(), "the project has no contact of its own yet"
    assert (built / "robots.txt").is_file()
    front = (built / "index.html").read_text("utf-8")
    assert "brand.css" not in front
    assert "Udgivet af" not in front
    was = (built / "was" / "index.html").read_text("utf-8")
    assert 'content="0; url=../tilgaengelighed/index.html"' in was
    draft = (built / "tilgaengelighed" / "index.html").read_text("utf-8")
    assert "<strong>Udkast.</strong>" in draft


def test_the_page_on_privacy_names_every_key(built: Path) -> None:
    """Every key in the scripts is on the page, and none that is no longer used."""
    used = set()
    for script in ASSETS.glob("*.js"):
        used |= set(re.findall(rf"{kept.PREFIX}([a-z-]+:?)", script.read_text("utf-8")))
    assert {kept.PREFIX + key for key in used} == {one.key for one in kept.KEPT}
    said = (built / "privatliv" / "index.html").read_text("utf-8")
    for one in kept.KEPT:
        assert f"<code>{one.key}" in said
        assert one.lasts in said
    for script in ASSETS.glob("*.js"):
        text = script.read_text("utf-8")
        assert "sessionStorage" not in text
        assert "localStorage" not in text or kept.PREFIX in text, script


def test_every_page_leads_to_privacy_and_accessibility(built: Path) -> None:
    for path in built.rglob("*.html"):
        text = path.read_text("utf-8").partition('<footer class="site-footer">')[2]
        for page, title in (("tilgaengelighed/", "Tilgængelig"), ("privatliv/", "Hvad")):
            to_itself = path.parent.name == page.rstrip("/")
            wanted = "./" if to_itself else page
            assert re.search(rf'href="[^"]*{re.escape(wanted)}">{title}', text), path


# --- Two whole editions -------------------------------------------------------

PLACES = [
    "", "soeg/?q=tillid", "om/", "kommuner/", "cases/insp-roskilde/",
    "principper/frivilligraadet/fp-3/", "tjeklister/tjekliste-fp-1/", "overblik/forbindelser/",
    "selvvurdering/seks-principper/", "tilgaengelighed/", "privatliv/", "bidrag/case/",
]  # fmt: skip


@pytest.fixture(
    scope="session", params=[pytest.param("solbakke", marks=pytest.mark.slow), "vandhuse"]
)
def edition(request: pytest.FixtureRequest, common: Path) -> Iterator[tuple[str, Path, str]]:
    """An invented publisher's whole edition: its name, its folder, its address."""
    root = once(common / request.param, lambda target: _built(request.param, target))
    with serve(root / "site") as address:
        yield request.param, root / "site", address


def _built(name: str, target: Path) -> None:
    assert cli.main(["--root", str(folder_of(name, target)), "build"]) == 0


def test_an_edition_names_its_publisher(edition: tuple[str, Path, str]) -> None:
    name, folder, _ = edition
    brand = Brand.model_validate(_yaml(PUBLISHERS / name / "brand.yaml"))
    for path in folder.rglob("*.html"):
        text = path.read_text("utf-8")
        assert f"<address>\n<p>Udgivet af {brand.publisher}" in text, path
        assert "assets/brand." in text
        assert brand.name in text.partition("</title>")[0], path
    said = json.loads((folder / "udgiver.json").read_text("utf-8"))
    assert said["municipality"]["code"] == {"solbakke": "0825", "vandhuse": "0320"}[name]
    assert brand.contact
    page = (folder / "bidrag" / "index.html").read_text("utf-8")
    assert f"mailto:{brand.contact.email}" in page
    assert f"{brand.possessive} udgave" in (folder / "om" / "index.html").read_text("utf-8")
    security = (folder / ".well-known" / "security.txt").read_text("utf-8")
    assert f"Contact: mailto:{brand.contact.email}" in security


def test_own_cases_and_changed_texts_read_like_ours(edition: tuple[str, Path, str]) -> None:
    """Brand, own cases, a changed text and a hidden entry together, on one site."""
    name, folder, _ = edition
    for path in folder.rglob("*.html"):
        assert "&lt;p class=" not in path.read_text("utf-8"), path
    if name != "solbakke":
        return
    for own in ("solbakke-folkekoekken", "solbakke-stien-om-mosen"):
        text = (folder / "cases" / own / "index.html").read_text("utf-8")
        assert '<h2 id="hvad">' in text
        assert "er tilføjet her og findes ikke i det fælles Samskabelse" in text
    changed = (folder / "principper/frivilligraadet/fp-1/index.html").read_text("utf-8")
    assert '<p class="summary">Hos os skal ' in changed
    assert "Ændret af Solbakke-Nørrebjerg og Omegns Kommune" in changed


def test_a_full_brand_reaches_every_place(edition: tuple[str, Path, str]) -> None:
    name, folder, _ = edition
    if name != "vandhuse":
        return
    was = (folder / "was" / "index.html").read_text("utf-8")
    assert 'content="0; url=https://was.digst.dk/samskabelse-vandhuse-example"' in was
    assert "Udkast." not in (folder / "tilgaengelighed" / "index.html").read_text("utf-8")
    om = (folder / "om" / "index.html").read_text("utf-8")
    # What is common is changed where it comes from, so that a copy never meets ours in a merge.
    assert "https://github.com/samskabelse/samskabelse/edit/main/docs/om.md" in om
    form = (folder / "bidrag" / "case" / "index.html").read_text("utf-8")
    assert "/-/new/hoved/kommune/data/cases" in form, "what is theirs goes into their folder"
    for asked in ("sikker-post", "aabningstider", "cookies", "privatliv"):
        assert f"https://www.vandhuse.example/{asked}" in om
    sitemap = (folder / "sitemap.xml").read_text("utf-8")
    base = "https://samskabelse.vandhuse.example/"
    assert f"<loc>{base}charter/arbejdsudkast/</loc><lastmod>2026-11-22</lastmod>" in sitemap
    assert f"<loc>{base}om/</loc></url>" in sitemap, "no day is invented"
    assert f"{base}was/" not in sitemap
    assert f"Sitemap: {base}sitemap.xml" in (folder / "robots.txt").read_text("utf-8")


def _dead(folder: Path, third: int | None = None) -> tuple[int, set[tuple[str, str]]]:
    """How many links of all pages, or a third, lead somewhere on the site, and the dead ones."""
    alive, dead = 0, set()
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for path in sorted(folder.rglob("*.html"))[third :: 1 if third is None else 3]:
        reader = Reader()
        reader.feed(path.read_text("utf-8"))
        assert reader.unsafe == [], path
        here = path.relative_to(folder).as_posix().removesuffix("index.html")
        for link in (*reader.links, *reader.loaded):
            parts = urlsplit(link)
            if not parts.scheme:
                target = _resolve(here, unquote(parts.path)).removesuffix("/")
                if files.isdisjoint((target, f"{target}/index.html".removeprefix("/"))):
                    dead.add((here, link))
                else:
                    alive += 1
    return alive, dead


@in_thirds(today=0)
def test_every_link_of_an_edition_leads_somewhere(
    edition: tuple[str, Path, str], built: Path, third: int
) -> None:
    """What is dead on the neutral site too is told by the tests of that."""
    alive, dead = _dead(edition[1], third)
    assert alive > 5_000
    assert not dead or dead <= _dead(built)[1]
    for style in edition[1].rglob("*.css"):
        for asked in re.findall(r"url\(([^)]*)\)", style.read_text("utf-8")):
            wanted = asked.strip("\"'")
            assert wanted.startswith("data:") or (style.parent / wanted).is_file(), (style, asked)


@in_pairings(today="1280-dark")
def test_axe_finds_nothing_in_an_edition(
    edition: tuple[str, Path, str], browser: Browser, scheme: str, size: dict
) -> None:
    context = browser.new_context(base_url=edition[2], color_scheme=scheme, viewport=size)
    page = context.new_page()
    found = {}
    for place in PLACES:
        page.goto(place)
        if place.startswith("soeg"):
            page.wait_for_selector("ol[data-results] > li")
        found[place] = faults(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], place
    context.close()
    assert {place: said for place, said in found.items() if said} == {}


@pytest.fixture
def tab(edition: tuple[str, Path, str], browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=edition[2], locale="da-DK")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(edition[2]) else faults.append(asked.url),
    )
    yield page
    context.close()
    assert not faults


def test_an_edition_is_used_like_the_site(tab: Page) -> None:
    tab.goto("soeg/?q=frivilligt")
    tab.wait_for_selector("ol[data-results] > li")
    tab.set_viewport_size(NARROW)
    for place in PLACES:
        tab.goto(place)
        assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], place
    logo = tab.locator(".brand .logo")
    expect(logo).to_be_visible()
    assert logo.evaluate("one => one.naturalWidth > 0 && one.complete")
    assert logo.get_attribute("alt")


def test_an_edition_has_its_colours_on_screen_and_none_on_paper(
    edition: tuple[str, Path, str], tab: Page
) -> None:
    wished = {"solbakke": "rgb(255, 230, 0)", "vandhuse": "rgb(122, 31, 92)"}[edition[0]]
    tab.emulate_media(color_scheme="light")
    tab.goto("principper/frivilligraadet/fp-3/")
    expect(tab.locator(".site-header")).to_have_css("background-color", wished)
    if edition[0] == "vandhuse":
        expect(tab.locator("h1")).to_have_css("font-family", '"Roboto Slab", Georgia, serif')
        assert tab.evaluate("document.fonts.check('20px \"Roboto Slab\"')")
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.is_hidden(".site-header")
    expect(tab.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(tab.locator(".md-typeset h1")).to_have_css("color", "rgb(0, 0, 0)")
    assert "Udgivet af" in tab.locator(".site-footer").inner_text()


@pytest.mark.slow
def test_a_hostile_brand_stays_text(tmp_path: Path) -> None:
    """Every plain text of a brand is hostile, through the whole real build."""
    root = folder_of("vandhuse", tmp_path / "root")
    brand = root / "kommune" / "brand.yaml"
    text = brand.read_text("utf-8")
    for key in ("name", "publisher", "genitive", "  alt", "  address"):
        text = re.sub(rf"(?m)^({key}): .*$", lambda m: f"{m[1]}: {json.dumps(NASTY)}", text)
    brand.write_text(text, "utf-8")
    assert text.count("onerror") == 5
    assert cli.main(["--root", str(root), "build"]) == 0
    for path in (root / "site").rglob("*.html"):
        reader = Reader()
        reader.feed(path.read_text("utf-8"))
        assert reader.unsafe == [], path
        assert "x" not in reader.loaded, path
        assert not any(link.startswith("javascript") for link in reader.links), path
        assert NASTY in reader.title, path
        assert " 49 " not in " ".join(reader.text).partition("Udgivet af")[2], path


@pytest.mark.parametrize("written", ["005599", "0b5394", '"005599"'])
def test_a_colour_without_its_sign_is_told_of_once_and_shown_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str
) -> None:
    brand = tmp_path / "brand.yaml"
    brand.write_text(f"name: X\npublisher: X\ncolours:\n  primary: {written}\n", "utf-8")
    root = _small(tmp_path / "root", brand)
    assert cli.main(["--root", str(root), "check", "--format", "json"]) == 1
    (only,) = json.loads(capsys.readouterr().out)
    right = written.strip('"')
    assert only["example"] == f'primary: "#{right}"'
