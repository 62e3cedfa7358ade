import asyncio

import anyio
import boto3
import pytest
import trio
from aiobotocore.config import AioConfig
from aiobotocore.httpxsession import HttpxSession
from aiobotocore.session import get_session

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


def mail_to(address):
    return {
        "Source": "news@example.com",
        "Destination": {"ToAddresses": [address]},
        "Message": {"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "None today."}}},
    }


def test_aiobotocore(ses_outbox):
    async def send_all():
        async with get_session().create_client("ses", "us-east-1") as ses:
            mails = [mail_to(f"{number}@example.org") for number in range(100)]
            await asyncio.gather(*(ses.send_email(**mail) for mail in mails))

    asyncio.run(send_all())

    ses_outbox.assert_count(100)


def test_trio(ses_outbox):
    config = AioConfig(http_session_cls=HttpxSession)

    async def send():
        async with get_session().create_client("ses", "us-east-1", config=config) as ses:
            await ses.send_email(**mail_to("ada@example.org"))

    trio.run(send)

    ses_outbox.assert_sent(to="ada@example.org")


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_boto3_in_threads(anyio_backend, ses_outbox):
    ses = boto3.client("ses", region_name="us-east-1")

    def send(address):
        ses.send_email(**mail_to(address))

    async with anyio.create_task_group() as group:
        for address in ("ada@example.org", "bob@example.org"):
            group.start_soon(anyio.to_thread.run_sync, send, address)
        await ses_outbox.wait_for_async(count=2)
