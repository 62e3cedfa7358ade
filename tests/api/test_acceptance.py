"""What is settled about a mail when SES accepts it, whatever a test changes afterwards."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from sending import TOPIC, mail2

from pytest_sesmock import SESMock
from pytest_sesmock.account.event_destinations import SnsTopic
from pytest_sesmock.account.identity import NotificationSettings
from pytest_sesmock.account.state import State
from pytest_sesmock.engine.submissions.submission import Submission

NEWS = {"ConfigurationSetName": "news"}
BOUNCES = {
    "EventDestinationName": "bounces",
    "EventDestination": {
        "Enabled": True,
        "MatchingEventTypes": ["BOUNCE"],
        "SnsDestination": {"TopicArn": TOPIC},
    },
}
OTHER_TOPIC = f"{TOPIC}-of-ann"
OWN = "arn:aws:ses:us-east-1:123456789012:identity/"


def submission(**fields: Any) -> Submission:
    return Submission(
        **{
            "api": "sesv2",
            "operation": "SendEmail",
            "region": "us-east-1",
            "source": "Ann <ann@example.com>",
            "to": ("bob@example.org",),
            **fields,
        }
    )


@pytest.fixture
def arranged(mock: SESMock, client: Any, client2: Any) -> None:
    """A domain with a topic for bounces, an address in it with one of its own, and a set."""
    account = mock.account()
    account.verify("example.com", "ann@example.com")
    account.add_identity("pending@example.com", "Pending")
    account.create_configuration_set("news")
    client2.create_configuration_set_event_destination(**NEWS, **BOUNCES)
    for identity, topic in (("example.com", TOPIC), ("ann@example.com", OTHER_TOPIC)):
        client.set_identity_notification_topic(
            Identity=identity, NotificationType="Bounce", SnsTopic=topic
        )
    client.set_identity_headers_in_notifications_enabled(
        Identity="ann@example.com", NotificationType="Bounce", Enabled=True
    )


DOMAIN = NotificationSettings(topics={"Bounce": TOPIC})
ADDRESS = NotificationSettings(topics={"Bounce": OTHER_TOPIC}, headers_in=frozenset({"Bounce"}))
SENDERS: dict[str, tuple[dict[str, Any], NotificationSettings | None]] = {
    "of the domain": ({"source": "bob@example.com"}, DOMAIN),
    "with an identity of its own": ({}, ADDRESS),
    "with a label": ({"source": "ann+news@example.com"}, ADDRESS),
    "whose own identity is pending": ({"source": "pending@example.com"}, DOMAIN),
    "authorized by the domain": ({"source_arn": f"{OWN}example.com"}, DOMAIN),
    "authorized by another account": (
        {"source_arn": "arn:aws:ses:us-east-1:210987654321:identity/example.com"},
        None,
    ),
    "that is no address": ({"source": ""}, None),
}


@pytest.mark.usefixtures("arranged")
@pytest.mark.parametrize(("fields", "expected"), SENDERS.values(), ids=SENDERS)
def test_the_notifications_are_those_of_the_identity_that_sends(
    state: State, fields: dict[str, Any], expected: NotificationSettings | None
) -> None:
    assert state.accept(submission(**fields)).notifications == expected


@pytest.mark.usefixtures("arranged")
def test_the_event_destinations_are_those_of_the_configuration_set(state: State) -> None:
    assert state.accept(submission()).event_destinations == ()

    (destination,) = state.accept(submission(configuration_set="news")).event_destinations

    assert (destination.name, destination.enabled) == ("bounces", True)
    assert destination.event_types == ("BOUNCE",)
    assert destination.target == SnsTopic(TOPIC)


@pytest.mark.usefixtures("arranged")
def test_what_is_settled_stays_as_it_was(
    mock: SESMock, state: State, client: Any, client2: Any
) -> None:
    """Publishing later must not depend on what the test changes in between."""
    account = mock.account()
    account.suppress("bob@example.org")
    accepted = state.accept(submission(configuration_set="news"))
    before = deepcopy(accepted)
    assert before.withheld == {"bob@example.org": "BOUNCE"}

    client2.delete_suppressed_destination(EmailAddress="bob@example.org")
    client2.delete_configuration_set_event_destination(**NEWS, EventDestinationName="bounces")
    client.set_identity_notification_topic(Identity="ann@example.com", NotificationType="Bounce")
    client.set_identity_headers_in_notifications_enabled(
        Identity="ann@example.com", NotificationType="Bounce", Enabled=False
    )
    client2.put_email_identity_feedback_attributes(
        EmailIdentity="ann@example.com", EmailForwardingEnabled=False
    )

    assert accepted == before
    assert accepted.notifications == ADDRESS
    after = state.accept(submission(configuration_set="news"))
    assert (after.withheld, after.event_destinations) == ({}, ())
    assert after.notifications == NotificationSettings(forwards_feedback=False)


@pytest.mark.usefixtures("arranged")
def test_a_message_keeps_what_was_settled(mock: SESMock, client2: Any) -> None:
    mock.account().suppress("ada@example.org")
    client2.send_email(**mail2(Source="ann@example.com"))
    client2.delete_suppressed_destination(EmailAddress="ada@example.org")

    assert [event.type for event in mock.outbox.assert_sent().events] == ["Send", "Bounce"]
