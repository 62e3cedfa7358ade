"""Why SES refuses to manage or to render email templates."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.templates import (
    ATTRIBUTE_MISSING,
    COMPILATION_FAILED,
    DATA_INVALID,
    DATA_UNPARSABLE,
)
from pytest_sesmock.engine.text import Text

TEMPLATE_MISSING = Reason(
    "template-known",
    Fault.TEMPLATE_MISSING,
    Text("Template {name} does not exist.", "A", ("tpl-dne", "tpl-dne-bulk-v1")),
    "The template must exist in this region.",
    "Recorded for API v1; v2's text was never found and is assumed to be the same. v1 deletes a "
    "missing template without an error [ls-delete-template]; that v2 refuses is documented "
    "[doc-v2-delete-template].",
)
TEMPLATE_EXISTS = Reason(
    "template-new",
    Fault.ALREADY_EXISTS,
    Text("Template {name} already exists for account id {account}", "A", ("tpl-exists-v2",)),
    "The template must not exist yet.",
    "Recorded for API v2; v1 is assumed to say the same.",
)
NAME_MISSING = Reason(
    "template-name",
    Fault.INVALID_PARAMETER,
    Text("The template name must be specified.", "C", ("tpl-subject", "cs-name-missing")),
    "A template must have a name.",
    "v2's service model requires a name; that v1 requires one is inferred, and so is the text.",
)
SUBJECT_MISSING = Reason(
    "template-subject",
    Fault.INVALID_PARAMETER,
    Text("The subject must be specified.", "A", ("tpl-subject", "tpl-create-subject-cfn")),
    "A template must have a subject.",
    "Recorded for CreateTemplate of v1; updates and v2 are assumed to say the same.",
)
TEMPLATE_TOO_LARGE = Reason(
    "template-size",
    Fault.INVALID_TEMPLATE,
    Text(
        "Template length is more than {limit} bytes long: '{size}'.",
        "C",
        ("doc-tpl-limits", "size-v1-raw"),
    ),
    "The text and HTML of a template may have at most 500 KB together.",
    "The limit is documented; code and text are inferred from the refusal of large messages.",
)
TEMPLATE_INVALID = Reason(
    "template-syntax",
    Fault.INVALID_TEMPLATE,
    COMPILATION_FAILED._replace(grade="C"),
    "A template must be valid Handlebars.",
    "The text is a fragment of one that was quoted; operation and code are inferred.",
)
TEMPLATE_LIMIT = Reason(
    "template-limit",
    Fault.LIMIT_EXCEEDED,
    Text("You have reached the maximum number of templates.", "C", ("doc-tpl-limits",)),
    "An account may have at most 20,000 templates in a region.",
    "The limit is documented, the code is the service model's; the text is inferred.",
)
DATA_INVALID_V1 = Reason(
    "rendering-data-v1",
    Fault.INVALID_RENDERING_PARAMETER,
    DATA_INVALID._replace(grade="C"),
    "The template data must be a JSON object.",
    "API v1's TestRenderTemplate: the code is documented, the text is the one of v1's sends.",
)
DATA_INVALID_V2 = Reason(
    "rendering-data-v2",
    Fault.INVALID_RENDERING_PARAMETER,
    DATA_UNPARSABLE._replace(grade="C"),
    "The template data must be a JSON object.",
    "API v2's TestRenderEmailTemplate: code and text are those of v2's sends.",
)
RENDERING_ATTRIBUTE_MISSING = Reason(
    "template-attributes",
    Fault.MISSING_RENDERING_ATTRIBUTE,
    ATTRIBUTE_MISSING._replace(grade="C", evidence=("rf-event", "tpl-missing-attribute-moto")),
    "The template data must have every attribute that the template uses.",
    "v1's code is documented. The sentence is recorded for the event of a message that could not "
    "be rendered; that TestRenderTemplate answers with it is inferred.",
)
PAGE_SIZE_INVALID = Reason(
    "templates-page-size",
    Fault.INVALID_PARAMETER,
    Text("The page size must be between 1 and 100", "A2", ("list-templates-v2-page-size",)),
    "PageSize must be between 1 and 100.",
    "API v2 alone: v1 serves 100 instead [list-templates-v1-page-size].",
)
TOKEN_INVALID = Reason(
    "templates-next-token",
    Fault.INVALID_PARAMETER,
    Text("Invalid PageToken <{token}>.", "A2", ("list-templates-token",)),
    "NextToken must come from an earlier page of templates in this region.",
)

REASONS = (
    TEMPLATE_MISSING,
    TEMPLATE_EXISTS,
    NAME_MISSING,
    SUBJECT_MISSING,
    TEMPLATE_TOO_LARGE,
    TEMPLATE_INVALID,
    TEMPLATE_LIMIT,
    DATA_INVALID_V1,
    DATA_INVALID_V2,
    RENDERING_ATTRIBUTE_MISSING,
    PAGE_SIZE_INVALID,
    TOKEN_INVALID,
)
