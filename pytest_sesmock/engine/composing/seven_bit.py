"""What the transfer encoding 7bit can carry, RFC 2045, 2.7, and what becomes of anything else."""

from __future__ import annotations

import re

LONGEST_LINE = 998
"""Bytes in a line, without its end: RFC 5322, 2.1.1."""

_ASCII = bytes(byte if 0 < byte < 0x80 else ord("?") for byte in range(0x100))
_LINE_END = re.compile(rb"\r\n|\r|\n")
_WHOLE_LINE = re.compile(rb"[^\r\n]{%d}(?=[^\r\n])" % LONGEST_LINE)


def has_short_lines(data: bytes) -> bool:
    """Whether no line is too long, the end of each being CRLF."""
    return max(map(len, data.split(b"\r\n"))) <= LONGEST_LINE


def force(data: bytes) -> bytes:
    """The data as 7bit carries them; unchanged only if it can.

    Grade C: that files arrive changed was reported, not how [attachment-7bit]. Here a byte beyond
    ASCII and a null become "?", as Java writes what a charset lacks; a bare CR or LF becomes CRLF
    and a line that is too long is broken, as mail servers do.
    """
    lines = _LINE_END.sub(b"\r\n", data.translate(_ASCII))
    return _WHOLE_LINE.sub(rb"\g<0>\r\n", lines)
