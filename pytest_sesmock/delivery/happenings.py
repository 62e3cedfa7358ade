"""What a test lets happen to an accepted mail: what there is of each kind, and its event.

Each function checks what a test says of one kind; a wrong value is a SesmockError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, get_args

from pytest_sesmock.account.arguments import one_of
from pytest_sesmock.account.suppression import SuppressionReason
from pytest_sesmock.delivery import blocks, bounces
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.arguments import (
    check_ip_address,
    check_moment,
    check_status,
    check_text,
)
from pytest_sesmock.delivery.bounces import Action
from pytest_sesmock.delivery.event import Event, EventType
from pytest_sesmock.delivery.fates import Fate, find_fate, moments
from pytest_sesmock.delivery.occasion import Occasion
from pytest_sesmock.delivery.outcomes import arrival
from pytest_sesmock.delivery.receivers import SIMULATOR_AGENT, is_simulated
from pytest_sesmock.delivery.subtypes import (
    BOUNCE_SUBTYPES,
    COMPLAINT_SUBTYPES,
    DELAY_TYPES,
    FEEDBACK_TYPES,
    BounceSubType,
    BounceType,
    ComplaintSubType,
    DelayType,
    FeedbackType,
)
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.timestamps import to_milliseconds, to_text

if TYPE_CHECKING:
    from pytest_sesmock.account.contact_lists import ContactList
    from pytest_sesmock.account.contacts import Preferences, Unsubscription

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

BotEvent: TypeAlias = Literal["Likely", "Unlikely"]

USER_AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/60.0.3112.90 Safari/537.36"
)
"""The mail program of a reader, as in AWS's sample [evs-click]."""
READER_IP = "203.0.113.5"
"""Where a reader is: an address that belongs to nobody (RFC 5737)."""
_FEEDBACK_LOOP = "Yahoo!-Mail-Feedback/2.0"  # [evs-fwd-complaint]

_ON_ITS_WAY: tuple[Fate, ...] = ("on its way",)
_NOT_THERE_YET: tuple[Fate, ...] = ("on its way", "delayed")
_ARRIVED: tuple[Fate, ...] = ("delivered",)


class Happening(NamedTuple):
    """Something that a test lets happen.

    Attributes:
        type: The type of its event.
        after: The fates of a recipient to whom it can happen.
        block: Makes the event's block.
    """

    type: EventType
    after: tuple[Fate, ...]
    block: Callable[[Occasion], Mapping[str, Any]]

    @property
    def is_end(self) -> bool:
        """Whether it decides how the mail ends for a recipient, or that it has not ended."""
        return "on its way" in self.after

    def diverts(self, *, is_late: bool) -> bool:
        """Whether the mail does not arrive by itself if this happens.

        What happens late happens to a mail that has arrived, if it can.
        """
        return self.is_end and not (is_late and "delivered" in self.after)

    def check(self, events: Sequence[Event], recipients: Sequence[str]) -> None:
        """Raise SesmockError if it cannot happen to the recipients after these events."""
        for recipient in recipients:
            now = find_fate(events, recipient)
            if now not in self.after:
                raise SesmockError(
                    f"no {self.type} can follow for {recipient}: the message {_SAID[now]}. "
                    f"What can follow: {', '.join(_FOLLOWING[now]) or 'nothing'}. "
                    "With force=True it happens all the same."
                )

    def event(
        self,
        mail: AcceptedMail,
        recipients: tuple[str, ...],
        due: datetime,
        before: Sequence[Event],
    ) -> Event:
        """The event that it is, after what has happened before, and not before it is due."""
        # A test is faster than mail.
        moment = max(
            to_milliseconds(due),
            arrival(mail),
            *(each + _LATER for each in moments(before, recipients)),
        )
        deliveries = moments((each for each in before if each.type == "Delivery"), recipients)
        occasion = Occasion(mail, recipients, moment, max(deliveries, default=None))
        return Event(self.type, recipients, moment, self.block(occasion), mail)


_LATER = timedelta(milliseconds=1)

