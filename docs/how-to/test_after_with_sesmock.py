import boto3
import pytest
from botocore.exceptions import ClientError
from orders import confirm


@pytest.fixture
def ses():
    return boto3.client("ses", region_name="us-east-1")


@pytest.mark.sesmock(verified_identities=["shop@example.com"])
def test_confirmation(ses, ses_outbox):
    confirm(ses, 17, "ada@example.org")

    ses_outbox.assert_sent(
        to="ada@example.org",
        subject="Order 17",
        text="Thank you for order 17.",
    )


@pytest.mark.sesmock(verified_identities=["shop@example.com"])
def test_refused(ses, ses_account, ses_outbox):
    ses_account.fail_next("MessageRejected", "Address is on a list.")

    with pytest.raises(ClientError, match="Address is on a list"):
        confirm(ses, 17, "ada@example.org")

    ses_outbox.assert_empty()
