"""The open data: every published file against its schema, and what stands in the pages."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin, urlsplit

import jsonschema
import pytest
import rdflib
from publishers import folder_of
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from macros import cli, dcat, export, jsonld, knowledge, pages, publication, published, takeaway
from macros.kinds import statements
from macros.link import Site
from macros.published import About
from macros.tables import neutral, table

TESTS = Path(__file__).parent
BASE = "https://samskabelse.example/"
HERE = About("Samskabelse", "En vidensside.")
THERE = About("Samskabelse", "En vidensside.", base=BASE, contact="info@samskabelse.example")
Validator = jsonschema.Draft202012Validator


@pytest.fixture(scope="module")
def api(built: Path) -> Path:
    return built / "api" / "v1"


@pytest.fixture(scope="module")
def index(api: Path) -> Any:
    return json.loads((api / "index.json").read_text("utf-8"))


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


@cache
def _files(site: Site, about: About) -> dict[str, str]:
    with TemporaryDirectory() as folder:
        export.write(Path(folder), site, about)
        return {
            path.relative_to(folder).as_posix(): path.read_bytes().decode()
            for path in Path(folder).rglob("*")
            if path.is_file()
        }


def test_every_published_file_follows_its_schema(built: Path, api: Path, index: Any) -> None:
    schema = _json(api / "schema" / "index.json")
    Validator.check_schema(schema)
    Validator(schema).validate(index)
    validated = 0
    for one in index["collections"]:
        whole, single = _json(built / one["schema"]), _json(built / one["entry_schema"])
        Validator.check_schema(whole)
        Validator.check_schema(single)
        data = _json(built / one["data"])
        Validator(whole).validate(data)
        assert one["count"] == data["count"] == len(data["entries"]) > 0
        for record in data["entries"]:
            alone = _json(built / one["entry"].replace("{id}", record["id"]))
            assert alone == record
            validated += 1
        Validator(single).validate(alone)
    print("records validated:", validated)
    assert validated == index["count"] > 900
    assert {path.name for path in (api / "schema").rglob("*.json")} == {
        "index.json", *(f"{one['name']}.json" for one in index["collections"])
    }  # fmt: skip


@pytest.mark.parametrize(
    ("way", "value"),
    [
        (("entry", "area"), "findes-ikke"), (("entry", "updated"), "i går"), (("extra",), 1),
        (("entry", "extra"), "x"), (("origin",), None), (("links", 0, "why"), 5),
        (("entry", "principles", 0, "id"), "Æ"), (("entry", "title"), ""),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_is_not_published(api: Path, way: tuple, value: Any) -> None:
    record = _json(api / "cases" / "insp-roskilde.json")
    validator = Validator(_json(api / "schema" / "entry" / "cases.json"))
    validator.validate(record)
    place = record
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = value
    assert not validator.is_valid(record)
    del place[way[-1]]
    assert validator.is_valid(record) == (way[-1] == "extra")


def test_every_entry_is_published_with_its_links_both_ways(api: Path, site: Site) -> None:
    told = set()
    back = set()
    for node in site.nodes.values():
        record = _json(api / published.collection_of(node).name / f"{node.id}.json")
        assert record["entry"] == node.entry.model_dump(mode="json")
        told |= {(node.id, one["type"], one["id"], one["why"]) for one in record["links"]}
        back |= {(one["id"], one["type"], node.id, one["why"]) for one in record["backlinks"]}
    assert told == back
    assert told == {(one.source, one.type, one.target, one.why or None) for one in site.links}
    case = _json(api / "cases" / "insp-roskilde.json")
    reasons = {one["id"]: one["why"] for one in case["links"] if one["type"] == "shows"}
    assert reasons["fp-2"].startswith(next(
        one.why for one in site["insp-roskilde"].entry.principles if one.id == "fp-2"  # type: ignore[attr-defined]
    ))  # fmt: skip


def test_a_record_says_what_it_is_part_of_and_what_is_quoted_in_it() -> None:
    small = knowledge.read(TESTS / "small").site
    records = published.Records(small, HERE)
    part, whole = records.record(small["fp-1"]), records.record(small["bakken"])
    assert part["quoted"] == ["quote", "variants"]
    assert part["part_of"]["id"] == "frivilligraadet"
    assert part["part_of"]["data"] == "api/v1/sets/frivilligraadet.json"
    assert (whole["quoted"], whole["part_of"]) == ([], None)


def test_what_a_statement_leaves_out_is_said_above_it(site: Site) -> None:
    """As the page about the data says: by its entry, or by what that is part of."""
    silent = 0
    for node in site.nodes.values():
        above: list[Any] = [node.entry, *([site[node.parent].entry] if node.parent else [])]
        for _, one in statements(node.entry):
            silent += one.certainty is None
            assert any(getattr(said, "certainty", None) for said in (one, *above)), node.id
    assert silent > 200


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.block = ""
        self._in_block = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        self._in_block = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._in_block:
            self.block += data


@cache
def _read(path: Path) -> _Ids:
    reader = _Ids()
    reader.feed(path.read_text("utf-8"))
    return reader


def test_the_addresses_in_the_data_lead_somewhere(built: Path, index: Any) -> None:
    anchors = 0
    for one in index["collections"]:
        for record in _json(built / one["data"])["entries"]:
            path, _, anchor = record["page"].partition("#")
            page = built / path / "index.html"
            assert anchor in _read(page).ids if anchor else page.is_file(), record["page"]
            anchors += bool(anchor)
            for end in [*record["links"], *record["backlinks"]]:
                assert (built / end["data"]).is_file(), end
    for place in [*index["feeds"], *index["catalogue"], index["openapi"]]:
        assert (built / place).is_file(), place
    assert len(index["feeds"]) > 50
    assert anchors > 200


def test_openapi_names_what_there_is(built: Path, index: Any) -> None:
    described = _json(built / index["openapi"])
    assert described["openapi"] == "3.1.0"
    found = {name.removeprefix("/") for name in described["paths"]}
    wanted = {one[key] for one in index["collections"] for key in ("data", "entry", "csv")}
    assert found == wanted | {"api/v1/index.json"}
    names = [path["get"]["operationId"] for path in described["paths"].values()]
    assert len(names) == len(set(names))
    references = re.findall(r'"\$ref": "([^"]+)"', (built / index["openapi"]).read_text("utf-8"))
    assert len(references) > 40
    for one in references:
        assert (built / "api" / "v1" / one).is_file(), one


def test_the_same_data_gives_the_same_bytes(built: Path, site: Site) -> None:
    files = _files(site, HERE)
    assert _files(knowledge.read(TESTS.parent).site, HERE) == files
    for place, text in files.items():
        assert (built / place).is_file(), place
        if place.startswith(("api/v1/cases", "api/v1/schema/", "feeds/")):
            assert (built / place).read_bytes().decode() == text, place


@pytest.mark.parametrize(
    ("environment", "commit", "day"),
    [
        ({}, "", ""),
        ({"SOURCE_COMMIT": "ABCDEF1234"}, "abcdef1234", ""),
        ({"SOURCE_COMMIT": "a" * 65}, "", ""),
        ({"SOURCE_COMMIT": "$(id)", "SOURCE_DATE_EPOCH": "i går"}, "", ""),
        ({"SOURCE_DATE_EPOCH": "1795305600"}, "", "2026-11-22"),
        ({"SOURCE_DATE_EPOCH": "99999999999999999"}, "", ""),
        ({"SOURCE_DATE_EPOCH": "9" * 5000}, "", ""),
    ],
)
def test_only_the_environment_tells_of_the_build(
    environment: dict[str, str], commit: str, day: str, site: Site
) -> None:
    about = published.about({"site_name": "S", "site_url": BASE, "extra": {}}, environment)
    assert (about.commit, about.published) == (commit, day)
    assert export.index(site, about)["commit"] == (commit or None)


def test_addresses_are_whole_when_the_site_knows_its_own(site: Site) -> None:
    files = _files(site, THERE)
    record = json.loads(files["api/v1/cases/insp-roskilde.json"])
    assert record["page"] == f"{BASE}cases/insp-roskilde/"
    assert record["links"][0]["data"].startswith(f"{BASE}api/v1/")
    schema = json.loads(files["api/v1/schema/cases.json"])
    assert schema["$id"] == f"{BASE}api/v1/schema/cases.json"
    Validator(schema).validate(json.loads(files["api/v1/cases.json"]))
    assert f"]({BASE}cases/)" in files["llms.txt"]


def test_the_command_writes_the_open_data_alone(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--root", str(TESTS.parent), "export", str(tmp_path / "ud")]) == 0
    written = {
        path.relative_to(tmp_path / "ud").as_posix(): path
        for path in (tmp_path / "ud").rglob("*")
        if path.is_file()
    }
    assert set(written) == set(_files(site, HERE))
    assert not [name for name in written if name.endswith(".html")]
    said = f"{len(written):,}".replace(",", ".")
    assert capsys.readouterr().out.startswith(f"{said} filer i ")
    again = ["--root", str(TESTS.parent), "export", str(tmp_path / "ud")]
    gone = [tmp_path / "ud" / one for one in ("api/v1/cases/gaaet.json", "feeds/kommuner/x.xml")]
    own = tmp_path / "ud" / "LÆSMIG.md"
    for one in (*gone, own):
        one.touch()
    assert cli.main(again) == 0
    assert [one.exists() for one in (*gone, own)] == [False, False, True]
    assert all(path.is_file() for path in written.values())
    (tmp_path / "ud" / export.INDEX).unlink()
    assert cli.main(again) == 0, "one that was ended before it was done"
    (tmp_path / "ud" / "index.html").touch()
    assert cli.main(again) == 2, "a whole site"


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A municipality's folder; what it publishes is in its folder `ud`."""
    root = folder_of("solbakke", tmp_path_factory.mktemp("solbakke") / "root")
    assert cli.main(["--root", str(root), "export", str(root / "ud")]) == 0
    return root


