from __future__ import annotations

from email.message import EmailMessage

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock.engine import limits
from pytest_sesmock.engine.raw_mail import header_block, structure
from pytest_sesmock.engine.raw_mail.structure import Structure


def read(data: bytes) -> Structure:
    return structure.read(data, header_block.read(data))


def fault(data: bytes) -> str | None:
    found = read(data).fault
    return None if found is None else found.message


def mixed(*parts: bytes) -> bytes:
    inside = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + inside + b"--b--\r\n"


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (b"Content-Type: text; charset=UTF-8\n\nHi", "content-type-parse"),
        (b"Content-Disposition: =?utf-8?Q?inline?=\n\nHi", "content-disposition-parse"),
        (b"Content-Type: multipart/alternative; boundary=b\n\nHi", "missing-start-boundary"),
        (b"Content-Type: text/plain; charset=cp-850\n\nHi", "encoding-unsupported-raw"),
        (
            mixed(b"Content-Disposition: attachment; filename=at_12:30.png\r\n\r\nx"),
            "expected-semicolon",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_recorded_faults(data: bytes, row: str) -> None:
    assert fault(data) == BEHAVIOUR[row]["message"].removeprefix("Transaction failed: ")


@pytest.mark.parametrize("end", [b"", b"\n", b"\n--b", b"\n--b\n", b"\n--b\nX: y"])
def test_a_multipart_without_a_body_has_no_part(end: bytes) -> None:
    """What looks like a boundary in its header is a line of the header."""
    row = BEHAVIOUR["missing-start-boundary"]["message"].removeprefix("Transaction failed: ")
    assert fault(b"Content-Type: multipart/mixed; boundary=b" + end) == row


def test_a_part_without_a_body_has_no_parts_either() -> None:
    inner = b"Content-Type: multipart/mixed; boundary=i\r\n--i"
    assert fault(mixed(b"\r\nx", inner)) is None  # JavaMail leaves such a part out
    row = BEHAVIOUR["missing-start-boundary"]["message"].removeprefix("Transaction failed: ")
    assert fault(mixed(inner + b"\r\n\r\nx")) == row


def test_a_parameter_without_a_value() -> None:
    """Noted with single quotes in [expected-eq]; JavaMail's are double, as [expected-semicolon]."""
    message = fault(b"Content-Type: text/plain; format\n\nHi")
    assert message is not None
    assert message.replace('"', "'") == BEHAVIOUR["expected-eq"]["message"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", None, id="empty"),
        pytest.param(b"\r\nHi", None, id="no header"),
        pytest.param(b"Subject: x\r\n\r\n\xff\xfe", None, id="8-bit body"),
        pytest.param(b"Content-Type: \n\nHi", "Expected MIME type, got null", id="empty type"),
        pytest.param(b"Content-Type: a/b; x\n\nHi", "Expected '=', got \"null\"", id="any type"),
        pytest.param(b"Content-Type: text/csv; charset=x\n\nHi", None, id="charset of a table"),
        pytest.param(
            b"Content-Type: text/html; charset=x\n\nHi", "Unsupported encoding x.", id="of HTML"
        ),
        pytest.param(b"Content-Transfer-Encoding: 8BIT\n\nHi", None, id="known encoding"),
        pytest.param(
            b"Content-Transfer-Encoding: utf-8\n\nHi", "Unknown encoding: utf-8", id="unknown one"
        ),
        pytest.param(
            b"Content-Transfer-Encoding: (\n\nHi", "Unbalanced comments", id="malformed one"
        ),
        pytest.param(
            b"Content-Type: image/png\nContent-Transfer-Encoding: x\n\nHi", None, id="of an image"
        ),
        pytest.param(
            mixed(b"\r\none", b"Content-Type: text\r\n\r\ntwo"),
            "Expected '/', got null",
            id="second part",
        ),
        pytest.param(
            mixed(mixed(b"\r\none"), b"Content-Type: x\r\n\r\n"),
            "Missing start boundary",
            id="the same boundary within",
        ),
        pytest.param(
            mixed(b"Content-Type: x\r\n\r\n", b"Content-Disposition: ;\r\n\r\n"),
            "Expected '/', got null",
            id="first of two",
        ),
        pytest.param(
            mixed(b"Content-Type: message/rfc822\r\n\r\nContent-Type: x\r\n\r\n"),
            None,
            id="within a forwarded message",
        ),
    ],
)
def test_faults(data: bytes, message: str | None) -> None:
    assert fault(data) == message


def test_the_fault_says_where() -> None:
    found = read(mixed(b"Content-Disposition: ;\r\n\r\n")).fault
    assert found is not None
    assert found.problem == "Content-Disposition: ;"


def nested(depth: int) -> bytes:
    kind = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
    return b"".join(kind % (level, level) for level in range(depth)) + b"\nHi"


@pytest.mark.parametrize(
    ("data", "accepted"),
    [
        pytest.param(
            mixed(*[b"\r\nx"] * (limits.MAX_MIME_PARTS - 1)), True, id="as many as may be"
        ),
        pytest.param(mixed(*[b"\r\nx"] * limits.MAX_MIME_PARTS), False, id="one more"),
        pytest.param(mixed(*[b"\r\nx"] * 20_000), False, id="very many"),
        pytest.param(nested(limits.MAX_MIME_PARTS - 1), True, id="within each other"),
        pytest.param(nested(limits.MAX_MIME_PARTS), False, id="one more of these"),
    ],
)
def test_number_of_parts(data: bytes, *, accepted: bool) -> None:
    assert fault(data) == (None if accepted else "Illegal content.")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"Content-Disposition: attachment; filename=a.pdf", "a.pdf"),
        (b'Content-Disposition: attachment; filename="a b.pdf"', "a b.pdf"),
        (b"Content-Type: image/png; name=a.png", "a.png"),
        (b"Content-Disposition: attachment; filename*=UTF-8''a%20%C3%A9.pdf", "a é.pdf"),
        (b"Content-Disposition: attachment; filename*0=a; filename*1=.pdf", "a.pdf"),
        (b"Content-Disposition: attachment; filename*0*=UTF-8''a%2E; filename*1=pdf", "a.pdf"),
        (b'Content-Type: image/png; name="=?UTF-8?Q?caf=C3=A9.png?="', "café.png"),
        (b"Content-Disposition: inline", None),
        (b"Content-Disposition: inline; filename=" + b'""', None),
        (b"Subject: a.pdf", None),
    ],
    ids=lambda value: ascii(value)[:60],
)
def test_file_names(head: bytes, name: str | None) -> None:
    names = () if name is None else (name,)
    assert read(head + b"\r\n\r\nx").file_names == names
    assert read(mixed(head + b"\r\n\r\nx")).file_names == names


printable = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)


@given(st.lists(printable | st.text("äö日 .", min_size=1)), st.sampled_from([b"\n", b"\r\n"]))
def test_file_names_are_those_that_were_given(names: list[str], end: bytes) -> None:
    """The standard library writes them, encoded if they are not ASCII."""
    message = EmailMessage()
    message.set_content("see below")
    for name in names:
        message.add_attachment(b"x", maintype="a", subtype="b", filename=name)
    found = read(message.as_bytes().replace(b"\n", end))
    assert found == Structure(None, tuple(names))


@given(st.binary(), st.binary())
def test_any_bytes_are_read(head: bytes, body: bytes) -> None:
    read(head + body)
    read(mixed(head + b"\r\n\r\n" + body, body))
