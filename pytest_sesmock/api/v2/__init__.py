"""Amazon SES API v2 (botocore's service `sesv2`)."""

from __future__ import annotations

from pytest_sesmock.api.context import Api
from pytest_sesmock.api.operations import Operations
from pytest_sesmock.api.v2 import codes
from pytest_sesmock.later import Later

# What is called most comes first.
_SUBJECTS = (
    "sending",
    "account",
    "certificates",
    "configuration_sets",
    "contacts",
    "custom_verification",
    "dashboard",
    "dedicated_ips",
    "email_validation",
    "event_destinations",
    "export_jobs",
    "identities",
    "identity_settings",
    "import_jobs",
    "multi_region_endpoints",
    "policies",
    "reputation",
    "suppression",
    "tags",
    "templates",
    "tenants",
    "vdm",
)

OPERATIONS = Operations(*(Later(f"{__name__}.{subject}") for subject in _SUBJECTS))

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
