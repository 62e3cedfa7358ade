"""Something that happens to an accepted mail, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any, Literal, TypeAlias

from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.records import (
    NOTIFICATION_TYPES,
    Family,
    event_record,
    identity_record,
)
from pytest_sesmock.errors import SesmockError

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

EventType: TypeAlias = Literal[
    "Send",
    "Delivery",
    "Bounce",
    "Complaint",
    "Open",
    "Click",
    "Reject",
    "Rendering Failure",
    "DeliveryDelay",
    "Subscription",
]


class Event:
    """Something that happens to an accepted message, and the records that AWS publishes of it.

    Events are immutable, and equal if they say the same of the same message.
    """

    __slots__ = ("_block", "_mail", "_recipients", "_timestamp", "_type")

    def __init__(
        self,
        type: EventType,  # noqa: A002 - SES's name
        recipients: tuple[str, ...],
        timestamp: datetime,
        block: Mapping[str, Any],
        mail: AcceptedMail,
    ) -> None:
        self._type = type
        self._recipients = recipients
        self._timestamp = timestamp
        self._block = block
        self._mail = mail

    @property
    def type(self) -> EventType:
        """SES's name for it, such as "Bounce"."""
        return self._type

    @property
    def recipients(self) -> tuple[str, ...]:
        """The addresses that it is about, without display names. For Send, all of them."""
        return self._recipients

    @property
    def timestamp(self) -> datetime:
        """When it happens, by the mock's clock (an aware datetime in UTC)."""
        return self._timestamp

    @property
    def message_id(self) -> str:
        """The id of the message that it happens to."""
        return self._mail.message_id

    @property
    def detail(self) -> dict[str, Any]:
        """What AWS publishes of it alone, such as `bounceType` (a new dict each time).

        The keys, their order and the types of the values are those of AWS's record.
        """
        return deepcopy(dict(self._block))

    @property
    def record(self) -> dict[str, Any]:
        """The record that event publishing has of it, with `eventType` (a new dict each time).

        SES publishes it to the event destinations of the message's configuration set. For a message
        without one it is the record that they would get, without the tag
        `ses:configuration-set`.
        """
        return self.as_dict("event")

    @property
    def notification(self) -> dict[str, Any] | None:
        """The notification of the sending identity, with `notificationType` (a new dict each time).

        None for an event that identities are not notified of: there are notifications of bounces,
        complaints and deliveries. It has the message's headers if that was switched on for the
        identity when SES accepted the message.
        """
        return self.as_dict("identity") if self._type in NOTIFICATION_TYPES else None

    def as_dict(self, family: Family = "event", *, headers: bool | None = None) -> dict[str, Any]:
        """The record of one family, as plain data (a new dict each time).

        Args:
            family: "event" for event publishing, "identity" for identity notifications.
            headers: Whether an identity notification has the message's headers. By default it has
                them if that was switched on for the identity.

        Raises:
            SesmockError: There is no such family, or identities are not notified of such events.
        """
        if family == "event":
            return event_record(self._type, self._block, self._mail)
        if family != "identity":
            raise SesmockError(f'family must be "event" or "identity", not {family!r}')
        if self._type not in NOTIFICATION_TYPES:
            raise SesmockError(
                f"SES notifies identities of {', '.join(NOTIFICATION_TYPES)}, not of {self._type}"
            )
        if headers is None:
            notifications = self._mail.acceptance.notifications
            headers = notifications is not None and self._type in notifications.headers_in
        return identity_record(self._type, self._block, self._mail, headers=headers)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Event):
            return NotImplemented
        return self._key() == other._key() and self._block == other._block

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self._mail.message_id, self._type, self._recipients, self._timestamp

    def __repr__(self) -> str:
        to = ", ".join(self._recipients) or "nobody"
        return f"<Event {self._type} to={to} at {self._timestamp:%H:%M:%S}Z>"


def mail_of(event: Event) -> AcceptedMail:
    """The mail that an event happens to."""
    return event._mail  # noqa: SLF001 - not for users, who hold the message itself
