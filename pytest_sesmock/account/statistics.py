"""GetSendStatistics' data points: what was sent, in quarters of an hour."""

from __future__ import annotations

from collections.abc import Iterator

_WINDOW = 15 * 60
_KEPT = 14 * 24 * 60 * 60


class Statistics:
    """Delivery attempts per 15 minutes over the last two weeks."""

    def __init__(self) -> None:
        self._attempts: dict[int, int] = {}

    def count(self, now: float, recipients: int) -> None:
        """Add delivery attempts at a moment (seconds since the epoch)."""
        window = int(now // _WINDOW) * _WINDOW
        self._attempts[window] = self._attempts.get(window, 0) + recipients

    def attempts(self) -> dict[int, int]:
        """What was counted up to now, for `return_to`."""
        return dict(self._attempts)

    def return_to(self, attempts: dict[int, int]) -> None:
        """Take back what was counted since."""
        self._attempts = attempts

    def points(self, now: float) -> Iterator[tuple[int, int]]:
        """Pairs of a window's start (seconds since the epoch) and its delivery attempts."""
        for window, attempts in self._attempts.items():
            if window > now - _KEPT:
                yield window, attempts
