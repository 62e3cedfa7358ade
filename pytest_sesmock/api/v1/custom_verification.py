"""Custom verification emails."""

from __future__ import annotations

from pytest_sesmock.account.reasons import verification_templates as reasons
from pytest_sesmock.api.context import Operation, Paging
from pytest_sesmock.api.custom_verification import Spelling

_SPELLING = Spelling(
    Paging(
        "custom verification email templates", 50, 50, None, reasons.TOKEN_INVALID, "MaxResults"
    ),
    template_missing=reasons.TEMPLATE_MISSING_IN_SEND_V1,
)

OPERATIONS: dict[str, Operation] = {
    "CreateCustomVerificationEmailTemplate": Operation(_SPELLING.create),
    "GetCustomVerificationEmailTemplate": Operation(_SPELLING.get),
    "UpdateCustomVerificationEmailTemplate": Operation(_SPELLING.update),
    "DeleteCustomVerificationEmailTemplate": Operation(_SPELLING.delete),
    "ListCustomVerificationEmailTemplates": Operation(_SPELLING.list),
    "SendCustomVerificationEmail": Operation(_SPELLING.send, sends=True),
}
