"""One HTTP exchange with SES, whichever door it comes through. Nothing here knows botocore."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from pytest_sesmock.connection_failures import ConnectionFailure
from pytest_sesmock.errors import SesmockError


class HttpRequest(NamedTuple):
    """A request as its caller sends it. Which operation it calls is for the wire to read.

    Attributes:
        service: botocore's name of the API called, `ses` (v1) or `sesv2`; or the interface `smtp`.
        region: The AWS region called.
        method: The HTTP method.
        target: The absolute URL, or its path and query alone. Of a mail by SMTP its envelope, as
            `pytest_sesmock.wire.smtp` writes it.
        headers: The header fields. Those that tell attempts apart are looked up in lower case.
        body: The body, as bytes or as a form that is text already.
        origin: Where the call comes from, if not from code that the test runs itself.
        connect_timeout: How many seconds the caller waits for a connection; 0 if that is not known.
        read_timeout: How many seconds it waits for the reply; 0 if that is not known.
    """

    service: str
    region: str
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes | str
    origin: str = ""
    connect_timeout: float = 0
    read_timeout: float = 0


def service_of(target: str) -> str:
    """Which API a path belongs to, by botocore's name of it; those of v1 are all the same."""
    return "sesv2" if target.startswith("/v2/") else "ses"


class HttpReply(NamedTuple):
    """A reply as it would come over the wire, or the failure that comes instead.

    Attributes:
        status: The HTTP status; of the SMTP interface a refusal's reply code, or 200.
        headers: The header fields.
        body: The body.
        note: Of a refusal or a failure, what a test is told besides the answer; a door in the
            process of the test adds it to the exception that it leads to.
        failure: How the connection fails; None if it does not. There is no reply then: a door in
            the process of the test raises what the client's HTTP session would, any other door
            breaks the connection. The time that it takes has passed on the mock's clock.
        unsupported: Set if the mock cannot serve the request: it lacks the operation, or a callable
            of the test raised an exception. A door in the process of the test raises it, so that
            the test fails; any other door can only pass on the reply.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    note: str = ""
    unsupported: SesmockError | None = None
    failure: ConnectionFailure | None = None


class Parent(Protocol):
    """What answers in place of a copy in a forked child: the mock of the process of the test."""

    def answer(self, request: HttpRequest) -> HttpReply:
        """Answer a request, from which the mail then is in the parent's outbox."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let a back-off pass without blocking."""
        ...


class Responder(Protocol):
    """What answers requests: the service of a mock."""

    @property
    def region(self) -> str:
        """The region for clients made where none is configured."""
        ...

    def time(self) -> float:
        """The time on the mock's clock, in seconds since the epoch."""
        ...

    @property
    def clock_offset(self) -> float:
        """How many seconds the mock's clock has been advanced so far."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let a back-off pass without blocking."""
        ...

    def follow_up(self) -> None:
        """Do what must wait until a call has been answered, outside of all locks."""
        ...

    @property
    def parent(self) -> Parent | None:
        """What every request is handed over to; None except of a copy in a forked child."""
        ...

    def disown(self, parent: Parent) -> None:
        """Hand every request over from now on: this is a copy in a forked child."""
        ...

    def refuse(self, service: str, code: str, message: str, status: int) -> HttpReply:
        """An error of an API, for a door that got something else than a request to it."""
        ...

    def answer(self, request: HttpRequest) -> HttpReply:
        """Answer a request; never raises for anything that a request may hold."""
        ...

    def answer_process(self, request: HttpRequest) -> HttpReply:
        """Answer a request of another process, and follow it up; never raises."""
        ...


class Site(Protocol):
    """What a browser is shown at the address of the API: the inbox of the development server."""

    def owns(self, method: str, target: str) -> bool:
        """Whether a request is for it, and none to the API."""
        ...

    def answer(self, request: HttpRequest) -> HttpReply:
        """Answer a request. It has come to this server's address, but from any web page."""
        ...
