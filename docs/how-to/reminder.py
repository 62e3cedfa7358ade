"""A program that a scheduler starts: it reminds the customers that it is given."""

import sys

import boto3


def remind(address):
    boto3.client("ses", region_name="us-east-1").send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [address]},
        Message={
            "Subject": {"Data": "Your basket is waiting"},
            "Body": {"Text": {"Data": "It is still there: https://example.com/basket\n"}},
        },
    )


if __name__ == "__main__":
    for each in sys.argv[1:]:
        remind(each)