_SAID: Mapping[Fate, str] = {
    "on its way": "is on its way",
    "delayed": "is delayed",
    "delivered": "has been delivered",
    "bounced": "has bounced",
    "withheld": "has not been delivered, because the address is on the suppression list",
    "rejected": "has been rejected",
    "not rendered": "could not be rendered",
}
_FOLLOWING: Mapping[Fate, tuple[str, ...]] = {
    "on its way": ("deliver", "bounce", "delay", "reject"),
    "delayed": ("deliver", "bounce", "delay"),
    "delivered": ("bounce", "complain", "open", "click", "unsubscribe"),
    "bounced": (),
    "withheld": (),
    "rejected": (),
    "not rendered": (),
}
"""The methods of a message that let happen what can follow."""


# What happens on the way


def delivery(*, smtp_response: str | None) -> Happening:
    """The receiver takes the mail."""
    check_text("smtp_response", smtp_response)

    def block(at: Occasion) -> dict[str, Any]:
        return blocks.delivery(at.mail, at.recipients, at.moment, smtp_response=smtp_response)

    return Happening("Delivery", _NOT_THERE_YET, block)


def bounce(
    type: BounceType,  # noqa: A002 - SES's name
    subtype: BounceSubType | None,
    *,
    status: str | None,
    diagnostic_code: str | None,
    action: Action,
    reporting_mta: str | None,
    remote_mta_ip: str | None,
) -> Happening:
    """The mail comes back."""
    one_of("type", type, tuple(BOUNCE_SUBTYPES))
    subtypes = BOUNCE_SUBTYPES[type]
    kind = subtypes[0] if subtype is None else subtype
    if kind not in subtypes:
        raise SesmockError(
            f"subtype of a {type} bounce must be one of {', '.join(subtypes)}, not {subtype!r}"
        )
    check_status(status)
    check_text("diagnostic_code", diagnostic_code, empty=True)
    one_of("action", action, get_args(Action))
    check_text("reporting_mta", reporting_mta)
    check_ip_address("remote_mta_ip", remote_mta_ip)
    report = {
        key: value
        for key, value in (
            ("action", action if action != "failed" else None),
            ("status", status),
            ("diagnosticCode", diagnostic_code),
        )
        if value is not None
    }

    def block(at: Occasion) -> dict[str, Any]:
        return bounces.make_block(
            at, type, kind, report, reporting_mta=reporting_mta, remote_mta_ip=remote_mta_ip
        )

    after = _ON_ITS_WAY if kind in bounces.NEVER_TRIED else (*_NOT_THERE_YET, *_ARRIVED)
    return Happening("Bounce", after, block)


def delay(
    delay_type: DelayType,
    *,
    expires_at: datetime | None,
    status: str | None,
    diagnostic_code: str | None,
    reporting_mta: str | None,
) -> Happening:
    """The mail does not arrive at first, and SES goes on trying."""
    one_of("delay_type", delay_type, DELAY_TYPES)
    check_moment("expires_at", expires_at)
    check_status(status)
    check_text("diagnostic_code", diagnostic_code, empty=True)
    check_text("reporting_mta", reporting_mta)

    def block(at: Occasion) -> dict[str, Any]:
        return blocks.delivery_delay(
            at.mail,
            at.recipients,
            at.moment,
            delay_type=delay_type,
            expires_at=expires_at or at.mail.accepted_at + bounces.time_of_trying(at.mail),
            status=status,
            diagnostic_code=diagnostic_code,
            reporting_mta=reporting_mta,
        )

    return Happening("DeliveryDelay", _NOT_THERE_YET, block)


def reject(reason: str) -> Happening:
    """SES finds a virus in the mail."""
    check_text("reason", reason)
    return Happening("Reject", _ON_ITS_WAY, lambda _: blocks.reject(reason))


# What the people do who have the mail


