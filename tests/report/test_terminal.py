"""The sections of a failed test about what SES was sent, and what it refused."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError
from mails import outbox, refused, sent
from sending import SEND, mail, ses

from pytest_sesmock import SentMessage, SESMock
from pytest_sesmock.account.account import Account
from pytest_sesmock.report.terminal import (
    contents_section,
    lost_section,
    refusals_section,
    sections,
    sent_section,
)

FIDELITY = "https://github.com/pytest-sesmock/pytest-sesmock/blob/main/docs/reference/fidelity/"


def nothing(_: Account) -> None:
    pass


@pytest.mark.parametrize(
    ("call", "arrange", "lines"),
    [
        (
            SEND,
            lambda account: account.pause_sending(),
            [
                "SendEmail: AccountSendingPausedException: Sending paused for this account.",
                "  rule account-paused-by-holder requires: The account's sending must not be",
                "    paused by its holder (UpdateAccountSendingEnabled).",
                "  to let it pass: mock.account().resume_sending()",
                f"  evidence: {FIDELITY}sending.md#account-paused-by-holder",
            ],
        ),
        (
            mail(Cc=["ada@"]),
            nothing,
            [
                "SendEmail: InvalidParameterValue: Missing domain",
                "  rule address-syntax requires: Every email address must be well formed, be it",
                "    in the request or in the header of a raw message. Problem: CcAddresses",
                "    'ada@'",
                f"  evidence: {FIDELITY}sending.md#address-syntax",
            ],
        ),
        (
            SEND,
            lambda account: account.fail_next("MessageRejected", "No."),
            ["SendEmail: MessageRejected: No.", "  planned by the test with fail_next"],
        ),
    ],
    ids=["requirement", "with the problem", "planned"],
)
def test_a_refusal_says_what_was_required(
    call: dict[str, Any], arrange: Any, lines: list[str]
) -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        arrange(mock.account())
        with pytest.raises(ClientError):
            ses().send_email(**call)
    assert refusals_section(mock.outbox.refusals, "us-east-1").splitlines() == lines


def test_what_was_lost_is_counted() -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        for code, after in (("read-timeout", False), ("read-timeout", True), (502, True)):
            mock.account().fail_next(code, times=2, after_acceptance=after)
        with pytest.raises(ReadTimeoutError):
            ses(config=Config(retries={"total_max_attempts": 2})).send_email(**SEND)
        ses(config=Config(retries={"total_max_attempts": 5})).send_email(**SEND)

    shown = dict(sections(mock.outbox, "us-east-1"))
    assert shown.keys() == {"Amazon SES sent", "Failed on the way to or from Amazon SES"}
    assert shown["Failed on the way to or from Amazon SES"].splitlines() == [
        "SendEmail: read-timeout: SES did not accept it (2 times)",
        "SendEmail: read-timeout: SES accepted it (2 times)",
        "SendEmail: 502: SES accepted it (2 times)",
        "  planned by the test with fail_next",
    ]


def test_the_first_losses_are_shown() -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        for code in ("read-timeout", "connection-closed") * 6:
            mock.account().fail_next(code, after_acceptance=True)
        ses(config=Config(retries={"total_max_attempts": 13})).send_email(**SEND)

    *lines, rest, planned = lost_section(
        [each for each in mock.outbox.attempts if each.is_lost]
    ).splitlines()
    assert (len(lines), rest) == (10, "... and 2 more")
    assert planned == "  planned by the test with fail_next"


# What was sent


def a_mail_with_a_file() -> SentMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "shop@example.com", "Your invoice"
    mail["To"] = "ada@example.org, bob@example.org"
    mail.set_content("See the attachment.\n")
    mail.add_alternative("<style>p { }</style><p>See <b>it</b>.</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="invoice.pdf")
    mail.add_attachment(b"x" * 1024, maintype="application", subtype="zip")
    return sent(mime=mail, source="shop@example.com", to=("ada@example.org", "bob@example.org"))


def test_bodies_and_files_of_a_message_are_shown() -> None:
    assert sent_section([a_mail_with_a_file()]).splitlines() == [
        "[0] 12:30:00 from shop@example.com",
        "    to      ada@example.org, bob@example.org",
        "    subject Your invoice",
        "    text    See the attachment.",
        "    html    See it.",
        "    files   invoice.pdf (application/pdf, 4 bytes), (no name) (application/zi...",
    ]


def test_html_in_which_nothing_is_visible_is_shown_as_it_is() -> None:
    shown = sent_section([sent(html="<p><img src='x'>")])
    assert shown.splitlines()[-1] == "    html    <p><img src='x'>"


def test_of_messages_that_a_failure_tells_the_contents_are_shown() -> None:
    messages = [sent(subject=f"Mail {number}", text=f"Text {number}") for number in range(20)]
    messages[12] = a_mail_with_a_file()
    entries = outbox(*messages)
    with pytest.raises(AssertionError) as caught:
        entries.assert_sent(subject="Mail 15!")
    told = caught.value.args[0].mentions
    assert contents_section(messages, told).splitlines() == [
        "[0]  text    Text 0",
        "[1]  text    Text 1",
        "[2]  text    Text 2",
        "[3]  text    Text 3",
        "[15] text    Text 15",
        "... and 15 more",
    ]
    assert contents_section(messages, [messages[12]]).splitlines() == [
        "[12] to      ada@example.org, bob@example.org",
        "     text    See the attachment.",
        "     html    See it.",
        "     files   invoice.pdf (application/pdf, 4 bytes), (no name) (application/z...",
    ]


def test_what_a_failure_has_told_no_section_tells_again() -> None:
    refusals = [refused(second, code=f"Code{second}") for second in range(7)]
    entries = outbox(sent(text=None, subject="Welcome"), *refusals)
    with pytest.raises(AssertionError) as caught:
        entries.assert_sent(subject="Goodbye")
    told = caught.value.args[0].mentions
    # The message has nothing else, and five of the refusals were told.
    ((title, text),) = sections(entries, None, mentions=told)
    assert title == "Amazon SES refused"
    assert [line.split(": ")[1] for line in text.splitlines() if "SendEmail" in line] == [
        "Code5",
        "Code6",
    ]
    assert [*sections(outbox(), None, mentions=())] == []
