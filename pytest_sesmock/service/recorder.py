"""What the outbox keeps of a call: the messages accepted, and the refusals with their remedies."""

from __future__ import annotations

from pytest_sesmock.api.context import Call
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine.refusal import Refusal
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.records import Records
from pytest_sesmock.outbox.refused_request import RefusedRequest
from pytest_sesmock.service.accounts import Accounts


class Recorder:
    """Writes what becomes of calls into the records of an outbox."""

    __slots__ = ("_accounts", "_clock", "_records")

    def __init__(self, records: Records, accounts: Accounts, clock: Clock) -> None:
        self._records = records
        self._accounts = accounts
        self._clock = clock

    def record(self, message: SentMessage) -> None:
        """Keep an accepted message."""
        self._records.take(message)

    def withdraw(self, message: SentMessage) -> None:
        """Keep nothing of a message, of which nothing or all may be kept already."""
        self._records.withdraw(message)

    def record_refusal(
        self,
        call: Call,
        refusal: Refusal,
        code: str,
        http_status: int,
        submission: Submission | None = None,
    ) -> None:
        """Keep a refusal, with the code and status that its API answers."""
        remedy = refusal.remedy
        if remedy is not None:
            remedy = remedy.replace("{account}", self._accounts.name_of(call.region))
        self._records.take_refusal(
            RefusedRequest(
                code=code,
                message=refusal.message,
                http_status=http_status,
                rule=refusal.rule,
                operation=call.operation,
                api=call.api,
                region=call.region,
                request=call.parameters,
                refused_at=self._clock.now(),
                requires=refusal.requires,
                remedy=remedy,
                submission=submission,
            )
        )
