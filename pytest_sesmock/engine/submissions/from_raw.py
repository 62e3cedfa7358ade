"""Mails from MIME messages: what their headers say where the request says nothing."""

from __future__ import annotations

from pytest_sesmock.engine.addresses import AddressFault, parse
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.engine.submissions.submission import Submission


def with_raw(submission: Submission, data: bytes) -> Submission:
    """The submission with the message, and with what its header says where the request is silent.

    What the request says takes the place of what the header says and is never combined with it
    [doc-xheaders]. In API v1 the Source takes the place of the Return-Path field, too
    [doc-source-return-path]; nothing says so of API v2. Recipients that only the request names are
    `bcc`, like those of the Bcc field.
    """
    raw = RawMail(data)
    to, cc, bcc = raw.recipients("To"), raw.recipients("Cc"), raw.recipients("Bcc")
    envelope = submission.envelope
    if envelope is None:
        envelope = to + cc + bcc
    else:
        in_header = {_destination(address) for address in to + cc + bcc}
        bcc += tuple(address for address in envelope if _destination(address) not in in_header)
    return submission._replace(
        raw=raw,
        source=submission.source or next(iter(raw.recipients("From")), ""),
        to=to,
        cc=cc,
        bcc=bcc,
        envelope=envelope,
        reply_to=submission.reply_to or raw.recipients("Reply-To"),
        return_path=_return_path(submission, raw),
        source_arn=submission.source_arn or raw.source_arn,
        from_arn=submission.from_arn or raw.from_arn,
        return_path_arn=submission.return_path_arn or raw.return_path_arn,
        configuration_set=submission.configuration_set or raw.configuration_set,
        tags=submission.tags or raw.tags,
        tenant=submission.tenant or raw.tenant,
        subscription=submission.subscription or raw.subscription,
    )


def _return_path(submission: Submission, raw: RawMail) -> str | None:
    in_header = next(iter(raw.recipients("Return-Path")), None)
    if in_header is not None and submission.api == "ses" and submission.source_given:
        return submission.source
    return submission.return_path or in_header


def _destination(address: str) -> str:
    """Where mail to an address goes, whatever its display name."""
    mailbox = parse(address)
    if isinstance(mailbox, AddressFault):
        return address
    return f"{mailbox.local_part}@{mailbox.domain.lower()}"
