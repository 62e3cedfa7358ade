"""One attempt at a call, as a test looks at it."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from pytest_sesmock.connection_failures import BY_NAME

if TYPE_CHECKING:
    from pytest_sesmock.attempt_headers import AttemptHeaders
    from pytest_sesmock.outbox.message import SentMessage

ACCEPTED = "accepted"
"""The outcome of an attempt that succeeds."""


class Attempt:
    """An attempt at an API call: a client that retries makes several at one call.

    Attempts are immutable. Two attempts are equal only if they are the same attempt.
    """

    __slots__ = (
        "_api",
        "_headers",
        "_is_accepted",
        "_operation",
        "_outcome",
        "_region",
        "_seconds",
    )

    def __init__(
        self,
        *,
        operation: str,
        api: str,
        region: str,
        outcome: str,
        is_accepted: bool,
        seconds: float,
        headers: AttemptHeaders,
    ) -> None:
        self._operation = operation
        self._api = api
        self._region = region
        self._outcome = outcome
        self._is_accepted = is_accepted
        self._seconds = seconds
        self._headers = headers

    @property
    def operation(self) -> str:
        """The operation, such as `SendEmail`."""
        return self._operation

    @property
    def api(self) -> str:
        """The API, `ses` (v1) or `sesv2`; `smtp` for mail by SMTP."""
        return self._api

    @property
    def region(self) -> str:
        """The AWS region, such as `us-east-1`."""
        return self._region

    @property
    def outcome(self) -> str:
        """What the client got.

        It is `accepted`, SES's error code, or the failure of the transport as planned with
        `Account.fail_next`, such as `read-timeout` or `502`.
        """
        return self._outcome

    @property
    def is_accepted(self) -> bool:
        """Whether SES carried the call out.

        The client need not have heard of it: the connection may have been lost after that.
        """
        return self._is_accepted

    @property
    def at(self) -> datetime:
        """When it reached SES, or would have, by the mock's clock (an aware datetime in UTC)."""
        return datetime.fromtimestamp(self._seconds, timezone.utc)

    @property
    def number(self) -> int:
        """Which attempt at the call it was: 1 for the first."""
        return self._headers.number

    @property
    def invocation_id(self) -> str:
        """The id that the client gave the call, shared by all attempts at it. Empty if none."""
        return self._headers.invocation_id

    @property
    def is_lost(self) -> bool:
        """Whether the connection failed, or SES carried the call out and the client got an error.

        Only `Account.fail_next` lets that happen. No refusal tells of such an attempt.
        """
        return self.outcome in BY_NAME or (self.is_accepted and self.outcome != ACCEPTED)

    def __repr__(self) -> str:
        lost = " although accepted" if self.is_accepted and self.is_lost else ""
        return (
            f"<Attempt {self.number} at {self.operation}: {self.outcome}{lost} at "
            f"{self.at:%H:%M:%S}Z>"
        )


def invocation_of(message: SentMessage) -> str:
    """The id that the client gave the call that sent a message. Empty if none."""
    return message._attempt_headers.invocation_id  # noqa: SLF001 - our own
