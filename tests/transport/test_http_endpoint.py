"""The HTTP door: clients of every kind, and what is no request to SES."""

from __future__ import annotations

import http.client
import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from http_client import FORM, FORM_TYPE, Client

from pytest_sesmock import SESMock
from pytest_sesmock.service.publisher import Publisher
from pytest_sesmock.transport import http_endpoint

pytestmark = pytest.mark.loopback

JSON_MAIL = json.dumps(
    {
        "FromEmailAddress": "noreply@example.com",
        "Destination": {"ToAddresses": ["ada@example.org"]},
        "Content": {"Simple": {"Subject": {"Data": "Welcome"}, "Body": {"Text": {"Data": "Hi"}}}},
    }
)
SEND_PATH = "/v2/email/outbound-emails"


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        yield mock


@pytest.fixture
def client(mock: SESMock) -> Iterator[Client]:
    client = Client(mock.endpoint())
    yield client
    client.connection.close()


def scoped(region: str, service: str = "ses") -> dict[str, str]:
    """Header fields as botocore signs them."""
    request = AWSRequest("POST", "http://127.0.0.1/", data=FORM)
    SigV4Auth(Credentials("AKIAEXAMPLE", "secret"), service, region).add_auth(request)
    return {"Authorization": request.headers["Authorization"]}


# Requests


@pytest.mark.parametrize(
    ("method", "target", "body", "headers"),
    [
        pytest.param("POST", "/", FORM, FORM_TYPE, id="v1"),
        pytest.param("POST", f"/?{FORM}", None, {}, id="v1, a form in the address"),
        pytest.param("GET", f"/?{FORM}", None, {}, id="v1, by GET"),
        pytest.param("POST", "/", FORM, {}, id="v1, without a type"),
        pytest.param("POST", SEND_PATH, JSON_MAIL, {"Content-Type": "application/json"}, id="v2"),
        pytest.param("POST", SEND_PATH, JSON_MAIL, {"Expect": "100-continue"}, id="v2, expecting"),
    ],
)
def test_a_mail_is_accepted(
    mock: SESMock, client: Client, method: str, target: str, body: Any, headers: dict[str, str]
) -> None:
    status, answer = client.call(method, target, body, headers)

    message = mock.outbox.assert_sent(to="ada@example.org", subject="Welcome")
    assert status == 200
    assert message.message_id in answer
    assert message.region == "eu-west-1"
    assert message.origin == "another process"


def test_a_body_in_chunks(mock: SESMock, client: Client) -> None:
    pieces = (FORM[start : start + 7].encode() for start in range(0, len(FORM), 7))
    status, _ = client.call("POST", "/", pieces, FORM_TYPE, encode_chunked=True)
    # The connection is still of use.
    status2, _ = client.call("POST", "/", FORM, FORM_TYPE)

    assert (status, status2) == (200, 200)
    mock.outbox.assert_count(2)


def test_chunks_may_have_fields_behind_them(mock: SESMock, client: Client) -> None:
    lines = ["POST / HTTP/1.1", "Transfer-Encoding: chunked", "Connection: close"]
    body = f"{len(FORM):x}\r\n{FORM}\r\n0\r\nX-Checksum: 17\r\n\r\n"

    answer = client.send_bytes(head(*lines, host=f"127.0.0.1:{client.address[1]}") + body.encode())

    assert answer.startswith(b"HTTP/1.1 200 OK")
    mock.outbox.assert_count(1)


def test_requests_that_do_not_wait_for_answers(mock: SESMock, client: Client) -> None:
    lines = ["POST / HTTP/1.1", f"Content-Length: {len(FORM)}"]
    request = head(*lines, host=f"127.0.0.1:{client.address[1]}") + FORM.encode()
    last = request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)

    answer = client.send_bytes(request * 2 + last)

    assert answer.count(b"HTTP/1.1 200 OK") == 3
    mock.outbox.assert_count(3)


