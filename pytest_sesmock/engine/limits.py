"""SES's numbers, each with its source. Ids in brackets are rows of the evidence tables."""

from __future__ import annotations

MAX_RECIPIENTS = 50
"""Recipients (To, Cc and Bcc together) of one message [recipients-51-v1] [recipients-count-all]."""

MAX_ADDRESS_LENGTH = 320
"""UTF-16 units of one address with its display name [addr-len-320]."""

MAX_TAG_LENGTH = 255
"""Characters of a tag's name and of its value; documented as 256, recorded so [tag-name-len]."""

MAX_MESSAGE_SIZE_V1 = 10_485_760
"""Bytes of the delivered message, encodings included, in API v1 [size-v1-raw]."""

QUOTA_WINDOW = 24 * 60 * 60
"""Seconds over which the daily quota rolls [doc-quota-recipients]."""

SANDBOX_MAX_24_HOUR_SEND = 200.0
"""Recipients per 24 hours of an account in the sandbox [quota-sandbox]."""

SANDBOX_MAX_SEND_RATE = 1.0
"""Recipients per second of an account in the sandbox [quota-sandbox]."""

PRODUCTION_MAX_24_HOUR_SEND = 50_000.0
"""Recipients per 24 hours of a fresh account with production access (decision of this project)."""

PRODUCTION_MAX_SEND_RATE = 14.0
"""Recipients per second such an account reports, as accounts seen in public do [throttle-v2]."""

MAX_IDENTITIES = 10_000
"""Identities of one account and region [doc-quota-recipients]."""

MAX_POLICIES_PER_IDENTITY = 20
"""Sending authorization policies of one identity [policy-limit]."""

MAX_CONFIGURATION_SET_NAME_LENGTH = 64
"""Characters of a configuration set's name [doc-quota-recipients]."""
