"""Words and reply codes of the SMTP interface; after the words comes the text that the API has."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault

_REJECTED = ("Message rejected", 554)
_FAILED = ("Transaction failed", 554)
_THROTTLED = ("Throttling failure", 454)

CODES: dict[Fault, tuple[str, int]] = {
    Fault.INVALID_PARAMETER: _FAILED,  # [missing-final-domain-smtp]
    Fault.VALIDATION: _FAILED,
    Fault.MESSAGE_REJECTED: _REJECTED,  # [unver-smtp]
    Fault.MESSAGE_TOO_LONG: ("Message is too long.", 552),  # [doc-smtp-552]
    Fault.ACCESS_DENIED: ("Access denied", 554),  # [iam-denied-smtp]
    Fault.MAIL_FROM_NOT_VERIFIED: ("MAIL FROM domain not verified", 554),
    Fault.SEND_RATE_EXCEEDED: _THROTTLED,  # [throttle-rate-smtp]
    Fault.DAILY_QUOTA_EXCEEDED: _THROTTLED,  # [smtp-quota-daily]
    # Grade C: no recording was found. What the API refuses by a code of its own is a rejection here
    # if it is about the sender's account, and a failure if it is about what the message names.
    Fault.ACCOUNT_PAUSED: _REJECTED,
    Fault.CONFIGURATION_SET_PAUSED: _REJECTED,
    Fault.CONFIGURATION_SET_MISSING: _FAILED,
    Fault.NOT_FOUND: _FAILED,
    Fault.LIMIT_EXCEEDED: _FAILED,
}
"""Words and reply code of each kind of refusal of a mail."""

COMMON_CODES = {
    # https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html
    "Temporary service failure": 451,
}
"""Reply codes of what any mail may be answered with."""
