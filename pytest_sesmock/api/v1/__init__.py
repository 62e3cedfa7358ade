"""Amazon SES API v1 (botocore's service `ses`)."""

from __future__ import annotations

from pytest_sesmock.api.context import Api
from pytest_sesmock.api.operations import Operations
from pytest_sesmock.api.v1 import codes
from pytest_sesmock.later import Later

# What is called most comes first.
_SUBJECTS = (
    "sending",
    "account",
    "configuration_sets",
    "custom_verification",
    "event_destinations",
    "identities",
    "notifications",
    "policies",
    "receipt",
    "templates",
)

OPERATIONS = Operations(*(Later(f"{__name__}.{subject}") for subject in _SUBJECTS))

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
