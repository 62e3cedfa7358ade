"""Custom verification emails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import verification_templates as reasons
from pytest_sesmock.api import custom_verification
from pytest_sesmock.api.context import Context, Operation, Paging, Result


def list_custom_verification_email_templates(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """The custom verification email templates without their content, a page at a time."""
    return custom_verification.list_templates(context, parameters, _PAGING)


def send_custom_verification_email(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Send a custom verification email; its address becomes an identity, Pending or verified."""
    return custom_verification.send(context, parameters, reasons.TEMPLATE_MISSING_IN_SEND_V1)


_PAGING = Paging(
    "custom verification email templates", 50, 50, None, reasons.TOKEN_INVALID, "MaxResults"
)

OPERATIONS: dict[str, Operation] = {
    **custom_verification.OPERATIONS,
    "ListCustomVerificationEmailTemplates": Operation(list_custom_verification_email_templates),
    "SendCustomVerificationEmail": Operation(send_custom_verification_email, sends=True),
}
