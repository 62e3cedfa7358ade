"""A run of a shop's tests: passed, failed and skipped ones, with mails of every kind."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from chromium import Browser
from mails import outbox, refused, sent, submission

from pytest_sesmock.report.failure import Failure

PASSED = "tests/test_shop.py::test_newsletter"
FAILED = "tests/test_shop.py::TestOrder::test_receipt"
SILENT = "tests/test_shop.py::TestOrder::test_nothing_is_sent"
BROKEN = "tests/test_shop.py::TestOrder::test_without_database"
SKIPPED = "tests/test_shop.py::test_later"

LONG = "Your order A-1815 with a subject that is longer than any list is wide, really"
MESSAGE = "AssertionError: no message matched, expected exactly 1:\n    subject='Receipt'"
TRACEBACK = "def test_receipt(ses_outbox):\n>   ses_outbox.assert_sent(subject='Receipt')"


def invoice() -> EmailMessage:
    mime = EmailMessage()
    mime["Subject"] = "Invoice 1815"
    mime.set_content("Please find the invoice attached.")
    mime.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="invoice.pdf")
    return mime


def write(write_page: Callable[..., Path]) -> Path:
    """The page; numbers of its entries are those of the comments."""
    failures = {
        FAILED: [Failure("call", MESSAGE, TRACEBACK)],
        SILENT: [Failure("call", "AssertionError: no messages", "...")],
        BROKEN: [
            Failure("setup", "RuntimeError: no database\nat all", "def database():\n..."),
            Failure("teardown", "OSError: still open", "OSError: still open"),
        ],
    }
    return write_page(
        {
            PASSED: outbox(
                sent(
                    0, subject="News of week 1", text="Ada, here is the news", tags={"kind": "news"}
                ),  # 0
                sent(
                    1, subject="News of week 2", to=("bob@example.net",), html="<p>Bob, see " * 40
                ),  # 1
            ),
            FAILED: outbox(
                sent(  # 2
                    2,
                    subject=LONG,
                    to=(
                        "Ada Lovelace, Countess <ada.lovelace@analytical-engines.example.org>",
                        "b@x.org",
                    ),
                    html="<h1>Thank you</h1><p>Your receipt</p>",
                    tags={"kind": "receipt", "tenant": "shop", "season": "winter"},
                ),
                refused(3, of=submission(subject="Receipt", text="Refused text")),  # 3
            ),
            SILENT: outbox(),  # 6
            BROKEN: outbox(sent(4, subject="Set up", region="us-east-1")),  # 4
            SKIPPED: outbox(sent(5, mime=invoice())),  # 5
        },
        {FAILED: "failed", SILENT: "failed", BROKEN: "error", SKIPPED: "skipped"},
        failures,
    )


def opened(browser: Browser, page: Path, fragment: str = "") -> Browser:
    """The page, with the message open that the fragment names."""
    browser.open(page, fragment)
    browser.wait_for("document.querySelector('#detail > *')")
    return browser
