"""What the lint says of an application that goes on mailing an address that bounced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
from sending import mail, ses, sesv2

from pytest_sesmock import SentMessage, SESMock

ADA = "ada@example.org"


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


@pytest.fixture
def send(mock: SESMock) -> Callable[..., SentMessage]:
    def send(*to: str, region: str = "us-east-1") -> SentMessage:
        mock.account(region).verify("example.com")
        ses(region).send_email(**mail(To=list(to or (ADA,))))
        return mock.outbox[-1]

    return send


Send = Callable[..., SentMessage]


def found(message: SentMessage) -> list[str]:
    return [each.problem for each in message.lint() if each.rule == "bounced-address"]


@pytest.mark.parametrize(
    ("happen", "problem"),
    [
        (lambda it: it.bounce(), f"{ADA} (Bounce Permanent/General)"),
        (lambda it: it.bounce(subtype="NoEmail"), f"{ADA} (Bounce Permanent/NoEmail)"),
        (lambda it: it.complain(), f"{ADA} (Complaint abuse)"),
        (lambda it: it.complain(feedback_type=None), f"{ADA} (Complaint)"),
    ],
    ids=["bounce", "no mailbox", "complaint", "no report"],
)
@pytest.mark.parametrize("reasons", [[], ["BOUNCE", "COMPLAINT"]], ids=["mailed", "withheld"])
def test_an_address_that_is_mailed_again(
    mock: SESMock,
    send: Send,
    happen: Callable[[SentMessage], Any],
    problem: str,
    reasons: list[str],
) -> None:
    """Also if the suppression list holds the message back: the application does not know."""
    sesv2().put_account_suppression_attributes(SuppressedReasons=reasons)
    first = send()
    happen(first)
    again = send("Bob <bob@example.org>", f"Ada <{ADA.replace('example', 'EXAMPLE')}>")
    assert (found(first), found(again)) == ([], [problem])
    assert found(send("bob@example.org")) == []
    assert found(send(region="eu-west-1")) == [problem]


@pytest.mark.parametrize(
    "happen",
    [
        lambda it: it.bounce(type="Transient"),
        lambda it: it.bounce(type="Undetermined"),
        lambda it: it.complain(feedback_type="not-spam"),
        lambda it: it.delay(),
        lambda it: it.open(),
        lambda it: it.bounce(after=60),
    ],
    ids=["soft", "undetermined", "not spam", "delay", "open", "to come"],
)
def test_nothing_final_has_happened(send: Send, happen: Callable[[SentMessage], Any]) -> None:
    happen(send())
    assert found(send()) == []


def test_a_bounce_counts_from_when_it_is_due(mock: SESMock, send: Send) -> None:
    send().bounce(after=60)
    before = send()
    mock.clock.advance(61)
    assert (found(before), len(found(send()))) == ([], 1)


def test_the_order_counts_even_if_the_time_stands_still(
    mock: SESMock, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
    monkeypatch.setattr(type(mock.clock), "now", lambda _: now)
    first, before = send(), send()
    first.bounce()
    assert (found(before), len(found(send()))) == ([], 1)


def test_what_happens_by_itself_does_not_count(mock: SESMock, send: Send) -> None:
    mock.account().suppress(ADA)
    for to in (ADA, "bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com"):
        send(to)
        mock.clock.advance(60)
        assert found(send(to)) == []


def test_an_address_that_was_taken_off_the_list_is_good_again(mock: SESMock, send: Send) -> None:
    send().bounce()
    sesv2().delete_suppressed_destination(EmailAddress=ADA)
    good = send()
    assert found(good) == []
    good.bounce()
    assert len(found(send())) == 1


def test_what_the_outbox_has_forgotten_does_not_count(mock: SESMock, send: Send) -> None:
    send().bounce()
    again = send()
    mock.outbox.clear()
    assert (found(again), found(send())) == ([], [])


def test_a_block_keeps_what_it_needs(mock: SESMock, send: Send) -> None:
    """The finding is about the whole outbox, whichever part of it the test looks at."""
    send().bounce()
    with mock.outbox.capture() as block:
        send()
    assert len(found(block[0])) == 1
