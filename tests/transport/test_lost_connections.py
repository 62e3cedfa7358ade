"""Failures below the retries of the client, before and after SES accepts the mail.

How often clients try, and what their applications see, is in the table that was measured without
the package.
"""

from __future__ import annotations

import math
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import botocore.exceptions
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError
from exchanges import exchange, http_request, parsed
from failing import CLIENTS, outcomes
from retry_table import APIS, MODES, ROWS, TRANSPORT, Row, seen_by
from sending import SEND, mail, ses, sesv2

from pytest_sesmock import Account, SESMock
from pytest_sesmock.connection_failures import BY_NAME
from pytest_sesmock.mock import service_of
from pytest_sesmock.transport.http_errors import http_error

pytestmark = pytest.mark.usefixtures("nothing_sleeps")
HTTPX = "aiobotocore over httpx"
CONNECTIONS = [row for row in TRANSPORT if row.code in BY_NAME]


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


@pytest.fixture
def account(mock: SESMock) -> Account:
    return mock.account()


def expected(row: Row, client: str, mode: str, api: str) -> tuple[int, str]:
    """Attempts and what is seen: the table's, but for a session that has no name for a failure."""
    if client == HTTPX and row.code == "connection-closed":
        return {**row.attempts, "legacy": 1}[mode], "HTTPClientError"
    return row.attempts[mode], row.seen[api]


# The table


# What SES answers reaches every client by the same way; one of botocore's is enough.
CASES = [
    (client, row, api)
    for client in CLIENTS
    for row in (ROWS if client == "botocore" else TRANSPORT)
    for api in row.seen
]


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("client", "row", "api"),
    CASES,
    ids=[f"{client}-{row.code}-{api}" for client, row, api in CASES],
)
def test_a_client_tries_as_often_as_it_does_on_a_real_connection(
    client: str, mode: str, row: Row, api: str, mock: SESMock, account: Account
) -> None:
    account.fail_next(row.code, times=math.inf)
    attempts, seen = expected(row, client, mode, api)
    began = mock.clock.time()

    (outcome,) = outcomes(client, api, retries={"mode": mode})

    assert seen_by(outcome) == seen
    assert [(each.number, each.api) for each in mock.outbox.attempts] == [
        (number, api) for number in range(1, attempts + 1)
    ]
    assert len({each.invocation_id for each in mock.outbox.attempts}) == 1
    assert mock.outbox.attempts[0].invocation_id
    assert len(mock.outbox.refusals) == (attempts if row.is_answer else 0)
    if attempts > 1:
        assert mock.clock.time() > began
    if isinstance(outcome, ClientError) and attempts > 1:
        assert outcome.response["ResponseMetadata"]["MaxAttemptsReached"] is True
        assert f"(reached max retries: {attempts - 1})" in str(outcome)


@pytest.mark.slow
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(
    "row",
    [
        row
        for row in ROWS
        if row in TRANSPORT or row.code in ("InternalFailure", "ServiceUnavailable")
    ],
    ids=lambda row: str(row.code),
)
def test_every_attempt_that_is_lost_after_acceptance_is_a_mail(
    client: str, mode: str, row: Row, api: str, mock: SESMock, account: Account
) -> None:
    account.fail_next(row.code, times=math.inf, after_acceptance=True)
    attempts, seen = expected(row, client, mode, api)

    (outcome,) = outcomes(client, api, retries={"mode": mode})

    assert seen_by(outcome) == seen
    mails = [*mock.outbox]
    assert [each.attempts for each in mails] == [*range(1, attempts + 1)]
    assert len({each.message_id for each in mails}) == attempts
    assert all(each.events[0].type == "Send" for each in mails)
    assert account.sent_last_24_hours == attempts
    assert [(each.outcome, each.is_accepted) for each in mock.outbox.attempts] == [
        (str(row.code), True)
    ] * attempts
    assert mock.outbox.refusals == []


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("row", CONNECTIONS, ids=lambda row: str(row.code))
def test_the_retry_brings_the_mail(client: str, row: Row, mock: SESMock, account: Account) -> None:
    account.fail_next(row.code, times=2)

    (outcome,) = outcomes(client, "sesv2", retries={"mode": "standard"})

    assert outcome["ResponseMetadata"]["RetryAttempts"] == 2
    assert mock.outbox.assert_sent(message_id=outcome["MessageId"]).attempts == 3
    assert [each.outcome for each in mock.outbox.attempts] == [row.code, row.code, "accepted"]
    assert account.planned_failures == ()


