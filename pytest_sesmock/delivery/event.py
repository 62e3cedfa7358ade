"""Something that happens to an accepted mail, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeAlias

from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.records import (
    BLOCK_NAMES,
    NOTIFICATION_TYPES,
    Family,
    check_family,
    event_record,
    identity_record,
)
from pytest_sesmock.errors import no_attribute

if TYPE_CHECKING:
    from pytest_sesmock.delivery.envelopes import SnsRequest
    from pytest_sesmock.delivery.forms import TopicMessage
    from pytest_sesmock.delivery.signature import SignatureVersion

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
        check_family(family, self._type)
        if family == "event":
            return event_record(self._type, self._block, self._mail)
        if headers is None:
            notifications = self._mail.acceptance.notifications
            headers = notifications is not None and self._type in notifications.headers_in
        return identity_record(self._type, self._block, self._mail, headers=headers)

    def as_sns(
        self,
        *,
        topic_arn: str | None = None,
        family: Family | None = None,
        signature_version: SignatureVersion = "1",
        raw: bool = False,
    ) -> SnsRequest:
        """The HTTP request in which SNS would hand it to your webhook, signed with a test key.

        Args:
            topic_arn: The topic that it comes from. By default the one that the record is
                published to, by the configuration set or by the identity. If there are several or
                none, a topic called `ses-events` in the account and region of the message.
            family: "event" for the record of event publishing, "identity" for the notification of
                the identity. By default the former if the message has a configuration set, or if
                identities are not notified of such events.
            signature_version: "1" for SHA-1, as SNS signs unless a topic is set to something else,
                or "2" for SHA-256.
            raw: Whether delivery is raw: the record itself, without envelope and signature.

        Raises:
            SesmockError: If the ARN is no topic's, or identities are not notified of such events.
        """
        return self._message(topic_arn, family, signature_version, raw=raw).http_request()

    def as_sqs(
        self,
        *,
        topic_arn: str | None = None,
        family: Family | None = None,
        signature_version: SignatureVersion = "1",
        raw: bool = False,
    ) -> dict[str, str]:
        """The message that a worker would receive from a queue that is subscribed to the topic.

        It is an entry of `receive_message()["Messages"]`, with MessageId, ReceiptHandle, MD5OfBody
        and Body. The body is SNS's envelope as a text, or with raw delivery the record.

        Args:
            topic_arn: As for `as_sns`.
            family: As for `as_sns`.
            signature_version: As for `as_sns`.
            raw: As for `as_sns`.

        Raises:
            SesmockError: As for `as_sns`.
        """
        return self._message(topic_arn, family, signature_version, raw=raw).queue_entry()

    def as_lambda(
        self,
        *,
        via: Literal["sns", "sqs"] = "sns",
        topic_arn: str | None = None,
        family: Family | None = None,
        signature_version: SignatureVersion = "1",
        raw: bool = False,
    ) -> dict[str, Any]:
        """The event that a Lambda function would be called with, with one entry in `Records`.

        A function that a rule of EventBridge calls gets what `as_eventbridge` returns.

        Args:
            via: What calls the function: "sns" for the topic, "sqs" for a queue that is subscribed
                to the topic and called as it is.
            topic_arn: As for `as_sns`.
            family: As for `as_sns`.
            signature_version: As for `as_sns`.
            raw: As for `as_sns`; SNS calls no function that way, so only via "sqs".

        Raises:
            SesmockError: As for `as_sns`, and if delivery is raw via "sns".
        """
        return self._message(topic_arn, family, signature_version, raw=raw).lambda_event(via)

    def as_eventbridge(self) -> dict[str, Any]:
        """The event that would be on the default event bus, with the record under `detail`.

        `resources` has the ARN of the message's configuration set, and is empty if it has none.
        """
        from pytest_sesmock.delivery import forms  # noqa: PLC0415 - few tests need it

        return forms.eventbridge_event(self, self._mail)

    def as_firehose(self) -> bytes:
        """What would be in a delivery stream: the record as a line of JSON.

        It is what `put_record` takes as `Data`; files that Firehose writes hold many such lines.
        """
        from pytest_sesmock.delivery import forms  # noqa: PLC0415 - few tests need it

        return forms.firehose_record(self)

    def _message(
        self,
        topic_arn: str | None,
        family: Family | None,
        signature_version: SignatureVersion,
        *,
        raw: bool,
    ) -> TopicMessage:
        from pytest_sesmock.delivery import forms  # noqa: PLC0415 - few tests need it

        return forms.TopicMessage(self, self._mail, family, topic_arn, signature_version, raw)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Event):
            return NotImplemented
        return self._key() == other._key() and self._block == other._block

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self._mail.message_id, self._type, self._recipients, self._timestamp

    def __repr__(self) -> str:
        what = " ".join(filter(None, (self._type, subtype_of(self))))
        to = ", ".join(self._recipients) or "nobody"
        return f"<Event {what} to={to} at {self._timestamp:%H:%M:%S}Z>"

    if not TYPE_CHECKING:  # pragma: no branch - would make every name right

        def __getattr__(self, name: str) -> NoReturn:
            others: dict[str, str] = {}
            if not name.startswith("_"):
                keys = {each.lower(): f"event.detail[{each!r}]" for each in self._block}
                subtypes = (keys.get(each.lower()) for each in _SUBTYPES.get(self._type, ()))
                *_, subtype = "'detail'", *filter(None, subtypes)
                block = {BLOCK_NAMES[self._type].lower(): "'detail'", "subtype": subtype}
                others = {**_OTHER_NAMES, **block, **keys}
            raise no_attribute(self, name, others)


_SUBTYPES = {
    "Bounce": ("bounceType", "bounceSubType"),
    "Complaint": ("complaintSubType", "complaintFeedbackType"),
    "DeliveryDelay": ("delayType",),
    "Reject": ("reason",),
}
_OTHER_NAMES = {
    **dict.fromkeys(("eventtype", "notificationtype", "kind", "name"), "'type'"),
    **dict.fromkeys(("to", "email", "address", "destination"), "'recipients'"),
    **dict.fromkeys(("at", "time", "date", "datetime"), "'timestamp'"),
    **dict.fromkeys(("json", "body", "payload", "data", "asjson"), "'record'"),
    "mail": "event.record['mail']",
}
"""What others call its attributes, as for `no_attribute`."""


def subtype_of(event: Event) -> str:
    """What SES tells apart within a type, such as `Permanent/General`; empty if nothing."""
    block = event._block  # noqa: SLF001 - our own
    return "/".join(filter(None, map(block.get, _SUBTYPES.get(event.type, ()))))


def mail_of(event: Event) -> AcceptedMail:
    """The mail that an event happens to."""
    return event._mail  # noqa: SLF001 - not for users, who hold the message itself
