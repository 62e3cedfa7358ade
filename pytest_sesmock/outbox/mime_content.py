"""What a delivered message holds: its header fields, its texts, its files."""

from __future__ import annotations

import email.policy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import HeaderRegistry
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.engine.raw_mail import charsets
from pytest_sesmock.engine.raw_mail.raw import decode_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import EmailMessage, MIMEPart


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a message other than its texts.

    Attributes:
        filename: The file name, or None.
        content_type: The media type, such as "application/pdf".
        content: The decoded bytes.
        content_id: The Content-ID without brackets, which the HTML refers to as in `cid:logo`, or
            None.
        inline: Whether it is meant to be shown inside the message.
    """

    filename: str | None
    content_type: str
    content: bytes = field(repr=False)
    content_id: str | None = field(default=None, repr=False)
    inline: bool = field(default=False, repr=False)


class Headers(Mapping[str, str]):
    """The header fields of a message, in order. Names are case-insensitive.

    If a name occurs several times, you get its first value; use `get_all` to get all values.
    """

    __slots__ = ("_values",)

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, tuple[str, list[str]]] = {}
        for name, value in fields:
            self._values.setdefault(name.lower(), (name, []))[1].append(value)

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()][1][0]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._values.values())

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({dict(self)!r})"

    def get_all(self, name: str) -> tuple[str, ...]:
        """The values of all fields with this name, in order. Empty if there are none."""
        _, values = self._values.get(name.lower(), (name, ()))
        return tuple(values)


class Contents(NamedTuple):
    """What a message's parts are: its first text, its first HTML, and everything else."""

    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]


_FOLD = re.compile(r"\r?\n[ \t]")
# Every value is read as plain text with encoded words: readers of addresses, dates and parameters
# would give them back in a form of their own.
_as_text = HeaderRegistry(use_default_map=False)

# What the wire format is for a message inside a message, which the parser has taken apart.
_NESTED = email.policy.SMTP.clone(refold_source="none")


def headers(raw: bytes) -> Headers:
    """The header fields of a MIME message, unfolded and decoded."""
    fields = BytesHeaderParser().parsebytes(raw).raw_items()
    return Headers((name, str(_as_text(name, _unfold(value)))) for name, value in fields)


def _unfold(value: str) -> str:
    """A value in one line; bytes beyond ASCII, which the parser marks, are read as SES does."""
    text = decode_utf8(value.encode("ascii", "surrogateescape").decode("latin-1"))
    return _FOLD.sub(" ", text)


def contents(mime: EmailMessage) -> Contents:
    """The parts of a parsed MIME message; texts have the line ends they came with."""
    bodies: dict[str, str] = {}
    attachments = []
    for leaf in _leaves(mime):
        kind = leaf.get_content_type()
        if kind in {"text/plain", "text/html"} - bodies.keys() and not _is_attached(leaf):
            bodies[kind] = _text(leaf)
        else:
            attachments.append(_attachment(leaf))
    return Contents(bodies.get("text/plain"), bodies.get("text/html"), tuple(attachments))


def _leaves(part: MIMEPart) -> Iterator[MIMEPart]:
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for inner in part.iter_parts():
            yield from _leaves(inner)
    else:
        yield part


def _is_attached(leaf: MIMEPart) -> bool:
    return leaf.get_content_disposition() == "attachment" or leaf.get_filename() is not None


def _attachment(leaf: MIMEPart) -> Attachment:
    content_id = str(leaf.get("Content-ID", "")).strip().strip("<>")
    return Attachment(
        leaf.get_filename(),
        leaf.get_content_type(),
        _bytes(leaf),
        content_id or None,
        leaf.get_content_disposition() == "inline",
    )


def _bytes(leaf: MIMEPart) -> bytes:
    if leaf.is_multipart():  # a message inside the message
        return b"".join(inner.as_bytes(policy=_NESTED) for inner in leaf.iter_parts())
    return bytes(leaf.get_payload(decode=True))


def _text(leaf: MIMEPart) -> str:
    charset = leaf.get_content_charset("utf-8")
    known = charset if charsets.is_supported(charset) else "utf-8"
    return _bytes(leaf).decode(known, "replace")
