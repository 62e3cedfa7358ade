"""Submissions of mails that the caller gave as MIME messages."""

from __future__ import annotations

from pytest_sesmock.engine.addresses import AddressFault, parse
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.engine.submissions.submission import Submission


def with_raw(submission: Submission, data: bytes) -> Submission:
    """The submission with what the message's header says where the request says nothing.

    What the request says counts, and is never put together with the header's [doc-xheaders].
    Recipients named by the request that the header hides are `bcc`, as are those of its Bcc field.
    """
    raw = RawMail(data)
    to, cc, bcc = raw.recipients("To"), raw.recipients("Cc"), raw.recipients("Bcc")
    envelope = submission.envelope
    if envelope is None:
        envelope = to + cc + bcc
    else:
        named = {_place(address) for address in to + cc + bcc}
        bcc += tuple(address for address in envelope if _place(address) not in named)
    return submission._replace(
        raw=raw,
        source=submission.source or next(iter(raw.recipients("From")), ""),
        to=to,
        cc=cc,
        bcc=bcc,
        envelope=envelope,
        reply_to=submission.reply_to or raw.recipients("Reply-To"),
        return_path=submission.return_path or next(iter(raw.recipients("Return-Path")), None),
        source_arn=submission.source_arn or raw.source_arn,
        from_arn=submission.from_arn or raw.from_arn,
        return_path_arn=submission.return_path_arn or raw.return_path_arn,
        configuration_set=submission.configuration_set or raw.configuration_set,
        tags=submission.tags or raw.tags,
        tenant=submission.tenant or raw.tenant,
        subscription=submission.subscription or raw.subscription,
    )


def _place(address: str) -> str:
    """Where mail to an address goes, whatever display name it has."""
    mailbox = parse(address)
    if isinstance(mailbox, AddressFault):
        return address
    return f"{mailbox.local_part}@{mailbox.domain.lower()}"
