"""The structure of a MIME message: its parts, and the first fault that SES finds in them.

SES's answer to an unknown charset is its own [encoding-unsupported-raw]; the others are JavaMail's.
The order of the checks is inferred, and so is that charsets and encodings are checked in parts of
text only.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from pytest_sesmock.engine import limits
from pytest_sesmock.engine.encoded_words import decode_words
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.raw_mail import charsets, mime_headers, multipart
from pytest_sesmock.engine.raw_mail.mime_headers import MimeFault, MimeHeader
from pytest_sesmock.engine.raw_mail.multipart import Entity
from pytest_sesmock.engine.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_sesmock.engine.raw_mail.header_block import HeaderBlock

_START = Text(
    "Missing start boundary", "A", ("missing-start-boundary", "missing-start-boundary-smtp")
)
_CHARSET = Text("Unsupported encoding {charset}.", "A", ("encoding-unsupported-raw",))
_ENCODING = Text("Unknown encoding: {encoding}", "C", ("javamail-base", "encoding-unsupported-raw"))
_TOO_MANY = Text("Illegal content.", "C", ("doc-mime-parts", "illegal-content"))

TEXTS = (*mime_headers.TEXTS, _START, _CHARSET, _ENCODING, _TOO_MANY)
"""Everything SES says of a structure that it refuses."""

# The media types that JavaMail turns into text, and the encodings that it decodes.
_TEXTUAL = frozenset(("text/plain", "text/html", "text/xml"))
_ENCODINGS = frozenset(
    ("7bit", "8bit", "base64", "binary", "quoted-printable", "uuencode", "x-uue", "x-uuencode")
)

# Boundaries aside, an application's mails have the same few types and dispositions.
_parse_content_type = lru_cache(maxsize=256)(mime_headers.parse_content_type)
_parse_disposition = lru_cache(maxsize=256)(mime_headers.parse_disposition)


class Structure(NamedTuple):
    """The structure of a message.

    Attributes:
        fault: The first fault that SES finds; None if there is none.
        file_names: The file names of the parts, up to the fault.
    """

    fault: Finding | None
    file_names: tuple[str, ...]


class _FaultError(Exception):
    """The first fault; never leaves this module."""

    def __init__(self, message: str, problem: str | None = None) -> None:
        self.finding = Finding(message, problem=problem)
        super().__init__(message)


def read(data: bytes, block: HeaderBlock) -> Structure:
    """Read the structure of the message that begins with this header block."""
    names: list[str] = []
    try:
        for kind, disposition in _walk(data, block):
            names += filter(None, (_file_name(kind, "name"), _file_name(disposition, "filename")))
    except _FaultError as fault:
        return Structure(fault.finding, tuple(names))
    return Structure(None, tuple(names))


def _walk(data: bytes, block: HeaderBlock) -> Iterator[tuple[MimeHeader, MimeHeader]]:
    """Type and disposition of every entity, each before the entities in it."""
    pending = [Entity(block, len(data))]
    for _ in range(limits.MAX_MIME_PARTS):
        block, end = pending.pop()
        kind = _read_header(block, "Content-Type", "text/plain", _parse_content_type)
        disposition = _read_header(block, "Content-Disposition", "inline", _parse_disposition)
        yield kind, disposition
        value = kind.value.lower()
        if value in _TEXTUAL:
            _check_text(block, kind)
        elif value.startswith("multipart/"):
            start = block.end if block.body is None else block.body
            parts = multipart.split(data, start, end, kind.parameters.get("boundary"))
            if parts is None:
                raise _FaultError(_START.says())
            pending += reversed([*islice(parts, limits.MAX_MIME_PARTS)])
        if not pending:
            return
    raise _FaultError(_TOO_MANY.says(), f"more than {limits.MAX_MIME_PARTS} parts")


def _read_header(
    block: HeaderBlock, name: str, default: str, parse: Callable[[str], MimeHeader | MimeFault]
) -> MimeHeader:
    value = block.value(name)
    header = parse(default if value is None else value)
    if isinstance(header, MimeFault):
        raise _FaultError(header.message, f"{name}: {value}")
    return header


def _check_text(block: HeaderBlock, kind: MimeHeader) -> None:
    value = block.value("Content-Transfer-Encoding")
    if value is not None:
        encoding = mime_headers.parse_transfer_encoding(value)
        if isinstance(encoding, MimeFault):
            raise _FaultError(encoding.message, f"Content-Transfer-Encoding: {value}")
        if encoding.lower() not in _ENCODINGS:
            raise _FaultError(_ENCODING.says(encoding=encoding))
    charset = kind.parameters.get("charset", "us-ascii")
    if not charsets.is_supported(charset):
        raise _FaultError(_CHARSET.says(charset=charset))


def _file_name(header: MimeHeader, parameter: str) -> str:
    """The file name in a header field, put together from RFC 2231 segments; "" if there is none."""
    segments = (
        unquote(value.rpartition("'")[2]) if name.endswith("*") else value
        for name, value in header.parameters.items()
        if name.partition("*")[0] == parameter
    )
    return decode_words("".join(segments))
