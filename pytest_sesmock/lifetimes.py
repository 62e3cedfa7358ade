"""The mocks that a test has entered, by fixture or itself, and what happened around them.

For pytest's reports and the texts of failures. Every test run imports this module: it is light, and
knows of an outbox no more than that it is one.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

Outbox: TypeAlias = Any

_MOST_ENDED = 20
"""A property test enters a mock for each of its examples; the last ones are kept."""
_COLUMNS = 80
_FEWEST_COLUMNS, _MOST_COLUMNS = 60, 200


class Lifetime:
    """An active mock, and what there was when it was entered.

    Attributes:
        outbox: Its outbox.
        find_due: Finds the codes of its planned failures that are due.
        threads: The threads that ran then.
        forks: How often this process had been forked then.
    """

    __slots__ = ("find_due", "forks", "outbox", "threads")

    def __init__(
        self,
        outbox: Outbox,
        find_due: Callable[[], Sequence[str]],
        threads: Sequence[threading.Thread],
        forks: int,
    ) -> None:
        self.outbox = outbox
        self.find_due = find_due
        self.threads = threads
        self.forks = forks


class _Record:
    """What is known of all mocks in this process."""

    def __init__(self) -> None:
        self.active: tuple[Lifetime, ...] = ()
        self.past: tuple[Outbox, ...] = ()
        self.early_calls: tuple[str, ...] = ()
        self.keeps_ended = False
        self.columns = _COLUMNS
        self.outliving: WeakKeyDictionary[threading.Thread, str] = WeakKeyDictionary()
        self.forks: int | None = None  # not counted yet

    def count_fork(self) -> None:
        self.forks = (self.forks or 0) + 1


_record = _Record()


def keep() -> None:
    """Keep the outboxes of mocks that end from now on, until `forget_ended`.

    And the width of the terminal: while a test runs, its output is captured, and nobody can tell.
    """
    _record.keeps_ended = True
    there = shutil.get_terminal_size().columns
    _record.columns = min(max(there, _FEWEST_COLUMNS), _MOST_COLUMNS)


def columns() -> int:
    """How many columns of a terminal texts may fill: the run's, or 80 without a terminal."""
    return _record.columns


def begin(outbox: Outbox, find_due: Callable[[], Sequence[str]]) -> None:
    """Take note that a mock has been entered."""
    if _record.forks is None:
        _record.forks = 0
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_parent=_record.count_fork)
    _forget(outbox)  # it may be entered again
    threads = tuple(threading.enumerate())
    _record.active = (*_record.active, Lifetime(outbox, find_due, threads, _record.forks))


def end(outbox: Outbox, name: str) -> None:
    """Take note that it has been left, and of threads that run on after the last mock.

    Args:
        outbox: Its outbox.
        name: The test it was for, empty if unknown.
    """
    before = [each.threads for each in _record.active if each.outbox is outbox]
    _record.active = tuple(each for each in _record.active if each.outbox is not outbox)
    if before and not _record.active:
        of = f" of {name}" if name else ""
        for thread in set(threading.enumerate()).difference(*before):
            text = f"thread {thread.name!r}{of}, which ran on after its mock"
            _record.outliving.setdefault(thread, text)
    if _record.keeps_ended:
        _forget(outbox)
        _record.past = (*_record.past, outbox)[-_MOST_ENDED:]


def _forget(outbox: Outbox) -> None:
    _record.past = tuple(each for each in _record.past if each is not outbox)


def disregard(threads: Iterable[threading.Thread]) -> None:
    """Take threads for ones that ran before: they are the mock's, not the application's."""
    for each in _record.active:
        each.threads = (*each.threads, *threads)


def origin() -> str:
    """What to call the running thread if it has outlived its mock, else nothing."""
    if not _record.outliving:
        return ""
    return _record.outliving.get(threading.current_thread(), "")


def add_early_call(operation: str) -> None:
    """Take note of a call that met no mock; if one is entered later, its outbox lacks the mail."""
    if not _record.active:
        _record.early_calls = (*_record.early_calls, operation)[-_MOST_ENDED:]


def outboxes() -> list[Outbox]:
    """Those of the running test: of mocks that have ended since `forget_ended`, and of others."""
    return [*_record.past, *active_outboxes()]


def innermost() -> Lifetime | None:
    """The mock that answers at present, if there is one."""
    return _record.active[-1] if _record.active else None


def fork_count() -> int:
    """How often this process has been forked since a mock was first entered."""
    return _record.forks or 0


def early_calls() -> Sequence[str]:
    """The operations that the running test called while no mock was active."""
    return _record.early_calls


def active_outboxes() -> list[Outbox]:
    """Those of mocks that have not ended."""
    return [each.outbox for each in _record.active]


def forget_ended() -> None:
    """Keep neither the outboxes of mocks that have ended nor early calls any longer."""
    _record.past = _record.early_calls = ()
