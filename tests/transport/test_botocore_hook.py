"""Every client is reached, nothing else is touched, and nothing is left behind."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import boto3
import botocore.client
import botocore.endpoint
import botocore.retries.bucket
import botocore.session
import pytest
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.exceptions import (
    CapacityNotAvailableError,
    ClientError,
    EndpointConnectionError,
    NoRegionError,
    ParamValidationError,
)
from botocore.stub import Stubber

from pytest_sesmock import SESMock, SesmockError, UnsupportedOperation
from pytest_sesmock.mock import service_of
from pytest_sesmock.transport import botocore_hook
from pytest_sesmock.transport.exchange import HttpRequest

DESCRIPTORS = Path("/proc/self/fd")
IMPORT_TIME_CLIENT = boto3.client("ses", region_name="us-east-1")
OLD_SESSION = boto3.Session(region_name="us-east-1")
OLD_BOTOCORE_SESSION = botocore.session.Session()

SEND: dict[str, Any] = {
    "Source": "noreply@example.com",
    "Destination": {"ToAddresses": ["ada@example.org"]},
    "Message": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hello"}}},
}


@pytest.fixture
def mock() -> Any:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


def new_client(service: str = "ses", **kwargs: Any) -> Any:
    return boto3.client(service, **{"region_name": "us-east-1", **kwargs})


CLIENTS: dict[str, Callable[[], Any]] = {
    "made at import": lambda: IMPORT_TIME_CLIENT,
    "of an old boto3 session": lambda: OLD_SESSION.client("ses"),
    "of an old botocore session": lambda: OLD_BOTOCORE_SESSION.create_client(
        "ses", region_name="us-east-1"
    ),
    "of boto3's default session": new_client,
    "with credentials": lambda: new_client(
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="secret"
    ),
    "with a Config of its own": lambda: new_client(
        config=Config(retries={"mode": "standard", "max_attempts": 2}, user_agent_extra="app")
    ),
    "with its region in the Config": lambda: boto3.client(
        "ses", config=Config(region_name="us-east-1")
    ),
    "with an endpoint URL": lambda: new_client(endpoint_url="http://localhost:4566"),
    "of the FIPS endpoint": lambda: new_client(config=Config(use_fips_endpoint=True)),
    "of the dual-stack endpoint": lambda: new_client(config=Config(use_dualstack_endpoint=True)),
    "without any region": lambda: boto3.client("ses"),
    "in the adaptive retry mode": lambda: new_client(config=Config(retries={"mode": "adaptive"})),
}


@pytest.mark.parametrize("make", CLIENTS.values(), ids=CLIENTS)
def test_client_is_answered(make: Callable[[], Any], mock: SESMock) -> None:
    response = make().send_email(**SEND)

    assert [message.message_id for message in mock.outbox] == [response["MessageId"]]
    assert mock.outbox[0].region == "us-east-1"


def test_client_in_a_thread_is_answered(mock: SESMock) -> None:
    thread = threading.Thread(target=lambda: new_client().send_email(**SEND))
    thread.start()
    thread.join()

    mock.outbox.assert_count(1)


def test_client_outlives_a_mock_and_meets_the_next() -> None:
    client = new_client()
    for _ in range(2):
        with SESMock(verified_identities=["example.com"], region="us-east-1") as mock:
            client.send_email(**SEND)
        mock.outbox.assert_count(1)


def test_response_metadata_is_botocores_own(mock: SESMock) -> None:
    metadata = new_client().send_email(**SEND)["ResponseMetadata"]

    assert metadata["HTTPStatusCode"] == 200
    assert metadata["RetryAttempts"] == 0
    assert metadata["HTTPHeaders"]["x-amzn-requestid"] == metadata["RequestId"]
    assert metadata["HTTPHeaders"]["content-type"] == "text/xml"


def test_modelled_exceptions_are_raised(mock: SESMock) -> None:
    client = new_client()

    with pytest.raises(client.exceptions.MessageRejected) as caught:
        client.send_email(**{**SEND, "Source": "x@elsewhere.example"})

    response = caught.value.response
    assert response["Error"]["Type"] == "Sender"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert response["ResponseMetadata"]["RequestId"]


def test_an_error_is_parsed_to_what_was_recorded(mock: SESMock) -> None:
    """Code, message and type alone, without the exception's modelled members."""
    client = new_client()

    with pytest.raises(client.exceptions.ConfigurationSetDoesNotExistException) as caught:
        client.send_email(**SEND, ConfigurationSetName="news")

    assert set(caught.value.response) == {"Error", "ResponseMetadata"}
    assert set(caught.value.response["Error"]) == {"Code", "Message", "Type"}


