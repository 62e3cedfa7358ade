"""Which attempt at which call a request is, as AWS's SDKs say in its header fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple


class AttemptHeaders(NamedTuple):
    """What a request says of itself.

    Attributes:
        invocation_id: Shared by all attempts at one call; empty if the request does not say.
        number: 1 for the first attempt.
    """

    invocation_id: str
    number: int


_NUMBER = re.compile(r"(?:^|[; ])attempt=(\d{1,9})(?:;|$)")


def read_attempt(headers: Mapping[str, Any]) -> AttemptHeaders:
    """Read `amz-sdk-invocation-id` and `amz-sdk-request`; without them it is the first attempt."""
    found = _NUMBER.search(_text(headers.get("amz-sdk-request", "")))
    return AttemptHeaders(
        _text(headers.get("amz-sdk-invocation-id", "")), 1 if found is None else int(found[1])
    )


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
