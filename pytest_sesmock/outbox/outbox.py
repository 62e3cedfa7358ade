"""Where a test looks: accepted messages, refused requests, and assertions on both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, overload

from pytest_sesmock.outbox import explain
from pytest_sesmock.outbox.matching import (
    MessageFilters,
    RefusalFilters,
    can_match,
    matches,
)
from pytest_sesmock.outbox.message import SentMessage

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pytest_sesmock.outbox.refused import RefusedRequest

# pytest leaves the frames of this module out: a failure is shown at the test's own line.
__tracebackhide__ = True


class Outbox(Sequence[SentMessage]):
    """The accepted messages in the order of acceptance, as a sequence.

    It is one object for the life of its mock: `clear` empties it in place. It may be read while
    other threads send; iteration sees the messages that were there when it began.

    The filters of `find` and of the assertions are named in `MessageFilters` and `RefusalFilters`;
    what their values may be, `pytest_sesmock.outbox.matching` says. Several filters must all fit.
    An unknown filter, or a value that can match nothing (bytes for a subject), is a TypeError.
    """

    def __init__(self) -> None:
        self._messages: list[SentMessage] = []
        self._refusals: list[RefusedRequest] = []

    @overload
    def __getitem__(self, index: int) -> SentMessage: ...
    @overload
    def __getitem__(self, index: slice) -> list[SentMessage]: ...
    def __getitem__(self, index: int | slice) -> SentMessage | list[SentMessage]:
        return self._messages[index]

    def __len__(self) -> int:
        return len(self._messages)

    def __iter__(self) -> Iterator[SentMessage]:
        return iter(self[:])

    def __reversed__(self) -> Iterator[SentMessage]:
        return reversed(self[:])

    def __repr__(self) -> str:
        messages, refusals = len(self._messages), len(self._refusals)
        return (
            f"<Outbox: {messages} message{'s' * (messages != 1)}, "
            f"{refusals} refusal{'s' * (refusals != 1)}>"
        )

    @property
    def refusals(self) -> list[RefusedRequest]:
        """The refused requests up to now, in order: a new list at each call."""
        return self._refusals[:]

    def find(self, **filters: Unpack[MessageFilters]) -> list[SentMessage]:
        """The messages that match, in order; without a filter, all."""
        _check(filters, MessageFilters)
        return [message for message in self if matches(filters, message)]

    def assert_sent(self, **filters: Unpack[MessageFilters]) -> SentMessage:
        """The one message that matches.

        Raises:
            AssertionError: None matches, or more than one. The text shows the nearest messages,
                what else was sent, and what SES refused.
        """
        _check(filters, MessageFilters)
        sent = self[:]
        matched = _matched(sent, filters)
        if len(matched) != 1:
            raise AssertionError(explain.not_one_message(sent, self.refusals, filters, matched))
        return sent[matched[0]]

    def assert_not_sent(self, **filters: Unpack[MessageFilters]) -> None:
        """Hold that no message matches.

        Raises:
            AssertionError: A message matches; the text marks it among all that was sent.
        """
        _check(filters, MessageFilters)
        sent = self[:]
        matched = _matched(sent, filters)
        if matched:
            raise AssertionError(explain.unwanted_messages(sent, filters, matched))

    def assert_empty(self) -> None:
        """Hold that no message was sent; requests may have been refused.

        Raises:
            AssertionError: A message was sent.
        """
        self.assert_count(0)

    def assert_count(self, n: int) -> None:
        """Hold that exactly `n` messages were sent.

        Raises:
            AssertionError: More or fewer were sent.
            TypeError: `n` is no int.
            ValueError: `n` is negative.
        """
        if type(n) is not int:  # True is an int by isinstance
            raise TypeError(explain.wrong_number(n))
        if n < 0:
            raise ValueError(explain.wrong_number(n))
        sent = self[:]
        if len(sent) != n:
            raise AssertionError(explain.wrong_count(sent, self.refusals, n))

    def assert_refused(self, **filters: Unpack[RefusalFilters]) -> RefusedRequest:
        """The one refused request that matches.

        Raises:
            AssertionError: None matches, or more than one. The text shows the nearest refusals,
                and all others.
        """
        _check(filters, RefusalFilters)
        refusals = self.refusals
        matched = _matched(refusals, filters)
        if len(matched) != 1:
            raise AssertionError(explain.not_one_refusal(self[:], refusals, filters, matched))
        return refusals[matched[0]]

    def clear(self) -> None:
        """Forget all messages and refusals."""
        self._messages.clear()
        self._refusals.clear()

    def record(self, message: SentMessage) -> None:
        """Take in an accepted message. The mock calls this, under its lock."""
        self._messages.append(message)

    def record_refusal(self, refused: RefusedRequest) -> None:
        """Take in a refused request. The mock calls this, under its lock."""
        self._refusals.append(refused)


def _check(filters: Mapping[str, object], known: type[MessageFilters | RefusalFilters]) -> None:
    """Raise TypeError for a filter that is unknown or can match nothing."""
    names = list(known.__annotations__)
    for name, expected in filters.items():
        if name not in names:
            raise TypeError(explain.unknown_filter(name, names))
        if not can_match(name, expected):
            raise TypeError(explain.impossible_filter(name, expected))


def _matched(records: Sequence[object], filters: Mapping[str, object]) -> list[int]:
    """The indexes of the records that match."""
    return [index for index, record in enumerate(records) if matches(filters, record)]
