"""What may explain that nothing happened is told if it is so, and else not a word of it."""

from __future__ import annotations

import asyncio
import concurrent.futures
import os
import sys
import threading
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError
from sending import SEND, ses

from pytest_sesmock import SESMock, lifetimes
from pytest_sesmock.outbox.explain.absence import find_clues


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


def lines_of(failure: Any) -> list[str]:
    """What follows the question, unwrapped."""
    with pytest.raises(AssertionError) as caught:
        failure()
    _, _, clues = str(caught.value).partition("reach its SES client?")
    return [" ".join(clue.split()) for clue in clues.split("\n  - ")[1:]]


@pytest.mark.usefixtures("mock")
def test_nothing_to_tell() -> None:
    assert find_clues() == []


def test_without_a_mock_nothing_is_told() -> None:
    assert find_clues() == []


@pytest.mark.parametrize(
    "fail",
    [
        lambda outbox: outbox.assert_sent(),
        lambda outbox: outbox.assert_count(1),
        lambda outbox: outbox.assert_all(cc=None),
        lambda outbox: outbox.assert_refused(),
        lambda outbox: outbox.wait_for(timeout=0),
        lambda outbox: outbox.first(),
    ],
    ids=["assert_sent", "assert_count", "assert_all", "assert_refused", "wait_for", "first"],
)
def test_every_assertion_tells(mock: SESMock, fail: Any) -> None:
    mock.account().fail_next("Throttling")
    assert lines_of(lambda: fail(mock.outbox)) == [
        "No call has met what fail_next planned: Throttling."
    ]


def test_planned_failures_that_were_met_are_not_told(mock: SESMock) -> None:
    mock.account().fail_next("AccessDenied", times=2)
    mock.account().fail_next("Throttling").cancel()
    mock.account("eu-west-1").fail_next("MessageRejected")
    with pytest.raises(ses().exceptions.ClientError):
        ses().send_email(**SEND)
    clues = find_clues(mock.outbox._records.seen)
    assert clues == ["No call has met what fail_next planned: MessageRejected."]


def test_attempts_that_failed_on_the_way(mock: SESMock) -> None:
    mock.account().fail_next("connection-refused", times=5)
    with pytest.raises(EndpointConnectionError):
        ses(config=Config(retries={"mode": "legacy"})).send_email(**SEND)
    assert lines_of(mock.outbox.assert_sent) == [
        "5 attempts failed on the way, as fail_next planned: SendEmail: connection-refused."
    ]


@pytest.mark.usefixtures("mock")
@pytest.mark.parametrize(("number", "what"), [(1, "1 message"), (3, "3 messages")])
def test_mails_that_django_has(monkeypatch: pytest.MonkeyPatch, number: int, what: str) -> None:
    module = ModuleType("django.core.mail")
    monkeypatch.setitem(sys.modules, "django.core.mail", module)
    assert find_clues() == []
    module.outbox = []  # type: ignore[attr-defined]
    assert find_clues() == []
    module.outbox = [SimpleNamespace()] * number  # type: ignore[attr-defined]
    (clue,) = find_clues()
    assert clue.startswith(f"Django has {what} in mail.outbox: ")
    assert "EMAIL_BACKEND" in clue


@pytest.mark.usefixtures("mock")
def test_no_clue_fails_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd(ModuleType):
        def __getattr__(self, name: str) -> Any:
            raise ZeroDivisionError(name)

    monkeypatch.setitem(sys.modules, "django.core.mail", Odd("django.core.mail"))
    assert find_clues() == []


@pytest.mark.usefixtures("mock")
def test_tasks_that_were_not_awaited() -> None:
    async def deliver() -> None:
        await asyncio.sleep(30)

    async def main() -> list[str]:
        assert find_clues() == []
        tasks = [asyncio.ensure_future(deliver()) for _ in range(2)]
        tasks.append(asyncio.ensure_future(asyncio.sleep(0)))  # asyncio's own
        try:
            return find_clues()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            assert find_clues() == []

    name = "test_tasks_that_were_not_awaited.<locals>.deliver"
    clues = asyncio.run(main())
    assert clues == [f"The running event loop has 2 tasks pending ({name[:40]}...): await first."]


