"""What the Virtual Deliverability Manager knows of mails: timelines, and metrics by day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, NamedTuple

from pytest_sesmock.account.sent_mails import (
    MailEvent,
    SentMail,
    SentMails,
    goes_to_simulator,
    is_withheld,
)
from pytest_sesmock.engine import addresses

UNKNOWN_ISP = "UNKNOWN_ISP"
"""The provider of every recipient: SES's own word for one that it cannot tell [vdm-insights]."""


class TrackedMail(NamedTuple):
    """A mail that is tracked: one to a single recipient."""

    mail: SentMail
    events: Sequence[MailEvent]

    @property
    def destination(self) -> str:
        """Whom it goes to, without display name."""
        return addresses.bare_address(self.mail.submission.recipients[0])

    @property
    def subject(self) -> str | None:
        """Its subject, as far as an event has one."""
        for event in self.events:
            subject = event.record["mail"].get("commonHeaders", {}).get("subject")
            if subject is not None:
                return str(subject)
        return None

    @property
    def tags(self) -> Mapping[str, Sequence[str]]:
        """Its message tags, SES's own among them."""
        tags: Mapping[str, Sequence[str]] = self.events[0].record["mail"]["tags"]
        return tags

    def of_type(self, *types: str) -> Iterator[MailEvent]:
        """Its events of some types."""
        return (event for event in self.events if event.type in types)


def tracked_mails(mails: SentMails) -> Iterator[TrackedMail]:
    """The mails that are tracked, in the order sent [vdm-untracked]."""
    return (TrackedMail(*history) for history in mails.histories(_is_tracked))


def _is_tracked(mail: SentMail) -> bool:
    recipients, acceptance = mail.submission.recipients, mail.acceptance
    is_delegated = acceptance.identity_arn is not None and acceptance.notifications is None
    return len(recipients) == 1 and not goes_to_simulator(recipients[0]) and not is_delegated


# Metrics


def count_by_day(
    mails: SentMails,
    metric: str,
    dimensions: Mapping[str, str],
    start: datetime,
    end: datetime,
) -> dict[datetime, int]:
    """A metric by UTC days, in their order, without those that have nothing [metrics-series]."""
    days = Counter(
        _day(event.timestamp)
        for mail in tracked_mails(mails)
        if has_dimensions(mail, dimensions)
        for event in METRICS[metric](mail)
        if start <= event.timestamp < end
    )
    return dict(sorted(days.items()))


def _day(moment: datetime) -> datetime:
    return moment.astimezone(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)


def is_midnight(moment: datetime) -> bool:
    """Whether a UTC day begins."""
    return moment == _day(moment)


def has_dimensions(mail: TrackedMail, dimensions: Mapping[str, str]) -> bool:
    """Whether a mail is one that dimensions ask for."""
    values = dimensions_of(mail)
    return all(
        matches_identity(mail, wanted) if name == "EMAIL_IDENTITY" else values[name] == wanted
        for name, wanted in dimensions.items()
    )


def dimensions_of(mail: TrackedMail) -> dict[str, str | None]:
    """The values that a mail has for the dimensions."""
    submission = mail.mail.submission
    return {
        "EMAIL_IDENTITY": addresses.bare_address(submission.source).lower(),
        "CONFIGURATION_SET": submission.configuration_set,
        "ISP": UNKNOWN_ISP,
        "TENANT_NAME": submission.tenant,
    }


def matches_identity(mail: TrackedMail, identity: str) -> bool:
    """Whether an identity is the sender's: the address, its domain, or what it was sent as."""
    address = addresses.bare_address(mail.mail.submission.source).lower()
    identity_arn = mail.mail.acceptance.identity_arn or ""
    names = {address, address.rpartition("@")[2], identity_arn.partition(":identity/")[2].lower()}
    return identity.lower() in names


def _of_type(*types: str) -> Callable[[TrackedMail], Iterator[MailEvent]]:
    return lambda mail: mail.of_type(*types)


def _bounces(permanence: str) -> Callable[[TrackedMail], Iterator[MailEvent]]:
    return lambda mail: (
        event
        for event in mail.of_type("Bounce")
        if event.detail["bounceType"] == permanence and not is_withheld(event.detail)
    )


def _complaints(mail: TrackedMail) -> Iterator[MailEvent]:
    return (event for event in mail.of_type("Complaint") if not is_withheld(event.detail))


def _first(type_: str) -> Callable[[TrackedMail], Iterator[MailEvent]]:
    def find(mail: TrackedMail) -> Iterator[MailEvent]:
        event = next(mail.of_type(type_), None)
        return iter(() if event is None else (event,))

    return find


def _deliveries_with(type_: str) -> Callable[[TrackedMail], Iterator[MailEvent]]:
    """The deliveries of mails that were tracked for opens or clicks."""

    def find(mail: TrackedMail) -> Iterator[MailEvent]:
        is_published = bool(mail.mail.acceptance.destinations_of(type_))
        has_tracker = is_published or any(mail.of_type(type_))
        return mail.of_type("Delivery") if has_tracker else iter(())

    return find


def _deliveries_with_feedback(mail: TrackedMail) -> Iterator[MailEvent]:
    """The deliveries to providers with a feedback loop, as far as a complaint shows that."""
    return mail.of_type("Delivery") if any(_complaints(mail)) else iter(())


METRICS: Mapping[str, Callable[[TrackedMail], Iterator[MailEvent]]] = {
    "SEND": _of_type("Send"),
    "COMPLAINT": _complaints,
    "PERMANENT_BOUNCE": _bounces("Permanent"),
    "TRANSIENT_BOUNCE": _bounces("Transient"),
    "OPEN": _first("Open"),
    "CLICK": _first("Click"),
    "DELIVERY": _of_type("Delivery"),
    "DELIVERY_OPEN": _deliveries_with("Open"),
    "DELIVERY_CLICK": _deliveries_with("Click"),
    "DELIVERY_COMPLAINT": _deliveries_with_feedback,
}
"""The events that each metric counts [metrics-names]."""

# Timelines


class Insight(NamedTuple):
    """Something that happened to a mail, in the words of the Virtual Deliverability Manager.

    Details that are None are not known.
    """

    timestamp: datetime
    type: str
    details: Mapping[str, Mapping[str, Any]]


def timeline(mail: TrackedMail) -> list[Insight]:
    """What has happened to a mail, in the order of time."""
    insights = [
        Insight(event.timestamp, to_capitals(event.type), _details(event)) for event in mail.events
    ]
    # The sort is stable: what happened at one moment stays in SES's order.
    return sorted(insights, key=lambda each: each.timestamp)


def _details(event: MailEvent) -> dict[str, Mapping[str, Any]]:
    detail = event.detail
    if event.type == "Bounce":
        recipient = detail["bouncedRecipients"][0]
        return {
            "Bounce": {
                "BounceType": detail["bounceType"].upper(),
                "BounceSubType": to_capitals(detail["bounceSubType"]),
                "DiagnosticCode": recipient.get("diagnosticCode"),
            }
        }
    if event.type == "Complaint":
        subtype = detail["complaintSubType"]
        return {
            "Complaint": {
                "ComplaintSubType": subtype and to_capitals(subtype),
                "ComplaintFeedbackType": detail.get("complaintFeedbackType"),
            }
        }
    return {}


def to_capitals(name: str) -> str:
    """A name such as OnAccountSuppressionList as ON_ACCOUNT_SUPPRESSION_LIST [vdm-insights].

    Probed of that one, inferred for all others.
    """
    return "_".join(re.findall(r"[A-Z][^A-Z\s]*", name)).upper()
