import boto3
import pytest
from botocore.config import Config

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])

sesv2 = boto3.client(
    "sesv2",
    region_name="us-east-1",
    config=Config(retries={"mode": "standard", "total_max_attempts": 3}),
)


def remind(*addresses):
    sesv2.send_email(
        FromEmailAddress="The Library <desk@example.com>",
        Destination={"ToAddresses": list(addresses)},
        Content={
            "Simple": {
                "Subject": {"Data": "Due tomorrow"},
                "Body": {"Text": {"Data": "Please return what you have borrowed."}},
            }
        },
        EmailTags=[{"Name": "kind", "Value": "reminder"}],
    )


def test_a_reminder(ses_outbox):
    remind("ada@example.org")

    message = ses_outbox.assert_sent(to="ada@example.org", tags={"kind": "reminder"})
    assert message.subject == "Due tomorrow"
    assert (message.api, message.operation) == ("sesv2", "SendEmail")


@pytest.mark.sesmock(verified_identities=[])
def test_unverified(ses_outbox):
    with pytest.raises(sesv2.exceptions.MessageRejected, match="not verified"):
        remind("ada@example.org")

    ses_outbox.assert_refused(rule="identities-verified")


def test_a_malformed_address():
    with pytest.raises(sesv2.exceptions.BadRequestException, match="Missing final"):
        remind("ada")


def test_throttling(ses_account):
    ses_account.fail_next("Throttling", times=3)

    with pytest.raises(sesv2.exceptions.TooManyRequestsException):
        remind("ada@example.org")
