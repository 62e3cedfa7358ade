"""What SES publishes of an event, and where: by the configuration that stood at acceptance.

Event publishing goes by the configuration set, identity notifications by the sending identity. A
mail may have both, and each has records of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from pytest_sesmock.account.event_destinations import (
    CloudWatchMetrics,
    Dimension,
    EventBus,
    EventDestination,
    FirehoseStream,
    PinpointApplication,
    SnsTopic,
)
from pytest_sesmock.delivery.event import Event, EventType, mail_of, subtype_of
from pytest_sesmock.delivery.records import Family

ServiceName: TypeAlias = Literal["sns", "events", "firehose", "cloudwatch", "pinpoint"]
"""The services that SES publishes to, as botocore names their clients."""

_SERVICES: Mapping[type, ServiceName] = {
    SnsTopic: "sns",
    EventBus: "events",
    FirehoseStream: "firehose",
    CloudWatchMetrics: "cloudwatch",
    PinpointApplication: "pinpoint",
}

METHODS = {
    "sns": "publish",
    "events": "put_events",
    "firehose": "put_record",
    "cloudwatch": "put_metric_data",
}
"""The method by which a client of each service publishes."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Destination:
    """Where SES publishes an event.

    Attributes:
        service: The service: `sns`, `events` (EventBridge), `firehose`, `cloudwatch` or `pinpoint`.
        arn: The ARN of the topic, event bus, stream or project; None for metrics.
        name: The name of the event destination; None for the topic of an identity.
        metric: The name of the metric, such as `Bounce`; None for all but metrics.
        dimensions: The dimensions of the metric with their values; empty for all but metrics.
    """

    service: ServiceName
    arn: str | None = None
    name: str | None = None
    metric: str | None = None
    dimensions: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __repr__(self) -> str:
        name = "" if self.name is None else f" {self.name}"
        return f"<Destination{name} {self.service} {self}>"

    def __str__(self) -> str:
        """The ARN, or the metric with its dimensions."""
        if self.arn is not None:
            return self.arn
        dimensions = ", ".join(f"{name}={value}" for name, value in self.dimensions.items())
        return f"AWS/SES {self.metric} ({dimensions})"


@dataclass(frozen=True, slots=True, repr=False)
class Publication:
    """An event that SES has published to one destination.

    Publications are immutable, and equal if they are of the same event and go to the same
    destination.

    Attributes:
        destination: Where SES published it.
        family: "event" for event publishing, by the message's configuration set; "identity" for a
            notification, by the identity that sent it. The two have different records.
        event: The event.
    """

    destination: Destination
    family: Family
    event: Event

    def __repr__(self) -> str:
        to = ", ".join(self.to) or "nobody"
        what = " ".join(filter(None, (self.type, subtype_of(self.event))))
        return f"<Publication {what} to={to} ({self.family}) {self.destination}>"

    @property
    def type(self) -> EventType:
        """The type of the event, such as "Bounce"."""
        return self.event.type

    @property
    def to(self) -> tuple[str, ...]:
        """The addresses that the event is about: its recipients."""
        return self.event.recipients

    @property
    def message_id(self) -> str:
        """The id of the message that the event happened to."""
        return self.event.message_id

    @property
    def timestamp(self) -> datetime:
        """When the event happened, by the mock's clock (an aware datetime in UTC)."""
        return self.event.timestamp

    @property
    def service(self) -> ServiceName:
        """The service of the destination, such as "sns"."""
        return self.destination.service

    @property
    def record(self) -> dict[str, Any]:
        """The record that SES publishes, of this family (a new dict each time).

        SNS, EventBridge and Firehose get it, each in its own envelope. CloudWatch gets no record,
        but a 1 for the metric of the destination.
        """
        return self.event.as_dict(self.family)

    def as_dict(self) -> dict[str, Any]:
        """Destination, family and record as plain data (a new dict each time)."""
        where = self.destination
        return {
            "destination": {
                "service": where.service,
                "arn": where.arn,
                "name": where.name,
                "metric": where.metric,
                "dimensions": dict(where.dimensions),
            },
            "family": self.family,
            "record": self.record,
        }


def publications(event: Event) -> tuple[Publication, ...]:
    """What SES publishes of an event: to the configuration set's destinations, then the topic.

    All is as it was when SES accepted the mail.
    """
    acceptance = mail_of(event).acceptance
    places = [
        Publication(_destination(each, event), "event", event)
        for each in acceptance.destinations_of(event.type)
    ]
    topic = acceptance.topic_of(event.type)
    if topic is not None:
        places.append(Publication(Destination(service="sns", arn=topic), "identity", event))
    return tuple(places)


def _destination(destination: EventDestination, event: Event) -> Destination:
    target, name = destination.target, destination.name
    if isinstance(target, CloudWatchMetrics):
        return Destination(
            service="cloudwatch",
            name=name,
            metric=event.type.replace(" ", ""),  # [evs-cw-metrics]
            dimensions=dict(_dimensions(target, event.record)),
        )
    arn = target.stream_arn if isinstance(target, FirehoseStream) else target.arn
    return Destination(service=_SERVICES[type(target)], arn=arn, name=name)


def _dimensions(metrics: CloudWatchMetrics, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for dimension in metrics.dimensions:
        value = _VALUES[dimension.source](dimension, record)
        yield dimension.name, dimension.default if value is None else value


def _tag_value(dimension: Dimension, record: Mapping[str, Any]) -> str | None:
    return _first(record["mail"]["tags"].get(dimension.name))


def _header_value(dimension: Dimension, record: Mapping[str, Any]) -> str | None:
    fields = record["mail"].get("headers", ())
    name = dimension.name.lower()
    return _first([each["value"] for each in fields if each["name"].lower() == name])


def _link_value(dimension: Dimension, record: Mapping[str, Any]) -> str | None:
    return _first((record.get("click", {}).get("linkTags") or {}).get(dimension.name))


def _first(values: list[str] | None) -> str | None:
    return values[0] if values else None


_VALUES = {"MESSAGE_TAG": _tag_value, "EMAIL_HEADER": _header_value, "LINK_TAG": _link_value}
