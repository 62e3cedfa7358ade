import boto3
import pytest

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])

sesv2 = boto3.client("sesv2", region_name="us-east-1")

IDENTITY = "arn:aws:ses:us-east-1:123456789012:identity/example.com"


def test_a_tenant_sends_with_what_is_its_own(ses_outbox):
    mail = {
        "FromEmailAddress": "acme@example.com",
        "Destination": {"ToAddresses": ["ada@example.org"]},
        "Content": {
            "Simple": {"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "None."}}},
        },
    }
    sesv2.create_tenant(TenantName="acme")

    with pytest.raises(sesv2.exceptions.ClientError, match="Tenant not associated"):
        sesv2.send_email(TenantName="acme", **mail)

    sesv2.create_tenant_resource_association(TenantName="acme", ResourceArn=IDENTITY)
    sesv2.send_email(TenantName="acme", **mail)
    assert ses_outbox.assert_sent(to="ada@example.org").request["TenantName"] == "acme"
