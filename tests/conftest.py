"""What the tests share: the real site built once, served locally, and a real browser."""

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
import report
from once import once
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from macros import knowledge
from macros.link import Site

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"

# A quiet Chromium: it asks the network for nothing of its own accord, and draws all pages of a site
# in one process.
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --process-per-site"
).split()
# The one without windows first: a fresh profile costs it a third of what it costs the others.
BROWSERS = (
    "chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable chrome"
).split()
MAC_BROWSER = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accessibility", type=Path, help="folder for the report on accessibility")


def pytest_configure(config: pytest.Config) -> None:
    folder = config.getoption("accessibility")
    if folder and not hasattr(config, "workerinput"):
        config.pluginmanager.register(report.Report(folder))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    report.tell(items)


# How much is made up: little by little at home, more in CI (--hypothesis-profile=thorough).
hypothesis.settings.register_profile("default", max_examples=40)
hypothesis.settings.register_profile("thorough", max_examples=500)


@pytest.fixture(scope="session")
def site() -> Site:
    """The real data, linked."""
    return knowledge.read(ROOT).site


@pytest.fixture(scope="session")
def cases(site: Site) -> int:
    """How many cases there are: each one that editors add makes them more."""
    return len(site.of_kind("case"))


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all the processes of a run have in common."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def built(common: Path) -> Path:
    """The real site, built once by the real command. Nobody writes in it."""
    return once(common / "built", _build)


def _build(target: Path) -> None:
    """In a process of its own: one that tests has threads, and uses one core alone."""
    command = [sys.executable, "-m", "macros", "build", "--times", "--site-dir", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"Byggede \d+ sider i .*\n(.+: [\d,]+ s\n)+\Z", done.stdout), done.stdout


# What a web server is to send with every file; the tests run under the same.
HEADERS: dict[str, str] = json.loads((ROOT / "hosting" / "headers.json").read_text("utf-8"))
POLICY = "Content-Security-Policy"
# What the policy stopped, in whichever tab, as browsers report it.
STOPPED: list[str] = []


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Send what the site is to be sent with."""
        for name, value in HEADERS.items():
            self.send_header(name, f"{value}; report-uri /" if name == POLICY else value)
        super().end_headers()

    def do_POST(self) -> None:
        """Take a browser's report of what the policy stopped."""
        STOPPED.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(204)
        self.end_headers()


@pytest.fixture(autouse=True)
def _nothing_is_stopped() -> Iterator[None]:
    """No page does anything that the security policy forbids."""
    yield
    stopped, STOPPED[:] = list(STOPPED), []
    assert stopped == []


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The address of a built site on this machine."""
    handler = functools.partial(_Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        # How often it looks whether it is to end: by itself, twice a second.
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    """The address of the real site, built."""
    with serve(built) as address:
        yield address


def lacking(*programs: str) -> list[str]:
    """The programs, or files, that are not here. CI must have them: none is excused there."""
    if os.environ.get("CI"):
        return []
    return [one for one in programs if not (shutil.which(one) or Path(one).is_file())]


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skips a test where a program is not here, and names it."""
    missing = lacking(*programs)
    return pytest.mark.skipif(bool(missing), reason=f"not here: {', '.join(missing)}")


def chromium_path() -> str | None:
    """The Chromium to drive: named by CHROMIUM, on the PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    found = [named, *map(shutil.which, BROWSERS), MAC_BROWSER]
    for path in filter(None, found):
        if Path(path).is_file():
            return path
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, check=False).returncode:
        pytest.fail("Der er ingen Chromium. Installér den, eller sæt CHROMIUM til dens sti.")
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; without one the tests fail."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        yield chromium
        chromium.close()


def ending(address: str) -> re.Pattern[str]:
    """What `expect(page).to_have_url` waits for: any address that ends like this."""
    return re.compile(f"{re.escape(address)}$")


@pytest.fixture(scope="session")
def profile(browser: Browser, served: str) -> Iterator[BrowserContext]:
    """The profile that `page` opens its tabs in: what it has fetched, it need not fetch again."""
    context = browser.new_context(base_url=served, locale="da-DK")
    # A tab that stays, so that the process which draws the site's pages does, too.
    context.new_page().goto("404.html")
    yield context
    context.close()


def _forget(tab: Page, address: str) -> None:
    """Empty all that the browser keeps for a site, before the tab has opened it."""
    session = tab.context.new_cdp_session(tab)
    told = {"origin": address.rstrip("/"), "storageTypes": "all"}
    session.send("Storage.clearDataForOrigin", told)
    session.detach()


@pytest.fixture
def page(profile: BrowserContext, served: str) -> Iterator[Page]:
    """A tab with nothing kept, on the front page's address; any error or outside request fails."""
    tab = profile.new_page()
    _forget(tab, served)
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    tab.on(
        "request",
        lambda asked: None if asked.url.startswith(served) else faults.append(asked.url),
    )
    yield tab
    for one in profile.pages[1:]:  # the first stays
        one.close()
    profile.clear_permissions()
    assert not faults
