"""SESMock: what a test holds of a mocked Amazon SES."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from random import Random
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from pytest_sesmock import lifetimes, options
from pytest_sesmock.account.account import Account
from pytest_sesmock.clock import Clock
from pytest_sesmock.errors import SesmockError, UnsupportedOperation
from pytest_sesmock.extras import from_extra
from pytest_sesmock.outbox.outbox import Outbox
from pytest_sesmock.outbox.records import Records
from pytest_sesmock.service.accounts import Accounts
from pytest_sesmock.service.aftermath import Aftermath
from pytest_sesmock.service.publisher import Publisher
from pytest_sesmock.service.recorder import Recorder
from pytest_sesmock.service.service import Service
from pytest_sesmock.transport.botocore_hook import activate, deactivate, is_active
from pytest_sesmock.transport.moto_services import MotoServices
from pytest_sesmock.transport.region import configured_region

if TYPE_CHECKING:
    from typing_extensions import Self

    from pytest_sesmock.outbox.filters import Vocabulary
    from pytest_sesmock.transport.http_endpoint import HttpEndpoint
    from pytest_sesmock.transport.smtp_endpoint import SmtpEndpoint

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

_Test = TypeVar("_Test", bound=Callable[..., object])


class SmtpServer(NamedTuple):
    """A server that takes mail by SMTP, and how to log in.

    Attributes:
        host: 127.0.0.1.
        port: The port.
        username: The user name, as for any SMTP credentials of SES.
        password: The password.
        certificate: The path of a PEM file with the authority that clients must trust, for those
            that do not look into the environment.
    """

    host: str
    port: int
    username: str
    password: str
    certificate: str


class SESMock:
    """An in-process Amazon SES, active within a `with` block or a decorated function.

    It checks and answers every SES call of every botocore client, no matter when the client was
    created. None reaches the network. If mocks are nested, the innermost one answers::

        with SESMock(verified_identities=["example.com"]) as mock:
            send_welcome_mail("ada@example.org")
            mock.outbox.assert_sent(to="ada@example.org")

    A mock that was left may be entered again: it goes on with what its outbox, accounts and clock
    have.

    As a decorator it gives each call of a function or coroutine function, and each test of a class,
    a mock of its own with these options. A parameter `sesmock` is that mock, and callers leave it
    out. In a `unittest.TestCase` the mock is `self.sesmock`, from before `setUp` until after the
    cleanups; in other classes, the methods are decorated whose names start with `test`::

        @SESMock(verified_identities=["example.com"])
        def test_welcome(sesmock):
            send_welcome_mail("ada@example.org")
            sesmock.outbox.assert_sent(to="ada@example.org")

    All options except `auto_verify`, `publish` and `django_backend` apply to the account in
    `region`. As on AWS, each region has its own account; those in other regions start fresh. The
    defaults are those of AWS.

    Args:
        region: The default region. If not set, the region botocore is configured with, or
            us-east-1.
        verified_identities: Verified email addresses and domains.
        sandbox: Whether the account is in the sandbox.
        max_24_hour_send: Recipients per 24 hours; -1 for no limit.
        max_send_rate: Recipients per second. If not set, there is no limit.
        sending_enabled: If False, sending is paused by the account's holder.
        configuration_sets: Names of existing configuration sets.
        auto_verify: Whether verification through the API succeeds immediately, in every region.
        publish: "moto" to publish events to the services that moto mocks, as soon as a call to SES
            has been answered. By default nothing is published outside of the outbox.
        django_backend: The dotted path of a Django email backend, such as "django_ses.SESBackend".
            While the mock is active, it is the setting EMAIL_BACKEND, which test runners replace,
            and the addresses in DEFAULT_FROM_EMAIL and SERVER_EMAIL are verified in every region.

    Raises:
        SesmockError: An argument is invalid. On entering: the mock is active already, or there are
            neither Django's settings nor the backend that `django_backend` needs. On decorating:
            what is decorated is neither function nor class, or the mock has been used.
    """

    # Named so that a misspelt setting is an AttributeError at the user's line.
    __slots__ = (
        "__weakref__",
        "_endpoint",
        "_options",
        "_service",
        "_smtp",
        "_stack",
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
        publish: Literal["moto"] | None = None,
        django_backend: str | None = None,
    ) -> None:
        settings = options.collect(locals())
        options.check(settings)
        self._options = settings
        self._stack = ExitStack()
        self.clock = Clock()
        """The mock's clock."""
        lock, random = RLock(), Random(0)  # noqa: S311 - repeatable ids, not secrets
        services = None if publish is None else MotoServices()
        publisher = Publisher(clock=self.clock, lock=lock, services=services)
        records = Records(vocabulary=_vocabulary, publisher=publisher)
        self.outbox = Outbox(records)
        """What SES accepted and refused, in all regions."""
        accounts = Accounts(
            settings,
            clock=self.clock,
            lock=lock,
            random=random,
            find_region=_find_region,
            publisher=publisher,
        )
        aftermath = Aftermath(records, accounts, publisher, clock=self.clock, lock=lock)
        recorder = Recorder(records, publisher, accounts, self.clock)
        self._endpoint: HttpEndpoint | None = None
        self._smtp: SmtpEndpoint | None = None
        self._service = Service(
            accounts, recorder, aftermath, publisher, clock=self.clock, lock=lock, random=random
        )

    def __enter__(self) -> Self:
        if is_active(self._service):
            raise SesmockError("this SESMock is already active; create another one to nest it")
        stack = self._stack
        try:
            if (backend := self._options["django_backend"]) is not None:
                from pytest_sesmock.django_mail import (  # noqa: PLC0415 - if asked for
                    replace_backend,
                )

                senders, put_back = replace_backend(backend)
                stack.callback(put_back)
                self._service.accounts.verify_everywhere(senders)
            stack.callback(lambda: lifetimes.end(self.outbox, self._service.name))
            stack.callback(self._service.publisher.dismiss)
            stack.callback(deactivate, self._service)
            activate(self._service)
            lifetimes.begin(self.outbox, self._find_due)
        except BaseException:  # what cannot be entered as a whole is left at once
            stack.close()
            raise
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._endpoint = self._smtp = None
        self._stack.close()

    def __call__(self, test: _Test, /) -> _Test:
        """Decorate a function, a coroutine function or a class of tests; see above."""
        from pytest_sesmock.decoration import decorate  # noqa: PLC0415 - not for the fixtures

        if any(True for _ in self._service.accounts):
            raise SesmockError(
                "this SESMock has been used, and every call of what it decorates would get a fresh "
                "one: decorate with another, and say what it needs by its arguments"
            )
        wrapper: _Test = decorate(test, self._make_another)
        return wrapper

    def _make_another(self, name: str) -> SESMock:
        """A fresh mock with the same options, for a test that calls it so."""
        mock = SESMock(**self._options)
        mock._service.accounts.set_names(f"{name}.account()", f"{name}.account({{!r}})")
        return mock

    def _find_due(self) -> list[str]:
        """The codes of the planned failures that no call has met so far, in every region."""
        return [
            failure.code
            for account in self._service.accounts
            for failure in account.planned_failures
            if not failure.uses
        ]

    def __repr__(self) -> str:
        return f"<SESMock {self.outbox!r}>"

    @property
    def region(self) -> str:
        """The default region: the argument, else botocore's configured region, else us-east-1.

        SES clients created without a region while the mock is active use it.
        """
        return self._service.region

    def account(self, region: str | None = None) -> Account:
        """The account in a region, by default in the default region; always the same object.

        Raises:
            SesmockError: `region` is not the name of a region.
        """
        if region is None:
            region = self.region
        elif not options.is_region(region):
            raise SesmockError(f"region must be the name of an AWS region, not {region!r}")
        return self._service.accounts.account(region)

    def endpoint(self) -> str:
        """Answer other processes and other SDKs, too: over HTTP, at the URL returned.

        The server listens on a free port of 127.0.0.1 until the mock is left. The same account
        answers there, and what it accepts lies in the same outbox, marked with where it came from.
        Child processes that are started meanwhile find the server by themselves, since it stands in
        `AWS_ENDPOINT_URL_SES` and `AWS_ENDPOINT_URL_SESV2`; region and credentials are set for them
        where the environment has none. Afterwards the environment is as before.

        Returns:
            The URL, with a port that was free; always the same one while the mock is active.

        Raises:
            SesmockError: The mock is not active, cheroot, the server, is not installed, or there is
                no port.
        """
        self._require_active("endpoint")
        if self._endpoint is None:
            with from_extra("endpoint", ["cheroot"], "the endpoint needs a server"):
                from pytest_sesmock.transport.http_endpoint import (  # noqa: PLC0415 - few need it
                    HttpEndpoint,
                )

            self._endpoint = HttpEndpoint(self._service)
            self._stack.callback(self._endpoint.close)
        return self._endpoint.url

    def smtp(self) -> SmtpServer:
        """Take mail by SMTP, too: as SES's SMTP interface does, at the address returned.

        The server listens on a free port of 127.0.0.1 until the mock is left. It wants STARTTLS and
        these credentials. What it accepts lies in the same outbox, with `api="smtp"`. The region is
        the mock's default one.

        Its certificate is issued by an authority made for the test. While the server listens,
        `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS` name files with that authority and all others
        that were trusted before, so contexts of `ssl.create_default_context()` and child processes
        trust it. Afterwards the environment is as before.

        Returns:
            Where it listens, and how to log in; always the same while the mock is active.

        Raises:
            SesmockError: The mock is not active, aiosmtpd or trustme is not installed, or there is
                no port or no place for the files of the certificate.
        """
        self._require_active("smtp")
        if self._smtp is None:
            with from_extra("smtp", ["aiosmtpd", "trustme"], "SMTP needs a server"):
                from pytest_sesmock.transport.smtp_endpoint import (  # noqa: PLC0415 - as above
                    SmtpEndpoint,
                )

            self._smtp = SmtpEndpoint(self._service)
            self._stack.callback(self._smtp.close)
        return SmtpServer(
            self._smtp.host,
            self._smtp.port,
            self._smtp.username,
            self._smtp.password,
            self._smtp.certificate,
        )

    def _require_active(self, method: str) -> None:
        if not is_active(self._service):
            raise SesmockError(f"{method}() needs an active mock: call it within `with SESMock():`")

    def publish_to(
        self, *, sns: Any = None, events: Any = None, firehose: Any = None, cloudwatch: Any = None
    ) -> None:
        """Have `Outbox.deliver_events` publish with clients of the other services.

        They are called with what SES publishes by the configuration of the account: SNS with
        Publish (TopicArn, Message and, for event publishing, Subject), EventBridge with PutEvents,
        Firehose with PutRecord, CloudWatch with PutMetricData. That includes the messages by which
        SES sets up a topic, and what it says of tenants. What goes to a service without a client is
        in `Outbox.published` alone.

        The clients may be moto's, or stubbed with botocore's Stubber. They are called in the thread
        that hands over, until the mock ends; what they raise is raised there.

        Args:
            sns: A boto3 client of Amazon SNS.
            events: One of Amazon EventBridge.
            firehose: One of Amazon Data Firehose.
            cloudwatch: One of Amazon CloudWatch.

        Raises:
            SesmockError: There is no client, or one is of another service.
        """
        clients = {"sns": sns, "events": events, "firehose": firehose, "cloudwatch": cloudwatch}
        self._service.publisher.use(
            {service: client for service, client in clients.items() if client is not None}
        )

    @property
    def unsupported(self) -> tuple[UnsupportedOperation, ...]:
        """The errors raised so far for unsupported operations."""
        return tuple(
            each for each in self._service.misuses if isinstance(each, UnsupportedOperation)
        )


def service_of(mock: SESMock) -> Service:
    """The service behind a mock, for the plugin and for other doors than botocore's."""
    return mock._service  # noqa: SLF001 - not for users, who hold the mock itself


def _find_region() -> str:
    return configured_region() or "us-east-1"


def _vocabulary() -> Vocabulary:
    from pytest_sesmock.service.vocabulary import vocabulary  # noqa: PLC0415 - few tests need it

    return vocabulary()
