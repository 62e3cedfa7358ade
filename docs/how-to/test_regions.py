import boto3
import pytest

MAIL = {
    "Source": "news@example.com",
    "Destination": {"ToAddresses": ["ada@example.org"]},
    "Message": {"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "None today."}}},
}


def test_a_client_without_region(sesmock):
    client = boto3.client("ses")

    assert client.meta.region_name == sesmock.region == "us-east-1"


def test_two_regions(sesmock, ses_outbox):
    ireland = boto3.client("ses", region_name="eu-west-1")
    ohio = boto3.client("ses", region_name="us-east-2")
    sesmock.account("eu-west-1").verify("example.com")

    ireland.send_email(**MAIL)
    with pytest.raises(ohio.exceptions.MessageRejected, match="in region US-EAST-2"):
        ohio.send_email(**MAIL)

    ses_outbox.assert_sent(region="eu-west-1")
    ses_outbox.assert_refused(region="us-east-2")


@pytest.mark.sesmock(region="eu-west-1", verified_identities=["example.com"])
def test_an_application_in_ireland(ses_account, ses_outbox):
    boto3.client("ses", region_name="eu-west-1").send_email(**MAIL)

    assert ses_account.region == "eu-west-1"
    ses_outbox.assert_count(1)
