"""One attempt at a call, as a test looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.connection_failures import BY_NAME

if TYPE_CHECKING:
    from datetime import datetime

ACCEPTED = "accepted"
"""The outcome of an attempt that succeeds."""


class Attempt(NamedTuple):
    """An attempt at an API call: a client that retries makes several at one call.

    Attributes:
        operation: The operation, such as `SendEmail`.
        api: The API, `ses` (v1) or `sesv2`.
        region: The AWS region, such as `us-east-1`.
        number: Which attempt at the call it was: 1 for the first.
        outcome: What the client got: `accepted`, SES's error code, or the failure of the transport
            as planned with `Account.fail_next`, such as `read-timeout` or `502`.
        is_accepted: Whether SES carried the call out, which the client need not have heard: the
            connection may have been lost after that.
        at: When it reached SES, or would have, by the mock's clock (an aware datetime in UTC).
        invocation_id: The id that the client gave the call; all attempts at it share it. Empty if
            it gave none.
    """

    operation: str
    api: str
    region: str
    number: int
    outcome: str
    is_accepted: bool
    at: datetime
    invocation_id: str

    @property
    def is_lost(self) -> bool:
        """Whether the connection failed, or SES carried the call out and the client got an error.

        Only `Account.fail_next` lets that happen. No refusal tells of such an attempt.
        """
        return self.outcome in BY_NAME or (self.is_accepted and self.outcome != ACCEPTED)

    def __repr__(self) -> str:
        lost = " although accepted" if self.is_accepted and self.outcome != ACCEPTED else ""
        return (
            f"<Attempt {self.number} at {self.operation}: {self.outcome}{lost} at "
            f"{self.at:%H:%M:%S}Z>"
        )
