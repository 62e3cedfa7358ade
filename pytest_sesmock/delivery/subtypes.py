"""The kinds within a type of event, by SES's names."""

from __future__ import annotations

from collections.abc import Mapping

BOUNCE_SUBTYPES: Mapping[str, tuple[str, ...]] = {
    "Permanent": (
        *("General", "NoEmail", "Suppressed", "OnAccountSuppressionList"),
        *("OnTenantSuppressionList", "UnsubscribedRecipient", "EmailValidationSuppressed"),
    ),
    "Transient": (
        *("General", "MailboxFull", "MessageTooLarge", "ContentRejected", "AttachmentRejected"),
        "CustomTimeoutExceeded",
    ),
    "Undetermined": ("Undetermined",),
}
"""The `bounceSubType`s of each `bounceType`.

Documented, but for the last line of Permanent and of Transient: those were seen in newer programs,
and in no record [evs-subtypes-new].
"""

COMPLAINT_SUBTYPES = ("OnAccountSuppressionList", "OnTenantSuppressionList")
"""The `complaintSubType`s besides null; the second as above."""

FEEDBACK_TYPES = ("abuse", "auth-failure", "fraud", "not-spam", "other", "virus")
"""The documented `complaintFeedbackType`s. Recordings have only abuse."""

DELAY_TYPES = (
    *("InternalFailure", "General", "MailboxFull", "SpamDetected", "RecipientServerError"),
    *("IPFailure", "TransientCommunicationFailure", "BYOIPHostNameLookupUnavailable"),
    *("Undetermined", "SendingDeferral"),
)
"""The documented `delayType`s, but for the last one, which is as above."""
