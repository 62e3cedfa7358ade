"""What an email template consists of, stored or inline."""

from __future__ import annotations

from typing import Any, NamedTuple

from pytest_sesmock.engine.templates import compile_template


class TemplateContent(NamedTuple):
    """The parts of a template; None for one that it does not have."""

    subject: str | None = None
    text: str | None = None
    html: str | None = None

    def check(self) -> None:
        """Raise TemplateFault if a part is no Handlebars."""
        for part in self:
            if part is not None:
                compile_template(part)

    def rendered(self, data: dict[str, Any]) -> TemplateContent:
        """The parts with the data put in; which one is rendered first is inferred.

        Args:
            data: A JSON object, as `parse_data` or `merge` gives it.

        Raises:
            MissingAttribute: A part names what the data does not have.
            TemplateFault: A part cannot be rendered whatever the data.
        """
        return TemplateContent(
            *(None if part is None else compile_template(part).render(data) for part in self)
        )
