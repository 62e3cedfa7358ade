"""What follows from what happens to accepted mails."""

from __future__ import annotations

from datetime import datetime
from threading import RLock

from pytest_sesmock.clock import Clock
from pytest_sesmock.delivery.event import Event
from pytest_sesmock.outbox.mail_events import MailEvents, add_event
from pytest_sesmock.outbox.records import Records
from pytest_sesmock.service.publisher import Publisher


class Aftermath:
    """Lets events happen: to the message, in the outbox, and for who is told of them.

    Args:
        records: Those of the outbox.
        publisher: Hands them over.
        clock: The mock's clock.
        lock: The mock's lock.
    """

    __slots__ = ("_clock", "_lock", "_publisher", "_records")

    def __init__(
        self, records: Records, publisher: Publisher, *, clock: Clock, lock: RLock
    ) -> None:
        self._records = records
        self._publisher = publisher
        self._clock = clock
        self._lock = lock

    def now(self) -> datetime:
        """The time of the mock's clock."""
        return self._clock.now()

    def happen(self, message: MailEvents, event: Event, due: datetime) -> None:
        """Let an event happen to a message at a moment, which may be to come.

        What has happened by now is handed over at once, and for that the lock is free: a caller
        must not hold it. An exception of whoever is told reaches the caller.
        """
        with self._lock:
            add_event(message, event, due)
            self._records.take_event(event, due)
        self._publisher.happen(event, due)
