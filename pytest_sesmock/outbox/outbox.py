"""Where a test looks: accepted messages, refused requests, and assertions on both."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, overload

from pytest_sesmock.later import Later
from pytest_sesmock.outbox.filter_values import check_filters
from pytest_sesmock.outbox.filters import Filters, MessageFilters, RefusalFilters
from pytest_sesmock.outbox.matching import matches
from pytest_sesmock.outbox.messages import Messages, check_count, is_decided, within
from pytest_sesmock.outbox.publications import Publications
from pytest_sesmock.outbox.query import QueryResult
from pytest_sesmock.outbox.records import Records
from pytest_sesmock.outbox.waiting import check_timeout, wait_until, wait_until_async

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pytest_sesmock.outbox.attempt import Attempt
    from pytest_sesmock.outbox.explain import failures
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused_request import RefusedRequest
else:
    failures = Later("pytest_sesmock.outbox.explain.failures")

# pytest leaves the frames of this module out: a failure is shown at the test's own line.
__tracebackhide__ = True


class Outbox(Messages, Publications):
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
    def attempts(self) -> list[Attempt]:
        """The attempts at calls so far, in order (a new list each time).

        Of all operations, by all clients: a call that succeeds at once is one attempt, and each
        retry is another. Attempts that never reached SES are among them, and are no refusals.
        """
        return self._records.attempts()

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

    @overload
    def assert_refused(
        self, *, count: None = None, timeout: float = 0, **filters: Unpack[RefusalFilters]
    ) -> RefusedRequest: ...
    @overload
    def assert_refused(
        self, *, count: int, timeout: float = 0, **filters: Unpack[RefusalFilters]
    ) -> list[RefusedRequest]: ...
    def assert_refused(
        self,
        *,
        count: int | None = None,
        timeout: float = 0,
        **filters: Unpack[RefusalFilters],
    ) -> RefusedRequest | list[RefusedRequest]:
        """Check that exactly one refused request matches, and return it.

        With `count`, check that exactly that many match, and return them as a list. Each attempt of
        a client that retries is a request.

        Args:
            count: How many refused requests must match, by default one.
            timeout: How long to wait for them, in seconds of real time, as in `wait_for`. A
                coroutine must await `assert_refused_async` instead.
            **filters: The filters that the refused requests must match.

        Raises:
            AssertionError: More or fewer match. The text shows the nearest refusals and all others.
            SesmockError: A coroutine would have to wait.
            TypeError: `count` is not an int, or `timeout` no number.
            ValueError: `count` or `timeout` is negative.
        """
        check_count(count)
        check_timeout(timeout)
        all_filters = check_filters(filters, RefusalFilters, self._records)
        instead = f"assert_refused_async({'...' if count is None else f'count={count}, ...'})"
        wait_until(
            self._records,
            lambda: self._is_refused(count, all_filters),
            timeout,
            f"await ses_outbox.{instead}",
        )
        return self._exactly_refused(count, all_filters, timeout)

    @overload
    async def assert_refused_async(
        self, *, count: None = None, timeout: float = 5, **filters: Unpack[RefusalFilters]
    ) -> RefusedRequest: ...
    @overload
    async def assert_refused_async(
        self, *, count: int, timeout: float = 5, **filters: Unpack[RefusalFilters]
    ) -> list[RefusedRequest]: ...
    async def assert_refused_async(
        self,
        *,
        count: int | None = None,
        timeout: float = 5,
        **filters: Unpack[RefusalFilters],
    ) -> RefusedRequest | list[RefusedRequest]:
        """`assert_refused` in a coroutine: the event loop goes on meanwhile.

        Works under asyncio and trio.

        Raises:
            AssertionError: Too few refused requests match in time, or too many.
            TypeError: `count` is not an int, or `timeout` no number.
            ValueError: `count` or `timeout` is negative.
        """
        check_count(count)
        check_timeout(timeout)
        all_filters = check_filters(filters, RefusalFilters, self._records)
        await wait_until_async(self._records, lambda: self._is_refused(count, all_filters), timeout)
        return self._exactly_refused(count, all_filters, timeout)

    def assert_no_refusals(self, *, timeout: float = 0, **filters: Unpack[RefusalFilters]) -> None:
        """Check that no refused request matches; without filters, that nothing was refused.

        Failures planned with `Account.fail_next` are refusals, too.

        Args:
            timeout: How long to wait for one, in seconds of real time. The check fails as soon as
                there is one. A coroutine must await `assert_refused_async` with a `count` of 0
                instead.
            **filters: The filters that no refused request may match.

        Raises:
            AssertionError: A refused request matches. The text lists all of them.
            SesmockError: A coroutine would have to wait.
            TypeError: `timeout` is no number.
            ValueError: `timeout` is negative.
        """
        self.assert_refused(count=0, timeout=timeout, **filters)

    def _refused(self, filters: Filters) -> QueryResult:
        records = self._records
        refusals = records.refusals()
        indexes = [index for index, each in enumerate(refusals) if matches(filters, each)]
        return QueryResult(
            records.name,
            records.where,
            records.messages(),
            refusals,
            filters,
            indexes,
            owner=records.seen,
        )

    def _is_refused(self, count: int | None, filters: Filters) -> bool:
        return is_decided(1 if count is None else count, self._refused(filters))

    def _exactly_refused(
        self, count: int | None, filters: Filters, timeout: float
    ) -> RefusedRequest | list[RefusedRequest]:
        result = self._refused(filters)
        number = 1 if count is None else count
        if len(result.matches) != number:
            raise AssertionError(failures.wrong_number_refused(within(result, timeout), number))
        refusals = [result.refusals[index] for index in result.matches]
        self._records.seen.add(refusals)
        return refusals[0] if count is None else refusals

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
        waits for messages from background threads, like `wait_for`: until there are enough, or with
        a `count` of 0 the whole time. In a coroutine use `async with`::

            with ses_outbox.expect(1, to="ada@example.org"):
                send_welcome_mail("ada@example.org")

        Raises:
            AssertionError: The block sent more or fewer.
            SesmockError: A coroutine would have to wait, as it does with `async with`.
            TypeError: `count` is not an int, or `timeout` no number.
            ValueError: `count` or `timeout` is negative.
        """
        check_count(count)
        check_timeout(timeout)
        return _Expectation(self._records, count, timeout, filters)

    def clear(self) -> None:
        """Remove all messages, refusals and attempts, with their events.

        Reports no longer show them either. What blocks have captured stays, and so does the
        account: quotas and statistics count what was sent, planned failures remain, and message
        ids go on.
        Events that are pending are handed over to nobody.
        """
        self._records.clear()


