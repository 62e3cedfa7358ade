"""Parsing a message with Python's `email` package, whose own reading some messages break.

The package raises exceptions of many kinds for odd header fields, and takes minutes for long ones.
So while it parses it sees only what it needs to find the parts, and afterwards its readers of
header fields get what they can read. A field beyond that is the text it is.
"""

from __future__ import annotations

import email.policy
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any

from pytest_sesmock.errors import UnreadableMessage
from pytest_sesmock.outbox.reading import parameters

if TYPE_CHECKING:
    from email.policy import Policy

# Some of the readers take time by the square of the length, and memory too.
_LONGEST_FIELD = 8_000


class UnparsedField(str):
    """A header field that Python's `email` package cannot read, as one line.

    It has what the package's own methods ask of a field: its `name`, and that it says nothing.
    """

    __slots__ = ("name",)
    name: str
    defects = ()
    max_count = None
    content_disposition = None

    def fold(self, *, policy: Policy) -> str:
        """The field as it is written into a message; never folded."""
        return f"{self.name}: {self}{policy.linesep}"


def parse(raw: bytes) -> EmailMessage:
    """Parse a message.

    Raises:
        UnreadableMessage: The package cannot: parts are nested deeper than Python's stack is.
    """
    try:
        message = BytesParser(policy=_PARSING).parsebytes(raw)
    except RecursionError as error:
        raise UnreadableMessage("its parts are nested too deeply") from error
    pending: list[Any] = [message]
    while pending:
        part = pending.pop()
        part.policy = _READING
        if part.is_multipart():
            pending += part.get_payload()
    return message


def _read_for_parsing(name: str, value: str) -> str:
    """The field as far as parsing asks: which media type, and which boundary."""
    if name.lower() != "content-type":
        return value
    kind, options = parameters.parse(
        value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    )
    boundary = options.get("boundary")
    return kind if boundary is None else f'{kind}; boundary="{boundary}"'


class _Registry(HeaderRegistry):
    """The package's readers of header fields, for what they can read."""

    def __call__(self, name: str, value: str) -> Any:
        if len(value) <= _LONGEST_FIELD:
            try:
                return super().__call__(name, value)
            except Exception:  # noqa: BLE001, S110 - the package raises whatever comes up
                pass
        field = UnparsedField(value)
        field.name = name
        return field


_PARSING = email.policy.default.clone(header_factory=_read_for_parsing)
_READING = email.policy.default.clone(header_factory=_Registry())
