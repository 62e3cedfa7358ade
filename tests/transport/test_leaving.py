"""When a mock ends nothing of it is left, whatever is still on its way."""

from __future__ import annotations

import gc
import os
import threading
from pathlib import Path
from typing import Any

import botocore.client
import botocore.endpoint
import botocore.retries.bucket
import botocore.session
import pytest
from sending import SEND, mail2, ses, sesv2

from pytest_sesmock import Account, SESMock, lifetimes
from pytest_sesmock.transport import botocore_hook, wrappers

DESCRIPTORS = Path("/proc/self/fd")


def handlers(client: Any) -> dict[str, list[Any]]:
    """Every handler a client's emitter would call for a send."""
    trie = client.meta.events._emitter._handlers
    events = ("choose-signer", "before-send", "before-call", "needs-retry", "request-created")
    return {event: list(trie.prefix_search(f"{event}.ses.SendEmail")) for event in events}


def ours(found: dict[str, list[Any]]) -> list[Any]:
    every = [handler for handlers in found.values() for handler in handlers]
    return [each for each in every if getattr(each, "__module__", "").startswith("pytest_sesmock")]


def footprint() -> dict[str, Any]:
    return {
        "make_request": vars(botocore.client.BaseClient)["_make_request"],
        "frames": vars(botocore.client).get("__tracebackhide__"),
        "create_client": vars(botocore.session.Session)["create_client"],
        "session": vars(botocore.session.Session)["__init__"],
        "time": botocore.endpoint.time,
        "acquire": vars(botocore.retries.bucket.TokenBucket)["acquire"],
        "environment": dict(os.environ),
        "threads": set(threading.enumerate()),
        "descriptors": len(list(DESCRIPTORS.iterdir())) if DESCRIPTORS.is_dir() else 0,
    }


def test_nothing_is_left() -> None:
    client = ses(new=True)
    before, handlers_before = footprint(), handlers(client)

    with SESMock(verified_identities=["example.com"]) as mock:
        client.send_email(**SEND)
        assert len(ours(handlers(client))) == 3
        assert footprint() != before
        inside = ses(new=True)
        inside.send_email(**SEND)

    gc.collect()
    assert footprint() == before
    assert handlers(client) == handlers_before
    assert ours(handlers(inside)) == []
    assert not botocore_hook._clients
    mock.outbox.assert_count(2)


def test_nothing_is_left_after_an_exception() -> None:
    before = footprint()
    client = ses(new=True)
    client.meta.events.register("after-call.ses", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError), SESMock():
        client.get_send_quota()
    assert footprint() == before


