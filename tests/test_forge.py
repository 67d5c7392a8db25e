"""What the forges run: least rights, pinned parts, and no text of a stranger in a command."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import needs
from markdown_it import MarkdownIt

from macros import external, quoted, review

ROOT = Path(__file__).parent.parent
WORKFLOWS = {path.stem: path for path in (ROOT / ".github" / "workflows").glob("*.yml")}
# The only rights each job has; a job that runs a proposal's code reads and no more.
RIGHTS = {
    ("check", "check"): {"contents": "read"},
    ("check", "oldest"): {"contents": "read"},
    ("check", "engines"): {"contents": "read"},
    ("audit", "audit"): {"contents": "read"},
    ("preview", "comment"): {"actions": "read", "contents": "read", "pull-requests": "write"},
    ("pages", "build"): {"contents": "read"},
    ("pages", "deploy"): {"pages": "write", "id-token": "write"},
    ("links", "ask"): {"contents": "read"},
    ("links", "tell"): {"issues": "write"},
    ("issue", "convert"): {"contents": "read"},
    ("issue", "propose"): {
        "actions": "write", "contents": "write", "issues": "write", "pull-requests": "write",
    },
}  # fmt: skip


def _read(name: str) -> dict[Any, Any]:
    whole: dict[Any, Any] = yaml.safe_load(WORKFLOWS[name].read_text("utf-8"))
    return whole


def _jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name in sorted(WORKFLOWS):
        for job, body in _read(name)["jobs"].items():
            yield name, job, body


def test_every_job_has_the_least_rights() -> None:
    assert {(name, job): body["permissions"] for name, job, body in _jobs()} == RIGHTS
    for name in WORKFLOWS:
        whole = _read(name)
        assert whole["permissions"] == {}
        assert whole["concurrency"]["group"]
    assert all(1 <= body["timeout-minutes"] <= 120 for _, _, body in _jobs())


def test_every_part_is_pinned_and_keeps_no_credentials() -> None:
    for name, path in WORKFLOWS.items():
        for line in path.read_text("utf-8").splitlines():
            if "uses:" in line:
                assert re.search(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), (
                    f"{name}: {line}"
                )
    for name, _, body in _jobs():
        for step in body["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False, name
                assert "ref" not in step["with"], name


def test_no_event_is_written_into_a_command() -> None:
    for name, job, body in _jobs():
        for step in body["steps"]:
            assert "${{" not in step.get("run", ""), f"{name}: {job}"


def test_no_workflow_runs_a_proposal_with_rights_or_secrets() -> None:
    for name, path in WORKFLOWS.items():
        assert "pull_request_target" not in path.read_text("utf-8")
        assert "secrets." not in path.read_text("utf-8"), name
    privileged = _read("preview")["jobs"]["comment"]["steps"]
    runs = "\n".join(step.get("run", "") for step in privileged)
    assert "make" not in runs
    assert "pip" not in runs


def test_the_module_of_the_privileged_job_needs_only_python(tmp_path: Path) -> None:
    """In a Python without anything installed, as on the forge's machine."""
    _folder(tmp_path / "in")
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); "
        "from macros import review; sys.exit(review.main(sys.argv[1:]))"
    )
    command = [sys.executable, "-I", "-S", "-c", code, ROOT, tmp_path / "in", tmp_path / "out"]
    subprocess.run(command, check=True)
    assert (tmp_path / "out" / "number").read_text("utf-8") == "7\n"


# --- Who reads what, and what catalogues are told ------------------------------


def _owner(path: str) -> str:
    """The owner of a file by the last line of CODEOWNERS that fits it."""
    owner = ""
    for line in (ROOT / ".github" / "CODEOWNERS").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern, name = line.split()
            if pattern == "*" or f"/{path}".startswith(pattern):
                owner = name.rpartition("/")[2]
    return owner


def test_what_can_run_is_read_by_those_who_know_code() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, check=True)
    names = listed.stdout.decode().splitlines()
    assert {_owner(name) for name in names if name.startswith("data/")} == {"redaktion"}
    assert {_owner(name) for name in names if not name.startswith("data/")} == {"maintainers"}


