"""The section of a failed test about what SES refused."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from sending import SEND, mail, ses

from pytest_sesmock import SESMock
from pytest_sesmock.account.account import Account
from pytest_sesmock.report.terminal import refusals_section


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
                "  rule account-paused-by-holder requires: The account's sending must not be "
                "paused by its holder (UpdateAccountSendingEnabled).",
                "  to let it pass: mock.account().resume_sending()",
            ],
        ),
        (
            mail(Cc=["ada@"]),
            nothing,
            [
                "SendEmail: InvalidParameterValue: Missing domain",
                "  rule address-syntax requires: Every email address must be well formed, be it in "
                "the request or in the header of a raw message. Problem: CcAddresses 'ada@'",
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
