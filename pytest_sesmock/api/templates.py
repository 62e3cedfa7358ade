"""Email templates: what is the same in both APIs but for its spelling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pytest_sesmock.account.reasons import templates as reasons
from pytest_sesmock.api.context import Context, Paging, Result, take_page
from pytest_sesmock.api.tags import read_tags
from pytest_sesmock.engine.composing.template_preview import compose_preview
from pytest_sesmock.engine.refusal import Reason
from pytest_sesmock.engine.submissions.template_content import TemplateContent
from pytest_sesmock.engine.templates import (
    InvalidTemplateData,
    MissingAttribute,
    TemplateFault,
    parse_data,
)


def stored_content(context: Context, name: str) -> TemplateContent | None:
    """The content of the email template of a name; None if there is none."""
    template = context.account.templates.get(name)
    return None if template is None else template.content


class Spelling(NamedTuple):
    """How an API spells the operations on email templates.

    Attributes:
        template: The member that holds the parts, and in v1 the name as well.
        parts: The members for the parts, by the parts' names.
        name_in_lists: The member for the name in a list.
        paging: How lists are handed out.
        data_invalid: Why data is refused that no template can be rendered with.
    """

    template: str
    parts: Mapping[str, str]
    name_in_lists: str
    paging: Paging
    data_invalid: Reason

    def create(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Create an email template with a subject."""
        context.account.templates.create(*self._read(parameters), read_tags(parameters))
        return {}

    def update(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Replace all parts of an email template."""
        context.account.templates.update(*self._read(parameters))
        return {}

    def list(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """Names and times of creation, the newest first, a page at a time."""
        templates = list(context.account.templates)
        on_page, token = take_page(context, parameters, templates, self.paging)
        return {
            "TemplatesMetadata": [
                {self.name_in_lists: template.name, "CreatedTimestamp": template.created_at}
                for template in on_page
            ],
            **token,
        }

    def render(self, context: Context, parameters: Mapping[str, Any]) -> Result:
        """The complete message that a template makes with some data."""
        template = context.account.templates.require(parameters["TemplateName"])
        try:
            content = template.content.render(parse_data(parameters["TemplateData"]))
        except InvalidTemplateData as error:
            raise self.data_invalid.refused(problem=error.why) from error
        except MissingAttribute as error:
            raise reasons.RENDERING_ATTRIBUTE_MISSING.refused(name=error.name) from error
        except TemplateFault as error:
            raise reasons.TEMPLATE_INVALID.refused(problem=error.why) from error
        return {"RenderedTemplate": compose_preview(content, context.clock.now())}

    def describe(self, content: TemplateContent) -> dict[str, str]:
        """The members for the parts that a content has."""
        return {
            self.parts[part]: text for part, text in content._asdict().items() if text is not None
        }

    def _read(self, parameters: Mapping[str, Any]) -> tuple[str, TemplateContent]:
        """The name of the template that a request hands over, and its content."""
        members = parameters[self.template]
        content = {part: members.get(member) for part, member in self.parts.items()}
        return {**parameters, **members}["TemplateName"], TemplateContent(**content)
