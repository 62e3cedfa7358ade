from __future__ import annotations

from dataclasses import FrozenInstanceError
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from message_samples import MESSAGE_ID, SENT_AT, sent, sent_raw

from pytest_sesmock.engine.elements import Content, Tag
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.mime_content import Attachment, Headers

# What the caller gave


def test_attributes_are_as_given() -> None:
    message = sent(
        to=(" Ada  <ada@example.com>", "bob@EXAMPLE.com\n"),
        cc=("cy@example.com",),
        bcc=("dee@example.com",),
        reply_to=("Zoë <zoe@example.com>",),
        return_path="bounces@example.com",
        configuration_set="news",
        subject=Content("  A\r\nB é ", "ISO-8859-1"),
        text=Content("a\r\nb\nc\r\x00", "US-ASCII"),
        html=Content(""),
        tags=(Tag("kind", "welcome"), Tag("shard", "7")),
        request={"Source": "Ann <ann@example.com>"},
    )
    assert {
        name: getattr(message, name)
        for name, attribute in vars(SentMessage).items()
        if isinstance(attribute, property) and name not in {"raw", "mime", "headers", "events"}
    } == {
        "template": None,
        "template_data": None,
        "rendering_failure": None,
        "submitted": None,
        "source": "Ann <ann@example.com>",
        "to": (" Ada  <ada@example.com>", "bob@EXAMPLE.com\n"),
        "cc": ("cy@example.com",),
        "bcc": ("dee@example.com",),
        "header_only": (),
        "recipients": (
            *(" Ada  <ada@example.com>", "bob@EXAMPLE.com\n"),
            *("cy@example.com", "dee@example.com"),
        ),
        "reply_to": ("Zoë <zoe@example.com>",),
        "return_path": "bounces@example.com",
        "configuration_set": "news",
        "subject": "  A\r\nB é ",
        "text": "a\r\nb\nc\r\x00",
        "html": "",
        "attachments": (),
        "inline_images": (),
        "visible_text": "",
        "links": (),
        "images": (),
        "list_unsubscribe": (),
        "tracked_html": "",
        "tags": {"kind": "welcome", "shard": "7"},
        "message_id": MESSAGE_ID,
        "region": "eu-west-1",
        "api": "ses",
        "operation": "SendEmail",
        "origin": None,
        "sent_at": SENT_AT,
        "request": {"Source": "Ann <ann@example.com>"},
    }


def test_what_was_not_given_is_none_or_empty() -> None:
    message = sent(to=(), subject=Content(""))
    assert message.text is message.html is message.return_path is message.configuration_set is None
    assert message.subject == ""
    assert message.recipients == message.reply_to == ()
    assert message.tags == {}


@pytest.mark.parametrize("name", ["subject", "text", "source", "raw", "message_id", "nonsense"])
def test_a_message_cannot_be_changed(name: str) -> None:
    message = sent()
    with pytest.raises(AttributeError):
        setattr(message, name, "changed")


def test_changing_what_a_message_hands_out_changes_no_message() -> None:
    given_tags = (Tag("kind", "welcome"),)
    message = sent(
        tags=given_tags, request={"Destination": {"ToAddresses": ["a@b"]}}, text=Content("text")
    )
    message.tags["kind"] = "changed"
    message.request["Destination"]["ToAddresses"].append("changed")
    message.mime.replace_header("Subject", "changed")
    message.mime.set_content("changed")
    assert message.tags == {"kind": "welcome"}
    assert message.request == {"Destination": {"ToAddresses": ["a@b"]}}
    assert message.mime["Subject"] == message.headers["Subject"] == "Welcome, Ada"
    assert message.mime.get_content() == "text"


def test_messages_are_equal_only_to_themselves() -> None:
    """Two sends of the same texts are two mails."""
    message, other = sent(), sent()
    assert message != other
    assert len({message, other, message}) == 2


# The delivered message


def test_raw_is_the_message_ses_would_deliver() -> None:
    raw = sent(text=Content("Hello")).raw
    assert raw.startswith(b"From: Ann <ann@example.com>\r\nTo: ada@example.com\r\n")
    assert b"\r\nDate: Thu, 2 Nov 2023 12:30:05 +0000\r\n" in raw
    assert f"\r\nMessage-ID: <{MESSAGE_ID}@eu-west-1.amazonses.com>\r\n".encode() in raw
    assert raw.endswith(b"\r\n\r\nHello")


