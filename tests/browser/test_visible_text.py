"""What `visible_text` says is what a browser shows."""

from __future__ import annotations

import pytest
from chromium import Browser
from inner_text import inner_text
from styled_html import CASES


@pytest.fixture(scope="module")
def empty(chromium_of_all: Browser, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """The browser with a page that has nothing in it."""
    page = tmp_path_factory.mktemp("empty") / "page.html"
    page.write_text("<!doctype html>", encoding="utf-8")
    chromium_of_all.open(page)
    return chromium_of_all


@pytest.mark.parametrize(("html", "text"), CASES.values(), ids=CASES.keys())
def test_the_browser_shows_the_same(empty: Browser, html: str, text: str) -> None:
    lines = (" ".join(line.split()) for line in inner_text(empty, html).split("\n"))
    assert "\n".join(filter(None, lines)) == text
