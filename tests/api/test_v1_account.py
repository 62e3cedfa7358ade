"""The account through boto3: sending enabled or paused, quota, statistics; and the error codes."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from evidence import BEHAVIOUR
from sending import SEND, mail

from pytest_sesmock import Account, SESMock

# Sending


@pytest.mark.parametrize(
    ("before", "enabled", "after"),
    [
        (None, True, None),
        (None, False, "holder"),
        ("holder", True, None),
        ("holder", False, "holder"),
        # What AWS has paused its holder cannot resume.
        ("aws", True, "aws"),
        ("aws", False, "aws"),
    ],
)
def test_update_account_sending_enabled(
    account: Account, client: Any, before: Any, enabled: bool, after: str | None
) -> None:
    if before:
        account.pause_sending(before)
    assert client.get_account_sending_enabled()["Enabled"] is (before is None)

    client.update_account_sending_enabled(Enabled=enabled)

    assert account.paused_by == after
    assert client.get_account_sending_enabled()["Enabled"] is (after is None)


def test_enabled_is_false_when_left_out(account: Account, client: Any) -> None:
    client.update_account_sending_enabled()

    assert account.paused_by == "holder"


def test_a_pause_by_the_application_stops_its_sends(account: Account, client: Any) -> None:
    account.verify("example.com")
    client.update_account_sending_enabled(Enabled=False)
    with pytest.raises(client.exceptions.AccountSendingPausedException):
        client.send_email(**SEND)

    client.update_account_sending_enabled(Enabled=True)
    client.send_email(**SEND)


# Quota


def quota(client: Any) -> tuple[float, float, float]:
    answer = client.get_send_quota()
    return answer["Max24HourSend"], answer["MaxSendRate"], answer["SentLast24Hours"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, (50_000.0, 14.0, 0.0)),
        ({"max_24_hour_send": -1, "max_send_rate": 0.5}, (-1.0, 0.5, 0.0)),
        ({"sandbox": True, "max_24_hour_send": 10, "max_send_rate": 3}, (10.0, 3.0, 0.0)),
    ],
)
def test_get_send_quota(client: Any, options: Any, expected: tuple[float, ...]) -> None:
    with SESMock(region="us-east-1", **options):
        assert quota(client) == expected


def test_the_sandboxs_quota_is_as_recorded(account: Account, client: Any) -> None:
    account.sandbox = True

    assert BEHAVIOUR["quota-sandbox"]["note"] == "Max24HourSend {}, MaxSendRate {}".format(
        *quota(client)
    )


def test_recipients_are_what_is_counted(mock: SESMock, client: Any) -> None:
    mock.account().verify("example.com")
    mock.account().sent_last_24_hours = 10
    client.send_email(**mail(To=["a@b.org", "c@d.org"], Cc=["e@f.org"], Bcc=["g@h.org"]))
    assert quota(client)[2] == 14.0

    mock.clock.advance(timedelta(hours=24))
    assert quota(client)[2] == 0.0


# Statistics

MIDNIGHT = datetime(2024, 3, 1, tzinfo=timezone.utc)


def test_get_send_statistics(mock: SESMock, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Delivery attempts in quarters of an hour, for two weeks, in any order [stats-unordered]."""
    monkeypatch.setattr(time, "time", MIDNIGHT.timestamp)
    mock.account().verify("example.com")
    assert client.get_send_statistics()["SendDataPoints"] == []

    for minutes in (0, 14, 1, 30):  # at 0:00, 0:14, 0:15 and 0:45
        mock.clock.advance(timedelta(minutes=minutes))
        client.send_email(**mail(Cc=["success@simulator.amazonses.com"]))

    def point(minute: int, attempts: int) -> dict[str, Any]:
        return {
            "Timestamp": MIDNIGHT + timedelta(minutes=minute),
            "DeliveryAttempts": attempts,
            "Bounces": 0,
            "Complaints": 0,
            "Rejects": 0,
        }

    assert data_points(client) == [point(0, 4), point(15, 2), point(45, 2)]
    mock.clock.advance(timedelta(days=14) - timedelta(minutes=45))
    assert data_points(client) == [point(15, 2), point(45, 2)]


def data_points(client: Any) -> list[Any]:
    points = client.get_send_statistics()["SendDataPoints"]
    return sorted(points, key=lambda each: each["Timestamp"])


def test_data_points_come_in_no_order(mock: SESMock, client: Any) -> None:
    """[stats-unordered]: who takes the last for the latest is wrong here as on AWS."""
    mock.account().verify("example.com")
    for _ in range(20):
        mock.clock.advance(timedelta(minutes=15))
        client.send_email(**SEND)

    points = client.get_send_statistics()["SendDataPoints"]

    in_order = data_points(client)
    assert len({each["Timestamp"] for each in points}) == 20
    assert points not in (in_order, in_order[::-1])
    assert client.get_send_statistics()["SendDataPoints"] == points


SIMULATOR = "{}@simulator.amazonses.com"


@pytest.mark.parametrize(
    ("recipients", "counts"),
    [
        (["bounce", "bounce+1", "success"], (3, 2, 0)),
        (["complaint"], (1, 0, 1)),
        (["bounce", "complaint"], (2, 1, 1)),
        (["success"], (1, 0, 0)),
    ],
    ids=["bounces", "a complaint", "both", "neither"],
)
def test_what_comes_back_is_counted(
    mock: SESMock,
    client: Any,
    monkeypatch: pytest.MonkeyPatch,
    recipients: list[str],
    counts: tuple[int, ...],
) -> None:
    """[stats-unordered] has the members; what the simulator does is [sim-complaint-events]."""
    monkeypatch.setattr(time, "time", MIDNIGHT.timestamp)
    mock.account().verify("example.com")
    client.send_email(**mail(To=[SIMULATOR.format(each) for each in recipients]))

    (point,) = client.get_send_statistics()["SendDataPoints"]

    assert (point["DeliveryAttempts"], point["Bounces"], point["Complaints"]) == counts


def test_bounces_of_the_suppression_list_do_not_count(
    account: Account, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They do not count toward the bounce rate [doc-suppr-accept]."""
    monkeypatch.setattr(time, "time", MIDNIGHT.timestamp)
    account.verify("example.com")
    account.suppress("bounce@simulator.amazonses.com")
    client.send_email(**mail(To=["bounce@simulator.amazonses.com", "ooto@example.org"]))

    (point,) = client.get_send_statistics()["SendDataPoints"]

    assert (point["DeliveryAttempts"], point["Bounces"], point["Complaints"]) == (2, 0, 0)


def test_a_mail_that_cannot_be_rendered_is_no_attempt(account: Account, client: Any) -> None:
    account.verify("example.com")
    account.create_template("welcome", subject="Hello {{name}}", text="Hi")
    client.send_templated_email(
        Source=SEND["Source"],
        Destination={"ToAddresses": ["bounce@simulator.amazonses.com"]},
        Template="welcome",
        TemplateData="{}",
    )

    assert client.get_send_statistics()["SendDataPoints"] == []


def test_refused_messages_are_no_attempts(mock: SESMock, client: Any) -> None:
    with pytest.raises(client.exceptions.MessageRejected):
        client.send_email(**SEND)

    assert client.get_send_statistics()["SendDataPoints"] == []


# Error codes
