"""The data as Markdown pages: a stub for each, filled by a macro when MkDocs comes to it."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from mkdocs.structure.files import File, InclusionLevel

Entry = dict[str, Any]
FOLDERS = {
    "cases": "cases",
    "municipalities": "kommuner",
    "sources": "kilder",
    "sets": "principper",
}


@cache
def _data(root: Path) -> dict[str, dict[str, Entry]]:
    """Every entry that gets a page, by collection and id."""
    found: dict[str, dict[str, Entry]] = {name: {} for name in FOLDERS}
    for path in sorted((root / "data").rglob("*.yaml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        if path.parent.name in FOLDERS:
            found[path.parent.name][content["id"]] = content
            continue
        for name in FOLDERS:
            found[name] |= {one["id"]: one for one in content.get(name) or ()}
    sets = found["sets"].values()
    found["sets"] = {e["id"]: e for one in sets for e in (one.get("entries") or ())}
    return found


@cache
def _shown_in(root: Path) -> dict[str, list[Entry]]:
    """The cases that name an entry, by the entry's id."""
    shown = defaultdict(list)
    for case in _data(root)["cases"].values():
        readings = [one["id"] for one in (*case["principles"], *case["ways"])]
        for one in dict.fromkeys((*case["municipalities"], *readings, *_sources(case))):
            shown[one].append(case)
    return shown


def _sources(entry: Entry) -> list[str]:
    return [one if isinstance(one, str) else one["source"] for one in entry.get("sources") or ()]


def _title(entry: Entry) -> str:
    return str(entry.get("title") or entry.get("name") or entry["id"])


def on_files(files: Any, config: Any) -> Any:
    root = Path(config.config_file_path).parent
    for name, entries in _data(root).items():
        stubs = {f"{FOLDERS[name]}/index.md": f'{{{{ index("{name}") }}}}'}
        for one in entries:
            stubs[f"{FOLDERS[name]}/{one}.md"] = f'{{{{ entry("{name}", "{one}") }}}}'
        for path, content in stubs.items():
            files.append(
                File.generated(config, path, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
            )
    return files


def define_env(env: Any) -> None:
    root = Path(env.project_dir)

    @env.macro
    def index(name: str) -> str:
        rows = [f"- [{_title(one)}]({id_}.md)" for id_, one in _data(root)[name].items()]
        return "\n".join([f"# {FOLDERS[name].capitalize()}", "", *rows])

    @env.macro
    def entry(name: str, identifier: str) -> str:
        one = _data(root)[name][identifier]
        lines = _case(root, one) if name == "cases" else _other(root, one)
        return "\n".join([f"# {_title(one)}", "", *lines])


def _link(root: Path, collection: str, identifier: str) -> str:
    one = _data(root)[collection].get(identifier, {"id": identifier})
    return f"[{_title(one)}](../{FOLDERS[collection]}/{identifier}.md)"


def _case(root: Path, case: Entry) -> Iterator[str]:
    yield from (str(case["summary"]), "")
    places = ", ".join(_link(root, "municipalities", one) for one in case["municipalities"])
    facts = {"Kommuner": places, "Område": case["area"], "Form": case["form"],
             "Faser": ", ".join(case["phases"]), "Parter": "; ".join(case["actors"] or ()),
             "Sikkerhed": case["certainty"]}  # fmt: skip
    yield from (f"- **{name}**: {value}" for name, value in facts.items())
    yield from ("", "## Hvad", "", case["what"])
    for heading, field in (("Hvordan", "how"), ("Resultat", "outcome"), ("Læring", "learning")):
        yield from ("", f"## {heading}", "")
        for one in case[field] or ():
            said = one if isinstance(one, dict) else {"text": one}
            cited = ", ".join(_link(root, "sources", source) for source in _sources(said))
            yield f"- {said['text']} ({cited})" if cited else f"- {said['text']}"
    yield from ("", "## Principper og veje", "")
    for one in (*case["principles"], *case["ways"]):
        yield f"- {_link(root, 'sets', one['id'])}: {one['why']}"
    yield from ("", "## Kilder", "")
    yield from (f"- {_link(root, 'sources', one)}" for one in _sources(case))


def _other(root: Path, one: Entry) -> Iterator[str]:
    yield from (
        str(one.get(field)) + "\n" for field in ("summary", "url", "year") if one.get(field)
    )
    yield from ("", "## Cases", "")
    yield from (f"- {_link(root, 'cases', case['id'])}" for case in _shown_in(root)[one["id"]])
