"""What clients of other services get: topics, buses, streams and metrics."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from exchanges import exchange, parsed
from published import BOUNCE, Recorder, create_destination, send, types
from recent import recent
from sending import TOPIC

from pytest_sesmock import SESMock, SesmockError

BUS = "arn:aws:events:us-east-1:123456789012:event-bus/default"
STREAM = "arn:aws:firehose:us-east-1:123456789012:deliverystream/events"
ROLE = "arn:aws:iam::123456789012:role/ses"


@pytest.fixture
def configured(mock: SESMock) -> SESMock:
    """Each service is told of bounces, an identity's topic as well."""
    create_destination(mock, "topic", "BOUNCE", SnsDestination={"TopicArn": TOPIC})
    create_destination(
        mock,
        "stream",
        "BOUNCE",
        KinesisFirehoseDestination={"IamRoleArn": ROLE, "DeliveryStreamArn": STREAM},
    )
    create_destination(mock, "bus", "BOUNCE", EventBridgeDestination={"EventBusArn": BUS})
    dimension = {
        "DimensionName": "campaign",
        "DimensionValueSource": "MESSAGE_TAG",
        "DefaultDimensionValue": "none",
    }
    create_destination(
        mock,
        "metrics",
        "BOUNCE",
        CloudWatchDestination={"DimensionConfigurations": [dimension]},
    )
    exchange(
        mock,
        "ses",
        "SetIdentityNotificationTopic",
        {"Identity": "example.com", "NotificationType": "Bounce", "SnsTopic": TOPIC},
    )
    return mock


def text(record: dict[str, Any]) -> str:
    """As SES writes records: what json.dumps writes, without the blanks between the tokens."""
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False)


@recent("EventBridgeDestination")
def test_clients_get_what_is_published(configured: SESMock) -> None:
    clients = {name: Recorder() for name in ("sns", "events", "firehose", "cloudwatch")}
    message = send(configured, BOUNCE, ConfigurationSetName="news")
    _, bounce = message.events
    notification = bounce.notification
    assert notification is not None
    configured.publish_to(**clients)

    assert types(configured.outbox.deliver_events()) == ["Bounce"]

    identity_text = (
        '{"notificationType":"AmazonSnsSubscriptionSucceeded","message":"You have successfully '
        f"subscribed your Amazon SNS topic '{TOPIC}' to receive 'Bounce' notifications from Amazon "
        "SES for identity 'example.com'.\"}\n"
    )
    assert clients["sns"].calls == [
        {
            "TopicArn": TOPIC,
            "Message": "Successfully validated SNS topic for Amazon SES event publishing.",
        },
        {"TopicArn": TOPIC, "Message": identity_text},
        {
            "TopicArn": TOPIC,
            "Message": text(bounce.record) + "\n",
            "Subject": "Amazon SES Email Event Notification",
        },
        {"TopicArn": TOPIC, "Message": text(notification)},
    ]
    assert clients["firehose"].calls == [
        {
            "DeliveryStreamName": "events",
            "Record": {"Data": f"{text(bounce.record)}\n".encode()},
        }
    ]
    assert clients["events"].calls == [
        {
            "Entries": [
                {
                    "Time": bounce.timestamp.replace(microsecond=0),
                    "Source": "aws.ses",
                    "Resources": ["arn:aws:ses:us-east-1:123456789012:configuration-set/news"],
                    "DetailType": "Email Bounced",
                    "Detail": text(bounce.record),
                    "EventBusName": BUS,
                }
            ]
        }
    ]
    assert clients["cloudwatch"].calls == [
        {
            "Namespace": "AWS/SES",
            "MetricData": [
                {
                    "MetricName": "Bounce",
                    "Dimensions": [{"Name": "campaign", "Value": "none"}],
                    "Timestamp": bounce.timestamp,
                    "Value": 1,
                }
            ],
        }
    ]


