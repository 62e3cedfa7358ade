"""Waiting: that it waits, that it fails at once when nothing can change it, and in coroutines."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from outbox_samples import a_message, a_refusal, an_outbox, record

from pytest_sesmock import Outbox, SesmockError
from pytest_sesmock.outbox import waiting

BOB = ("bob@example.com",)
# Long enough for a slow machine, and never reached by what ends at once.
LONG = 60
SHORT = 0.05


def later(outbox: Outbox, *records: Any) -> threading.Thread:
    """A thread that sends as soon as somebody waits, in a block or outside."""

    def send() -> None:
        records_of = outbox._records
        while not any(each._waiters for each in (records_of, *records_of._captures)):
            time.sleep(0.001)
        for each in records:
            record(outbox, each)

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    return thread


# Each way to say that nothing comes, by the seconds it waits.
NOTHING_COMES: dict[str, Callable[[Outbox, float], object]] = {
    "assert_not_sent": lambda outbox, timeout: outbox.assert_not_sent(timeout=timeout),
    "assert_empty": lambda outbox, timeout: outbox.assert_empty(timeout=timeout),
    "assert_count": lambda outbox, timeout: outbox.assert_count(0, timeout=timeout),
    "wait_for": lambda outbox, timeout: outbox.wait_for(count=0, timeout=timeout),
    "expect": lambda outbox, timeout: expect_nothing(outbox, timeout=timeout),
    "a view": lambda outbox, timeout: outbox.to("ada@example.com").assert_not_sent(timeout=timeout),
}


def expect_nothing(outbox: Outbox, timeout: float) -> None:
    with outbox.expect(0, timeout=timeout):
        pass


@pytest.mark.parametrize("nothing_comes", NOTHING_COMES.values(), ids=NOTHING_COMES)
def test_that_nothing_comes_is_waited_for(nothing_comes: Any) -> None:
    outbox = an_outbox(a_refusal())
    start = time.monotonic()
    nothing_comes(outbox, SHORT)
    assert time.monotonic() - start >= SHORT


@pytest.mark.parametrize("nothing_comes", NOTHING_COMES.values(), ids=NOTHING_COMES)
def test_what_comes_fails_it_at_once(nothing_comes: Any) -> None:
    outbox = an_outbox()
    thread = later(outbox, a_message())
    start = time.monotonic()
    with pytest.raises(AssertionError, match=rf"1 message.* within {LONG} s, expected none"):
        nothing_comes(outbox, LONG)
    assert time.monotonic() - start < LONG / 2
    thread.join()


def test_what_comes_but_does_not_match_is_waited_past() -> None:
    outbox = an_outbox()
    thread = later(outbox, a_message(), a_message())
    start = time.monotonic()
    outbox.assert_not_sent(to="bob@example.com", timeout=SHORT)
    assert time.monotonic() - start >= SHORT
    thread.join()


def test_so_many_are_waited_for() -> None:
    outbox = an_outbox(a_message())
    thread = later(outbox, a_message(), a_message())
    outbox.assert_count(3, timeout=LONG)
    thread.join()
    with pytest.raises(AssertionError, match=r"^the outbox has 3 messages within 0\.05 s, expe"):
        outbox.assert_count(4, timeout=SHORT)


def test_enough_are_not_waited_past() -> None:
    """What one too many is, is another question: `assert_not_sent` with a timeout."""
    outbox = an_outbox(a_message())
    start = time.monotonic()
    outbox.wait_for(count=1, timeout=LONG)
    outbox.assert_count(1, timeout=LONG)
    assert time.monotonic() - start < LONG / 2


# Refusals


def test_refusals_are_waited_for() -> None:
    outbox = an_outbox(a_message())
    refused = a_refusal(code="Throttling")
    thread = later(outbox, a_refusal(), refused)
    assert outbox.assert_refused(code="Throttling", timeout=LONG) is refused
    thread.join()


def test_that_nothing_is_refused_is_waited_for() -> None:
    outbox = an_outbox(a_message())
    start = time.monotonic()
    outbox.assert_no_refusals(timeout=SHORT)
    assert time.monotonic() - start >= SHORT
    thread = later(outbox, a_refusal())
    with pytest.raises(AssertionError, match=r"^1 refusal matched within 60 s, expected none"):
        outbox.assert_no_refusals(timeout=LONG)
    thread.join()


# Wrong timeouts


@pytest.mark.parametrize(
    ("timeout", "error"),
    [
        ("1", TypeError),
        (None, TypeError),
        (True, TypeError),
        (-1, ValueError),
        (float("nan"), ValueError),
        (float("inf"), ValueError),
    ],
)
def test_a_timeout_is_a_number_of_seconds(timeout: Any, error: type[Exception]) -> None:
    outbox = an_outbox(a_message(), a_refusal())
    match = r"^timeout must be a number of seconds, 0 or more, not "
    for query in ("assert_not_sent", "assert_empty", "wait_for", "expect", "assert_refused"):
        with pytest.raises(error, match=match):
            getattr(outbox, query)(timeout=timeout)
    with pytest.raises(error, match=match):
        outbox.assert_count(1, timeout=timeout)
    for query in ("wait_for_async", "assert_not_sent_async", "assert_refused_async"):
        with pytest.raises(error, match=match):
            asyncio.run(getattr(outbox, query)(timeout=timeout))


# Coroutines


def run_in_trio(main: Callable[[], Awaitable[Any]]) -> None:
    pytest.importorskip("trio").run(main)


async def sleep(seconds: float) -> None:
    trio = waiting._running_trio()
    await (asyncio if trio is None else trio).sleep(seconds)


@contextlib.asynccontextmanager
async def beside(send: Callable[[], Awaitable[None]]) -> Any:
    """Another task of the same loop, of asyncio or trio."""
    if waiting._running_trio() is None:
        task = asyncio.ensure_future(send())
        yield
        await task
    else:
        async with waiting._running_trio().open_nursery() as nursery:
            nursery.start_soon(send)
            yield


RUNNERS = {"asyncio": lambda main: asyncio.run(main()), "trio": run_in_trio}


@pytest.fixture(params=RUNNERS.values(), ids=RUNNERS)
def run(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_a_coroutine_awaits_what_another_task_sends(run: Any) -> None:
    outbox = an_outbox()
    sent, refused = a_message(to=BOB), a_refusal()

    async def send() -> None:
        await sleep(0.02)
        for each in (a_message(), sent, refused):
            record(outbox, each)

    async def main() -> None:
        async with beside(send):
            assert await outbox.wait_for_async(to="bob@example.com", timeout=LONG) is sent
            assert await outbox.assert_refused_async(timeout=LONG) is refused
            assert len(await outbox.wait_for_async(count=2)) == 2
            assert await outbox.assert_refused_async(count=1) == [refused]

    run(main)


def test_a_coroutine_expects_what_its_block_starts(run: Any) -> None:
    outbox = an_outbox(a_message())

    async def send() -> None:
        await sleep(0.02)
        record(outbox, a_message(to=BOB))

    async def main() -> None:
        async with beside(send), outbox.expect(1, to="bob@example.com", timeout=LONG) as new:
            assert new == []
        assert len(new) == 1
        async with outbox.capture() as captured:
            record(outbox, a_message())
        record(outbox, a_message())
        assert len(captured) == 1
        with pytest.raises(AssertionError, match="expected exactly 2"):
            async with outbox.expect(2):
                record(outbox, a_message())
        with pytest.raises(LookupError):
            async with outbox.expect(1):
                raise LookupError

    run(main)


def test_in_a_coroutine_that_nothing_comes_is_awaited(run: Any) -> None:
    outbox = an_outbox()

    async def send() -> None:
        await sleep(0.02)
        record(outbox, a_message())

    async def main() -> None:
        start = time.monotonic()
        await outbox.assert_not_sent_async(timeout=SHORT)
        await outbox.assert_refused_async(count=0, timeout=SHORT)
        assert time.monotonic() - start >= 2 * SHORT * 0.9
        async with beside(send):
            with pytest.raises(
                AssertionError, match=r"^1 message matched within 60 s, expected no"
            ):
                await outbox.assert_not_sent_async(timeout=LONG)
        with pytest.raises(AssertionError, match=r"expected none"):
            async with outbox.expect(0, timeout=LONG):
                record(outbox, a_message())
        with pytest.raises(AssertionError, match=r"^no message matched within 0\.05 s, expected e"):
            await outbox.wait_for_async(to="eve@example.com", timeout=SHORT)

    run(main)


def test_what_is_there_is_not_awaited() -> None:
    """Without a suspension no other task runs in between."""
    outbox = an_outbox(a_message())
    coroutine = outbox.wait_for_async()
    with pytest.raises(StopIteration) as caught:
        coroutine.send(None)
    assert caught.value.value is outbox[0]


BLOCKING: dict[str, tuple[Callable[[Outbox], object], str]] = {
    "wait_for": (
        lambda outbox: outbox.wait_for(to="bob@example.com"),
        "await ses_outbox.wait_for_async(...)",
    ),
    "expect": (
        lambda outbox: expect_nothing(outbox, LONG),
        "async with ses_outbox.expect(...)",
    ),
    "assert_not_sent": (
        lambda outbox: outbox.assert_not_sent(to="bob@example.com", timeout=LONG),
        "await ses_outbox.assert_not_sent_async(...)",
    ),
    "assert_count": (
        lambda outbox: outbox.assert_count(2, timeout=LONG),
        "await ses_outbox.wait_for_async(count=2, ...)",
    ),
    "assert_empty": (
        lambda outbox: outbox.to("bob@example.com").assert_empty(timeout=LONG),
        "await ses_outbox.assert_not_sent_async(...)",
    ),
    "assert_refused": (
        lambda outbox: outbox.assert_refused(timeout=LONG),
        "await ses_outbox.assert_refused_async(...)",
    ),
    "assert_no_refusals": (
        lambda outbox: outbox.assert_no_refusals(timeout=LONG),
        "await ses_outbox.assert_refused_async(count=0, ...)",
    ),
}


@pytest.mark.parametrize(("wait", "instead"), BLOCKING.values(), ids=BLOCKING)
def test_a_coroutine_must_not_wait_like_a_thread(run: Any, wait: Any, instead: str) -> None:
    outbox = an_outbox(a_message())

    async def main() -> None:
        start = time.monotonic()
        with pytest.raises(SesmockError) as caught:
            wait(outbox)
        assert time.monotonic() - start < LONG / 2
        assert str(caught.value).startswith("waiting here would block the event loop")
        assert instead in str(caught.value)

    run(main)


def test_a_coroutine_may_ask_what_needs_no_waiting(run: Any) -> None:
    outbox = an_outbox(a_message(), a_refusal())

    async def main() -> None:
        outbox.wait_for()
        outbox.assert_refused(timeout=LONG)
        outbox.assert_count(1, timeout=LONG)
        outbox.assert_not_sent(to="bob@example.com")
        with outbox.expect(1, timeout=LONG):
            record(outbox, a_message())
        with pytest.raises(AssertionError):
            outbox.assert_not_sent(timeout=LONG)
        with pytest.raises(AssertionError):
            outbox.wait_for(to="bob@example.com", timeout=0)

    run(main)


def test_a_thread_beside_a_loop_may_wait() -> None:
    outbox = an_outbox()

    async def main() -> None:
        waits = asyncio.to_thread(outbox.wait_for, timeout=LONG)
        task = asyncio.ensure_future(waits)
        await asyncio.sleep(0.02)
        record(outbox, a_message())
        await task

    asyncio.run(main())


def test_a_loop_that_runs_in_a_greenlet_is_not_blocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under playwright's sync API a loop runs in the thread of every test, but not below it."""
    monkeypatch.setattr(asyncio, "_get_running_loop", lambda: "a loop")
    outbox = an_outbox()
    outbox.assert_not_sent(timeout=SHORT)
    thread = later(outbox, a_message())
    outbox.wait_for(timeout=LONG)
    thread.join()


def test_a_coroutine_without_a_loop_may_wait() -> None:
    """Some drive coroutines by hand; what they await is done by other threads."""
    outbox = an_outbox()

    async def main() -> None:
        outbox.assert_not_sent(timeout=SHORT)

    with pytest.raises(StopIteration):
        main().send(None)


def test_waiting_leaves_nothing_behind(run: Any) -> None:
    outbox = an_outbox()

    async def main() -> None:
        with pytest.raises(AssertionError):
            await outbox.wait_for_async(timeout=0.01)

    run(main)
    outbox.assert_not_sent(timeout=0.01)
    assert outbox._records._waiters == ()
