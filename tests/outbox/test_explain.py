"""The failure texts, line by line: what a developer reads is what is pinned."""

from __future__ import annotations

import functools
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from _pytest._io.wcwidth import wcswidth as cells
from hypothesis import given
from hypothesis import strategies as st
from outbox_samples import NOW, a_message, a_refusal, an_outbox, failure, record, shows

from pytest_sesmock.outbox.explain import failures

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage

INVOICE = {"to": ("Bob <bob@example.com>", "eve@example.com"), "subject": "Your invoice"}


def test_nothing_happened() -> None:
    assert failure(an_outbox(), "assert_sent", to="ada@example.com") == [
        "no message matched, expected exactly 1:",
        "    to='ada@example.com'",
        "",
        "Nothing was sent or refused: no call to send reached SES.",
        "Did the code under test reach its SES client?",
    ]


def test_nothing_was_sent_because_ses_refused() -> None:
    outbox = an_outbox(a_refusal())
    assert failure(outbox, "assert_sent", to="ada@example.com", subject="Welcome") == [
        "no message matched, expected exactly 1:",
        "    to='ada@example.com'",
        "    subject='Welcome'",
        "",
        "Nothing was sent; SES refused 1 request:",
        "    [0] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        Email address is not verified. The following identities failed",
        "        the check in region US-EAST-1: shop@example.com",
        "        Required: The source must be verified.",
        "        To let it pass: ses_account.verify('shop@example.com')",
    ]


def test_another_message_was_sent() -> None:
    outbox = an_outbox(a_message(**INVOICE), a_message(subject="Welcome!"), a_refusal(remedy=None))
    assert failure(outbox, "assert_sent", to="ada@example.com", subject="Goodbye") == [
        "no message matched, expected exactly 1:",
        "    to='ada@example.com'",
        "    subject='Goodbye'",
        "",
        "Nearest: outbox[1] (matched: to)",
        "    12:00:00  ada@example.com  'Welcome!'",
        "    subject: not equal",
        "        expected 'Goodbye'",
        "        actual   'Welcome!'",
        "",
        "2 messages were sent from shop@example.com; the other:",
        "    [0] 12:00:00  bob@example.com +1  'Your invoice'",
        "",
        "SES refused 1 request:",
        "    [0] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        Email address is not verified. The following identities failed",
        "        the check in region US-EAST-1: shop@example.com",
        "        Required: The source must be verified.",
    ]


def test_several_messages_matched() -> None:
    outbox = an_outbox(a_message(), a_message(**INVOICE), a_message(html="<p>Hello Ada"))
    assert failure(outbox, "assert_sent", recipient="ada@example.com") == [
        "2 messages matched, expected exactly 1:",
        "    recipient='ada@example.com'",
        "",
        "The matches differ in: html",
        "",
        "3 messages were sent (* matched) from shop@example.com:",
        "  * [0] 12:00:00  ada@example.com     'Welcome'",
        "    [1] 12:00:00  bob@example.com +1  'Your invoice'",
        "  * [2] 12:00:00  ada@example.com     'Welcome'",
    ]


def test_the_same_message_was_sent_twice() -> None:
    outbox = an_outbox(a_message(), a_message(), a_refusal())
    assert failure(outbox, "assert_sent") == [
        "2 messages matched, expected exactly 1",
        "",
        "The matches are identical: was the same call made more than once?",
        "",
        "2 messages were sent (* matched) from shop@example.com:",
        "  * [0] 12:00:00  ada@example.com  'Welcome'",
        "  * [1] 12:00:00  ada@example.com  'Welcome'",
    ]


def test_an_unwanted_message_was_sent() -> None:
    outbox = an_outbox(a_message(), a_message(**INVOICE), a_refusal())
    assert failure(outbox, "assert_not_sent", to="ada@example.com") == [
        "1 message matched, expected none: to='ada@example.com'",
        "",
        "2 messages were sent (* matched) from shop@example.com:",
        "  * [0] 12:00:00  ada@example.com     'Welcome'",
        "    [1] 12:00:00  bob@example.com +1  'Your invoice'",
    ]


def test_the_outbox_is_not_empty() -> None:
    assert failure(an_outbox(a_message(), a_refusal()), "assert_empty") == [
        "the outbox has 1 message, expected none",
        "",
        "1 message was sent from shop@example.com:",
        "    [0] 12:00:00  ada@example.com  'Welcome'",
    ]


def test_too_few_messages_were_sent() -> None:
    outbox = an_outbox(a_message(), a_refusal(code="Throttling", message="Slow.", remedy=None))
    assert failure(outbox, "assert_count", 2) == [
        "the outbox has 1 message, expected 2",
        "",
        "1 message was sent from shop@example.com:",
        "    [0] 12:00:00  ada@example.com  'Welcome'",
        "",
        "SES refused 1 request:",
        "    [0] SendEmail: Throttling (HTTP 400, rule identities-verified)",
        "        Slow.",
        "        Required: The source must be verified.",
    ]


