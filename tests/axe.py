"""What axe-core finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_axe = Axe("window.axe || (() => {" + Axe().axe_script + "})()")


def faults(page: Page, without: tuple[str, ...] = ()) -> list[str]:
    """One line for each rule that is broken: the rule, how often, and the first place."""
    off = {rule: {"enabled": False} for rule in without}
    found = _axe.run(page, options={"resultTypes": ["violations"], "rules": off})
    return [
        f"{one['id']} ({one['impact']}) × {len(one['nodes'])}: {one['nodes'][0]['target']}"
        for one in found.response["violations"]
    ]
