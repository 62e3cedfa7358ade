"""SESMock: accounts by region, an outbox and a clock behind one lock."""

from __future__ import annotations

import os
from collections.abc import Sequence
from email.utils import formatdate
from functools import lru_cache, partial
from random import Random
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any

import botocore.session

from pytest_sesmock.account.account import Account
from pytest_sesmock.account.reasons import REQUEST_SHAPE
from pytest_sesmock.api import v1
from pytest_sesmock.api.context import Call, Context
from pytest_sesmock.api.v1.codes import CODES, plan
from pytest_sesmock.clock import Clock
from pytest_sesmock.delivery.message_id import new_message_id, new_uuid
from pytest_sesmock.engine.refusal import Refused, judge
from pytest_sesmock.engine.rules import RULES
from pytest_sesmock.errors import SesmockError, UnsupportedOperation
from pytest_sesmock.options import Options
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.outbox import Outbox
from pytest_sesmock.outbox.refused import RefusedRequest
from pytest_sesmock.transport import botocore_hook
from pytest_sesmock.transport.botocore_hook import HttpReply, HttpRequest
from pytest_sesmock.wire import query
from pytest_sesmock.wire.models import service_model
from pytest_sesmock.wire.validation import violations

if TYPE_CHECKING:
    from typing_extensions import Self

    from pytest_sesmock.engine.submission import Submission


