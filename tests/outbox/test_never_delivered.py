"""What a message that SES accepted but could not render is to each question: a row for each.

The rows are those of the table in docs/how-to/templates.md. What else nobody gets was sent.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from pytest_sesmock import Outbox, SentMessage, SESMock

ROOT = Path(__file__).parents[2]
SES = boto3.client("ses", region_name="us-east-1")
REASON = "Attribute 'code' is not present in the rendering data."
NEVER = f"accepted by SES but never delivered: {REASON}"


@pytest.fixture
def outbox() -> Outbox:
    """An outbox that holds nothing but a message without its code."""
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        mock.account().create_template("code", subject="Your code", text="It is {{code}}.")
        SES.send_templated_email(
            Source="shop@example.com",
            Destination={"ToAddresses": ["ada@example.org"]},
            Template="code",
            TemplateData="{}",
        )
    return mock.outbox


def expect(outbox: Outbox, count: int) -> None:
    """`expect`, of a block in which the message is sent."""
    with outbox.expect(count, to="ada@example.org"):
        outbox._records.take(outbox[0])


def holds(question: Callable[[Outbox], object]) -> Callable[[Outbox], bool]:
    def answer(outbox: Outbox) -> bool:
        try:
            return question(outbox) is not False
        except AssertionError:
            return False

    return answer


# The rows: as the page writes them, the question, whether the message counts.
TO = {"to": "ada@example.org"}
ROWS: dict[str, list[tuple[Callable[[Outbox], object], bool]]] = {
    "`assert_sent()`, `wait_for()`, `expect(1)`": [
        (lambda outbox: outbox.assert_sent(**TO), False),
        (lambda outbox: outbox.assert_sent(count=1), False),
        (lambda outbox: outbox.wait_for(timeout=0.01), False),
        (lambda outbox: asyncio.run(outbox.wait_for_async(timeout=0.01)), False),
        (lambda outbox: expect(outbox, 1), False),
    ],
    "`assert_sent(rendering_failure=...)`": [
        (lambda outbox: outbox.assert_sent(rendering_failure=REASON), True),
        (lambda outbox: outbox.wait_for(rendering_failure=re.compile("'code'")), True),
        (lambda outbox: outbox.find(rendering_failure=REASON).assert_sent(), True),
    ],
    "`assert_not_sent()`, `assert_sent(count=0)`, `wait_for(count=0)`, `expect(0)`": [
        (lambda outbox: not holds(lambda it: it.assert_not_sent(**TO))(outbox), True),
        (lambda outbox: not holds(lambda it: it.assert_not_sent(timeout=1))(outbox), True),
        (lambda outbox: not holds(lambda it: it.assert_sent(count=0))(outbox), True),
        (lambda outbox: not holds(lambda it: it.wait_for(count=0, timeout=1))(outbox), True),
        (lambda outbox: not holds(lambda it: expect(it, 0))(outbox), True),
    ],
    "`assert_empty()`, `assert_count()`": [
        (lambda outbox: not holds(lambda it: it.assert_empty())(outbox), True),
        (lambda outbox: outbox.assert_count(1), True),
        (lambda outbox: outbox.find(**TO).assert_count(1), True),
    ],
    "`assert_all()`": [
        (lambda outbox: outbox.assert_all(**TO), True),
        (lambda outbox: not holds(lambda it: it.assert_all(subject="Your code"))(outbox), True),
    ],
    "`len()`, a loop, an index, `find()`, `first()`, `last()`": [
        (lambda outbox: len(outbox) == 1 and bool(outbox), True),
        (lambda outbox: len(list(outbox)) == 1, True),
        (lambda outbox: outbox[0].rendering_failure == REASON, True),
        (lambda outbox: len(outbox.find(**TO)) == 1, True),
        (lambda outbox: outbox.first(**TO).subject == "", True),
        (lambda outbox: outbox.last() is outbox[0], True),
    ],
    "`unread`, `assert_all_read`": [(lambda outbox: len(outbox.unread) == 1, True)],
    "`lint()`": [(lambda outbox: outbox.first().lint() != [], False)],
}


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        pytest.param(*case, id=f"{row} {number}")
        for row, cases in ROWS.items()
        for number, case in enumerate(cases)
    ],
)
def test_whether_it_counts(outbox: Outbox, question: Any, *, counts: bool) -> None:
    assert holds(question)(outbox) is counts


def test_the_page_has_these_rows() -> None:
    page = (ROOT / "docs" / "how-to" / "templates.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+) \| (yes|no)\b", page, re.MULTILINE)
    expected = [(row, "yes" if cases[0][1] else "no") for row, cases in ROWS.items()]
    assert rows == expected


def test_what_was_counted_as_sent_leaves_it_unread(outbox: Outbox) -> None:
    outbox.find().assert_count(1)
    assert outbox.unread == [*outbox.unread]
    outbox.assert_sent(rendering_failure=REASON)
    assert outbox.unread == []


def test_its_properties(outbox: Outbox) -> None:
    message: SentMessage = outbox.first()
    assert (message.subject, message.text, message.html) == ("", None, None)
    assert message.template == "code"
    assert [event.type for event in message.events][-1] == "Rendering Failure"
    assert f"never delivered: {REASON[:40]}" in repr(message)
    assert "never delivered" in repr(outbox)


FAILURES: dict[str, Callable[[Outbox], object]] = {
    "assert_sent": lambda outbox: outbox.assert_sent(**TO),
    "assert_sent by its content": lambda outbox: outbox.assert_sent(**TO, subject="Your code"),
    "assert_sent by its text": lambda outbox: outbox.assert_sent(**TO, contains="It is 17."),
    "wait_for": lambda outbox: outbox.wait_for(**TO, timeout=0.01),
    "expect": lambda outbox: expect(outbox, 1),
    "assert_all": lambda outbox: outbox.assert_all(**TO, subject="Your code"),
    "first": lambda outbox: outbox.first(subject="Your code"),
}


@pytest.mark.parametrize("fail", FAILURES.values(), ids=FAILURES)
def test_a_failure_because_of_it_says_so(outbox: Outbox, fail: Any) -> None:
    with pytest.raises(AssertionError) as caught:
        fail(outbox)
    text = str(caught.value)
    assert NEVER in " ".join(text.split())
    assert text.count("never delivered") == 1
    assert "rendering_failure=None" not in text


@pytest.mark.parametrize(
    "fail",
    [
        lambda outbox: outbox.assert_not_sent(),
        lambda outbox: outbox.assert_empty(),
        lambda outbox: outbox.assert_count(2),
        lambda outbox: outbox.assert_sent(count=0),
    ],
    ids=["assert_not_sent", "assert_empty", "assert_count", "assert_sent"],
)
def test_a_list_of_messages_says_so(outbox: Outbox, fail: Any) -> None:
    with pytest.raises(AssertionError, match=r"never delivered: Attribute 'code' \.\.\."):
        fail(outbox)


def test_what_does_not_match_for_another_reason_is_compared(outbox: Outbox) -> None:
    with pytest.raises(AssertionError) as caught:
        outbox.assert_sent(to="bob@example.org")
    text = str(caught.value)
    assert "to: no address matches" in text
    assert text.count("never delivered") == 1


# In two parts, or a virus scanner would find it in this file.
VIRUS = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OTHERS: dict[str, tuple[str, str, Callable[[SentMessage], object] | None, str]] = {
    "virus": ("ada@example.org", VIRUS, None, "Reject"),
    "rejected": ("ada@example.org", "Hi", lambda message: message.reject(), "Reject"),
    "suppressed": ("eve@example.org", "Hi", None, "Bounce"),
    "bounce": ("bounce@simulator.amazonses.com", "Hi", None, "Bounce"),
    "bounced": ("ada@example.org", "Hi", lambda message: message.bounce(), "Bounce"),
}


@pytest.mark.parametrize(("to", "text", "happen", "end"), OTHERS.values(), ids=OTHERS)
def test_what_else_nobody_gets_was_sent(
    to: str, text: str, happen: Callable[[SentMessage], object] | None, end: str
) -> None:
    """SES has sent what has a Send event, also before a Reject [evs-reject]."""
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        mock.account().suppress("eve@example.org")
        SES.send_email(
            Source="shop@example.com",
            Destination={"ToAddresses": [to]},
            Message={"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": text}}},
        )
        if happen is not None:
            happen(mock.outbox[0])
        message = mock.outbox.assert_sent(to=to)
        assert [event.type for event in message.events] == ["Send", end]
        mock.outbox.wait_for(to=to, timeout=0)
        mock.outbox.assert_count(1)


def test_what_cannot_be_rendered_was_not_sent(outbox: Outbox) -> None:
    assert "Send" not in {event.type for event in outbox.first().events}
