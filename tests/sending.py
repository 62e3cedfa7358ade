"""A mail to send, as tests vary it."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

SEND: dict[str, Any] = {
    "Source": "noreply@example.com",
    "Destination": {"ToAddresses": ["ada@example.org"]},
    "Message": {
        "Subject": {"Data": "Welcome"},
        "Body": {"Text": {"Data": "Hello"}, "Html": {"Data": "<p>Hello</p>"}},
    },
}


def mail(**changes: Any) -> dict[str, Any]:
    """SendEmail's parameters with some replaced; `To`, `Cc`, `Bcc` are the destination's lists."""
    lists = {
        f"{name}Addresses": changes.pop(name) for name in ("To", "Cc", "Bcc") if name in changes
    }
    destination = {**SEND["Destination"], **lists}
    return {**SEND, "Destination": destination, **changes}


def mail2(**changes: Any) -> dict[str, Any]:
    """The same mail as SendEmail's parameters of v2, other changes by their names there."""
    call = mail(**changes)
    call["FromEmailAddress"] = call.pop("Source")
    call["Content"] = {"Simple": call.pop("Message")}
    return call


TOPIC = "arn:aws:sns:us-east-1:123456789012:ses-events"
"""The ARN of a topic of Amazon SNS."""


def ses(region: str = "us-east-1", *, new: bool = False, **options: Any) -> Any:
    """A client of SES v1, made anew if it has options or is changed."""
    return _client("ses", region, new, options)


def sesv2(region: str = "us-east-1", *, new: bool = False, **options: Any) -> Any:
    """A client of SES v2, made anew if it has options or is changed."""
    return _client("sesv2", region, new, options)


def _client(service: str, region: str, new: bool, options: dict[str, Any]) -> Any:
    # Making a client takes ten times as long as sending a mail with it.
    if new or options:
        return boto3.client(service, region_name=region, **options)
    if (service, region) not in _CLIENTS:
        _CLIENTS[service, region] = boto3.client(service, region_name=region)
    return _CLIENTS[service, region]


_CLIENTS: dict[tuple[str, str], Any] = {}


def refusal(call: dict[str, Any], region: str = "us-east-1") -> tuple[str, str, int]:
    """Code, text and status of a refused SendEmail; fails if it is accepted."""
    with pytest.raises(ClientError) as caught:
        ses(region).send_email(**call)
    response = caught.value.response
    error = response["Error"]
    return error["Code"], error.get("Message", ""), response["ResponseMetadata"]["HTTPStatusCode"]
