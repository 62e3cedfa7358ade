"""What both APIs tell of an account's sending, and do to it."""

from __future__ import annotations

from pytest_sesmock.account.account import Account
from pytest_sesmock.api.context import Result


def send_quota(account: Account) -> Result:
    """The quotas in recipients: per 24 hours, per second, and used so far."""
    return {
        "Max24HourSend": account.max_24_hour_send,
        "MaxSendRate": account.reported_send_rate,
        "SentLast24Hours": float(account.sent_last_24_hours),
    }


def enable_sending(account: Account, *, enabled: bool) -> None:
    """Pause or resume sending as the account's holder."""
    if enabled:
        # What AWS has paused its holder cannot resume [acct-paused-aws]: inferred from the text.
        if account.paused_by == "holder":
            account.resume_sending()
    elif account.paused_by is None:
        account.pause_sending()
