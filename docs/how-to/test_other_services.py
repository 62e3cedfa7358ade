import boto3
import pytest
from botocore.stub import Stubber
from newsletter import subscribe


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_with_moto(ses_outbox):
    moto = pytest.importorskip("moto")
    with moto.mock_aws():
        subscribers = boto3.client("s3", region_name="us-east-1")
        subscribers.create_bucket(Bucket="subscribers")
        subscribers.put_object(Bucket="subscribers", Key="ada@example.org")

        for each in subscribers.list_objects_v2(Bucket="subscribers")["Contents"]:
            subscribe(each["Key"])

    ses_outbox.assert_sent(to="ada@example.org")


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_an_operation_that_is_not_built(ses_outbox):
    dashboard = boto3.client("sesv2", region_name="us-east-1")
    with Stubber(dashboard) as stubber:
        stubber.add_response("put_deliverability_dashboard_option", {})

        dashboard.put_deliverability_dashboard_option(DashboardEnabled=True)
        subscribe("ada@example.org")

    ses_outbox.assert_count(1)
