"""Taking a message apart into its leaves: the parts that are no multiparts themselves.

Lines are taken as SES takes them, which is how JavaMail does. Each line is looked at a few times at
most, however many multiparts are nested around it.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.engine.raw_mail import header_block, multipart
from pytest_sesmock.outbox.reading import charsets, flowed, parameters, transfer_encodings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_sesmock.engine.raw_mail.header_block import HeaderBlock
    from pytest_sesmock.outbox.reading.parameters import Parameters

_TEXTS = frozenset(("text/plain", "text/html"))
_LINE = re.compile(rb"([^\r\n]*)(?:\r\r?\n|\r|\n|\Z)")


class Leaf:
    """A part of a message that is no multipart; what it says is read when asked for.

    Attributes:
        block: Its header block.
        group: What the leaves of the same `multipart/alternative` have in common, the innermost
            one around them; None outside of such.
    """

    def __init__(
        self, data: bytes, block: HeaderBlock, end: int, kind: Parameters, group: object | None
    ) -> None:
        self.block = block
        self.group = group
        self._data = data
        self._end = end
        self._kind = kind

    @property
    def content_type(self) -> str:
        """Its media type, in lower case."""
        return self._kind.value

    @cached_property
    def _disposition(self) -> Parameters:
        return parameters.parse(_value(self.block, "Content-Disposition"))

    @property
    def disposition(self) -> str:
        """Its disposition, in lower case; "" if it names none."""
        return self._disposition.value

    @property
    def file_name(self) -> str | None:
        """Its file name; None if it has none."""
        return (
            self._disposition.parameters.get("filename")
            or self._kind.parameters.get("name")
            or None
        )

    @property
    def content_id(self) -> str | None:
        """Its Content-ID without brackets; None if it has none."""
        value = parameters.strip_comments(_value(self.block, "Content-ID"))
        return value.strip().strip("<>").strip() or None

    @property
    def is_text(self) -> bool:
        """Whether it is shown as a text of the message rather than offered as a file.

        A name alone does not make it a file.
        """
        return self.content_type in _TEXTS and self.disposition in {"", "inline"}

    @property
    def is_open_message(self) -> bool:
        """Whether it is a message to be shown within the message."""
        return self.content_type == "message/rfc822" and self.disposition == "inline"

    @property
    def is_nothing(self) -> bool:
        """Whether it has neither header fields nor a body, as after a boundary too many."""
        return not self.block.fields and self.block.body in {None, self._end}

    @cached_property
    def content(self) -> bytes:
        """Its body, with the transfer encoding taken off."""
        start = self.block.end if self.block.body is None else self.block.body
        encoding = parameters.parse_token(_value(self.block, "Content-Transfer-Encoding"))
        return transfer_encodings.decode(self._data[start : self._end], encoding)

    def decode(self) -> str:
        """Its content as a text, lines of `format=flowed` joined [RFC 3676]."""
        options = self._kind.parameters
        text = charsets.decode(self.content, options.get("charset") or "utf-8")
        if options.get("format", "").lower() == "flowed":
            return flowed.join(text, deletes_blanks=options.get("delsp", "").lower() == "yes")
        return text


def _value(block: HeaderBlock, name: str) -> str:
    """The value of the first field of this name; "" if there is none."""
    return charsets.decode_utf8_or_1252((block.value(name) or "").encode("latin-1"))


class _Multipart(NamedTuple):
    """A multipart that is open.

    Attributes:
        boundary: What its delimiters say.
        default: The media type of parts that name none.
        group: The `group` of leaves in it.
    """

    boundary: bytes
    default: str
    group: object | None


class _OpenMultiparts:
    """The multiparts around a place in the message, outermost first."""

    def __init__(self) -> None:
        self._multiparts: list[_Multipart] = []
        self._places: dict[bytes, list[int]] = {}

    @property
    def innermost(self) -> _Multipart | None:
        return self._multiparts[-1] if self._multiparts else None

    def open(self, multipart: _Multipart) -> None:
        self._places.setdefault(multipart.boundary, []).append(len(self._multiparts))
        self._multiparts.append(multipart)

    def close(self, length: int) -> None:
        """Leave only so many open."""
        while len(self._multiparts) > length:
            self._places[self._multiparts.pop().boundary].pop()

    def find(self, text: bytes) -> tuple[int, bool] | None:
        """Which multipart a line of two hyphens and this text delimits, and if it ends it.

        The innermost one that it can mean.
        """
        ends = text.endswith(b"--")
        next_part = self._place(text)
        last = self._place(text[:-2]) if ends else -1
        place = max(next_part, last)
        return None if place < 0 else (place, last > next_part)

    def _place(self, boundary: bytes) -> int:
        places = self._places.get(boundary)
        return places[-1] if places else -1


class _Delimiter(NamedTuple):
    """A line that delimits parts.

    Attributes:
        start: Where it begins.
        end: Where the line after it begins.
        place: Which of the open multiparts it delimits.
        is_last: Whether it ends that multipart.
    """

    start: int
    end: int
    place: int
    is_last: bool


def read(data: bytes) -> Iterator[Leaf]:
    """The leaves of a message, in order.

    A delimiter counts wherever it stands, so that one of an outer multipart ends the inner ones.
    What stands before the first part, after the last, or in a multipart without a boundary is not
    shown by mail programs, and no part without fields and content is.
    """
    multiparts = _OpenMultiparts()
    position: int | None = 0
    while position is not None:
        innermost = multiparts.innermost
        block = _read_block(data, position, multiparts)
        kind = _read_kind(block, innermost)
        group = None if innermost is None else innermost.group
        is_multipart = kind.value.startswith("multipart/")
        if is_multipart:
            _open(multiparts, kind, group)
        start = block.end if block.body is None else block.body
        delimiter = _find_delimiter(data, start, len(data), multiparts)
        end = (
            len(data)
            if delimiter is None
            else multipart.find_body_end(data, start, delimiter.start)
        )
        if not is_multipart:
            leaf = Leaf(data, block, end, kind, group)
            if innermost is None or not leaf.is_nothing:
                yield leaf
        position = _find_next_part(data, delimiter, multiparts)


def _read_kind(block: HeaderBlock, innermost: _Multipart | None) -> Parameters:
    default = "text/plain" if innermost is None else innermost.default
    return parameters.parse(_value(block, "Content-Type").strip() or default)


def _open(multiparts: _OpenMultiparts, kind: Parameters, group: object | None) -> None:
    boundary = kind.parameters.get("boundary", "").rstrip()
    if boundary:
        subtype = kind.value.partition("/")[2]
        multiparts.open(
            _Multipart(
                boundary.encode(),
                "message/rfc822" if subtype == "digest" else "text/plain",
                object() if subtype == "alternative" else group,
            )
        )


def _read_block(data: bytes, start: int, multiparts: _OpenMultiparts) -> HeaderBlock:
    """The header block that begins at `start`; a delimiter ends it, too."""
    block = header_block.read(data, start, most=len(data))
    delimiter = _find_delimiter(data, start, block.end, multiparts)
    return block if delimiter is None else header_block.read(data, start, delimiter.start)


def _find_next_part(
    data: bytes, delimiter: _Delimiter | None, multiparts: _OpenMultiparts
) -> int | None:
    """Where the part after a delimiter begins; None if there is none any more."""
    while delimiter is not None:
        multiparts.close(delimiter.place + (not delimiter.is_last))
        if not delimiter.is_last:
            return delimiter.end
        delimiter = _find_delimiter(data, delimiter.end, len(data), multiparts)
    return None


def _find_delimiter(
    data: bytes, start: int, end: int, multiparts: _OpenMultiparts
) -> _Delimiter | None:
    if multiparts.innermost is None:
        return None
    for position in multipart.find_lines(data, b"--", start, end):
        line = _LINE.match(data, position)
        if line and (found := multiparts.find(line[1].rstrip(b" \t")[2:])):
            return _Delimiter(position, line.end(), *found)
    return None
