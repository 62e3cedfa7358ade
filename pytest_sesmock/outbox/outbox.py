"""Where a test looks: accepted messages, refused requests, and assertions on both."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain import failures
from pytest_sesmock.outbox.matching import MessageFilters, RefusalFilters, matches
from pytest_sesmock.outbox.messages import Messages, check_count
from pytest_sesmock.outbox.query import QueryResult, check_filters
from pytest_sesmock.outbox.records import Records

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused_request import RefusedRequest

# pytest leaves the frames of this module out: a failure is shown at the test's own line.
__tracebackhide__ = True


class Outbox(Messages):
    """All messages SES accepted, in order, and the requests it refused.

    A mock has the same outbox for its whole life; `clear` empties it in place.
    """

    __slots__ = ()

    def __init__(self, records: Records | None = None) -> None:
        super().__init__(records or Records())

    def __repr__(self) -> str:
        return f"<Outbox: {failures.summary(self._records.messages(), self._records.refusals())}>"

    @property
    def refusals(self) -> list[RefusedRequest]:
        """The requests refused so far, in order (a new list each time)."""
        refusals = self._records.refusals()
        self._records.seen.add(refusals)
        return refusals

    @property
    def unread(self) -> list[SentMessage]:
        """The messages that the test has not looked at.

        A message counts as read if `assert_sent`, `assert_all`, `expect` or `wait_for` matched it,
        or if the test got it by index, slice, loop, `first` or `last`. Counting messages does not
        read them, and neither does this property.
        """
        return self._records.seen.select_unseen(self._records.messages())

    @property
    def unread_refusals(self) -> list[RefusedRequest]:
        """The refused requests that neither `assert_refused` nor `refusals` has returned."""
        return self._records.seen.select_unseen(self._records.refusals())

    def assert_refused(self, **filters: Unpack[RefusalFilters]) -> RefusedRequest:
        """Check that exactly one refused request matches, and return it.

        Raises:
            AssertionError: None or more than one matches. The text shows the nearest refusals and
                all others.
        """
        records = self._records
        all_filters = check_filters(filters, RefusalFilters)
        refusals = records.refusals()
        indexes = [index for index, each in enumerate(refusals) if matches(all_filters, each)]
        if len(indexes) != 1:
            result = QueryResult(
                records.name, records.where, records.messages(), refusals, all_filters, indexes
            )
            raise AssertionError(failures.not_one_refusal(result))
        refusal = refusals[indexes[0]]
        records.seen.add([refusal])
        return refusal

    def capture(self) -> Capture:
        """A `with` block that gives an outbox of what is sent and refused within it.

        You can still use that outbox after the block::

            with ses_outbox.capture() as new:
                send_welcome_mail("ada@example.org")
            new.assert_sent(to="ada@example.org")
        """
        return Capture(self._records)

    def expect(
        self, count: int = 1, *, timeout: float = 0, **filters: Unpack[MessageFilters]
    ) -> Capture:
        """A `capture` block that must send exactly `count` matching messages, and may send others.

        The check runs when the block ends, unless the block raises. With a timeout in seconds, it
        waits for messages from background threads, like `wait_for`::

            with ses_outbox.expect(1, to="ada@example.org"):
                send_welcome_mail("ada@example.org")

        Raises:
            AssertionError: The block sent more or fewer.
            TypeError: `count` is not an int.
            ValueError: `count` is negative.
        """
        check_count(count)
        return _Expectation(self._records, count, timeout, filters)

    def clear(self) -> None:
        """Remove all messages and refusals. What blocks have captured is not affected."""
        self._records.clear()


def join(outboxes: Iterable[Outbox]) -> Outbox:
    """An outbox of everything that others hold at present, one after the other."""
    records = Records()
    for outbox in outboxes:
        for message in outbox:
            records.take(message)
        for refusal in outbox.refusals:
            records.take_refusal(refusal)
    return Outbox(records)


class Capture:
    """The `with` block of `Outbox.capture` and `Outbox.expect`."""

    __slots__ = ("_capture", "_records")

    def __init__(self, records: Records) -> None:
        self._records = records

    def __enter__(self) -> Outbox:
        self._capture = self._records.start_capture()
        return Outbox(self._capture)

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._records.stop_capture(self._capture)


class _Expectation(Capture):
    """The block of `Outbox.expect`."""

    __slots__ = ("_count", "_filters", "_timeout")

    def __init__(
        self, records: Records, count: int, timeout: float, filters: MessageFilters
    ) -> None:
        super().__init__(records)
        self._count = count
        self._timeout = timeout
        # A wrong filter fails here, at the user's line, not at the end of the block.
        self._filters = filters
        check_filters(filters, MessageFilters)

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if exc_type is None:
                new = Outbox(self._capture)
                new.wait_for(count=self._count, timeout=self._timeout, **self._filters)
        finally:
            super().__exit__(exc_type, exc, traceback)
