"""The forms in which AWS hands the record of an event to an application."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from evidence import DATA, rows
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from mails import submission

from pytest_sesmock import Event, SesmockError
from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.account.configuration_sets import ConfigurationSet
from pytest_sesmock.account.event_destinations import EventBus, EventDestination, SnsTopic
from pytest_sesmock.account.identity import NotificationSettings
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import EventType
from pytest_sesmock.delivery.outcomes import outcomes
from pytest_sesmock.delivery.records import Family
from pytest_sesmock.delivery.signature import sign, string_to_sign

NOW = datetime(2026, 3, 26, 2, 13, 35, 500_000, tzinfo=timezone.utc)
MESSAGE_ID = "0102019d27eb2812-0000000b-0000-4000-8000-000000000011-000000"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:mail"
DEFAULT_TOPIC = "arn:aws:sns:eu-west-1:123456789012:ses-events"
FAMILIES: tuple[Family, ...] = ("event", "identity")
RECORDINGS = {row["id"]: row["value"] for row in rows("event_examples")}


def mail(
    *,
    configuration_set: ConfigurationSet | None = None,
    notifications: NotificationSettings | None = None,
    **given: Any,
) -> AcceptedMail:
    acceptance = Acceptance(
        configuration_set=configuration_set,
        notifications=notifications,
        identity_arn="arn:aws:ses:eu-west-1:123456789012:identity/example.com",
    )
    name = None if configuration_set is None else configuration_set.name
    of = submission(configuration_set=name, **{"to": ("bounce@simulator.amazonses.com",), **given})
    return AcceptedMail(of, acceptance, MESSAGE_ID, NOW)


def bounce(**given: Any) -> Event:
    return outcomes(mail(**given))[-1]


def happening(kind: EventType, **given: Any) -> Event:
    """An event of any type; its block does not matter."""
    return Event(kind, ("ada@example.org",), NOW, {"timestamp": "…"}, mail(**given))


def published_to(*topics: str, types: tuple[str, ...] = ("BOUNCE",), enabled: bool = True) -> Any:
    """A configuration set with an event destination for each topic."""
    destinations = tuple(
        EventDestination(f"to-{number}", enabled, types, SnsTopic(topic))
        for number, topic in enumerate(topics)
    )
    bus = EventBus("arn:aws:events:eu-west-1:123456789012:event-bus/default")
    to_bus = EventDestination("bus", True, types, bus)
    return ConfigurationSet("news", event_destinations=(*destinations, to_bus))


def validate(instance: Any, schema: str) -> None:
    text = (DATA / "event_schemas" / f"{schema}.schema.json").read_text(encoding="utf-8")
    Draft202012Validator(json.loads(text)).validate(instance)


# SNS over HTTP


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("version", ["1", "2"])
def test_the_envelope_of_a_notification(family: Family, version: Any) -> None:
    """Keys and order are those of genuine messages; Subject and newline are event publishing's."""
    event = bounce(configuration_set=ConfigurationSet("news"))
    recording = RECORDINGS["rec-sns-2022-valid_msg" if family == "event" else "rec-sns-2022-fx"]

    envelope = event.as_sns(topic_arn=TOPIC, family=family, signature_version=version).envelope

    assert list(envelope) == list(recording)
    assert envelope.get("Subject") == recording.get("Subject")
    assert envelope["Message"].endswith("\n") == recording["Message"].endswith("\n")
    assert json.loads(envelope["Message"]) == event.as_dict(family)
    assert envelope["TopicArn"] == TOPIC
    assert envelope["SignatureVersion"] == version
    assert envelope["Signature"] == sign(string_to_sign(envelope), version)
    validate(envelope, "sns-notification")


def test_the_message_is_compact_json() -> None:
    event = bounce(configuration_set=ConfigurationSet("news"))
    message = event.as_sns().envelope["Message"]

    assert message == json.dumps(event.record, separators=(",", ":")) + "\n"


def test_characters_beyond_ascii_are_themselves() -> None:
    request = bounce(subject="Grüße").as_sns(family="event")

    assert '"subject":"Grüße"' in request.envelope["Message"]
    assert "Grüße".encode() in request.body


@given(subject=st.text())
def test_any_text_survives(subject: str) -> None:
    """What is in the body is what was signed, and the record is in it."""
    event = bounce(subject=subject)
    request = event.as_sns(family="event")

    assert json.loads(request.envelope["Message"]) == event.record
    assert request.envelope["Signature"] == sign(string_to_sign(request.envelope), "1")


def test_half_a_surrogate_pair_is_a_question_mark() -> None:
    """As Java has it, since UTF-8 has no bytes for it."""
    event = bounce(subject="\ud83d!")
    request = event.as_sns(family="event")

    message = json.loads(request.envelope["Message"])
    assert message["mail"]["commonHeaders"]["subject"] == "?!"


