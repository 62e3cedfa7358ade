"""Mails to a mock that no client is for, and what happens to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from exchanges import exchange, parsed
from sending import SEND, mail

from pytest_sesmock import Event, SESMock
from pytest_sesmock.outbox.message import SentMessage

BOUNCE = mail(To=["bounce@simulator.amazonses.com"])


def send(mock: SESMock, call: dict[str, Any] = SEND, **changes: Any) -> SentMessage:
    reply = exchange(mock, "ses", "SendEmail", {**call, **changes})
    return mock.outbox.last(message_id=parsed("ses", "SendEmail", reply)["MessageId"])


def create_destination(mock: SESMock, name: str, *types: str, **target: Any) -> None:
    reply = exchange(
        mock,
        "sesv2",
        "CreateConfigurationSetEventDestination",
        {
            "ConfigurationSetName": "news",
            "EventDestinationName": name,
            "EventDestination": {"Enabled": True, "MatchingEventTypes": list(types), **target},
        },
    )
    assert reply.status == 200


def happen(message: SentMessage, after: timedelta = timedelta()) -> Event:
    """Let a message's first event happen once more: the way of all that a test lets happen."""
    event = message.events[0]
    aftermath = message._aftermath()
    assert aftermath is not None
    aftermath.happen(message, event, aftermath.now() + after)
    return event


def types(events: list[Event]) -> list[str]:
    return [event.type for event in events]


class Recorder:
    """In the place of a client: keeps what it is called with."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        if name not in {"publish", "put_events", "put_record", "put_metric_data"}:
            raise AttributeError(name)
        return lambda **parameters: self.calls.append(parameters)
