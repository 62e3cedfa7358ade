"""The section of a failed test about what SES refused."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError
from sending import SEND, mail, ses

from pytest_sesmock import SESMock
from pytest_sesmock.account.account import Account
from pytest_sesmock.report.terminal import lost_section, refusals_section, sections


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
