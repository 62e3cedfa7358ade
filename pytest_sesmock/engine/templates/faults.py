"""What SES finds wrong with a template or with its data, and in which words."""

from __future__ import annotations

from pytest_sesmock.engine.text import Text

COMPILATION_FAILED = Text(
    "Handlebars compilation failed for input Template Content", "A2", ("tpl-compile-failed",)
)
"""Of a template that is no Handlebars, or that cannot be rendered whatever the data."""

UNSUPPORTED_OPERATIONS = Text(
    "Template contains unsupported operations.", "A", ("inline-unsupported-text",)
)
"""Of an inline template with anything but plain substitutions."""

ATTRIBUTE_MISSING = Text(
    "Attribute '{name}' is not present in the rendering data.",
    "A",
    ("rf-event", "tpl-if-uppercase"),
)
"""Of a template that names what its data does not have."""

DATA_INVALID = Text(
    "The template data is invalid", "A", ("tpl-data-invalid", "tpl-data-invalid-bulk")
)
"""Of data that is no JSON object, in API v1."""

DATA_UNPARSABLE = Text(
    "Unable to parse template data (invalid JSON).", "A", ("tpl-data-unparsable-v2",)
)
"""Of data that is no JSON object, in API v2."""


class TemplateError(Exception):
    """Something SES says no to.

    Attributes:
        message: SES's words.
        why: What is wrong and where, which SES does not say.
    """

    def __init__(self, message: str, why: str) -> None:
        self.message = message
        self.why = why
        super().__init__(message)

    def __str__(self) -> str:
        return f"{self.message} ({self.why})"


class TemplateFault(TemplateError):  # noqa: N818 - SES's no, as all of these
    """The template cannot be compiled, or not rendered whatever the data."""

    def __init__(self, why: str, text: Text = COMPILATION_FAILED) -> None:
        super().__init__(text.says(), why)


class MissingAttribute(TemplateError):  # noqa: N818
    """The template names an attribute that its data does not have, or has as null [tpl-null].

    Attributes:
        name: The attribute as the template writes it, such as `contact.firstName`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(ATTRIBUTE_MISSING.says(name=name), f"the template asks for {{{{{name}}}}}")


class InvalidTemplateData(TemplateError):  # noqa: N818
    """The template data is no JSON object; `message` is API v1's."""

    def __init__(self, why: str) -> None:
        super().__init__(DATA_INVALID.says(), why)
