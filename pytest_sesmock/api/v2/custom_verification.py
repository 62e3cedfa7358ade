"""Custom verification emails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import verification_templates as reasons
from pytest_sesmock.account.verification_templates import RESOURCE_TYPE
from pytest_sesmock.api.context import Context, Operation, Paging, Result
from pytest_sesmock.api.custom_verification import Spelling
from pytest_sesmock.api.tags import describe_tags


def get_custom_verification_email_template(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """A custom verification email template with its content, and with its tags if it has some."""
    template = _SPELLING.get(context, parameters)
    tags = context.account.tags.of(RESOURCE_TYPE, parameters["TemplateName"])
    return {**template, "Tags": describe_tags(tags)} if tags else template


_SPELLING = Spelling(
    Paging(
        "custom verification email templates",
        50,
        50,
        reasons.PAGE_SIZE_INVALID,
        reasons.TOKEN_INVALID,
        "PageSize",
    ),
    template_missing=reasons.TEMPLATE_MISSING,
)

OPERATIONS: dict[str, Operation] = {
    "CreateCustomVerificationEmailTemplate": Operation(_SPELLING.create),
    "GetCustomVerificationEmailTemplate": Operation(get_custom_verification_email_template),
    "UpdateCustomVerificationEmailTemplate": Operation(_SPELLING.update),
    "DeleteCustomVerificationEmailTemplate": Operation(_SPELLING.delete),
    "ListCustomVerificationEmailTemplates": Operation(_SPELLING.list),
    "SendCustomVerificationEmail": Operation(_SPELLING.send, sends=True),
}
