"""Who is told of events, when, how often and in which order."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from mails import outbox, sent
from published import BOUNCE, Recorder, create_destination, happen, send, types
from sending import TOPIC, mail

from pytest_sesmock import Event, SESMock, SesmockError
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.service.publisher import Publisher

# Callbacks


def test_nothing_is_handed_over_by_the_call_that_sends(mock: SESMock) -> None:
    seen: list[Event] = []
    mock.account().on_event(seen.append)

    send(mock, BOUNCE)
    assert seen == []

    events = mock.outbox.deliver_events()
    assert types(events) == ["Send", "Bounce"]
    assert seen == events == list(mock.outbox[0].events)
    assert mock.outbox.deliver_events() == []
    assert len(seen) == 2


def test_a_callback_is_told_of_its_account_alone(mock: SESMock) -> None:
    """With or without configuration."""
    here: list[Event] = []
    there: list[Event] = []
    assert mock.account().on_event(here.append) is not None
    mock.account("eu-west-1").on_event(there.append)
    send(mock)

    mock.outbox.deliver_events()

    assert types(here) == ["Send", "Delivery"]
    assert there == []


def test_everything_stays_pending_while_nobody_listens(mock: SESMock) -> None:
    seen: list[Event] = []
    message = send(mock)
    happen(message)
    assert mock.outbox.deliver_events() == []

    mock.account().on_event(seen.append)
    assert types(mock.outbox.deliver_events()) == ["Send", "Delivery", "Send"]
    assert len(seen) == 3


def test_what_a_test_lets_happen_is_handed_over_at_once(mock: SESMock) -> None:
    """And nothing else."""
    seen: list[Event] = []
    message = send(mock)
    mock.account().on_event(seen.append)

    event = happen(message)

    assert seen == [event]
    assert types(mock.outbox.deliver_events()) == ["Send", "Delivery"]


def test_what_is_due_later_waits_for_the_clock(mock: SESMock) -> None:
    seen: list[Event] = []
    mock.account().on_event(seen.append)
    first = send(mock)
    happen(first, timedelta(hours=2))
    happen(first, timedelta(hours=1))
    mock.outbox.deliver_events()
    assert len(seen) == 2

    mock.clock.advance(timedelta(hours=1))
    second = send(mock)
    assert [event.message_id for event in mock.outbox.deliver_events()] == [
        first.message_id,
        second.message_id,
        second.message_id,
    ]
    mock.clock.advance(timedelta(hours=1))
    assert len(mock.outbox.deliver_events()) == 1
    assert len(seen) == 6


def test_what_is_published_is_due_as_well(mock: SESMock) -> None:
    create_destination(mock, "all", "SEND", SnsDestination={"TopicArn": TOPIC})
    happen(send(mock, ConfigurationSetName="news"), timedelta(hours=1))

    mock.outbox.assert_published(type="Send")
    mock.clock.advance(timedelta(hours=1))
    mock.outbox.assert_published(type="Send", count=2)


# Disorder


def disorder(mock: SESMock, mails: int = 3, **arguments: Any) -> list[tuple[str, str]]:
    mock.account().on_event(lambda _: None)
    for number in range(mails):
        send(mock, mail(To=[f"{number}@example.org"]))
    events = mock.outbox.deliver_events(**arguments)
    return [(event.recipients[0][0], event.type) for event in events]


IN_ORDER = [(number, kind) for number in "012" for kind in ("Send", "Delivery")]


def test_order_and_duplicates(mock: SESMock) -> None:
    assert disorder(mock) == IN_ORDER
    assert disorder(mock, order="reversed") == IN_ORDER[::-1]
    assert disorder(mock, duplicates=1) == IN_ORDER * 2
    assert disorder(mock, order="reversed", duplicates=2) == IN_ORDER[::-1] * 3


def test_what_is_shuffled_is_the_same_in_every_run(mock: SESMock) -> None:
    first = disorder(mock, order="shuffled", duplicates=1)
    again = disorder(
        SESMock(region="us-east-1", verified_identities=["example.com"]),
        order="shuffled",
        duplicates=1,
    )
    assert first == again
    assert sorted(first) == sorted(IN_ORDER * 2)
    assert first != IN_ORDER * 2


def test_two_events_are_never_shuffled_into_their_order(mock: SESMock) -> None:
    assert [disorder(mock, 1, order="shuffled") for _ in range(8)] == [
        [("0", "Delivery"), ("0", "Send")]
    ] * 8


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"order": "random"}, "order must be one of 'published', 'reversed', 'shuffled'"),
        ({"order": None}, "order must be one of"),
        ({"duplicates": -1}, "duplicates must be an int, 0 or more, not -1"),
        ({"duplicates": True}, "duplicates must be an int"),
        ({"duplicates": 1.5}, "duplicates must be an int"),
    ],
)
def test_a_wrong_argument_hands_nothing_over(
    mock: SESMock, arguments: dict[str, Any], text: str
) -> None:
    seen: list[Event] = []
    mock.account().on_event(seen.append)
    send(mock)
    with pytest.raises(SesmockError, match=text):
        mock.outbox.deliver_events(**arguments)
    assert seen == []
    assert len(mock.outbox.deliver_events()) == 2


def test_a_callback_must_be_callable(mock: SESMock) -> None:
    with pytest.raises(SesmockError, match="callback must be a function that takes an event"):
        mock.account().on_event("print")  # type: ignore[type-var]


# Callbacks that do more


def test_a_callback_may_send_and_deliver(mock: SESMock) -> None:
    """What it sends waits for the next time, so this ends."""
    seen: list[Event] = []
    inner: list[list[Event]] = []

    def answer(event: Event) -> None:
        seen.append(event)
        send(mock)
        inner.append(mock.outbox.deliver_events())

    mock.account().on_event(answer)
    send(mock)

    assert len(mock.outbox.deliver_events()) == 2
    assert inner == [[], []]
    assert len(mock.outbox.deliver_events()) == 4
    assert len(seen) == len(set(seen)) == 6


def test_a_callback_may_let_more_happen(mock: SESMock) -> None:
    seen: list[Event] = []

    def complain(event: Event) -> None:
        seen.append(event)
        if len(seen) == 1:
            happen(mock.outbox[0])

    mock.account().on_event(complain)
    send(mock)
    mock.outbox.deliver_events()
    assert types(seen) == ["Send", "Send", "Delivery"]


class CallbackError(Exception):
    """What a callback raises."""


def test_an_exception_loses_nothing(mock: SESMock) -> None:
    """Whoever raised it has got the event; others get it the next time, and the rest as well."""
    calls: list[tuple[str, str]] = []

    def of(name: str, failing: str = "") -> Callable[[Event], None]:
        def callback(event: Event) -> None:
            calls.append((name, event.type))
            if event.type == failing:
                raise CallbackError

        return callback

    for callback in (of("first"), of("second", "Send"), of("third")):
        mock.account().on_event(callback)
    send(mock)

    with pytest.raises(CallbackError):
        mock.outbox.deliver_events()
    assert calls == [("first", "Send"), ("second", "Send")]
    assert types(mock.outbox.deliver_events()) == ["Send", "Delivery"]
    assert calls[2:] == [
        ("third", "Send"),
        ("first", "Delivery"),
        ("second", "Delivery"),
        ("third", "Delivery"),
    ]
    assert mock.outbox.deliver_events() == []


def test_the_last_receiver_of_an_event_may_raise(mock: SESMock) -> None:
    calls: list[str] = []

    def callback(event: Event) -> None:
        calls.append(event.type)
        raise CallbackError

    mock.account().on_event(callback)
    send(mock)
    for _ in range(2):
        with pytest.raises(CallbackError):
            mock.outbox.deliver_events()
    assert calls == ["Send", "Delivery"]
    assert mock.outbox.deliver_events() == []


def test_an_exception_reaches_who_lets_it_happen(mock: SESMock) -> None:
    def callback(_: Event) -> None:
        raise CallbackError

    mock.account().on_event(callback)
    message = send(mock)
    with pytest.raises(CallbackError):
        happen(message)
    assert types(list(message.events)) == ["Send", "Delivery", "Send"]


def test_no_lock_is_held(mock: SESMock) -> None:
    """Another thread can send while a callback runs."""
    messages: list[SentMessage] = []

    def callback(_: Event) -> None:
        thread = threading.Thread(target=lambda: messages.append(send(mock)))
        thread.start()
        thread.join(10)
        assert not thread.is_alive()

    mock.account().on_event(callback)
    happen(send(mock))
    assert len(messages) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_callback_may_fork(mock: SESMock) -> None:
    codes: list[int] = []

    def callback(_: Event) -> None:
        child = os.fork()
        if not child:
            os._exit(7)
        codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

    mock.account().on_event(callback)
    happen(send(mock))
    assert codes == [7]


def test_each_event_is_handed_over_once_whichever_thread_does(mock: SESMock) -> None:
    seen: list[Event] = []
    mock.account().on_event(seen.append)
    start = threading.Barrier(4)

    def run() -> None:
        start.wait(10)
        for _ in range(10):
            send(mock)
            mock.outbox.deliver_events()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    mock.outbox.deliver_events()
    assert len(seen) == len(set(seen)) == 80


# Captures, clear, and the end


def test_clear_forgets_what_is_pending(mock: SESMock) -> None:
    seen: list[Event] = []
    mock.account().on_event(seen.append)
    happen(send(mock), timedelta(hours=1))
    mock.outbox.clear()
    mock.clock.advance(timedelta(hours=1))
    assert mock.outbox.deliver_events() == []
    assert mock.outbox.published == []


def test_a_block_has_what_is_published_within_it(mock: SESMock) -> None:
    create_destination(mock, "all", "SEND", SnsDestination={"TopicArn": TOPIC})
    before = send(mock, ConfigurationSetName="news")
    with mock.outbox.capture() as block:
        new = send(mock, ConfigurationSetName="news")
        happen(before)
    send(mock, ConfigurationSetName="news")

    assert [each.message_id for each in block.published] == [new.message_id, before.message_id]
    assert len(mock.outbox.published) == 4
    block.clear()
    assert block.published == []
    mock.account().on_event(lambda _: None)
    assert len(block.deliver_events()) == 7


def test_an_outbox_of_no_mock_hands_nothing_over() -> None:
    made = outbox(sent())
    assert made.deliver_events() == []
    assert made.published == []


def test_nobody_is_told_after_the_end(mock: SESMock) -> None:
    seen: list[Event] = []
    with mock:
        mock.account().on_event(seen.append)
        mock.publish_to(sns=Recorder())
        message = send(mock)
    assert mock.outbox.deliver_events() == []
    happen(message)
    assert seen == []


def test_an_interrupted_send_leaves_nothing_pending(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = Publisher.take

    def interrupt(publisher: Publisher, message: SentMessage) -> None:
        take(publisher, message)
        raise KeyboardInterrupt

    mock.account().on_event(lambda _: None)
    with monkeypatch.context() as patch:
        patch.setattr(Publisher, "take", interrupt)
        with pytest.raises(KeyboardInterrupt):
            send(mock)
    assert mock.outbox.deliver_events() == []
    send(mock)
    assert len(mock.outbox.deliver_events()) == 2