def test_the_body_is_as_sns_writes_it() -> None:
    """A line for each field, two spaces before it and one on each side of the colon."""
    request = bounce().as_sns(topic_arn=TOPIC)
    lines = request.body.decode().split("\n")

    assert lines[0] == "{"
    assert lines[1] == '  "Type" : "Notification",'
    assert lines[3] == f'  "TopicArn" : "{TOPIC}",'
    assert lines[4].startswith('  "Message" : "{\\"notificationType\\":\\"Bounce\\",')
    assert lines[-2].startswith('  "UnsubscribeURL" : "https://')
    assert lines[-2].endswith('"')
    assert lines[-1] == "}"


def test_the_headers_of_the_request() -> None:
    request = bounce().as_sns(topic_arn=TOPIC)

    subscription = request.envelope["UnsubscribeURL"].partition("&SubscriptionArn=")[2]
    assert request.headers == {
        "x-amz-sns-message-type": "Notification",
        "x-amz-sns-message-id": request.envelope["MessageId"],
        "x-amz-sns-topic-arn": TOPIC,
        "x-amz-sns-subscription-arn": subscription,
        "Content-Type": "text/plain; charset=UTF-8",
        "User-Agent": "Amazon Simple Notification Service Agent",
    }
    assert subscription.startswith(f"{TOPIC}:")


@pytest.mark.parametrize("family", FAMILIES)
def test_raw_delivery_is_the_record_itself(family: Family) -> None:
    event = bounce(configuration_set=ConfigurationSet("news"))

    request = event.as_sns(family=family, raw=True)

    assert request.body.decode() == event.as_sns(family=family).envelope["Message"]
    assert request.envelope == event.as_dict(family)
    assert request.headers["x-amz-sns-rawdelivery"] == "true"
    assert request.headers["x-amz-sns-message-type"] == "Notification"


def test_the_urls_are_of_the_topics_region() -> None:
    envelope = bounce().as_sns(topic_arn="arn:aws:sns:us-east-2:123456789012:mail").envelope

    assert envelope["SigningCertURL"].startswith("https://sns.us-east-2.amazonaws.com/Simple")
    assert envelope["UnsubscribeURL"].startswith("https://sns.us-east-2.amazonaws.com/?Action=")


def test_china_has_a_domain_of_its_own() -> None:
    envelope = bounce(region="cn-north-1").as_sns().envelope

    assert envelope["TopicArn"] == "arn:aws-cn:sns:cn-north-1:123456789012:ses-events"
    home = "https://sns.cn-north-1.amazonaws.com.cn/"
    assert envelope["SigningCertURL"].startswith(home)
    validate(envelope, "sns-notification")


def test_sns_has_the_message_after_the_event() -> None:
    event = bounce()
    timestamp = datetime.fromisoformat(event.as_sns().envelope["Timestamp"].replace("Z", "+00:00"))

    assert timedelta() < timestamp - event.timestamp < timedelta(seconds=1)


# Which family, and which topic


@pytest.mark.parametrize(
    ("event", "family"),
    [
        pytest.param(bounce(), "identity", id="no configuration set"),
        pytest.param(
            bounce(configuration_set=ConfigurationSet("news")), "event", id="configuration set"
        ),
        pytest.param(happening("Send"), "event", id="no notification of its type"),
    ],
)
def test_the_family_by_default(event: Event, family: Family) -> None:
    assert event.as_sns().envelope == event.as_sns(family=family).envelope


@pytest.mark.parametrize(
    ("given", "family", "topic"),
    [
        pytest.param({}, "event", DEFAULT_TOPIC, id="nothing configured"),
        pytest.param({}, "identity", DEFAULT_TOPIC, id="no identity of the account's"),
        pytest.param(
            {"configuration_set": published_to(TOPIC)}, "event", TOPIC, id="event destination"
        ),
        pytest.param(
            {"configuration_set": published_to(TOPIC, TOPIC)}, "event", TOPIC, id="the same twice"
        ),
        pytest.param(
            {"configuration_set": published_to(TOPIC, f"{TOPIC}-2")},
            "event",
            DEFAULT_TOPIC,
            id="several",
        ),
        pytest.param(
            {"configuration_set": published_to(TOPIC, enabled=False)},
            "event",
            DEFAULT_TOPIC,
            id="disabled",
        ),
        pytest.param(
            {"configuration_set": published_to(TOPIC, types=("OPEN",))},
            "event",
            DEFAULT_TOPIC,
            id="other types",
        ),
        pytest.param(
            {"notifications": NotificationSettings(topics={"Bounce": TOPIC})},
            "identity",
            TOPIC,
            id="identity",
        ),
        pytest.param(
            {"notifications": NotificationSettings(topics={"Complaint": TOPIC})},
            "identity",
            DEFAULT_TOPIC,
            id="identity, of other types",
        ),
        pytest.param(
            {
                "configuration_set": published_to(TOPIC),
                "notifications": NotificationSettings(topics={"Bounce": f"{TOPIC}-identity"}),
            },
            "identity",
            f"{TOPIC}-identity",
            id="both",
        ),
    ],
)
def test_the_topic_by_default(given: dict[str, Any], family: Family, topic: str) -> None:
    assert bounce(**given).as_sns(family=family).envelope["TopicArn"] == topic


