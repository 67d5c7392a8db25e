"""What axe-core finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Read once for each page, and asked only for what is wrong: a tenth of the time of `Axe.run`.
_LOADED = "() => 'axe' in window"
_SCRIPT = f"(() => {{ {Axe().axe_script} }})()"
_RUN = """async ([only, without, within]) => {
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  const preload = only.includes('css-orientation-lock');
  const options = { resultTypes: ['violations'], preload, rules };
  if (only.length) options.runOnly = { type: 'rule', values: only };
  const found = await axe.run(within ? { include: [[within]] } : document, options);
  return found.violations.map(({ id, impact, nodes: [first, ...more] }) =>
    `${id} (${impact}) × ${1 + more.length}: ${first.target} ${first.html.slice(0, 200)}`);
}"""
_CONTRAST = "color-contrast"
# Marks one text of each kind that is seen: the same colours in the same elements, with their
# classes, all the way out.
_MARK = "data-one-of-its-kind"
_ONE_OF_EACH = f"""() => {{
  for (const one of document.querySelectorAll('[{_MARK}]')) one.removeAttribute('{_MARK}');
  const known = new Set();
  const mark = (text) => {{
    const {{ color, backgroundColor }} = getComputedStyle(text);
    let kind = `${{color}} ${{backgroundColor}}`;
    for (let one = text; one && one !== document.body; one = one.parentElement)
      kind += ` ${{one.tagName}}.${{one.getAttribute('class')}}`;
    if (known.has(kind) || !text.checkVisibility({{ visibilityProperty: true }})) return;
    known.add(kind);
    text.setAttribute('{_MARK}', '');
  }};
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (texts.currentNode.data.trim()) mark(texts.currentNode.parentElement);
  document.querySelectorAll('input, select, textarea').forEach(mark);
}}"""


def faults(
    page: Page,
    *,
    only: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    each_text: bool = False,
) -> list[str]:
    """One line for each rule that is broken: the rule, how often, and the first place.

    `only` names the rules to hold the page against, also those axe leaves out by itself.
    Contrast, two thirds of the time, is measured on one text of each kind, or on `each_text`.
    """
    if not page.evaluate(_LOADED):
        page.evaluate(_SCRIPT)
    if only or each_text or _CONTRAST in without:
        return _run(page, only, without)
    page.evaluate(_ONE_OF_EACH)
    return [
        *_run(page, (), (*without, _CONTRAST)),
        *_run(page, (_CONTRAST,), (), f"[{_MARK}]"),
    ]


def _run(
    page: Page, only: tuple[str, ...], without: tuple[str, ...], within: str = ""
) -> list[str]:
    return list(page.evaluate(_RUN, [list(only), list(without), within]))
