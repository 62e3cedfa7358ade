"""Fields and files that the caller of API v2 adds to a mail given as texts."""

from __future__ import annotations

import re
from email.message import EmailMessage, MIMEPart
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mime_samples import (
    ENTITY,
    STAMP,
    added_headers,
    assert_lines_are_legal,
    attached_files,
    composed,
    read,
)

from pytest_sesmock.engine.composing.body_parts import arrives_damaged
from pytest_sesmock.engine.composing.seven_bit import force
from pytest_sesmock.engine.elements import AttachedFile, Content, Header

BODY = {"text": Content("Hi"), "html": Content("<p>Hi</p>")}


def with_file(*args: Any, **kwargs: Any) -> MIMEPart:
    """An attached file as its reader finds it."""
    message = read(composed(attachments=(AttachedFile(*args, **kwargs),)))
    _, part = message.iter_parts()
    return part


# Fields


@pytest.mark.parametrize(
    ("added", "names"),
    [
        (["X-Tag"], ["From", "To", "Subject", *ENTITY, "X-Tag", *STAMP]),
        (["X-B", "X-A", "X-B"], ["From", "To", "Subject", *ENTITY, "X-B", "X-A", "X-B", *STAMP]),
        (["References"], ["From", "To", "References", "Subject", *ENTITY, *STAMP]),
        (
            ["sender", "In-Reply-To"],
            ["From", "sender", "To", "In-Reply-To", "Subject", *ENTITY, *STAMP],
        ),
        (["Status", "X"], ["From", "To", "Subject", *ENTITY, "X", "Status", *STAMP]),
    ],
    ids=" ".join,
)
def test_fields_are_where_javamail_puts_them(added: list[str], names: list[str]) -> None:
    raw = composed(headers=tuple(Header(name, "x") for name in added))
    assert read(raw).keys() == names


@given(added_headers)
def test_fields_are_read_back(added: list[Header]) -> None:
    """Whole but for blanks at their ends."""
    raw = composed(headers=tuple(added))
    assert_lines_are_legal(raw)
    message = read(raw)
    for name in {header.name for header in added}:
        values = [header.value.strip(" ") for header in added if header.name == name]
        assert [str(value) for value in message.get_all(name)] == values


def test_a_long_word_stays_whole() -> None:
    """As long as the documentation allows; a link must not be taken apart."""
    link = f"<https://example.com/{'x' * 950}>"
    raw = composed(headers=(Header("List-Unsubscribe", link),))
    assert_lines_are_legal(raw)
    assert f"List-Unsubscribe: {link}\r\n".encode() in raw


def test_a_value_beyond_ascii_is_encoded() -> None:
    """API v2 refuses it, but its size may be asked for before."""
    assert read(composed(headers=(Header("X-Tag", "Zoë\r\nBcc: x"),)))["X-Tag"] == "Zoë Bcc: x"


# Files


@pytest.mark.parametrize(
    ("dispositions", "body", "shape"),
    [
        ([None], {}, ["mixed", "plain", "pdf"]),
        (["ATTACHMENT"], BODY, ["mixed", "alternative", "plain", "html", "pdf"]),
        (["INLINE"], BODY, ["related", "alternative", "plain", "html", "pdf"]),
        (["INLINE"], {"html": Content("x")}, ["related", "html", "pdf"]),
        (
            ["ATTACHMENT", "INLINE", None],
            BODY,
            ["mixed", "related", "alternative", "plain", "html", "pdf", "pdf", "pdf"],
        ),
    ],
    ids=["attached", "attached to both", "inline", "inline in HTML", "all of it"],
)
def test_shape_of_a_message(
    dispositions: list[Any], body: dict[str, Content], shape: list[str]
) -> None:
    files = tuple(
        AttachedFile("a.pdf", b"x", disposition=disposition) for disposition in dispositions
    )
    raw = composed(attachments=files, **body)
    assert_lines_are_legal(raw)
    assert [part.get_content_subtype() for part in read(raw).walk()] == shape


