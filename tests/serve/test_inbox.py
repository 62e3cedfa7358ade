"""The live inbox: what a page is told of, and when."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from hypothesis import given, settings
from hypothesis import strategies as st
from recent import recent
from sending import mail, mail2, ses, sesv2

from pytest_sesmock import SESMock, SesmockError
from pytest_sesmock.report.gallery.packing import unpack
from pytest_sesmock.serve.actions import Desk, perform
from pytest_sesmock.serve.inbox import Inbox

REGION = "eu-west-1"


def send(subject: str = "Welcome", **changes: Any) -> None:
    body = {"Html": {"Data": f"<p>{subject} text <a href='https://a.example'>a</a>"}}
    ses(REGION).send_email(**mail(Message={"Subject": {"Data": subject}, "Body": body}, **changes))


def refuse() -> None:
    with pytest.raises(ClientError):
        send("Refused", Source="me@elsewhere.example")


class Page:
    """What a page knows that asks for changes."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self.run, self.version = "", 0
        self.rows: dict[int, dict[str, Any]] = {}
        self.answers = 0

    def ask(self, **state: Any) -> Page:
        changes = self.inbox.changes(self.version, self.run, state)
        if changes is not None:
            self.answers += 1
            self.rows = {n: row for n, row in self.rows.items() if n >= changes["first"]}
            if changes["run"] != self.run:
                self.rows = {}
            self.run, self.version = changes["run"], changes["version"]
            for number in changes["gone"]:
                self.rows.pop(number, None)
            self.rows |= {row["number"]: row for row in changes["rows"]}
        return self

    @property
    def list(self) -> list[tuple[int, str, str | None]]:
        return [(n, row["kind"], row["subject"]) for n, row in sorted(self.rows.items())]


def test_a_page_is_told_what_is_new(desk: Desk) -> None:
    page = Page(desk.inbox)
    assert page.ask().list == []
    send("One")
    refuse()
    assert page.ask().list == [(0, "sent", "One"), (1, "refused", "Refused")]
    send("Two")
    answers = page.answers
    assert page.ask().list[2:] == [(2, "sent", "Two")]
    page.ask().ask()
    assert page.answers == answers + 1


def test_who_asks_for_rows_misses_none_that_a_page_was_told_of(desk: Desk) -> None:
    send("One")
    Page(desk.inbox).ask()
    refuse()
    assert [row["subject"] for row in desk.inbox.rows(0)] == ["One", "Refused"]
    assert [row["subject"] for row in desk.inbox.rows(1)] == ["Refused"]
    desk.inbox.clear()
    send("Two")
    assert [(row["number"], row["subject"]) for row in desk.inbox.rows(1)] == [(2, "Two")]


def test_a_change_of_what_is_told_besides_is_told(desk: Desk) -> None:
    page = Page(desk.inbox).ask(account={"sandbox": False})
    assert page.ask(account={"sandbox": False}).answers == 1
    assert page.ask(account={"sandbox": True}).answers == 2


def test_a_page_of_an_earlier_server_begins_anew(desk: Desk) -> None:
    page = Page(Inbox(SESMock()))
    page.version, page.run, page.rows = 900, "earlier", {7: {"kind": "sent", "subject": "Old"}}
    send("New")
    page.inbox = desk.inbox
    assert page.ask().list == [(0, "sent", "New")]


def test_clearing_removes_all_and_uses_no_number_again(desk: Desk) -> None:
    page = Page(desk.inbox)
    send("One")
    refuse()
    page.ask()
    perform(desk, "clear", {})
    assert page.ask().list == []
    desk.mock.outbox.assert_empty()
    send("Two")
    assert page.ask().list == [(2, "sent", "Two")]
    with pytest.raises(SesmockError, match="this message is gone"):
        desk.inbox.open(0)


def test_an_event_changes_the_row(desk: Desk) -> None:
    page = Page(desk.inbox)
    send()
    assert "news" not in page.ask().rows[0]
    desk.inbox.message(0).bounce()
    desk.inbox.refresh(0)
    assert page.ask().rows[0]["news"] == ["Bounce"]


def test_an_entry_is_read_whole_and_kept_until_it_changes(desk: Desk) -> None:
    send()
    desk.inbox.update()
    entry = desk.inbox.open(0)
    assert b'"lint"' in unpack(entry.detail)
    assert desk.inbox.open(0) is entry
    desk.inbox.message(0).complain()
    desk.inbox.refresh(0)
    assert b'"Complaint"' in unpack(desk.inbox.open(0).detail)


def test_few_entries_are_kept_as_read(desk: Desk) -> None:
    for number in range(20):
        send(f"{number}")
    desk.inbox.update()
    first = desk.inbox.open(0)
    for number in range(20):
        desk.inbox.open(number)
    assert desk.inbox.open(0) is not first
    assert desk.inbox.open(0) == first


