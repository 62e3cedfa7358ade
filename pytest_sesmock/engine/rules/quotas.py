"""What an account may send now: sending enabled, the daily quota, the send rate."""

from __future__ import annotations

from pytest_sesmock.engine.account_view import AccountView
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.refusal import PLACE_UNPROVEN, Fault, Rule
from pytest_sesmock.engine.rules.mailboxes import mailbox
from pytest_sesmock.engine.simulator import is_simulator
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.engine.text import Text

PAUSED_BY_HOLDER = Text(
    "Sending paused for this account.", "C", ("unk-acct-disabled", "acct-paused-aws")
)
PAUSED_BY_AWS = Text(
    "Sending paused for this account. For more information, please check the inbox of the email "
    "address associated with your AWS account.",
    "A",
    ("acct-paused-aws",),
)


def account_is_not_paused_by_holder(_: Submission, account: AccountView) -> Finding | None:
    """The account's holder has not paused sending (UpdateAccountSendingEnabled)."""
    if account.paused_by == "holder":
        return Finding(PAUSED_BY_HOLDER.says(), "{account}.resume_sending()")
    return None


def account_is_not_paused_by_aws(_: Submission, account: AccountView) -> Finding | None:
    """AWS has not paused the account's sending."""
    if account.paused_by == "aws":
        return Finding(PAUSED_BY_AWS.says(), "{account}.resume_sending()")
    return None


DAILY_QUOTA_EXCEEDED = Text(
    "Daily message quota exceeded.", "B", ("quota-daily-string", "smtp-quota-daily")
)


def daily_quota_is_left(submission: Submission, account: AccountView) -> Finding | None:
    """Something of the 24-hour quota is left; then the whole message passes [doc-quota-multi]."""
    # Mail to the simulator alone does not count [doc-sim-quota], so it needs no quota (inferred).
    if account.quota_is_used_up() and not all(
        is_simulator(mailbox(recipient)) for recipient in submission.recipients
    ):
        return Finding(
            DAILY_QUOTA_EXCEEDED.says(),
            "{account}.max_24_hour_send = -1  # or advance the mock's clock by 24 hours",
        )
    return None


RATE_EXCEEDED = Text("Maximum sending rate exceeded.", "A", ("throttle-rate-xml",))


def send_rate_is_kept(_: Submission, account: AccountView) -> Finding | None:
    """Something of the send rate a test has set is left; botocore retries this refusal."""
    if account.rate_is_exceeded():
        return Finding(
            RATE_EXCEEDED.says(),
            "{account}.max_send_rate = None  # or advance the mock's clock",
        )
    return None


ACCOUNT_PAUSED_BY_AWS = Rule(
    "account-paused-by-aws",
    Fault.MESSAGE_REJECTED,
    account_is_not_paused_by_aws,
    (PAUSED_BY_AWS,),
    "The account's sending must not be paused by AWS.",
    PLACE_UNPROVEN,
    about=("pause",),
)
ACCOUNT_PAUSED_BY_HOLDER = Rule(
    "account-paused-by-holder",
    Fault.ACCOUNT_PAUSED,
    account_is_not_paused_by_holder,
    (PAUSED_BY_HOLDER,),
    "The account's sending must not be paused by its holder (UpdateAccountSendingEnabled).",
    "The code is the service model's; the text is unknown and taken from the first sentence "
    "of the recorded one. " + PLACE_UNPROVEN,
    about=("pause",),
)
DAILY_QUOTA = Rule(
    "daily-quota",
    Fault.DAILY_QUOTA_EXCEEDED,
    daily_quota_is_left,
    (DAILY_QUOTA_EXCEEDED,),
    "The account must have some of its 24-hour quota left.",
    "After verification: a refused message must not use quota (inferred). The code of API v2 is "
    "not known: it is assumed to be that of the send rate, as in v1 [unk-limit-v2].",
)
SEND_RATE = Rule(
    "send-rate",
    Fault.SEND_RATE_EXCEEDED,
    send_rate_is_kept,
    (RATE_EXCEEDED,),
    "The account must not send faster than the maximum send rate that the test has set.",
    about=("send_rate",),
)
