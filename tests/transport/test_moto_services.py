"""Publishing for real, to the services that moto mocks in the same process."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.exceptions import ClientError
from sending import mail

from pytest_sesmock import SESMock, SesmockError
from pytest_sesmock.mock import service_of
from pytest_sesmock.transport import moto_services

moto = pytest.importorskip("moto")

REGION = "us-east-1"
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ses"
GONE = f"arn:aws:sns:{REGION}:{ACCOUNT}:gone"
BOUNCE = mail(To=["bounce@simulator.amazonses.com"], ConfigurationSetName="news")


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the clients of the tests, which sign."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


def client(service: str) -> Any:
    return boto3.client(service, region_name=REGION)


@pytest.fixture
def aws() -> Iterator[None]:
    with moto.mock_aws():
        yield


def new_mock(**options: Any) -> SESMock:
    return SESMock(
        region=REGION,
        verified_identities=["example.com"],
        configuration_sets=["news"],
        publish="moto",
        **options,
    )


@pytest.fixture
def mock(aws: None) -> Iterator[SESMock]:
    with new_mock() as mock:
        yield mock


def create_topic() -> tuple[str, Callable[[], list[Any]]]:
    """A topic, and what a queue that subscribes to it has got: its messages."""
    sqs = client("sqs")
    topic = client("sns").create_topic(Name="events")["TopicArn"]
    queue = sqs.create_queue(QueueName="events")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    client("sns").subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=attributes["Attributes"]["QueueArn"]
    )

    def receive() -> list[Any]:
        envelopes: list[Any] = []
        while True:
            batch = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
            if not batch.get("Messages"):
                return envelopes
            for each in batch["Messages"]:
                envelopes.append(json.loads(each["Body"]))
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=each["ReceiptHandle"])

    return topic, receive


def create_destination(*types: str, **target: Any) -> None:
    client("sesv2").create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName="there",
        EventDestination={"Enabled": True, "MatchingEventTypes": list(types), **target},
    )


def test_a_queue_has_the_records_when_the_call_returns(mock: SESMock) -> None:
    topic, receive = create_topic()
    create_destination("SEND", "BOUNCE", SnsDestination={"TopicArn": topic})
    client("ses").set_identity_notification_topic(
        Identity="example.com", NotificationType="Bounce", SnsTopic=topic
    )
    set_up = [envelope["Message"] for envelope in receive()]
    assert set_up[0] == "Successfully validated SNS topic for Amazon SES event publishing."
    assert json.loads(set_up[1])["notificationType"] == "AmazonSnsSubscriptionSucceeded"

    client("ses").send_email(**BOUNCE)

    envelopes = receive()
    records = [json.loads(envelope["Message"]) for envelope in envelopes]
    assert records == [each.record for each in mock.outbox.published]
    assert [each.get("Subject") for each in envelopes] == [
        "Amazon SES Email Event Notification",
        "Amazon SES Email Event Notification",
        None,
    ]
    assert mock.outbox.deliver_events() == []
    assert receive() == []


def test_what_a_test_lets_happen_is_there_at_once_or_when_delivered(mock: SESMock) -> None:
    topic, receive = create_topic()
    create_destination("SEND", SnsDestination={"TopicArn": topic})
    client("ses").send_email(**BOUNCE)
    receive()
    (message,) = mock.outbox
    aftermath = message._aftermath()
    assert aftermath is not None

    aftermath.happen(message, message.events[0], aftermath.now())
    assert len(receive()) == 1

    mock.clock.advance(1)
    later = aftermath.now()
    aftermath.happen(message, message.events[0], later.replace(year=later.year + 1))
    client("ses").get_send_quota()
    assert receive() == []
    mock.clock.advance(366 * 24 * 60 * 60)
    assert len(mock.outbox.deliver_events()) == 1
    assert len(receive()) == 1


def test_calls_of_aiobotocore_are_followed_up(mock: SESMock) -> None:
    session = pytest.importorskip("aiobotocore.session")
    topic, receive = create_topic()
    create_destination("SEND", SnsDestination={"TopicArn": topic})
    receive()

    async def send() -> None:
        async with session.get_session().create_client("ses", region_name=REGION) as ses:
            await ses.send_email(**BOUNCE)

    asyncio.run(send())
    assert len(receive()) == 1


def test_a_stream_has_the_records(mock: SESMock) -> None:
    client("s3").create_bucket(Bucket="ses-records")
    firehose = client("firehose")
    firehose.create_delivery_stream(
        DeliveryStreamName="events",
        S3DestinationConfiguration={"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::ses-records"},
    )
    arn = firehose.describe_delivery_stream(DeliveryStreamName="events")[
        "DeliveryStreamDescription"
    ]["DeliveryStreamARN"]
    create_destination(
        "SEND", KinesisFirehoseDestination={"IamRoleArn": ROLE, "DeliveryStreamArn": arn}
    )
    client("ses").send_email(**BOUNCE)

    (stored,) = client("s3").list_objects_v2(Bucket="ses-records")["Contents"]
    body = client("s3").get_object(Bucket="ses-records", Key=stored["Key"])["Body"].read()
    assert body.endswith(b"\n")
    assert [json.loads(body)] == [each.record for each in mock.outbox.published]


def test_metrics_are_counted(mock: SESMock) -> None:
    dimension = {
        "DimensionName": "ses:configuration-set",
        "DimensionValueSource": "MESSAGE_TAG",
        "DefaultDimensionValue": "none",
    }
    create_destination("BOUNCE", CloudWatchDestination={"DimensionConfigurations": [dimension]})
    client("ses").send_email(**BOUNCE)
    assert client("cloudwatch").list_metrics(Namespace="AWS/SES")["Metrics"] == [
        {
            "Namespace": "AWS/SES",
            "MetricName": "Bounce",
            "Dimensions": [{"Name": "ses:configuration-set", "Value": "news"}],
        }
    ]


def test_the_default_bus_matches_rules(mock: SESMock) -> None:
    pytest.importorskip("jsonpath_ng")  # of moto[events]
    sqs, events = client("sqs"), client("events")
    queue = sqs.create_queue(QueueName="bounces")["QueueUrl"]
    events.put_rule(
        Name="bounces",
        EventPattern=json.dumps({"source": ["aws.ses"], "detail-type": ["Email Bounced"]}),
    )
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:bounces"
    events.put_targets(Rule="bounces", Targets=[{"Id": "queue", "Arn": arn}])
    bus = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/default"
    create_destination("SEND", "BOUNCE", EventBridgeDestination={"EventBusArn": bus})

    client("ses").send_email(**BOUNCE)

    (message,) = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    event = json.loads(message["Body"])
    assert event["detail"] == mock.outbox.assert_published(type="Bounce").record
    assert event["resources"] == [f"arn:aws:ses:{REGION}:{ACCOUNT}:configuration-set/news"]


def test_with_clients_of_the_test_too(mock: SESMock) -> None:
    """Those of publish_to get theirs when the test delivers."""
    topic, receive = create_topic()
    create_destination("SEND", SnsDestination={"TopicArn": topic})
    mock.publish_to(sns=client("sns"))
    client("ses").send_email(**BOUNCE)
    assert len(receive()) == 2
    assert [event.type for event in mock.outbox.deliver_events(duplicates=1)] == ["Send", "Send"]
    assert len(receive()) == 4


# Refusals


def test_a_topic_that_moto_lacks_is_refused(mock: SESMock) -> None:
    """[evs-invalid-sns]; in v2 it is inferred."""
    with pytest.raises(ClientError) as caught:
        client("ses").create_configuration_set_event_destination(
            ConfigurationSetName="news",
            EventDestination={
                "Name": "there",
                "MatchingEventTypes": ["bounce"],
                "SNSDestination": {"TopicARN": GONE},
            },
        )
    error = caught.value.response["Error"]
    assert (error["Code"], error["Message"]) == (
        "InvalidSNSDestination",
        f"SNS topic <{GONE}> not found.",
    )
    (refusal,) = mock.outbox.refusals
    assert refusal.remedy is None
    assert refusal.requires.endswith("Problem: there is none of this ARN")
    with pytest.raises(ClientError, match="not found"):
        create_destination("BOUNCE", SnsDestination={"TopicArn": GONE})
    with pytest.raises(ClientError, match="SNS topic"):
        client("ses").set_identity_notification_topic(
            Identity="example.com", NotificationType="Bounce", SnsTopic=GONE
        )


def test_a_stream_that_moto_lacks_is_refused(mock: SESMock) -> None:
    stream = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/gone"
    with pytest.raises(ClientError, match=f"Firehose destination <{stream}> not found"):
        create_destination(
            "BOUNCE", KinesisFirehoseDestination={"IamRoleArn": ROLE, "DeliveryStreamArn": stream}
        )


def test_an_event_is_lost_whose_topic_was_deleted(mock: SESMock) -> None:
    """[evs-sns-deleted-topic]."""
    topic, _ = create_topic()
    create_destination("SEND", SnsDestination={"TopicArn": topic})
    client("sns").delete_topic(TopicArn=topic)
    client("ses").send_email(**BOUNCE)
    mock.outbox.assert_published(type="Send")
    assert mock.outbox.refusals == []


# Without moto


def test_without_publish_any_topic_will_do(aws: None) -> None:
    with SESMock(region=REGION, configuration_sets=["news"]) as mock:
        create_destination("BOUNCE", SnsDestination={"TopicArn": GONE})
        assert mock.outbox.refusals == []


def test_moto_must_be_active_to_publish() -> None:
    with new_mock() as mock:
        with moto.mock_aws():
            topic, _ = create_topic()
            create_destination("SEND", SnsDestination={"TopicArn": topic})
        client("ses").send_email(**mail())
        with pytest.raises(SesmockError, match="publish='moto' needs moto: "):
            client("ses").send_email(**BOUNCE)
        with pytest.raises(SesmockError, match="publish='moto' needs moto: "):
            client("ses").set_identity_notification_topic(
                Identity="example.com", NotificationType="Bounce", SnsTopic=topic
            )
        mock.outbox.assert_count(2)
        assert len(service_of(mock).misuses) == 2


def test_moto_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "moto.core.models")
    with new_mock(), pytest.raises(SesmockError, match="publish='moto' needs moto: "):
        create_destination("SEND", SnsDestination={"TopicArn": GONE})


def test_what_moto_does_not_answer_is_stopped(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network is not reached, even if moto is told to let calls pass."""
    topic, _ = create_topic()
    create_destination("SEND", SnsDestination={"TopicArn": topic})
    stubber = sys.modules["moto.core.models"].botocore_stubber
    monkeypatch.setattr(type(stubber), "__call__", lambda *_, **__: None)
    with pytest.raises(SesmockError, match="moto did not answer a call of https:"):
        client("ses").send_email(**BOUNCE)


