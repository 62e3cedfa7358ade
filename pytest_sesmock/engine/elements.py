"""What a mail is made of, as its caller gave it: texts, header fields, files, tags."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Tag(NamedTuple):
    """A message tag as given."""

    name: str
    value: str


class Content(NamedTuple):
    """Text as given, with the charset the caller named for it (None: none named)."""

    data: str
    charset: str | None = None


class Header(NamedTuple):
    """A header field that the caller adds to a mail given as texts."""

    name: str
    value: str


class AttachedFile(NamedTuple):
    """A file that the caller attaches to a mail given as texts; None where it said nothing.

    Attributes:
        name: The file's name as recipients see it.
        content: The file itself, not encoded in any way.
        content_type: The media type.
        disposition: Whether it is shown below the text or within.
        description: A short text about it.
        content_id: What the HTML calls it by, as in `cid:logo`.
        transfer_encoding: How its bytes travel.
    """

    name: str
    content: bytes
    content_type: str | None = None
    disposition: Literal["ATTACHMENT", "INLINE"] | None = None
    description: str | None = None
    content_id: str | None = None
    transfer_encoding: Literal["BASE64", "QUOTED_PRINTABLE", "SEVEN_BIT"] | None = None


class Subscription(NamedTuple):
    """The contact list, and the topic of it, that a mail is for."""

    contact_list: str
    topic: str | None = None