def test_a_municipalitys_own_cases_are_told_from_anothers(theirs: Path) -> None:
    brand = theirs / "kommune" / "brand.yaml"
    brand.write_text(brand.read_text("utf-8").replace("municipality: laesoe\n", ""), "utf-8")
    assert cli.main(["--root", str(theirs), "export", str(theirs / "igen")]) == 0
    names = []
    for folder, whose in (("ud", "laesoe"), ("igen", "kommune")):
        target = theirs / folder
        with (target / "api/v1/cases.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = {one["id"]: one["origin"] for one in csv.DictReader(file, delimiter=";")}
        for identifier, said in (("solbakke-folkekoekken", whose), ("insp-roskilde", "")):
            record = _json(target / f"api/v1/cases/{identifier}.json")
            assert rows[identifier] == record["origin"] == said
        names.append({one["id"] for one in _json(target / "feeds/cases.json")["items"]})
    assert len(names[0] - names[1]) == 2, "no reader of feeds takes one for another"


def test_what_a_municipality_says_in_its_own_words_is_told_from_ours(theirs: Path) -> None:
    api = theirs / "ud/api/v1"
    record = _json(api / "principles/fp-1.json")
    assert record["entry"]["summary"].startswith("Hos os skal samskabelse føre til noget nyt")
    assert (record["origin"], record["changed"]) == ("", ["summary"])
    assert _json(api / "principles/fp-2.json")["changed"] == []
    Validator(_json(api / "schema/entry/principles.json")).validate(record)


def test_who_publishes_is_the_municipality_and_not_its_site(theirs: Path, site: Site) -> None:
    said = "Solbakke-Nørrebjerg og Omegns Kommune (opdigtet)"
    graph = rdflib.Graph().parse(theirs / "ud/data/dcat.ttl", publicID=BASE)
    (whose,) = set(graph.objects(None, DCTERMS.publisher))
    assert [str(one) for one in graph.objects(whose, FOAF.name)] == [said]
    assert rdflib.URIRef("mailto:samskabelseogfrivillighed@solbakkeogomegnskommune.example") in set(
        graph.objects()
    )
    about = published.about(publication.settings(theirs), {})
    block = jsonld.of_written(site, "Åbne data", [pages.HOME], "data/", about)
    assert f'"publisher":{{"@type":"Organization","name":"{said}"' in block


def test_what_a_municipality_hides_keeps_its_file_and_leaves_the_lists(theirs: Path) -> None:
    index, api = _json(theirs / "ud/api/v1/index.json"), theirs / "ud/api/v1"
    assert _json(api / "critique/kr-b1.json")["id"] == "kr-b1"
    whole = _json(api / "critique.json")
    found = {one["id"] for one in whole["entries"]}
    assert "kr-b2" in found
    assert "kr-b1" not in found
    assert "\r\nkr-b1;" not in (api / "critique.csv").read_bytes().decode()
    (told,) = (one for one in index["collections"] if one["name"] == "critique")
    assert told["count"] == whole["count"] == len(found)
    assert index["count"] == sum(one["count"] for one in index["collections"])
    assert f"critique.json): {len(found)} poster" in (theirs / "ud/llms.txt").read_text("utf-8")


# --- Tables -------------------------------------------------------------------


def test_the_tables_open_in_a_spreadsheet(built: Path, site: Site, index: Any) -> None:
    for one in index["collections"]:
        raw = (built / one["csv"]).read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.count(b"\r\n") >= one["count"] + 1
        rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), ""), delimiter=";"))
        assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
        assert len(rows) == one["count"]
        assert all(None not in row and None not in row.values() for row in rows)
        header = raw.decode("utf-8-sig").partition("\r\n")[0].split(";")
        assert len(header) == len(set(header)), (one["name"], header)
        for row in rows:
            for cell in row.values():
                assert not cell.lstrip().startswith(("=", "+", "-", "@")), (one["name"], cell)
    rows = list(csv.DictReader(io.StringIO((built / "api/v1/cases.csv").read_text("utf-8-sig"), ""),
                               delimiter=";"))  # fmt: skip
    row = next(one for one in rows if one["id"] == "insp-roskilde")
    case: Any = site["insp-roskilde"].entry
    assert row["actors"] == " | ".join(case.actors)
    assert row["principles"] == " | ".join(one.id for one in case.principles)
    assert row["period.start"] == "2011"


