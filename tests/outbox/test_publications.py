"""What an outbox says SES published: assertions, their filters and the texts of failures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent
from typing import Any
from unittest.mock import ANY

import boto3
import pytest
from sending import TOPIC, mail, sesv2

from pytest_sesmock import SESMock, contains
from pytest_sesmock.delivery.publishing import Destination
from pytest_sesmock.outbox.outbox import Outbox

OTHER = TOPIC.replace("ses-events", "bounces")


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(
        region="us-east-1",
        verified_identities=["example.com"],
        configuration_sets=["news", "offers"],
    ) as mock:
        yield mock


def create_destination(name: str, *types: str, **options: Any) -> None:
    sesv2().create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName=name,
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": list(types),
            "SnsDestination": {"TopicArn": TOPIC},
            **options,
        },
    )


def send(to: str, **changes: Any) -> None:
    boto3.client("ses", region_name="us-east-1").send_email(**mail(To=[to], **changes))


BOUNCE = "bounce@simulator.amazonses.com"


@pytest.fixture
def outbox(mock: SESMock) -> Outbox:
    """A delivery to Ada and a bounce, published to a topic and another one."""
    ses = boto3.client("ses", region_name="us-east-1")
    create_destination("log", "SEND", "DELIVERY", "BOUNCE")
    ses.set_identity_notification_topic(
        Identity="example.com", NotificationType="Bounce", SnsTopic=OTHER
    )
    send("ada@example.org", ConfigurationSetName="news")
    send(BOUNCE, ConfigurationSetName="news")
    return mock.outbox


def test_what_is_published_is_in_order(outbox: Outbox) -> None:
    assert [(each.type, each.family, each.destination.arn) for each in outbox.published] == [
        ("Send", "event", TOPIC),
        ("Delivery", "event", TOPIC),
        ("Send", "event", TOPIC),
        ("Bounce", "event", TOPIC),
        ("Bounce", "identity", OTHER),
    ]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 5),
        ({"type": "Bounce"}, 2),
        ({"type": re.compile("Send|Delivery")}, 3),
        ({"to": "ada@EXAMPLE.org"}, 2),
        ({"to": ["ada@example.org"]}, 2),
        ({"to": contains("simulator")}, 3),
        ({"destination": TOPIC}, 4),
        ({"destination": "log"}, 4),
        ({"destination": re.compile(":bounces$")}, 1),
        ({"destination": contains("lo")}, 4),
        pytest.param({"destination": lambda where: where.name is None}, 1, id="a callable"),
        ({"destination": Destination(service="sns", arn=OTHER)}, 1),
        ({"destination": ANY}, 5),
        ({"destination": "elsewhere"}, 0),
        ({"family": "identity"}, 1),
        ({"family": "event", "type": "Bounce"}, 1),
        ({"service": "sns"}, 5),
        ({"service": "firehose"}, 0),
        ({"message_id": "0123"}, 0),
    ],
    ids=repr,
)
def test_filters(outbox: Outbox, filters: dict[str, Any], count: int) -> None:
    assert len(outbox.assert_published(count=count, **filters)) == count
    if count:
        with pytest.raises(AssertionError):
            outbox.assert_not_published(**filters)
    else:
        outbox.assert_not_published(**filters)


def test_the_one_that_matches_is_returned(outbox: Outbox) -> None:
    publication = outbox.assert_published(type="Bounce", family="identity")
    assert publication.record["notificationType"] == "Bounce"
    assert publication == outbox.published[-1]


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        ({"type": "BOUNCE"}, "not 'BOUNCE': did you mean 'Bounce'?"),
        ({"type": "RenderingFailure"}, "did you mean 'Rendering Failure'?"),
        ({"type": re.compile("Bounced")}, "type must be 'Send', "),
        ({"family": "notification"}, "family must be 'event' or 'identity', not 'notification'"),
        ({"service": "eventbridge"}, "service must be 'sns', 'events', 'firehose', "),
        ({"to": "ada"}, "to='ada' can match nothing"),
        ({"destination": ""}, "destination='' can match nothing: a destination is an ARN, or the "),
        ({"destination": None}, "destination must be str, Pattern, Destination"),
        ({"destination": b"x"}, "destination must be "),
        ({"topic": TOPIC}, "there is no filter 'topic': did you mean 'destination'?"),
        ({"event_type": "Bounce"}, "there is no filter 'event_type': did you mean 'type'?"),
        ({"recipient": "ada@example.org"}, "there is no filter 'recipient'"),
    ],
    ids=repr,
)
def test_what_can_match_nothing_is_an_error(
    outbox: Outbox, filters: dict[str, Any], text: str
) -> None:
    for assertion in (outbox.assert_published, outbox.assert_not_published):
        with pytest.raises(TypeError, match=re.escape(text)):
            assertion(**filters)


@pytest.mark.parametrize(("count", "error"), [(-1, ValueError), ("2", TypeError)])
def test_a_count_is_a_number(outbox: Outbox, count: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="a count of messages must be an int, 0 or more"):
        outbox.assert_published(count=count)


def failure(outbox: Outbox, method: str = "assert_published", **filters: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        getattr(outbox, method)(**filters)
    text = str(caught.value)
    assert max(map(len, text.splitlines())) <= 72
    return re.sub(r"\d\d:\d\d:\d\d", "12:00:00", text)


def test_the_nearest_are_shown(outbox: Outbox) -> None:
    text = failure(outbox, type="Delivery", family="identity", to="ada@example.org")
    assert text == dedent("""\
        no publication matched, expected exactly 1:
            type='Delivery'
            family='identity'
            to='ada@example.org'

        Nearest: outbox.published[1] (matched: type, to)
            12:00:00  Delivery  ada@example.org  sns log, event
            family: not equal
                expected 'identity'
                          ^^   ^^^
                actual   'event'
                          ^^

        5 publications; the others:
            [0] 12:00:00  Send    ada@example.org     sns log, event
            [2] 12:00:00  Send    bounce@simulato...  sns log, event
            [3] 12:00:00  Bounce  bounce@simulato...  sns log, event
            [4] 12:00:00  Bounce  bounce@simulato...  sns bounces, identity""")


def test_one_too_many_are_told_apart(outbox: Outbox) -> None:
    text = failure(outbox, type="Bounce")
    assert text.startswith("2 publications matched, expected exactly 1:\n    type='Bounce'\n")
    assert "The matches differ in: destination, family\n" in text
    assert "  * [3] 12:00:00  Bounce    bounce@simulato...  sns log, event\n" in text
    assert "5 publications (* matched):\n" in text


def test_what_must_not_be_published_is_marked(outbox: Outbox) -> None:
    text = failure(outbox, "assert_not_published", family="identity")
    assert text.startswith("1 publication matched, expected none: family='identity'\n\n5 publ")
    assert text.count("  * [") == 1


def test_another_destination_is_shown_whole(outbox: Outbox) -> None:
    text = failure(outbox, destination="logs", type="Delivery")
    assert f"    destination: not equal\n        expected 'logs'\n        actual   '{TOPIC}" in text


def test_nothing_was_sent(mock: SESMock) -> None:
    assert "Nothing was sent or refused" in failure(mock.outbox)


def test_why_nothing_was_published(mock: SESMock) -> None:
    create_destination("bounces", "BOUNCE", "COMPLAINT")
    create_destination("off", "SEND", Enabled=False)
    send("ada@example.org")
    send("ada@example.org", ConfigurationSetName="offers")
    boto3.client("ses", region_name="us-east-1").set_identity_notification_topic(
        Identity="example.com", NotificationType="Bounce", SnsTopic=TOPIC
    )
    send("ada@example.org", ConfigurationSetName="news")

    text = failure(mock.outbox, type="Bounce")

    assert "Nothing was published; 3 messages were sent from noreply@example.com:\n" in text
    assert text.endswith(
        dedent("""
            1 message had no configuration set
            2 messages came from an identity without notification topics
            1 message had configuration set 'offers', which had no event destination
            1 message had event destination 'bounces' of 'news', which took BOUNCE,
                COMPLAINT (events: Send, Delivery)
            1 message had event destination 'off' of 'news', which was disabled
                (events: Send, Delivery)""")
    )


# As it was when SES accepted the message


def test_a_change_after_acceptance_changes_nothing(outbox: Outbox) -> None:
    before = outbox.published
    sesv2().delete_configuration_set_event_destination(
        ConfigurationSetName="news", EventDestinationName="log"
    )
    sesv2().delete_configuration_set(ConfigurationSetName="news")
    ses = boto3.client("ses", region_name="us-east-1")
    ses.set_identity_notification_topic(Identity="example.com", NotificationType="Bounce")
    ses.delete_identity(Identity="example.com")
    assert outbox.published == before


def test_an_identitys_default_configuration_set_publishes(mock: SESMock) -> None:
    create_destination("all", "SEND")
    sesv2().put_email_identity_configuration_set_attributes(
        EmailIdentity="example.com", ConfigurationSetName="news"
    )
    send("ada@example.org")
    publication = mock.outbox.assert_published(type="Send")
    assert publication.record["mail"]["tags"]["ses:configuration-set"] == ["news"]


def test_topics_of_an_address_come_before_those_of_its_domain(mock: SESMock) -> None:
    ses = boto3.client("ses", region_name="us-east-1")
    mock.account().verify("noreply@example.com")
    for identity, topic in (("example.com", TOPIC), ("noreply@example.com", OTHER)):
        ses.set_identity_notification_topic(
            Identity=identity, NotificationType="Bounce", SnsTopic=topic
        )
    send(BOUNCE)
    send(BOUNCE, Source="news@example.com")
    assert [each.destination.arn for each in mock.outbox.published] == [OTHER, TOPIC]


def test_an_address_without_topics_has_not_those_of_its_domain(mock: SESMock) -> None:
    mock.account().verify("noreply@example.com")
    boto3.client("ses", region_name="us-east-1").set_identity_notification_topic(
        Identity="example.com", NotificationType="Bounce", SnsTopic=TOPIC
    )
    send(BOUNCE)
    mock.outbox.assert_not_published()


def test_feedback_lies_beside_the_messages(mock: SESMock) -> None:
    send("ada@example.org")
    send(BOUNCE, ReturnPath="bounces@example.com")
    (mail,) = mock.outbox.feedback
    assert (mail.event, mail.recipient) == (mock.outbox[1].events[1], "bounces@example.com")
    mock.outbox.assert_count(2)