def test_form_of_an_attached_file() -> None:
    raw = composed(
        text=Content("Hi"),
        attachments=(
            AttachedFile(
                "report.pdf",
                b"%PDF",
                "application/pdf",
                "INLINE",
                "Monthly report",
                "report",
                "BASE64",
            ),
        ),
    )
    boundary = re.search(rb'boundary="([^"]*)"', raw)
    assert boundary
    assert raw.endswith(
        b"\r\n--" + boundary[1] + b"\r\n"
        b"Content-Type: application/pdf; name=report.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: inline; filename=report.pdf\r\n"
        b"Content-ID: <report>\r\n"
        b"Content-Description: Monthly report\r\n"
        b"\r\n"
        b"JVBERg==\r\n"
        b"--" + boundary[1] + b"--\r\n"
    )


@pytest.mark.parametrize(
    ("asked", "encoding"),
    [
        (None, "7bit"),
        ("SEVEN_BIT", "7bit"),
        ("BASE64", "base64"),
        ("QUOTED_PRINTABLE", "quoted-printable"),
    ],
)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"plain",
        b"two\r\nlines\r\n",
        b"x" * 998 + b"\r\n" + b"y" * 998,
        b"\x1b$B$O\x1b(B\t\x7f\x01",
    ],
    ids=["nothing", "a word", "lines", "long lines", "ISO-2022-JP and controls"],
)
def test_what_every_encoding_carries(content: bytes, asked: Any, encoding: str) -> None:
    """As asked for, by default 7bit [doc-attachments]."""
    file = AttachedFile("a.bin", content, transfer_encoding=asked)
    part = with_file(*file)
    assert part["Content-Transfer-Encoding"] == encoding
    assert part.get_payload(decode=True) == content
    assert not arrives_damaged(file)


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\r\nendobj\n\x00\xff\n%%EOF\n"
DAMAGED = {
    "a PDF": (PDF, PDF.translate(bytes([63, *range(1, 128), *[63] * 128]))),
    "an accent": ("Café;1\r\n".encode(), b"Caf??;1\r\n"),
    "an accent in Latin-1": (b"Caf\xe9", b"Caf?"),
    "a null": (b"a\x00b", b"a?b"),
    "LF": (b"two\nlines\n", b"two\r\nlines\r\n"),
    "CR": (b"two\rlines\r", b"two\r\nlines\r\n"),
    "mixed line ends": (b"a\r\nb\n\rc", b"a\r\nb\r\n\r\nc"),
    "a long line": (b"x" * 999, b"x" * 998 + b"\r\nx"),
    "a longer one": (b"x" * 1996 + b"y\r\nz", b"x" * 998 + b"\r\n" + b"x" * 998 + b"\r\ny\r\nz"),
}


@pytest.mark.parametrize("asked", [None, "SEVEN_BIT"])
@pytest.mark.parametrize(("content", "changed"), DAMAGED.values(), ids=DAMAGED)
def test_7bit_damages_what_it_cannot_carry(content: bytes, changed: bytes, asked: Any) -> None:
    """[attachment-7bit]: that the file differs was seen; how it does is inferred."""
    file = AttachedFile("a.bin", content, transfer_encoding=asked)
    raw = composed(attachments=(file,))
    assert_lines_are_legal(raw)
    part = with_file(*file)
    assert part["Content-Transfer-Encoding"] == "7bit"
    received = part.get_payload(decode=True)
    assert received != content
    assert received == re.sub(rb"\r\n|\r|\n", b"\r\n", changed)
    assert arrives_damaged(file)
    for whole in ("BASE64", "QUOTED_PRINTABLE"):
        assert (
            with_file(*file._replace(transfer_encoding=whole)).get_payload(decode=True) == content
        )


@pytest.mark.parametrize(
    ("name", "given_type", "content_type"),
    [
        ("a.pdf", None, "application/pdf"),
        ("a.PNG", None, "image/png"),
        ("a.b.html", None, "text/html"),
        ("a.unheard-of", None, "application/octet-stream"),
        ("pdf", None, "application/octet-stream"),
        ("a.pdf", "text/csv", "text/csv"),
        ("a.pdf", "pdf", "application/octet-stream"),
        ("a.pdf", "a/b\r\nBcc: x", "application/octet-stream"),
    ],
)
def test_type(name: str, given_type: str | None, content_type: str) -> None:
    """Without one the name tells [doc-attachments]; what is none cannot be written."""
    assert with_file(name, b"x", given_type).get_content_type() == content_type


