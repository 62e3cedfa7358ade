"""The kinds of bounces that SES tells apart, and what it says of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal, TypeAlias

from pytest_sesmock.delivery import blocks
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.occasion import Occasion
from pytest_sesmock.delivery.receivers import RECEIVER_IP, Reply, refuses
from pytest_sesmock.delivery.subtypes import BounceSubType, BounceType

Action: TypeAlias = Literal["failed", "delayed", "delivered", "relayed", "expanded"]
"""The actions of a delivery report (RFC 3464, 2.3.3)."""

# Of mail that SES does not try to deliver; its own words as far as they were seen
# [evs-suppressed-account] [bounce-suppressed], else no words at all (grade C).
NEVER_TRIED: Mapping[str, Mapping[str, str]] = {
    blocks.ON_ACCOUNT_LIST: {"diagnosticCode": blocks.ON_ACCOUNT_LIST_TEXT},
    "Suppressed": {
        "diagnosticCode": "Amazon SES has suppressed sending to this address because it has a "
        "recent history of bouncing as an invalid address. For more information about how to "
        "remove an address from the suppression list, see the Amazon SES Developer Guide: "
        "http://docs.aws.amazon.com/ses/latest/DeveloperGuide/remove-from-suppressionlist.html "
    },
    "OnTenantSuppressionList": {},
    "UnsubscribedRecipient": {},
    "EmailValidationSuppressed": {},
}

_MINUTES_OF_TRYING = 840  # [bounce-expired]


def make_block(
    at: Occasion,
    type: BounceType,  # noqa: A002 - SES's name
    subtype: BounceSubType,
    report: Mapping[str, str],
    *,
    reporting_mta: str | None = None,
    remote_mta_ip: str | None = None,
) -> dict[str, Any]:
    """The block `bounce`, with what a test says of it and what is usual else.

    Args:
        at: The occasion.
        type: The bounceType.
        subtype: The bounceSubType.
        report: What is given of the receiver's report, by SES's keys.
        reporting_mta: The host that reports it.
        remote_mta_ip: The address of the receiver's server.
    """
    remote: str | None = RECEIVER_IP
    reporting: str | None = None
    if subtype in NEVER_TRIED:
        remote, reporting = None, "amazonses.com"
    elif at.delivered_at is not None:
        # The receiver's own server sends the bounce of a mail that it took [evs-late-bounce].
        remote, reporting = None, f"mx.{at.recipients[0].rpartition('@')[2]}"
    block = blocks.bounce(
        at.mail,
        at.recipients,
        at.moment,
        type=type,
        subtype=subtype,
        report=_report(at, type, subtype, report),
        remote_mta_ip=remote,
        reporting_mta=reporting,
    )
    if remote_mta_ip is not None:
        reported_by = block.pop("reportingMTA", None)
        block["remoteMtaIp"] = remote_mta_ip
        reporting_mta = reporting_mta or reported_by
    if reporting_mta is not None:
        block["reportingMTA"] = reporting_mta
    return block


def _report(
    at: Occasion, type_: BounceType, subtype: BounceSubType, report: Mapping[str, str]
) -> Mapping[str, str] | None:
    """What the receiver says of each recipient, with what a test has given.

    None for the words that are usual for the sub-type, which are different for each.
    """
    usual = _usual_report(at, type_, subtype)
    if not report:
        return usual
    if usual is None:
        usual = refuses(at.mail, at.recipients[0], subtype).report
    return {"action": "failed", **usual, **report}


def _usual_report(
    at: Occasion, type_: BounceType, subtype: BounceSubType
) -> Mapping[str, str] | None:
    if subtype in NEVER_TRIED:
        return {**blocks.REFUSED_BY_SES, **NEVER_TRIED[subtype]}
    if type_ == "Undetermined":
        return {"action": "failed", "status": "5.0.0"}  # nothing was seen: grade C
    if type_ == "Transient" and subtype == "General" and at.delivered_at is not None:
        return {}  # an automatic answer [evs-ooto-delivery-and-bounce]
    if type_ == "Transient" and subtype in {"General", "CustomTimeoutExceeded"}:
        return _gives_up(at.mail).report
    return None


def _gives_up(mail: AcceptedMail) -> Reply:
    """What SES says when it has tried for too long [bounce-expired]."""
    minutes = round(time_of_trying(mail).total_seconds() / 60)
    return Reply(
        "4.4.7",
        f"smtp; 550 4.4.7 Message expired: unable to deliver in {minutes} minutes."
        "<421 4.4.1 Failed to establish connection>",
    )


def time_of_trying(mail: AcceptedMail) -> timedelta:
    """For how long SES tries to deliver a mail, by its configuration set or by itself."""
    configuration_set = mail.acceptance.configuration_set
    seconds = (
        None
        if configuration_set is None
        else configuration_set.delivery_options.max_delivery_seconds
    )
    return timedelta(minutes=_MINUTES_OF_TRYING) if seconds is None else timedelta(seconds=seconds)
