from datetime import timedelta

import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")


def send_digest(addresses):
    """Send as much as today's quota allows. Returns who is left for tomorrow."""
    for number, address in enumerate(addresses):
        quota = ses.get_send_quota()
        if quota["SentLast24Hours"] >= quota["Max24HourSend"]:
            return addresses[number:]
        ses.send_email(
            Source="news@example.com",
            Destination={"ToAddresses": [address]},
            Message={"Subject": {"Data": "Digest"}, "Body": {"Text": {"Data": "No news."}}},
        )
    return []


@pytest.mark.sesmock(verified_identities=["example.com"], max_24_hour_send=2)
def test_the_rest_comes_tomorrow(sesmock, ses_outbox):
    readers = ["ada@example.org", "bob@example.org", "kim@example.org"]

    assert send_digest(readers) == ["kim@example.org"]

    sesmock.clock.advance(timedelta(days=1))
    assert send_digest(["kim@example.org"]) == []
    ses_outbox.assert_count(3)
