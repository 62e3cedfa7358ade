"""What the operations on email templates are in both APIs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.reasons import templates as reasons
from pytest_sesmock.api.context import Context, Result
from pytest_sesmock.engine.composing.template_preview import compose_preview
from pytest_sesmock.engine.refusal import Reason
from pytest_sesmock.engine.submissions.template_content import TemplateContent
from pytest_sesmock.engine.templates import (
    InvalidTemplateData,
    MissingAttribute,
    TemplateFault,
    parse_data,
)


def content(given: Mapping[str, Any], parts: Mapping[str, str]) -> TemplateContent:
    """A template's content from an API's members; `parts` are their names by those of the parts."""
    return TemplateContent(**{part: given.get(member) for part, member in parts.items()})


def shown(content: TemplateContent, parts: Mapping[str, str]) -> dict[str, str]:
    """An API's members for the parts that a content has."""
    return {parts[part]: text for part, text in content._asdict().items() if text is not None}


def rendered(context: Context, parameters: Mapping[str, Any], data_invalid: Reason) -> Result:
    """The message that a template makes with some data; refused if that cannot be."""
    template = context.account.template_store.required(parameters["TemplateName"])
    try:
        content = template.content.render(parse_data(parameters["TemplateData"]))
    except InvalidTemplateData as error:
        raise data_invalid.refused(found=error.why) from error
    except MissingAttribute as error:
        raise reasons.RENDERING_ATTRIBUTE_MISSING.refused(name=error.name) from error
    except TemplateFault as error:
        raise reasons.TEMPLATE_INVALID.refused(found=error.why) from error
    return {"RenderedTemplate": compose_preview(content, context.clock.now())}
