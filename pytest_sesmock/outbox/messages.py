"""Sent messages that fit filters, as a sequence with assertions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn, overload

from pytest_sesmock.errors import no_attribute
from pytest_sesmock.later import Later
from pytest_sesmock.outbox.explain import arguments
from pytest_sesmock.outbox.filter_values import check_filters
from pytest_sesmock.outbox.filters import Filters, MessageFilters
from pytest_sesmock.outbox.matching import matches
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.other_names import OF_OUTBOX
from pytest_sesmock.outbox.query import QueryResult
from pytest_sesmock.outbox.waiting import check_timeout, wait_until, wait_until_async

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pytest_sesmock.outbox.explain import failures
    from pytest_sesmock.outbox.records import Records
else:
    failures = Later("pytest_sesmock.outbox.explain.failures")

# pytest leaves the frames of this module out: a failure is shown at the test's own line.
__tracebackhide__ = True


class Messages(Sequence[SentMessage]):
    """The messages of an outbox that match all filters, in the order SES accepted them.

    This is a live view, like those of a dict: it includes messages sent later. Use `list(view)` or
    a slice to keep its current content. You can read it while other threads send; a loop sees the
    messages that were there when it started. A view equals a list or view of the same messages.

    `MessageFilters` lists the filters; `pytest_sesmock.outbox.matching` explains their values. A
    message must match all filters. An unknown filter, or a value that can never match (such as
    bytes for a subject, or a malformed address), raises TypeError.

    A view holds everything SES accepted, including messages that it could not render and so never
    sent. `assert_sent` and the methods that wait for messages count only what SES sent: what has a
    Send event, even if it bounced, was rejected, or went to a suppressed address.
    """

    __slots__ = ("_filters", "_records")
    __hash__ = None  # type: ignore[assignment] # as a list: what it equals changes

    def __init__(self, records: Records, filters: Filters = ()) -> None:
        self._records = records
        self._filters = filters

    @overload
    def __getitem__(self, index: int) -> SentMessage: ...
    @overload
    def __getitem__(self, index: slice) -> list[SentMessage]: ...
    def __getitem__(self, index: int | slice) -> SentMessage | list[SentMessage]:
        there = self._now()
        try:
            messages = there[index]
        except IndexError:
            text = failures.no_such_index(self._query(self._filters), index)
            raise IndexError(text) from None
        self._records.seen.add(messages if isinstance(messages, list) else [messages])
        return messages

    def __len__(self) -> int:
        result = self._query(self._filters)
        self._records.seen.last_count = result
        return len(result.matches)

    def __bool__(self) -> bool:
        return bool(self._now())

    def __iter__(self) -> Iterator[SentMessage]:
        return iter(self[:])

    def __reversed__(self) -> Iterator[SentMessage]:
        return reversed(self[:])

    def __contains__(self, message: object) -> bool:
        return message in self._now()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Messages, list)):
            return NotImplemented
        return self[:] == other[:]

    def __repr__(self) -> str:
        return f"<Messages: {failures.summary(self._now())}>"

    if not TYPE_CHECKING:  # pragma: no branch - would make every name right

        def __getattr__(self, name: str) -> NoReturn:
            others = OF_OUTBOX
            if hasattr(SentMessage, name):
                others = {name.replace("_", ""): f"ses_outbox.first().{name}"}
            raise no_attribute(self, name, others)

    def find(self, **filters: Unpack[MessageFilters]) -> Messages:
        """A view of the messages that match. Without filters, all of them."""
        return Messages(self._records, self._and(filters))

    def to(self, address: object) -> Messages:
        """A view of the messages with this To address. Short for `find(to=address)`."""
        return self.find(to=address)

    def first(self, **filters: Unpack[MessageFilters]) -> SentMessage:
        """The first message that matches.

        Raises:
            AssertionError: No message matches.
        """
        return self._at_least_one(self._and(filters), 0)

    def last(self, **filters: Unpack[MessageFilters]) -> SentMessage:
        """The last message that matches.

        Raises:
            AssertionError: No message matches.
        """
        return self._at_least_one(self._and(filters), -1)

    def _at_least_one(self, filters: Filters, which: int) -> SentMessage:
        result = self._query(filters)
        if not result.matches:
            raise AssertionError(failures.none_of_any(result))
        message = result.messages[result.matches[which]]
        self._records.seen.add([message])
        return message

    @overload
    def assert_sent(
        self, *, count: None = None, **filters: Unpack[MessageFilters]
    ) -> SentMessage: ...
    @overload
    def assert_sent(
        self, *, count: int, **filters: Unpack[MessageFilters]
    ) -> list[SentMessage]: ...
    def assert_sent(
        self, *, count: int | None = None, **filters: Unpack[MessageFilters]
    ) -> SentMessage | list[SentMessage]:
        """Check that exactly one message matches, and return it.

        With `count`, check that exactly that many match, and return them as a list.

        A message that SES accepted but could not render has no Send event, so it does not count,
        unless you filter by `rendering_failure`. With a `count` of 0, it does: see
        `assert_not_sent`. All other messages count, whatever becomes of them: that is in their
        `events`.

        Raises:
            AssertionError: More or fewer match. The text shows how many, the nearest messages, what
                else was sent, and what SES refused.
            TypeError: `count` is not an int.
            ValueError: `count` is negative.
        """
        check_count(count)
        return self._exactly(count, self._and(filters))

    @overload
    def wait_for(
        self, *, count: None = None, timeout: float = 5, **filters: Unpack[MessageFilters]
    ) -> SentMessage: ...
    @overload
    def wait_for(
        self, *, count: int, timeout: float = 5, **filters: Unpack[MessageFilters]
    ) -> list[SentMessage]: ...
    def wait_for(
        self,
        *,
        count: int | None = None,
        timeout: float = 5,
        **filters: Unpack[MessageFilters],
    ) -> SentMessage | list[SentMessage]:
        """Like `assert_sent`, but waits for messages that another thread is about to send.

        Returns as soon as enough messages match, or immediately if they already do. It does not
        wait for one too many: to rule that out, call `assert_not_sent` with a timeout afterwards.
        With a `count` of 0, it waits the whole time and fails as soon as a message matches.

        A coroutine must await `wait_for_async` instead.

        Args:
            count: How many messages must match, by default one.
            timeout: The longest time to wait, in seconds of real time.
            **filters: The filters that the messages must match.

        Raises:
            AssertionError: Too few messages match in time, or too many.
            SesmockError: A coroutine would have to wait.
            TypeError: `count` is not an int, or `timeout` no number.
            ValueError: `count` or `timeout` is negative.
        """
        check_count(count)
        all_filters = self._and(filters)
        self._wait(
            count,
            all_filters,
            timeout,
            "await ses_outbox.wait_for_async(...)` or `async with ses_outbox.expect(...)",
        )
        return self._exactly(count, all_filters, timeout)

    @overload
    async def wait_for_async(
        self, *, count: None = None, timeout: float = 5, **filters: Unpack[MessageFilters]
    ) -> SentMessage: ...
    @overload
    async def wait_for_async(
        self, *, count: int, timeout: float = 5, **filters: Unpack[MessageFilters]
    ) -> list[SentMessage]: ...
    async def wait_for_async(
        self,
        *,
        count: int | None = None,
        timeout: float = 5,
        **filters: Unpack[MessageFilters],
    ) -> SentMessage | list[SentMessage]:
        """`wait_for` in a coroutine: the event loop goes on meanwhile.

        Works under asyncio and trio, and so under anyio. Write
        `message = await ses_outbox.wait_for_async(to="ada@example.org")`.

        Raises:
            AssertionError: Too few messages match in time, or too many.
            TypeError: `count` is not an int, or `timeout` no number.
            ValueError: `count` or `timeout` is negative.
        """
        check_count(count)
        all_filters = self._and(filters)
        await self._wait_async(count, all_filters, timeout)
        return self._exactly(count, all_filters, timeout)

    def assert_not_sent(self, *, timeout: float = 0, **filters: Unpack[MessageFilters]) -> None:
        """Check that no message matches.

        A message that SES accepted but could not render counts, because the application sent it.

        Args:
            timeout: How long to wait for one, in seconds of real time. The check fails as soon as
                there is one. A coroutine must await `assert_not_sent_async` instead.
            **filters: The filters that no message may match.

        Raises:
            AssertionError: A message matches. The text lists all messages and marks it.
            SesmockError: A coroutine would have to wait.
            TypeError: `timeout` is no number.
            ValueError: `timeout` is negative.
        """
        all_filters = self._and(filters)
        self._wait(0, all_filters, timeout, "await ses_outbox.assert_not_sent_async(...)")
        self._exactly(0, all_filters, timeout)

    async def assert_not_sent_async(
        self,
        *,
        timeout: float,
        **filters: Unpack[MessageFilters],
    ) -> None:
        """`assert_not_sent` in a coroutine: the event loop goes on meanwhile.

        Works under asyncio and trio.

        Raises:
            AssertionError: A message matches.
            TypeError: `timeout` is no number.
            ValueError: `timeout` is negative.
        """
        all_filters = self._and(filters)
        await self._wait_async(0, all_filters, timeout)
        self._exactly(0, all_filters, timeout)

    def assert_empty(self, *, timeout: float = 0) -> None:
        """Check that there are no messages. There may be refused requests.

        Args:
            timeout: How long to wait for one, as in `assert_not_sent`.

        Raises:
            AssertionError: There is at least one message.
        """
        self.assert_count(0, timeout=timeout)

    def assert_count(self, n: int, *, timeout: float = 0) -> None:
        """Check that there are exactly `n` messages.

        Args:
            n: How many there must be, including those that SES could not render.
            timeout: How long to wait for the last of them, in seconds of real time; if `n` is 0,
                how long none may come. A coroutine must await `wait_for_async` instead.

        Raises:
            AssertionError: There are more or fewer.
            SesmockError: A coroutine would have to wait.
            TypeError: `n` is not an int, or `timeout` no number.
            ValueError: `n` or `timeout` is negative.
        """
        if n is None:
            raise TypeError(arguments.invalid_count(n))
        check_count(n)
        check_timeout(timeout)
        instead = f"wait_for_async(count={n}, ...)" if n else "assert_not_sent_async(...)"
        wait_until(
            self._records,
            lambda: is_decided(n, self._query(self._filters)),
            timeout,
            f"await ses_outbox.{instead}",
        )
        result = self._query(self._filters)
        if len(result.matches) != n:
            raise AssertionError(failures.wrong_count(within(result, timeout), n))

    def assert_all(self, **filters: Unpack[MessageFilters]) -> None:
        """Check that there is at least one message and that every message matches.

        Raises:
            AssertionError: There are no messages, or one does not match. The text shows the
                difference.
        """
        result = self._query(self._filters)
        more = check_filters(filters, MessageFilters, self._records)
        others = [index for index in result.matches if not matches(more, result.messages[index])]
        if others or not result.matches:
            raise AssertionError(failures.not_all(result, more, others))
        self._records.seen.add(result.messages[index] for index in result.matches)

    def _and(self, filters: Mapping[str, object]) -> Filters:
        """The filters of this view and more."""
        return check_filters(filters, MessageFilters, self._records, self._filters)

    def _now(self) -> list[SentMessage]:
        """The messages there are, unread."""
        return [message for message in self._records.messages() if matches(self._filters, message)]

    def _query(self, filters: Filters) -> QueryResult:
        records = self._records
        messages = records.messages()
        indexes = [index for index, message in enumerate(messages) if matches(filters, message)]
        return QueryResult(
            records.name,
            records.where,
            messages,
            records.refusals(),
            filters,
            indexes,
            owner=records.seen,
        )

    def _query_sent(self, number: int, filters: Filters) -> QueryResult:
        """As `_query`, without what SES accepted but never sent, if so many must have been sent.

        None must have been sent at all if the number is 0.
        """
        result = self._query(filters)
        if number == 0 or any(name == "rendering_failure" for name, _ in filters):
            return result
        matches: list[int] = []
        lost: list[int] = []
        for index in result.matches:
            is_lost = result.messages[index].rendering_failure is not None
            (lost if is_lost else matches).append(index)
        return result._replace(matches=matches, lost=lost)

    def _exactly(
        self, count: int | None, filters: Filters, timeout: float = 0
    ) -> SentMessage | list[SentMessage]:
        number = 1 if count is None else count
        result = self._query_sent(number, filters)
        if len(result.matches) != number:
            raise AssertionError(failures.wrong_number(within(result, timeout), number))
        messages = [result.messages[index] for index in result.matches]
        self._records.seen.add(messages)
        return messages[0] if count is None else messages

    def _wait(self, count: int | None, filters: Filters, timeout: float, instead: str) -> None:
        check_timeout(timeout)
        wait_until(self._records, self._decision(count, filters), timeout, instead)

    async def _wait_async(self, count: int | None, filters: Filters, timeout: float) -> None:
        check_timeout(timeout)
        await wait_until_async(self._records, self._decision(count, filters), timeout)

    def _decision(self, count: int | None, filters: Filters) -> Callable[[], bool]:
        number = 1 if count is None else count
        return lambda: is_decided(number, self._query_sent(number, filters))


def is_decided(number: int, result: QueryResult) -> bool:
    """Whether waiting for so many has an end: there are enough, or one that must not be."""
    return len(result.matches) >= max(number, 1)


def within(result: QueryResult, timeout: float) -> QueryResult:
    """The result, which says how long it was waited for."""
    return result._replace(where=f"{result.where} within {timeout:g} s") if timeout else result


def query(view: Messages) -> QueryResult:
    """What there is, and which of it are the view's messages; it does not count as looking."""
    return view._query(view._filters)  # noqa: SLF001 - the class shows tests what is theirs alone


def last_count(view: Messages) -> QueryResult | None:
    """What `len` counted last, of this or any other view of the same outbox."""
    return view._records.seen.last_count  # noqa: SLF001 - as above


def check_count(count: int | None) -> None:
    """Raise TypeError or ValueError for what is no number of messages; None is unset."""
    if count is not None and type(count) is not int:  # True is an int by isinstance
        raise TypeError(arguments.invalid_count(count))
    if count is not None and count < 0:
        raise ValueError(arguments.invalid_count(count))
