"""No request leaves for Amazon SES by accident."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import botocore.httpsession
import botocore.loaders
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import HTTPClientError
from botocore.stub import Stubber
from sending import SEND, mail2, ses, sesv2

from pytest_sesmock import SESMock, real_calls
from pytest_sesmock.real_calls import SESSIONS, Guard
from pytest_sesmock.transport import frames

KEYS = {"aws_access_key_id": "AKIAEXAMPLE", "aws_secret_access_key": "secret"}


class StoppedError(Exception):
    """What the guard of these tests raises."""


@pytest.fixture
def calls() -> Iterator[list[tuple[str, str]]]:
    """The real calls that were stopped: operation and host."""
    stopped: list[tuple[str, str]] = []

    def judge(operation: str, host: str) -> StoppedError:
        stopped.append((operation, host))
        return StoppedError()

    this = Guard(judge)
    this.install()
    yield stopped
    this.remove()
    frames.show()


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What came through to the place where botocore takes a connection, once for each attempt."""
    requests: list[str] = []

    def connect(_: object, url: str, *args: Any) -> Any:
        requests.append(url)
        raise StoppedError

    monkeypatch.setattr(botocore.httpsession.URLLib3Session, "_get_connection_manager", connect)
    return requests


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param(
            lambda: ses(**KEYS).send_email(**SEND),
            ("SendEmail", "email.us-east-1.amazonaws.com"),
            id="v1",
        ),
        pytest.param(
            lambda: sesv2(**KEYS).send_email(**mail2()),
            ("SendEmail", "email.us-east-1.amazonaws.com"),
            id="v2",
        ),
        pytest.param(
            lambda: sesv2("cn-north-1", **KEYS).get_email_identity(EmailIdentity="example.com"),
            ("GetEmailIdentity", "email.cn-north-1.amazonaws.com.cn"),
            id="what sends nothing, in China",
        ),
    ],
)
def test_a_real_call_is_stopped(
    calls: list[tuple[str, str]], network: Any, call: Callable[[], Any], expected: tuple[str, str]
) -> None:
    with pytest.raises(StoppedError):
        call()

    assert calls == [expected]
    assert network == []


@pytest.mark.parametrize(
    "url",
    [
        "https://email.us-east-1.amazonaws.com/",
        "https://email.us-gov-west-1.amazonaws.com/v2/email/account",
        "https://email-fips.us-east-1.amazonaws.com/",
        "https://email.eu-west-1.api.aws/",
        "https://email-fips.us-east-1.api.aws:443/",
        "https://email.cn-northwest-1.amazonaws.com.cn/",
        "https://email.cn-north-1.api.amazonwebservices.com.cn/",
        "https://email.us-iso-east-1.c2s.ic.gov/",
        "https://email.eusc-de-east-1.amazonaws.eu/",
        "https://vpce-0a1b-2c.email.us-east-1.vpce.amazonaws.com/",
        "https://abc123.g3h.endpoints.email.amazonaws.com/",
        "https://abc123.g3h.endpoints.email.global.api.aws/",
        "HTTPS://EMAIL.US-EAST-1.AMAZONAWS.COM/",
        "https://email.us-east-1.amazonaws.com./",
        "https://email.us-east-1.amazonaws.com",
        "https://email.us-east-1.amazonaws.com?a=b",
    ],
)
def test_hosts_of_ses(url: str) -> None:
    assert real_calls._ses_host(url) == urlsplit(url).hostname.rstrip(".")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:4566/",
        "http://127.0.0.1:5000/v2/email/outbound-emails",
        "http://email.localhost/",
        "https://email.example.com/",
        "https://email.us-east-1.amazonaws.com.example.com/",
        "https://email.us-east-1.amazonaws.com@example.com/",
        "https://example.com/?to=email.us-east-1.amazonaws.com/",
        "https://sns.us-east-1.amazonaws.com/email",
        # Buckets and queues may have any name.
        "https://email.s3.amazonaws.com/",
        "https://email.s3-us-west-2.amazonaws.com/",
        "https://email.s3.us-west-2.amazonaws.com/",
        "https://sqs.us-east-1.amazonaws.com/123456789012/email.us-east-1.amazonaws.com",
    ],
)
def test_hosts_of_others(url: str) -> None:
    assert real_calls._ses_host(url) is None


