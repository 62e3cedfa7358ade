"""Links, codes, attachments and fields of a message, and the texts when they are not there."""

from __future__ import annotations

import json
import re
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from message_samples import sent, sent_raw

from pytest_sesmock.engine.elements import AttachedFile, Content, Header, Tag
from pytest_sesmock.engine.submissions.submission import TemplateUse
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.visible_html import Link


def mail(text: str | None = None, html: str | None = None, subject: str = "Hi") -> SentMessage:
    return sent(
        subject=Content(subject),
        text=None if text is None else Content(text),
        html=None if html is None else Content(html),
    )


def failure_of(call: Any, *arguments: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        call(*arguments)
    return str(caught.value)


# Visible text


def test_visible_text_is_that_of_the_html() -> None:
    assert mail("text", "<p>Hello</p><p>Ada</p>").visible_text == "Hello\nAda"
    assert mail("text").visible_text is None
    assert mail(html="").visible_text == ""


# Links


@pytest.mark.parametrize(
    ("text", "hrefs"),
    [
        ("See https://a.b/c?d=e&f=g#h.", ["https://a.b/c?d=e&f=g#h"]),
        (
            "(https://a.b/c), <http://d.e/>; HTTPS://F.G!",
            ["https://a.b/c", "http://d.e/", "HTTPS://F.G"],
        ),
        ("https://a.b https://a.b", ["https://a.b"]),
        ("mailto:ada@example.com www.example.com https:// http", []),
        ("https://a.b/x_(y)", ["https://a.b/x_(y"]),
    ],
    ids=["sentence", "brackets", "twice", "none", "a bracket at the end"],
)
def test_links_of_a_text(text: str, hrefs: list[str]) -> None:
    assert mail(text).links == tuple(Link(href, href) for href in hrefs)


def test_links_of_html_come_first_and_are_not_repeated() -> None:
    message = mail("https://a.b/c\nhttps://a.b/d", "<a href=https://a.b/c>Go</a><a href=/x>x</a>")
    assert message.links == (
        Link("https://a.b/c", "Go"),
        Link("/x", "x"),
        Link("https://a.b/d", "https://a.b/d"),
    )


LINKS = mail(
    "https://shop.example/help",
    "<a href=https://shop.example/c/1><img alt='Confirm'></a>"
    "<a href=https://shop.example/c/1>Confirm your order</a>"
    "<a href=https://shop.example/u?from=confirm>Unsubscribe</a>",
)


@pytest.mark.parametrize(
    ("wanted", "href"),
    [
        ("CONFIRM YOUR", "https://shop.example/c/1"),
        ("/c/1", "https://shop.example/c/1"),
        ("help", "https://shop.example/help"),
        (re.compile("^Unsub"), "https://shop.example/u?from=confirm"),
        (re.compile(r"/c/\d$"), "https://shop.example/c/1"),
    ],
)
def test_a_link(wanted: Any, href: str) -> None:
    assert LINKS.link(wanted).href == href


def test_the_first_of_the_links_to_one_place_is_it() -> None:
    assert LINKS.link(re.compile("/c/1")).text == "Confirm"
    assert mail("https://a.b").link() == Link("https://a.b", "https://a.b")


def test_a_link_that_is_not_there() -> None:
    assert failure_of(LINKS.link, "cancel") == (
        "no link with 'cancel' in its text or address, expected exactly 1\n\n"
        "The message has 4 links:\n"
        "    'Confirm'  https://shop.example/c/1\n"
        "    'Confirm your order'  https://shop.example/c/1\n"
        "    'Unsubscribe'  https://shop.example/u?from=confirm\n"
        "    'https://shop.example/help'  https://shop.example/help"
    )
    assert failure_of(mail("no").link) == (
        "no link, expected exactly 1\n\nThe message has no link."
    )


def test_a_link_that_could_be_several() -> None:
    assert failure_of(LINKS.link, re.compile("confirm", re.IGNORECASE)) == (
        "2 links with 'confirm' in its text or address, expected exactly 1\n\n"
        "Candidates:\n"
        "    'Confirm'  https://shop.example/c/1\n"
        "    'Confirm your order'  https://shop.example/c/1\n"
        "    'Unsubscribe'  https://shop.example/u?from=confirm"
    )
    assert failure_of(LINKS.link).startswith("3 links, expected exactly 1")


def test_a_link_is_asked_for_by_text() -> None:
    wrong: Any = 5
    with pytest.raises(TypeError, match="by a str or a compiled pattern, not 5"):
        LINKS.link(wrong)


@given(st.text(), st.integers(0, 30))
def test_failures_are_bounded_and_have_no_controls(text: str, number: int) -> None:
    html = "".join(f"<a href='/{each}'>\x1b[31m{'x' * 1000}</a>" for each in range(number))
    lines = failure_of(mail(html=html).link, f"?{text}").split("\n")
    assert len(lines) <= 24
    assert all(line.isprintable() and len(line) < 320 for line in lines)


# Codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Your code is 123456.", "123456"),
        ("123456 is your verification code", "123456"),
        ("CODE: 1234", "1234"),
        ("Your code:\n\n    12345678\n\nIt expires in 10 minutes.", "12345678"),
        ("Enter this code within 10 minutes\nto sign in:\n123456", "123456"),
        ("123456\nis your OTP", "123456"),
        ("code 123 456", "123456"),
        ("code 123-456", "123456"),
        ("code 1234 5678", "12345678"),
        ("code 1 2 3 4 5 6", "123456"),
        ("code 123\u00a0456", "123456"),
        ("Your PIN is AB12CD", "AB12CD"),
        ("passcode XK7-93P", "XK7-93P"),
        ("G-123456 is your Google verification code.", "G-123456"),
        ("Ihr Bestätigungscode lautet 123456", "123456"),
        ("Su código es 123456", "123456"),
        ("code #123456", "123456"),
        ("Your code is 123456 until 2026-11-23 10:30.", "123456"),
        ("Your code is 123456\n© 2026 Example", "123456"),
        ("Your code:\n123456\nThis code is good for 10 minutes.\n© 2019-2026 Example", "123456"),
        ("code 123456, https://example.com/code/9876?code=5555", "123456"),
        ("Order 48213\n\nShipped to Ada\n\n.\n\nYour code is 123456", "123456"),
        ("code 123456, which costs $1234, 1234.00 or 1,234 EUR", "123456"),
        ("code 123456, card 1234 5678 9012 3456", "123456"),
    ],
)
def test_a_code(text: str, code: str) -> None:
    assert mail(text).code() == code


