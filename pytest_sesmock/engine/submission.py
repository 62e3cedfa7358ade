"""What an application hands to SES, before anything has judged it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pytest_sesmock.engine.raw import RawMail


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


class Submission(NamedTuple):
    """One mail as an API operation received it: every address and text exactly as given.

    The API modules make it from an operation's parameters; rules judge it; an accepted one becomes
    a message of the outbox. A mail is given as texts (`subject`, `text`, `html`, `headers`,
    `attachments`) or as a MIME message (`raw`).
    """

    api: str
    operation: str
    region: str
    source: str
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    reply_to: tuple[str, ...] = ()
    return_path: str | None = None
    source_arn: str | None = None
    return_path_arn: str | None = None
    configuration_set: str | None = None
    tags: tuple[Tag, ...] = ()
    subject: Content = Content("")
    text: Content | None = None
    html: Content | None = None
    headers: tuple[Header, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    raw: RawMail | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone the mail goes to, in the order To, Cc, Bcc."""
        return self.to + self.cc + self.bcc
