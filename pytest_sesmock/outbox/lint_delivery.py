"""What SES accepts and yet does not deliver as it was meant: damaged, incomplete, or to nobody.

What becomes of damaged characters and files is not recorded; that they are damaged is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.message import acceptance_of, submission_of

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage

_LONGEST_LINE = 998  # RFC 5322, 2.1.1, without the line end


def find_unencoded_name(message: SentMessage) -> Iterator[str]:
    """The sender's name, if it is neither ASCII nor encoded [name-not-encoded]."""
    submission = submission_of(message)
    raw, sender = submission.raw, submission.source
    if raw is not None and (submission.api != "sesv2" or not submission.source_given):
        sender = raw.from_ or ""  # in API v2 a sender of the request takes its place
    if not sender.isascii():
        yield f"the From {sender}"


def find_missing_from(message: SentMessage) -> Iterator[str]:
    """That a raw message has no From field, or an empty one; SES adds none."""
    raw = submission_of(message).raw
    if raw is not None and not (raw.from_ or "").strip():
        yield "the message has no From header"


def find_header_only(message: SentMessage) -> Iterator[str]:
    """The addresses in the header that get nothing; a mailing list writes to the list itself."""
    if "List-Id" not in message.headers:
        yield from message.header_only


def find_untrackable(message: SentMessage) -> Iterator[str]:
    """That SES has to change 8bit content, which it does not preserve then [tracking-8bit]."""
    raw = submission_of(message).raw
    if raw is None or raw.data[raw.header.end :].isascii():
        return
    tracks = acceptance_of(message).destinations_of
    tracked = [event_type for event_type in ("Open", "Click") if tracks(event_type)]
    if tracked and (message.html is not None or ("Click" in tracked and message.links)):
        what = " and ".join(f"{each.lower()}s" for each in tracked)
        yield f"8bit content, and the configuration set tracks {what}"


def find_damaged_attachment(message: SentMessage) -> Iterator[str]:
    """The names of files that 7bit cannot carry, but has to [attachment-7bit]."""
    for file in submission_of(message).attachments:
        if file.transfer_encoding in {None, "SEVEN_BIT"} and not _fits_7bit(file.content):
            yield file.name


def _fits_7bit(content: bytes) -> bool:
    """Whether the bytes are what RFC 2045, 2.7, calls 7bit data, whatever their line ends."""
    return (
        content.isascii()
        and b"\0" not in content
        and all(len(line) <= _LONGEST_LINE for line in content.splitlines())
    )