def test_a_code_in_several_parts_is_one() -> None:
    assert (
        mail("code 123 456", "<p>Code</p><h1>123456</h1>", "123456 is your code").code() == "123456"
    )
    assert mail(html="<p>Code</p><td>1</td><td>2</td><td>3</td><td>4</td>").code() == "1234"
    assert mail("Hello", subject="123456 is your code").code() == "123456"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Your order 123456", "no code near a word such as code or OTP, expected exactly 1"),
        ("Your code is 123", "no code near"),
        ("Your code is 1234567890", "no code near"),
        ("Your code is ada", "    Your code is ada\nSay what it looks like"),
        ("Your code is ABCDEF", "no code near"),
        ("code: 2026-11-23", "no code near"),
        ("code: 123/4567", "no code near"),
        ("encoded 123456", "    123456  encoded 123456"),
        ("Your code\na\nb\nc\nd\n123456", "The message has 1 number:"),
        ("code 1234 or 5678", "    1234  code 1234 or 5678\n    5678  code 1234 or 5678\n"),
    ],
)
def test_no_code_or_several(text: str, hint: str) -> None:
    assert hint in failure_of(mail(text).code)


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (r"[a-f0-9]{8}", "deadbeef"),
        (re.compile(r"login (\w+)|signup (\w+)"), "deadbeef"),
        (r"login(?: (\w+))?", "deadbeef"),
    ],
)
def test_a_code_by_pattern(pattern: Any, code: str) -> None:
    assert mail("login deadbeef, signup 1").code(pattern) == code


