"""An exception of a signal, whenever it comes within a send, leaves no traces.

Instead of signals, which come when they like, an exception is raised at each step of our code once:
wherever a function begins, a line begins, or a function returns.
"""

from __future__ import annotations

import linecache
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

import pytest
from recent import INLINE_TEMPLATES
from sending import SEND, ses, sesv2
from test_leaving import handlers

import pytest_sesmock
from pytest_sesmock import Outbox, SESMock
from pytest_sesmock.mock import service_of
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.transport import botocore_hook, wrappers

PACKAGE = str(Path(pytest_sesmock.__file__).parent)
BULK = {
    "FromEmailAddress": "shop@example.com",
    "DefaultContent": {
        "Template": {
            "TemplateContent": {"Subject": "Hi", "Text": "Hello"},
            "TemplateData": "{}",
        }
    },
    "BulkEmailEntries": [
        {"Destination": {"ToAddresses": ["ada@example.org", "eve@example.org"]}},
        {"Destination": {"ToAddresses": ["bob@example.org"]}},
    ],
}


class Signal(BaseException):
    """As those that Ctrl-C and pytest-timeout raise, no Exception."""


Place = tuple[str, str, int]
"""A kind of event, a file and a line."""


@contextmanager
def signal_at(place: Place | None, time: int = 1) -> Iterator[list[Place]]:
    """Raise when the block comes to a place for the given time; gives the places it came to."""
    places: list[Place] = []
    previous = sys.gettrace()

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        # Tracing comes to `try:`, and once more to a `with` before its exit is called, where no
        # block is in force. Signals do not: Python looks for them after calls.
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
        if event != "exception" and not (event == "line" and line.startswith(("with ", "try:"))):
            places.append((event, frame.f_code.co_filename, frame.f_lineno))
            if places[-1] == place and places.count(place) == time:
                raise Signal
        return trace

    sys.settrace(trace)
    try:
        yield places
    finally:
        sys.settrace(previous)


def recipients(outbox: Outbox) -> int:
    return sum(len(message.recipients) for message in outbox)


class Stubber:
    """In the place of moto's handler, which is not asked while the mock is."""

    def __call__(self, **_: Any) -> Any:
        raise AssertionError("asked")


stubber = Stubber()


@pytest.fixture
def _beside_moto(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "moto.core.models", SimpleNamespace(botocore_stubber=stubber))


@pytest.mark.slow
@pytest.mark.usefixtures("_beside_moto")
@pytest.mark.parametrize(
    ("make", "send", "time"),
    [
        pytest.param(ses, lambda client: client.send_email(**SEND), 1, id="v1"),
        # The second mail, when the first is sent.
        pytest.param(
            sesv2,
            lambda client: client.send_bulk_email(**BULK),
            2,
            id="v2 bulk",
            marks=INLINE_TEMPLATES,
        ),
    ],
)
def test_nothing_is_left_of_a_send(
    make: Callable[..., Any], send: Callable[[Any], Any], time: int
) -> None:
    client = make(new=True)
    client.meta.events.register("before-send", stubber)
    before = handlers(client)
    options: dict[str, Any] = {"verified_identities": ["example.com"], "max_send_rate": 100}
    with SESMock(**options):
        send(client)  # what is made once is made
    with SESMock(**options) as mock, mock.outbox.capture():
        mock.account()
        with signal_at(None) as places:
            send(client)
    steps = [place for place, times in Counter(places).items() if times >= time]
    assert len(steps) > 100

    for place in steps:
        with SESMock(**options) as mock, mock.outbox.capture() as captured:
            account = mock.account()
            with signal_at(place, time), pytest.raises(Signal):
                send(client)
            sent = recipients(mock.outbox)
            statistics = service_of(mock).accounts.state("us-east-1").statistics
            assert account.sent_last_24_hours == sent == recipients(captured), place
            assert sum(point.attempts for point in statistics.points(0)) == sent, place
            assert botocore_hook._current.get() is None, place
            assert not botocore_hook._lock.locked(), place
            assert not service_of(mock)._lock._is_owned(), place  # type: ignore[attr-defined]
        assert handlers(client) == before, place
        assert not botocore_hook._calls, place
        assert not wrappers._wrappers, place


@pytest.mark.parametrize("is_taken", [False, True], ids=["before it came", "after it came"])
def test_what_is_interrupted_is_not_sent(monkeypatch: pytest.MonkeyPatch, is_taken: bool) -> None:
    """All or nothing: what an interrupted send has charged and recorded is taken back."""
    client = ses(new=True)
    with SESMock(verified_identities=["example.com"], max_send_rate=1) as mock:
        client.send_email(**SEND)
        mock.clock.advance(3600)
        with mock.outbox.capture() as captured, monkeypatch.context() as patch:
            records = mock.outbox._records
            take = type(records).take

            def take_half(self: Any, message: SentMessage) -> None:
                if is_taken:
                    take(self, message)
                raise KeyboardInterrupt

            patch.setattr(type(records), "take", take_half)
            with pytest.raises(KeyboardInterrupt):
                client.send_email(**SEND)
        mock.outbox.assert_count(1)
        captured.assert_empty()
        assert mock.account().sent_last_24_hours == 1
        assert sum(point["DeliveryAttempts"] for point in points(client)) == 1
        client.send_email(**SEND)  # the rate is as it was, too
        mock.outbox.assert_count(2)


@pytest.mark.parametrize("is_charged", [False, True], ids=["before", "after"])
def test_what_is_interrupted_before_it_is_a_message(
    monkeypatch: pytest.MonkeyPatch, is_charged: bool
) -> None:
    """Before or after it was charged."""
    client = ses(new=True)
    with SESMock(verified_identities=["example.com"]) as mock:
        state = service_of(mock).accounts.state("us-east-1")
        accept = type(state).accept

        def accept_half(self: Any, submission: Any, now: float) -> None:
            if is_charged:
                accept(self, submission, now)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(type(state), "accept", accept_half)
            with pytest.raises(KeyboardInterrupt):
                client.send_email(**SEND)
        mock.outbox.assert_empty()
        assert mock.account().sent_last_24_hours == 0
        client.send_email(**SEND)
        assert mock.account().sent_last_24_hours == 1


@pytest.mark.parametrize("make", [ses, sesv2], ids=["v1", "v2"])
def test_a_call_is_left_although_its_end_was_interrupted(
    make: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `test_nothing_is_left_of_a_send` has it at every step, which takes its time."""
    client, end = make(new=True), botocore_hook._end
    interrupts = iter([KeyboardInterrupt])

    def end_later(call: Any) -> None:
        for interrupt in interrupts:
            raise interrupt
        end(call)

    with SESMock(region="us-east-1"), monkeypatch.context() as patch:
        patch.setattr(botocore_hook, "_end", end_later)
        with pytest.raises(KeyboardInterrupt):
            client.get_send_quota() if make is ses else client.get_account()
        assert (botocore_hook._current.get(), botocore_hook._calls) == (None, set())


def points(client: Any) -> Any:
    return client.get_send_statistics()["SendDataPoints"]
