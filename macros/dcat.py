"""The catalogue of the open data by DCAT-AP-DK 2.0.2, as JSON-LD and as Turtle.

Both are written from one list of statements, so that they say the same.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from . import markup
from .danish import count
from .link import Site, derived, followed
from .published import ROOT, About, Published, collections, entries_of
from .published_schema import OPENAPI

FOLDER = "data/"
JSONLD = f"{FOLDER}dcat.jsonld"
TURTLE = f"{FOLDER}dcat.ttl"
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_DANISH = f"{_AUTHORITY}language/DAN"
_DENMARK = f"{_AUTHORITY}country/DNK"
_LICENCE = f"{_AUTHORITY}licence/CC_BY_4_0"
_THEMES = f"{_AUTHORITY}data-theme"
_SOMETIMES = f"{_AUTHORITY}frequency/IRREG"
_PUBLIC = f"{_AUTHORITY}access-right/PUBLIC"
_MEDIA = "https://www.iana.org/assignments/media-types/"
# The subjects by the EU's list of themes: public sector, and population and society.
_ABOUT = {
    f"{_THEMES}/GOVE": "Government and public sector",
    f"{_THEMES}/SOCI": "Population and society",
}
_FORMATS = (("json", "JSON", "application/json"), ("csv", "CSV", "text/csv"))
# What the profile wants said of things that others have named.
_KNOWN = (
    (_DANISH, "dct:LinguisticSystem"), (_DENMARK, "dct:Location"),
    (_LICENCE, "dct:LicenseDocument"), (_THEMES, "skos:ConceptScheme"),
    (_SOMETIMES, "dct:Frequency"), (_PUBLIC, "dct:RightsStatement"),
    *((one, "skos:Concept") for one in _ABOUT),
    *((f"{_AUTHORITY}file-type/{name}", "dct:MediaTypeOrExtent") for _, name, _ in _FORMATS),
    *((f"{_MEDIA}{media}", "dct:MediaType") for _, _, media in _FORMATS),
)  # fmt: skip


class Iri(str):
    """The address of a thing, as opposed to a text."""

    __slots__ = ()


class Literal(NamedTuple):
    """A text in a language, or a value of a type; the other of the two is ""."""

    text: str
    language: str = ""
    type: str = ""


Statement = tuple[Iri, str, Iri | Literal]


class _Catalogue:
    """The statements about one site's data."""

    def __init__(self, site: Site, about: About) -> None:
        self.site, self.about = site, about
        self.publisher = self.at(f"{FOLDER}#udgiver")
        self.contact = self.at(f"{FOLDER}#kontakt")

    def at(self, place: str) -> Iri:
        """A thing of the site: whole, or as seen from the catalogue's folder."""
        if self.about.base:
            return Iri(self.about.to(place))
        return Iri(markup.relative(place, FOLDER))

    def statements(self) -> Iterator[Statement]:
        """All there is to say, in a fixed order."""
        yield from self._catalogue()
        yield from self._people()
        for one in collections():
            yield from self._dataset(one)
        yield from self._service()
        for thing, type_ in _KNOWN:
            yield Iri(thing), "rdf:type", _term(type_)
        yield Iri(_THEMES), "dct:title", Literal("Data theme", language="en")
        for theme, label in _ABOUT.items():
            yield Iri(theme), "skos:prefLabel", Literal(label, language="en")

    def _catalogue(self) -> Iterator[Statement]:
        here = self.at(f"{FOLDER}#katalog")
        yield here, "rdf:type", _term("dcat:Catalog")
        yield here, "dct:title", _danish(f"{self.about.name}: åbne data")
        yield here, "dct:description", _danish(self.about.description)
        yield here, "foaf:homepage", self.at(FOLDER)
        yield self.at(FOLDER), "rdf:type", _term("foaf:Document")
        yield here, "dcat:themeTaxonomy", Iri(_THEMES)
        yield from self._common(here)
        for one in collections():
            yield here, "dcat:dataset", self._about_dataset(one)
        yield here, "dcat:service", self.at(f"{FOLDER}#api")

    def _common(self, thing: Iri) -> Iterator[Statement]:
        """What holds of the catalogue and of every dataset in it."""
        yield thing, "dct:publisher", self.publisher
        yield thing, "dct:language", Iri(_DANISH)
        yield thing, "dct:spatial", Iri(_DENMARK)
        yield thing, "dct:license", Iri(_LICENCE)
        if changed := self._changed():
            yield thing, "dct:modified", Literal(changed, type="xsd:date")

    def _changed(self) -> str:
        """The day of publishing, or else the newest whole date in the data; "" when neither is."""
        return self.about.published or _newest(self.site)

    def _people(self) -> Iterator[Statement]:
        yield self.publisher, "rdf:type", _term("foaf:Agent")
        yield self.publisher, "foaf:name", _danish(self.about.publisher or self.about.name)
        yield self.contact, "rdf:type", _term("vcard:Kind")
        yield self.contact, "vcard:fn", _danish(f"Redaktionen bag {self.about.name}")
        yield self.contact, "vcard:hasURL", self.at("om/#kontakt")
        if self.about.contact:
            yield self.contact, "vcard:hasEmail", Iri(f"mailto:{self.about.contact}")

    def _about_dataset(self, one: Published) -> Iri:
        return self.at(f"{FOLDER}#{one.name}")

    def _dataset(self, one: Published) -> Iterator[Statement]:
        here = self._about_dataset(one)
        entries = count(len(entries_of(self.site, one)), "post", "poster")
        said = f"{entries}: {one.title}, med indbyrdes forbindelser, kilder og sikkerhed."
        yield here, "rdf:type", _term("dcat:Dataset")
        yield here, "dct:identifier", Literal(self.at(one.whole))
        yield here, "dct:title", _danish(f"{one.title[0].upper()}{one.title[1:]}")
        yield here, "dct:description", _danish(said)
        yield from self._common(here)
        yield here, "dcat:contactPoint", self.contact
        yield here, "dcat:landingPage", self.at(FOLDER)
        yield here, "foaf:page", self.at(FOLDER)
        yield here, "dct:conformsTo", self.at(one.schema)
        yield self.at(one.schema), "rdf:type", _term("dct:Standard")
        yield here, "dct:accrualPeriodicity", Iri(_SOMETIMES)
        yield here, "dct:accessRights", Iri(_PUBLIC)
        for theme in _ABOUT:
            yield here, "dcat:theme", Iri(theme)
        for ending, name, media in _FORMATS:
            yield from self._distribution(here, one, ending, name, media)

    def _distribution(
        self, dataset: Iri, one: Published, ending: str, name: str, media: str
    ) -> Iterator[Statement]:
        here = self.at(f"{FOLDER}#{one.name}-{ending}")
        file = self.at(f"{ROOT}/{one.name}.{ending}")
        yield dataset, "dcat:distribution", here
        yield here, "rdf:type", _term("dcat:Distribution")
        yield here, "dct:title", _danish(f"{one.title} som {name}")
        yield here, "dct:description", _danish(f"Alle {one.title} i én fil ({name}).")
        yield here, "dcat:accessURL", file
        yield here, "dcat:downloadURL", file
        yield here, "dct:format", Iri(f"{_AUTHORITY}file-type/{name}")
        yield here, "dcat:mediaType", Iri(f"{_MEDIA}{media}")
        yield here, "dct:license", Iri(_LICENCE)

    def _service(self) -> Iterator[Statement]:
        here = self.at(f"{FOLDER}#api")
        yield here, "rdf:type", _term("dcat:DataService")
        yield here, "dct:title", _danish(f"{self.about.name}: API")
        yield here, "dcat:endpointURL", self.at(f"{ROOT}/index.json")
        yield here, "dcat:endpointDescription", self.at(OPENAPI)
        yield here, "dct:license", Iri(_LICENCE)
        for one in collections():
            yield here, "dcat:servesDataset", self._about_dataset(one)


