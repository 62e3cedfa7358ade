from __future__ import annotations

from email.message import Message
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from javamail import answers

from pytest_sesmock.engine import limits
from pytest_sesmock.engine.raw_mail import header_block


@answers("header")
def test_javamail_reads_it_so(row: dict[str, Any]) -> None:
    """But for a line without a colon: to JavaMail it is a name, to SES a name that is empty."""
    data = row["text"].encode("latin-1")
    block = header_block.read(data)
    assert len(block.fields) == len(row["fields"])
    for field, (name, value) in zip(block.fields, row["fields"], strict=True):
        if b":" in field.lines:
            assert (field.name, field.value) == (name, value.replace("\r\n", "").rstrip(" \t"))
        else:
            assert (field.name, field.value) == ("", "")
    assert len(data) - (len(data) if block.body is None else block.body) == row["left"]


lines = st.sampled_from([b"A: b", b"a:", b"c", b" d", b"\t", b":", b"\xff: \xe9", b"Subject: x"])
ends = st.sampled_from([b"\r\n", b"\n", b"\r", b"\r\r\n"])


@given(st.lists(st.tuples(lines, ends)).map(lambda pairs: b"".join(map(b"".join, pairs))))
def test_nothing_is_lost(data: bytes) -> None:
    block = header_block.read(data)
    assert b"".join(field.lines for field in block.fields) == data[: block.end]
    if block.body is None:
        assert block.end == len(data)
    else:
        assert data[block.end : block.body].strip(b"\r\n") == b""


@given(st.binary())
def test_any_bytes_are_read(data: bytes) -> None:
    block = header_block.read(data)
    assert b"".join(field.lines for field in block.fields) == data[: block.end]


values = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)
names = st.text("ABCabc-", min_size=1, max_size=12)


@given(st.lists(st.tuples(names, values), max_size=20), st.sampled_from([b"\r\n", b"\n"]))
def test_fields_are_those_that_were_written(fields: list[tuple[str, str]], end: bytes) -> None:
    """The standard library writes them."""
    message = Message()
    for name, value in fields:
        message[name] = value
    message.set_payload("body")
    data = message.as_bytes().replace(b"\n", end)
    block = header_block.read(data)
    assert [(field.name, field.value.replace("\t", " ")) for field in block.fields] == fields
    assert data[block.body :] == b"body"


@pytest.mark.parametrize("name", ["X-Tag", "x-tag", "X-TAG"])
def test_values_by_name(name: str) -> None:
    block = header_block.read(b"X-Tag: a\nOther: b\nx-TAG: c\n")
    assert block.values(name) == ["a", "c"]
    assert block.value(name) == "a"
    assert block.values("missing") == []
    assert block.value("missing") is None


def test_a_block_between_two_places() -> None:
    data = b"A: 1\n\nB: 2\nC: 3\n\nD: 4\n"
    block = header_block.read(data, 6, 11)
    assert [field.name for field in block.fields] == ["B"]
    assert (block.end, block.body) == (11, None)


def test_a_block_without_end_is_not_read_to_its_end() -> None:
    block = header_block.read(b"x" * (limits.MAX_HEADER_BLOCK_SIZE + 1))
    assert (block.end, block.body) == (limits.MAX_HEADER_BLOCK_SIZE, None)
