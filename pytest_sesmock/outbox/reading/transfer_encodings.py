"""Decoding transfer encodings as mail programs do: what is broken is skipped, the rest is read."""

from __future__ import annotations

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_PADDING = re.compile(rb"=+")
_BLANKS_AT_LINE_END = re.compile(rb"(?<![ \t])[ \t]+(?=[\r\n]|\Z)")
_ESCAPE = re.compile(rb"=(?:\r?\n|\r|\Z|([0-9A-Fa-f]{2}))")
_OCTETS = {f"{code:02x}".encode(): bytes([code]) for code in range(256)}


def decode(data: bytes, encoding: str) -> bytes:
    """The bytes that a transfer encoding stands for; unchanged unless it is one that encodes.

    Args:
        data: The body of a part.
        encoding: The encoding, in lower case.
    """
    if "base64" in encoding:
        return decode_base64(data)
    if "quoted-printable" in encoding:
        return _decode_quoted_printable(data)
    return data


def decode_base64(data: bytes) -> bytes:
    """The bytes that base64 stands for.

    Characters beside those of base64 are skipped. Padding ends a piece, and another may follow it,
    as where each line was encoded for itself. A last character on its own holds no byte.
    """
    pieces = []
    for piece in _PADDING.split(_NOT_BASE64.sub(b"", data)):
        whole = piece[:-1] if len(piece) % 4 == 1 else piece
        pieces.append(binascii.a2b_base64(whole + b"=" * (-len(whole) % 4)))
    return b"".join(pieces)


def _decode_quoted_printable(data: bytes) -> bytes:
    # Blanks at the end of a line were added on the way [RFC 2045, 6.7 (3)].
    return _ESCAPE.sub(_decode_escape, _BLANKS_AT_LINE_END.sub(b"", data))


def _decode_escape(escape: re.Match[bytes]) -> bytes:
    return _OCTETS[escape[1].lower()] if escape[1] else b""
