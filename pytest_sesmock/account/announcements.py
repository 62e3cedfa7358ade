"""What SES publishes of an account's own affairs, beside the events of its mails."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from pytest_sesmock.account.tenants import Tenant


class SetUpMessage(NamedTuple):
    """What SES publishes to a topic to see whether it can."""

    topic: str
    text: str


class TenantStatus(NamedTuple):
    """That a tenant may send, or may send no more [evs-eb-tenant].

    SES puts it on the default event bus, whatever is configured.
    """

    tenant: str
    status: str
    cause: str
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

    def can_reach(self, resource: str) -> bool:
        """Whether there is a resource of another service, as far as that is known."""
        ...


STATUS_CAUSE = "Status manually updated."
"""Why a tenant's status has changed, if the account's holder has changed it [reputation-entity]."""


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


def tenant_status(tenant: Tenant, updated_at: datetime) -> TenantStatus:
    """What becomes known when the account's holder changes a tenant's status."""
    return TenantStatus(tenant.arn, tenant.sending_status, STATUS_CAUSE, updated_at)
