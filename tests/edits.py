"""Edits as people make them, drawn at random: any entry, any sort of change, always valid data."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from macros.read import Marks, read_yaml

Entry = dict[str, Any]


class Editor:
    """Edits the data under a folder; the same seed makes the same edits."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.draw, self._count = root, random.Random(seed), 0  # noqa: S311
        self._last = ""

    def edit(self) -> str:
        """Make one edit; what it was. No sort of edit follows itself."""
        sorts = [one for one in SORTS if one.__name__ != self._last]
        while True:
            self._count += 1
            sort = self.draw.choice(sorts)
            if sort(self):
                self._last = sort.__name__
                return sort.__name__

    def word(self) -> str:
        """A word that stands nowhere else."""
        return f"rettelse{self._count}"

    # --- Files ---

    def load(self, file: str) -> Any:
        path = self.root / file
        return read_yaml(file, path.read_text("utf-8"), [], Marks()) if path.is_file() else None

    def save(self, file: str, data: Any) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")

    def entries(self, collection: str, file: str = "") -> list[str]:
        """The ids of a collection that stands in one file."""
        return [one["id"] for one in (self.load(f"data/{file or collection}.yaml") or {}).get(
            collection, ())]  # fmt: skip

    def change(self, collection: str, how: Callable[[Entry], object], file: str = "") -> bool:
        """Change an entry of a collection, wherever it stands."""
        name = f"data/{file or collection}.yaml"
        single = sorted((self.root / "data" / collection).glob("*.yaml"))
        whole = (self.load(name) or {}).get(collection) or []
        number = self.draw.randrange(len(single) + len(whole)) if single or whole else -1
        if number < 0:
            return False
        if number < len(single):
            name = single[number].relative_to(self.root).as_posix()
            entry = self.load(name)
            done = how(entry)
            self.save(name, entry)
        else:
            data = self.load(name)
            done = how(data[collection][number - len(single)])
            self.save(name, data)
        return done is not False


def _toggle(items: list[Any], one: Any) -> None:
    (items.remove if one in items else items.append)(one)


# --- The sorts of edits -------------------------------------------------------


def a_summary(editor: Editor) -> bool:
    def longer(entry: Entry) -> None:
        entry["summary"] = f"{entry['summary'].rstrip('.')}, {editor.word()}."

    return editor.change("cases", longer)


def a_title(editor: Editor) -> bool:
    def another(entry: Entry) -> None:
        entry["title"] = f"{editor.draw.choice('AKØ')} {editor.word()}"

    return editor.change("cases", another)


def a_municipality(editor: Editor) -> bool:
    place = editor.draw.choice(editor.entries("municipalities"))
    return editor.change("cases", lambda entry: _toggle(entry["municipalities"], place))


def a_principle_shown(editor: Editor) -> bool:
    sets = editor.load("data/principles.yaml")["sets"]
    ids = [one["id"] for some in sets if some["kind"] == "principle" for one in some["entries"]]
    one = editor.draw.choice(ids)

    def shown(entry: Entry) -> None:
        others = [some for some in entry["principles"] if some["id"] != one]
        less = len(others) < len(entry["principles"])
        entry["principles"] = others if less else [*others, {"id": one, "why": editor.word()}]

    return editor.change("cases", shown)


def a_source_cited(editor: Editor) -> bool:
    source = editor.draw.choice(editor.entries("sources"))

    def cited(entry: Entry) -> bool:
        if source in str(entry["sources"]):
            return False
        entry["sources"].append(source)
        return True

    return editor.change("cases", cited)


def a_new_case(editor: Editor, folder: str = "data") -> bool:
    cases = editor.load("data/cases.yaml")["cases"]
    case = {**editor.draw.choice(cases), "id": editor.word(), "title": f"Ny {editor.word()}"}
    case.pop("relations", None)
    editor.save(f"{folder}/cases/{case['id']}.yaml", case)
    return True


def a_case_of_their_own(editor: Editor) -> bool:
    return a_new_case(editor, "kommune/data")


def a_case_under_another_id(editor: Editor) -> bool:
    """A case leads on to another, or no longer does."""
    see = editor.draw.choice(editor.entries("cases"))

    def led_on(entry: Entry) -> bool:
        if entry["id"] == see:
            return False
        if entry.pop("status", None):
            entry.pop("see", None)
        else:
            entry |= {"status": "moved", "see": see}
        return True

    return editor.change("cases", led_on)


def a_case_less(editor: Editor) -> bool:
    made = sorted(editor.root.glob("*/cases/rettelse*.yaml"))
    made += sorted(editor.root.glob("*/*/cases/rettelse*.yaml"))
    made += sorted(editor.root.glob("data/cases/case-*.yaml"))
    if not made:
        return False
    gone = editor.draw.choice(made)
    changes = editor.load("kommune/data/changes.yaml") or {}
    if gone.stem in changes.get("hide", ()):
        return False
    gone.unlink()
    return True


def a_principles_title(editor: Editor) -> bool:
    def another(some: Entry) -> None:
        one = editor.draw.choice(some["entries"])
        one["title"] = f"{one['title'].split(', ')[0]}, {editor.word()}"

    return editor.change("sets", another, "principles")


def a_word_explained(editor: Editor) -> bool:
    def another(entry: Entry) -> None:
        if editor.draw.random() < 0.5:
            entry["definition"]["text"] = f"Det er {editor.word()}."
        else:
            entry["title"] = f"{entry['title']}{editor.word()[-1]}x"

    return editor.change("glossary", another)


def a_source(editor: Editor) -> bool:
    def another(entry: Entry) -> None:
        entry["title"] = f"{entry['title'].split(': ')[0]}: {editor.word()}"

    return editor.change("sources", another)


def a_relation(editor: Editor) -> bool:
    def another(entry: Entry) -> bool:
        relations = entry.setdefault("relations", [])
        other = editor.draw.choice([e for e in editor.entries("concepts") if e != entry["id"]] or [
            ""])  # fmt: skip
        if not other or any(one["to"] == other for one in relations):
            return False
        relations.append({"to": other, "type": "elaborates", "why": f"For {editor.word()}."})
        return True

    return editor.change("concepts", another)


def something_hidden(editor: Editor) -> bool:
    name = "kommune/data/changes.yaml"
    data = editor.load(name) or {"hide": []}
    hidden = data["hide"]
    ids = editor.entries("cases") + editor.entries("critique") + editor.entries("concepts")
    if len(hidden) > 2 and editor.draw.random() < 0.5:
        hidden.pop()
    else:
        _toggle(hidden, editor.draw.choice(ids))
    editor.save(name, data)
    return True


SORTS: tuple[Callable[[Editor], bool], ...] = (
    a_summary, a_title, a_municipality, a_principle_shown, a_source_cited, a_new_case,
    a_case_of_their_own, a_case_under_another_id, a_case_less, a_principles_title,
    a_word_explained, a_source, a_relation, something_hidden,
)  # fmt: skip
