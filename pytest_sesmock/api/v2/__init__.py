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

_FAITHFUL: dict[str, Operation] = {
    **sending.OPERATIONS,
    **identities.OPERATIONS,
    **identity_settings.OPERATIONS,
    **policies.OPERATIONS,
    **templates.OPERATIONS,
    **custom_verification.OPERATIONS,
    **suppression.OPERATIONS,
    **contacts.OPERATIONS,
    **tenants.OPERATIONS,
    **account.OPERATIONS,
    **tags.OPERATIONS,
    **configuration_sets.OPERATIONS,
    **event_destinations.OPERATIONS,
    **dedicated_ips.OPERATIONS,
}
_STORED_ONLY: dict[str, Operation] = {
    **identity_settings.STORED_ONLY,
    **certificates.STORED_ONLY,
    **account.STORED_ONLY,
    **configuration_sets.STORED_ONLY,
    **event_destinations.STORED_ONLY,
    **dedicated_ips.STORED_ONLY,
    **tenants.STORED_ONLY,
    **reputation.STORED_ONLY,
    **multi_region_endpoints.STORED_ONLY,
}

API = Api(
    name="sesv2",
    operations={**_FAITHFUL, **_STORED_ONLY},
    stored_only=frozenset(_STORED_ONLY),
    sends=frozenset({"SendEmail", "SendBulkEmail", "SendCustomVerificationEmail"}),
    codes=codes.CODES,
    common_codes=codes.COMMON_CODES,
    entry_accepted="SUCCESS",
    entry_statuses=codes.ENTRY_STATUSES,
    own_checks={
        **configuration_sets.OWN_CHECKS,
        **dedicated_ips.OWN_CHECKS,
        **tenants.OWN_CHECKS,
    },
)
