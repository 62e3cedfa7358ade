"""Nothing in a mail acts outside of its frame or reaches any server, in a real browser."""

from __future__ import annotations

import email
import email.policy
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from chromium import Browser, until
from conftest import Canary
from hostile import CHANGES, CLICKS, LOADS, RESTLESS
from mails import outbox, sent

TITLE = "shop: messages of a test run"
ALL = LOADS | CLICKS
NUMBERS = {name: number for number, name in enumerate(ALL, 1)}
SETTLED = 0.4  # seconds within which the control's requests are long there


@pytest.fixture(scope="module")
def hostile(write_page: Callable[..., Path]) -> Path:
    box = outbox(*(sent(n, subject=name, html=ALL[name]) for name, n in NUMBERS.items()))
    return write_page({"test_it.py::test_hostile": box})


def show(browser: Browser, page: Path, number: int) -> None:
    browser.open(page, f"#{number}")
    browser.wait_for("document.querySelector('.stage iframe, .stage .nothing')")


def assert_untouched(browser: Browser, canary: Canary, page: Path, number: int) -> None:
    time.sleep(SETTLED)
    assert canary.heard == []
    assert browser.windows() == 1
    # Any dialog would have made this very call an error.
    assert browser.run("return [document.title, location.href]") == [
        TITLE,
        f"{page.as_uri()}#{number}",
    ]


@pytest.mark.parametrize("name", ["img", "link-preconnect", "iframe", "meta-refresh"])
def test_the_canary_hears_what_is_not_kept_in_a_frame(
    name: str, tmp_path: Path, browser: Browser, canary: Canary
) -> None:
    """The other tests could fail: the same HTML as a page of its own is heard."""
    bare = tmp_path / "bare.html"
    bare.write_text(LOADS[name])
    browser.open(bare)
    until(lambda: canary.heard)


@pytest.mark.parametrize("name", LOADS)
def test_nothing_acts_or_loads(name: str, hostile: Path, browser: Browser, canary: Canary) -> None:
    show(browser, hostile, NUMBERS[name])
    assert_untouched(browser, canary, hostile, NUMBERS[name])


READINGS_UNTIL_THERE = """
    let html = arguments[0];
    for (let reading = 1; reading < 60; reading += 1) {
        const doc = new DOMParser().parseFromString(html, "text/html");
        if (doc.querySelector("link, script, animate")) return reading;
        const next = "<!DOCTYPE html>" + doc.documentElement.outerHTML;
        if (next === html) return Infinity;
        html = next;
    }
    return 60;
"""


@pytest.mark.parametrize("name", CHANGES)
def test_the_changing_ones_do_change(
    name: str, tmp_path: Path, browser: Browser, canary: Canary
) -> None:
    """The other tests could fail: nothing is there at first, and something after some readings."""
    blank = tmp_path / "blank.html"
    blank.write_text("<!doctype html>")
    browser.open(blank)
    assert 2 <= browser.run(READINGS_UNTIL_THERE, CHANGES[name]) < 60


@pytest.mark.parametrize("name", RESTLESS)
def test_what_does_not_come_to_rest_is_shown_as_text(
    name: str, hostile: Path, browser: Browser, canary: Canary
) -> None:
    show(browser, hostile, NUMBERS[name])
    assert browser.run("return document.querySelector('.stage pre').textContent") == RESTLESS[name]


@pytest.mark.parametrize("element", ["img", "style"])
def test_the_type_of_a_part_is_no_markup(
    element: str, browser: Browser, canary: Canary, write_page: Callable[..., Path]
) -> None:
    """What is put in place of a `cid:` is the mail's, too."""
    url = {"img": "<img src=cid:a>", "style": "<style>p{background:url(cid:a)}</style><p>x"}[
        element
    ]
    raw = (
        'Content-Type: multipart/related; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/html\r\n\r\n{url}\r\n"
        "--b\r\nContent-Type: x<\\/style><link rel=preconnect href=http:canary.example>\r\n"
        "Content-ID: <a>\r\n\r\nx\r\n--b--\r\n"
    ).replace("\\/", "/")
    mime = email.message_from_string(raw, policy=email.policy.default)
    page = write_page({"test_it.py::test_hostile": outbox(sent(0, mime=mime))})
    show(browser, page, 1)
    assert_untouched(browser, canary, page, 1)


@pytest.mark.parametrize("name", CLICKS)
def test_a_click_leads_nowhere(name: str, hostile: Path, browser: Browser, canary: Canary) -> None:
    show(browser, hostile, NUMBERS[name])
    box = browser.run("return document.querySelector('.stage iframe').getBoundingClientRect()")
    browser.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert_untouched(browser, canary, hostile, NUMBERS[name])
    with browser.inside(".stage iframe"):
        assert browser.run("return location.href").partition("#")[0] == "about:srcdoc"


@pytest.mark.parametrize(
    "html",
    ["<div>" * 10_000 + "deep", "<table><tr><td>" * 3_000 + "deep", "<b><i><a href=x>" * 3_000],
    ids=["div", "table", "formatting"],
)
def test_nesting_does_not_hang_the_page(
    html: str, browser: Browser, canary: Canary, write_page: Callable[..., Path]
) -> None:
    page = write_page({"test_it.py::test_deep": outbox(sent(0, html=html), sent(1, text="next"))})
    show(browser, page, 1)
    browser.press("j")
    assert browser.wait_for("document.querySelector('[data-tab=Text] pre')?.textContent") == "next"


TEXTS = [
    "</script><script>document.title='owned'</script>",
    "<img src=http://canary.example/text onerror=\"document.title='owned'\">",
    "--><!--<script>",
    "\u2028\u2029",
    "{{ 7 * 7 }}{% raw %}",
]


def test_no_text_is_markup(
    browser: Browser, canary: Canary, write_page: Callable[..., Path]
) -> None:
    """Subject, addresses, names of tests, tags, header fields and attachments: all are texts."""
    hostile = "".join(TEXTS)
    ascii_only = hostile.encode("ascii", "ignore").decode()
    mime = EmailMessage()
    mime["X-Hostile"] = ascii_only
    mime.set_content(ascii_only)
    mime.add_attachment(b"<script>", maintype="text", subtype="html", filename=ascii_only)
    tags = {hostile: hostile}
    page = write_page(
        {
            f"test_it.py::test_it[{hostile}]": outbox(
                sent(0, subject=hostile, to=(hostile,), source=hostile, text=hostile, tags=tags),
                sent(1, mime=mime, tags=tags),
            )
        }
    )
    for number in (1, 2):
        browser.open(page, f"#{number}")
        browser.wait_for("document.querySelector('#detail .head')")
        for tab in browser.run(
            "return [...document.querySelectorAll('[role=tab]')].map(t => t.id)"
        ):
            browser.run("document.getElementById(arguments[0]).click()", tab)
        assert_untouched(browser, canary, page, number)
        assert browser.run("return document.images.length") == 0
        shown = browser.run("return document.querySelector('.from-test code').textContent")
        written_out = hostile.replace("\u2028\u2029", "\\u2028\\u2029")
        assert shown == f"test_it.py::test_it[{written_out}]"
