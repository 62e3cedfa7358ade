import boto3
import pytest
from moto import mock_aws
from moto.ses.models import ses_backends
from orders import confirm


@pytest.fixture
def ses(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        client = boto3.client("ses", region_name="us-east-1")
        client.verify_email_identity(EmailAddress="shop@example.com")
        yield client


def test_confirmation(ses):
    confirm(ses, 17, "ada@example.org")

    (message,) = ses_backends["123456789012"]["us-east-1"].sent_messages
    assert message.destinations["ToAddresses"] == ["ada@example.org"]
    assert message.subject == "Order 17"
    assert message.body == "Thank you for order 17."
