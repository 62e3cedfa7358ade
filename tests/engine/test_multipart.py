from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from javamail import answers

from pytest_sesmock.engine.raw_mail import header_block, mime_headers, multipart
from pytest_sesmock.engine.raw_mail.mime_headers import MimeFault


@answers("multipart")
def test_javamail_finds_these_parts(row: dict[str, Any]) -> None:
    kind, _, content = row["text"].partition("\n")
    data = content.encode("latin-1")
    header = mime_headers.parse_content_type(kind)
    if isinstance(header, MimeFault):
        assert header.message == row["error"]
        return
    parts = multipart.split(data, 0, len(data), header.parameters.get("boundary"))
    if parts is None:
        assert row["error"] == "Missing start boundary"
    else:
        contents = [data[part.block.body : part.end].decode("latin-1") for part in parts]
        assert contents == row["parts"]


@given(
    st.lists(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])), min_size=1),
    st.sampled_from([b"\r\n", b"\n"]),
)
def test_parts_are_those_that_were_written(texts: list[str], end: bytes) -> None:
    """The standard library writes them."""
    message = EmailMessage()
    message.make_mixed(boundary="b'()+_,-./:=?")
    for text in texts:
        part = EmailMessage()
        part.set_content(text, cte="quoted-printable")
        message.attach(part)
    data = message.as_bytes().replace(b"\n", end)
    start = header_block.read(data).body
    assert start is not None
    parts = multipart.split(data, start, len(data), "b'()+_,-./:=?")
    assert parts is not None
    written = [part.get_payload().encode().replace(b"\n", end) for part in message.iter_parts()]
    assert [data[part.block.body : part.end] for part in parts] == written


@given(st.binary(), st.binary(), st.none() | st.sampled_from(["", "b"]))
def test_any_bytes_are_searched(before: bytes, behind: bytes, boundary: str | None) -> None:
    data = before + b"\n--b\n\n" + behind
    for part in multipart.split(data, 0, len(data), boundary) or ():
        assert part.block.body is not None
        assert part.block.body <= part.end <= len(data)