def test_a_request_that_comes_later(mock: SESMock, client: Client) -> None:
    """Until then no thread waits for it."""
    for pause in (0, 0.1, 0):
        time.sleep(pause)
        assert client.call("POST", "/", FORM)[0] == 200
    mock.outbox.assert_count(3)


@pytest.mark.slow
def test_a_mail_of_40_megabytes(mock: SESMock, client: Client) -> None:
    text = "All work and no play makes Jack a dull boy.\n" * 900_000
    body = JSON_MAIL.replace('"Hi"', json.dumps(text))

    status, _ = client.call("POST", SEND_PATH, body)

    assert status == 200
    assert mock.outbox[0].text == text


@pytest.mark.parametrize(
    ("headers", "region"),
    [
        pytest.param({}, "eu-west-1", id="no signature: the mock's"),
        pytest.param(scoped("ap-south-1"), "ap-south-1", id="in a header field"),
        pytest.param({"Authorization": "AWS4-HMAC-SHA256 Credential=x"}, "eu-west-1", id="broken"),
    ],
)
def test_the_region_is_that_of_the_credentials(
    mock: SESMock, client: Client, headers: dict[str, str], region: str
) -> None:
    mock.account("ap-south-1").verify("example.com")
    client.call("POST", "/", FORM, headers)
    assert mock.outbox[0].region == region


def test_the_region_of_a_presigned_address(mock: SESMock, client: Client) -> None:
    mock.account("sa-east-1").verify("example.com")
    request = AWSRequest("GET", f"{mock.endpoint()}/?{FORM}")
    SigV4QueryAuth(Credentials("AKIAEXAMPLE", "secret"), "ses", "sa-east-1").add_auth(request)

    status, _ = client.call("GET", request.url.removeprefix(mock.endpoint()))

    assert status == 200
    assert mock.outbox[0].region == "sa-east-1"


def test_a_refusal_is_ses_own(mock: SESMock, client: Client) -> None:
    status, answer = client.call("POST", "/", FORM.replace("example.com", "example.net"))

    assert status == 400
    assert "<Code>MessageRejected</Code>" in answer
    assert mock.outbox.refusals[0].origin == "another process"


# What is no request to SES


def head(*lines: str, host: str | None = None) -> bytes:
    fields = [] if host is None else [f"Host: {host}"]
    return "\r\n".join([lines[0], *fields, *lines[1:], "", ""]).encode()


@pytest.mark.parametrize(
    ("lines", "rest", "status", "code"),
    [
        pytest.param(["nonsense"], b"", 400, "MalformedHttpRequestException", id="no HTTP"),
        pytest.param(["POST / HTTP/1.1", "no field"], b"", 400, "Malformed", id="no field"),
        pytest.param(["POST / HTTP/9.0"], b"", 505, "Malformed", id="another version"),
        pytest.param(["POST / HTTP/1.1", "Content-Length: x"], b"", 400, "Malformed", id="length"),
        pytest.param(
            ["POST / HTTP/1.1", "Content-Length: 999999999999"],
            b"",
            413,
            "RequestEntityTooLargeException",
            id="too long",
        ),
        pytest.param(
            ["POST / HTTP/1.1", "Transfer-Encoding: chunked"],
            b"FFFFFFFFFF\r\n",
            413,
            "RequestEntityTooLargeException",
            id="a chunk too long",
        ),
        pytest.param(
            ["POST / HTTP/1.1", "Transfer-Encoding: chunked"],
            b"no number\r\n",
            400,
            "MalformedHttpRequestException",
            id="no chunk",
        ),
        pytest.param(
            ["POST / HTTP/1.1", f"X: {'x' * 70_000}"], b"", 413, "RequestEntity", id="fields"
        ),
    ],
)
def test_broken_http_is_answered_and_hurts_nothing(
    mock: SESMock, client: Client, lines: list[str], rest: bytes, status: int, code: str
) -> None:
    answer = client.send_bytes(head(*lines, host=f"127.0.0.1:{client.address[1]}") + rest)

    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert f"<Code>{code}".encode() in answer
    assert b"<ErrorResponse" in answer
    assert client.call("POST", "/", FORM)[0] == 200
    mock.outbox.assert_count(1)


