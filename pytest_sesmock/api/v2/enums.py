"""The words of API v2 for what the account keeps in those of v1."""

from __future__ import annotations

from pytest_sesmock.account.identity import IdentityType, MxFailureBehavior, VerificationStatus

IDENTITY_TYPES: dict[IdentityType, str] = {"EmailAddress": "EMAIL_ADDRESS", "Domain": "DOMAIN"}
STATUSES: dict[VerificationStatus, str] = {
    "Pending": "PENDING",
    "Success": "SUCCESS",
    "Failed": "FAILED",
    "TemporaryFailure": "TEMPORARY_FAILURE",
    "NotStarted": "NOT_STARTED",
}
MX_BEHAVIORS: dict[MxFailureBehavior, str] = {
    "UseDefaultValue": "USE_DEFAULT_VALUE",
    "RejectMessage": "REJECT_MESSAGE",
}
