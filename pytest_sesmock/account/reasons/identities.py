"""Why SES refuses to manage identities."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

EMAIL_ADDRESS_INVALID = Reason(
    "email-address-identity",
    Fault.INVALID_PARAMETER,
    Text("Invalid email address<{address}>.", "A", ("verify-email-invalid",)),
    "An email address identity must be an email address that email-validator accepts.",
)
DOMAIN_INVALID = Reason(
    "domain-identity",
    Fault.INVALID_PARAMETER,
    Text("Invalid domain name {domain}.", "A", ("verify-domain-invalid",)),
    "A domain identity must be a domain that email-validator accepts.",
)
IDENTITY_INVALID = Reason(
    "identity-form",
    Fault.INVALID_PARAMETER,
    Text(
        "Identity {identity} is invalid. Must be a verified email address or domain.",
        "A",
        ("identity-invalid",),
    ),
    "An identity must be an email address or a domain.",
)
IDENTITY_LIMIT = Reason(
    "identity-limit",
    Fault.LIMIT_EXCEEDED,
    Text("You have reached the maximum number of identities.", "C", ("doc-quota-recipients",)),
    "An account may have at most 10,000 identities in a region.",
    "The limit is documented; code and text are inferred.",
)
IDENTITY_MISSING = Reason(
    "identity-exists",
    Fault.INVALID_PARAMETER,
    Text("Identity <{identity}> does not exist.", "C", ("mail-from-not-subdomain",)),
    "The identity must be one of the account's.",
    "The text follows the brackets of the recorded answers of the same operation.",
)
IDENTITY_EXISTS = Reason(
    "identity-new",
    Fault.ALREADY_EXISTS,
    Text("Email identity {identity} already exist.", "A", ("ident-create-exists-rec",)),
    "The identity must not be one of the account's yet.",
)
EMAIL_IDENTITY_MISSING = Reason(
    "email-identity-exists",
    Fault.NOT_FOUND,
    Text(
        "Email identity <{identity}> does not exist.",
        "A",
        ("ident-get-missing-rec", "policy-identity-missing-v2"),
    ),
    "The identity must be one of the account's.",
    "Recorded for GetEmailIdentity, probed for policies; for the default configuration set it is "
    "inferred.",
)
EMAIL_IDENTITY_TO_DELETE_MISSING = Reason(
    "email-identity-to-delete",
    Fault.NOT_FOUND,
    Text("Email identity {identity} does not exist.", "A2", ("ident-delete-missing",)),
    "The identity must be one of the account's.",
    "For DKIM signing attributes it is inferred [ident-dkimsigning-missing].",
)
DKIM_DOMAIN_UNKNOWN = Reason(
    "dkim-domain",
    Fault.INVALID_PARAMETER,
    Text("Domain {domain} is not verified for DKIM signing.", "A2", ("dkim-domain-missing",)),
    "The identity's domain must itself be one of the account's identities.",
    "It need not be verified; the code of v1 is inferred.",
)
DKIM_NEEDS_DOMAIN = Reason(
    "dkim-identity",
    Fault.INVALID_PARAMETER,
    Text(
        "The EmailIdentity value must be a valid domain.", "A2", ("ident-dkimsigning-not-domain",)
    ),
    "An identity with DKIM signing attributes must be a domain.",
    "For CreateEmailIdentity it is inferred.",
)
TOPIC_INVALID = Reason(
    "notification-topic",
    Fault.INVALID_PARAMETER,
    Text("SNS topic {topic} is invalid.", "A", ("notif-topic-empty",)),
    "The topic of notifications must be the ARN of an SNS topic.",
    "Recorded for an empty one.",
)
TOPIC_DENIED = Reason(
    "notification-topic-access",
    Fault.INVALID_PARAMETER,
    Text("SNS topic {resource} is invalid.", "C", ("notif-topic-denied", "notif-topic-empty")),
    "The topic of notifications must exist and let SES publish to it.",
    "Code and beginning were recorded for a topic encrypted with a key that SES may not use.",
)
MAIL_FROM_NOT_SUBDOMAIN = Reason(
    "mail-from-subdomain",
    Fault.INVALID_PARAMETER,
    Text(
        "Provided MAIL-FROM domain <{domain}> is not subdomain of the domain of the identity "
        "<{identity}>.",
        "A",
        ("mail-from-not-subdomain",),
    ),
    "A MAIL FROM domain must be a subdomain of the identity's domain.",
)
PAGE_SIZE_INVALID = Reason(
    "page-size",
    Fault.INVALID_PARAMETER,
    Text(
        "Value {size} for parameter MaxItems is invalid. MaxItems must be between 1 and 1000.",
        "A2",
        ("list-identities-paging",),
    ),
    "MaxItems must be between 1 and 1,000.",
)
EMAIL_IDENTITIES_PAGE_SIZE_INVALID = Reason(
    "email-identities-page-size",
    Fault.INVALID_PARAMETER,
    Text(
        "Value {size} for parameter PageSize is invalid. PageSize must be between 1 and 1000.",
        "A2",
        ("page-identities-v2",),
    ),
    "PageSize must be between 1 and 1,000.",
)
NAME_FILTER_SHORT = Reason(
    "identity-name-filter-least",
    Fault.INVALID_PARAMETER,
    Text(
        "Filter IDENTITY_NAME_CONTAINS must be at least 3 characters.",
        "A2",
        ("list-filter-name-short",),
    ),
    "The name by which identities are filtered must have at least 3 characters.",
)
NAME_FILTER_LONG = Reason(
    "identity-name-filter-most",
    Fault.INVALID_PARAMETER,
    Text(
        "Filter IDENTITY_NAME_CONTAINS must be at most 320 characters.",
        "A2",
        ("list-filter-name-long",),
    ),
    "The name by which identities are filtered may have at most 320 characters.",
)
TYPE_FILTER_INVALID = Reason(
    "identity-type-filter",
    Fault.INVALID_PARAMETER,
    Text("Invalid identity type <{type}> in filter.", "A2", ("list-filter-type",)),
    "The type by which identities are filtered must be EMAIL_ADDRESS or DOMAIN.",
)
STATUS_FILTER_INVALID = Reason(
    "verification-status-filter",
    Fault.INVALID_PARAMETER,
    Text("Invalid verification status <{status}> in filter.", "A2", ("list-filter-status",)),
    "The status by which identities are filtered must be a verification status.",
)
NOT_STARTED_FILTER_INVALID = Reason(
    "not-started-filter",
    Fault.INVALID_PARAMETER,
    Text("Invalid verification status <NotStarted>.", "A2", ("list-filter-not-started",)),
    "The status by which identities are filtered must not be NOT_STARTED.",
)
FILTERED_TOKEN_INVALID = Reason(
    "filtered-identities-next-token",
    Fault.INVALID_PARAMETER,
    Text("Invalid NextToken.", "A2", ("list-filter-token",)),
    "NextToken must come from an earlier page of identities with the same filter.",
)
IDENTITIES_TOKEN_INVALID = Reason(
    "identities-next-token",
    Fault.INVALID_PARAMETER,
    Text("Invalid NextToken <{token}>.", "A2", ("list-identities-token",)),
    "NextToken must come from an earlier page of identities in this region.",
)

REASONS = (
    EMAIL_ADDRESS_INVALID,
    DOMAIN_INVALID,
    IDENTITY_INVALID,
    IDENTITY_LIMIT,
    IDENTITY_MISSING,
    IDENTITY_EXISTS,
    EMAIL_IDENTITY_MISSING,
    EMAIL_IDENTITY_TO_DELETE_MISSING,
    DKIM_DOMAIN_UNKNOWN,
    DKIM_NEEDS_DOMAIN,
    TOPIC_INVALID,
    TOPIC_DENIED,
    MAIL_FROM_NOT_SUBDOMAIN,
    PAGE_SIZE_INVALID,
    EMAIL_IDENTITIES_PAGE_SIZE_INVALID,
    NAME_FILTER_SHORT,
    NAME_FILTER_LONG,
    TYPE_FILTER_INVALID,
    STATUS_FILTER_INVALID,
    NOT_STARTED_FILTER_INVALID,
    FILTERED_TOKEN_INVALID,
    IDENTITIES_TOKEN_INVALID,
)
