"""Addresses as the rules read them: each is parsed once, however many rules ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault, Mailbox
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.engine.submissions.submission import Submission

# The same few addresses come back on every send of an application.
judge_address = lru_cache(maxsize=1024)(addresses.judge)


@lru_cache(maxsize=1024)
def mailbox(text: str) -> Mailbox:
    """The mailbox of an address that has passed the rule for address syntax."""
    found = judge_address(text)
    assert isinstance(found, Mailbox)  # noqa: S101 - the order of RULES guarantees it
    return found


def addresses_of(submission: Submission) -> Iterator[tuple[str, str | AddressFault]]:
    """Every address with its field, in the order in which SES reads them [addr-order-fields].

    For a raw message's header field with wrong syntax, the fault takes the place of its addresses.
    """
    if submission.source_given:
        yield "Source", submission.source
    if submission.raw is None:
        for text in submission.to:
            yield "ToAddresses", text
        for text in submission.cc:
            yield "CcAddresses", text
        for text in submission.bcc:
            yield "BccAddresses", text
    else:
        yield from _of_raw(submission, submission.raw)
    if submission.return_path is not None:
        yield "ReturnPath", submission.return_path
    for text in submission.reply_to:
        yield "ReplyToAddresses", text


def _of_raw(submission: Submission, raw: RawMail) -> Iterator[tuple[str, str | AddressFault]]:
    # API v2 replaces the field with the sender in the request [v2-raw-from-replaced].
    if submission.api != "sesv2" or not submission.source_given:
        yield from _in_header(raw, "From", members=True)
    if submission.envelope_given:
        for text in submission.recipients:
            yield "Destinations", text
    for name in ("To", "Cc", "Bcc"):
        yield from _in_header(raw, name, members=not submission.envelope_given)
    yield from _in_header(raw, "Return-Path", members=True)
    yield from _in_header(raw, "Reply-To", members=False)


def _in_header(
    raw: RawMail, name: str, *, members: bool
) -> Iterator[tuple[str, str | AddressFault]]:
    """The addresses of a field, those of groups followed by their members if SES uses these.

    To JavaMail a member needs no domain. That SES wants one of whom it sends as and to is inferred
    (grade C): else there is nobody to verify, and no server to deliver to.
    """
    found = raw.mailboxes(name)
    if isinstance(found, AddressFault):
        yield name, found
    else:
        for each in found:
            yield name, addresses.unicode_form(each)
            if members and each.is_group:
                for member in addresses.parse_group(each):
                    yield name, addresses.unicode_form(member)
