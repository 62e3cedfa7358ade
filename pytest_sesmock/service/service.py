"""One exchange with SES: parse, planned failure, constraints, operation, reply."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from email.utils import formatdate
from functools import lru_cache
from random import Random
from threading import RLock
from typing import TYPE_CHECKING

from pytest_sesmock.account.planned_failures import (
    LONGEST_DELAY,
    Answer,
    EntryChoice,
    PlannedFailure,
)
from pytest_sesmock.account.reasons.requests import REQUEST_SHAPE
from pytest_sesmock.api.apis import load_api
from pytest_sesmock.api.context import Api, Call, Context, Operation, Result
from pytest_sesmock.attempt_headers import AttemptHeaders
from pytest_sesmock.clock import Clock
from pytest_sesmock.delivery.message_id import new_uuid
from pytest_sesmock.engine.refusal import Refused
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.errors import SesmockError, UnsupportedOperation
from pytest_sesmock.later import Later
from pytest_sesmock.locks import renew
from pytest_sesmock.outbox.attempt import ACCEPTED
from pytest_sesmock.outbox.refused_request import RefusedRequest
from pytest_sesmock.service.accounts import Accounts
from pytest_sesmock.service.aftermath import Aftermath
from pytest_sesmock.service.publisher import Publisher
from pytest_sesmock.service.recorder import Recorder
from pytest_sesmock.service.sending import RefusingContext, SendingContext, planned_refusal
from pytest_sesmock.transport.exchange import HttpReply, HttpRequest, Parent
from pytest_sesmock.wire.protocols import protocol
from pytest_sesmock.wire.request import MalformedRequest

if TYPE_CHECKING:
    from pytest_sesmock.outbox.explain import advice
else:
    advice = Later("pytest_sesmock.outbox.explain.advice")

_NOT_BUILT = 501
_NO_HEADERS: Mapping[str, str] = {}


class Service:
    """An Amazon SES: it answers the requests of every door, one at a time.

    Args:
        accounts: The accounts by region.
        recorder: Keeps what is accepted and refused.
        aftermath: Lets happen to accepted mails what a test wants.
        publisher: Hands over what SES publishes.
        clock: The mock's clock.
        lock: The mock's lock.
        random: The mock's source of ids.
    """

    __slots__ = (
        "_accounts",
        "_aftermath",
        "_clock",
        "_lock",
        "_misuses",
        "_publisher",
        "_random",
        "_recorder",
        "name",
        "parent",
    )

    def __init__(
        self,
        accounts: Accounts,
        recorder: Recorder,
        aftermath: Aftermath,
        publisher: Publisher,
        *,
        clock: Clock,
        lock: RLock,
        random: Random,
    ) -> None:
        self._accounts = accounts
        self._recorder = recorder
        self._aftermath = aftermath
        self._publisher = publisher
        self._clock = clock
        self._lock = lock
        self._random = random
        self._misuses: list[SesmockError] = []
        self.parent: Parent | None = None
        """What every request is handed over to; None except of a copy in a forked child."""
        self.name = ""
        """The test that the mock is for, empty if unknown."""

    @property
    def region(self) -> str:
        """The default region, which clients get that were made without one."""
        return self._accounts.region

    @property
    def accounts(self) -> Accounts:
        """The accounts by region."""
        return self._accounts

    @property
    def misuses(self) -> tuple[SesmockError, ...]:
        """Why calls were stopped so far: operations that are not built, callables that raised."""
        return tuple(self._misuses)

    @property
    def publisher(self) -> Publisher:
        """Hands over what SES publishes."""
        return self._publisher

    def follow_up(self) -> None:
        """Publish at once what a call has brought about, now that it has been answered.

        A door calls this outside of all locks.

        Raises:
            SesmockError: It cannot be published.
        """
        if self.parent is not None:
            return
        try:
            self._publisher.supply()
        except SesmockError as error:
            self._misuses.append(error.with_traceback(None))
            raise

    def time(self) -> float:
        """The time on the mock's clock, in seconds since the epoch."""
        return self._clock.time()

    @property
    def clock_offset(self) -> float:
        """How many seconds the mock's clock has been advanced so far."""
        return self._clock.offset

    def sleep(self, seconds: float) -> None:
        """Let a back-off of a client pass on the mock's clock."""
        if self.parent is not None:
            self.parent.sleep(seconds)
        self._clock.advance(seconds)

    def disown(self, parent: Parent) -> None:
        """Hand every request over from now on: this is a forked copy of the mock's process."""
        renew(self._lock)
        self._recorder.renew_locks()
        self.parent = parent

    def refuse(self, service: str, code: str, message: str, status: int) -> HttpReply:
        """An error as an API writes it, for what is no request to SES; nothing is recorded."""
        return self._error(load_api(service), code, message, status)

    def answer(self, request: HttpRequest) -> HttpReply:
        """Answer one HTTP request; what it sends is judged, charged and recorded in one step.

        An operation that SES does not have is answered as SES does. One that SES has and the mock
        has not gets the same kind of answer with the status 501, and `unsupported` is set.
        """
        if self.parent is not None:
            return self.parent.answer(request)
        api = load_api(request.service)
        try:
            name, parameters = protocol(api.name).parse_request(
                request.method, request.target, request.body
            )
        except MalformedRequest as malformed:
            return self._error(api, malformed.code, malformed.message, malformed.http_status)
        operation = api.operations.get(name)
        if operation is None:
            return self._stop(api, UnsupportedOperation(api.name, name), api.unknown_operation)
        headers = AttemptHeaders(request.headers)
        call = Call(api.name, name, request.region, parameters, request.origin, headers)
        return self._serve(api, operation, call, request)

    def answer_process(self, request: HttpRequest) -> HttpReply:
        """Answer a request of another process, and follow it up before that process goes on.

        Whatever a callable of the test raises is a misuse, also what ends a test in the test's own
        thread: here it would end a thread of the door, and nobody would learn of it.
        """
        try:
            reply = self.answer(request)
            with suppress(SesmockError):  # the test is told at its end
                self.follow_up()
        except BaseException as error:  # noqa: BLE001 - pytest.fail, sys.exit and their like
            reason = f"{type(error).__name__}: {error}"
            misuse = SesmockError(f"a call of another process was stopped by {reason}")
            return self._stop(load_api(request.service), misuse, "InternalFailure")
        return reply

    def _serve(self, api: Api, operation: Operation, call: Call, request: HttpRequest) -> HttpReply:
        """The reply to a call of an operation that there is."""
        account = self._accounts.state(call.region)
        failures = account.planned_failures
        failure: PlannedFailure | None = None
        entries: EntryChoice = []
        if failures:
            try:
                # Asks the test's own callables: not under the lock, and of a copy, to whose
                # parameters they may do what they like.
                shown = call._replace(parameters=deepcopy(call.parameters))
                failure = failures.take(shown)
                entries = failures.choose_entries(
                    shown, shown.parameters.get(operation.entries, ())
                )
            except SesmockError as error:
                return self._stop(api, error, "InternalFailure")
        with self._lock:
            at = self._clock.time()
            context = SendingContext(
                call,
                account,
                self._clock,
                api,
                request,
                self._random,
                self._recorder,
                self._aftermath,
                entries,
            )
            if failure is None:
                reply, outcome = self._carry_out(api, operation, context)
                is_accepted = outcome == ACCEPTED
            else:
                answer = failure.answers[api.name]
                reply, is_accepted = self._fail(api, operation, context, failure)
                outcome = answer.code
                self._clock.advance(_wait(failure, answer, request))
            self._recorder.record_attempt(call, outcome, at, is_accepted=is_accepted)
            return reply

    def _carry_out(self, api: Api, operation: Operation, context: Context) -> tuple[HttpReply, str]:
        """The reply of SES, and the attempt's outcome: accepted, or the code of the refusal."""
        call, request_id = context.call, new_uuid(self._random)
        try:
            result = _perform(operation, context)
        except SesmockError as error:  # of what it is pointed at
            return self._stop(api, error, "InternalFailure"), "InternalFailure"
        except Refused as refused:
            refusal = refused.refusal
            code, status = api.codes[refusal.fault]
            if refusal.fault in api.texts:
                refusal = refusal._replace(message=api.texts[refusal.fault])
            refused_request = self._recorder.record_refusal(
                call, refusal, code, status, refused.submission
            )
            reply = self._error(api, code, refusal.message, status, request_id)
            return reply._replace(note=advice.note(refused_request)), code
        body = protocol(api.name).write_result(call.operation, result, request_id)
        return self._reply(api, 200, request_id, body), ACCEPTED

    def _fail(
        self, api: Api, operation: Operation, context: Context, failure: PlannedFailure
    ) -> tuple[HttpReply, bool]:
        """What comes of a call that a test lets fail, and whether SES has carried it out."""
        answer = failure.answers[api.name]
        is_accepted = False
        if failure.after_acceptance:
            reply, outcome = self._carry_out(api, operation, context)
            is_accepted = outcome == ACCEPTED
            if answer.body == "truncated":
                return self._truncate(reply), is_accepted
            its_note = advice.failure_note(is_after_answer=True)
        elif answer.failure is None:
            its_note = advice.note(self._record_planned(operation, context, answer))
        else:
            its_note = advice.failure_note(is_after_answer=False)
        if answer.failure is not None:
            reply = HttpReply(0, _NO_HEADERS, b"", failure=answer.failure)
        elif answer.body == "missing":
            reply = HttpReply(answer.http_status, self._headers(b""), b"")
        else:
            reply = self._error(api, answer.code, answer.message, answer.http_status)
        return reply._replace(note=its_note), is_accepted

    def _truncate(self, reply: HttpReply) -> HttpReply:
        """A reply of which half the body is missing, unnoticed by HTTP."""
        body = reply.body[: len(reply.body) // 2]
        return reply._replace(headers={**reply.headers, **self._headers(body)}, body=body)

    def _record_planned(
        self, operation: Operation, context: Context, answer: Answer
    ) -> RefusedRequest:
        """Record a planned failure, with the mail that the call would have sent if it sends."""
        refusal = planned_refusal(answer)
        submission: Submission | None = None
        if operation.sends:
            try:
                _perform(
                    operation,
                    RefusingContext(context.call, context.account, context.clock, refusal),
                )
            except Refused as refused:
                submission = refused.submission
        return self._recorder.record_refusal(
            context.call, refusal, answer.code, answer.http_status, submission
        )

    def _stop(self, api: Api, error: SesmockError, code: str) -> HttpReply:
        """The reply to a call that the mock cannot answer as SES would."""
        # Raised again by the door, whose caller has no use for the frames in here.
        self._misuses.append(error.with_traceback(None))
        return self._error(api, code, str(error), _NOT_BUILT)._replace(unsupported=error)

    def _error(
        self, api: Api, code: str, message: str | None, status: int, request_id: str | None = None
    ) -> HttpReply:
        if request_id is None:
            with self._lock:
                request_id = new_uuid(self._random)
        wire = protocol(api.name)
        body = wire.write_error(code, message, request_id, status)
        return self._reply(api, status, request_id, body, wire.error_headers(code))

    def _reply(
        self,
        api: Api,
        status: int,
        request_id: str,
        body: bytes,
        headers: Mapping[str, str] = _NO_HEADERS,
    ) -> HttpReply:
        return HttpReply(
            status,
            {
                "x-amzn-RequestId": request_id,
                "Content-Type": protocol(api.name).content_type,
                **self._headers(body),
                **headers,
            },
            body,
        )

    def _headers(self, body: bytes) -> dict[str, str]:
        """What every HTTP server says of its reply."""
        return {
            "Content-Length": str(len(body)),
            "Date": _http_date(int(self._clock.time())),
        }


def _wait(failure: PlannedFailure, answer: Answer, request: HttpRequest) -> float:
    """How many seconds the caller waits for a failure."""
    if failure.delay is not None:
        return failure.delay
    timeout: float = 0
    if answer.failure == "connect-timeout":
        timeout = request.connect_timeout
    elif answer.failure == "read-timeout":
        timeout = request.read_timeout
    return min(timeout, LONGEST_DELAY)


def _perform(operation: Operation, context: Context) -> Result:
    """An operation's result; Refused also for parameters that break the model's constraints."""
    call = context.call
    wire = protocol(call.api)
    broken = wire.violations(call.operation, call.parameters, operation.own_checks)
    if broken is not None:
        raise REQUEST_SHAPE.refused(violations=broken)
    return operation.function(context, call.parameters)


@lru_cache(maxsize=1)
def _http_date(second: int) -> str:
    return formatdate(second, usegmt=True)
