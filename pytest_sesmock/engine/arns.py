"""ARNs: those made here, and the forms of those that other services have.

No other module writes an ARN, for only this one knows the partitions of AWS. Whether a resource of
another service exists is for `account.access` to say.
"""

from __future__ import annotations

import re
from functools import lru_cache

# The partitions other than `aws`, by what the names of their regions begin with. botocore knows
# them, too, but finds a region's only by reading its largest files.
_PARTITIONS = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
    "eusc-": "aws-eusc",
}


@lru_cache(maxsize=64)
def partition_of(region: str) -> str:
    """The partition of AWS that a region is in, such as `aws-us-gov`; `aws` if it is unknown."""
    for prefix, partition in _PARTITIONS.items():
        if region.startswith(prefix):
            return partition
    return "aws"


def ses_arn(region: str, account_id: str, resource: str) -> str:
    """The ARN of one of SES's own resources, such as `identity/example.com`."""
    return f"arn:{partition_of(region)}:ses:{region}:{account_id}:{resource}"


def topic_arn(region: str, account_id: str, name: str) -> str:
    """The ARN of a topic of Amazon SNS."""
    return f"arn:{partition_of(region)}:sns:{region}:{account_id}:{name}"


def queue_arn(topic_arn: str) -> str:
    """The ARN of a queue of Amazon SQS that is called as the topic, in its account and region."""
    return topic_arn.replace(":sns:", ":sqs:", 1)


def region_of(arn: str) -> str:
    """The region that an ARN names."""
    return arn.split(":")[3]


def domain_of(arn: str) -> str:
    """The domain under which the services of an ARN's partition are."""
    return "amazonaws.com.cn" if arn.startswith("arn:aws-cn:") else "amazonaws.com"


def canonical_arn(arn: str) -> str:
    """An SES resource's ARN as such are compared: case counts in all but the names of domains."""
    head, is_identity, name = arn.partition(":identity/")
    return arn if "@" in name else head + is_identity + name.lower()


def user_arn(region: str, account_id: str, name: str) -> str:
    """The ARN of an IAM user, who has no region: of one in the partition of this region."""
    return f"arn:{partition_of(region)}:iam::{account_id}:user/{name}"


def default_event_bus(region: str, account_id: str) -> str:
    """The ARN of the event bus that an account has in a region from the start."""
    return f"arn:{partition_of(region)}:events:{region}:{account_id}:event-bus/default"


_ARN = r"arn:aws[a-z-]*"
_PLACE = r"[a-z]{2,4}(-[a-z]+)+-\d:\d{12}"

SNS_TOPIC = re.compile(rf"{_ARN}:sns:{_PLACE}:[A-Za-z0-9_-]{{1,256}}(\.fifo)?")
FIREHOSE_STREAM = re.compile(rf"{_ARN}:firehose:{_PLACE}:deliverystream/[A-Za-z0-9_.-]{{1,64}}")
IAM_ROLE = re.compile(rf"{_ARN}:iam::\d{{12}}:role/[\w+=,.@/-]+", re.ASCII)
DEFAULT_EVENT_BUS = re.compile(rf"{_ARN}:events:{_PLACE}:event-bus/default")
PINPOINT_APPLICATION = re.compile(rf"{_ARN}:mobiletargeting:{_PLACE}:apps/[A-Za-z0-9]+")