@recent("Attachment")
def test_files_are_found_by_their_digests(desk: Desk) -> None:
    attachment = {"RawContent": b"%PDF", "FileName": "a.pdf"}
    content = {**mail2()["Content"]["Simple"], "Attachments": [attachment]}
    sesv2(REGION).send_email(**{**mail2(), "Content": {"Simple": content}})
    desk.inbox.update()
    [digest] = desk.inbox.open(0).files
    assert unpack(desk.inbox.file(digest)) == b"%PDF"
    desk.inbox.clear()
    with pytest.raises(SesmockError, match="this file is gone"):
        desk.inbox.file(digest)


def test_words_are_those_from_a_number_on(desk: Desk) -> None:
    send("One")
    send("Two")
    desk.inbox.update()
    assert desk.inbox.words(0) == {"0": "One text a", "1": "Two text a"}
    assert desk.inbox.words(1) == {"1": "Two text a"}


def test_a_call_that_is_lost_and_tried_again(desk: Desk) -> None:
    """The entry of the lost call gives way to the message, which tells of both attempts."""
    page = Page(desk.inbox)
    desk.account.fail_next("connection-closed")
    client = ses(REGION, config=Config(retries={"total_max_attempts": 1}))
    with pytest.raises(BotoCoreError):
        client.send_email(**mail())
    assert page.ask().list == [(0, "failed", None)]
    assert b"connection-closed" in unpack(desk.inbox.open(0).detail)
    desk.account.fail_next("connection-closed")
    seen = []
    client = ses(REGION)
    client.meta.events.register("needs-retry", lambda **_: seen.append(page.ask().list))
    client.send_email(**mail())
    assert seen[0] == [(0, "failed", None), (1, "failed", None)]
    assert page.ask().list == [(0, "failed", None), (2, "sent", "Welcome")]
    assert b'"attempts"' in unpack(desk.inbox.open(2).detail)


def test_an_answer_that_is_lost(desk: Desk) -> None:
    """A message that a page has already is told again once its call is known to be lost."""
    page = Page(desk.inbox)
    desk.account.fail_next("connection-closed", after_acceptance=True)
    ses(REGION).send_email(**mail())
    assert [row["news"] for row in page.ask().rows.values() if "news" in row] == [
        ["connection-closed"]
    ]
    assert [kind for _, kind, _ in page.list] == ["sent", "sent"]


def test_a_message_that_was_read_tells_of_a_later_attempt_at_its_call(desk: Desk) -> None:
    def attempts() -> int:
        desk.inbox.update()
        return len(json.loads(unpack(desk.inbox.open(0).detail))["attempts"])

    desk.account.fail_next("connection-closed", after_acceptance=True)
    seen = []
    client = ses(REGION)
    # After each attempt, the last one included.
    client.meta.events.register("needs-retry", lambda **_: seen.append(attempts()))
    client.send_email(**mail())
    assert seen == [1, 2]


@pytest.mark.parametrize("number", [0, 1])
def test_messages_and_refusals_are_not_confused(number: int, desk: Desk) -> None:
    send()
    refuse()
    desk.inbox.update()
    of_other_kind = [desk.inbox.refusal, desk.inbox.message][number]
    with pytest.raises(SesmockError, match=r"SES has not (accepted|refused) this message"):
        of_other_kind(number)


STEPS = st.lists(
    st.sampled_from(["send", "refuse", "clear", "bounce", "ask", "other asks"]), max_size=12
)


@given(STEPS)
@settings(max_examples=15)
def test_a_page_that_asks_now_and_then_knows_what_one_knows_that_asks_at_last(
    steps: list[str],
) -> None:
    with SESMock(region=REGION, verified_identities=["example.com"]) as mock:
        desk = Desk(mock, Inbox(mock))
        pages = {"ask": Page(desk.inbox), "other asks": Page(desk.inbox)}
        for step in steps:
            if step in pages:
                pages[step].ask()
            elif step == "send":
                send()
            elif step == "refuse":
                refuse()
            elif step == "clear":
                desk.inbox.clear()
            elif mock.outbox:
                desk.inbox.update()
                numbers = [n for n, kind, _ in Page(desk.inbox).ask().list if kind == "sent"]
                desk.inbox.message(numbers[0]).bounce(force=True)
                desk.inbox.refresh(numbers[0])
        expected = Page(desk.inbox).ask()
        assert [page.ask().rows for page in pages.values()] == [expected.rows, expected.rows]
        assert len(expected.rows) == len(mock.outbox) + len(mock.outbox.refusals)
