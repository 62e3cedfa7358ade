"""Why SES refuses a request to send before it sees a mail in it."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

CONTENT_KIND = Reason(
    "content-kind",
    Fault.INVALID_PARAMETER,
    Text("", "C", ("v2-from-missing-simple",)),
    "Content must be one of Simple, Raw and Template, and a template must have a name, an ARN or "
    "content.",
    "That SES refuses is documented, and probed of an empty inline template [tenant-order]; that "
    "it has no message for it is inferred from the nearest record.",
)
BULK_EMPTY = Reason(
    "bulk-entries-given",
    Fault.INVALID_PARAMETER,
    Text("There are no recipients specified", "C", ("doc-norecip",)),
    "A bulk send must have at least one destination.",
    "Code and text are inferred.",
)
BULK_TOO_LARGE = Reason(
    "bulk-entry-count",
    Fault.INVALID_PARAMETER,
    Text("Recipient count exceeds 50.", "C", ("doc-tpl-limits", "recipients-51-v1")),
    "A bulk send may have at most 50 destinations.",
    "The limit is documented; code and text are inferred.",
)

BOUNCE_EMPTY = Reason(
    "bounced-recipients-given",
    Fault.INVALID_PARAMETER,
    Text(
        "You must specify at least one BouncedRecipientInfo in the list.", "C", ("doc-sendbounce",)
    ),
    "A bounce must name at least one recipient.",
    "The requirement is documented; code and text are inferred, the text from the documentation.",
)

REASONS = (CONTENT_KIND, BULK_EMPTY, BULK_TOO_LARGE, BOUNCE_EMPTY)