@pytest.mark.usefixtures("mock")
def test_no_loop_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "asyncio")
    assert find_clues() == []


def test_threads_that_still_run() -> None:
    is_done = threading.Event()
    before = threading.Thread(target=is_done.wait, name="before")
    before.start()
    with SESMock():
        started = [
            threading.Thread(target=is_done.wait, name=name, daemon=name == "daemon")
            for name in ("mailer", "daemon", "a", "b", "c")
        ]
        try:
            started[0].start()
            assert find_clues() == [
                "1 thread is still running (mailer): join first, or use wait_for."
            ]
            for thread in started[1:]:
                thread.start()
            assert find_clues() == [
                "4 threads are still running (mailer, a, b and 1 more): join first, or use "
                "wait_for."
            ]
        finally:
            is_done.set()
            for thread in (before, *started):
                thread.join()
        assert find_clues() == []


@pytest.mark.usefixtures("mock")
def test_the_idle_threads_of_a_pool_are_not_told() -> None:
    is_busy, is_done = threading.Event(), threading.Event()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: None).result()
        idle_until = threading.Event()
        for _ in range(500):  # until the worker waits for work
            if find_clues() == []:
                break
            idle_until.wait(0.01)
        assert find_clues() == []

        def work() -> None:
            is_busy.set()
            is_done.wait(30)

        pool.submit(work)
        is_busy.wait(30)
        (clue,) = find_clues()
        is_done.set()
    assert clue.startswith("1 thread is still running (ThreadPoolExecutor-")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.usefixtures("mock")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_children_that_were_forked() -> None:
    def fork() -> None:
        child = os.fork()
        if not child:
            os._exit(0)
        os.waitpid(child, 0)

    fork()
    assert find_clues() == [
        "Meanwhile a child process was forked: wait for it to end, or use wait_for."
    ]
    fork()
    assert find_clues() == [
        "Meanwhile 2 child processes were forked: wait for it to end, or use wait_for."
    ]
    with SESMock():
        assert find_clues() == []


def test_without_forks_on_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifetimes._record, "forks", None)
    monkeypatch.delattr(os, "register_at_fork", raising=False)
    with SESMock():
        assert find_clues() == []


def test_a_mail_in_another_mock(mock: SESMock) -> None:
    client = ses()
    client.send_email(**SEND)
    with SESMock() as inner:
        assert lines_of(inner.outbox.assert_sent) == [
            "Another SESMock has 1 message and no refusal: of those that are active, the one that "
            "was entered last answers."
        ]
        with pytest.raises(client.exceptions.MessageRejected):
            client.send_email(**SEND)
    with mock.outbox.capture() as captured:
        (clue,) = lines_of(captured.assert_sent)
    assert clue.startswith("Another SESMock has no message and 1 refusal: ")
    lifetimes.forget_ended()
    with mock.outbox.capture() as captured:
        assert lines_of(captured.assert_sent) == []  # of this one's there is nothing to tell


def test_calls_before_the_mock() -> None:
    lifetimes.add_early_call("SendEmail")
    lifetimes.add_early_call("SendEmail")
    with SESMock():
        lifetimes.add_early_call("GetSendQuota")  # is no early one
        (clue,) = find_clues()
        assert clue.startswith("SendEmail was called before this mock began")
        lifetimes.forget_ended()
        assert find_clues() == []


def test_outboxes_are_kept_for_pytest_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifetimes._record, "keeps_ended", False)
    lifetimes.forget_ended()
    with SESMock() as mock:
        assert lifetimes.outboxes() == [mock.outbox]
    assert lifetimes.outboxes() == []
