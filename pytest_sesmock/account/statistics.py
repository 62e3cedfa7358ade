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


class _Send(NamedTuple):
    """A mail that was sent, and when."""

    at: float
    recipients: int
    addressees: Sequence[str]

    @property
    def window(self) -> int:
        return int(self.at // _WINDOW) * _WINDOW


class Statistics:
    """Delivery attempts, bounces and complaints per 15 minutes over the last two weeks."""

    def __init__(self) -> None:
        # Looked at only when somebody asks: every send passes here.
        self._sends: list[_Send] = []

    @property
    def state(self) -> int:
        """How much was counted up to now, for `return_to`."""
        return len(self._sends)

    def return_to(self, state: int) -> None:
        """Take back what was counted since."""
        del self._sends[state:]

    def count(self, now: float, recipients: Sequence[str], addressees: Sequence[str]) -> None:
        """Add delivery attempts.

        Args:
            now: The moment, in seconds since the epoch.
            recipients: The recipients of the mail.
            addressees: Those that SES tries to deliver it to: others are on the suppression list,
                and their bounces do not count [doc-suppr-accept].
        """
        self._sends.append(_Send(now, len(recipients), addressees))

    def points(self, now: float) -> list[DataPoint]:
        """The data points of the last two weeks, in an order that says nothing [stats-unordered].

        The order is the same in every run. Whatever bounces counts, also for a while (inferred).
        """
        sends: dict[int, list[_Send]] = {}
        for send in self._sends:
            if send.window > now - _KEPT:
                sends.setdefault(send.window, []).append(send)
        return [
            _point(window, sends[window])
            for window in sorted(sends, key=lambda each: crc32(str(each).encode()))
        ]


def _point(window: int, sends: Sequence[_Send]) -> DataPoint:
    outcomes = Counter(
        event for send in sends for address in send.addressees for event in _outcomes(address)
    )
    attempts = sum(send.recipients for send in sends)
    return DataPoint(window, attempts, outcomes["Bounce"], outcomes["Complaint"])


def _outcomes(recipient: str) -> Iterator[str]:
    """The events of what becomes of a mail to a recipient, as far as the address says."""
    mailbox = addresses.parse(recipient)
    outcomes = None if isinstance(mailbox, AddressFault) else simulate(mailbox)
    for outcome in outcomes or ():
        yield outcome.event