def test_nothing_is_left_of_a_mock_that_cannot_be_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    before = footprint()
    mock = SESMock(verified_identities=["example.com"])
    with monkeypatch.context() as patch:
        patch.setattr("pytest_sesmock.lifetimes.begin", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            mock.__enter__()
    assert footprint() == before
    with mock:
        ses(new=True).send_email(**SEND)
    mock.outbox.assert_count(1)


def test_a_wrapper_put_around_ours_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Theirs stays, ours inside it passes through, and serves again in the next mock."""
    calls = []
    base = botocore.client.BaseClient
    original = vars(base)["_make_request"]
    monkeypatch.setattr(base, "_make_request", original)  # put back whatever happens
    with SESMock(verified_identities=["example.com"]) as mock:
        ours = vars(base)["_make_request"]

        def traced(client: Any, operation: Any, *rest: Any) -> Any:
            calls.append(operation.name)
            return ours(client, operation, *rest)

        base._make_request = traced
        ses(new=True).send_email(**SEND)
    assert vars(base)["_make_request"] is traced
    mock.outbox.assert_count(1)
    client = ses(aws_access_key_id="a", aws_secret_access_key="b")
    client.meta.events.register("before-send.ses", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):  # botocore's own way to the network, in which it ends
        client.send_email(**SEND)
    assert client not in botocore_hook._clients
    calls.clear()

    base._make_request = ours  # as a patch does that was begun in the mock and ends after it
    with SESMock(verified_identities=["example.com"]) as mock:
        assert vars(base)["_make_request"] is ours
        ses(new=True).send_email(**SEND)
    mock.outbox.assert_count(1)
    assert vars(base)["_make_request"] is original
    assert not calls


def test_a_call_that_outlives_its_mock_is_answered_by_it() -> None:
    """A background thread's call must not slip to the network because the test has ended."""
    client = ses(new=True)
    handlers_before = handlers(client)
    begun, left = threading.Event(), threading.Event()

    def dawdle(**_: Any) -> None:
        begun.set()
        assert left.wait(10)

    client.meta.events.register("request-created.ses", dawdle)
    with SESMock(verified_identities=["example.com"]) as mock:
        thread = threading.Thread(target=lambda: client.send_email(**SEND))
        thread.start()
        assert begun.wait(10)
    left.set()
    thread.join()
    client.meta.events.unregister("request-created.ses", dawdle)

    mock.outbox.assert_count(1)
    assert handlers(client) == handlers_before


def test_a_call_that_began_before_the_mock_is_stopped_once_its_client_is_ours() -> None:
    """Its retries must not reach the network while a mock is active."""
    client = ses(aws_access_key_id="a", aws_secret_access_key="b")
    begun, entered = threading.Event(), threading.Event()
    results: list[Any] = []

    def dawdle(request: Any, **_: Any) -> None:
        if "early" in str(request.data):
            begun.set()
            assert entered.wait(10)

    client.meta.events.register("request-created.ses", dawdle)
    early = {**SEND, "Source": "early@example.com"}
    thread = threading.Thread(target=lambda: results.append(client.send_email(**early)))
    thread.start()
    assert begun.wait(10)
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        client.send_email(**SEND)
        entered.set()
        thread.join()
        assert [message.source for message in mock.outbox] == [SEND["Source"], "early@example.com"]
        assert results[0]["MessageId"] == mock.outbox[1].message_id


def test_without_an_active_mock_the_handler_answers_nothing() -> None:
    assert botocore_hook._answer(None, event_name="before-send.ses.SendEmail") is None


def test_a_kept_wrapper_passes_through_after_the_mock() -> None:
    with SESMock():
        make = vars(botocore.session.Session)["__init__"]
        acquire = vars(botocore.retries.bucket.TokenBucket)["acquire"]
    session = object.__new__(botocore.session.Session)

    make(session)

    assert session.get_available_services()
    bucket = botocore.retries.bucket.TokenBucket(1, botocore.retries.bucket.Clock())
    bucket._current_capacity = 1
    assert acquire(bucket)


def test_a_mock_needs_no_garbage_collector_to_die() -> None:
    """Every test leaves one behind: in a cycle of references it would cost the next tests time."""

    def alive() -> list[Any]:
        return [each for each in gc.get_objects() if type(each) in (SESMock, Account)]

    v1, v2, elsewhere = ses(new=True), sesv2(new=True), sesv2("eu-west-1", new=True)
    gc.collect()
    gc.disable()
    try:
        before = len(alive())
        mock = SESMock(verified_identities=["example.com"])
        with mock:
            v1.send_email(**SEND)
            v2.send_email(**mail2())
            elsewhere.get_account()
        assert len(alive()) == before + 3  # the mock, and an account for each region
        del mock
        assert len(alive()) == before
    finally:
        gc.enable()


def test_a_mock_that_cannot_begin_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    mock = SESMock()
    with monkeypatch.context() as patch:
        patch.setattr("pytest_sesmock.transport.botocore_hook.frames.hide", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            mock.__enter__()
    assert (lifetimes.innermost(), wrappers._wrappers) == (None, [])
    with mock:
        assert lifetimes.innermost() is not None
