import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")


def announce(*members):
    """Mail all members; none learns of the others."""
    ses.send_email(
        Source="club@example.com",
        Destination={"BccAddresses": list(members)},
        Message={"Subject": {"Data": "Meeting"}, "Body": {"Text": {"Data": "On Monday."}}},
    )


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_nobody_sees_the_others(ses_outbox):
    announce("ada@example.org", "bob@example.org")

    message = ses_outbox.assert_sent(bcc=["ada@example.org", "bob@example.org"], to=None, cc=None)
    assert b"bob@example.org" not in message.raw
