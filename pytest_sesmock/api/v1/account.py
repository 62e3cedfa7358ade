"""The account: sending enabled or paused, quota and statistics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from pytest_sesmock.api.context import Context, Operation, Result


def get_account_sending_enabled(context: Context, _: Mapping[str, Any]) -> Result:
    """Whether the account may send."""
    return {"Enabled": context.account.paused_by is None}


def update_account_sending_enabled(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Pause or resume sending as the account's holder; Enabled is false when left out."""
    account = context.account
    if parameters.get("Enabled", False):
        # What AWS has paused its holder cannot resume [acct-paused-aws]: inferred from the text.
        if account.paused_by == "holder":
            account.resume_sending()
    elif account.paused_by is None:
        account.pause_sending()
    return {}


def get_send_quota(context: Context, _: Mapping[str, Any]) -> Result:
    """The quotas in recipients: per 24 hours, per second, and used so far."""
    account = context.account
    return {
        "Max24HourSend": account.max_24_hour_send,
        "MaxSendRate": account.reported_send_rate,
        "SentLast24Hours": float(account.sent_last_24_hours),
    }


def get_send_statistics(context: Context, _: Mapping[str, Any]) -> Result:
    """Delivery attempts of the last two weeks in quarters of an hour."""
    return {
        "SendDataPoints": [
            {
                "Timestamp": datetime.fromtimestamp(window, timezone.utc),
                "DeliveryAttempts": attempts,
                "Bounces": 0,
                "Complaints": 0,
                "Rejects": 0,
            }
            for window, attempts in context.account.statistics.points(context.clock.time())
        ]
    }


OPERATIONS: dict[str, Operation] = {
    "GetAccountSendingEnabled": get_account_sending_enabled,
    "UpdateAccountSendingEnabled": update_account_sending_enabled,
    "GetSendQuota": get_send_quota,
    "GetSendStatistics": get_send_statistics,
}
