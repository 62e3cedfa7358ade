"""The content of an email template, stored or inline."""

from __future__ import annotations

from typing import Any, NamedTuple

from pytest_sesmock.engine.templates import compile_template


class TemplateContent(NamedTuple):
    """The parts of a template; None for a part that it lacks.

    Attributes:
        subject: The subject, in Handlebars like the others.
        text: The plain text.
        html: The HTML.
    """

    subject: str | None = None
    text: str | None = None
    html: str | None = None

    def check(self) -> None:
        """Raise TemplateFault if a part is not valid Handlebars."""
        for part in self:
            if part is not None:
                compile_template(part)

    def render(self, data: dict[str, Any]) -> TemplateContent:
        """Render the parts; which of them comes first is inferred.

        Args:
            data: A JSON object, as `parse_data` or `merge` returns it.

        Raises:
            MissingAttribute: A part names an attribute that the data lack.
            TemplateFault: A part cannot be rendered, whatever the data.
        """
        return TemplateContent(
            *(None if part is None else compile_template(part).render(data) for part in self)
        )
