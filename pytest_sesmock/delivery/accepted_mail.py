"""A mail as SES has accepted it: all that events and their records follow from."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import NamedTuple

from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.delivery.message_id import new_message_id
from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.submissions.submission import Submission


class AcceptedMail(NamedTuple):
    """An accepted mail.

    Attributes:
        submission: What was handed to SES.
        acceptance: What was settled when SES accepted it.
        message_id: The id that SES gave it.
        accepted_at: When; an aware datetime in UTC.
    """

    submission: Submission
    acceptance: Acceptance
    message_id: str
    accepted_at: datetime

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone it goes to, without display names."""
        return tuple(map(addresses.bare_address, self.submission.recipients))

    def draw(self, purpose: str) -> Random:
        """A source of what AWS chooses, such as hosts and ids: the same in every run."""
        return Random(f"{self.message_id} {purpose}")  # noqa: S311 - repeatable, not secret

    def new_id(self, moment: datetime, purpose: str) -> str:
        """An id of its own for something that befalls the mail: of a message id's form.

        The milliseconds in it are those of the moment [evs-feedbackid].
        """
        random = self.draw(f"{purpose} {moment.isoformat()}")
        return new_message_id(self.submission.region, moment.timestamp(), random)
