"""An account's reputation: whether AWS reviews it, and how it judges bounces and complaints."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pytest_sesmock.account.sent_mails import SentMails, goes_to_simulator, is_withheld
from pytest_sesmock.engine import limits

EnforcementStatus = Literal["HEALTHY", "PROBATION", "SHUTDOWN"]


class Rates(NamedTuple):
    """How many of those that were mailed bounced for good, and complained: parts of one."""

    bounces: float
    complaints: float


class Reputation:
    """What AWS thinks of the account.

    Attributes:
        is_enforced: Whether AWS acts by itself at the documented rates.
        is_under_review: Whether the account is under review.
    """

    def __init__(self, mails: SentMails) -> None:
        self._mails = mails
        self.is_enforced = False
        self.is_under_review = False
        # What counts: those that the mails up to one of them went to, and events from one on.
        self._recipient_count = 0
        self._mail_count = 0
        self._first_event = 0

    def start_afresh(self) -> None:
        """Count from here on alone, and end a review.

        What AWS counts once it has lifted a pause is not known.
        """
        self.is_under_review = False
        self._mail_count = len(self._mails)
        self._first_event = self._mails.later_count
        self._recipient_count = 0

    def demands_pause(self) -> bool:
        """Whether the rates are those of a pause; those of a review begin one."""
        rates = self._rates()
        if rates is None:
            return False
        if (
            rates.bounces >= limits.REVIEW_BOUNCE_RATE
            or rates.complaints >= limits.REVIEW_COMPLAINT_RATE
        ):
            self.is_under_review = True
        return (
            rates.bounces >= limits.PAUSE_BOUNCE_RATE
            or rates.complaints >= limits.PAUSE_COMPLAINT_RATE
        )

    def _rates(self) -> Rates | None:
        """The rates [reputation-rates]; None while nobody was mailed.

        Of how many mails AWS takes them is not known: here of all. What comes back by itself is of
        the mailbox simulator [doc-sim-quota] or of what SES withheld, and does not count.
        """
        for mail in self._mails.since(self._mail_count):
            withheld = mail.acceptance.withheld
            self._recipient_count += sum(
                each not in withheld and not goes_to_simulator(each)
                for each in mail.submission.recipients
            )
        self._mail_count = len(self._mails)
        if not self._recipient_count:
            return None
        bounces = complaints = 0
        for event in self._mails.later_events(self._first_event):
            number = sum(not goes_to_simulator(each) for each in event.recipients)
            detail = event.detail
            if detail.get("bounceType") == "Permanent" and not is_withheld(detail):
                bounces += number
            if event.type == "Complaint" and not is_withheld(detail):
                complaints += number
        return Rates(bounces / self._recipient_count, complaints / self._recipient_count)
