"""What SES changes in a MIME message before it delivers it.

Only the header block is rewritten here; the body is never touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sesmock.engine.composing.header_fields import (
    make_stamp,
    write_field,
    write_mailbox,
    write_mailboxes,
)
from pytest_sesmock.engine.raw_mail import header_names

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_sesmock.engine.raw_mail.header_block import HeaderBlock
    from pytest_sesmock.engine.raw_mail.raw import RawMail

_LEFT_OUT = header_names.CONTROL | {"bcc", "return-path"}
_REPLACED = ("Message-ID", "Date")


def rewrite(
    mail: RawMail,
    *,
    message_id: str,
    sent_at: datetime,
    region: str,
    sender: str,
    from_: str | None = None,
    reply_to: tuple[str, ...] = (),
) -> bytes:
    """The message as its recipients receive it; what SES does not change is kept byte for byte.

    A received mail shows that fields keep their order, that the values of Date and Message-ID are
    replaced in place, that Bcc is removed and that SES's own fields end the header block
    [mime-raw-order]. The fields that tell SES what to do are removed [doc-xheaders] [doc-xarn].
    Return-Path, which the recipient's server writes, is removed as well [return-path-removed]. A
    From field that is not there is not added [v2-raw-no-from]. Grade C: any other field that is not
    there to be replaced comes before SES's own; new lines end like the message's first line.

    Args:
        mail: A message that SES would accept.
        message_id: The id in SES's answer, without a domain.
        sent_at: When SES accepted the mail; an aware datetime.
        region: The AWS region that took the mail.
        sender: The sender, from which the opaque part of Feedback-ID is made.
        from_: What replaces the From field, if there is one [v2-raw-from-replaced].
        reply_to: What replaces the Reply-To field, if anything [v2-raw-from-replaced].
    """
    stamp = make_stamp(message_id=message_id, sent_at=sent_at, region=region, sender=sender)
    new: dict[str, str] = {}
    if from_ is not None and mail.from_ is not None:
        new["From"] = write_mailbox(from_)
    if reply_to:
        new["Reply-To"] = write_mailboxes(reply_to)
    for name in _REPLACED:
        new[name] = stamp.pop(name)
    line_end = _line_end(mail.header)
    spellings = {name.lower(): name for name in new}
    head = []
    for field in mail.header.fields:
        key = field.name.lower()
        if key not in spellings and key not in _LEFT_OUT:
            head.append(field.lines)
        elif spellings.get(key) in new:
            head.append(_write(field.name, new.pop(spellings[key]), line_end))
    if head and not head[-1].endswith((b"\r", b"\n")):
        head.append(line_end)
    head += [_write(name, value, line_end) for name, value in (new | stamp).items()]
    if mail.header.body is None:
        head.append(line_end)
    return b"".join(head) + mail.data[mail.header.end :]


def _line_end(block: HeaderBlock) -> bytes:
    first = block.fields[0].lines if block.fields else b""
    return b"\n" if first.endswith(b"\n") and not first.endswith(b"\r\n") else b"\r\n"


def _write(name: str, value: str, line_end: bytes) -> bytes:
    return write_field(name, value).encode("ascii").replace(b"\r\n", line_end)
