"""The structure of a MIME message: its parts, and what SES has against them.

What SES says of an unknown charset is its own wording [encoding-unsupported-raw]; the rest is
JavaMail's. In which order it looks, and that it looks for charsets and encodings in parts of text
only, is inferred.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from pytest_sesmock.engine import addresses, limits
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.raw_mail import charsets, mime_headers, multipart
from pytest_sesmock.engine.raw_mail.mime_headers import Described, MimeFault
from pytest_sesmock.engine.raw_mail.multipart import Part
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
"""Everything SES says of a structure it refuses."""

# The kinds of content that JavaMail turns into text, and the encodings it undoes.
_TEXTUAL = frozenset(("text/plain", "text/html", "text/xml"))
_ENCODINGS = frozenset(
    ("7bit", "8bit", "base64", "binary", "quoted-printable", "uuencode", "x-uue", "x-uuencode")
)

# An application's mails have the same few types and dispositions, but for their boundaries.
_content_type = lru_cache(maxsize=256)(mime_headers.content_type)
_disposition = lru_cache(maxsize=256)(mime_headers.disposition)


class Structure(NamedTuple):
    """What a walk through a message found.

    Attributes:
        fault: The first fault SES finds, if any.
        file_names: The names that parts have for files, up to the fault.
    """

    fault: Finding | None
    file_names: tuple[str, ...]


class _RefusedError(Exception):
    """The first fault met; never leaves this module."""

    def __init__(self, message: str, found: str | None = None) -> None:
        self.finding = Finding(message, found=found)
        super().__init__(message)


def read(data: bytes, block: HeaderBlock) -> Structure:
    """Walk through the message that begins with this header block, from part to part."""
    names: list[str] = []
    try:
        for kind, disposition in _walk(data, block):
            names += filter(None, (_file_name(kind, "name"), _file_name(disposition, "filename")))
    except _RefusedError as refused:
        return Structure(refused.finding, tuple(names))
    return Structure(None, tuple(names))


def _walk(data: bytes, block: HeaderBlock) -> Iterator[tuple[Described, Described]]:
    """Type and disposition of every part, a whole before what is in it."""
    pending = [Part(block, len(data))]
    for _ in range(limits.MAX_MIME_PARTS):
        block, end = pending.pop()
        kind = _described(block, "Content-Type", "text/plain", _content_type)
        disposition = _described(block, "Content-Disposition", "inline", _disposition)
        yield kind, disposition
        value = kind.value.lower()
        if value in _TEXTUAL:
            _check_text(block, kind)
        elif value.startswith("multipart/"):
            start = block.end if block.body is None else block.body
            parts = multipart.parts(data, start, end, kind.parameters.get("boundary"))
            if parts is None:
                raise _RefusedError(_START.says())
            pending += reversed([*islice(parts, limits.MAX_MIME_PARTS)])
        if not pending:
            return
    raise _RefusedError(_TOO_MANY.says(), f"more than {limits.MAX_MIME_PARTS} parts")


def _described(
    block: HeaderBlock, name: str, default: str, read: Callable[[str], Described | MimeFault]
) -> Described:
    value = block.value(name)
    described = read(default if value is None else value)
    if isinstance(described, MimeFault):
        raise _RefusedError(described.message, f"{name}: {value}")
    return described


def _check_text(block: HeaderBlock, kind: Described) -> None:
    value = block.value("Content-Transfer-Encoding")
    if value is not None:
        encoding = mime_headers.transfer_encoding(value)
        if isinstance(encoding, MimeFault):
            raise _RefusedError(encoding.message, f"Content-Transfer-Encoding: {value}")
        if encoding.lower() not in _ENCODINGS:
            raise _RefusedError(_ENCODING.says(encoding=encoding))
    charset = kind.parameters.get("charset", "us-ascii")
    if not charsets.is_supported(charset):
        raise _RefusedError(_CHARSET.says(charset=charset))


def _file_name(described: Described, parameter: str) -> str:
    """The name a part has for a file, from the segments of RFC 2231 if need be; "" if none."""
    segments = (
        unquote(value.rpartition("'")[2]) if name.endswith("*") else value
        for name, value in described.parameters.items()
        if name.partition("*")[0] == parameter
    )
    return addresses.decoded("".join(segments))
