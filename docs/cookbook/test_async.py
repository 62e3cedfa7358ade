import asyncio

import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")
background: set[asyncio.Task[None]] = set()


async def sign_up(address):
    """Answer at once, and mail from a thread."""
    task = asyncio.create_task(asyncio.to_thread(send_welcome, address))
    background.add(task)
    task.add_done_callback(background.discard)


def send_welcome(address):
    ses.send_email(
        Source="hello@example.com",
        Destination={"ToAddresses": [address]},
        Message={"Subject": {"Data": "Welcome"}, "Body": {"Text": {"Data": "Hello."}}},
    )


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_sign_up(ses_outbox):
    async def visit():
        await sign_up("ada@example.org")
        await ses_outbox.wait_for_async(to="ada@example.org", subject="Welcome")

    asyncio.run(visit())
