"""The validation of email addresses before they are sent to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.identity import read_name
from pytest_sesmock.account.recommendations import usual_insights
from pytest_sesmock.api.context import Context, Operation, Result


def get_email_address_insights(context: Context, parameters: Mapping[str, Any]) -> Result:
    """What AWS finds of an address: what a test says, or what it looks like."""
    address = parameters["EmailAddress"]
    insights = context.account.address_insights.get(address)
    if insights is None:
        name = read_name(address)
        is_address = name is not None and name.type == "EmailAddress"
        insights = usual_insights(address, has_valid_syntax=is_address)
    return {
        "MailboxValidation": {
            "IsValid": {"ConfidenceVerdict": insights.is_valid},
            "Evaluations": {
                name: {"ConfidenceVerdict": verdict}
                for name, verdict in insights.evaluations.items()
            },
        }
    }


OPERATIONS: dict[str, Operation] = {
    "GetEmailAddressInsights": Operation(get_email_address_insights),
}
