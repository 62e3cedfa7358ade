"""The list: what stands first, what it tells, and how it is filtered and searched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shop
from chromium import Browser
from looking import listed, search
from mails import many_mails
from shop import opened

ORDER, RECEIPT, SILENT = shop.LONG, "Receipt", "No messages"
NEWS, INVOICE, SET_UP = ["News of week 1", "News of week 2"], "Invoice 1815", "Set up"


@pytest.fixture(scope="module")
def page(write_page: Callable[..., Path]) -> Path:
    return shop.write(write_page)


def chosen(browser: Browser) -> str:
    """The subject of the one row that is chosen."""
    found: str = browser.wait_for(
        "document.querySelector('#rows [aria-selected=true] .subject')?.textContent"
    )
    return found


def choose(browser: Browser, group: str, name: str) -> None:
    browser.run(
        "[...document.querySelectorAll(`#${arguments[0]} button`)]"
        ".find((button) => button.textContent.startsWith(arguments[1])).click()",
        group,
        name,
    )


def rows(browser: Browser, selector: str) -> list[str]:
    found: list[str] = browser.run(
        "return [...document.querySelectorAll(arguments[0])]"
        ".map((each) => each.innerText.split(/\\s+/).join(' ').trim())",
        f"#rows {selector}",
    )
    return found


def test_failed_tests_are_first_with_what_they_say(page: Path, browser: Browser) -> None:
    opened(browser, page)
    assert listed(browser) == [ORDER, RECEIPT, SILENT, SET_UP, *NEWS, INVOICE]
    assert chosen(browser) == ORDER
    path = "tests/test_shop.py"
    assert rows(browser, ".test") == [
        "failed TestOrder \u203a test_receipt "
        f"{path} AssertionError: no message matched, expected exactly 1:",
        f"failed TestOrder \u203a test_nothing_is_sent {path} AssertionError: no messages",
        f"error TestOrder \u203a test_without_database {path} RuntimeError: no database",
        f"passed test_newsletter {path}",
        f"skipped test_later {path}",
    ]
    facts = browser.run("return document.getElementById('facts').textContent")
    assert facts.startswith("5 messages sent · 1 refused · 5 tests, 3 failed · ")
    assert browser.run("return [document.title, document.querySelector('h1').textContent]") == [
        "shop: messages of a test run",
        "shop",
    ]


def test_a_row_shows_what_the_message_is_about(page: Path, browser: Browser) -> None:
    opened(browser, page)
    size = browser.run("return index.mails[2].size")
    to = "Ada Lovelace, Countess <ada.lovelace@analytical-engines.example.org>"
    order, refused, *_, invoice = rows(browser, ".mail")
    assert order == f"{ORDER} {to} +1 {size} bytes 12:30:02 Thank you Your receipt receipt shop +1"
    assert refused == "Receipt ada@example.org 12:30:03 Refused: MessageRejected Refused text"
    assert invoice.startswith(f"{INVOICE} 1 ada@example.org")
    described = browser.run(
        "return [...document.querySelectorAll('#rows .mail')].map((row) => row.ariaDescription)"
    )
    assert described[1:3] == [f"in {shop.FAILED}", f"in {shop.SILENT}"]
    assert browser.run("return document.querySelector('.clip').ariaLabel") == "1 attachment"


def failure(browser: Browser) -> str | None:
    """What the panel says; None if there is none."""
    found: str | None = browser.run(
        "const panel = document.getElementById('failure');"
        "return panel.hidden ? null : panel.innerText"
    )
    return found


def test_the_failure_stands_beside_the_messages_of_its_test(page: Path, browser: Browser) -> None:
    opened(browser, page)
    browser.wait_for("document.querySelector('#failure pre')")
    text = failure(browser)
    assert text is not None
    assert text.startswith("failed\nTestOrder \u203a test_receipt")
    assert shop.MESSAGE in text
    assert shop.TRACEBACK not in text
    browser.run("document.querySelector('#failure details details').open = true")
    assert shop.TRACEBACK in (failure(browser) or "")
    # It stays for the next message of the test, and as it was left for other tests.
    browser.press("j")
    assert shop.TRACEBACK in (failure(browser) or "")
    browser.run("document.querySelector('#failure > details > summary').click()")
    assert shop.MESSAGE not in (failure(browser) or "")
    browser.press("j")
    browser.wait_for("document.querySelector('#failure b').textContent.endsWith('is_sent')")
    assert (failure(browser) or "").endswith("AssertionError: no messages")
    browser.run("document.querySelector('#failure > details > summary').click()")
    browser.press("j")
    browser.wait_for("document.querySelector('#failure b').textContent.endsWith('database')")
    lines = [line for line in (failure(browser) or "").splitlines() if line.strip()]
    assert lines[-6:] == [
        *("in setup", "RuntimeError: no database", "at all", "Traceback"),
        *("in teardown", "OSError: still open"),
    ]
    browser.press("j")
    browser.wait_for("document.getElementById('failure').hidden")


def test_a_test_that_sent_nothing_says_so(page: Path, browser: Browser) -> None:
    opened(browser, page, "#7")
    assert chosen(browser) == SILENT
    assert browser.run("return document.getElementById('detail').innerText") == (
        "This test sent no messages."
    )
    assert rows(browser, ".mail.none") == ["No messages"]
    # Its name opens it, as that of any test opens its first message.
    browser.run("document.querySelectorAll('#rows .test')[3].click()")
    assert chosen(browser) == NEWS[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to:bob", [NEWS[1]]),
        ("from:SHOP@ news", NEWS),
        ("subject:receipt", [RECEIPT]),
        ('subject:"order a-1815"', [ORDER]),
        ("test:newsletter", NEWS),
        ("test:order subject:up", [SET_UP]),
        ("tag:kind=receipt", [ORDER]),
        ("is:failed", [ORDER, RECEIPT, SILENT]),
        ("is:error", [SET_UP]),
        ("is:refused", [RECEIPT]),
        ("is:failed is:sent", [ORDER]),
        ("has:attachment", [INVOICE]),
        ("has:attachments", [INVOICE]),
        ("has:tags is:passed", NEWS[:1]),
        ('"the news"', NEWS[:1]),
        ("no:such", []),
        ("constructor:x", []),
        ('is:"fail', [ORDER, RECEIPT, SILENT]),
    ],
)
def test_parts_can_be_searched(
    text: str, expected: list[str], page: Path, browser: Browser
) -> None:
    opened(browser, page)
    found = f"{len(expected)} of 7 entries" if expected else "No matches"
    assert search(browser, text, found) == expected
    if expected:
        assert chosen(browser) == expected[0]


def test_a_part_without_words_asks_for_nothing_yet(page: Path, browser: Browser) -> None:
    opened(browser, page)
    assert len(search(browser, "subject:receipt", "1 of 7 entries")) == 1
    assert len(search(browser, "subject:", "7 entries")) == 7


def test_the_first_search_chooses_the_first_hit(
    write_page: Callable[..., Path], browser: Browser
) -> None:
    """Also if a later one was open, and all of them have the words in their text alone."""
    opened(browser, write_page(many_mails(60)), "#60")
    assert chosen(browser) == "Your order 11-4"
    search(browser, "has been shipped", "60 entries")
    browser.wait_for(
        "document.querySelector('#rows [aria-selected=true] .subject')?.textContent"
        " === 'Your order 0-0'"
    )
    assert browser.run("return document.getElementById('list').scrollTop") == 0
    # What a search has chosen is still there when it ends.
    browser.press("Enter", "j", "j", "/", "Escape")
    assert browser.wait_for("document.getElementById('search').value === ''")
    assert chosen(browser) == "Your order 0-2"


def test_the_page_tells_what_can_be_searched(page: Path, browser: Browser) -> None:
    opened(browser, page)
    buttons = "[...document.querySelectorAll('#operators button')]"
    assert browser.run(f"return {buttons}.map((button) => button.textContent)") == [
        *("to:", "subject:", "test:", "is:failed", "has:attachment"),
    ]
    browser.run(f"{buttons}[3].click(); {buttons}[1].click()")
    assert browser.run("return document.activeElement.id") == "search"
    browser.press(*"order")
    browser.wait_for("document.getElementById('found').textContent === '1 of 7 entries'")
    assert browser.run("return document.getElementById('search').value") == (
        "is:failed subject:order"
    )


def test_filters_are_the_legend(page: Path, browser: Browser) -> None:
    opened(browser, page)
    chips = "return document.getElementById(arguments[0]).innerText.split(/\\s+/).join(' ')"
    assert browser.run(chips, "outcomes") == "all tests 5 failed 2 error 1 skipped 1 passed 1"
    assert browser.run(chips, "kinds") == "all 7 sent 5 refused 1"
    choose(browser, "outcomes", "failed")
    assert listed(browser) == [ORDER, RECEIPT, SILENT]
    choose(browser, "kinds", "refused")
    assert listed(browser) == [RECEIPT]
    choose(browser, "outcomes", "passed")
    assert listed(browser) == []
    none = "document.getElementById('none')"
    assert browser.run(f"return {none}.innerText.split(/\\n+/)") == [
        "Nothing matches with these filters.",
        "Show all",
    ]
    assert browser.run("return document.getElementById('found').textContent") == "No matches"
    search(browser, "is:failed", "No matches")
    browser.wait_for(
        f"{none}.innerText.startsWith('Nothing matches is:failed with these filters.')"
    )
    browser.run(f"{none}.querySelector('button').click()")
    browser.wait_for("document.getElementById('found').textContent === '7 entries'")
    assert browser.run(f"return {none}.hidden")
    pressed = "[aria-checked=true]"
    assert browser.run(
        f"return [...document.querySelectorAll('{pressed}')].map((each) => each.textContent)"
    )[:2] == ["all tests5", "all7"]
    assert browser.run("return document.activeElement.id") == "list"


def test_what_leaves_no_choice_is_no_filter(
    write_page: Callable[..., Path], browser: Browser
) -> None:
    opened(browser, write_page(many_mails(5)))
    hidden = (
        "return ['outcomes', 'kinds', 'region'].map((id) => document.getElementById(id).hidden)"
    )
    assert browser.run(hidden) == [True, True, True]