@pytest.mark.parametrize(
    ("kind", "destination_type"),
    [("DeliveryDelay", "DELIVERY_DELAY"), ("Rendering Failure", "RENDERING_FAILURE")],
)
def test_destinations_spell_types_in_their_own_way(kind: EventType, destination_type: str) -> None:
    event = happening(kind, configuration_set=published_to(TOPIC, types=(destination_type,)))

    assert event.as_sns().envelope["TopicArn"] == TOPIC


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param({"topic_arn": "mail"}, "an SNS topic, not 'mail'", id="topic"),
        pytest.param({"topic_arn": 7}, "an SNS topic, not 7", id="no text"),
        pytest.param({"family": ["event"]}, r"not \['event'\]", id="list"),
        pytest.param({"family": "sns"}, "not 'sns'", id="family"),
        pytest.param(
            {"family": "identity"},
            "of Bounce, Complaint, Delivery, not of Open",
            id="no such notification",
        ),
        pytest.param({"signature_version": "3"}, 'must be "1" or "2", not \'3\'', id="version"),
    ],
)
@pytest.mark.parametrize("form", ["as_sns", "as_sqs", "as_lambda"])
def test_what_cannot_be(form: str, arguments: Mapping[str, Any], words: str) -> None:
    with pytest.raises(SesmockError, match=words):
        getattr(happening("Open"), form)(**arguments)