def test_both_forges_ask_the_same_of_a_change() -> None:
    github = (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").read_text("utf-8")
    assert (ROOT / ".gitlab/merge_request_templates/Default.md").read_text("utf-8") == github
    for word in ("kilde", "egne ord", "personoplysninger"):
        assert word in github


def test_a_municipalitys_copy_is_checked_but_the_programs_tests_are_not_run() -> None:
    """They hold what our own site says, and its words are others: publishing would stop."""
    steps = {step.get("name"): step for step in _read("check")["jobs"]["check"]["steps"]}
    assert steps["Test alt"]["if"] == "${{ hashFiles('kommune/**') == '' }}"
    assert "if" not in steps["Tjek data"]
    jobs = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))
    assert {"exists": ["kommune/**/*"], "when": "never"} in jobs["test"]["rules"]
    assert not any("exists" in rule for rule in jobs["check"]["rules"])


def test_gitlab_checks_tests_builds_publishes_and_asks_links() -> None:
    text = (ROOT / ".gitlab-ci.yml").read_text("utf-8")
    jobs = yaml.safe_load(text)
    assert {"check", "test", "build", "pages", "links"} <= set(jobs)
    assert "--format gitlab > codequality.json" in "\n".join(jobs["check"]["script"])
    assert jobs["check"]["artifacts"]["reports"]["codequality"] == "codequality.json"
    assert "schedule" in jobs["links"]["rules"][0]["if"]
    assert {"job": "test", "optional": True} in jobs["pages"]["needs"]
    assert "TOKEN" not in text


def test_what_the_forges_publish_has_the_day_of_its_last_change(tmp_path: Path) -> None:
    """Without it security.txt never ends, and the rule for it says that it must."""
    steps = {step.get("name"): step for step in _read("pages")["jobs"]["build"]["steps"]}
    pages = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))["pages"]
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@x.example"]
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    dated = {**os.environ, "GIT_COMMITTER_DATE": "2026-11-22T12:00:00Z"}
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], check=True, env=dated)
    for command in (steps["Tjek og byg"]["run"], pages["script"][0]):
        script = f'make() {{ echo "$* $SOURCE_DATE_EPOCH"; }}; {command}'
        done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, check=True)
        assert done.stdout == b"site 1795348800\n"


def test_both_forges_test_with_the_oldest_python_that_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    steps = _read("check")["jobs"]["oldest"]["steps"]
    job = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))["oldest"]
    assert oldest in {step.get("with", {}).get("python-version") for step in steps}
    assert job["image"].startswith(f"python:{oldest}-")
    assert "-m pytest" in steps[-1]["run"] == job["script"][-1]


def test_catalogues_are_told_the_same_as_the_site() -> None:
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    found = re.search(r'repo_url: !ENV \[REPO_URL, "([^"]+)"\]', config)
    assert found
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    public = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert citation["repository-code"] == public["url"] == found[1]
    assert citation["version"] == project["version"]
    assert citation["license"] == public["legal"]["license"] == project["license"]
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(citation)
    assert public["publiccodeYmlVersion"] == "0.4"
    assert set(public["description"]) == {"da", "en"}
    for described in public["description"].values():
        assert len(described["shortDescription"]) <= 150
        assert 150 <= len(described["longDescription"]) <= 10_000
        assert described["features"]
    assert public["maintenance"]["contacts"][0]["name"]


# --- What is said of a proposal -----------------------------------------------

_ROW = {
    "file": "data/cases.yaml", "line": 3, "column": 5, "message": "Ukendt felt: »titel«.",
    "hint": "Mente du »title«?", "rule": "extra", "severity": "error",
}  # fmt: skip


