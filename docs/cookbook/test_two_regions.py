import boto3
import pytest

HOMES = {"eu": "eu-central-1", "us": "us-east-1"}


def send_welcome(address, home):
    """Send from the region where the customer's data lives."""
    boto3.client("sesv2", region_name=HOMES[home]).send_email(
        FromEmailAddress="hello@example.com",
        Destination={"ToAddresses": [address]},
        Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Welcome."}}}},
    )


@pytest.mark.parametrize(("home", "region"), HOMES.items())
def test_mail_leaves_from_home(home, region, sesmock, ses_outbox):
    sesmock.account(region).verify("example.com")

    send_welcome("ada@example.org", home)

    ses_outbox.assert_sent(to="ada@example.org", region=region)