def test_an_error_is_shown_at_the_tests_own_line(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import boto3

        def test_it(ses_outbox, ses_account):
            ses_account.verify("example.com")
            boto3.client("ses", region_name="us-east-1").send_email(
                Source="shop@example.com",
                Destination={"ToAddresses": ["ada@example.org"]},
                Message={"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}},
            )
            ses_outbox[0].events[0].as_sns(family="identity")
        """
    )

    result = pytester.runpytest("--tb=short")

    result.stdout.fnmatch_lines(["test_an_error*.py:10: in test_it"])
    assert "pytest_sesmock/delivery" not in result.stdout.str()


# Runs repeat, and what is different has ids of its own


def test_forms_follow_from_the_event_alone() -> None:
    one, other = bounce(), bounce()

    assert one.as_sns() == other.as_sns()
    assert hash(one.as_sns()) == hash(other.as_sns())
    assert one.as_sqs() == other.as_sqs()
    assert one.as_lambda(via="sqs") == other.as_lambda(via="sqs")
    assert one.as_eventbridge() == other.as_eventbridge()


def test_each_message_has_an_id_of_its_own() -> None:
    event = bounce(configuration_set=ConfigurationSet("news"))
    messages = [
        event.as_sns(),
        event.as_sns(family="identity"),
        event.as_sns(topic_arn=TOPIC),
        outcomes(mail(configuration_set=ConfigurationSet("news")))[0].as_sns(),
    ]
    ids = [each.envelope["MessageId"] for each in messages]

    assert len(set(ids)) == len(ids)
    assert [each[14] for each in ids] == ["5"] * len(ids)  # the version, as recorded


def test_events_of_one_moment_have_ids_of_their_own() -> None:
    """As two clicks in a test whose clock stands still."""
    of = mail()
    first, second = (
        Event("Click", ("ada@example.org",), NOW, {"link": link}, of)
        for link in ("https://example.com/1", "https://example.com/2")
    )

    assert first.as_sns().envelope["MessageId"] != second.as_sns().envelope["MessageId"]
    assert first.as_eventbridge()["id"] != second.as_eventbridge()["id"]


def test_a_topic_has_one_subscription() -> None:
    first, second = (
        each.as_sns(family="event").headers["x-amz-sns-subscription-arn"]
        for each in outcomes(mail())
    )

    assert first == second


def test_the_repr_is_one_line() -> None:
    request = bounce().as_sns(topic_arn=TOPIC)

    assert repr(request) == f"<SnsRequest Notification of {TOPIC}, {len(request.body)} bytes>"


# SQS and Lambda


@pytest.mark.parametrize("raw", [False, True])
def test_a_message_in_a_queue(raw: bool) -> None:
    event = bounce()
    entry = event.as_sqs(raw=raw)

    assert list(entry) == ["MessageId", "ReceiptHandle", "MD5OfBody", "Body"]
    assert entry["Body"] == event.as_sns(raw=raw).body.decode()
    assert entry["MD5OfBody"] == hashlib.md5(entry["Body"].encode()).hexdigest()  # noqa: S324
    assert base64.b64decode(entry["ReceiptHandle"], validate=True)
    assert entry["MessageId"] != event.as_sns().envelope["MessageId"]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_function_behind_a_topic(family: Family) -> None:
    event = bounce(configuration_set=ConfigurationSet("news"))
    called_with = event.as_lambda(family=family)

    validate(called_with, "lambda-sns-event")
    (record,) = called_with["Records"]
    recording = RECORDINGS["rec-lambda-2017"]["Records"][0]
    assert record.keys() == recording.keys()
    assert record["Sns"].keys() == recording["Sns"].keys()
    envelope = event.as_sns(family=family).envelope
    assert record["Sns"]["Subject"] == envelope.get("Subject")
    assert record["Sns"]["SigningCertUrl"] == envelope["SigningCertURL"]
    assert record["Sns"]["UnsubscribeUrl"] == envelope["UnsubscribeURL"]
    assert record["Sns"]["MessageAttributes"] == recording["Sns"]["MessageAttributes"]
    assert {name: record["Sns"].get(name) for name in envelope if "URL" not in name} == {
        name: value for name, value in envelope.items() if "URL" not in name
    }


@pytest.mark.parametrize("raw", [False, True])
def test_a_function_behind_a_queue(raw: bool) -> None:
    event = bounce()
    (record,) = event.as_lambda(via="sqs", topic_arn=TOPIC, raw=raw)["Records"]

    entry, envelope = event.as_sqs(topic_arn=TOPIC, raw=raw), event.as_sns(topic_arn=TOPIC).envelope
    timestamp = datetime.fromisoformat(envelope["Timestamp"].replace("Z", "+00:00"))
    assert record == {
        "messageId": entry["MessageId"],
        "receiptHandle": entry["ReceiptHandle"],
        "body": entry["Body"],
        "attributes": record["attributes"],
        "messageAttributes": {},
        "md5OfBody": entry["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:mail",
        "awsRegion": "eu-west-1",
    }
    attributes = record["attributes"]
    assert attributes.keys() == {
        "ApproximateReceiveCount",
        "SentTimestamp",
        "SenderId",
        "ApproximateFirstReceiveTimestamp",
    }
    seconds = int(attributes["SentTimestamp"]) / 1000
    assert datetime.fromtimestamp(seconds, timezone.utc) == timestamp
    assert attributes["ApproximateFirstReceiveTimestamp"] == attributes["SentTimestamp"]


def test_what_calls_no_function() -> None:
    with pytest.raises(SesmockError, match="not 'http'"):
        bounce().as_lambda(via="http")  # type: ignore[arg-type]
    with pytest.raises(SesmockError, match='with via="sqs"'):
        bounce().as_lambda(raw=True)


# EventBridge and Firehose


def test_an_event_on_the_bus() -> None:
    event = bounce(configuration_set=ConfigurationSet("news"))
    on_bus = event.as_eventbridge()

    assert list(on_bus) == list(RECORDINGS["rec-eb-2025-open"])
    assert on_bus["resources"] == ["arn:aws:ses:eu-west-1:123456789012:configuration-set/news"]
    assert (on_bus["account"], on_bus["region"]) == ("123456789012", "eu-west-1")
    assert on_bus["detail"] == event.record
    assert on_bus["time"] == f"{event.record['bounce']['timestamp'][:19]}Z"
    validate(on_bus, "eventbridge")


def test_an_event_of_no_configuration_set_names_no_resources() -> None:
    assert bounce().as_eventbridge()["resources"] == []


DETAIL_TYPES = {
    "Send": "Email Sent",
    "Delivery": "Email Delivered",
    "Bounce": "Email Bounced",
    "Complaint": "Email Complaint Received",
    "Reject": "Email Rejected",
    "Open": "Email Opened",
    "Click": "Email Clicked",
    "Rendering Failure": "Email Rendering Failed",
    "DeliveryDelay": "Email Delivery Delayed",
    "Subscription": "Email Subscribed",
}


@pytest.mark.parametrize(("kind", "detail_type"), DETAIL_TYPES.items())
def test_the_detail_types(kind: EventType, detail_type: str) -> None:
    """Those of [evs-eb-detail-types], in its order."""
    (row,) = [row for row in rows("event_evidence") if row["id"] == "evs-eb-detail-types"]

    assert list(DETAIL_TYPES.values()) == row["value"]
    assert happening(kind).as_eventbridge()["detail-type"] == detail_type


def test_a_record_of_a_stream_is_a_line() -> None:
    event = bounce(configuration_set=ConfigurationSet("news"))

    assert event.as_firehose() == event.as_sns().envelope["Message"].encode()
    assert event.as_firehose().count(b"\n") == 1
    assert json.loads(event.as_firehose()) == event.record
