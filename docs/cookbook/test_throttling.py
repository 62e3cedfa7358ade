import boto3
import pytest
from botocore.config import Config

# botocore makes three attempts a call.
RETRIES = Config(retries={"mode": "standard", "total_max_attempts": 3})
ses = boto3.client("ses", region_name="us-east-1", config=RETRIES)
waiting: list[str] = []


def send_reminder(address):
    """Send it now or, while SES throttles, later."""
    try:
        ses.send_email(
            Source="shop@example.com",
            Destination={"ToAddresses": [address]},
            Message={"Subject": {"Data": "Reminder"}, "Body": {"Text": {"Data": "Tomorrow!"}}},
        )
    except ses.exceptions.ClientError as error:
        if error.response["Error"]["Code"] != "Throttling":
            raise
        waiting.append(address)


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_botocore_tries_again(ses_account, ses_outbox):
    ses_account.fail_next("Throttling", times=2)

    send_reminder("ada@example.org")

    assert waiting == []
    assert ses_outbox.assert_sent(to="ada@example.org").attempts == 3


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_it_is_sent_later(ses_account, ses_outbox):
    with ses_account.fail_next("Throttling"):
        send_reminder("ada@example.org")
    ses_outbox.assert_empty()

    send_reminder(waiting.pop())
    ses_outbox.assert_sent(to="ada@example.org")
