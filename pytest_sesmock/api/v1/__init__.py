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

_FAITHFUL: dict[str, Operation] = {
    **sending.OPERATIONS,
    **identities.OPERATIONS,
    **notifications.OPERATIONS,
    **policies.OPERATIONS,
    **configuration_sets.OPERATIONS,
    **templates.OPERATIONS,
    **custom_verification.OPERATIONS,
    **account.OPERATIONS,
}
_STORED_ONLY: dict[str, Operation] = {
    **identities.STORED_ONLY,
    **notifications.STORED_ONLY,
    **configuration_sets.STORED_ONLY,
    **event_destinations.STORED_ONLY,
    **receipt.STORED_ONLY,
}

API = Api(
    name="ses",
    operations={**_FAITHFUL, **_STORED_ONLY},
    stored_only=frozenset(_STORED_ONLY),
    sends=frozenset(
        {
            "SendEmail",
            "SendRawEmail",
            "SendTemplatedEmail",
            "SendBulkTemplatedEmail",
            "SendBounce",
            "SendCustomVerificationEmail",
        }
    ),
    codes=codes.CODES,
    common_codes=codes.COMMON_CODES,
    entry_accepted="Success",
    entry_statuses=codes.ENTRY_STATUSES,
)
