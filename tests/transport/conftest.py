"""What the tests of the transport share: nothing waits."""

from __future__ import annotations

import asyncio
import importlib.util
import time
from collections.abc import Iterator
from typing import Any

import pytest

from pytest_sesmock import SESMock, SmtpServer


@pytest.fixture
def nothing_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may really wait, in a thread or in a coroutine."""
    sleep_async = asyncio.sleep

    def sleep(seconds: float) -> None:
        raise AssertionError(f"slept {seconds} s")

    async def only_yield(seconds: float, *args: Any) -> Any:
        assert seconds == 0, f"slept {seconds} s"
        return await sleep_async(seconds, *args)

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(asyncio, "sleep", only_yield)
    if importlib.util.find_spec("anyio") is not None:  # aiobotocore's over httpx
        monkeypatch.setattr("anyio.sleep", only_yield)


@pytest.fixture
def server(mock: SESMock) -> SmtpServer:
    """The server for SMTP of the mock that the file's own fixture makes."""
    return mock.smtp()


@pytest.fixture
def client(server: SmtpServer) -> Iterator[Any]:
    """A client there that has logged in."""
    from smtp_client import RawClient

    with RawClient(server) as client:
        yield client.log_in()