class SESMock:
    """An Amazon SES in this process, for as long as its with block lasts.

    Every SES call of every botocore client, whenever the client was made, is judged and answered
    here; none reaches the network. Of nested mocks the innermost answers::

        with SESMock(verified_identities=["example.com"]) as mock:
            send_welcome_mail("ada@example.org")
            mock.outbox.assert_sent(to="ada@example.org")

    The arguments are those of `pytest_sesmock.options.Options`.

    Raises:
        SesmockError: If an argument is wrong.
    """

    def __init__(
        self,
        *,
        region: str | None = None,
        verified_identities: Sequence[str] | None = None,
        sandbox: bool | None = None,
        max_24_hour_send: float | None = None,
        max_send_rate: float | None = None,
        sending_enabled: bool | None = None,
        configuration_sets: Sequence[str] | None = None,
        auto_verify: bool | None = None,
    ) -> None:
        options = Options(
            region=region,
            verified_identities=_as_list(verified_identities),
            sandbox=sandbox,
            max_24_hour_send=max_24_hour_send,
            max_send_rate=max_send_rate,
            sending_enabled=sending_enabled,
            configuration_sets=_as_list(configuration_sets),
            auto_verify=auto_verify,
        )
        self.outbox = Outbox()
        """What SES accepted and refused, of all regions."""
        self.clock = Clock()
        """The mock's time."""
        self._lock = RLock()
        self._random = Random(0)  # noqa: S311 - repeatable ids, not secrets
        self._accounts: dict[str, Account] = {}
        self._region = options.region
        self._auto_verify = bool(options.auto_verify)
        self._unsupported: list[UnsupportedOperation] = []
        self._account_names = ("mock.account()", "mock.account({!r})")
        self._arrange(options)

    def _arrange(self, options: Options) -> None:
        """Set up the default region's account, if the options say anything about it."""
        if options.verified_identities:
            self.account().verify(*options.verified_identities)
        if options.sandbox is not None:
            self.account().sandbox = options.sandbox
        if options.max_24_hour_send is not None:
            self.account().max_24_hour_send = options.max_24_hour_send
        if options.max_send_rate is not None:
            self.account().max_send_rate = options.max_send_rate
        if options.sending_enabled is False:
            self.account().pause_sending()
        for name in options.configuration_sets or ():
            self.account().create_configuration_set(name)

    def __enter__(self) -> Self:
        if botocore_hook.is_active(self):
            raise SesmockError("this SESMock is active already; nest another one instead")
        botocore_hook.activate(self)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        botocore_hook.deactivate(self)

    def __repr__(self) -> str:
        return f"<SESMock {self.outbox!r}>"

    @property
    def region(self) -> str:
        """The default region: the one given, else botocore's configured one, else us-east-1.

        SES clients made without any region while the mock is active get this one.
        """
        if self._region is None:
            self._region = (
                os.environ.get("AWS_DEFAULT_REGION")
                or botocore.session.Session().get_config_variable("region")
                or "us-east-1"
            )
        return self._region

    def account(self, region: str | None = None) -> Account:
        """The account in a region, by default in the default one; always the same object.

        Raises:
            SesmockError: If `region` is no text.
        """
        if region is None:
            region = self.region
        elif not isinstance(region, str) or not region:
            raise SesmockError(f"region is the name of an AWS region, not {region!r}")
        with self._lock:
            account = self._accounts.get(region)
            if account is None:
                account = self._accounts[region] = Account(
                    region,
                    clock=self.clock,
                    lock=self._lock,
                    random=self._random,
                    plan=plan,
                    sends=lambda call: call.operation in v1.SENDS,
                )
                account.auto_verify = self._auto_verify
            return account

    @property
    def unsupported(self) -> tuple[UnsupportedOperation, ...]:
        """The errors raised for operations the mock does not have."""
        return tuple(self._unsupported)

    def name_accounts(self, default: str, other: str) -> None:
        """Say how remedies name accounts: the default region's, and another's (`{!r}`: region)."""
        self._account_names = (default, other)

    # What the transport asks

    def sleep(self, seconds: float) -> None:
        """Let a back-off of the client pass on the mock's clock."""
        self.clock.advance(seconds)

    def answer(self, request: HttpRequest) -> HttpReply:
        """Answer one HTTP request: judge, charge and record in one step.

        Raises:
            UnsupportedOperation: If the mock does not have the operation.
        """
        with self._lock:
            operation = v1.OPERATIONS.get(request.operation) if request.service == "ses" else None
            if operation is None:
                error = UnsupportedOperation(request.service, request.operation)
                self._unsupported.append(error)
                raise error
            request_id = new_uuid(self._random)
            model = service_model(request.service)
            try:
                name, parameters = query.parse_request(model, request.body)
            except query.MalformedRequest as malformed:
                body = query.write_error(malformed.code, malformed.message, request_id)
                return self._reply(400, request_id, body)
            call = Call(request.service, name, request.region, parameters)
            account = self.account(request.region)
            failure = account.take_planned_failure(call)
            if failure is not None:
                return self._refuse(
                    call,
                    request_id,
                    failure.code,
                    failure.http_status,
                    failure.message,
                    rule="planned",
                    why="The test planned it.",
                )
            context = Context(call, account, self.clock, partial(self._submit, call, account))
            try:
                violated = violations(model, name, parameters)
                if violated is not None:
                    raise REQUEST_SHAPE.refused(violations=violated)
                result = operation(context, parameters)
            except Refused as refused:
                rule, fault, message, why, remedy = refused.refusal
                code, status = CODES[fault]
                return self._refuse(
                    call,
                    request_id,
                    code,
                    status,
                    message,
                    rule=rule,
                    why=why,
                    remedy=remedy,
                )
            return self._reply(200, request_id, query.write_result(model, name, result, request_id))

    def _submit(self, call: Call, account: Account, submission: Submission) -> str:
        refusal = judge(RULES, submission, account)
        if refusal is not None:
            raise Refused(refusal)
        message_id = new_message_id(call.region, self.clock.time(), self._random)
        account.charge(submission)
        self.outbox.record(
            SentMessage(
                submission=submission,
                message_id=message_id,
                sent_at=self.clock.now(),
                request=call.parameters,
            )
        )
        return message_id

    def _refuse(
        self,
        call: Call,
        request_id: str,
        code: str,
        status: int,
        message: str,
        *,
        rule: str,
        why: str,
        remedy: str | None = None,
    ) -> HttpReply:
        if remedy is not None:
            default, other = self._account_names
            account = default if call.region == self.region else other.format(call.region)
            remedy = remedy.replace("{account}", account)
        self.outbox.record_refusal(
            RefusedRequest(
                code=code,
                message=message,
                http_status=status,
                rule=rule,
                operation=call.operation,
                api=call.api,
                region=call.region,
                request=call.parameters,
                refused_at=self.clock.now(),
                why=why,
                remedy=remedy,
            )
        )
        body = query.write_error(code, message, request_id, status=status)
        return self._reply(status, request_id, body)

    def _reply(self, status: int, request_id: str, body: bytes) -> HttpReply:
        headers = {
            "x-amzn-RequestId": request_id,
            "Content-Type": query.CONTENT_TYPE,
            "Content-Length": str(len(body)),
            "Date": _http_date(int(self.clock.time())),
        }
        return HttpReply(status, headers, body)


@lru_cache(maxsize=1)
def _http_date(second: int) -> str:
    return formatdate(second, usegmt=True)


def _as_list(values: Any) -> Any:
    """A plain list of any iterable but a text, which is left for Options to refuse."""
    return values if values is None or isinstance(values, str) else list(values)
