import asyncio

import aioboto3
import pytest


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_aioboto3(ses_outbox):
    async def send():
        session = aioboto3.Session(region_name="us-east-1")
        async with session.client("sesv2") as ses:
            await ses.send_email(
                FromEmailAddress="news@example.com",
                Destination={"ToAddresses": ["ada@example.org"]},
                Content={
                    "Simple": {
                        "Subject": {"Data": "News"},
                        "Body": {"Text": {"Data": "None today."}},
                    }
                },
            )

    asyncio.run(send())

    ses_outbox.assert_sent(to="ada@example.org", api="sesv2")
