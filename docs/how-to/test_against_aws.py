"""The examples of real-calls.md. The first one runs where there are credentials for it."""

import os

import boto3
import pytest

needs_credentials = pytest.mark.skipif(
    "SHOP_AWS_PROFILE" not in os.environ, reason="runs by hand, with credentials"
)


@needs_credentials
@pytest.mark.sesmock(real_calls="allow")
def test_against_aws():
    session = boto3.Session(profile_name=os.environ["SHOP_AWS_PROFILE"])
    quota = session.client("ses", region_name="us-east-1").get_send_quota()
    assert quota["Max24HourSend"] >= 200
