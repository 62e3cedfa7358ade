"""Mails of which a parser of Python's despairs, accepted through both APIs and read in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from pytest_sesmock import SentMessage, SESMock

HEAD = b"From: a@example.com\r\nTo: b@example.org\r\nSubject: s\r\n"
CHARSETS = ("utf-7", "utf-16", "utf-32", "idna", "punycode", "unicode_escape", "undefined", "rot13")
MAILS = {
    **{
        f"{parameter} in {charset}": HEAD
        + f"{field}; {parameter}*={charset}''+AH\r\n\r\nhi".encode()
        for charset in CHARSETS
        for field, parameter in (
            ("Content-Type: text/plain", "name"),
            ("Content-Disposition: inline", "filename"),
        )
    },
    **{
        f"{depth} messages within": HEAD
        + b"Content-Type: message/rfc822\r\n\r\n" * depth
        + b"\r\nhi"
        for depth in (260, 1_000)
    },
    "groups": HEAD + b"Reply-To: undisclosed:;\r\n\r\nhi",
}


def send_v1(raw: bytes) -> None:
    client = boto3.client("ses", region_name="us-east-1")
    client.send_raw_email(RawMessage={"Data": raw})


def send_v2(raw: bytes) -> None:
    boto3.client("sesv2", region_name="us-east-1").send_email(Content={"Raw": {"Data": raw}})


@pytest.mark.parametrize("send", [send_v1, send_v2])
@pytest.mark.parametrize("raw", MAILS.values(), ids=MAILS.keys())
def test_it_is_accepted_and_read(send: Callable[[bytes], Any], raw: bytes) -> None:
    with SESMock() as mock:
        mock.account().verify("example.com")
        send(raw)
    (message,) = mock.outbox
    assert isinstance(message, SentMessage)
    assert repr(message).startswith("<SentMessage to=b@example.org subject='s'")
    assert message.text == ("hi" if not message.attachments else None)
    assert message.as_dict()["subject"] == message.headers["Subject"] == "s"
    assert [finding.rule for finding in message.lint()] == []
    assert message.raw.endswith(b"\r\n\r\nhi")
