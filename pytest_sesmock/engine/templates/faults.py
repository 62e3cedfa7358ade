"""What SES has against a template or its data, and in which words."""

from __future__ import annotations

from pytest_sesmock.engine.text import Text

COMPILATION_FAILED = Text(
    "Handlebars compilation failed for input Template Content", "A2", ("tpl-compile-failed",)
)
"""For a template that is not valid Handlebars, or that no data can render."""

UNSUPPORTED_OPERATIONS = Text(
    "Template contains unsupported operations.", "A", ("inline-unsupported-text",)
)
"""For an inline template with anything but plain substitutions."""

ATTRIBUTE_MISSING = Text(
    "Attribute '{name}' is not present in the rendering data.",
    "A",
    ("rf-event", "tpl-if-uppercase"),
)
"""For a template that names an attribute missing from its data."""

DATA_INVALID = Text(
    "The template data is invalid", "A", ("tpl-data-invalid", "tpl-data-invalid-bulk")
)
"""For data that are not a JSON object, in API v1."""

DATA_UNPARSABLE = Text(
    "Unable to parse template data (invalid JSON).", "A", ("tpl-data-unparsable-v2",)
)
"""For data that are not a JSON object, in API v2."""


class TemplateError(Exception):
    """Something about a template that SES refuses.

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


class TemplateFault(TemplateError):  # noqa: N818 - SES's refusal, like all of these
    """The template cannot be compiled, or no data can render it."""

    def __init__(self, why: str, text: Text = COMPILATION_FAILED) -> None:
        super().__init__(text.says(), why)


class RenderedTooLong(TemplateFault):
    """The template makes more than any message may have; rendering stopped there.

    Attributes:
        size: How many characters it makes at least.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__(f"it makes at least {size:,} characters")


class MissingAttribute(TemplateError):  # noqa: N818
    """The template names an attribute that its data lack, or have as null [tpl-null].

    Attributes:
        name: The attribute as the template writes it, such as `contact.firstName`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(ATTRIBUTE_MISSING.says(name=name), f"the template asks for {{{{{name}}}}}")


class InvalidTemplateData(TemplateError):  # noqa: N818
    """The template data are not a JSON object; `message` is API v1's."""

    def __init__(self, why: str) -> None:
        super().__init__(DATA_INVALID.says(), why)
