"""The wire of SES's SMTP interface: envelope and message come in, the text of a reply goes out.

The door speaks SMTP, whose commands say little; what SES judges is one mail at a time, after DATA.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pytest_sesmock.wire.request import OperationInput

CONTENT_TYPE = "text/plain"


def parse_request(target: str, body: bytes | str) -> OperationInput:
    """A mail as a call.

    Args:
        target: JSON of sender, recipients and the Received field that SES writes.
        body: The message.
    """
    source, destinations, received = json.loads(target)
    data = body.encode() if isinstance(body, str) else body
    parameters = {
        "Source": source,
        "Destinations": destinations,
        "Received": received,
        "RawMessage": {"Data": data},
    }
    return OperationInput("SendSmtpEmail", parameters)


def write_result(result: Mapping[str, Any]) -> bytes:
    """What follows the 250 [evs-smtp-accept]."""
    return f"Ok {result['MessageId']}".encode()


def write_error(words: str, message: str | None) -> bytes:
    """What follows the code of a refusal: "Message rejected: ..." [unver-smtp], or words alone."""
    return (f"{words}: {message}" if message else words).encode()
