from __future__ import annotations

from email.message import Message
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from javamail import answers

from pytest_sesmock.engine.raw_mail.mime_headers import (
    TEXTS,
    MimeFault,
    MimeHeader,
    parse_content_type,
    parse_disposition,
    parse_transfer_encoding,
)

READERS = {"type": parse_content_type, "disposition": parse_disposition}


@answers("type", "disposition")
def test_javamail_reads_it_so(row: dict[str, Any]) -> None:
    read = READERS[row["kind"]](row["text"])
    if "error" in row:
        assert read == MimeFault(row["error"])
    else:
        assert read == MimeHeader(row["value"], row["parameters"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("base64", "base64"),
        (" BASE64 ", "BASE64"),
        ("7bit (comment)", "7bit"),
        ("7bit; x", "7bit"),
        ("utf-8", "utf-8"),
        ("?", "?"),
        ("", ""),
        ('"', MimeFault("Unbalanced quoted string")),
        ("(", MimeFault("Unbalanced comments")),
    ],
    ids=ascii,
)
def test_transfer_encoding_is_the_first_atom(text: str, name: str | MimeFault) -> None:
    """JavaMail passes over whatever else there is, or takes it all if there is no atom."""
    assert parse_transfer_encoding(text) == name


names = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)


@given(
    names,
    names,
    st.dictionaries(
        names, st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1), max_size=4
    ),
)
def test_parameters_are_those_that_were_written(
    primary: str, subtype: str, parameters: dict[str, str]
) -> None:
    """The standard library writes them."""
    message = Message()
    message["Content-Type"] = f"{primary}/{subtype}"
    for name, value in parameters.items():
        message.set_param(name, value)
    assert parse_content_type(message["Content-Type"]) == MimeHeader(
        f"{primary}/{subtype}", parameters
    )


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    patterns = [template.template.partition("{")[0] for template in TEXTS]
    for read in (parse_content_type(text), parse_disposition(text), parse_transfer_encoding(text)):
        if isinstance(read, MimeFault):
            assert any(map(read.message.startswith, patterns))
