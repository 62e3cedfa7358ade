"""GetSendStatistics counts what has happened: whatever is sent, comes back and when."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sending import SEND, mail, ses

from pytest_sesmock import SESMock
from pytest_sesmock.outbox.message import SentMessage

CLIENT = ses(config=Config(retries={"total_max_attempts": 1}))
WINDOW = timedelta(minutes=15)
START = datetime(2024, 3, 1, tzinfo=timezone.utc)
ADDRESSES = [
    *(f"{name}@example.org" for name in ("ada", "bob", "eve")),
    *("Eve <Eve@example.org>", "suppressed@example.org", "S <suppressed@example.org>"),
    *(f"{name}@simulator.amazonses.com" for name in ("bounce", "complaint", "ooto", "success")),
]


class Sending(RuleBasedStateMachine):
    """A mock whose statistics are held against the events of the messages a test has seen."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(time, "time", START.timestamp)
        self.mock = self.stack.enter_context(SESMock(region="us-east-1"))
        # With the addresses that were suppressed when they were sent.
        self.sent: list[tuple[SentMessage, frozenset[str]]] = []

    @initialize()
    def arrange(self) -> None:
        account = self.mock.account()
        account.verify("example.com")
        account.suppress("suppressed@example.org", "COMPLAINT")
        account.create_template("welcome", subject="Hello {{name}}", text="Hi")

    @rule(to=st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=3, unique=True))
    def send(self, to: list[str]) -> None:
        self.keep_what(partial(CLIENT.send_email, **mail(To=to)))

    @rule()
    def send_what_cannot_be_rendered(self) -> None:
        template = {"Template": "welcome", "TemplateData": "{}"}
        addressed = {name: SEND[name] for name in ("Source", "Destination")}
        self.keep_what(partial(CLIENT.send_templated_email, **addressed, **template))

    def keep_what(self, sends: Callable[[], object]) -> None:
        withheld = frozenset(self.mock.account().suppressed)
        sends()
        self.sent.append((self.mock.outbox[-1], withheld))

    @rule()
    def be_refused(self) -> None:
        with pytest.raises(ClientError):
            CLIENT.send_email(**mail(Source="nobody@example.net"))

    @rule(
        data=st.data(),
        what=st.sampled_from(["bounce", "soft bounce", "withheld", "complain", "reject", "delay"]),
        after=st.sampled_from([None, 60, 900]),
    )
    def come_back(self, data: st.DataObject, what: str, after: int | None) -> None:
        if not self.sent:
            return
        message, _ = data.draw(st.sampled_from(self.sent))
        recipient = data.draw(st.sampled_from(message._mail.recipients))
        late: dict[str, Any] = {"after": after, "force": True}
        if what == "bounce":
            message.bounce(recipient, **late)
        elif what == "soft bounce":
            message.bounce(recipient, type="Transient", subtype="MailboxFull", **late)
        elif what == "withheld":
            message.bounce(recipient, subtype="OnAccountSuppressionList", **late)
        elif what == "complain":
            message.complain(recipient, **late)
        elif what == "delay":
            message.delay(recipient, **late)
        else:
            message.reject(force=True)

    @rule(by=st.sampled_from([1, 600, 86_400, 13 * 86_400]))
    def let_time_pass(self, by: int) -> None:
        self.mock.clock.advance(by)

    @rule()
    def clear_the_outbox(self) -> None:
        self.mock.outbox.clear()

    @invariant()
    def statistics_are_the_events(self) -> None:
        points = CLIENT.get_send_statistics()["SendDataPoints"]
        assert {each.pop("Timestamp"): each for each in points} == dict(
            expected(self.sent, self.mock.clock.now())
        )

    def teardown(self) -> None:
        self.stack.close()


MEMBERS = {
    "Send": "DeliveryAttempts",
    "Bounce": "Bounces",
    "Complaint": "Complaints",
    "Reject": "Rejects",
}


def expected(
    sent: list[tuple[SentMessage, frozenset[str]]], now: datetime
) -> Iterator[tuple[datetime, dict[str, int]]]:
    """The points of the last two weeks, from the records that would be published."""
    counts: Counter[tuple[datetime, str]] = Counter()
    for message, withheld in sent:
        for event in message.events:
            start = event.timestamp - (event.timestamp - START) % WINDOW
            if event.type in MEMBERS:
                counts[start, MEMBERS[event.type]] += number_in(event.record, withheld)
    for start in {start for start, _ in +counts}:
        if start > now - timedelta(days=14):
            yield start, {member: counts[start, member] for member in MEMBERS.values()}


def number_in(record: dict[str, Any], withheld: frozenset[str]) -> int:
    """How many recipients a record is about, but for whom SES withheld it [doc-suppr-accept]."""
    block = record[record["eventType"].lower()]
    if record["eventType"] in ("Send", "Reject"):
        return len(record["mail"]["destination"])
    if "OnAccountSuppressionList" in (block.get("bounceSubType"), block.get("complaintSubType")):
        return 0
    recipients = block.get("bouncedRecipients", block.get("complainedRecipients"))
    return sum(each["emailAddress"] not in withheld for each in recipients)


Sending.TestCase.settings = settings(
    max_examples=max(settings().max_examples // 4, 5), stateful_step_count=12
)
test_statistics_equal_events = Sending.TestCase


def test_a_point_is_of_when_it_happened(
    mock: SESMock, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A late bounce is in its own quarter of an hour, and nowhere before it has come."""
    monkeypatch.setattr(time, "time", START.timestamp)
    mock.account().verify("example.com")
    client.send_email(**SEND)
    (message,) = mock.outbox

    message.bounce(after=timedelta(hours=1))

    assert bounces(client) == {START: 0}
    mock.clock.advance(timedelta(hours=1))
    assert bounces(client) == {START: 0, START + timedelta(hours=1): 1}


def test_clearing_the_outbox_takes_nothing_back(mock: SESMock, client: Any) -> None:
    mock.account().verify("example.com")
    client.send_email(**SEND)
    mock.outbox[0].bounce()
    mock.outbox.clear()

    assert sum(bounces(client).values()) == 1


def test_each_region_has_statistics_of_its_own(mock: SESMock, client: Any) -> None:
    mock.account("eu-west-1").verify("example.com")
    elsewhere = ses(region="eu-west-1")
    elsewhere.send_email(**SEND)
    mock.outbox[0].bounce()

    assert client.get_send_statistics()["SendDataPoints"] == []
    assert sum(bounces(elsewhere).values()) == 1


def bounces(client: Any) -> dict[datetime, int]:
    points = client.get_send_statistics()["SendDataPoints"]
    return {each["Timestamp"]: each["Bounces"] for each in points}
