"""Reading a header block: which fields there are, as JavaMail 1.4.7 sees it, and nothing lost.

JavaMail takes CR, LF, CRLF and CR CR LF for the end of a line, also side by side in one block; that
SES does too was seen of the last, rarest one [raw-cr-cr-lf]. A line that begins with a blank
continues the one before, and the block ends at an empty line. Any bytes can be read.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from pytest_sesmock.engine import limits
from pytest_sesmock.engine.addresses import TRIMMED

_LINE = re.compile(rb"([^\r\n]*)(?:\r\r?\n|\r|\n|\Z)")
_LINE_ENDS = re.compile(r"[\r\n]+")


class Field(NamedTuple):
    """A header field.

    Attributes:
        name: As written, without blanks around; "" if the line has no colon.
        value: Unfolded, without blanks around, encoded words as they are.
        lines: Its bytes as given, the last line's end included.

    As in JavaMail a character of name and value is a byte of the message.
    """

    name: str
    value: str
    lines: bytes


class HeaderBlock(NamedTuple):
    """A header block.

    Attributes:
        fields: In their order.
        named: The values of all fields of a name, in their order, by the name in lower case.
        end: Where in the data it ends: at its empty line, or where nothing more of it was read.
        body: Where the body begins, behind the empty line; None if no empty line was found.
    """

    fields: tuple[Field, ...]
    named: dict[str, list[str]]
    end: int
    body: int | None

    def values(self, name: str) -> list[str]:
        """The values of all fields of this name, in order; its case does not count."""
        return self.named.get(name.lower(), [])

    def value(self, name: str) -> str | None:
        """The value of the first field of this name, None if there is none."""
        values = self.values(name)
        return values[0] if values else None


def read(data: bytes, start: int = 0, end: int | None = None) -> HeaderBlock:
    """The header block that begins at `start`; nothing from `end` on belongs to it.

    It is not read beyond `limits.MAX_HEADER_BLOCK_SIZE`.
    """
    limit = start + limits.MAX_HEADER_BLOCK_SIZE
    end = min(len(data) if end is None else end, limit)
    starts: list[int] = []
    position = start
    while (line := _LINE.match(data, position, end)) and line[1]:
        if not starts or data[position] not in b" \t":
            starts.append(position)
        position = line.end()
    body = line.end() if line and line.end() > position else None
    fields = tuple(_field(data[first:behind]) for first, behind in pairwise((*starts, position)))
    named: dict[str, list[str]] = {}
    for field in fields:
        named.setdefault(field.name.lower(), []).append(field.value)
    return HeaderBlock(fields, named, position, body)


def _field(lines: bytes) -> Field:
    name, colon, value = lines.decode("latin-1").partition(":")
    return Field(
        name.strip(TRIMMED) if colon else "",
        _LINE_ENDS.sub("", value).strip(" \t"),
        lines,
    )
