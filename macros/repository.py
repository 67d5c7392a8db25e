"""Where the project's files live on the web: addresses on GitHub, GitLab or Forgejo.

Which of the three it is, is said in mkdocs.yml (`extra.forge`) or read from the host.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from .settings import SettingsError
from .uri import can_be_split

LABELS = {"github": "GitHub", "gitlab": "GitLab", "forgejo": "Forgejo"}
# What stands between the repository and the branch, and what gives a new file its name
# and its text. GitLab takes a name but no text.
_NEW = {"github": "new", "gitlab": "-/new", "forgejo": "_new"}
_EDIT = {"github": "edit", "gitlab": "-/edit", "forgejo": "_edit"}
_VIEW = {"github": "blob", "gitlab": "-/blob", "forgejo": "src/branch"}
_ISSUE = {"github": "issues/new/choose", "gitlab": "-/issues/new", "forgejo": "issues/new"}
_NAME = {"github": "filename", "gitlab": "file_name", "forgejo": "filename"}
_TEXT = {"github": "value", "forgejo": "value"}


@dataclass(frozen=True)
class Forge:
    """A repository on the web, and the e-mail address of the people behind it ("": none)."""

    kind: str
    repository: str
    branch: str
    contact: str
    data: str = "data"  # where new entries go: a municipality's own have a folder of their own

    @property
    def label(self) -> str:
        """What people call it."""
        return LABELS[self.kind]

    @property
    def name_key(self) -> str:
        """The part of an address that names a new file."""
        return _NAME[self.kind]

    @property
    def text_key(self) -> str:
        """The part of an address that holds a new file's text; "" when there is none."""
        return _TEXT.get(self.kind, "")

    @property
    def issue(self) -> str:
        """Where anyone can write to the editors in the open."""
        return f"{self.repository}/{_ISSUE[self.kind]}"

    def new(self, folder: str) -> str:
        """Where a new file in a folder is made."""
        return f"{self.repository}/{_NEW[self.kind]}/{quote(self.branch)}/{quote(folder)}"

    def edit(self, path: str) -> str:
        """Where a file is edited."""
        return f"{self.repository}/{_EDIT[self.kind]}/{quote(self.branch)}/{quote(path)}"

    def view(self, path: str) -> str:
        """Where a file is read; the repository itself for no file."""
        return (
            self.repository
            if not path
            else f"{self.repository}/{_VIEW[self.kind]}/{quote(self.branch)}/{quote(path)}"
        )


def forge(config: Mapping[str, Any]) -> Forge:
    """The repository that a site's configuration names.

    Raises SettingsError.
    """
    extra = config.get("extra") or {}
    # What forges offer to copy is where git clones from.
    repository = str(config.get("repo_url") or "").rstrip("/").removesuffix(".git")
    if not can_be_split(repository):
        raise SettingsError(f"repo_url skal være en hel adresse, men er {repository}.")
    kind = str(extra.get("forge") or _guessed(repository))
    if kind not in LABELS:
        raise SettingsError(f"extra.forge skal være {', '.join(LABELS)}, men er {kind}.")
    contact = str(extra.get("contact") or "")
    branch, data = str(extra.get("branch") or "main"), str(extra.get("data") or "data")
    return Forge(kind, repository, branch, contact, data)


def upstream(config: Mapping[str, Any]) -> Forge:
    """The repository that the common texts come from, also on a municipality's own site."""
    extra = config.get("extra") or {}
    return forge({"repo_url": extra.get("upstream") or config.get("repo_url")})


def _guessed(repository: str) -> str:
    host = urlsplit(repository).hostname or ""
    if host == "github.com":
        return "github"
    return "gitlab" if host.startswith("gitlab.") else "forgejo"