# As a real connection fails


class Server:
    """A server on this machine that closes each connection after the request, or never answers."""

    def __init__(self, *, closes: bool) -> None:
        self._closes = closes
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._connections: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._connections.append(connection)
            request = b""
            while b"Hello" not in request:  # the mail's text
                request += connection.recv(65536)
            if self._closes:
                connection.close()

    def close(self) -> None:
        for each in (self._socket, *self._connections):
            each.close()


@contextmanager
def failing_endpoint(code: str) -> Iterator[str]:
    """A URL that fails so, for real."""
    if code == "connection-refused":
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    else:
        server = Server(closes=code == "connection-closed")
        try:
            yield server.url
        finally:
            server.close()


@pytest.mark.loopback
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("code", ["read-timeout", "connection-closed", "connection-refused"])
def test_the_exception_is_the_one_of_a_real_connection(client: str, code: str) -> None:
    with failing_endpoint(code) as url:
        options: dict[str, Any] = {"retries": {"total_max_attempts": 1}, "read_timeout": 0.05}
        keys = {"aws_access_key_id": "id", "aws_secret_access_key": "secret"}
        (real,) = outcomes(client, "sesv2", arguments={"endpoint_url": url, **keys}, **options)
        with SESMock(verified_identities=["example.com"]) as mock:
            mock.account("us-east-1").fail_next(code)
            (ours,) = outcomes(client, "sesv2", arguments={"endpoint_url": url}, **options)

    assert type(ours) is type(real)
    assert str(ours) == str(real)
    assert ours.kwargs.keys() == real.kwargs.keys()
    assert isinstance(ours.kwargs["error"], Exception)
    assert (getattr(ours, "request", None) is None) == (getattr(real, "request", None) is None)
    assert ours.fmt == real.fmt


def test_a_time_out_of_the_connection_reads_as_botocores(account: Account) -> None:
    """A loopback connection cannot be made to time out on every system."""
    account.fail_next("connect-timeout", times=math.inf)
    (error,) = outcomes("botocore", "sesv2")
    url = "https://email.us-east-1.amazonaws.com/v2/email/outbound-emails"
    assert str(error) == f'Connect timeout on endpoint URL: "{url}"'
    assert isinstance(error, botocore.exceptions.ConnectionError)


def test_every_connection_failure_has_its_exception() -> None:
    class Request:
        url = "https://email.us-east-1.amazonaws.com/"

    errors = [http_error(failure, Request, None, "note") for failure in BY_NAME.values()]
    assert {type(each).__name__ for each in errors} == {row.seen["ses"] for row in CONNECTIONS}


# Time


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("code", "seconds"),
    [
        ("connect-timeout", 3),
        ("read-timeout", 7),
        ("connection-closed", 0),
        ("connection-refused", 0),
        (504, 0),
        ("truncated-response", 0),
        ("ServiceUnavailable", 0),
    ],
)
def test_a_time_out_takes_as_long_as_the_client_waits(
    client: str, code: str | int, seconds: float, mock: SESMock, account: Account
) -> None:
    account.fail_next(code)
    began = mock.clock.time()
    outcomes(client, "ses", retries={"total_max_attempts": 1}, connect_timeout=3, read_timeout=7)
    assert seconds <= mock.clock.time() - began < seconds + 3


@pytest.mark.parametrize("delay", [90, 90.0, timedelta(minutes=1.5)], ids=str)
@pytest.mark.parametrize("code", [*BY_NAME, 502, "truncated-response", "MessageRejected"])
def test_a_failure_takes_its_time_on_the_clock(
    code: str | int, delay: Any, mock: SESMock, account: Account
) -> None:
    account.fail_next(code, delay=delay)
    began = mock.clock.time()
    outcomes("botocore", "ses", retries={"total_max_attempts": 1})
    assert 90 <= mock.clock.time() - began < 93
    (attempt,) = mock.outbox.attempts
    assert 0 <= attempt.at.timestamp() - began < 3


