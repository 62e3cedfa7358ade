"""What an application hands to SES, before anything has judged it."""

from __future__ import annotations

from typing import NamedTuple


class Tag(NamedTuple):
    """A message tag as given."""

    name: str
    value: str


class Content(NamedTuple):
    """Text as given, with the charset the caller named for it (None: none named)."""

    data: str
    charset: str | None = None


class Submission(NamedTuple):
    """One mail as an API operation received it: every address and text exactly as given.

    The API modules make it from an operation's parameters; rules judge it; an accepted one becomes
    a message of the outbox.
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

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone the mail goes to, in the order To, Cc, Bcc."""
        return self.to + self.cc + self.bcc
