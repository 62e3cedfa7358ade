import json
from importlib import resources

import boto3
import pytest
from botocore.exceptions import ClientError


def reference_example():
    """The example in the reference, taken from the botocore data it is generated from."""
    file = resources.files("botocore") / "data" / "ses" / "2010-12-01" / "examples-1.json"
    return json.loads(file.read_text(encoding="utf-8"))["examples"]["SendEmail"][0]["input"]


@pytest.mark.sesmock(verified_identities=["sender@example.com"])
def test_the_example_of_boto3s_reference(ses_outbox):
    ses = boto3.client("ses", region_name="us-east-1")
    example = reference_example()
    with pytest.raises(ClientError, match=r"Invalid email address \."):
        ses.send_email(**example)

    assert example.pop("ReturnPath") == ""
    with pytest.raises(ClientError, match="Invalid ARN <>"):
        ses.send_email(**example)

    assert example.pop("ReturnPathArn") == example.pop("SourceArn") == ""
    assert example["ReplyToAddresses"] == example["Destination"]["BccAddresses"] == []
    ses.send_email(**example)

    ses_outbox.assert_sent(source="sender@example.com", to=example["Destination"]["ToAddresses"])
