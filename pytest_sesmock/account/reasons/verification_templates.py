"""Why SES refuses to manage or to send custom verification emails."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.rules.identities import NOT_VERIFIED
from pytest_sesmock.engine.text import Text

TEMPLATE_EXISTS = Reason(
    "verification-template-new",
    Fault.VERIFICATION_TEMPLATE_EXISTS,
    Text("Custom verification email template <{name}> already exists", "A2", ("cvet-exists",)),
    "The custom verification email template must not exist yet.",
)
TEMPLATE_MISSING = Reason(
    "verification-template-exists",
    Fault.VERIFICATION_TEMPLATE_MISSING,
    Text(
        "Custom verification email template <{name}> does not exist",
        "A2",
        ("cvet-missing", "scve-missing-v2"),
    ),
    "The custom verification email template must exist in this region.",
)
TEMPLATE_MISSING_IN_SEND_V1 = Reason(
    "verification-template-exists-v1-send",
    Fault.VERIFICATION_TEMPLATE_MISSING,
    Text("Template <{name}> does not exist", "A2", ("scve-missing-v1",)),
    "The custom verification email template to send must exist in this region.",
    "API v1 says less when it sends than when it manages; v2 says the same.",
)
TEMPLATE_LIMIT = Reason(
    "verification-template-limit",
    Fault.LIMIT_EXCEEDED,
    Text(
        "You have reached the maximum number of custom verification email templates.",
        "C",
        ("cvet-docs",),
    ),
    "An account may have at most 50 custom verification email templates in a region.",
    "The limit is documented, the code is the service model's; the text is inferred.",
)
FROM_NOT_VERIFIED = Reason(
    "verification-template-from",
    Fault.FROM_ADDRESS_NOT_VERIFIED,
    Text("The from email address <{address}> is not verified", "A2", ("cvet-from-unverified",)),
    "The From address of custom verification emails must be a verified identity.",
)
SUCCESS_URL_INVALID = Reason(
    "verification-template-success-url",
    Fault.INVALID_PARAMETER,
    Text("The success redirection URL is invalid", "A2", ("cvet-success-url",)),
    "The success redirection URL must be an absolute HTTP or HTTPS URL.",
    "What makes a URL valid is inferred.",
)
FAILURE_URL_INVALID = Reason(
    "verification-template-failure-url",
    Fault.INVALID_PARAMETER,
    Text("The failure redirection URL is invalid", "A2", ("cvet-success-url",)),
    "The failure redirection URL must be an absolute HTTP or HTTPS URL.",
    "What makes a URL valid is inferred.",
)
ADDRESS_MISSING = Reason(
    "verification-email-address",
    Fault.INVALID_PARAMETER,
    Text("Email address not specified.", "A2", ("scve-no-address",)),
    "A custom verification email must have an address to go to.",
)
PRODUCTION_ACCESS = Reason(
    "verification-email-production-access",
    Fault.PRODUCTION_ACCESS_NOT_GRANTED,
    Text(
        "The account has not been granted production access.",
        "C",
        ("doc-production-access-code", "cvet-docs"),
    ),
    "The account must be out of the sandbox to send custom verification emails.",
    "That SES refuses and v1's code are the service model's; the text follows its description of "
    "the code, v2's code and the place among the checks are inferred.",
)
FROM_NO_LONGER_VERIFIED = Reason(
    "verification-email-from",
    Fault.FROM_ADDRESS_NOT_VERIFIED,
    NOT_VERIFIED._replace(grade="C", evidence=("scve-from-stale",)),
    "The template's From address must still be verified when the email is sent.",
    "The code is the service model's; the text is the one of other sends.",
)
PAGE_SIZE_INVALID = Reason(
    "verification-templates-page-size",
    Fault.INVALID_PARAMETER,
    Text("The page size must be between 1 and 50", "A2", ("list-cvet-page-size-v2",)),
    "PageSize must be between 1 and 50.",
    "API v2 alone.",
)
TOKEN_INVALID = Reason(
    "verification-templates-next-token",
    Fault.INVALID_PARAMETER,
    Text("Invalid nextToken <{token}>.", "A2", ("list-cvet-token",)),
    "NextToken must come from an earlier page of these templates in this region.",
)

REASONS = (
    TEMPLATE_EXISTS,
    TEMPLATE_MISSING,
    TEMPLATE_MISSING_IN_SEND_V1,
    TEMPLATE_LIMIT,
    FROM_NOT_VERIFIED,
    SUCCESS_URL_INVALID,
    FAILURE_URL_INVALID,
    ADDRESS_MISSING,
    PRODUCTION_ACCESS,
    FROM_NO_LONGER_VERIFIED,
    PAGE_SIZE_INVALID,
    TOKEN_INVALID,
)