def test_parameter_validation_stays_botocores(mock: SESMock) -> None:
    with pytest.raises(ParamValidationError):
        new_client().send_email(**{**SEND, "Source": 42})

    assert not mock.outbox
    assert not mock.outbox.refusals


# Fail closed


def test_an_operation_not_built_is_stopped(mock: SESMock) -> None:
    client = boto3.client("sesv2", region_name="us-east-1")

    name = r"sesv2\.PutDeliverabilityDashboardOption"
    with pytest.raises(UnsupportedOperation, match=name) as caught:
        client.put_deliverability_dashboard_option(DashboardEnabled=True)

    assert not isinstance(caught.value, ClientError)
    assert mock.unsupported == (caught.value,)


def test_presigning_is_no_call_and_stays_signed(mock: SESMock) -> None:
    client = CLIENTS["with credentials"]()
    client.send_email(**SEND)

    assert "X-Amz-Signature=" in client.generate_presigned_url("get_send_quota")


# Other services and other tools


def test_another_services_client_is_untouched(mock: SESMock) -> None:
    client = boto3.client("sqs", region_name="us-east-1")
    with Stubber(client) as stubber:
        stubber.add_response("list_queues", {"QueueUrls": ["q"]})
        assert client.list_queues()["QueueUrls"] == ["q"]

    assert mock.outbox.attempts == []


@pytest.mark.loopback
@pytest.mark.parametrize("send", [SEND, {**SEND, "Source": "unverified@example.org"}])
def test_another_services_call_within_one_of_ours_is_untouched(
    mock: SESMock, send: dict[str, Any]
) -> None:
    """It is signed and goes its own way; after it, the one around it goes on as ours."""
    keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "secret"}
    other = new_client("sqs", endpoint_url="http://127.0.0.1:9", **keys)
    headers = []
    other.meta.events.register("before-send", lambda request, **_: headers.append(request.headers))

    signed = []

    def call_other(**_: Any) -> None:
        request = AWSRequest("POST", "https://sqs.us-east-1.amazonaws.com/")
        other._request_signer.sign("ListQueues", request)
        signed.append(request.headers["Authorization"].split()[0])
        with pytest.raises(EndpointConnectionError):
            other.list_queues()

    client = new_client()
    client.meta.events.register("before-send", call_other)
    with suppress(client.exceptions.MessageRejected):
        client.send_email(**send)

    assert all("Authorization" in each for each in headers)
    assert headers
    assert signed == ["AWS4-HMAC-SHA256"]
    assert len(mock.outbox.attempts) == 1


def test_a_stubber_on_an_ses_client_answers_for_it(mock: SESMock) -> None:
    client = new_client()
    with Stubber(client) as stubber:
        stubber.add_response("send_email", {"MessageId": "stubbed"})
        assert client.send_email(**SEND)["MessageId"] == "stubbed"

    mock.outbox.assert_empty()
    client.send_email(**SEND)
    mock.outbox.assert_count(1)


# Nesting and leaving


