"""Whatever SES accepts can be read: every attribute of a message answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hostile_messages import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from message_samples import MESSAGE_ID, SENT_AT

from pytest_sesmock import SentMessage, SesmockError, UnreadableMessage
from pytest_sesmock.engine.submissions.from_raw import with_raw
from pytest_sesmock.engine.submissions.submission import Submission

HAPPENINGS = ["deliver", "bounce", "complain", "delay", "reject", "open", "click", "unsubscribe"]
PUBLIC = sorted(name for name in dir(SentMessage) if not name.startswith("_"))


def accepted(raw: bytes) -> SentMessage:
    """The message as the API makes it of these bytes."""
    submission = Submission(api="ses", operation="SendRawEmail", region="us-east-1", source="")
    return SentMessage(
        submission=with_raw(submission, raw), message_id=MESSAGE_ID, sent_at=SENT_AT, request={}
    )


def read_everything(message: SentMessage) -> None:
    """Ask for every public attribute; methods that look for one thing may not find it."""
    for name in PUBLIC:
        value: Any = None
        if name in {"attachment", "link", "code"}:
            find: Callable[[], object] = getattr(message, name)
            try:
                find()
            except AssertionError as error:
                assert str(error).isascii() or str(error)
        elif name in HAPPENINGS:  # no mock has accepted it
            with pytest.raises(SesmockError):
                getattr(message, name)()
        elif name == "mime":
            try:
                value = message.mime
            except UnreadableMessage as error:
                assert "message.text" in str(error)
            else:
                fields = [str(field) for part in value.walk() for _, field in part.items()]
                assert all("\n" not in field for field in fields)
        else:
            value = getattr(message, name)
            if callable(value):
                value = value()
    assert isinstance(message.subject, str)
    assert repr(message).isprintable()
    json.dumps(message.as_dict())
    assert all(isinstance(each.content, bytes) for each in message.attachments)


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_attribute_answers(raw: bytes) -> None:
    read_everything(accepted(raw))


def test_only_mime_cannot_answer_for_what_is_nested_without_end() -> None:
    message = accepted(b"Content-Type: message/rfc822\r\n\r\n" * 5_000 + b"\r\nhi")
    with pytest.raises(UnreadableMessage, match="nested too deeply"):
        _ = message.mime
    assert [file.content_type for file in message.attachments] == ["message/rfc822"]


PIECES = st.sampled_from(
    (
        *("Content-Type", "Content-Disposition", "Subject", "From", ":", ": ", "\r\n", "\r\n\r\n"),
        *(
            "text/html",
            "multipart/mixed",
            "message/rfc822",
            "; boundary=b",
            "--b",
            "--b--",
            "inline",
        ),
        *(
            "; charset=",
            "utf-16",
            "idna",
            "; name*0*=",
            "''",
            "%FF",
            "=?utf-8?B?",
            "?=",
            '"',
            "(",
            ")",
        ),
        *(
            "Content-Transfer-Encoding: base64",
            "quoted-printable",
            "=",
            "<",
            ">",
            "@",
            ",",
            "é",
            "\0",
        ),
    )
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_every_attribute_answers_for_any_text(text: str) -> None:
    read_everything(accepted(text.encode("utf-8", "surrogatepass")))


@given(st.binary(max_size=200))
def test_every_attribute_answers_for_any_bytes(raw: bytes) -> None:
    read_everything(accepted(raw))