def records_of(outbox: Outbox) -> Records:
    """What an outbox looks at: looking there does not make messages read."""
    return outbox._records  # noqa: SLF001 - our own


def join(outboxes: Iterable[Outbox], without: Iterable[object] = ()) -> Outbox:
    """An outbox of everything that others hold at present, one after the other.

    Args:
        outboxes: The others. What they hold does not become read.
        without: Messages, refusals and attempts to leave out.
    """
    joined, known = Records(), {id(each) for each in without}
    for outbox in outboxes:
        records = records_of(outbox)
        for message in records.messages():
            if id(message) not in known:
                joined.take(message)
        for refusal in records.refusals():
            if id(refusal) not in known:
                joined.take_refusal(refusal)
        for attempt in records.attempts():
            if id(attempt) not in known:
                joined.take_attempt(attempt)
    return Outbox(joined)


class Capture:
    """The `with` or `async with` block of `Outbox.capture` and `Outbox.expect`."""

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

    async def __aenter__(self) -> Outbox:
        return self.__enter__()

    async def __aexit__(
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
        check_filters(filters, MessageFilters, records)

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

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if exc_type is None:
                new = Outbox(self._capture)
                await new.wait_for_async(count=self._count, timeout=self._timeout, **self._filters)
        finally:
            await super().__aexit__(exc_type, exc, traceback)