@pytest.mark.parametrize(
    ("identifier", "column", "said"),
    [
        (
            "charter-2013",
            "clauses",
            "Charteret regner frivillige, foreninger",
        ),  # texts with sources
        ("alle-5", "steps", "Hvad er samskabelse? | ikast-brande-noerre-snede | kr-b1"),  # a page
        ("ud-12", "wordings", "Vi har tillid til hinanden og respekterer hinandens roller. | "),
        ("ud-12", "entry.origin", "c01-1 | c13-12"),  # not to be taken for the municipality's id
        ("ud-12", "origin", ""),
        ("ud-12", "part_of", "arbejdsudkast"),
    ],
)
def test_a_list_of_records_keeps_what_each_says(
    site: Site, identifier: str, column: str, said: str
) -> None:
    collection = published.collection_of(site[identifier])
    rows = csv.DictReader(io.StringIO(table(site, collection, HERE)[1:], ""), delimiter=";")
    row = next(one for one in rows if one["id"] == identifier)
    assert row[column].startswith(said), row[column]
    assert "None" not in row[column]
    assert "{" not in row[column]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"), ("+45", "'+45"), ("-1", "'-1"), ("@A1", "'@A1"), ("\t=1", "'\t=1"),
        ("  =HYPERLINK(1)", "'  =HYPERLINK(1)"), ("\r=1", "'\r=1"), ("\n=1", "'\n=1"),
        ("a=1", "a=1"), ("", ""), ("»citat«", "»citat«"), ("＝1", "'＝1"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(text: str, safe: str) -> None:
    assert neutral(text) == safe


# --- The catalogue ------------------------------------------------------------

MANDATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCAT.dataset, DCTERMS.publisher),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description),
    DCAT.Distribution: (DCAT.accessURL,),
    FOAF.Agent: (FOAF.name,),
    DCAT.DataService: (DCAT.endpointURL, DCTERMS.title),
}
RECOMMENDED = {
    DCAT.Catalog: (FOAF.homepage, DCAT.themeTaxonomy, DCTERMS.spatial, DCTERMS.language,
                   DCTERMS.license),
    DCAT.Dataset: (DCTERMS.identifier, DCTERMS.publisher, DCAT.contactPoint, DCAT.distribution,
                   DCAT.landingPage, DCTERMS.conformsTo, FOAF.page, DCTERMS.language,
                   DCTERMS.accrualPeriodicity, DCAT.theme),
    DCAT.Distribution: (DCTERMS.description, DCTERMS.format, DCTERMS.license),
}  # fmt: skip


