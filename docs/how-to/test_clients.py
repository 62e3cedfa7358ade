import asyncio
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from newsletter import subscribe

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])

SESSION = boto3.Session(region_name="us-east-1")
CLIENT = SESSION.client("ses")
MAIL = {
    "Source": "news@example.com",
    "Destination": {"ToAddresses": ["ada@example.org"]},
    "Message": {"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "None today."}}},
}


def test_a_client_of_long_ago(ses_outbox):
    CLIENT.send_email(**MAIL)
    SESSION.client("ses").send_email(**MAIL)

    ses_outbox.assert_count(2)


def test_threads(ses_outbox, ses_account):
    addresses = [f"{number}@example.org" for number in range(100)]
    with ThreadPoolExecutor(max_workers=8) as pool:
        message_ids = list(pool.map(subscribe, addresses))

    assert len(set(message_ids)) == 100
    assert {message.to[0] for message in ses_outbox} == set(addresses)
    assert ses_account.sent_last_24_hours == 100


def test_aiobotocore(ses_outbox):
    aiobotocore = pytest.importorskip("aiobotocore.session")

    async def send():
        async with aiobotocore.get_session().create_client("ses", "us-east-1") as client:
            return await client.send_email(**MAIL)

    response = asyncio.run(send())

    assert ses_outbox.assert_sent().message_id == response["MessageId"]
