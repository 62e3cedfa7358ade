import boto3
import pytest

sesv2 = boto3.client("sesv2", region_name="us-east-1")


def is_suppressed(address):
    """Whether SES delivers nothing to an address, because mail to it bounced for example."""
    try:
        sesv2.get_suppressed_destination(EmailAddress=address)
    except sesv2.exceptions.NotFoundException:
        return False
    return True


def send_welcome(address):
    if is_suppressed(address):
        return "Please give us another address: we cannot reach you at this one."
    sesv2.send_email(
        FromEmailAddress="hello@example.com",
        Destination={"ToAddresses": [address]},
        Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Welcome."}}}},
    )
    return "We have sent you a mail."


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_a_suppressed_address(ses_account, ses_outbox):
    ses_account.suppress("ada@example.org")

    assert "another address" in send_welcome("ada@example.org")
    ses_outbox.assert_empty()

    send_welcome("bob@example.org")
    ses_outbox.assert_sent(to="bob@example.org")
