"""The nasty list in every text field of every collection, through the check and every output.

A made-up entry of each collection for each payload: in each entry every field holds another
payload, so that together they meet every pair. A field's payload ends in a mark of its own,
by which it is found again in what comes out.
"""

import csv
import io
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import markdown
import nasty
import pypdf
import pytest
import rdflib
import yaml
from corpus import Field, Leaf, Maker, ids, leaves
from jinja2.sandbox import ImmutableSandboxedEnvironment
from mkdocs.config import load_config
from pydantic import ValidationError

from macros import (
    bodies,
    brand_style,
    change_report,
    comparison,
    decap,
    edit_server,
    export,
    feeds,
    forms,
    handbook,
    issue_forms,
    jsonld,
    markup,
    pages,
    publication,
    search,
    typeset,
)  # fmt: skip
from macros.addresses import has_page
from macros.brand import Identity
from macros.brand_model import Brand
from macros.changes import changes
from macros.check import check
from macros.kept import KEPT
from macros.kinds import COLLECTIONS
from macros.link import Site, link
from macros.load import load
from macros.overlay import overlaid
from macros.overview import certainties, overview
from macros.problem import Problem
from macros.published import About
from macros.render import View, _environment, render
from macros.repository import forge

ROOT = Path(__file__).parent.parent
PAYLOADS = list(nasty.TEXTS.items())
COUNT = len(PAYLOADS)
FREE = {one.name: [leaf for leaf in leaves(one.model, (one.name,)) if leaf.free]
        for one in COLLECTIONS}  # fmt: skip
SHUT = {one.name: [leaf for leaf in leaves(one.model, (one.name,)) if not leaf.free]
        for one in COLLECTIONS}  # fmt: skip
GOOD = "Et godt ord."
FEW = 24  # enough for every value of every choice
SLUG = re.compile(r"[A-Za-z0-9_-]+")
MARK = re.compile(r"zq[0-9]+x[0-9]+x[0-9]+z")

Pair = tuple[Field, str]


def _payload(leaf: Leaf, number: int) -> tuple[str, str]:
    """The name and text of the payload in a field of the entry with this number."""
    at = FREE[leaf.field[0]].index(leaf)
    return PAYLOADS[(number + 7 * at) % COUNT]


def _mark(leaf: Leaf, number: int) -> str:
    names = [one.name for one in COLLECTIONS]
    return f"zq{names.index(leaf.field[0])}x{FREE[leaf.field[0]].index(leaf)}x{number}z"


def _entries(text: Any, count: int = COUNT) -> dict[str, list[dict[str, Any]]]:
    """So many entries of each collection; `text` gives a field's text in a numbered entry."""
    made: dict[str, list[dict[str, Any]]] = {}
    for known in ({}, ids(_plain(count))):
        made = {
            one.name: [
                Maker(lambda leaf, n=number: text(leaf, n), known).entry(one, number)
                for number in range(count)
            ]
            for one in COLLECTIONS
        }
    return made


def _plain(count: int) -> dict[str, list[dict[str, Any]]]:
    return {
        one.name: [Maker(lambda _: GOOD, {}).entry(one, number) for number in range(count)]
        for one in COLLECTIONS
    }


def _write(root: Path, entries: dict[str, list[dict[str, Any]]]) -> Path:
    """The entries as files; JSON is YAML, and puts each value on a line of its own."""
    for name, some in entries.items():
        (root / "data" / name).mkdir(parents=True, exist_ok=True)
        for entry in some:
            path = root / "data" / name / f"{entry['id']}.yaml"
            path.write_text(json.dumps(entry, indent=1), "utf-8")
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs" / "om.md").write_text("# Om\n", "utf-8")
    return root


