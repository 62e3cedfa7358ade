"""What the page holds of the events of mails, of publications, and of failures on the way."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from mails import outbox, sent
from sending import SEND, mail2, ses, sesv2

from pytest_sesmock import Event, SESMock
from pytest_sesmock.report.gallery import entries as entries_module
from pytest_sesmock.report.gallery.entries import Entry, entries

TOPIC = "arn:aws:sns:us-east-1:123456789012:ses-events"
FIVE_ATTEMPTS = Config(retries={"total_max_attempts": 5, "mode": "legacy"})


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(
        region="us-east-1", verified_identities=["example.com"], configuration_sets=["news"]
    ) as mock:
        yield mock


def detail(entry: Entry) -> Any:
    return json.loads(zlib.decompress(b64decode(entry.detail)))


def events(mock: SESMock) -> list[dict[str, Any]]:
    (entry,) = entries(mock.outbox)
    found: list[dict[str, Any]] = detail(entry)["events"]
    return found


def without(event: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name not in names}


def publish_bounces() -> None:
    """To a topic and as a metric by the configuration set, and to the topic by the identity."""
    for name, target in (
        ("webhook", {"SnsDestination": {"TopicArn": TOPIC}}),
        (
            "metrics",
            {
                "CloudWatchDestination": {
                    "DimensionConfigurations": [
                        {
                            "DimensionName": "kind",
                            "DimensionValueSource": "MESSAGE_TAG",
                            "DefaultDimensionValue": "none",
                        }
                    ]
                }
            },
        ),
    ):
        sesv2().create_configuration_set_event_destination(
            ConfigurationSetName="news",
            EventDestinationName=name,
            EventDestination={"Enabled": True, "MatchingEventTypes": ["BOUNCE"], **target},
        )
    ses().set_identity_notification_topic(
        Identity="example.com", NotificationType="Bounce", SnsTopic=TOPIC
    )


def test_an_event_says_what_was_published_of_it(mock: SESMock) -> None:
    """Each with its record; nobody was told of Send, so it has none."""
    publish_bounces()
    sesv2().send_email(**mail2(To=["ada@example.org"], ConfigurationSetName="news"))
    event = mock.outbox[0].bounce(diagnostic_code="smtp; 550 no")

    send, bounce = events(mock)
    assert without(send, "at") == {"type": "Send", "to": ["ada@example.org"]}
    assert bounce == {
        "type": "Bounce",
        "at": event.timestamp.isoformat(timespec="milliseconds"),
        "to": ["ada@example.org"],
        "subType": "Permanent/General",
        "answer": "smtp; 550 no",
        "published": [
            {"service": "sns", "destination": TOPIC, "name": "webhook", "family": "event"},
            {
                "service": "cloudwatch",
                "destination": "AWS/SES Bounce (kind=none)",
                "name": "metrics",
                "family": "event",
            },
            {"service": "sns", "destination": TOPIC, "name": None, "family": "identity"},
        ],
        "records": {"event": event.record, "identity": event.notification},
    }
    assert list(bounce["records"]["event"]) == list(event.record)


def test_what_happens_unpublished_has_its_record(mock: SESMock) -> None:
    ses().send_email(**SEND)
    delay = mock.outbox[0].delay(delay_type="MailboxFull", diagnostic_code="smtp; 452 full")
    delivery, complaint = mock.outbox[0].deliver(), mock.outbox[0].complain()

    assert [without(each, "at", "to") for each in events(mock)] == [
        {"type": "Send"},
        {
            "type": "DeliveryDelay",
            "subType": "MailboxFull",
            "answer": "smtp; 452 full",
            "records": {"event": delay.record},
        },
        {"type": "Delivery", "answer": delivery.detail["smtpResponse"]},
        {
            "type": "Complaint",
            "subType": "abuse",
            "answer": complaint.detail["userAgent"],
            "records": {"event": complaint.record},
        },
    ]
    (entry,) = entries(mock.outbox)
    assert entry.row["news"] == ["DeliveryDelay", "Complaint"]


def test_no_more_events_than_a_reader_looks_at(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries_module, "_MOST_EVENTS", 1)
    ses().send_email(**SEND)
    (entry,) = entries(mock.outbox)
    found = detail(entry)
    assert ([each["type"] for each in found["events"]], found["moreEvents"]) == (["Send"], 1)


def test_a_record_that_cannot_be_made_says_why(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("odd\nmail")

    ses().send_email(**SEND)
    mock.outbox[0].bounce()
    monkeypatch.setattr(Event, "as_dict", fail)
    _, bounce = events(mock)
    assert bounce["records"] == {"event": "could not be read: ValueError: odd\\nmail"}
    assert bounce["subType"] == "Permanent/General"


def test_events_that_cannot_be_told_cost_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    message = sent(subject="Odd", text="text")
    monkeypatch.setattr(type(message), "events", property(lambda _: 1 / 0))
    (entry,) = entries(outbox(message))
    found = detail(entry)
    assert found["eventsProblem"] == "ZeroDivisionError: division by zero"
    assert (entry.row["subject"], found["text"]["data"]) == ("Odd", "text")
    assert "news" not in entry.row


# Failures on the way


def told(attempts: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    names = ("number", "outcome", "lost", "accepted", "this")
    return [tuple(each[name] for name in names) for each in attempts]


def test_mails_of_a_call_that_was_tried_again_tell_of_its_attempts(mock: SESMock) -> None:
    mock.account().fail_next("Throttling")
    mock.account().fail_next("read-timeout", after_acceptance=True)
    ses(config=FIVE_ATTEMPTS).send_email(**SEND)
    ses().send_email(**SEND)

    refused, first, second, plain = entries(mock.outbox)
    assert [each.row["kind"] for each in (refused, first, second, plain)] == [
        *("refused", "sent", "sent", "sent")
    ]
    lost = (2, "read-timeout", True, True)
    assert told(detail(first)["attempts"]) == [
        (1, "Throttling", False, False, False),
        (*lost, True),
        (3, "accepted", False, True, False),
    ]
    assert [each["this"] for each in detail(second)["attempts"]] == [False, False, True]
    assert first.row["news"] == ["read-timeout"]
    assert "news" not in second.row
    assert "attempts" not in detail(plain)


def test_a_call_that_never_got_through_is_an_entry(mock: SESMock) -> None:
    mock.account().fail_next("connection-refused", times=5)
    with pytest.raises(EndpointConnectionError):
        ses(config=FIVE_ATTEMPTS).send_email(**SEND)

    (entry,) = entries(mock.outbox)
    first = mock.outbox.attempts[0]
    assert entry == (first.at, entry.row, "", entry.detail, {}, None)
    assert entry.row == {
        "kind": "failed",
        "subject": None,
        "from": None,
        "to": [],
        "region": "us-east-1",
        "api": "ses",
        "operation": "SendEmail",
        "at": first.at.isoformat(),
        "code": "connection-refused",
        "rule": "",
    }
    found = detail(entry)["attempts"]
    assert told(found) == [
        (number, "connection-refused", True, False, False) for number in range(1, 6)
    ]


def test_which_calls_are_entries_of_their_own(mock: SESMock) -> None:
    """Not one that got through in the end, nor one that SES refused at once."""
    mock.account().fail_next("read-timeout", when="GetSendQuota")
    ses(config=FIVE_ATTEMPTS).get_send_quota()
    with pytest.raises(ClientError):
        ses("eu-west-1").send_email(**SEND)
    once = Config(retries={"total_max_attempts": 1})
    mock.account().fail_next("read-timeout", when="GetAccountSendingEnabled")
    with pytest.raises(ReadTimeoutError):
        ses(config=once).get_account_sending_enabled()
    mock.account().fail_next("read-timeout")
    mock.account().fail_next("MessageRejected")
    with pytest.raises(ClientError):
        ses(config=FIVE_ATTEMPTS).send_email(**SEND)

    rows = [entry.row for entry in entries(mock.outbox)]
    assert [(row["kind"], row["operation"], row["code"]) for row in rows] == [
        ("refused", "SendEmail", "MessageRejected"),
        ("failed", "GetAccountSendingEnabled", "read-timeout"),
        ("failed", "SendEmail", "MessageRejected"),
        ("refused", "SendEmail", "MessageRejected"),
    ]
