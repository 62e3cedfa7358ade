"""An SES account in one region, as a test arranges it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, get_args

from pytest_sesmock.account import arguments
from pytest_sesmock.account.aws_side import AwsSide
from pytest_sesmock.account.configuration_sets import ConfigurationSet
from pytest_sesmock.account.identity import (
    MailFrom,
    MailFromStatus,
    MxFailureBehavior,
    VerificationStatus,
)
from pytest_sesmock.account.other_names import OF_ACCOUNT
from pytest_sesmock.account.planned_failures import ApiCall, PlannedFailure
from pytest_sesmock.account.policies import parse_policy
from pytest_sesmock.account.state import State
from pytest_sesmock.account.suppression import SuppressionReason
from pytest_sesmock.engine.account_view import PausedBy
from pytest_sesmock.engine.submissions.template_content import TemplateContent
from pytest_sesmock.errors import SesmockError, no_attribute

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

Callback = TypeVar("Callback", bound=Callable[[Any], object])


class Account(AwsSide):
    """An Amazon SES account in one region.

    A new account is out of the sandbox, with no verified identities and a quota of 50,000
    recipients per 24 hours. Get it from `SESMock.account`. All methods are thread-safe.
    """

    # Named so that a misspelt setting is an AttributeError at the user's line.
    __slots__ = ()

    def __init__(self, state: State) -> None:
        self._state = state

    def __repr__(self) -> str:
        count = len(self._state.identities)
        return f"<Account {self.region}: {count} {'identity' if count == 1 else 'identities'}>"

    if not TYPE_CHECKING:  # pragma: no branch - would make every name right

        def __getattr__(self, name: str) -> NoReturn:
            raise no_attribute(self, name, OF_ACCOUNT)

    @property
    def region(self) -> str:
        """The AWS region the account is in."""
        return self._state.region

    @property
    def account_id(self) -> str:
        """The account's twelve digits."""
        return self._state.account_id

    @property
    def caller_arn(self) -> str:
        """The IAM user in whose name the code under test calls SES."""
        return self._state.caller_arn

    # Identities

    def verify(self, *identities: str) -> None:
        """Add email addresses and domains as verified identities.

        A verified domain covers its addresses and subdomains [doc-verify-sub], whatever their case
        [doc-verify-domaincase]. A verified address is case-sensitive, even in its domain
        [addr-identity-case]. You can write domains in Unicode or Punycode.

        Raises:
            SesmockError: One of them is neither an email address nor a domain. In that case none is
                added.
        """
        names = [arguments.identity(identity) for identity in identities]
        with self._state.lock:
            for name in names:
                self._state.identities.set_status(name, "Success")

    def add_identity(self, identity: str, status: VerificationStatus = "Pending") -> None:
        """Add an identity or set its status. Only Success counts as verified.

        Args:
            identity: An email address or a domain.
            status: Pending, Success, Failed, TemporaryFailure or NotStarted.

        Raises:
            SesmockError: The identity is neither an email address nor a domain, or the status is
                invalid.
        """
        arguments.one_of("status", status, get_args(VerificationStatus))
        with self._state.lock:
            self._state.identities.set_status(arguments.identity(identity), status)

    @property
    def identities(self) -> dict[str, VerificationStatus]:
        """All identities in the order added, each with its verification status (a new dict)."""
        with self._state.lock:
            return {identity.name: identity.status for identity in self._state.identities}

    @property
    def auto_verify(self) -> bool:
        """Whether verification through the API succeeds immediately instead of staying Pending."""
        return self._state.identities.auto_verify

    @auto_verify.setter
    def auto_verify(self, value: bool) -> None:
        self._state.identities.auto_verify = arguments.flag("auto_verify", value)

    # Sandbox, pause, quotas

    @property
    def sandbox(self) -> bool:
        """Whether the account is in the sandbox.

        There, recipients must be verified, and the default quota is 200 recipients a day.
        """
        return self._state.sandbox

    @sandbox.setter
    def sandbox(self, value: bool) -> None:
        self._state.sandbox = arguments.flag("sandbox", value)

    @property
    def paused_by(self) -> PausedBy | None:
        """Who paused sending: "holder", "aws" or, if sending is enabled, None."""
        return self._state.paused_by

    def pause_sending(self, by: PausedBy = "holder") -> None:
        """Pause sending for the account.

        Args:
            by: "holder", as with UpdateAccountSendingEnabled (code AccountSendingPausedException),
                or "aws", as during a review (code MessageRejected) [acct-paused-aws].

        Raises:
            SesmockError: `by` is neither.
        """
        self._state.paused_by = arguments.one_of("by", by, get_args(PausedBy))

    def resume_sending(self) -> None:
        """Resume sending for the account, no matter who paused it.

        After a pause by AWS, bounces and complaints until then no longer count for
        `enforce_reputation`, and a review is over.
        """
        with self._state.lock:
            self._state.resume()

    @contextlib.contextmanager
    def sending_paused(self, by: PausedBy = "holder") -> Iterator[None]:
        """Pause sending within a `with` block and restore the previous state afterwards."""
        before = self._state.paused_by
        self.pause_sending(by)
        try:
            yield
        finally:
            self._state.paused_by = before

    @property
    def max_24_hour_send(self) -> float:
        """The number of recipients per 24 hours, or -1 for no limit.

        The default is 200 in the sandbox [quota-sandbox] and 50,000 otherwise. Set it to None to
        restore the default.
        """
        return self._state.quota.max_24_hour_send(sandbox=self.sandbox)

    @max_24_hour_send.setter
    def max_24_hour_send(self, value: float | None) -> None:
        self._state.quota.set_max_24_hour_send(value)

    @property
    def max_send_rate(self) -> float | None:
        """The number of recipients per second. The default, None, means no limit.

        GetSendQuota reports a rate even if there is no limit, because every AWS account has one.
        """
        return self._state.quota.max_send_rate

    @max_send_rate.setter
    def max_send_rate(self, value: float | None) -> None:
        with self._state.lock:
            self._state.quota.set_max_send_rate(value)

    @property
    def sent_last_24_hours(self) -> int:
        """Recipients counted against the daily quota so far. Set it to start with a used quota."""
        with self._state.lock:
            return self._state.quota.sent_last_24_hours

    @sent_last_24_hours.setter
    def sent_last_24_hours(self, value: float) -> None:
        with self._state.lock:
            self._state.quota.set_sent_last_24_hours(value)

    # Configuration sets and dedicated IPs

    def create_configuration_set(self, name: str) -> None:
        """Create a configuration set with sending enabled. An existing one is not changed.

        Raises:
            SesmockError: The name is not 1 to 64 letters, digits, underscores and dashes.
        """
        new = ConfigurationSet(arguments.new_configuration_set(name))
        with self._state.lock:
            if not self._state.configuration_sets.exists(name):
                self._state.configuration_sets.create(new)

    def delete_configuration_set(self, name: str) -> None:
        """Delete a configuration set. Raises SesmockError if it does not exist."""
        with self._state.lock:
            self._state.configuration_sets.delete(self._configuration_set(name))

    def pause_configuration_set(self, name: str) -> None:
        """Pause sending through a configuration set. Raises SesmockError if it does not exist."""
        with self._state.lock:
            self._state.configuration_sets.enable_sending(self._configuration_set(name), False)

    def resume_configuration_set(self, name: str) -> None:
        """Resume sending through a configuration set. Raises SesmockError if it does not exist."""
        with self._state.lock:
            self._state.configuration_sets.enable_sending(self._configuration_set(name), True)

    def _configuration_set(self, name: str) -> str:
        return arguments.configuration_set(name, self.configuration_sets, self.region)

    @property
    def configuration_sets(self) -> list[str]:
        """The names of the configuration sets, in the order they were created (a new list)."""
        return [each.name for each in self._state.configuration_sets]

    def add_dedicated_ip(self, ip: str) -> None:
        """Lease a dedicated IP address, warmed up and in the default pool.

        Raises:
            SesmockError: `ip` is not an IPv4 address.
        """
        with self._state.lock:
            self._state.dedicated_ips.add(arguments.ip_address(ip))

    # Templates and suppression

    def create_template(
        self, name: str, *, subject: str, text: str | None = None, html: str | None = None
    ) -> None:
        """Create an email template.

        Raises:
            SesmockError: SES would refuse it, for example because the name is taken.
        """
        with self._state.lock, arguments.AsSesWants():
            self._state.templates.create(name, TemplateContent(subject, text, html))

    @property
    def templates(self) -> list[str]:
        """The names of the email templates, newest first (a new list)."""
        return [template.name for template in self._state.templates]

    def suppress(self, address: str, reason: SuppressionReason = "BOUNCE") -> None:
        """Add an address to the suppression list.

        Raises:
            SesmockError: The address or the reason is invalid.
        """
        arguments.one_of("reason", reason, get_args(SuppressionReason))
        with self._state.lock:
            self._state.suppression.put(arguments.email_address(address), reason)

    @property
    def suppressed(self) -> dict[str, SuppressionReason]:
        """The suppression list: each address with its reason (a new dict)."""
        with self._state.lock:
            return {entry.address: entry.reason for entry in self._state.suppression.entries()}

    # MAIL FROM and policies

    def set_mail_from(
        self,
        identity: str,
        mail_from_domain: str | None,
        *,
        status: MailFromStatus = "Pending",
        behavior: MxFailureBehavior = "UseDefaultValue",
    ) -> None:
        """Set the custom MAIL FROM domain of an identity, or remove it with None.

        Args:
            identity: An identity of the account.
            mail_from_domain: The domain that receives bounces, such as mail.example.com.
            status: Pending, Success, Failed or TemporaryFailure.
            behavior: UseDefaultValue, or RejectMessage to make SES refuse sends until the status is
                Success [doc-mailfrom-code].

        Raises:
            SesmockError: The account has no such identity, the domain is not a subdomain of the
                identity's domain, or another argument is invalid.
        """
        arguments.one_of("status", status, get_args(MailFromStatus))
        arguments.one_of("behavior", behavior, get_args(MxFailureBehavior))
        name = arguments.identity(identity)
        setting = None
        if mail_from_domain is not None:
            demand = f"mail_from_domain must be a subdomain of {name.domain!r}"
            domain = arguments.identity(mail_from_domain, demand)
            if not name.is_parent_of(domain):
                raise SesmockError(f"{demand}, not {mail_from_domain!r}")
            setting = MailFrom(domain.name, status, behavior)
        with self._state.lock:
            owner = self._state.identities.get(name.name)
            if owner is None:
                raise SesmockError(
                    f"identity {identity!r} must exist in {self.region}: verify it first"
                )
            self._state.identities.set_mail_from(owner, setting)

    def put_policy(
        self, identity: str, policy: str | Mapping[str, Any], name: str = "sending"
    ) -> None:
        """Attach a sending authorization policy to an identity.

        Args:
            identity: An identity of this account, by name or ARN, or the ARN of another account's
                identity. Such an identity counts as verified there, and lets this account send what
                its policies allow.
            policy: The policy document, as a JSON string or a dict.
            name: The name of the policy. It replaces an existing policy with the same name.

        Raises:
            SesmockError: The identity or the policy is malformed, or an operator unsupported.
        """
        try:
            document = parse_policy(policy)
        except ValueError as error:
            raise SesmockError(f"policy must be an IAM policy: {error}") from error
        with self._state.lock:
            authorization = self._state.authorization
            authorization.put(authorization.arn_of(identity), name, document)

    # Events

    def on_event(self, callback: Callback) -> Callback:
        """Have a callback called with each `Event` of this account's messages.

        It is called whether or not anything is configured to publish the event. What becomes of a
        message by itself is handed over by `Outbox.deliver_events`, and never in the middle of the
        call that sends. What the test lets happen to a message is handed over at once, unless it is
        due later. No lock is held, so the callback may itself send mail.

        An exception of the callback is raised where the event was handed over. It has got this
        event then; what has not been handed over stays pending. The callback is called until the
        mock ends.

        Args:
            callback: Takes the event. Several are called in the order registered.

        Returns:
            The callback, so that this works as a decorator.

        Raises:
            SesmockError: It is not callable.
        """
        if not callable(callback):
            raise SesmockError(f"callback must be a function that takes an event, not {callback!r}")
        self._state.publisher.listen(self.region, callback)
        return callback

    # Planned failures

    def fail_next(
        self,
        code: str | int,
        message: str | None = None,
        *,
        times: float | None = None,
        when: str | Callable[[ApiCall], object] | None = None,
        entry: str | Callable[[Mapping[str, Any]], object] | None = None,
        http_status: int | None = None,
        rate: float | None = None,
        seed: int | None = None,
        after_acceptance: bool = False,
        delay: float | timedelta | None = None,
    ) -> PlannedFailure:
        """Make the next calls fail, to test how the application handles it.

        An error is sent as an HTTP response, and the transport fails where botocore's HTTP session
        would: below the retries of the client, which happen as usual. Each retry counts as a call.
        Nothing waits in real time.

        Used as a `with` block, the failure ends with the block, and by default every call within it
        fails::

            with ses_account.fail_next("ServiceUnavailable"):
                ...

        Args:
            code: An error code of SES or of all AWS services, such as Throttling,
                ServiceUnavailable, MessageRejected, AccessDenied. If only one of the two APIs has
                the code, the other answers with its equivalent: Throttling is
                TooManyRequestsException in v2, and a reply with the code 454 by SMTP. For entries
                of bulk sends, the status of an entry, such as Failed, TransientFailure,
                MessageRejected, in the spelling of either API. Or a failure of the transport:
                "connect-timeout", "read-timeout", "connection-closed", "connection-refused";
                "truncated-response" for a response with the status 200 whose body ends too early,
                which SES gives after it has accepted the call; an HTTP status from 500 to 599, such
                as 502, for a response without a body.
            message: The text. By default the recorded one, if there is one.
            times: How many calls or entries fail; `math.inf` for all of them. By default one, or
                all within the `with` block, or all that `rate` picks.
            when: Which calls fail: the name of an operation, or a callable that gets the call (with
                operation, parameters, api and attempt) and returns true or false. By default the
                next calls that send.
            entry: Which entries of bulk sends fail, while the other entries are sent: the address
                of a recipient, or a callable that gets the entry, as passed in Destinations (v1) or
                BulkEmailEntries (v2), and returns true or false. By default whole calls fail, or
                the next entries if the code is the status of entries alone.
            http_status: The HTTP status. By default the one that belongs to the code. A reply by
                SMTP keeps its code.
            rate: The share of the calls or entries that fail, such as 0.1 for about one in ten,
                drawn at random for each one. By default all of them.
            seed: What the draws begin with. Runs repeat: the same seed, by default 0, picks the
                same calls.
            after_acceptance: Whether SES carries the call out, and only then it fails: the mail is
                sent, but the application gets an error, and may send it again. For failures of the
                transport and for errors with a status of 500 or more.
            delay: How long the application waits for the failure, in seconds or as a timedelta, at
                most 24 hours, on the mock's clock. By default a time-out takes as long as the
                client's `connect_timeout` or `read_timeout`, and everything else no time.

        Returns:
            The failure, to end it early with `cancel` or to use it as a `with` block.

        Raises:
            SesmockError: SES has no such code or operation, or another argument is invalid or has
                no meaning with the others. If a callable raises an exception, the call that it was
                asked about raises a SesmockError.
        """
        return self._state.planned_failures.add(
            code,
            message,
            times=times,
            when=when,
            entry=entry,
            http_status=http_status,
            rate=rate,
            seed=seed,
            after_acceptance=after_acceptance,
            delay=delay,
        )

    @property
    def planned_failures(self) -> tuple[PlannedFailure, ...]:
        """The planned failures that still apply: neither used up nor ended."""
        return tuple(self._state.planned_failures)
