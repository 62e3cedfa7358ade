"""What there is to say of an event, in few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_sesmock.delivery.event import Event

BAD_NEWS = {
    "Bounce": "bounced",
    "Complaint": "complained",
    "DeliveryDelay": "delayed",
    "Reject": "rejected",
}
"""What went wrong with a message that SES could render, by the type of the event."""

# In the block of an event at most one of the first four is there.
_ANSWERS = ("smtpResponse", "errorMessage", "link", "contactList", "userAgent")


def answer(event: Event) -> str:
    """What a receiver said or a reader did, or why SES failed; empty if there is nothing to tell.

    Several receivers may have answered a message that bounced or is late.
    """
    detail = event.detail
    receivers = detail.get("bouncedRecipients") or detail.get("delayedRecipients") or ()
    codes = dict.fromkeys(each.get("diagnosticCode") for each in receivers)
    answers = (" ".join(filter(None, codes)), *(detail.get(name) for name in _ANSWERS))
    return next(filter(None, answers), "")