def _folder(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    rows = json.dumps([_ROW])
    for name, text in {
        "number": "7\n",
        "problems": rows,
        "meaning": "[-a-]\n",
        "diff": "+a\n",
        **texts,
    }.items():
        suffix = {"problems": ".json", "meaning": ".txt", "diff": ".txt"}.get(name, "")
        (folder / f"{name}{suffix}").write_text(text, "utf-8", newline="")
    return folder


def test_the_comment_tells_findings_and_difference(tmp_path: Path) -> None:
    number, text = review.comment(_folder(tmp_path))
    assert number == 7
    assert text.startswith(review.MARK)
    assert "**1 fejl og 0 advarsler i data.**" in text
    assert "- `data/cases.yaml:3` `Ukendt felt: »titel«.` `Mente du »title«?`" in text
    assert "```diff\n+a\n```" in text
    assert "```text\n[-a-]\n```" in text
    rows = json.dumps([{**_ROW, "severity": "warning"}])
    assert "**0 fejl og 1 advarsel i data.**" in review.comment(_folder(tmp_path, problems=rows))[1]
    _, clean = review.comment(_folder(tmp_path, problems="[]", meaning="", diff=""))
    assert "Ingen fejl i data" in clean
    assert "details" not in clean


def test_nothing_in_the_comment_can_break_out_of_its_quotes(tmp_path: Path) -> None:
    nasty = "```\n</details> @alle [x](https://x.example) <!-- ` `` \u202e\x1b"
    row = {**_ROW, "message": nasty, "hint": "`\ud800", "file": "``" + "x" * 900}
    _, text = review.comment(_folder(tmp_path, problems=json.dumps([row] * 40), diff=nasty))
    assert "- og 10 mere" in text
    assert "\u202e" not in text
    assert "\x1b" not in text
    text.encode("utf-8")
    html = MarkdownIt().render(text)
    shown = re.sub(r"(?s)<code.*?</code>", "", html)
    assert html.count("@alle") == 31
    assert "@alle" not in shown
    assert "x.example" not in shown
    assert shown.count("</details>") == 2


@pytest.mark.parametrize(
    "texts",
    [
        {"number": "7; rm -rf /"}, {"number": "-1"}, {"number": "7\n8"}, {"number": "0"},
        {"number": "9" * 11}, {"problems": "{}"}, {"problems": "[1]"}, {"problems": "[" * 5000},
        {"problems": json.dumps([{**_ROW, "line": "3"}])}, {"problems": "nej"},
        {"diff": "x" * 60_001}, {"extra": "x"}, {"number": "٣"},
    ],
    ids=str,
)  # fmt: skip
def test_a_folder_of_another_shape_is_refused(texts: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(review.MalformedError):
        review.comment(_folder(tmp_path, **texts))


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "in")
    (folder / "diff.txt").unlink()
    (folder / "diff.txt").symlink_to("/etc/hostname")
    assert review.main([str(folder), str(tmp_path / "out")]) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["", "a", "`", "a``b", "``` x", "a\nb\tc"])
def test_code_on_one_line_holds_anything(text: str) -> None:
    html = MarkdownIt().render(quoted.inline(text))
    assert re.fullmatch(r"<p><code>[^<\n]*</code></p>\n", html)
    assert html[9:-12].strip() == " ".join(text.split())


# --- The scripts themselves, run against stand-ins ----------------------------


def _script(name: str, job: str, step: str) -> str:
    steps = _read(name)["jobs"][job]["steps"]
    return str(next(one["run"] for one in steps if one.get("name") == step))


