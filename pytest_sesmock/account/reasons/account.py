"""Why SES refuses to change an account's settings or its suppression list."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

WEBSITE_URL_INVALID = Reason(
    "account-website-url",
    Fault.INVALID_PARAMETER,
    Text("Url contains invalid format", "A2", ("acct-details-url-bad",)),
    "The website's URL must be an absolute HTTP or HTTPS URL.",
    "What makes a URL valid is inferred.",
)
DETAILS_UNDER_REVIEW = Reason(
    "account-details-review",
    Fault.CONFLICT,
    Text("", "A", ("acct-details-conflict",)),
    "The account must not have a request for production access under review.",
    "SES answers without a message. A review lasts until the test lets the account out of the "
    "sandbox.",
)
NOT_SUPPRESSED = Reason(
    "suppressed-address",
    Fault.NOT_FOUND,
    Text(
        "Email address {address} does not exist on your suppression list.",
        "A2",
        ("suppr-missing",),
    ),
    "The address must be on the account's suppression list.",
)
NOT_SUPPRESSED_FOR_TENANT = Reason(
    "suppressed-address-tenant",
    Fault.NOT_FOUND,
    Text(
        "Email address {address} does not exist on your tenant suppression list.",
        "A2",
        ("suppr-missing-tenant",),
    ),
    "The address must be on the tenant's suppression list.",
)
ADDRESS_WITH_SLASH = Reason(
    "suppressed-address-slash",
    Fault.INVALID_PARAMETER,
    Text("", "C", ("suppr-slash",)),
    "An address must not contain a slash when it is looked up, though one with a slash may be on "
    "the list.",
    "The status is recorded; the code is the service model's, the text is not known.",
)
PAGE_SIZE_INVALID = Reason(
    "suppressed-addresses-page-size",
    Fault.INVALID_PARAMETER,
    Text(
        "Page size {size} is invalid, expected a number between 1 and 1000",
        "A2",
        ("suppr-list-paging",),
    ),
    "PageSize must be between 1 and 1,000.",
)
TOKEN_INVALID = Reason(
    "suppressed-addresses-next-token",
    Fault.INVALID_NEXT_TOKEN,
    Text("Token is invalid.", "A2", ("suppr-list-token",)),
    "NextToken must come from an earlier page of the same list, with the same filter.",
)

REASONS = (
    WEBSITE_URL_INVALID,
    DETAILS_UNDER_REVIEW,
    NOT_SUPPRESSED,
    NOT_SUPPRESSED_FOR_TENANT,
    ADDRESS_WITH_SLASH,
    PAGE_SIZE_INVALID,
    TOKEN_INVALID,
)
