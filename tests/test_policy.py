"""The security policy: strict, the same in the headers and in the pages, and held by a browser."""

from pathlib import Path

import pytest
from conftest import HEADERS, POLICY, STOPPED, serve
from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent


def test_nothing_inline_and_no_eval() -> None:
    policy = HEADERS[POLICY]
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not [one for one in policy.replace(";", " ").split() if "*" in one or "://" in one]


def test_each_page_says_the_same(built: Path) -> None:
    """What a header alone can say is left out; for hosts that cannot send headers."""
    said = HEADERS[POLICY].removesuffix("; frame-ancestors 'none'")
    pages = list(built.rglob("*.html"))
    assert len(pages) > 500
    for page in pages:
        head = page.read_text("utf-8").partition("<script")[0]
        assert f'<meta http-equiv="Content-Security-Policy" content="{said}">' in head, page


@pytest.mark.parametrize(
    "evil", ["<script>window.ran = 1</script>", "<img src=x onerror='window.ran = 1'>",
             "<b style='color:red'>x</b>", "<script>eval('window.ran = 1')</script>"],
)  # fmt: skip
def test_what_breaks_the_policy_is_stopped_and_told(
    browser: Browser, tmp_path: Path, evil: str
) -> None:
    """The guard itself: what it stops is reported, and would fail the test it happens in."""
    (tmp_path / "index.html").write_text(f"<!doctype html><title>x</title>{evil}", "utf-8")
    with serve(tmp_path) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        assert page.evaluate("window.ran") is None
        page.wait_for_timeout(300)
        context.close()
    assert any("effective-directive" in one or "violated-directive" in one for one in STOPPED)
    STOPPED.clear()
