"""The kinds within a type of event, by SES's names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

BounceType: TypeAlias = Literal["Permanent", "Transient", "Undetermined"]
BounceSubType: TypeAlias = Literal[
    "Undetermined",
    "General",
    "NoEmail",
    "Suppressed",
    "OnAccountSuppressionList",
    "OnTenantSuppressionList",
    "UnsubscribedRecipient",
    "EmailValidationSuppressed",
    "MailboxFull",
    "MessageTooLarge",
    "ContentRejected",
    "AttachmentRejected",
    "CustomTimeoutExceeded",
]
ComplaintSubType: TypeAlias = Literal["OnAccountSuppressionList", "OnTenantSuppressionList"]
FeedbackType: TypeAlias = Literal["abuse", "auth-failure", "fraud", "not-spam", "other", "virus"]
DelayType: TypeAlias = Literal[
    "InternalFailure",
    "General",
    "MailboxFull",
    "SpamDetected",
    "RecipientServerError",
    "IPFailure",
    "TransientCommunicationFailure",
    "BYOIPHostNameLookupUnavailable",
    "Undetermined",
    "SendingDeferral",
]

BOUNCE_SUBTYPES: Mapping[BounceType, tuple[BounceSubType, ...]] = {
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
"""The `bounceSubType`s of each `bounceType`, the usual one first.

Documented, but for the last line of Permanent and of Transient: those were seen in newer programs,
and in no record [evs-subtypes-new].
"""

COMPLAINT_SUBTYPES: tuple[ComplaintSubType, ...] = get_args(ComplaintSubType)
"""The `complaintSubType`s besides null; the second as above."""

FEEDBACK_TYPES: tuple[FeedbackType, ...] = get_args(FeedbackType)
"""The documented `complaintFeedbackType`s. Recordings have only abuse."""

DELAY_TYPES: tuple[DelayType, ...] = get_args(DelayType)
"""The documented `delayType`s, but for the last one, which is as above."""
