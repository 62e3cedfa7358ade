"""Amazon SES API v1 (botocore's service `ses`)."""

from __future__ import annotations

from pytest_sesmock.api.context import Api, Operation
from pytest_sesmock.api.v1 import (
    account,
    codes,
    configuration_sets,
    custom_verification,
    event_destinations,
    identities,
    notifications,
    policies,
    receipt,
    sending,
    templates,
)

OPERATIONS: dict[str, Operation] = {
    **sending.OPERATIONS,
    **account.OPERATIONS,
    **configuration_sets.OPERATIONS,
    **custom_verification.OPERATIONS,
    **event_destinations.OPERATIONS,
    **identities.OPERATIONS,
    **notifications.OPERATIONS,
    **policies.OPERATIONS,
    **receipt.OPERATIONS,
    **templates.OPERATIONS,
}

API = Api(
    name="ses",
    operations=OPERATIONS,
    codes=codes.CODES,
    common_codes=codes.COMMON_CODES,
    unknown_operation="InvalidAction",
    entry_accepted="Success",
    entry_failed="Failed",
    entry_statuses=codes.ENTRY_STATUSES,
)
