"""The application that most of the how-to guides test: it sends a newsletter."""

import boto3
from botocore.config import Config

# Created on import, long before any test. It makes at most three attempts.
ses = boto3.client(
    "ses",
    region_name="us-east-1",
    config=Config(retries={"mode": "standard", "total_max_attempts": 3}),
)


def subscribe(*addresses: str, colleague: str | None = None) -> str:
    """Ask subscribers to confirm. Returns SES's message id."""
    response = ses.send_email(
        Source="The Newsletter <news@example.com>",
        Destination={
            "ToAddresses": list(addresses),
            "CcAddresses": [colleague] if colleague else [],
        },
        Message={
            "Subject": {"Data": "Please confirm"},
            "Body": {"Text": {"Data": "Confirm: https://example.com/confirm?token=1815\n"}},
        },
        Tags=[{"Name": "kind", "Value": "confirmation"}],
    )
    return str(response["MessageId"])
