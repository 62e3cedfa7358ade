"""The mock's time: wall time, plus what a test or a back-off sleep has advanced it by."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

from pytest_sesmock.errors import SesmockError

_MOST = 7_900 * 365 * 24 * 60 * 60
"""The most seconds to advance by: up to some time before the year 9999, where datetime ends."""


class Clock:
    """The clock of a mock, used for quotas, timestamps and message ids.

    It follows real time, so freezegun and time-machine work with it, plus the time skipped with
    `advance`. While a mock is active, the back-off sleeps of botocore and aiobotocore advance the
    clock instead of blocking.
    """

    def __init__(self) -> None:
        self._offset = 0.0

    def time(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self._offset

    def now(self) -> datetime:
        """The current time as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.time(), timezone.utc)

    @property
    def offset(self) -> float:
        """How many seconds it is ahead of real time: as far as it was advanced so far."""
        return self._offset

    def advance(self, by: float | timedelta) -> None:
        """Move the clock forward, without waiting.

        Args:
            by: Seconds, or a timedelta.

        Raises:
            SesmockError: `by` is neither, is negative, or goes past the year 9999.
        """
        if not isinstance(by, (int, float, timedelta)):
            raise SesmockError(f"time must be advanced by seconds or a timedelta, not {by!r}")
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        if not 0 <= seconds <= _MOST - self._offset:  # written so that NaN is refused too
            raise SesmockError(f"time must run forwards, to the year 9999 at most: not by {by!r}")
        self._offset += seconds
