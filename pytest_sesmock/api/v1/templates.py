"""Email templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import templates as reasons
from pytest_sesmock.account.templates import RESOURCE_TYPE
from pytest_sesmock.api.context import Context, Operation, Paging, Result, page
from pytest_sesmock.api.templates import content, rendered, shown


def create_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create an email template with a subject."""
    template = parameters["Template"]
    context.account.template_store.create(template["TemplateName"], content(template, _PARTS))
    return {}


def get_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """An email template, without the parts that it does not have."""
    template = context.account.template_store.required(parameters["TemplateName"])
    return {"Template": {"TemplateName": template.name, **shown(template.content, _PARTS)}}


def update_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Replace all parts of an email template."""
    template = parameters["Template"]
    context.account.template_store.update(template["TemplateName"], content(template, _PARTS))
    return {}


def delete_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete an email template no tenant has; succeeds if there is none [ls-delete-template]."""
    account, name = context.account, parameters["TemplateName"]
    if account.template_store.get(name) is not None:
        account.tenants.require_free(RESOURCE_TYPE, name)
        account.template_store.remove(name)
    return {}


def list_templates(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Names and times of creation, the newest first, a page at a time."""
    asked = dict(parameters)
    # What is out of range is served as the largest page [list-templates-v1-page-size].
    if not 1 <= asked.get("MaxItems", 1) <= _PAGING.most:
        asked["MaxItems"] = _PAGING.most
    found, token = page(context, asked, list(context.account.template_store), _PAGING)
    return {
        "TemplatesMetadata": [
            {"Name": template.name, "CreatedTimestamp": template.created_at} for template in found
        ],
        **token,
    }


def test_render_template(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The complete message that a template makes with some data."""
    return rendered(context, parameters, reasons.DATA_INVALID_V1)


_PAGING = Paging("templates", 10, 100, None, reasons.TOKEN_INVALID)


_PARTS = {"subject": "SubjectPart", "text": "TextPart", "html": "HtmlPart"}

OPERATIONS: dict[str, Operation] = {
    "CreateTemplate": Operation(create_template),
    "GetTemplate": Operation(get_template),
    "UpdateTemplate": Operation(update_template),
    "DeleteTemplate": Operation(delete_template),
    "ListTemplates": Operation(list_templates),
    "TestRenderTemplate": Operation(test_render_template),
}
