"""Splitting a multipart into its parts, as JavaMail 1.4.7 does, without copying any of them.

JavaMail accepts a multipart without an end boundary, and guesses a boundary that Content-Type does
not name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.engine.raw_mail import header_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sesmock.engine.raw_mail.header_block import HeaderBlock

# JavaMail reads the whole of the first line between parts, and only the beginning of the others.
_FIRST_LINE = re.compile(rb"([^\r\n]*)(?:\r\r?\n|\r|\n|\Z)")
_DELIMITER_END = re.compile(rb"(--)|[ \t]*(?:\r\n?|\n)")
_LINE_END = re.compile(rb"[\r\n]")


class Entity(NamedTuple):
    """A message, or a part of one: what RFC 2045 calls an entity.

    Attributes:
        block: Its header block.
        end: Where in the data its body ends.
    """

    block: HeaderBlock
    end: int


def split(data: bytes, start: int, end: int, boundary: str | None) -> Iterator[Entity] | None:
    """Split a multipart into its parts.

    Args:
        data: The message.
        start: Where the content of the multipart begins.
        end: Where it ends.
        boundary: What Content-Type names, a character for each byte; if None, the first line that
            looks like a boundary is taken for one.

    Returns:
        The parts; None if there is no start boundary.
    """
    first = _find_first_delimiter(data, start, end, boundary)
    return None if first is None else _read_parts(data, *first, end)


def _read_parts(data: bytes, delimiter: bytes, position: int, end: int) -> Iterator[Entity]:
    is_last = False
    while not is_last:
        block = header_block.read(data, position, end)
        if block.body is None:  # JavaMail leaves out a part that ends with its headers
            return
        stop, position, is_last = _find_next_delimiter(data, delimiter, block.body, end)
        yield Entity(block, stop)


def _find_first_delimiter(
    data: bytes, start: int, end: int, boundary: str | None
) -> tuple[bytes, int] | None:
    """The line between the parts, and where the first part begins."""
    delimiter = b"--" if boundary is None else f"--{boundary}".encode("latin-1")
    for position in find_lines(data, delimiter, start, end):
        line = next(_FIRST_LINE.finditer(data, position, end))
        text = line[1].rstrip(b" \t")
        if boundary is None:
            # A line of many dashes more likely belongs to the preamble.
            if len(text) in {3, 4} or text.strip(b"-"):
                return text, line.end()
        elif text == delimiter:
            return delimiter, line.end()
        elif text == delimiter + b"--":
            break
    return None


def _find_next_delimiter(
    data: bytes, delimiter: bytes, start: int, end: int
) -> tuple[int, int, bool]:
    """Where the part with a body at `start` ends, where the next begins, and if it is the last."""
    for position in find_lines(data, delimiter, start, end):
        rest = _DELIMITER_END.match(data, position + len(delimiter), end)
        if rest is not None:
            return find_body_end(data, start, position), rest.end(), rest[1] is not None
    return end, end, True


def find_body_end(data: bytes, start: int, delimiter: int) -> int:
    """Where a body from `start` ends: the line end before a delimiter belongs to that."""
    before = data[max(start, delimiter - 2) : delimiter]
    return delimiter - (2 if before == b"\r\n" else min(1, len(before)))


def find_lines(data: bytes, beginning: bytes, start: int, end: int) -> Iterator[int]:
    """The positions of the lines that begin this way."""
    position = data.find(beginning, start, end)
    while position >= 0:
        if position == start or data[position - 1] in b"\r\n":
            yield position
        line_end = _LINE_END.search(data, position, end)
        if line_end is None:
            return
        position = data.find(beginning, line_end.end(), end)
