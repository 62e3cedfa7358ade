"""The mock's time is wall time at the moment of asking, plus what it was advanced by."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock import Clock, SesmockError

NOON = datetime(2024, 2, 29, 12, tzinfo=timezone.utc)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(time, "time", NOON.timestamp)
    return Clock()


@pytest.mark.parametrize(
    ("by", "then"),
    [
        (0, NOON),
        (90, datetime(2024, 2, 29, 12, 1, 30, tzinfo=timezone.utc)),
        (0.25, datetime(2024, 2, 29, 12, 0, 0, 250_000, tzinfo=timezone.utc)),
        (timedelta(days=1), datetime(2024, 3, 1, 12, tzinfo=timezone.utc)),
        (timedelta(), NOON),
    ],
    ids=["nothing", "seconds", "a fraction", "a timedelta", "no timedelta"],
)
def test_time_passes(clock: Clock, by: float | timedelta, then: datetime) -> None:
    clock.advance(by)

    assert clock.now() == then
    assert clock.now().tzinfo is timezone.utc
    assert clock.time() == then.timestamp()


def test_wall_time_is_read_at_use(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tools that freeze or shift time.time after the mock was made are followed."""
    clock.advance(10)
    monkeypatch.setattr(time, "time", lambda: 1_000.0)

    assert clock.time() == 1_010.0


@pytest.mark.parametrize(
    "by", [-1, -1e-9, timedelta(microseconds=-1), float("nan"), float("inf"), timedelta.max]
)
def test_time_does_not_run_backwards(clock: Clock, by: float | timedelta) -> None:
    with pytest.raises(SesmockError, match="must run forwards, to the year 9999 at most: not by"):
        clock.advance(by)

    assert clock.now() == NOON


def test_time_is_let_pass_in_seconds(clock: Clock) -> None:
    with pytest.raises(SesmockError, match="must be advanced by seconds or a timedelta, not '1'"):
        clock.advance("1")  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 10**6)))
def test_advances_add_up(steps: list[int]) -> None:
    with patch.object(time, "time", NOON.timestamp):
        clock = Clock()
        for step in steps:
            clock.advance(step)
        assert clock.time() == NOON.timestamp() + sum(steps)
