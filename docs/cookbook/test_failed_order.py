import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")


def order(address, stock):
    if not stock:
        raise ValueError("sold out")
    ses.send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [address]},
        Message={"Subject": {"Data": "Your order"}, "Body": {"Text": {"Data": "Thank you."}}},
    )


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_a_failed_order_sends_nothing(ses_outbox):
    with pytest.raises(ValueError, match="sold out"):
        order("ada@example.org", stock=0)

    ses_outbox.assert_empty()
    ses_outbox.assert_no_refusals()
