"""What rules may ask an account. They read; only the account's own methods change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pytest_sesmock.engine.addresses import Mailbox
    from pytest_sesmock.engine.submissions.submission import Submission

PausedBy = Literal["holder", "aws"]


class AccountView(Protocol):
    """The read-only side of an account of one region."""

    @property
    def sandbox(self) -> bool:
        """Whether the account lacks production access."""
        ...

    @property
    def paused_by(self) -> PausedBy | None:
        """Who paused the account's sending; None while it is enabled."""
        ...

    @property
    def account_id(self) -> str:
        """The account's twelve digits."""
        ...

    @property
    def caller_arn(self) -> str:
        """The IAM principal that calls SES."""
        ...

    def covers(self, mailbox: Mailbox) -> bool:
        """Whether a verified identity of the account covers the mailbox."""
        ...

    def configuration_set_sends(self, name: str) -> bool | None:
        """Whether the set's sending is enabled; None if there is no such set."""
        ...

    def tenant_status(self, name: str) -> str | None:
        """Whether a tenant is ENABLED or DISABLED; None if there is none of this name."""
        ...

    def tenant_lacks(self, name: str, source: Mailbox, configuration_set: str | None) -> list[str]:
        """The ARNs of what a mail is sent with that a tenant is not associated with."""
        ...

    def has_endpoint(self, endpoint_id: str) -> bool:
        """Whether there is a multi-region endpoint of this id."""
        ...

    def has_contact_list(self, name: str, topic: str | None = None) -> bool:
        """Whether there is a contact list of this name, and with the topic if one is named."""
        ...

    def owns(self, arn: str) -> bool:
        """Whether `arn` names an identity of this account and region."""
        ...

    def permits(self, arn: str, submission: Submission) -> bool:
        """Whether policies let the caller send as the identity that `arn` names."""
        ...

    def denied_identity(self, mailbox: Mailbox, submission: Submission) -> str | None:
        """ARN of the own identity covering the mailbox whose policy denies this, if any."""
        ...

    def mail_from_fails(self, mailbox: Mailbox) -> str | None:
        """The identity whose MAIL FROM domain is set to reject and not verified; None if none."""
        ...

    def quota_is_used_up(self) -> bool:
        """Whether the recipients of the last 24 hours have reached the quota."""
        ...

    def rate_is_exceeded(self) -> bool:
        """Whether the send rate a test has set leaves nothing for now."""
        ...