def test_no_message_was_sent() -> None:
    lines = failure(an_outbox(), "assert_count", 2)
    assert lines[0] == "the outbox has no message, expected 2"


def test_another_request_was_refused() -> None:
    outbox = an_outbox(a_message(), a_refusal(message="No."))
    assert failure(outbox, "assert_refused", code="Throttling", source="shop@example.com") == [
        "no refusal matched, expected exactly 1:",
        "    code='Throttling'",
        "    source='shop@example.com'",
        "",
        "Nearest: outbox.refusals[0] (matched: source)",
        "    SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        No.",
        "        Required: The source must be verified.",
        "        To let it pass: ses_account.verify('shop@example.com')",
        "    code: not equal",
        "        expected 'Throttling'",
        "        actual   'MessageRejected'",
        "",
        "SES refused 1 request.",
    ]


def test_several_refusals_matched() -> None:
    throttled = a_refusal(code="Throttling", message="Slow.", remedy=None)
    outbox = an_outbox(throttled, a_refusal(message="No.", remedy=None), throttled)
    assert failure(outbox, "assert_refused", code="Throttling") == [
        "2 refusals matched, expected exactly 1:",
        "    code='Throttling'",
        "",
        "The matches are identical: was the same call made more than once?",
        "",
        "SES refused 3 requests (* matched):",
        "  * [0] SendEmail: Throttling (HTTP 400, rule identities-verified)",
        "        Slow.",
        "        Required: The source must be verified.",
        "    [1] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        No.",
        "        Required: The source must be verified.",
        "  * [2] SendEmail: Throttling (HTTP 400, rule identities-verified)",
        "        Slow.",
        "        Required: The source must be verified.",
    ]


def test_the_message_was_accepted_although_a_refusal_was_expected() -> None:
    assert failure(an_outbox(a_message()), "assert_refused", code="MessageRejected") == [
        "no refusal matched, expected exactly 1:",
        "    code='MessageRejected'",
        "",
        "Nothing was refused; 1 message was sent from shop@example.com:",
        "    [0] 12:00:00  ada@example.com  'Welcome'",
    ]


def test_too_few_requests_were_refused() -> None:
    outbox = an_outbox(
        a_refusal(code="Throttling", message="Slow.", remedy=None),
        a_refusal(message="No.", remedy=None),
    )
    assert failure(outbox, "assert_refused", count=2, code="Throttling") == [
        "1 refusal matched, expected exactly 2: code='Throttling'",
        "",
        "Nearest: outbox.refusals[1]",
        "    SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        No.",
        "        Required: The source must be verified.",
        "    code: not equal",
        "        expected 'Throttling'",
        "        actual   'MessageRejected'",
        "",
        "SES refused 2 requests (* matched); the other:",
        "  * [0] SendEmail: Throttling (HTTP 400, rule identities-verified)",
        "        Slow.",
        "        Required: The source must be verified.",
    ]


def test_a_request_was_refused_although_none_should_be() -> None:
    outbox = an_outbox(a_message(), a_refusal(message="No.", remedy=None))
    assert failure(outbox, "assert_no_refusals") == [
        "1 refusal matched, expected none",
        "",
        "SES refused 1 request (* matched):",
        "  * [0] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        No.",
        "        Required: The source must be verified.",
    ]


def test_nothing_happened_although_a_refusal_was_expected() -> None:
    lines = failure(an_outbox(), "assert_refused")
    assert lines[2] == "Nothing was sent or refused: no call to send reached SES."


# Bounds


def test_twenty_messages_are_listed_and_of_more_the_first_five() -> None:
    mails = [a_message(subject=f"Mail {number}") for number in range(21)]
    lines = failure(an_outbox(*mails[:20]), "assert_empty")
    assert lines[2] == "20 messages were sent from shop@example.com:"
    assert lines[3] == "     [0] 12:00:00  ada@example.com  'Mail 0'"
    assert lines[-1] == "    [19] 12:00:00  ada@example.com  'Mail 19'"
    lines = failure(an_outbox(*mails), "assert_empty")
    assert lines[2:] == [
        "21 messages were sent from shop@example.com:",
        *(f"    [{at}] 12:00:00  ada@example.com  'Mail {at}'" for at in range(5)),
        "    ... and 16 more",
    ]


def test_of_many_messages_those_that_match_are_listed_and_the_others_counted() -> None:
    outbox = an_outbox(*(a_message(subject=f"Mail {number % 100}") for number in range(500)))
    assert failure(outbox, "assert_not_sent", subject="Mail 22")[2:] == [
        "500 messages were sent (* matched) from shop@example.com:",
        "  *  [22] 12:00:00  ada@example.com  'Mail 22'",
        "  * [122] 12:00:00  ada@example.com  'Mail 22'",
        "  * [222] 12:00:00  ada@example.com  'Mail 22'",
        "  * [322] 12:00:00  ada@example.com  'Mail 22'",
        "  * [422] 12:00:00  ada@example.com  'Mail 22'",
        "    ... and 495 more",
    ]