# Of rdflib's own making, inside its reader of JSON-LD.
quietly = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")


@quietly
@pytest.mark.parametrize("about", [HERE, THERE], ids=["from a folder", "with an address"])
def test_the_catalogue_says_the_same_in_both_forms(site: Site, about: About) -> None:
    here = f"{BASE}data/"
    turtle = rdflib.Graph().parse(
        data=dcat.turtle(site, about), format="turtle", publicID=f"{here}dcat"
    )
    other = rdflib.Graph().parse(
        data=json.dumps(dcat.jsonld(site, about)), format="json-ld", base=f"{here}dcat"
    )
    assert len(turtle) > 500
    assert isomorphic(turtle, other)
    for wanted in (MANDATORY, RECOMMENDED):
        for type_, properties in wanted.items():
            things = list(turtle.subjects(RDF.type, type_))
            assert things, type_
            for thing in things:
                for one in properties:
                    assert list(turtle.objects(thing, one)), (thing, one)
    datasets = set(turtle.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == len(published.collections())
    files = _files(site, about)
    for place in turtle.objects(None, DCAT.accessURL):
        assert str(place).removeprefix(BASE) in files


@quietly
def test_texts_in_the_catalogue_end_nothing(site: Site) -> None:
    nasty = About('"] . <x> a "', 'a"\\\n\t"""<>\u2028')
    graph = rdflib.Graph().parse(data=dcat.turtle(site, nasty), format="turtle", publicID=BASE)
    other = rdflib.Graph().parse(data=json.dumps(dcat.jsonld(site, nasty)), format="json-ld",
                                 base=BASE)  # fmt: skip
    assert isomorphic(graph, other)
    assert {str(one) for one in graph.objects(None, FOAF.name)} == {nasty.name}


def test_the_catalogue_is_dated_by_the_publisher_or_the_data(site: Site) -> None:
    newest = max(node.entry.updated or "" for node in site.nodes.values())
    assert f'"{newest}"^^xsd:date' in dcat.turtle(site, HERE)
    assert "dct:modified" not in dcat.turtle(Site({}, ()), HERE)
    dated = About("S", "En side.", published="2026-11-22")
    assert '"2026-11-22"^^xsd:date' in dcat.turtle(site, dated)


# --- In the pages -------------------------------------------------------------

# What a page of a kind is, and what it must say.
SHAPES = {
    "principle": ("DefinedTerm", {"name", "description", "termCode", "inDefinedTermSet"}),
    "set": ("DefinedTermSet", {"name", "creator", "publisher", "hasDefinedTerm"}),
    "case": ("Article", {"headline", "about", "citation", "license", "publisher"}),
    "charter": ("CreativeWork", {"name", "creativeWorkStatus", "publisher"}),
    "draft": ("CreativeWork", {"version", "creativeWorkStatus", "isBasedOn", "license"}),
    "draft_clause": ("CreativeWork", {"version", "isPartOf", "isBasedOn"}),
    "checklist": ("HowTo", {"name", "step", "publisher"}),
    "municipality": ("AdministrativeArea", {"name", "identifier"}),
    "concept": ("DefinedTerm", {"name", "description"}),
}


_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_every_page_says_what_it_is(built: Path) -> None:
    seen: dict[str, int] = {}
    for path in sorted(built.rglob("*.html")):
        if path.name == "404.html":
            continue
        html = path.read_text("utf-8")
        assert html.count('<script type="application/ld+json">') == 1, path
        place = path.relative_to(built).as_posix().removesuffix("index.html")
        data = json.loads(_BLOCK.search(html)[1])  # type: ignore[index]
        crumbs, *things = data["@graph"]
        assert crumbs["@type"] == "BreadcrumbList", place
        items = crumbs["itemListElement"]
        assert [one["position"] for one in items] == list(range(1, len(items) + 1))
        assert urljoin(f"https://x/{place}", items[-1]["item"]) == f"https://x/{place}"
        assert urljoin(f"https://x/{place}", items[0]["item"]) == "https://x/"
        for link in _urls(data):
            parts = urlsplit(urljoin(f"https://x/{place}", link))
            if parts.netloc == "x":
                target = built / parts.path.removeprefix("/")
                assert (target / "index.html").is_file() or target.is_file(), (place, link)
        kind = re.search(r'<article data-kind="(\w+)"', html)
        if kind and kind[1] in SHAPES:
            type_, wanted = SHAPES[kind[1]]
            assert things[0]["@type"] == type_
            missing = wanted - set(things[0])
            assert missing <= ({"about"} if kind[1] == "case" else set()), (place, missing)
            seen[kind[1]] = seen.get(kind[1], 0) + 1
    assert set(seen) == set(SHAPES)
    roskilde = json.loads(_read(built / "cases/insp-roskilde/index.html").block)["@graph"][1]
    assert roskilde["spatialCoverage"][0]["identifier"]["value"] == "0265"


def _urls(data: Any) -> list[str]:
    if isinstance(data, dict):
        own = [data[key] for key in ("url", "item", "contentUrl") if isinstance(data.get(key), str)]
        return own + [url for one in data.values() for url in _urls(one)]
    return [url for one in data for url in _urls(one)] if isinstance(data, list) else []


def test_hostile_text_cannot_end_the_block(site: Site) -> None:
    title = "</script><img src=x onerror=alert(1)>\u2028<!--"
    block = jsonld.of_written(site, title, [pages.HOME], "x/", HERE)
    assert not set(block) & set("<>&\u2028")
    assert json.loads(block)["@graph"][0]["itemListElement"][1]["name"] == title


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [("2013-07", None, "2013-07/.."), (None, "2015", "../2015"), ("2013", "2015", "2013/2015")],
)
def test_the_dates_of_a_case_are_told_as_far_as_they_are_known(
    start: str | None, end: str | None, said: str
) -> None:
    small = knowledge.read(TESTS / "small").site
    node = small["bakken"]
    period = node.entry.period.model_copy(update={"start": start, "end": end})  # type: ignore[attr-defined]
    dates = {"period": period, "updated": "2026-11-20"}
    changed = replace(node, entry=node.entry.model_copy(update=dates))
    site = Site(small.nodes | {node.id: changed}, small.links)
    dated, undated = (
        json.loads(jsonld.of_page(site, pages.all_pages(site)[f"cases/{one}.md"], HERE))["@graph"]
        for one in ("bakken", "ukendt")
    )
    assert dated[1]["temporalCoverage"] == said
    assert dated[1]["dateModified"] == "2026-11-20"
    assert undated[1].keys().isdisjoint(("temporalCoverage", "dateModified"))


