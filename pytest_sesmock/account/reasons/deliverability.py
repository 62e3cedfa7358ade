"""Why SES refuses to tell of deliverability: insights, metrics, recommendations, the dashboard."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

WITHOUT_VDM = Reason(
    "vdm-enabled",
    Fault.NOT_FOUND,
    Text("To use this feature you must enable Virtual Deliverability Manager", "A2", ("vdm-gate",)),
    "The Virtual Deliverability Manager must be enabled, with PutAccountVdmAttributes.",
    "Inferred for ListRecommendations.",
)
MESSAGE_MISSING = Reason(
    "insights-message",
    Fault.NOT_FOUND,
    Text(
        "Message <{id}> not found for account <{account}>",
        "A2",
        ("vdm-message-missing", "vdm-untracked"),
    ),
    "The message must be one that the Virtual Deliverability Manager tracks: sent in this region "
    "to a single recipient, and not to the mailbox simulator.",
)
QUERY_ID_REPEATED = Reason(
    "metric-query-once",
    Fault.INVALID_PARAMETER,
    Text("All queries must have a unique identifier.", "A2", ("metrics-id-repeated",)),
    "The queries for metrics must have different ids.",
)
DIMENSION_UNKNOWN = Reason(
    "metric-dimension",
    Fault.INVALID_PARAMETER,
    Text("Unsupported dimension provided.", "A2", ("metrics-dimension",)),
    "A metric's dimensions must be EMAIL_IDENTITY, CONFIGURATION_SET, ISP or TENANT_NAME.",
)
IDENTITY_INVALID = Reason(
    "metric-identity",
    Fault.INVALID_PARAMETER,
    Text("Invalid email identity provided.", "A2", ("metrics-identity",)),
    "EMAIL_IDENTITY must be an email address or a domain.",
)
ISP_INVALID = Reason(
    "metric-isp",
    Fault.INVALID_PARAMETER,
    Text("Invalid ISP name provided.", "A2", ("metrics-isp",)),
    "ISP can only contain letters, digits, underscores and hyphens.",
)
SET_BLANK = Reason(
    "metric-configuration-set-given",
    Fault.INVALID_PARAMETER,
    Text("The configuration set name must be specified.", "A2", ("metrics-set-blank",)),
    "CONFIGURATION_SET must not be blank.",
)
SET_INVALID = Reason(
    "metric-configuration-set",
    Fault.INVALID_PARAMETER,
    Text(
        "Invalid configuration set name <{name}>: only alphanumeric ASCII characters, '_', and "
        "'-' are allowed.",
        "A2",
        ("metrics-set",),
    ),
    "CONFIGURATION_SET can only contain letters, digits, underscores and hyphens.",
)
TENANT_BLANK = Reason(
    "metric-tenant-given",
    Fault.INVALID_PARAMETER,
    Text("TenantName cannot be empty", "A2", ("metrics-tenant-blank",)),
    "TENANT_NAME must not be blank.",
)
TENANT_INVALID = Reason(
    "metric-tenant",
    Fault.INVALID_PARAMETER,
    Text(
        "Invalid tenant name <{name}>: only alphanumeric ASCII characters, '_', and '-' are "
        "allowed.",
        "A2",
        ("metrics-tenant",),
    ),
    "TENANT_NAME can only contain letters, digits, underscores and hyphens.",
)
DATES_INVALID = Reason(
    "metric-dates",
    Fault.INVALID_PARAMETER,
    Text("Expected start date to be before the end date.", "A2", ("metrics-dates",)),
    "A query for metrics must start before it ends.",
)
INTERVAL_TOO_LONG = Reason(
    "metric-interval",
    Fault.INVALID_PARAMETER,
    Text(
        "Invalid interval, can request at most 60 days. Please partition your requested interval.",
        "A2",
        ("metrics-interval",),
    ),
    "A query for metrics may span 60 days at most.",
)
PAGE_SIZE_INVALID = Reason(
    "recommendations-page-size",
    Fault.INVALID_PARAMETER,
    Text("PageSize must be between 1 and 100", "C", ("recommendations", "export-list")),
    "PageSize must be between 1 and 100.",
    "The limit is documented, the text is that of export jobs.",
)
TOKEN_INVALID = Reason(
    "recommendations-next-token",
    Fault.INVALID_PARAMETER,
    Text("Failed to deserialize token. ", "C", ("recommendations", "export-token")),
    "NextToken must come from an earlier page of the same list, with the same filter.",
    "The text is that of export jobs.",
)
DASHBOARD_MISSING = Reason(
    "dashboard-account",
    Fault.NOT_FOUND,
    Text("Unable to find a dashboard account for <{account}>.", "A", ("dashboard-none",)),
    "The account must have subscribed to the deliverability dashboard, which costs money; the "
    "mock's accounts cannot.",
    "Recorded of GetDomainStatisticsReport; inferred for the other operations of the dashboard.",
)

REASONS = (
    WITHOUT_VDM,
    MESSAGE_MISSING,
    QUERY_ID_REPEATED,
    DIMENSION_UNKNOWN,
    IDENTITY_INVALID,
    ISP_INVALID,
    SET_BLANK,
    SET_INVALID,
    TENANT_BLANK,
    TENANT_INVALID,
    DATES_INVALID,
    INTERVAL_TOO_LONG,
    PAGE_SIZE_INVALID,
    TOKEN_INVALID,
    DASHBOARD_MISSING,
)
