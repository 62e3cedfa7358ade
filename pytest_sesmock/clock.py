"""The mock's time: wall time plus what a test, or a back-off sleep, has let pass."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

from pytest_sesmock.errors import SesmockError


class Clock:
    """One clock for everything a mock does: quotas, timestamps, message ids.

    It reads wall time when asked, so freezegun and time-machine work, and adds what `advance` has
    let pass. While a mock answers, the back-off sleeps of botocore and aiobotocore advance it too,
    instead of blocking.
    """

    def __init__(self) -> None:
        self._offset = 0.0

    def time(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self._offset

    def now(self) -> datetime:
        """The same moment as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.time(), timezone.utc)

    def advance(self, by: float | timedelta) -> None:
        """Let time pass at once.

        Args:
            by: Seconds, or a timedelta.

        Raises:
            SesmockError: If time would run backwards.
        """
        seconds = by.total_seconds() if isinstance(by, timedelta) else float(by)
        if not seconds >= 0:  # written so that NaN is refused too
            raise SesmockError(f"time runs forwards only: cannot advance by {by!r}")
        self._offset += seconds