def test_the_innermost_mock_answers() -> None:
    client = new_client()
    with SESMock(verified_identities=["example.com"]) as outer:
        with SESMock(verified_identities=["example.com"]) as inner:
            client.send_email(**SEND)
        inner.outbox.assert_count(1)
        outer.outbox.assert_empty()
        client.send_email(**SEND)
    outer.outbox.assert_count(1)
    inner.outbox.assert_count(1)


def test_a_mock_is_entered_once_at_a_time() -> None:
    with SESMock() as mock, pytest.raises(SesmockError, match="already active"):
        mock.__enter__()
    with mock:
        assert botocore_hook.is_active(service_of(mock))


def test_patching_make_api_call_stays_possible(mock: SESMock) -> None:
    """The usual way to fake botocore: what it lets through is answered, nothing slips past."""
    original = botocore.client.BaseClient._make_api_call

    def fake(client: Any, operation: str, parameters: Any) -> Any:
        if operation == "ListQueues":
            return {"QueueUrls": ["faked"]}
        return original(client, operation, parameters)

    for _ in range(2):
        with patch("botocore.client.BaseClient._make_api_call", new=fake):
            assert boto3.client("sqs", region_name="us-east-1").list_queues() == {
                "QueueUrls": ["faked"]
            }
            new_client().send_email(**SEND)
    mock.outbox.assert_count(2)


@pytest.mark.parametrize("inside", [True, False], ids=["mock inside", "mock outside"])
def test_a_mocked_make_api_call_is_called_as_ever(inside: bool) -> None:
    faked = patch("botocore.client.BaseClient._make_api_call", return_value={"MessageId": "x"})
    contexts: list[Any] = [faked, SESMock()] if inside else [SESMock(), faked]
    with contexts[0] as first, contexts[1] as second:
        assert new_client().send_email(**SEND) == {"MessageId": "x"}
        fake = first if inside else second
        assert fake.call_args.args == ("SendEmail", SEND)


