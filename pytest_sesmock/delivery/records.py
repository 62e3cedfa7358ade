"""The records that AWS publishes of an event, in two families that are never mixed.

*Event publishing* goes by the configuration set, *identity notifications* by the identity.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Literal, TypeAlias

from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.mail_object import event_mail, identity_mail
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.timestamps import to_seconds

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

Family: TypeAlias = Literal["event", "identity"]

NOTIFICATION_TYPES = ("Bounce", "Complaint", "Delivery")
"""The types of events that identities are notified of."""

BLOCK_NAMES = {
    "Send": "send",
    "Delivery": "delivery",
    "Bounce": "bounce",
    "Complaint": "complaint",
    "Open": "open",
    "Click": "click",
    "Reject": "reject",
    "Rendering Failure": "failure",
    "DeliveryDelay": "deliveryDelay",
    "Subscription": "subscription",
}
"""What the block of each type of event is called."""


def check_family(family: object, event_type: str) -> None:
    """Raise SesmockError for what is no family, or has no records of a type of event."""
    if family not in ("event", "identity"):
        raise SesmockError(f'family must be "event" or "identity", not {family!r}')
    if family == "identity" and event_type not in NOTIFICATION_TYPES:
        raise SesmockError(
            f"SES notifies identities of {', '.join(NOTIFICATION_TYPES)}, not of {event_type}"
        )


_BLOCK_FIRST = ("Bounce", "Complaint")


def event_record(event_type: str, block: Mapping[str, Any], mail: AcceptedMail) -> dict[str, Any]:
    """The record of event publishing (a new dict each time)."""
    return _record("eventType", event_type, deepcopy(dict(block)), event_mail(mail, event_type))


def identity_record(
    event_type: str, block: Mapping[str, Any], mail: AcceptedMail, *, headers: bool
) -> dict[str, Any]:
    """The identity notification (a new dict each time), with the mail's headers or without."""
    said = deepcopy(dict(block))
    if event_type == "Bounce":
        said["timestamp"] = to_seconds(said["timestamp"])
    return _record("notificationType", event_type, said, identity_mail(mail, headers=headers))


def _record(
    key: str, event_type: str, block: dict[str, Any], mail: dict[str, Any]
) -> dict[str, Any]:
    # Which of the two comes first depends on the type [evs-order-top].
    parts = {BLOCK_NAMES[event_type]: block, "mail": mail}
    order = parts if event_type in _BLOCK_FIRST else reversed(parts)
    return {key: event_type, **{name: parts[name] for name in order}}