def test_mime_is_parsed_by_the_modern_policy() -> None:
    parsed = sent(text=Content("Hé"), html=Content("<p>")).mime
    assert isinstance(parsed, EmailMessage)
    body = parsed.get_body(("plain",))
    assert body
    assert body.get_content() == "Hé"


def test_a_given_mime_message_is_kept_to_the_byte() -> None:
    raw = b"subject: x\nX-Odd: \xff\n\nbody\r\n\xe9"
    assert sent_raw(raw).submitted == raw


def test_the_message_is_composed_and_read_once() -> None:
    message = sent(text=Content("Hello"))
    assert message.raw is message.raw
    assert message.headers is message.headers


# Header fields


def test_headers_are_those_of_the_delivered_message() -> None:
    headers = sent(
        source='"Zoë, at home" <zoe@example.com>',
        subject=Content("Grüße aus dem schönen München, wo die Sonne scheint, den ganzen Tag"),
        text=Content(""),
        html=Content(""),
    ).headers
    assert list(headers) == [
        *("From", "To", "Subject", "MIME-Version", "Content-Type"),
        *("Message-ID", "Date", "Feedback-ID", "X-SES-Outgoing"),
    ]
    assert headers["From"] == "Zoë, at home <zoe@example.com>"
    assert (
        headers["Subject"] == "Grüße aus dem schönen München, wo die Sonne scheint, den ganzen Tag"
    )
    assert headers["Date"] == "Thu, 2 Nov 2023 12:30:05 +0000"
    assert headers["Content-Type"].startswith('multipart/alternative;  boundary="----=_Part_')


one_line = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"))


@given(one_line.filter(lambda text: "=?" not in text))
def test_the_subject_in_the_headers_is_the_caller_s(subject: str) -> None:
    assert sent(subject=Content(subject)).headers["Subject"] == subject


def test_header_names_have_no_case_and_may_repeat() -> None:
    headers = sent_raw(
        b"Received: one\r\nX-Tag: =?UTF-8?Q?caf=C3=A9?=\r\nx-tag: two\r\n folded\r\n\r\n"
    ).headers
    assert list(headers)[:2] == ["Received", "X-Tag"]
    assert len(headers) == 6  # with those that SES adds
    assert headers["x-TAG"] == headers.get("X-Tag") == "café"
    assert headers.get_all("x-tag") == ("café", "two folded")
    assert headers.get_all("Bcc") == ()
    assert "received" in headers
    assert "Bcc" not in headers
    given = Headers([("Received", "one"), ("X-Tag", "café"), ("x-tag", "two")])
    assert repr(given) == "Headers({'Received': 'one', 'X-Tag': 'café'})"
    assert given == {"Received": "one", "X-Tag": "café"}


def test_a_missing_header_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="x-none"):
        sent().headers["X-None"]


def test_headers_are_read_only() -> None:
    headers: Any = sent().headers
    assert isinstance(headers, Headers)
    with pytest.raises(TypeError):
        headers["Subject"] = "changed"


# What is read from a MIME message given

PDF = b"%PDF-1.7\r\n\x00\xff"


def a_mime_message() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Ihre Rechnung für März"
    message.set_content("Grüße\n")
    return message


def test_text_html_and_attachments_are_read_from_mime() -> None:
    mime = a_mime_message()
    mime.add_alternative("<p>Grüße</p>\n", subtype="html")
    (_, html) = mime.iter_parts()
    html.add_related(b"GIF89a", "image", "gif", cid="<logo>")
    mime.add_attachment(PDF, "application", "pdf", filename="Rechnung März.pdf")
    mime.add_attachment("a,b\n", subtype="csv", filename="list.csv")
    mime.add_attachment("note\n", filename="note.txt")
    message = sent_raw(mime.as_bytes())
    assert message.subject == "Ihre Rechnung für März"
    assert message.text == "Grüße\n"
    assert message.html == "<p>Grüße</p>\n"
    assert message.attachments == (
        Attachment(None, "image/gif", b"GIF89a", content_id="logo", inline=True),
        Attachment("Rechnung März.pdf", "application/pdf", PDF),
        Attachment("list.csv", "text/csv", b"a,b\n"),
        Attachment("note.txt", "text/plain", b"note\n"),
    )