def test_of_many_refusals_the_first_5_are_listed() -> None:
    lines = failure(an_outbox(*[a_refusal(message="No.", remedy=None)] * 7), "assert_count", 1)
    assert lines[-4:] == [
        "    [4] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        No.",
        "        Required: The source must be verified.",
        "    ... and 2 more",
    ]


def test_a_long_list_of_recipients_is_cut() -> None:
    many = tuple(f"customer{number}@example.com" for number in range(50))
    lines = failure(an_outbox(a_message(to=many)), "assert_sent", to="ada@example.com")
    assert shows(
        lines,
        """\
    to: no address matches
        expected 'ada@example.com'
        actual   'customer0@example.com'
                 'customer1@example.com'""",
    )
    assert shows(lines, f"{' ' * 17}'customer9@example.com'\n{' ' * 17}... and 40 more")
    assert "    12:00:00  customer0@example.com +49  'Welcome'" in lines


def test_a_message_to_nobody_can_be_listed() -> None:
    lines = failure(an_outbox(a_message(to=())), "assert_empty")
    assert lines[-1] == "    [0] 12:00:00  nobody  'Welcome'"


def test_text_is_the_same_on_every_run() -> None:
    """A memory address in the `repr` of a filter would differ from run to run."""
    lines = failure(an_outbox(), "assert_sent", subject=functools.partial(shows, []))
    assert lines[1] == "    subject=functools.partial(<function shows>, [])"


anything = st.text(max_size=400)
mails = st.builds(
    a_message,
    to=st.lists(anything, max_size=60).map(tuple),
    subject=anything,
    text=st.none() | anything,
    html=anything,
)
anything_refused = st.builds(a_refusal, message=anything, remedy=st.none() | anything)
# Of what SES would not accept only patterns may be asked for.
asked_for = anything.map(re.escape).map(re.compile)
filters = st.fixed_dictionaries(
    {},
    optional={
        "subject": anything,
        "to": asked_for | st.lists(asked_for),
        "html": st.none(),
        "body": anything,
        "attachments": asked_for | st.lists(asked_for) | st.integers(0),
        "headers": st.dictionaries(st.text("abc-", min_size=1), asked_for | anything),
        "configuration_set": asked_for,
    },
)


@given(sent=st.lists(mails, max_size=25), refused=st.lists(anything_refused), asked=filters)
def test_any_text_is_plain_and_bounded(
    sent: list[SentMessage], refused: list[Any], asked: dict[str, object]
) -> None:
    """Whatever the mails hold: no control characters, no endless lines, a page or two."""
    outbox = an_outbox(*sent, *refused)
    asked["source"] = "nobody@example.com"
    with pytest.raises(AssertionError) as caught:
        outbox.assert_sent(**asked)
    lines = str(caught.value).split("\n")
    assert all(line.isprintable() for line in lines)
    # pytest sets "E       " before each line, and "AssertionError: " before the first. Words in
    # SES's messages are not broken, but those are cut as a whole. Remedies are shown whole: their
    # length is bounded where they are made.
    assert cells(lines[0]) <= 80 - 8 - 16
    remedies = [line for line in lines if line.startswith(" " * 8 + "To let it pass: ")]
    others = [line for line in lines if line not in remedies]
    assert all(cells(line) <= 80 - 8 or " " not in line.strip() for line in others)
    assert all(cells(line) < 320 for line in others)
    assert len("\n".join(others)) < 12_000


def test_a_remedy_is_shown_whole_and_on_one_line() -> None:
    """It is pasted from there: a break in the middle of a name would make it another name."""
    remedy = f"ses_account.create_template('{'a name  of words ' * 30}', subject='Hi')"
    assert f"        To let it pass: {remedy}" in failure(
        an_outbox(a_refusal(remedy=remedy)), "assert_sent"
    )


# What is listed


def test_messages_of_several_days_and_senders() -> None:
    tomorrow = NOW + timedelta(days=1)
    outbox = an_outbox(
        a_message(), a_message(source="Customer Support <customer.support@example.com>")
    )
    record(outbox, a_message(sent_at=tomorrow, subject="x" * 99, to=("not an address",)))
    assert failure(outbox, "assert_empty")[2:] == [
        "3 messages were sent:",
        "    [0] 03-01 12:00  shop@example.com    ada@example.com  'Welcome'",
        "    [1] 03-01 12:00  customer.suppor...  ada@example.com  'Welcome'",
        "    [2] 03-02 12:00  shop@example.com    not an address   'xxxxxxxxx'...",
    ]


def test_more_filters_that_are_asked_twice_are_told_once() -> None:
    outbox = an_outbox(a_message())
    lines = failure(outbox.to("ada@example.com").to("ada@example.com"), "assert_sent", subject="B")
    assert "Nearest: outbox[0] (matched: to)" in lines


def test_lists_of_messages_that_differ_in_their_order() -> None:
    one, two = a_message(), a_message()
    assert failures.unequal_lists([one, two], [two, one]) == [
        "2 messages on the left, 2 on the right",
        "the same messages in a different order, or a different number of times",
    ]
