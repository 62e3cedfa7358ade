"""The entries of the live inbox: what the outbox has taken in, numbered, and what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from itertools import repeat
from threading import Lock
from typing import Any, TypeAlias, TypeVar
from uuid import uuid4

from pytest_sesmock.errors import SesmockError
from pytest_sesmock.mock import SESMock
from pytest_sesmock.outbox.attempt import Attempt, invocation_of
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.outbox import records_of
from pytest_sesmock.outbox.refused_request import RefusedRequest
from pytest_sesmock.report.gallery.entries import (
    Calls,
    Entry,
    calls_of,
    entry_of_failure,
    entry_of_message,
    entry_of_refusal,
    failed_calls,
)
from pytest_sesmock.report.gallery.reading import read

Json: TypeAlias = dict[str, Any]
_Record = TypeVar("_Record", SentMessage, RefusedRequest)

_MOST_OPENED = 16
"""Entries that are kept as the page gets them: reading one takes time, and its files come after."""


class _Item:
    """An entry of the inbox."""

    __slots__ = ("call", "number", "record", "row", "version", "words")

    def __init__(
        self, number: int, record: SentMessage | RefusedRequest | None, call: str = ""
    ) -> None:
        self.number = number
        self.record = record
        self.call = invocation_of(record) if isinstance(record, SentMessage) else call
        self.version = 0
        self.row: Json = {}
        self.words = ""

    def entry(self, calls: Calls, more: Callable[[SentMessage], Json] | None = None) -> Entry:
        """What the page shows of it."""
        if isinstance(self.record, SentMessage):
            return entry_of_message(self.record, calls, more)
        if isinstance(self.record, RefusedRequest):
            return entry_of_refusal(self.record)
        return entry_of_failure(calls[self.call])


class Inbox:
    """What a mock has sent, been refused and lost, for pages that ask what is new.

    Every change has a version, so a page asks for what has come since the one that it has. Numbers
    are never used again.

    Args:
        mock: The mock.
    """

    def __init__(self, mock: SESMock) -> None:
        self._outbox = mock.outbox
        self._records = records_of(mock.outbox)
        self._lock = Lock()
        self._version = 0
        self._first = self._next = 0
        self._state: Json = {}
        self._start()
        self.run = uuid4().hex
        """Tells this inbox from that of another start of the server."""

    def _start(self) -> None:
        self._items: dict[int, _Item] = {}
        self._sizes = (0, 0, 0)
        self._calls: dict[str, list[Attempt]] = {}
        # By the id of the call that failed, and when it did not count as failed any more.
        self._failures: dict[str, _Item] = {}
        self._recoveries: dict[int, int] = {}
        # Who has which file, by its digest.
        self._owners: dict[str, int] = {}
        # What was opened of late.
        self._recent: dict[tuple[int, int], Entry] = {}

    def update(self) -> None:
        """Take in what has come since the last time."""
        with self._lock:
            messages, refusals = self._records.messages(), self._records.refusals()
            attempts = self._records.attempts()
            sizes = (len(messages), len(refusals), len(attempts))
            if sizes == self._sizes:
                return
            known_messages, known_refusals, known_attempts = self._sizes
            self._sizes = sizes
            self._calls = calls_of(attempts)
            new: list[SentMessage | RefusedRequest] = [*messages[known_messages:]]
            new += refusals[known_refusals:]
            first_new = self._next
            for record in sorted(new, key=_moment):
                self._add(record)
            self._take_failures(messages)
            # Calls that have no id, as those by SMTP, have nothing to do with one another.
            touched = {each.invocation_id for each in attempts[known_attempts:]} - {""}
            for each in self._items.values():
                if each.number < first_new and each.call in touched:
                    self._refresh(each)

    def _take_failures(self, messages: Iterable[SentMessage]) -> None:
        failures = failed_calls(self._calls, messages)
        for call in self._failures.keys() - failures.keys():
            gone = self._failures.pop(call)
            del self._items[gone.number]
            self._version += 1
            self._recoveries[gone.number] = self._version
        for call in failures:
            if call not in self._failures:
                self._failures[call] = self._add(None, call)

    def _add(self, record: SentMessage | RefusedRequest | None, call: str = "") -> _Item:
        item = self._items[self._next] = _Item(self._next, record, call)
        self._next += 1
        self._refresh(item)
        return item

    def _refresh(self, item: _Item) -> None:
        entry = item.entry(self._calls)
        origin = None if item.record is None else item.record.origin
        item.row = {**entry.row, "number": item.number, "test": None, "origin": origin}
        item.words = entry.words
        self._version += 1
        item.version = self._version
        for digest in entry.files:
            self._owners.setdefault(digest, item.number)

    def changes(self, since: int, run: str, state: Json) -> Json | None:
        """What has changed since a version, None if nothing has.

        Args:
            since: The version that the page has.
            run: The inbox that it has it from.
            state: What is to be told besides, which counts as changed if it differs.
        """
        self.update()
        with self._lock:
            if state != self._state:
                self._state = state
                self._version += 1
            known = since if run == self.run else 0
            if known == self._version:
                return None
            return {
                "run": self.run,
                "version": self._version,
                "first": self._first,
                "rows": [each.row for each in self._items.values() if each.version > known],
                "gone": [number for number, at in self._recoveries.items() if at > known],
                **state,
            }

    def rows(self, since: int) -> list[Json]:
        """The rows of entries from a number on, in order."""
        self.update()
        with self._lock:
            numbers = range(since, self._next)
            return [self._items[each].row for each in numbers if each in self._items]

    def words(self, since: int) -> Json:
        """The texts to search, by number: of entries from a number on."""
        with self._lock:
            return {
                f"{each.number}": each.words
                for each in self._items.values()
                if each.number >= since
            }

    def open(self, number: int) -> Entry:
        """All of an entry; SesmockError if it is gone."""
        with self._lock:
            item, calls = self._require(number), self._calls
            key = (number, item.version)
            entry = self._recent.get(key)
        if entry is None:
            more = partial(read, lint=SentMessage.lint, budget=repeat(True))
            entry = item.entry(calls, more)
            with self._lock:
                self._recent[key] = entry
                for oldest in [*self._recent][:-_MOST_OPENED]:
                    del self._recent[oldest]
        return entry

    def file(self, digest: str) -> str:
        """An attachment, packed; SesmockError if no entry has it."""
        with self._lock:
            number = self._owners.get(digest)
        if number is None:
            raise SesmockError("this file is gone: the inbox has been cleared")
        return self.open(number).files[digest]

    def message(self, number: int) -> SentMessage:
        """A message by its number; SesmockError if there is none."""
        return self._record(number, SentMessage, "SES has not accepted this message")

    def refusal(self, number: int) -> RefusedRequest:
        """A refusal by its number; SesmockError if there is none."""
        return self._record(number, RefusedRequest, "SES has not refused this message")

    def _record(self, number: int, kind: type[_Record], problem: str) -> _Record:
        with self._lock:
            record = self._require(number).record
        if not isinstance(record, kind):
            raise SesmockError(problem)
        return record

    def refresh(self, number: int) -> None:
        """Take note that something has happened to a message."""
        with self._lock:
            self._refresh(self._require(number))

    def clear(self) -> None:
        """Remove all entries, from the outbox as well."""
        with self._lock:
            self._outbox.clear()
            self._start()
            self._first = self._next
            self._version += 1

    def _require(self, number: int) -> _Item:
        item = self._items.get(number)
        if item is None:
            raise SesmockError("this message is gone: the inbox has been cleared")
        return item


def _moment(record: SentMessage | RefusedRequest) -> datetime:
    return record.sent_at if isinstance(record, SentMessage) else record.refused_at
