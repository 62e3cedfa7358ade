"""What may explain that nothing was sent and nothing was refused: a line for each clue there is.

Nothing here imports what the test has not imported, and no clue can fail a report.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

from pytest_sesmock import lifetimes
from pytest_sesmock.outbox.explain.values import count, one_line

_Find: TypeAlias = Callable[[], Iterator[str]]

_MOST_NAMES = 3
_LONGEST_NAME = 40
# Tasks of these run as long as the loop does.
_RUNNERS = ("anyio", "asyncio", "pytest", "_pytest", "trio")


def find_clues(owner: object = None) -> list[str]:
    """A sentence for each thing that is so, in the order of how much it explains.

    Args:
        owner: What the outbox in which nothing is has in common with its captures.
    """
    other_mocks: _Find = partial(_other_mocks, owner)
    finders = (*_FIRST_CLUES, other_mocks, *_FURTHER_CLUES)
    return [clue for find in finders for clue in _tell(find)]


def _tell(find: _Find) -> list[str]:
    try:
        return [*find()]
    except Exception:  # noqa: BLE001 - the failure that is explained matters more
        return []


def _django() -> Iterator[str]:
    """Mails that Django's locmem backend has kept, as it does in tests whatever the settings."""
    outbox = getattr(sys.modules.get("django.core.mail"), "outbox", None)
    if outbox:
        yield (
            f"Django has {count(len(outbox), 'message')} in mail.outbox: in tests it replaces "
            "EMAIL_BACKEND. Put yours back with the option django_backend."
        )


def _early_calls() -> Iterator[str]:
    calls = lifetimes.early_calls()
    if calls:
        yield (
            f"{_some(calls)} was called before this mock began, while none was active: request "
            "ses_outbox in the fixture that sends, too."
        )


def _other_mocks(owner: object) -> Iterator[str]:
    records = [each._records for each in lifetimes.outboxes()]  # noqa: SLF001 - looking reads it
    others = [each for each in records if each.seen is not owner]
    messages = sum(len(each.messages()) for each in others)
    refusals = sum(len(each.refusals()) for each in others)
    if messages or refusals:
        yield (
            f"Another SESMock has {count(messages, 'message')} and {count(refusals, 'refusal')}: "
            "of those that are active, the one that was entered last answers."
        )


def _loop() -> Iterator[str]:
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    current = asyncio.current_task(loop)
    names = [
        getattr(task.get_coro(), "__qualname__", task.get_name())
        for task in asyncio.all_tasks(loop)
        if task is not current and not _module_of(task).startswith(_RUNNERS)
    ]
    if names:
        tasks = count(len(names), "task")
        yield f"The running event loop has {tasks} pending ({_some(sorted(names))}): await first."


def _module_of(task: Any) -> str:
    frame = getattr(task.get_coro(), "cr_frame", None)
    return "" if frame is None else str(frame.f_globals.get("__name__", ""))


def _threads() -> Iterator[str]:
    this = lifetimes.innermost()
    if this is None:
        return
    frames = sys._current_frames()  # noqa: SLF001 - as faulthandler and debuggers do
    names = [
        thread.name
        for thread in threading.enumerate()
        if not thread.daemon
        and thread not in this.threads
        and thread is not threading.current_thread()
        and not _is_idle(frames.get(thread.ident or 0))
    ]
    if names:
        verb = "is" if len(names) == 1 else "are"
        yield (
            f"{count(len(names), 'thread')} {verb} still running ({_some(names)}): join first, or "
            "use wait_for."
        )


def _is_idle(frame: Any) -> bool:
    """Whether a thread waits in a pool for something to do."""
    return frame is not None and frame.f_globals.get("__name__") == "concurrent.futures.thread"


def _forks() -> Iterator[str]:
    this = lifetimes.innermost()
    if this is not None and (forks := lifetimes.fork_count() - this.forks):
        processes = "a child process was" if forks == 1 else f"{forks} child processes were"
        yield f"Meanwhile {processes} forked: wait for it to end, or use wait_for."


def _planned_failures() -> Iterator[str]:
    this = lifetimes.innermost()
    if this is not None and (codes := this.find_due()):
        yield f"No call has met what fail_next planned: {_some(codes)}."


def _lost_attempts() -> Iterator[str]:
    this = lifetimes.innermost()
    lost = [] if this is None else [each for each in this.outbox.attempts if each.is_lost]
    if lost:
        names = _some([f"{each.operation}: {each.outcome}" for each in lost])
        yield f"{count(len(lost), 'attempt')} failed on the way, as fail_next planned: {names}."


_FIRST_CLUES: tuple[_Find, ...] = (_django, _early_calls)
_FURTHER_CLUES: tuple[_Find, ...] = (
    _loop,
    _threads,
    _forks,
    _planned_failures,
    _lost_attempts,
)


def _some(names: Sequence[str]) -> str:
    """The first few of some names."""
    unique = [*dict.fromkeys(names)]
    few = ", ".join(one_line(name, _LONGEST_NAME) for name in unique[:_MOST_NAMES])
    return few if len(unique) <= _MOST_NAMES else f"{few} and {len(unique) - _MOST_NAMES} more"
