"""aiobotocore's two HTTP sessions, many coroutines at once, and libraries of coroutines."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from sending import SEND, mail2

from pytest_sesmock import SESMock

pytest.importorskip("aiobotocore")

import aiobotocore.endpoint
import aiobotocore.session
from aiobotocore.config import AioConfig

HAS_HTTPX = bool(
    find_spec("aiobotocore.httpxsession") and (find_spec("httpx2") or find_spec("httpx"))
)
HAS_TRIO = "AnyioEndpoint" in vars(aiobotocore.endpoint) and bool(find_spec("trio"))
OVER_HTTPX = pytest.param(
    "httpx", marks=pytest.mark.skipif(not HAS_HTTPX, reason="no httpx, or not for aiobotocore")
)
UNDER_TRIO = pytest.param(
    "trio", marks=pytest.mark.skipif(not HAS_TRIO, reason="no trio, or not for aiobotocore")
)
SLOW = pytest.mark.slow
MANY = 500


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


def client(back_end: str, api: str = "ses", **settings: Any) -> Any:
    if back_end == "httpx":
        from aiobotocore.httpxsession import HttpxSession

        settings["http_session_cls"] = HttpxSession
    session = aiobotocore.session.get_session()
    return session.create_client(api, region_name="us-east-1", config=AioConfig(**settings))


def run(runner: str, main: Any) -> Any:
    return asyncio.run(main()) if runner == "asyncio" else pytest.importorskip("trio").run(main)


@pytest.mark.parametrize(
    ("back_end", "api", "mail"),
    [
        pytest.param("aiohttp", "sesv2", mail2(), id="aiohttp, v2"),
        pytest.param("aiohttp", "ses", SEND, id="aiohttp, v1", marks=SLOW),
        pytest.param("httpx", "ses", SEND, id="httpx, v1", marks=[*OVER_HTTPX.marks, SLOW]),
        pytest.param("httpx", "sesv2", mail2(), id="httpx, v2", marks=[*OVER_HTTPX.marks, SLOW]),
    ],
)
def test_many_coroutines_at_once(
    back_end: str, api: str, mail: dict[str, Any], mock: SESMock
) -> None:
    """Each has its own answer, whether it is an id or a refusal, and each message is there once."""
    source = "Source" if api == "ses" else "FromEmailAddress"
    addresses = [f"{n}@example.{'net' if n % 10 == 0 else 'com'}" for n in range(MANY)]

    async def send_all() -> list[Any]:
        async with client(back_end, api) as shared:
            sends = [shared.send_email(**{**mail, source: address}) for address in addresses]
            return await asyncio.gather(*sends, return_exceptions=True)

    answers = dict(zip(addresses, asyncio.run(send_all()), strict=True))

    refused = [address for address in addresses if address.endswith(".net")]
    assert [address for address in refused if address not in str(answers[address])] == []
    mock.outbox.assert_refused(count=len(refused), code="MessageRejected")
    assert {message.source: message.message_id for message in mock.outbox} == {
        address: answers[address]["MessageId"] for address in addresses if address not in refused
    }
    mock.outbox.assert_count(MANY - len(refused))


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
@pytest.mark.parametrize("runner", ["asyncio", UNDER_TRIO])
@pytest.mark.parametrize("back_end", [OVER_HTTPX])
def test_back_off_over_httpx(back_end: str, runner: str, mode: str, mock: SESMock) -> None:
    mock.account().fail_next("Throttling", times=4)

    async def send() -> int:
        retries = {"mode": mode, "total_max_attempts": 5}
        async with client(back_end, retries=retries) as ses:
            answer = await ses.send_email(**SEND)
        return int(answer["ResponseMetadata"]["RetryAttempts"])

    assert run(runner, send) == 4
    # What the clock is ahead of the wall is what nobody has waited for.
    assert mock.clock.time() - time.time() > 0.1
    mock.outbox.assert_count(1)


@pytest.mark.parametrize("runner", [UNDER_TRIO])
@pytest.mark.parametrize("back_end", [OVER_HTTPX])
def test_tasks_of_trio(back_end: str, runner: str, mock: SESMock) -> None:
    """Of aiobotocore's back-ends httpx alone works there."""
    trio = pytest.importorskip("trio")

    async def send_all() -> None:
        async with client(back_end, "sesv2") as sesv2, trio.open_nursery() as nursery:
            for n in range(20):
                nursery.start_soon(send, sesv2, f"{n}@example.org")
            message = await mock.outbox.wait_for_async(to="19@example.org")
            assert message.api == "sesv2"

    async def send(sesv2: Any, address: str) -> None:
        await sesv2.send_email(**mail2(To=[address]))

    trio.run(send_all)

    mock.outbox.assert_count(20)


@pytest.mark.parametrize("back_end", ["aiohttp", OVER_HTTPX])
def test_a_connection_that_fails(back_end: str, mock: SESMock) -> None:
    mock.account().fail_next("read-timeout", times=2)

    async def send() -> None:
        async with client(back_end, retries={"total_max_attempts": 2}) as ses:
            await ses.send_email(**SEND)

    with pytest.raises(Exception, match=r"Read timeout on endpoint URL") as caught:
        asyncio.run(send())

    assert type(caught.value).__module__ == "botocore.exceptions"
    mock.outbox.assert_empty()


def test_sessions_of_aioboto3(mock: SESMock) -> None:
    aioboto3 = pytest.importorskip("aioboto3")

    async def send() -> None:
        session = aioboto3.Session(region_name="us-east-1")
        async with session.client("ses") as ses, session.client("sesv2") as sesv2:
            await ses.send_email(**SEND)
            with pytest.raises(sesv2.exceptions.MessageRejected):
                await sesv2.send_email(**mail2(Source="shop@example.net"))

    asyncio.run(send())

    mock.outbox.assert_sent(api="ses")
    mock.outbox.assert_refused(api="sesv2")
