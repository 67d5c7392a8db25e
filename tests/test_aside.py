"""A build that fails, is killed or meets another never leaves a half site."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros import aside as module
from macros import cli
from macros.aside import PREFIX, aside, clear

ROOT = Path(__file__).parent.parent
OLD = "gammel"
WHOLE = {"index.html": OLD, "cases/index.html": OLD, "soeg/index.html": OLD}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A site that stands there already."""
    site = tmp_path / "site"
    for name in WHOLE:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(OLD, "utf-8")
    return site


@pytest.fixture(params=["in one step", "in two"])
def steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of changing places; systems other than Linux have only the second."""
    if request.param == "in two":
        monkeypatch.setattr(module, "_exchanged", lambda *_: False)


def _make(fresh: Path, text: str) -> None:
    fresh.mkdir()
    (fresh / "index.html").write_text(text, "utf-8")


def _said(site: Path) -> dict[str, str]:
    return {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.html")}


@pytest.mark.usefixtures("steps")
def test_the_new_takes_the_place_of_the_old(target: Path) -> None:
    for text in ("ny", "nyere"):
        with aside(target) as fresh:
            _make(fresh, text)
            assert _said(target) != {"index.html": text}
        assert _said(target) == {"index.html": text}
    assert [path.name for path in target.parent.iterdir()] == ["site"]


@pytest.mark.usefixtures("steps")
def test_the_first_needs_no_old(tmp_path: Path) -> None:
    with aside(tmp_path / "a" / "site") as fresh:
        _make(fresh, "ny")
    assert _said(tmp_path / "a" / "site") == {"index.html": "ny"}


def test_linux_changes_places_in_one_step(target: Path, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("kun Linux kan det")
    _make(tmp_path / "ny", "ny")
    assert module._exchanged(tmp_path / "ny", target)  # noqa: SLF001
    assert (_said(target), _said(tmp_path / "ny")) == ({"index.html": "ny"}, WHOLE)


@pytest.mark.usefixtures("steps")
def test_an_error_leaves_the_old_as_it_was(target: Path) -> None:
    with pytest.raises(RuntimeError), aside(target) as fresh:  # noqa: PT012
        _make(fresh, "halv")
        raise RuntimeError
    with pytest.raises(FileNotFoundError), aside(target):
        pass  # nothing was made
    assert _said(target) == WHOLE
    assert [path.name for path in target.parent.iterdir()] == ["site"]


@pytest.mark.usefixtures("steps")
def test_two_at_once_do_not_mix(target: Path) -> None:
    with aside(target) as one:
        _make(one, "den ene")
        (one / "one.html").write_text("den ene", "utf-8")
        with aside(target) as other:
            _make(other, "den anden")
            assert one != other
        assert _said(target) == {"index.html": "den anden"}
    assert set(_said(target).values()) == {"den ene"}
    assert [path.name for path in target.parent.iterdir()] == ["site"]


def test_what_another_still_writes_is_not_cleared_away(target: Path) -> None:
    with aside(target) as one:
        _make(one, "ny")
        clear(target)
        clear(target.parent / "site-2")
        assert one.is_dir()


def test_where_nothing_can_be_locked_a_site_is_made_all_the_same(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some network drives; what another may be writing there is left alone."""
    with aside(target) as other:
        _make(other, "den anden")

        def refuse(*_: object) -> None:
            if len(list(target.parent.iterdir())) > 3:
                pytest.fail("it tries again and again")
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr("fcntl.flock", refuse)
        with aside(target) as fresh:
            _make(fresh, "ny")
        assert _said(target) == {"index.html": "ny"}
        assert other.is_dir()


# A process that dies at a point of its own choosing, as if the power went.
DYING = """
import os, signal, sys
from pathlib import Path
from macros import aside as module
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
target, when = Path(sys.argv[1]), sys.argv[2]
module._exchanged = lambda *_: False
if when == "between the two steps":
    rename, seen = Path.rename, []
    def once(self, to):
        if seen: die()
        seen.append(1)
        return rename(self, to)
    Path.rename = once
if when == "after":
    module.shutil.rmtree = lambda path, **_: die() if path.name != "old" else None
with module.aside(target) as fresh:
    fresh.mkdir()
    (fresh / "index.html").write_text("halv", "utf-8")
    if when == "before": die()
    (fresh / "index.html").write_text("ny", "utf-8")
"""


