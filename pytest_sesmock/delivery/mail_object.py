"""The `mail` object of a record: what SES says of the mail that something happened to.

Its keys and their order are those of [evs-order-mail-event] and [evs-order-mail-identity].
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.engine.composing.header_fields import write_date
from pytest_sesmock.engine.composing.mime import compose_header
from pytest_sesmock.engine.encoded_words import decode_words
from pytest_sesmock.engine.raw_mail import header_block
from pytest_sesmock.engine.raw_mail.header_block import HeaderBlock
from pytest_sesmock.engine.raw_mail.raw import decode_utf8
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.timestamps import to_text

Fields: TypeAlias = "list[tuple[str, str]]"

CALLER_IP = "192.0.2.10"
"""The address that SES is called from: one that belongs to nobody (RFC 5737)."""
SES_IP = "198.51.100.9"
"""The address that SES delivers from: as above."""

_MOST_HEADER_BYTES = 10 * 1024
_TLS = "TLSv1.3"


def event_mail(mail: AcceptedMail, event_type: str) -> dict[str, Any]:
    """The object as event publishing has it: with headers and tags, without the caller."""
    return {
        "timestamp": to_text(mail.accepted_at),
        "source": mail.submission.source,
        **({} if _is_anonymous(mail, event_type) else _source_arn(mail)),
        "sendingAccountId": mail.acceptance.caller.account_id,
        "messageId": mail.message_id,
        "destination": list(mail.recipients),
        **(
            {"headersTruncated": False}
            if event_type in _WITHOUT_HEADERS
            # SES's id, whatever the mail says of itself [evs-commonheaders-messageid].
            else _headers(_fields(mail, event_type), message_id=mail.message_id)
        ),
        "tags": _tags(mail, event_type),
    }


def identity_mail(mail: AcceptedMail, *, headers: bool) -> dict[str, Any]:
    """The object as identity notifications have it: with the caller, without tags."""
    return {
        "timestamp": to_text(mail.accepted_at),
        "source": mail.submission.source,
        **_source_arn(mail),
        "sourceIp": CALLER_IP,
        "callerIdentity": mail.acceptance.caller.name,
        "sendingAccountId": mail.acceptance.caller.account_id,
        "messageId": mail.message_id,
        "destination": list(mail.recipients),
        **(_headers(_fields(mail, "")) if headers else {}),
    }


# Recorded of Rendering Failure [evs-rf]; AWS's sample of DeliveryDelay has none, either
# [evs-deliverydelay].
_WITHOUT_HEADERS = frozenset({"Rendering Failure", "DeliveryDelay"})
_TRACKED = frozenset({"Open", "Click"})


def _is_anonymous(mail: AcceptedMail, event_type: str) -> bool:
    """Whether the record does not name the identity: [evs-open], and Send of a template."""
    return event_type in _TRACKED or (event_type == "Send" and _is_rendered(mail))


def _is_rendered(mail: AcceptedMail) -> bool:
    return mail.submission.template is not None


def _source_arn(mail: AcceptedMail) -> dict[str, str]:
    arn = mail.acceptance.identity_arn
    return {} if arn is None else {"sourceArn": arn}


def _headers(fields: Fields, *, message_id: str | None = None) -> dict[str, Any]:
    kept, size = [], 0
    for name, value in fields:
        size += len(name) + len(value) + len(": \r\n")
        # Documented [evs-headerstruncated]; that whole fields are left out is inferred.
        if size >= _MOST_HEADER_BYTES:
            break
        kept.append({"name": name, "value": value})
    return {
        "headersTruncated": len(kept) < len(fields),
        "headers": kept,
        "commonHeaders": _common_headers(fields, message_id),
    }


def _fields(mail: AcceptedMail, event_type: str) -> Fields:
    """The header fields of the mail as it was handed over, in their order [evs-headers-as-given].

    A mail from a template has no content when it is sent, and a date when it arrives (rows
    evt-send-templated and evt-delivery-json).
    """
    submission = mail.submission
    if submission.raw is not None:
        trace = submission.trace_field
        first = [] if trace is None else [("Received", trace)]
        return [*first, *_read_fields(submission.raw.header)]
    header = compose_header(submission, message_id=mail.message_id, sent_at=mail.accepted_at)
    fields = _read_fields(header_block.read(header))
    if not _is_rendered(mail):
        return fields
    if event_type == "Send":
        return [field for field in fields if field[0] not in _OF_CONTENT]
    return [("Date", write_date(mail.accepted_at)), *fields]


def _read_fields(block: HeaderBlock) -> Fields:
    """The names and values of a header; where a line was folded, one space is left."""
    return [
        (
            field.name,
            decode_utf8(
                _FOLD.sub(" ", field.lines.decode("latin-1").partition(":")[2]).strip(" \t")
            ),
        )
        for field in block.fields
        if field.name
    ]


_FOLD = re.compile(r"[\r\n]+[ \t]*")
_OF_CONTENT = frozenset({"Subject", "Content-Type", "Content-Transfer-Encoding"})


def _common_headers(fields: Fields, message_id: str | None) -> dict[str, Any]:
    """The fields that everybody asks for, decoded, in the order of [evs-commonheaders-order]."""
    values = dict(reversed([(name.lower(), value) for name, value in fields]))
    if message_id is not None:
        values["message-id"] = message_id
    common = {key: read(values[name]) for key, (name, read) in _COMMON.items() if name in values}
    return {key: value for key, value in common.items() if value != []}


def _read_addresses(value: str) -> list[str]:
    mailboxes = addresses.parse_header(value)
    if isinstance(mailboxes, AddressFault):
        return [decode_words(value)]
    return [
        addresses.unicode_form(mailbox._replace(phrase=mailbox.name))
        for mailbox in addresses.members(mailboxes)
    ]


def _read_path(value: str) -> str:
    return value.strip().removeprefix("<").removesuffix(">")


_COMMON: dict[str, tuple[str, Callable[[str], Any]]] = {
    "returnPath": ("return-path", _read_path),
    "from": ("from", _read_addresses),
    "replyTo": ("reply-to", _read_addresses),
    "date": ("date", str),
    "to": ("to", _read_addresses),
    "cc": ("cc", _read_addresses),
    "messageId": ("message-id", str),
    "subject": ("subject", decode_words),
}


def _tags(mail: AcceptedMail, event_type: str) -> dict[str, list[str]]:
    """SES's tags and the mail's own, each a list of one value [evs-tags-2026].

    Their order on AWS is that of a hash, and says nothing.
    """
    is_delivery = event_type == "Delivery"
    tags = {
        "ses:source-tls-version": _TLS,
        "ses:operation": _operation(mail.submission),
        "ses:configuration-set": mail.submission.configuration_set,
        "ses:outgoing-tls-version": _TLS if is_delivery else None,
        "ses:source-ip": CALLER_IP,
        "ses:from-domain": _from_domain(mail),
        **{tag.name: tag.value for tag in mail.submission.tags},
        "ses:caller-identity": mail.acceptance.caller.name,
        "ses:outgoing-ip": SES_IP if is_delivery else None,
    }
    return {name: [value] for name, value in tags.items() if value is not None}


def _operation(submission: Submission) -> str:
    """What SES calls the sending operation [evs-tag-operation-smtp].

    Of API v2 only that of a simple mail was seen. Raw mail and templates are called there as API v1
    calls them, as in IAM's policies [iam-denied-v2]; grade C.
    """
    if submission.raw is not None and submission.api != "smtp":
        return "SendRawEmail"
    if submission.operation == "SendEmail" and submission.template is not None:
        return "SendTemplatedEmail"
    return submission.operation


def _from_domain(mail: AcceptedMail) -> str | None:
    """The domain of From, sub-domains and all [evs-tag-fromdomain-smtp]; None without any."""
    raw = mail.submission.raw
    from_ = mail.submission.source if raw is None else raw.value("From")
    mailboxes = addresses.parse_header(from_ or "")
    if isinstance(mailboxes, AddressFault):
        return None
    return next((each.domain for each in addresses.members(mailboxes) if each.domain), None)
