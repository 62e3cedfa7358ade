"""The template a mail is made from."""

from __future__ import annotations

from pytest_sesmock.engine import remedies
from pytest_sesmock.engine.account_view import AccountView
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.refusal import PLACE_UNPROVEN, Fault, Rule
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.engine.templates import (
    COMPILATION_FAILED,
    DATA_INVALID,
    DATA_UNPARSABLE,
    UNSUPPORTED_OPERATIONS,
    TemplateFault,
    compile_inline_template,
)
from pytest_sesmock.engine.text import Text

TEMPLATE_MISSING = Text(
    "Template {name} does not exist.", "A", ("tpl-dne", "tpl-dne-bulk-v1", "tpl-v2-missing")
)


def template_exists(submission: Submission, _: AccountView) -> Finding | None:
    """The named template exists in this region."""
    template = submission.template
    if template is None or template.content is not None:
        return None
    return Finding(
        TEMPLATE_MISSING.says(name=template.name),
        remedies.create_template(template.name or ""),
    )


def inline_template_is_plain(submission: Submission, _: AccountView) -> Finding | None:
    """A template given with the request has variables of letters and digits, and nothing more."""
    template = submission.template
    if template is None or template.name is not None or template.content is None:
        return None
    for part in template.content:
        if part is not None:
            try:
                compile_inline_template(part)
            except TemplateFault as fault:
                return Finding(fault.message, problem=fault.why)
    return None


def template_data_is_json(submission: Submission, _: AccountView) -> Finding | None:
    """Template data is a JSON object."""
    template = submission.template
    if template is None or template.data is not None:
        return None
    return Finding((DATA_INVALID if submission.api == "ses" else DATA_UNPARSABLE).says())


TEMPLATE_EXISTS = Rule(
    "template-exists",
    Fault.TEMPLATE_MISSING,
    template_exists,
    (TEMPLATE_MISSING,),
    "The template must exist in this region.",
    "After configuration set and address length, as probed [tpl-order]. The text is recorded for "
    "v1 and assumed to be the same in v2.",
    about=("template",),
)
INLINE_TEMPLATE = Rule(
    "inline-template",
    Fault.INVALID_PARAMETER,
    inline_template_is_plain,
    (UNSUPPORTED_OPERATIONS, COMPILATION_FAILED),
    "An inline template can only contain plain variables, named with letters and digits.",
    "What exactly counts as unsupported is inferred from the reports: blocks, underscores and "
    "nested properties were. " + PLACE_UNPROVEN,
    about=("template",),
)
TEMPLATE_DATA = Rule(
    "template-data",
    Fault.INVALID_PARAMETER,
    template_data_is_json,
    (DATA_INVALID, DATA_UNPARSABLE),
    "The template data must be a JSON object.",
    "The text of v1 was recorded without its code. " + PLACE_UNPROVEN,
    about=("template",),
)