@pytest.mark.parametrize("when", ["before", "between the two steps", "after"])
def test_a_kill_at_any_point_leaves_a_whole_site(target: Path, when: str) -> None:
    done = subprocess.run([sys.executable, "-c", DYING, str(target), when], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert [p.name for p in target.parent.iterdir() if p.name.startswith(PREFIX)]
    clear(target)
    assert _said(target) == ({"index.html": "ny"} if when == "after" else WHOLE)
    assert [path.name for path in target.parent.iterdir()] == ["site"]


# --- The real command --------------------------------------------------------------


@pytest.mark.parametrize("name", ["data/site", "docs/ny/site", "kommune/site", "theme/site"])
def test_a_site_does_not_stand_in_what_it_is_built_of(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The next build would read it."""
    for one in ("data", "docs", "theme"):
        (tmp_path / one).mkdir()
    (tmp_path / "mkdocs.yml").touch()
    assert cli.main(["--root", str(tmp_path), "build", "--site-dir", str(tmp_path / name)]) == 2
    assert f"ligger i {name.partition('/')[0]}/" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["data", "data/cases.yaml", "borte"])
def test_a_build_takes_the_place_of_nothing_but_a_site(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cases.yaml").write_text("cases: []\n", "utf-8")
    (tmp_path / "borte").symlink_to("ingen-steder")
    assert cli.main(["build", "--site-dir", str(tmp_path / name)]) == 2
    assert (tmp_path / "data" / "cases.yaml").read_text("utf-8") == "cases: []\n"
    assert "ville gå tabt" in capsys.readouterr().err


@pytest.fixture
def begun(target: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The real build of the real site, begun and already writing."""
    command = [sys.executable, "-m", "macros", "build", "--site-dir", str(target)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    for _ in range(600):
        if next(target.parent.glob(f"{PREFIX}*/new/**/*.html"), None):
            break
        time.sleep(0.1)
    yield process
    process.kill()
    process.communicate()


def test_a_build_killed_while_it_writes_leaves_the_old_site(
    target: Path, begun: subprocess.Popen[bytes]
) -> None:
    assert begun.poll() is None
    begun.kill()
    assert begun.wait() == -9
    (left,) = target.parent.glob(f"{PREFIX}*")
    assert any((left / "new").rglob("*.html"))
    assert _said(target) == WHOLE
    # The next one, which fails, clears up after it all the same, once its copies are gone too.
    for _ in range(50):
        with pytest.raises(RuntimeError), aside(target):
            raise RuntimeError
        if [path.name for path in target.parent.iterdir()] == ["site"]:
            break
        time.sleep(0.1)
    assert [path.name for path in target.parent.iterdir()] == ["site"]
    assert _said(target) == WHOLE


def test_an_interrupted_build_says_so_and_leaves_the_old_site(
    target: Path, begun: subprocess.Popen[bytes]
) -> None:
    """Ctrl-C reaches the build and all its copies."""
    os.killpg(begun.pid, signal.SIGINT)
    _, said = begun.communicate(timeout=20)
    assert (begun.returncode, said.decode()) == (130, "samskabelse: afbrudt.\n")
    assert _said(target) == WHOLE
    assert [path.name for path in target.parent.iterdir()] == ["site"]


def test_a_file_that_there_is_no_room_for_is_no_site(target: Path) -> None:
    """The system writes what there is room for, and says so the next time it is asked."""
    script = (
        "import resource, sys; from pathlib import Path; from macros.put import put\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "put(Path(sys.argv[1]), 'cases/index.html', 'x' * 101)"
    )
    command = [sys.executable, "-c", script, str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "OSError" in done.stderr