def test_what_moto_fails_at_is_told(mock: SESMock, monkeypatch: pytest.MonkeyPatch) -> None:
    topic, _ = create_topic()
    create_destination("SEND", SnsDestination={"TopicArn": topic})
    stubber = sys.modules["moto.core.models"].botocore_stubber

    def fail(*_: Any, **__: Any) -> None:
        raise LookupError("moto's own")

    monkeypatch.setattr(type(stubber), "process_request", fail)
    with pytest.raises(SesmockError, match="moto failed to answer a call for SES: LookupError"):
        client("ses").send_email(**BOUNCE)
    assert len(service_of(mock).misuses) == 1


def test_configured_endpoints_do_not_lead_elsewhere(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic, receive = create_topic()
    create_destination("SEND", SnsDestination={"TopicArn": topic})
    receive()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    made = moto_services._make_client("sns", REGION)
    assert made.meta.endpoint_url == "https://sns.us-east-1.amazonaws.com"


def test_nothing_is_left_in_new_clients(mock: SESMock) -> None:
    """Clients of the test keep moto's own handler."""
    create_topic()
    emitter = botocore.session.Session().create_client("sns", region_name=REGION).meta.events
    handlers = emitter._emitter._handlers.prefix_search("before-send")
    assert moto_services._answer not in handlers


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (("BOUNCE", "SEND"), ["Send", "Bounce"]),
        (("BOUNCE", "DELIVERY"), ["Send", "Delivery", "Bounce"]),
    ],
    ids=["not told", "told"],
)
def test_a_delivery_that_a_service_was_told_of_stays(
    types: tuple[str, ...], expected: list[str], mock: SESMock
) -> None:
    """A bounce is late then; else it takes the place of the delivery."""
    topic, receive = create_topic()
    create_destination(*types, SnsDestination={"TopicArn": topic})
    client("ses").send_email(**mail(ConfigurationSetName="news"))
    mock.outbox[0].bounce()

    assert [event.type for event in mock.outbox[0].events] == expected
    told = [json.loads(each["Message"])["eventType"] for each in receive()[1:]]
    assert told == [each for each in expected if each.upper() in types]
