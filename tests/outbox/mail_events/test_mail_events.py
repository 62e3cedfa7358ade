"""What a test lets happen to a message: the events made of it, and what is refused."""

from __future__ import annotations

import traceback
from datetime import timedelta
from typing import Any

import pytest
from event_records import faults
from mail_with_link import Send, types
from sending import SEND, ses

from pytest_sesmock import Event, SentMessage, SESMock, SesmockError

# What becomes of the message


COURSES: dict[str, tuple[list[tuple[str, dict[str, Any]]], list[str]]] = {
    "nothing": ([], ["Delivery"]),
    "a delivery": ([("deliver", {})], ["Delivery"]),
    "a bounce": ([("bounce", {})], ["Bounce"]),
    "a bounce after a delivery": ([("deliver", {}), ("bounce", {})], ["Delivery", "Bounce"]),
    "a late bounce": ([("bounce", {"after": 0})], ["Delivery", "Bounce"]),
    "an address on the list": (
        [("bounce", {"subtype": "OnAccountSuppressionList", "after": 0})],
        ["Bounce"],
    ),
    "a complaint": ([("complain", {})], ["Delivery", "Complaint"]),
    "a complaint on the list": (
        [("complain", {"subtype": "OnAccountSuppressionList"})],
        ["Complaint"],
    ),
    "a complaint, then a bounce": (
        [("complain", {}), ("bounce", {})],
        ["Delivery", "Complaint", "Bounce"],
    ),
    "a delay": ([("delay", {})], ["DeliveryDelay"]),
    "a delay, then a delivery": (
        [("delay", {}), ("delay", {}), ("deliver", {})],
        ["DeliveryDelay", "DeliveryDelay", "Delivery"],
    ),
    "a delay, then a bounce": ([("delay", {}), ("bounce", {})], ["DeliveryDelay", "Bounce"]),
    "a virus": ([("reject", {})], ["Reject"]),
    "a reader": (
        [("open", {}), ("click", {"link": "confirm"}), ("open", {})],
        ["Delivery", "Open", "Click", "Open"],
    ),
    "out of office": (
        [("bounce", {"type": "Transient", "after": 0}), ("open", {})],
        ["Delivery", "Bounce", "Open"],
    ),
    "all at once": (
        [("bounce", {}), ("open", {"force": True}), ("deliver", {"force": True})],
        ["Bounce", "Open", "Delivery"],
    ),
}


@pytest.mark.parametrize(("calls", "expected"), COURSES.values(), ids=COURSES)
def test_the_course_of_a_message(
    calls: list[tuple[str, dict[str, Any]]], expected: list[str], send: Send
) -> None:
    """Each event is there at once, later than what it follows, and in the form of AWS's."""
    message = send()
    made = [getattr(message, name)(**arguments) for name, arguments in calls]

    assert types(message) == ["Send", *expected]
    events = message.events
    assert events[len(events) - len(made) :] == tuple(made)
    moments = [event.timestamp for event in events]
    assert moments == sorted(moments)
    assert message.events == events
    for event in events:
        assert faults(event.record) == []
        if event.notification is not None:
            assert faults(event.notification) == []


REFUSED = {
    f"{name} after {'+'.join(before)}": (before, name)
    for before, names in {
        ("bounce",): ("deliver", "bounce", "complain", "delay", "reject", "open", "click"),
        ("reject",): ("deliver", "bounce", "complain", "delay", "reject", "open", "click"),
        ("delay",): ("complain", "reject", "open", "click"),
        ("deliver",): ("deliver", "delay", "reject"),
        ("open",): ("deliver", "delay", "reject"),
        ("deliver", "bounce"): ("bounce", "complain", "open"),
    }.items()
    for name in names
}


