"""The HTTP door: clients of every kind, and what is no request to SES."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlencode, urlsplit

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from cheroot.server import HTTPServer
from sending import SEND, ses

from pytest_sesmock import SESMock, SesmockError
from pytest_sesmock.service.publisher import Publisher
from pytest_sesmock.transport import http_endpoint
from pytest_sesmock.transport.botocore_hook import tidy_up
from pytest_sesmock.transport.children import ENDPOINT, VARIABLES

pytestmark = pytest.mark.loopback

FORM = urlencode(
    {
        "Action": "SendEmail",
        "Version": "2010-12-01",
        "Source": "noreply@example.com",
        "Destination.ToAddresses.member.1": "ada@example.org",
        "Message.Subject.Data": "Welcome",
        "Message.Body.Text.Data": "Hello",
    }
)
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
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


class Client:
    """A plain HTTP client of an endpoint."""

    def __init__(self, url: str, timeout: float = 30) -> None:
        address = urlsplit(url)
        self.address = (address.hostname or "", address.port or 0)
        self.connection = http.client.HTTPConnection(*self.address, timeout=timeout)

    def call(
        self, method: str, target: str, body: Any = None, headers: Any = (), **options: Any
    ) -> tuple[int, str]:
        self.connection.request(method, target, body, dict(headers), **options)
        response = self.connection.getresponse()
        return response.status, response.read().decode()

    def send_bytes(self, data: bytes) -> bytes:
        """What comes back until the server closes the connection."""
        answer = b""
        with socket.create_connection(self.address, timeout=30) as connection:
            connection.sendall(data)
            while piece := connection.recv(65536):
                answer += piece
        return answer


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


# What is left


OPEN_FILES = Path("/proc/self/fd")


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="no list of open files on this system")
@pytest.mark.slow
def test_nothing_is_left_after_200_mocks() -> None:
    with SESMock() as mock:
        mock.endpoint()  # what is imported for the first one stays
    before = (set(threading.enumerate()), dict(os.environ), len([*OPEN_FILES.iterdir()]))

    for _ in range(200):
        with SESMock(verified_identities=["example.com"]) as mock:
            client = Client(mock.endpoint())
            assert client.call("POST", "/", FORM)[0] == 200
            client.connection.close()

    assert (set(threading.enumerate()), dict(os.environ), len([*OPEN_FILES.iterdir()])) == before


def test_without_a_port_there_is_no_endpoint(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError("too many open files")

    before = dict(os.environ)
    monkeypatch.setattr(HTTPServer, "bind", refuse)
    with pytest.raises(SesmockError, match=r"cannot listen on 127\.0\.0\.1: .*too many open files"):
        mock.endpoint()
    assert dict(os.environ) == before
    monkeypatch.undo()
    assert mock.endpoint().startswith("http://127.0.0.1:")


def test_the_socket_that_systemd_has_passed_is_not_ours(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    client = Client(mock.endpoint())
    assert client.call("POST", "/", FORM)[0] == 200
    client.connection.close()
    assert os.environ["LISTEN_PID"] == str(os.getpid())


# The environment, and the clients of this process


PROGRAM = """
import boto3, json, os
client = boto3.client("ses")
print(client.meta.region_name, os.environ["AWS_ACCESS_KEY_ID"])
print(client.send_email(**json.loads(os.environ["MAIL"]))["MessageId"])
"""


def test_a_child_process_finds_it(mock: SESMock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL", json.dumps(SEND))
    mock.endpoint()

    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    ).stdout

    message = mock.outbox.assert_sent(to="ada@example.org")
    assert told.split() == ["eu-west-1", "pytest-sesmock", message.message_id]
    assert (message.origin or "").startswith("another process (Boto3/")


def test_what_the_environment_says_already_stays(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {
        "AWS_ACCESS_KEY_ID": "AKIAOWN",
        "AWS_SECRET_ACCESS_KEY": "own",
        "AWS_REGION": "us-west-2",
        "AWS_DEFAULT_REGION": "us-west-1",
    }
    for name, value in own.items():
        monkeypatch.setenv(name, value)

    url = mock.endpoint()

    assert {name: os.environ[name] for name in own} == own
    assert [os.environ[name] for name in VARIABLES] == [url, url]


def test_an_inner_mock_has_its_own(mock: SESMock) -> None:
    before = dict(os.environ)
    outer = mock.endpoint()
    assert mock.endpoint() == outer
    with SESMock() as inner:
        assert [os.environ[name] for name in VARIABLES] == [ENDPOINT, ENDPOINT]
        url = inner.endpoint()
        assert url != outer
        assert [os.environ[name] for name in VARIABLES] == [url, url]
    assert [os.environ[name] for name in VARIABLES] == [outer, outer]
    mock.__exit__(None, None, None)
    assert not set(os.environ) & {*VARIABLES, "AWS_ACCESS_KEY_ID", "AWS_REGION"}
    mock.__enter__()
    assert dict(os.environ) == before
    assert [os.environ[name] for name in VARIABLES] == [ENDPOINT, ENDPOINT]


def test_an_outer_mock_does_not_take_the_place_of_an_inner_one(mock: SESMock) -> None:
    with SESMock() as inner:
        outer = mock.endpoint()
        assert [os.environ[name] for name in VARIABLES] == [ENDPOINT, ENDPOINT]
        url = inner.endpoint()
        assert [os.environ[name] for name in VARIABLES] == [url, url]
        mock.__exit__(None, None, None)
        assert [os.environ[name] for name in VARIABLES] == [url, url]
        mock.__enter__()
        assert [os.environ[name] for name in VARIABLES] == [ENDPOINT, ENDPOINT]
    assert outer not in os.environ.values()


def test_what_the_test_sets_meanwhile_is_not_kept_as_what_was_before(mock: SESMock) -> None:
    before = dict(os.environ)
    patch = pytest.MonkeyPatch()
    patch.setenv("AWS_ENDPOINT_URL_SES", "http://localhost:1")
    mock.endpoint()
    patch.undo()
    mock.__exit__(None, None, None)
    assert "AWS_ENDPOINT_URL_SES" not in os.environ
    mock.__enter__()
    assert dict(os.environ) == before


@pytest.mark.parametrize("is_tidied", [False, True], ids=["a script", "pytest"])
def test_what_is_set_after_the_mock_stays(monkeypatch: pytest.MonkeyPatch, is_tidied: bool) -> None:
    with SESMock(region="us-east-1") as mock:
        mock.endpoint()
    if is_tidied:
        tidy_up()
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    with SESMock(region="us-east-1") as mock:
        mock.endpoint()
    with SESMock():
        pass
    if is_tidied:
        tidy_up()
    assert os.environ["AWS_REGION"] == "us-east-1"
    assert "AWS_DEFAULT_REGION" not in os.environ


def test_a_patch_that_outlives_the_endpoint_leaves_nothing(mock: SESMock) -> None:
    before = dict(os.environ)
    patch = pytest.MonkeyPatch()
    mock.endpoint()
    for name in (*VARIABLES, "AWS_REGION"):
        patch.setenv(name, "mine")
    mock.__exit__(None, None, None)
    patch.undo()
    tidy_up()
    assert not set(os.environ) & {*VARIABLES, "AWS_ACCESS_KEY_ID", "AWS_REGION"}
    mock.__enter__()
    assert dict(os.environ) == before


def test_the_clients_of_this_process_do_not_see_it(mock: SESMock) -> None:
    mock.endpoint()
    client = ses("eu-west-1")
    client.send_email(**SEND)
    assert client.meta.endpoint_url == "https://email.eu-west-1.amazonaws.com"
    assert mock.outbox[0].origin is None


# Mistakes


def test_it_needs_an_active_mock() -> None:
    with pytest.raises(SesmockError, match="needs an active mock"):
        SESMock().endpoint()


def test_without_cheroot(mock: SESMock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cheroot.server", None)
    monkeypatch.delitem(sys.modules, "pytest_sesmock.transport.http_endpoint", raising=False)
    with pytest.raises(SesmockError, match=r"pip install 'pytest-sesmock\[endpoint\]'"):
        mock.endpoint()
