"""When a mock ends nothing of it is left, whatever is still on its way."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable
from contextvars import copy_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import botocore.client
import botocore.endpoint
import botocore.exceptions
import botocore.retries.bucket
import botocore.session
import botocore.signers
import botocore.useragent
import pytest
from forks import in_fork
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
        "send": vars(botocore.endpoint.Endpoint)["_send"],
        "choose_signer": vars(botocore.signers.RequestSigner)["_choose_signer"],
        "sanitize": botocore.useragent.sanitize_user_agent_string_component,
        "error": vars(botocore.exceptions.ClientError)["__init__"],
        "environment": dict(os.environ),
        "threads": set(threading.enumerate()),
        "descriptors": len(list(DESCRIPTORS.iterdir())) if DESCRIPTORS.is_dir() else 0,
    }


def test_nothing_is_left() -> None:
    client = ses(new=True)
    before, handlers_before = footprint(), handlers(client)

    with SESMock(verified_identities=["example.com"]) as mock:
        client.send_email(**SEND)
        assert handlers(client) == handlers_before
        assert footprint() != before
        inside = ses(new=True)
        inside.send_email(**SEND)

    gc.collect()
    assert footprint() == before
    assert handlers(client) == handlers_before
    assert ours(handlers(inside)) == []
    assert not botocore_hook._calls
    assert wrappers._wrappers == {}
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
    assert not botocore_hook._calls
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
    before = footprint()
    begun, left = threading.Event(), threading.Event()

    def dawdle(**_: Any) -> None:
        begun.set()
        assert left.wait(10)

    client.meta.events.register("request-created.ses", dawdle)
    with SESMock(verified_identities=["example.com"]) as mock:
        thread = threading.Thread(target=lambda: client.send_email(**SEND))
        thread.start()
        assert begun.wait(10)
    assert botocore_hook._calls
    # A forked child has no such thread, and nothing to wait for.
    assert in_fork(lambda: botocore_hook._calls) == "set()"
    left.set()
    thread.join()

    mock.outbox.assert_count(1)
    assert footprint() == before


def test_a_call_that_is_abandoned_ends_within_another_one() -> None:
    """As a coroutine that nobody awaits any more: whoever collects it has a call of its own."""
    client = ses(new=True)
    with SESMock():
        abandoned, own = botocore_hook._Call(), botocore_hook._Call()
        copy_context().run(botocore_hook._begin, client, abandoned)
        botocore_hook._begin(client, own)
        botocore_hook._end(abandoned)
        assert (botocore_hook._current.get(), botocore_hook._calls) == (own, {own})
        botocore_hook._end(own)
        assert (botocore_hook._current.get(), botocore_hook._calls) == (None, set())


def test_a_fork_within_a_call_goes_on_with_it() -> None:
    """It may be one of several, each within the one before."""
    outer, inner, seen = ses(new=True), sesv2(new=True), []

    def look(**_: Any) -> None:
        seen.append(
            (in_fork(lambda: len(botocore_hook._calls)), len([*botocore_hook._own_calls()]))
        )

    def send(**_: Any) -> None:
        inner.send_email(**mail2())

    outer.meta.events.register("before-send", send)
    outer.meta.events.register("before-send", look)
    inner.meta.events.register("before-send", look)
    with SESMock(verified_identities=["example.com"]) as mock:
        outer.send_email(**SEND)
    assert seen == [("2", 2), ("1", 1)]
    assert [message.api for message in mock.outbox] == ["sesv2", "ses"]


@pytest.mark.parametrize("url", [None, "http://localhost:4566"])
@pytest.mark.parametrize(("make", "message"), [(ses, SEND), (sesv2, mail2())], ids=["v1", "v2"])
def test_a_call_that_began_before_the_mock_is_answered_by_it(
    make: Callable[..., Any], message: dict[str, Any], url: str | None
) -> None:
    """Its retries must not reach the network while a mock is active."""
    client = make(aws_access_key_id="a", aws_secret_access_key="b", endpoint_url=url)
    begun, entered = threading.Event(), threading.Event()
    results: list[Any] = []

    def dawdle(**_: Any) -> None:
        begun.set()
        assert entered.wait(10)

    client.meta.events.register("request-created", dawdle)
    thread = threading.Thread(target=lambda: results.append(client.send_email(**message)))
    thread.start()
    assert begun.wait(10)
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        entered.set()
        thread.join()
        assert results[0]["MessageId"] == mock.outbox[0].message_id


PREDECESSOR = "https://email.us-east-1.amazonaws.com/v1/email/identities"


@pytest.mark.parametrize(
    ("prefix", "url"),
    [("email", PREDECESSOR), ("sqs", "https://sqs.us-east-1.amazonaws.com/")],
    ids=["of v2's predecessor", "of another service"],
)
def test_a_request_that_is_not_for_ses_is_not_answered(prefix: str, url: str) -> None:
    endpoint, request = SimpleNamespace(_endpoint_prefix=prefix), SimpleNamespace(url=url)
    with SESMock() as mock:
        assert botocore_hook._answer(endpoint, request) is None
    assert mock.outbox.attempts == []


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
        patch.setattr("pytest_sesmock.transport.botocore_hook.children.close", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            mock.__enter__()
    assert (lifetimes.innermost(), wrappers._wrappers) == (None, {})
    with mock:
        assert lifetimes.innermost() is not None