@pytest.mark.parametrize(("before", "name"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_unless_it_is_forced(
    before: tuple[str, ...], name: str, send: Send, mock: SESMock
) -> None:
    message = send()
    for each in before:
        getattr(message, each)()
    events, suppressed = message.events, mock.account().suppressed

    with pytest.raises(SesmockError, match=r"can follow for ada@example\.org") as caught:
        getattr(message, name)()
    assert (message.events, mock.account().suppressed) == (events, suppressed)
    assert traceback.extract_tb(caught.value.__traceback__)[0].filename == __file__

    forced = getattr(message, name)(force=True)
    assert message.events[-1] == forced
    assert message.events[: len(events)] == events


def test_the_refusal_says_what_can_follow(send: Send) -> None:
    message = send()
    message.delay()

    with pytest.raises(SesmockError) as caught:
        message.open()
    assert str(caught.value) == (
        "no Open can follow for ada@example.org: the message is delayed. What can follow: deliver, "
        "bounce, delay. With force=True it happens all the same."
    )


def test_what_is_to_come_decides_too(send: Send, mock: SESMock) -> None:
    message = send()
    message.bounce(after=600)

    message.open()  # until then the message is there
    with pytest.raises(SesmockError, match="has bounced"):
        message.bounce()
    with pytest.raises(SesmockError, match="has bounced"):
        message.open(after=601)
    assert types(message) == ["Send", "Delivery", "Open"]


@pytest.mark.parametrize("after", [600, 600.0, timedelta(minutes=10)], ids=repr)
def test_what_happens_later_is_there_later(after: Any, send: Send, mock: SESMock) -> None:
    """Also on the suppression list."""
    message = send()
    bounce = message.bounce(after=after)
    message.complain(after=5)

    assert types(message) == ["Send", "Delivery"]
    mock.clock.advance(599)
    assert types(message) == ["Send", "Delivery", "Complaint"]
    assert mock.account().suppressed == {"ada@example.org": "COMPLAINT"}
    mock.clock.advance(1)
    assert types(message) == ["Send", "Delivery", "Complaint", "Bounce"]
    assert mock.account().suppressed == {"ada@example.org": "BOUNCE"}
    # Events have no microseconds.
    assert bounce.timestamp - message.sent_at > timedelta(minutes=10, milliseconds=-1)
    assert bounce.timestamp - message.sent_at < timedelta(minutes=11)


def test_a_slow_delivery(send: Send, mock: SESMock) -> None:
    message = send()
    delivery = message.deliver(after=60)

    assert types(message) == ["Send"]
    mock.clock.advance(60)
    assert message.events[1:] == (delivery,)
    assert 60_000 <= delivery.detail["processingTimeMillis"] < 120_000


def test_what_was_handed_over_stays(send: Send, mock: SESMock) -> None:
    told: list[Event] = []
    mock.account().on_event(told.append)
    message = send()
    mock.outbox.deliver_events()

    with pytest.raises(SesmockError, match="has been delivered"):
        message.deliver()
    message.bounce()
    assert types(message) == ["Send", "Delivery", "Bounce"]
    assert told == [*message.events]


def test_what_was_not_handed_over_yet_may_be_otherwise(send: Send, mock: SESMock) -> None:
    told: list[Event] = []
    mock.account().on_event(told.append)
    message = send()
    message.bounce()
    mock.outbox.deliver_events()

    assert sorted(event.type for event in told) == ["Bounce", "Send"]
    assert types(message) == ["Send", "Bounce"]


def test_who_is_told_may_see_to_it(send: Send, mock: SESMock) -> None:
    """The event has happened when somebody is told of it, even if they fail."""

    def fail(event: Event) -> None:
        assert mock.account().suppressed == {"ada@example.org": "BOUNCE"}
        raise RuntimeError(event.type)

    mock.account().on_event(fail)
    message = send()

    with pytest.raises(RuntimeError, match="Bounce"):
        message.bounce()
    assert types(message) == ["Send", "Bounce"]


# Which recipients


def test_several_recipients_must_be_named(send: Send) -> None:
    message = send("ada@example.org", "Bob <bob@example.org>", "eve@example.org")

    with pytest.raises(SesmockError, match="3 recipients") as caught:
        message.bounce()
    assert "ada@example.org, bob@example.org, eve@example.org" in str(caught.value)

    message.bounce("Bob <bob@example.org>")
    message.complain(["eve@example.org"])
    message.delay(("ada@example.org",))
    assert [(event.type, event.recipients) for event in message.events] == [
        ("Send", ("ada@example.org", "bob@example.org", "eve@example.org")),
        ("Delivery", ("eve@example.org",)),
        ("Bounce", ("bob@example.org",)),
        ("Complaint", ("eve@example.org",)),
        ("DeliveryDelay", ("ada@example.org",)),
    ]


def test_two_recipients_of_one_event_share_it(send: Send) -> None:
    message = send("ada@example.org", "bob@example.org")
    both = ["ada@example.org", "bob@example.org"]

    bounce = message.bounce(both, status="5.2.0", diagnostic_code="smtp; 550 5.2.0 No")
    assert [each["emailAddress"] for each in bounce.detail["bouncedRecipients"]] == both
    assert types(message) == ["Send", "Bounce"]


def test_bounces_of_a_message_have_ids_of_their_own(send: Send) -> None:
    """[evs-feedbackid], also at the same moment."""
    message = send("ada@example.org", "bob@example.org", "eve@example.org")
    events = [message.bounce(each) for each in message.recipients]
    events.append(message.bounce("ada@example.org", force=True))

    ids = {event.detail["feedbackId"] for event in events} | {message.message_id}
    assert len(ids) == 5


@pytest.mark.parametrize(
    ("recipient", "problem"),
    {
        "bob@example.org": "the message does not go to 'bob@example.org'",
        "adda@example.org": "did you mean 'ada@example.org'?",
        "": "the message does not go to ''",
        (): "recipient must be an address or a list of addresses, not ()",
        5: "recipient must be an address or a list of addresses, not 5",
        (None,): "the message does not go to None",
    }.items(),
)
def test_a_recipient_that_the_message_does_not_have(
    recipient: Any, problem: str, send: Send
) -> None:
    message = send()

    with pytest.raises(SesmockError) as caught:
        message.bounce(recipient)
    assert problem in str(caught.value)
    assert types(message) == ["Send", "Delivery"]


def test_an_address_twice_in_a_message_is_one_recipient(send: Send) -> None:
    message = send("ada@example.org", "ada@example.org")
    message.bounce()

    assert types(message) == ["Send", "Bounce"]


def test_what_has_happened_stays_when_the_mock_is_gone() -> None:
    def bounced() -> SentMessage:
        with SESMock(verified_identities=["example.com"]) as mock:
            ses().send_email(**SEND)
            mock.outbox[0].bounce()
            return mock.outbox[0]

    assert types(bounced()) == ["Send", "Bounce"]
