"""What a test sees of the attempts at its calls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError
from sending import SEND, mail, ses, sesv2

from pytest_sesmock import SESMock
from pytest_sesmock.outbox.outbox import join


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


def test_every_call_is_an_attempt(mock: SESMock) -> None:
    ses().get_send_quota()
    with pytest.raises(ClientError):
        ses("eu-west-1").send_email(**SEND)
    sesv2().get_account()

    assert [
        (each.operation, each.api, each.region, each.number, each.outcome, each.is_accepted)
        for each in mock.outbox.attempts
    ] == [
        ("GetSendQuota", "ses", "us-east-1", 1, "accepted", True),
        ("SendEmail", "ses", "eu-west-1", 1, "MessageRejected", False),
        ("GetAccount", "sesv2", "us-east-1", 1, "accepted", True),
    ]
    assert len({each.invocation_id for each in mock.outbox.attempts}) == 3
    assert not any(each.is_lost for each in mock.outbox.attempts)


def test_attempts_are_captured_joined_and_cleared(mock: SESMock) -> None:
    ses().send_email(**SEND)
    with mock.outbox.capture() as block:
        ses().send_email(**SEND)
    ses().send_email(**SEND)

    every = mock.outbox.attempts
    assert block.attempts == every[1:2]
    assert join([mock.outbox, block]).attempts == every + every[1:2]
    every.clear()
    assert len(mock.outbox.attempts) == 3
    mock.outbox.clear()
    assert (mock.outbox.attempts, len(block.attempts)) == ([], 1)


def test_an_attempt_reads_as_a_line(mock: SESMock) -> None:
    mock.account().fail_next("connection-closed", after_acceptance=True)
    ses().send_email(**mail())
    lost, accepted = mock.outbox.attempts
    time = f"{lost.at:%H:%M:%S}Z"
    assert repr(lost) == (
        f"<Attempt 1 at SendEmail: connection-closed although accepted at {time}>"
    )
    assert repr(accepted) == f"<Attempt 2 at SendEmail: accepted at {accepted.at:%H:%M:%S}Z>"


def test_a_bulk_send_is_one_attempt(mock: SESMock) -> None:
    """Although each of its entries is a mail, and one of them is refused."""
    mock.account().create_template("news", subject="News", text="Hello")
    mock.account().fail_next("Failed", entry="bob@example.org")
    ses().send_bulk_templated_email(
        Source="shop@example.com",
        Template="news",
        DefaultTemplateData="{}",
        Destinations=[
            {"Destination": {"ToAddresses": [each]}, "ReplacementTemplateData": "{}"}
            for each in ("ada@example.org", "bob@example.org", "eve@example.org")
        ],
    )
    assert [each.outcome for each in mock.outbox.attempts] == ["accepted"]
    assert [message.attempts for message in mock.outbox] == [1, 1]