def _values(data: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every single value."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _values(value, (*way, key))
    else:
        yield way


@dataclass
class Verdict:
    """What the checker said: the rules each field of each entry broke, and all the problems.

    An entry holds the payload of `step` times its number.
    """

    broken: dict[tuple[Field, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    problems: list[Problem] = field(default_factory=list)
    step: int = 1


def _judged(root: Path, entries: dict[str, list[dict[str, Any]]]) -> tuple[Verdict, Site]:
    """What the checker says of the files, by field; and a Site of the entries that are valid."""
    loaded = load(root)
    placed, problems = check(loaded)
    verdict = Verdict(problems=[one for one in problems if one.severity == "error"])
    where: dict[tuple[str, int], tuple[Field, int]] = {}
    for name, some in entries.items():
        for number, entry in enumerate(some):
            file = f"data/{name}/{entry['id']}.yaml"
            for way in _values(entry):
                names = tuple(one for one in way if isinstance(one, str))
                where[file, loaded.locate(file, way).line] = ((name, *names), number)
    for problem in verdict.problems:
        verdict.broken[where[problem.file, problem.line]].add(problem.rule)
    return verdict, link(placed)


# On any day every eighth payload, another eighth in each field; in CI every payload in every field.
@pytest.fixture(scope="module", params=[8, pytest.param(1, marks=pytest.mark.slow)])
def judged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    """The checker's word on the payloads in every field that takes a text."""
    step = request.param
    entries = _entries(
        lambda leaf, n: nasty.cut(_payload(leaf, n * step)[1], leaf.shape.limit), COUNT // step
    )
    verdict = _judged(_write(tmp_path_factory.mktemp("judged"), entries), entries)[0]
    verdict.step = step
    return verdict


def _refused(judged: Verdict, *passed: str) -> set[Pair]:
    """The pairs of field and payload that are refused by more than the rules `passed`."""
    free = {leaf.field: leaf for some in FREE.values() for leaf in some}
    return {
        (way, _payload(free[way], number * judged.step)[0])
        for (way, number), rules in judged.broken.items()
        if rules - set(passed)
    }


def test_the_checker_takes_or_refuses_and_says_why(judged: Verdict) -> None:
    pairs = {
        (leaf.field, _payload(leaf, number * judged.step)[0])
        for some in FREE.values() for leaf in some for number in range(COUNT // judged.step)
    }  # fmt: skip
    refused = _refused(judged)
    by_group = Counter(name.rsplit(" ", 1)[0] for _, name in refused)
    print(f"\n{len(pairs)} pairs of field and payload:", len(refused), "refused")
    print("refused by group:", dict(by_group))
    assert all(one.message and one.hint and one.example and one.line for one in judged.problems)
    # Text in Markdown takes no HTML; no text at all takes what turns or hides.
    assert len(pairs) > 25_000 // judged.step
    assert 0.1 < len(refused) / len(pairs) < 0.5
    hidden = {pair for pair in pairs if pair[1].startswith("turned")}
    assert len(hidden) > len(pairs) // COUNT
    assert hidden <= refused
    lines = {leaf.field for some in FREE.values() for leaf in some if leaf.shape.type != "text"}
    tags = [name for name, text in PAYLOADS if re.search(r"</?[A-Za-z][^<>]*>", text)]
    assert {pair for pair in pairs if pair[0] in lines and pair[1] in tags} <= refused
    assert len(tags) > 25


@pytest.mark.parametrize(
    "ids_too",
    [pytest.param(False, id="the others", marks=pytest.mark.slow), pytest.param(True, id="ids")],
)
def test_what_takes_no_text_takes_no_payload(tmp_path: Path, ids_too: bool) -> None:  # noqa: FBT001
    """Every id, reference, address, date, number and choice holds each wrong value in turn."""
    wanted: dict[tuple[Field, int], str] = {}
    entries = _plain(len(nasty.SHUT))
    for name, some in entries.items():
        order = [one.field for one in SHUT[name] if (one.shape.type == "id") == ids_too]
        for number, entry in enumerate(some):
            for way in list(_values(entry)):
                at = (name, *(one for one in way if isinstance(one, str)))
                if at in order:
                    bad = nasty.SHUT[(number + order.index(at)) % len(nasty.SHUT)]
                    holder = entry
                    for step in way[:-1]:
                        holder = holder[step]
                    holder[way[-1]], wanted[at, number] = bad, bad
    for name, some in entries.items():
        (tmp_path / "data" / name).mkdir(parents=True)
        for number, entry in enumerate(some):
            path = tmp_path / "data" / name / f"{name}-{number}.yaml"
            path.write_text(json.dumps(entry, indent=1), "utf-8")
            entry["id"] = path.stem
    (tmp_path / "docs").mkdir()
    verdict, _ = _judged(tmp_path, entries)
    shapes = {leaf.field: leaf.shape for some in SHUT.values() for leaf in some}
    taken = {
        (way, bad)
        for (way, number), bad in wanted.items()
        if not verdict.broken.get((way, number))
        # A rule about whole tours holds it against the pages there are: see tests/awful.
        and way != ("tours", "steps", "page")
        and not re.fullmatch(shapes[way].pattern or "(?!)", bad)
    }
    print(f"\n{len(wanted)} wrong values in {len({way for way, _ in wanted})} fields")
    assert len(wanted) > (1_000 if ids_too else 10_000)
    assert taken == set()
    assert all(one.message and one.hint and one.example for one in verdict.problems)


# --- Every output, made straight from the Site -------------------------------------


@dataclass
class Hostile:
    """A Site with a payload in every field that can hold it, and a small harmless one like it.

    `texts` gives the whole text of each field that holds a payload, by its mark, and
    `pairs` which field and payload it is; `step` is the verdict's.
    """

    site: Site
    harmless: Site
    texts: dict[str, str]
    pairs: dict[str, Pair]
    step: int


@pytest.fixture(scope="module")
def hostile(judged: Verdict, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """All that the reader and the field table take, also what the rules on texts refuse."""
    refused, texts, pairs = _refused(judged, "markdown"), {}, {}

    def nasty_text(leaf: Leaf, number: int) -> str:
        name, text = _payload(leaf, number * judged.step)
        mark = _mark(leaf, number)
        if (leaf.field, name) in refused:
            return f"{GOOD} {mark}"
        given = nasty.cut(text, leaf.shape.limit, mark)
        # The reader of YAML puts signs together that are one.
        texts[mark], pairs[mark] = unicodedata.normalize("NFC", given), (leaf.field, name)
        return given

    harmless = _site(tmp_path_factory, _entries(lambda leaf, n: f"{GOOD} {_mark(leaf, n)}", FEW))
    count = COUNT // judged.step
    site = _site(tmp_path_factory, _entries(nasty_text, count))
    assert len(site.nodes) > count * len(COLLECTIONS)
    return Hostile(site, harmless, texts, pairs, judged.step)


def _site(folders: pytest.TempPathFactory, entries: dict[str, list[dict[str, Any]]]) -> Site:
    verdict, site = _judged(_write(folders.mktemp("hostile"), entries), entries)
    assert {rule for rules in verdict.broken.values() for rule in rules} <= {"markdown"}
    return site


# What Markdown in a text may become, whatever the page.
OF_MARKDOWN = {("p",), ("em",), ("strong",), ("br",), ("ul",), ("ol",), ("ol", "start"), ("li",),
               ("a", "href"), ("a", "href", "rel")}  # fmt: skip
# The way on from a long list, which the harmless texts are too few for.
OF_LONG_LISTS = {("a", "aria-current", "href"), ("nav", "aria-label", "class", "data-pager"),
                 ("td", "class", "colspan")}  # fmt: skip
LEADING = {"href", "src", "action", "formaction", "srcset", "data", "poster", "xlink:href"}


class Read(HTMLParser):
    """A page as elements with the names of their attributes, addresses, ids and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shapes: set[tuple[str, ...]] = set()
        self.leads: set[str] = set()
        self.ids: list[str] = []
        self.said: list[str] = []
        self.strange: list[str] = []
        self.feed(html)
        self.close()
        self.text = " ".join("".join(self.said).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shapes.add((tag, *sorted(name for name, _ in attrs)))
        for name, value in attrs:
            if name in LEADING:
                self.leads.add(value or "")
            if name == "id":
                self.ids.append(value or "")
            self.said.append(f" {value} ")

    def handle_endtag(self, tag: str) -> None:
        del tag
        self.said.append(" ")

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_comment(self, data: str) -> None:
        self.strange.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    """Every generated page and every block, as HTML; of sheets for workshops one an entry."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    convert = markdown.Markdown(
        extensions=config.markdown_extensions, extension_configs=config.mdx_configs
    )
    for page in pages.all_pages(site).values():
        entry, _, plan = page.id.partition(pages.JOINT)
        sheet = page.kind == "workshop_sheet"
        if not sheet or plan.rpartition("-")[2] == entry.split("-")[1]:
            yield page.kind, str(bodies.body(site, page.kind, page.id))
    concepts = [node.id for node in site.of_kind("concept")][:8]
    for name, given in [
        *((name, {}) for name in (
            "weakest", "tours", "similar", "connections", "charter-compare", "case-table",
            "builder", "my-checklist",
        )),
        *(("picture", {"of": of}) for of in ("timeline", "phases", "matrix", "map", "connections")),
        *(("matrix", {"kind": kind}) for kind in ("way", "principle")),
        ("compare", {"ids": concepts, "label": "x"}), ("process", {"ids": concepts, "label": "x"}),
    ]:  # fmt: skip
        block = markup.untouched(
            render(f"block-{name}", View(site, ""), certainties=certainties(site), **given)
        )
        yield f"block-{name}", convert.reset().convert(f"# x\n\n{block}")


def _safe(address: str) -> bool:
    return bool(re.match(r"(?:https?://|mailto:|tel:)[^\s<>\"]+$|[\w./?=&;%#-]*$", address))


# Fields that no page shows; the open data holds them.
NOT_SHOWN = {
    ("charters", "clauses", "quote", "note"), ("charters", "clauses", "quote", "variants", "note"),
    ("charters", "clauses", "quote", "variants", "sources", "locator"),
    ("charters", "clauses", "quote", "variants", "sources", "seen"),
    ("charters", "clauses", "quote", "variants", "text"), ("concepts", "english"),
    ("drafts", "clauses", "theme"), ("tours", "sources", "locator"), ("tours", "sources", "seen"),
    ("workshops", "sources", "locator"), ("workshops", "sources", "seen"),
}  # fmt: skip


def test_no_page_holds_more_than_it_does_with_harmless_texts(hostile: Hostile) -> None:
    """No element, attribute, id or address but the templates' own, and each text as a text."""
    shapes = OF_MARKDOWN | OF_LONG_LISTS
    for _, html in _pages(hostile.harmless):
        shapes |= Read(html).shapes
    seen, whole, kinds = set(), set(), Counter()
    for kind, html in _pages(hostile.site):
        kinds[kind] += 1
        read = Read(html)
        assert read.strange == [], kind
        assert "9801547" not in read.text, kind  # what the templates in the list come to
        assert read.shapes <= shapes, (kind, read.shapes - shapes)
        twice = {one for one, times in Counter(read.ids).items() if times > 1}
        assert twice <= {"udkast"}, kind  # there is one draft of our own in the real data
        assert [one for one in read.ids if one == "indhold" or not SLUG.fullmatch(one)] == [], kind
        assert [one for one in read.leads if not _safe(one)] == [], kind
        for found in MARK.finditer(read.text):
            seen.add(found[0])
            text = " ".join(hostile.texts.get(found[0], "").split())
            if text and read.text.endswith(text, 0, found.end()):
                whole.add(found[0])
    _tell("pages", hostile, seen)
    print(f"{kinds.total()} pages:", dict(sorted(kinds.items())))
    pairs = {mark: hostile.pairs[mark] for mark in seen if mark in hostile.pairs}
    every = {way for way, _ in hostile.pairs.values()}
    assert {way for way, _ in pairs.values()} == every - NOT_SHOWN
    plain = {leaf.field for some in FREE.values() for leaf in some if leaf.shape.type == "text"}
    cut = [pair for mark, pair in pairs.items() if pair[0] in plain and mark not in whole]
    print("plain texts not shown whole:", cut)
    assert kinds.total() > 2_000 // hostile.step
    assert len(pairs) > 20_000 // hostile.step


def _tell_counts(output: str, marks: Iterable[str], step: int) -> None:
    """The same when a numbered entry holds the payload of `step` times its number."""
    pairs = set()
    for mark in marks:
        place, at, number = map(int, mark[2:-1].split("x"))
        leaf = FREE[COLLECTIONS[place].name][at]
        pairs.add((leaf.field, _payload(leaf, number * step)[0]))
    print(f"\n{output}: {len(pairs)} pairs, {len({way for way, _ in pairs})} fields, "
          f"{len({name for _, name in pairs})} payloads")  # fmt: skip


def _tell(output: str, hostile: Hostile, marks: Iterable[str]) -> None:
    pairs = {hostile.pairs[mark] for mark in marks if mark in hostile.pairs}
    print(f"\n{output}: {len(pairs)} pairs of {len(set(hostile.pairs.values()))} met, "
          f"{len({way for way, _ in pairs})} fields")  # fmt: skip


# Where the data begins in the scripts that have a brace before it.
STARTS = {"form editor": "config: {", "known": "site = {"}
ABOUT = About("Prøvesitet", "En prøve.", "https://eksempel.dk/")
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def _marks(text: str) -> set[str]:
    return set(MARK.findall(text))


def _links_in(text: str) -> Iterator[str]:
    yield from re.findall(r"(?:href|src|action)=\"([^\"]*)\"", text)


def test_no_data_stands_where_jinja_reads(site: Site, hostile: Hostile, tmp_path: Path) -> None:
    """No page made of data has a source; templates that come from elsewhere run in a sandbox."""
    for one in (site, hostile.site):
        for page in pages.all_pages(one).values():
            assert re.fullmatch(r"[a-z0-9/-]+\.md", page.path)
    assert isinstance(_environment(tmp_path), ImmutableSandboxedEnvironment)


def test_json_for_scripts_ends_no_script(hostile: Hostile) -> None:
    """JSON-LD, the data that scripts are handed, the form editor's settings, the search index."""
    site, found = hostile.site, {}
    found["JSON-LD"] = [
        str(jsonld.of_page(site, page, ABOUT)) for page in pages.all_pages(site).values()
    ]
    found["comparison"] = [comparison.script(site, node) for node in site.of_kind("case")]
    found["known"] = [forms.known_file(site)]
    found["entry data"] = [forms.entry_file(node) for node in site.of_kind(*forms.ENTRIES)]
    settings = decap.config(site, {"name": "proxy"})
    found["form editor"] = [edit_server._start(settings)]  # noqa: SLF001
    records = [
        search.Record(page.address, page.hint or "Side", page.title, page.description, page.title)
        for page in pages.all_pages(site).values()
    ]
    found["search index"] = list(search.files(site, records).values())
    for output, texts in found.items():
        for text in texts:
            assert not re.search("[<\u2028\u2029]", text), output
            begins = "," if output == "search index" else STARTS.get(output, "{")
            start = text.index(begins) + len(begins) - (output != "search index")
            data, _ = json.JSONDecoder().raw_decode(text, start)
            assert output != "form editor" or data == json.loads(json.dumps(settings))
        _tell(output, hostile, _marks("".join(texts)))
        assert _marks("".join(texts)), output


def test_the_open_data_says_each_text_as_it_is_written(hostile: Hostile, tmp_path: Path) -> None:
    export.write(tmp_path, hostile.site, ABOUT)
    files = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes().decode()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    kinds = Counter(name.rpartition(".")[2] for name in files)
    print("\n", dict(kinds))
    marks: dict[str, set[str]] = defaultdict(set)
    texts = set(hostile.texts.values())
    for name, text in files.items():
        kind = name.rpartition(".")[2]
        marks[kind] |= _marks(text)
        if kind in ("json", "jsonld"):
            data = json.loads(text)
            if re.fullmatch(r"api/v1/[a-z-]+\.json", name) and "entries" in data:
                marks["whole"] |= {m for one in _strings(data) if one in texts for m in _marks(one)}
        elif kind == "csv":
            rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
            assert {len(row) for row in rows} == {len(rows[0])}
            assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]
        elif kind == "xml":
            _atom(text)
        elif kind == "ttl":
            assert len(rdflib.Graph().parse(data=text, format="turtle")) > 100
    for kind, some in marks.items():
        _tell(kind, hostile, some)
    assert set(kinds) >= {"json", "jsonld", "csv", "xml", "ttl", "txt"}
    # Every text that the field table took is in the open data, sign for sign.
    assert marks["whole"] == set(hostile.texts)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from _strings(one)


def _atom(text: str) -> None:
    """A feed holds only what feeds hold, and leads only to the site itself."""
    root = ET.fromstring(text)  # noqa: S314 - written by ourselves
    names = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert names <= {"feed", "title", "id", "updated", "link", "author", "name", "rights", "entry",
                     "summary", "category"}  # fmt: skip
    for one in root.iter(f"{{{feeds.ATOM}}}link"):
        assert one.get("href", "").startswith(ABOUT.base)


def test_llms_txt_holds_no_text_of_an_entry(hostile: Hostile) -> None:
    said = export.llms(hostile.site, ABOUT)
    assert _marks(said) == set()


def test_forms_on_forges_are_one_document_each(hostile: Hostile) -> None:
    for name, text in issue_forms.files(hostile.site).items():
        if name.endswith(".yml"):
            made, plain = (
                yaml.safe_load(issue_forms.files(one)[name])
                for one in (hostile.site, hostile.harmless)
            )
            assert [one.get("id") for one in made["body"]] == [
                one.get("id") for one in plain["body"]
            ]
        assert text


def test_the_report_on_a_change_is_quoted(hostile: Hostile) -> None:
    """What a proposal means, as a comment in Markdown and on a terminal."""
    found = changes(hostile.harmless, hostile.site)
    said = change_report.as_markdown(found)
    assert len(_marks(said)) > 1_000 // hostile.step
    html = Read(markdown.markdown(said, extensions=["tables", "attr_list"]))
    assert not {shape[0] for shape in html.shapes} & {"script", "img", "iframe", "svg", "form"}
    assert [one for one in html.leads if one.startswith(("javascript", "data", "vbscript"))] == []
    plain = change_report.as_text(found)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", plain)
    assert overview(hostile.site)


@pytest.mark.slow
def test_the_pdf_runs_and_fetches_nothing(hostile: Hostile) -> None:
    body = handbook.handbook(hostile.site)
    made = typeset.pdf(body, f"{nasty.TEXTS['typst 1']}", ABOUT.base, nasty.TEXTS["typst 2"])
    read = pypdf.PdfReader(io.BytesIO(made))
    text = "".join(page.extract_text() for page in read.pages)
    joined = re.sub(r"\s+", "", text)
    met = {mark for mark in hostile.texts if mark in joined}
    _tell("PDF", hostile, met)
    assert len(met) > 1_000 // hostile.step
    assert "root:x:0" not in text
    kinds: Counter[str] = Counter()
    for page in read.pages:
        for one in page.get("/Annots") or ():
            action = one.get_object().get("/A")
            if action:
                kinds[action["/S"]] += 1
                if "/URI" in action:
                    assert re.match(r"https?:|mailto:|tel:", action["/URI"])
    assert set(kinds) <= {"/URI", "/GoTo"}
    names = str(read.trailer["/Root"].get_object())
    for wrong in ("/JavaScript", "/OpenAction", "/EmbeddedFiles", "/AA"):
        assert wrong not in names


# --- The brand, and a municipality's changes --------------------------------------------

BRAND = yaml.safe_load((ROOT / "tests/kommuner/vandhuse/brand.yaml").read_text("utf-8"))
# Signs that mean nothing in HTML, CSS, JSON, YAML or a line of text.
HARMLESS = re.compile(r"[A-Za-z0-9 ._/-]+")


def _with(data: Any, way: Field, value: str) -> Any:
    """The data with another text at the end of a way, made anew."""
    if not way:
        return value
    inner = data.get(way[0]) if isinstance(data, dict) else None
    return {**(data or {}), way[0]: _with(inner, way[1:], value)}


def _identity(texts: dict[Field, str]) -> Identity | None:
    """A brand with these texts in it; None when the field table refuses it."""
    given = BRAND
    for way, text in texts.items():
        given = _with(given, way[1:], text)
    try:
        return Identity(Brand.model_validate(given), None)
    except ValidationError:
        return None


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_a_brand_takes_texts_and_nothing_else(site: Site, step: int) -> None:
    """Every payload in every field of the brand: refused, or a text in all that is made of it.

    On any day a fourth of the payloads, each field another fourth.
    """
    # A reference is held against the municipalities afterwards; the languages are a list.
    fields = [leaf for leaf in leaves(Brand, ("brand",))
              if leaf.shape.type != "reference" and leaf.field[-1] != "languages"]  # fmt: skip
    shapes: set[tuple[str, ...]] | None = None
    met: Counter[str] = Counter()
    harmless = _identity({})
    assert harmless
    for at, leaf in enumerate(fields):
        for text in ["", *[*nasty.TEXTS.values(), *nasty.SHUT][at % step :: step]]:
            given = nasty.cut(text, leaf.shape.limit)
            identity = _identity({leaf.field: given}) if text else harmless
            met["taken" if identity else "refused"] += 1
            if not identity or (not leaf.free and HARMLESS.fullmatch(given)):
                continue
            assert leaf.free or not text or "://" in given or "@" in given, (leaf.field, given)
            shapes = _of_brand(site, identity, shapes)
    print("\nbrand:", len(fields), "fields,", dict(met))
    assert met["taken"] > 500 // step
    assert met["refused"] > 3_000 // step


def _of_brand(
    site: Site, identity: Identity, shapes: set[tuple[str, ...]] | None
) -> set[tuple[str, ...]]:
    """The elements of all that is made of a brand; no others than those of a harmless one."""
    style = brand_style.style(identity)
    assert not re.search(r"[<>]|url\((?!\"kommune/[a-z0-9_.-]+\"\))|@import|expression", style)
    assert json.loads(publication.manifest(identity, ""))["name"] == identity.brand.name
    where = forge({"repo_url": "https://github.com/x/y", "extra": {}})
    lines = publication.security_txt(where, "https://x.dk/", identity, None).splitlines()
    assert [one.split(":")[0] for one in lines if not one.startswith("#")] == [
        "Contact", "Preferred-Languages", "Canonical",
    ]  # fmt: skip
    found: set[tuple[str, ...]] = set()
    for name in ("publisher", "was", "accessibility", "privacy"):
        block = render(f"block-{name}", View(site, ""), who=identity, forge=where, KEPT=KEPT)
        read = Read(markdown.markdown(markup.untouched(block), extensions=["md_in_html"]))
        assert [one for one in read.leads if not _safe(one)] == []
        assert read.strange == []
        found |= read.shapes
    assert shapes is None or found <= shapes
    return found if shapes is None else shapes


def test_changes_of_a_municipality_are_only_text(tmp_path: Path) -> None:
    """Texts of ours in other words: each field at the top of an entry, and each reason why."""
    root = _write(tmp_path, _entries(lambda *_: GOOD, FEW))
    wanted = [
        {"id": f"{name}-{number}", "field": leaf.field[1], "was": GOOD,
         "now": nasty.cut(_payload(leaf, number * 5)[1], leaf.shape.limit),
         "why": nasty.cut(_payload(leaf, number * 5 + 60)[1], 300)}
        for name, some in FREE.items() for leaf in some if len(leaf.field) == 2
        for number in range(FEW)
    ]  # fmt: skip
    (root / "kommune" / "data").mkdir(parents=True)
    path = root / "kommune" / "data" / "changes.yaml"
    for number in range(2):
        path.write_text(json.dumps({"changes": wanted}, indent=1), "utf-8")
        loaded = overlaid(load(root))
        placed, problems = check(loaded)
        wrong = [one for one in problems if one.severity == "error"]
        assert all(one.message and one.hint for one in wrong)
        lines = {one.line for one in wrong}
        kept = [
            one for at, one in enumerate(wanted) if not lines & set(range(3 + 7 * at, 10 + 7 * at))
        ]
        if number == 0:
            print("\noverlay:", len(wanted), "changes,", len(wanted) - len(kept), "refused")
            assert 0.3 < len(kept) / len(wanted) < 1
        wanted = kept
    assert not wrong, wrong[:3]
    site = link(placed, loaded.overlay)
    assert len(site.theirs) > 100
    changed = 0
    for node in site.theirs:
        if has_page(node):
            said = bodies.body(site, node.kind, node.id)
            changed += "Se forskellen" in said
            read = Read(said)
            assert not {one[0] for one in read.shapes} & {"script", "img", "iframe", "style"}
            assert not [name for one in read.shapes for name in one[1:] if name.startswith("on")]
            assert [one for one in read.leads if not _safe(one)] == []
    assert changed > 100
