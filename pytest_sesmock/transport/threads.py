"""Threads that outlive the mock they were started under: their later calls are another test's."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary, WeakSet

_before: WeakSet[threading.Thread] = WeakSet()
_outlived: WeakKeyDictionary[threading.Thread, str] = WeakKeyDictionary()


def begin() -> None:
    """Take note of the threads that are there before any mock."""
    _before.update(threading.enumerate())


def end(mock: str) -> None:
    """Take note of those that run on after the last mock, which is called this."""
    for thread in threading.enumerate():
        if thread not in _before:
            of = f" of {mock}" if mock else ""
            _outlived.setdefault(thread, f"thread {thread.name!r}{of}, which ran on after its mock")
    _before.clear()


def origin() -> str:
    """What to call the running thread if it has outlived its mock, else nothing."""
    return _outlived.get(threading.current_thread(), "") if _outlived else ""
