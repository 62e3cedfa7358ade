"""The message SES delivers for a mail that was given as a MIME message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sesmock.engine.composing import fields
from pytest_sesmock.engine.raw_mail import headers

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_sesmock.engine.raw_mail.header_block import HeaderBlock
    from pytest_sesmock.engine.raw_mail.raw import RawMail

_LEFT_OUT = headers.CONTROL | {"bcc", "return-path"}
_REPLACED = ("Message-ID", "Date")


def delivered(
    mail: RawMail,
    *,
    message_id: str,
    sent_at: datetime,
    region: str,
    sender: str,
    from_: str | None = None,
    reply_to: tuple[str, ...] = (),
) -> bytes:
    """The message as its recipients receive it; what SES does not change is as it was, every byte.

    A received mail shows that fields keep their order, that the values of Date and Message-ID are
    replaced in their places, that Bcc is gone and that SES's own fields are at the end of the
    header block [mime-raw-order]. The fields that tell SES what to do are gone [doc-xheaders]
    [doc-xarn]. Grade C: Return-Path, which the recipient's server writes, is gone as well; a field
    that is not there to be replaced comes before SES's own; what is added has the line ends of the
    message's first line.

    Args:
        mail: A message that SES would accept.
        message_id: As SES answered it, without a domain.
        sent_at: When SES accepted the mail; an aware datetime.
        region: The AWS region that took the mail.
        sender: The sender, from which the opaque part of Feedback-ID is made.
        from_: Takes the place of the From field, if given [v2-raw-from-replaced].
        reply_to: Take the place of the Reply-To field, if given [v2-raw-from-replaced].
    """
    stamp = fields.stamp(message_id=message_id, sent_at=sent_at, region=region, sender=sender)
    new: dict[str, str] = {}
    if from_ is not None:
        new["From"] = fields.mailbox(from_)
    if reply_to:
        new["Reply-To"] = fields.mailboxes(reply_to)
    for name in _REPLACED:
        new[name] = stamp.pop(name)
    line_end = _line_end(mail.header)
    spelled = {name.lower(): name for name in new}
    head = []
    for field in mail.header.fields:
        key = field.name.lower()
        if key not in spelled and key not in _LEFT_OUT:
            head.append(field.lines)
        elif spelled.get(key) in new:
            head.append(_written(field.name, new.pop(spelled[key]), line_end))
    if head and not head[-1].endswith((b"\r", b"\n")):
        head.append(line_end)
    head += [_written(name, value, line_end) for name, value in (new | stamp).items()]
    if mail.header.body is None:
        head.append(line_end)
    return b"".join(head) + mail.data[mail.header.end :]


def _line_end(block: HeaderBlock) -> bytes:
    first = block.fields[0].lines if block.fields else b""
    return b"\n" if first.endswith(b"\n") and not first.endswith(b"\r\n") else b"\r\n"


def _written(name: str, value: str, line_end: bytes) -> bytes:
    return fields.field(name, value).encode("ascii").replace(b"\r\n", line_end)
