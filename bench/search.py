"""What a search costs a phone: bytes and time from cold, and time from the last key when warm.

    python bench/search.py [--site site] [WORD …]

The throttling is Lighthouse's for a phone: a processor four times slower, 150 ms to the server
and back, 1.6 Mbit/s. Figures say as much about what else the machine is doing as about the search;
run it on a machine at rest, on a site of the size that is asked about.
"""

import argparse
import os
import shutil
import statistics
import sys
from pathlib import Path

from lighthouse import BROWSERS, FLAGS, served
from playwright.sync_api import CDPSession, Page, sync_playwright

WORDS = ("frivillige", "samskabelse", "ældre borgere", "kommune", "samskablse")
PHONE = {"width": 390, "height": 844}
SLOWER = 4
NETWORK = {
    "offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}  # fmt: skip
# Tells when the first result is drawn, and how long after the last key new results are.
WATCH = """
  new MutationObserver(() => {
    if (!document.querySelector("[data-output] li")) return;
    window.drawn = performance.now();
    window.first ??= window.drawn;
  }).observe(document, { childList: true, subtree: true });
  document.addEventListener("input", () => { window.pressed = performance.now(); }, true);
"""


def cold(tab: Page, phone: CDPSession, address: str, word: str) -> tuple[float, int]:
    """Milliseconds until the first results, and bytes loaded for all that are shown."""
    loaded: list[int] = []
    phone.on("Network.loadingFinished", lambda said: loaded.append(said["encodedDataLength"]))
    tab.goto(f"{address}soeg/?q={word}", wait_until="networkidle")
    return tab.evaluate("window.first"), round(sum(loaded))


def warm(tab: Page, phone: CDPSession, word: str) -> float:
    """Milliseconds from the last key until what it finds is shown; the files are loaded already."""
    phone.send("Network.emulateNetworkConditions", {**NETWORK, "latency": 0,
               "downloadThroughput": -1, "uploadThroughput": -1})  # fmt: skip
    field = tab.get_by_role("searchbox", name="Hvad søger du?")
    taken = []
    for _ in range(5):
        field.fill(word[:-1])
        tab.wait_for_timeout(500)
        field.press("End")
        field.press_sequentially(word[-1])
        tab.wait_for_timeout(500)
        taken.append(tab.evaluate("window.drawn - window.pressed"))
    return statistics.median(taken)


def main() -> None:
    """Measure each word in a profile of its own, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", default=WORDS)
    parser.add_argument("--site", type=Path, default=Path("site"))
    asked = parser.parse_args()
    named = os.environ.get("CHROMIUM")
    chromium = next(filter(None, [named, *map(shutil.which, BROWSERS)]), None)
    if not chromium:
        sys.exit("Der er ingen Chromium. Sæt CHROMIUM til dens sti.")
    print(f"{'ord':<16}{'første fund ms':>16}{'kB':>8}{'efter sidste tast ms':>22}")
    with served(asked.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        for word in asked.words:
            tab = browser.new_page(viewport=PHONE)
            tab.add_init_script(WATCH)
            phone = tab.context.new_cdp_session(tab)
            phone.send("Network.enable")
            phone.send("Network.emulateNetworkConditions", NETWORK)
            phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            first, loaded = cold(tab, phone, address, word)
            after = warm(tab, phone, word)
            print(f"{word:<16}{first:>16.0f}{loaded / 1000:>8.0f}{after:>22.0f}", flush=True)
            tab.close()
        browser.close()


if __name__ == "__main__":
    main()
