"""What SES publishes of an account's own affairs, beside the events of its mails."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias


class SetUpMessage(NamedTuple):
    """What SES publishes to a topic to see whether it can."""

    topic: str
    text: str


StatusOrigin: TypeAlias = Literal["CUSTOMER_MANAGED", "AWS_MANAGED"]


class TenantStatus(NamedTuple):
    """That a tenant may send, or may send no more [evs-eb-tenant].

    SES puts it on the default event bus, whatever is configured.

    Attributes:
        tenant: The tenant's ARN.
        status: Its sending status.
        origin: Whose decision it is [tenant-status-event].
        cause: Why; None if that is not known.
        updated_at: Since when.
    """

    tenant: str
    status: str
    origin: StatusOrigin
    cause: str | None
    updated_at: datetime


Announcement: TypeAlias = SetUpMessage | TenantStatus


class Publisher(Protocol):
    """What an account needs of the mock to publish."""

    def listen(self, region: str, callback: Callable[[Any], object]) -> None:
        """Have a callback called with each event of the region's mails."""
        ...

    def announce(self, announcement: Announcement) -> None:
        """Publish something, once the running call has been answered."""
        ...

    def happen(self, what: Announcement, due: datetime) -> None:
        """Publish what a test has let happen: at once, if it is due. No lock may be held."""
        ...

    def can_reach(self, resource: str) -> bool:
        """Whether there is a resource of another service, as far as that is known."""
        ...


def validate_destination(topic: str) -> SetUpMessage:
    """What a topic gets when it becomes an event destination [evs-sns-validate]."""
    return SetUpMessage(topic, "Successfully validated SNS topic for Amazon SES event publishing.")


def validate_topic(topic: str, notification_type: str, identity: str) -> SetUpMessage:
    """What a topic gets when an identity is to notify it [evs-sns-identity-validate]."""
    text = (
        f"You have successfully subscribed your Amazon SNS topic '{topic}' to receive "
        f"'{notification_type}' notifications from Amazon SES for identity '{identity}'."
    )
    record = {"notificationType": "AmazonSnsSubscriptionSucceeded", "message": text}
    return SetUpMessage(topic, json.dumps(record, separators=(",", ":"), ensure_ascii=False) + "\n")
