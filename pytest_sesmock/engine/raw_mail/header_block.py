"""Reading a header block, as JavaMail 1.4.7 does: its fields, every byte of them kept.

JavaMail takes CR, LF, CRLF and CR CR LF for line ends, even mixed in one block; SES was seen to do
the same with the last and rarest [raw-cr-cr-lf]. A line that begins with a blank continues the line
before, and the block ends at an empty line. Any bytes can be read: nothing here finds fault.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from pytest_sesmock.engine import limits
from pytest_sesmock.engine.addresses import JAVA_BLANKS

_LINE = re.compile(rb"([^\r\n]*)(?:\r\r?\n|\r|\n|\Z)")
_LINE_ENDS = re.compile(r"[\r\n]+")


class Field(NamedTuple):
    """A header field.

    As in JavaMail, each character of the name and the value is one byte of the message.

    Attributes:
        name: As written, without surrounding blanks; "" if the line has no colon.
        value: Unfolded, without surrounding blanks, encoded words left alone.
        lines: Its bytes as handed over, the end of the last line included.
    """

    name: str
    value: str
    lines: bytes


class HeaderBlock(NamedTuple):
    """A header block.

    Attributes:
        fields: The fields, in order.
        values_by_name: The values of the fields of each name, in order; names in lower case.
        end: Where in the data it ends: at its empty line, or where reading stopped.
        body: Where the body begins, after the empty line; None if there is no empty line.
    """

    fields: tuple[Field, ...]
    values_by_name: dict[str, list[str]]
    end: int
    body: int | None

    def values(self, name: str) -> list[str]:
        """The values of all fields of this name in any letter case, in order."""
        return self.values_by_name.get(name.lower(), [])

    def value(self, name: str) -> str | None:
        """The value of the first field of this name; None if there is none."""
        values = self.values(name)
        return values[0] if values else None


def read(
    data: bytes,
    start: int = 0,
    end: int | None = None,
    *,
    most: int = limits.MAX_HEADER_BLOCK_SIZE,
) -> HeaderBlock:
    """Read the header block that begins at `start` and ends before `end`.

    Reading stops after `most` bytes, by default those that SES reads.
    """
    end = min(len(data) if end is None else end, start + most)
    starts: list[int] = []
    position = start
    while (line := _LINE.match(data, position, end)) and line[1]:
        if not starts or data[position] not in b" \t":
            starts.append(position)
        position = line.end()
    body = line.end() if line and line.end() > position else None
    fields = tuple(_read_field(data[first:after]) for first, after in pairwise((*starts, position)))
    values_by_name: dict[str, list[str]] = {}
    for field in fields:
        values_by_name.setdefault(field.name.lower(), []).append(field.value)
    return HeaderBlock(fields, values_by_name, position, body)


def _read_field(lines: bytes) -> Field:
    name, colon, value = lines.decode("latin-1").partition(":")
    return Field(
        name.strip(JAVA_BLANKS) if colon else "",
        _LINE_ENDS.sub("", value).strip(" \t"),
        lines,
    )
