"""Amazon SES API v1 (botocore's service `ses`)."""

from __future__ import annotations

from pytest_sesmock.api.context import Operation
from pytest_sesmock.api.v1 import (
    account,
    configuration_sets,
    identities,
    policies,
    sending,
)

OPERATIONS: dict[str, Operation] = {
    **sending.OPERATIONS,
    **identities.OPERATIONS,
    **policies.OPERATIONS,
    **configuration_sets.OPERATIONS,
    **account.OPERATIONS,
}
"""Every operation that is built, by name."""

SENDS = frozenset({"SendEmail"})
"""The operations that send mail."""