def test_every_endpoint_that_botocore_has_for_ses_is_known() -> None:
    partitions = botocore.loaders.Loader().load_data("partitions")["partitions"]
    hosts = [
        f"email{fips}.{region}.{partition['outputs'][suffix]}"
        for partition in partitions
        for region in partition["regions"]
        if not region.endswith("-global")
        for fips in ("", "-fips")
        for suffix in ("dnsSuffix", "dualStackDnsSuffix")
    ]

    assert [host for host in hosts if real_calls._ses_host(f"https://{host}/") != host] == []


def test_what_has_an_answer_is_no_real_call(calls: list[tuple[str, str]]) -> None:
    client = ses(**KEYS)
    with Stubber(client) as stubber:
        stubber.add_response("send_email", {"MessageId": "1"})
        client.send_email(**SEND)

    other = ses(**KEYS)
    other.meta.events.register(
        "before-send.ses.SendEmail", lambda **_: AWSResponse("", 200, {}, None)
    )
    with pytest.raises(AttributeError):  # botocore reads the body of the empty answer
        other.send_email(**SEND)

    with SESMock(verified_identities=["example.com"]) as mock:
        ses(**KEYS).send_email(**SEND)
        mock.outbox.assert_sent()

    assert calls == []


def test_moto_answers_before(calls: list[tuple[str, str]]) -> None:
    moto = pytest.importorskip("moto")
    with moto.mock_aws():
        client = ses(new=True)
        client.verify_email_identity(EmailAddress="noreply@example.com")
        client.send_email(**SEND)

    assert calls == []


def test_other_services_and_local_endpoints_pass(
    calls: list[tuple[str, str]], network: list[str]
) -> None:
    with pytest.raises(HTTPClientError):
        ses(**KEYS, endpoint_url="http://localhost:4566").send_email(**SEND)

    assert calls == []
    assert set(network) == {"http://localhost:4566/"}


def test_what_tampers_with_the_layers_above_is_stopped(calls: list[tuple[str, str]]) -> None:
    """Even under a mock: a client that goes around it would reach AWS."""
    client = ses(**KEYS)
    with SESMock(verified_identities=["example.com"]) as mock:
        client.send_email(**SEND)
        client._endpoint._event_emitter = SimpleNamespace(
            emit=lambda *_, **__: [], emit_until_response=lambda *_, **__: (None, None)
        )
        client.send_email(**SEND)  # the mock does not depend on its events
        mock.outbox.assert_count(2)

        client._endpoint._send = client._endpoint.http_session.send
        with pytest.raises(StoppedError):
            client.send_email(**SEND)
        mock.outbox.assert_count(2)
    assert calls == [("SendEmail", "email.us-east-1.amazonaws.com")]


def test_what_cannot_be_read_is_stopped_too(calls: list[tuple[str, str]]) -> None:
    request = SimpleNamespace(
        method="POST", url="https://email.us-east-1.amazonaws.com/", body=b"\xff", headers={}
    )
    with pytest.raises(StoppedError):
        botocore.httpsession.URLLib3Session().send(request)

    assert calls == [("a request", "email.us-east-1.amazonaws.com")]


def test_a_judge_may_let_calls_pass(network: list[str]) -> None:
    lenient = Guard(lambda _operation, _host: None)
    lenient.install()
    try:
        with pytest.raises(HTTPClientError):
            ses(**KEYS).send_email(**SEND)
    finally:
        lenient.remove()

    assert set(network) == {"https://email.us-east-1.amazonaws.com/"}


def test_the_last_guard_judges_until_it_is_removed(calls: list[tuple[str, str]]) -> None:
    """As in a run of pytest within a run."""
    inner = Guard(lambda _operation, _host: ZeroDivisionError())
    inner.install()
    with pytest.raises(ZeroDivisionError):
        ses(**KEYS).get_send_quota()
    inner.remove()

    with pytest.raises(StoppedError):
        ses(**KEYS).get_send_quota()
    assert [operation for operation, _ in calls] == ["GetSendQuota"]


