"""What SES delivers of a mail that was given as a MIME message."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mime_samples import MESSAGE_ID, SENT_AT, STAMP, a_submission, read

from pytest_sesmock.engine.composing.mime import compose, delivered_size, exceeds
from pytest_sesmock.engine.composing.rewriting import rewrite
from pytest_sesmock.engine.raw_mail import header_names
from pytest_sesmock.engine.raw_mail.raw import RawMail

ID = f"<{MESSAGE_ID}@us-west-2.amazonses.com>"
DATE = "Thu, 2 Nov 2023 18:33:46 +0000"


def deliver(data: bytes, **arguments: Any) -> bytes:
    return rewrite(
        RawMail(data),
        **(
            {"message_id": MESSAGE_ID, "sent_at": SENT_AT, "region": "us-west-2", "sender": "a@b"}
            | arguments
        ),
    )


def stamp(line_end: str = "\r\n") -> bytes:
    """SES's own fields as they are in a message without any."""
    return deliver(b"").removesuffix(b"\r\n").replace(b"\r\n", line_end.encode())


def test_stamp_has_the_fields_of_a_composed_mail() -> None:
    assert message_from_bytes(deliver(b"")).keys() == STAMP


def test_a_mail_is_delivered_as_received_ones_are() -> None:
    """As in [mime-raw-order]: the same order, Date and Message-ID in place, SES's own ones last."""
    own = stamp().partition(b"Feedback-ID")
    assert deliver(
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Message-Id: <mine@example.com>\r\n"
        b"From: Ann\r\n <ann@example.com>\r\n"
        b"Bcc: secret@example.com\r\n"
        b"Date: Mon, 1 Jan 2001 00:00:00 +0100\r\n"
        b"X-Mailer:me\r\n"
        b"To: bob@example.com\r\n"
        b"\r\n"
        b"Gr\xfc\xdfe\n\r.\n"
    ) == (
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Message-Id: " + ID.encode() + b"\r\n"
        b"From: Ann\r\n <ann@example.com>\r\n"
        b"Date: " + DATE.encode() + b"\r\n"
        b"X-Mailer:me\r\n"
        b"To: bob@example.com\r\n" + own[1] + own[2] + b"\r\n"
        b"Gr\xfc\xdfe\n\r.\n"
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", stamp() + b"\r\n", id="empty"),
        pytest.param(b"\r\nHi", stamp() + b"\r\nHi", id="no header"),
        pytest.param(b"A: b", b"A: b\r\n" + stamp() + b"\r\n", id="a line without end"),
        pytest.param(b"A: b\n", b"A: b\n" + stamp("\n") + b"\n", id="no body"),
        pytest.param(b"A: b\n\nHi", b"A: b\n" + stamp("\n") + b"\nHi", id="LF"),
        pytest.param(b"A: b\r\rHi", b"A: b\r" + stamp() + b"\rHi", id="CR"),
        pytest.param(b"Bcc: x\nA: b\n c\n\n", b"A: b\n c\n" + stamp("\n") + b"\n", id="folded"),
        pytest.param(
            b"no colon\n\nHi", b"no colon\n" + stamp("\n") + b"\nHi", id="no header field"
        ),
    ],
)
def test_forms_of_messages(data: bytes, expected: bytes) -> None:
    assert deliver(data) == expected


@pytest.mark.parametrize("name", ["Bcc", "Return-Path", *sorted(header_names.CONTROL)])
def test_fields_that_are_not_delivered(name: str) -> None:
    data = f"A: 1\r\n{name.upper()}: x\r\n y\r\nB: 2\r\n{name}: z\r\n\r\nHi".encode()
    assert deliver(data) == b"A: 1\r\nB: 2\r\n" + stamp() + b"\r\nHi"


@pytest.mark.parametrize("name", ["X-SES-RECEIPT", "Feedback-ID", "Resent-Bcc", "X-Bcc"])
def test_others_are(name: str) -> None:
    field = f"{name}: x\r\n".encode()
    assert deliver(field + b"\r\nHi") == field + stamp() + b"\r\nHi"


REPLACED = {
    "from_": ("From", "Zoë <zoe@example.com>", "=?UTF-8?Q?Zo=C3=AB?= <zoe@example.com>"),
    "reply_to": (
        "Reply-To",
        ("a@example.com", "B <b@example.com>"),
        "a@example.com, B <b@example.com>",
    ),
}


