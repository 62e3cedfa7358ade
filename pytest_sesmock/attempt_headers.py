"""Which attempt at which call a request is, as AWS's SDKs say in its header fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NUMBER = re.compile(r"(?:^|[; ])attempt=(\d{1,9})(?:;|$)")


class AttemptHeaders:
    """The header fields `amz-sdk-invocation-id` and `amz-sdk-request`.

    They are understood when asked for: few tests do, and every call would pay. The other fields are
    not kept, of which botocore makes many objects.

    Args:
        headers: All header fields of the request.
    """

    __slots__ = ("_invocation_id", "_request")

    def __init__(self, headers: Mapping[str, Any]) -> None:
        self._invocation_id = headers.get("amz-sdk-invocation-id", "")
        self._request = headers.get("amz-sdk-request", "")

    @property
    def invocation_id(self) -> str:
        """The same for all attempts at one call; empty if the request does not say."""
        return _text(self._invocation_id)

    @property
    def number(self) -> int:
        """1 for the first attempt, and for a request that does not say."""
        found = _NUMBER.search(_text(self._request))
        return 1 if found is None else int(found[1])


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


FIRST_ATTEMPT = AttemptHeaders({})
"""What a call is that says nothing."""
