"""Amazon SES API v1 (botocore's service `ses`)."""

from __future__ import annotations

from pytest_sesmock.api.context import Api, Operation
from pytest_sesmock.api.v1 import (
    account,
    codes,
    configuration_sets,
    identities,
    policies,
    sending,
)

_FAITHFUL: dict[str, Operation] = {
    **sending.OPERATIONS,
    **identities.OPERATIONS,
    **policies.OPERATIONS,
    **configuration_sets.OPERATIONS,
    **account.OPERATIONS,
}
_STORED_ONLY: dict[str, Operation] = {}

API = Api(
    name="ses",
    operations={**_FAITHFUL, **_STORED_ONLY},
    stored_only=frozenset(_STORED_ONLY),
    sends=frozenset({"SendEmail"}),
    codes=codes.CODES,
    common_codes=codes.COMMON_CODES,
    entry_statuses=codes.ENTRY_STATUSES,
)
