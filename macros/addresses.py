"""Where every entry is found: addresses are promises, so they are made in one place."""

from .link import Node, Site, derived

# The folder of each kind with pages of its own, and the page that holds each other kind.
FOLDERS = {
    "set": "principper",
    "phase": "faser",
    "concept": "begreber",
    "case": "cases",
    "charter": "charter",
    "draft": "charter",
    "critique": "kritik",
    "checklist": "tjeklister",
    "tour": "ruter",
    "guide": "guide",
    "assessment": "selvvurdering",
    "source": "kilder",
    "municipality": "kommuner",
}
# The form that makes or changes an entry of a kind.
FORMS = {"case": "bidrag/case/", "source": "bidrag/kilde/", "term": "bidrag/ord/"}
# Where a reader is sent who knows a case.
CASE_FORM = FORMS["case"]
SET_ENTRIES = ("principle", "way", "trait", "step")
# Kinds whose entries have a handout, and those that a workshop can be about.
SHEET_KINDS = (*SET_ENTRIES, "phase", "case", "draft")
WORKSHOP_KINDS = ("principle", "way", "phase")
_ANCHORED = {
    "milestone": "charter/",
    "term": "ordliste/",
    "region": "kommuner/",
    "workshop": "ark/",
}


@derived
def address(site: Site, identifier: str) -> str:
    """The address of an entry from the site's root, such as `cases/insp-roskilde/`."""
    node = site[identifier]
    if node.kind in FOLDERS:
        return f"{FOLDERS[node.kind]}/{node.id}/"
    if node.kind in SET_ENTRIES:
        return f"principper/{node.parent}/{node.id}/"
    if node.kind == "draft_clause":
        return f"charter/{node.parent}/{node.id}/"
    if node.kind in _ANCHORED:
        return f"{_ANCHORED[node.kind]}#{node.id}"
    return f"{_home(site, node)}#{node.id}"


def _home(site: Site, node: Node) -> str:
    """The page of the entry that a clause, a checklist item or a question is part of."""
    if node.parent is None:
        raise KeyError(node.id)
    return address(site, node.parent)


def sheet_address(identifier: str, plan: str = "") -> str:
    """Where an entry's handout is found, or with a `plan` its sheet for that workshop."""
    return f"ark/{identifier}/{plan}/" if plan else f"ark/{identifier}/"


def has_page(node: Node) -> bool:
    """Whether an entry has a page of its own."""
    return node.kind in FOLDERS or node.kind in (*SET_ENTRIES, "draft_clause")


def source_path(page: str) -> str:
    """The Markdown file that MkDocs turns into `page`: `cases/x/` is `cases/x.md`."""
    return f"{page.rstrip('/')}.md"
