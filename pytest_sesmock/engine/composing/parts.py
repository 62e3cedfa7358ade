"""The parts of a message as SES writes them: what JavaMail does, grade C but for boundaries.

But for what JavaMail would spoil: it writes file names beyond ASCII without encoding them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from functools import lru_cache
from mimetypes import MimeTypes
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from pytest_sesmock.engine.composing import fields
from pytest_sesmock.engine.elements import Content
from pytest_sesmock.engine.raw_mail import mime_headers
from pytest_sesmock.engine.raw_mail.mime_headers import Described, MimeFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_sesmock.engine.elements import AttachedFile

_LONGEST_LINE = 998  # RFC 5322, 2.1.1, without the line end
_LONGEST_SEGMENT = 50  # of a parameter that needs several, RFC 2231

_SEVEN_BIT = bytes((*b"\t\r\n", *range(0x20, 0x7F)))
# Without the three characters that have a meaning of their own in parameters, RFC 2231, 7.
_ATOM = re.compile(r"[!#$&+.0-9A-Z^-~-]+")
_PRINTABLE = re.compile(r"[ -~]*")
_TO_ESCAPE = re.compile(r'(["\\])')


class Part(NamedTuple):
    """A body and the header fields that describe it."""

    fields: str
    body: bytes


def text(subtype: str, content: Content) -> Part:
    """A part of text, its line ends CRLF."""
    charset = content.charset or fields.DEFAULT_CHARSET
    lines = content.data.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    data = lines.encode(charset, "replace")
    encoding = _transfer_encoding(data, charset)
    return Part(
        _described("Content-Type", f"text/{subtype}", [("charset", charset)])
        + fields.field("Content-Transfer-Encoding", encoding),
        _transfer_encoded(data, encoding, istext=True),
    )


def attached(file: AttachedFile) -> Part:
    """An attached file.

    It is in 7bit unless its caller said otherwise [doc-attachments]; a file that 7bit cannot carry
    is in base64. Without a type its name's extension tells one, as Python knows them.
    """
    encoding = (file.transfer_encoding or "SEVEN_BIT").lower().replace("_", "-")
    if encoding == "seven-bit":
        encoding = "7bit" if _is_seven_bit(file.content) else "base64"
    kind = mime_headers.content_type(file.content_type or _type_of(file.name))
    if isinstance(kind, MimeFault):
        kind = Described("application/octet-stream", {})
    parameters = kind.parameters | {"name": file.name}
    head = [
        _described("Content-Type", kind.value, parameters.items()),
        fields.field("Content-Transfer-Encoding", encoding),
        _described(
            "Content-Disposition",
            (file.disposition or "ATTACHMENT").lower(),
            [("filename", file.name)],
        ),
    ]
    if file.content_id is not None:
        content_id = fields.in_ascii(file.content_id)
        bracketed = content_id if content_id.startswith("<") else f"<{content_id}>"
        head.append(fields.field("Content-ID", bracketed))
    if file.description is not None:
        description = fields.unstructured(Content(file.description))
        head.append(fields.field("Content-Description", description))
    return Part("".join(head), _transfer_encoded(file.content, encoding, istext=False))


def multipart(subtype: str, message_id: str, *parts: Part) -> Part:
    """The parts one after another.

    The boundary depends on the parts, so that no part can hold it, not even one that quotes an
    earlier message with the same id; its length is always the same, so that the size of a message
    is known before its id is.
    """
    digest = hashlib.sha256(message_id.encode())
    for part in parts:
        digest.update(part.body)
    digits = str(10**27 + int(digest.hexdigest(), 16) % (9 * 10**27))
    boundary = f"----=_Part_{digits[:6]}_{digits[6:15]}.{digits[15:]}"
    return Part(
        _described("Content-Type", f"multipart/{subtype}", [("boundary", boundary)]),
        b"".join(
            f"--{boundary}\r\n{part.fields}\r\n".encode("ascii") + part.body + b"\r\n"
            for part in parts
        )
        + f"--{boundary}--\r\n".encode("ascii"),
    )


def _described(name: str, value: str, parameters: Iterable[tuple[str, str]]) -> str:
    """A field with parameters, folded before those that would make a line too long."""
    lines = [f"{name}: {value}"]
    for parameter in (segment for each in parameters for segment in _segments(*each)):
        lines[-1] += "; "
        if len(lines[-1]) + len(parameter) > fields.FOLDED_LINE:
            lines.append("\t")
        lines[-1] += parameter
    return "\r\n".join(lines) + "\r\n"


def _segments(name: str, value: str) -> Iterator[str]:
    """A parameter: quoted if need be, or in the segments of RFC 2231 if it is not printable."""
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
def _types() -> MimeTypes:
    """The media types that Python knows by itself, whatever the machine knows besides."""
    return MimeTypes()


def _type_of(name: str) -> str:
    _, dot, extension = name.lower().rpartition(".")
    return _types().types_map[True].get(dot + extension, "application/octet-stream")


def _transfer_encoding(data: bytes, charset: str) -> str:
    """JavaMail's choice for text, but for charsets whose CR and LF are not ASCII's.

    There half a character would pass for a line end.
    """
    if "\r\n".encode(charset) != b"\r\n":
        return "base64"
    if _is_seven_bit(data):
        return "7bit"
    beyond_ascii = len(data.translate(None, _SEVEN_BIT))
    return "quoted-printable" if beyond_ascii * 2 < len(data) else "base64"


def _is_seven_bit(data: bytes) -> bool:
    """Whether the data are lines of ASCII, none of them too long."""
    return (
        data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
        and not data.translate(None, _SEVEN_BIT)
        and max(map(len, data.split(b"\r\n"))) <= _LONGEST_LINE
    )


def _transfer_encoded(data: bytes, encoding: str, *, istext: bool) -> bytes:
    if encoding == "quoted-printable":
        # binascii ends its soft breaks with a bare LF when the text has no line end of its own.
        return binascii.b2a_qp(data, istext=istext).replace(b"=\n", b"=\r\n")
    if encoding == "base64":
        return base64.encodebytes(data).rstrip().replace(b"\n", b"\r\n")
    return data
