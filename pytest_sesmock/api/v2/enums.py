"""The words of API v2 for what the account keeps in those of v1."""

from __future__ import annotations

IDENTITY_TYPES = {"EmailAddress": "EMAIL_ADDRESS", "Domain": "DOMAIN"}
STATUSES = {
    "Pending": "PENDING",
    "Success": "SUCCESS",
    "Failed": "FAILED",
    "TemporaryFailure": "TEMPORARY_FAILURE",
    "NotStarted": "NOT_STARTED",
}
MX_BEHAVIORS = {"UseDefaultValue": "USE_DEFAULT_VALUE", "RejectMessage": "REJECT_MESSAGE"}
