"""Amazon SES API v2 (botocore's service `sesv2`)."""

from __future__ import annotations

from pytest_sesmock.api.context import Api, Operation
from pytest_sesmock.api.v2 import codes

_FAITHFUL: dict[str, Operation] = {}
_STORED_ONLY: dict[str, Operation] = {}

API = Api(
    name="sesv2",
    operations={**_FAITHFUL, **_STORED_ONLY},
    stored_only=frozenset(_STORED_ONLY),
    sends=frozenset(),
    codes=codes.CODES,
    common_codes=codes.COMMON_CODES,
    entry_statuses=codes.ENTRY_STATUSES,
)
