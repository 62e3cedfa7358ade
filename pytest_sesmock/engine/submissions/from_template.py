"""Mails from templates: which template is rendered with which data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_sesmock.engine.elements import Content
from pytest_sesmock.engine.submissions.submission import Submission, TemplateUse
from pytest_sesmock.engine.templates import (
    InvalidTemplateData,
    RenderedTooLong,
    TemplateError,
    merge,
    parse_data,
)

if TYPE_CHECKING:
    from pytest_sesmock.engine.submissions.template_content import TemplateContent


def with_template(
    submission: Submission,
    name: str | None,
    content: TemplateContent | None,
    data: str,
    replacement: str | None = None,
) -> Submission:
    """The submission with the texts of the rendered template, if it can be rendered.

    Args:
        submission: The mail without its texts.
        name: The stored template's name; None for an inline template.
        content: The template; None if there is no template of this name.
        data: The JSON object to render it with, as text.
        replacement: Another one that overrides `data`, key by key [bulk-merge-recorded].
    """
    values = _values(data, replacement)
    if content is None or values is None:
        return submission._replace(template=TemplateUse(name, content, values))
    try:
        rendered = content.render(values)
    except RenderedTooLong as fault:
        return submission._replace(template=TemplateUse(name, content, values, size=fault.size))
    except TemplateError as fault:
        return submission._replace(template=TemplateUse(name, content, values, fault.message))
    return submission._replace(
        template=TemplateUse(name, content, values),
        subject=_content(rendered.subject) or Content(""),
        text=_content(rendered.text),
        html=_content(rendered.html),
    )


def _values(data: str, replacement: str | None) -> dict[str, Any] | None:
    try:
        values = parse_data(data)
        return values if replacement is None else merge(values, parse_data(replacement))
    except InvalidTemplateData:
        return None


def _content(text: str | None) -> Content | None:
    return None if text is None else Content(text)