@derived
def _newest(site: Site) -> str:
    dates = (_day(site, identifier) for identifier in site.nodes)
    return max((one for one in dates if len(one) == 10), default="")


@followed
def _day(site: Site, identifier: str) -> str:
    return site[identifier].entry.updated or ""


def _term(name: str) -> Iri:
    prefix, _, local = name.partition(":")
    return Iri(f"{PREFIXES[prefix]}{local}")


def _danish(text: str) -> Literal:
    return Literal(text, language="da")


def _things(site: Site, about: About) -> dict[Iri, list[tuple[str, Iri | Literal]]]:
    """What is said of each thing, in order and once."""
    told: dict[Iri, dict[tuple[str, Iri | Literal], None]] = {}
    for thing, property_, value in _Catalogue(site, about).statements():
        told.setdefault(thing, {})[property_, value] = None
    return {thing: list(said) for thing, said in told.items()}


# --- Turtle -------------------------------------------------------------------


def turtle(site: Site, about: About) -> str:
    """The catalogue as Turtle."""
    lines = [f"@prefix {prefix}: <{where}> ." for prefix, where in PREFIXES.items()]
    for thing, said in _things(site, about).items():
        properties = [f"  {_property(name)} {_value(value)}" for name, value in said]
        lines += ["", f"<{thing}>", " ;\n".join(properties) + " ."]
    return "\n".join(lines) + "\n"


def _property(name: str) -> str:
    return "a" if name == "rdf:type" else name


def _value(value: Iri | Literal) -> str:
    if isinstance(value, Iri):
        return f"<{value}>"
    # A JSON text is a Turtle text: the same quotes and the same escapes.
    text = json.dumps(value.text, ensure_ascii=False)
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{value.type}" if value.type else text


# --- JSON-LD ------------------------------------------------------------------


def jsonld(site: Site, about: About) -> dict[str, Any]:
    """The catalogue as JSON-LD."""
    return {
        "@context": PREFIXES,
        "@graph": [_thing(thing, said) for thing, said in _things(site, about).items()],
    }


def _thing(thing: Iri, said: list[tuple[str, Iri | Literal]]) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": thing}
    for name, value in said:
        if name == "rdf:type":
            found.setdefault("@type", []).append(value)
        else:
            found.setdefault(name, []).append(_node(value))
    return found


def _node(value: Iri | Literal) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value}
    extra = {"@language": value.language, "@type": value.type}
    return {"@value": value.text, **{key: one for key, one in extra.items() if one}}
