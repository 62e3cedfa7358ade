"""Amazon SES API v2 (botocore's service `sesv2`)."""

from __future__ import annotations

from pytest_sesmock.api.context import Api, Operation
from pytest_sesmock.api.v2 import (
    account,
    certificates,
    codes,
    configuration_sets,
    contacts,
    custom_verification,
    dedicated_ips,
    event_destinations,
    identities,
    identity_settings,
    multi_region_endpoints,
    policies,
    reputation,
    sending,
    suppression,
    tags,
    templates,
    tenants,
)

OPERATIONS: dict[str, Operation] = {
    **sending.OPERATIONS,
    **account.OPERATIONS,
    **certificates.OPERATIONS,
    **configuration_sets.OPERATIONS,
    **contacts.OPERATIONS,
    **custom_verification.OPERATIONS,
    **dedicated_ips.OPERATIONS,
    **event_destinations.OPERATIONS,
    **identities.OPERATIONS,
    **identity_settings.OPERATIONS,
    **multi_region_endpoints.OPERATIONS,
    **policies.OPERATIONS,
    **reputation.OPERATIONS,
    **suppression.OPERATIONS,
    **tags.OPERATIONS,
    **templates.OPERATIONS,
    **tenants.OPERATIONS,
}

API = Api(
    name="sesv2",
    operations=OPERATIONS,
    codes=codes.CODES,
    common_codes=codes.COMMON_CODES,
    unknown_operation="UnknownOperationException",
    entry_accepted="SUCCESS",
    entry_failed="FAILED",
    entry_statuses=codes.ENTRY_STATUSES,
)
