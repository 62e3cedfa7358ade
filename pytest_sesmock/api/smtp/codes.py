"""Words and reply codes of the SMTP interface; after the words comes the text that the API has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pytest_sesmock.engine.refusal import Fault
from pytest_sesmock.engine.text import Grade


class Answer(NamedTuple):
    """What a kind of refusal is answered with.

    Attributes:
        words: What stands before the text.
        code: The reply code.
        grade: How certain that is.
        evidence: The ids of the evidence rows that it rests on.
    """

    words: str
    code: int
    grade: Grade
    evidence: tuple[str, ...]


_REJECTED, _FAILED, _THROTTLED = "Message rejected", "Transaction failed", "Throttling failure"
ANSWERS: Mapping[Fault, Answer] = {
    Fault.INVALID_PARAMETER: Answer(_FAILED, 554, "A", ("missing-final-domain-smtp",)),
    Fault.MESSAGE_REJECTED: Answer(_REJECTED, 554, "A", ("unver-smtp",)),
    Fault.MESSAGE_TOO_LONG: Answer(
        "5.3.4 Message is too long.", 552, "A", ("evs-smtp-size", "doc-smtp-552")
    ),
    Fault.ACCESS_DENIED: Answer("Access denied", 554, "A", ("iam-denied-smtp",)),
    Fault.MAIL_FROM_NOT_VERIFIED: Answer(
        "MAIL FROM domain not verified", 554, "A", ("smtp-mail-from-not-verified",)
    ),
    Fault.SEND_RATE_EXCEEDED: Answer(_THROTTLED, 454, "A", ("throttle-rate-smtp",)),
    Fault.DAILY_QUOTA_EXCEEDED: Answer(_THROTTLED, 454, "A", ("smtp-quota-daily",)),
    # What the API refuses by a code of its own is a rejection here if it is about the account, and
    # a failure if it is about something that the message names.
    Fault.ACCOUNT_PAUSED: Answer(_REJECTED, 554, "C", ()),
    Fault.CONFIGURATION_SET_PAUSED: Answer(_REJECTED, 554, "C", ()),
    Fault.CONFIGURATION_SET_MISSING: Answer(_FAILED, 554, "C", ()),
    Fault.NOT_FOUND: Answer(_FAILED, 554, "C", ()),
}
"""The answer to each kind of refusal of a mail."""

CODES = {fault: (answer.words, answer.code) for fault, answer in ANSWERS.items()}
"""Words and reply code of each kind of refusal."""

TEXTS = {Fault.MESSAGE_TOO_LONG: ""}
"""What stands after the words, where it is not what the API says: nothing [evs-smtp-size]."""

UNAVAILABLE = "Temporary service failure"
COMMON_CODES = {UNAVAILABLE: 451}
"""Reply codes of what any mail may be answered with [doc-smtp-failure]."""
