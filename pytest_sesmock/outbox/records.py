"""What an outbox keeps: messages and refusals as they come in, from any thread."""

from __future__ import annotations

from threading import Event as Arrival
from threading import Lock
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from pytest_sesmock.locks import renew
from pytest_sesmock.outbox.mail_events import accepted_mail_of
from pytest_sesmock.outbox.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pytest_sesmock.delivery.event import Event
    from pytest_sesmock.outbox.attempt import Attempt
    from pytest_sesmock.outbox.filters import Vocabulary
    from pytest_sesmock.outbox.mail_events import MailEvents
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused_request import RefusedRequest


Order: TypeAlias = Literal["published", "reversed", "shuffled"]


class Publisher(Protocol):
    """Who hands over what SES publishes."""

    def now(self) -> datetime:
        """The time of the mock's clock."""
        ...

    def deliver(self, order: Order, duplicates: int) -> list[Event]:
        """Hand over what is pending and due; the events that somebody got."""
        ...

    def forget(self) -> None:
        """Have nothing pending."""
        ...


class Records:
    """Messages and refusals in the order they came in, and who waits for more.

    Attributes:
        name: How a test calls its outbox: `outbox`, or `captured` within a block.
        where: What it is limited to, as the end of a sentence; empty if to nothing.
        seen: What the test has looked at; captures share it.
        vocabulary: Makes the closed sets of what a refusal can be. It is asked for a value that no
            refusal has yet.
        publisher: Hands over what SES publishes; None if these are no records of a mock.
    """

    __slots__ = (
        "_attempts",
        "_captures",
        "_events",
        "_lock",
        "_messages",
        "_refusals",
        "_waiters",
        "name",
        "publisher",
        "seen",
        "vocabulary",
        "where",
    )

    def __init__(
        self,
        name: str = "outbox",
        where: str = "",
        seen: Seen | None = None,
        vocabulary: Callable[[], Vocabulary] = dict,
        publisher: Publisher | None = None,
    ) -> None:
        self.name = name
        self.where = where
        self.seen = seen or Seen()
        self.vocabulary = vocabulary
        self.publisher = publisher
        self._messages: list[SentMessage] = []
        self._refusals: list[RefusedRequest] = []
        # Each with how many messages there were when it came in.
        self._events: list[tuple[int, datetime, Event]] = []
        self._attempts: list[Attempt] = []
        # Replaced, never changed: they are read without the lock whenever something comes in.
        self._captures: tuple[Records, ...] = ()
        self._waiters: tuple[Arrival, ...] = ()
        self._lock = Lock()

    def messages(self) -> list[SentMessage]:
        """The messages up to now: a new list."""
        return self._messages[:]

    def refusals(self) -> list[RefusedRequest]:
        """The refused requests up to now: a new list."""
        return self._refusals[:]

    def events(self) -> list[tuple[datetime, Event]]:
        """What a test has let happen, each with the moment from which on it has: a new list."""
        return [(due, event) for _, due, event in self._events]

    def events_before(self, message: MailEvents) -> list[Event]:
        """What a test had let happen, to whichever messages, when a message came in.

        Nothing if the message is not there any more.
        """
        messages: list[MailEvents] = [*self._messages]
        if message not in messages:
            return []
        place, moment = messages.index(message), accepted_mail_of(message).accepted_at
        return [event for number, due, event in self._events if number <= place and due <= moment]

    def attempts(self) -> list[Attempt]:
        """The attempts at calls up to now: a new list."""
        return self._attempts[:]

    def take(self, message: SentMessage) -> None:
        """Take in an accepted message, and tell who waits."""
        self._messages.append(message)
        for capture in self._captures:
            capture.take(message)
        for arrival in self._waiters:
            arrival.set()

    def withdraw(self, message: SentMessage) -> None:
        """Have a message not come in after all, as far as it has."""
        if message in self._messages:
            self._messages.remove(message)
        for capture in self._captures:
            capture.withdraw(message)

    def take_refusal(self, refusal: RefusedRequest) -> None:
        """Take in a refused request, and tell who waits."""
        self._refusals.append(refusal)
        for capture in self._captures:
            capture.take_refusal(refusal)
        for arrival in self._waiters:
            arrival.set()

    def take_event(self, event: Event, due: datetime) -> None:
        """Take in what a test lets happen at a moment; nobody waits for that."""
        self._events.append((len(self._messages), due, event))
        for capture in self._captures:
            capture.take_event(event, due)

    def take_attempt(self, attempt: Attempt) -> None:
        """Take in an attempt at a call."""
        self._attempts.append(attempt)
        for capture in self._captures:
            capture.take_attempt(attempt)

    def renew_locks(self) -> None:
        """Make the locks free, in a forked child: a thread that held one is not there."""
        for records in (self, *self._captures):
            renew(records._lock)  # noqa: SLF001 - our own

    def clear(self) -> None:
        """Forget all messages, refusals, events and attempts; captures keep theirs.

        What was pending of them is handed over to nobody, unless these are the records of a block.
        """
        self._messages.clear()
        self._refusals.clear()
        self._events.clear()
        self._attempts.clear()
        if self.publisher is not None and not self.where:
            self.publisher.forget()

    def await_arrivals(self) -> Arrival:
        """An event that is set whenever something comes in, until `stop_awaiting`."""
        arrival = Arrival()
        with self._lock:
            self._waiters = (*self._waiters, arrival)
        return arrival

    def stop_awaiting(self, arrival: Arrival) -> None:
        """Leave the event alone from now on."""
        with self._lock:
            self._waiters = tuple(each for each in self._waiters if each is not arrival)

    def start_capture(self) -> Records:
        """Records that take in whatever these do, until `stop_capture`."""
        capture = Records("captured", " in the block", self.seen, self.vocabulary, self.publisher)
        with self._lock:
            self._captures = (*self._captures, capture)
        return capture

    def stop_capture(self, capture: Records) -> None:
        """Leave the captured records as they are from now on."""
        with self._lock:
            self._captures = tuple(each for each in self._captures if each is not capture)
