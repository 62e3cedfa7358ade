"""aiobotocore's clients are reached like botocore's."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from sending import SEND, mail2

from pytest_sesmock import SESMock, UnsupportedOperation
from pytest_sesmock.transport import botocore_hook

pytest.importorskip("aiobotocore")

import aiobotocore.client
import aiobotocore.endpoint
import aiobotocore.retries.bucket
import aiobotocore.session
from aiobotocore.config import AioConfig


@pytest.fixture
def mock() -> Any:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


def client(service: str = "ses", **options: Any) -> Any:
    return aiobotocore.session.get_session().create_client(service, **options)


def test_a_client_is_answered(mock: SESMock) -> None:
    async def send() -> Any:
        async with client(region_name="us-east-1") as ses:
            return await ses.send_email(**SEND)

    response = asyncio.run(send())

    assert response["MessageId"] == mock.outbox[0].message_id
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_client_without_region_gets_the_mocks(mock: SESMock) -> None:
    async def send() -> Any:
        async with client() as ses:
            await ses.send_email(**SEND)
            return ses.meta.region_name

    assert asyncio.run(send()) == "us-east-1"


def test_modelled_exceptions_are_raised(mock: SESMock) -> None:
    async def send() -> None:
        async with client(region_name="us-east-1") as ses:
            with pytest.raises(ses.exceptions.MessageRejected):
                await ses.send_email(**{**SEND, "Source": "a@un.example"})
        async with client("sesv2", region_name="us-east-1") as sesv2:
            with pytest.raises(UnsupportedOperation):
                await sesv2.put_deliverability_dashboard_option(DashboardEnabled=True)

    asyncio.run(send())


@pytest.mark.parametrize(("api", "mail"), [("ses", SEND), ("sesv2", mail2())], ids=["v1", "v2"])
def test_a_client_shared_by_coroutines(api: str, mail: dict[str, Any], mock: SESMock) -> None:
    async def send() -> list[Any]:
        session = aiobotocore.session.get_session()
        async with session.create_client(api, region_name="us-east-1") as client:
            return await asyncio.gather(*(client.send_email(**mail) for _ in range(50)))

    answers = asyncio.run(send())

    assert {answer["MessageId"] for answer in answers} == {sent.message_id for sent in mock.outbox}
    assert {sent.api for sent in mock.outbox} == {api}
    mock.outbox.assert_count(50)


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_back_off_moves_the_mocks_clock(
    mode: str, mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", None)
    mock.account().max_send_rate = 1
    began = mock.clock.time()
    config = AioConfig(retries={"mode": mode, "total_max_attempts": 10})

    async def send() -> int:
        retried = 0
        async with client(region_name="us-east-1", config=config) as ses:
            for _ in range(6):
                response = await ses.send_email(**SEND)
                retried += response["ResponseMetadata"]["RetryAttempts"]
        return retried

    assert asyncio.run(send()) > 0
    assert mock.clock.time() - began >= 4
    mock.outbox.assert_count(6)


def test_a_client_outlives_a_mock_and_meets_the_next() -> None:
    async def send() -> None:
        async with client(region_name="us-east-1", config=Config()) as ses:
            for _ in range(2):
                with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
                    await ses.send_email(**SEND)
                mock.outbox.assert_count(1)

    asyncio.run(send())


def test_another_services_client_is_untouched(mock: SESMock) -> None:
    async def call() -> None:
        session = aiobotocore.session.get_session()
        async with session.create_client(
            "sts", region_name="us-east-1", config=Config(retries={"total_max_attempts": 1})
        ) as sts:
            with pytest.raises(botocore.exceptions.NoCredentialsError):
                await sts.get_caller_identity()

    asyncio.run(call())


def footprint() -> list[Any]:
    return [
        vars(aiobotocore.client.AioBaseClient)["_make_request"],
        vars(aiobotocore.session.AioSession)["create_client"],
        vars(aiobotocore.endpoint)["asyncio"],
        vars(aiobotocore.retries.bucket.AsyncTokenBucket)["acquire"],
    ]


def test_nothing_is_left() -> None:
    before = footprint()
    with SESMock():
        assert all(now is not then for now, then in zip(footprint(), before, strict=True))
    assert all(now is then for now, then in zip(footprint(), before, strict=True))


def test_a_call_is_left_although_its_end_was_interrupted(
    mock: SESMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, interrupts = botocore_hook._end, iter([KeyboardInterrupt])

    def end_later(call: Any) -> None:
        for interrupt in interrupts:
            raise interrupt
        end(call)

    async def call() -> tuple[Any, Any]:
        async with client() as ses:
            with pytest.raises(KeyboardInterrupt):
                await ses.get_send_quota()
        return botocore_hook._current.get(), set(botocore_hook._calls)

    monkeypatch.setattr(botocore_hook, "_end", end_later)
    assert asyncio.run(call()) == (None, set())


def test_sleeps_outside_a_call_of_ours_are_real(mock: SESMock) -> None:
    async def sleep() -> float:
        began = time.monotonic()
        await aiobotocore.endpoint.asyncio.sleep(0.01)
        return time.monotonic() - began

    assert asyncio.run(sleep()) >= 0.01


@pytest.mark.skipif("AnyioEndpoint" not in vars(aiobotocore.endpoint), reason="no httpx")
def test_sleeps_over_httpx_outside_a_call_of_ours_are_real(mock: SESMock) -> None:
    endpoint = object.__new__(aiobotocore.endpoint.AnyioEndpoint)
    began = time.monotonic()
    asyncio.run(endpoint._sleep(0.01))
    assert time.monotonic() - began >= 0.01


def test_aiobotocore_imported_while_a_mock_is_active() -> None:
    """An application may import it lazily, inside the test; it must not slip past."""
    code = """
import asyncio, sys
from pytest_sesmock import SESMock
from sending import SEND

with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
    assert not any(name.startswith("aiobotocore") for name in sys.modules)
    from aiobotocore.session import get_session

    async def send():
        async with get_session().create_client("ses") as ses:
            await ses.send_email(**SEND)

    asyncio.run(send())
mock.outbox.assert_count(1)
"""
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path), "PATH": ""}
    )


def test_tokens_outside_a_call_of_ours_are_waited_for_as_ever(mock: SESMock) -> None:
    async def acquire() -> None:
        clock = aiobotocore.retries.bucket.Clock()
        bucket = aiobotocore.retries.bucket.AsyncTokenBucket(1, clock)
        with pytest.raises(botocore.exceptions.CapacityNotAvailableError):
            await bucket.acquire(block=False)

    asyncio.run(acquire())


def test_a_part_of_aiobotocore_that_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aiobotocore.retries.bucket")
    # Older versions know aiohttp alone.
    monkeypatch.delattr(aiobotocore.endpoint, "AnyioEndpoint", raising=False)
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        asyncio.run(send_one())
    mock.outbox.assert_count(1)


async def send_one() -> None:
    async with client(region_name="us-east-1") as ses:
        await ses.send_email(**SEND)
