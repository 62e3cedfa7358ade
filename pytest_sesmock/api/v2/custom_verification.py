"""Custom verification emails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import verification_templates as reasons
from pytest_sesmock.account.tags import checked
from pytest_sesmock.account.verification_templates import RESOURCE_TYPE
from pytest_sesmock.api import custom_verification
from pytest_sesmock.api.context import Context, Operation, Paging, Result
from pytest_sesmock.api.v2 import tags


def create_custom_verification_email_template(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """Create a custom verification email template, from a verified address."""
    given_tags = checked(tags.given(parameters))
    result = custom_verification.create_template(context, parameters)
    context.account.tags.give(RESOURCE_TYPE, parameters["TemplateName"], given_tags)
    return result


def get_custom_verification_email_template(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """A custom verification email template with its content, and with its tags if it has some."""
    template = custom_verification.get_template(context, parameters)
    found = context.account.tags.of(RESOURCE_TYPE, parameters["TemplateName"])
    return {**template, "Tags": tags.shown(found)} if found else template


def list_custom_verification_email_templates(
    context: Context, parameters: Mapping[str, Any]
) -> Result:
    """The custom verification email templates without their content, a page at a time."""
    return custom_verification.list_templates(context, parameters, _PAGING)


def send_custom_verification_email(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Send a custom verification email; its address becomes an identity, Pending or verified."""
    return custom_verification.send(context, parameters, reasons.TEMPLATE_MISSING)


_PAGING = Paging(
    "custom verification email templates",
    50,
    50,
    reasons.PAGE_SIZE_INVALID,
    reasons.TOKEN_INVALID,
    "PageSize",
)

OPERATIONS: dict[str, Operation] = {
    **custom_verification.OPERATIONS,
    "CreateCustomVerificationEmailTemplate": Operation(create_custom_verification_email_template),
    "GetCustomVerificationEmailTemplate": Operation(get_custom_verification_email_template),
    "ListCustomVerificationEmailTemplates": Operation(list_custom_verification_email_templates),
    "SendCustomVerificationEmail": Operation(send_custom_verification_email, sends=True),
}
