"""Reading costs as much as the message is long, whatever stands in it."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

import pytest
from message_samples import sent_raw

from pytest_sesmock import SentMessage
from pytest_sesmock.outbox import visible_html

HEAD = b"From: a@example.com\r\nTo: b@example.org\r\n"


def field(name: str, piece: str, before: str = "") -> Callable[[int], bytes]:
    return lambda size: HEAD + f"{name}: {before}{piece * (size // len(piece))}\r\n\r\nhi".encode()


def body(fields: str, piece: str) -> Callable[[int], bytes]:
    return lambda size: HEAD + f"{fields}\r\n\r\n{piece * (size // len(piece))}".encode()


def nested(size: int) -> bytes:
    levels = range(size // 60)
    fields = (f"Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n" for at in levels)
    return HEAD + "".join(fields).encode() + b"\r\n" + b"--x\r\n" * (size // 5)


def messages_within(size: int) -> bytes:
    fields = b"Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n"
    return HEAD + fields * (size // len(fields)) + b"hi"


PLAIN, HTML = "Content-Type: text/plain", "Content-Type: text/html"
INPUTS = {
    "subject of brackets": field("Subject", "("),
    "subject of words": field("Subject", "=?utf-8?Q?a?= "),
    "subject of halves of words": field("Subject", "=?utf-8?Q?"),
    "parameters": field("Content-Type", "; a=b", "text/plain"),
    "segments": field("Content-Type", "; name*0*=a", "text/plain"),
    "quotes": field("Content-Type", '"', "text/plain; name="),
    "backslashes": field("Content-Disposition", "\\", 'attachment; filename="'),
    "comments": field("Content-Transfer-Encoding", "(", ""),
    "addresses": field("Reply-To", "<a@b.c>, "),
    "addresses of brackets": field("Reply-To", "("),
    "unsubscribing": field("List-Unsubscribe", "<"),
    "blanks in quoted-printable": body("Content-Transfer-Encoding: quoted-printable", " "),
    "padding": body("Content-Transfer-Encoding: base64", "A="),
    "flowed": body(f"{PLAIN}; format=flowed", "> \n"),
    "escapes of ISO-2022-JP": body(f"{PLAIN}; charset=iso-2022-jp", "\x1b$B"),
    "urls": body(PLAIN, "http://a!"),
    "codes": body(PLAIN, "code 1-"),
    "marks": body(PLAIN, "{{a}} %s "),
    "beginnings of marks": body(PLAIN, "{a_[[b:{%<%*|a%%b"),
    "marks in an address": body(PLAIN, "http://a/%7B%7B{a"),
    "missing values": body(PLAIN, "Hello None "),
    "beginnings of objects": body(PLAIN, "<a at 0"),
    "scripts": body(HTML, "<script></script><form></form>"),
    "wordless links": body(HTML, "<a href=x><img alt=''></a>"),
    "brackets of HTML": body(HTML, "<"),
    "deep HTML": body(HTML, "<div>"),
    "links in HTML": body(HTML, "<a href=x>"),
    "wrong nesting in HTML": body(HTML, "<b><i></b>"),
    "delimiters": body("Content-Type: multipart/mixed; boundary=b", "--b\r\n\r\nx\r\n"),
    "multiparts": nested,
    "messages within": messages_within,
    "fields": lambda size: HEAD + b"X: y\r\n" * (size // 6) + b"\r\nhi",
}


def read(message: SentMessage) -> None:
    for name in ("subject", "headers", "text", "html", "attachments", "links", "list_unsubscribe"):
        getattr(message, name)
    for look in (message.lint, message.as_dict, message.code):
        with suppress(AssertionError):
            look()
    repr(message)


def count_calls(raw: bytes) -> int:
    """The functions, of Python and of C, that reading calls."""
    message = sent_raw(raw)
    calls = 0

    def count(_: FrameType, event: str, __: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(message)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.slow
@pytest.mark.parametrize("make", INPUTS.values(), ids=INPUTS.keys())
def test_twice_the_message_takes_twice_the_steps(make: Callable[[int], bytes]) -> None:
    read(sent_raw(make(100)))  # what is loaded and compiled once
    assert count_calls(make(4_000)) < 2.5 * count_calls(make(2_000))


@pytest.mark.slow
@pytest.mark.parametrize("make", INPUTS.values(), ids=INPUTS.keys())
def test_memory_is_a_multiple_of_the_message(make: Callable[[int], bytes]) -> None:
    message = sent_raw(make(20_000))
    tracemalloc.start()
    try:
        read(message)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 15_000_000


@pytest.mark.parametrize("name", ["Subject", "From", "Content-Type", "Content-Disposition"])
@pytest.mark.parametrize("piece", ["(", "; a=b", "<a@b.c>, ", "=?utf-8?Q?a?= "])
def test_the_parsed_message_leaves_long_fields_alone(name: str, piece: str) -> None:
    """Python's readers take gigabytes for 80 kB, or a quarter of a minute."""
    value = piece * (80_000 // len(piece))
    message = sent_raw(f"{name}: {value}\r\n\r\nhi".encode())
    tracemalloc.start()
    try:
        parsed = message.mime[name]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert str(parsed).strip() == value.strip()
    assert peak < 20_000_000
    assert parsed.fold(policy=message.mime.policy) == f"{parsed.name}: {parsed}\n"


def test_brackets_that_begin_no_tag_are_text() -> None:
    """They are escaped before justhtml sees them, which takes the square of their number."""
    html = f"<p>1 <2 << 3{'<' * 2_000}</p><a href='x<y'>4</a>"
    seen = visible_html.read(html)
    assert seen.text == f"1 <2 << 3{'<' * 2_000}\n4"
    assert seen.links == (("x<y", "4"),)
