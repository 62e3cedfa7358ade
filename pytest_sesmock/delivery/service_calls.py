"""How SES hands what it publishes to other services: as a call of each."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any, NamedTuple

from pytest_sesmock.account.announcements import Announcement, SetUpMessage, TenantStatus
from pytest_sesmock.delivery.event import mail_of
from pytest_sesmock.delivery.publishing import Publication
from pytest_sesmock.engine.arns import default_event_bus, ses_arn

SUBJECT = "Amazon SES Email Event Notification"
"""The subject of event publishing; identity notifications have none [evs-sns-subject]."""

DETAIL_TYPES = {
    "Send": "Email Sent",
    "Delivery": "Email Delivered",
    "Bounce": "Email Bounced",
    "Complaint": "Email Complaint Received",
    "Open": "Email Opened",
    "Click": "Email Clicked",
    "Reject": "Email Rejected",
    "Rendering Failure": "Email Rendering Failed",
    "DeliveryDelay": "Email Delivery Delayed",
    "Subscription": "Email Subscribed",
}
"""What EventBridge calls the types of events [evs-eb-detail-types]."""

METHODS = {
    "sns": "publish",
    "events": "put_events",
    "firehose": "put_record",
    "cloudwatch": "put_metric_data",
}
"""The method by which a client of each service publishes."""

_SOURCE = "aws.ses"


class ServiceCall(NamedTuple):
    """A call of another service.

    Attributes:
        service: botocore's name of the service.
        region: Where it is called.
        parameters: Those of the service's method in `METHODS`.
    """

    service: str
    region: str
    parameters: dict[str, Any]


def publication_call(publication: Publication) -> ServiceCall:
    """The call that publishes an event. Its service is none of `METHODS` if none takes events."""
    where = publication.destination
    make = _PARAMETERS.get(where.service)
    region = mail_of(publication.event).submission.region
    parameters = {} if make is None else make(publication)
    return ServiceCall(where.service, _region(where.arn) if where.arn else region, parameters)


def announcement_call(announcement: Announcement) -> ServiceCall:
    """The call that publishes what is no event of a mail."""
    if isinstance(announcement, SetUpMessage):
        topic, text = announcement
        return ServiceCall("sns", _region(topic), {"TopicArn": topic, "Message": text})
    return _tenant_call(announcement)


def _tenant_call(announcement: TenantStatus) -> ServiceCall:
    tenant, status, cause, moment = announcement
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
        "Detail": _json({"data": {"origin": "CUSTOMER_MANAGED", "record": record}}),
        "EventBusName": default_event_bus(region, account_id),
    }
    return ServiceCall("events", region, {"Entries": [entry]})


def _publish(publication: Publication) -> dict[str, Any]:
    topic, record = publication.destination.arn, _json(publication.record)
    if publication.family == "identity":
        return {"TopicArn": topic, "Message": record}
    # The newline is part of the message [evs-sns-newline].
    return {"TopicArn": topic, "Message": f"{record}\n", "Subject": SUBJECT}


def _put_events(publication: Publication) -> dict[str, Any]:
    """[evs-eb-envelope]."""
    mail = mail_of(publication.event)
    account_id, name = mail.acceptance.caller.account_id, mail.submission.configuration_set
    entry = {
        "Time": _to_seconds(publication.timestamp),
        "Source": _SOURCE,
        "Resources": [ses_arn(mail.submission.region, account_id, f"configuration-set/{name}")],
        "DetailType": DETAIL_TYPES[publication.type],
        "Detail": _json(publication.record),
        "EventBusName": publication.destination.arn,
    }
    return {"Entries": [entry]}


def _put_record(publication: Publication) -> dict[str, Any]:
    """[evs-firehose]."""
    stream = str(publication.destination.arn).partition("/")[2]
    return {
        "DeliveryStreamName": stream,
        "Record": {"Data": f"{_json(publication.record)}\n".encode()},
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


def _region(arn: str) -> str:
    return arn.split(":")[3]


def _json(record: dict[str, Any]) -> str:
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False)


def _to_seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
