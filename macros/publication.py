"""What the site says of itself to browsers and programs: names, colours, small files.

Everything here follows from the configuration and the brand; without a brand the site is
the neutral national one.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

# Only ever writes: nothing is parsed here.
from xml.etree import ElementTree as ET

from . import knowledge
from .brand import Identity
from .own_folder import DATA, new_entries
from .published import day_of_publishing
from .repository import Forge, forge, upstream
from .settings import read

# Who publishes, for programs; only a brand has one.
MANIFEST = "udgiver.json"
SECURITY = ".well-known/security.txt"
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"
_SECURITY_DAYS = 365  # RFC 9116 asks for less than a year or so


def day() -> date | None:
    """The day that whoever publishes has set in SOURCE_DATE_EPOCH; a build asks no clock."""
    given = day_of_publishing(os.environ)
    return date.fromisoformat(given) if given else None


def settings(root: Path) -> dict[str, Any]:
    """What mkdocs.yml says, with what the brand says of the site in its place.

    Raises SettingsError.
    """
    config, identity = read(root), knowledge.current(root).identity
    whole = named(config, identity) if identity else config
    if new_entries(root) != DATA or forge(whole).repository == upstream(whole).repository:
        return whole
    # What is sent to their repository is theirs.
    return {**whole, "extra": {**(whole.get("extra") or {}), "data": DATA}}


def named(config: Mapping[str, Any], identity: Identity) -> dict[str, Any]:
    """A site's settings with the brand's name, and where its files live."""
    brand = identity.brand
    extra = {**(config.get("extra") or {}), "publisher": brand.publisher}
    address = config.get("repo_url")
    if brand.contact.email:
        extra["contact"] = brand.contact.email
    if brand.repository:
        address = brand.repository.url
        extra["branch"] = brand.repository.branch
        if brand.repository.forge:
            extra["forge"] = brand.repository.forge
    if identity.municipality:
        extra["municipality"] = identity.municipality.id
    site = config.get("site_url") or brand.url or ""
    return {
        **config, "site_name": brand.name, "site_url": site, "repo_url": address, "extra": extra,
    }  # fmt: skip


def write(target: Path, config: Mapping[str, Any], identity: Identity | None) -> None:
    """Write the small files into the finished site."""
    base = str(config.get("site_url") or "")
    files = {ROBOTS: robots(base)}
    security = security_txt(forge(config), base, identity, day())
    if security:
        files[SECURITY] = security
    if identity:
        files[MANIFEST] = manifest(identity, base)
    for name, text in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(text, "utf-8", newline="\n")


def robots(base: str) -> str:
    """What search engines may read: everything. The map is named when the address is known."""
    lines = ["User-agent: *", "Allow: /"]
    return "\n".join([*lines, *([f"Sitemap: {base}sitemap.xml"] if base else []), ""])


def sitemap(places: Iterable[tuple[str, str]]) -> str:
    """The addresses of all pages, each with the day it was changed, if the data gives one."""
    root = ET.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for place, updated in sorted(places):
        url = ET.SubElement(root, "url")
        url.tail = "\n"
        ET.SubElement(url, "loc").text = place
        if updated:
            ET.SubElement(url, "lastmod").text = updated
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, "unicode")}\n'


def security_txt(where: Forge, base: str, identity: Identity | None, today: date | None) -> str:
    """Where to write of a security hole, by RFC 9116; "" when no contact is known.

    A public list of issues is no place for it, so the repository alone is no contact.
    """
    contact = (identity.brand.contact.email if identity else None) or where.contact
    if not contact:
        return ""
    return "\n".join([*_security(contact, base, today), ""])


def _security(contact: str, base: str, today: date | None) -> Iterator[str]:
    yield (
        f"Contact: mailto:{contact}"
        if "@" in contact and "/" not in contact
        else (f"Contact: {contact}")
    )
    if today:
        yield f"Expires: {(today + timedelta(days=_SECURITY_DAYS)).isoformat()}T00:00:00Z"
    else:
        yield "# Expires mangler: sitet er bygget uden en dato (SOURCE_DATE_EPOCH)."
    yield "Preferred-Languages: da, en"
    if base:
        yield f"Canonical: {base}{SECURITY}"


def manifest(identity: Identity, base: str) -> str:
    """Who publishes the site, for programs that gather from many."""
    brand, home = identity.brand, identity.municipality
    data: dict[str, Any] = {
        "name": brand.name,
        "publisher": brand.publisher,
        "municipality": home and {"id": home.id, "code": home.code, "name": home.official_name},
        "url": base or None,
        "cvr": brand.cvr,
        "ean": brand.ean,
        "contact": brand.contact.model_dump(),
        "links": brand.links.model_dump(),
        "accessibility_statement": brand.was_url,
        "repository": brand.repository and brand.repository.model_dump(),
        "languages": list(brand.languages),
        "analytics": brand.analytics,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
