"""Failure texts and the section of a failed test tell of messages that did not arrive well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from recent import recent
from sending import SEND, mail, mail2, ses, sesv2

from pytest_sesmock import SentMessage, SESMock
from pytest_sesmock.outbox.explain.event_words import answer
from pytest_sesmock.outbox.explain.values import width
from pytest_sesmock.report.terminal import sections

VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


def listed(mock: SESMock) -> list[str]:
    """What is said of the messages below their lines."""
    with pytest.raises(AssertionError) as caught:
        mock.outbox.assert_sent(subject="another")
    lines = str(caught.value).splitlines()
    assert all(len(line) <= width() for line in lines)
    words = ("bounced: ", "complained: ", "delayed: ", "rejected: ", "... and ")
    told = [line.strip() for line in lines if line.startswith(" " * 8)]
    return [line for line in told if line.startswith(words)]


def shown(mock: SESMock) -> list[str]:
    """What the section of the failed test says of messages, besides their fields."""
    lines = dict(sections(mock.outbox, "us-east-1"))["Amazon SES sent"].splitlines()
    assert all(len(line) <= 80 for line in lines)
    return [line.strip() for line in lines if ": " in line and line.startswith(" " * 4)]


@pytest.mark.parametrize(
    ("happen", "line"),
    [
        (lambda it: it.bounce(), "bounced: ada@example.org Permanent/General"),
        (
            lambda it: it.bounce(type="Transient", subtype="MailboxFull"),
            "bounced: ada@example.org Transient/MailboxFull",
        ),
        (lambda it: it.complain(), "complained: ada@example.org abuse"),
        (lambda it: it.complain(feedback_type=None), "complained: ada@example.org"),
        (
            lambda it: it.complain(subtype="OnAccountSuppressionList", force=True),
            "complained: ada@example.org OnAccountSuppressionList",
        ),
        (
            lambda it: it.delay(delay_type="SpamDetected"),
            "delayed: ada@example.org SpamDetected",
        ),
        (lambda it: it.reject(), "rejected: Bad content"),
    ],
    ids=["hard", "soft", "complaint", "no report", "withheld", "delay", "reject"],
)
def test_what_became_of_a_message(
    mock: SESMock, happen: Callable[[SentMessage], object], line: str
) -> None:
    ses().send_email(**SEND)
    assert (listed(mock), shown(mock)) == ([], [])
    happen(mock.outbox[0])
    first, *_ = listed(mock)
    assert first.startswith(line[: width() - 8].split("x", maxsplit=1)[0])
    (told,) = shown(mock)
    assert told.startswith(line)


@recent("Attachment")
def test_what_happened_by_itself_is_told_too(mock: SESMock) -> None:
    mock.account().suppress("ada@example.org")
    ses().send_email(**mail(To=["bounce@simulator.amazonses.com", "ada@example.org"]))
    infected = {**SEND["Message"], "Attachments": [{"FileName": "a.txt", "RawContent": VIRUS}]}
    sesv2().send_email(**{**mail2(), "Content": {"Simple": infected}})
    assert listed(mock) == [
        "bounced: bounce@simulator.amazonses.com Permanent/General",
        "bounced: ada@example.org Permanent/OnAccountSuppressionList",
        "rejected: Bad content",
    ]


def test_the_lines_are_few(mock: SESMock) -> None:
    everyone = [f"customer{number}@example.org" for number in range(20)]
    ses().send_email(**mail(To=everyone))
    message = mock.outbox[0]
    message.bounce(everyone[:15])
    for recipient in everyone[15:]:
        message.bounce(recipient)
    lines = [
        "bounced: customer0@example.org +14 Permanent/General",
        "bounced: customer15@example.org Permanent/General",
        "bounced: customer16@example.org Permanent/General",
    ]
    assert listed(mock) == [*lines, "... and 3 more"]
    assert shown(mock) == lines


def test_what_is_still_to_come_is_not_told(mock: SESMock) -> None:
    ses().send_email(**SEND)
    mock.outbox[0].bounce(after=60)
    assert listed(mock) == []
    mock.clock.advance(61)
    assert listed(mock) == ["bounced: ada@example.org Permanent/General"]


def test_events_that_cannot_be_read_cost_one_line(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ses().send_email(**SEND)
    monkeypatch.setattr(SentMessage, "events", property(lambda _: 1 / 0))
    text = dict(sections(mock.outbox, "us-east-1"))["Amazon SES sent"]
    assert text.splitlines()[-1] == (
        "    events  could not be shown: ZeroDivisionError: division by zero"
    )


@pytest.mark.parametrize(
    ("happen", "words"),
    [
        (lambda it: it.deliver(smtp_response="250 ok"), "250 ok"),
        (lambda it: it.bounce(diagnostic_code="smtp; 550 no"), "smtp; 550 no"),
        (lambda it: it.bounce(type="Transient", after=0), ""),
        (lambda it: it.delay(diagnostic_code="smtp; 421 later"), "smtp; 421 later"),
        (lambda it: it.complain(feedback_type=None), ""),
        (lambda it: it.open(user_agent="Mutt"), "Mutt"),
        (lambda it: it.reject(), ""),
    ],
    ids=["delivery", "bounce", "answer", "delay", "complaint", "open", "reject"],
)
def test_what_was_answered(mock: SESMock, happen: Callable[[SentMessage], Any], words: str) -> None:
    ses().send_email(**SEND)
    assert answer(happen(mock.outbox[0])) == words


def test_what_several_receivers_answered(mock: SESMock) -> None:
    ses().send_email(**mail(To=["a@example.org", "b@example.org"]))
    first, second = (
        mock.outbox[0].bounce(["a@example.org", "b@example.org"]).detail["bouncedRecipients"]
    )
    assert answer(mock.outbox[0].events[-1]) == (
        f"{first['diagnosticCode']} {second['diagnosticCode']}"
    )
