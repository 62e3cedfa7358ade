"""Why SES refuses to manage tenants."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

NAME_EMPTY = Reason(
    "tenant-name-given",
    Fault.INVALID_PARAMETER,
    Text("TenantName cannot be empty", "A", ("tenant-name-empty",)),
    "A tenant must have a name.",
)
NAME_TOO_LONG = Reason(
    "tenant-name-length",
    Fault.INVALID_PARAMETER,
    Text("TenantName cannot exceed 64 characters.", "A2", ("tenant-name-long",)),
    "A tenant's name may have at most 64 characters.",
)
NAME_INVALID = Reason(
    "tenant-name",
    Fault.INVALID_PARAMETER,
    Text(
        "Invalid tenant name <{name}>: only alphanumeric ASCII characters, '_', and '-' are "
        "allowed.",
        "A2",
        ("tenant-name-bad",),
    ),
    "A tenant's name can only contain letters, digits, underscores and hyphens.",
)
TENANT_EXISTS = Reason(
    "tenant-new",
    Fault.ALREADY_EXISTS,
    Text("Tenant with name {name} already exists in account {account}", "A2", ("tenant-exists",)),
    "The tenant must not exist yet.",
)
TENANT_MISSING = Reason(
    "tenant-known",
    Fault.NOT_FOUND,
    Text("The requested tenant <{name}> does not exist.", "A2", ("tenant-missing-mgmt",)),
    "The tenant must exist in this region.",
    "Inferred for requests for a reputation entity.",
)
REASON_REPEATED = Reason(
    "tenant-suppression-once",
    Fault.INVALID_PARAMETER,
    Text("Each suppressed reason can only be specified at most once", "A2", ("tenant-suppr-dup",)),
    "SuppressedReasons must not name a reason more than once.",
)
SCOPE_MISSING = Reason(
    "tenant-suppression-scope",
    Fault.INVALID_PARAMETER,
    Text(
        "SuppressedReasons cannot be specified without SuppressionScope.",
        "A2",
        ("tenant-suppr-noscope",),
    ),
    "SuppressedReasons must come with a SuppressionScope.",
)
SCOPE_MISSING_WITHOUT_REASONS = Reason(
    "tenant-suppression-scope-of-none",
    Fault.INVALID_PARAMETER,
    Text(
        "SuppressionScope is required when SuppressedReasons are provided. "
        "Valid values are: TENANT, ACCOUNT",
        "A2",
        ("tenant-suppr-noscope-empty",),
    ),
    "SuppressedReasons must come with a SuppressionScope even if the list is empty.",
)
REASONS_MISSING = Reason(
    "tenant-suppression-reasons",
    Fault.INVALID_PARAMETER,
    Text(
        "SuppressionScope cannot be specified without SuppressedReasons.",
        "A2",
        ("tenant-suppr-noreasons",),
    ),
    "SuppressionScope must come with SuppressedReasons.",
)
NO_ARN = Reason(
    "tenant-resource-arn",
    Fault.INVALID_PARAMETER,
    Text("Provided resource identifier is not an SES resource", "A2", ("tenant-arn-notarn",)),
    "A tenant's resource must be named by its ARN.",
)
ARN_OF_OTHER_SERVICE = Reason(
    "tenant-resource-service",
    Fault.INVALID_PARAMETER,
    Text("Provided ARN is not in SES resource ARN format", "A2", ("tenant-arn-notses",)),
    "A tenant's resource must be a resource of SES.",
)
TYPE_UNSUPPORTED = Reason(
    "tenant-resource-type",
    Fault.INVALID_PARAMETER,
    Text("Unsupported resource type: {type}", "A2", ("tenant-arn-type",)),
    "A tenant's resource must be an identity, a configuration set or a template.",
)
ARN_OF_OTHER_REGION = Reason(
    "tenant-resource-region",
    Fault.INVALID_PARAMETER,
    Text("Resource <{arn}> must be in the same region", "A2", ("tenant-arn-region",)),
    "A tenant's resource must be in the tenant's region.",
    "That it holds for the partition, too, is inferred.",
)
ARN_OF_OTHER_ACCOUNT = Reason(
    "tenant-resource-account",
    Fault.INVALID_PARAMETER,
    Text("Resource <{arn}> must be in the same account", "A2", ("tenant-arn-account",)),
    "A tenant's resource must belong to the account.",
)
IDENTITY_MISSING = Reason(
    "tenant-identity-known",
    Fault.NOT_FOUND,
    Text("Identity <{name}> does not exist", "A2", ("tenant-assoc-identity-missing",)),
    "An identity must exist before it is associated with a tenant.",
)
CONFIGURATION_SET_MISSING = Reason(
    "tenant-configuration-set-known",
    Fault.NOT_FOUND,
    Text("Configuration set <{name}> does not exist:", "A2", ("tenant-assoc-cs-missing",)),
    "A configuration set must exist before it is associated with a tenant.",
)
TEMPLATE_MISSING = Reason(
    "tenant-template-known",
    Fault.NOT_FOUND,
    Text("Email template <{name}> does not exist", "A2", ("tenant-assoc-template-missing",)),
    "A template must exist before it is associated with a tenant.",
)
RESOURCE_ASSOCIATED = Reason(
    "tenant-resource-new",
    Fault.ALREADY_EXISTS,
    Text(
        "Resources {arn} has already been associated with tenant {name}",
        "A2",
        ("tenant-assoc-exists",),
    ),
    "The resource must not be associated with the tenant yet.",
)
RESOURCE_IN_USE = Reason(
    "tenant-resource-free",
    Fault.INVALID_PARAMETER,
    Text(
        "Cannot delete <{arn}> because it has tenant associations. "
        "Remove all tenant associations and try again.",
        "A",
        ("tenant-resource-in-use",),
    ),
    "A resource must not be associated with a tenant when it is deleted.",
    "Recorded in API v1, probed in API v2.",
)
RESOURCE_TYPE_INVALID = Reason(
    "tenant-resources-filter",
    Fault.INVALID_PARAMETER,
    Text("Invalid resource type {type} specified.", "A2", ("tenant-filter-bad",)),
    "The type by which resources are filtered must be written as in ARNs, not as in the service "
    "model.",
)
FILTER_TOO_SHORT = Reason(
    "tenants-filter-name",
    Fault.INVALID_PARAMETER,
    Text("TENANT_NAME_CONTAINS must be at least 3 characters.", "A2", ("tenants-filter",)),
    "The name by which tenants are filtered must have at least 3 characters.",
)
FILTER_STATUS_INVALID = Reason(
    "tenants-filter-status",
    Fault.INVALID_PARAMETER,
    Text("Invalid sending status <{status}>.", "A2", ("tenants-filter",)),
    "The status by which tenants are filtered must be a sending status.",
)
PAGE_INVALID = Reason(
    "tenants-page",
    Fault.VALIDATION,
    Text("{violations}", "A2", ("page-tenants",)),
    "PageSize must be between 1 and 100, and NextToken must not be empty.",
    "Inferred for reputation entities.",
)
TOKEN_INVALID = Reason(
    "tenants-next-token",
    Fault.INVALID_PARAMETER,
    Text("Invalid Next Token", "A2", ("page-tenants-token",)),
    "NextToken must come from an earlier page of the same list in this region.",
    "Inferred for reputation entities.",
)

REASONS = (
    NAME_EMPTY,
    NAME_TOO_LONG,
    NAME_INVALID,
    TENANT_EXISTS,
    TENANT_MISSING,
    REASON_REPEATED,
    SCOPE_MISSING,
    SCOPE_MISSING_WITHOUT_REASONS,
    REASONS_MISSING,
    NO_ARN,
    ARN_OF_OTHER_SERVICE,
    TYPE_UNSUPPORTED,
    ARN_OF_OTHER_REGION,
    ARN_OF_OTHER_ACCOUNT,
    IDENTITY_MISSING,
    CONFIGURATION_SET_MISSING,
    TEMPLATE_MISSING,
    RESOURCE_ASSOCIATED,
    RESOURCE_IN_USE,
    RESOURCE_TYPE_INVALID,
    FILTER_TOO_SHORT,
    FILTER_STATUS_INVALID,
    PAGE_INVALID,
    TOKEN_INVALID,
)