def test_a_mail_is_accepted_before_the_answer_takes_its_time(
    mock: SESMock, account: Account
) -> None:
    account.fail_next("read-timeout", after_acceptance=True, delay=3600)
    began = mock.clock.time()
    ses().send_email(**SEND)
    first, second = mock.outbox
    assert first.sent_at.timestamp() - began < 3
    assert second.sent_at.timestamp() - began >= 3600


def test_a_client_that_waits_for_ever_does_not_stop_the_clock(
    mock: SESMock, account: Account
) -> None:
    account.fail_next("read-timeout")
    began = mock.clock.time()
    outcomes("botocore", "ses", read_timeout=None, retries={"total_max_attempts": 1})
    assert mock.clock.time() - began < 3
    account.fail_next("read-timeout")
    outcomes("botocore", "ses", read_timeout=1e12, retries={"total_max_attempts": 1})
    assert mock.clock.time() - began < 24 * 60 * 60 + 3


# What else there is of a request


def test_other_handlers_have_the_request_of_every_attempt(account: Account) -> None:
    """As on a real connection, which fails after all of them."""
    client = ses(new=True)
    urls = []
    client.meta.events.register("before-send", lambda request, **_: urls.append(request.url))
    client.meta.events.register_last(
        "before-send.ses.SendEmail", lambda request, **_: urls.append(request.url)
    )
    account.fail_next("connection-closed", times=2)
    client.send_email(**SEND)
    assert len(urls) == 3 * 2


def test_the_adaptive_mode_still_waits_for_its_tokens(mock: SESMock, account: Account) -> None:
    client = ses(config=Config(retries={"mode": "adaptive"}))
    account.fail_next("Throttling")
    client.send_email(**SEND)
    account.fail_next("connection-closed", times=2)
    client.send_email(**SEND)
    assert [each.outcome for each in mock.outbox.attempts] == [
        *("Throttling", "accepted"),
        *("connection-closed", "connection-closed", "accepted"),
    ]


def test_a_call_fails_as_planned_although_its_mock_has_ended() -> None:
    client = ses(config=Config(retries={"total_max_attempts": 1}))
    mock = SESMock(region="us-east-1", verified_identities=["example.com"])
    mock.account().fail_next("connection-closed")

    def leave(**_: Any) -> None:
        mock.__exit__(None, None, None)

    client.meta.events.register("before-sign.ses", leave)
    mock.__enter__()
    with pytest.raises(botocore.exceptions.ConnectionClosedError):
        client.send_email(**SEND)


def test_any_operation_can_fail(mock: SESMock, account: Account) -> None:
    account.fail_next("connection-closed", when="CreateTemplate", after_acceptance=True)
    template = {"TemplateName": "news", "SubjectPart": "News", "TextPart": "Hello"}

    with pytest.raises(ClientError) as caught:
        ses().create_template(Template=template)

    assert caught.value.response["Error"]["Code"] == "AlreadyExists"
    assert account.templates == ["news"]
    assert [(each.operation, each.outcome) for each in mock.outbox.attempts] == [
        ("CreateTemplate", "connection-closed"),
        ("CreateTemplate", "AlreadyExists"),
    ]


def test_a_refusal_is_lost_like_an_acceptance(mock: SESMock, account: Account) -> None:
    account.fail_next("read-timeout", after_acceptance=True, times=math.inf)
    with pytest.raises(ReadTimeoutError):
        ses(config=Config(retries={"total_max_attempts": 1})).send_email(
            **mail(Source="x@elsewhere.example")
        )
    mock.outbox.assert_empty()
    mock.outbox.assert_refused(code="MessageRejected", rule="identities-verified")
    (attempt,) = mock.outbox.attempts
    assert (attempt.outcome, attempt.is_accepted) == ("read-timeout", False)


def test_a_refusal_is_truncated_like_a_result(mock: SESMock, account: Account) -> None:
    account.fail_next("truncated-response")
    with pytest.raises(botocore.exceptions.ParamValidationError):
        ses().send_email()  # never becomes a request
    with pytest.raises(ClientError) as caught:
        sesv2().send_email(
            FromEmailAddress="x@elsewhere.example",
            Destination=SEND["Destination"],
            Content={"Simple": SEND["Message"]},
        )
    assert caught.value.response["Error"]["Code"] == "MessageRejected"  # from a header field
    assert "elsewhere" not in str(caught.value)
    (attempt,) = mock.outbox.attempts
    assert (attempt.outcome, attempt.is_accepted) == ("truncated-response", False)


