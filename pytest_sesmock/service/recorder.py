"""What the outbox keeps of a call: the messages accepted, and the refusals with their remedies."""

from __future__ import annotations

from pytest_sesmock.api.context import Call
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine.refusal import Refusal
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.outbox.attempt import Attempt
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.records import Records
from pytest_sesmock.outbox.refused_request import LONGEST_REMEDY, RefusedRequest
from pytest_sesmock.service.accounts import Accounts
from pytest_sesmock.service.publisher import Publisher


class Recorder:
    """Writes what becomes of calls into the records of an outbox."""

    __slots__ = ("_accounts", "_clock", "_publisher", "_records")

    def __init__(
        self, records: Records, publisher: Publisher, accounts: Accounts, clock: Clock
    ) -> None:
        self._records = records
        self._publisher = publisher
        self._accounts = accounts
        self._clock = clock

    def renew_locks(self) -> None:
        """Make the locks of the records free, in a forked child."""
        self._records.renew_locks()

    def record(self, message: SentMessage) -> None:
        """Keep an accepted message."""
        self._records.take(message)
        self._publisher.take(message)

    def withdraw(self, message: SentMessage) -> None:
        """Keep nothing of a message, of which nothing or all may be kept already."""
        self._records.withdraw(message)
        self._publisher.withdraw(message)

    def record_attempt(self, call: Call, outcome: str, at: float, *, is_accepted: bool) -> None:
        """Keep an attempt at a call: what the client gets, and whether SES carried it out."""
        self._records.take_attempt(
            Attempt(
                operation=call.operation,
                api=call.api,
                region=call.region,
                outcome=outcome,
                is_accepted=is_accepted,
                seconds=at,
                headers=call.headers,
            )
        )

    def record_refusal(
        self,
        call: Call,
        refusal: Refusal,
        code: str,
        http_status: int,
        submission: Submission | None = None,
    ) -> RefusedRequest:
        """Keep a refusal, with the code and status that its API answers; what is kept."""
        remedy = refusal.remedy
        if remedy is not None:
            remedy = remedy.replace("{account}", self._accounts.name_of(call.region))
            if len(remedy) > LONGEST_REMEDY:
                remedy = None
        refused_request = RefusedRequest(
            code=code,
            message=refusal.message,
            http_status=http_status,
            rule=refusal.rule,
            operation=call.operation,
            api=call.api,
            region=call.region,
            request=call.parameters,
            origin=call.origin or None,
            refused_at=self._clock.now(),
            requires=refusal.requires,
            remedy=remedy,
            submission=submission,
        )
        self._records.take_refusal(refused_request)
        return refused_request
