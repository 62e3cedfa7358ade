"""boto3 blocks, so coroutines call it in a thread: under asyncio and trio, with anyio's plugin."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from sending import mail, ses

from pytest_sesmock import Outbox

anyio = pytest.importorskip("anyio")

TRIO = pytest.param("trio", marks=pytest.mark.skipif(not find_spec("trio"), reason="no trio"))


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", TRIO])
@pytest.mark.sesmock(verified_identities=["example.com"])
async def test_boto3_in_threads(anyio_backend: str, ses_outbox: Outbox) -> None:
    client = ses()

    def send(address: str) -> None:
        client.send_email(**mail(To=[address]))

    async with anyio.create_task_group() as group:
        for n in range(10):
            group.start_soon(anyio.to_thread.run_sync, send, f"{n}@example.org")
        await ses_outbox.wait_for_async(count=10)

    assert {message.to for message in ses_outbox} == {(f"{n}@example.org",) for n in range(10)}