def test_a_bare_status_is_a_refusal(mock: SESMock, account: Account) -> None:
    account.fail_next("503", times=math.inf)
    with pytest.raises(ClientError) as caught:
        ses(config=Config(retries={"total_max_attempts": 1})).send_email(**SEND)
    error = caught.value.response["Error"]
    refused = mock.outbox.assert_refused(rule="planned", http_status=503, to="ada@example.org")
    assert (refused.code, refused.message) == (error["Code"], error["Message"])
    assert error["Message"] == "Service Unavailable"
    assert "RequestId" not in caught.value.response["ResponseMetadata"]


def test_a_status_that_nobody_has_named(mock: SESMock, account: Account) -> None:
    account.fail_next(599)
    with pytest.raises(ClientError) as caught:
        ses().send_email(**SEND)
    assert caught.value.response["Error"] == {"Code": "599", "Message": ""}
    assert mock.outbox.assert_refused(code="599").message == ""


# Another door


@pytest.mark.parametrize("failure", BY_NAME)
def test_any_door_hears_how_the_connection_fails(failure: str, mock: SESMock) -> None:
    mock.account().fail_next(failure)
    request = http_request("ses", "SendEmail", SEND)._replace(
        headers={"amz-sdk-invocation-id": "b4", "amz-sdk-request": "ttl=x; attempt=2; max=3"}
    )

    reply = service_of(mock).answer(request)

    assert (reply.status, dict(reply.headers), reply.body) == (0, {}, b"")
    assert reply.failure == failure
    (attempt,) = mock.outbox.attempts
    assert (attempt.number, attempt.invocation_id) == (2, "b4")


@pytest.mark.parametrize("service", APIS)
def test_a_truncated_reply_is_complete_to_http(service: str, mock: SESMock) -> None:
    parameters = (
        SEND
        if service == "ses"
        else {
            "FromEmailAddress": SEND["Source"],
            "Destination": SEND["Destination"],
            "Content": {"Simple": SEND["Message"]},
        }
    )
    whole = exchange(mock, service, "SendEmail", parameters)
    mock.account().fail_next("truncated-response")
    half = exchange(mock, service, "SendEmail", parameters)

    assert (half.status, half.headers["Content-Length"]) == (200, str(len(half.body)))
    assert 0 < len(half.body) < len(whole.body)
    assert half.headers.keys() == whole.headers.keys()
    assert "MessageId" in parsed(service, "SendEmail", whole)
    mock.outbox.assert_count(2)


def test_a_reply_without_a_body_is_an_answer(mock: SESMock) -> None:
    mock.account().fail_next(502, after_acceptance=True)
    reply = exchange(mock, "ses", "SendEmail", SEND)
    assert (reply.status, reply.body, reply.failure) == (502, b"", None)
    assert reply.headers.keys() == {"Content-Length", "Date"}
    mock.outbox.assert_count(1)


# What a test is told


@pytest.mark.skipif(sys.version_info < (3, 11), reason="exceptions have notes")
@pytest.mark.parametrize(
    ("after", "when"),
    [(False, "before the request reached SES"), (True, "after SES had answered")],
)
@pytest.mark.parametrize("code", [*BY_NAME, 502])
def test_the_exception_says_who_planned_it(
    code: str | int, after: bool, when: str, account: Account
) -> None:
    account.fail_next(code, after_acceptance=after)
    (error,) = outcomes("botocore", "ses", retries={"total_max_attempts": 1})
    (note,) = error.__notes__
    if code == 502 and not after:
        assert note == "pytest-sesmock: planned by the test with fail_next"
    else:
        assert note == f"pytest-sesmock: planned by the test with fail_next: it failed {when}"


@pytest.mark.skipif(sys.version_info < (3, 11), reason="exceptions have notes")
def test_a_note_that_no_error_took_is_forgotten(account: Account) -> None:
    """A status without a body has no request id by which another error would be told apart."""
    account.fail_next(502)
    ses().send_email(**SEND)  # its retry succeeds
    other = ClientError({"Error": {"Code": "Odd"}}, "SendEmail")
    assert not hasattr(other, "__notes__")
