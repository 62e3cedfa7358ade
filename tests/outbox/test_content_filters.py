"""The filters for bodies, attachments and header fields, and what their failures show."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import Any
from unittest.mock import ANY

import mails
import pytest
from message_samples import sent_raw
from outbox_samples import a_message, failure, shows

from pytest_sesmock import Attachment, SentMessage, contains, lacks
from pytest_sesmock.outbox.matching import matches


def with_files(*names: str | None, **headers: str) -> SentMessage:
    mime = EmailMessage()
    mime["From"], mime["To"], mime["Subject"] = "shop@example.com", "ada@example.org", "Your order"
    for name, value in headers.items():
        mime[name.replace("_", "-")] = value
    mime.set_content("Dear Ada,\nyour files.\n")
    for name in names:
        mime.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename=name)
    return sent_raw(mime.as_bytes())


NO_FILE, ONE_FILE = with_files(), with_files("Invoice.pdf")
TWO_FILES = with_files("invoice.pdf", "terms [2].pdf")
PDF = Attachment("invoice.pdf", "application/pdf", b"%PDF")


@pytest.mark.parametrize(
    ("expected", "message", "fits"),
    [
        ("invoice.pdf", TWO_FILES, True),
        ("invoice.pdf", ONE_FILE, True),
        ("*.PDF", ONE_FILE, True),
        ("*.csv", TWO_FILES, False),
        ("invoice", TWO_FILES, False),
        ("invoice.pdf", NO_FILE, False),
        ("terms [2].pdf", TWO_FILES, True),
        ("terms [[]2].pdf", TWO_FILES, True),
        (re.compile("^terms"), TWO_FILES, True),
        (re.compile("^Terms"), TWO_FILES, False),
        (contains("voice"), TWO_FILES, True),
        (0, NO_FILE, True),
        (0, ONE_FILE, False),
        (2, TWO_FILES, True),
        (1, TWO_FILES, False),
        (None, NO_FILE, True),
        (None, ONE_FILE, False),
        ([], NO_FILE, True),
        ([], ONE_FILE, False),
        (["invoice.pdf"], ONE_FILE, True),
        (["invoice.pdf"], TWO_FILES, False),
        (("invoice.pdf", "terms*"), TWO_FILES, True),
        (["terms*", "invoice.pdf"], TWO_FILES, False),
        ([re.compile("inv"), ANY], TWO_FILES, True),
        ([lambda file: file.content == b"%PDF", contains("terms")], TWO_FILES, True),
        (PDF, TWO_FILES, True),
        (PDF, NO_FILE, False),
        ([PDF, ANY], TWO_FILES, True),
        (lambda files: len(files) == 2, TWO_FILES, True),
        (ANY, NO_FILE, True),
        ("*", with_files(None), False),
        (1, with_files(None), True),
    ],
)
def test_attachments(expected: object, message: SentMessage, *, fits: bool) -> None:
    assert matches((("attachments", expected),), message) is fits


FIELDS = with_files(X_Priority="1", List_Unsubscribe="<https://example.com/u>")
REPEATED = sent_raw(b"From: a@b.de\r\nTo: c@d.de\r\nX-Tag: one\r\nx-tag: two\r\n\r\nhi")


@pytest.mark.parametrize(
    ("expected", "message", "fits"),
    [
        ({"X-Priority": "1"}, FIELDS, True),
        ({"x-priority": "1", "SUBJECT": "Your order"}, FIELDS, True),
        ({"X-Priority": "2"}, FIELDS, False),
        ({"X-Priority": re.compile("^[12]$")}, FIELDS, True),
        ({"List-Unsubscribe": contains("example.com")}, FIELDS, True),
        ({"List-Unsubscribe": lacks("example.com")}, FIELDS, False),
        ({"List-Unsubscribe": str.isupper}, FIELDS, False),
        ({"List-Unsubscribe": ANY}, FIELDS, True),
        ({"List-Unsubscribe-Post": ANY}, FIELDS, False),
        ({"List-Unsubscribe-Post": re.compile("")}, FIELDS, False),
        ({"List-Unsubscribe-Post": None}, FIELDS, True),
        ({"List-Unsubscribe": None}, FIELDS, False),
        ({"X-Tag": "two"}, REPEATED, True),
        ({"X-Tag": "three"}, REPEATED, False),
        ({"X-Tag": ["one", "two"]}, REPEATED, True),
        ({"X-Tag": ["two", "one"]}, REPEATED, False),
        ({"X-Tag": ["one"]}, REPEATED, False),
        ({"X-Tag": []}, FIELDS, False),
        ({}, FIELDS, True),
        (lambda headers: "x-priority" in map(str.lower, headers), FIELDS, True),
        (lambda headers: len(headers.get_all("X-Tag")) == 2, REPEATED, True),
    ],
)
def test_headers(expected: object, message: SentMessage, *, fits: bool) -> None:
    assert matches((("headers", expected),), message) is fits


BOTH = {"text": "Hello Ada,\r\n\r\nyour order.\r\n", "html": "<p>Hello <b>Ada</b>,<p>your order."}
TEXT = {"text": "Hello Ada", "html": None}
HTML = {"text": None, "html": "<p class=x>Hello Ada"}
NONE = {"text": None, "html": None}
DIFFERENT = {"text": "Hello Ada", "html": "<p>Hello Bob"}


@pytest.mark.parametrize(
    ("expected", "bodies", "fits"),
    [
        ("Hello Ada", TEXT, True),
        ("Hello Ada", HTML, True),
        ("Hello", TEXT, False),
        ("hello ada", TEXT, False),
        ("Hello Ada, your order.", BOTH, True),
        ("Hello Ada,\nyour\norder.", BOTH, True),
        ("Hello Ada", DIFFERENT, False),
        (re.compile("^Hello"), DIFFERENT, True),
        (re.compile("Ada"), DIFFERENT, False),
        (contains("Hello"), DIFFERENT, True),
        (lacks("Bob"), DIFFERENT, False),
        (str.istitle, DIFFERENT, True),
        (lambda body: "Ada" in body, DIFFERENT, False),
        (ANY, BOTH, True),
        (None, NONE, True),
        (None, HTML, False),
        ("", {"text": "", "html": None}, True),
        ("", NONE, False),
        (re.compile(""), NONE, False),
        ("<p class=x>Hello Ada", HTML, False),
    ],
)
def test_body(expected: object, bodies: dict[str, Any], *, fits: bool) -> None:
    assert matches((("body", expected),), a_message(**bodies)) is fits


@pytest.mark.parametrize(
    ("message", "asked", "difference"),
    [
        (
            TWO_FILES,
            {"attachments": "invioce.pdf"},
            """\
    attachments: no attachment matches
        expected 'invioce.pdf'
                     ^^
        actual   'invoice.pdf'
                     ^^
                 'terms [2].pdf'""",
        ),
        (
            NO_FILE,
            {"attachments": "invoice.pdf"},
            """\
    attachments: missing
        expected 'invoice.pdf'
        actual   []""",
        ),
        (
            TWO_FILES,
            {"attachments": 1},
            """\
    attachments: length 2, not 1
        expected 1
        actual   ['invoice.pdf', 'terms [2].pdf']""",
        ),
        (
            TWO_FILES,
            {"attachments": ["invoice.pdf", "terms.pdf"]},
            """\
    attachments: number 2: not equal
        expected 'terms.pdf'
        actual   'terms [2].pdf'
                       ^^^^""",
        ),
        (
            with_files("a.pdf", "b.pdf"),
            {"attachments": ["b.pdf", "a.pdf"]},
            """\
    attachments: number 1: the order differs
        expected 'b.pdf'
                  ^
        actual   'a.pdf'
                  ^""",
        ),
        (
            ONE_FILE,
            {"attachments": None},
            """\
    attachments: length 1, not 0
        expected None
        actual   ['Invoice.pdf']""",
        ),
        (
            ONE_FILE,
            {"attachments": [re.compile("csv")]},
            """\
    attachments: number 1: pattern not found
        expected re.compile('csv')
        actual   'Invoice.pdf'""",
        ),
        (
            with_files(None),
            {"attachments": "*"},
            """\
    attachments: no attachment matches
        expected '*'
        actual   '(no name)'""",
        ),
        (
            FIELDS,
            {"headers": {"X-Priority": "2"}},
            """\
    headers: value of 'X-Priority': not equal
        expected '2'
                  ^
        actual   '1'
                  ^""",
        ),
        (
            REPEATED,
            {"headers": {"X-Tag": "three"}},
            """\
    headers: value of 'X-Tag': no field of this name matches
        expected 'three'
        actual   ['one', 'two']""",
        ),
        (
            REPEATED,
            {"headers": {"X-Tag": ["one", "too"]}},
            """\
    headers: value of 'X-Tag': number 2: not equal
        expected 'too'
                   ^
        actual   'two'
                   ^""",
        ),
        (
            REPEATED,
            {"headers": {"X-Tags": "one"}},
            """\
    headers: 'X-Tags' is missing (did you mean 'X-Tag'?)
        expected {'X-Tags': 'one'}
        actual   'From': 'a@b.de'
                 'To': 'c@d.de'
                 'X-Tag': 'one'""",
        ),
        (
            FIELDS,
            {"headers": {"List-Unsubscribe": None}},
            """\
    headers: value of 'List-Unsubscribe': present
        expected None
        actual   '<https://example.com/u>'""",
        ),
        (
            a_message(**DIFFERENT),
            {"body": "Hello Ada"},
            """\
    body: html: not equal
        expected 'Hello Ada'
                        ^^^
        actual   'Hello Bob'
                        ^^^""",
        ),
        (
            a_message(**BOTH),
            {"body": "your order."},
            """\
    body: text: only a part of it; use contains(...) to match a part (-
    expected, + actual)
        @@ line 1 @@""",
        ),
        (
            a_message(**NONE),
            {"body": "Hello"},
            """\
    body: missing
        expected 'Hello'
        actual   {}""",
        ),
    ],
)
def test_what_a_failure_shows(message: SentMessage, asked: dict[str, Any], difference: str) -> None:
    lines = failure(mails.outbox(message), "assert_sent", **asked)
    assert shows(lines, difference), "\n".join(lines)
    assert all(len(line) <= 72 for line in lines)


def test_matches_that_differ_in_their_files() -> None:
    outbox = mails.outbox(ONE_FILE, with_files("terms.pdf"))
    assert "The matches differ in: attachments" in failure(outbox, "assert_sent")


def test_unequal_messages_name_their_files() -> None:
    from pytest_sesmock.outbox.explain import failures

    lines = failures.unequal_messages(ONE_FILE, TWO_FILES)
    assert shows(
        lines,
        """\
    attachments: not equal
        left  ['Invoice.pdf']
        right ['invoice.pdf', 'terms [2].pdf']""",
    )
