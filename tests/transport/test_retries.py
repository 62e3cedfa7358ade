"""Botocore's retries are real, and their sleeps move the mock's clock instead of blocking."""

from __future__ import annotations

import time
from typing import Any

import boto3
import botocore.endpoint
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from pytest_sesmock import SESMock

SEND: dict[str, Any] = {
    "Source": "noreply@example.com",
    "Destination": {"ToAddresses": ["ada@example.org"]},
    "Message": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hello"}}},
}
MODES = ["legacy", "standard", "adaptive"]


def client_of(mode: str, attempts: int = 4) -> Any:
    return boto3.client(
        "ses",
        region_name="us-east-1",
        config=Config(retries={"mode": mode, "total_max_attempts": attempts}),
    )


@pytest.fixture
def mock() -> Any:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


@pytest.fixture(autouse=True)
def _no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in these tests may really wait."""

    def sleep(seconds: float) -> None:
        raise AssertionError(f"slept {seconds} s")

    monkeypatch.setattr(time, "sleep", sleep)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("code", ["Throttling", "ServiceUnavailable", "InternalFailure"])
def test_a_retry_succeeds(mode: str, code: str, mock: SESMock) -> None:
    mock.account().fail_next(code, times=2)
    began = mock.clock.time()

    response = client_of(mode).send_email(**SEND)

    assert response["ResponseMetadata"]["RetryAttempts"] == 2
    assert [refused.code for refused in mock.outbox.refusals] == [code, code]
    assert mock.clock.time() > began
    mock.outbox.assert_count(1)


@pytest.mark.parametrize("mode", MODES)
def test_retries_end(mode: str, mock: SESMock) -> None:
    mock.account().fail_next("Throttling", times=9)

    with pytest.raises(ClientError, match=r"reached max retries: 3") as caught:
        client_of(mode).send_email(**SEND)

    assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 3
    assert caught.value.response["Error"]["Message"] == "Maximum sending rate exceeded."
    assert [failure.times for failure in mock.account().planned_failures] == [5]
    mock.outbox.assert_empty()


@pytest.mark.parametrize("mode", MODES)
def test_a_set_send_rate_is_waited_out(mode: str, mock: SESMock) -> None:
    """At two recipients a second botocore's own back-off carries six sends through."""
    mock.account().max_send_rate = 2
    client = client_of(mode, attempts=10)
    began = mock.clock.time()

    for _ in range(6):
        client.send_email(**SEND)

    mock.outbox.assert_count(6)
    assert {refused.code for refused in mock.outbox.refusals} == {"Throttling"}
    assert mock.clock.time() - began >= 2


def test_a_refusal_that_is_no_throttling_is_not_retried(mock: SESMock) -> None:
    with pytest.raises(ClientError) as caught:
        client_of("standard").send_email(**{**SEND, "Source": "x@elsewhere.example"})

    assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 0
    assert len(mock.outbox.refusals) == 1


def test_sleeps_outside_a_call_of_ours_are_real(mock: SESMock) -> None:
    with pytest.raises(AssertionError, match="slept 3 s"):
        botocore.endpoint.time.sleep(3)
    assert botocore.endpoint.time.monotonic() > 0
