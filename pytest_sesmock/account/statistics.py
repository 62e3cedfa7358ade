"""GetSendStatistics' data points: what was sent and came back, in quarters of an hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.engine.simulator import simulate

_WINDOW = 15 * 60
_KEPT = 14 * 24 * 60 * 60


class DataPoint(NamedTuple):
    """What became of the mails of a quarter of an hour, in recipients.

    Attributes:
        start: When it began, in seconds since the epoch.
        attempts: How many were sent to.
        bounces: How many bounced.
        complaints: How many complained.
    """

    start: int
    attempts: int
    bounces: int
    complaints: int


class Statistics:
    """Delivery attempts, bounces and complaints per 15 minutes over the last two weeks."""

    def __init__(self) -> None:
        self._attempts: Counter[int] = Counter()
        self._addressees: dict[int, list[Sequence[str]]] = {}

    def count(self, now: float, recipients: Sequence[str], addressees: Sequence[str]) -> None:
        """Add delivery attempts.

        Args:
            now: The moment, in seconds since the epoch.
            recipients: The recipients of the mail.
            addressees: Those that SES tries to deliver it to: others are on the suppression list,
                and their bounces do not count [doc-suppr-accept].
        """
        window = int(now // _WINDOW) * _WINDOW
        self._attempts[window] += len(recipients)
        # Looked at only when somebody asks: every send passes here.
        self._addressees.setdefault(window, []).append(addressees)

    def points(self, now: float) -> list[DataPoint]:
        """The data points of the last two weeks, in an order that says nothing [stats-unordered].

        The order is the same in every run. Whatever bounces counts, also for a while (inferred).
        """
        windows = [window for window in self._attempts if window > now - _KEPT]
        return [
            DataPoint(window, self._attempts[window], outcomes["Bounce"], outcomes["Complaint"])
            for window in sorted(windows, key=lambda each: crc32(str(each).encode()))
            for outcomes in [Counter(self._outcomes(window))]
        ]

    def _outcomes(self, window: int) -> Iterator[str]:
        """The event of each thing that became of a window's mails, as far as they say."""
        for recipients in self._addressees[window]:
            for recipient in recipients:
                mailbox = addresses.parse(recipient)
                outcomes = None if isinstance(mailbox, AddressFault) else simulate(mailbox)
                for outcome in outcomes or ():
                    yield outcome.event
