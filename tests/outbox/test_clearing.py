"""`Outbox.clear` empties the outbox, and SES remembers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError
from sending import SEND, mail, ses

from pytest_sesmock import SESMock


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        mock.account().max_24_hour_send = 3
        ses().send_email(**SEND)
        with pytest.raises(ClientError):
            ses().send_email(**mail(Source="shop@example.net"))
        yield mock


def test_nothing_is_in_it(mock: SESMock) -> None:
    outbox = mock.outbox
    view = outbox.to("ada@example.org")

    outbox.clear()

    assert [*outbox, *view, *outbox.refusals, *outbox.attempts, *outbox.published] == []
    assert [*outbox.unread, *outbox.unread_refusals] == []
    outbox.assert_empty()
    outbox.assert_no_refusals()
    outbox.clear()  # twice is once


def test_the_quota_is_used_up_as_before(mock: SESMock) -> None:
    ses().send_email(**SEND)
    mock.outbox.clear()
    assert mock.account().sent_last_24_hours == 2
    ses().send_email(**SEND)
    with pytest.raises(ClientError, match="Daily message quota exceeded"):
        ses().send_email(**SEND)


def test_message_ids_go_on(mock: SESMock) -> None:
    ids = {mock.outbox[0].message_id}
    for _ in range(2):
        mock.outbox.clear()
        ids.add(ses().send_email(**SEND)["MessageId"])
    assert len(ids) == 3


def test_planned_failures_are_still_due(mock: SESMock) -> None:
    mock.account().fail_next("AccessDenied")
    mock.outbox.clear()
    with pytest.raises(ClientError, match="AccessDenied"):
        ses().send_email(**SEND)


def test_pending_events_are_handed_over_to_nobody(mock: SESMock) -> None:
    heard: list[str] = []
    mock.account().on_event(lambda event: heard.append(event.type))
    mock.outbox.clear()
    assert (mock.outbox.deliver_events(), heard) == ([], [])

    ses().send_email(**SEND)
    mock.outbox.deliver_events()
    assert heard == ["Send", "Delivery"]


def test_a_message_from_before_is_as_it_was(mock: SESMock) -> None:
    """And what happens to it from now on is there again."""
    message = mock.outbox[0]
    mock.outbox.clear()
    assert message.text == "Hello"
    assert [event.type for event in message.events] == ["Send", "Delivery"]
    message.bounce()
    assert [event.type for event in message.events] == ["Send", "Bounce"]
    assert len(mock.outbox) == 0
