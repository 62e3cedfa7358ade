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
    dashboard,
    dedicated_ips,
    email_validation,
    event_destinations,
    export_jobs,
    identities,
    identity_settings,
    import_jobs,
    multi_region_endpoints,
    policies,
    reputation,
    sending,
    suppression,
    tags,
    templates,
    tenants,
    vdm,
)

OPERATIONS: dict[str, Operation] = {
    **sending.OPERATIONS,
    **account.OPERATIONS,
    **certificates.OPERATIONS,
    **configuration_sets.OPERATIONS,
    **contacts.OPERATIONS,
    **custom_verification.OPERATIONS,
    **dashboard.OPERATIONS,
    **dedicated_ips.OPERATIONS,
    **email_validation.OPERATIONS,
    **event_destinations.OPERATIONS,
    **export_jobs.OPERATIONS,
    **identities.OPERATIONS,
    **identity_settings.OPERATIONS,
    **import_jobs.OPERATIONS,
    **multi_region_endpoints.OPERATIONS,
    **policies.OPERATIONS,
    **reputation.OPERATIONS,
    **suppression.OPERATIONS,
    **tags.OPERATIONS,
    **templates.OPERATIONS,
    **tenants.OPERATIONS,
    **vdm.OPERATIONS,
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
