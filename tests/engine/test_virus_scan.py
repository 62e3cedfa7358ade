"""The file that tests virus scanners is found wherever a mail may hold it.

It is put together here, or a scanner would take this file for it.
"""

from __future__ import annotations

import quopri
from base64 import b64encode, encodebytes
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mails import raw_submission, submission

from pytest_sesmock.engine.elements import AttachedFile, Header
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.engine.virus_scan import is_in

VIRUS = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

TEXTS: dict[str, dict[str, Any]] = {
    "subject": {"subject": f"Look: {VIRUS}"},
    "text": {"text": f"{VIRUS}\n"},
    "html": {"html": f"<pre>{VIRUS}</pre>"},
    "header": {"headers": (Header("X-File", VIRUS),)},
    "file": {"attachments": (AttachedFile("eicar.com", VIRUS.encode()),)},
    "message in a file": {
        "attachments": (AttachedFile("mail.eml", b"\r\n\r\n" + encodebytes(VIRUS.encode())),)
    },
}


@pytest.mark.parametrize("fields", TEXTS.values(), ids=TEXTS)
def test_it_is_found_in_texts(fields: dict[str, Any]) -> None:
    assert submission(**{"text": "Hello", **fields}).holds_test_virus


def attached(**given: Any) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = given.get("subject", "Hello")
    message.set_content(given.get("text", "Hello"), cte=given.get("cte"))
    if "file" in given:
        message.add_attachment(given["file"], "application", "octet-stream", filename="a.com")
    return message


def forwarded() -> EmailMessage:
    message = attached()
    message.add_attachment(attached(file=VIRUS.encode()))
    return message


MESSAGES = {
    "subject": attached(subject=VIRUS),
    "text": attached(text=VIRUS),
    "text in base64": attached(text=f"Hi: {VIRUS}", cte="base64"),
    "text in quoted-printable": attached(text=f"{'é' * 30}{VIRUS}", cte="quoted-printable"),
    "file": attached(file=VIRUS.encode()),
    "file that begins with it": attached(file=VIRUS.encode() + b" and more" * 20),
    "forwarded": forwarded(),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_it_is_found_in_a_raw_message(message: EmailMessage) -> None:
    """Row evs-reject: a subject, a header, a text, a file in base64, a message within it."""
    assert raw_submission(message).holds_test_virus


@pytest.mark.parametrize(
    "text",
    ["", "Hello", VIRUS[:-4], VIRUS[4:], VIRUS.lower(), b64encode(b"EICAR").decode()],
    ids=["nothing", "text", "cut", "without its start", "in small letters", "its name"],
)
def test_nothing_else_is_it(text: str) -> None:
    file = AttachedFile("a.txt", text.encode())
    assert not submission(subject=text, text=text, attachments=(file,)).holds_test_virus
    assert not RawMail(b"\r\n" + encodebytes(text.encode())).holds_test_virus


@given(before=st.binary(max_size=9), after=st.binary(max_size=9), newline=st.booleans())
def test_it_is_found_wherever_it_is_in_a_file(before: bytes, after: bytes, newline: bool) -> None:
    data = before + VIRUS.encode() + after
    assert is_in(data)
    assert is_in(encodebytes(data) if newline else b64encode(data))
    assert is_in(quopri.encodestring(VIRUS.encode() * 2))
