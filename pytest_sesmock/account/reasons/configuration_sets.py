"""Why SES refuses to manage configuration sets."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

CONFIGURATION_SET_EXISTS = Reason(
    "configuration-set-new",
    Fault.CONFIGURATION_SET_EXISTS,
    Text("Configuration set <{name}> already exists.", "A", ("cs-exists",)),
    "The configuration set must not exist yet.",
)
CONFIGURATION_SET_UNKNOWN = Reason(
    "configuration-set-known",
    Fault.CONFIGURATION_SET_MISSING,
    Text("Configuration set <{name}> does not exist.", "A", ("cs-missing-other-op",)),
    "The configuration set must exist in this region.",
)
CONFIGURATION_SETS_TOKEN_INVALID = Reason(
    "configuration-sets-next-token",
    Fault.INVALID_PARAMETER,
    Text("", "A2", ("list-sets-paging",)),
    "NextToken must come from an earlier page of configuration sets in this region.",
    "SES answers without a message.",
)

CONFIGURATION_SET_LIMIT = Reason(
    "configuration-set-limit",
    Fault.LIMIT_EXCEEDED,
    Text("You have reached the maximum number of configuration sets.", "C", ("doc-event-quotas",)),
    "An account may have at most 10,000 configuration sets in a region.",
    "The limit is documented; the text is inferred.",
)
PAGE_SIZE_INVALID = Reason(
    "configuration-sets-page-size",
    Fault.INVALID_PARAMETER,
    Text("The page size must be between 1 and 1000", "A2", ("page-cs-v2", "list-sets-paging-v2")),
    "PageSize must be between 1 and 1,000 in API v2.",
)
NEXT_TOKEN_INVALID = Reason(
    "configuration-sets-next-token-v2",
    Fault.INVALID_PARAMETER,
    Text("invalid nextToken {token}", "A2", ("page-cs-token-v2",)),
    "NextToken must come from an earlier page of the same list in this region.",
)
FILTER_INVALID = Reason(
    "configuration-sets-filter",
    Fault.INVALID_PARAMETER,
    Text(
        "CONFIGURATION_SET_NAME_CONTAINS must be between 3 and 64 characters",
        "A2",
        ("cs-list-filter-short",),
    ),
    "The text by which configuration sets are filtered must have 3 to 64 characters.",
)
REDIRECT_DOMAIN_MISSING = Reason(
    "redirect-domain-given",
    Fault.INVALID_TRACKING_OPTIONS,
    Text(
        "At least one field of TrackingOptions must contain a value.",
        "A2",
        ("cs-v1-tracking-blank",),
    ),
    "Tracking options must have a redirect domain in API v1.",
)
REDIRECT_DOMAIN_MISSING_V2 = Reason(
    "redirect-domain-given-v2",
    Fault.INVALID_TRACKING_OPTIONS,
    Text("CustomRedirectDomain must be specified.", "A2", ("cs-tracking-domain-blank",)),
    "Tracking options must have a redirect domain in API v2.",
)
REDIRECT_DOMAIN_NOT_VERIFIED = Reason(
    "redirect-domain-verified",
    Fault.INVALID_TRACKING_OPTIONS,
    Text(
        "Domain <{domain}> is not verified under this account.",
        "A2",
        ("cs-v1-tracking-unverified", "cs-tracking-unverified-v2"),
    ),
    "The redirect domain, or a domain above it, must be a verified identity.",
    "That a verified domain covers its sub-domains here as it does for sending is inferred.",
)
TRACKING_OPTIONS_EXIST = Reason(
    "tracking-options-new",
    Fault.TRACKING_OPTIONS_EXIST,
    Text(
        "Configuration set <{name}> already has tracking options.",
        "A2",
        ("cs-v1-tracking-exists",),
    ),
    "The configuration set must not have tracking options yet.",
)
TRACKING_OPTIONS_MISSING = Reason(
    "tracking-options-known",
    Fault.TRACKING_OPTIONS_MISSING,
    Text(
        "There are no tracking options for configuration set <{name}>",
        "A2",
        ("cs-v1-tracking-missing",),
    ),
    "The configuration set must have tracking options.",
)
SENDING_POOL_BLANK = Reason(
    "sending-pool-given",
    Fault.INVALID_DELIVERY_OPTIONS,
    Text("sendingPoolName can't be blank.", "A2", ("cs-delivery-pool-blank",)),
    "The name of the sending pool must not be blank.",
)
SENDING_POOL_UNKNOWN = Reason(
    "sending-pool-known",
    Fault.INVALID_DELIVERY_OPTIONS,
    Text("SendingPool <{pool}> doesn't exist", "A2", ("cs-delivery-pool-missing", "doc-ip-pools")),
    "The sending pool must be one of the account's dedicated IP pools or one of SES's own.",
)
SUPPRESSED_REASON_INVALID = Reason(
    "suppressed-reason",
    Fault.INVALID_PARAMETER,
    Text(
        "Reason {reason} is invalid, must be one of [BOUNCE, COMPLAINT].",
        "A2",
        ("cs-suppression-reason-put",),
    ),
    "A reason for suppression must be BOUNCE or COMPLAINT.",
)
SUPPRESSION_OPTIONS_EMPTY = Reason(
    "suppression-options-empty",
    Fault.INTERNAL_FAILURE,
    Text("An internal failure has occurred.", "A2", ("cs-create-suppression-null",)),
    "The suppression options of a new configuration set must not be empty.",
    "SES fails instead of refusing.",
)

REASONS = (
    CONFIGURATION_SET_EXISTS,
    CONFIGURATION_SET_UNKNOWN,
    CONFIGURATION_SETS_TOKEN_INVALID,
    CONFIGURATION_SET_LIMIT,
    PAGE_SIZE_INVALID,
    NEXT_TOKEN_INVALID,
    FILTER_INVALID,
    REDIRECT_DOMAIN_MISSING,
    REDIRECT_DOMAIN_MISSING_V2,
    REDIRECT_DOMAIN_NOT_VERIFIED,
    TRACKING_OPTIONS_EXIST,
    TRACKING_OPTIONS_MISSING,
    SENDING_POOL_BLANK,
    SENDING_POOL_UNKNOWN,
    SUPPRESSED_REASON_INVALID,
    SUPPRESSION_OPTIONS_EMPTY,
)
