"""ARNs: those of SES's own resources, and the forms of those that other services have.

Whether a resource of another service exists is for `account.access` to say.
"""

from __future__ import annotations

import re


def ses_arn(region: str, account_id: str, resource: str) -> str:
    """The ARN of one of SES's own resources, such as `identity/example.com`."""
    return f"arn:aws:ses:{region}:{account_id}:{resource}"


_ARN = r"arn:aws[a-z-]*"
_PLACE = r"[a-z]{2,4}(-[a-z]+)+-\d:\d{12}"

SNS_TOPIC = re.compile(rf"{_ARN}:sns:{_PLACE}:[A-Za-z0-9_-]{{1,256}}(\.fifo)?")
FIREHOSE_STREAM = re.compile(rf"{_ARN}:firehose:{_PLACE}:deliverystream/[A-Za-z0-9_.-]{{1,64}}")
IAM_ROLE = re.compile(rf"{_ARN}:iam::\d{{12}}:role/[\w+=,.@/-]+", re.ASCII)
DEFAULT_EVENT_BUS = re.compile(rf"{_ARN}:events:{_PLACE}:event-bus/default")
PINPOINT_APPLICATION = re.compile(rf"{_ARN}:mobiletargeting:{_PLACE}:apps/[A-Za-z0-9]+")
