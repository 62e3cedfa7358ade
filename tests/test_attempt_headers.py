"""Which attempt a request is, by the header fields that AWS's SDKs send."""

from __future__ import annotations

import pytest

from pytest_sesmock.attempt_headers import AttemptHeaders


@pytest.mark.parametrize(
    ("headers", "attempt"),
    [
        ({}, ("", 1)),
        ({"amz-sdk-request": "attempt=1"}, ("", 1)),
        ({"amz-sdk-request": "attempt=2; max=3"}, ("", 2)),
        ({"amz-sdk-request": "ttl=20260101T000000Z; attempt=3; max=3"}, ("", 3)),
        ({"amz-sdk-request": b"attempt=12", "amz-sdk-invocation-id": b"4aa7"}, ("4aa7", 12)),
        ({"amz-sdk-invocation-id": "4aa7"}, ("4aa7", 1)),
        ({"amz-sdk-request": ""}, ("", 1)),
        ({"amz-sdk-request": "attempt=; max=3"}, ("", 1)),
        ({"amz-sdk-request": "reattempt=4"}, ("", 1)),
        ({"amz-sdk-request": "attempt=" + "9" * 5000}, ("", 1)),
        ({"amz-sdk-request": b"attempt=\xff"}, ("", 1)),
    ],
)
def test_an_attempt_is_read(headers: dict[str, str | bytes], attempt: tuple[str, int]) -> None:
    read = AttemptHeaders(headers)
    assert (read.invocation_id, read.number) == attempt
