"""Why SES refuses to manage multi-region endpoints: no answer is known, so all is inferred."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

ENDPOINT_EXISTS = Reason(
    "endpoint-new",
    Fault.ALREADY_EXISTS,
    Text(
        "Multi-region endpoint with name {name} already exists in account {account}",
        "C",
        ("tenant-exists",),
    ),
    "The multi-region endpoint must not exist yet.",
    "The text follows that about tenants.",
)
ENDPOINT_MISSING = Reason(
    "endpoint-known",
    Fault.NOT_FOUND,
    Text(
        "The requested multi-region endpoint <{name}> does not exist.",
        "C",
        ("tenant-missing-mgmt",),
    ),
    "The multi-region endpoint must exist in this region.",
    "The text follows that about tenants.",
)
ROUTES_INVALID = Reason(
    "endpoint-routes",
    Fault.INVALID_PARAMETER,
    Text("RoutesDetails must contain exactly one route", "C", ("doc-endpoint-routes",)),
    "A multi-region endpoint must have exactly one secondary region, other than the primary one.",
    "The number is documented; the text, and that the regions differ, are inferred.",
)
TOKEN_INVALID = Reason(
    "endpoints-next-token",
    Fault.INVALID_PARAMETER,
    Text("Invalid Next Token", "C", ("page-tenants-token",)),
    "NextToken must come from an earlier page of multi-region endpoints in this region.",
    "The text is that of tenants.",
)

REASONS = (ENDPOINT_EXISTS, ENDPOINT_MISSING, ROUTES_INVALID, TOKEN_INVALID)
