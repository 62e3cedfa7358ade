"""What the tests of the page do with it: open it, search, look into the frame of a mail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chromium import Browser, until


def listed(browser: Browser) -> list[str]:
    """The subjects in the list, in its order."""
    found: list[str] = browser.run(
        "return [...document.querySelectorAll('#rows .subject')].map(each => each.textContent)"
    )
    return found


def search(browser: Browser, text: str, found: str) -> list[str]:
    """Type into the search field and wait for the count that is expected."""
    browser.run("const field = document.getElementById('search'); field.focus(); field.value = ''")
    browser.press(*text)
    browser.wait_for(f"document.getElementById('found').textContent === {found!r}")
    return listed(browser)


def open_mail(browser: Browser, page: Path, number: int = 1) -> Browser:
    """The page, with a mail open."""
    browser.open(page, f"#{number}")
    browser.wait_for("document.querySelector('#detail .head')")
    return browser


def in_frame(browser: Browser, expression: str) -> Any:
    """What an expression is in the frame that shows a mail, once it is loaded."""
    browser.wait_for("document.querySelector('.stage iframe')")
    loaded = "return location.href === 'about:srcdoc' && document.readyState === 'complete'"
    with browser.inside(".stage iframe"):
        # The page's own timers do not run in there.
        until(lambda: browser.run(loaded))
        return browser.run(f"return {expression}")