def half_a_request(client: Client) -> bytes:
    lines = ["POST / HTTP/1.1", f"Content-Length: {len(FORM)}"]
    return head(*lines, host=f"127.0.0.1:{client.address[1]}") + FORM[:-2].encode()


def test_a_client_that_goes_within_a_request_has_sent_nothing(
    mock: SESMock, client: Client
) -> None:
    with socket.create_connection(client.address, timeout=30) as connection:
        connection.sendall(half_a_request(client))
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(100).startswith(b"HTTP/1.1 400 ")
    assert client.call("POST", "/", FORM)[0] == 200
    mock.outbox.assert_count(1)


def test_a_client_that_stops_within_a_request_is_told(
    mock: SESMock, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_endpoint, "_LONGEST_GAP", 0.1)
    answer = client.send_bytes(half_a_request(client))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"<Code>RequestTimeoutException</Code>" in answer
    mock.outbox.assert_empty()


def test_broken_http_of_v2_is_answered_as_json(client: Client) -> None:
    lines = [f"POST {SEND_PATH} HTTP/1.1", "Content-Length: x"]
    answer = client.send_bytes(head(*lines, host=f"127.0.0.1:{client.address[1]}"))
    fields, _, body = answer.partition(b"\r\n\r\n")
    assert b"x-amzn-ErrorType: MalformedHttpRequestException" in fields
    assert json.loads(body) == {"message": "Malformed Content-Length Header."}


@pytest.mark.parametrize(
    ("target", "body", "status", "told"),
    [
        ("/", "Action=Nope&Version=2010-12-01", 400, "<Code>InvalidAction</Code>"),
        ("/", "", 400, "<Code>MissingAction</Code>"),
        ("/", '{"json": 1}', 400, "<Code>MissingAction</Code>"),
        ("/v2/email/nope", "{}", 404, ""),
        (SEND_PATH, "no JSON", 400, ""),
    ],
)
def test_an_unknown_call_is_answered_as_ses_does(
    client: Client, target: str, body: str, status: int, told: str
) -> None:
    answer = client.call("POST", target, body)
    assert answer[0] == status
    assert told in answer[1]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Host": "attacker.example"}, id="a name that leads here"),
        pytest.param({"Host": ""}, id="no host"),
        pytest.param({"Origin": "http://attacker.example"}, id="a web page"),
        pytest.param({"Origin": "null"}, id="a sandboxed page"),
        pytest.param({"Sec-Fetch-Site": "same-origin"}, id="a page of its own"),
    ],
)
def test_a_web_page_cannot_talk_to_it(
    mock: SESMock, client: Client, headers: dict[str, str]
) -> None:
    status, _ = client.call("POST", "/", FORM, {**FORM_TYPE, **headers})
    assert status == 403
    mock.outbox.assert_empty()


def test_localhost_is_its_name_too(client: Client) -> None:
    host = {"Host": f"localhost:{client.address[1]}"}
    assert client.call("POST", "/", FORM, host)[0] == 200


@pytest.mark.parametrize(("port", "status"), [(80, 200), (8025, 403)])
@pytest.mark.parametrize("name", [b"127.0.0.1", b"localhost"])
def test_clients_leave_out_the_port_of_http(name: bytes, port: int, status: int) -> None:
    fields = {b"Host": name}
    assert http_endpoint._forbidden(fields, port, is_page=False)[0] == status
    fields = {b"Host": name + f":{port}".encode()}
    assert http_endpoint._forbidden(fields, port, is_page=False)[0] == 200


# Planned failures


