"""How the mails of a call are sent: judged, charged to the account, recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from random import Random
from typing import Any, NamedTuple, NoReturn

from pytest_sesmock.account.planned_failures import ENTRY_HTTP_STATUS, Answer, EntryChoice
from pytest_sesmock.account.reasons.sending import BULK_EMPTY, BULK_TOO_LARGE
from pytest_sesmock.account.state import State
from pytest_sesmock.api.context import Api, Call, Result
from pytest_sesmock.clock import Clock
from pytest_sesmock.delivery.message_id import new_message_id
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.refusal import Fault, Refusal, Refused, Rules
from pytest_sesmock.engine.rules import BULK_RULES, RULES
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.outbox.mail_events import accepted_mail_of
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.service.aftermath import Aftermath
from pytest_sesmock.service.recorder import Recorder
from pytest_sesmock.transport.exchange import HttpRequest
from pytest_sesmock.wire.protocols import KeptRequest

_LONG = 16_384
"""The length of a body from which on texts are not kept twice: in it, and in the mail."""


class SendingContext(NamedTuple):
    """The context of a call: SES judges each mail, charges the account and keeps the message."""

    call: Call
    account: State
    clock: Clock
    api: Api
    request: HttpRequest
    random: Random
    recorder: Recorder
    aftermath: Aftermath
    entry_failures: EntryChoice

    def submit(self, submission: Submission, *, rules: Rules = RULES) -> str:
        """Send a mail; its message id, or Refused."""
        account = self.account
        submission = account.complete(submission)
        refusal = rules.judge(submission, account)
        if refusal is not None:
            raise Refused(refusal, submission)
        now = self.clock.time()
        message_id = new_message_id(self.call.region, now, self.random)
        charges, message = account.quota.charges, None
        try:
            message = SentMessage(
                submission=submission,
                message_id=message_id,
                sent_at=datetime.fromtimestamp(now, timezone.utc),
                request=self._keep_request(),
                origin=self.call.origin or None,
                acceptance=account.accept(submission, now),
                aftermath=self.aftermath.reference,
                headers=self.call.headers,
            )
            account.mails.add(accepted_mail_of(message), message)
            self.recorder.record(message)
        except BaseException:
            # Ctrl-C, or a plugin's timeout: the caller gets that instead of an answer. Whatever is
            # charged is in the outbox, and the other way round.
            account.quota.take_back(charges)
            if message is not None:
                account.mails.withdraw(message)
                self.recorder.withdraw(message)
            raise
        return message_id

    def _keep_request(self) -> Mapping[str, Any] | Callable[[], dict[str, Any]]:
        request = self.request
        if len(request.body) > _LONG:
            return self.call.parameters
        return KeptRequest(self.api.name, request.method, request.target, request.body)

    def submit_bulk(self, request: Submission, entries: Sequence[Submission]) -> list[Result]:
        """Send each entry; Refused if SES refuses the request as a whole."""
        if not entries:
            raise BULK_EMPTY.refused()
        if len(entries) > limits.MAX_BULK_ENTRIES:
            raise BULK_TOO_LARGE.refused()
        refusal = BULK_RULES.judge(self.account.complete(request), self.account)
        if refusal is not None:
            raise Refused(refusal, _to_everyone(request, entries))
        return [self._submit_entry(*each) for each in enumerate(entries)]

    def _submit_entry(self, position: int, entry: Submission) -> Result:
        failures = self.account.planned_failures
        answer = failures.take_entry(self.entry_failures, position, self.api.name)
        if answer is not None:
            return self._refuse_entry(entry, planned_refusal(answer), answer.code)
        try:
            message_id = self.submit(entry)
        except Refused as refused:
            refusal = refused.refusal
            return self._refuse_entry(entry, refusal, self.api.entry_status(refusal.fault))
        return {"Status": self.api.entry_accepted, "MessageId": message_id}

    def _refuse_entry(self, entry: Submission, refusal: Refusal, status: str) -> Result:
        self.recorder.record_refusal(self.call, refusal, status, ENTRY_HTTP_STATUS, entry)
        return {"Status": status, "Error": refusal.message}


def planned_refusal(answer: Answer) -> Refusal:
    """SES's no that a test has planned."""
    return Refusal("planned", Fault.PLANNED, answer.message, requires="")


class RefusingContext(NamedTuple):
    """The context of a call that meets a planned failure: it refuses the first mail handed in.

    No rule is asked: the call is carried out this far only to learn which mail it would have sent.
    """

    call: Call
    account: State
    clock: Clock
    refusal: Refusal

    def submit(self, submission: Submission, *, rules: Rules = RULES) -> NoReturn:  # noqa: ARG002 - asks none
        """Raise Refused with the mail."""
        raise Refused(self.refusal, submission)

    def submit_bulk(self, request: Submission, entries: Sequence[Submission]) -> NoReturn:
        """Raise Refused with the mail that goes to the recipients of all entries."""
        raise Refused(self.refusal, _to_everyone(request, entries))


def _to_everyone(request: Submission, entries: Sequence[Submission]) -> Submission:
    """A bulk send as one mail: its recipients are those of all its entries."""
    return request._replace(
        to=tuple(address for entry in entries for address in entry.to),
        cc=tuple(address for entry in entries for address in entry.cc),
        bcc=tuple(address for entry in entries for address in entry.bcc),
    )
