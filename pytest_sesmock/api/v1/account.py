"""The account: sending enabled or paused, quota and statistics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from pytest_sesmock.api.account import enable_sending, send_quota
from pytest_sesmock.api.context import Context, Operation, Result


def get_account_sending_enabled(context: Context, _: Mapping[str, Any]) -> Result:
    """Whether the account may send."""
    return {"Enabled": context.account.paused_by is None}


def update_account_sending_enabled(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Pause or resume sending as the account's holder; Enabled is false when left out."""
    enable_sending(context.account, enabled=parameters.get("Enabled", False))
    return {}


def get_send_quota(context: Context, _: Mapping[str, Any]) -> Result:
    """The quotas in recipients: per 24 hours, per second, and used so far."""
    return send_quota(context.account)


def get_send_statistics(context: Context, _: Mapping[str, Any]) -> Result:
    """What was sent in the last two weeks and came back, in quarters of an hour, unordered."""
    return {
        "SendDataPoints": [
            {
                "Timestamp": datetime.fromtimestamp(point.start, timezone.utc),
                "DeliveryAttempts": point.attempts,
                "Bounces": point.bounces,
                "Complaints": point.complaints,
                "Rejects": point.rejects,
            }
            for point in context.account.statistics.points(context.clock.time())
        ]
    }


OPERATIONS: dict[str, Operation] = {
    "GetAccountSendingEnabled": Operation(get_account_sending_enabled),
    "UpdateAccountSendingEnabled": Operation(update_account_sending_enabled),
    "GetSendQuota": Operation(get_send_quota),
    "GetSendStatistics": Operation(get_send_statistics),
}
