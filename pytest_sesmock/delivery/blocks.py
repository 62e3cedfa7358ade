"""The block of a record that says what happened: keys and order as recorded.

Each function makes the block of one kind of event, as event publishing has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.receivers import RECEIVER_IP, accepts, refuses, sending_host
from pytest_sesmock.delivery.timestamps import to_milliseconds, to_text

ON_ACCOUNT_LIST = "OnAccountSuppressionList"

_SUPPRESSED = (
    "Amazon SES did not send the message to this address because it is on the suppression list for "
    "your account. For more information about removing addresses from the suppression list, see the"
    " Amazon SES Developer Guide at https://docs.aws.amazon.com/ses/latest/DeveloperGuide/"
    "sending-email-suppression-list.html"
)


def delivery(
    mail: AcceptedMail,
    recipients: Sequence[str],
    moment: datetime,
    *,
    smtp_response: str | None = None,
) -> dict[str, Any]:
    """The block `delivery` [evs-order-delivery] [evs-processingtime]."""
    took = to_milliseconds(moment) - to_milliseconds(mail.accepted_at)
    return {
        "timestamp": to_text(moment),
        "processingTimeMillis": round(took.total_seconds() * 1000),
        "recipients": list(recipients),
        "smtpResponse": smtp_response or accepts(mail, recipients[0], moment),
        "remoteMtaIp": RECEIVER_IP,
        "reportingMTA": sending_host(mail, recipients[0]),
    }


def bounce(
    mail: AcceptedMail,
    recipients: Sequence[str],
    moment: datetime,
    *,
    type: str,  # noqa: A002 - SES's name
    subtype: str,
    report: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The block `bounce` [evs-order-bounce].

    Args:
        mail: The mail that bounces.
        recipients: For whom.
        moment: When.
        type: Its bounceType.
        subtype: Its bounceSubType.
        report: What the receiver said of each recipient, by SES's keys (action, status,
            diagnosticCode). By default what such a receiver says; empty if it sent no report.
    """
    return {
        "feedbackId": mail.new_id(moment, "bounce"),
        "bounceType": type,
        "bounceSubType": subtype,
        "bouncedRecipients": [
            {
                "emailAddress": each,
                **(_usual_report(mail, each, subtype) if report is None else report),
            }
            for each in recipients
        ],
        "timestamp": to_text(moment),
        **(
            {
                "remoteMtaIp": RECEIVER_IP,
                "reportingMTA": f"dns; {sending_host(mail, recipients[0])}",
            }
            if report is None or report
            else {}
        ),
    }


def _usual_report(mail: AcceptedMail, recipient: str, subtype: str) -> dict[str, str]:
    status, diagnostic_code = refuses(mail, recipient, subtype)
    return {"action": "failed", "status": status, "diagnosticCode": diagnostic_code}


def suppressed_bounce(
    mail: AcceptedMail, recipients: Sequence[str], moment: datetime
) -> dict[str, Any]:
    """The block `bounce` of mail to an address on the suppression list [evs-suppressed-account]."""
    report = {"action": "failed", "status": "5.1.1", "diagnosticCode": _SUPPRESSED}
    block = bounce(
        mail, recipients, moment, type="Permanent", subtype=ON_ACCOUNT_LIST, report=report
    )
    del block["remoteMtaIp"]
    return block | {"reportingMTA": "dns; amazonses.com"}


def complaint(
    mail: AcceptedMail,
    recipients: Sequence[str],
    moment: datetime,
    *,
    subtype: str | None = None,
    report: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The block `complaint` [evs-order-complaint]; `report` is what a feedback loop says."""
    return {
        "feedbackId": mail.new_id(moment, "complaint"),
        "complaintSubType": subtype,
        "complainedRecipients": [{"emailAddress": each} for each in recipients],
        "timestamp": to_text(moment),
        **(report or {}),
    }
