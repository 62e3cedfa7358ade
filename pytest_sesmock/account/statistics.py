"""GetSendStatistics' data points: what was sent and came back, in quarters of an hour."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple
from zlib import crc32

from pytest_sesmock.account.sent_mails import History, SentMails, came_back

_WINDOW = 15 * 60
_KEPT = 14 * 24 * 60 * 60


class DataPoint(NamedTuple):
    """What happened in a quarter of an hour, in recipients.

    Attributes:
        start: When it began, in seconds since the epoch.
        attempts: How many were sent to.
        bounces: How many bounced.
        complaints: How many complained.
        rejects: How many were sent mails that SES rejected.
    """

    start: int
    attempts: int
    bounces: int
    complaints: int
    rejects: int


class Statistics:
    """Delivery attempts and what came back per 15 minutes over the last two weeks."""

    def __init__(self, mails: SentMails) -> None:
        self._mails = mails

    def points(self, now: float) -> list[DataPoint]:
        """The data points of the last two weeks, in an order that says nothing [stats-unordered].

        The order is the same in every run. An event counts in the quarter of an hour in which it
        happened, and whatever bounces counts, also for a while (both inferred).
        """
        counts: Counter[tuple[int, str]] = Counter()
        for history in self._mails.histories():
            counts += _count(history)
        starts = {start for start, _ in counts if start > now - _KEPT}
        return [
            DataPoint(start, *(counts[start, type_] for type_ in _TYPES))
            for start in sorted(starts, key=lambda each: crc32(str(each).encode()))
        ]


_TYPES = ("Send", "Bounce", "Complaint", "Reject")


def _count(history: History) -> Counter[tuple[int, str]]:
    """How many recipients of a mail each type of event is about, by quarters of an hour."""
    counts: Counter[tuple[int, str]] = Counter()
    for event in history.events:
        if event.type in _TYPES:
            is_feedback = event.type in ("Bounce", "Complaint")
            recipients = came_back(history.mail, event) if is_feedback else event.recipients
            start = int(event.timestamp.timestamp() // _WINDOW) * _WINDOW
            counts[start, event.type] += len(recipients)
    return counts
