"""What a wire makes of a request: an operation with its input, or the reason why it is none."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, NamedTuple


class OperationInput(NamedTuple):
    """An operation's name and its parameters, as a client's method takes them."""

    operation: str
    parameters: dict[str, Any]


class MalformedRequest(ValueError):  # noqa: N818 - reads as AWS names its conditions
    """A request that is no call of the service.

    Attributes:
        code: The error code SES answers with.
        message: Its text, None if SES gives none.
        http_status: The answer's status.
    """

    def __init__(self, code: str, message: str | None, http_status: int = 400) -> None:
        self.code = code
        self.message = message
        self.http_status = http_status
        super().__init__(f"{code}: {message}")


def _timestamp_from_text(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))  # Python 3.10 reads no "Z"
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "blob": b64decode,
    "boolean": lambda text: text.lower() == "true",
    "double": float,
    "float": float,
    "integer": int,
    "long": int,
    "string": str,
    "timestamp": _timestamp_from_text,
}
"""Reads a value from a form or a URL, by the type of its shape; raises ValueError."""
