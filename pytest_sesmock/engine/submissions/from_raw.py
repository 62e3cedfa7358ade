"""Mails from MIME messages: what their headers say where the request says nothing."""

from __future__ import annotations

from pytest_sesmock.engine.addresses import destination
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.engine.submissions.submission import Submission


def with_raw(submission: Submission, data: bytes) -> Submission:
    """The submission with the message, and with what its header says where the request is silent.

    What the request says takes the place of what the header says and is never combined with it
    [doc-xheaders]. In API v1 the Source takes the place of the Return-Path field, too
    [doc-source-return-path]; nothing says so of API v2. So of the addresses in To and Cc only those
    are `to` and `cc` that the mail goes to, and `bcc` are all others that it goes to: they get it
    unseen, for SES removes the Bcc field.
    """
    raw = RawMail(data)
    to, cc, bcc = raw.recipients("To"), raw.recipients("Cc"), raw.recipients("Bcc")
    envelope = submission.envelope
    header_only: tuple[str, ...] = ()
    if envelope is None:
        envelope = to + cc + bcc
    else:
        header_only = _without(to + cc + bcc, envelope)
        to, cc, bcc = (_without(each, header_only) for each in (to, cc, bcc))
        bcc += _without(envelope, bcc)
    return submission._replace(
        raw=raw,
        source=submission.source or next(iter(raw.recipients("From")), ""),
        to=to,
        cc=cc,
        bcc=_without(bcc, to + cc),
        header_only=header_only,
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
    if in_header is not None and submission.api != "sesv2" and submission.source_given:
        return submission.source
    return submission.return_path or in_header


def _without(addresses: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses whose mail goes to none of the others, whatever the display names."""
    if not addresses or not others:
        return addresses
    destinations = set(map(destination, others))
    return tuple(each for each in addresses if destination(each) not in destinations)
