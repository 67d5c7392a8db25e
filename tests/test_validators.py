"""The open data held against others' own rules; `tests/validators/README.md` says whose."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import jsonschema
import pyshacl
import pytest
import rdflib
from lxml import etree
from openapi_spec_validator import OpenAPIV31SpecValidator
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS
from screens import in_thirds
from test_export import BASE, HERE, THERE, quietly

from macros import dcat, feeds
from macros.link import Site
from macros.published import About

RULES = Path(__file__).parent / "validators"


# --- The catalogue, by SHACL --------------------------------------------------


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(RULES / "dcat-ap-dk-2.0.2.ttl")


def _graph(site: Site, about: About, form: str) -> rdflib.Graph:
    if form == "turtle":
        return rdflib.Graph().parse(data=dcat.turtle(site, about), publicID=f"{BASE}data/dcat")
    data = json.dumps(dcat.jsonld(site, about))
    return rdflib.Graph().parse(data=data, format="json-ld", base=f"{BASE}data/dcat")


@quietly
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("form", ["turtle", "json-ld"])
@pytest.mark.parametrize("about", [HERE, THERE], ids=["from a folder", "with an address"])
def test_the_catalogue_follows_the_danish_profile(
    site: Site, shapes: rdflib.Graph, about: About, form: str
) -> None:
    graph = _graph(site, about, form)
    conforms, _, said = pyshacl.validate(graph, shacl_graph=shapes)
    print(f"DCAT-AP-DK 2.0.2 strict, {form}, {len(graph)} statements:", said)
    assert conforms, said


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("type_", "property_"),
    [
        (DCAT.Catalog, DCTERMS.publisher), (DCAT.Dataset, DCTERMS.description),
        (DCAT.Distribution, DCAT.accessURL), (DCAT.DataService, DCAT.endpointURL),
        (FOAF.Agent, FOAF.name), (SKOS.Concept, SKOS.prefLabel), (DCTERMS.Standard, RDF.type),
    ],
)  # fmt: skip
def test_the_profile_refuses_what_lacks(
    site: Site, shapes: rdflib.Graph, type_: Any, property_: Any
) -> None:
    graph = _graph(site, THERE, "turtle")
    thing = next(iter(graph.subjects(RDF.type, type_)))
    graph.remove((thing, property_, None))
    assert not pyshacl.validate(graph, shacl_graph=shapes)[0]


# --- The description of the API -----------------------------------------------


@in_thirds(today=0)
def test_the_api_is_described_as_openapi_wants(built: Path, third: int) -> None:
    file = built / "api" / "v1" / "openapi.json"
    described = json.loads(file.read_text("utf-8"))
    assert described["openapi"].startswith("3.1.")
    assert len(described["paths"]) > 40
    described["paths"] = dict(list(described["paths"].items())[third::3])
    wrong = list(OpenAPIV31SpecValidator(described, base_uri=file.as_uri()).iter_errors())
    print("OpenAPI", described["openapi"], len(described["paths"]), "paths:", wrong or "no faults")
    assert wrong == []
    del described["info"]["title"]
    assert next(OpenAPIV31SpecValidator(described, base_uri=file.as_uri()).iter_errors())


# --- Feeds --------------------------------------------------------------------


def test_every_feed_follows_its_grammar(built: Path, site: Site) -> None:
    grammar = etree.RelaxNG(etree.parse(RULES / "atom.rng"))
    schema = json.loads((RULES / "jsonfeed-1.1.json").read_text("utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    read = 0
    for feed in feeds.all_feeds(site):
        assert grammar.validate(etree.parse(built / feed.atom)), grammar.error_log
        parsed = feedparser.parse(str(built / feed.atom))
        assert (parsed.bozo, parsed.version) == (False, "atom10"), feed.place
        assert len(parsed.entries) == len(feed.cases)
        validator.validate(json.loads((built / feed.json).read_text("utf-8")))
        assert feeds.UNDATED not in (built / feed.atom).read_text("utf-8"), "every case has a day"
        read += 1
    print(f"RFC 4287 and JSON Feed 1.1: {read} feeds of each, no faults")
    assert read > 40


@pytest.mark.parametrize("gone", ["updated", "id", "title", "entry/id", "author/name"])
def test_the_grammar_of_atom_refuses_what_lacks(site: Site, gone: str) -> None:
    grammar = etree.RelaxNG(etree.parse(RULES / "atom.rng"))
    feed = next(feeds.all_feeds(site))
    root = ET.fromstring(feeds.atom(site, feed, THERE))  # noqa: S314 - our own
    assert grammar.validate(etree.fromstring(ET.tostring(root)))
    name = f"{{{feeds.ATOM}}}"
    *above, last = gone.split("/")
    holder = root.find(f"{name}{above[0]}") if above else root
    assert holder is not None
    thing = holder.find(f"{name}{last}")
    assert thing is not None
    holder.remove(thing)
    assert not grammar.validate(etree.fromstring(ET.tostring(root)))


# --- What pages say of themselves ---------------------------------------------

SCHEMA = "https://schema.org/"


def _under(types: dict[str, list[str]], type_: str) -> set[str]:
    return {type_}.union(*(_under(types, above) for above in types[type_]))


@quietly
def test_pages_speak_schema_orgs_words(built: Path) -> None:
    """Expanded to statements: every type is known, and has each property that is said of it."""
    known = json.loads((RULES / "schemaorg-12.0.json").read_text("utf-8"))
    block = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
    used: Counter[tuple[str, str]] = Counter()
    for path in sorted(built.rglob("*.html")):
        for text in block.findall(path.read_text("utf-8")):
            data = json.loads(text)
            assert data.pop("@context") == SCHEMA.rstrip("/")
            data["@context"] = {"@vocab": SCHEMA}
            used.update(_said(data, BASE))
    wrong = [(type_, name) for type_, name in used if not _belongs(known, type_, name)]
    print("schema.org 12.0:", len(used), "kinds of statement,", used.total(), "statements:",
          wrong or "no faults")  # fmt: skip
    assert wrong == []
    assert len({type_ for type_, _ in used}) > 12
    assert not _belongs(known, "Dataset", "recipeYield")


def _said(data: Any, base: str) -> list[tuple[str, str]]:
    graph = rdflib.Graph().parse(data=json.dumps(data), format="json-ld", base=base)
    found = []
    for thing, property_, _ in graph:
        if property_ != RDF.type:
            types = [str(one) for one in graph.objects(thing, RDF.type)]
            assert len(types) == 1, (thing, property_)
            found.append((types[0].removeprefix(SCHEMA), str(property_).removeprefix(SCHEMA)))
    return found


def _belongs(known: dict[str, Any], type_: str, name: str) -> bool:
    return type_ in known["types"] and bool(
        _under(known["types"], type_) & set(known["properties"].get(name, ()))
    )
