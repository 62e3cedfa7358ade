"""Quotas count recipients: a rolling day and a rate, both paid back [doc-quota-multi]."""

from __future__ import annotations

import math
import time
from fractions import Fraction
from itertools import accumulate
from typing import Any
from unittest.mock import patch

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st
from sending import mail, ses

from pytest_sesmock import SESMock
from pytest_sesmock.account.quota import DailyLedger, RateBucket
from pytest_sesmock.engine.submissions.submission import Submission

DAY = 24 * 60 * 60
NOW = 1_700_000_000

# The rate. Moments and rates are sums of powers of two, so the bucket's floats are exact and can be
# held against fractions.

ticks = st.integers(0, 4 * 1024).map(lambda tick: Fraction(tick, 1024))
recipients = st.integers(1, 50)
rates = st.one_of(st.integers(1, 20), st.integers(1, 64).map(lambda rate: Fraction(rate, 16)))


def passed(rate: Fraction, sends: list[tuple[Fraction, int]]) -> list[tuple[Fraction, int]]:
    """Which sends a bucket lets through, each a moment and its recipients."""
    bucket = RateBucket(float(rate), NOW)
    through = []
    for moment, count in sends:
        if not bucket.is_exceeded(float(NOW + moment)):
            bucket.charge(float(NOW + moment), count)
            through.append((moment, count))
    return through


def passed_by_the_rule(rate: Fraction, sends: list[tuple[Fraction, int]]) -> list[Any]:
    """What [doc-quota-multi] says: anything left lets a whole call through, debts are paid back."""
    capacity = max(rate, Fraction(1))
    left, before = capacity, Fraction(0)
    through = []
    for moment, count in sends:
        left = min(capacity, left + rate * (moment - before))
        before = moment
        if left >= 1:
            left -= count
            through.append((moment, count))
    return through


@st.composite
def timelines(draw: st.DrawFn) -> list[tuple[Fraction, int]]:
    steps = draw(st.lists(st.tuples(ticks, recipients), min_size=1, max_size=30))
    moments = accumulate(step for step, _ in steps)
    return [(moment, count) for moment, (_, count) in zip(moments, steps, strict=True)]


@given(rates, timelines())
def test_the_rate_is_that_of_the_exact_model(
    rate: Fraction, sends: list[tuple[Fraction, int]]
) -> None:
    assert passed(rate, sends) == passed_by_the_rule(rate, sends)


@given(rates, timelines())
def test_no_stretch_of_time_holds_more_than_its_share(
    rate: Fraction, sends: list[tuple[Fraction, int]]
) -> None:
    """Before the last call of any stretch: less than one burst and what the time gives."""
    through = passed(rate, sends)
    for first in range(len(through)):
        for last in range(first, len(through)):
            sent = sum(count for _, count in through[first:last])
            stretch = through[last][0] - through[first][0]
            assert sent <= max(rate, 1) - 1 + rate * stretch


@pytest.mark.parametrize(
    ("rate", "count", "wait"),
    [(1, 5, 5), (1, 1, 1), (2, 5, 2), (14, 50, 37 / 14), (0.5, 1, 2), (0.5, 3, 6)],
)
def test_a_burst_is_paid_back(rate: float, count: int, wait: float) -> None:
    """A full bucket less `count` has one recipient's worth again after `wait` seconds."""
    bucket = RateBucket(rate, NOW)
    bucket.charge(NOW, count)

    assert bucket.is_exceeded(NOW + wait - 0.01)
    assert not bucket.is_exceeded(NOW + wait + 0.01)


@pytest.mark.parametrize("rate", [1, 2, 14, 50])
def test_one_whole_recipient_left_is_enough(rate: int) -> None:
    """However it was left over: unspent, or paid back in just the time that it takes."""
    unspent = RateBucket(rate, NOW)
    unspent.charge(NOW, rate - 1)
    assert not unspent.is_exceeded(NOW)
    unspent.charge(NOW, 1)
    assert unspent.is_exceeded(NOW)

    paid_back = RateBucket(1, 0.0)
    paid_back.charge(0.0, 1)
    # What rounding may take away from a second still makes a whole recipient, but no more than it.
    just_enough = 1.0 - RateBucket._ROUNDING
    assert paid_back.is_exceeded(math.nextafter(just_enough, 0.0))
    assert not paid_back.is_exceeded(just_enough)


def test_a_clock_turned_back_neither_gives_nor_takes() -> None:
    bucket = RateBucket(1, NOW)
    bucket.charge(NOW, 1)

    assert bucket.is_exceeded(NOW - 1000)
    assert bucket.is_exceeded(NOW - 1000 + 0.5)
    assert not bucket.is_exceeded(NOW - 1000 + 1)


@pytest.fixture
def mock() -> Any:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


@pytest.fixture(scope="module")
def client() -> Any:
    """A client that does not retry, so that the clock stands still."""
    return ses(config=Config(retries={"total_max_attempts": 1}))


def outcome(client: Any, *to: str) -> str:
    try:
        client.send_email(**mail(To=list(to)))
    except ClientError as error:
        return str(error.response["Error"]["Message"])
    return "sent"