def test_several_codes_by_pattern() -> None:
    text = failure_of(mail("1 2 1").code, r"\d")
    assert text == r"2 codes matching '\\d', expected exactly 1" + "\n\nCandidates:\n    1\n    2"


def test_no_text_at_all() -> None:
    assert "\n\nThe message has no line.\n" in failure_of(mail(subject="").code)
    assert failure_of(mail(subject="").code, "x").endswith("\n\nThe message has no line.")


def test_the_way_out_of_a_refusal_works() -> None:
    message = mail("Your code is 123456 or 5678")
    way_out = re.search(r'message\.code\(r"(.*)"\)', failure_of(message.code))
    assert way_out
    assert message.code(way_out[1]) == "123456"


@given(
    st.from_regex(r"[0-9]{4,8}|[A-Z]{1,4}[0-9]{3,4}|[A-Z][0-9]{1,3}-[A-Z0-9]{2,5}", fullmatch=True),
    st.sampled_from(["code", "Passcode:", "one-time password", "OTP ="]),
    st.sampled_from([" ", "\n", "\r\n\r\n", "</p><p>", "<br>"]),
)
def test_any_code_after_a_word_is_found(code: str, word: str, between: str) -> None:
    assert mail(html=f"<p>Hello Ada</p><p>{word}{between}{code}</p><p>Bye</p>").code() == code


@given(st.text(st.characters(exclude_categories=())))
def test_looking_for_a_code_never_breaks(text: str) -> None:
    try:
        code = mail(f"code {text}").code()
    except AssertionError as error:
        assert "expected exactly 1" in str(error)
    else:
        assert code


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", ["A-", "A1-", "1 ", "1", "A", "code ", "© ", "https://", "https://.", "{{", "%(a", "<%"]
)
def test_a_long_line_is_read_soon(part: str) -> None:
    """It would take hours if reading took the square of its length."""
    message = mail(f"code {part * 200_000}x")
    assert failure_of(message.code).startswith("no code")
    message.lint()


# Attachments

FILES = sent(
    text=Content("x"),
    attachments=(
        AttachedFile("Invoice-7.pdf", b"%PDF", "application/pdf"),
        AttachedFile("terms.pdf", b"%PDF-1.7", "application/pdf"),
        AttachedFile("chart.png", b"PNG", "image/png"),
        AttachedFile("logo.png", b"PNG", "image/png", "INLINE", content_id="logo"),
    ),
)


@pytest.mark.parametrize("name", ["Invoice-7.pdf", "invoice*.PDF", "[hi]nvoice-?.pdf"])
def test_an_attachment(name: str) -> None:
    file = FILES.attachment(name)
    assert (file.filename, file.content_type, file.content) == (
        "Invoice-7.pdf",
        "application/pdf",
        b"%PDF",
    )


def test_the_only_attachment() -> None:
    assert sent_raw(b"Content-Type: image/gif\n\nGIF89a").attachment().content == b"GIF89a"


def test_an_attachment_that_is_not_there() -> None:
    assert failure_of(FILES.attachment, "*.csv") == (
        "no attachment named '*.csv', expected exactly 1\n\n"
        "The message has 4 attachments:\n"
        "    logo.png  image/png, 3 bytes\n"
        "    Invoice-7.pdf  application/pdf, 4 bytes\n"
        "    terms.pdf  application/pdf, 8 bytes\n"
        "    chart.png  image/png, 3 bytes"
    )
    assert failure_of(FILES.attachment, "*.pdf").endswith(
        "Candidates:\n"
        "    Invoice-7.pdf  application/pdf, 4 bytes\n"
        "    terms.pdf  application/pdf, 8 bytes"
    )
    assert failure_of(FILES.attachment).startswith("4 attachments, expected exactly 1\n")
    unnamed = sent_raw(b"Content-Type: image/gif\n\nGIF89a")
    assert "    (no name)  image/gif, 6 bytes" in failure_of(unnamed.attachment, "*")


