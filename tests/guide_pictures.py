"""Takes the pictures of the guide at /ombrand/ from a whole invented edition, in a real browser.

Run `.venv/bin/python tests/guide_pictures.py`, look at docs/ombrand/billeder/, and commit them.
"""

import base64
import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import QUIET, chromium_path, serve  # noqa: E402
from publishers import folder_of  # noqa: E402

from macros import cli  # noqa: E402

TARGET = ROOT / "docs" / "ombrand" / "billeder"
SIZE = {"width": 1000, "height": 640}
QUALITY = 60
LARGEST = 60_000  # bytes of one picture
PLACES = {
    "forside": "",
    "formular": "bidrag/case/",
    "egen-case": "cases/solbakke-folkekoekken/",
    "aendret-tekst": "principper/frivilligraadet/fp-1/",
}


def _shoot(page: Page) -> bytes:
    """What the window shows, as WebP: Playwright itself writes only PNG and JPEG."""
    session = page.context.new_cdp_session(page)
    asked = {"format": "webp", "quality": QUALITY}
    return base64.b64decode(session.send("Page.captureScreenshot", asked)["data"])


def main() -> None:
    """Build the edition and take every picture anew."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in PLACES:
        (TARGET / f"{name}.webp").touch()  # the guide is built too, and asks for them
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = folder_of("solbakke", Path(folder) / "root")
        if cli.main(["--root", str(root), "build"]):
            sys.exit(1)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        with serve(root / "site") as address:
            page = browser.new_page(base_url=address, viewport=SIZE, locale="da-DK")
            for name, place in PLACES.items():
                page.goto(place)
                page.locator(".whose summary").evaluate_all("all => all.forEach(o => o.click())")
                page.wait_for_timeout(300)
                taken = _shoot(page)
                if len(taken) > LARGEST:
                    sys.exit(f"{name} fylder {len(taken)} byte.")
                (TARGET / f"{name}.webp").write_bytes(taken)
                print(name, len(taken))
        browser.close()


if __name__ == "__main__":
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    main()