# What is left of it


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As before the plugin was loaded: this run's own guard is out of the way."""
    monkeypatch.setattr(real_calls, "_judges", [])
    monkeypatch.setattr(real_calls, "_wrapped", [])
    monkeypatch.setattr(
        sys, "meta_path", [each for each in sys.meta_path if each != real_calls._importer]
    )
    for name, session in SESSIONS.items():
        if name in sys.modules:
            owner = getattr(sys.modules[name], session)
            monkeypatch.setattr(owner, "send", getattr(owner.send, "__wrapped__", owner.send))


def test_nothing_is_left_of_the_last_guard(unguarded: None) -> None:
    session = botocore.httpsession.URLLib3Session
    send, finders = session.send, [*sys.meta_path]
    first, second = Guard(lambda *_: StoppedError()), Guard(lambda *_: StoppedError())

    first.install()
    second.install()
    assert session.send is not send
    first.remove()
    assert session.send is not send
    second.remove()

    assert session.send is send
    assert sys.meta_path == finders


def test_a_patch_that_outlives_the_guard_lets_everything_pass(
    unguarded: None, network: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = botocore.httpsession.URLLib3Session
    this = Guard(lambda *_: ZeroDivisionError())
    this.install()
    ours = session.send

    def send(self: Any, request: Any) -> Any:
        return ours(self, request)

    monkeypatch.setattr(session, "send", send)
    this.remove()

    with pytest.raises(HTTPClientError):
        ses(**KEYS).get_send_quota()
    assert set(network) == {"https://email.us-east-1.amazonaws.com/"}


def import_afresh(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module with botocore's HTTP session as on its first import; the old one comes back."""
    monkeypatch.setattr(botocore, "httpsession", botocore.httpsession)
    monkeypatch.delitem(sys.modules, "botocore.httpsession")
    return importlib.import_module("botocore.httpsession")


def send_through(module: Any) -> None:
    url = "https://email.us-east-1.amazonaws.com/"
    module.URLLib3Session().send(
        SimpleNamespace(method="POST", url=url, body=b"Action=GetSendQuota", headers={})
    )


def test_modules_imported_later_are_guarded(
    unguarded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    this = Guard(lambda *_: StoppedError())
    this.install()
    try:
        module = import_afresh(monkeypatch)
        with pytest.raises(StoppedError):
            send_through(module)
    finally:
        this.remove()
    assert not hasattr(module.URLLib3Session.send, "__wrapped__")


def test_modules_executed_after_the_guard_are_as_they_were(
    unguarded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    this = Guard(lambda *_: StoppedError())
    this.install()
    module = import_afresh(monkeypatch)
    this.remove()

    module.__spec__.loader.exec_module(module)

    assert not hasattr(module.URLLib3Session.send, "__wrapped__")


def test_what_is_not_there_is_not_found(unguarded: None) -> None:
    """Aiobotocore may not be installed, or have one HTTP session only."""
    this = Guard(lambda *_: StoppedError())
    this.install()
    try:
        assert real_calls._importer.find_spec("aiobotocore.httpxsession", []) is None
        assert real_calls._importer.find_spec("json") is None
    finally:
        this.remove()


@pytest.mark.parametrize("service", ["ses", "sesv2"])
@pytest.mark.parametrize("http", ["aiobotocore.httpsession", "aiobotocore.httpxsession"])
def test_aiobotocore(calls: list[tuple[str, str]], service: str, http: str) -> None:
    aiobotocore = pytest.importorskip("aiobotocore.session")
    pytest.importorskip("httpx2" if "httpx" in http else "aiohttp")
    options: dict[str, Any] = {}
    if "httpx" in http:
        config = pytest.importorskip("aiobotocore.config")
        options["config"] = config.AioConfig(
            http_session_cls=importlib.import_module(http).HttpxSession
        )

    async def send() -> None:
        session = aiobotocore.get_session()
        async with session.create_client(
            service, region_name="us-east-1", **KEYS, **options
        ) as client:
            await client.send_email(**(SEND if service == "ses" else mail2()))

    with pytest.raises(StoppedError):
        asyncio.run(send())
    assert calls == [("SendEmail", "email.us-east-1.amazonaws.com")]