@pytest.mark.parametrize(
    ("failure", "after_acceptance", "error"),
    [
        ("read-timeout", False, TimeoutError),
        ("read-timeout", True, TimeoutError),
        # The server has accepted the connection by then, so the client waits for the answer.
        ("connect-timeout", False, TimeoutError),
        ("connection-closed", False, http.client.RemoteDisconnected),
        ("connection-closed", True, http.client.RemoteDisconnected),
        ("connection-refused", False, ConnectionResetError),
    ],
)
def test_a_connection_fails_as_planned(
    mock: SESMock, client: Client, failure: str, after_acceptance: bool, error: type[Exception]
) -> None:
    mock.account().fail_next(failure, after_acceptance=after_acceptance)
    client.connection.timeout = 0.3

    with pytest.raises(error) as caught:
        client.call("POST", "/", FORM)
    assert caught.type is error  # a client that reads nothing has not been reset
    client.connection.close()

    assert len(mock.outbox) == after_acceptance
    client.connection.timeout = 30
    assert client.call("POST", "/", FORM)[0] == 200


def test_a_status_without_a_name(mock: SESMock, client: Client) -> None:
    mock.account().fail_next(599)
    assert client.call("POST", "/", FORM) == (599, "")


def test_half_an_answer(mock: SESMock, client: Client) -> None:
    mock.account().fail_next("truncated-response", after_acceptance=True)
    status, answer = client.call("POST", "/", FORM)
    assert status == 200
    assert "</SendEmailResponse>" not in answer
    mock.outbox.assert_count(1)


def test_clients_that_wait_in_vain_keep_nobody_waiting(mock: SESMock, client: Client) -> None:
    mock.account().fail_next("read-timeout", times=30)
    waiting = [Client(mock.endpoint()) for _ in range(30)]
    for each in waiting:
        each.connection.request("POST", "/", FORM)
    while len(mock.outbox.attempts) < 30:
        time.sleep(0.01)

    assert client.call("POST", "/", FORM)[0] == 200

    for each in waiting:
        each.connection.close()
    mock.outbox.assert_count(1)


def test_the_end_of_the_mock_ends_a_call_that_is_held() -> None:
    with SESMock(verified_identities=["example.com"]) as mock:
        mock.account().fail_next("read-timeout", after_acceptance=True)
        client = Client(mock.endpoint())
        client.connection.request("POST", "/", FORM)
        mock.outbox.wait_for(to="ada@example.org")
    with pytest.raises(http.client.RemoteDisconnected):
        client.connection.getresponse()
    client.connection.close()


@pytest.mark.parametrize("end", [pytest.fail, pytest.skip, sys.exit])
def test_a_callable_that_ends_a_test(mock: SESMock, client: Client, end: Any) -> None:
    """No test catches that in a thread of the server: it is a misuse."""
    mock.account().fail_next("Throttling", when=lambda _: end("not this mail"))

    status, body = client.call("POST", "/", FORM, FORM_TYPE)

    assert status == 501
    (misuse,) = mock._service.misuses
    assert str(misuse).endswith(": not this mail")
    assert str(misuse) in body


def test_what_a_call_brings_about_is_published_before_its_answer(
    mock: SESMock, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    write = http_endpoint._write

    def note_and_write(*arguments: Any) -> None:
        steps.append("answer")
        write(*arguments)

    monkeypatch.setattr(Publisher, "supply", lambda _: steps.append("publish"))
    monkeypatch.setattr(http_endpoint, "_write", note_and_write)
    client.call("POST", "/", FORM, FORM_TYPE)

    assert steps == ["publish", "answer"]
    mock.outbox.assert_count(1)


# Many at once


@pytest.mark.slow
def test_64_connections_at_once_lose_nothing(mock: SESMock) -> None:
    url = mock.endpoint()
    all_connected = threading.Barrier(64)

    def send(_: int) -> list[int]:
        client = Client(url)
        client.connection.connect()
        all_connected.wait()
        statuses = [client.call("POST", "/", FORM)[0] for _ in range(5)]
        client.connection.close()
        return statuses

    with ThreadPoolExecutor(64) as pool:
        answers = [*pool.map(send, range(64))]

    assert answers == [[200] * 5] * 64
    mock.outbox.assert_count(64 * 5)
    assert len({message.message_id for message in mock.outbox}) == 64 * 5
