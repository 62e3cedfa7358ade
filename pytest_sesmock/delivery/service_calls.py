"""How SES hands what it publishes to other services: as a call of each."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, NamedTuple

from pytest_sesmock.account.announcements import Announcement, SetUpMessage, TenantStatus
from pytest_sesmock.delivery.envelopes import to_json
from pytest_sesmock.delivery.event import mail_of
from pytest_sesmock.delivery.forms import (
    eventbridge_event,
    firehose_record,
    message_of,
    subject_of,
)
from pytest_sesmock.delivery.publishing import Publication
from pytest_sesmock.engine import arns

_SOURCE = "aws.ses"


class ServiceCall(NamedTuple):
    """A call of another service.

    Attributes:
        service: botocore's name of the service.
        region: Where it is called.
        parameters: Those of the service's method in `METHODS` of `publishing`.
    """

    service: str
    region: str
    parameters: dict[str, Any]


def publication_call(publication: Publication) -> ServiceCall:
    """The call that publishes an event. Its service is none of `METHODS` if none takes events."""
    where = publication.destination
    make = _PARAMETERS.get(where.service)
    home = mail_of(publication.event).submission.region
    region = home if where.arn is None else arns.region_of(where.arn)
    return ServiceCall(where.service, region, {} if make is None else make(publication))


def announcement_call(announcement: Announcement) -> ServiceCall:
    """The call that publishes what is no event of a mail."""
    if isinstance(announcement, SetUpMessage):
        topic, text = announcement
        return ServiceCall("sns", arns.region_of(topic), {"TopicArn": topic, "Message": text})
    return _tenant_call(announcement)


def _tenant_call(announcement: TenantStatus) -> ServiceCall:
    """[tenant-status-event]."""
    tenant, status, origin, cause, moment = announcement
    _, _, _, region, account_id, _ = tenant.split(":", 5)
    utc = moment.astimezone(timezone.utc)
    record = {
        "status": status,
        "cause": cause,
        "lastUpdatedTimestamp": [*utc.timetuple()[:6], utc.microsecond * 1000],
    }
    word = "Disabled" if status == "DISABLED" else "Enabled"
    entry = {
        "Time": _to_seconds(moment),
        "Source": _SOURCE,
        "Resources": [tenant],
        "DetailType": f"Sending Status {word}",
        "Detail": to_json({"version": "1.0.0", "data": {"origin": origin, "record": record}}),
        "EventBusName": arns.default_event_bus(region, account_id),
    }
    return ServiceCall("events", region, {"Entries": [entry]})


def _publish(publication: Publication) -> dict[str, Any]:
    subject = subject_of(publication.family)
    return {
        "TopicArn": publication.destination.arn,
        "Message": message_of(publication.event, publication.family),
        **({} if subject is None else {"Subject": subject}),
    }


def _put_events(publication: Publication) -> dict[str, Any]:
    event = publication.event
    on_bus = eventbridge_event(event, mail_of(event))
    entry = {
        "Time": _to_seconds(event.timestamp),
        "Source": on_bus["source"],
        "Resources": on_bus["resources"],
        "DetailType": on_bus["detail-type"],
        "Detail": to_json(on_bus["detail"]),
        "EventBusName": publication.destination.arn,
    }
    return {"Entries": [entry]}


def _put_record(publication: Publication) -> dict[str, Any]:
    return {
        "DeliveryStreamName": str(publication.destination.arn).partition("/")[2],
        "Record": {"Data": firehose_record(publication.event)},
    }


def _put_metric_data(publication: Publication) -> dict[str, Any]:
    """[evs-cw-metrics]."""
    where = publication.destination
    datum = {
        "MetricName": where.metric,
        "Dimensions": [{"Name": name, "Value": value} for name, value in where.dimensions.items()],
        "Timestamp": publication.timestamp,
        "Value": 1,
    }
    return {"Namespace": "AWS/SES", "MetricData": [datum]}


_PARAMETERS = {
    "sns": _publish,
    "events": _put_events,
    "firehose": _put_record,
    "cloudwatch": _put_metric_data,
}


def _to_seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