def test_a_draft_and_its_clauses_are_told_by_their_newest_version(site: Site) -> None:
    newest = {}
    for node in site.of_kind("draft", "draft_clause"):
        entry: Any = node.entry
        if node.kind == "draft":
            newest[node.id] = max(one.number for one in entry.versions)
        else:
            newest[node.id] = max(one.version for one in entry.wordings)
    told = {
        page.id: json.loads(jsonld.of_page(site, page, HERE))["@graph"][1]
        for page in pages.all_pages(site).values()
        if page.kind in ("draft", "draft_clause")
    }
    assert {name: int(one["version"]) for name, one in told.items()} == newest
    assert max(newest.values()) > 1
    wholes = [one["url"] for one in told["ud-1"]["isBasedOn"]]
    assert "../../charter-2016/" in wholes, "and by the whole texts that they are based on"
    assert len(set(wholes)) == len(wholes)


def test_a_name_is_the_title_as_the_page_has_it() -> None:
    """Stars are no emphasis in it."""
    small = knowledge.read(TESTS / "small").site
    node = small["fp-1"]
    entry = node.entry.model_copy(update={"title": "Nyt *her*"})
    nodes = small.nodes | {node.id: replace(node, entry=entry, title="Nyt *her*")}
    site = Site(nodes, small.links)
    page = pages.all_pages(site)["cases/bakken.md"]
    assert '"name":"Nyt *her*"' in jsonld.of_page(site, page, HERE)


