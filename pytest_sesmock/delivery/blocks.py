"""The block of a record that says what happened: keys and order as recorded.

Each function makes the block of one kind of event, as event publishing has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.receivers import RECEIVER_IP, accepts, defers, refuses, sending_host
from pytest_sesmock.timestamps import to_milliseconds, to_text

ON_ACCOUNT_LIST = "OnAccountSuppressionList"

REFUSED_BY_SES = {"action": "failed", "status": "5.1.1"}
ON_ACCOUNT_LIST_TEXT = (
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
    remote_mta_ip: str | None = RECEIVER_IP,
) -> dict[str, Any]:
    """The block `delivery` [evs-order-delivery] [evs-processingtime].

    Args:
        mail: The mail that is delivered.
        recipients: To whom.
        moment: When.
        smtp_response: What the receiver's server answers, by default what such a server does.
        remote_mta_ip: Its address; None to leave it out, as events did until 2024.
    """
    took = to_milliseconds(moment) - to_milliseconds(mail.accepted_at)
    return {
        "timestamp": to_text(moment),
        "processingTimeMillis": round(took.total_seconds() * 1000),
        "recipients": list(recipients),
        "smtpResponse": smtp_response or accepts(mail, recipients[0], moment),
        **({} if remote_mta_ip is None else {"remoteMtaIp": remote_mta_ip}),
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
    remote_mta_ip: str | None = RECEIVER_IP,
    reporting_mta: str | None = None,
) -> dict[str, Any]:
    """The block `bounce` [evs-order-bounce].

    Args:
        mail: The mail that bounces.
        recipients: For whom.
        moment: When.
        type: Its bounceType.
        subtype: Its bounceSubType.
        report: What the receiver said of each recipient, by SES's keys (action, status,
            diagnosticCode). By default what such a receiver says; empty if it sent no report, and
            then nothing is said of hosts, either.
        remote_mta_ip: The address of the receiver's server; None if none has answered
            [evs-invalid-domain] [evs-late-bounce].
        reporting_mta: The host that reports the bounce, by default one of SES's.
    """
    hosts = {}
    if report is None or report:
        if remote_mta_ip is not None:
            hosts["remoteMtaIp"] = remote_mta_ip
        hosts["reportingMTA"] = f"dns; {reporting_mta or sending_host(mail, recipients[0])}"
    return {
        "feedbackId": mail.new_id(moment, f"bounce {recipients[0]}"),
        "bounceType": type,
        "bounceSubType": subtype,
        "bouncedRecipients": [
            {
                "emailAddress": each,
                **(refuses(mail, each, subtype).report if report is None else report),
            }
            for each in recipients
        ],
        "timestamp": to_text(moment),
        **hosts,
    }


def suppressed_bounce(
    mail: AcceptedMail, recipients: Sequence[str], moment: datetime
) -> dict[str, Any]:
    """The block `bounce` of mail to an address on the suppression list [evs-suppressed-account]."""
    report = {**REFUSED_BY_SES, "diagnosticCode": ON_ACCOUNT_LIST_TEXT}
    return _bounce_by_ses(mail, recipients, moment, subtype=ON_ACCOUNT_LIST, report=report)


def unsubscribed_bounce(
    mail: AcceptedMail, recipients: Sequence[str], moment: datetime
) -> dict[str, Any]:
    """The block `bounce` of mail to a contact that has unsubscribed.

    Grade C: seen by others was that it has no diagnosticCode [evs-optout-subtype].
    """
    return _bounce_by_ses(mail, recipients, moment, subtype="General", report=REFUSED_BY_SES)


def _bounce_by_ses(
    mail: AcceptedMail,
    recipients: Sequence[str],
    moment: datetime,
    *,
    subtype: str,
    report: Mapping[str, str],
) -> dict[str, Any]:
    """A bounce of mail that SES has not even tried to deliver: no other host has a part in it."""
    return bounce(
        mail,
        recipients,
        moment,
        type="Permanent",
        subtype=subtype,
        report=report,
        remote_mta_ip=None,
        reporting_mta="amazonses.com",
    )


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
        "feedbackId": mail.new_id(moment, f"complaint {recipients[0]}"),
        "complaintSubType": subtype,
        "complainedRecipients": [{"emailAddress": each} for each in recipients],
        "timestamp": to_text(moment),
        **(report or {}),
    }


def open(  # noqa: A001 - SES's name
    moment: datetime, user_agent: str, ip_address: str, *, is_bot_event: str | None = None
) -> dict[str, Any]:
    """The block `open` [evs-open].

    Args:
        moment: When.
        user_agent: The program that showed the mail.
        ip_address: Where that was.
        is_bot_event: `Likely` or `Unlikely`; None to leave it out. Seen only in programs that read
            such events [evs-isbotevent]; grade C, and so is its place.
    """
    return {
        "timestamp": to_text(moment),
        "userAgent": user_agent,
        "ipAddress": ip_address,
        **_bot(is_bot_event),
    }


def click(
    moment: datetime,
    link: str,
    link_tags: Mapping[str, Sequence[str]] | None,
    *,
    user_agent: str,
    ip_address: str,
    is_bot_event: str | None = None,
) -> dict[str, Any]:
    """The block `click` [evs-click]; grade B, known from the documentation alone.

    Args:
        moment: When.
        link: The address that the link leads to.
        link_tags: The values of its `ses:tags` by their names; None if it has none.
        user_agent: The browser that followed it.
        ip_address: Where that was.
        is_bot_event: As of `open`.
    """
    return {
        "timestamp": to_text(moment),
        "ipAddress": ip_address,
        "userAgent": user_agent,
        "link": link,
        "linkTags": link_tags and {name: list(values) for name, values in link_tags.items()},
        **_bot(is_bot_event),
    }


def _bot(is_bot_event: str | None) -> dict[str, str]:
    return {} if is_bot_event is None else {"isBotEvent": is_bot_event}


def reject(reason: str = "Bad content") -> dict[str, str]:
    """The block `reject` [evs-reject]; the reason is the only one that SES has. Grade B."""
    return {"reason": reason}


def rendering_failure(error_message: str, template_name: str) -> dict[str, str]:
    """The block `failure` [evs-rf]."""
    return {"errorMessage": error_message, "templateName": template_name}


def delivery_delay(
    mail: AcceptedMail,
    recipients: Sequence[str],
    moment: datetime,
    *,
    delay_type: str,
    expires_at: datetime,
    status: str | None = None,
    diagnostic_code: str | None = None,
    reporting_mta: str | None = None,
) -> dict[str, Any]:
    """The block `deliveryDelay` [evs-deliverydelay]; grade B.

    Args:
        mail: The mail that is late.
        recipients: For whom.
        moment: When SES says so.
        delay_type: One of SES's, such as MailboxFull.
        expires_at: When SES will give up.
        status: The enhanced status code that the receiver answered; by default the usual one.
        diagnostic_code: The receiver's answer, with its protocol; by default the usual one.
        reporting_mta: The host that reports it; None for none, as in AWS's sample.
    """
    replies = {each: defers(mail, each, delay_type) for each in recipients}
    return {
        "timestamp": to_text(moment),
        "delayType": delay_type,
        "expirationTime": to_text(expires_at),
        **({} if reporting_mta is None else {"reportingMTA": reporting_mta}),
        "delayedRecipients": [
            {
                "emailAddress": each,
                "status": reply.status if status is None else status,
                "diagnosticCode": reply.diagnostic_code
                if diagnostic_code is None
                else diagnostic_code,
            }
            for each, reply in replies.items()
        ],
    }


def subscription(
    contact_list: str,
    moment: datetime,
    source: str,
    *,
    new: Mapping[str, Any],
    old: Mapping[str, Any],
) -> dict[str, Any]:
    """The block `subscription` [evs-subscription]; grade B.

    Args:
        contact_list: The name of the contact list.
        moment: When the contact changed its preferences.
        source: How: `UnsubscribeHeader` in AWS's sample.
        new: Its preferences from then on, by SES's keys (unsubscribeAll,
            topicSubscriptionStatus).
        old: Its preferences up to then.
    """
    return {
        "contactList": contact_list,
        "timestamp": to_text(moment),
        "source": source,
        "newTopicPreferences": deepcopy(dict(new)),
        "oldTopicPreferences": deepcopy(dict(old)),
    }