@pytest.mark.parametrize("argument", REPLACED)
def test_what_api_v2_replaces(argument: str) -> None:
    """In its place if it is there [v2-raw-from-replaced]; a From field is not added.

    Reply-To is, before SES's own fields, which is inferred.
    """
    name, given_value, value = REPLACED[argument]
    message = message_from_bytes(
        deliver(f"A: 1\n{name}: x@y\nB: 2\n\nHi".encode(), **{argument: given_value})
    )
    assert message.keys() == ["A", name, "B", *STAMP]
    assert message[name] == value
    message = message_from_bytes(deliver(b"A: 1\n\nHi", **{argument: given_value}))
    if name == "From":  # [v2-raw-no-from]
        assert message.keys() == ["A", *STAMP]
    else:
        assert message.keys() == ["A", name, *STAMP]
        assert message[name] == value


def test_an_empty_from_field_is_replaced() -> None:
    message = message_from_bytes(deliver(b"A: 1\nFrom:\n\nHi", from_="x@example.com"))
    assert message["From"] == "x@example.com"


headers_of_mails = st.lists(
    st.tuples(
        st.sampled_from(["X-Tag", "Subject", "Bcc", "Cc", "X-SES-TENANT", "X-SES-MESSAGE-TAGS"]),
        st.text("abcé ", max_size=200).map(str.strip),
    ),
    max_size=6,
)
files = st.lists(
    st.tuples(st.binary(max_size=300), st.sampled_from(["a.bin", "日本.txt", "x" * 90])), max_size=3
)


@given(
    headers_of_mails,
    st.text("abcé=\n ", max_size=300),
    files,
    st.sampled_from([policy.SMTP, policy.default]),
)
def test_the_rest_is_untouched(
    fields: list[tuple[str, str]],
    text: str,
    attached: list[tuple[bytes, str]],
    form: policy.EmailPolicy,
) -> None:
    """The standard library writes the mail, and reads it again as it was delivered."""
    mail = EmailMessage(policy=form.clone(max_line_length=998))
    mail["From"] = "Ann <ann@example.com>"
    for name, value in dict(fields).items():
        mail[name] = value
    mail.set_content(text)
    for content, name in attached:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    given_bytes = mail.as_bytes()
    raw = deliver(given_bytes)
    end = b"\r\n\r\n" if form is policy.SMTP else b"\n\n"
    assert raw.partition(end)[2] == given_bytes.partition(end)[2]
    received = read(raw)
    kept = [name for name in mail.keys() if name not in {"Bcc", *_CONTROL}]  # noqa: SIM118
    assert received.keys() == [*kept, *STAMP]
    assert [received[name] for name in kept] == [mail[name] for name in kept]
    assert [(part.get_filename(), part.get_content()) for part in received.iter_attachments()] == [
        (name, content) for content, name in attached
    ]


_CONTROL = {"X-SES-TENANT", "X-SES-MESSAGE-TAGS"}


@given(st.binary())
def test_any_bytes_are_delivered(data: bytes) -> None:
    mail = RawMail(data)
    raw = deliver(data)
    assert raw.endswith(data[mail.header.end :])
    assert len(re.findall(rb"^X-SES-Outgoing: ", raw, re.MULTILINE)) >= 1


def submission(data: bytes, **fields: Any) -> Any:
    return a_submission(operation="SendRawEmail", raw=RawMail(data), **fields)


@pytest.mark.parametrize(
    ("api", "source", "sender"),
    [
        ("ses", "other@example.com", "Ann <ann@example.com>"),
        ("sesv2", "other@example.com", "other@example.com"),
        ("sesv2", "Ann <ann@example.com>", "Ann\r\n <ann@example.com>"),
    ],
)
def test_compose_delivers_a_raw_mail(api: str, source: str, sender: str) -> None:
    """In v1 the source is not for the message; in v2 it takes the place of From if it differs."""
    data = b"From: Ann\r\n <ann@example.com>\r\nReply-To: r@example.com\r\n\r\nHi"
    mail = submission(data, api=api, source=source, reply_to=("s@example.com",))
    raw = compose(mail, message_id=MESSAGE_ID, sent_at=SENT_AT)
    message = message_from_bytes(raw)
    assert message["From"].replace("\r\n", "") == sender.replace("\r\n", "")
    assert message["Reply-To"] == ("r@example.com" if api == "ses" else "s@example.com")
    assert message.get_payload() == "Hi"


def test_feedback_id_is_of_the_sender() -> None:
    one, other = (
        message_from_bytes(deliver(b"", sender=sender))["Feedback-ID"] for sender in ("a@b", "c@d")
    )
    assert one != other


def test_the_size_of_a_raw_mail_is_what_was_handed_over() -> None:
    """As recorded in [size-v1-raw]."""
    mail = submission(b"Bcc: a@b\r\n\r\n" + b"x" * 88)
    assert delivered_size(mail) == 100
    assert exceeds(mail, 100) is None
    assert exceeds(mail, 99) == 100
