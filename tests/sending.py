"""A mail to send, as tests vary it."""

from __future__ import annotations

from typing import Any

import boto3

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


def ses(region: str = "us-east-1", **options: Any) -> Any:
    """A client of SES v1."""
    return boto3.client("ses", region_name=region, **options)
