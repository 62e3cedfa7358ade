"""The message that SES delivers, and its size.

Received mails that were sent as texts show the order of header fields and the form of boundaries,
both JavaMail's [mime-simple-text] [mime-multipart] (grade A). None has header fields or files that
the caller added: those are where JavaMail puts them (grade C).
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING

from pytest_sesmock.engine.composing.body_parts import compose_file, compose_multipart, compose_text
from pytest_sesmock.engine.composing.header_fields import (
    make_stamp,
    write_address_field,
    write_field,
    write_unstructured,
)
from pytest_sesmock.engine.composing.rewriting import rewrite
from pytest_sesmock.engine.elements import Content

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_sesmock.engine.composing.body_parts import BodyPart
    from pytest_sesmock.engine.submissions.submission import Submission

# More than a character of any charset takes, even encoded in a word of its own.
_MOST_BYTES_PER_CHARACTER = 100
_MOST_BYTES_PER_BYTE = 4  # in an attached file
_MOST_BYTES_BESIDES = 1024

_ANY_TIME = datetime(2000, 1, 1, tzinfo=timezone.utc)

_PRINTABLE = re.compile(r"[ -~]*")

# JavaMail's order of the fields that it knows; all others go where the colon is.
_PLACES = {
    name: place
    for place, name in enumerate(
        (
            *("return-path", "received", "resent-date", "resent-from", "resent-sender"),
            *("resent-to", "resent-cc", "resent-bcc", "resent-message-id", "date", "from"),
            *("sender", "reply-to", "to", "cc", "bcc", "message-id", "in-reply-to", "references"),
            *("subject", "comments", "keywords", "errors-to", "mime-version", "content-type"),
            *("content-transfer-encoding", "content-md5", ":", "content-length", "status"),
        )
    )
}


def compose(submission: Submission, *, message_id: str, sent_at: datetime) -> bytes:
    """The message as its recipients receive it.

    The same arguments always give the same message. Bcc recipients are not in it, and neither are
    the DKIM-Signature fields that SES puts on top, for which no key exists here.

    In a mail sent as texts every line ends with CRLF. Texts, subject and display names can be read
    back whole, except for their line ends (CRLF in texts, a space elsewhere) and for characters
    missing from the charset that the sender named ("?", as Java writes). Attached files can be read
    back byte for byte, except for what 7bit cannot carry; `body_parts.arrives_damaged` tells.

    For a mail sent as a MIME message see `pytest_sesmock.engine.composing.rewriting`. In API v2 the
    request's sender and reply-to addresses replace those of the message.

    Args:
        submission: A mail that SES would accept.
        message_id: The id in SES's answer, without a domain.
        sent_at: When SES accepted the mail; an aware datetime.
    """
    raw = submission.raw
    if raw is not None:
        replaces = submission.api == "sesv2"
        keeps_reply_to = not replaces or submission.reply_to == raw.recipients("Reply-To")
        return rewrite(
            raw,
            message_id=message_id,
            sent_at=sent_at,
            region=submission.region,
            sender=submission.source,
            from_=submission.source if replaces and submission.source_given else None,
            reply_to=() if keeps_reply_to else submission.reply_to,
        )
    stamp = make_stamp(
        message_id=message_id,
        sent_at=sent_at,
        region=submission.region,
        sender=submission.source,
    )
    return _assemble(submission, message_id, sent_at, "".join(starmap(write_field, stamp.items())))


def compose_header(submission: Submission, *, message_id: str, sent_at: datetime) -> bytes:
    """The header of a mail sent as texts, before SES puts its own fields into it.

    The same fields with the same values, boundary included, stand in what `compose` makes of the
    same arguments.
    """
    return _assemble(submission, message_id, sent_at).partition(b"\r\n\r\n")[0]


def delivered_size(submission: Submission) -> int:
    """The size of the message as SES counts it, in bytes.

    The recorded refusal quotes the size of the message as it was handed over [size-v1-raw]. So
    everything that `compose` returns counts except the fields that SES sets at acceptance
    (Message-ID, Date, Feedback-ID, X-SES-Outgoing); grade C for a mail sent as texts.
    """
    if submission.raw is not None:
        return len(submission.raw.data)
    return len(_assemble(submission, message_id="", sent_at=_ANY_TIME))


def exceeds(submission: Submission, limit: int) -> int | None:
    """The delivered size in bytes if it exceeds `limit`; None if it does not.

    A small mail is not composed for this: an upper bound of its size settles it.
    """
    if submission.raw is None and _most_bytes(submission) <= limit:
        return None
    size = delivered_size(submission)
    return size if size > limit else None


def _most_bytes(submission: Submission) -> int:
    addresses = (submission.source, *submission.to, *submission.cc, *submission.reply_to)
    characters = sum(map(len, addresses)) + len(submission.subject.data)
    if submission.text is not None:
        characters += len(submission.text.data)
    if submission.html is not None:
        characters += len(submission.html.data)
    most = characters * _MOST_BYTES_PER_CHARACTER + _MOST_BYTES_BESIDES
    for header in submission.headers:
        most += sum(map(len, header)) * _MOST_BYTES_PER_CHARACTER + _MOST_BYTES_BESIDES
    for file in submission.attachments:
        texts = (file.name, file.content_type, file.description, file.content_id)
        characters = sum(len(text) for text in texts if text is not None)
        most += len(file.content) * _MOST_BYTES_PER_BYTE
        most += characters * _MOST_BYTES_PER_CHARACTER + _MOST_BYTES_BESIDES
    return most


def _assemble(submission: Submission, message_id: str, sent_at: datetime, stamp: str = "") -> bytes:
    content = _compose_content(submission, partial(compose_multipart, message_id, sent_at))
    address_fields = (
        ("From", (submission.source,)),
        # Grade C: no received mail shows Reply-To; this is its place in JavaMail's canonical order.
        ("Reply-To", submission.reply_to),
        ("To", submission.to),
        ("Cc", submission.cc),
    )
    head = [
        *(
            (name, write_address_field(name, addresses))
            for name, addresses in address_fields
            if addresses
        ),
        ("Subject", write_field("Subject", write_unstructured(submission.subject))),
        ("MIME-Version", write_field("MIME-Version", "1.0")),
        ("Content-Type", content.fields),
        *((name, _write_added_header(name, value)) for name, value in submission.headers),
    ]
    head.sort(key=lambda field: _PLACES.get(field[0].lower(), _PLACES[":"]))
    return f"{''.join(field for _, field in head)}{stamp}\r\n".encode("ascii") + content.body


def _write_added_header(name: str, value: str) -> str:
    """Write a field that the caller adds: unchanged if printable, however long its words."""
    if _PRINTABLE.fullmatch(value):
        return write_field(name, value.strip(" "))
    return write_field(name, write_unstructured(Content(value)))


def _compose_content(submission: Submission, join: Callable[..., BodyPart]) -> BodyPart:
    content = _compose_body(submission, join)
    files = submission.attachments
    inline = [compose_file(file) for file in files if file.disposition == "INLINE"]
    if inline:
        content = join("related", content, *inline)
    others = [compose_file(file) for file in files if file.disposition != "INLINE"]
    if others:
        content = join("mixed", content, *others)
    return content


def _compose_body(submission: Submission, join: Callable[..., BodyPart]) -> BodyPart:
    text, html = submission.text, submission.html
    if html is None:
        # Grade C: it was never recorded what SES makes of a body without text and HTML.
        return compose_text("plain", text or Content(""))
    if text is None:
        return compose_text("html", html)
    return join("alternative", compose_text("plain", text), compose_text("html", html))
