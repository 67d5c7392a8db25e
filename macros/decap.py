"""Decap CMS's configuration, made from the field table: https://decapcms.org/docs/."""

from typing import Any
from urllib.parse import urlsplit

from . import vocabulary as words
from .describe import Described, Shape, describe
from .kinds import COLLECTIONS, MODEL_KINDS, Collection
from .link import Site
from .repository import Forge

# What people write in the form editor; the rest of the data is better edited as text.
OFFERED = ("case", "source", "term", "critique", "checklist")
# Kinds whose ids are offered as a list to choose from; other ids are typed.
CHOSEN = ("municipality", "phase", "principle", "way", "trait", "step", "charter", "region")
_WIDGETS = {"number": "number", "line": "text", "prose": "text"}


def config(site: Site, backend: dict[str, Any], folder: str = "data") -> dict[str, Any]:
    """The whole configuration; `backend` says where the entries are kept, in which folder."""
    offered = [one for one in COLLECTIONS if MODEL_KINDS[one.model] in OFFERED]
    return {
        "backend": backend,
        "locale": "da",
        "load_config_file": False,
        "media_folder": f"{folder.removesuffix('data')}docs/billeder",
        "publish_mode": "simple" if backend["name"] == "proxy" else "editorial_workflow",
        "show_preview_links": False,
        "slug": {"encoding": "ascii", "clean_accents": True},
        "collections": [_collection(one, site, folder) for one in offered],
    }


def backend(forge: Forge) -> dict[str, Any]:
    """Where Decap keeps entries when the editor is put on the web: the forge itself.

    GitLab and Forgejo want an application's id, which whoever publishes must fill in.
    """
    repository = urlsplit(forge.repository)
    name, host = repository.path.strip("/"), f"{repository.scheme}://{repository.netloc}"
    common = {"repo": name, "branch": forge.branch}
    if forge.kind == "github":
        return {"name": "github", **common, "open_authoring": True}
    app = {"app_id": "UDFYLDES", "base_url": host}
    if forge.kind == "gitlab":
        return {
            "name": "gitlab",
            **common,
            **app,
            "auth_type": "pkce",
            "api_root": f"{host}/api/v4",
        }
    return {"name": "gitea", **common, **app, "api_root": f"{host}/api/v1"}


def _collection(collection: Collection, site: Site, folder: str) -> dict[str, Any]:
    word = words.KINDS[MODEL_KINDS[collection.model]]
    return {
        "name": collection.name,
        "label": word.plural.capitalize(),
        "label_singular": word.label,
        "folder": f"{folder}/{collection.name}",
        "extension": "yaml",
        "format": "yaml",
        "create": True,
        "delete": False,
        "identifier_field": "title",
        "slug": "{{fields.id}}",
        "summary": "{{title}}",
        "editor": {"preview": False},
        "fields": [_field(field, site) for field in describe(collection.model)],
    }


def _field(field: Described, site: Site) -> dict[str, Any]:
    made = {
        "name": field.name,
        "label": field.title,
        "required": field.required and not field.nullable,
    }
    if field.description:
        made["hint"] = field.description
    if field.many and not field.required:
        made["required"] = False
    return made | (_many(field, site) if field.many else _widget(field.shape, site))


def _many(field: Described, site: Site) -> dict[str, Any]:
    one = _widget(field.shape, site)
    if one["widget"] == "select":
        return {**one, "multiple": True, "required": False}
    if one["widget"] == "object":
        return {"widget": "list", "fields": one["fields"], "required": False, "collapsed": False}
    inner = {"name": "value", "label": field.title, **one}
    return {"widget": "list", "field": inner, "required": False, "collapsed": False}


def _widget(shape: Shape, site: Site) -> dict[str, Any]:
    if shape.type == "record":
        return {"widget": "object", "fields": [_field(field, site) for field in shape.fields]}
    choices = shape.choices or tuple(
        (node.id, node.title)
        for kind in shape.kinds
        if kind in CHOSEN
        for node in site.of_kind(kind)
    )
    if choices:
        return {
            "widget": "select",
            "options": [{"value": v, "label": label} for v, label in choices],
        }
    made: dict[str, Any] = {"widget": _WIDGETS.get(shape.type, "string")}
    if shape.pattern:
        made["pattern"] = [shape.pattern, "Teksten har ikke den rigtige form."]
    return made