class Descriptor:
    """What tracing tools put in a function's place: an object that binds."""

    def __init__(self, function: Any) -> None:
        self.function = function
        self.instances: list[Any] = []

    def __get__(self, instance: Any, owner: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            assert instance is not None
            self.instances.append(instance)
            return self.function(instance, *args, **kwargs)

        return call


@pytest.mark.parametrize("name", ["_make_api_call", "_make_request"])
def test_tracing_installed_before_the_mock_still_traces(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = Descriptor(vars(botocore.client.BaseClient)[name])
    monkeypatch.setattr(botocore.client.BaseClient, name, descriptor)
    client = new_client()
    with SESMock(verified_identities=["example.com"]) as mock:
        client.send_email(**SEND)
    assert descriptor.instances == [client]
    mock.outbox.assert_count(1)


def test_frames_of_botocore_are_hidden_for_refusals_only() -> None:
    with SESMock(), botocore_hook.frames_hidden():
        hides = vars(botocore.client)["__tracebackhide__"]
        with pytest.raises(ClientError) as refused:
            new_client().send_email(**SEND)
        with pytest.raises(ParamValidationError) as invalid:
            new_client().send_email(Source=1)
        with pytest.raises(UnsupportedOperation) as unsupported:
            new_client("sesv2").put_deliverability_dashboard_option(DashboardEnabled=True)
    assert "__tracebackhide__" not in vars(botocore.client)
    assert hides(refused)
    assert hides(unsupported)
    assert not hides(invalid)


# Regions


def test_a_region_is_supplied_only_where_none_is_configured(
    monkeypatch: pytest.MonkeyPatch, mock: SESMock
) -> None:
    assert boto3.client("ses").meta.region_name == "us-east-1"
    with pytest.raises(NoRegionError):
        boto3.client("sqs")
    session = botocore.session.Session()
    session.set_default_client_config(Config(region_name="eu-west-3"))
    assert session.create_client("ses").meta.region_name == "eu-west-3"
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    session = botocore.session.Session()
    assert session.create_client("ses").meta.region_name == "eu-west-1"
    assert session.create_client("ses", "eu-west-2").meta.region_name == "eu-west-2"


def test_no_region_is_supplied_after_the_mock() -> None:
    with SESMock():
        pass
    with pytest.raises(NoRegionError):
        boto3.client("ses")


@pytest.mark.parametrize(
    ("environment", "config", "expected"),
    [
        ({}, "", "us-east-1"),
        ({"AWS_DEFAULT_REGION": "eu-west-1"}, "[default]\nregion = eu-west-2\n", "eu-west-1"),
        ({}, "[default]\nregion = eu-west-2\n", "eu-west-2"),
    ],
    ids=["nothing", "environment", "config file"],
)
def test_the_default_region_is_botocores(
    environment: dict[str, str],
    config: str,
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:
    path = tmp_path / "config"
    path.write_text(config)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert SESMock().region == expected
    assert SESMock().account().region == expected
    assert SESMock(region="sa-east-1").account().region == "sa-east-1"


# What somebody kept of the wrappers, and what is not there to wrap


def test_tokens_outside_a_call_of_ours_are_waited_for_as_ever(mock: SESMock) -> None:
    bucket = botocore.retries.bucket.TokenBucket(1, botocore.retries.bucket.Clock())
    with pytest.raises(CapacityNotAvailableError):
        bucket.acquire(block=False)


def test_a_process_without_aiobotocore(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aiobotocore.client", raising=False)
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        new_client().send_email(**SEND)
    mock.outbox.assert_count(1)
    with botocore_hook.frames_hidden():
        assert "__tracebackhide__" in vars(botocore.client)
    assert "__tracebackhide__" not in vars(botocore.client)


def test_a_process_that_is_about_to_import_moto(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread may be in the middle of it."""
    monkeypatch.setitem(sys.modules, "moto.core.models", ModuleType("moto.core.models"))
    new_client().send_email(**SEND)
    mock.outbox.assert_count(1)


# Requests that are none


def test_a_form_that_is_no_call_is_answered_as_one(mock: SESMock) -> None:
    """With the nearest answer on record [v1-bad-version]."""
    body = b"Action=SendEmail&Version=2009-10-16"
    reply = service_of(mock).answer(HttpRequest("ses", "us-east-1", "POST", "https://x", {}, body))

    assert reply.status == 400
    assert b"<Code>InvalidAction</Code>" in reply.body
    assert b"Could not find operation SendEmail for version 2009-10-16" in reply.body


@pytest.mark.parametrize("region", ["", 1, "EU-WEST-1", "us-east-1\n"])
def test_a_region_has_a_name(mock: SESMock, region: Any) -> None:
    with pytest.raises(SesmockError, match="region must be the name of an AWS region"):
        mock.account(region)
    assert repr(mock) == "<SESMock <Outbox: no message>>"


def test_boto3s_default_session_tells_the_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", boto3.Session(region_name="eu-west-2"))
    assert SESMock().region == "eu-west-2"


def test_a_profile_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(SesmockError, match=r"cannot tell the default region: .*nobody"):
        SESMock().account()


def test_the_region_may_be_set_after_the_mock_began(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fixtures of a test run after the marker's mock; options are for the region then in force."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    with SESMock(verified_identities=["example.com"]) as mock:
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
        boto3.Session().client("ses").send_email(**SEND)
    assert mock.outbox.assert_sent().region == "eu-west-3"


def test_a_misspelt_setting_of_the_mock_is_an_error(mock: SESMock) -> None:
    with pytest.raises(AttributeError):
        mock.sandbox = True  # type: ignore[attr-defined]


@pytest.mark.parametrize("option", ["verified_identities", "configuration_sets"])
def test_lists_are_lists(option: str) -> None:
    with pytest.raises(SesmockError, match=f"{option} must be a list of .* not 5"):
        SESMock(**{option: 5})  # type: ignore[arg-type]
    SESMock(**{option: (each for each in ["example"])})
