"""Which attempt at which call a request is, as AWS's SDKs say in its header fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NUMBER = re.compile(r"(?:^|[; ])attempt=(\d{1,9})(?:;|$)")


class AttemptHeaders:
    """The header fields `amz-sdk-invocation-id` and `amz-sdk-request`.

    They are read when asked for: few tests do, and every call would pay.

    Args:
        headers: All header fields of the request.
    """

    __slots__ = ("_headers",)

    def __init__(self, headers: Mapping[str, Any]) -> None:
        self._headers = headers

    @property
    def invocation_id(self) -> str:
        """The same for all attempts at one call; empty if the request does not say."""
        return self._read("amz-sdk-invocation-id")

    @property
    def number(self) -> int:
        """1 for the first attempt, and for a request that does not say."""
        found = _NUMBER.search(self._read("amz-sdk-request"))
        return 1 if found is None else int(found[1])

    def _read(self, name: str) -> str:
        value: str | bytes = self._headers.get(name, "")
        return value.decode("latin-1") if isinstance(value, bytes) else value


FIRST_ATTEMPT = AttemptHeaders({})
"""What a call is that says nothing."""