def test_inline_images() -> None:
    assert [each.filename for each in FILES.inline_images] == ["logo.png"]
    assert FILES.inline_images[0].content_id == "logo"
    message = EmailMessage()
    message.set_content("<img src=cid:a>", subtype="html")
    message.add_related(b"GIF89a", "image", "gif", cid="<a>", disposition="attachment")
    message.add_related(b"GIF89a", "image", "gif")
    message.add_related(b"%PDF", "application", "pdf", cid="<b>")
    assert [each.content_id for each in sent_raw(message.as_bytes()).inline_images] == ["a", None]


# Unsubscribing


@pytest.mark.parametrize(
    ("fields", "addresses"),
    [
        ("", ()),
        (
            "List-Unsubscribe: <mailto:u@example.com?subject=u>,\n <https://a.b/u>\n",
            ("mailto:u@example.com?subject=u", "https://a.b/u"),
        ),
        ("List-Unsubscribe: https://a.b/u\n", ()),
    ],
)
def test_list_unsubscribe(fields: str, addresses: tuple[str, ...]) -> None:
    assert sent_raw(f"{fields}Subject: x\n\nhi".encode()).list_unsubscribe == addresses


# Snapshots


def test_as_dict() -> None:
    message = sent(
        cc=("bob@example.com",),
        text=Content("Hello"),
        html=Content("<p>Hello</p>"),
        tags=(Tag("kind", "welcome"),),
        headers=(Header("X-Kind", "a"), Header("List-Unsubscribe", "<https://a.b>")),
        template=TemplateUse("welcome", None, {"name": "Ada"}),
        attachments=(AttachedFile("a.csv", b"a,b", "text/csv"),),
    )
    taken = message.as_dict()
    assert taken == {
        "source": "Ann <ann@example.com>",
        "to": ["ada@example.com"],
        "cc": ["bob@example.com"],
        "bcc": [],
        "recipients": ["ada@example.com", "bob@example.com"],
        "reply_to": [],
        "return_path": None,
        "subject": "Welcome, Ada",
        "text": "Hello",
        "html": "<p>Hello</p>",
        "template": "welcome",
        "template_data": {"name": "Ada"},
        "rendering_failure": None,
        "tags": {"kind": "welcome"},
        "configuration_set": None,
        "headers": [["X-Kind", "a"], ["List-Unsubscribe", "<https://a.b>"]],
        "attachments": [
            {
                "filename": "a.csv",
                "content_type": "text/csv",
                "inline": False,
                "size": 3,
                # printf a,b | sha256sum
                "sha256": "1eb7c54d52831bbfe8942af0b1c56b7409523a59ed6ca99c1174fef7eb32c1b5",
            }
        ],
    }
    assert json.loads(json.dumps(taken)) == taken
    assert list(taken) == list(mail().as_dict())
    taken["template_data"]["name"] = "changed"
    assert message.as_dict()["template_data"] == {"name": "Ada"}


def test_a_mime_message_s_own_fields_are_in_its_snapshot() -> None:
    raw = (
        b"From: a@b.c\nTo: d@e.f\nSubject: x\nDate: Thu, 1 Jan 1970 00:00:00 +0000\nX-Tag: one\n"
        b"MIME-Version: 1.0\nMessage-ID: <x@y>\nX-SES-OUTGOING: 1\nx-tag: two\n\nhi"
    )
    assert sent_raw(raw).as_dict()["headers"] == [["X-Tag", "one"], ["X-Tag", "two"]]
