"""What SES publishes of an outbox's messages, and handing it over: a part of `Outbox`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args, overload

from pytest_sesmock.delivery.publishing import Publication, publications
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.later import Later
from pytest_sesmock.outbox.filter_values import check_filters
from pytest_sesmock.outbox.filters import Filters, PublicationFilters
from pytest_sesmock.outbox.mail_events import automatic_events
from pytest_sesmock.outbox.matching import matches
from pytest_sesmock.outbox.messages import check_count
from pytest_sesmock.outbox.query import QueryResult
from pytest_sesmock.outbox.records import Order

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pytest_sesmock.delivery import feedback
    from pytest_sesmock.delivery.event import Event
    from pytest_sesmock.delivery.feedback import FeedbackMail
    from pytest_sesmock.outbox.explain import failures
    from pytest_sesmock.outbox.records import Records
else:
    feedback = Later("pytest_sesmock.delivery.feedback")
    failures = Later("pytest_sesmock.outbox.explain.failures")

# pytest leaves the frames of this module out: a failure is shown at the test's own line.
__tracebackhide__ = True


class Publications:
    """What SES publishes of the messages of an outbox."""

    __slots__ = ()

    _records: Records

    @property
    def published(self) -> list[Publication]:
        """What SES has published so far, in order (a new list each time).

        An event is published to each event destination of the message's configuration set that was
        enabled and takes events of its type, and to the topic that the sending identity has for the
        type, all as it was when SES accepted the message. Events that are due later come when the
        mock's clock has got there. A block has what happened within it, to earlier messages too.
        """
        return [one for event in _events(self._records) for one in publications(event)]

    @property
    def feedback(self) -> list[FeedbackMail]:
        """The mails by which SES has forwarded bounces and complaints (a new list each time).

        SES forwards them while that is enabled for the sending identity, as it is from the start,
        even if they are published as well. If it is disabled, SES forwards those that are not
        published anywhere. These mails are no messages of the application, so they are not in the
        outbox.
        """
        mails = map(feedback.feedback, _events(self._records))
        return [mail for mail in mails if mail is not None]

    @overload
    def assert_published(
        self, *, count: None = None, **filters: Unpack[PublicationFilters]
    ) -> Publication: ...
    @overload
    def assert_published(
        self, *, count: int, **filters: Unpack[PublicationFilters]
    ) -> list[Publication]: ...
    def assert_published(
        self, *, count: int | None = None, **filters: Unpack[PublicationFilters]
    ) -> Publication | list[Publication]:
        """Check that SES published exactly one thing that matches, and return it.

        With `count`, check that it published exactly that many, and return them as a list. An event
        that goes to two destinations is published twice.

        Args:
            count: How many publications must match, by default one.
            **filters: The filters that they must match.

        Raises:
            AssertionError: More or fewer match. The text shows the nearest ones and all others, or
                why nothing was published.
            TypeError: `count` is not an int.
            ValueError: `count` is negative.
        """
        check_count(count)
        return self._exactly_published(
            count, check_filters(filters, PublicationFilters, self._records)
        )

    def assert_not_published(self, **filters: Unpack[PublicationFilters]) -> None:
        """Check that SES published nothing that matches; without filters, nothing at all.

        Raises:
            AssertionError: Something matches. The text lists everything and marks it.
        """
        self._exactly_published(0, check_filters(filters, PublicationFilters, self._records))

    def _exactly_published(
        self, count: int | None, filters: Filters
    ) -> Publication | list[Publication]:
        records, published = self._records, self.published
        number = 1 if count is None else count
        indexes = [index for index, each in enumerate(published) if matches(filters, each)]
        if len(indexes) != number:
            result = QueryResult(
                records.name,
                records.where,
                records.messages(),
                records.refusals(),
                filters,
                indexes,
                published=published,
                owner=records.seen,
            )
            raise AssertionError(failures.wrong_number_published(result, number))
        found = [published[index] for index in indexes]
        return found[0] if count is None else found

    def deliver_events(self, order: Order = "published", duplicates: int = 0) -> list[Event]:
        """Hand over the events that are pending, to all who want them.

        Those are the callbacks of `Account.on_event`, who get every event, and the clients of
        `SESMock.publish_to`, who get what is published. Events become pending when SES accepts a
        message or a test lets something happen; an event that is due later is handed over once the
        mock's clock has got there. Each is handed over once, whichever thread delivers. While
        nobody listens, all stay pending.

        What becomes pending while events are handed over waits for the next call, and a callback
        that delivers itself hands over nothing. So this comes to an end whatever a callback sends.
        In a block, this is about the whole outbox.

        Args:
            order: "published" for the order in which things happened, "reversed", or "shuffled",
                which is the same in every run. SNS promises no order.
            duplicates: How many more times each event is handed over. SNS may deliver twice.

        Returns:
            The events that were handed over, in that order.

        Raises:
            SesmockError: An argument is invalid.
            Exception: What a callback or a client raises. Events that have not been handed over
                stay pending.
        """
        if order not in get_args(Order):
            orders = ", ".join(map(repr, get_args(Order)))
            raise SesmockError(f"order must be one of {orders}, not {order!r}")
        if type(duplicates) is not int or duplicates < 0:
            raise SesmockError(f"duplicates must be an int, 0 or more, not {duplicates!r}")
        publisher = self._records.publisher
        return [] if publisher is None else publisher.deliver(order, duplicates)


def _events(records: Records) -> Iterator[Event]:
    """What has happened so far, in order."""
    news = [each for message in records.messages() for each in automatic_events(message)]
    if records.publisher is not None:
        now = records.publisher.now()
        news += [(due, event) for due, event in records.events() if due <= now]
    for _, event in sorted(news, key=lambda each: each[0]):
        yield event
