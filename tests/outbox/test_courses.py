"""Whatever a test lets happen to messages, each ends in one way for each of its recipients."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from event_records import faults
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sending import mail2, sesv2

from pytest_sesmock import Event, SentMessage, SESMock, SesmockError

pytestmark = pytest.mark.slow

DOMAIN = "simulator.amazonses.com"
START = {
    "ada@example.org": "arriving",
    "bob@example.org": "arriving",
    f"success@{DOMAIN}": "arriving",
    f"bounce@{DOMAIN}": "bounced",
    f"ooto@{DOMAIN}": "delivered",
    f"complaint+x@{DOMAIN}": "delivered",
}
"""What becomes of mail to each address by itself: it is arriving if a test may still decide."""

AT_FIRST = {
    f"bounce@{DOMAIN}": ["Send", "Bounce"],
    f"ooto@{DOMAIN}": ["Send", "Delivery", "Bounce"],
    f"complaint+x@{DOMAIN}": ["Send", "Delivery", "Complaint"],
}
FOLLOWING = {
    "arriving": {
        "deliver": "delivered",
        "bounce": "bounced",
        "delay": "delayed",
        "complain": "delivered",
        "open": "delivered",
    },
    "delayed": {"deliver": "delivered", "bounce": "bounced", "delay": "delayed"},
    "delivered": {"bounce": "bounced", "complain": "delivered", "open": "delivered"},
    "bounced": {},
    "rejected": {},
}
TYPES = {
    "deliver": "Delivery",
    "bounce": "Bounce",
    "delay": "DeliveryDelay",
    "complain": "Complaint",
    "open": "Open",
}
LATER = timedelta(minutes=10)
CLIENT = sesv2()  # reaches whichever mock is active


class Course:
    """What must have become of a message for one recipient: a plain model."""

    def __init__(self, address: str) -> None:
        self.state = START[address]
        self.types = AT_FIRST.get(address, ["Send", "Delivery"])
        self.later: list[tuple[datetime, str]] = []
        self.bounces_at: datetime | None = None
        self.is_forced = False
        self.is_decided = False

    def may(self, name: str, due: datetime) -> bool:
        """Whether it can happen at a moment; what comes later counts for how it ends."""
        state = self.state
        if self.bounces_at is not None and due < self.bounces_at and name in {"complain", "open"}:
            state = "delivered" if "Delivery" in self.types else "delayed"
        return name in FOLLOWING[state]

    def happen(self, name: str, due: datetime, *, late: bool) -> None:
        """Let it happen, or two things: a bounce of its own time comes after a delivery."""
        diverts = name in {"deliver", "delay"} or (name == "bounce" and not late)
        if self.state == "arriving" and diverts:
            self.types = ["Send"]
        self.state = self.state if self.bounces_at is not None else FOLLOWING[self.state][name]
        if name == "bounce":
            self.bounces_at = due
        if name == "deliver":
            self.types = [*self.types, *(type_ for _, type_ in self.later), "Delivery"]
            self.later = []
        else:
            self.later.append((due, TYPES[name]))
        self.is_decided = True

    def expected(self, now: datetime) -> list[str]:
        """The types of its events up to a moment, in order."""
        later = sorted(self.later, key=lambda each: each[0])
        return [*self.types, *(type_ for due, type_ in later if due <= now)]


class Courses(RuleBasedStateMachine):
    """Messages are sent, everything is tried on them, and time passes."""

    @initialize()
    def begin(self) -> None:
        self.mock = SESMock(
            region="us-east-1", verified_identities=["example.com"], configuration_sets=["news"]
        )
        self.mock.__enter__()
        # Or the list would decide what becomes of later messages.
        CLIENT.put_account_suppression_attributes(SuppressedReasons=[])
        self.model: dict[SentMessage, dict[str, Course]] = {}

    def teardown(self) -> None:
        if hasattr(self, "mock"):
            self.every_course_ends()
            self.mock.__exit__(None, None, None)

    @rule(to=st.lists(st.sampled_from([*START]), min_size=1, max_size=3, unique=True))
    def send(self, to: list[str]) -> None:
        CLIENT.send_email(**mail2(To=to, ConfigurationSetName="news"))
        self.model[self.mock.outbox[-1]] = {address: Course(address) for address in to}

    @precondition(lambda self: self.model)
    @rule(
        data=st.data(),
        name=st.sampled_from([*TYPES]),
        after=st.sampled_from([None, None, LATER]),
        force=st.booleans(),
    )
    def happen(self, data: Any, name: str, after: timedelta | None, force: bool) -> None:
        message = data.draw(st.sampled_from([*self.model]))
        address = data.draw(st.sampled_from([*self.model[message]]))
        course = self.model[message][address]
        if name in {"deliver", "delay"}:
            after = None  # else two moments would decide
        due = self.mock.clock.now() + (after or timedelta(0))
        before = message.events

        if not course.is_forced and course.may(name, due):
            event = getattr(message, name)(address, after=after)
            course.happen(name, due, late=after is not None)
            assert (event.type, event.recipients) == (TYPES[name], (address,))
            assert faults(event.record) == []
        elif force:
            course.is_forced = True
            getattr(message, name)(address, after=after, force=True)
        elif not course.is_forced:
            with pytest.raises(SesmockError, match="can follow"):
                getattr(message, name)(address, after=after)
            assert message.events == before

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def reject(self, data: Any) -> None:
        message = data.draw(st.sampled_from([*self.model]))
        courses = self.model[message].values()
        if any(course.is_forced for course in courses):
            return
        if any(course.is_decided for course in courses):
            with pytest.raises(SesmockError, match="no Reject can follow"):
                message.reject()
            return
        message.reject()
        for course in courses:
            course.state, course.types, course.is_decided = "rejected", ["Send", "Reject"], True

    @precondition(lambda self: self.model)
    @rule(data=st.data(), mistake=st.sampled_from([{"after": -1}, {"status": "x"}, {"type": ""}]))
    def say_something_wrong(self, data: Any, mistake: dict[str, Any]) -> None:
        """Nothing happens: the invariants see to it."""
        message = data.draw(st.sampled_from([*self.model]))
        with pytest.raises(SesmockError):
            message.bounce(message.recipients[0], **mistake)
        with pytest.raises(SesmockError):
            message.bounce("nobody@example.org")

    @rule(minutes=st.sampled_from([1, 10, 60]))
    def wait(self, minutes: int) -> None:
        self.mock.clock.advance(timedelta(minutes=minutes))

    @invariant()
    def events_are_those_of_the_model(self) -> None:
        """They are in order, too, and nobody reads what has not arrived."""
        told = {event for _, event in self.records()}
        for message, address, course in self.courses():
            events = about(message, address)
            types = [event.type for event in events]
            moments = [event.timestamp for event in events if event in told]
            assert moments == sorted(set(moments))
            assert all(moment > message.sent_at for moment in moments)
            if not course.is_forced:
                assert types == course.expected(self.mock.clock.now())
                assert "Open" not in types or types.index("Delivery") < types.index("Open")

    @invariant()
    def events_are_equal_when_asked_for_again(self) -> None:
        for message in getattr(self, "model", {}):
            assert message.events == message.events

    def every_course_ends(self) -> None:
        """What is late arrives or bounces; then each recipient has got the message or has not."""
        self.mock.clock.advance(LATER)
        for message, address, course in self.courses():
            if course.is_forced:
                continue
            if course.state == "delayed":
                message.deliver(address)
            ends = [event for event in about(message, address) if is_end(event)]
            deliveries = [event for event in ends if event.type == "Delivery"]
            others = [event for event in ends if event.type != "Delivery"]
            assert len(deliveries) <= 1
            assert len(others) <= 1
            assert ends
            if others:  # it is the last: a bounce may follow a delivery, a reject nothing
                assert ends[-1] == others[0]
                assert others[0].type == "Bounce" or not deliveries

    def courses(self) -> list[tuple[SentMessage, str, Course]]:
        return [
            (message, address, course)
            for message, courses in getattr(self, "model", {}).items()
            for address, course in courses.items()
        ]

    def records(self) -> list[tuple[datetime, Event]]:
        """What has happened, or will, because the test said so."""
        return self.mock.outbox._records.events() if hasattr(self, "mock") else []


def about(message: SentMessage, address: str) -> list[Event]:
    return [event for event in message.events if address in event.recipients]


def is_end(event: Event) -> bool:
    """Whether a recipient has the message from then on, or does not get it at all.

    The bounce of a mailbox that answers, which has no report, is neither.
    """
    if event.type == "Bounce":
        return "status" in event.detail["bouncedRecipients"][0]
    return event.type in {"Delivery", "Reject"}


TestCourses = Courses.TestCase
TestCourses.settings = settings(max_examples=30, stateful_step_count=25)