def complaint(
    *,
    feedback_type: FeedbackType | None,
    user_agent: str | None,
    subtype: ComplaintSubType | None,
    arrival_date: datetime | None,
) -> Happening:
    """The reader calls the mail spam."""
    if feedback_type is not None:
        one_of("feedback_type", feedback_type, FEEDBACK_TYPES)
    if subtype is not None:
        one_of("subtype", subtype, COMPLAINT_SUBTYPES)
    check_text("user_agent", user_agent)
    check_moment("arrival_date", arrival_date)

    def block(at: Occasion) -> dict[str, Any]:
        report: dict[str, str] = {}
        if subtype is None and feedback_type is not None:
            usual = SIMULATOR_AGENT if is_simulated(at.recipients[0]) else _FEEDBACK_LOOP
            report = {
                "userAgent": user_agent or usual,
                "complaintFeedbackType": feedback_type,
                "arrivalDate": to_text(arrival_date or at.delivered_at or at.moment),
            }
        return blocks.complaint(at.mail, at.recipients, at.moment, subtype=subtype, report=report)

    return Happening("Complaint", _ARRIVED if subtype is None else _ON_ITS_WAY, block)


def opening(*, user_agent: str, ip_address: str, is_bot_event: BotEvent | None) -> Happening:
    """The reader's mail program shows the images of the mail."""
    _check_reader(user_agent, ip_address, is_bot_event)

    def block(at: Occasion) -> dict[str, Any]:
        return blocks.open(at.moment, user_agent, ip_address, is_bot_event=is_bot_event)

    return Happening("Open", _ARRIVED, block)


def click(
    link: str,
    link_tags: Mapping[str, Sequence[str]] | None,
    *,
    user_agent: str,
    ip_address: str,
    is_bot_event: BotEvent | None,
) -> Happening:
    """The reader follows a link, which has tags or not."""
    _check_reader(user_agent, ip_address, is_bot_event)

    def block(at: Occasion) -> dict[str, Any]:
        return blocks.click(
            at.moment,
            link,
            link_tags,
            user_agent=user_agent,
            ip_address=ip_address,
            is_bot_event=is_bot_event,
        )

    return Happening("Click", _ARRIVED, block)


def _check_reader(user_agent: str, ip_address: str, is_bot_event: str | None) -> None:
    check_text("user_agent", user_agent)
    check_ip_address("ip_address", ip_address)
    if is_bot_event is not None:
        one_of("is_bot_event", is_bot_event, get_args(BotEvent))


def subscription(unsubscribe: Callable[[str], Unsubscription]) -> Happening:
    """The reader does not want such mail any more, which has the contact unsubscribed."""

    def block(at: Occasion) -> dict[str, Any]:
        contact_list, old, new = unsubscribe(at.recipients[0])
        return blocks.subscription(
            contact_list.name,
            at.moment,
            "UnsubscribeHeader",
            new=_preferences(contact_list, new),
            old=_preferences(contact_list, old),
        )

    return Happening("Subscription", _ARRIVED, block)


def _preferences(contact_list: ContactList, preferences: Preferences) -> dict[str, Any]:
    """What a contact wants of each topic: that all are listed is inferred."""
    statuses = {
        topic.name: preferences.topics.get(topic.name, topic.default_status)
        for topic in contact_list.topics
    }
    return {
        "unsubscribeAll": preferences.unsubscribe_all,
        "topicSubscriptionStatus": [
            {"topicName": name, "subscriptionStatus": _STATUSES[status]}
            for name, status in statuses.items()
        ],
    }


_STATUSES = {"OPT_IN": "OptIn", "OPT_OUT": "OptOut"}


# What SES does about it


_HARD = ("General", "NoEmail")  # of the type Permanent


def find_suppression_reason(event: Event) -> SuppressionReason | None:
    """Why SES puts an event's recipients on its suppression list; None if it does not.

    It does for hard bounces and for complaints [doc-suppr-reasons], not for those that stand for
    the list itself.
    """
    if event.type == "Bounce":
        detail = event.detail
        is_hard = detail["bounceType"] == "Permanent" and detail["bounceSubType"] in _HARD
        return "BOUNCE" if is_hard else None
    is_complaint = event.type == "Complaint" and event.detail["complaintSubType"] is None
    return "COMPLAINT" if is_complaint else None
