import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from orders import confirm


@pytest.fixture
def ses():
    return boto3.client(
        "ses",
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


def test_confirmation(ses):
    with Stubber(ses) as stubber:
        stubber.add_response(
            "send_email",
            {"MessageId": "1"},
            {
                "Source": "The Shop <shop@example.com>",
                "Destination": {"ToAddresses": ["ada@example.org"]},
                "Message": {
                    "Subject": {"Data": "Order 17"},
                    "Body": {"Text": {"Data": "Thank you for order 17."}},
                },
            },
        )

        confirm(ses, 17, "ada@example.org")

        stubber.assert_no_pending_responses()


def test_refused(ses):
    with Stubber(ses) as stubber:
        stubber.add_client_error("send_email", "MessageRejected", "Address is on a list.")

        with pytest.raises(ClientError, match="Address is on a list"):
            confirm(ses, 17, "ada@example.org")
