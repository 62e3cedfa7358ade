"""Hands over what SES publishes: to callbacks, to clients of other services, and to moto.

A sending call hands over nothing: the application has not stored the message id yet. What the call
has brought about is pending until `deliver_events` is called; moto gets it when the call has been
answered. Nothing is handed over under a lock, so whoever gets it may send mail, fork, or ask for
more.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from functools import partial
from random import Random
from threading import RLock, get_ident
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from pytest_sesmock.account.announcements import Announcement
from pytest_sesmock.clock import Clock
from pytest_sesmock.delivery.event import Event, mail_of
from pytest_sesmock.delivery.publishing import METHODS, publications
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.outbox.mail_events import MailEvents, automatic_events, settle
from pytest_sesmock.outbox.records import Order

if TYPE_CHECKING:
    from pytest_sesmock.delivery.service_calls import ServiceCall

# pytest leaves the frames of this module out: what a callback raises is shown at its own lines.
__tracebackhide__ = True

Receive: TypeAlias = Callable[[], object]


class Services(Protocol):
    """Other services that are mocked in this process."""

    def call(self, service: str, region: str, method: str, parameters: Mapping[str, Any]) -> None:
        """Call a method of a service. What the service refuses is lost."""
        ...

    def has(self, arn: str) -> bool:
        """Whether there is a resource, as far as that can be known."""
        ...


class _News(NamedTuple):
    """What happens at a moment."""

    due: datetime
    what: Event | Announcement


class _Parcel(NamedTuple):
    """Something to hand over, and who has yet to get it."""

    what: Event | Announcement
    receivers: deque[Receive]


_Pending: TypeAlias = "MailEvents | _News | _Parcel"
# What could not be handed over is first whatever came since.
_EARLIEST = datetime.min.replace(tzinfo=timezone.utc)


class _Queue:
    """What has not been handed over, to those whose queue it is."""

    __slots__ = ("_clock", "_is_told", "_lock", "_pending")

    def __init__(self, clock: Clock, lock: RLock, is_told: Callable[[Event], bool]) -> None:
        self._clock = clock
        self._is_told = is_told
        self._lock = lock
        # Of a message, all that follows from it alone: it is worked out when somebody gets it.
        self._pending: list[_Pending] = []

    def __bool__(self) -> bool:
        return bool(self._pending)

    def put(self, pending: _Pending) -> None:
        """Have something pending."""
        with self._lock:
            self._pending.append(pending)

    def put_back(self, parcels: Iterable[_Parcel]) -> None:
        """Have parcels pending before everything else."""
        with self._lock:
            self._pending[:0] = parcels

    def pull(self, pending: MailEvents | _News) -> bool:
        """Have something pending no more; whether it still was."""
        with self._lock:
            others = [each for each in self._pending if each is not pending]
            is_there = len(others) < len(self._pending)
            self._pending = others
        return is_there

    def clear(self) -> None:
        """Have nothing pending."""
        with self._lock:
            self._pending.clear()

    def take(self) -> list[_News | _Parcel]:
        """All that is due, in the order it happened; the rest stays pending."""
        now = self._clock.now()
        with self._lock:
            pending, self._pending = self._pending, []
            self._pending = [each for each in pending if _is_to_come(each, now)]
        due = [one for each in pending if not _is_to_come(each, now) for one in self._unpack(each)]
        return sorted(due, key=lambda each: each.due if isinstance(each, _News) else _EARLIEST)

    def _unpack(self, pending: _Pending) -> Iterator[_News | _Parcel]:
        if not isinstance(pending, MailEvents):
            yield pending
            return
        events = automatic_events(pending)
        if any(self._is_told(event) for _, event in events if event.type != "Send"):
            settle(pending)
        for due, event in events:
            yield _News(due, event)


def _is_to_come(pending: _Pending, now: datetime) -> bool:
    return isinstance(pending, _News) and pending.due > now


def _is_published(event: Event) -> bool:
    return bool(publications(event))


def _anyhow(_: Event) -> bool:
    return True


class Publisher:
    """Knows who is told of events, and what they have not been told yet.

    Args:
        clock: The mock's clock.
        lock: The mock's lock.
        services: The services that get everything at once; None for none.
    """

    __slots__ = (
        "_callbacks",
        "_clients",
        "_clock",
        "_for_services",
        "_queue",
        "_random",
        "_services",
        "_threads",
    )

    def __init__(self, *, clock: Clock, lock: RLock, services: Services | None = None) -> None:
        self._clock = clock
        self._services = services
        self._queue = _Queue(clock, lock, _anyhow)
        self._for_services = _Queue(clock, lock, _is_published)
        # Replaced, never changed.
        self._callbacks: tuple[tuple[str, Callable[[Event], object]], ...] = ()
        self._clients: Mapping[str, Any] = {}
        self._random: Random | None = None
        self._threads: set[int] = set()

    # Who is told

    def listen(self, region: str, callback: Callable[[Event], object]) -> None:
        """Have a callback called with each event of a region's mails."""
        self._callbacks = (*self._callbacks, (region, callback))

    def use(self, clients: Mapping[str, Any]) -> None:
        """Publish with these clients, by service; SesmockError if one is of another."""
        if not clients:
            raise SesmockError("publish_to needs a client: sns, events, firehose or cloudwatch")
        for service, client in clients.items():
            if not callable(getattr(client, METHODS[service], None)):
                raise SesmockError(f"{service} must be a boto3 client of {service}, not {client!r}")
        self._clients = {**self._clients, **clients}

    def dismiss(self) -> None:
        """Tell nobody any more."""
        self._callbacks = ()
        self._clients = {}
        self._queue.clear()
        self._for_services.clear()

    def can_reach(self, resource: str) -> bool:
        """Whether there is a resource of another service, as far as that is known."""
        return self._services is None or self._services.has(resource)

    # What there is to tell

    def now(self) -> datetime:
        """The time of the mock's clock."""
        return self._clock.now()

    def take(self, pending: MailEvents | _News) -> None:
        """Have something pending: all that follows from an accepted message, or news."""
        self._queue.put(pending)
        if self._services is not None:
            self._for_services.put(pending)

    def withdraw(self, message: MailEvents) -> None:
        """Have nothing pending of a message that was not accepted after all."""
        self._queue.pull(message)
        self._for_services.pull(message)

    def announce(self, announcement: Announcement) -> None:
        """Have something pending that is of no mail."""
        self.take(_News(self.now(), announcement))

    def forget(self) -> None:
        """Have nothing pending."""
        self._queue.clear()
        self._for_services.clear()

    # Telling

    def happen(self, what: Event | Announcement, due: datetime) -> None:
        """Hand over what has happened by now; what is due later is pending until then."""
        news = _News(due, what)
        self.take(news)
        self.supply()
        has_happened = due <= self.now()
        if has_happened and self._is_heard and self._queue.pull(news):
            self._hand_over(self._queue, [news], self._find_receivers)

    @property
    def _is_heard(self) -> bool:
        return bool(self._callbacks or self._clients)

    def supply(self) -> list[Event]:
        """Hand over to the services all that is due."""
        if self._services is None or not self._for_services:
            return []
        return self._hand_over(self._for_services, self._for_services.take(), self._find_services)

    def deliver(self, order: Order, duplicates: int) -> list[Event]:
        """Hand over all that is pending and due; the events that somebody got, in that order.

        What becomes pending meanwhile stays so. Nothing is handed over if this thread is about to
        hand over: whoever gets an event may ask for more, and would never come to an end.
        """
        thread = get_ident()
        if thread in self._threads:
            return []
        self._threads.add(thread)
        try:
            handed_over = self.supply()
            if self._is_heard:
                batch = self._arrange(self._queue.take(), order, duplicates)
                handed_over = self._hand_over(self._queue, batch, self._find_receivers)
            return handed_over
        finally:
            self._threads.discard(thread)

    def _arrange(
        self, batch: list[_News | _Parcel], order: Order, duplicates: int
    ) -> list[_News | _Parcel]:
        """As the network might have it: SNS promises neither the order nor once only."""
        batch = batch * (duplicates + 1)
        if order == "reversed":
            batch.reverse()
        elif order == "shuffled" and len(batch) > 1:
            published = batch[:]
            if self._random is None:
                self._random = Random(0)  # noqa: S311 - the same disorder in every run
            self._random.shuffle(batch)
            if batch == published:
                batch.append(batch.pop(0))
        return batch

    def _hand_over(
        self,
        queue: _Queue,
        batch: Sequence[_News | _Parcel],
        find_receivers: Callable[[Event | Announcement], Iterator[Receive]],
    ) -> list[Event]:
        parcels = deque(
            each
            if isinstance(each, _Parcel)
            else _Parcel(each.what, deque(find_receivers(each.what)))
            for each in batch
        )
        handed_over: list[Event] = []
        try:
            while parcels:
                what, receivers = parcels[0]
                if isinstance(what, Event) and receivers:
                    handed_over.append(what)
                while receivers:
                    receivers.popleft()()
                parcels.popleft()
        finally:
            # Of an event that somebody would not take, the others have not been told yet.
            queue.put_back(parcel for parcel in parcels if parcel.receivers)
        return handed_over

    def _find_receivers(self, what: Event | Announcement) -> Iterator[Receive]:
        if isinstance(what, Event):
            region = mail_of(what).submission.region
            for place, callback in self._callbacks:
                if place == region:
                    yield partial(callback, what)
        for call in _calls(what):
            client = self._clients.get(call.service)
            if client is not None:
                yield partial(getattr(client, METHODS[call.service]), **call.parameters)

    def _find_services(self, what: Event | Announcement) -> Iterator[Receive]:
        assert self._services is not None  # noqa: S101 - or there would be nothing to feed
        for service, region, parameters in _calls(what):
            yield partial(self._services.call, service, region, METHODS[service], parameters)


def _calls(what: Event | Announcement) -> Iterator[ServiceCall]:
    from pytest_sesmock.delivery import service_calls  # noqa: PLC0415 - few tests publish

    if isinstance(what, Event):
        calls = map(service_calls.publication_call, publications(what))
        yield from (call for call in calls if call.service in METHODS)
    else:
        yield service_calls.announcement_call(what)
