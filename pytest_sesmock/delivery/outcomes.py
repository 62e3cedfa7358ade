"""What becomes of an accepted mail by itself: the events that follow from its recipients alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from pytest_sesmock.delivery import blocks
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import Event
from pytest_sesmock.delivery.timestamps import to_milliseconds, to_text
from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.engine.simulator import DELIVERY, Outcome, bounce, simulate

# Such mail is never delivered [doc-suppr-accept]; each reason has its own event
# [suppr-events-floci].
_ON_LIST = bounce("Permanent", blocks.ON_ACCOUNT_LIST)
_WITHHELD = {
    "BOUNCE": _ON_LIST,
    "COMPLAINT": Outcome("Complaint", {"complaintSubType": blocks.ON_ACCOUNT_LIST}),
    # The documentation says only that such mail bounces [lmo-docs]; the types are inferred.
    "UNSUBSCRIBED": bounce("Permanent", "General"),
}

# Seen of the simulator: 449 to 601 ms to a delivery; a complaint or an automatic answer lies 23 ms
# before the delivery of its mail [evs-sim-feedback-before-delivery].
_FASTEST, _SLOWEST = 449, 601
_AHEAD_OF_DELIVERY = timedelta(milliseconds=23)

_COMPLAINT_OF_SIMULATOR = {
    "userAgent": "Amazon SES Mailbox Simulator",
    "complaintFeedbackType": "abuse",
}


def outcomes(mail: AcceptedMail, diversions: Collection[str] = ()) -> tuple[Event, ...]:
    """The events of an accepted mail, in SES's order: Send first, then each kind of outcome.

    Mail to real addresses arrives. Recipients with the same outcome share an event. Of those that
    are diverted a test says what becomes of their mail, and nothing does by itself.
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
    by_outcome: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for recipient in submission.recipients:
        if addresses.bare_address(recipient) in diversions:
            continue
        for event, detail in _outcomes(recipient, mail.acceptance.withheld.get(recipient)):
            key = (event, tuple(detail.items()))
            by_outcome.setdefault(key, []).append(addresses.bare_address(recipient))
    return (
        send,
        *(
            _event(mail, event, dict(detail), tuple(recipients))
            for (event, detail), recipients in by_outcome.items()
        ),
    )


def _outcomes(recipient: str, reason: str | None) -> tuple[Outcome, ...]:
    if reason is not None:
        return (_WITHHELD[reason],)
    mailbox = addresses.parse(recipient)
    outcomes = None if isinstance(mailbox, AddressFault) else simulate(mailbox)
    return outcomes or (DELIVERY,)


def arrival(mail: AcceptedMail) -> datetime:
    """When the mail reaches its receivers, by itself."""
    took = timedelta(milliseconds=mail.draw("delivery").randint(_FASTEST, _SLOWEST))
    return to_milliseconds(mail.accepted_at) + took


def _event(
    mail: AcceptedMail, kind: str, detail: dict[str, str], recipients: tuple[str, ...]
) -> Event:
    moment = arrival(mail)
    if kind == "Delivery":
        block = blocks.delivery(mail, recipients, moment)
        return Event("Delivery", recipients, moment, block, mail)
    if kind == "Complaint":
        return _complaint(mail, recipients, moment, detail.get("complaintSubType"))
    return _bounce(mail, recipients, moment, detail["bounceType"], detail["bounceSubType"])


def _complaint(
    mail: AcceptedMail, recipients: tuple[str, ...], arrives: datetime, subtype: str | None
) -> Event:
    moment = arrives - _AHEAD_OF_DELIVERY
    report = {} if subtype else _COMPLAINT_OF_SIMULATOR | {"arrivalDate": to_text(moment)}
    block = blocks.complaint(mail, recipients, moment, subtype=subtype, report=report)
    return Event("Complaint", recipients, moment, block, mail)


def _bounce(
    mail: AcceptedMail, recipients: tuple[str, ...], arrives: datetime, kind: str, subtype: str
) -> Event:
    if subtype == blocks.ON_ACCOUNT_LIST:
        block = blocks.suppressed_bounce(mail, recipients, arrives)
        return Event("Bounce", recipients, arrives, block, mail)
    if kind == "Transient":
        # An automatic answer comes without a report [evs-ooto-delivery-and-bounce].
        moment = arrives - _AHEAD_OF_DELIVERY
        block = blocks.bounce(mail, recipients, moment, type=kind, subtype=subtype, report={})
        return Event("Bounce", recipients, moment, block, mail)
    block = blocks.bounce(mail, recipients, arrives, type=kind, subtype=subtype)
    return Event("Bounce", recipients, arrives, block, mail)
