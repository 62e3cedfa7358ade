"""Where a test looks: accepted messages, refused requests, and assertions on both."""

from __future__ import annotations

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
    """All accepted messages in the order of acceptance, and the refused requests.

    It is one object for the life of its mock: `clear` empties it in place.
    """

    __slots__ = ()

    def __init__(self, records: Records | None = None) -> None:
        super().__init__(records or Records())

    def __repr__(self) -> str:
        return f"<Outbox: {failures.summary(self._records.messages(), self._records.refusals())}>"

    @property
    def refusals(self) -> list[RefusedRequest]:
        """The refused requests up to now, in order: a new list at each call."""
        refusals = self._records.refusals()
        self._records.seen.add(refusals)
        return refusals

    @property
    def unread(self) -> list[SentMessage]:
        """The messages that no assertion matched and that nothing but this has handed out.

        What `assert_sent`, `assert_all`, `expect` and `wait_for` matched is read, and so is what an
        index, a slice, a loop, `first` and `last` gave. To count is not to read.
        """
        return self._records.seen.select_unseen(self._records.messages())

    @property
    def unread_refusals(self) -> list[RefusedRequest]:
        """The refused requests given neither by `assert_refused` nor by `refusals`."""
        return self._records.seen.select_unseen(self._records.refusals())

    def assert_refused(self, **filters: Unpack[RefusalFilters]) -> RefusedRequest:
        """The one refused request that matches.

        Raises:
            AssertionError: None matches, or more than one. The text shows the nearest refusals,
                and all others.
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
        """A block whose `as` is an outbox of what is sent and refused within.

        It stays as it is when the block has ended::

            with ses_outbox.capture() as new:
                send_welcome_mail("ada@example.org")
            new.assert_sent(to="ada@example.org")
        """
        return Capture(self._records)

    def expect(
        self, count: int = 1, *, timeout: float = 0, **filters: Unpack[MessageFilters]
    ) -> Capture:
        """A `capture` that must send exactly so many matching messages, and may send others.

        Held when the block ends, unless it raises. With a timeout, in seconds, mail of background
        threads is waited for as by `wait_for`::

            with ses_outbox.expect(1, to="ada@example.org"):
                send_welcome_mail("ada@example.org")

        Raises:
            AssertionError: More or fewer were sent.
            TypeError: `count` is no int.
            ValueError: `count` is negative.
        """
        check_count(count)
        return _Expectation(self._records, count, timeout, filters)

    def clear(self) -> None:
        """Forget all messages and refusals; what blocks have captured stays."""
        self._records.clear()


class Capture:
    """The block of `Outbox.capture`."""

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