def test_a_type_keeps_its_parameters() -> None:
    part = with_file("a b.csv", b"x", 'text/csv; charset="utf-8"; header=present; name=other')
    assert part["Content-Type"].params == {
        "charset": "utf-8",
        "header": "present",
        "name": "a b.csv",
    }


@given(attached_files)
@example([AttachedFile("*", b"")])  # a reader of RFC 2231 takes a bare star for an encoded name
@example([AttachedFile("<>", b"")])
@example([AttachedFile('"a"', b"")])
@example([AttachedFile("a'b%20c", b"")])
@example([AttachedFile("é'*%41", b"")])
def test_files_are_read_back(files: list[AttachedFile]) -> None:
    raw = composed(attachments=tuple(files), **BODY)
    assert raw.isascii()
    assert_lines_are_legal(raw)
    message = read(raw)
    leaves = [part for part in message.walk() if not part.is_multipart()][2:]
    given_order = sorted(files, key=lambda file: file.disposition != "INLINE")
    assert [content_of(part)[:2] for part in leaves] == [
        (file.name, (file.disposition or "ATTACHMENT").lower()) for file in given_order
    ]
    for part, file in zip(leaves, given_order, strict=True):
        assert (content_of(part)[2] != file.content) == arrives_damaged(file)
        # The caller who names an encoding for the bytes gets them through.
        assert not (arrives_damaged(file) and file.transfer_encoding not in {None, "SEVEN_BIT"})


def content_of(part: MIMEPart) -> tuple[str | None, str | None, bytes]:
    # get_filename() would take the angle brackets off a name.
    name = part["Content-Disposition"].params.get("filename")
    return name, part.get_content_disposition(), part.get_payload(decode=True)


@given(st.binary() | st.text("a\r\n", max_size=3000).map(str.encode))
def test_7bit_carries_what_it_was_made_to_carry(content: bytes) -> None:
    """Whatever the bytes: RFC 2045's 7bit, and damaged no further by a second time."""
    forced = force(content)
    assert forced.isascii()
    assert b"\x00" not in forced
    assert_lines_are_legal(forced)
    assert force(forced) == forced
    # Line ends are the only bytes that are added.
    ends = content.count(b"\r") + content.count(b"\n") - content.count(b"\r\n")
    assert len(forced.replace(b"\r\n", b"")) == len(content) - ends - content.count(b"\r\n")


@given(st.text(), st.text(), st.text())
def test_no_file_adds_a_field(name: str, description: str, content_id: str) -> None:
    part = with_file(name, b"x", None, "INLINE", description, content_id)
    assert isinstance(part, EmailMessage)
    assert part.keys() == [
        *("Content-Type", "Content-Transfer-Encoding", "Content-Disposition"),
        *("Content-ID", "Content-Description"),
    ]


def test_a_file_that_is_a_message_does_not_end_the_one_it_is_in() -> None:
    inner = composed(text=Content("x"), attachments=(AttachedFile("a", b"x"),))
    outer = read(composed(text=Content("x"), attachments=(AttachedFile("m.bin", inner),)))
    _, part = outer.iter_parts()
    assert part.get_payload(decode=True) == inner


@pytest.mark.parametrize(
    ("name", "segments"),
    [
        ("é", ["filename*=UTF-8''%C3%A9"]),
        ("é" * 7 + "a", ["filename*=UTF-8''" + "%C3%A9" * 7 + "a"]),
        ("é" * 7 + "ab", ["filename*0*=UTF-8''" + "%C3%A9" * 7 + "a", "filename*1*=b"]),
        (
            "é" * 7 + "a" + "é" * 8 + "bc" + "é" * 9,
            [
                "filename*0*=UTF-8''" + "%C3%A9" * 7 + "a",
                "filename*1*=" + "%C3%A9" * 8 + "bc",
                "filename*2*=" + "%C3%A9" * 8,
                "filename*3*=%C3%A9",
            ],
        ),
    ],
    ids=["one", "just one", "two", "four"],
)
def test_a_long_name_comes_in_segments_of_fifty_characters(name: str, segments: list[str]) -> None:
    """As full as whole characters make them, numbered from zero [RFC 2231, 3]."""
    raw = composed(attachments=(AttachedFile(name, b"x"),))
    assert re.findall(rb"filename\*[^;\r]*", raw) == [each.encode() for each in segments]