@pytest.mark.parametrize(
    ("service", "answer"),
    [
        ("events", {"FailedEntryCount": 0, "Entries": []}),
        ("firehose", {"RecordId": "one"}),
        ("cloudwatch", {}),
    ],
)
@recent("EventBridgeDestination")
def test_a_stubbed_client_takes_it(configured: SESMock, service: str, answer: Any) -> None:
    """So the parameters are those of the service's model."""
    client = boto3.client(service, region_name="us-east-1")
    method = {"events": "put_events", "firehose": "put_record", "cloudwatch": "put_metric_data"}
    with Stubber(client) as stubber:
        stubber.add_response(method[service], answer)
        configured.publish_to(**{service: client})
        send(configured, BOUNCE, ConfigurationSetName="news")
        assert types(configured.outbox.deliver_events()) == ["Bounce"]
        stubber.assert_no_pending_responses()


@recent("EventBridgeDestination")
def test_what_a_client_raises_reaches_the_test(configured: SESMock) -> None:
    client = boto3.client("firehose", region_name="us-east-1")
    configured.publish_to(firehose=client)
    send(configured, BOUNCE, ConfigurationSetName="news")
    with Stubber(client) as stubber:
        stubber.add_client_error("put_record", "ServiceUnavailableException")
        with pytest.raises(client.exceptions.ServiceUnavailableException):
            configured.outbox.deliver_events()
    assert configured.outbox.deliver_events() == []


@recent("Tenant")
def test_only_a_change_of_a_tenants_status_is_published(mock: SESMock) -> None:
    """To the default bus, whatever is configured [evs-eb-tenant]."""
    events = Recorder()
    mock.publish_to(events=events)
    reply = exchange(mock, "sesv2", "CreateTenant", {"TenantName": "acme"})
    arn = parsed("sesv2", "CreateTenant", reply)["TenantArn"]

    for status in ("ENABLED", "DISABLED", "DISABLED", "REINSTATED"):
        exchange(
            mock,
            "sesv2",
            "UpdateReputationEntityCustomerManagedStatus",
            {
                "ReputationEntityType": "RESOURCE",
                "ReputationEntityReference": arn,
                "SendingStatus": status,
            },
        )
    mock.outbox.deliver_events()

    entries = [call["Entries"][0] for call in events.calls]
    assert [(entry["DetailType"], entry["Resources"]) for entry in entries] == [
        ("Sending Status Disabled", [arn]),
        ("Sending Status Enabled", [arn]),
    ]
    assert {(entry["Source"], entry["EventBusName"]) for entry in entries} == {("aws.ses", BUS)}
    detail = json.loads(entries[0]["Detail"])
    assert detail["version"] == "1.0.0"
    data = detail["data"]
    assert data["origin"] == "CUSTOMER_MANAGED"
    assert list(data["record"]) == ["status", "cause", "lastUpdatedTimestamp"]
    assert data["record"]["status"] == "DISABLED"
    assert data["record"]["cause"] == "Status manually updated."
    moment = mock.clock.now()
    assert data["record"]["lastUpdatedTimestamp"][0] == moment.year
    assert len(data["record"]["lastUpdatedTimestamp"]) == 7


@recent("Tenant")
def test_what_aws_decides_about_a_tenant_is_published_at_once(mock: SESMock) -> None:
    """[tenant-status-event]; a tenant that cannot send anyhow has no other status after it."""
    events = Recorder()
    mock.publish_to(events=events)
    exchange(mock, "sesv2", "CreateTenant", {"TenantName": "acme"})

    mock.account().pause_tenant("acme")
    mock.account().pause_tenant("acme")
    mock.account().resume_tenant("acme")

    entries = [call["Entries"][0] for call in events.calls]
    assert [entry["DetailType"] for entry in entries] == [
        "Sending Status Disabled",
        "Sending Status Enabled",
    ]
    details = [json.loads(entry["Detail"])["data"] for entry in entries]
    assert [each["origin"] for each in details] == ["AWS_MANAGED"] * 2
    assert [each["record"]["status"] for each in details] == ["DISABLED", "ENABLED"]
    assert {each["record"]["cause"] for each in details} == {None}
    assert mock.outbox.deliver_events() == []


def test_publish_to_takes_clients_of_the_services(mock: SESMock) -> None:
    with pytest.raises(SesmockError, match="publish_to needs a client: sns, events, firehose or"):
        mock.publish_to()
    sqs = boto3.client("sqs", region_name="us-east-1")
    with pytest.raises(SesmockError, match="sns must be a boto3 client of sns, not <botocore"):
        mock.publish_to(sns=sqs)
