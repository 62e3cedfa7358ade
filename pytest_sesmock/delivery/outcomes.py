"""What becomes of an accepted mail by itself: the events that follow from its recipients alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from pytest_sesmock.delivery import blocks
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import Event
from pytest_sesmock.delivery.receivers import SIMULATOR_AGENT
from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.engine.simulator import DELIVERY, simulate
from pytest_sesmock.timestamps import to_milliseconds, to_text


class _Fate(NamedTuple):
    """What happens to a mail for one recipient: those with the same share an event.

    Attributes:
        event: The type of the event.
        subtypes: The types that it has besides, in SES's order.
        withheld: Whether SES itself has kept the mail from the recipient.
    """

    event: str
    subtypes: tuple[str, ...] = ()
    withheld: bool = False


# Such mail is never delivered [doc-suppr-accept]; each reason has its own event
# [suppr-events-floci].
_WITHHELD = {
    "BOUNCE": _Fate("Bounce", ("Permanent", blocks.ON_ACCOUNT_LIST), withheld=True),
    "COMPLAINT": _Fate("Complaint", (blocks.ON_ACCOUNT_LIST,), withheld=True),
    # The documentation says only that such mail bounces [lmo-docs]; the types are inferred, and
    # others name UnsubscribedRecipient [evs-optout-subtype].
    "UNSUBSCRIBED": _Fate("Bounce", ("Permanent", "General"), withheld=True),
}

# Seen of the simulator: 449 to 601 ms to a delivery; a complaint or an automatic answer lies 23 ms
# before the delivery of its mail [evs-sim-feedback-before-delivery].
_FASTEST, _SLOWEST = 449, 601
_AHEAD_OF_DELIVERY = timedelta(milliseconds=23)

_COMPLAINT_OF_SIMULATOR = {
    "userAgent": SIMULATOR_AGENT,
    "complaintFeedbackType": "abuse",
}


def outcomes(mail: AcceptedMail, diversions: Collection[str] = ()) -> tuple[Event, ...]:
    """The events of an accepted mail, in SES's order: Send first, then each kind of outcome.

    Mail to real addresses arrives. Recipients with the same outcome share an event. Nothing happens
    by itself to diversions: recipients of whom a test says what becomes of their mail.
    """
    submission = mail.submission
    template = submission.template
    moment = to_milliseconds(mail.accepted_at)
    if template is not None and template.failure is not None:
        failure = blocks.rendering_failure(template.failure, template.name or "")
        return (Event("Rendering Failure", mail.recipients, moment, failure, mail),)
    send = Event("Send", mail.recipients, moment, {}, mail)
    if submission.holds_test_virus:
        return send, Event("Reject", mail.recipients, moment, blocks.reject(), mail)
    by_fate: dict[_Fate, list[str]] = {}
    for recipient in submission.recipients:
        if addresses.bare_address(recipient) in diversions:
            continue
        for fate in _fates(recipient, mail.acceptance.withheld.get(recipient)):
            by_fate.setdefault(fate, []).append(addresses.bare_address(recipient))
    return (
        send,
        *(_event(mail, fate, tuple(recipients)) for fate, recipients in by_fate.items()),
    )


def _fates(recipient: str, reason: str | None) -> tuple[_Fate, ...]:
    if reason is not None:
        return (_WITHHELD[reason],)
    mailbox = addresses.parse(recipient)
    outcomes = None if isinstance(mailbox, AddressFault) else simulate(mailbox)
    return tuple(
        _Fate(outcome.event, tuple(outcome.detail.values())) for outcome in outcomes or (DELIVERY,)
    )


def arrival(mail: AcceptedMail) -> datetime:
    """When the mail reaches its receivers by itself."""
    took = timedelta(milliseconds=mail.draw("delivery").randint(_FASTEST, _SLOWEST))
    return to_milliseconds(mail.accepted_at) + took


def _event(mail: AcceptedMail, fate: _Fate, recipients: tuple[str, ...]) -> Event:
    moment = arrival(mail)
    if fate.event == "Delivery":
        block = blocks.delivery(mail, recipients, moment)
        return Event("Delivery", recipients, moment, block, mail)
    if fate.event == "Complaint":
        return _complaint(mail, fate, recipients, moment)
    return _bounce(mail, fate, recipients, moment)


def _complaint(
    mail: AcceptedMail, fate: _Fate, recipients: tuple[str, ...], arrives: datetime
) -> Event:
    if fate.withheld:
        (subtype,) = fate.subtypes
        block = blocks.complaint(mail, recipients, arrives, subtype=subtype)
        return Event("Complaint", recipients, arrives, block, mail)
    moment = arrives - _AHEAD_OF_DELIVERY
    report = _COMPLAINT_OF_SIMULATOR | {"arrivalDate": to_text(moment)}
    block = blocks.complaint(mail, recipients, moment, report=report)
    return Event("Complaint", recipients, moment, block, mail)


def _bounce(
    mail: AcceptedMail, fate: _Fate, recipients: tuple[str, ...], arrives: datetime
) -> Event:
    bounce_type, subtype = fate.subtypes
    if fate.withheld:
        suppressed = subtype == blocks.ON_ACCOUNT_LIST
        withheld_bounce = blocks.suppressed_bounce if suppressed else blocks.unsubscribed_bounce
        block = withheld_bounce(mail, recipients, arrives)
        return Event("Bounce", recipients, arrives, block, mail)
    if bounce_type == "Transient":
        # An automatic answer comes without a report [evs-ooto-delivery-and-bounce].
        moment = arrives - _AHEAD_OF_DELIVERY
        block = blocks.bounce(
            mail, recipients, moment, type=bounce_type, subtype=subtype, report={}
        )
        return Event("Bounce", recipients, moment, block, mail)
    block = blocks.bounce(mail, recipients, arrives, type=bounce_type, subtype=subtype)
    return Event("Bounce", recipients, arrives, block, mail)
