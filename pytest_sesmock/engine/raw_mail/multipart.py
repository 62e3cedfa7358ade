"""Finding the parts of a multipart as JavaMail 1.4.7 does, without copying any.

It takes one that has no end boundary, and guesses a boundary that Content-Type does not name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.engine.raw_mail import header_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sesmock.engine.raw_mail.header_block import HeaderBlock

# Of the first line between parts JavaMail reads the whole, of the others only the beginning.
_FIRST_LINE = re.compile(rb"([^\r\n]*)(?:\r\r?\n|\r|\n|\Z)")
_DELIMITER_END = re.compile(rb"(--)|[ \t]*(?:\r\n?|\n)")
_LINE_END = re.compile(rb"[\r\n]")


class Part(NamedTuple):
    """The header block of a message or of a part of one, and where what it describes ends."""

    block: HeaderBlock
    end: int


def parts(data: bytes, start: int, end: int, boundary: str | None) -> Iterator[Part] | None:
    """The parts of a multipart whose content is between `start` and `end`; None without a start.

    The boundary is as Content-Type names it, a character for each byte. Without one the first line
    that looks like one is taken for it.
    """
    first = _first_delimiter(data, start, end, boundary)
    return None if first is None else _parts(data, *first, end)


def _parts(data: bytes, delimiter: bytes, position: int, end: int) -> Iterator[Part]:
    is_last = False
    while not is_last:
        block = header_block.read(data, position, end)
        if block.body is None:  # JavaMail leaves out a part that ends with its headers
            return
        stop, position, is_last = _next_delimiter(data, delimiter, block.body, end)
        yield Part(block, stop)


def _first_delimiter(
    data: bytes, start: int, end: int, boundary: str | None
) -> tuple[bytes, int] | None:
    """What stands between the parts, and where the first part begins."""
    delimiter = b"--" if boundary is None else f"--{boundary}".encode("latin-1")
    for position in _line_starts(data, delimiter, start, end):
        line = next(_FIRST_LINE.finditer(data, position, end))
        text = line[1].rstrip(b" \t")
        if boundary is None:
            # A line of many dashes is more likely one of the preamble's.
            if len(text) in {3, 4} or text.strip(b"-"):
                return text, line.end()
        elif text == delimiter:
            return delimiter, line.end()
        elif text == delimiter + b"--":
            break
    return None


def _next_delimiter(data: bytes, delimiter: bytes, start: int, end: int) -> tuple[int, int, bool]:
    """Where the part ends whose body is at `start`, where the next begins, and if there is none."""
    for position in _line_starts(data, delimiter, start, end):
        behind = _DELIMITER_END.match(data, position + len(delimiter), end)
        if behind is not None:
            before = data[max(start, position - 2) : position]
            line_end = 2 if before == b"\r\n" else min(1, len(before))
            return position - line_end, behind.end(), behind[1] is not None
    return end, end, True


def _line_starts(data: bytes, beginning: bytes, start: int, end: int) -> Iterator[int]:
    """Where lines are that begin so."""
    position = data.find(beginning, start, end)
    while position >= 0:
        if position == start or data[position - 1] in b"\r\n":
            yield position
        line_end = _LINE_END.search(data, position, end)
        if line_end is None:
            return
        position = data.find(beginning, line_end.end(), end)
