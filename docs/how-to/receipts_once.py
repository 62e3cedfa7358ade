"""An application that mails a receipt for each order, and never a second one."""

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

# One attempt: botocore cannot know whether SES has already accepted the mail of a lost attempt.
ses = boto3.client(
    "sesv2", region_name="us-east-1", config=Config(retries={"total_max_attempts": 1})
)

receipts: dict[str, str] = {}
"""The message id by order. The order is the idempotency key: what has one is not sent again."""


def send_receipt(order: str, customer: str) -> None:
    """Mail the receipt of an order, unless that has been done, or may have been."""
    if order in receipts:
        return
    receipts[order] = "unknown"
    try:
        response = ses.send_email(
            FromEmailAddress="shop@example.com",
            Destination={"ToAddresses": [customer]},
            Content={
                "Simple": {
                    "Subject": {"Data": f"Receipt {order}"},
                    "Body": {"Text": {"Data": "Thank you!"}},
                }
            },
        )
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
            del receipts[order]  # SES has refused it: nothing was sent
        raise
    # A response that was cut short has no message id.
    receipts[order] = response.get("MessageId", "unknown")
