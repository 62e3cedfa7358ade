"""Email templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import templates as reasons
from pytest_sesmock.account.tags import checked
from pytest_sesmock.account.templates import RESOURCE_TYPE
from pytest_sesmock.api.context import Context, Operation, Paging, Result, page
from pytest_sesmock.api.templates import content, rendered, shown
from pytest_sesmock.api.v2 import tags


def create_email_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create an email template with a subject."""
    name = parameters["TemplateName"]
    given_tags = checked(tags.given(parameters))
    context.account.template_store.create(name, content(parameters["TemplateContent"], _PARTS))
    context.account.tags.give(RESOURCE_TYPE, name, given_tags)
    return {}


def get_email_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """An email template without the parts or the tags that it does not have [tpl-get-v2]."""
    template = context.account.template_store.required(parameters["TemplateName"])
    result = {"TemplateName": template.name, "TemplateContent": shown(template.content, _PARTS)}
    found = context.account.tags.of(RESOURCE_TYPE, template.name)
    return {**result, "Tags": tags.shown(found)} if found else result


def update_email_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Replace all parts of an email template."""
    context.account.template_store.update(
        parameters["TemplateName"], content(parameters["TemplateContent"], _PARTS)
    )
    return {}


def delete_email_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete an email template that exists [doc-v2-delete-template] and that no tenant has."""
    context.account.tenants.require_free(RESOURCE_TYPE, parameters["TemplateName"])
    context.account.template_store.remove(parameters["TemplateName"])
    return {}


def list_email_templates(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Names and times of creation, the newest first, a page at a time."""
    found, token = page(context, parameters, list(context.account.template_store), _PAGING)
    return {
        "TemplatesMetadata": [
            {"TemplateName": template.name, "CreatedTimestamp": template.created_at}
            for template in found
        ],
        **token,
    }


def test_render_email_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The complete message that a template makes with some data."""
    return rendered(context, parameters, reasons.DATA_INVALID_V2)


_PAGING = Paging("templates", 10, 100, reasons.PAGE_SIZE_INVALID, reasons.TOKEN_INVALID, "PageSize")


_PARTS = {"subject": "Subject", "text": "Text", "html": "Html"}

OPERATIONS: dict[str, Operation] = {
    "CreateEmailTemplate": Operation(create_email_template),
    "GetEmailTemplate": Operation(get_email_template),
    "UpdateEmailTemplate": Operation(update_email_template),
    "DeleteEmailTemplate": Operation(delete_email_template),
    "ListEmailTemplates": Operation(list_email_templates),
    "TestRenderEmailTemplate": Operation(test_render_email_template),
}
