"""An SES account in one region: what a test arranges and what the rules read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from random import Random
from threading import RLock
from typing import Any

from pytest_sesmock.account import arguments
from pytest_sesmock.account.authorization import Authorization
from pytest_sesmock.account.configuration_sets import ConfigurationSets
from pytest_sesmock.account.identities import (
    MAIL_FROM_STATUSES,
    MX_BEHAVIORS,
    STATUSES,
    Identities,
    MailFrom,
)
from pytest_sesmock.account.planned_failures import (
    Answer,
    ApiCall,
    Plan,
    PlannedFailure,
    PlannedFailures,
)
from pytest_sesmock.account.policies import parse_policy
from pytest_sesmock.account.quota import Quota
from pytest_sesmock.account.statistics import Statistics
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine.account_view import PausedBy
from pytest_sesmock.engine.addresses import Mailbox
from pytest_sesmock.engine.submission import Submission
from pytest_sesmock.errors import SesmockError

ACCOUNT_ID = "123456789012"
"""The twelve digits of every mocked account, the ones AWS's documentation uses."""


class Account:
    """An Amazon SES account in one region.

    A fresh one is out of the sandbox, has no verified identity and a quota of 50,000 recipients in
    24 hours. Make it through `SESMock.account`. Every method may be called from any thread.
    """

    # Named so that a misspelt setting is an AttributeError at the user's line.
    __slots__ = (
        "_auto_verify",
        "_clock",
        "_configuration_sets",
        "_lock",
        "_paused_by",
        "_planned",
        "_quota",
        "_random",
        "_region",
        "_sandbox",
        "_uses_mail_from",
        "authorization",
        "identity_store",
        "statistics",
    )

    def __init__(
        self,
        region: str,
        *,
        clock: Clock,
        lock: RLock,
        random: Random,
        plan: Plan,
        sends: Callable[[Any], bool],
    ) -> None:
        self._region = region
        self._clock = clock
        self._lock = lock
        self._random = random
        self._sandbox = False
        self._paused_by: PausedBy | None = None
        self._quota = Quota(clock)
        self._configuration_sets = ConfigurationSets(region)
        self._planned = PlannedFailures(plan, sends)
        self._uses_mail_from = False  # spares most accounts a search on every send
        self.identity_store = Identities()
        self.authorization = Authorization(region, ACCOUNT_ID)
        self.statistics = Statistics()
        self._auto_verify = False

    def __repr__(self) -> str:
        count = len(self.identity_store)
        return f"<Account {self._region}: {count} {'identity' if count == 1 else 'identities'}>"

    @property
    def region(self) -> str:
        """The AWS region the account is in."""
        return self._region

    @property
    def account_id(self) -> str:
        """The account's twelve digits."""
        return ACCOUNT_ID

    @property
    def caller_arn(self) -> str:
        """The IAM user in whose name the code under test calls SES."""
        return self.authorization.caller_arn

    # Identities

    def verify(self, *identities: str) -> None:
        """Make email addresses and domains verified identities.

        A verified domain covers its addresses and sub-domains [doc-verify-sub]. Domains may be
        given in Unicode or in Punycode.

        Raises:
            SesmockError: If one is neither an email address nor a domain; none is added then.
        """
        names = [arguments.identity(identity) for identity in identities]
        with self._lock:
            for name in names:
                self.identity_store.set_status(name, "Success")

    def add_identity(self, identity: str, status: str = "Pending") -> None:
        """Add an identity, or set its status; only Success counts as verified.

        Args:
            identity: An email address or a domain.
            status: Pending, Success, Failed, TemporaryFailure or NotStarted.

        Raises:
            SesmockError: If it is neither an email address nor a domain, or the status is none.
        """
        arguments.one_of("status", status, STATUSES)
        with self._lock:
            self.identity_store.set_status(arguments.identity(identity), status)

    @property
    def identities(self) -> dict[str, str]:
        """Every identity with its verification status, in the order added (a fresh dict)."""
        with self._lock:
            return {identity.name: identity.status for identity in self.identity_store}

    @property
    def auto_verify(self) -> bool:
        """Whether verification through the API succeeds at once instead of staying Pending."""
        return self._auto_verify

    @auto_verify.setter
    def auto_verify(self, value: bool) -> None:
        self._auto_verify = arguments.flag("auto_verify", value)

    def forget_identity(self, name: str) -> None:
        """Delete an identity with its policies; nothing happens if there is none."""
        self.identity_store.remove(name)
        self.authorization.forget(self.identity_arn(name))

    def new_token(self, length: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz234567") -> str:
        """A token as SES makes them for DNS records; the same ones in every run."""
        return "".join(self._random.choices(alphabet, k=length))

    def covers(self, mailbox: Mailbox) -> bool:
        """Whether a verified identity covers the mailbox."""
        return any(
            identity.status == "Success" for identity in self.identity_store.covering(mailbox)
        )

    # Sandbox, pause, quotas

    @property
    def sandbox(self) -> bool:
        """Whether the account is in the sandbox: recipients must be verified, 200 a day."""
        return self._sandbox

    @sandbox.setter
    def sandbox(self, value: bool) -> None:
        self._sandbox = arguments.flag("sandbox", value)

    @property
    def paused_by(self) -> PausedBy | None:
        """Who paused sending, "holder" or "aws"; None while sending is enabled."""
        return self._paused_by

    def pause_sending(self, by: PausedBy = "holder") -> None:
        """Pause the account's sending.

        Args:
            by: "holder" as UpdateAccountSendingEnabled does it (code AccountSendingPausedException)
                or "aws" as a review does it (code MessageRejected) [acct-paused-aws].

        Raises:
            SesmockError: If `by` is neither.
        """
        self._paused_by = arguments.one_of("by", by, ("holder", "aws"))

    def resume_sending(self) -> None:
        """Enable the account's sending, whoever paused it."""
        self._paused_by = None

    @contextlib.contextmanager
    def sending_paused(self, by: PausedBy = "holder") -> Iterator[None]:
        """Pause sending within a with block; afterwards it is as it was before."""
        before = self._paused_by
        self.pause_sending(by)
        try:
            yield
        finally:
            self._paused_by = before

    @property
    def max_24_hour_send(self) -> float:
        """Recipients the account may send to in 24 hours; -1 for no limit.

        Unless set: 200 in the sandbox [quota-sandbox], else 50,000. Setting None unsets it.
        """
        return self._quota.max_24_hour_send(sandbox=self._sandbox)

    @max_24_hour_send.setter
    def max_24_hour_send(self, value: float | None) -> None:
        self._quota.set_max_24_hour_send(value)

    @property
    def max_send_rate(self) -> float | None:
        """Recipients per second that may be sent; None, the default, is no limit.

        Without a limit GetSendQuota still reports one, as every account has it.
        """
        return self._quota.max_send_rate

    @max_send_rate.setter
    def max_send_rate(self, value: float | None) -> None:
        with self._lock:
            self._quota.set_max_send_rate(value)

    @property
    def reported_send_rate(self) -> float:
        """The rate GetSendQuota reports, in recipients per second."""
        return self._quota.reported_send_rate(sandbox=self._sandbox)

    @property
    def sent_last_24_hours(self) -> int:
        """Recipients counted against the daily quota so far; set it to start from there."""
        with self._lock:
            return self._quota.sent_last_24_hours

    @sent_last_24_hours.setter
    def sent_last_24_hours(self, value: float) -> None:
        with self._lock:
            self._quota.set_sent_last_24_hours(value)

    def quota_is_used_up(self) -> bool:
        """Whether nothing of the daily quota is left."""
        return self._quota.is_used_up(sandbox=self._sandbox)

    def rate_is_exceeded(self) -> bool:
        """Whether nothing of the send rate is left for now."""
        return self._quota.rate_is_exceeded()

    def charge(self, submission: Submission) -> None:
        """Book an accepted message against quota, rate and statistics."""
        self._quota.charge(submission.recipients)
        self.statistics.count(self._clock.time(), len(submission.recipients))

    # Configuration sets

    def create_configuration_set(self, name: str) -> None:
        """Create a configuration set with sending enabled; one that exists stays as it is.

        Raises:
            SesmockError: If the name is not 1 to 64 letters, digits, underscores and dashes.
        """
        with self._lock:
            self._configuration_sets.create(name)

    def delete_configuration_set(self, name: str) -> None:
        """Delete a configuration set; SesmockError if there is none."""
        with self._lock:
            self._configuration_sets.delete(name)

    def pause_configuration_set(self, name: str) -> None:
        """Disable sending through a configuration set; SesmockError if there is none."""
        with self._lock:
            self._configuration_sets.enable(name, sending=False)

    def resume_configuration_set(self, name: str) -> None:
        """Enable sending through a configuration set; SesmockError if there is none."""
        with self._lock:
            self._configuration_sets.enable(name, sending=True)

    @property
    def configuration_sets(self) -> list[str]:
        """The names of the configuration sets, in the order created (a fresh list)."""
        return list(self._configuration_sets)

    def configuration_set_sends(self, name: str) -> bool | None:
        """Whether sending through the set is enabled; None if there is no such set."""
        return self._configuration_sets.sends(name)

    # MAIL FROM and policies

    def set_mail_from(
        self,
        identity: str,
        mail_from_domain: str | None,
        *,
        status: str = "Pending",
        behavior: str = "UseDefaultValue",
    ) -> None:
        """Give an identity a custom MAIL FROM domain, or take it away with None.

        Args:
            identity: An identity of the account.
            mail_from_domain: The domain bounces go to, such as mail.example.com.
            status: Pending, Success, Failed or TemporaryFailure.
            behavior: UseDefaultValue, or RejectMessage: then SES refuses to send while the status
                is not Success [doc-mailfrom-code].

        Raises:
            SesmockError: If the account has no such identity, the domain is no sub-domain of the
                identity's, or another argument is none of the above.
        """
        arguments.one_of("status", status, MAIL_FROM_STATUSES)
        arguments.one_of("behavior", behavior, MX_BEHAVIORS)
        name = arguments.identity(identity)
        setting = None
        if mail_from_domain is not None:
            domain = arguments.identity(mail_from_domain)
            if not name.is_parent_of(domain):
                raise SesmockError(f"{mail_from_domain!r} is no sub-domain of {name.domain!r}")
            setting = MailFrom(domain.name, status, behavior)
        with self._lock:
            known = self.identity_store.get(name.name)
            if known is None:
                raise SesmockError(f"no identity {identity!r} in {self._region}: verify it first")
            known.mail_from = setting
            self._uses_mail_from = True

    def mail_from_fails(self, mailbox: Mailbox) -> str | None:
        """The identity whose MAIL FROM domain makes SES refuse the mailbox as a source, if any."""
        if self._uses_mail_from:
            for identity in self.identity_store.covering(mailbox):
                if identity.mail_from is not None and identity.status == "Success":
                    return identity.name if identity.mail_from.rejects else None
        return None

    def put_policy(
        self, identity: str, policy: str | Mapping[str, Any], name: str = "sending"
    ) -> None:
        """Attach a sending authorization policy to an identity.

        Args:
            identity: An identity of this account, by name or ARN; or the ARN of another account's
                identity, which then counts as verified there and lets this account send as its
                policies allow.
            policy: The policy document, as JSON text or as a dict.
            name: The policy's name; one of the same name is replaced.

        Raises:
            SesmockError: If the identity or the policy is malformed, or a condition's operator is
                none that the mock evaluates.
        """
        try:
            document = parse_policy(policy)
        except ValueError as error:
            raise SesmockError(f"not a policy: {error}") from error
        with self._lock:
            self.authorization.put(self.authorization.arn_of(identity), name, document)

    def owns(self, arn: str) -> bool:
        """Whether an identity's ARN is one of this account and region."""
        return self.authorization.owns(arn)

    def identity_arn(self, name: str) -> str:
        """The ARN of an own identity."""
        return self.authorization.arn(name)

    def permits(self, arn: str, submission: Submission) -> bool:
        """Whether policies let this account send as the identity of an ARN."""
        return self.authorization.permits(arn, submission)

    def denied_identity(self, mailbox: Mailbox, submission: Submission) -> str | None:
        """ARN of the own identity covering the mailbox whose policies deny the send, if any."""
        if self.authorization:
            for identity in self.identity_store.covering(mailbox):
                arn = self.identity_arn(identity.name)
                if self.authorization.denies(arn, submission):
                    return arn
        return None

    # Planned failures

    def fail_next(
        self,
        code: str,
        message: str | None = None,
        *,
        times: int = 1,
        when: str | Callable[[ApiCall], object] | None = None,
        http_status: int | None = None,
    ) -> None:
        """Plan a refusal, to test what the application does with it.

        It is answered on the wire, so botocore retries Throttling and 5xx answers as it does real
        ones, each retry being a call of its own.

        Args:
            code: An error code of SES or of all AWS services, such as Throttling,
                ServiceUnavailable, MessageRejected, AccessDenied. One that only one of the two APIs
                has is answered by the other with its own code for the same: Throttling is
                TooManyRequestsException in v2.
            message: The text; by default the recorded one where there is one.
            times: For how many calls.
            when: Which calls: an operation's name, or a callable that gets the call (operation,
                parameters, api) and answers true or false. By default the next calls that send.
            http_status: By default the code's own.

        Raises:
            SesmockError: If SES has no such code or operation, or another argument is malformed.
        """
        with self._lock:
            self._planned.add(code, message, times=times, when=when, http_status=http_status)

    @property
    def planned_failures(self) -> tuple[PlannedFailure, ...]:
        """The planned failures that no call has met yet, or not often enough."""
        return tuple(self._planned)

    def take_planned_failure(self, call: ApiCall) -> Answer | None:
        """What the first planned failure for this call answers; None if there is none."""
        return self._planned.take(call)