def test_the_data_page_offers_every_file(built: Path, index: Any) -> None:
    dataset = json.loads(_read(built / "data/index.html").block)["@graph"][1]
    assert dataset["@type"] == "Dataset"
    assert len(dataset["distribution"]) == 2 * len(index["collections"])
    html = (built / "data" / "index.html").read_text("utf-8")
    for one in index["collections"]:
        assert f'href="../{one["csv"]}"' in html
    assert 'href="../data/"' in (built / "om" / "index.html").read_text("utf-8")


def test_the_example_in_python_runs(served: str, site: Site) -> None:
    text = (TESTS.parent / "docs" / "data" / "index.md").read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert code
    ran = subprocess.run(
        [sys.executable, "-c", code[1].replace("ADRESSE/", served)],
        capture_output=True, text=True, check=True, timeout=60, env={"PYTHONUTF8": "1"},
    )  # fmt: skip
    titles = [node.title for node in site.of_kind("case")
              if node.entry.area == "klima-miljoe"]  # type: ignore[attr-defined] # fmt: skip
    assert len(ran.stdout.splitlines()) == len(titles) > 3
    assert all(title in ran.stdout for title in titles)


def test_the_short_guide_leads_to_what_there_is(built: Path) -> None:
    text = (built / "llms.txt").read_text("utf-8")
    places = re.findall(r"\]\(([^)]+)\)", text)
    assert len(places) > 25
    for place in places:
        target = built / place
        assert (target / "index.html").is_file() or target.is_file(), place


def test_the_copy_to_take_away_has_the_collections_but_not_each_entry(built: Path) -> None:
    with zipfile.ZipFile(built / takeaway.ADDRESS) as archive:
        names = {name.removeprefix("samskabelse/") for name in archive.namelist()}
    assert {"api/v1/cases.json", "api/v1/cases.csv", "api/v1/schema/entry/cases.json"} <= names
    assert not [name for name in names if name.startswith(("api/v1/cases/", "feeds/"))]
