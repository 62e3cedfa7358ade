"""Waiting for what is sent later: in this thread, or in a coroutine without blocking its loop."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Awaitable, Callable
from threading import TIMEOUT_MAX
from time import monotonic
from typing import TYPE_CHECKING, Any

from pytest_sesmock.errors import SesmockError
from pytest_sesmock.outbox.explain import arguments

if TYPE_CHECKING:
    from pytest_sesmock.outbox.records import Records

# pytest leaves the frames of this module out of a failure.
__tracebackhide__ = True

# How often a coroutine looks whether something has come in, in seconds: mails come from any thread,
# and what wakes a task from another thread is different in every library of coroutines.
_PAUSE = 0.01


def check_timeout(timeout: object) -> None:
    """Raise TypeError or ValueError for what is no time to wait, in seconds."""
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)):
        raise TypeError(arguments.invalid_timeout(timeout))
    if not 0 <= timeout <= TIMEOUT_MAX:
        raise ValueError(arguments.invalid_timeout(timeout))


def wait_until(
    records: Records, is_decided: Callable[[], bool], timeout: float, instead: str
) -> None:
    """Return when it is decided, or after so many seconds.

    Args:
        records: What may change the decision when it comes in.
        is_decided: Asked at once, and whenever something has come in.
        timeout: The longest time to wait, in seconds of real time.
        instead: What a coroutine must write.

    Raises:
        SesmockError: A coroutine would have to wait: what it waits for could never be sent.
    """
    if not timeout or is_decided():
        return
    if _blocks_event_loop():
        raise SesmockError(arguments.blocks_event_loop(instead))
    deadline = monotonic() + timeout
    arrived = records.await_arrivals()
    try:
        while not is_decided():
            # Ends with a frozen clock, too: then no arrival for `timeout` seconds is the end.
            if not arrived.wait(max(deadline - monotonic(), 0)):
                return
            arrived.clear()
    finally:
        records.stop_awaiting(arrived)


async def wait_until_async(
    records: Records, is_decided: Callable[[], bool], timeout: float
) -> None:
    """As `wait_until`, while the event loop goes on. The seconds are those of the loop's clock."""
    if not timeout or is_decided():
        return
    sleep, now = _loop()
    deadline = now() + timeout
    arrived = records.await_arrivals()
    try:
        while not is_decided():
            while not arrived.is_set():
                left = deadline - now()
                if left <= 0:
                    return
                await sleep(min(left, _PAUSE))
            arrived.clear()
    finally:
        records.stop_awaiting(arrived)


def _loop() -> tuple[Callable[[float], Awaitable[object]], Callable[[], float]]:
    """How the coroutine that runs sleeps, and its clock: of trio, or of asyncio."""
    trio = _running_trio()
    if trio is not None:
        return trio.sleep, trio.current_time
    import asyncio  # noqa: PLC0415 - who runs a coroutine has it

    return asyncio.sleep, asyncio.get_running_loop().time


def _running_trio() -> Any:
    """The module trio if it runs in this thread."""
    try:
        trio: Any = sys.modules["trio"]
        trio.lowlevel.current_task()
    except (KeyError, RuntimeError):  # not loaded, or not running
        return None
    return trio


def _blocks_event_loop() -> bool:
    """Whether this call comes from a coroutine that an event loop of this thread runs.

    That a loop runs is not enough: playwright's runs beside the test, in a greenlet of its own.
    """
    if not _is_called_by_coroutine():
        return False
    import asyncio  # noqa: PLC0415 - few tests are coroutines

    # The public get_running_loop raises where there is none.
    return asyncio._get_running_loop() is not None or _running_trio() is not None  # noqa: SLF001


def _is_called_by_coroutine() -> bool:
    frame = inspect.currentframe()
    while frame is not None:
        if frame.f_code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
            return True
        frame = frame.f_back
    return False
