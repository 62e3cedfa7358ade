"""Why SES refuses to manage identities and their policies."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

EMAIL_ADDRESS_INVALID = Reason(
    "email-address-identity",
    Fault.INVALID_PARAMETER,
    Text("Invalid email address<{address}>.", "A", ("verify-email-invalid",)),
    "An email-address identity is an email address, as email-validator sees it",
)
DOMAIN_INVALID = Reason(
    "domain-identity",
    Fault.INVALID_PARAMETER,
    Text("Invalid domain name {domain}.", "A", ("verify-domain-invalid",)),
    "A domain identity is a domain, as email-validator sees it",
)
IDENTITY_INVALID = Reason(
    "identity-form",
    Fault.INVALID_PARAMETER,
    Text(
        "Identity {identity} is invalid. Must be a verified email address or domain.",
        "A",
        ("identity-invalid",),
    ),
    "An identity is an email address or a domain",
)
IDENTITY_LIMIT = Reason(
    "identity-limit",
    Fault.LIMIT_EXCEEDED,
    Text("You have reached the maximum number of identities.", "C", ("doc-quota-recipients",)),
    "An account has at most 10,000 identities in a region",
    "The limit is documented; code and text are inferred.",
)
IDENTITY_MISSING = Reason(
    "identity-exists",
    Fault.INVALID_PARAMETER,
    Text("Identity <{identity}> does not exist.", "C", ("mail-from-not-subdomain",)),
    "The identity is one of the account's",
    "The text follows the brackets of the recorded answers of the same operation.",
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
    "A MAIL FROM domain is a sub-domain of the identity's domain",
)
POLICY_NAME_INVALID = Reason(
    "policy-name",
    Fault.INVALID_PARAMETER,
    Text(
        "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, "
        "and underscores.",
        "A2",
        ("policy-name-invalid",),
    ),
    "A policy's name has only letters, digits, '-' and '_'",
)
POLICY_INVALID = Reason(
    "policy-document",
    Fault.INVALID_POLICY,
    Text("Policy is not valid JSON.", "C", ("policy-behaviour",)),
    "A policy is a JSON document with a Statement",
    "The code is the service model's; the text is inferred.",
)
POLICY_LIMIT = Reason(
    "policy-limit",
    Fault.INVALID_PARAMETER,
    Text(
        "Number of policies for <{identity}> exceeds max allowed number of policies per resource",
        "A2",
        ("policy-limit",),
    ),
    "An identity has at most 20 policies",
)
PAGE_SIZE_INVALID = Reason(
    "page-size",
    Fault.INVALID_PARAMETER,
    Text(
        "Value {size} for parameter MaxItems is invalid. MaxItems must be between 1 and 1000.",
        "A2",
        ("list-identities-paging",),
    ),
    "A page of identities has 1 to 1,000",
)
IDENTITIES_TOKEN_INVALID = Reason(
    "identities-next-token",
    Fault.INVALID_PARAMETER,
    Text("Invalid NextToken <{token}>.", "A2", ("list-identities-token",)),
    "A NextToken is one that an earlier page of identities gave in the same region",
)

REASONS = (
    EMAIL_ADDRESS_INVALID,
    DOMAIN_INVALID,
    IDENTITY_INVALID,
    IDENTITY_LIMIT,
    IDENTITY_MISSING,
    MAIL_FROM_NOT_SUBDOMAIN,
    POLICY_NAME_INVALID,
    POLICY_INVALID,
    POLICY_LIMIT,
    PAGE_SIZE_INVALID,
    IDENTITIES_TOKEN_INVALID,
)