def test_a_forwarded_message_is_an_attachment() -> None:
    mime = a_mime_message()
    mime.add_attachment(a_mime_message())
    message = sent_raw(mime.as_bytes())
    (attachment,) = message.attachments
    assert message.text == "Grüße\n"
    assert attachment.content_type == "message/rfc822"
    forwarded = sent_raw(attachment.content)
    assert (forwarded.subject, forwarded.text) == ("Ihre Rechnung für März", "Grüße\n")


@pytest.mark.parametrize(
    ("raw", "text", "html", "attachments"),
    [
        pytest.param(b"", "", None, 0, id="empty"),
        pytest.param(b"Subject: x\n\nhi", "hi", None, 0, id="no content type"),
        pytest.param("\né".encode(), "é", None, 0, id="no charset"),
        pytest.param(b"\n\xe9", "�", None, 0, id="no charset, not UTF-8"),
        pytest.param(
            b"Content-Type: text/plain; charset=iso-8859-1\n\n\xe9", "é", None, 0, id="Latin-1"
        ),
        pytest.param(
            b"Content-Type: text/html; charset=no-such\n\n<p>", None, "<p>", 0, id="no such charset"
        ),
        pytest.param(
            b"Content-Type: text/plain; charset=hex\n\nff", "ff", None, 0, id="no text charset"
        ),
        pytest.param(
            b"Content-Type: text/plain\nContent-Disposition: attachment\n\nx",
            None,
            None,
            1,
            id="attached text without a name",
        ),
        pytest.param(
            b"Content-Type: text/html; name=a.html\n\nx", None, "x", 0, id="HTML with a name"
        ),
        pytest.param(b"Content-Type: application/pdf\n\n%PDF", None, None, 1, id="a bare file"),
        pytest.param(b"Content-Type: multipart/mixed\n\nhi", None, None, 0, id="no boundary"),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--",
            "one\ntwo",
            None,
            0,
            id="a second text",
        ),
    ],
)
def test_odd_mime_messages(
    raw: bytes, text: str | None, html: str | None, attachments: int
) -> None:
    message = sent_raw(raw)
    assert (message.text, message.html) == (text, html)
    assert len(message.attachments) == attachments


def test_a_mime_message_without_subject_has_an_empty_one() -> None:
    assert sent_raw(b"\nhi").subject == ""


def test_an_attachment_cannot_be_changed_and_does_not_fill_the_screen() -> None:
    attachment = Attachment("a.pdf", "application/pdf", PDF)
    with pytest.raises(FrozenInstanceError):
        attachment.content = b""  # type: ignore[misc]
    assert repr(attachment) == "Attachment(filename='a.pdf', content_type='application/pdf')"


# In a failure text


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (
            {"text": Content("x"), "html": Content("y")},
            "<SentMessage to=ada@example.com subject='Welcome, Ada' (text, html) at 12:30:05Z>",
        ),
        (
            {"cc": ("b@example.com",), "bcc": ("c@example.com",), "html": Content("y")},
            "<SentMessage to=ada@example.com +2 subject='Welcome, Ada' (html) at 12:30:05Z>",
        ),
        (
            {"to": (), "bcc": ("c@example.com",), "subject": Content("a\r\nb")},
            "<SentMessage to=c@example.com subject='a\\r\\nb' (empty) at 12:30:05Z>",
        ),
        (
            {"to": ("Zoë <z@example.com>\n",), "subject": Content("Héllo")},
            "<SentMessage to='Zoë <z@example.com>\\n' subject='Héllo' (empty) at 12:30:05Z>",
        ),
        (
            {"to": (), "raw": RawMail(b"Subject: x\n\nhi")},
            "<SentMessage to=nobody subject='x' (text) at 12:30:05Z>",
        ),
        (
            {"to": ("a" * 41,), "subject": Content("b" * 41)},
            f"<SentMessage to={'a' * 40}… subject='{'b' * 40}…' (empty) at 12:30:05Z>",
        ),
    ],
    ids=["both parts", "more recipients", "line ends", "unprintable", "raw", "long"],
)
def test_repr(fields: dict[str, Any], shown: str) -> None:
    assert repr(sent(**fields)) == shown


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_repr_is_one_line_of_bounded_length(address: str, subject: str) -> None:
    shown = repr(sent(to=(address * 9,), subject=Content(subject * 9)))
    assert shown.isprintable()
    assert len(shown) < 1000
