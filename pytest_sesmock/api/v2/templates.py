"""Email templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import templates as reasons
from pytest_sesmock.account.templates import RESOURCE_TYPE
from pytest_sesmock.api.context import Context, Operation, Paging, Result
from pytest_sesmock.api.tags import describe_tags
from pytest_sesmock.api.templates import Spelling


def get_email_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """An email template without the parts or the tags that it does not have [tpl-get-v2]."""
    template = context.account.templates.require(parameters["TemplateName"])
    content = _SPELLING.describe(template.content)
    result = {"TemplateName": template.name, "TemplateContent": content}
    tags = context.account.tags.of(RESOURCE_TYPE, template.name)
    return {**result, "Tags": describe_tags(tags)} if tags else result


def delete_email_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete an email template that exists [doc-v2-delete-template] and that no tenant has."""
    context.account.delete_template(parameters["TemplateName"])
    return {}


_SPELLING = Spelling(
    "TemplateContent",
    {"subject": "Subject", "text": "Text", "html": "Html"},
    "TemplateName",
    Paging("templates", 10, 100, reasons.PAGE_SIZE_INVALID, reasons.TOKEN_INVALID, "PageSize"),
    reasons.DATA_INVALID_V2,
)

OPERATIONS: dict[str, Operation] = {
    "CreateEmailTemplate": Operation(_SPELLING.create),
    "GetEmailTemplate": Operation(get_email_template),
    "UpdateEmailTemplate": Operation(_SPELLING.update),
    "DeleteEmailTemplate": Operation(delete_email_template),
    "ListEmailTemplates": Operation(_SPELLING.list),
    "TestRenderEmailTemplate": Operation(_SPELLING.render),
}
