"""What other processes run: a mail by boto3, whether it is accepted or not."""

from __future__ import annotations

import sys

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from pytest_sesmock import SesmockError

MAIL = {
    "Source": "shop@example.com",
    "Destination": {"ToAddresses": ["ada@example.org"]},
    "Message": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hello"}}},
}


def send(_: object = None) -> str:
    """What came of it: the message id, or the name of the error."""
    config = Config(retries={"total_max_attempts": 1})
    client = boto3.client(
        "ses",
        region_name="us-east-1",
        config=config,
        aws_access_key_id="AKIAEXAMPLE",
        aws_secret_access_key="secret",
    )
    try:
        return str(client.send_email(**MAIL)["MessageId"])
    except (BotoCoreError, SesmockError) as error:
        return type(error).__name__


if __name__ == "__main__":
    sys.stdout.write(send())
