"""What both APIs tell of an account's sending, and do to it."""

from __future__ import annotations

from pytest_sesmock.account.state import State
from pytest_sesmock.api.context import Result


def send_quota(account: State) -> Result:
    """The quotas in recipients: per 24 hours, per second, and used so far."""
    quota, sandbox = account.quota, account.sandbox
    return {
        "Max24HourSend": quota.max_24_hour_send(sandbox=sandbox),
        "MaxSendRate": quota.reported_send_rate(sandbox=sandbox),
        "SentLast24Hours": float(quota.sent_last_24_hours),
    }


def enable_sending(account: State, *, enabled: bool) -> None:
    """Pause or resume sending as the account's holder."""
    if enabled:
        # What AWS has paused its holder cannot resume [acct-paused-aws]: inferred from the text.
        if account.paused_by == "holder":
            account.paused_by = None
    elif account.paused_by is None:
        account.paused_by = "holder"
