"""The message SES delivers, and its size.

For a mail that was given as texts, received mails show the order of the header fields and the form
of boundaries, both of JavaMail [mime-simple-text] [mime-multipart] (grade A). None shows fields or
files that the caller added: they are where JavaMail puts them (grade C).
"""

from __future__ import annotations

import re
from itertools import starmap
from typing import TYPE_CHECKING

from pytest_sesmock.engine.composing import fields, parts
from pytest_sesmock.engine.composing.delivered import delivered
from pytest_sesmock.engine.elements import Content

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_sesmock.engine.composing.parts import Part
    from pytest_sesmock.engine.submissions.submission import Submission

# More than any character of any charset can take, encoded by itself in a word of its own.
_MOST_BYTES_PER_CHARACTER = 100
_MOST_BYTES_PER_BYTE = 4  # of an attached file
_MOST_BYTES_BESIDES = 1024

_PRINTABLE = re.compile(r"[ -~]*")

# JavaMail's order of the fields it knows; others go where it has the colon.
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

    It is the same for the same arguments. Bcc recipients are not in it, and neither are the
    DKIM-Signature fields that SES puts on top: nothing here holds a key.

    Of a mail given as texts the lines end by CRLF throughout. Texts, subject and display names can
    be read back from it whole but for their line ends (CRLF in texts, a space elsewhere) and for
    characters that the charset their sender named does not have ("?", as Java writes). Attached
    files can be read back byte by byte: one that its transfer encoding cannot carry is in base64.

    For one given as a MIME message see `pytest_sesmock.engine.composing.delivered`. In API v2 the
    request's sender and reply-to addresses take the places of its own.

    Args:
        submission: A mail that SES would accept.
        message_id: As SES answered it, without a domain.
        sent_at: When SES accepted the mail; an aware datetime.
    """
    raw = submission.raw
    if raw is not None:
        replaces = submission.api == "sesv2"
        keeps_reply_to = not replaces or submission.reply_to == raw.recipients("Reply-To")
        return delivered(
            raw,
            message_id=message_id,
            sent_at=sent_at,
            region=submission.region,
            sender=submission.source,
            from_=submission.source if replaces and submission.source_given else None,
            reply_to=() if keeps_reply_to else submission.reply_to,
        )
    stamp = fields.stamp(
        message_id=message_id,
        sent_at=sent_at,
        region=submission.region,
        sender=submission.source,
    )
    return _assembled(submission, message_id, "".join(starmap(fields.field, stamp.items())))


def delivered_size(submission: Submission) -> int:
    """How many bytes SES counts for the message.

    The recorded refusal quotes the size of the message as it was handed over [size-v1-raw], so the
    fields that SES stamps on at acceptance (Message-ID, Date, Feedback-ID, X-SES-Outgoing) are not
    counted (grade C for a mail given as texts). All the rest of `compose`'s answer is.
    """
    if submission.raw is not None:
        return len(submission.raw.data)
    return len(_assembled(submission, message_id="", stamp=""))


def exceeds(submission: Submission, limit: int) -> int | None:
    """The delivered size in bytes if it is more than `limit`, else None.

    An upper bound spares small mails the composing.
    """
    if submission.raw is None and _most_bytes(submission) <= limit:
        return None
    size = delivered_size(submission)
    return size if size > limit else None


def _most_bytes(submission: Submission) -> int:
    given = (submission.source, *submission.to, *submission.cc, *submission.reply_to)
    characters = sum(map(len, given)) + len(submission.subject.data)
    if submission.text is not None:
        characters += len(submission.text.data)
    if submission.html is not None:
        characters += len(submission.html.data)
    most = characters * _MOST_BYTES_PER_CHARACTER + _MOST_BYTES_BESIDES
    for header in submission.headers:
        most += sum(map(len, header)) * _MOST_BYTES_PER_CHARACTER + _MOST_BYTES_BESIDES
    for file in submission.attachments:
        about = (file.name, file.content_type, file.description, file.content_id)
        characters = sum(len(text) for text in about if text is not None)
        most += len(file.content) * _MOST_BYTES_PER_BYTE
        most += characters * _MOST_BYTES_PER_CHARACTER + _MOST_BYTES_BESIDES
    return most


def _assembled(submission: Submission, message_id: str, stamp: str) -> bytes:
    content = _content(submission, message_id)
    addressed = (
        ("From", (submission.source,)),
        # Grade C: no received mail shows Reply-To; this is its place in JavaMail's canonical order.
        ("Reply-To", submission.reply_to),
        ("To", submission.to),
        ("Cc", submission.cc),
    )
    head = [
        *(
            (name, fields.field(name, fields.mailboxes(given)))
            for name, given in addressed
            if given
        ),
        ("Subject", fields.field("Subject", fields.unstructured(submission.subject))),
        ("MIME-Version", fields.field("MIME-Version", "1.0")),
        ("Content-Type", content.fields),
        *((name, _added(name, value)) for name, value in submission.headers),
    ]
    head.sort(key=lambda field: _PLACES.get(field[0].lower(), _PLACES[":"]))
    return f"{''.join(field for _, field in head)}{stamp}\r\n".encode("ascii") + content.body


def _added(name: str, value: str) -> str:
    """A field of the caller's own; one that SES takes can stand as it is, however long a word."""
    if _PRINTABLE.fullmatch(value):
        return fields.field(name, value.strip(" "))
    return fields.field(name, fields.unstructured(Content(value)))


def _content(submission: Submission, message_id: str) -> Part:
    content = _body(submission, message_id)
    inline = [
        parts.attached(file) for file in submission.attachments if file.disposition == "INLINE"
    ]
    if inline:
        content = parts.multipart("related", message_id, content, *inline)
    attached = [
        parts.attached(file) for file in submission.attachments if file.disposition != "INLINE"
    ]
    if attached:
        content = parts.multipart("mixed", message_id, content, *attached)
    return content


def _body(submission: Submission, message_id: str) -> Part:
    text, html = submission.text, submission.html
    if html is None:
        # Grade C: nobody recorded what SES makes of a body with neither part.
        return parts.text("plain", text or Content(""))
    if text is None:
        return parts.text("html", html)
    return parts.multipart(
        "alternative", message_id, parts.text("plain", text), parts.text("html", html)
    )
