"""What a caller makes a mail of: texts, header fields, files, tags."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Tag(NamedTuple):
    """A message tag.

    Attributes:
        name: Its name, as the caller spells it.
        value: Its value.
    """

    name: str
    value: str


class Content(NamedTuple):
    """A text: a subject, a plain text or HTML.

    Attributes:
        data: The text itself.
        charset: The charset that the caller names for it; None if it names none.
    """

    data: str
    charset: str | None = None


class Header(NamedTuple):
    """A header field that the caller adds to a mail sent as texts.

    Attributes:
        name: Its name, as the caller spells it.
        value: Its value, not folded.
    """

    name: str
    value: str


class AttachedFile(NamedTuple):
    """A file that the caller attaches to a mail sent as texts; None where the caller says nothing.

    Attributes:
        name: The file's name as recipients see it.
        content: The file itself, not encoded in any way.
        content_type: The media type.
        disposition: Whether it is shown apart from the text or within it.
        description: A short text about it.
        content_id: The id by which the HTML refers to it, as in `cid:logo`.
        transfer_encoding: How its bytes are encoded in the message.
    """

    name: str
    content: bytes
    content_type: str | None = None
    disposition: Literal["ATTACHMENT", "INLINE"] | None = None
    description: str | None = None
    content_id: str | None = None
    transfer_encoding: Literal["BASE64", "QUOTED_PRINTABLE", "SEVEN_BIT"] | None = None


class Subscription(NamedTuple):
    """The contact list that a mail is for.

    Attributes:
        contact_list: Its name.
        topic: The name of a topic of the list; None for the list as a whole.
    """

    contact_list: str
    topic: str | None = None
