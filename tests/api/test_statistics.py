"""GetSendStatistics counts what has happened: whatever is sent, comes back and when."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from happening import happen
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
        self.sent: list[SentMessage] = []

    @initialize()
    def arrange(self) -> None:
        account = self.mock.account()
        account.verify("example.com")
        account.suppress("suppressed@example.org", "COMPLAINT")
        account.create_template("welcome", subject="Hello {{name}}", text="Hi")

    @rule(to=st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=3))
    def send(self, to: list[str]) -> None:
        CLIENT.send_email(**mail(To=to))
        self.sent += list(self.mock.outbox)[-1:]

    @rule()
    def send_what_cannot_be_rendered(self) -> None:
        CLIENT.send_templated_email(
            Source=SEND["Source"],
            Destination=SEND["Destination"],
            Template="welcome",
            TemplateData="{}",
        )
        self.sent += list(self.mock.outbox)[-1:]

    @rule()
    def be_refused(self) -> None:
        with pytest.raises(ClientError):
            CLIENT.send_email(**mail(Source="nobody@example.net"))

    @rule(
        data=st.data(),
        kind=st.sampled_from(["General", "MailboxFull", "OnAccountSuppressionList", "Complaint"]),
        after=st.sampled_from([0, 60, 900]),
    )
    def come_back(self, data: st.DataObject, kind: str, after: int) -> None:
        if self.sent:
            message = data.draw(st.sampled_from(self.sent))
            recipient = data.draw(st.sampled_from(message._mail.recipients))
            happen(self.mock, message, kind, [recipient], timedelta(seconds=after))

    @rule(data=st.data())
    def be_rejected(self, data: st.DataObject) -> None:
        if self.sent:
            message = data.draw(st.sampled_from(self.sent))
            happen(self.mock, message, "Reject", message._mail.recipients)

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


def expected(sent: list[SentMessage], now: datetime) -> Iterator[tuple[datetime, dict[str, int]]]:
    """The points of the last two weeks, from the records that would be published."""
    counts: Counter[tuple[datetime, str]] = Counter()
    for event in (event for message in sent for event in message.events):
        for member, number in told(event.record):
            start = event.timestamp - (event.timestamp - START) % WINDOW
            counts[start, member] += number
    for start in {start for start, _ in +counts}:
        if start > now - timedelta(days=14):
            yield start, {member: counts[start, member] for member in MEMBERS.values()}


def told(record: dict[str, Any]) -> Iterator[tuple[str, int]]:
    kind = record["eventType"]
    if kind not in MEMBERS:
        return
    block = record[kind.lower()]
    everyone = record["mail"]["destination"]
    recipients = [
        each["emailAddress"]
        for each in block.get("bouncedRecipients", block.get("complainedRecipients", ()))
        # SES withholds it, and so nothing of it counts [doc-suppr-accept].
        if each["emailAddress"] != "suppressed@example.org"
        and block.get("bounceSubType") != "OnAccountSuppressionList"
    ]
    yield MEMBERS[kind], len(everyone if kind in ("Send", "Reject") else recipients)


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

    happen(mock, message, "General", message.recipients, timedelta(hours=1))

    assert bounces(client) == {START: 0}
    mock.clock.advance(timedelta(hours=1))
    assert bounces(client) == {START: 0, START + timedelta(hours=1): 1}


def test_clearing_the_outbox_takes_nothing_back(mock: SESMock, client: Any) -> None:
    mock.account().verify("example.com")
    client.send_email(**SEND)
    happen(mock, mock.outbox[0], "General", ["ada@example.org"])
    mock.outbox.clear()

    assert sum(bounces(client).values()) == 1


def test_each_region_has_statistics_of_its_own(mock: SESMock, client: Any) -> None:
    mock.account("eu-west-1").verify("example.com")
    elsewhere = ses(region="eu-west-1")
    elsewhere.send_email(**SEND)
    happen(mock, mock.outbox[0], "General", ["ada@example.org"])

    assert client.get_send_statistics()["SendDataPoints"] == []
    assert sum(bounces(elsewhere).values()) == 1


def bounces(client: Any) -> dict[datetime, int]:
    points = client.get_send_statistics()["SendDataPoints"]
    return {each["Timestamp"]: each["Bounces"] for each in points}
