"""Email templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import templates as reasons
from pytest_sesmock.api.context import Context, Operation, Paging, Result
from pytest_sesmock.api.templates import Spelling


def get_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """An email template, without the parts that it does not have."""
    template = context.account.templates.require(parameters["TemplateName"])
    return {"Template": {"TemplateName": template.name, **_SPELLING.describe(template.content)}}


def delete_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete an email template no tenant has; succeeds if there is none [ls-delete-template]."""
    name = parameters["TemplateName"]
    if context.account.templates.exists(name):
        context.account.delete_template(name)
    return {}


def list_templates(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Names and times of creation, the newest first, a page at a time."""
    most = _SPELLING.paging.most
    # What is out of range is served as the largest page [list-templates-v1-page-size].
    if not 1 <= parameters.get("MaxItems", 1) <= most:
        parameters = {**parameters, "MaxItems": most}
    return _SPELLING.list(context, parameters)


_SPELLING = Spelling(
    "Template",
    {"subject": "SubjectPart", "text": "TextPart", "html": "HtmlPart"},
    "Name",
    Paging("templates", 10, 100, None, reasons.TOKEN_INVALID),
    reasons.DATA_INVALID_V1,
)

OPERATIONS: dict[str, Operation] = {
    "CreateTemplate": Operation(_SPELLING.create),
    "GetTemplate": Operation(get_template),
    "UpdateTemplate": Operation(_SPELLING.update),
    "DeleteTemplate": Operation(delete_template),
    "ListTemplates": Operation(list_templates),
    "TestRenderTemplate": Operation(_SPELLING.render),
}
