"""A request that SES refused, as a test looks at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pytest_sesmock.engine.submissions.submission import Submission


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RefusedRequest:
    """One call that SES answered with an error: the answer, the reason, and what was asked.

    Attributes:
        code: SES's error code, such as `MessageRejected`.
        message: SES's words, exactly as the exception of the client carries them.
        http_status: Status of the HTTP answer, such as 400.
        rule: Name of the rule that refused, such as `identities-verified`.
        operation: The operation called, such as `SendEmail`.
        api: The API called, `ses` (v1) or `sesv2`.
        region: The AWS region called, such as `us-east-1`.
        request: The operation's parameters as received.
        refused_at: When, by the mock's clock; aware.
        requires: What must hold so that the call passes, in one line; empty for a failure planned
            with `Account.fail_next`.
        remedy: How a test arranges the account so that the same call passes, in one line; None if
            only the call can change.
        submission: The mail that was refused; None if the request never became one.
    """

    code: str
    message: str
    http_status: int
    rule: str
    operation: str
    api: str
    region: str
    request: Mapping[str, Any] = field(hash=False)
    refused_at: datetime
    requires: str
    remedy: str | None = None
    submission: Submission | None = None

    def __repr__(self) -> str:
        return f"<RefusedRequest {self.operation}: {self.code}: {self.message}>"

    @property
    def source(self) -> str | None:
        """The sender as given; None if there is none, or the operation sends nothing."""
        if self.submission is not None:
            return self.submission.source or None
        return self.request.get("Source") or self.request.get("FromEmailAddress")

    @property
    def to(self) -> tuple[str, ...]:
        """The To addresses as given; empty if there are none."""
        return self._addresses("to", "ToAddresses")

    @property
    def cc(self) -> tuple[str, ...]:
        """The Cc addresses as given; empty if there are none."""
        return self._addresses("cc", "CcAddresses")

    @property
    def bcc(self) -> tuple[str, ...]:
        """The Bcc addresses as given; empty if there are none."""
        return self._addresses("bcc", "BccAddresses")

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone the mail would have gone to, in the order To, Cc, Bcc."""
        if self.submission is not None:
            return self.submission.recipients
        return self.to + self.cc + self.bcc

    def _addresses(self, name: str, member: str) -> tuple[str, ...]:
        """Of the mail, or of a request that never became one, as far as its members tell."""
        if self.submission is not None:
            found: tuple[str, ...] = getattr(self.submission, name)
            return found
        return tuple(self.request.get("Destination", {}).get(member, ()))
