"""Views of the outbox: finding, chaining, counting, capturing and waiting."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from typing import Any
from unittest.mock import ANY

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outbox_samples import a_message, a_refusal, an_outbox, record

from pytest_sesmock.outbox.messages import Messages
from pytest_sesmock.outbox.outbox import Outbox

ADA, BOB = ("ada@example.com",), ("Bob <bob@example.com>",)


# Finding


def test_a_view_is_a_sequence_of_the_matches() -> None:
    first, other, second = a_message(), a_message(to=BOB), a_message()
    found = an_outbox(first, other, second).to("ada@example.com")
    assert found == [first, second]
    assert [first, second] == found
    assert found != [first]
    assert found != (first, second)
    assert found == an_outbox(first, second)
    assert (len(found), found[0], found[-1], found[:1]) == (2, first, second, [first])
    assert list(reversed(found)) == [second, first]
    assert second in found
    assert other not in found
    assert found
    assert not found.find(subject="Bye")
    with pytest.raises(IndexError):
        found[2]
    with pytest.raises(TypeError):
        hash(found)


def test_a_view_shows_what_is_sent_later_and_a_list_of_it_does_not() -> None:
    outbox = an_outbox()
    to_ada = outbox.to("ada@example.com")
    before = list(to_ada)
    message = a_message()
    record(outbox, message)
    assert to_ada == [message]
    assert before == []


def test_filters_are_chained() -> None:
    message = a_message(to=BOB, subject="Bye", tags={"team": "growth"})
    outbox = an_outbox(a_message(), a_message(to=BOB), message)
    found = outbox.to("bob@example.com").find(subject=re.compile("y"), tags={"team": ANY})
    assert isinstance(found, Messages)
    assert found.assert_sent() is message
    assert outbox.to("bob@example.com").to("ada@example.com") == []


def test_repr_of_a_view() -> None:
    outbox = an_outbox(a_message(), a_message(to=BOB), a_refusal())
    assert repr(outbox.to("bob@example.com")) == "<Messages: 1 message: bob@example.com 'Welcome'>"
    assert repr(outbox.to("eve@example.com")) == "<Messages: no message>"


def test_first_and_last() -> None:
    first, second, other = a_message(), a_message(), a_message(subject="Bye")
    outbox = an_outbox(first, second, other)
    assert outbox.first() is first
    assert outbox.first(subject="Bye") is other
    assert outbox.last(subject="Welcome") is second
    assert outbox.find(subject="Welcome").last() is second


@pytest.mark.parametrize("query", ["first", "last"])
def test_neither_first_nor_last(query: str) -> None:
    with pytest.raises(AssertionError, match=r"expected at least 1: to='a@b\.de'"):
        getattr(an_outbox(a_message()), query)(to="a@b.de")


# Assertions


def test_so_many_are_sent() -> None:
    first, second = a_message(), a_message()
    outbox = an_outbox(first, a_message(subject="Bye"), second)
    assert outbox.assert_sent(count=2, subject="Welcome") == [first, second]
    assert outbox.assert_sent(count=1, subject="Bye") == outbox[1:2]
    assert outbox.assert_sent(count=0, subject="Hi") == []
    for wrong in (0, 1, 3):
        with pytest.raises(AssertionError):
            outbox.assert_sent(count=wrong, subject="Welcome")


@pytest.mark.parametrize("query", ["assert_sent", "wait_for", "expect"])
@pytest.mark.parametrize(
    ("count", "error"), [(True, TypeError), ("1", TypeError), (-1, ValueError)]
)
def test_a_count_is_a_whole_number(query: str, count: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match=f"must be an int, 0 or more, not {count!r}$"):
        getattr(an_outbox(), query)(count=count)


def test_views_count_what_matches() -> None:
    outbox = an_outbox(a_message(), a_message(to=BOB))
    outbox.to("bob@example.com").assert_count(1)
    outbox.to("eve@example.com").assert_empty()
    outbox.to("ada@example.com").assert_not_sent(subject="Bye")
    with pytest.raises(AssertionError, match=r"^1 message matched, expected none: to='bob@exampl"):
        outbox.to("bob@example.com").assert_empty()
    with pytest.raises(
        AssertionError, match=r"^1 message matched, expected exactly 2:\n    to='bob@exampl"
    ):
        outbox.to("bob@example.com").assert_count(2)


def test_all_match() -> None:
    outbox = an_outbox(a_message(), a_message(to=BOB, source="other@example.com"))
    outbox.assert_all(subject="Welcome", recipient=lambda everyone: len(everyone) == 1)
    outbox.to("bob@example.com").assert_all(source="other@example.com")
    with pytest.raises(AssertionError):
        outbox.assert_all(source="shop@example.com")
    with pytest.raises(AssertionError):
        outbox.assert_all(subject="Bye")


def test_of_no_message_not_all_match() -> None:
    """An assertion about every mail of none would hold whatever the application does."""
    with pytest.raises(
        AssertionError, match=r"^no message matched, expected at least 1 that could"
    ):
        an_outbox().assert_all(subject="Welcome")
    with pytest.raises(AssertionError, match=r"to='eve@example\.com'"):
        an_outbox(a_message()).to("eve@example.com").assert_all(subject="Welcome")


# Captures


def test_a_block_captures_what_is_sent_and_refused_in_it() -> None:
    outbox = an_outbox(a_message(), a_refusal())
    message, refused = a_message(), a_refusal(code="Throttling")
    with outbox.capture() as new:
        assert new == []
        record(outbox, message)
        record(outbox, refused)
        assert new == [message]
    record(outbox, a_message())
    record(outbox, a_refusal())
    assert new == [message]
    assert new.refusals == [refused]
    assert new.assert_refused() is refused
    assert len(outbox) == 3


def test_blocks_nest_and_outlive_a_clearing() -> None:
    outbox = an_outbox()
    one, two, three = (a_message() for _ in range(3))
    with outbox.capture() as outer:
        record(outbox, one)
        with outbox.capture() as inner, outer.capture() as of_outer:
            record(outbox, two)
        outbox.clear()
        record(outbox, three)
    assert outer == [one, two, three]
    assert inner == of_outer == [two]
    assert outbox == [three]


def test_a_block_that_raises_ends_its_capture() -> None:
    outbox = an_outbox()
    with pytest.raises(LookupError), outbox.capture() as new:
        raise LookupError
    record(outbox, a_message())
    assert new == []


def test_a_block_sends_what_is_expected() -> None:
    outbox = an_outbox(a_message())
    with outbox.expect(2, to="ada@example.com") as new:
        for to in (ADA, BOB, ADA):
            record(outbox, a_message(to=to))
    assert len(new) == 3
    with outbox.expect():
        record(outbox, a_message())
    with outbox.expect(0, to="bob@example.com"):
        record(outbox, a_message())


def test_a_block_sends_too_few() -> None:
    outbox = an_outbox(a_message())

    def send_one_to_each() -> None:
        with outbox.expect(2, to="ada@example.com"):
            record(outbox, a_message())
            record(outbox, a_message(to=BOB))

    with pytest.raises(AssertionError) as caught:
        send_one_to_each()
    assert str(caught.value).splitlines() == [
        "1 message matched in the block, expected exactly 2:",
        "    to='ada@example.com'",
        "",
        "Nearest: captured[1]",
        "    12:00:00  bob@example.com  'Welcome'",
        "    to: no address matches",
        "        expected 'ada@example.com'",
        "                  ^^^",
        "        actual   'Bob <bob@example.com>'",
        "                       ^^^",
        "",
        "2 messages were sent (* matched) from shop@example.com; the other:",
        "  * [0] 12:00:00  ada@example.com  'Welcome'",
    ]


def test_what_the_block_raises_comes_before_what_it_should_send() -> None:
    outbox = an_outbox()
    with pytest.raises(LookupError), outbox.expect(1):
        raise LookupError


def test_a_wrong_filter_is_told_before_the_block() -> None:
    with pytest.raises(TypeError, match="there is no filter 'too'"):
        an_outbox().expect(too="a")  # type: ignore[call-arg]


# Waiting


@pytest.fixture
def _threads_end() -> Iterator[None]:
    before = threading.active_count()
    yield
    while threading.active_count() > before:
        time.sleep(0.001)


def later(outbox: Outbox, *messages: Any, pause: float = 0.02) -> None:
    def send() -> None:
        for message in messages:
            time.sleep(pause)
            record(outbox, message)

    threading.Thread(target=send).start()


@pytest.mark.usefixtures("_threads_end")
def test_mail_of_a_thread_is_waited_for() -> None:
    outbox = an_outbox()
    message = a_message(to=BOB)
    later(outbox, a_message(), message)
    assert outbox.wait_for(to="bob@example.com") is message


@pytest.mark.usefixtures("_threads_end")
def test_several_mails_are_waited_for_in_a_view_and_in_a_block() -> None:
    outbox = an_outbox()
    with outbox.expect(3, timeout=5, to="ada@example.com") as new:
        later(outbox, *(a_message() for _ in range(3)))
    later(outbox, a_message(to=BOB), a_message(to=BOB))
    assert len(outbox.to("bob@example.com").wait_for(count=2)) == 2
    assert len(new) == 3


def test_what_is_there_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading.Event, "wait", None)  # calling it would raise
    message = a_message()
    assert an_outbox(message).wait_for() is message
    with pytest.raises(AssertionError, match=r"^2 messages matched within 5 s, expected exactly 1"):
        an_outbox(message, a_message()).wait_for()


def test_what_never_comes_is_waited_for_so_long() -> None:
    outbox = an_outbox(a_message())
    start = time.monotonic()
    with pytest.raises(AssertionError) as caught:
        outbox.wait_for(to="bob@example.com", timeout=0.05)
    assert 0.05 <= time.monotonic() - start < 5
    lines = str(caught.value).splitlines()
    assert lines[:2] == [
        "no message matched within 0.05 s, expected exactly 1:",
        "    to='bob@example.com'",
    ]


def test_no_waiting_means_at_once() -> None:
    with pytest.raises(AssertionError, match=r"^no message matched, expected exactly 1"):
        an_outbox().wait_for(timeout=0)


def test_a_frozen_clock_does_not_make_waiting_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytest_sesmock.outbox.waiting.monotonic", lambda: 17.0)
    with pytest.raises(AssertionError):
        an_outbox().wait_for(timeout=0.01)


@pytest.mark.usefixtures("_threads_end")
def test_nothing_is_lost_while_many_threads_send_and_wait() -> None:
    outbox = an_outbox()
    found: list[Any] = []

    def wait(number: int) -> None:
        found.append(outbox.wait_for(subject=str(number), timeout=20))

    waiting = [threading.Thread(target=wait, args=(number,)) for number in range(8)]
    for thread in waiting:
        thread.start()
    for number in range(8):
        later(outbox, a_message(subject=str(number)), pause=0)
    for thread in waiting:
        thread.join()
    assert sorted(message.subject for message in found) == [str(number) for number in range(8)]


# What was looked at

LOOKS: dict[str, Any] = {
    "assert_sent": lambda outbox: outbox.assert_sent(subject="0"),
    "assert_sent, count": lambda outbox: outbox.assert_sent(count=1, subject="0"),
    "wait_for": lambda outbox: outbox.wait_for(subject="0"),
    "first": lambda outbox: outbox.first(),
    "last": lambda outbox: outbox.last(subject="0"),
    "index": lambda outbox: outbox[0],
    "slice": lambda outbox: outbox[:1],
    "loop": lambda outbox: list(outbox.find(subject="0")),
    "comparison": lambda outbox: outbox.find(subject="0") == [],
    "assert_all": lambda outbox: outbox.find(subject="0").assert_all(to=ANY),
}
NO_LOOKS: dict[str, Any] = {
    "find": lambda outbox: outbox.find(subject="0"),
    "len": len,
    "bool": bool,
    "repr": repr,
    "assert_count": lambda outbox: outbox.assert_count(2),
    "assert_not_sent": lambda outbox: outbox.assert_not_sent(subject="Bye"),
    "in": lambda outbox: a_message() in outbox,
    "unread": lambda outbox: outbox.unread,
}


@pytest.mark.parametrize(
    ("look", "left"),
    [
        *(pytest.param(look, ["1"], id=name) for name, look in LOOKS.items()),
        *(pytest.param(look, ["0", "1"], id=name) for name, look in NO_LOOKS.items()),
    ],
)
def test_what_is_left_unread(look: Any, left: list[str]) -> None:
    outbox = an_outbox(a_message(subject="0"), a_message(subject="1"))
    look(outbox)
    assert [message.subject for message in outbox.unread] == left


def test_what_is_read_in_a_block_is_read_outside() -> None:
    outbox = an_outbox()
    with outbox.expect(to="ada@example.com") as new:
        record(outbox, a_message())
        record(outbox, a_message(to=BOB))
    assert [message.to for message in outbox.unread] == [BOB]
    assert new.unread == outbox.unread


def test_refusals_that_are_left_unread() -> None:
    outbox = an_outbox(a_refusal(), a_refusal(code="Throttling"), a_refusal())
    outbox.assert_refused(code="Throttling")
    assert [refused.code for refused in outbox.unread_refusals] == ["MessageRejected"] * 2
    assert len(outbox.refusals) == 3
    assert outbox.unread_refusals == []


# Properties

SUBJECTS = ["a", "b", "c"]


@given(
    sent=st.lists(st.sampled_from(SUBJECTS)),
    at=st.integers(0, 20),
    asked=st.sampled_from(SUBJECTS),
)
def test_a_block_sees_what_a_list_of_the_same_would(sent: list[str], at: int, asked: str) -> None:
    messages = [a_message(subject=subject) for subject in sent]
    outbox = an_outbox(*messages[:at])
    with outbox.capture() as new:
        for message in messages[at:]:
            record(outbox, message)
    expected = [message for message in messages[at:] if message.subject == asked]
    assert new.find(subject=asked) == expected
    assert new.assert_sent(count=len(expected), subject=asked) == expected
    assert outbox.unread == [message for message in messages if message not in expected]


@pytest.mark.parametrize("index", [0, -1, 5])
def test_an_index_that_there_is_not_says_what_there_is(index: int) -> None:
    with pytest.raises(IndexError) as caught:
        an_outbox()[index]
    assert str(caught.value).splitlines() == [
        f"there is no [{index}]: the outbox has no message",
        "",
        "Nothing was sent or refused: no call to send reached SES.",
        "Did the code under test reach its SES client?",
    ]
    with pytest.raises(IndexError, match=r"has no message\n\nNothing was sent; SES refused 1 req"):
        an_outbox(a_refusal())[index]


def test_an_index_behind_the_last_message() -> None:
    outbox = an_outbox(a_message())
    with pytest.raises(IndexError) as caught:
        outbox[3]
    assert str(caught.value).splitlines() == [
        "there is no [3]: the outbox has 1 message",
        "",
        "1 message was sent from shop@example.com:",
        "    [0] 12:00:00  ada@example.com  'Welcome'",
    ]
    with pytest.raises(IndexError, match=r"^there is no \[0\]: no message matched:") as caught:
        outbox.to("bob@example.com")[0]
    assert "\nNearest: outbox[0]\n" in str(caught.value)
