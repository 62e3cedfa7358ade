import boto3
import pytest
from inline_snapshot import snapshot

ses = boto3.client("ses", region_name="us-east-1")


def send_receipt(address):
    html = "<h1>Thank you</h1><p>1 punched card: <b>5.00</b></p>"
    ses.send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [address]},
        Message={"Subject": {"Data": "Your receipt"}, "Body": {"Html": {"Data": html}}},
    )


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_a_receipt(ses_outbox):
    send_receipt("ada@example.org")

    message = ses_outbox.assert_sent(to="ada@example.org")
    assert {name: message.as_dict()[name] for name in ("to", "subject", "html")} == snapshot(
        {
            "to": ["ada@example.org"],
            "subject": "Your receipt",
            "html": "<h1>Thank you</h1><p>1 punched card: <b>5.00</b></p>",
        }
    )
