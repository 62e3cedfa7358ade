"""Event destinations of configuration sets: which events are published where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from pytest_sesmock.account.access import Access
from pytest_sesmock.account.reasons import event_destinations as reasons
from pytest_sesmock.engine import arns, limits

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_DIMENSION_NAME = re.compile(r"[A-Za-z0-9_:-]{1,256}")
_DIMENSION_VALUE = re.compile(r"[A-Za-z0-9_@.-]{1,256}")


class SnsTopic(NamedTuple):
    """A topic of Amazon SNS."""

    arn: str

    def check(self, access: Access) -> None:
        """Refuse what is no topic's ARN, and a topic out of reach."""
        if not arns.SNS_TOPIC.fullmatch(self.arn):
            raise reasons.SNS_TOPIC_INVALID.refused(arn=self.arn)
        access.require(self.arn, reasons.SNS_TOPIC_DENIED)


class FirehoseStream(NamedTuple):
    """A delivery stream of Amazon Data Firehose, and the role that lets SES write to it."""

    role_arn: str
    stream_arn: str

    def check(self, access: Access) -> None:
        """Refuse what is no role's or no stream's ARN, and those out of reach."""
        for form, arn in (
            (arns.IAM_ROLE, self.role_arn),
            (arns.FIREHOSE_STREAM, self.stream_arn),
        ):
            if not form.fullmatch(arn):
                raise reasons.FIREHOSE_INVALID.refused(arn=arn)
            access.require(arn, reasons.FIREHOSE_DENIED)


class Dimension(NamedTuple):
    """A dimension of metrics: its name, where its value comes from, and the value if none does.

    The source is MESSAGE_TAG, EMAIL_HEADER or LINK_TAG.
    """

    name: str
    source: str
    default: str


class CloudWatchMetrics(NamedTuple):
    """Metrics of Amazon CloudWatch."""

    dimensions: tuple[Dimension, ...]

    def check(self, access: Access) -> None:  # noqa: ARG002 - the metrics are the account's own
        """Refuse no dimensions, too many, and names and values CloudWatch does not have."""
        if not self.dimensions:
            raise reasons.DIMENSIONS_MISSING.refused()
        if len(self.dimensions) > limits.MAX_DIMENSIONS:
            raise reasons.DIMENSIONS_LIMIT.refused()
        for dimension in self.dimensions:
            if not _DIMENSION_NAME.fullmatch(dimension.name):
                raise reasons.DIMENSION_NAME_INVALID.refused(name=dimension.name)
            if not _DIMENSION_VALUE.fullmatch(dimension.default):
                raise reasons.DIMENSION_VALUE_INVALID.refused(value=dimension.default)


class EventBus(NamedTuple):
    """The default bus of Amazon EventBridge."""

    arn: str

    def check(self, access: Access) -> None:
        """Refuse any but a default event bus, and one out of reach."""
        if not arns.DEFAULT_EVENT_BUS.fullmatch(self.arn):
            raise reasons.EVENT_BUS_INVALID.refused(arn=self.arn)
        access.require(self.arn, reasons.EVENT_BUS_DENIED)


class PinpointApplication(NamedTuple):
    """A project of Amazon Pinpoint."""

    arn: str

    def check(self, access: Access) -> None:
        """Refuse what is no project's ARN, and a project out of reach."""
        if not arns.PINPOINT_APPLICATION.fullmatch(self.arn):
            raise reasons.PINPOINT_INVALID.refused(arn=self.arn)
        access.require(self.arn, reasons.PINPOINT_DENIED)


EVENT_TYPES: Mapping[str, str] = {
    "Send": "SEND",
    "Delivery": "DELIVERY",
    "Bounce": "BOUNCE",
    "Complaint": "COMPLAINT",
    "Open": "OPEN",
    "Click": "CLICK",
    "Reject": "REJECT",
    "Rendering Failure": "RENDERING_FAILURE",
    "DeliveryDelay": "DELIVERY_DELAY",
    "Subscription": "SUBSCRIPTION",
}
"""What event destinations call the types of events, in API v2's spelling."""

Target: TypeAlias = SnsTopic | FirehoseStream | CloudWatchMetrics | EventBus | PinpointApplication


class EventDestination(NamedTuple):
    """What SES remembers of one event destination.

    Attributes:
        name: Its name, unique in its configuration set.
        enabled: Whether events are published.
        event_types: Which ones, in API v2's spelling, such as BOUNCE and RENDERING_FAILURE.
        target: Where to.
    """

    name: str
    enabled: bool
    event_types: tuple[str, ...]
    target: Target

    def takes(self, event_type: str) -> bool:
        """Whether SES publishes events of a type there, such as "Rendering Failure"."""
        return self.enabled and EVENT_TYPES[event_type] in self.event_types


def event_destination(
    name: str,
    *,
    enabled: bool,
    event_types: Sequence[str],
    targets: Sequence[Target],
    access: Access,
) -> EventDestination:
    """The event destination that SES makes of what it is given; raises Refused if it takes none.

    Access says which targets SES can reach.
    """
    check_name(name)
    if not event_types:
        raise reasons.EVENT_TYPES_MISSING.refused()
    if not targets:
        raise reasons.TARGET_MISSING.refused()
    if len(targets) > 1:
        raise reasons.SEVERAL_TARGETS.refused()
    (target,) = targets
    target.check(access)
    return EventDestination(name, enabled, tuple(event_types), target)


def check_name(name: str) -> None:
    """Refuse a name that no event destination can have."""
    if not name:
        raise reasons.NAME_MISSING.refused()
    if len(name) > limits.MAX_EVENT_DESTINATION_NAME_LENGTH:
        raise reasons.NAME_TOO_LONG.refused()
    if not _NAME.fullmatch(name):
        raise reasons.NAME_INVALID.refused(name=name)
