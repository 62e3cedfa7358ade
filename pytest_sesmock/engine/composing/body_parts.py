"""The body parts of a message as SES writes them: texts, attached files and multiparts.

All but the form of boundaries and the order of an attached file's fields is grade C: written as
JavaMail writes it, except that JavaMail does not encode file names beyond ASCII.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from mimetypes import MimeTypes
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from pytest_sesmock.engine.composing import seven_bit
from pytest_sesmock.engine.composing.header_fields import (
    DEFAULT_CHARSET,
    FOLDED_LINE,
    force_ascii,
    write_field,
    write_unstructured,
)
from pytest_sesmock.engine.elements import Content
from pytest_sesmock.engine.raw_mail import mime_headers
from pytest_sesmock.engine.raw_mail.mime_headers import MimeFault, MimeHeader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_sesmock.engine.elements import AttachedFile

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

_LONGEST_SEGMENT = 50  # of a parameter that needs several, RFC 2231

_TRANSFER_ENCODINGS = {
    None: "7bit",
    "SEVEN_BIT": "7bit",
    "QUOTED_PRINTABLE": "quoted-printable",
    "BASE64": "base64",
}
_PLAIN_TEXT = bytes((*b"\t\r\n", *range(0x20, 0x7F)))
# Without the three characters that RFC 2231, 7, gives a meaning in parameters.
_ATOM = re.compile(r"[!#$&+.0-9A-Z^-~-]+")
_PRINTABLE = re.compile(r"[ -~]*")
_TO_ESCAPE = re.compile(r'(["\\])')


class BodyPart(NamedTuple):
    """A body and the header fields that describe it.

    Attributes:
        fields: The fields, each with its line end.
        body: The body in its transfer encoding.
    """

    fields: str
    body: bytes


def compose_text(subtype: str, content: Content) -> BodyPart:
    """A part of text; its lines end with CRLF."""
    charset = content.charset or DEFAULT_CHARSET
    lines = content.data.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    data = lines.encode(charset, "replace")
    encoding = _choose_transfer_encoding(data, charset)
    return BodyPart(
        _write_parameterized_field("Content-Type", f"text/{subtype}", [("charset", charset)])
        + write_field("Content-Transfer-Encoding", encoding),
        _transfer_encode(data, encoding, istext=True),
    )


def compose_file(file: AttachedFile) -> BodyPart:
    """An attached file.

    Its transfer encoding is 7bit unless the caller says otherwise [doc-attachments], even if 7bit
    cannot carry the file: then it arrives damaged [attachment-7bit]. Without a media type, Python's
    is used for the name's extension. The order of the fields was seen [attachment-7bit].
    """
    encoding = _TRANSFER_ENCODINGS[file.transfer_encoding]
    content = seven_bit.force(file.content) if encoding == "7bit" else file.content
    kind = mime_headers.parse_content_type(file.content_type or _guess_type(file.name))
    if isinstance(kind, MimeFault):
        kind = MimeHeader("application/octet-stream", {})
    parameters = kind.parameters | {"name": file.name}
    head = [
        _write_parameterized_field("Content-Type", kind.value, parameters.items()),
        write_field("Content-Transfer-Encoding", encoding),
        _write_parameterized_field(
            "Content-Disposition",
            (file.disposition or "ATTACHMENT").lower(),
            [("filename", file.name)],
        ),
    ]
    if file.content_id is not None:
        content_id = force_ascii(file.content_id)
        bracketed = content_id if content_id.startswith("<") else f"<{content_id}>"
        head.append(write_field("Content-ID", bracketed))
    if file.description is not None:
        description = write_unstructured(Content(file.description))
        head.append(write_field("Content-Description", description))
    return BodyPart("".join(head), _transfer_encode(content, encoding, istext=False))


def arrives_damaged(file: AttachedFile) -> bool:
    """Whether the encoding asked for, or the usual 7bit, cannot carry an attached file."""
    return (
        _TRANSFER_ENCODINGS[file.transfer_encoding] == "7bit"
        and seven_bit.force(file.content) != file.content
    )


def compose_multipart(
    message_id: str, sent_at: datetime, subtype: str, *parts: BodyPart
) -> BodyPart:
    """A multipart of these parts, in the message of this id that SES accepts at this moment.

    The boundary ends with the milliseconds of the moment [evs-boundary-ms]. The rest depends on the
    parts, so that no part can contain it, not even one that quotes an earlier message with the same
    id. Its length never changes, so that the size of a message is known before its id.
    """
    digest = hashlib.sha256(message_id.encode())
    for part in parts:
        digest.update(part.body)
    digits = str(10**15 + int(digest.hexdigest(), 16) % (9 * 10**15))
    milliseconds = (sent_at - _EPOCH) // timedelta(milliseconds=1)
    boundary = f"----=_Part_{digits[:6]}_{digits[6:]}.{milliseconds % 10**13:013}"
    return BodyPart(
        _write_parameterized_field(
            "Content-Type", f"multipart/{subtype}", [("boundary", boundary)]
        ),
        b"".join(
            f"--{boundary}\r\n{part.fields}\r\n".encode("ascii") + part.body + b"\r\n"
            for part in parts
        )
        + f"--{boundary}--\r\n".encode("ascii"),
    )


def _write_parameterized_field(name: str, value: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Write a field with parameters, folded before those that would make a line too long."""
    lines = [f"{name}: {value}"]
    for piece in (piece for each in parameters for piece in _write_parameter(*each)):
        lines[-1] += "; "
        if len(lines[-1]) + len(piece) > FOLDED_LINE:
            lines.append("\t")
        lines[-1] += piece
    return "\r\n".join(lines) + "\r\n"


def _write_parameter(name: str, value: str) -> Iterator[str]:
    """Write a parameter: quoted if need be, or in RFC 2231 segments if it is not printable."""
    if _ATOM.fullmatch(value):
        yield f"{name}={value}"
        return
    if _PRINTABLE.fullmatch(value):
        escaped = _TO_ESCAPE.sub(r"\\\1", value)
        yield f'{name}="{escaped}"'
        return
    number, segment = 0, "UTF-8''"
    for character in value:
        encoded = quote(character.encode("utf-8", "replace"), safe="")
        if len(segment) + len(encoded) > _LONGEST_SEGMENT:
            yield f"{name}*{number}*={segment}"
            number, segment = number + 1, ""
        segment += encoded
    yield f"{name}*{number}*={segment}" if number else f"{name}*={segment}"


@lru_cache
def _media_types() -> MimeTypes:
    """Python's own media types, whatever the machine adds to them."""
    return MimeTypes()


def _guess_type(name: str) -> str:
    _, dot, extension = name.lower().rpartition(".")
    return _media_types().types_map[True].get(dot + extension, "application/octet-stream")


def _choose_transfer_encoding(data: bytes, charset: str) -> str:
    """JavaMail's choice for text, except for charsets whose CR and LF are not ASCII's.

    In those, half a character could pass for a line end.
    """
    if "\r\n".encode(charset) != b"\r\n":
        return "base64"
    other = len(data.translate(None, _PLAIN_TEXT))
    if not other and seven_bit.has_short_lines(data):
        return "7bit"
    return "quoted-printable" if other * 2 < len(data) else "base64"


def _transfer_encode(data: bytes, encoding: str, *, istext: bool) -> bytes:
    if encoding == "quoted-printable":
        # binascii ends soft breaks with a bare LF if the text has no line end of its own.
        return binascii.b2a_qp(data, istext=istext).replace(b"=\n", b"=\r\n")
    if encoding == "base64":
        return base64.encodebytes(data).rstrip().replace(b"\n", b"\r\n")
    return data