def _run(script: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the forge does; `gh` only writes down what it was asked."""
    tools = folder.parent / "tools"
    tools.mkdir(exist_ok=True)
    gh = tools / "gh"
    gh.write_text('#!/bin/sh\necho "$@" >> "$GH_LOG"\ncase "$1 $2" in "pr view") exit 1;; esac\n'
                  'if [ "$1 $2" = "issue list" ]; then echo "$GH_OLD"; fi\n'
                  'if [ "$1" = api ]; then echo "$GH_SHA"; fi\n')  # fmt: skip
    gh.chmod(0o755)
    env = {
        "PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(folder.parent),
        "GH_LOG": str(folder.parent / "gh.log"), "GH_REPO": "o/r", "GITHUB_REPOSITORY": "o/r",
        "GIT_CONFIG_NOSYSTEM": "1", **more,
    }  # fmt: skip
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=env, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip


def _repository(tmp_path: Path) -> Path:
    origin, work = tmp_path / "origin.git", tmp_path / "work"
    for command in (
        ["init", "--bare", "-b", "main", origin],
        ["init", "-b", "main", work],
        ["-C", work, "remote", "add", "origin", origin],
    ):
        subprocess.run(["git", *command], check=True, capture_output=True)
    return work


_PROPOSE = "Lav gren og forslag, eller sig, hvad der mangler"


def _made(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    return folder


@needs("bash")
@pytest.mark.parametrize("name", ["data/cases/have.yaml", "kommune/data/cases/have.yaml"])
def test_a_form_becomes_a_branch_and_a_pull_request(name: str, tmp_path: Path) -> None:
    work = _repository(tmp_path)
    made = _made(tmp_path / "made", said=f"{name}\n", entry_yaml="id: have\n")
    done = _run(
        _script("issue", "propose", _PROPOSE), work, ISSUE="12", MADE=str(made), DEFAULT="main"
    )
    assert done.returncode == 0, done.stderr
    show = ["git", "-C", tmp_path / "origin.git", "show", f"formular-12:{name}"]
    assert subprocess.run(show, capture_output=True, check=True).stdout == b"id: have\n"
    asked = (tmp_path / "gh.log").read_text("utf-8")
    assert "pr create --head formular-12 --base main --title Ny post: have" in asked
    assert "workflow run check.yml --ref formular-12" in asked


@pytest.mark.parametrize(
    "name", ["../x.yaml", "data/cases/../../x.yaml", "data/cases/a b.yaml", "macros/cli.py",
             "data/cases/$(touch x).yaml", "data/cases/a.yaml\ndata/cases/b.yaml"]
)  # fmt: skip
def test_a_file_name_of_another_form_is_refused(name: str, tmp_path: Path) -> None:
    work = _repository(tmp_path)
    made = _made(tmp_path / "made", said=name, entry_yaml="id: have\n")
    done = _run(
        _script("issue", "propose", _PROPOSE), work, ISSUE="12", MADE=str(made), DEFAULT="main"
    )
    assert done.returncode == 1
    assert not (tmp_path / "gh.log").exists()
    assert [path.name for path in work.iterdir()] == [".git"]


def test_problems_are_answered_in_the_issue_as_code(tmp_path: Path) -> None:
    work = _repository(tmp_path)
    made = _made(tmp_path / "made", problems="issue:1:1: »Titel« skal udfyldes.\n@alle\n")
    script = _script("issue", "propose", _PROPOSE)
    assert _run(script, work, ISSUE="12", MADE=str(made), DEFAULT="main").returncode == 0
    answer = (work / "answer.md").read_text("utf-8")
    assert "\n\n    issue:1:1: »Titel« skal udfyldes.\n    @alle\n\n" in answer
    assert "issue comment 12" in (tmp_path / "gh.log").read_text("utf-8")


@pytest.mark.parametrize(
    ("dead", "old", "asked"),
    [(1, "", ["issue create"]), (1, "5", ["issue edit 5"]), (0, "", []),
     (0, "5", ["issue edit 5", "issue close 5"])],
)  # fmt: skip
def test_there_is_one_issue_about_dead_links(
    dead: int, old: str, asked: list[str], tmp_path: Path
) -> None:
    work = tmp_path / "work"
    (work / "links").mkdir(parents=True)
    answers = {f"https://{n}.example/": external.Answer(outcome, 0, "", "", "2026-11-22")
               for n, outcome in enumerate(["ok", *["dead"] * dead])}  # fmt: skip
    external.write_answers(work / "links" / "links.json", answers)
    (work / "links" / "links.md").write_text("# Kildernes adresser\n", "utf-8")
    done = _run(_script("links", "tell", "Åbn sagen, eller ret den, der er"), work, GH_OLD=old)
    assert done.returncode == 0, done.stderr
    log = (tmp_path / "gh.log").read_text("utf-8")
    verbs = [word for word in ("issue create", "issue edit 5", "issue close 5") if word in log]
    assert verbs == asked


@pytest.mark.parametrize(("sha", "code"), [("abc", 0), ("other", 1), ("", 1)])
def test_a_comment_goes_only_to_the_proposal_that_was_checked(
    sha: str, code: int, tmp_path: Path
) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "trusted").mkdir()
    (tmp_path / "trusted" / "number").write_text("7\n", "utf-8")
    step = "Se, at nummeret hører til det, der blev tjekket"
    done = _run(
        _script("preview", "comment", step), tmp_path / "work",
        HEAD_SHA="abc", GH_SHA=sha, TRUSTED=str(tmp_path / "trusted"),
    )  # fmt: skip
    assert done.returncode == code
    assert "repos/o/r/pulls/7" in (tmp_path / "gh.log").read_text("utf-8")


@needs("jq")
@pytest.mark.parametrize("body", [None, "$(touch x)`touch x`", '### Titel\n\n"; touch x; "'])
def test_a_text_from_the_event_is_never_run(body: str | None, tmp_path: Path) -> None:
    work = tmp_path / "work"
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, work / name)
    (work / "mkdocs.yml").touch()
    command = work / ".venv" / "bin" / "samskabelse"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m macros "$@"\n', "utf-8")
    command.chmod(0o755)
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"issue": {"body": body}}), "utf-8")
    done = _run(
        _script("issue", "convert", "Læs teksten fra hændelsen"), work,
        GITHUB_EVENT_PATH=str(event), RUNNER_TEMP=str(tmp_path), PYTHONPATH=str(ROOT),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "ligner ingen af formularerne" in (work / "made" / "problems").read_text("utf-8")
    assert not (work / "x").exists()