RATE = "Maximum sending rate exceeded."
DAILY = "Daily message quota exceeded."
FIVE = [f"{number}@example.org" for number in range(5)]


@pytest.fixture
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: float(NOW))


@pytest.mark.usefixtures("_frozen")
def test_five_recipients_at_one_per_second_make_five_seconds_of_errors(
    mock: SESMock, client: Any
) -> None:
    mock.account().max_send_rate = 1

    outcomes = [outcome(client, *FIVE)]
    for _ in range(5):
        outcomes.append(outcome(client, "ada@example.org"))
        mock.clock.advance(1)
    outcomes.append(outcome(client, "ada@example.org"))

    assert outcomes == ["sent", RATE, RATE, RATE, RATE, RATE, "sent"]


def test_without_a_set_rate_the_speed_of_the_machine_decides_nothing(
    mock: SESMock, client: Any
) -> None:
    assert {outcome(client, *FIVE) for _ in range(20)} == {"sent"}


def test_the_simulator_counts_in_the_rate_alone(mock: SESMock, client: Any) -> None:
    account = mock.account()
    account.max_send_rate, account.max_24_hour_send = 1, 1
    simulator = ["Success <success@simulator.amazonses.com>", "BOUNCE+x@Simulator.AmazonSES.com"]

    assert outcome(client, *simulator) == "sent"
    assert account.sent_last_24_hours == 0
    assert outcome(client, "ada@example.org") == RATE
    mock.clock.advance(2)
    assert outcome(client, "ada@example.org") == "sent"
    assert account.sent_last_24_hours == 1


def test_what_only_looks_like_the_simulator_counts(mock: SESMock, client: Any) -> None:
    assert outcome(client, "simulator@example.org", "x@simulator.amazonses.com") == "sent"
    assert mock.account().sent_last_24_hours == 2


# The day

# Whole quarters of a day, so that the very end of 24 hours comes up, and moments in between.
pauses = st.one_of(st.integers(0, 6).map(lambda quarters: quarters * DAY // 4), st.integers(0, DAY))
charges = st.lists(st.tuples(pauses, st.integers(0, 50)), max_size=30)


@given(charges)
def test_the_ledger_is_the_sum_of_the_last_24_hours(steps: list[tuple[int, int]]) -> None:
    ledger, booked, now = DailyLedger(), list[tuple[int, int]](), NOW
    for step, count in steps:
        now += step
        ledger.charge(now, count)
        booked.append((now, count))
        assert ledger.total(now) == sum(each for moment, each in booked if now - moment < DAY)


@given(st.integers(0, 60), charges)
def test_a_message_passes_as_long_as_anything_is_left(
    quota: int, steps: list[tuple[int, int]]
) -> None:
    sent: list[tuple[int, int]] = []
    now = NOW
    with patch.object(time, "time", return_value=float(NOW)):
        mock = SESMock(region="us-east-1", max_24_hour_send=quota)
        for step, count in steps:
            now += step
            mock.clock.advance(step)
            used = sum(each for moment, each in sent if now - moment < DAY)
            assert mock.account().sent_last_24_hours == used
            assert mock.account()._state.quota_is_used_up() == (used >= quota)
            if used < quota:
                mock.account()._state.accept(submission(count), mock.clock.time())
                sent.append((now, count))


def submission(recipients: int) -> Submission:
    return Submission(
        api="ses",
        operation="SendEmail",
        region="us-east-1",
        source="noreply@example.com",
        to=("ada@example.org",) * recipients,
    )


def test_the_daily_quota_rolls(mock: SESMock, client: Any) -> None:
    account = mock.account()
    account.max_24_hour_send = 6

    assert outcome(client, *FIVE) == "sent"
    mock.clock.advance(DAY / 2)
    assert outcome(client, *FIVE) == "sent"
    assert account.sent_last_24_hours == 10
    assert outcome(client, "ada@example.org") == DAILY
    mock.clock.advance(DAY / 2 - 60)
    assert outcome(client, "ada@example.org") == DAILY
    mock.clock.advance(120)
    assert account.sent_last_24_hours == 5
    assert outcome(client, *FIVE) == "sent"
    assert outcome(client, "ada@example.org") == DAILY


def test_refused_messages_use_no_quota(mock: SESMock, client: Any) -> None:
    account = mock.account()
    account.max_send_rate = 1
    account.pause_sending()
    outcome(client, *FIVE)
    account.resume_sending()

    assert account.sent_last_24_hours == 0
    assert outcome(client, "ada@example.org") == "sent"
    assert outcome(client, "ada@example.org") == RATE
    assert account.sent_last_24_hours == 1


@pytest.mark.parametrize(("quota", "expected"), [(-1, "sent"), (0, DAILY), (1, DAILY)])
def test_quotas_at_the_edge(mock: SESMock, client: Any, quota: float, expected: str) -> None:
    mock.account().max_24_hour_send = quota
    mock.account().sent_last_24_hours = 1

    assert outcome(client, "ada@example.org") == expected


def test_every_region_has_quotas_of_its_own(mock: SESMock, client: Any) -> None:
    mock.account().max_24_hour_send = 0

    assert outcome(client, "ada@example.org") == DAILY
    assert not mock.account("eu-west-1")._state.quota_is_used_up()
