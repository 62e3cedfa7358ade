"""Data as it stands in the page: JSON that cannot end its element, and compressed text."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any


def pack(data: bytes) -> str:
    """Bytes as base64 of their zlib stream, which browsers call `deflate`."""
    return base64.b64encode(zlib.compress(data)).decode("ascii")


def pack_json(value: Any) -> str:
    """A value as packed JSON."""
    return pack(json.dumps(value, separators=(",", ":")).encode("ascii"))


def unpack(text: str) -> bytes:
    """What `pack` was given."""
    return zlib.decompress(base64.b64decode(text))


def embed_json(value: Any) -> str:
    """JSON that is safe inside a script element, whatever texts the value holds.

    It is ASCII, so that line ends of Unicode and lone surrogates are escaped, and it has no `<`,
    `>` or `&`, so that nothing in it can end the element or begin a comment.
    """
    text = json.dumps(value, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
