"""What SNS sends besides events: `pytest_sesmock.sns`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest
from evidence import DATA, says
from jsonschema import Draft202012Validator

from pytest_sesmock import SesmockError, SnsRequest, sns
from pytest_sesmock.delivery.signature import sign, string_to_sign

TOPIC = "arn:aws:sns:us-west-2:123456789012:mail"
NOW = datetime(2026, 3, 26, 2, 13, 35, 123_456, tzinfo=timezone.utc)
CONFIRMATIONS = [sns.subscription_confirmation, sns.unsubscribe_confirmation]
MESSAGES: list[Callable[..., SnsRequest]] = [
    *CONFIRMATIONS,
    lambda topic_arn, **given: sns.notification(topic_arn, "Hello", **given),
]


@pytest.mark.parametrize("confirmation", CONFIRMATIONS)
@pytest.mark.parametrize("version", ["1", "2"])
def test_a_confirmation(confirmation: Callable[..., SnsRequest], version: Any) -> None:
    request = confirmation(TOPIC, signature_version=version, timestamp=NOW)

    envelope = request.envelope
    assert list(envelope) == [
        "Type",
        "MessageId",
        "Token",
        "TopicArn",
        "Message",
        "SubscribeURL",
        "Timestamp",
        "SignatureVersion",
        "Signature",
        "SigningCertURL",
    ]
    assert envelope["SubscribeURL"] == (
        "https://sns.us-west-2.amazonaws.com/"
        f"?Action=ConfirmSubscription&TopicArn={TOPIC}&Token={envelope['Token']}"
    )
    assert len(envelope["Token"]) == 224
    assert envelope["Timestamp"] == "2026-03-26T02:13:35.123Z"
    assert envelope["Signature"] == sign(string_to_sign(envelope), version)
    assert request.headers["x-amz-sns-message-type"] == envelope["Type"]
    schema = DATA / "event_schemas" / f"sns-{envelope['Type'].lower()}.schema.json"
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(envelope)


def test_who_subscribes_is_asked_in_snss_words() -> None:
    request = sns.subscription_confirmation(TOPIC)

    assert request.envelope["Message"] == says("sns-confirmation", arn=TOPIC)
    assert "x-amz-sns-subscription-arn" not in request.headers


def test_whose_subscription_ends_is_told_in_snss_words() -> None:
    request = sns.unsubscribe_confirmation(TOPIC)

    subscription = request.headers["x-amz-sns-subscription-arn"]
    assert subscription.startswith(f"{TOPIC}:")
    assert request.envelope["Message"] == says("sns-unsubscribe", arn=subscription)


def test_a_notification_of_something_else() -> None:
    message = "Successfully validated SNS topic for Amazon SES event publishing."

    assert sns.notification(TOPIC, message).envelope["Message"] == message
    assert "Subject" not in sns.notification(TOPIC, message).envelope
    assert sns.notification(TOPIC, message, "Hi").envelope["Subject"] == "Hi"


@pytest.mark.parametrize("message", MESSAGES)
def test_messages_are_of_now_unless_one_says_when(message: Callable[..., SnsRequest]) -> None:
    before = datetime.now(timezone.utc)
    timestamp = message(TOPIC).envelope["Timestamp"]

    assert before.isoformat()[:23] <= timestamp <= datetime.now(timezone.utc).isoformat()[:23] + "Z"
    assert message(TOPIC, timestamp=NOW) == message(TOPIC, timestamp=NOW)


@pytest.mark.parametrize(
    ("topic_arn", "given", "words"),
    [
        pytest.param("mail", {}, "must be the ARN of an SNS topic", id="topic"),
        pytest.param(TOPIC, {"signature_version": "3"}, "not '3'", id="version"),
        pytest.param(TOPIC, {"timestamp": datetime(2026, 1, 1)}, "with a time zone", id="naive"),
    ],
)
@pytest.mark.parametrize("message", MESSAGES)
def test_what_cannot_be(
    message: Callable[..., SnsRequest], topic_arn: str, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(SesmockError, match=words):
        message(topic_arn, **given)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [((b"Hi",), "message must be a str, not b'Hi'"), (("Hi", ""), "subject must be a text")],
)
def test_what_cannot_be_published(arguments: tuple[Any, ...], words: str) -> None:
    with pytest.raises(SesmockError, match=words):
        sns.notification(TOPIC, *arguments)
