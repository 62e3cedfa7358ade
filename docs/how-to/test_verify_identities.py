import boto3
import pytest
from newsletter import ses, subscribe


def test_with_the_fixture(ses_account, ses_outbox):
    ses_account.verify("example.com")

    subscribe("ada@example.org")

    ses_outbox.assert_count(1)


@pytest.mark.sesmock(verified_identities=["example.com", "ada@example.net"])
def test_with_the_marker(ses_outbox):
    subscribe("ada@example.org")

    ses_outbox.assert_count(1)


@pytest.mark.sesmock(verified_identities=[])
def test_without_any(ses_outbox):
    with pytest.raises(ses.exceptions.MessageRejected, match="Email address is not verified"):
        subscribe("ada@example.org")

    ses_outbox.assert_empty()


def test_verified_in_the_end(ses_account):
    ses.verify_domain_identity(Domain="example.com")
    assert ses_account.identities == {"example.com": "Pending"}
    with pytest.raises(ses.exceptions.MessageRejected):
        subscribe("ada@example.org")

    ses_account.verify("example.com")
    assert subscribe("ada@example.org")


@pytest.mark.sesmock(auto_verify=True)
def test_verified_at_once():
    sesv2 = boto3.client("sesv2", region_name="us-east-1")
    sesv2.create_email_identity(EmailIdentity="example.com")

    assert subscribe("ada@example.org")
