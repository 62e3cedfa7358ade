"""SESMock: accounts by region, an outbox and a clock behind one lock."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from email.utils import formatdate
from functools import lru_cache, partial
from random import Random
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

import botocore.session
from botocore.exceptions import BotoCoreError

from pytest_sesmock import options
from pytest_sesmock.account.account import Account
from pytest_sesmock.account.reasons.requests import REQUEST_SHAPE
from pytest_sesmock.account.reasons.sending import BULK_EMPTY, BULK_TOO_LARGE
from pytest_sesmock.api import planning, v1, v2
from pytest_sesmock.api.context import Api, Call, Context, Operation, Result
from pytest_sesmock.clock import Clock
from pytest_sesmock.delivery.message_id import new_message_id, new_uuid
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.refusal import Fault, Refusal, Refused, Rule, judge
from pytest_sesmock.engine.rules import BULK_RULES, RULES
from pytest_sesmock.errors import SesmockError, UnsupportedOperation
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.outbox import Outbox
from pytest_sesmock.outbox.refused_request import RefusedRequest
from pytest_sesmock.transport import botocore_hook
from pytest_sesmock.transport.botocore_hook import HttpReply, HttpRequest
from pytest_sesmock.wire.call import MalformedRequest
from pytest_sesmock.wire.models import service_model
from pytest_sesmock.wire.protocols import PROTOCOLS
from pytest_sesmock.wire.validation import violations

if TYPE_CHECKING:
    from typing_extensions import Self

    from pytest_sesmock.engine.submissions.submission import Submission

_APIS = {api.name: api for api in (v1.API, v2.API)}
_NO_HEADERS: Mapping[str, str] = {}


class SESMock:
    """An Amazon SES in this process, for as long as its with block lasts.

    Every SES call of every botocore client, whenever the client was made, is judged and answered
    here; none reaches the network. Of nested mocks the innermost answers::

        with SESMock(verified_identities=["example.com"]) as mock:
            send_welcome_mail("ada@example.org")
            mock.outbox.assert_sent(to="ada@example.org")

    Everything but `auto_verify` is about the account in `region`; the accounts of other regions
    start as fresh ones do, since on AWS each region has its own. What is not given is as on AWS.

    Args:
        region: The default region; unset, the one botocore is configured with, else us-east-1.
        verified_identities: Email addresses and domains that are verified.
        sandbox: Whether the account is in the sandbox.
        max_24_hour_send: Recipients per 24 hours; -1 for no limit.
        max_send_rate: Recipients per second; unset, the rate is no limit.
        sending_enabled: False pauses the account as its holder would.
        configuration_sets: Names of configuration sets that exist.
        auto_verify: Whether verification through the API succeeds at once, in every region.

    Raises:
        SesmockError: If an argument is wrong.
    """

    # Named so that a misspelt setting is an AttributeError at the user's line.
    __slots__ = (
        "__weakref__",
        "_account_names",
        "_accounts",
        "_lock",
        "_options",
        "_random",
        "_region",
        "_unsupported",
        "clock",
        "outbox",
    )

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
        self._options = {
            "region": region,
            "verified_identities": _as_list(verified_identities),
            "sandbox": sandbox,
            "max_24_hour_send": max_24_hour_send,
            "max_send_rate": max_send_rate,
            "sending_enabled": sending_enabled,
            "configuration_sets": _as_list(configuration_sets),
            "auto_verify": auto_verify,
        }
        options.check(self._options)
        self.outbox = Outbox()
        """What SES accepted and refused, of all regions."""
        self.clock = Clock()
        """The mock's time."""
        self._lock = RLock()
        self._random = Random(0)  # noqa: S311 - repeatable ids, not secrets
        self._accounts: dict[str, Account] = {}
        self._region = region
        self._unsupported: list[UnsupportedOperation] = []
        self._account_names = ("mock.account()", "mock.account({!r})")
        # A wrong value fails here, at the user's line. The account itself is made when first asked
        # for: only then is the default region looked up, which fixtures of the test may still set.
        if any(value is not None for value in self._options.values()):
            self._arrange(self._new_account(region or "us-east-1"))

    def _new_account(self, region: str) -> Account:
        return Account(
            region,
            clock=self.clock,
            lock=self._lock,
            random=self._random,
            plan=partial(planning.answers, _APIS.values()),
            sends=lambda call: _APIS[call.api].operations[call.operation].sends,
        )

    def _arrange(self, account: Account) -> None:
        """Set up the default region's account as the options say."""
        given = self._options
        account.verify(*given["verified_identities"] or ())
        account.sandbox = bool(given["sandbox"])
        account.max_24_hour_send = given["max_24_hour_send"]
        account.max_send_rate = given["max_send_rate"]
        if given["sending_enabled"] is False:
            account.pause_sending()
        for name in given["configuration_sets"] or ():
            account.create_configuration_set(name)

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
            self._region = _configured_region() or "us-east-1"
        return self._region

    def account(self, region: str | None = None) -> Account:
        """The account in a region, by default in the default one; always the same object.

        Raises:
            SesmockError: If `region` is no text.
        """
        if region is None:
            region = self.region
        elif not options.is_region(region):
            raise SesmockError(f"region must be the name of an AWS region, not {region!r}")
        return self._account(region)

    def _account(self, region: str) -> Account:
        with self._lock:
            account = self._accounts.get(region)
            if account is None:
                account = self._accounts[region] = self._new_account(region)
                account.auto_verify = bool(self._options["auto_verify"])
                if region == self.region:
                    self._arrange(account)
            return account

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts that were asked for or called so far."""
        with self._lock:
            return tuple(self._accounts.values())

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
            api = _APIS[request.service]
            operation = api.operations.get(request.operation)
            if operation is None:
                error = UnsupportedOperation(request.service, request.operation)
                self._unsupported.append(error)
                raise error
            request_id = new_uuid(self._random)
            model, protocol = service_model(api.name), PROTOCOLS[api.name]
            try:
                name, parameters = protocol.parse_request(
                    model, request.method, request.url, request.body
                )
            except MalformedRequest as malformed:
                return self._error(
                    api, request_id, malformed.code, malformed.message, malformed.http_status
                )
            call = Call(api.name, name, request.region, parameters)
            account = self._account(request.region)
            planned = account.take_planned_failure(call)
            if planned is not None:
                refusal = Refusal("planned", Fault.PLANNED, planned.message, requires="")
                submission = self._submission_of(call, account, operation, refusal)
                self._record_refusal(call, refusal, planned.code, planned.http_status, submission)
                return self._error(api, request_id, *planned)
            context = Context(
                call,
                account,
                self.clock,
                partial(self._submit, call, account),
                partial(self._submit_bulk, call, account),
            )
            try:
                result = _perform(operation, context)
            except Refused as refused:
                refusal = refused.refusal
                code, status = api.codes[refusal.fault]
                self._record_refusal(call, refusal, code, status, refused.submission)
                return self._error(api, request_id, code, refusal.message, status)
            body = protocol.write_result(model, name, result, request_id)
            return self._reply(api, 200, request_id, body)

    def _submission_of(
        self, call: Call, account: Account, operation: Operation, refusal: Refusal
    ) -> Submission | None:
        """The mail that a call would have sent: it belongs to the record of a planned failure."""
        submission = None
        if operation.sends:
            refuse = partial(_refuse, refusal)
            try:
                _perform(operation, Context(call, account, self.clock, refuse, refuse))
            except Refused as refused:
                submission = refused.submission
        return submission

    def _submit(
        self,
        call: Call,
        account: Account,
        submission: Submission,
        rules: tuple[Rule, ...] = RULES,
    ) -> str:
        submission = account.completed(submission)
        refusal = judge(rules, submission, account)
        if refusal is not None:
            raise Refused(refusal, submission)
        now = self.clock.now()
        message_id = new_message_id(call.region, now.timestamp(), self._random)
        withheld = account.accept(submission)
        self.outbox.record(
            SentMessage(
                submission=submission,
                message_id=message_id,
                sent_at=now,
                request=call.parameters,
                withheld=withheld,
            )
        )
        return message_id

    def _submit_bulk(
        self, call: Call, account: Account, request: Submission, entries: Sequence[Submission]
    ) -> list[Result]:
        if not entries:
            raise BULK_EMPTY.refused()
        if len(entries) > limits.MAX_BULK_ENTRIES:
            raise BULK_TOO_LARGE.refused()
        refusal = judge(BULK_RULES, account.completed(request), account)
        if refusal is not None:
            _refuse(refusal, request, entries)
        return [self._submit_entry(call, account, entry) for entry in entries]

    def _submit_entry(self, call: Call, account: Account, submission: Submission) -> Result:
        api = _APIS[call.api]
        try:
            message_id = self._submit(call, account, submission)
        except Refused as refused:
            status = api.entry_status(refused.refusal.fault)
            # The request as a whole is answered with 200.
            self._record_refusal(call, refused.refusal, status, 200, submission)
            return {"Status": status, "Error": refused.refusal.message}
        return {"Status": api.entry_accepted, "MessageId": message_id}

    def _record_refusal(
        self,
        call: Call,
        refusal: Refusal,
        code: str,
        http_status: int,
        submission: Submission | None = None,
    ) -> None:
        remedy = refusal.remedy
        if remedy is not None:
            default, other = self._account_names
            account = default if call.region == self.region else other.format(call.region)
            remedy = remedy.replace("{account}", account)
        self.outbox.record_refusal(
            RefusedRequest(
                code=code,
                message=refusal.message,
                http_status=http_status,
                rule=refusal.rule,
                operation=call.operation,
                api=call.api,
                region=call.region,
                request=call.parameters,
                refused_at=self.clock.now(),
                requires=refusal.requires,
                remedy=remedy,
                submission=submission,
            )
        )

    def _error(
        self, api: Api, request_id: str, code: str, message: str | None, status: int
    ) -> HttpReply:
        protocol = PROTOCOLS[api.name]
        body = protocol.write_error(code, message, request_id, status)
        return self._reply(api, status, request_id, body, protocol.error_headers(code))

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
                "Content-Type": PROTOCOLS[api.name].content_type,
                "Content-Length": str(len(body)),
                "Date": _http_date(int(self.clock.time())),
                **headers,
            },
            body,
        )


def _perform(operation: Operation, context: Context) -> Result:
    """An operation's result; Refused also for parameters that break the model's constraints."""
    call = context.call
    model = service_model(call.api)
    violated = violations(model, call.operation, call.parameters, unless=operation.own_checks)
    if violated is not None:
        raise REQUEST_SHAPE.refused(violations=violated)
    return operation.function(context, call.parameters)


def _refuse(
    refusal: Refusal,
    submission: Submission,
    entries: Sequence[Submission] = (),
    rules: object = None,  # noqa: ARG001 - a planned failure asks no rule
) -> NoReturn:
    """Refuse a mail, or a bulk send: its recipients are those of its entries."""
    if entries:
        submission = submission._replace(
            to=tuple(address for entry in entries for address in entry.to),
            cc=tuple(address for entry in entries for address in entry.cc),
            bcc=tuple(address for entry in entries for address in entry.bcc),
        )
    raise Refused(refusal, submission)


@lru_cache(maxsize=1)
def _http_date(second: int) -> str:
    return formatdate(second, usegmt=True)


def _as_list(values: Any) -> Any:
    """A plain list of any iterable but a text; what is none is left for Options to refuse."""
    is_plain = isinstance(values, Iterable) and not isinstance(values, str)
    return list(values) if is_plain else values


def _configured_region() -> str | None:
    """The region that clients made without one get from botocore, or from boto3's default session.

    Raises:
        SesmockError: If the configuration cannot be read.
    """
    session = getattr(sys.modules.get("boto3"), "DEFAULT_SESSION", None)
    region: str | None = session.region_name if session is not None else None
    if region is None:
        region = os.environ.get("AWS_DEFAULT_REGION")
    try:
        return region or botocore.session.Session().get_config_variable("region")
    except BotoCoreError as error:
        raise SesmockError(f"botocore cannot tell the default region: {error}") from error
