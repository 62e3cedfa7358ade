"""A request that SES refused, as a test looks at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from pytest_sesmock.errors import no_attribute
from pytest_sesmock.outbox.other_names import OF_REFUSAL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pytest_sesmock.engine.submissions.submission import Submission


LONGEST_REMEDY = 1000
"""Characters in a remedy: reports show it whole."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RefusedRequest:
    """A request, or an entry of a bulk send, that SES refused.

    Attributes:
        code: SES's error code, such as `MessageRejected`. By SMTP, what the reply begins
            with, such as `Message rejected`.
        message: SES's error text, exactly as in the client's exception.
        http_status: The HTTP status, such as 400. By SMTP, the reply code, such as 554.
        rule: The name of the rule behind the refusal, such as `identities-verified`.
        operation: The operation, such as `SendEmail`.
        api: The API, `ses` (v1) or `sesv2`; `smtp` for mail by SMTP.
        region: The AWS region, such as `us-east-1`.
        request: The parameters of the call.
        refused_at: When SES refused it, by the mock's clock (an aware datetime in UTC).
        requires: What SES requires of such a call, in one line. Empty for a failure planned with
            `Account.fail_next`.
        remedy: The code that sets up the account so that the same call succeeds, or meets another
            rule: one line, to be pasted into the test. None if only changing the call helps, or if
            the line would have more than 1,000 characters.
        origin: Where the call came from, if not from code that the test ran itself: a thread that
            an earlier test has left running. None otherwise.
        submission: The refused message, or None if the request could not be read as one.
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
    origin: str | None = None
    submission: Submission | None = None

    def __repr__(self) -> str:
        return f"<RefusedRequest {self.operation}: {answer_of(self)}>"

    if not TYPE_CHECKING:  # pragma: no branch - would make every name right

        def __getattr__(self, name: str) -> NoReturn:
            raise no_attribute(self, name, OF_REFUSAL)

    @property
    def source(self) -> str | None:
        """The sender as given, or None if there is none or the operation does not send."""
        if self.submission is not None:
            return self.submission.source or None
        return self.request.get("Source") or self.request.get("FromEmailAddress") or None

    @property
    def to(self) -> tuple[str, ...]:
        """The To addresses as given. Empty if there are none."""
        return self._addresses("to", "ToAddresses")

    @property
    def cc(self) -> tuple[str, ...]:
        """The Cc addresses as given. Empty if there are none."""
        return self._addresses("cc", "CcAddresses")

    @property
    def bcc(self) -> tuple[str, ...]:
        """The Bcc addresses as given. Empty if there are none."""
        return self._addresses("bcc", "BccAddresses")

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone the message would have gone to, in the order To, Cc, Bcc."""
        if self.submission is not None:
            return self.submission.recipients
        return self.to + self.cc + self.bcc

    def _addresses(self, name: str, member: str) -> tuple[str, ...]:
        """Of the mail, or of a request that never became one, as far as its members tell."""
        if self.submission is not None:
            found: tuple[str, ...] = getattr(self.submission, name)
            return found
        return tuple(self.request.get("Destination", {}).get(member, ()))


def answer_of(refusal: RefusedRequest) -> str:
    """SES's code and text; of some answers a code is all."""
    return f"{refusal.code}: {refusal.message}" if refusal.message else refusal.code
